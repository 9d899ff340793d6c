"""The speaker behind an English verb: “…,” said Dana Hale, the mayor of Velmouth."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.attribution.english_clause import (
    CONJUNCTIONS,
    DAYS,
    MODALS,
    PREPOSITIONS,
    RELATIVES,
    SUBJECTS,
    SUBORDINATORS,
    Token,
    adverb,
    auxiliary,
    finite,
    nominal,
)

APPOSED = 40  #: tokens of a speaker behind the verb


def behind(line: Sequence[Token], k: int) -> tuple[int, int] | None:
    """The speaker behind a verb ("…," said Dana Hale, the mayor of Velmouth), with appositions but without clauses."""
    first = k
    if k >= len(line) or not (nominal(line[k]) or line[k].low in SUBJECTS) or line[k].low in DAYS:
        return None
    name = line[k].capital
    end = k
    while k < len(line) and k - first < APPOSED:
        t = line[k]
        if t.word:
            if t.low in SUBORDINATORS or t.low in RELATIVES or auxiliary(t) or (t.low in DAYS and k > first):
                break
            if t.low in PREPOSITIONS and not _inner(line, k, name):
                break
            if t.low in CONJUNCTIONS and not (k + 1 < len(line) and nominal(line[k + 1])):
                break
            if not t.capital and t.low not in PREPOSITIONS and t.low not in CONJUNCTIONS:
                name = False
            end = k + 1
        elif t.low == ",":
            if not _apposed(line, k + 1):
                break
            name = False
        elif (
            t.low == "."
            and k + 1 < len(line)
            and line[k - 1].capital
            and (len(line[k - 1].low) <= 4 or line[k + 1].low == ")")
        ):
            pass  # "Sen. Dana Hale", "J. Hale", "(R-Velm.)"
        elif t.low in "()-/&’'":
            end = k + 1 if t.low == ")" else end
        else:
            break
        k += 1
    return (first, end) if end > first else None


def _inner(line: Sequence[Token], k: int, name: bool) -> bool:
    """Whether a preposition goes on with a speaker rather than telling when and where he spoke."""
    t, nxt = line[k], line[k + 1] if k + 1 < len(line) else None
    if nxt is None or not nxt.word or nxt.low in DAYS or nxt.low[:1].isdigit():
        return False
    if t.low in ("of", "for", "from"):
        return True
    if name or t.low not in ("at", "in", "with", "on", "to", "under", "near", "behind"):
        return False
    return not (t.low in ("in", "at", "on", "during") and nxt.low in ("a", "an", "his", "her", "its", "their", "this"))


def _apposed(line: Sequence[Token], k: int) -> bool:
    """Whether what follows a comma is an apposition."""
    if k >= len(line) or not line[k].word:
        return False
    t = line[k]
    if t.low in RELATIVES or t.low in SUBORDINATORS or t.low in CONJUNCTIONS or t.low in SUBJECTS or t.low in MODALS:
        return False
    if t.low in PREPOSITIONS or t.low in DAYS or adverb(t) or t.low.endswith("ing") or (finite(t) and not t.capital):
        return False
    return nominal(t)
