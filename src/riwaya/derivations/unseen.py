"""Prints of a text that nobody has seen: an agency's copy that several papers print and none of them names.

Who takes from one of several prints of a text has nothing of that text that this one left out. So where of three
prints any two share passages that the third lacks, none of the three is the original of the others: each has passed
over something that the other two still have. (The argument is that of textual criticism: each of several witnesses has
errors of its own, so none is the ancestor of the others, and their agreement goes back to a lost one; Maas 1927,
*Textkritik*.) Of two prints alone nothing can be told in this way: there equal times and evidence that leans to
neither side speak for a third text, and that the later names sources which the earlier does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from riwaya.derivations.relation import Wording

ENOUGH = 5  #: words that two prints must share beyond a third
_BACK = 2  #: and that the witness must lack in turn: readings of single words will do
_RUN = 5  #: words of a shared run that is looked at
_NEAREST = 40  #: prints, the likest first, that one is laid beside


@dataclass(frozen=True, eq=False)
class Prints:
    """The reports of a story that share wording, as this stage sees them. Words of a report are bits of a number, so
    that what three have to do with each other costs a few operations."""

    near: Mapping[tuple[str, str], Wording]  #: ordered pairs that are near copies
    loose: Mapping[tuple[str, str], Wording]  #: and pairs that share less
    apart: Mapping[str, Collection[int]]  #: report -> numbers of the words that prove nothing
    _long: dict[tuple[str, str], int] = field(default_factory=dict)
    _all: dict[tuple[str, str], int] = field(default_factory=dict)
    _strange: dict[tuple[str, str], int] = field(default_factory=dict)

    @cached_property
    def beside(self) -> dict[str, list[str]]:
        """The near copies of each report, the likest first."""
        out: dict[str, list[str]] = {}
        for one, other in self.near:
            out.setdefault(one, []).append(other)
        for one, others in out.items():
            others.sort(key=lambda other: (-self.near[one, other].likeness, other))
            del others[_NEAREST:]
        return out

    @cached_property
    def _idle(self) -> dict[str, int]:
        return {r: _bits((k, 1) for k in found) for r, found in self.apart.items()}

    @cached_property
    def _others(self) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for one, other in self.loose:
            out.setdefault(one, []).append(other)
        return out

    def beyond(self, report: str, witness: str, third: str) -> int:
        """How many words `report` shares with `witness` that `third` lacks: in runs of five words, those left out that
        prove nothing, and what a report has too that shares nothing with `third` (it can be from there)."""
        if (report, witness) not in self._long:
            long = _bits((r.a, r.length) for r in self.near[report, witness].runs if r.length >= _RUN)
            self._long[report, witness] = long & ~self._idle.get(report, 0)
        if (report, third) not in self._all:
            self._all[report, third] = _bits((r.a, r.length) for r in self.near[report, third].runs)
        left = self._long[report, witness] & ~self._all[report, third]
        return _weight(left & ~self._elsewhere(report, third)) if left else 0

    def _elsewhere(self, report: str, third: str) -> int:
        if (report, third) not in self._strange:
            self._strange[report, third] = _bits(
                (r.a, r.length) for other in self._others.get(report, ())
                if (other, third) not in self.near and (other, third) not in self.loose
                for r in self.loose[report, other].runs if r.length >= _RUN)
        return self._strange[report, third]


def _bits(rows: Iterable[tuple[int, int]]) -> int:
    """The number whose bits are the words of rows, each given by its first word and its length."""
    out = 0
    for start, length in rows:
        out |= ((1 << length) - 1) << start
    return out


def _weight(words: int) -> int:
    """What words are worth that a third lacks: each of three in a row and more counts, a shorter row as one word; a
    single word can agree by chance."""
    ends = words & words << 1 & words << 2
    whole = ends | ends >> 1 | ends >> 2
    short = words & ~whole
    return whole.bit_count() + (short & ~(short << 1)).bit_count()


class Against(NamedTuple):
    """What speaks against a report being taken from `original`: it shares `beyond` words with `witness` that the
    original lacks."""

    original: str
    witness: str
    beyond: int


@dataclass(frozen=True, slots=True)
class Traced:
    """What became of the originals that were supposed: `moved` has the better one of some reports; each of `unseen`
    is the prints of one text that nobody has seen, with what spoke against their supposed original."""

    moved: Mapping[str, str]
    unseen: tuple[Mapping[str, Against | None], ...]


def trace_prints(
    parent: Mapping[str, str], options: Mapping[str, Sequence[str]], order: Sequence[str],
    fixed: Collection[str], prints: Prints,
) -> Traced:
    """Which supposed originals cannot be. `parent`: report -> its supposed original, of which it is a near copy;
    `options`: report -> others that it could be from, the best first; `order`: the reports, earliest first;
    `fixed`: those whose original is known by other means."""
    now = dict(parent)
    moved: dict[str, str] = {}
    lost: dict[str, Against] = {}
    changed = True
    while changed:
        changed = False
        for report in reversed(order):
            if report not in now or report in fixed:
                continue
            below = _below(report, now)
            if not _witnesses(report, now[report], below, prints):
                continue
            others = () if report in moved else options.get(report, ())
            better = next((o for o in others if o not in below and not _witnesses(report, o, below, prints)), None)
            against = None if better else _crossed(report, (now[report], *options.get(report, ())), below, prints)
            if better is not None:
                now[report] = moved[report] = better
            elif against is not None:
                lost[report] = against
                del now[report]
            changed = changed or better is not None or against is not None
    if not _settle(lost, now, options, prints):
        return Traced({}, ())
    groups: dict[str, dict[str, Against | None]] = {}
    for report in order:
        if report in lost:
            top = _top(report, parent)  # the report at whose head all of them stood before
            groups.setdefault(top, {top: None})[report] = lost[report]
    return Traced({r: o for r, o in now.items() if o != parent[r]}, tuple(groups[r] for r in order if r in groups))


def _settle(
    lost: dict[str, Against], now: dict[str, str], options: Mapping[str, Sequence[str]], prints: Prints
) -> bool:
    """Give back to their supposed originals the reports whose witnesses stand below the same print as that original:
    only a third print, on a branch of its own, tells that there is a text above all three. False where that would
    end in a circle."""
    while True:
        head = {r: _top(r, now) for r in prints.beside}
        again = {r: _crossed(r, (a.original, *options.get(r, ())), _below(r, now), prints, head)
                 for r, a in lost.items()}
        alone = [r for r, against in again.items() if against is None]
        for r in alone:
            if lost[r].original in _below(r, now):
                return False
            now[r] = lost.pop(r).original
        if not alone:
            lost.update((r, against) for r, against in again.items() if against is not None)
            return True


def _witnesses(report: str, original: str, below: Collection[str], prints: Prints) -> list[Against]:
    """The prints that speak against an original, the weightiest first: not themselves taken from the report, they
    share with it what the original lacks."""
    near = (w for w in prints.beside.get(report, ()) if (original, w) in prints.near)
    others = [w for w in near if w != original and w not in below]
    found = [Against(original, w, prints.beyond(report, w, original)) for w in others]
    return sorted((a for a in found if a.beyond >= ENOUGH), key=lambda a: (-a.beyond, a.witness))


def _crossed(
    report: str, originals: Sequence[str], below: Collection[str], prints: Prints, head: Mapping[str, str] | None = None
) -> Against | None:
    """Of the witnesses against the possible originals of a report the first that in turn lacks what the report shares
    with that original: so the report cannot have its text from the witness either. `head`: at whose head each report
    stands; witness and original must then stand below different ones."""
    for original in originals:
        for a in () if original in below else _witnesses(report, original, below, prints):
            apart = head is None or len({report, head[a.witness], head[original]}) == 3
            if apart and prints.beyond(report, original, a.witness) >= _BACK:
                return a
    return None


def _below(report: str, parent: Mapping[str, str]) -> set[str]:
    """A report and all that is taken from it."""
    takers: dict[str, list[str]] = {}
    for one, other in parent.items():
        takers.setdefault(other, []).append(one)
    seen, todo = {report}, [report]
    while todo:
        for taker in takers.get(todo.pop(), ()):
            if taker not in seen:
                seen.add(taker)
                todo.append(taker)
    return seen


def _top(report: str, parent: Mapping[str, str]) -> str:
    while report in parent:
        report = parent[report]
    return report
