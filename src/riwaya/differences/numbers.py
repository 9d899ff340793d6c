"""Figures against figures: equal, softer, another, or a later state of the same count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from riwaya.differences.lexicon import wording
from riwaya.differences.quantities import Quantity
from riwaya.differences.telling import Telling
from riwaya.model import DifferenceKind, Span

CURRENCIES = frozenset(
    ("USD", "EUR", "GBP", "pound", "dirham", "dinar", "riyal", "lira", "shilling", "rupee", "ouguiya", "franc", "yuan",
     "yen")
)
LOOSE = 0.45  # one of several counts in one language that name nothing in common
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
    if "percent" in (a.dimension, b.dimension):
        plain = a if a.dimension is None else b
        return plain.dimension is None and plain.value < 1
    return None in (a.dimension, b.dimension) and "time" not in (a.dimension, b.dimension)


def same_currency(a: Quantity, b: Quantity) -> bool:
    """«جنيه» may be sterling; otherwise a currency is itself."""
    if {a.dimension, b.dimension} == {"pound", "GBP"}:
        return True
    return a.dimension == b.dimension or a.dimension not in CURRENCIES or b.dimension not in CURRENCIES


def _equal(a: Quantity, b: Quantity) -> bool:
    x, y = a.value, b.value
    if a.dimension != b.dimension and "percent" in (a.dimension, b.dimension):  # half and 50 %
        x, y = (x * 100 if a.dimension is None and x < 1 else x), (y * 100 if b.dimension is None and y < 1 else y)
    return abs(x - y) <= 0.005 * max(abs(x), abs(y)) and (a.hedge == "range") == (b.hedge == "range")


def _affinity(a: Quantity, b: Quantity, order: int) -> float:
    """How much two figures look like two readings of one count."""
    shared = len(set(a.nouns) & set(b.nouns))
    ratio = min(a.value, b.value) / max(a.value, b.value) if max(a.value, b.value) > 0 else 0.0
    return 2.0 * shared + (1.0 if a.dimension == b.dimension else 0.0) + 0.5 * ratio - 0.2 * order


def pairs(a: Telling, b: Telling) -> tuple[list[tuple[Quantity, Quantity]], list[tuple[Quantity, Quantity]]]:
    """(figures that agree, figures that stand against each other)."""
    left, right = list(a.quantities), list(b.quantities)
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
         if comparable(x, y)),
        key=lambda t: (-t[0], t[1], t[2]),
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in ranked:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            against.append((left[i], right[j]))
    return same, against


_WORDS = {"exact": "exactly", "about": "about", "lower": "at least", "upper": "at most", "range": "between",
          "vague": "loosely"}


def compare(a: Telling, b: Telling) -> Iterator[Found]:
    """Differences of number between two tellings, and of strength where only the bounds differ."""
    same, against = pairs(a, b)
    for x, y in same:
        if x.hedge == y.hedge or "vague" in (x.hedge, y.hedge):
            continue
        pair = {x.hedge, y.hedge}
        if pair == {"lower", "exact"} or pair == {"lower", "about"}:
            yield Found("number", x.span, y.span, False,
                        f"the same figure, {_WORDS[x.hedge]} against {_WORDS[y.hedge]}", 0.75)
        elif pair == {"lower", "upper"}:
            yield Found("number", x.span, y.span, True,
                        f"one is {_WORDS[x.hedge]}, the other {_WORDS[y.hedge]} the same figure", 0.9)
        else:
            yield Found("strength", x.span, y.span, False,
                        f"the same figure, {_WORDS[x.hedge]} against {_WORDS[y.hedge]}", 0.8)
    for x, y in against:
        yield _stand(a, b, x, y, len(against))


def _stand(a: Telling, b: Telling, x: Quantity, y: Quantity, rivals: int) -> Found:
    shared = bool(set(x.nouns) & set(y.nouns))
    across = a.report.language != b.report.language
    sure = 0.9 if x.dimension == y.dimension and (x.dimension or shared) else 0.8 if shared else 0.65
    if not shared and not x.dimension:
        sure = 0.6 if across else 0.55 if rivals == 1 else LOOSE
    sure -= 0.1 * (rivals - 1)
    if not same_currency(x, y):
        if abs(x.value - y.value) <= 0.005 * max(x.value, y.value):
            return Found("number", x.figure, y.figure, True, "the same figure in another currency", 0.9)
        return Found("number", x.figure, y.figure, False, "two currencies, not compared", sure)
    if x.overlaps(y):
        return Found("number", x.span, y.span, False, "other figures whose bounds overlap", sure)
    later = _update(a, b, x, y)
    if later:
        return Found("number", x.span, y.span, False, later, sure, update=True)
    return Found("number", x.span, y.span, True, "figures that exclude each other", sure)


def _update(a: Telling, b: Telling, x: Quantity, y: Quantity) -> str:
    """Why the later figure may be a later state of the same count; "" where it may not."""
    if a.published is None or b.published is None or a.published == b.published:
        return ""
    first, second, early, late = (x, y, a, b) if a.published < b.published else (y, x, b, a)
    toll = wording().toll
    grows = not (a.bare | b.bare).isdisjoint(toll)
    if grows and first.value < second.value <= _MOST_GROWTH * first.value and first.hedge != "upper":
        return f"a toll that grew: {early.published} to {late.published}"
    return ""
