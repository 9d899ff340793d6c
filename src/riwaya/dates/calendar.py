"""Arithmetic of calendars: weeks, months, Hijri days, and how a stretch of days is written in ISO 8601."""

from __future__ import annotations

import calendar
import datetime as dt

Bounds = tuple[dt.date, dt.date]


def week(day: dt.date, shift: int = 0) -> Bounds:
    """Monday to Sunday of the week of a day, `shift` weeks on."""
    monday = day + dt.timedelta(days=7 * shift - day.weekday())
    return monday, monday + dt.timedelta(days=6)


def add_months(year: int, month: int, n: int) -> tuple[int, int]:
    """The month n months after one."""
    at = year * 12 + month - 1 + n
    return at // 12, at % 12 + 1


def month(year: int, month: int) -> Bounds:
    """First and last day of a month. ValueError where there is none."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def year(value: int) -> Bounds:
    """First and last day of a year."""
    return dt.date(value, 1, 1), dt.date(value, 12, 31)


def shifted(day: dt.date, months: int) -> dt.date:
    """The same day of the month some months on, or the last day of a shorter month."""
    y, m = add_months(day.year, day.month, months)
    return dt.date(y, m, min(day.day, calendar.monthrange(y, m)[1]))


def nth_weekday(first: dt.date, last: dt.date, weekday: int, n: int) -> dt.date | None:
    """The nth of a weekday (0 is Monday) from first to last, or the last one for n = -1; None where there is none."""
    if n < 0:
        day = last - dt.timedelta(days=(last.weekday() - weekday) % 7)
    else:
        day = first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
    return day if first <= day <= last else None


def iso(first: dt.date, last: dt.date) -> str:
    """The shortest ISO 8601 name of a stretch: a day, a whole month or year, or START/END."""
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year:04}" if first.year == last.year else f"{first.year:04}/{last.year:04}"
    if first.day == 1 and last == month(last.year, last.month)[1]:
        a, b = f"{first.year:04}-{first.month:02}", f"{last.year:04}-{last.month:02}"
        return a if a == b else f"{a}/{b}"
    return f"{first.isoformat()}/{last.isoformat()}"


def hijri(year: int, month: int | None, day: int | None) -> Bounds | None:
    """The days of a Hijri day, month or year by the Umm al-Qura calendar, which covers 1343 to 1500; outside of it the
    tabular calendar, which can be a day or two off. None where there is no such day."""
    from hijridate import Hijri  # a table of 2,000 months: loaded when the first Hijri date is met

    try:
        first = Hijri(year, month or 1, day or 1).to_gregorian()
        if day:
            return dt.date(*first.datetuple()), dt.date(*first.datetuple())
        last_month = month or 12
        last = Hijri(year, last_month, Hijri(year, last_month, 1).month_length()).to_gregorian()
        return dt.date(*first.datetuple()), dt.date(*last.datetuple())
    except (ValueError, OverflowError):
        return _tabular(year, month, day)


def _tabular(year: int, month: int | None, day: int | None) -> Bounds | None:
    """The arithmetical Hijri calendar: 30-year cycles of 11 leap years, civil epoch (16 July 622 Julian)."""
    if year < 1 or (month and not 1 <= month <= 12) or (day and not 1 <= day <= 30):
        return None

    def ordinal(y: int, m: int, d: int) -> int:
        return d + (59 * (m - 1) + 1) // 2 + (y - 1) * 354 + (3 + 11 * y) // 30 + 227014

    m1, m2 = (month, month) if month else (1, 12)
    if day:
        first = last = ordinal(year, m1, day)
    else:
        first = ordinal(year, m1, 1)
        last = ordinal(year + (m2 == 12), m2 % 12 + 1, 1) - 1
    if last > dt.date.max.toordinal():
        return None
    return dt.date.fromordinal(first), dt.date.fromordinal(last)


def hijri_year_of(day: dt.date) -> int:
    """The Hijri year of a day, to within a year at its ends."""
    return int((day.year + (day.timetuple().tm_yday - 1) / 365.25 - 621.5774) / 0.970224)
