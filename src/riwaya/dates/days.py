"""Reading days, months and years of a calendar: «الاثنين 13 ماي»، "31 January 2025", «12 شوال 1440هـ»، 2016/02/22."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from riwaya.dates.lexicon import UNITS
from riwaya.dates.meaning import Date, Read
from riwaya.dates.numbers import COMMAS, DASHES, Stream, cardinal, day_number, era, ordinal, plausible, year_number

YEAR, MONTH = UNITS.index("year"), UNITS.index("month")
_OF = frozenset(("من", "of", "ل", "في", "in"))
_ON = frozenset(("في", "وفي", "يوم", "بتاريخ", "منذ", "عند", "حتي", "بعد", "on", "since", "until", "by", "dated"))
_SHARES = frozenset(("%", "٪", "بالميه", "percent"))
_AFTER_NUMBER = frozenset((".", ",", "،", ";", "؛", ")", "]", "»", '"', "”", "!", "?", "؟", "\n", "", ":", "|"))


class MonthRead(NamedTuple):
    """A month as written: how much company it still needs (0 none) and the index after it."""

    month: int
    hijri: bool
    weak: int
    end: int


def month_at(s: Stream, i: int, *, numbered: bool = False) -> MonthRead | None:
    """A month by name, with «شهر» before it and the name of another tradition beside it (يناير/كانون الثاني).
    `numbered`: also by its number, «شهر 3» or «الشهر التاسع»."""
    here, j, named = s[i], i, False
    if here.tags.get("one") == MONTH and not here.joined and ("month" in s[i + 1].tags or "hijri" in s[i + 1].tags):
        j, named = i + 1, True
    if numbered and (here.tags.get("one") == MONTH or here.tags.get("the") == MONTH) and not here.form.isascii():
        read = ordinal(s, i + 1) if "the" in here.tags else cardinal(s, i + 1)
        if read and 1 <= read[0] <= 12:
            return MonthRead(read[0], False, 0, read[1])
    first = _name(s, j)
    if first is None:
        return None
    month, hijri, weak, j = first
    k = j + 1 if s[j].form in ("/", "(", "\\") or (s[j].form in DASHES and not hijri) else j
    if k > j or not s[j].form.isascii():  # «مارس آذار» too
        second = _name(s, k)
        if second and second.month == month and not second.hijri and not hijri:
            closed = s[j].form == "(" and s[second.end].form == ")"
            return MonthRead(month, hijri, 0, second.end + 1 if closed else second.end)
    return MonthRead(month, hijri, 0 if named else weak, j)


def _name(s: Stream, i: int) -> MonthRead | None:
    tags = s[i].tags
    if "capital" in tags and not s[i].capital:
        return None
    weak = tags.get("weak", 0)
    if "hijri" in tags and _score(s, i):
        return None  # «3-صفر»
    for tag in ("month", "hijri"):
        if tag in tags:
            j = i + 2 if weak == 3 and s[i + 1].form == "." and "capital" in tags and s[i + 1].glued else i + 1
            return MonthRead(tags[tag], tag == "hijri", weak, j)
    return None


def _score(s: Stream, i: int) -> bool:
    """Whether «صفر» is nil: «3-صفر», «صفر-1»."""
    return s[i].form.endswith("صفر") and (
        (s[i - 1].form in DASHES and s[i - 2].n >= 0) or (s[i + 1].form in DASHES and s[i + 2].n >= 0)
    )


def with_year(s: Stream, i: int, date: Date) -> tuple[Date, int]:
    """What follows a month: «2025», «من عام 2025», «من العام الماضي», «الماضي», «المقبل»; or nothing."""
    j = i
    if s[j].form in COMMAS and (len(s[j + 1].form) == 4 or s[j + 1].tags.get("number", 0) >= 1000):
        j += 1
    if s[j].form in _OF:
        j += 1
    tags = s[j].tags
    if tags.get("one") == YEAR or tags.get("the") == YEAR:
        side = s[j + 1].tags.get("side")
        if tags.get("the") == YEAR and side is not None:
            return replace(date, years=side), j + 2
        read = year_number(s, j + 1, sure=True)
        if read:
            return _of_year(date, *read)
        if tags.get("the") == YEAR and "this" in s[j - 1].tags:
            return replace(date, years=0), j + 1
    if "this" in tags and s[j + 1].tags.get("the") == YEAR:
        return replace(date, years=0), j + 2
    if "side" in tags and s[j + 1].tags.get("one") == YEAR and s[j].form.isascii():  # May last year
        return replace(date, years=tags["side"]), j + 2
    spelled = tags.get("number", 0)
    if (s[j].n >= 0 or spelled >= 1000) and not (s[j].joined and s[j].n < 0) and s[j + 1].form not in _SHARES:
        read = year_number(s, j, sure=spelled >= 1000)
        if read and (plausible(read[0]) or date.hijri or read[1] is not None or date.day):
            return _of_year(date, *read)
    if "side" in s[i].tags and not s[i].form.isascii() and date.month and "loose" not in s[i].tags:
        return replace(date, side=s[i].tags["side"]), i + 1
    return date, i


def _of_year(date: Date, year: int, hijri: bool | None, end: int) -> tuple[Date, int]:
    if not date.hijri and hijri and date.month:
        return date, end
    return replace(date, year=year), end  # «رمضان 2019» keeps the common year: riwaya.dates.resolve knows


def full_date(s: Stream, i: int) -> tuple[Date, int] | None:
    """A day of a month, in digits or with the month's name, with or without its year."""
    return numeric(s, i) or _day_first(s, i) or _month_first(s, i)


def _day_first(s: Stream, i: int) -> tuple[Date, int] | None:
    read = day_number(s, i)
    if read is None:
        return None
    day, j = read
    loose = s[j].form in ("في", "in") and month_at(s, j + 1)  # "3-2 in November" is a result
    if (s[j].form in _OF and not loose) or s[j].form in DASHES or s[j].form in (".", "/"):
        j += 1
    j += s[j].form == "the"
    tags = s[j].tags
    month = month_at(s, j, numbered=s[j - 1].form in _OF)
    if month:
        spelled = s[i].n < 0
        return with_year(s, month.end, Date(day=day, month=month.month, hijri=month.hijri, spelled=spelled))
    this = 1 if "this" in tags and not s[j].form.isascii() else 0
    the = s[j + this].tags
    if the.get("the") == MONTH:  # 20 من الشهر المقبل
        side = s[j + this + 1].tags.get("side")
        if side is not None:
            return Date(day=day, months=side), j + this + 2
        if this:
            return Date(day=day, months=0), j + 2
    if "side" in tags and s[j + 1].tags.get("one") == MONTH and s[j].form.isascii() and s[j - 1].form in ("of", "the"):
        return Date(day=day, months=tags["side"]), j + 2
    if s[i].n > 0 and j == i + 1 and "side" in tags and tags["side"] == 0 and s[j].form.startswith("ال"):  # 5 الجاري
        return Date(day=day, months=0), j + 1
    return None


def _month_first(s: Stream, i: int) -> tuple[Date, int] | None:
    month = month_at(s, i)
    if month is None:
        return None
    j, arabic = month.end, not s[month.end - 1].form.isascii()
    j += s[j].form in DASHES
    read = day_number(s, j)
    if read is None or (s[j].n < 0 and (s[j].joined or (arabic and not ordinal(s, j)))):
        return None
    day, k = read
    if len(s[j].form) > 2 and s[j].n >= 0:
        return None
    date, end = with_year(s, k, Date(day=day, month=month.month, hijri=month.hijri))
    if arabic and end == k and (s[k].form not in _AFTER_NUMBER and not _connects(s, k)):
        return None  # «في يناير 15 قتيلا»
    return date, end


def _connects(s: Stream, i: int) -> bool:
    return s[i].form in DASHES or "range_to" in s[i].tags or s[i].form == "و" or "prep" in s[i].tags


def numeric(s: Stream, i: int) -> tuple[Date, int] | None:
    """A date all in digits: 2016-02-22, 22/02/2016, 13.04.2018, 10/12/1437هـ, 22/4 where it cannot be else."""
    here = s[i]
    if "." in here.form and here.form[0].isdigit():
        parts = here.form.split(".")
        return _ordered([int(p) for p in parts], parts, s, i + 1) if len(parts) == 3 else None
    if here.n < 0 or (here.glued and s[i - 1].form in ("/", "-", ".", ":", "+")):
        return None
    mark = s[i + 1].form
    if mark not in ("/", "-", "\\", "–", ".") or not s[i + 2].n >= 0 or (not s[i + 2].glued and mark != "/"):
        return None
    spaced = mark == "/" and 4 in (len(here.form), len(s[i + 4].form))  # «21 / 10 / 1436هـ»
    if s[i + 3].form == mark and s[i + 4].n >= 0 and (s[i + 4].glued or spaced):
        return _ordered([here.n, s[i + 2].n, s[i + 4].n], [here.form, s[i + 2].form, s[i + 4].form], s, i + 5)
    if s[i + 3].form == mark and s[i + 3].glued and s[i + 4].glued:
        return None
    a, b, la, lb = here.n, s[i + 2].n, len(here.form), len(s[i + 2].form)
    if la == 4 and lb <= 2 and 1 <= b <= 12 and plausible(a) and mark in "/-" and (lb == 1 or mark == "/"):
        return Date(year=a, month=b), i + 3
    if lb == 4 and la <= 2 and 1 <= a <= 12 and plausible(b):
        return Date(year=b, month=a), i + 3
    if la > 2 or lb > 2 or not s[i + 1].glued or s[i + 3].form in ("%", "٪"):
        return None
    with_year_after = s[i + 3].form in COMMAS and s[i + 4].n >= 0 and len(s[i + 4].form) in (2, 4)
    told = with_year_after or s[i - 1].form in _ON or "weekday" in s[i - 1].tags
    if (mark == "/" and (max(a, b) > 12 or "0" in (here.form[0], s[i + 2].form[0]) or told)) or (mark == "-" and told):
        day, month = (b, a) if b > 12 >= a else (a, b)
        date = Date(day=day, month=month)
        if not (1 <= day <= 31 and 1 <= month <= 12) or _is_score(s, i):
            return None
        k = i + 3
        if s[k].form in COMMAS and s[k + 1].n >= 0 and len(s[k + 1].form) in (2, 4):  # 08/12, 2015
            year = s[k + 1].n
            return replace(date, year=year if year > 99 else 2000 + year, day=b if b > 12 else day), k + 2
        return date, k
    return None


def _is_score(s: Stream, i: int) -> bool:
    """«فاز 3-2», "10 of 12": a result, a share, and no day of a month."""
    return s[i + 1].form in DASHES and s[i - 1].form not in _ON


def _ordered(n: list[int], raw: list[str], s: Stream, end: int) -> tuple[Date, int] | None:
    """Year, month and day out of three numbers: year first if it has four digits, else day first, or month first
    where the second number can be no month."""
    if len(raw[0]) == 4:
        year, month, day = n
    elif len(raw[2]) == 4 or (len(raw[2]) == 2 and len(raw[0]) <= 2):
        day, month, year = n
        if len(raw[2]) == 2:
            year += 2000 if year < 70 else 1900
        if month > 12 >= day:
            day, month = month, day
    else:
        return None
    hijri, end = era(s, end)
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2200):
        return None
    either = len(raw[0]) < 4 and max(n[0], n[1]) <= 12 and n[0] != n[1]
    of_hijra = bool(hijri) or (hijri is None and 1300 <= year <= 1500)
    return Date(year=year, month=month, day=day, hijri=of_hijra, either=either), end


def other_calendar(s: Stream, i: int, date: Date) -> tuple[Date, int]:
    """The same day in the other calendar beside it: «12 شوال 1440هـ الموافق 15 يونيو 2019م». The common date is the
    one that counts; its year is taken where the Hijri date has none."""
    j = i
    while j < i + 3 and (s[j].form in COMMAS or s[j].form in DASHES or s[j].form in ("(", "/")):
        j += 1
    told = "corresponds" in s[j].tags
    if told:
        j += 1
        if s[j].form in (":", "ل"):
            j += 1
    if (j == i and not told) or (not told and date.year is None and not date.hijri):
        return date, i
    weekday = s[j].tags.get("weekday")
    if weekday is not None:
        j += 1
    read = full_date(s, j)
    if read is None or read[0].day is None or read[0].hijri == date.hijri:
        return date, i
    second, end = read
    if s[end].form == ")" and any(s[k].form == "(" for k in range(i, j)):
        end += 1
    common = second if date.hijri else date
    return replace(common, weekday=common.weekday if common.weekday is not None else date.weekday), end


def year(s: Stream, i: int) -> Read:
    """«عام 2018», «سنة ألفين وعشرة», «العام 1440هـ», "the year 2018"; bare years are riwaya.dates.periods' affair."""
    tags = s[i].tags
    if tags.get("one") != YEAR and tags.get("the") != YEAR:
        return None
    j = i + 1
    if s[j].form.startswith("الهجري") or s[j].form.startswith("الميلادي"):
        j += 1
    read = year_number(s, j, sure=True)
    if read is None or "ordinal" in s[j].tags:
        return None
    value, hijri, end = read
    if s[j].n < 0 and cardinal(s, j) is None:
        return None
    return Date(year=value, hijri=hijri if hijri is not None else is_hijri_year(value, s[j].n >= 0)), end


def is_hijri_year(year: int, digits: bool = True) -> bool:
    """Whether a bare year after «عام» is more likely Hijri: what newspapers that write Hijri years write about."""
    return digits and 1390 <= year <= 1460
