"""What two texts visibly share, token by token: handed to the judge beside the encoder's states.

Same word, same stem, equal or unequal figure, and how near the nearest token of the other text is. The rules that
read numbers and the network thereby see the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from riwaya.differences import Quantity, find_quantities
from riwaya.encoder.weights import Floats
from riwaya.language.arabic import stem, without_particles
from riwaya.language.text import Word, words

FEATURES = 5  #: word, stem, figure equal, figure unequal, nearest token


@dataclass(frozen=True)
class Side:
    """One statement as the judge takes it in.

    `offsets` are the code points of `text` that each token covers; `states` (tokens, width) come from the shared
    layers of the encoder, start and end token included, so there are two more of them than offsets.
    """

    text: str
    offsets: Sequence[tuple[int, int]]
    states: Floats

    @cached_property
    def words(self) -> list[Word]:
        """The words of the text."""
        return words(self.text)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The figures of the text."""
        return find_quantities(self.text)

    @cached_property
    def unit_states(self) -> Floats:
        """States of the tokens (no start, no end) centred and scaled to length one."""
        inner = self.states[1:-1]
        centred = inner - inner.mean(0) if len(inner) else inner
        return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6), np.float32)


def _marked(side: Side, start: int, end: int, column: Floats) -> None:
    for i, (a, b) in enumerate(side.offsets):
        if a < end and b > start:
            column[i + 1] = 1.0


def equal(a: Quantity, b: Quantity) -> bool:
    """Whether two figures name the same value of comparable things, to one part in a hundred."""
    comparable = a.dimension == b.dimension or None in (a.dimension, b.dimension)
    return comparable and abs(a.value - b.value) <= 0.01 * max(abs(a.value), abs(b.value))


def features(a: Side, b: Side) -> tuple[Floats, Floats]:
    """Per token of each side (start and end included) the features named above: (tokens + 2, FEATURES)."""
    out = []
    near = a.unit_states @ b.unit_states.T if len(a.unit_states) and len(b.unit_states) else None
    for side, other, axis in ((a, b, 1), (b, a, 0)):
        columns = np.zeros((FEATURES, len(side.states)), np.float32)
        forms = {f for w in other.words for f in without_particles(w.form)}
        stems = {stem(w.form) for w in other.words}
        for w in side.words:
            if any(f in forms for f in without_particles(w.form)):
                _marked(side, w.start, w.end, columns[0])
            elif stem(w.form) in stems:
                _marked(side, w.start, w.end, columns[1])
        for q in side.quantities:
            same = any(equal(q, r) for r in other.quantities)
            _marked(side, q.figure.start, q.figure.end, columns[2 if same else 3])
        if near is not None:
            columns[4, 1:-1] = near.max(axis)
        out.append(columns.T)
    return out[0], out[1]
