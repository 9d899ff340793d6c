"""From what an expression says to where that lies in time, seen from the day of writing.

Conventions: weeks run from Monday to Sunday; «قبل عام» is the month a year ago, from three years on the year; a date
without its year is the one that the tense of its sentence points to, else the nearest, sooner back than ahead; a
weekday is the latest one, the day of writing included, or the next one in a sentence of the future.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from riwaya.dates import calendar as cal
from riwaya.dates.meaning import (
    Ago,
    Between,
    Date,
    Meaning,
    Nth,
    Part,
    Period,
    Relative,
    Slice,
    Vague,
    Window,
    Years,
)
from riwaya.dates.resolve_date import date_in_time
from riwaya.dates.resolve_period import ago, period, relative, slice_of_year, window
from riwaya.dates.value import Granularity, Value, View, on_day, stretch


def resolve(meaning: Meaning, view: View) -> Value | None:
    """The value of an expression; None where there is no such day (31 February). Without a day of writing what hangs
    on it has no `when` and no bounds."""
    try:
        return _resolve(meaning, view)
    except (ValueError, OverflowError):
        return None


def _resolve(meaning: Meaning, view: View) -> Value | None:
    match meaning:
        case Date():
            return date_in_time(meaning, view)
        case Years(first, last, "season"):  # from one summer to the next: a name and no date
            return Value(None, dt.date(first, 8, 1), dt.date(last, 7, 31), "range", True, "a season")
        case Years(first, last, unit):
            bounds = cal.year(max(first, 1))[0], cal.year(last)[1]
            shape: Granularity = "decade" if unit == "decade" else "century" if unit == "century" else "range"
            return Value(f"{first:04}/{last:04}", *bounds, shape, why=f"{unit} of years")
        case Between():
            return _between(meaning, view)
        case Nth():
            return _nth(meaning, view)
        case Part():
            return _part(meaning, view)
        case Slice():
            return slice_of_year(meaning, view) or _unknown(view)
    today = view.today
    if today is None:
        return _unknown(view)
    match meaning:
        case Relative():
            return relative(meaning, today)
        case Period():
            return period(meaning, today, view)
        case Ago():
            return ago(meaning, today, view)
        case Window():
            return window(meaning, today, view)
        case Vague(before, after):
            bounds = today - dt.timedelta(days=before), today + dt.timedelta(days=after)
            return Value(None, *bounds, "range", True, "vague")
    return None


def _unknown(view: View) -> Value | None:
    """What hangs on the day of writing where that is not known."""
    return Value(None, None, None, "range", True, "no day of writing to count from") if view.today is None else None


def _nth(meaning: Nth, view: View) -> Value | None:
    of = _resolve(meaning.of, view)
    if of is None or of.earliest is None or of.latest is None:
        return None
    n, first, last = meaning.n, of.earliest, of.latest
    if meaning.weekday is None and meaning.unit == "day":
        day = last if n < 0 else first + dt.timedelta(days=n - 1)
        return on_day(day, "the nth day") if first <= day <= last else None
    if meaning.weekday is None and of.granularity == "year":  # the weeks of a year by ISO 8601
        weeks = dt.date(first.year, 12, 28).isocalendar().week
        monday = dt.date.fromisocalendar(first.year, weeks if n < 0 else n, 1)
        return stretch(cal.week(monday), "week", "the nth week of a year")
    weekday = meaning.weekday if meaning.weekday is not None else 6 if n < 0 else 0  # whole weeks alone
    found = cal.nth_weekday(first, last, weekday, n)
    if found is None:
        return None
    if meaning.weekday is None:
        return stretch(cal.week(found), "week", "the nth whole week of a month")
    return on_day(found, "the nth weekday")


def _part(meaning: Part, view: View) -> Value | None:
    of = _resolve(meaning.of, view)
    if of is None or of.earliest is None or of.latest is None:
        return of
    first, last, today = of.earliest, of.latest, view.today or dt.date.min
    third = (last - first).days // 3
    if meaning.part == "week":
        return stretch(cal.week(first), "week", "the week of a day")
    match meaning.part:
        case "start":
            last = first + dt.timedelta(days=third)
        case "middle":
            first, last = first + dt.timedelta(days=third), last - dt.timedelta(days=third)
        case "end":
            first = last - dt.timedelta(days=third)
        case "rest" | "later" if first <= today <= last:
            first = today
        case "earlier" if first <= today <= last:
            last = today
    when = cal.iso(first, last) if meaning.part == "rest" else of.when
    return Value(when, first, last, of.granularity, True, f"{meaning.part} of it: `when` names the whole")


def _between(meaning: Between, view: View) -> Value | None:
    """Both ends of a range; what one end leaves unsaid it has from the other."""
    a, b = meaning.first, meaning.last
    if isinstance(a, Date) and isinstance(b, Date):
        if a.month is None and a.weekday is None and a.day:  # «2 و12 تشرين»
            a = replace(b, day=a.day, weekday=None)
        if a.year is not None and b.year is None and b.month is not None:
            later = (b.month, b.day or 0) >= (a.month or 0, a.day or 0)
            b = replace(b, year=a.year if later else a.year + 1)
        elif b.year is not None and a.year is None and a.month is not None:
            later = (b.month or 0, b.day or 0) >= (a.month, a.day or 0)
            a = replace(a, year=b.year if later else b.year - 1)
    last = _resolve(b, view)
    if last is None or last.earliest is None or last.latest is None:
        return last
    lead = _resolve(a, View(last.earliest, lambda: "past")) if _hangs(a) else _resolve(a, view)
    if lead is None or lead.earliest is None or lead.latest is None:
        return lead
    if lead.earliest > last.latest:
        moved = _resolve(b, View(lead.latest, lambda: "future")) if _hangs(b) else None
        if moved is None or moved.latest is None:
            return None
        last = moved
    assert last.latest is not None
    both = f"{lead.when}/{last.when}"
    same = lead.granularity == last.granularity and both.count("/") == 1
    when = both if same else cal.iso(lead.earliest, last.latest)
    return Value(when, lead.earliest, last.latest, "range", False, "from one to the other, both included")


def _hangs(end: Date | Relative) -> bool:
    """Whether an end of a range has no place of its own and is to be found from the other end."""
    return isinstance(end, Date) and (end.year, end.years, end.months, end.weeks, end.side) == (None,) * 5
