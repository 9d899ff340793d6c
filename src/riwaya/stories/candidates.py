"""Which reports are worth comparing: those that share rare words, through an index of words.

Each report looks at the postings of its weightiest words until it has seen `LOOKED_AT` entries, and keeps its `KEPT`
nearest: the work for a report is bounded, however many there are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from riwaya.stories.measure import Vector, dot

LOOKED_AT = 8_000  #: entries of the index that one report looks at
KEPT = 40  #: reports that one is compared with in full
_FEWEST = 0.02  #: of the cosine, to be kept at all


def neighbours(sums: Sequence[Vector], alive: Sequence[bool]) -> list[dict[int, float]]:
    """For each story in the making the others near it, with the inner products of their sums; both ways round."""
    units = [_unit(v) for v in sums]
    postings: defaultdict[str, list[int]] = defaultdict(list)
    amounts: defaultdict[str, list[float]] = defaultdict(list)
    for i, vector in enumerate(units):
        for term, x in vector.items() if alive[i] else ():
            postings[term].append(i)
            amounts[term].append(x)
    rows = {t: np.array(p, np.int32) for t, p in postings.items() if len(p) > 1}
    heights = {t: np.array(amounts[t], np.float32) for t in rows}
    del postings, amounts
    found: list[dict[int, float]] = [{} for _ in sums]
    sizes = [math.sqrt(dot(v, v)) for v in sums]
    board = np.zeros(len(sums), np.float32)
    for i, vector in enumerate(units):
        for j, cosine in _nearest(i, vector, rows, heights, board) if alive[i] else ():
            if j not in found[i]:
                product = dot(sums[i], sums[j]) if cosine is None else cosine * sizes[i] * sizes[j]
                found[i][j] = found[j][i] = product
    return found


def _nearest(
    i: int,
    vector: Vector,
    rows: dict[str, npt.NDArray[np.int32]],
    heights: dict[str, npt.NDArray[np.float32]],
    board: npt.NDArray[np.float32],
) -> list[tuple[int, float | None]]:
    """The nearest to one vector by the words that say most, with the cosine where all its words were looked at. `board`
    is zeros, and is left so."""
    looked = 0
    whole = True
    places: list[npt.NDArray[np.int32]] = []
    for term in sorted(vector, key=lambda t: (-vector[t], t)):
        row = rows.get(term)
        if row is None:
            continue
        looked += len(row)
        if looked > LOOKED_AT and places:
            whole = False
            break
        board[row] += heights[term] * np.float32(vector[term])
        places.append(row)
    if not places:
        return []
    seen = np.concatenate(places)
    who = np.unique(seen[board[seen] >= _FEWEST])
    sums = board[who]
    board[seen] = 0
    order = np.lexsort((who, -sums))[: KEPT + 1]
    near = zip(who[order].tolist(), sums[order].tolist(), strict=True)
    return [(j, cosine if whole else None) for j, cosine in near if j != i]


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(dot(vector, vector))
    return {t: x / length for t, x in vector.items()} if length else {}
