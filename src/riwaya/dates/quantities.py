"""Reading distances and runs of time: «قبل ثلاثة أسابيع», "two years ago", «الأيام الثلاثة الماضية»."""

from __future__ import annotations

from typing import NamedTuple

from riwaya.dates.lexicon import PARTS, UNITS, Lexicon
from riwaya.dates.meaning import Ago, Read, Window
from riwaya.dates.numbers import COMMAS, DASHES, Stream, cardinal

HALF = {"year": (6, "month"), "month": (15, "day"), "day": (12, "hour"), "decade": (5, "year"), "week": (3, "day")}
_COUNTABLE = ("hour", "day", "night", "week", "fortnight", "month", "year", "decade", "century")


class Quantity(NamedTuple):
    """A count of units as written, and the index after it."""

    parts: tuple[tuple[int | None, str], ...]
    end: int
    rough: bool = False
    bound: bool = False


def quantity(s: Stream, i: int) -> Quantity | None:
    """«ثلاثة أسابيع»، «شهرين»، «عام ونصف»، «نحو 10 أيام»، «بضعة أشهر»، "a few years", "two and a half weeks"."""
    j, rough, bound = i, False, False
    for _ in range(3):
        if "bound" in s[j].tags:
            bound, j = True, j + 1
        elif "approx" in s[j].tags and ("few" not in s[j].tags or s[j + 1].n >= 0):
            rough, j = True, j + 1
    first = _one(s, j)
    if first is None:
        return None
    parts, j = [first[:2]], first[2]
    if "approx" in s[j].tags and s[j].form == "تقريبا":
        rough, j = True, j + 1
    if s[j].form in ("ونصف", "ونص") and parts[0][1] in HALF:
        parts.append(HALF[parts[0][1]])
        j += 1
    for _ in range(3):  # «سنة و3 أشهر»
        k = j
        if s[k].form in COMMAS or s[k].form in ("و", "and"):
            k += 1
        elif not s[k].joined:
            break
        more = _one(s, k)
        if more is None or (_finer(parts[-1][1]) <= _finer(more[1]) and more[1] == parts[-1][1]):
            break
        parts.append(more[:2])
        j = more[2]
    return Quantity(tuple(parts), j, rough, bound)


def _finer(unit: str) -> int:
    return UNITS.index(unit)


def unit_at(s: Stream, i: int, *numbers: str) -> str | None:
    """The unit that is written here in one of these numbers ("one", "many", "the_many" …)."""
    for number in numbers:
        n = s[i].tags.get(number)
        if n is not None:
            return UNITS[n] if UNITS[n] in _COUNTABLE else None
    return None


def _one(s: Stream, i: int) -> tuple[int | None, str, int] | None:
    """One count and its unit, and the index after them."""
    arabic = not s[i].form.isascii()
    two, one, many = (unit_at(s, i, number) if arabic else None for number in ("two", "one", "many"))
    if two:
        return 2, two, i + 1 + (s[i + 1].tags.get("number") == 2 and not s[i + 1].joined)
    if one:
        if "few" in s[i + 1].tags:
            return None
        return 1, one, i + 1 + (s[i + 1].tags.get("number") == 1)
    if many:  # «قبل أيام قليلة»
        if "few" in s[i + 1].tags:
            return None, many, i + 2
        read = cardinal(s, i + 1) if s[i + 1].n < 0 else None
        return (read[0], many, read[1]) if read else (None, many, i + 1)
    j = i + (s[i].form in ("a", "an", "the"))
    single = unit_at(s, j, "one") if j > i and s[i].form != "the" else None
    if single:
        return 1, single, j + 1
    if "few" in s[j].tags:
        j += 1 + (s[j + 1].form == "of")
        several = unit_at(s, j, "many")
        return (None, several, j + 1) if several else None
    counted = cardinal(s, j)
    if counted is None:
        return None
    n, j = counted
    j += s[j].form in DASHES or (s[j].form == "من" and "the_many" in s[j + 1].tags)
    unit = unit_at(s, j, "many", "one", "the_many")
    return (n, unit, j + 1) if unit and not s[j].joined else None


def ago(s: Stream, i: int, lexicon: Lexicon) -> Read:
    """A distance back or ahead: «قبل …», «منذ …», «بعد … من الآن», "… ago", "in … weeks". After it «من» means that it
    is counted from something else, unless a verb that takes «من» stands before it."""
    tags = s[i].tags
    if "ago" in tags or "ahead" in tags or "within" in tags:
        read = quantity(s, i + 1)
        if read and _stands_alone(s, i, read):
            now = "ahead_after" in s[read.end].tags
            if "ago" in tags:
                if now or s[read.end].form != "من" or _takes_from(s, i, read.end, lexicon):
                    return Ago(read.parts, -1, read.rough, read.bound), read.end + now
            elif "within" in tags:
                return Window(read.parts[0][0], read.parts[0][1], 1), read.end
            elif now:
                return Ago(read.parts, 1, read.rough, read.bound), read.end + 1
            elif "anaphor" not in s[read.end].tags:
                return Ago(read.parts, 1, True, read.bound), read.end
    if "maybe_within" in tags and (s[i + 1].n > 0 or "خلال" in s[i].form):
        read = quantity(s, i + 1)
        if read and read.parts[0][1] in ("day", "week", "month", "year") and _stands_alone(s, i, read):
            return Window(*read.parts[0], 1, if_future=True), read.end
    if "many" in tags and s[i].form.isascii() and "ago_after" in s[i + 1].tags:  # "weeks ago"
        return Ago(((None, UNITS[tags["many"]]),), -1), i + 2
    read = quantity(s, i)
    if read and "ago_after" in s[read.end].tags:
        return Ago(read.parts, -1, read.rough, read.bound), read.end + 1
    if read and "ahead_after" in s[read.end].tags and s[read.end].form != "time":
        back = s[i - 1].form in ("منذ", "قبل") if i else False
        return Ago(read.parts, -1 if back else 1, read.rough, read.bound), read.end + 1
    return None


def _takes_from(s: Stream, i: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a verb that takes «من» stands shortly before and no event follows: then «من» belongs to the verb."""
    if s[end + 1].form in lexicon.events:
        return False
    near = (s[k].form for k in range(max(0, i - 5), i))
    return any(f.lstrip("وف").startswith(lexicon.from_verbs) or f.startswith(lexicon.from_verbs) for f in near if f)


def _stands_alone(s: Stream, i: int, read: Quantity) -> bool:
    """Whether what was read after «قبل» is a distance and not the beginning of a date: «قبل عام 2015»، «قبل يوم
    الخميس»، «قبل شهر رمضان»."""
    after, last = s[read.end], s[read.end - 1]
    if len(read.parts) == 1 and read.parts[0][0] == 1 and "one" in last.tags:
        unit = UNITS[last.tags["one"]]
        if unit == "year" and (after.n >= 0 or after.tags.get("number", 0) >= 100):
            return False
        if unit in ("day", "night") and (
            after.n >= 0 or not {"weekday", "relative", "ordinal"}.isdisjoint(after.tags) or "weekday" in after.tags
        ):
            return False
        if unit == "month" and ("month" in after.tags or "hijri" in after.tags):
            return False
    if "year_pair" in last.tags and after.n >= 1000:
        return False
    return not ("side" in after.tags and last.tags.get("one") is not None)


def window(s: Stream, i: int) -> Read:
    """«الأيام الثلاثة الماضية»، «آخر 3 سنوات»، «العقدين الماضيين»، "the past three weeks", "the next few days"."""
    tags = s[i].tags
    two, many = unit_at(s, i, "the_two"), unit_at(s, i, "the_many")
    if two:
        return (Window(2, two, _sign(s, i + 1)), i + 2) if _told(s, i + 1) else None
    if many:
        j, count = i + 1, None
        if "few" in s[j].tags:
            j += 1
        else:
            read = cardinal(s, j)
            count, j = read if read else (None, j)
        return (Window(count, many, _sign(s, j)), j + 1) if _told(s, j) else None
    if "side" in tags and s[i].form.isascii() and tags["side"] != 0:
        return _english_window(s, i)
    if tags.get("part") == PARTS.index("end") and s[i].form in ("اخر", "واخر"):
        counted = quantity(s, i + 1)
        if counted and counted.parts[0][0] != 1:
            return Window(*counted.parts[0], -1), counted.end
        return None
    read = cardinal(s, i)
    unit = unit_at(s, read[1], "many", "the_many") if read else None
    if read and unit and _told(s, read[1] + 1):  # «الثلاثة أعوام الماضية»
        return Window(read[0], unit, _sign(s, read[1] + 1)), read[1] + 2
    return None


def _english_window(s: Stream, i: int) -> Read:
    """What follows "past", "last", "next", "recent"."""
    side, j = s[i].tags["side"], i + 1
    if "few" in s[j].tags:
        unit = unit_at(s, j + 1, "many")
        return (Window(None, unit, side), j + 2) if unit else None
    read = cardinal(s, j)
    count, j = read if read else (None, j)
    unit = unit_at(s, j, "many")
    if unit:
        return Window(count, unit, side), j + 1
    one = unit_at(s, j, "one")
    if one and count is None and (one in ("decade", "century") or s[i].form == "past"):
        return Window(1, one, side), j + 1
    return None


def _told(s: Stream, i: int) -> bool:
    """Whether an adjective says that a run of time ends or begins now: not «التالية», nor «السابقة»."""
    here = s[i]
    loose = "loose" in here.tags and not here.form.startswith("الاخير")
    return here.tags.get("side", 0) != 0 and not here.form.isascii() and not loose


def _sign(s: Stream, i: int) -> int:
    return 1 if s[i].tags["side"] > 0 else -1
