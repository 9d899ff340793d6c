"""Reading periods: this and last week or year, parts of them, quarters, seasons, decades, the nth day of a month."""

from __future__ import annotations

from dataclasses import replace

from riwaya.dates.days import month_at, with_year, year
from riwaya.dates.lexicon import PARTS, UNITS, Lexicon
from riwaya.dates.meaning import Date, Meaning, Nth, Part, Period, Read, Slice, Vague, Years
from riwaya.dates.numbers import DASHES, Stream, era, ordinal, plausible, year_number

_OF = frozenset(("من", "في", "of", "in", "ب", "ل"))
_SEASONS_ALONE = frozenset(("الصيف", "الشتاء", "الخريف"))  # «الربيع» is mostly the Arab Spring
_NO_COUNT = ("ها", "نا", "هما", "وا")  # endings of verbs and possessives
_GLUE = frozenset("/-:+.#_$€£")
_PERIODS = ("day", "week", "month", "year", "decade", "century", "quarter", "weekend", "season", "night")


def period(s: Stream, i: int, general: frozenset[str] = frozenset()) -> Read:
    """«العام الماضي»، «هذا الأسبوع»، "next month"; «العام الدراسي المقبل». `general`: words after which «العام» means
    general and not the year («الأمين العام السابق»)."""
    j, this = i, False
    if "this" in s[j].tags and not s[j].form.isascii():
        this, j = True, j + 1
    tags = s[j].tags
    if "the" in tags and UNITS[tags["the"]] in _PERIODS:
        unit, j = UNITS[tags["the"]], j + 1
        if unit == "year" and not this and i and s[i - 1].form in general:
            return None
        kind = "year_kind" in s[j].tags
        j += kind
        if kind and s[j].n >= 1000:
            return None
        side = s[j].tags.get("side")
        if side is not None and not s[j].form.isascii():
            if s[j].form in ("الاخير", "الاخيره") or (unit == "day" and abs(side) != 1):
                return None
            return Period(unit, side, kind, "loose" in s[j].tags), j + 1
        if this or (unit == "weekend" and not s[j - 1].form.isascii()):
            return Period(unit, 0 if this else None, kind), j
        return None
    if "side" in tags and s[j].form.isascii() and "loose" not in tags and s[j].form != "past":
        one = s[j + 1].tags.get("one")
        if s[j + 1].capital and one is not None:
            return None  # a programme: "This Week"
        if one is not None and UNITS[one] in _PERIODS and UNITS[one] not in ("day", "night", "decade", "century"):
            doubled = s[j + 2].tags.get("side") in (-2, 2)
            shift = s[j + 2].tags["side"] if doubled else tags["side"]
            return Period(UNITS[one], shift), j + 2 + doubled
    if s[j].form == "the" and s[j + 1].tags.get("one") is not None and s[j + 2].tags.get("side") in (-2, 2):
        unit = UNITS[s[j + 1].tags["one"]]
        return (Period(unit, s[j + 2].tags["side"]), j + 3) if unit in _PERIODS else None
    if s[j].form in ("the", "past") and s[j + 1].form == "weekend":
        return Period("weekend", None), j + 2
    return None


def month_alone(s: Stream, i: int, lexicon: Lexicon) -> Read:
    """A month without its day: «نوفمبر الماضي»، «شهر جوان المقبل»، "October 2019", "last May"."""
    if "side" in s[i].tags and s[i].form.isascii() and "loose" not in s[i].tags:
        named = month_at(s, i + 1)
        if named and named.weak < 3:
            return with_year(s, named.end, Date(month=named.month, hijri=named.hijri, side=s[i].tags["side"]))
        return None
    this = "this" in s[i].tags and not s[i].form.isascii()
    j = i + this
    named = month_at(s, j)
    if named is None:
        return None
    date, end = with_year(s, named.end, Date(month=named.month, hijri=named.hijri))
    if i and s[i - 1].form in lexicon.every:
        return None
    told = end > named.end or this
    if not told and named.weak:
        before = s[i - 1] if i else s[-1]
        company = before.tags.get("prep", 0) if before.form != "of" else 0
        if "part" in before.tags or (before.form in DASHES and "part" in s[i - 2].tags):
            company = 2
        if "article" in before.tags and s[i].capital and s[named.end].form.isalpha():  # "a May interview"
            company = 2
        if named.weak == 3 or company < named.weak:
            return None
    return (replace(date, side=0) if this and date.year is None else date), end


def nth(s: Stream, i: int) -> Read:
    """«أول جمعة من يوليو»، «الأسبوع الأخير من مارس»، "the third Thursday of November", "last week of May"."""
    j = i
    n: int | None = None
    tags = s[j].tags
    read = ordinal(s, j) if s[j].n < 0 else None
    if read:
        n, j = read
    elif s[j].form in ("اخر", "last"):
        n, j = -1, j + 1
    if n is not None:
        if s[j].tags.get("one") == UNITS.index("day") and "weekday_bare" in s[j + 1].tags:
            j += 1
        weekday = s[j].tags.get("weekday_bare", s[j].tags.get("weekday") if s[j].capital else None)
        one = s[j].tags.get("one")
        unit = UNITS[one] if one is not None else None
    else:
        weekday = tags.get("weekday")
        the = tags.get("the")
        unit = UNITS[the] if the is not None else None
        if weekday is None and unit not in ("week", "day"):
            return None
        read = ordinal(s, j + 1)
        if read:
            n, j = read[0], read[1] - 1
        elif s[j + 1].form in ("الاخير", "الاخيره"):
            n, j = -1, j + 1
        else:
            return None
    if (weekday is None and unit not in ("week", "day")) or not -1 <= n <= (5 if weekday is not None else 53):
        return None
    of = _container(s, j + 1)
    if of is None:
        return None
    return Nth(n, of[0], weekday, unit or "day"), of[1]


def _container(s: Stream, i: int, *, loose: bool = False) -> tuple[Date | Period, int] | None:
    """The month or year that something is a part of, after «من», «في», "of"."""
    j = i
    for _ in range(2):
        if s[j].form in _OF or s[j].form == "the":
            j += 1
    named = month_at(s, j, numbered=j > i)
    if named:
        return with_year(s, named.end, Date(month=named.month, hijri=named.hijri))
    found = year(s, j) or period(s, j)
    if found and isinstance(found[0], Date | Period):
        return found[0], found[1]
    if s[j].n >= 1000 or s[j].tags.get("number", 0) >= 1000:
        read = year_number(s, j, sure=s[j].n < 0)
        if read and plausible(read[0]) and (j > i or loose):
            return Date(year=read[0], hijri=bool(read[1])), read[2]
    if "the" in s[j].tags and j > i and UNITS[s[j].tags["the"]] in ("month", "year"):
        return Period(UNITS[s[j].tags["the"]], 0), j + 1
    if s[j].form in ("month", "year") and s[j - 1].form == "the":
        return Period(s[j].form, 0), j + 1
    return None


def part(s: Stream, i: int, lexicon: Lexicon) -> Read:
    """The start, middle or end of a period: «مطلع الشهر»، «منتصف مايو»، "late 2018", "the end of the year";
    "later this week", «في وقت سابق من هذا العام»."""
    tags = s[i].tags
    j = i + 1
    if "later" in tags:
        if s[j].form in _OF:
            j += 1
        found = period(s, j) or month_alone(s, j, lexicon)
        if found and not (isinstance(found[0], Period) and found[0].unit == "weekend"):
            return Part("later" if tags["later"] > 0 else "earlier", found[0]), found[1]
        return None
    if "part" not in tags or (tags["part"] == 3 and s[i].form in ("rest",) and s[j].form != "of"):
        return None
    name, english = PARTS[tags["part"]], s[i].form.isascii()
    if s[j].form in _OF or (english and s[j].form in DASHES):
        j += 1
    if s[j].form == "the":
        j += 1
    found = _whole(s, j, lexicon)
    if found is None:
        return None
    if isinstance(found[0], Period) and found[0].unit == "week" and "نهايه" in s[i].form:
        return replace(found[0], unit="weekend"), found[1]
    if "نص" in s[i].form and s[i].form.lstrip("وفبل") in ("نصف", "نص") and not _of_month(found[0]):
        return None  # «خمس سنوات ونصف السنة»
    if not english and s[i].form in ("اول", "واول") and isinstance(found[0], Date) and found[0].month:
        return replace(found[0], day=1), found[1]
    return Part(name, found[0]), found[1]


def _of_month(meaning: Meaning) -> bool:
    return (
        meaning.unit == "month"
        if isinstance(meaning, Period)
        else isinstance(meaning, Date) and meaning.month is not None
    )


def _whole(s: Stream, j: int, lexicon: Lexicon) -> Read:
    """A period as it may stand after «مطلع» or "end of"."""
    found: Read = period(s, j, lexicon.general) or season(s, j) or decade(s, j, lexicon) or century(s, j)
    if found and isinstance(found[0], Slice):
        return replace(found[0], if_future=False), found[1]
    if found:
        return found
    named = month_at(s, j, numbered=True)
    if named:
        date, end = with_year(s, named.end, Date(month=named.month, hijri=named.hijri))
        return date, end
    found = year(s, j)
    if found:
        return found
    tags = s[j].tags
    unit = UNITS[tags["the"]] if "the" in tags else s[j].form
    if s[j - 1].form == "the" and s[j + 1].form == "year" and (s[j].form == "calendar" or "year_kind" in tags):
        return Period("year", 0, s[j].form != "calendar"), j + 2
    if unit in ("week", "month", "year", "decade", "century") and ("the" in tags or s[j - 1].form == "the"):
        if "ordinal" in s[j + 1].tags:  # «أواخر القرن الثالث الهجري»
            return None
        kind = "year_kind" in s[j + 1].tags  # «بداية العام الدراسي»
        return Period(unit, 0, kind), j + 1 + kind
    if s[j].n >= 1000:
        read = year_number(s, j)
        if read and plausible(read[0]):
            return Date(year=read[0], hijri=bool(read[1])), read[2]
    return None


def slice_(s: Stream, i: int, lexicon: Lexicon) -> Read:
    """«الربع الثالث من عام 2016»، «النصف الأول من العام»، "third quarter of 2018", "Q3 2018"."""
    if s[i].form == "q" and s[i + 1].glued and 1 <= s[i + 1].n <= 4 and s[i].capital:
        of = _container(s, i + 2, loose=True)
        return Slice("quarter", s[i + 1].n, of[0] if of else None), of[1] if of else i + 2
    tags = s[i].tags
    for name, most in (("quarter", 4), ("half", 2)):
        hyphen = False
        if tags.get("the") == UNITS.index(name):
            read = ordinal(s, i + 1)
            n, j = read if read else (most, i + 2) if s[i + 1].form == "الاخير" else (0, i)
        else:
            read = ordinal(s, i)
            hyphen = read is not None and s[read[1]].form in DASHES  # "third-quarter profit"
            if read is None or s[read[1] + hyphen].tags.get("one") != UNITS.index(name):
                continue
            n, j = read[0], read[1] + hyphen + 1
        of = _container(s, j, loose=True)
        if 1 <= n <= most and of and (name == "half" or not isinstance(of[0], Date) or of[0].month is None):
            return Slice(name, n, of[0]), of[1]
        if 1 <= n <= 4 and name == "quarter" and i and s[i - 1].n >= 1000 and plausible(s[i - 1].n):
            return Slice(name, n, Date(year=s[i - 1].n)), j
        before = s[i - 2] if s[i - 1].form == "the" else s[i - 1]
        near = {s[k].form for k in range(max(0, i - 15), min(len(s), j + 15))}
        told = before.tags.get("prep") == 2 or (name == "quarter" and (s[j - 1].form == "quarter") <= hyphen)
        if n and told and s[j].form not in _OF and near.isdisjoint(lexicon.sport):
            return Slice(name, n), j
    return None


def season(s: Stream, i: int) -> Read:
    """«صيف 2016»، «الصيف المقبل»، "last summer", "spring of 2019"; a season by itself is no date."""
    j = i
    before: int | None = None
    if "this" in s[j].tags and not s[j].form.isascii():
        before, j = 0, j + 1
    elif "side" in s[j].tags and s[j].form.isascii():
        before, j = s[j].tags["side"], j + 1
    n = s[j].tags.get("season")
    if n is None:
        return None
    if before is not None:
        return Slice("season", n, None, before), j + 1
    side = s[j + 1].tags.get("side")
    if side is not None and not s[j + 1].form.isascii():
        return Slice("season", n, None, side), j + 2
    of = _container(s, j + 1, loose=True)
    if of is None:
        near = s[i - 1].tags
        told = near.get("prep") == 2 or "part" in near or near.get("tense") == 1
        return (Slice("season", n, if_future=True), j + 1) if told and s[j].form in _SEASONS_ALONE else None
    whole = of[0].month is None if isinstance(of[0], Date) else of[0].unit == "year"
    return (Slice("season", n, of[0]), of[1]) if whole else None


def decade(s: Stream, i: int, lexicon: Lexicon) -> Read:
    """«ستينيات القرن الماضي»، «الثمانينيات»، "the 1990s", «مطلع الألفين»; not the years of someone's age («في
    الثلاثينيات من عمره»)."""
    here = s[i]
    if here.n >= 1000 and here.n % 10 == 0 and plausible(here.n):
        k = i + 2 if s[i + 1].form in ("'", "’") else i + 1
        if s[k].form == "s" and s[k].glued:
            return Years(here.n, here.n + 9, "decade"), k + 1
    if here.form == "الالفين" and (s[i - 1].tags.get("prep") == 2 or "part" in s[i - 1].tags):
        after = s[i + 1]
        return (Years(2000, 2009, "decade"), i + 1) if not after.form.isalpha() or "prep" in after.tags else None
    tens = here.tags.get("decade")
    if tens is None:
        return None
    j = i + 1
    if (s[j].form == "من" and s[j + 1].form.startswith(("عمر", "العمر"))) or s[j].form.startswith(("عمر", "العمر")):
        return None
    if any(s[k].form in lexicon.aged for k in range(max(0, i - 7), i)):
        return None
    j += s[j].form == "من"
    if s[j].tags.get("the") == UNITS.index("century"):
        century = _century(s, j)
        if century and isinstance(century[0], Years):
            return Years(century[0].first + tens, century[0].first + tens + 9, "decade"), century[1]
        if "side" in s[j + 1].tags and s[j + 1].tags["side"] == -1:
            return Years(1900 + tens, 1909 + tens, "decade"), j + 2
    if here.form.isascii() and s[i - 1].form != "the":
        return None
    base = 2000 if tens == 20 else 1900
    return Years(base + tens, base + tens + 9, "decade"), i + 1


def _century(s: Stream, i: int) -> Read:
    """«القرن التاسع عشر»، "the 19th century"."""
    if s[i].tags.get("the") == UNITS.index("century"):
        read = ordinal(s, i + 1)
        if read and 1 <= read[0] <= 21:
            hijri, j = era(s, read[1])
            if hijri or s[j].form.startswith("الهجري"):
                return None
            return Years(read[0] * 100 - 100, read[0] * 100 - 1, "century"), j
        return None
    read = ordinal(s, i)
    if read and 1 <= read[0] <= 21 and s[read[1]].form == "century":
        return Years(read[0] * 100 - 100, read[0] * 100 - 1, "century"), read[1] + 1
    return None


def century(s: Stream, i: int) -> Read:
    """A century by its number."""
    read = _century(s, i)
    return read if read and isinstance(read[0], Years) and read[0].first >= 1 else None


def vague(s: Stream, i: int) -> Read:
    """«مؤخرا», "recently", «قريبا»: days around the day of writing, and no more."""
    said = s[i].tags.get("vague")
    if said is None:
        return None
    if s[i + 1].form in ("after", "before", "بعد", "قبل", "من") or s[i - 1].form in ("too", "as"):
        return None
    meaning: Meaning = Vague(90, 0) if said < 0 else Vague(0, 90)
    return meaning, i + 1


def bare_year(s: Stream, i: int, counted: frozenset[str]) -> Read:
    """A year without «عام»: after a preposition of time or a word for what is named by its year («انتخابات 2016»), and
    not before something it would count."""
    here = s[i]
    if here.tags.get("number") == 1000 and s[i - 1].tags.get("prep") == 2:
        spelled = year_number(s, i)
        alone = spelled and (s[spelled[2]].form in (".", ",", "،", "\n", "", ")") or "prep" in s[spelled[2]].tags)
        return (Date(year=spelled[0]), spelled[2]) if spelled and alone and spelled[0] % 100 else None
    if not plausible(here.n) or len(here.form) != 4 or (here.glued and s[i - 1].form in _GLUE):
        return None
    before = s[i - 1] if i else s[-1]
    hijri, end = era(s, i + 1)
    after = s[end]
    if hijri is not None:
        return Date(year=here.n, hijri=bool(hijri)), end
    if after.form in counted or after.form in ("%", "٪", "°") or (after.glued and after.form in ("/", ":", "-")):
        return None
    if after.form.endswith("ا") and len(after.form) > 3 and not after.form.endswith(_NO_COUNT) and not after.tags:
        return None  # an accusative: what is counted («2000 جنديا»)
    near = before
    for k in range(i - 1, max(-1, i - 4), -1):  # «الانتخابات الرئاسية الأميركية 2016»
        if not s[k].form.isalpha():
            break
        near = s[k] if "year_event" in s[k].tags else near
    if "year_event" in near.tags:
        return Date(year=here.n), end
    prep = before.tags.get("prep", 0)
    if before.form in ("العام", "والعام"):
        prep = 2
    if before.form in ("|", "\n") and after.form in ("", "\n", "|"):
        prep = 2  # a line of its own
    if before.form == "(" and after.form in (")", "-", "–"):
        prep = 2
    if not prep:
        told = "article" in before.tags or before.form in ("his", "her", "its", "their", "our")
        return (Date(year=here.n), end) if told and here.n % 50 and after.form.isalpha() else None
    if here.n % 50 == 0 and prep < 2 and after.form not in (".", ",", "،", "\n", "", ")"):
        return None
    if prep < 2 and after.form.isascii() and after.form.isalpha() and after.form.endswith("s"):
        return None if after.form not in ("is", "was", "has", "as") else (Date(year=here.n), end)
    return (Date(year=here.n), end) if 1800 <= here.n <= 2099 else None


def of_week(s: Stream, i: int) -> tuple[int, int] | None:
    """«من الأسبوع المقبل», "next week", "of last week" after a weekday: how many weeks on, and the index after it."""
    j = i + (s[i].form in ("من", "of", "في"))
    found = period(s, j)
    if found and isinstance(found[0], Period) and found[0].unit == "week" and found[0].shift is not None:
        return found[0].shift, found[1]
    return None
