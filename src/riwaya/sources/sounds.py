"""Names across spellings and scripts: how far apart two words sound («ميندونسا»، "Mendonça").

Each word becomes a run of sounds: consonants in classes that both scripts share, long vowels and short ones apart. The
distance is an edit distance in which what Arabic leaves unwritten (short vowels), writes in several ways (g as ج غ ق ك,
v as ف, p as ب) or foreign ears confuse costs little. Idea: Freeman, Condon and Ackerman (2006), "Cross linguistic name
matching in English and Arabic"; the classes and costs here are our own, measured in bench/sources.py.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ARABIC = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "T", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "D", "ر": "r", "ز": "z",
    "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "D", "ع": "", "غ": "g", "ف": "f", "ق": "k", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ء": "", "پ": "b", "چ": "c", "ژ": "j", "ڤ": "v",
    "ڨ": "g", "ڭ": "g", "ة": "h",
}  # fmt: skip
_DIGRAPHS = {
    "tch": "c", "sch": "c", "dsch": "j", "kh": "x", "gh": "g", "sh": "c", "ch": "c", "th": "T", "dh": "D", "ph": "f",
    "dj": "j", "dg": "j", "ck": "k", "qu": "kw", "wh": "w", "rh": "r", "oo": "w", "ou": "w", "ow": "w", "ee": "y",
    "ea": "y", "ai": "y", "ay": "y", "ei": "y", "ey": "y", "ie": "y", "aa": "a", "au": "w", "aw": "w", "tz": "z",
    "ce": "se", "ci": "si", "cy": "sy", "sce": "se", "sci": "si", "gn": "n", "ll": "l", "ss": "s", "tt": "t",
}  # fmt: skip
_LATIN = {
    "a": "a", "e": "e", "i": "i", "o": "o", "u": "u", "b": "b", "c": "k", "d": "d", "f": "f", "g": "g", "h": "h",
    "j": "j", "k": "k", "l": "l", "m": "m", "n": "n", "p": "b", "q": "k", "r": "r", "s": "s", "t": "t", "v": "v",
    "w": "w", "x": "ks", "y": "y", "z": "z", "ß": "s", "ø": "o", "æ": "a", "œ": "o", "ı": "i", "ł": "l", "đ": "d",
}  # fmt: skip
_VOWELS = frozenset("aeiou")
_WEAK = frozenset("aeiouwyYh")
_NEAR = {
    frozenset(pair): cost
    for pair, cost in {
        "gj": 0.2, "gk": 0.2, "kx": 0.4, "gx": 0.5, "jc": 0.4, "jz": 0.5, "sz": 0.15, "sT": 0.25, "tT": 0.15,
        "zD": 0.15, "dD": 0.15, "sc": 0.4, "td": 0.5, "fv": 0.05, "bv": 0.4, "fb": 0.6, "vw": 0.2, "fw": 0.6,
        "hx": 0.35,
        "ck": 0.45, "cx": 0.6, "Tf": 0.7, "zT": 0.6, "DT": 0.4, "kj": 0.6, "sk": 0.6, "tc": 0.6,
        "wu": 0.0, "wo": 0.05, "yi": 0.0, "ye": 0.1, "ao": 0.15, "ae": 0.1, "ei": 0.1, "ou": 0.1, "wa": 0.3, "ya": 0.3,
        "ai": 0.25, "au": 0.25, "eo": 0.3, "eu": 0.3, "io": 0.3, "iu": 0.3, "ha": 0.25, "he": 0.3, "wy": 0.4,
        "Yi": 0.0, "Yy": 0.0, "Ye": 0.0, "Ya": 0.05, "jx": 0.35, "jh": 0.4,
        "wi": 0.4, "we": 0.3, "yo": 0.4, "yu": 0.4, "yj": 0.6, "yg": 0.9,
    }.items()
}  # fmt: skip
_ARTICLES = ("al", "el", "an", "as", "ash", "ar", "az", "at", "ad", "ul", "il")


@lru_cache(maxsize=20_000)
def sounds(word: str) -> str:
    """The sounds of one folded word of either script. A doubled sound is one; the article must be off."""
    found: list[str] = []
    if any("؀" <= c <= "ۿ" for c in word):
        for c in word.replace("تش", "چ").replace("دج", "ج"):
            found += _ARABIC.get(c, c if c.isdigit() else "")
        if word.endswith("ه") and len(word) > 2:
            found[-1:] = ["a"]  # «ة» folds to «ه», and at the end is heard as a
        elif word.endswith("ي") and len(word) > 2:
            found[-1:] = ["Y"]  # «ى» folds to «ي»: heard as i or a
    else:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))
        at = 0
        while at < len(plain):
            for size in (4, 3, 2):
                if heard := _DIGRAPHS.get(plain[at : at + size]):
                    found += heard
                    at += size
                    break
            else:
                found += _LATIN.get(plain[at], plain[at] if plain[at].isdigit() else "")
                at += 1
    return "".join(s for n, s in enumerate(found) if n == 0 or s != found[n - 1])


def skeleton(word: str) -> str:
    """The consonants that no spelling changes: a key that words which sound alike nearly always share."""
    coarse = {"j": "g", "k": "g", "x": "g", "z": "s", "T": "t", "D": "d", "v": "f", "c": "s"}
    kept: list[str] = []
    for s in sounds(word):
        s = coarse.get(s, s)
        if s not in _WEAK and (not kept or kept[-1] != s):
            kept.append(s)
    return "".join(kept) or sounds(word)[:1]


def keys(word: str) -> frozenset[str]:
    """Keys of which words that sound alike share one: the skeleton, and longer ones with one consonant left out."""
    whole = skeleton(word)[:12]
    if len(whole) < 3:
        return frozenset({whole})
    return frozenset({whole, *(whole[:n] + whole[n + 1 :] for n in range(len(whole)))})


@lru_cache(maxsize=20_000)
def distance(one: str, other: str) -> float:
    """How far apart two words sound: 0 the same, 1 nothing in common. Words over 40 letters are compared by their
    first 40, so that the cost is bounded."""
    a, b = sounds(one)[:40], sounds(other)[:40]
    if a == b:
        return 0.0
    rows = [0.0]
    for s in b:
        rows.append(rows[-1] + _drop(s))
    for x in a:
        previous, rows = rows, [rows[0] + _drop(x)]
        for n, y in enumerate(b):
            same = 0.0 if x == y else _NEAR.get(frozenset((x, y)), 0.5 if x in _WEAK and y in _WEAK else 1.0)
            rows.append(min(previous[n] + same, previous[n + 1] + _drop(x), rows[n] + _drop(y)))
    heavy = max(sum(1.0 if s not in _WEAK else 0.35 for s in word) for word in (a, b))
    return min(1.0, rows[-1] / max(heavy, 1.0))


def _drop(sound: str) -> float:
    if sound in _VOWELS:
        return 0.12
    return {"w": 0.25, "y": 0.2, "Y": 0.2, "h": 0.3}.get(sound, 1.0)


def alike(one: str, other: str) -> bool:
    """Whether two folded words are spellings of one name. Within a script less is forgiven: «حسن» is not «حسين»."""
    if one == other:
        return True
    if (one < "؀") == (other < "؀"):
        return min(len(one), len(other)) >= 6 and distance(one, other) <= 0.1
    short = min(len(skeleton(one)), len(skeleton(other)))
    return distance(one, other) <= (0.12 if short <= 1 else 0.2 if short == 2 else 0.24)


def without_article(word: str) -> str:
    """A folded name without its Arabic article, of either script."""
    if word.startswith("ال") and len(word) > 4:
        return word[2:]
    return word


def is_article(word: str) -> bool:
    """Whether a folded Latin word is an Arabic article written apart ("al", "el", "as")."""
    return word in _ARTICLES


_LETTERS = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "پ": "p", "چ": "ch", "ژ": "j", "ڤ": "v",
}  # fmt: skip


def latin(word: str) -> str:
    """A folded word in ASCII letters, for ids: «العلوان» is "alalwan"."""
    if word.endswith("ه") and any("؀" <= c <= "ۿ" for c in word):
        word = word[:-1] + "ا"
    plain = "".join(_LETTERS.get(c, c) for c in word)
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return "".join(c for c in plain.casefold() if c.isascii() and c.isalnum())
