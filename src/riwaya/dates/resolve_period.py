"""Where a distance, a run of time, a week, a quarter or a season lies, seen from the day of writing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from riwaya.dates import calendar as cal
from riwaya.dates.meaning import Ago, Date, Period, Relative, Slice, Window
from riwaya.dates.resolve_date import date_in_time
from riwaya.dates.value import Granularity, Value, View, choose, on_day, stretch

_DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200, "quarter": 3, "half": 6}
_FEW = {"hour": (0, 2), "day": (2, 14), "night": (2, 14), "week": (10, 70), "month": (45, 365), "year": (500, 3652)}


def relative(meaning: Relative, today: dt.date) -> Value:
    """A day by its distance."""
    day = today + dt.timedelta(days=meaning.days)
    if meaning.weekday is None or day.weekday() == meaning.weekday:
        return on_day(day, f"{meaning.days:+} days from the day of writing")
    # pages are dated a day or two off: the weekday is the text's own
    day += dt.timedelta(days=(meaning.weekday - day.weekday() + 3) % 7 - 3)
    if meaning.days < 0 and day > today:
        day -= dt.timedelta(days=7)
    return on_day(day, "the weekday tells when it was written")


def period(meaning: Period, today: dt.date, view: View) -> Value | None:
    """This, last or next week, month, year …"""
    unit, shift = meaning.unit, meaning.shift
    if meaning.loose and not ((shift or 0) > 0 and view.lean() == "future"):
        return Value(None, None, None, "range", True, "counted from something the text spoke of")
    if shift is None:  # the weekend of a past sentence is the one that was
        shift = -1 if unit == "weekend" and view.lean() != "future" and today.weekday() < 5 else 0
    why = f"{unit} {shift:+}"
    if meaning.kind or unit == "season":  # from one summer to the next: a name and no date
        first = (today.year if today.month >= 8 else today.year - 1) + shift
        return Value(None, dt.date(first, 8, 1), dt.date(first + 1, 7, 31), "range", True, why)
    match unit:
        case "day" | "night":
            return on_day(today + dt.timedelta(days=shift), why)
        case "week":
            return stretch(cal.week(today, shift), "week", why)
        case "weekend":
            saturday = cal.week(today, shift)[0] + dt.timedelta(days=5)
            return stretch((saturday, saturday + dt.timedelta(days=1)), "range", why)
        case "month":
            return stretch(cal.month(*cal.add_months(today.year, today.month, shift)), "month", why)
        case "year":
            return stretch(cal.year(today.year + shift), "year", why)
        case "quarter":
            y, m = cal.add_months(today.year, (today.month - 1) // 3 * 3 + 1, 3 * shift)
            return stretch((cal.month(y, m)[0], cal.month(y, m + 2)[1]), "quarter", why)
        case "decade" | "century":
            size = 10 if unit == "decade" else 100
            first = (today.year // size + shift) * size
            bounds = cal.year(first)[0], cal.year(first + size - 1)[1]
            return stretch(bounds, "decade" if unit == "decade" else "century", why)
    return None


def ago(meaning: Ago, today: dt.date, view: View) -> Value | None:
    """A distance back or ahead: of days and weeks a day, of months or a year or two a month, of more years a year."""
    sign, why = meaning.sign, "counted from the day of writing"
    if sign > 0 and meaning.rough and view.lean() != "future":
        return Value(None, None, None, "range", True, "counted from something the text spoke of")
    few = [unit for count, unit in meaning.parts if count is None]
    if few:
        near, far = _FEW.get(few[0], (0, 36525))
        a, b = today + sign * dt.timedelta(days=near), today + sign * dt.timedelta(days=far)
        return Value(None, min(a, b), max(a, b), "range", True, f"a few {few[0]}s from the day of writing")
    months = sum((count or 0) * _MONTHS[unit] for count, unit in meaning.parts if unit in _MONTHS)
    days = sum((count or 0) * _DAYS[unit] for count, unit in meaning.parts if unit in _DAYS)
    hours = [count or 0 for count, unit in meaning.parts if unit == "hour"]
    day = cal.shifted(today, sign * months) + sign * dt.timedelta(days=days)
    if hours and not months and not days:
        other = today + sign * dt.timedelta(days=-(-sum(hours) // 24))
        return Value(None, min(today, other), max(today, other), "range", True, "hours from the day of writing")
    if meaning.bound:
        edge = dt.date.min if sign < 0 else dt.date.max
        return Value(None, min(day, edge), max(day, edge), "range", True, "only a bound is said")
    years = [count or 0 for count, unit in meaning.parts if unit in ("year", "decade", "century")]
    if days:
        return replace(on_day(day, why), vague=meaning.rough and sign < 0)
    if len(meaning.parts) == 1 and years and meaning.parts[0][1] != "year":  # decades are round numbers
        bounds = cal.year(day.year - 3)[0], cal.year(day.year + 3)[1]
        return Value(None, *bounds, "range", True, why)
    if len(meaning.parts) == 1 and years and years[0] > 2:
        return stretch(cal.year(day.year), "year", why, vague=meaning.rough)
    return stretch(cal.month(day.year, day.month), "month", why, vague=meaning.rough and sign < 0)


def window(meaning: Window, today: dt.date, view: View) -> Value | None:
    """A run of time up to the day of writing or from the day after it."""
    count, unit, sign = meaning.count, meaning.unit, meaning.sign
    if meaning.if_future and view.lean() != "future":
        return None
    if count is None:
        _, far = _FEW.get(unit, (0, 36525))
        other = today + sign * dt.timedelta(days=far)
        return Value(None, min(today, other), max(today, other), "range", True, f"a few {unit}s")
    if unit in _DAYS:
        other = today + sign * dt.timedelta(days=count * _DAYS[unit])
    elif unit in _MONTHS:
        other = cal.shifted(today, sign * count * _MONTHS[unit])
    else:
        other = today + sign * dt.timedelta(days=-(-count // 24))
        return Value(None, min(today, other), max(today, other), "range", True, "hours from the day of writing")
    bounds = (other, today) if sign < 0 else (today + dt.timedelta(days=1), other)
    value = stretch(bounds, "range", "a run of time up to or from the day of writing", vague=True)
    return value if unit in _DAYS else replace(value, when=None)  # «السنوات الخمس الماضية» is no place in time


def slice_of_year(meaning: Slice, view: View) -> Value | None:
    """A quarter, a half or a season of the year that is said, else of the one that tense points to; half a month."""
    if meaning.unit == "season":
        return _season(meaning, view)
    shape: Granularity = "quarter" if meaning.unit == "quarter" else "range"
    size = 3 if meaning.unit == "quarter" else 6
    if meaning.of is None:
        if view.today is None:
            return None
        near = [_months(view.today.year + n, size, meaning.n) for n in (-1, 0, 1)]
        best = choose(near, view.today, view.lean() or "past", None)  # figures are of what is over
        return stretch(best, shape, f"{meaning.unit} {meaning.n}, no year") if best else None
    of = date_in_time(meaning.of, view) if isinstance(meaning.of, Date) else None
    if of and of.earliest and of.latest and of.granularity == "month":
        middle = of.earliest + dt.timedelta(days=14)
        half = (of.earliest, middle) if meaning.n == 1 else (middle + dt.timedelta(days=1), of.latest)
        return stretch(half, "range", "half a month")
    year = _year_of(meaning, view)
    return stretch(_months(year, size, meaning.n), shape, f"{meaning.unit} {meaning.n}") if year else None


def _months(year: int, size: int, n: int) -> cal.Bounds:
    """The nth run of so many months of a year."""
    return cal.month(year, size * (n - 1) + 1)[0], cal.month(year, size * n)[1]


def _year_of(meaning: Slice, view: View) -> int | None:
    """The year a slice is of; None where it is not to be known."""
    if meaning.of is None:
        return view.today.year if view.today else None
    if isinstance(meaning.of, Date):
        of = date_in_time(meaning.of, view)
    else:
        of = period(meaning.of, view.today, view) if view.today else None
    return of.earliest.year if of and of.earliest and of.granularity == "year" else None


def _season(meaning: Slice, view: View) -> Value | None:
    """Spring, summer and autumn are three whole months; winter begins in December and is named by either year."""
    year = _year_of(meaning, view)
    if year is None or (meaning.if_future and view.lean() != "future"):
        return None
    years = [year] if meaning.of else list(range(year - 2, year + 3))
    if meaning.n == 3 and meaning.of:
        bounds = dt.date(years[0] - 1, 12, 1), cal.month(years[0] + 1, 2)[1]
        return Value(None, *bounds, "season", True, "winter of which end of the year is not said")
    month = 3 + 3 * meaning.n
    all_ = [(cal.month(y, month)[0], cal.month(*cal.add_months(y, month, 2))[1]) for y in years]
    lean = view.lean() if meaning.side is None else None
    side = None if meaning.side == 0 else meaning.side
    best = choose(all_, view.today, lean, side) if len(all_) > 1 and view.today else all_[0]
    return stretch(best, "season", "a season: three whole months", vague=True) if best else None
