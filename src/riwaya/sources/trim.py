"""Cut a mention down to the words that name its source: cues before it, times, places and clauses after it come off."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.lexicon.nouns import nouns
from riwaya.lexicon.outlets import OutletHit
from riwaya.sources.sounds import is_article
from riwaya.sources.tokens import Token

LONGEST = 40  #: words of a mention that are looked at; a longer one is no name


def trim(words: Sequence[Token], hits: Sequence[OutletHit] = ()) -> list[Token]:
    """The tokens that name the source, in order; empty where there are none. What an outlet of the lexicon or a pair
    of quotation marks holds together is not cut («اليوم السابع»)."""
    noise = nouns().noise
    words = _after_verb(words)
    held = [any(h.start <= t.start and t.end <= h.end for h in hits) or t.quoted for t in words]
    first = 0
    while first < len(words) and not held[first] and _before(words, first):
        if _article(words, first):
            break
        if first + 2 < len(words) and words[first].form in ("في", "in") and _setting(words[first + 1]):
            first += 1  # «في مقابلة مع كذا»
            if words[first + 1].preposition or words[first + 1].form in ("مع", "with"):
                first += 1
        if words[first].form in ("ما", "حسبما") and first + 1 < len(words):
            first += 1  # «ما نقله الموقع»: the verb too
        first += 1
    if first >= len(words):
        return []
    if not held[first] and words[first].form in noise["ends"] - noise["pronouns"] and not words[first].sense("titles"):
        return []
    last = first + 1
    while last < min(len(words), first + LONGEST):
        told = any(words[last].start < h.start < words[last].end and words[last].form[:1] in ("و", "ل") for h in hits)
        if (not held[last] and _ends(words, last, held)) or told:  # «قال فلان لبي بي سي»: who was told
            break
        last += 1
    while last - first > 1 and words[last - 1].preposition and not held[last - 1]:
        last -= 1  # «المالكي في | مقابلة»
    return list(words[first:last])


_SPANS = frozenset({"night", "week", "month", "year", "morning", "afternoon", "evening", "weekend"})
_SCRAPS = frozenset({
    "اقر", "اقرت", "نفي", "نفت", "كشف", "كشفت", "اضاف", "اضافت", "شدد", "شددت", "اعتبر", "اعتبرت", "رجح", "رجحت",
    "زعم", "زعمت", "حذر", "حذرت", "اعترف", "اعترفت", "احدث", "اخر",
})  # fmt: skip
"""What a mention may begin with that says how its source spoke («أقر | مسؤول») or when («أحدث | الأرقام»)."""
_SPOKE = frozenset({"فقال", "فقالت", "فقد", "فاكد", "فاكدت", "فذكر", "فذكرت", "فافاد", "فافادت", "فنفي", "فنفت"})


def _after_verb(words: Sequence[Token]) -> Sequence[Token]:
    """The words from who speaks on, where a mention begins with what the sentence is about: «أما الحكومة فقال | المتحدث
    باسمها فلان»."""
    for n, token in enumerate(words[:12]):
        if token.form in _SPOKE and not token.quoted:
            return words[n + 1 :] if n and n + 1 < len(words) else words
    return words


def _before(words: Sequence[Token], at: int) -> bool:
    """Whether a leading word is no part of the name: of the cue («عن»), or a scrap before a title («وصرخ مختار …»)."""
    token = words[at]
    if token.form in nouns().noise["starts"] or token.raw in ("على", "في", "فى", "in"):
        return True
    scrap = (
        token.arabic
        and not token.definite
        and (len(token.form) <= 2 or (token.form[0] in "وف" and not token.prefix) or token.form in _SCRAPS)
    )
    if (
        not scrap
        or at + 1 >= len(words)
        or words[at + 1].breaks
        or token.sense("offices", "people", "bodies", "counts")
    ):
        return False
    return bool(words[at + 1].sense("offices", "people", "bodies", "documents", "titles"))


def _sent(token: Token) -> bool:
    """Whether somebody is sent to a place: «المبعوث الأممي إلى كذا»."""
    office = token.sense("offices")
    return office is not None and office.concept == "ambassador" and not token.possessed


def _setting(token: Token) -> bool:
    settings = nouns().noise["settings"]
    return token.base in settings or token.form in settings


def _article(words: Sequence[Token], at: int) -> bool:
    """Whether a Latin "As" is the Arabic article of the name after it: "As-Sariya"."""
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        after is not None
        and is_article(words[at].form)
        and words[at].capital
        and after.capital
        and after.start == words[at].end + 1
    )


def _ends(words: Sequence[Token], at: int, held: Sequence[bool]) -> bool:
    noise = nouns().noise
    token = words[at]
    if (token.form in noise["ends"] or token.raw == "أمام") and not (
        (token.form == "اليوم" and words[at - 1].sense("titles"))
        or (token.form == "عن" and words[at - 1].base in noise["about"])
        or (token.raw in ("إلى", "الى") and any(_sent(t) for t in words[max(0, at - 2) : at]))
    ):
        return True
    if token.form in ("last", "this") and at + 1 < len(words) and words[at + 1].form in _SPANS:
        return True  # "Oman last night"
    if not token.arabic and not token.capital and token.form in noise["english_ends"]:
        return True
    if token.preposition and at + 1 < len(words):
        after = words[at + 1]
        if _setting(after):
            return True
        if after.form in ("a", "an", "the", "his", "her", "its", "their") and at + 2 < len(words):
            return words[at + 2].form in noise["settings"]
    to_whom = token.prefix[-1:] == "ل" and not token.definite and token.sense("people")
    if at == 1 and to_whom and words[0].definite and words[0].sense("offices"):
        return True  # «الوزير لرجل الأعمال فلان»
    # «قال الوزير لصحيفة كذا»: who was told
    return token.arabic and token.prefix[-1:] == "ل" and bool(token.sense("titles"))


def segments(words: Sequence[Token]) -> list[list[Token]]:
    """The runs of tokens between commas, brackets and dashes."""
    found: list[list[Token]] = []
    for token in words:
        if token.breaks or not found:
            found.append([])
        found[-1].append(token)
    return found
