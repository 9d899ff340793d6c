"""Reports joined into stories, the nearest first: agglomeration by the middles of stories.

Two stories are as near as the cosine of the sums of their reports' words, less their distance in time (measure.py).
The middle of a story of many sides is nearer to a report of any one side than most of its reports are: so that a large
story holds together, where a mean over pairs tears it up; and nothing is chained, as union-find chains it.
Sums and inner products add up (Lance and Williams 1967), so that a join costs as much as the smaller side has words.
Bounded to pairs that share rare words (candidates.py); ties go by the order of reports, which is that of time and id.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

from riwaya.stories.candidates import neighbours
from riwaya.stories.measure import Vector, Weights, dot, nearness


class Heap:
    """Stories in the making: sums, times and inner products, each story under the number of its first report."""

    def __init__(self, vectors: Sequence[Vector], hours: Sequence[float | None], known: Weights) -> None:
        self.known = known
        self.sums = [dict(v) for v in vectors]
        self.square = [dot(v, v) for v in vectors]
        self.dated = [0 if h is None else 1 for h in hours]
        self.hours = [h or 0.0 for h in hours]
        self.members = [[i] for i in range(len(vectors))]
        self.near = neighbours(vectors)

    def score(self, i: int, j: int) -> float:
        """The nearness of two stories."""
        size = math.sqrt(self.square[i] * self.square[j])
        gap = self.hours[i] - self.hours[j] if self.dated[i] and self.dated[j] else None
        return nearness(self.near[i][j] / size if size else 0.0, gap, self.known)

    def merge(self, i: int, j: int) -> None:
        """Put story j into story i."""
        mine, theirs = self.near[i], self.near[j]
        between = mine.pop(j, None)
        theirs.pop(i, None)
        if between is None:
            between = dot(self.sums[i], self.sums[j])
        for k in sorted(mine.keys() | theirs.keys()):
            here = mine[k] if k in mine else dot(self.sums[i], self.sums[k])
            there = theirs[k] if k in theirs else dot(self.sums[j], self.sums[k])
            mine[k] = self.near[k][i] = here + there
            self.near[k].pop(j, None)
        self.near[j] = {}
        self.square[i] += self.square[j] + 2 * between
        total = self.sums[i]
        for term, x in self.sums[j].items():
            total[term] = total.get(term, 0.0) + x
        self.sums[j] = {}
        dated = self.dated[i] + self.dated[j]
        if dated:
            self.hours[i] = (self.hours[i] * self.dated[i] + self.hours[j] * self.dated[j]) / dated
        self.dated[i] = dated
        self.members[i] += self.members[j]
        self.members[j] = []


def join(
    vectors: Sequence[Vector], hours: Sequence[float | None], seeds: Sequence[Sequence[int]], known: Weights
) -> list[list[int]]:
    """Stories as sorted lists of indices, in order of their first. `seeds`: reports that are together already."""
    heap = Heap(vectors, hours, known)
    for seed in seeds:
        first, *others = sorted(seed)
        for other in others:
            heap.merge(first, other)
    waiting = [
        (-s, i, j) for i, near in enumerate(heap.near) for j in near if i < j and (s := heap.score(i, j)) >= known.line
    ]
    heapq.heapify(waiting)
    while waiting:
        score, i, j = heapq.heappop(waiting)
        if j not in heap.near[i] or heap.score(i, j) != -score:
            continue  # one of them has changed since
        heap.merge(i, j)
        for k in heap.near[i]:
            if (s := heap.score(min(i, k), max(i, k))) >= known.line:
                heapq.heappush(waiting, (-s, min(i, k), max(i, k)))
    return [sorted(m) for m in heap.members if m]
