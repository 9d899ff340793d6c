"""Dates as pages print them: «الأحد 12 ماي 2024», "Mon 20 Jan 2025 18.30 GMT", «30 ربيع الأول 1445هـ», 14/05/2024.

Only what names its year counts: a date without one would have to be guessed. Months are those of reading.toml; Hijri
dates go through the Umm al-Qura calendar (package hijridate).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from riwaya.intake.words import reading_words, words
from riwaya.language.text import Word

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_FIGURES = re.compile(r"[\d²³¹⁰⁴-⁹₀-₉]")  #: whatever folds to a digit
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(\d{4})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{1,2})|(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\6\s?(\d{4}))(?!\d|[/.-]\d)"
)
_TIME = re.compile(r"(?<![\d/.-])(\d{1,2})\s?[:.]\s?(\d{2})(?:\s?:\s?(\d{2}))?(?!\d|[/.-]\d)")
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2}|UTC|GMT)?)?"
)
_IN_URL = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)")
_HALF = {"م": 12, "مساء": 12, "مساءا": 12, "pm": 12, "p.m": 12, "ص": 0, "صباحا": 0, "am": 0, "a.m": 0}


class Printed(NamedTuple):
    """A date found in a text: where it stands and which day it names. `hijri` where it was printed so."""

    start: int
    end: int
    day: date
    hijri: bool = False


class Moment(NamedTuple):
    """When a page was published: the day in the page's own time zone, and the full time where it is known."""

    day: str  #: ISO 8601 date
    at: str | None = None  #: ISO 8601 time


def dates_in(text: str, *, day_first: bool | None) -> list[Printed]:
    """The dates of a text that name day, month and year, in order of place.

    `day_first` says how 05/06/2024 is to be read; with None such a date counts only where one of the two numbers
    cannot be a month."""
    if len(_FIGURES.findall(text)) < 5:
        return []  # no day with its year: nearly every line there is
    plain = text.translate(_DIGITS)
    found = list(_numeric(plain, day_first)) + list(_named(plain))
    found.sort(key=lambda p: (p.start, -p.end))
    kept: list[Printed] = []
    for p in found:
        if not kept or p.start >= kept[-1].end:
            kept.append(p)
    return kept


def _numeric(text: str, day_first: bool | None) -> Iterator[Printed]:
    for m in _NUMERIC.finditer(text):
        if m[1]:
            year, a, b = int(m[1]), int(m[3]), int(m[4])
            month, day = (a, b) if a <= 12 else (b, a)
        else:
            a, b, year = int(m[5]), int(m[7]), int(m[8])
            if a > 12 or b > 12 or a == b or day_first is not None:
                first = a > 12 or (b <= 12 and day_first is not False)
                day, month = (a, b) if first else (b, a)
            else:
                continue
        hijri = 1300 <= year <= 1500
        made = _hijri(year, month, day) if hijri else _day(year, month, day)
        if made:
            yield Printed(m.start(), m.end(), made, hijri)


def _named(text: str) -> Iterator[Printed]:
    """Dates with a named month: day month year, month day year, and two names of one month (مايو/أيار)."""
    lexicon = reading_words()
    line = words(text)
    for table, hijri in ((lexicon.months, False), (lexicon.hijri, True)):
        i = 0
        while i < len(line):
            n, month = _month(table, line, i)
            if not n:
                i += 1
                continue
            after = i + n
            again, other = _month(table, line, after)
            if again and other == month:
                after += again
            day, first = _number(line, i - 1), i - 1
            if day is None and not hijri and (number := _number(line, after)) and number <= 31:  # May 15, 2024
                day, first, after = number, i, after + 1
            year = _number(line, after)
            if year is None and after + 1 < len(line) and line[after].form in ("من", "عام", "سنه", "of"):
                after += 1
                year = _number(line, after)
            if day and year and 1 <= day <= 31:
                made = None
                if hijri and 1300 <= year <= 1500:
                    made = _hijri(year, month, day)
                elif not hijri and 1900 <= year <= 2100:
                    made = _day(year, month, day)
                if made:
                    yield Printed(line[first].start, line[after].end, made, hijri)
            i = after if after > i else i + 1


def _month(table: dict[tuple[str, ...], int], line: list[Word], i: int) -> tuple[int, int]:
    for n in (2, 1):
        if i + n <= len(line) and (month := table.get(tuple(w.form for w in line[i : i + n]))):
            return n, month
    return 0, 0


def _number(line: list[Word], i: int) -> int | None:
    if not 0 <= i < len(line):
        return None
    m = re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th|م|ه|هـ)?", line[i].form)
    return int(m[1]) if m else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def _hijri(year: int, month: int, day: int) -> date | None:
    from hijridate import Hijri

    try:
        converted = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(converted.year, converted.month, converted.day)


def best_date(found: list[Printed]) -> date | None:
    """Of the dates one line prints for one day, the Gregorian where both calendars are given."""
    return next((p.day for p in found if not p.hijri), found[0].day if found else None)


def time_in(text: str) -> tuple[int, int] | None:
    """The time of day a line prints (01:25 م is 13:25), or None."""
    plain = text.translate(_DIGITS)
    for m in _TIME.finditer(plain):
        hour, minute = int(m[1]), int(m[2])
        half = next((_HALF[w.form] for w in words(plain[m.end() : m.end() + 12]) if w.form in _HALF), None)
        if half is not None and 1 <= hour <= 12:
            hour = hour % 12 + half
        if hour <= 23 and minute <= 59:
            return hour, minute
    return None


def given_date(value: str) -> Moment | None:
    """A date that metadata gives: ISO 8601, RFC 822, or as printed on pages. None where it cannot be read.

    The day is the one written, in the time zone it is written in; the zone is never changed."""
    value = value.strip().translate(_DIGITS)
    if m := _ISO.match(value):
        try:
            day = date(int(m[1]), int(m[2]), int(m[3]))
        except ValueError:
            return None
        if m[4] is None:
            return Moment(day.isoformat())
        try:
            at = datetime(day.year, day.month, day.day, int(m[4]), int(m[5]), int(m[6] or 0))
        except ValueError:
            return Moment(day.isoformat())
        zone = (m[7] or "").replace("UTC", "Z").replace("GMT", "Z")
        if zone and zone != "Z":
            zone = f"{zone[:3]}:{zone[-2:]}"
        return Moment(day.isoformat(), at.isoformat() + zone)
    if re.search(r"\d\d:\d\d", value):
        try:
            parsed = parsedate_to_datetime(value)
            return Moment(parsed.date().isoformat(), parsed.isoformat())
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    if re.fullmatch(r"\d{8}", value) and (compact := _day(int(value[:4]), int(value[4:6]), int(value[6:]))):
        return Moment(compact.isoformat())
    if re.fullmatch(r"\d{10}|\d{13}", value):
        stamp = datetime.fromtimestamp(int(value[:10]), UTC)
        return Moment(stamp.date().isoformat(), stamp.isoformat()) if 1990 <= stamp.year <= 2100 else None
    printed = best_date(dates_in(value[:200], day_first=True))
    return Moment(printed.isoformat()) if printed else None


def url_date(url: str) -> str | None:
    """The day in a web address (/2024/5/15/), or None."""
    m = _IN_URL.search(url)
    made = _day(int(m[1]), int(m[2]), int(m[3])) if m else None
    return made.isoformat() if made else None
