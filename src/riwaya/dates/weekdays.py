"""Reading weekdays and days by name: «مساء أمس الأربعاء»، «يوم الخميس المقبل»، "Friday next week"."""

from __future__ import annotations

from dataclasses import replace

from riwaya.dates.days import full_date, other_calendar
from riwaya.dates.lexicon import UNITS, Lexicon
from riwaya.dates.meaning import Between, Date, Nth, Part, Period, Read, Relative
from riwaya.dates.numbers import COMMAS, DASHES, Stream, day_number
from riwaya.dates.periods import of_week, period

_DAY, _WEEK = UNITS.index("day"), UNITS.index("week")
_STOPS = frozenset((".", ",", "،", "؛", ";", ")", "]", "»", '"', "”", "!", "?", "؟", "\n", "", ":", "-", "–"))
_QUOTES = frozenset("«\"“'‘")
_CLOSES = frozenset("»\"”'’")
_OPENS = _QUOTES | {"", ".", "\n", ":", "!", "?"}


def weekday(s: Stream, i: int, lexicon: Lexicon) -> Read:
    """A weekday or a day by name with all that belongs to it: part of the day, «يوم», side, date, week."""
    j, night = i, False
    for _ in range(4):  # «مساء يوم …»، «فجر …»
        if "daypart" in s[j].tags:
            night = night or "night" in s[j].tags
            j += 1
        elif (s[j].tags.get("one") == _DAY and not s[j].form.isascii()) or (s[j].form == "من" and j > i):
            j += 1
        else:
            break
    if j > i and (s[j].n > 0 or "ordinal" in s[j].tags or "ordinal_first" in s[j].tags):
        return _day_of_month(s, j)
    if "relative" in s[j].tags:
        return _relative(s, i, j, lexicon)
    if "side" in s[j].tags and s[j].form.isascii() and "weekday" in s[j + 1].tags and s[j + 1].capital:
        k = j + 1
        return _with_date(s, k + 1, Date(weekday=s[k].tags["weekday"], side=s[j].tags["side"]))
    if "this" in s[j].tags and not s[j].form.isascii():
        k = j + 1 + (s[j + 1].tags.get("one") == _DAY)
        if "weekday" in s[k].tags:
            return Date(weekday=s[k].tags["weekday"], side=0), k + 1
        return None
    if "weekday_short" in s[j].tags and s[j].capital:
        k = j + 1 + (s[j + 1].form in (".", ",")) + (s[j + 2].form == ",")
        read = full_date(s, k)
        return (replace(read[0], weekday=s[j].tags["weekday_short"]), read[1]) if read and read[0].day else None
    n = s[j].tags.get("weekday")
    if n is None or ("capital" in s[j].tags and not s[j].capital):
        return None
    if i and _bare(s[i - 1].form) in lexicon.every:
        return None
    if (j == i and i and s[i - 1].form in lexicon.before) or s[j + 1].form in lexicon.after:
        return None
    second = j + 1 + (s[j + 1].form in DASHES or s[j + 1].form in ("/", "الي"))
    if night and s[second].tags.get("weekday") == (n + 1) % 7:  # «ليل السبت الأحد»
        return Between(Date(weekday=n), Date(weekday=(n + 1) % 7)), second + 1
    return _with_date(s, j + 1, Date(weekday=n))


def _with_date(s: Stream, i: int, date: Date) -> Read:
    """What may follow a weekday: «المقبل», «13 ماي», «من الأسبوع المقبل», «الموافق …»."""
    side = s[i].tags.get("side")
    if date.side is None and side is not None and not s[i].form.isascii() and s[i].form not in ("الاخير", "الاخيره"):
        date, i = replace(date, side=side), i + 1
    k = i
    while k < i + 2 and (s[k].form in COMMAS or s[k].form in ("(", "في", "the", "علي") or "corresponds" in s[k].tags):
        k += 1
    k += s[k].form == "يوم" and k > i
    read = full_date(s, k)
    if read and read[0].day:
        both = replace(read[0], weekday=date.weekday)
        end = read[1]
        if any(s[m].form == "(" for m in range(i, k)) and s[end].form == ")":
            end += 1
        return other_calendar(s, end, both)
    if date.side is None:
        weeks = of_week(s, i)
        if weeks:
            return replace(date, weeks=weeks[0]), weeks[1]
        number = day_number(s, i + (s[i].form == "في")) if not s[i].joined else None
        told = number and (s[number[1]].form in _STOPS or "range_to" in s[number[1]].tags)
        if number and told and "number" not in s[i].tags:  # «الخميس 21.», «السبت الثاني»
            if number[0] <= 5 and s[i].n < 0 and "ordinal" in s[i].tags and date.weekday is not None:
                return Nth(number[0], Period("month", 0), date.weekday), number[1]
            return replace(date, day=number[0]), number[1]
    return date, i


def _day_of_month(s: Stream, j: int) -> Read:
    """«يوم 27», or a whole date after «يوم» or «مساء»."""
    read = full_date(s, j)
    if read:
        return read
    if 0 < s[j].n <= 31 and s[j - 1].tags.get("one") == _DAY and (s[j + 1].form in _STOPS or "prep" in s[j + 1].tags):
        return Date(day=s[j].n), j + 1
    return None


def _relative(s: Stream, i: int, j: int, lexicon: Lexicon) -> Read:
    here, after = s[j], s[j + 1]
    days = here.tags["relative"]
    if _no_day(s, i, j, lexicon):
        return None
    k = j + 1 + (after.form in ("(", "،", ",") and "weekday" in s[j + 2].tags)
    named = s[k].tags.get("weekday") if not ("capital" in s[k].tags and not s[k].capital) else None
    alone = j == i and named is None and here.start == here.whole
    if here.form in ("الغد", "الامس") and alone and "prep" not in s[i - 1].tags:
        return None  # «قادة الغد»
    end = j + 1
    if named is not None and not (k > j + 1 and s[j + 1].form != "(" and s[k + 1].form not in COMMAS):
        end = k + 1
        if s[j + 1].form == "(":
            end += s[end].form == ")"
    else:
        named = None
    m = end + (s[end].form in COMMAS or s[end].form == "(") + ("corresponds" in s[end].tags)
    read = full_date(s, m)
    if read and read[0].day and read[0].month:
        last = read[1] + (s[end].form == "(" and s[read[1]].form == ")")
        return other_calendar(s, last, replace(read[0], weekday=named) if named is not None else read[0])
    return Relative(days, named), end


def _no_day(s: Stream, i: int, j: int, lexicon: Lexicon) -> bool:
    """Whether «اليوم» or "today" at j (with its part of the day from i) is a name or another day."""
    here, after, before = s[j], s[j + 1], s[i - 1] if i else s[-1]
    if j == i and (before.form in lexicon.before or (before.form in _QUOTES and after.form in _CLOSES)):
        return True
    if here.form.endswith("ليوم") and " " not in here.form:  # «اليوم»، «لليوم»
        third = after.form.startswith("ال") and ("ordinal" in after.tags or "ordinal_first" in after.tags)
        if third or after.form in lexicon.today_after or _is_name(s, i, lexicon):
            return True
    bare = here.tags["relative"] == 0 and " " not in here.form and j == i
    if "weekday" not in after.tags and (after.form in lexicon.after or (bare and _bare(before.form) in lexicon.that)):
        return True
    return here.form.isascii() and here.capital and before.form not in _OPENS


def _bare(form: str) -> str:
    """A word without «و» or «ف» before it, so far as something is left."""
    return form[1:] if len(form) > 2 and form[0] in "وف" else form


def _is_name(s: Stream, i: int, lexicon: Lexicon) -> bool:
    """Whether «اليوم» ends the name of a newspaper or a channel."""
    before = s[i - 1].form if i else ""
    if before.lstrip("وبل") in lexicon.today_name:
        return True
    told = s[i - 2].form if i > 1 else ""
    return before in lexicon.today_name_told and (
        told.lstrip("وبل") in lexicon.outlet or told in _QUOTES or told in "(:"
    )


def day_alone(s: Stream, i: int, lexicon: Lexicon) -> Read:
    """«عاد في 15.», «يعود للثاني والعشرين», "on the 15th,": a day of the month by its number alone."""
    read = day_number(s, i)
    if read is None or s[read[1]].form not in _STOPS or s[i].joined:
        return None
    before = s[i - 1].form if i else ""
    back = 1 if s[i].form.startswith("لل") else 2 if before == "في" or (before == "الي" and read[0] > 20) else 0
    spelled = s[i].n < 0 and read[0] > 20
    verbs = range(i - back, max(-1, i - back - 1 - spelled), -1) if back else ()  # «عاد الوفد في …» too, if in words
    told = any(_bare(s[k].form) in lexicon.motion for k in verbs) and (before == "في" or spelled)
    english = before == "the" and s[i - 2].form in ("on", "by", "until") and s[i].n > 0 and read[1] > i + 1
    return (Date(day=read[0]), read[1]) if told or english else None


def of_bare(s: Stream, i: int) -> Read:
    """«ثلاثاء الأسبوع الماضي»."""
    n = s[i].tags.get("weekday_bare")
    weeks = of_week(s, i + 1) if n is not None else None
    return (Date(weekday=n, weeks=weeks[0]), weeks[1]) if weeks else None


def week_of(s: Stream, i: int) -> Read:
    """«أسبوع 16 سبتمبر», "the week of 7 May"."""
    tags = s[i].tags
    if tags.get("one") != _WEEK and tags.get("the") != _WEEK:
        return None
    j = i + 1 + (s[i + 1].form in ("في", "of"))
    read = full_date(s, j) if j > i + 1 or s[j].n > 0 else None  # not «الأسبوع الأول من أكتوبر»
    return (Part("week", read[0]), read[1]) if read and read[0].day and read[0].month else None


def week_then_day(s: Stream, i: int) -> Read:
    """«الأسبوع المقبل يوم الجمعة»; «الأسبوع المقبل من الأربعاء إلى الجمعة»."""
    found = period(s, i)
    if not found or not isinstance(found[0], Period) or found[0].unit != "week":
        return None
    shift = found[0].shift
    j = found[1] + (s[found[1]].tags.get("one") == _DAY)
    n = s[j].tags.get("weekday")
    if s[j].form in ("من", "بين", "from", "between") and "weekday" in s[j + 1].tags:
        k = j + 2 + ("range_to" in s[j + 2].tags or s[j + 2].form == "and")
        last = s[k].tags.get("weekday")
        if last is not None and (k > j + 2 or s[k].joined):
            return Between(Date(weekday=s[j + 1].tags["weekday"], weeks=shift), Date(weekday=last, weeks=shift)), k + 1
    return (Date(weekday=n, weeks=shift), j + 1) if n is not None and not s[j].joined else None
