"""Claims out of pairs: average linkage over the pairs that were scored.

A statement joins a claim where it fits its members on average, so that a chain of near topics glues nothing. Pairs
that were not scored count with what the vectors' means say.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping

import numpy as np

from riwaya.encoder.weights import Floats


def cluster(
    scored: Mapping[tuple[int, int], float],
    vectors: Floats,
    guess: Callable[[float], float],
    threshold: float,
) -> list[list[int]]:
    """Groups of indices 0..len(vectors)-1, each sorted, in order of their first member.

    In: `scored`, the probability that i and j (i < j) are one claim; `vectors`, unit, centred; `guess`, the probability
    from a cosine alone. Two groups merge, best first, while the mean over their pairs is at least `threshold`.
    The result depends on the numbering of the statements only where probabilities are exactly equal.
    """
    members = {i: [i] for i in range(len(vectors))}
    sums: dict[int, Floats] = {i: vectors[i] for i in members}
    lengths: dict[int, float] = {}
    links: dict[int, dict[int, tuple[float, int]]] = {i: {} for i in members}
    for (i, j), p in scored.items():
        links[i][j] = links[j][i] = (p, 1)

    def length(i: int) -> float:
        if i not in lengths:
            lengths[i] = float(np.linalg.norm(sums[i]))
        return lengths[i]

    def mean(i: int, j: int) -> float:
        total, count = links[i][j]
        pairs = len(members[i]) * len(members[j])
        if count < pairs:
            a, b = sums[i], sums[j]
            cosine = float(a @ b) / max(1e-6, length(i) * length(j))
            total += (pairs - count) * guess(cosine)
        return total / pairs

    version = dict.fromkeys(members, 0)
    heap: list[tuple[float, int, int, int, int]] = []

    def push(i: int, j: int) -> None:
        p = mean(i, j)
        if p >= threshold:
            a, b = min(i, j), max(i, j)
            heapq.heappush(heap, (-p, a, b, version[a], version[b]))

    for i, j in scored:
        push(i, j)
    while heap:
        _, i, j, was_i, was_j = heapq.heappop(heap)
        if i not in members or j not in members or (version[i], version[j]) != (was_i, was_j):
            continue
        members[i] = sorted(members[i] + members.pop(j))
        sums[i] = sums[i] + sums.pop(j)
        lengths.pop(i, None)
        version[i] += 1
        for k, (p, count) in links.pop(j).items():
            if k == i:
                continue
            before = links[i].get(k, (0.0, 0))
            links[i][k] = links[k][i] = (before[0] + p, before[1] + count)
            del links[k][j]
        links[i].pop(j, None)
        for k in links[i]:
            push(i, k)
    return sorted(members.values())
