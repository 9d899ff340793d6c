"""Reports joined into stories, the nearest first (agglomeration), by the measure of measure.py.

Sums of vectors and inner products of sums add up (Lance and Williams 1967), so that a join costs no more than to bring
the neighbours of both sides up to date. Only pairs that share rare words are compared (candidates.py). Nothing is
chained, as union-find chains it: a join has to fit the whole of both sides. Ties go by the order of reports, which is
that of time and id, and so the order in which they are handed over changes nothing.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

from riwaya.stories.candidates import neighbours, together
from riwaya.stories.measure import Sums, Weights, apart, dot, within


class Heap:
    """Stories in the making, each under the number of its first report."""

    def __init__(
        self, vectors: Sums, hours: Sequence[float | None], seeds: Sequence[Sequence[int]], known: Weights
    ) -> None:
        """`seeds`: reports that are together already. Takes the vectors over: they are added up in place."""
        self.known = known
        self.sums = vectors
        self.size = [1] * len(vectors)
        self.dated = [0 if h is None else 1 for h in hours]
        self.hours = [h or 0.0 for h in hours]
        self.members = [[i] for i in range(len(vectors))]
        for seed in seeds:
            first, *others = sorted(seed)
            for other in others:
                self._add(first, other)
        self.alive = [bool(m) for m in self.members]
        self.square = [dot(v, v) for v in self.sums]
        self.near = neighbours(self.sums, self.alive)

    def _add(self, i: int, j: int) -> None:
        self.sums.add(i, self.sums[j])
        self.sums.clear(j)
        dated = self.dated[i] + self.dated[j]
        if dated:
            self.hours[i] = (self.hours[i] * self.dated[i] + self.hours[j] * self.dated[j]) / dated
        self.dated[i] = dated
        self.size[i] += self.size[j]
        self.members[i] += self.members[j]
        self.members[j] = []

    def score(self, i: int, j: int, product: float | None = None) -> float:
        """The nearness of two stories; `product` is the inner product of their sums, where it is at hand."""
        mean = (self.near[i][j] if product is None else product) / (self.size[i] * self.size[j])
        inside = within(self.square[i], self.size[i], self.known) * within(self.square[j], self.size[j], self.known)
        gap = self.hours[i] - self.hours[j] if self.dated[i] and self.dated[j] else None
        return mean / math.sqrt(inside) - apart(gap, self.known)

    def merge(self, i: int, j: int) -> None:
        """Put story j into story i."""
        mine, theirs = self.near[i], self.near[j]
        between = mine.pop(j)
        theirs.pop(i)
        a, b = self.sums[i], self.sums[j]
        for k, product in theirs.items():
            here = mine.get(k)
            mine[k] = product + (dot(a, self.sums[k]) if here is None else here)
        for k in mine:
            if k not in theirs:
                mine[k] += dot(b, self.sums[k])
            row = self.near[k]
            row[i] = mine[k]
            row.pop(j, None)
        self.near.clear(j)
        self.square[i] += self.square[j] + 2 * between
        self._add(i, j)
        self.alive[j] = False


def join(
    vectors: Sums, hours: Sequence[float | None], seeds: Sequence[Sequence[int]], known: Weights
) -> list[list[int]]:
    """Stories as sorted lists of indices, in order of their first. `seeds`: reports that are together already."""
    heap = Heap(vectors, hours, seeds, known)
    waiting = [
        (-s, i, j) for i, j, product in together(*heap.near.pairs)
        if (s := heap.score(i, j, product)) >= known.line
    ]  # fmt: skip
    heapq.heapify(waiting)
    while waiting:
        score, i, j = heapq.heappop(waiting)
        if j not in heap.near[i] or heap.score(i, j) != -score:
            continue  # one of them has changed since
        heap.merge(i, j)
        for k in heap.near[i]:
            a, b = (i, k) if i < k else (k, i)
            if (s := heap.score(a, b)) >= known.line:
                heapq.heappush(waiting, (-s, a, b))
    return [sorted(m) for m in heap.members if m]
