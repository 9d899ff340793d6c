"""A fact that one telling adds and the other leaves out.

Only what can be told from another way of saying the same is called: a figure or a day for which the other has nothing,
in either language; and, in one language, a run of new words at the beginning or end of a telling that otherwise holds
the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.differences import numbers
from riwaya.differences.ages import is_age
from riwaya.differences.numbers import Found, up_to
from riwaya.differences.numerals import lexicon
from riwaya.differences.quantities import Quantity
from riwaya.differences.roots import shared_stems
from riwaya.differences.telling import Telling
from riwaya.differences.times import Interval, intervals
from riwaya.language.arabic import stem
from riwaya.model import Span

_CONTAINED = 0.6  # share of the shorter telling's stems that the longer must have for a run of new words to be called
_NEW = 3  # new words that make a detail
_MORE = 4  # words by which a telling with such a run is longer, at least
_WHOLE = 4  # words of a telling that is no mere rest of a sentence («21 منهم»)
_LONGER = 2  # words by which a telling with a figure more is longer, at least
_HEADING = 2.5  # times that a whole sentence is longer than its heading
_COUNT = 3.0  # plain figures from which on they count: one and two are said without a figure too
_NEWS = 7  # days about the day of writing: of what is news it goes without saying when it was
_SURE = 0.5


def compare(a: Telling, b: Telling) -> Iterator[Found]:
    """The fact that one of two tellings has alone, the plainest first; of each sort at most one."""
    for look in (_figure, _day, _run):
        found = next(look(a, b), None)
        if found is not None:
            yield found
            return


def _found(what: str, span: Span, x: Telling, a: Telling, sure: float = _SURE) -> Found:
    left, right = (span, None) if x is a else (None, span)
    return Found("detail", left, right, False, f"{what} that stands in one alone: «{span.of(x.text)}»", sure)


def _ways(a: Telling, b: Telling) -> tuple[tuple[Telling, Telling], tuple[Telling, Telling]]:
    return (a, b), (b, a)


def _fuller(x: Telling, y: Telling) -> bool:
    """Whether x is longer than y, and y no mere heading of it, which leaves out all that is no headline."""
    return len(y.words) >= _WHOLE and len(y.words) + _LONGER <= len(x.words) <= _HEADING * len(y.words)


def _figure(a: Telling, b: Telling) -> Iterator[Found]:
    """A figure for which the other has nothing to stand against."""
    if not (_fuller(a, b) or _fuller(b, a)):
        return
    same, against = numbers.pairs(a, b)
    paired = [{pair[side].span for pair in (*same, *against)} for side in (0, 1)]
    for (x, y), told in zip(_ways(a, b), paired, strict=True):
        if not _fuller(x, y):
            continue
        for q in x.quantities:
            if q.span not in told and _tells(q, x, y):
                yield _found("a figure", q.span, x, a)


def _tells(q: Quantity, x: Telling, y: Telling) -> bool:
    """Whether a figure is a fact of its own: no word («one of»), no code («HQ-4471»), no age, not what it was before,
    no amount in another currency, no time where the other tells one in any way («شهر» for «ثلاثين يوما»)."""
    if q.former or q.hedge == "vague" or (q.dimension is None and q.value < _COUNT and q.hedge == "exact"):
        return False
    if q.dimension == "time":
        return not (y.dates or _timed(y) or is_age(x.text, q))
    if q.dimension is not None and any(other.dimension not in (None, "time", "percent") for other in y.quantities):
        return False
    return x.text[max(0, q.figure.start - 1) : q.figure.start] not in ("-", "(", "/", "–")


def _timed(t: Telling) -> bool:
    """Whether a telling has a unit of time in any form («الساعات الثلاث»)."""
    units = lexicon().units
    return any((unit := units.get((form,))) and unit[0] == "time" for forms in t.line.forms for form in forms)


def _day(a: Telling, b: Telling) -> Iterator[Found]:
    """A day, month or year, not that of the news itself, where the other tells none."""
    if not (_fuller(a, b) or _fuller(b, a)):
        return
    days = {id(t): intervals(t) for t in (a, b)}
    for x, y in _ways(a, b):
        if days[id(y)] or not _fuller(x, y):
            continue
        for day in days[id(x)]:
            if not _of_the_news(x, day) and not any(up_to(x, d) for d in x.dates if d.start >= day.span.start):
                yield _found("a date", day.span, x, a)


def _of_the_news(t: Telling, day: Interval) -> bool:
    if t.published is None:
        return True
    return abs((day.first - t.published).days) <= _NEWS or abs((day.last - t.published).days) <= _NEWS


def _run(a: Telling, b: Telling) -> Iterator[Found]:
    """A run of words with which the longer telling begins or ends and that the shorter, otherwise contained in it, has
    not."""
    if a.report.language != b.report.language or shared_stems(a, b) < _CONTAINED:
        return
    for x, y in _ways(a, b):
        run = _longest_new_run(x, y)
        if run is not None and len(x.words) >= len(y.words) + _MORE and _at_an_end(run, x):
            yield _found("a run of words", run, x, a)


def _at_an_end(run: Span, t: Telling) -> bool:
    """Whether a run stands at the beginning or end of a content, a word more or less."""
    return run.start <= t.words[1].start or run.end >= t.words[-2].end


def _longest_new_run(x: Telling, y: Telling) -> Span | None:
    """The longest run of words of x whose stems y lacks, a single word of y's between allowed; at least _NEW new."""
    best: tuple[int, int, int] | None = None
    start, new, last = None, 0, -1
    for i, w in enumerate(x.words):
        if stem(w.form) in y.stems:
            if start is not None and i - last > 1:
                start, new = None, 0
            continue
        start, new, last = (i if start is None else start), new + 1, i
        if new >= _NEW and (best is None or new > best[0]):
            best = new, start, i
    return Span(x.words[best[1]].start, x.words[best[2]].end) if best else None
