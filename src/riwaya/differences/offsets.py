"""How long before or after something else, or within what time: «بعد أسبوع على انتهائه», "two days before its opening".

Such a run of time is no day, since the text does not say here when the other thing was; but two of them that differ,
or one before and one after, tell two times of one thing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from riwaya.differences.lexicon import bare
from riwaya.differences.numerals import lexicon
from riwaya.differences.telling import Telling
from riwaya.language.text import words
from riwaya.model import Span

Side = Literal["before", "after", "within"]

_BEFORE: dict[str, Side] = {  # words that stand before a run of time
    "قبل": "before", "قبيل": "before", "بعد": "after", "عقب": "after", "مرور": "after", "غضون": "within",
    "خلال": "within", "within": "within",
}  # fmt: skip
_AFTER: dict[str, Side] = {"before": "before", "earlier": "before", "after": "after", "later": "after"}
_REACH = 3  # words between the word of relation and the run of time, at most
_DAY = 86400.0
_FEW = (2.0, 10.0)  # «بأيام»
_MANY = frozenset(("ايام", "اسابيع", "اشهر", "شهور", "سنوات", "ساعات", "days", "weeks", "months", "years", "hours"))
_NOT_LONGER = 1.2  # times that one run of time may be the other and still be the same, roughly told


@dataclass(frozen=True, slots=True)
class Offset:
    """A run of time from something, in seconds, on one side of it."""

    span: Span
    side: Side
    low: float
    high: float
    clock: bool = False  #: counted in hours or minutes: how long something took, and no date

    def excludes(self, other: Offset) -> bool:
        """Whether both cannot be right of one thing."""
        if (self.side == "within") != (other.side == "within"):
            return False
        return self.side != other.side or self.high * _NOT_LONGER < other.low or other.high * _NOT_LONGER < self.low


def offsets(t: Telling) -> list[Offset]:
    """The runs of time of a telling that are told from something else, in order."""
    return sorted(_found(t), key=lambda o: o.span)


def _found(t: Telling) -> Iterator[Offset]:
    figures = [q for q in t.quantities if q.dimension == "time"]
    for q in figures:
        side, start = _side(t, q.span.start, q.span.end)
        if side is not None:
            low = q.low if math.isfinite(q.high) else q.value
            yield Offset(Span(start, q.span.end), side, low, q.value, _by_the_clock(q.figure.of(t.text)))
    for d in t.dates:
        if d.earliest and d.latest and "a run of time" in d.why and t.published and d.earliest > t.published:
            length = ((d.latest - d.earliest).days + 1) * _DAY
            yield Offset(Span(d.start, d.end), "within", length, length)
    taken = [q.span for q in t.quantities] + [Span(d.start, d.end) for d in t.dates if d.earliest or d.latest]
    for word in t.words:
        if any(s.start <= word.start < s.end for s in taken):
            continue
        unit = next((u for form in bare(word.form) if (u := lexicon().units.get((form,))) and u[0] == "time"), None)
        if unit is None:
            continue
        side, start = _side(t, word.start, word.end)
        if side is not None:
            several = not _MANY.isdisjoint(bare(word.form))
            few, most = _FEW if several else (1.0, 1.0)
            yield Offset(Span(start, word.end), side, few * unit[1], most * unit[1], not several and unit[1] < _DAY)


def _by_the_clock(run: str) -> bool:
    """Whether a run of time is told in units shorter than a day («47 دقيقة», "72 hours", «ساعة»)."""
    units = lexicon().units
    found = [u for w in words(run) for form in bare(w.form) if (u := units.get((form,))) and u[0] == "time"]
    return bool(found) and all(u[1] < _DAY for u in found)


def _side(t: Telling, start: int, end: int) -> tuple[Side | None, int]:
    """On which side a run of time stands, and where its words begin."""
    after = next((w for w in t.words if w.start >= end), None)
    if after is not None and after.form in _AFTER and after.start - end <= 1:
        return _AFTER[after.form], start
    for word in [w for w in t.words if w.end <= start][-_REACH:]:
        side = next((s for form in bare(word.form) if (s := _BEFORE.get(form))), None)
        if side is not None:
            return side, word.start
    return None, start


__all__ = ["Offset", "offsets"]
