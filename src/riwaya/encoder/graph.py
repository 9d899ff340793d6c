"""Writes small networks in the format that onnxruntime reads (ONNX), without the package `onnx`.

ONNX files are protocol buffers: numbered fields, each a number or a run of bytes. The few messages that are needed are
spelled out here after onnx.proto3 of ONNX 1.16 (github.com/onnx/onnx, Apache-2.0).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FLOAT, UINT8, INT8, INT64 = 1, 2, 3, 7
_KINDS = {np.dtype(np.float32): FLOAT, np.dtype(np.uint8): UINT8, np.dtype(np.int8): INT8, np.dtype(np.int64): INT64}
_IR, _OPSET = 9, 20
OWN = "com.microsoft"  #: the operators that onnxruntime has beside those of ONNX


class Value(NamedTuple):
    """An array that goes into a network or comes out: a name for each length that may be any."""

    name: str
    shape: tuple[int | str, ...]
    kind: int = FLOAT


class Graph:
    """A network that is put together operator by operator; values are known by their names."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._held: dict[str, bytes] = {}
        self._count = 0

    def constant(self, name: str, value: npt.ArrayLike) -> str:
        """A value that is part of the network; gives its name."""
        array = np.asarray(value)
        dims = b"".join(_number(1, n) for n in array.shape)
        kind = _number(2, _KINDS[array.dtype])
        self._held[name] = dims + kind + _text(8, name) + _bytes(9, np.ascontiguousarray(array).tobytes())
        return name

    def add(self, kind: str, inputs: Sequence[str], *, name: str = "", own: bool = False, **more: int | float) -> str:
        """An operator with one result, which is called `name` or gets a name; gives it. `own`: one of onnxruntime's."""
        return self.several(kind, inputs, [name or self._new()], own=own, **more)[0]

    def several(
        self, kind: str, inputs: Sequence[str], names: Sequence[str], *, own: bool = False, **more: int | float
    ) -> Sequence[str]:
        """An operator with the results `names`; gives them. `more` are its attributes."""
        body = b"".join(_text(1, i) for i in inputs) + b"".join(_text(2, n) for n in names) + _text(4, kind)
        for key, value in more.items():
            told = _number(3, value) + _number(20, 2) if isinstance(value, int) else _float(2, value) + _number(20, 1)
            body += _bytes(5, _text(1, key) + told)
        self._nodes.append(body + (_text(7, OWN) if own else b""))
        return names

    def model(self, inputs: Sequence[Value], outputs: Sequence[Value]) -> bytes:
        """The network as onnxruntime reads it."""
        graph = b"".join(_bytes(1, n) for n in self._nodes) + _text(2, "layers")
        graph += b"".join(_bytes(5, held) for held in self._held.values())
        graph += b"".join(_bytes(11, _array(i)) for i in inputs) + b"".join(_bytes(12, _array(o)) for o in outputs)
        sets = _bytes(8, _text(1, "") + _number(2, _OPSET)) + _bytes(8, _text(1, OWN) + _number(2, 1))
        return _number(1, _IR) + _bytes(7, graph) + sets

    def _new(self) -> str:
        self._count += 1
        return f"value{self._count}"


def _varint(n: int) -> bytes:
    out = bytearray()
    n &= (1 << 64) - 1  # negative numbers stand in two's complement
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _float(field: int, value: float) -> bytes:
    return _varint(field << 3 | 5) + struct.pack("<f", value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _array(value: Value) -> bytes:
    dims = (_number(1, n) if isinstance(n, int) else _text(2, n) for n in value.shape)
    kind = _number(1, value.kind) + _bytes(2, b"".join(_bytes(1, d) for d in dims))
    return _text(1, value.name) + _bytes(2, _bytes(1, kind))
