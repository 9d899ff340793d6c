"""Where in a phrase a person's name stands, with the title before it or after it.

No list of first names: what is a title, an office, a body, a place or an adjective is known (sources.toml), and what is
left is the name. In Arabic a name begins at a word without the article that is no such noun and no complement of one;
in English at a capital.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from riwaya.lexicon.nouns import nouns
from riwaya.sources.tokens import Token, country_at, phrase_at, sense_at

MOST = 6  #: words of a name; a longer run is no name
_FULL = 3  # words of a person's full name, mostly

_NOUNS = ("offices", "people", "press")
_HEADS = ("bodies", "titles", "documents", "statements")


_CALLED = frozenset({"يدعي", "تدعي", "يسمي", "تسمي", "المدعو", "المدعوه"})  #: «شاهد يدعى | فلان الفلاني»


class Person(NamedTuple):
    """A person's name inside a segment, by index of its tokens."""

    start: int
    end: int
    titled: bool  #: a title stands with it
    honoured: bool = False  #: an honorific stands right before it: surely a person


def person_in(words: Sequence[Token]) -> Person | None:
    """The name in one segment of a mention (no comma inside), or None where it names nobody."""
    if not words:
        return None
    arabic = sum(t.arabic for t in words) * 2 >= len(words)
    return _arabic(list(words)) if arabic else _latin(list(words))


def has_joint(words: Sequence[Token]) -> bool:
    """Whether a phrase joins two titled people («الرئيس فلان والوزير علان»، "A and B")."""
    for n, token in enumerate(words):
        if not n or n + 1 >= len(words):
            continue
        if token.prefix.startswith("و") and token.definite and token.sense("offices", "honorifics"):
            return bool(person_in(words[:n]))
        if token.form == "and" and words[n + 1].capital and person_in(words[:n]) and person_in(words[n + 1 :]):
            return True
    return False


def _place(token: Token) -> bool:
    return token.base in nouns().noise["place_nouns"]


def _arabic(words: list[Token]) -> Person | None:
    noise = nouns().noise
    n, titled, honoured, loose = 0, False, False, False
    while n < len(words):
        token = words[n]
        if token.preposition:
            n = _complement(words, n + 1)
            titled = titled or n < len(words)
            if n == len(words) - 2 and _no_adjectives(words[n - 1], words[n:]):
                return _run(words, n, titled, honoured)
            continue
        honour = sense_at(words, n, "honorifics")
        if honour and n + 1 < len(words) and (token.definite or len(token.form) <= 2 or token.form.endswith("ه")):
            titled = honoured = True
            n += honour[1]
            known = n < len(words) and (sense_at(words, n, "offices", "people") or words[n].preposition)
            if n < len(words) and not known:
                told = words[n].definite and (words[n].sense("terms", "trades", "ranks") or country_at(words, n))
                if not told:  # «الأستاذ الجامعي» has no name
                    return _run(words, n, titled, honoured)
            continue
        if titled and not token.definite and token.form in noise["given"] and n + 1 < len(words):
            return _run(words, n, titled, honoured)
        if token.definite and not token.prefix and n + 1 < len(words) and words[n + 1].form in ("بن", "ابن", "بنت"):
            return _run(words, n, titled, honoured)  # «الحارس السابق | المهدي بن كذا»
        if token.form in _CALLED and n:
            titled, n = True, n + 1
            continue
        if found := sense_at(words, n, *_NOUNS):
            if n == 0 and _reads_as_name(words):
                return _run(words, 0, False, False)
            titled, honoured = True, False
            last = words[n + found[1] - 1]
            n += found[1]
            if _whose_name(last, words[n:]):
                return _run(words, n, titled, honoured)
            if not (last.definite or token.definite):
                n = _complement(words, n, name_may_follow=True)
                loose = True
            continue
        if token.sense(*_HEADS) or _place(token):
            if n == 0 and token.sense("bodies"):
                return None
            titled = True
            n += 1
            if not token.definite:
                named = _named_after(words, n)
                n = named if named > n else _complement(words, n)
            continue
        if country := country_at(words, n):
            titled, n = True, n + country[1]
            continue
        if token.sense("terms", "ranks", "trades", "access", "counts") or token.quoted:
            titled, n = True, n + 1
            continue
        if (
            token.definite
            or (token.prefix and token.prefix[-1] in "لب")
            or token.form in noise["pronouns"] | noise["same"]
        ):
            titled = True
            n += 1
            continue
        if titled and token.form[:1] in ("ل", "ب") and len(words) - n >= 4:  # no name: «لمخبز كذا فلان علان»
            n = _complement(words, n + 1)
            continue
        if loose and n + 1 == len(words):
            return None  # «قائد محور صعدة»: one word more is sooner of the title than a name
        return _run(words, n, titled, honoured)
    return None


_HONOURED = frozenset({"ملك", "امير", "اميره", "ملكه", "شيخ", "سلطان", "امام", "شهيد", "رييس"})


def _named_after(words: Sequence[Token], n: int) -> int:
    """Past the name that a house or a place bears, where one begins at a word: «مدير مطار | الأمير نادر بن سالم
    الدولي»، «جامعة | الملك سعود»; the same place where none does. He is not who speaks."""
    if n + 1 >= len(words) or not words[n].definite or words[n].base not in _HONOURED or words[n].prefix:
        return n
    if words[n + 1].definite or words[n + 1].preposition:
        return n
    n += 2
    while n + 1 < len(words) and words[n].form in ("بن", "ابن", "بنت", "ال"):
        n += 2
    while n < len(words) and words[n].definite and words[n].sense("terms"):
        n += 1
    return n


def _whose_name(office: Token, after: Sequence[Token]) -> bool:
    """Whether two or three words behind an office of somebody's are a name: «وكيله | فادي نوار»."""
    given = nouns().noise["given"]
    masculine = office.raw.endswith("ه") and nouns().of(office.form[:-1], "offices", "people")  # and no «وكيلة»
    if not (office.possessed or masculine) or not 2 <= len(after) <= 3:
        return False
    return not any(
        (t.definite and n == 0) or t.preposition or t.prefix or t.quoted or country_at(list(after), n)
        or (t.sense(*_NOUNS, *_HEADS, "terms", "trades", "ranks", "access", "honorifics") and t.form not in given)
        for n, t in enumerate(after)
    )  # fmt: skip


def _no_adjectives(noun: Token, after: Sequence[Token]) -> bool:
    """Whether two words with the article are a name and do not describe the feminine noun before them: «المتحدث باسم
    الحكومة | الهادي الطرابلسي»."""
    if not (noun.base.endswith("ه") and noun.definite):
        return False
    return all(
        t.definite and not t.prefix and not t.base.endswith(("ه", "ات"))
        and not t.sense(*_NOUNS, *_HEADS, "terms", "trades", "ranks", "access") and not country_at([t], 0)
        for t in after
    )  # fmt: skip


def _reads_as_name(words: Sequence[Token]) -> bool:
    """Whether a bare noun at the head of a short phrase is a first name: «أمين معلوف», not «أمين الجامعة»."""
    second = words[1] if len(words) > 1 else None
    return (
        second is not None
        and len(words) <= 3
        and not words[0].definite
        and words[0].base in nouns().noise["given"]
        and not second.sense("terms", "bodies", "titles", "offices", "people", "ranks", "trades")
        and not _place(second)
        and not country_at(list(words), 1)
        and not second.preposition
    )


def _complement(words: list[Token], n: int, name_may_follow: bool = False) -> int:
    """Past the complement of a noun without the article: «رئيس | بلدية طرابلس | رياض يمق»."""
    while n < len(words):
        token = words[n]
        if token.preposition or sense_at(words, n, "honorifics"):
            return n
        if country := country_at(words, n):
            return n + country[1]
        if (_place(token) or token.sense("bodies")) and not token.definite:
            named = _named_after(words, n + 1)
            if named > n + 1:
                return named
        if _place(token) and not token.definite:
            n += 1
            continue
        known = sense_at(words, n, *_NOUNS, *_HEADS, "terms", "trades", "ranks")
        if known or _place(token):
            n += known[1] if known else 1
            if token.definite or (known and known[0].table in ("terms", "trades", "ranks") and n < len(words)):
                return n
            continue
        if token.definite or token.quoted:
            return n + 1
        if name_may_follow and n + 1 == len(words):
            return n + 1  # one unknown word: whose they are, not who («محامي رمضان»)
        return n + 1
    return n


def _run(words: list[Token], start: int, titled: bool, honoured: bool) -> Person | None:
    """The name that begins at a word: up to a preposition, an office, or the end."""
    noise = nouns().noise
    end = start
    while end < len(words) and end - start < MOST:
        token = words[end]
        if end > start:
            if token.preposition or token.form in noise["ends"]:
                break
            if token.prefix.startswith("و") and token.definite:
                break
            if end - start >= 2 and token.form in nouns().places and not token.quoted:
                break  # a country after a whole name belongs to what follows
            if token.definite and end + 1 < len(words) and sense_at(words, end, *_NOUNS):
                break
            noun = token.sense("offices", "people") and token.form not in noise["given"]
            if not token.definite and end + 1 < len(words) and noun and end - start >= 2:
                break
        end += 1
    while not titled and end - start > 2 and words[end - 1].definite and country_at(words, end - 1):
        end -= 1  # «باولو ميندونسا البرتغالي»: an adjective after a whole name
    if end == start or (end - start == 1 and not titled and not words[start].definite and len(words) > 1):
        return None
    return Person(start, end, titled, honoured)


def _plural(words: Sequence[Token]) -> bool:
    return any((s := t.sense(*_NOUNS)) and s.number > 1 for t in words)


def _is_of_a_body(run: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether two or three words that stand for nothing else are a person's name before the body that he is of
    ("Adam Hale of the Delta Institute")."""
    known = any(t.sense(*_HEADS, *_NOUNS, "terms", "ranks", "honorifics") or t.possessed for t in run)
    return 2 <= len(run) <= _FULL and not known and any(t.sense("bodies") for t in after)


def _latin(words: list[Token]) -> Person | None:
    particles = nouns().noise["particles"]
    n, titled, honoured = 0, False, False
    while n < len(words):
        token = words[n]
        if country := country_at(words, n):
            whole = n == 0 and country[1] == len(words)
            if whole:
                return None
            titled, n = True, n + country[1]
            continue
        if honour := sense_at(words, n, "honorifics"):
            titled = honoured = True
            n += honour[1]
            continue
        if found := sense_at(words, n, *_NOUNS, "ranks", "counts"):
            titled, n = True, n + found[1]
            honoured = False
            continue
        head = words[0].form in ("a", "an") or words[0].sense("counts") or _plural(words[:n])
        if token.preposition and (token.form != "of" or head):
            return None  # "a source at Trent Oil" names no person
        if (
            not token.capital
            or token.sense(*_HEADS)
            or phrase_at(words, n, "bodies")
            or token.form in ("the", "a", "an")
            or token.form in nouns().noise["pronouns"]
        ):
            lower = n == 0 and len(words) > 1 and not words[1].capital and not words[1].preposition
            nouns_after = any(sense_at(words, k, "offices", "honorifics") for k in range(n + 1, len(words)))
            body = token.sense("bodies") or phrase_at(words, n, "bodies")
            if token.capital and body and not lower and not nouns_after:
                return None
            titled, n = True, n + 1
            continue
        after = words[n + 1] if n + 1 < len(words) else None
        lower = after is not None and not (after.capital or after.breaks or after.preposition) and after.arabic is False
        if token.sense("terms") and after and (lower or sense_at(words, n + 1, *_NOUNS, "honorifics")):
            titled, n = True, n + 1  # "Interior Minister", "Republican presidential nominee"
            continue
        end = n
        while end < len(words) and end - n < MOST:
            t = words[end]
            if not (t.capital or (t.form in particles and end > n and end + 1 < len(words))) or t.raw.isdigit():
                break
            end += 1
        run = words[n:end]
        if n == 0 and end == 1 and end < len(words) and not words[end].capital and not words[end].breaks:
            n, titled = end, True  # the capital of a sentence's first word: "Angry drivers"
            continue
        if any(t.possessed for t in run[:-1]):  # "Marram's deputy mayor Tom Reed": the name comes later
            n += next(k for k, t in enumerate(run) if t.possessed) + 1
            titled = True
            continue
        if run[-1].possessed and end < len(words):
            n, titled = end, True
            continue
        house = len(run) > 1 and run[-1].form in nouns().noise["company_words"]
        if end < len(words) and words[end].form == "of":
            if not house and _is_of_a_body(run, words[end + 1 :]):
                return Person(n, end, titled, honoured)
            n, titled = end + 1, True
            continue
        if house or any(t.sense("bodies") for t in run) or run[-1].form in nouns().noise["outlet_words"]:
            if end >= len(words):
                return None
            n, titled = end, True
            continue
        if end < len(words) and not words[end].capital and not words[end].breaks and sense_at(words, end, *_NOUNS):
            n, titled = end, True  # "Trent Oil chief Jane Moss", "a former Trent Oil employee"
            continue
        before = words[n - 1] if n else None
        if before and not before.capital and before.sense("bodies") and not any(t.sense(*_NOUNS) for t in words[:n]):
            return None  # "the company Trent Oil"
        return Person(n, end, titled, honoured)
    return None
