"""Where a date of a calendar lies: days, months and years, common and Hijri, with or without their year."""

from __future__ import annotations

import datetime as dt

from riwaya.dates import calendar as cal
from riwaya.dates.meaning import Date
from riwaya.dates.tense import Lean
from riwaya.dates.value import Granularity, Value, View, choose, on_day, reason, stretch


def date_in_time(date: Date, view: View) -> Value | None:
    """Where a date lies. Without a day of writing, a date that leaves its year unsaid has no `when`. ValueError where
    there is no such day."""
    today = view.today
    if date.hijri:
        return _hijri(date, view)
    year = date.year
    if year is None and date.years is not None and today:
        year = today.year + date.years
    if year is not None:
        if date.month is None:
            return stretch(cal.year(year), "year", "a year as written")
        if date.day is None:
            return stretch(cal.month(year, date.month), "month", "a month of a year as written")
        day = dt.date(year, date.month, date.day)
        if date.spelled and date.weekday not in (None, day.weekday()) and date.day <= 5:
            third = cal.nth_weekday(*cal.month(year, date.month), date.weekday, date.day)  # «الثلاثاء الثالث من أيلول»
            return on_day(third, "the nth weekday, which the day of the month is not") if third else None
        return on_day(day, "a date as written")
    if today is None:
        if date.month and date.day and not (1 <= date.day <= 31):
            return None
        shape: Granularity = "day" if date.day or date.weekday is not None else "month"
        return Value(None, None, None, shape, False, "no day of writing to count from")
    if date.months is not None and date.day:
        of = cal.add_months(today.year, today.month, date.months)
        return on_day(dt.date(*of, date.day), "a day of a month by side")
    if date.weekday is not None and date.weeks is not None:
        return on_day(cal.week(today, date.weeks)[0] + dt.timedelta(days=date.weekday), "a weekday of a week by side")
    if date.day:
        return _day_without_year(date, today, view)
    if date.month:
        return _month_without_year(date, today, view)
    return _weekday(date, today, view) if date.weekday is not None else None


def _day_without_year(date: Date, today: dt.date, view: View) -> Value | None:
    if date.month:
        near = [(today.year + n, date.month) for n in range(-3, 4)]
        if date.side == 0:
            near = [(today.year, date.month)]
    else:
        near = [cal.add_months(today.year, today.month, n) for n in range(-6, 7)]
    days = [dt.date(y, m, date.day) for y, m in near if date.day and _exists(y, m, date.day)]
    if date.weekday is not None:
        days = [d for d in days if d.weekday() == date.weekday and abs((d - today).days) < 550] or days
    lean = view.lean() if date.weekday is None or len(days) > 2 else None
    best = choose([(d, d) for d in days], today, lean, date.side, soft=True)
    if best is None:
        return None
    return on_day(best[0], f"no year: {reason(lean, date.side)}")


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= year <= 9999 and day <= cal.month(year, month)[1].day


def _month_without_year(date: Date, today: dt.date, view: View) -> Value | None:
    assert date.month is not None
    months = [cal.month(today.year + n, date.month) for n in range(-3, 4)]
    if date.side == 0:
        best: cal.Bounds | None = cal.month(today.year, date.month)
        lean: Lean = None
    else:
        lean = view.lean() if date.side is None else None
        best = choose(months, today, lean, date.side)
    return stretch(best, "month", f"no year: {reason(lean, date.side)}") if best else None


def _weekday(date: Date, today: dt.date, view: View) -> Value:
    assert date.weekday is not None
    back, ahead = (today.weekday() - date.weekday) % 7, (date.weekday - today.weekday()) % 7
    if date.side is None:
        lean = view.lean()
        day = today + dt.timedelta(days=ahead) if lean == "future" else today - dt.timedelta(days=back)
        return on_day(day, "a weekday: " + ("the next" if lean == "future" else "the latest") + ", today included")
    if date.side == 0:
        return on_day(cal.week(today)[0] + dt.timedelta(days=date.weekday), "the weekday of this week")
    days = -(back or 7) if date.side < 0 else (ahead or 7)
    days += 7 * (date.side + 1 if date.side < 0 else date.side - 1)
    return on_day(today + dt.timedelta(days=days), f"a weekday: {reason(None, date.side)}")


def _hijri(date: Date, view: View) -> Value | None:
    today = view.today
    shape: Granularity = "day" if date.day else "month" if date.month else "year"
    year = date.year
    if year is None and date.years is not None and today:
        year = cal.hijri_year_of(today) + date.years
    if year is not None and year <= 1600:
        bounds = cal.hijri(year, date.month, date.day)
        return stretch(bounds, shape, "Hijri, by the Umm al-Qura calendar") if bounds else None
    if year is not None:  # a Hijri month of a common year: the first that begins in it
        middle = cal.hijri_year_of(dt.date(year, 7, 1))
        both = [cal.hijri(y, date.month, date.day) for y in range(middle - 2, middle + 3)]
        inside = [b for b in both if b and b[0].year == year]
        return stretch(inside[0], shape, "Hijri, in a common year") if inside else None
    if today is None or date.month is None:
        return Value(None, None, None, shape, False, "no day of writing to count from")
    this = cal.hijri_year_of(today)
    near = [b for y in range(this - 3, this + 4) if (b := cal.hijri(y, date.month, date.day))]
    lean = view.lean() if date.side is None else None
    best = choose(near, today, lean, None if date.side == 0 else date.side)
    return stretch(best, shape, f"Hijri, no year: {reason(lean, date.side)}") if best else None
