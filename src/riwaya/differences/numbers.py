"""Figures against figures: equal, softer, another, or a later state of the same count."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from riwaya.dates import DateExpression
from riwaya.differences.ages import of_two
from riwaya.differences.currencies import CURRENCIES, exchanged, same_currency
from riwaya.differences.lexicon import bare, wording
from riwaya.differences.offsets import offsets
from riwaya.differences.quantities import Quantity
from riwaya.differences.telling import Telling
from riwaya.language.text import fold, words
from riwaya.model import DifferenceKind, Span

MOST_FIGURES = 60  #: of a telling are compared, each with each of the other's; one that has more is a table
_COUNTED = 10_000  # a bare figure from which on its unit may have been left out («168 مليونا»)
LOOSE = 0.45  # one of several counts in one language that name nothing in common
_FEW = 20.0  # by which a first count of a few may grow
_MOST_GROWTH = 3.0  # a toll that grows more than threefold between two reports is another figure, not a later one


@dataclass(frozen=True, slots=True)
class Found:
    """A difference that a rule found between two tellings; spans are offsets into the contents."""

    kind: DifferenceKind
    a: Span | None
    b: Span | None
    conflict: bool
    why: str
    sure: float
    update: bool = False


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether two figures measure the same sort of thing, of the same time: what it was is no rival of what it is."""
    if a.former != b.former:
        return False
    if a.dimension == b.dimension:
        return True
    if a.dimension in CURRENCIES and b.dimension in CURRENCIES:
        return True
    if {a.dimension, b.dimension} == {"temperature", "degree"}:
        return True
    if "percent" in (a.dimension, b.dimension):
        plain = a if a.dimension is None else b
        return plain.dimension is None and plain.value < 1
    plain, measured = (a, b) if a.dimension is None else (b, a)
    return plain.dimension is None and measured.dimension != "time" and not _counts_things(plain, measured)


def _counts_things(plain: Quantity, measured: Quantity) -> bool:
    """Whether a figure without a unit names what it counts («128 منتجا» beside "3 billion dollars", «سفينة واحدة»
    beside "12 km")."""
    return bool(plain.nouns) and plain.value < _COUNTED and not set(plain.nouns) & set(measured.nouns)


def _equal(a: Quantity, b: Quantity) -> bool:
    x, y = a.value, b.value
    if a.dimension != b.dimension and "percent" in (a.dimension, b.dimension):  # half and 50 %
        x, y = (x * 100 if a.dimension is None and x < 1 else x), (y * 100 if b.dimension is None and y < 1 else y)
    if a.days and b.days and abs(a.days - b.days) > 1:
        return False
    return abs(x - y) <= 0.005 * max(abs(x), abs(y)) and (a.hedge == "range") == (b.hedge == "range")


def _affinity(a: Quantity, b: Quantity, order: int) -> float:
    """How much two figures look like two readings of one count."""
    shared = len(_things(a) & _things(b))
    ratio = min(a.value, b.value) / max(a.value, b.value) if max(a.value, b.value) > 0 else 0.0
    return 2.0 * shared + (1.0 if a.dimension == b.dimension else 0.0) + 0.5 * ratio - 0.2 * order


def _in_one_measure(a: Sequence[Quantity], b: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Figures of two tellings as they can be compared: a share («أكثر من نصف») in hundredths, where the other tells
    per cent."""
    def shares(mine: Sequence[Quantity], theirs: Sequence[Quantity]) -> list[Quantity]:
        if not any(q.dimension == "percent" for q in theirs):
            return list(mine)
        return [_scaled(q, 100.0, "percent") if q.dimension is None and q.value < 1 else q for q in mine]

    return shares(a, b), shares(b, a)


def _scaled(q: Quantity, by: float, dimension: str | None) -> Quantity:
    return replace(q, low=q.low * by, value=q.value * by, high=q.high * by, dimension=dimension)


def _by_the_day(x: Quantity, y: Quantity) -> tuple[Quantity, Quantity]:
    """Two counts by periods («شهريا», "a week") as counts by the day; others as they are."""
    if x.days and y.days and x.days != y.days:
        return _scaled(x, 1 / x.days, x.dimension), _scaled(y, 1 / y.days, y.dimension)
    return x, y


def pairs(a: Telling, b: Telling) -> tuple[list[tuple[Quantity, Quantity]], list[tuple[Quantity, Quantity]]]:
    """(figures that agree, figures that stand against each other), of the first MOST_FIGURES of each."""
    if not a.quantities or not b.quantities:
        return [], []
    left, right = _in_one_measure(a.quantities[:MOST_FIGURES], b.quantities[:MOST_FIGURES])
    same: list[tuple[Quantity, Quantity]] = []
    for x in list(left):
        for y in right:
            if _equal(x, y) and comparable(replace(x, former=y.former), y) and same_currency(x, y):
                same.append((x, y))
                left.remove(x)
                right.remove(y)
                break
    against: list[tuple[Quantity, Quantity]] = []
    ranked = sorted(
        ((_affinity(x, y, abs(i - j)), i, j) for i, x in enumerate(left) for j, y in enumerate(right)
         if comparable(x, y) and not _unlike(a, b, x, y)),
        key=lambda t: (-t[0], t[1], t[2]),
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in ranked:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            against.append(_by_the_day(left[i], right[j]))
    return same, against


def _unlike(a: Telling, b: Telling, x: Quantity, y: Quantity) -> bool:
    """Whether two figures count unlike things, or one counts a part of what the other counts."""
    one, other = a.counts[x.figure], b.counts[y.figure]
    if one.unlike(other) or of_two(a, b, x, y):
        return True
    if one.partial == other.partial:
        return False
    part, whole = (x, y) if one.partial else (y, x)
    return part.value < whole.value


_WORDS = {"exact": "exactly", "about": "about", "lower": "at least", "upper": "at most", "range": "between",
          "vague": "loosely"}


def compare(a: Telling, b: Telling) -> Iterator[Found]:
    """Differences of number between two tellings, and of strength where only the bounds differ."""
    same, against = pairs(a, b)
    for x, y in same:
        if x.hedge == y.hedge or "vague" in (x.hedge, y.hedge):
            continue
        pair = {x.hedge, y.hedge}
        low = next((t.text[q.span.start : q.span.end] for t, q in ((a, x), (b, y)) if q.hedge == "lower"), "")
        open_ = any(w.form in _AT_LEAST for w in words(low))  # "at least three" may be three; "more than" is not
        if (pair == {"lower", "exact"} or pair == {"lower", "about"}) and not open_:
            yield Found("number", x.span, y.span, False,
                        f"the same figure, {_WORDS[x.hedge]} against {_WORDS[y.hedge]}", 0.75)
        elif pair == {"lower", "upper"}:
            yield Found("number", x.span, y.span, True,
                        f"one is {_WORDS[x.hedge]}, the other {_WORDS[y.hedge]} the same figure", 0.9)
        else:
            yield Found("strength", x.span, y.span, False,
                        f"the same figure, {_WORDS[x.hedge]} against {_WORDS[y.hedge]}", 0.8)
    runs = [[o.span for o in offsets(t) if not o.clock] for t in (a, b)] if against else []
    for x, y in against:
        told = [any(s.start <= q.figure.start < s.end for s in run) for q, run in zip((x, y), runs, strict=True)]
        if not all(told):  # two runs of time from something else are dates
            yield _stand(a, b, x, y, len(against))


def _stand(a: Telling, b: Telling, x: Quantity, y: Quantity, rivals: int) -> Found:
    shared = bool(_things(x) & _things(y)) or a.counts[x.figure].like(b.counts[y.figure])
    across = a.report.language != b.report.language
    sure = 0.9 if x.dimension == y.dimension and (x.dimension or shared) else 0.8 if shared else 0.65
    if not shared and not x.dimension and not all(_counts_one(t, q) for t, q in ((a, x), (b, y))):
        sure = LOOSE
    elif not shared and not x.dimension:
        sure = 0.6 if across else 0.55 if rivals == 1 else LOOSE
    sure -= 0.1 * (rivals - 1)
    if not same_currency(x, y):
        if abs(x.value - y.value) <= 0.005 * max(x.value, y.value):
            return Found("number", x.figure, y.figure, True, "the same figure in another currency", 0.9)
        if not exchanged(x, y):
            return Found("number", x.figure, y.figure, True, "two currencies, at no rate the same amount", sure)
        return Found("number", x.figure, y.figure, False, "two currencies, at some rate the same amount", sure)
    if x.overlaps(y) and _rival_bounds(a, b, x, y):
        return Found("number", x.span, y.span, True, "bounds that nobody would give of one figure", sure)
    if x.overlaps(y):
        return Found("number", x.span, y.span, False, "other figures whose bounds overlap", sure)
    later = _update(a, b, x, y)
    if later:
        return Found("number", x.span, y.span, False, later, sure, update=True)
    return Found("number", x.span, y.span, True, "figures that exclude each other", sure)


def _things(q: Quantity) -> frozenset[str]:
    """What a figure counts, so that a broken plural meets its singular: consonants alone («مشهد», «مشاهد»)."""
    return _boned(q.nouns)


@lru_cache(maxsize=1 << 14)
def _boned(nouns: tuple[str, ...]) -> frozenset[str]:
    found = set(nouns)
    for noun in nouns:
        bones = "".join(c for c in noun if c not in _WEAK)
        if len(bones) >= _BONES and not noun.isascii():
            found.add("#" + bones)
    return frozenset(found)


_WEAK = "اويىةءئؤ"
_BONES = 3  # consonants that tell one noun from another


def _counts_one(t: Telling, q: Quantity) -> bool:
    """Whether a figure that is a bare "one" counts: at the beginning («One sailor drowned») or as no more than one.
    «في فندق واحد», "one of" are more a word than a count."""
    if q.value != 1 or q.hedge != "exact" or any(c.isdigit() for c in q.figure.of(t.text)):
        return True
    near = words(t.text[max(0, q.span.start - _NEAR) : q.span.end + _NEAR])
    return q.span.start <= _OPENING or any(w.form in _ONLY for w in near)


_OPENING = 12  # characters of a content in which its subject stands
_ONLY = frozenset(("فقط", "only", "just", "سوي", "الا"))
_FAR = 1.3  # times that a figure may be "more than" another, at least


_AT_LEAST = frozenset(("الاقل", "اقل", "يقل", "تقل", "يقلون", "ادني", "least", "fewer", "less"))


def _furthest(bound: float) -> float:
    """The most of which somebody would say "more than" this bound: up to the next figure as round as it (400 for 300,
    50 for 40), or somewhat more."""
    step = 10.0 ** math.floor(math.log10(bound)) if bound >= 1 else 1.0
    while step > 1 and bound % step and bound % (step / 2):
        step /= 10
    return max(_FAR * bound, bound + (step if not bound % step else step / 2))


def _rival_bounds(a: Telling, b: Telling, x: Quantity, y: Quantity) -> bool:
    """Whether figures whose bounds overlap conflict all the same: who knows of 600 does not say "more than 160", and
    one source that is quoted with "at most 52" and with "at most 25" is misquoted in one."""
    if x.hedge == y.hedge and x.hedge in ("lower", "upper") and a.origin == b.origin and not a.own and not b.own:
        return not _update(a, b, x, y)
    (low, said), (high, _) = sorted(((x, a), (y, b)), key=lambda q: q[0].value)
    if any(w.form in _AT_LEAST for w in words(low.span.of(said.text))):  # says of itself that it may be more
        return False
    firm = high.hedge in ("lower", "exact", "about")
    return low.hedge == "lower" and firm and high.value > _furthest(low.value) and not _update(a, b, x, y)


def _update(a: Telling, b: Telling, x: Quantity, y: Quantity) -> str:
    """Why the later figure may be a later state of the same count; "" where it may not.

    A toll grows and the missing grow fewer, but how many were aboard stays what it was; a figure called preliminary is
    later revised, whatever it counts; what "rose to" a figure, by the same source, was less before, on the same day
    too. So was what a source counts higher later, by itself; of a count the moment is the one that it is told for
    («حتى مساء السبت»), else the day of writing.
    """
    day, other = _counted_at(a), _counted_at(b)
    if day is None or other is None:
        return ""
    one_source = a.origin == b.origin and not a.own and not b.own
    lexicon = wording()
    grows = x.dimension is y.dimension is None and not (a.bare | b.bare).isdisjoint(lexicon.toll)
    if day == other:
        return _on_one_day(a, b, x, y, one_source, grows)
    first, second, early, late = (x, y, a, b) if day < other else (y, x, b, a)
    when = f"{min(day, other)} to {max(day, other)}"
    if not early.bare.isdisjoint(lexicon.preliminary) and not first.hedge == second.hedge == "upper":
        return f"a preliminary figure that was revised: {when}"
    if second.value < first.value and _counts(early, first, lexicon.shrinking) and _counts(
            late, second, lexicon.shrinking):
        return f"fewer are missing: {when}"
    if any(_counts(t, q, lexicon.stock) and not _counts(t, q, lexicon.toll - lexicon.people)
           for t, q in ((early, first), (late, second))):
        return ""
    most = max(_MOST_GROWTH * first.value, first.value + _FEW)
    vouched = one_source or _vouched(late, early, second.value / max(first.value, 1.0))
    if grows and vouched and first.value < second.value <= most and first.hedge != "upper":
        return f"a toll that grew: {when}"
    if first.hedge != "upper" and _grown(first.value, second) and _risen(late, second, first):
        return f"the later one tells that it rose: {when}"
    most_counted = _MOST_TO_THE_END if _final(late) else _MOST_COUNTED
    if one_source and first.hedge != "upper" and _grown(first.value, second, most_counted):
        return f"its source counted more later: {when}"
    return ""


def _on_one_day(a: Telling, b: Telling, x: Quantity, y: Quantity, one_source: bool, grows: bool) -> str:
    """Why one of two figures of a day may be a later state of the other; "" where it may not."""
    more, said, less, before = (x, a, y, b) if x.value > y.value else (y, b, x, a)
    shrinks = all(_counts(t, q, wording().shrinking) for t, q in ((a, x), (b, y)))
    if one_source and shrinks:
        return "one source counts fewer as they are found"
    if (a.origin == b.origin or grows) and _risen(said, more, less):
        return "the one tells that it rose from less"
    running = _to_the_hour(before) if grows and not one_source else (
        one_source and (_to_the_hour(a) or _to_the_hour(b) or _final(said)))
    return "the one was counted earlier in the day" if running and _grown(less.value, more, _MOST_GROWTH) else ""


def _vouched(late: Telling, early: Telling, growth: float) -> bool:
    """Whether somebody stands for a later figure by name: that of an unnamed source, or an outlet's own that is far
    above one that has a source, is more often another figure than a later one."""
    if late.own:
        return early.own or growth <= _SOMEWHAT
    return bool(late.sources) and late.sources[-1].kind != "anonymous"


def _final(t: Telling) -> bool:
    """Whether a telling closes its count («في حصيلة نهائية»), in its content or its cue."""
    return not t.bare.isdisjoint(wording().final) or any(
        f in wording().final for w in words(t.cue) for f in bare(w.form))


_SOMEWHAT = 1.3  # times that a toll grows from one day to the next without anybody to stand for it
_MOST_COUNTED = 2.0  # times that a source's own count may have grown
_MOST_TO_THE_END = 5.0  # the same, where the later count is its last


def _grown(before: float, q: Quantity, most: float = 2.0) -> bool:
    """Whether a plain count may be what another grew to; more than twofold it more likely is a misquotation."""
    return q.dimension is None and float(q.value).is_integer() and before < q.value <= most * before


def _to_the_hour(t: Telling) -> bool:
    """Whether a telling counts up to an hour of the day («68 رحلة حتى الثامنة مساء», "41 by 1pm"), in its content or in
    the rest of its sentence ("41 had been sent back by 1pm and 11 given away")."""
    return bool(t.quantities) and bool(_HOUR.search(fold(t.sentence)))


_HOUR = re.compile(
    r"\b(?:by|until|as of|at) (?:\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|noon\b|midday\b|midnight\b)"
    r"|\b(?:حتي|لغايه|عند) (?:الساعه )?(?:\d{1,2}\b|الواحده|الثانيه|الثالثه|الرابعه|الخامسه|السادسه|السابعه|الثامنه|"
    r"التاسعه|العاشره|ظهر|عصر|مساء|صباح|منتصف|ساعات|ساعه)"
)


def _counted_at(t: Telling) -> dt.date | None:
    """The day for which a telling counts: the one that it counts up to, else that of writing."""
    counted = [i.latest for i in t.dates if i.latest is not None and up_to(t, i)]
    return max(counted) if counted else t.published


def up_to(t: Telling, date: DateExpression) -> bool:
    """Whether a date is the moment up to which a figure before it counts («23 بلاغا حتى ظهر أمس», "41 by noon")."""
    before = [w for w in t.words if w.end <= date.start][-_UP_TO:]
    for word in before:
        if any(f in wording().until for f in bare(word.form)):
            return any(q.span.end <= word.start for q in t.quantities)
    return False


_UP_TO = 3  # words before a date among which "until" stands


def _risen(t: Telling, mine: Quantity, other: Quantity) -> bool:
    """Whether a telling says that its figure rose to what it is, from no more than threefold less («ارتفعت الحصيلة
    إلى»)."""
    if not other.value < mine.value <= _MOST_GROWTH * other.value:
        return False
    before = words(t.text[max(0, mine.span.start - _RISEN) : mine.span.start])
    to = any(f in ("الي", "to") for w in before[-1:] for f in bare(w.form))
    return to and any(f in wording().risen for w in before for f in bare(w.form))


_RISEN = 60  # characters before a figure among which its rise is told


def _counts(t: Telling, q: Quantity, nouns: frozenset[str]) -> bool:
    """Whether one of the nouns stands near a figure, as what it counts; anywhere, where it is the only figure."""
    if len(t.quantities) == 1:
        return not t.bare.isdisjoint(nouns)
    near = [i for i, w in enumerate(t.words) if w.start >= q.span.start - _NEAR and w.end <= q.span.end + _NEAR]
    return any(f in nouns for i in near for f in t.line.forms[i])


_NEAR = 24  # characters before and after a figure
