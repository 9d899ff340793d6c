"""Statements made ready for comparison: what they say, and how near each is to the rest of the story."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from riwaya.claims.encoding import Encoded
from riwaya.claims.features import Entry
from riwaya.claims.ideas import ideas
from riwaya.differences import Telling
from riwaya.encoder.weights import Floats
from riwaya.language.arabic import stem

_BLOCK = 1024  # rows of the similarity matrix held at once
_NEAREST = 3
_SHORTEST = 3  # letters of a word that counts as vocabulary


def centre(vectors: Floats) -> Floats:
    """Unit vectors with their common direction (the topic of the story) taken out."""
    centred = vectors - vectors.mean(0)
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6), np.float32)


def blocks(centred: Floats) -> list[slice]:
    """Row slices in which an all-against-all product stays small."""
    return [slice(a, a + _BLOCK) for a in range(0, len(centred), _BLOCK)]


def _nearest_mean(centred: Floats) -> Floats:
    k = min(_NEAREST, len(centred) - 1)
    out = np.zeros(len(centred), np.float32)
    if k < 1:
        return out
    for rows in blocks(centred):
        product = centred[rows] @ centred.T
        product[np.arange(len(product)), np.arange(rows.start, rows.start + len(product))] = -2
        out[rows] = np.partition(product, -k, axis=1)[:, -k:].mean(1)
    return out


def _rarity(sets: Sequence[set[str]]) -> dict[str, float]:
    """How rare each thing is among the sets."""
    counts = Counter(s for had in sets for s in had)
    return {s: math.log((len(sets) + 1) / (n + 0.5)) for s, n in counts.items()}


def prepare(tellings: Sequence[Telling], encoded: Encoded) -> list[Entry]:
    """Entries of a story's statements, in the same order."""
    if not tellings:
        return []
    centred = centre(encoded.vectors)
    near = _nearest_mean(centred)
    vocabulary = [{stem(w.form) for w in t.words if len(w.form) >= _SHORTEST} for t in tellings]
    rare = _rarity(vocabulary)
    meant = [{i for w in t.words for i in ideas(w.form)} for t in tellings]
    special = _rarity(meant)
    mean: Floats | None = None
    if encoded.states:
        total = sum(len(s) - 2 for s in encoded.states)
        mean = np.sum([s.dense()[1:-1].sum(0) for s in encoded.states], axis=0) / max(1, total)
    return [
        Entry(telling, encoded.vectors[i], centred[i], encoded.states[i] if encoded.states else None, mean,
              float(near[i]), {s: rare[s] for s in vocabulary[i]}, {s: special[s] for s in meant[i]},
              encoded.offsets[i] if encoded.states else ())
        for i, telling in enumerate(tellings)
    ]
