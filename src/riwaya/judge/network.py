"""The judge's forward pass in numpy: align the tokens of two texts, compare each with its like, decide.

After the decomposable attention of Parikh et al. (2016) and ESIM (Chen et al. 2017): each token meets the mean of the
other text's tokens weighted by likeness; the pair (token, counterpart), their difference and product, and what the two
texts visibly share (riwaya.judge.alignment) go through two small transformer layers over both texts. A kind of
difference is present where some token shows it, so that the words that differ come with the verdict.
Weights: riwaya/models/headlines.npz, learnt by train/judge.py; see docs/models/judge.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from riwaya.encoder.e5 import batches
from riwaya.encoder.transformer import gelu, normalize, run
from riwaya.encoder.weights import Floats, Layer
from riwaya.judge.alignment import Side, features
from riwaya.model import DifferenceKind

KINDS: tuple[DifferenceKind, ...] = (
    "number", "date", "name", "action", "polarity", "strength", "attribution", "detail"
)
HEADS = 6
EPSILON = 1e-5
_TOP = 2  # tokens whose mean says that a kind is present


@dataclass(frozen=True)
class Verdict:
    """What the network says of a pair."""

    claim: float  #: log odds that the two are one claim
    conflict: float  #: log odds that they exclude each other
    kinds: Floats  #: log odds of each of KINDS
    tags: tuple[Floats, Floats]  #: log odds a token (start and end left out) and kind: (tokens, 8) for each side


@dataclass(frozen=True)
class Weights:
    """The learnt matrices, as float32."""

    mean: Floats
    key: Floats
    tau: float
    entry: tuple[Floats, Floats]
    entry_norm: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    pool: tuple[Floats, Floats]
    out: tuple[Floats, Floats]
    tag: tuple[Floats, Floats]
    scale: Floats
    bias: Floats


@cache
def headlines() -> Weights:
    """The weights of the judge of headlines, read once. Raises FileNotFoundError where the package is not whole."""
    with as_file(files("riwaya.models") / "headlines.npz") as path, np.load(path) as data:
        return unpack({k: np.asarray(data[k], np.float32) for k in data.files})


def unpack(data: Mapping[str, Floats]) -> Weights:
    """Weights from named arrays, matrices as (in, out)."""
    def pair(name: str) -> tuple[Floats, Floats]:
        return data[f"{name}.w"], data[f"{name}.b"]

    layers = tuple(
        Layer(*pair(f"layer{n}.qkv"), *pair(f"layer{n}.out"), pair(f"layer{n}.out_norm"), *pair(f"layer{n}.up"),
              *pair(f"layer{n}.down"), pair(f"layer{n}.down_norm"))
        for n in range(len({k.split(".")[0] for k in data if k.startswith("layer")}))
    )
    return Weights(data["mean"], data["key"], float(data["tau"]), pair("entry"), pair("entry_norm"), layers,
                   pair("pool"), pair("out"), pair("tag"), data["scale"], data["bias"])


def judge(pairs: Sequence[tuple[Side, Side]], vectors: Sequence[tuple[Floats, Floats]], w: Weights) -> list[Verdict]:
    """Verdicts on pairs, in order. `vectors`: the unit sentence vectors of each pair."""
    found: list[Verdict | None] = [None] * len(pairs)
    keys: dict[int, tuple[Floats, Floats]] = {}
    for side in (s for p in pairs for s in p):
        if id(side) not in keys:
            centred = side.states - w.mean
            key = centred @ w.key
            keys[id(side)] = centred, key / np.maximum(np.linalg.norm(key, axis=1, keepdims=True), 1e-12)
    lengths = [len(a.states) + len(b.states) for a, b in pairs]
    for group in batches(lengths):
        sizes = [lengths[i] for i in group]
        x = np.concatenate([_compare(*pairs[i], keys, w) for i in group])
        x = x @ w.entry[0] + w.entry[1]
        gelu(x)
        x = run(normalize(x, w.entry_norm, EPSILON), sizes, w.layers, HEADS, EPSILON)
        tags = x @ w.tag[0] + w.tag[1]
        cuts = np.cumsum(sizes)[:-1]
        for i, part, tag in zip(group, np.split(x, cuts), np.split(tags, cuts), strict=True):
            found[i] = _decide(part, tag, len(pairs[i][0].states), *vectors[i], w)
    return [v for v in found if v is not None]


def _compare(a: Side, b: Side, keys: dict[int, tuple[Floats, Floats]], w: Weights) -> Floats:
    """The input of the network for one pair: a token a row."""
    (ca, ka), (cb, kb) = keys[id(a)], keys[id(b)]
    like = ka @ kb.T
    rows = []
    for centred, other, near, shared in zip((ca, cb), (cb, ca), (like, like.T), features(a, b), strict=True):
        attention = near * np.float32(w.tau)
        attention = np.exp(attention - attention.max(1, keepdims=True))
        attention /= attention.sum(1, keepdims=True)
        counterpart = attention @ other
        apart = centred - counterpart
        nearest = np.maximum(near.max(1), -1.0)[:, None]
        distance = np.linalg.norm(apart, axis=1, keepdims=True) / 10
        product = centred * counterpart * np.float32(0.3)
        rows.append(np.concatenate([centred, counterpart, np.abs(apart), product, shared, nearest, distance], 1))
    return np.concatenate(rows).astype(np.float32)


def _decide(x: Floats, tags: Floats, cut: int, u: Floats, v: Floats, w: Weights) -> Verdict:
    mean_a, mean_b = x[:cut].mean(0), x[cut:].mean(0)
    top_a, top_b = x[:cut].max(0), x[cut:].max(0)
    pooled = np.concatenate([
        mean_a + mean_b, np.abs(mean_a - mean_b), np.maximum(top_a, top_b), np.minimum(top_a, top_b),
        np.abs(top_a - top_b), x[0], np.abs(u - v) * 10, u * v * 100,
    ])
    out = np.tanh(pooled @ w.pool[0] + w.pool[1]) @ w.out[0] + w.out[1]
    top = np.sort(tags, axis=0)[-_TOP:].mean(0)
    kinds = out[1:9] * 0.5 + top * np.log1p(np.exp(w.scale)) + w.bias
    return Verdict(float(out[0]), float(out[9]), kinds, (tags[1 : cut - 1], tags[cut + 1 : -1]))
