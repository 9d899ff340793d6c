"""Reports into bundles: each what one worker groups, so that what may be one story lies in one.

Links are drawn between knots of reports, and the two knots are tied that are nearest on the mean of all their pairs
(average linkage, Sokal and Michener 1958; pairs without a link count as nothing), as long as a worker has room for
both: where news is so dense that everything hangs together by some thread, it is the weakest threads that are cut.
Taking the nearest link first whatever lies around it (Kruskal) chains, and cuts stories: .93 of BCubed in place of .97
on three days of Egyptian news cut into tenths. Then what hangs together is laid into bundles in order of time.

Links are taken `SEGMENT` at a time, in the order of their reports, and tied to what earlier ones have tied; what is
held of a report otherwise is some forty bytes.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from riwaya.batch.linking import Links
from riwaya.batch.turns import Turn
from riwaya.stories.candidates import Near

SEGMENT = 3_000_000  #: links held at once, a hundred bytes each
_SHARES = 2
_OPEN = 3  #: turns whose reports are compared at once, about
_NEAREST = 2.0  #: nearness from which a link says no more

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Room:
    """What a worker has room for."""

    most: int = 200_000  #: reports of a bundle, 3 kB each
    dense: int = 70_000  #: of these compared with one another at once: 10 kB each, 15 where they are of two languages

    def of(self, turns: Sequence[Turn]) -> list[int]:
        """How many reports of each turn a knot may have: twice its share, so that what is open has room beside it."""
        counts = [t.count for t in turns]
        around = [max(counts[n : n + _OPEN]) for n in range(len(counts))]
        return [min(self.dense, max(2, _SHARES * self.dense * t.reports // max(c, self.dense)))
                for t, c in zip(turns, around, strict=True)]  # fmt: skip

    def fits(self, held: Counter[int]) -> bool:
        """Whether so many reports of each turn fit a worker."""
        if sum(held.values()) > self.most:
            return False
        return all(sum(held.get(turn + n, 0) for n in range(_OPEN)) <= self.dense for turn in held)


class Knots:
    """Reports by their places in the archive, and what is tied to what."""

    def __init__(self, turn: npt.NDArray[np.int32], room: Room, shares: Sequence[int]) -> None:
        """`turn`: that of each report, in order; `shares`: how many of each turn a knot may have."""
        self._turn, self._room, self._shares = turn, room, shares
        self._sure = min([room.most, *shares])
        self._up = np.arange(len(turn), dtype=np.int64)
        self._next = np.arange(len(turn), dtype=np.int64)  # the reports of a knot in a ring
        self.size = np.ones(len(turn), np.int64)
        self._spread: dict[int, Counter[int]] = {}  # of each turn, in knots that may not fit

    def top(self, i: int) -> int:
        """The report by which the knot of a report is known: its first."""
        up = self._up
        root = i
        while (above := int(up[root])) != root:
            root = above
        while (above := int(up[i])) != root:
            up[i] = root
            i = above
        return root

    def tie(self, one: int, other: int) -> bool:
        """Make one of the knots of two reports; whether there was room for it."""
        a, b = sorted((self.top(one), self.top(other)))
        if a == b:
            return True
        size = int(self.size[a] + self.size[b])
        if size > self._sure:
            both = self._held(a) + self._held(b)
            if not self._room.fits(both) or any(n > self._shares[turn] for turn, n in both.items()):
                return False
            self._spread[a] = both
            self._spread.pop(b, None)
        self._up[b] = a
        self.size[a] = size
        self._next[a], self._next[b] = self._next[b], self._next[a]
        return True

    def _held(self, top: int) -> Counter[int]:
        return self._spread[top] if top in self._spread else Counter(self._turn[list(self._members(top))].tolist())

    def _members(self, i: int) -> Iterator[int]:
        at = i
        while True:
            yield at
            at = int(self._next[at])
            if at == i:
                return

    def bundles(self) -> npt.NDArray[np.int32]:
        """The number of the bundle of each report: knots in order of their first report, until one is full."""
        found = np.full(len(self._turn), -1, np.int32)
        number = 0
        spread: Counter[int] = Counter()
        held = 0
        for i in range(len(found)):
            if found[i] >= 0:
                continue
            members = list(self._members(i))
            mine = Counter(self._turn[members].tolist())
            if held + len(members) > self._sure and held and not self._room.fits(spread + mine):
                number, held, spread = number + 1, 0, Counter()
            held += len(members)
            spread.update(mine)
            found[members] = number
        return found


def gather(
    turns: Sequence[Turn], keys: npt.NDArray[np.uint64], links: Iterable[Links], room: Room
) -> npt.NDArray[np.int32]:
    """The bundle of each report. In: the number of the address of each in order of the archive (pages of one address
    may be versions of one report); the links of each turn."""
    turn = np.repeat(np.arange(len(turns), dtype=np.int32), [t.reports for t in turns])
    knots = Knots(turn, room, room.of(turns))
    order = np.argsort(keys, kind="stable")
    for n in np.flatnonzero(keys[order][1:] == keys[order][:-1]).tolist():
        knots.tie(int(order[n]), int(order[n + 1]))
    del order
    for some in _segments(links):
        _tie(knots, some)
    return knots.bundles()


def _segments(links: Iterable[Links]) -> Iterator[Links]:
    """The links of turns after one another, so many at once, or of parts of a turn that has more; a link belongs to the
    later of its reports."""
    held: list[Links] = []
    for found in links:
        later = np.maximum(found.one, found.other)
        order = np.argsort(later, kind="stable")
        for at in range(0, len(order), SEGMENT):
            some = order[at : at + SEGMENT]
            if held and sum(len(h.one) for h in held) + len(some) > SEGMENT:
                yield _one(held)
                held = []
            held.append(Links(found.one[some], found.other[some], found.near[some]))
    if held:
        yield _one(held)


def _one(links: Sequence[Links]) -> Links:
    """Links as one, each pair of reports once."""
    one, other, near = (np.concatenate(side) for side in zip(*((x.one, x.other, x.near) for x in links), strict=True))
    one, other = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((-near, other, one))
    first = order[(np.diff(one[order], prepend=-1) != 0) | (np.diff(other[order], prepend=-1) != 0)]
    return Links(one[first], other[first], near[first])


def _tie(knots: Knots, links: Links) -> None:
    """Tie the knots between which there are links, the nearest on the mean first."""
    tops, ends = np.unique([[knots.top(i) for i in side.tolist()] for side in (links.one, links.other)],
                           return_inverse=True)  # fmt: skip
    one, other = ends.reshape(2, -1)
    one, other = np.minimum(one, other), np.maximum(one, other)
    held = one != other
    pairs, which = np.unique(one[held] * len(tops) + other[held], return_inverse=True)
    # A pair of reports that each has found is one link; a pair of knots has as many as there are.
    drawn = np.zeros(len(pairs))
    np.add.at(drawn, which, np.minimum(links.near[held], _NEAREST).astype(np.float64))
    here, there = (pairs // len(tops)).astype(np.int32), (pairs % len(tops)).astype(np.int32)
    sizes = knots.size[tops]
    near = Near(len(tops), here, there, drawn)
    waiting = _nearest(here, there, drawn / sizes[here] / sizes[there])
    size = sizes.tolist()
    heapq.heapify(waiting)
    gone = np.zeros(len(tops), bool)
    while waiting:
        score, i, j = heapq.heappop(waiting)
        if gone[i]:
            continue
        row = near[i]
        if j not in row or -score != row[j] / size[i] / size[j]:
            # Ties make nothing nearer than its parts were, so what stands here is the most it can have been.
            if row:
                best = max((x / size[i] / size[k], -k) for k, x in row.items())
                heapq.heappush(waiting, (-best[0], i, -best[1]))
            continue
        theirs = near[j]
        del row[j], theirs[i]
        if knots.tie(int(tops[i]), int(tops[j])):
            for k, x in theirs.items():
                back = near[k]
                del back[j]
                row[k] = back[i] = row.get(k, 0.0) + x
            near.clear(j)
            gone[j] = True
            size[i] += size[j]
        if row:
            best = max((x / size[i] / size[k], -k) for k, x in row.items())
            heapq.heappush(waiting, (-best[0], i, -best[1]))


def _nearest(
    one: npt.NDArray[np.int32], other: npt.NDArray[np.int32], score: npt.NDArray[np.float64]
) -> list[tuple[float, int, int]]:
    """The nearest of each, as the heap takes it."""
    whose, whom, scores = np.concatenate([one, other]), np.concatenate([other, one]), np.concatenate([score, score])
    order = np.lexsort((whom, -scores, whose))
    first = order[np.flatnonzero(np.diff(whose[order], prepend=-1))]
    return list(zip((-scores[first]).tolist(), whose[first].tolist(), whom[first].tolist(), strict=True))
