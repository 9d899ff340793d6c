"""Short pairs out of long ones: what a story's statements are, a clause and no lead sentence.

The sentences of corpus/claims are leads of 20 to 35 words; statements in a story are often six. Near copies are cut to
the same window around the words that differ; a clause is cut off to make a detail; a copy is respelled to make a pair
that says the same. Labels follow from the cut, nothing is guessed.
"""

from __future__ import annotations

import difflib
import random
import re

from judge_data import KINDS, Example

_WORD = re.compile(r"\S+")
_RESPELL = str.maketrans("أإآىة", "ااايه")
_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_MARKS = re.compile("[\u064b-\u0652]")
LEAST_SHARED = 0.6  #: how near copies must be to be cut alike
DETAIL = KINDS.index("detail")


def _words(text: str) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in _WORD.finditer(text)]


def _arabic(text: str) -> bool:
    return any("\u0600" <= c <= "\u06ff" for c in text[:40])


def _inside(words: list[tuple[int, int]], text: str, part: str) -> tuple[int, int] | None:
    """First and last word that a part of the text touches."""
    at = text.find(part)
    touched = [i for i, (s, e) in enumerate(words) if s < at + len(part) and e > at]
    return (touched[0], touched[-1]) if at >= 0 and touched else None


def around(e: Example, rng: random.Random) -> Example | None:
    """A marked pair of near copies cut to a window around one of its differences, the same on both sides."""
    if not e.spans or _arabic(e.a) != _arabic(e.b):
        return None
    if difflib.SequenceMatcher(None, e.a.split(), e.b.split(), autojunk=False).ratio() < LEAST_SHARED:
        return None
    left, right = _words(e.a), _words(e.b)
    places = [(k, _inside(left, e.a, x) if x else None, _inside(right, e.b, y) if y else None, x, y, c)
              for k, x, y, c in e.spans]
    chosen = rng.choice(places)
    if chosen[1] is None or chosen[2] is None:
        return None
    before, after = rng.randint(1, 6), rng.randint(1, 6)
    cut_a = max(0, chosen[1][0] - before), min(len(left) - 1, chosen[1][1] + after)
    cut_b = max(0, chosen[2][0] - before), min(len(right) - 1, chosen[2][1] + after)
    kept = []
    for place in places:
        in_a = place[1] is not None and cut_a[0] <= place[1][0] and place[1][1] <= cut_a[1]
        in_b = place[2] is not None and cut_b[0] <= place[2][0] and place[2][1] <= cut_b[1]
        out_a = place[1] is None or place[1][1] < cut_a[0] or place[1][0] > cut_a[1]
        out_b = place[2] is None or place[2][1] < cut_b[0] or place[2][0] > cut_b[1]
        if in_a and in_b:
            kept.append((place[0], place[3], place[4], place[5]))
        elif not (out_a and out_b):
            return None
    a, b = e.a[left[cut_a[0]][0] : left[cut_a[1]][1]], e.b[right[cut_b[0]][0] : right[cut_b[1]][1]]
    kinds = tuple(float(any(k == i for k, *_ in kept)) for i in range(len(KINDS)))
    return Example(a, b, 1.0, kinds, float(any(c for *_, c in kept)), tuple(kept), e.group)


def respelled(text: str, rng: random.Random) -> str:
    """The same words as another desk writes them."""
    if not _arabic(text):
        return text.replace(" percent", " per cent") if rng.random() < 0.5 else text.rstrip(".")
    out = _MARKS.sub("", text)
    if rng.random() < 0.6:
        out = out.translate(_RESPELL)
    if rng.random() < 0.4:
        out = out.translate(_DIGITS)
    if rng.random() < 0.4:
        out = out.replace(" في المئة", "%").replace(" بالمئة", " في المئة")
    return out.replace("،", "") if rng.random() < 0.3 else out


def piece(text: str, rng: random.Random) -> str:
    """A run of six to sixteen words."""
    words = _words(text)
    size = rng.randint(6, 16)
    start = rng.randint(0, max(0, len(words) - size))
    return text[words[start][0] : words[min(len(words), start + size) - 1][1]]


def copy(text: str, rng: random.Random) -> Example:
    """A piece and its respelling: the same."""
    part = piece(text, rng)
    return Example(part, respelled(part, rng), 1.0, (0.0,) * len(KINDS), 0.0, (), "copy")


def detail(text: str, rng: random.Random) -> Example | None:
    """A sentence and its beginning: a detail is left out, from a comma on where there is one."""
    words = _words(text)
    if len(words) < 9:
        return None
    stops = [i + 1 for i, (_, e) in enumerate(words) if text[e - 1] in "،," and 4 <= i + 1 <= len(words) - 3]
    at = rng.choice(stops) if stops and rng.random() < 0.8 else rng.randint(5, len(words) - 3)
    end = min(len(words), at + rng.randint(3, 9))
    short, long = text[: words[at - 1][1]].rstrip("،,"), text[: words[end - 1][1]]
    extra = text[words[at][0] : words[end - 1][1]]
    kinds = tuple(float(i == DETAIL) for i in range(len(KINDS)))
    if rng.random() < 0.3:
        short = respelled(short, rng)
    return Example(short, long, 1.0, kinds, 0.0, ((DETAIL, "", extra, False),), "detail")


def cuts(marked: list[Example], rng: random.Random, copies: int = 500, details: int = 500) -> list[Example]:
    """Short examples made from the marked ones."""
    found = [c for e in marked for _ in range(2) if (c := around(e, rng)) is not None]
    texts = sorted({t for e in marked for t in (e.a, e.b) if len(t.split()) >= 9})
    rng.shuffle(texts)
    found += [copy(t, rng) for t in texts[:copies]]
    found += [d for t in texts[copies : copies + details] if (d := detail(t, rng)) is not None]
    return found
