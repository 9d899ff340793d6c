"""A place in time, and what is needed to choose one: the day of writing and the tense of the sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from riwaya.dates import calendar as cal
from riwaya.dates.tense import Lean

Granularity = Literal["day", "week", "month", "quarter", "season", "year", "decade", "century", "range"]
_AHEAD = 1.75  # how much farther back than ahead a date without a year may lie where nothing tells
_TOLD = 8  # and how much farther ahead than back in a sentence of the future («ستبقي على ما أصدرته في 30 مارس»)


@dataclass(frozen=True, slots=True)
class Value:
    """A place in time. `when` is None where no name of a stretch of days is just."""

    when: str | None
    earliest: dt.date | None
    latest: dt.date | None
    granularity: Granularity
    vague: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """From where an expression is read: the day of writing and the tense around it, asked only when needed."""

    today: dt.date | None
    lean: Callable[[], Lean]


def stretch(bounds: cal.Bounds, shape: Granularity, why: str, *, vague: bool = False) -> Value:
    """The value of a run of days, first and last included."""
    return Value(cal.iso(*bounds), *bounds, shape, vague, why)


def on_day(day: dt.date, why: str) -> Value:
    """The value of one day."""
    return Value(day.isoformat(), day, day, "day", False, why)


def choose(
    days: Iterable[cal.Bounds], today: dt.date, lean: Lean, side: int | None, *, soft: bool = False
) -> cal.Bounds | None:
    """Of stretches that fit, the one that side or tense point to, else the nearest, sooner back than ahead. `soft`: a
    sentence of the past may name a day to come (a day and a month without the year are seldom half a year off)."""
    found = sorted(days)
    if side is not None and side != 0:
        beyond = [d for d in found if d[1] < today] if side < 0 else [d for d in found if d[0] > today]
        steps = abs(side)
        return (beyond[-steps] if side < 0 else beyond[steps - 1]) if len(beyond) >= steps else None
    if lean == "past" and not soft:
        found = [d for d in found if d[0] <= today] or found

    def cost(d: cal.Bounds) -> float:
        if d[0] <= today <= d[1]:
            return 0
        if d[1] < today:
            return (today - d[1]).days * (_TOLD if lean == "future" else 1)
        return (d[0] - today).days * (1 if lean == "future" else _AHEAD if lean is None else 2 * _AHEAD)

    return min(found, key=cost, default=None)


def reason(lean: Lean, side: int | None) -> str:
    """Why `choose` took the stretch it took, in words."""
    if side is not None:
        return {-1: "the last one", 0: "this one", 1: "the next one"}.get(side, "the one beyond")
    return f"the sentence is of the {lean}" if lean else "the nearest"
