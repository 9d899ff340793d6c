"""What a date expression says, before it is known when it was written. Frozen values; riwaya.dates.resolve gives them
a place in time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a month or a year of a calendar, as far as it is said.

    Shifts are counted from the day of writing: `side` belongs to the month or the weekday («نوفمبر الماضي»: -1),
    `weeks`, `months`, `years` to a week, month or year named beside it («مايو من العام المقبل»: years=1).
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hijri: bool = False
    side: int | None = None
    weeks: int | None = None
    months: int | None = None
    years: int | None = None
    either: bool = False  #: in digits, day and month could change places
    spelled: bool = False  #: the day is an ordinal in words: «الثلاثاء الثالث من أيلول» may be the third Tuesday


@dataclass(frozen=True, slots=True)
class Relative:
    """A day by its distance: «أمس». With the weekday that the text gives it: «أمس الأربعاء»."""

    days: int
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """This, last or next week, month, year …; `kind` True for a year that is not the calendar's (academic)."""

    unit: str
    shift: int | None  #: None where it is not said which («نهاية الأسبوع»)
    kind: bool = False
    loose: bool = False  #: «التالي»: from what the text spoke of, unless the sentence looks ahead


@dataclass(frozen=True, slots=True)
class Ago:
    """A distance from the day of writing: «قبل ثلاثة أسابيع» is (3, "week") with sign -1. None counts as a few."""

    parts: tuple[tuple[int | None, str], ...]
    sign: int
    rough: bool = False
    bound: bool = False  #: «أكثر من»: only a bound is said


@dataclass(frozen=True, slots=True)
class Window:
    """A run of time up to or from the day of writing: «الأسابيع الثلاثة الماضية»."""

    count: int | None
    unit: str
    sign: int
    if_future: bool = False  #: «في 3 أشهر»: a time to come only in a sentence of the future, else how long it took


@dataclass(frozen=True, slots=True)
class Nth:
    """The first Friday of May, the last week of 2015 (n = -1). One of `weekday` and `unit` is given."""

    n: int
    of: Meaning
    weekday: int | None = None
    unit: str = "day"


@dataclass(frozen=True, slots=True)
class Part:
    """The start, middle, end or rest of a period; what of it is later or earlier than the day of writing; or the
    week that a day is in."""

    part: str
    of: Meaning


@dataclass(frozen=True, slots=True)
class Slice:
    """A quarter, half or season of a year; without a year, the nearest or the one that `side` says."""

    unit: str
    n: int
    of: Date | Period | None = None
    side: int | None = None
    if_future: bool = False  #: «الصيف» alone: the one to come in a sentence of the future, else no date


@dataclass(frozen=True, slots=True)
class Years:
    """A run of whole years: a decade, a century, «2014-2018»."""

    first: int
    last: int
    unit: str = "range"


@dataclass(frozen=True, slots=True)
class Between:
    """From one to another, both included."""

    first: Date | Relative
    last: Date | Relative


@dataclass(frozen=True, slots=True)
class Vague:
    """Days around the day of writing: «مؤخرا»."""

    before: int
    after: int


Meaning = Date | Relative | Period | Ago | Window | Nth | Part | Slice | Years | Between | Vague
Read = tuple[Meaning, int] | None  #: what was read and the index after it
