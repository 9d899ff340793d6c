"""Reports that are all but the same, and reports written by rote, found before anything is compared.

A copy follows its original. What is written by rote (the weather of a hundred towns, prices, hours of prayer) has one
text for all, in which a few words are filled in: only these say anything.

Both are found by sketches of sets of words (min-wise hashing, Broder 1997), cut into bands, so that those alike meet
under one key; whoever meets is compared in full with the first that was there. The work for a report is fixed, so that
a text printed ten thousand times costs no more than ten thousand texts.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np

from riwaya.stories.measure import Vector, dot
from riwaya.stories.signature import Signature

_BANDS, _ROWS = 6, 3
_SAME = 0.85  #: cosine from which one is a copy of the other
_HOURS = 24.0  #: between a copy and its original at most
_PATTERN = 20  #: reports that make a pattern
_COMMON = 0.2  #: of them that have a word, for it to be the pattern's
_PRIME = (1 << 31) - 1
_draw = np.random.default_rng(1997)
_FACTORS = _draw.integers(1, _PRIME, _BANDS * _ROWS, dtype=np.int64)[:, None]
_OFFSETS = _draw.integers(0, _PRIME, _BANDS * _ROWS, dtype=np.int64)[:, None]


Keys = list[tuple[int, bytes]]


def sketches(signatures: Sequence[Signature]) -> list[Keys]:
    """The keys of each report; none for a report without words."""
    hashes: dict[str, int] = {}
    found: list[Keys] = []
    for own in (s.terms for s in signatures):
        if not own:
            found.append([])
            continue
        row = [hashes.get(t) or hashes.setdefault(t, zlib.crc32(t.encode("utf-8", "replace")) % _PRIME) for t in own]
        sketch = ((np.array(row, np.int64) * _FACTORS + _OFFSETS) % _PRIME).min(axis=1)
        found.append([(band, sketch[band * _ROWS : (band + 1) * _ROWS].tobytes()) for band in range(_BANDS)])
    return found


def rote(signatures: Sequence[Signature], keys: Sequence[Keys]) -> list[frozenset[str]]:
    """For each report the words that it shares with everything written by the same pattern: none for most. A pattern
    is one where many reports of one outlet, under many titles, share most of their words."""
    first: dict[tuple[int, bytes], int] = {}
    families: dict[int, list[int]] = {}
    for i, own in enumerate(keys):
        mine = set(signatures[i].terms)
        for j in sorted({first[k] for k in own if k in first}):
            theirs = signatures[j].terms
            if 2 * len(mine.intersection(theirs)) >= len(mine | set(theirs)):
                families.setdefault(j, [j]).append(i)
                break
        else:
            for key in own:
                first.setdefault(key, i)
    found: list[frozenset[str]] = [frozenset()] * len(signatures)
    for family in families.values():
        outlets = Counter(signatures[m].outlet for m in family)
        titles = {signatures[m].title for m in family}
        if len(family) < _PATTERN or max(outlets.values()) < 0.8 * len(family) or 2 * len(titles) < len(family):
            continue
        count = Counter(t for m in family for t in signatures[m].terms)
        common = frozenset(t for t, n in count.items() if n >= _COMMON * len(family))
        for m in family:
            found[m] = common
    return found


def copies(keys: Sequence[Keys], vectors: Sequence[Vector], hours: Sequence[float | None]) -> list[list[int]]:
    """The groups of reports that are copies of their first; others are in none."""
    first: dict[tuple[int, bytes], int] = {}
    groups: dict[int, list[int]] = {}
    for i, own in enumerate(keys):
        for j in sorted({first[k] for k in own if k in first}):
            a, b = hours[i], hours[j]
            if (a is None or b is None or abs(a - b) <= _HOURS) and dot(vectors[i], vectors[j]) >= _SAME:
                groups.setdefault(j, [j]).append(i)
                break
        else:
            for key in own:
                first.setdefault(key, i)
    return list(groups.values())
