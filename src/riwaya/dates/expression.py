"""Dates of a text, found and resolved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache

from riwaya.dates.grammar import expressions
from riwaya.dates.lexicon import Lexicon, load
from riwaya.dates.meaning import Date
from riwaya.dates.resolve import resolve
from riwaya.dates.scan import scan
from riwaya.dates.tense import Lean, lean
from riwaya.dates.value import Granularity, Value, View


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date as written and where it lies. Offsets are code points into the text that was searched, half-open."""

    start: int
    end: int
    when: str | None  #: ISO 8601: YYYY, YYYY-MM, YYYY-MM-DD or START/END; None where no such name is just
    earliest: dt.date | None  #: bounds, both included; None where nothing bounds it
    latest: dt.date | None
    granularity: Granularity
    vague: bool  #: its edges are a matter of feeling («مطلع الشهر»، «مؤخرا»): the bounds say what is meant
    why: str  #: how it was resolved


@cache
def _lexicon() -> Lexicon:
    return load()


def find(text: str, published: dt.date | None, language: str | None = None) -> list[DateExpression]:
    """The dates of a text, in order, none overlapping another.

    `published` is the day of writing that «أمس» and "last week" are counted from; without it they have no `when`.
    `language` is a hint and no limit: dates of both languages are found in every text. Where it is "en", a date in
    digits that could be read day first or month first (05/06/2018) is vague.
    """
    lexicon = _lexicon()
    stream = scan(text, lexicon)
    found: list[DateExpression] = []
    for start, end, meaning in expressions(stream, lexicon):

        def tense(start: int = start, end: int = end) -> Lean:
            return lean(stream, start, end, lexicon)

        value = resolve(meaning, View(published, tense))
        if value is not None and language == "en" and isinstance(meaning, Date) and meaning.either:
            value = _either(value, meaning, View(published, tense))
        if value is not None:
            found.append(
                DateExpression(
                    stream[start].start,
                    stream[end - 1].end,
                    value.when,
                    value.earliest,
                    value.latest,
                    value.granularity,
                    value.vague,
                    value.why,
                )
            )
    return found


def _either(value: Value, date: Date, view: View) -> Value:
    """The bounds of a date in digits that may be read day first or month first: nothing rather than a guess."""
    other = resolve(replace(date, day=date.month, month=date.day), view)
    if other is None or other.earliest is None or value.earliest is None or value.latest is None:
        return value
    first, last = sorted((value.earliest, other.earliest))
    return Value(None, first, last, "day", True, "day first or month first")
