"""Which reports are worth comparing: those that share rare words, through an index of words.

Each report looks at the postings of its weightiest words until it has seen `LOOKED_AT` entries, and keeps its `KEPT`
nearest: the work for a report is bounded, however many there are. What is held of a report beside its words is arrays,
less than a kilobyte of them: a window may hold a hundred thousand.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from riwaya.stories.measure import Sums, Vector, dot

LOOKED_AT = 8_000  #: entries of the index that one report looks at
KEPT = 40  #: reports that one is compared with in full
_FEWEST = 0.02  #: of the cosine, to be kept at all
_BLOCK = 65_536


class Near:
    """For each story in the making the others near it, with the inner products of their sums; both ways round.

    Most are never joined with anything: they stay in arrays, and are made a dictionary when they are asked for."""

    def __init__(self, count: int, one: npt.NDArray[np.int32], other: npt.NDArray[np.int32],
                 products: npt.NDArray[np.float64]) -> None:  # fmt: skip
        """Pairs, each once, `one` below `other`."""
        self.pairs = (one, other, products)
        both = np.concatenate([one, other])
        order = np.argsort(both, kind="stable").astype(np.int32)
        self._starts = np.searchsorted(both[order], np.arange(count + 1)).astype(np.int32)
        self._order = order
        self._rows: dict[int, dict[int, float]] = {}

    def __getitem__(self, i: int) -> dict[int, float]:
        """The row of a story; it may be changed in place."""
        row = self._rows.get(i)
        if row is None:
            one, other, products = self.pairs
            at = self._order[self._starts[i] : self._starts[i + 1]]
            first = at < len(one)
            at = np.where(first, at, at - len(one))
            row = dict(zip(np.where(first, other[at], one[at]).tolist(), products[at].tolist(), strict=True))
            self._rows[i] = row
        return row

    def clear(self, i: int) -> None:
        """A story has nothing near it any more."""
        self._rows[i] = {}


def neighbours(sums: Sums, alive: Sequence[bool]) -> Near:
    """For each story in the making the others near it, with the inner products of their sums."""
    index = _Index(sums, alive)
    sizes = [math.sqrt(dot(v, v)) for v in sums]
    board = np.zeros(len(sums), np.float32)
    ones, others, cosines = array("i"), array("i"), array("f")
    for i, vector in enumerate(sums):
        if alive[i]:
            near, found = index.nearest(i, _unit(vector), board)
            ones.extend([i] * len(near))
            others.frombytes(near.tobytes())
            cosines.frombytes(found.tobytes())
    del index
    a, b = np.frombuffer(ones, np.int32), np.frombuffer(others, np.int32)
    _, first = np.unique(np.minimum(a, b).astype(np.int64) * len(sums) + np.maximum(a, b), return_index=True)
    first.sort()  # a pair that each of the two has found is what the earlier one has found
    a, b, found = a[first], b[first], np.frombuffer(cosines, np.float32)[first]
    del ones, others, cosines, first
    products = np.fromiter((
        dot(sums[i], sums[j]) if cosine != cosine else cosine * sizes[i] * sizes[j]
        for i, j, cosine in together(a, b, found)
    ), np.float64, len(a))  # fmt: skip
    return Near(len(sums), np.minimum(a, b), np.maximum(a, b), products)


def together(*rows: npt.NDArray[Any]) -> Iterator[tuple[Any, ...]]:
    """The numbers of several arrays side by side, as Python has them; not made all at once."""
    for at in range(0, len(rows[0]), _BLOCK):
        yield from zip(*(row[at : at + _BLOCK].tolist() for row in rows), strict=True)


class _Index:
    """Who has each word that two have, and how weighty it is there: rows of two long arrays."""

    def __init__(self, sums: Sums, alive: Sequence[bool]) -> None:
        counts = Counter(term for vector, there in zip(sums, alive, strict=True) if there for term in vector)
        self._rows: dict[str, tuple[int, int]] = {}
        total = 0
        for term, count in counts.items():
            if count > 1:
                self._rows[term] = (total, total + count)
                total += count
        del counts
        at = {term: start for term, (start, _) in self._rows.items()}
        who, heights = array("i", bytes(4 * total)), array("f", bytes(4 * total))
        for i, vector in enumerate(sums):
            length = math.sqrt(dot(vector, vector)) if alive[i] else 0.0
            for term, x in vector.items() if length else ():
                place = at.get(term)
                if place is not None:
                    who[place], heights[place] = i, x / length
                    at[term] = place + 1
        self._who, self._heights = np.frombuffer(who, np.int32), np.frombuffer(heights, np.float32)

    def nearest(
        self, i: int, vector: Vector, board: npt.NDArray[np.float32]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """The nearest to one vector by the words that say most, with the cosine where all its words were looked at,
        else nan. `board` is zeros, and is left so."""
        looked = 0
        whole = True
        places: list[npt.NDArray[np.int32]] = []
        for term in sorted(vector, key=lambda t: (-vector[t], t)):
            row = self._rows.get(term)
            if row is None:
                continue
            start, end = row
            looked += end - start
            if looked > LOOKED_AT and places:
                whole = False
                break
            who = self._who[start:end]
            board[who] += self._heights[start:end] * np.float32(vector[term])
            places.append(who)
        if not places:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        if len(board) <= 4 * looked:  # rather than sort what was looked at
            who = np.flatnonzero(board >= _FEWEST).astype(np.int32)
        else:
            seen = np.concatenate(places)
            who = np.unique(seen[board[seen] >= _FEWEST])
        sums = board[who]
        for seen in places:
            board[seen] = 0
        if len(who) > KEPT + 1:
            least = np.partition(sums, len(sums) - KEPT - 1)[len(sums) - KEPT - 1]
            who, sums = who[sums >= least], sums[sums >= least]
        order = np.lexsort((who, -sums))[: KEPT + 1]
        order = order[who[order] != i]
        return who[order], sums[order] if whole else np.full(len(order), np.nan, np.float32)


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(dot(vector, vector))
    return {t: x / length for t, x in vector.items()} if length else {}
