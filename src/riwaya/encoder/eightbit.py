"""Transformer layers with their products in eight bits, on onnxruntime: twice as fast as in float32.

What keeps them near to float32 (docs/decisions/0005-eight-bits.md has the figures):

- Every token's row has a scale of its own, every column of a weight one. What comes out for a token depends on no other
  text that is read beside it.
- What a layer norm has evened out is counted before its weights, which are part of the next product's: its few large
  columns come from them.
- The first and last token of a text, to which all others attend, are counted twice, what the first count leaves in a
  second one: their errors would be every token's.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from importlib.util import find_spec
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .graph import UINT8, Graph, Value
from .transformer import batches
from .weights import Floats, Layer

_CHUNK = 512  # tokens that go through all layers together, so that every thread has some
_ALONE = 1536  # and where one thread has all: each step costs something however few they are
_LEAST = 0.17  # GELU gives nothing below -_LEAST
_MOST_THREADS = 4
_QKV = ("q", "k", "v")
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
        ends = np.cumsum([0, *lengths])
        size = _CHUNK if _threads() > 1 else _ALONE
        parts = [(x[ends[g[0]] : ends[g[-1] + 1]], [lengths[i] for i in g]) for g in batches(lengths, size)]
        threads = min(_threads(), len(parts))
        if threads <= 1:
            return np.concatenate([self._chunk(*p) for p in parts]) if parts else x
        _ = self._ready  # made before threads ask for it
        with ThreadPoolExecutor(threads) as pool:
            return np.concatenate(list(pool.map(lambda p: self._chunk(*p), parts)))

    def _chunk(self, x: Floats, lengths: Sequence[int]) -> Floats:
        steps, attention = self._ready
        ends = np.cumsum(lengths)
        places = [slice(end - n, end) for n, end in zip(lengths, ends, strict=True)]
        edge = np.stack([ends - lengths, ends - 1], 1).ravel()
        mixed = np.empty((len(x), self._width), np.float32)
        x = np.ascontiguousarray(x, np.float32)
        given = {"x": x, "x.edges": x[edge]}
        for step in steps:
            x, edges, *after = step.run(None, given)
            if not after:
                x[edge] = edges
                return x
            qkv = dict(zip(_QKV, after[::2], strict=True))
            for all_, exact in zip(after[::2], after[1::2], strict=True):
                all_[edge] = exact
            for place in places:
                mixed[place] = attention.run(None, {name: all_[None, place] for name, all_ in qkv.items()})[0][0]
            given = {"x": x, "x.edges": edges, "mixed": mixed, "mixed.edges": mixed[edge]}
        return x


class _Weight(NamedTuple):
    """A weight as it is counted with: names in the graph."""

    whole: str
    scale: str
    zero: str
    shift: Floats  #: what each column gives for a row of ones


class _Step:
    """Puts together what follows the attention of one layer and leads to that of the next, for all rows, and once more
    for those at the edges of texts."""

    def __init__(self, width: int, epsilon: float) -> None:
        self._width, self._graph = width, Graph()
        self._held: dict[str, tuple[str, str]] = {}  # rows in steps, and the steps, by what they are made of
        for name, value in (
            ("unit", 1.0),
            ("zero", 0.0),
            ("middle", 128.0),
            ("tiny", _TINY),
            ("least", _LEAST),
            ("share", 1 / width),
            ("epsilon", epsilon),
            ("by127", 1 / 127),
            ("by255", 1 / 255),
        ):
            self._constant(name, value)  # fmt: skip
        self._graph.constant("one", np.array([1], np.int64))

    def model(self, layer: Layer | None, after: Layer | None) -> bytes:
        """The network. In it goes x, and `mixed`, what attention made of it, where there is a layer. Out comes what it
        is then, with the bias added that the next product will need, and for the layer after q, k and v: the bias of k
        changes no attention, and that of v comes through it as it is, so that it is part of what is added behind."""
        parts = {"": False, ".edges": True}
        add, out = self._graph.add, [f"y{part}" for part in parts]
        norm = layer.down_norm if layer else (np.ones(self._width, np.float32), np.zeros(self._width, np.float32))
        follows: npt.NDArray[np.floating] = norm[1]
        if after is not None:
            split = np.split(after.qkv, 3, axis=1)
            biases = np.split(after.qkv_bias, 3)
            weights = [self._weight(name, w * norm[0][:, None]) for name, w in zip(_QKV, split, strict=True)]
            self._constant("q.bias", biases[0] + norm[1] @ split[0])
            follows = norm[1] + after.out_bias + (biases[2] + norm[1] @ split[2]) @ after.out
        self._constant("y.scale", norm[0])
        self._constant("y.bias", follows)
        if layer is not None:
            outward, down = self._weight("out", layer.out), self._weight("down", layer.down)
            up = self._weight("up", layer.up * layer.out_norm[0][:, None])
            self._constant("up.bias", layer.up_bias + layer.out_norm[1] @ layer.up)
            self._constant("x1.scale", layer.out_norm[0])
            self._constant("x1.bias", layer.out_norm[1] + layer.down_bias - _LEAST * down.shift)
            self._constant("x1.bias.edges", layer.out_norm[1] + layer.down_bias)
        for part, edge in parts.items():
            even = f"x{part}"
            if layer is not None:
                even = self._evened(self._add(self._product(f"mixed{part}", outward, edge), even))
                x = self._add(add("Mul", [even, "x1.scale"]), f"x1.bias{part}")
                wide = add("BiasGelu", [self._product(even, up, edge), "up.bias"], own=True)
                made = self._product(wide, down, edge) if edge else self._product_of_gelu(wide, down)
                even = self._evened(self._add(made, x))
            add("Add", [add("Mul", [even, "y.scale"]), "y.bias"], name=f"y{part}")
            if after is not None:
                add("Add", [self._product(even, weights[0], edge), "q.bias"], name=f"q{part}")
                for name, weight in zip(_QKV[1:], weights[1:], strict=True):
                    self._product(even, weight, edge, f"{name}{part}")
        if after is not None:
            out += [f"{name}{part}" for name in _QKV for part in parts]
        given = [f"{name}{part}" for name in (("x", "mixed") if layer else ("x",)) for part in parts]
        return self._graph.model(
            *([Value(n, (n.partition(".")[2] or "all", self._width)) for n in names] for names in (given, out))
        )

    def _constant(self, name: str, value: Floats | float) -> str:
        return self._graph.constant(name, np.asarray(value, np.float32))

    def _add(self, a: str, b: str) -> str:
        return self._graph.add("Add", [a, b])

    def _evened(self, x: str) -> str:
        """Layer norm without its weights, spelled out: onnxruntime's own operator takes twice the time."""
        add = self._graph.add
        centred = add("Sub", [x, add("ReduceMean", [x, "one"], keepdims=1)])
        mean = add("Mul", [add("ReduceSumSquare", [centred, "one"], keepdims=1), "share"])
        return add("Div", [centred, add("Sqrt", [self._add(mean, "epsilon")])])

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

    def _rows(self, x: str, step: str, zero: str) -> tuple[str, str]:
        """A matrix in steps, and the number that stands for nothing in each row."""
        add = self._graph.add
        zeros = add("Cast", [self._add(add("Mul", [step, "zero"]), zero)], to=UINT8)
        return add("QuantizeLinear", [x, step, zeros], axis=0), zeros

    def _counted(self, rows: str, step: str, zero: int, w: _Weight, name: str = "") -> str:
        held = self._graph.constant(f"nothing{zero}", np.uint8(zero))
        inputs = [rows, w.whole, "unit", w.scale, held, w.zero]
        product = self._graph.add("MatMulIntegerToFloat", inputs, own=True)
        return self._graph.add("Mul", [product, self._graph.add("Unsqueeze", [step, "one"])], name=name)

    def _product(self, x: str, w: _Weight, twice: bool, name: str = "") -> str:
        """x @ weight; `twice`: with what the first count leaves counted once more."""
        add = self._graph.add
        if x not in self._held:  # the same rows meet several weights
            step = self._steps(x)
            rows, zeros = self._rows(x, step, "middle")
            if twice:
                rest = add("Sub", [x, add("DequantizeLinear", [rows, step, zeros], axis=0)])
                small = self._steps(rest)
                left, _ = self._rows(rest, small, "middle")
                rows, step = add("Concat", [rows, left], axis=0), add("Concat", [step, small], axis=0)
            self._held[x] = rows, step
        rows, step = self._held[x]
        if not twice:
            return self._counted(rows, step, 128, w, name)
        both = self._counted(rows, step, 128, w)
        halves = self._graph.several("Split", [both], [f"{both}.1", f"{both}.2"], axis=0, num_outputs=2)
        return add("Add", list(halves), name=name)

    def _product_of_gelu(self, x: str, w: _Weight) -> str:
        """x @ weight for x that is hardly below nothing: all 256 steps lie between that and its largest value. What is
        added to x before has to be taken off afterwards."""
        add = self._graph.add
        top = self._add(add("ReduceMax", [x, "one"], keepdims=0), "least")
        step = add("Max", [add("Mul", [top, "by255"]), "tiny"])
        rows, _ = self._rows(self._add(x, "least"), step, "zero")
        return self._counted(rows, step, 0, w)


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
