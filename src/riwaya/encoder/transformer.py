"""A plain numpy forward pass of transformer layers over packed sequences.

Several sequences are laid one behind another, so that every matrix product runs over all their tokens at once and
no work is spent on padding; attention alone looks at one sequence at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np

from .weights import Floats, Layer

_BATCH_TOKENS = 1536
_ROWS = 256  # rows per step of the element-wise part: keeps it inside the cache


def batches(lengths: Sequence[int], budget: int = _BATCH_TOKENS) -> Iterator[list[int]]:
    """Indices in groups whose lengths add up to at most `budget` (or one longer text alone), in order."""
    group: list[int] = []
    total = 0
    for i, n in enumerate(lengths):
        if group and total + n > budget:
            yield group
            group, total = [], 0
        group.append(i)
        total += n
    if group:
        yield group


def normalize(x: Floats, norm: tuple[Floats, Floats], epsilon: float) -> Floats:
    """Layer norm over the last axis."""
    centred: Floats = x - x.mean(-1, keepdims=True)
    variance = np.einsum("...i,...i->...", centred, centred)[..., None] / np.float32(x.shape[-1])
    centred /= np.sqrt(variance + np.float32(epsilon))
    centred *= norm[0]
    centred += norm[1]
    return centred


def gelu(x: Floats) -> None:
    """GELU in place, in its tanh form (within 5e-4 of the exact one, far below the noise of 4-bit weights)."""
    for start in range(0, len(x), _ROWS):
        part = x[start : start + _ROWS]
        inner = part * part
        inner *= np.float32(0.044715 * 0.7978845608)
        inner += np.float32(0.7978845608)
        inner *= part
        np.tanh(inner, out=inner)
        inner += 1
        part *= inner
        part *= np.float32(0.5)


def attend(qkv: Floats, lengths: Sequence[int], heads: int) -> Floats:
    """Multi-head self-attention within each sequence. In: (tokens, 3 * hidden). Out: (tokens, hidden)."""
    hidden = qkv.shape[1] // 3
    size = hidden // heads
    out = np.empty((len(qkv), hidden), np.float32)
    start = 0
    for n in lengths:
        block = qkv[start : start + n].reshape(n, 3, heads, size)
        # Keys stand before queries, so that what is summed over a key runs along rows: numpy is several times faster.
        k = np.ascontiguousarray(block[:, 1].transpose(1, 0, 2))
        q, v = (np.ascontiguousarray(block[:, i].transpose(1, 2, 0)) for i in (0, 2))
        q *= np.float32(size**-0.5)
        scores = k @ q
        scores -= scores.max(1, keepdims=True)
        np.exp(scores, out=scores)
        mixed = v @ scores
        mixed /= scores.sum(1, keepdims=True)
        out[start : start + n] = mixed.transpose(2, 0, 1).reshape(n, hidden)
        start += n
    return out


def run(x: Floats, lengths: Sequence[int], layers: Iterable[Layer], heads: int, epsilon: float) -> Floats:
    """Pass packed states through layers.

    In: `x` (sum of lengths, hidden) float32; `lengths` tokens per sequence. Out: states of the same shape.
    """
    for layer in layers:
        qkv = x @ layer.qkv
        qkv += layer.qkv_bias
        mixed = np.asarray(attend(qkv, lengths, heads) @ layer.out, np.float32)
        mixed += layer.out_bias
        mixed += x
        x = normalize(mixed, layer.out_norm, epsilon)
        inner = x @ layer.up
        inner += layer.up_bias
        gelu(inner)
        down = np.asarray(inner @ layer.down, np.float32)
        down += layer.down_bias
        down += x
        x = normalize(down, layer.down_norm, epsilon)
    return x


class Network(Protocol):
    """Layers that are ready to run."""

    def run(self, x: Floats, lengths: Sequence[int]) -> Floats:
        """Pass packed states (sum of lengths, width) through the layers; `lengths` tokens per sequence."""
        ...


class Exact:
    """Layers whose products are in float32."""

    def __init__(self, layers: Sequence[Layer], heads: int, epsilon: float) -> None:
        self._layers, self._heads, self._epsilon = layers, heads, epsilon

    def run(self, x: Floats, lengths: Sequence[int]) -> Floats:
        """As `Network` says."""
        return run(x, lengths, self._layers, self._heads, self._epsilon)
