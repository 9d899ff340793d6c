"""One pass of the encoder over each distinct text: token states for the judge, a vector for the sentence.

The vectors that claims are made with come from layers tuned for it (train/sameness.py, docs/models/claims.md); those of
the encoder as it came tell topics apart rather than claims.
What was encoded once is kept on disk (riwaya.encoder.keep), so that the same text is never encoded again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riwaya.encoder import Encoder
from riwaya.encoder.e5 import E5, MAX_TOKENS, batches
from riwaya.encoder.keep import Keep, keep
from riwaya.encoder.kept import Kept
from riwaya.encoder.transformer import Network
from riwaya.encoder.tuned import layers
from riwaya.encoder.weights import Floats, Layer

_AT_ONCE = 1000  # texts encoded before they are kept
PREFIX = "passage: "  #: what e5 was trained to see before a text


@dataclass(frozen=True)
class States:
    """Token states of one text after the shared layers, start and end token included, a byte a value."""

    values: npt.NDArray[np.int8]  #: (tokens + 2, width)
    scale: Floats  #: (tokens + 2, 1)

    def __len__(self) -> int:
        return len(self.values)

    def dense(self) -> Floats:
        """As float32."""
        return self.values.astype(np.float32) * self.scale


def pack(states: Floats) -> States:
    """States with a byte a value; the error is under half a hundredth of a token's largest value."""
    scale = np.maximum(np.abs(states).max(1, keepdims=True), 1e-6).astype(np.float32) / 127
    return States(np.rint(states / scale).astype(np.int8), scale)


@dataclass(frozen=True)
class Encoded:
    """Texts as the encoder sees them. Without token states (`SmallEncoder`) `offsets` and `states` are empty."""

    vectors: Floats  #: unit rows, one a text
    offsets: tuple[tuple[tuple[int, int], ...], ...] = ()  #: code points of each token
    states: tuple[States, ...] = ()


class Tuned(NamedTuple):
    """Layers tuned to tell claims apart, to stand above the shared ones."""

    layers: list[Layer]
    mark: str  #: under which their work is kept: other weights have another


@cache
def _tuned() -> Tuned:
    """The tuned layers that ship with riwaya (train/sameness.py), read once a process."""
    with as_file(files("riwaya.models") / "claims.npz") as path, np.load(path) as data:
        return Tuned(layers(data, "layers"), bytes(data["mark"]).decode())


@cache
def _network(encoder: E5) -> Network:
    """The same, ready to run, once an encoder."""
    return encoder.network(_tuned().layers)


def encode(texts: Sequence[str], encoder: Encoder, kept: Keep | None = None, tuned: bool = False) -> Encoded:
    """Encode texts, each distinct one once, and never again what `kept` has (default: the user's cache).

    `tuned`: with vectors from the layers tuned for claims, where the encoder has token states, not from its own."""
    distinct = sorted(set(texts), key=lambda t: (len(t), t))
    where = {t: i for i, t in enumerate(distinct)}
    order = [where[t] for t in texts]
    if not distinct:
        return Encoded(np.zeros((0, 1), np.float32))
    inner = encoder.inner if isinstance(encoder, Kept) else encoder
    if not isinstance(inner, E5):
        return Encoded(encoder.vectors(distinct)[order])
    store = kept or (encoder.kept if isinstance(encoder, Kept) else keep())
    mark = encoder.mark if isinstance(encoder, Kept) else encoder.name
    if tuned:
        mark = f"{mark} {_tuned().mark}"
    found = store.get(mark, distinct)
    tokens = {t: inner.tokenize(PREFIX + t) for t in distinct}
    new = [t for t in distinct if t not in found]
    for start in range(0, len(new), _AT_ONCE):  # what is written is copied: not all of it at once
        part = {t: tokens[t].ids for t in new[start : start + _AT_ONCE]}
        made = {t: (v, s.values, s.scale) for t, v, s in _pass(part, inner, _network(inner) if tuned else inner.upper)}
        store.put(mark, made)
        found |= made
    skip = len(inner.tokenize(PREFIX.strip()).ids)
    vectors = np.array([found[t][0] for t in distinct], np.float32)
    states = [States(found[t][1], found[t][2]) for t in distinct]
    offsets = []
    for text, seen in zip(distinct, states, strict=True):
        places = tokens[text].offsets[skip:][: len(seen) - 2]
        offsets.append(tuple((max(0, a - len(PREFIX)), max(0, b - len(PREFIX))) for a, b in places))
    return Encoded(vectors[order], tuple(offsets[i] for i in order), tuple(states[i] for i in order))


def _pass(
    tokens: Mapping[str, Sequence[int]], encoder: E5, above: Network
) -> list[tuple[str, Floats, States]]:
    texts, ids = list(tokens), list(tokens.values())
    lengths = [min(len(i), MAX_TOKENS) + 2 for i in ids]
    skip = len(encoder.tokenize(PREFIX.strip()).ids)
    out: list[tuple[str, Floats, States]] = []
    for group in batches(lengths):
        sizes = [lengths[i] for i in group]
        lower = encoder.lower.run(np.concatenate([encoder.embed(ids[i]) for i in group]), sizes)
        upper = above.run(lower, sizes)
        cuts = np.cumsum(sizes)[:-1]
        for i, part, top in zip(group, np.split(lower, cuts), np.split(upper, cuts), strict=True):
            mean = top.mean(0)
            out.append((texts[i], (mean / np.linalg.norm(mean)).astype(np.float32),
                        pack(np.concatenate([part[:1], part[1 + skip :]]))))
    return out
