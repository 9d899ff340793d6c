"""Transformer layers with their products in eight bits, on onnxruntime: twice as fast as in float32.

What keeps them near to float32 (docs/decisions/0005-eight-bits.md has the figures):

- Every token's row has a scale of its own, every column of a weight one. What comes out for a token depends on no other
  text that is read beside it.
- What a layer norm has evened out is counted before its weights, which are part of the next product's: its few large
  columns come from them.
- What the first and last token of a text, to which all others attend, offer them (k and v) is counted in float32: its
  errors would be every token's.
- Units of the wide layer that large weights lead from are counted apart from the others.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from importlib.util import find_spec
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .graph import INT64, UINT8, Graph, Value
from .transformer import batches
from .weights import Floats, Layer

_CHUNK = 512  # tokens that go through all layers together, so that every thread has some
_ALONE = 1536  # and where one thread has all: each step costs something however few they are
_LEAST = 0.17  # GELU gives nothing below -_LEAST
_MOST_THREADS = 4
_QKV = ("q", "k", "v")
_APART = 4  # the part of the units that is counted apart: one in so many
_TINY = 1e-9  # the least step: a row of nothing has none


def installed() -> bool:
    """Whether onnxruntime is there."""
    return find_spec("onnxruntime") is not None


class EightBit:
    """Layers made ready, once; then `run` is what transformer.run is."""

    def __init__(self, layers: Sequence[Layer], heads: int, epsilon: float) -> None:
        self._layers: Sequence[Layer] = layers
        self._heads, self._epsilon = heads, epsilon
        self._width = len(layers[0].out_bias)

    @cached_property
    def _ready(self) -> tuple[list[Any], Any]:
        """What lies before, between and behind the attentions, rows alone; and the attention."""
        layers: list[Layer | None] = [None, *self._layers, None]
        steps = [_session(_Step(self._width, self._epsilon).model(a, b)) for a, b in pairwise(layers)]
        self._layers = ()  # not needed any more, and large
        graph = Graph()
        graph.add("MultiHeadAttention", _QKV, name="mixed", own=True, num_heads=self._heads)
        shape = ("texts", "tokens", self._width)
        attention = _session(graph.model([Value(n, shape) for n in _QKV], [Value("mixed", shape)]))
        return steps, attention

    def run(self, x: Floats, lengths: Sequence[int]) -> Floats:
        """Pass packed states through the layers.

        In: `x` (sum of lengths, width) float32; `lengths` tokens per sequence, two at least. Out: states of the same
        shape.
        """
        if not len(lengths):
            return x
        ends = np.cumsum(lengths)
        order = sorted(range(len(lengths)), key=lengths.__getitem__)  # texts of one length are attended to together
        rows = np.concatenate([np.arange(ends[i] - lengths[i], ends[i]) for i in order])
        sizes = [lengths[i] for i in order]
        groups = [[sizes[n] for n in g] for g in batches(sizes, _CHUNK if _threads() > 1 else _ALONE)]
        parts = list(zip(np.split(x[rows], np.cumsum([sum(g) for g in groups])[:-1]), groups, strict=True))
        _ = self._ready  # made before threads ask for it
        threads = min(_threads(), len(parts))
        if threads <= 1:
            made = [self._chunk(*p) for p in parts]
        else:
            with ThreadPoolExecutor(threads) as pool:
                made = list(pool.map(lambda p: self._chunk(*p), parts))
        out = np.empty((len(x), self._width), np.float32)
        out[rows] = np.concatenate(made)
        return out

    def _chunk(self, x: Floats, lengths: Sequence[int]) -> Floats:
        """Texts, those of one length one behind another, through all layers."""
        steps, attention = self._ready
        ends = np.cumsum(lengths)
        edges = np.stack([ends - lengths, ends - 1], 1).ravel()
        alike = [(n, len(list(same))) for n, same in groupby(lengths)]
        mixed = np.empty((len(x), self._width), np.float32)
        given = {"x": np.ascontiguousarray(x, np.float32), "edges": edges}
        for step in steps[:-1]:
            x, q, k, v, offered = step.run(None, given)
            k[edges], v[edges] = np.split(offered, 2, axis=1)
            start = 0
            for n, count in alike:
                end = start + n * count
                texts = [part[start:end].reshape(count, n, -1) for part in (q, k, v)]
                (found,) = attention.run(None, dict(zip(_QKV, texts, strict=True)))
                mixed[start:end] = found.reshape(n * count, -1)
                start = end
            given = {"x": x, "mixed": mixed, "edges": edges}
        del given["edges"]
        (last,) = steps[-1].run(None, given)
        return np.asarray(last, np.float32)


class _Weight(NamedTuple):
    """A weight as it is counted with: names in the graph."""

    whole: str
    scale: str
    zero: str
    shift: Floats  #: what each column gives for a row of ones


class _Rows(NamedTuple):
    """Rows as they are counted with: names in the graph."""

    whole: str
    step: str
    zeros: str
    zero: int  #: what stands for nothing


class _Step:
    """Puts together what follows the attention of one layer and leads to that of the next."""

    def __init__(self, width: int, epsilon: float) -> None:
        self._width, self._epsilon, self._graph = width, float(epsilon), Graph()
        for name, value in (
            ("unit", 1.0),
            ("none", 0.0),
            ("middle", 128.0),
            ("tiny", _TINY),
            ("least", _LEAST),
            ("by127", 1 / 127),
            ("by255", 1 / 255),
        ):
            self._constant(name, value)  # fmt: skip
        self._constant("ones", np.ones(width, np.float32))
        self._graph.constant("one", np.array([1], np.int64))

    def model(self, layer: Layer | None, after: Layer | None) -> bytes:
        """The network. In it goes x, `mixed`, what attention made of it, where there is a layer, and `edges`, the rows
        of first and last tokens, where there is one after. Out comes what x is then, with the bias added that the next
        product will need, and for the layer after q, k and v: the bias of k changes no attention, and that of v comes
        through it as it is, so that it is part of what is added behind; and `offered`: k and v of `edges`, in float32.
        """
        add, wide = self._graph.add, ("all", self._width)
        given, made = [Value("x", wide)], [Value("y", wide)]
        plain = np.ones(self._width, np.float32), np.zeros(self._width, np.float32)
        scale, bias = layer.down_norm if layer else plain
        follows: npt.NDArray[np.floating] = bias
        even = "x"
        if layer is not None:
            given.append(Value("mixed", wide))
            even = self._layer(layer)
        if after is not None:
            given.append(Value("edges", ("edges",), INT64))
            made += [*(Value(name, wide) for name in _QKV), Value("offered", ("edges", 2 * self._width))]
            split, biases = np.split(after.qkv, 3, axis=1), np.split(after.qkv_bias, 3)
            self._constant("q.bias", biases[0] + bias @ split[0])
            follows = bias + after.out_bias + (biases[2] + bias @ split[2]) @ after.out
            rows = self._rows(even)
            q, k, v = (self._weight(name, w * scale[:, None]) for name, w in zip(_QKV, split, strict=True))
            add("Add", [self._product(rows, q), "q.bias"], name="q")
            self._product(rows, k, "k")
            self._product(rows, v, "v")
            offered = self._constant("offered.w", after.qkv[:, self._width :] * scale[:, None])
            add("MatMul", [add("Gather", [even, "edges"], axis=0), offered], name="offered")
        self._constant("y.scale", scale)
        self._constant("y.bias", follows)
        add("Add", [add("Mul", [even, "y.scale"]), "y.bias"], name="y")
        return self._graph.model(given, made)

    def _layer(self, layer: Layer) -> str:
        """A layer from its attention on, without the weights of its last norm."""
        add = self._graph.add
        scale, bias = layer.out_norm
        even = self._evened(self._add(self._product(self._rows("mixed"), self._weight("out", layer.out)), "x"))
        rows = self._rows(even)
        order = np.argsort(np.abs(layer.down).max(1), kind="stable")
        made, added = add("Mul", [even, self._constant("x1.scale", scale)]), bias + layer.down_bias
        for n, units in enumerate(np.split(order, [len(order) - len(order) // _APART])):
            up, down = layer.up[:, units], self._weight(f"down{n}", layer.down[units])
            wide = self._product(rows, self._weight(f"up{n}", up * scale[:, None]))
            up_bias = self._constant(f"up{n}.bias", layer.up_bias[units] + bias @ up)
            gelu = add("FastGelu", [wide, up_bias], own=True)
            made = self._add(made, self._product(self._rows_of_gelu(gelu), down))
            added = added - _LEAST * down.shift
        return self._evened(self._add(made, self._constant("x1.bias", added)))

    def _constant(self, name: str, value: Floats | float) -> str:
        return self._graph.constant(name, np.asarray(value, np.float32))

    def _add(self, a: str, b: str) -> str:
        return self._graph.add("Add", [a, b])

    def _evened(self, x: str) -> str:
        """Layer norm without its weights."""
        return self._graph.add("LayerNormalization", [x, "ones"], axis=-1, epsilon=self._epsilon)

    def _weight(self, mark: str, weight: Floats) -> _Weight:
        whole, scale = quantized(weight)
        shift = (whole.astype(np.float32) * scale).sum(0)
        kept: npt.NDArray[np.int8 | np.uint8] = whole
        zero: npt.ArrayLike = np.int8(0)
        if not signed():
            kept, zero = (whole.astype(np.int16) + 128).astype(np.uint8), np.uint8(128)
        constant = self._graph.constant
        return _Weight(constant(f"{mark}.w", kept), constant(f"{mark}.s", scale), constant(f"{mark}.z", zero), shift)

    def _steps(self, x: str) -> str:
        """How large a step of each row is, of 127 either way."""
        add = self._graph.add
        return add("Max", [add("Mul", [add("ReduceMax", [add("Abs", [x]), "one"], keepdims=0), "by127"]), "tiny"])

    def _rows(self, x: str) -> _Rows:
        """A matrix in steps of which there are 127 either way."""
        add = self._graph.add
        step = self._steps(x)
        zeros = add("Cast", [self._add(add("Mul", [step, "none"]), "middle")], to=UINT8)
        return _Rows(add("QuantizeLinear", [x, step, zeros], axis=0), step, zeros, 128)

    def _rows_of_gelu(self, x: str) -> _Rows:
        """The same for x that is hardly below nothing: all 256 steps lie between that and its largest value. What is
        added to x before has to be taken off afterwards."""
        add = self._graph.add
        top = self._add(add("ReduceMax", [x, "one"], keepdims=0), "least")
        step = add("Max", [add("Mul", [top, "by255"]), "tiny"])
        zeros = add("Cast", [add("Mul", [step, "none"])], to=UINT8)
        return _Rows(add("QuantizeLinear", [self._add(x, "least"), step, zeros], axis=0), step, zeros, 0)

    def _product(self, rows: _Rows, w: _Weight, name: str = "") -> str:
        """rows @ weight."""
        zero = self._graph.constant(f"nothing{rows.zero}", np.uint8(rows.zero))
        inputs = [rows.whole, w.whole, "unit", w.scale, zero, w.zero]
        product = self._graph.add("MatMulIntegerToFloat", inputs, own=True)
        return self._graph.add("Mul", [product, self._graph.add("Unsqueeze", [rows.step, "one"])], name=name)


def quantized(weight: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """A weight (in, out) as whole numbers of at most 127 and the scale of each column: (in, out), (out,)."""
    scale = np.maximum(np.abs(weight).max(0), 1e-12).astype(np.float32) / np.float32(127)
    return np.rint(weight / scale).astype(np.int8), scale


@cache
def signed() -> bool:
    """Whether this processor counts products of unsigned and signed bytes exactly. Older ones add two of them in
    sixteen bits, which may overflow; there weights are kept unsigned, which is slower and gives the same numbers."""
    graph = Graph()
    graph.constant("w", np.full((64, 16), 127, np.int8))
    graph.constant("unit", np.float32(1))
    whole = graph.add("Cast", ["x"], to=UINT8)
    graph.add("MatMulIntegerToFloat", [whole, "w", "unit", "unit"], name="y", own=True)
    session = _session(graph.model([Value("x", ("rows", 64))], [Value("y", ("rows", 16))]))
    (found,) = session.run(None, {"x": np.full((8, 64), 255, np.float32)})
    return bool((found == 64 * 127 * 255).all())


def _session(model: bytes) -> Any:
    import onnxruntime

    _share_memory()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # threads take chunks, so that all count the same
    options.enable_mem_pattern = False  # every chunk has another size: nothing is gained by remembering it
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@cache
def _share_memory() -> None:
    """Let all networks of this process take turns with one piece of memory; each would keep its own, large as it is."""
    import onnxruntime

    kind = onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR
    place = onnxruntime.OrtMemoryInfo("Cpu", kind, 0, onnxruntime.OrtMemType.DEFAULT)
    onnxruntime.create_and_register_allocator(place, None)


def _threads() -> int:
    """As numpy would take: what OMP_NUM_THREADS says, else one a core, few enough to be of use."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, min(_MOST_THREADS, int(told) if told.isdigit() else os.cpu_count() or 1))
