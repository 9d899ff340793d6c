"""Which pairs of statements are worth a closer look: near in meaning, or sharing a figure that few have.

Never all pairs: the number of candidates grows with the number of statements, not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from riwaya.claims.entries import blocks
from riwaya.claims.features import Entry
from riwaya.encoder.weights import Floats

NEAREST = 24  #: statements nearest to each that are looked at
LEAST_MEANING = -0.2  #: centred cosine below which nothing is looked at
_FEW = 6  # statements that share a figure, at most, for the figure to bring them together


def candidates(entries: Sequence[Entry], centred: Floats) -> list[tuple[int, int]]:
    """Pairs (i, j) with i < j, sorted."""
    found: set[tuple[int, int]] = set()
    n = len(entries)
    k = min(NEAREST, n - 1)
    if k < 1:
        return []
    for rows in blocks(centred):
        product = centred[rows] @ centred.T
        product[np.arange(len(product)), np.arange(rows.start, rows.start + len(product))] = -2
        for r, near in enumerate(np.argpartition(product, -k, axis=1)[:, -k:]):
            i = rows.start + r
            found.update(
                (min(i, int(j)), max(i, int(j))) for j in near if product[r, j] > LEAST_MEANING
            )
    found.update(_same_figure(entries, centred))
    return sorted(found)


def _same_figure(entries: Sequence[Entry], centred: Floats) -> set[tuple[int, int]]:
    having: dict[tuple[str | None, float], list[int]] = defaultdict(list)
    for i, entry in enumerate(entries):
        for key in {(q.dimension, round(q.value, 3)) for q in entry.telling.quantities if q.value > 2}:
            having[key].append(i)
    return {
        (i, j)
        for members in having.values() if len(members) <= _FEW
        for at, i in enumerate(members) for j in members[at + 1 :]
        if float(centred[i] @ centred[j]) > LEAST_MEANING
    }
