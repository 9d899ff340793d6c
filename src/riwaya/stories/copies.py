"""Reports that are all but the same, and reports written by rote, found before anything is compared.

A copy follows its original. What is written by rote (the weather of a hundred towns, prices, hours of prayer) has one
text for all, in which a few words are filled in: only these say anything.

Both are found by sketches of sets of words (min-wise hashing, Broder 1997), cut into bands, so that those alike meet
under one key; whoever meets is compared in full with the first that was there. The work for a report is fixed, so that
a text printed ten thousand times costs no more than ten thousand texts.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from riwaya.stories.measure import Sums, Vector, dot
from riwaya.stories.signature import Signature

_BANDS, _ROWS = 6, 3
_SAME = 0.85  #: cosine from which one is a copy of the other
_HOURS = 24.0  #: between a copy and its original at most
_PATTERN = 20  #: reports that make a pattern
_COMMON = 0.2  #: of them that have a word, for it to be the pattern's
_PRIME = (1 << 31) - 1
_draw = np.random.default_rng(1997)
_FACTORS = _draw.integers(1, _PRIME, _BANDS * _ROWS, dtype=np.int64)[:, None]
_MIXED = np.array([1, 6364136223846793005, 1442695040888963407], np.int64)
_BAND = np.arange(1, _BANDS + 1, dtype=np.int64) << 60
_OFFSETS = _draw.integers(0, _PRIME, _BANDS * _ROWS, dtype=np.int64)[:, None]


Keys = npt.NDArray[np.int64]


def sketches(signatures: Sequence[Signature]) -> Keys:
    """The keys of each report, a row each; a report without words shares its with nobody."""
    hashes: dict[str, int] = {}
    found = np.zeros((len(signatures), _BANDS), np.int64)
    for i, signature in enumerate(signatures):
        row = [
            hashes.get(t) or hashes.setdefault(t, zlib.crc32(t.encode("utf-8", "replace")) % _PRIME)
            for t in signature.terms
        ]
        if row:
            sketch = ((np.array(row, np.int64) * _FACTORS + _OFFSETS) % _PRIME).min(axis=1).reshape(_BANDS, _ROWS)
            found[i] = sketch @ _MIXED + _BAND  # wraps round: a key of 64 bits, another for each band
        else:
            found[i] = -1 - i
    return found


class _First:
    """Who came first under each key."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def met(self, keys: Sequence[int]) -> list[int]:
        """Those that were there under some key."""
        return sorted({self._seen[k] for k in keys if k in self._seen})

    def put(self, keys: Sequence[int], i: int) -> None:
        """Somebody who is like nobody before."""
        for key in keys:
            self._seen.setdefault(key, i)


def rote(signatures: Sequence[Signature], keys: Keys) -> dict[int, frozenset[str]]:
    """The words that a report shares with everything written by the same pattern, for those that are. A pattern is one
    where many reports of one outlet, under many titles, share most of their words."""
    first = _First()
    families: dict[int, list[int]] = {}
    for i, row in enumerate(keys):
        own = row.tolist()
        mine = set(signatures[i].terms)
        for j in first.met(own):
            theirs = signatures[j].terms
            if 2 * len(mine.intersection(theirs)) >= len(mine | set(theirs)):
                families.setdefault(j, [j]).append(i)
                break
        else:
            first.put(own, i)
    found: dict[int, frozenset[str]] = {}
    for family in families.values():
        outlets = Counter(signatures[m].outlet for m in family)
        titles = {signatures[m].title for m in family}
        if len(family) < _PATTERN or max(outlets.values()) < 0.8 * len(family) or 2 * len(titles) < len(family):
            continue
        count = Counter(t for m in family for t in signatures[m].terms)
        common = frozenset(t for t, n in count.items() if n >= _COMMON * len(family))
        found.update((m, common) for m in family)
    return found


def copies(
    keys: Keys, vector: Callable[[int], Vector], hours: Sequence[float | None]
) -> tuple[list[list[int]], Sums]:
    """The groups of reports that are copies of their first, and a vector for each report: that of the first of a group
    is the sum of its group, and the others' are empty, so that copies take no room."""
    first = _First()
    groups: dict[int, list[int]] = {}
    made = Sums()
    for i, row in enumerate(keys):
        own, mine = row.tolist(), vector(i)
        for j in first.met(own):
            a, b = hours[i], hours[j]
            near = a is None or b is None or abs(a - b) <= _HOURS
            if near and mine and dot(mine, theirs := made[j]) >= _SAME * math.sqrt(dot(theirs, theirs)):
                groups.setdefault(j, [j]).append(i)
                made.add(j, mine)
                made.append({})
                break
        else:
            first.put(own, i)
            made.append(mine)
    return list(groups.values()), made
