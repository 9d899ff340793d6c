"""Numbers in dates: digits, number words of both languages, days of a month and years."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.dates.scan import Lexeme

Stream = Sequence[Lexeme]
DASHES = frozenset("-–—−‑")
COMMAS = frozenset(",،")
_SUFFIXES = ("st", "nd", "rd", "th")


def cardinal(s: Stream, i: int) -> tuple[int, int] | None:
    """A whole number in digits or words («ثلاثة وعشرين»، «ألفين وثمانية عشر»، "twenty-one") and the index after it."""
    if s[i].n >= 0:
        return s[i].n, i + 1
    first = s[i].tags.get("number")
    if first is None:
        return None
    total, last, j = first, first, i + 1
    for _ in range(6):
        here, k = s[j], j
        joined = here.joined
        if here.form in ("و", "and") and not here.glued:
            joined, k = True, j + 1
        elif here.form in DASHES and here.glued and last in range(20, 100):
            k = j + 1
        value = s[k].tags.get("number")
        if value is None or k > j + 1:
            break
        if value == 10 and 1 <= last <= 9 and not joined and k == j:  # ثلاثة عشر
            total, last = total + 10, 10
        elif value in (100, 1000) and 1 <= last < 100 and not joined and s[k].form in ("hundred", "thousand"):
            total, last = (total - last) + last * value, value
        elif (joined and _adds(last, value)) or (not joined and 20 <= last < 100 and 1 <= value <= 9):
            total, last = total + value, value
        else:
            break
        j = k + 1
    return total, j


def _adds(last: int, value: int) -> bool:
    """Whether «و» may join a number to the last one read: three and twenty, thousand and nine hundred."""
    if 1 <= last <= 9:
        return 20 <= value < 100
    if last >= 1000:
        return value < 1000
    return last >= 100 and value < 100


def ordinal(s: Stream, i: int) -> tuple[int, int] | None:
    """An ordinal in words («الثالث والعشرين»، "twenty-first") or in digits with its ending ("21st")."""
    tags = s[i].tags
    if s[i].n >= 0:
        return (s[i].n, i + 2) if s[i + 1].form in _SUFFIXES and s[i + 1].glued else None
    n = tags.get("ordinal_first", tags.get("ordinal"))
    if n is not None:
        ten = s[i + 1].tags
        if n < 10 and s[i + 1].joined and (ten.get("ordinal") in (20, 30) or ten.get("number") in (20, 30)):
            return n + (ten.get("ordinal") or ten["number"]), i + 2
        return (n, i + 1) if "ordinal" in tags else None
    if tags.get("number") in (20, 30) and s[i + 1].form in DASHES:
        unit = s[i + 2].tags.get("ordinal")
        if unit is not None and unit < 10:
            return tags["number"] + unit, i + 3
    return None


def day_number(s: Stream, i: int) -> tuple[int, int] | None:
    """A day of a month, 1 to 31: digits, "12th", an ordinal or a number in words, «غرة»."""
    if "day_one" in s[i].tags:
        return 1, i + 1
    read = ordinal(s, i) or cardinal(s, i)
    return read if read and 1 <= read[0] <= 31 else None


def year_number(s: Stream, i: int, *, sure: bool = False) -> tuple[int, bool | None, int] | None:
    """A year and the index after it, with its era: True Hijri, False common, None not said. `sure`: «عام» or a month
    stands before it, so that years of three digits and years in words are taken too. None for years before Christ."""
    here = s[i]
    if here.n >= 0:
        if len(here.form) != 4 and not (sure and len(here.form) == 3):
            return None
        year, j = here.n, i + 1
    else:
        read = cardinal(s, i) if sure or here.tags.get("number", 0) >= 1000 else None
        if read is None:
            return None
        year, j = read
        tail = cardinal(s, j) if sure and 10 <= year <= 20 and s[j].n < 0 else None  # nineteen eighty-four
        if tail and 10 <= tail[0] <= 99:
            year, j = year * 100 + tail[0], tail[1]
        if year < (100 if sure else 1000):
            return None
    hijri, j = era(s, j)
    if hijri is None and s[j].form == "ق" and s[j + 1].form in (".", "م"):
        return None
    if not 1 <= year <= 2200 or s[j].tags.get("era") == 3:
        return None
    return year, hijri, j


def era(s: Stream, i: int) -> tuple[bool | None, int]:
    """Whether an era is written here (True Hijri, False common) and the index after it."""
    said = s[i].tags.get("era")
    if said in (1, 2):
        return said == 1, i + 1
    return None, i


def plausible(year: int) -> bool:
    """Whether a bare number of four digits is likely to be a year."""
    return 1700 <= year <= 2099
