"""Dates against dates, as intervals: «قبل 31 يناير» and «بعد العاشر من فبراير» cannot both be right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from riwaya.dates import DateExpression
from riwaya.differences.lexicon import wording
from riwaya.differences.numbers import Found, up_to
from riwaya.differences.offsets import offsets
from riwaya.differences.telling import Telling
from riwaya.language.arabic import without_particles
from riwaya.model import DifferenceKind, Span

_FIRST, _LAST = dt.date.min, dt.date.max
_WEEK = 7
_ONLY = frozenset(("فقط", "الا", "سوي", "only"))
_BESIDE = 3  # words before a date among which "only" is of the date
_WINDOW = 4  # words before a date in which its relation is looked for


@dataclass(frozen=True, slots=True)
class Interval:
    """When something is said to be, both ends included, and whether it is said to be before or after that."""

    first: dt.date
    last: dt.date
    span: Span
    vague: bool
    relation: Literal["", "before", "after"] = ""
    counted: bool = False  #: counted from the day of writing («قبل ثلاثة أسابيع»)
    only: bool = False  #: said to be no earlier («الاثنين فقط», "only on Monday")
    weekday: bool = False  #: which week it falls in was inferred
    yearless: bool = False  #: which year it falls in was inferred

    def meets(self, other: Interval, slack: int = 0) -> bool:
        """Whether some day satisfies both; two starts («ابتداء من») or two ends are compared as such."""
        for x, y in ((self, other), (other, self)):
            if x.only and not x.relation and y.relation == "after" and y.last < x.first:  # since then; only on Monday
                return False
        (a, b), (c, d) = (self.first, self.last), (other.first, other.last)
        if self.yearless and other.yearless and (a.month, a.day, b.month, b.day) == (c.month, c.day, d.month, d.day):
            return True
        if (self.weekday or other.weekday) and a == b and c == d and a.weekday() == c.weekday():
            return abs((a - c).days) <= _WEEK
        if self.relation != other.relation:
            (a, b), (c, d) = self.reach(), other.reach()
        if self.counted and other.counted:
            return (a - d).days <= slack and (c - b).days <= slack
        return a <= d and c <= b

    def reach(self) -> tuple[dt.date, dt.date]:
        """The interval with "before" and "after" read as open ends."""
        return (_FIRST if self.relation == "before" else self.first, _LAST if self.relation == "after" else self.last)


def intervals(telling: Telling) -> list[Interval]:
    """The dates of a telling with what stands before them read in: before, after, since."""
    return [_related(telling, d) for d in telling.dates if d.earliest is not None or d.latest is not None]


def _related(telling: Telling, date: DateExpression) -> Interval:
    first, last = date.earliest or _FIRST, date.latest or _LAST
    counted, weekday = "counted" in date.why, "weekday" in date.why
    yearless = "no year" in date.why
    before = [w for w in telling.words if w.end <= date.start][-_WINDOW:]
    after = [w for w in telling.words if w.start >= date.end][:1]
    only = any(f in _ONLY for w in (*before[-_BESIDE:], *after) for f in without_particles(w.form))
    for word in reversed(before):
        forms = without_particles(word.form)
        relation: Literal["", "before", "after"] = (
            "before" if any(f in wording().before for f in forms)
            else "after" if any(f in wording().after for f in forms) else "")
        if relation and not counted:
            span = Span(word.start, date.end)
            return Interval(first, last, span, date.vague, relation, counted, only, weekday, yearless)
    return Interval(first, last, Span(date.start, date.end), date.vague, "", counted, only, weekday, yearless)


def compare(a: Telling, b: Telling) -> Iterator[Found]:
    """Differences of date between two tellings: of days, and of runs of time from something else."""
    yield from _runs(a, b)
    left, right = intervals(a), intervals(b)
    counted = [[d.start for d in t.dates if up_to(t, d)] for t in (a, b)]
    if all(counted):  # two states of a count: when each was taken is no rival date
        left, right = ([i for i in found if not any(i.span.start <= s < i.span.end for s in starts)]
                       for found, starts in zip((left, right), counted, strict=True))
    slack = abs((a.published - b.published).days) if a.published and b.published else 0
    for x in list(left):
        equal = [y for y in right if (x.first, x.last, x.relation) == (y.first, y.last, y.relation)]
        match = next(iter(equal or [y for y in right if x.meets(y, slack)]), None)
        if match is not None:
            left.remove(x)
            right.remove(match)
    for x, y in zip(left, right, strict=False):
        sure = 0.85 if len(left) == len(right) == 1 else 0.55
        gap = min(abs((x.first - y.last).days), abs((y.first - x.last).days))
        conflict = not (x.vague or y.vague) or gap > 31
        yield Found("date", x.span, y.span, conflict, f"{_words(x)} against {_words(y)}", sure)


def _runs(a: Telling, b: Telling) -> Iterator[Found]:
    """The difference between two runs of time where each telling has one («بعد يومين», «قبل انعقاده بأيام»). In hours
    and minutes it is how long something took («بعد 25 دقيقة», «بعد ساعة»): a number, told here where it stands in no
    figures."""
    left, right = offsets(a), offsets(b)
    if len(left) == len(right) == 1 and left[0].excludes(right[0]):
        x, y = left[0], right[0]
        took = x.clock and y.clock and x.side == y.side
        in_figures = [any(r.span.start <= q.span.start < r.span.end for q in t.quantities) for t, r in ((a, x), (b, y))]
        if took and all(in_figures):
            return
        kind: DifferenceKind = "number" if took else "date"
        yield Found(kind, x.span, y.span, True, f"«{x.span.of(a.text)}» against «{y.span.of(b.text)}»", 0.75)


def _words(x: Interval) -> str:
    days = str(x.first) if x.first == x.last else f"{x.first} to {x.last}"
    return f"{x.relation} {days}".strip()
