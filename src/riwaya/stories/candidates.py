"""Which reports are worth comparing: those that share rare words, through an index of words.

Each report looks at the postings of its weightiest words until it has seen `LOOKED_AT` entries, and keeps its `KEPT`
nearest: the work for a report is bounded, however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from riwaya.stories.measure import Vector, dot

LOOKED_AT = 20_000  #: entries of the index that one report looks at
KEPT = 40  #: reports that one is compared with in full
_FEWEST = 0.02  #: of the inner product, to be kept at all


def neighbours(vectors: Sequence[Vector]) -> list[dict[int, float]]:
    """For each vector the others near it, with their inner products; both ways round."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    amounts: defaultdict[str, list[float]] = defaultdict(list)
    for i, vector in enumerate(vectors):
        for term, x in vector.items():
            postings[term].append(i)
            amounts[term].append(x)
    rows = {t: np.array(p, np.int32) for t, p in postings.items() if len(p) > 1}
    heights = {t: np.array(amounts[t], np.float32) for t in rows}
    del postings, amounts
    found: list[dict[int, float]] = [{} for _ in vectors]
    for i, vector in enumerate(vectors):
        looked = 0
        places: list[npt.NDArray[np.int32]] = []
        parts: list[npt.NDArray[np.float32]] = []
        for term in sorted(vector, key=lambda t: (-vector[t], t)):
            row = rows.get(term)
            if row is None:
                continue
            looked += len(row)
            if looked > LOOKED_AT and places:
                break
            places.append(row[:LOOKED_AT])
            parts.append(heights[term][:LOOKED_AT] * vector[term])
        if not places:
            continue
        who, inverse = np.unique(np.concatenate(places), return_inverse=True)
        sums = np.bincount(inverse, np.concatenate(parts))
        order = np.lexsort((who, -sums))[: KEPT + 1]
        for j in who[order].tolist():
            if j != i and j not in found[i]:
                product = dot(vector, vectors[j])
                if product >= _FEWEST:
                    found[i][j] = found[j][i] = product
    return found
