"""One pass of the encoder over each distinct text: token states for the judge, a vector for the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from riwaya.encoder import Encoder
from riwaya.encoder.e5 import E5, MAX_TOKENS, batches
from riwaya.encoder.weights import Floats

PREFIX = "passage: "  #: what e5 was trained to see before a text
Halves = npt.NDArray[np.float16]


@dataclass(frozen=True)
class Encoded:
    """Texts as the encoder sees them. Without token states (`SmallEncoder`) `offsets` and `states` are empty."""

    vectors: Floats  #: unit rows, one a text
    offsets: tuple[tuple[tuple[int, int], ...], ...] = ()  #: code points of each token
    states: tuple[Halves, ...] = ()  #: (tokens + 2, width) after the shared layers, start and end token included


def encode(texts: Sequence[str], encoder: Encoder) -> Encoded:
    """Encode texts, each distinct one once."""
    distinct = sorted(set(texts), key=lambda t: (len(t), t))
    where = {t: i for i, t in enumerate(distinct)}
    order = [where[t] for t in texts]
    if not distinct:
        return Encoded(np.zeros((0, 1), np.float32))
    if not isinstance(encoder, E5):
        return Encoded(encoder.vectors(distinct)[order])
    found = _pass(distinct, encoder)
    return Encoded(found.vectors[order], tuple(found.offsets[i] for i in order), tuple(found.states[i] for i in order))


def _pass(texts: Sequence[str], encoder: E5) -> Encoded:
    tokens = [encoder.tokenize(PREFIX + t) for t in texts]
    lengths = [min(len(t.ids), MAX_TOKENS) + 2 for t in tokens]
    skip = len(encoder.tokenize(PREFIX.strip()).ids)
    vectors = np.empty((len(texts), encoder.width), np.float32)
    states: list[Any] = [None] * len(texts)
    for group in batches(lengths):
        sizes = [lengths[i] for i in group]
        packed = encoder.run(np.concatenate([encoder.embed(tokens[i].ids) for i in group]), sizes, encoder.lower)
        cuts = np.cumsum(sizes)[:-1]
        for i, part in zip(group, np.split(packed, cuts), strict=True):
            states[i] = np.concatenate([part[:1], part[1 + skip :]]).astype(np.float16)
        packed = encoder.run(packed, sizes, encoder.upper)
        for i, part in zip(group, np.split(packed, cuts), strict=True):
            mean = part.mean(0)
            vectors[i] = mean / np.linalg.norm(mean)
    offsets = tuple(
        tuple((max(0, a - len(PREFIX)), max(0, b - len(PREFIX))) for a, b in t.offsets[skip:][: len(s) - 2])
        for t, s in zip(tokens, states, strict=True)
    )
    return Encoded(vectors, offsets, tuple(states))
