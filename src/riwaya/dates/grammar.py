"""From lexemes to meanings: every rule at every place, the longest reading wins, then ranges and lists of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from riwaya.dates import days, periods, quantities, weekdays
from riwaya.dates.lexicon import UNITS, Lexicon
from riwaya.dates.meaning import Between, Date, Meaning, Read, Relative, Years
from riwaya.dates.numbers import COMMAS, DASHES, Stream, day_number, plausible, year_number

_SEASONS = frozenset(("موسم", "موسمه", "الموسم", "season", "دوري", "الدراسي", "الدراسيه"))
_LIST = 6  # no longer list of days or years is read


class Found(NamedTuple):
    """An expression: its lexemes, half-open, and what it says."""

    start: int
    end: int
    meaning: Meaning


def expressions(s: Stream, lexicon: Lexicon) -> Iterator[Found]:
    """All expressions of a stream, in order, none overlapping another."""
    i, last = 0, len(s)
    while i < last:
        here = s[i]
        if here.n < 0 and "head" not in here.tags and not (here.form and here.form[0].isdigit()) and here.form != "q":
            i += 1
            continue
        read = point(s, i, lexicon)
        if read and _trapped(s, i, read, lexicon):
            i = read[1]
            continue
        found = _span(s, i, lexicon, read) or _listed(s, i, read, lexicon)
        if not found and read:
            found = [Found(i, read[1], read[0])]
        if found:
            yield from (f for f in found if not _idle(s, f))
            i = found[-1].end
        else:
            i += 1


def _idle(s: Stream, found: Found) -> bool:
    """«حتى اليوم»: up to now, and no day."""
    before = s[found.start - 1].form if found.start else ""
    return isinstance(found.meaning, Relative) and found.meaning == Relative(0) and before in ("حتي", "الي", "وحتي")


def point(s: Stream, i: int, lexicon: Lexicon) -> Read:
    """The longest reading of one date or period at a place."""
    best: Read = None
    for read in (
        weekdays.weekday(s, i, lexicon),
        weekdays.week_then_day(s, i),
        weekdays.of_bare(s, i),
        weekdays.week_of(s, i),
        weekdays.day_alone(s, i, lexicon),
        _full(s, i),
        periods.month_alone(s, i, lexicon),
        days.year(s, i),
        periods.period(s, i, lexicon.general),
        periods.part(s, i, lexicon),
        quantities.ago(s, i, lexicon),
        quantities.window(s, i),
        periods.nth(s, i),
        periods.slice_(s, i, lexicon),
        periods.season(s, i),
        periods.decade(s, i, lexicon),
        periods.century(s, i),
        periods.vague(s, i),
        periods.bare_year(s, i, lexicon.counted),
    ):
        if read and (best is None or read[1] > best[1]):
            best = read
    return best


def _full(s: Stream, i: int) -> Read:
    if s[i].joined and s[i].tags.get("number") is not None and s[i - 1].tags.get("number") is not None:
        return None
    read = days.full_date(s, i)
    return days.other_calendar(s, read[1], read[0]) if read else None


def _trapped(s: Stream, i: int, read: tuple[Meaning, int], lexicon: Lexicon) -> bool:
    """Whether a month or a day of one, without a year, is a name or part of one («تيريزا ماي»، «ثورة 25 يناير»)."""
    meaning, end = read
    if not isinstance(meaning, Date) or meaning.month is None or meaning.year is not None or meaning.side is not None:
        return False
    before, after = s[i - 1].form if i else "", s[end].form
    if meaning.day is None:
        return before in lexicon.before or after in lexicon.after or before in lexicon.named
    bare = before[1:] if before[:1] in ("و", "ف", "ل", "ب") else before
    return before in lexicon.named or bare in lexicon.named or after in lexicon.named_by


def _level(meaning: Meaning) -> str:
    if isinstance(meaning, Relative):
        return "day"
    if isinstance(meaning, Date):
        if meaning.day is not None or meaning.weekday is not None:
            return "day"
        return "month" if meaning.month is not None else "year"
    return ""


def _connector(s: Stream, i: int, between: bool) -> int:
    """The index after what joins the two ends of a range here, or i."""
    here = s[i]
    if here.form in DASHES or (here.form == "/" and s[i + 1].n >= 1000):
        return i + 1
    if "range_to" in here.tags:
        return i + 1
    if between and here.form in ("و", "and"):
        return i + 1
    return i


def _span(s: Stream, i: int, lexicon: Lexicon, read: Read) -> list[Found] | None:
    """A range whose first end is `read`, if that is more than a number: «بين 2 و12 تشرين الأول», «من الاثنين إلى
    الأربعاء», "from 2016 to 2018", «2017-2018»."""
    before = s[i - 1].tags if i else {}
    between = "range_between" in before or ("range_between" in s[i - 2].tags if i > 1 else False)
    told = between or s[i - 1].form in ("من", "from", "منذ", "الفتره", "(") if i else False
    start = i + ("year_pair" in s[i].tags or "day_pair" in s[i].tags)
    bare = day_number(s, start)
    if bare:
        day, j = bare
        joined = between and s[j].joined and s[j].n < 0
        k = j if joined else _connector(s, j, between)
        if k > j or joined:
            to_date = days.full_date(s, k + (s[k].form == "يوم"))
            if to_date and (to_date[0].day or 0) > day and (to_date[0].month or to_date[0].months is not None):
                last, end = days.other_calendar(s, to_date[1], to_date[0])
                return [Found(start, end, Between(Date(day=day, hijri=last.hijri), last))]
    years = _year_range(s, start, between, told or start > i)
    if years:
        return [years]
    a = read if start == i else point(s, start, lexicon)
    if a is None:
        return None
    first, j = a
    if not isinstance(first, Date | Relative):
        return None
    if _level(first) == "month" and "range_between" in s[j].tags:  # «نوفمبر بين 15 و19»
        return _days_within(s, start, j + 1, first)
    joined = between and s[j].joined
    k = j if joined else _connector(s, j, between)
    if k == j and not joined:
        return None
    k += s[k].form in ("يوم", "the", "عام", "شهر") and "month" not in s[k + 1].tags and s[k + 1].n < 0
    b = point(s, k, lexicon)
    if b and isinstance(b[0], Date | Relative) and _level(b[0]) == _level(first):
        mixed = isinstance(b[0], Date) and isinstance(first, Date) and b[0].hijri != first.hijri
        return None if mixed and _level(first) != "day" else [Found(start, b[1], Between(first, b[0]))]
    if isinstance(first, Date) and first.day and first.month and first.weekday is None and s[k].n > 0:
        to = day_number(s, k)
        closed = to is not None and (
            s[j].form in DASHES or ((told or s[start].n < 0) and _stop(s, to[1])) or s[to[1]].form in COMMAS
        )
        if to and to[0] > first.day and closed:  # "October 2-12, 2018"
            last, end = days.with_year(s, to[1], Date(day=to[0], month=first.month, hijri=first.hijri))
            return [Found(start, end, Between(first, replace(last, side=None)))]
    return None


def _stop(s: Stream, i: int) -> bool:
    return s[i].form in ("", ".", ",", "،", "\n", ")", ";", "؛") or "prep" in s[i].tags or s[i].n >= 1000


def _days_within(s: Stream, start: int, i: int, month: Meaning) -> list[Found] | None:
    first = day_number(s, i)
    if first and isinstance(month, Date):
        k = first[1] + (s[first[1]].form in ("و", "and"))
        last = day_number(s, k) if k > first[1] or s[k].joined else None
        if last:
            both = Between(replace(month, day=first[0]), replace(month, day=last[0]))
            return [Found(start, last[1], both)]
    return None


def _year_range(s: Stream, i: int, between: bool, told: bool) -> Found | None:
    """«2014-2018», "2017/18", «بين عامي 2011 و2013», "from 2016 to 2018"."""
    j = i + (s[i].tags.get("one") == UNITS.index("year") and s[i + 1].n >= 1000)
    a = year_number(s, j, sure=s[j].n < 0)
    if a is None or (not plausible(a[0]) and not a[1] and not days.is_hijri_year(a[0])):
        return None
    joined = between and s[a[2]].joined and s[a[2]].n < 0
    k = a[2] if joined else _connector(s, a[2], between)
    if k == a[2] and not joined:
        return None
    dash = s[a[2]].form in DASHES or s[a[2]].form == "/"
    if not dash and not told:
        return None
    k += s[k].tags.get("one") == UNITS.index("year")
    if dash and len(s[k].form) == 2 and s[k].n > a[0] % 100 and s[k].glued:
        last, hijri, end = a[0] // 100 * 100 + s[k].n, a[1], k + 1
    else:
        b = year_number(s, k, sure=s[k].n < 0)
        if b is None:
            return None
        last, hijri, end = b
    if not a[0] < last <= a[0] + 300 or (dash and (s[end].form in DASHES or s[end].form == "/") and s[end].glued):
        return None
    is_hijri = bool(a[1] or hijri) or (a[1] is None and hijri is None and days.is_hijri_year(a[0]))
    if is_hijri:
        return Found(i, end, Between(Date(year=a[0], hijri=True), Date(year=last, hijri=True)))
    words = {s[k].form.lstrip("ولب") for k in (i - 1, i - 2) if k >= 0} | {s[end].form}
    season = last - a[0] == 1 and not words.isdisjoint(_SEASONS)
    return Found(i, end, Years(a[0], last, "season" if season else "range"))


def _listed(s: Stream, i: int, read: Read, lexicon: Lexicon) -> list[Found] | None:
    """«يومي 12 و13 ماي» is a range of days that follow each other; «3 و17 مايو» is two days, «عامي 2011 و2013» two
    years."""
    pair = "year_pair" in s[i].tags
    start = i + (pair or "day_pair" in s[i].tags)
    if pair or s[i].tags.get("one") == UNITS.index("year") or s[i].n >= 1000:
        return _years(s, i, start, read, lexicon)
    heads: list[tuple[int, int, int]] = []
    j = start
    while len(heads) < _LIST:
        number = day_number(s, j)
        if number is None or (s[j].n >= 0 and len(s[j].form) > 2):
            return None
        k = number[1]
        if s[k].form in ("و", "and") or s[k].form in COMMAS:
            k += 1 + (s[k].form in COMMAS and s[k + 1].form in ("و", "and"))
        elif not s[k].joined:
            return None
        heads.append((number[0], j, number[1]))
        last = days.full_date(s, k)
        if last and last[0].day and (last[0].month or last[0].months is not None):
            numbers = [h[0] for h in heads] + [last[0].day]
            if all(b - a == 1 for a, b in pairwise(numbers)):
                return [Found(start, last[1], Between(Date(day=numbers[0], hijri=last[0].hijri), last[0]))]
            if any(b <= a for a, b in pairwise(numbers)):
                return None
            singles = [Found(b, e, replace(last[0], day=n, weekday=None)) for n, b, e in heads]
            return [*singles, Found(k, last[1], last[0])]
        j = k
    return None


def _years(s: Stream, i: int, start: int, read: Read, lexicon: Lexicon) -> list[Found] | None:
    """Years one after another, each of them a date."""
    if start > i:
        if s[start].n < 1000:
            return None
        out = [Found(start, start + 1, Date(year=s[start].n, hijri=days.is_hijri_year(s[start].n)))]
    else:
        if read is None or not isinstance(read[0], Date) or read[0].year is None or read[0].month is not None:
            return None
        out = [Found(i, read[1], read[0])]
    while len(out) < _LIST:
        j = out[-1].end
        k = j + (s[j].form in COMMAS)
        k += s[k].form in ("و", "and")
        here = s[k]
        if k == j or here.n < 1000 or len(here.form) != 4 or (not plausible(here.n) and not days.is_hijri_year(here.n)):
            break
        if s[k + 1].form in lexicon.counted or s[k + 1].form in ("%", "/", "-"):
            break
        out.append(Found(k, k + 1, Date(year=here.n, hijri=days.is_hijri_year(here.n))))
    return out if len(out) > 1 or start > i else None
