"""Learn the weights of the visible list of features (riwaya.claims.features) from corpus/claims.

    OMP_NUM_THREADS=1 python train/claims.py [--no-small]

Logistic regression over the pairs within each group of the mini stories (style "story: ..."), whose statements are
content spans of several claims. Writes src/riwaya/models/claims.json: one set of weights for an encoder with token
states, one without.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from riwaya.claims.candidates import LEAST_MEANING
from riwaya.claims.cluster import cluster
from riwaya.claims.encoding import encode
from riwaya.claims.entries import prepare
from riwaya.claims.features import FEATURES, Entry, measure
from riwaya.claims.scorer import Scorer
from riwaya.differences.telling import tell
from riwaya.encoder import SmallEncoder, token_encoder
from riwaya.model import Report, Statement

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "riwaya" / "models" / "claims.json"
TOKENS_ONLY = ("covered", "covering", "content", "covered across", "covering across")
L2 = 30.0  # pairs of one story are no independent witnesses: held close, the weights do better on other stories
THRESHOLDS = (0.2, 0.27, 0.35, 0.45)


def stories(paths: list[Path]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """(texts, languages, claim of each) of every mini story."""
    for path in paths:
        for line in path.read_text(encoding="utf8").splitlines():
            row = json.loads(line)
            if not row["style"].startswith("story: "):
                continue
            home = {k: k for k in row["sentences"]}
            for a, b, label, _ in row["pairs"]:
                if label != "other":
                    keep, drop = home[a], home[b]
                    home = {k: keep if v == drop else v for k, v in home.items()}
            keys = sorted(row["sentences"])
            languages = [row["sentences"][k][0] for k in keys]
            yield [row["sentences"][k][1] for k in keys], languages, [home[k] for k in keys]


def entries(texts: list[str], languages: list[str], encoder: object) -> list[Entry]:
    """The sentences of a group as if each stood in a report of its own."""
    tellings = [
        tell(Statement(f"s{i}", f"r{i}", 0, len(t), "own"), Report(f"r{i}", "", "", t, lang), {})
        for i, (t, lang) in enumerate(zip(texts, languages, strict=True))
    ]
    return prepare(tellings, encode(texts, encoder))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Mini:
    """A mini story, measured."""

    file: str
    made: list[Entry]
    claims: list[str]
    pairs: list[tuple[int, int]]
    x: np.ndarray
    y: np.ndarray


def table(paths: list[Path], encoder: object) -> list[Mini]:
    """Every mini story with the features and labels of all pairs that could be candidates."""
    found = []
    for path in paths:
        for texts, languages, claims in stories([path]):
            made = entries(texts, languages, encoder)
            matter = [e.matter() for e in made]
            pairs = [(j, i) for i, a in enumerate(made) for j in range(i)
                     if float(a.centred @ made[j].centred) > LEAST_MEANING]
            x = np.array([measure(made[i], made[j], matter[i], matter[j]) for i, j in pairs])
            y = np.array([claims[i] == claims[j] for i, j in pairs], float)
            found.append(Mini(path.stem, made, claims, pairs, x, y))
    return found


def joined(minis: list[Mini]) -> tuple[np.ndarray, np.ndarray]:
    """Features and labels of several stories."""
    return np.concatenate([m.x for m in minis]), np.concatenate([m.y for m in minis])


def fit(x: np.ndarray, y: np.ndarray, keep: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights (0 where not kept) and bias, on the features as they are."""
    mean, spread = x.mean(0), x.std(0) + 1e-6
    z = np.c_[(x - mean) / spread * keep, np.ones(len(x))]

    w = np.zeros(z.shape[1])
    for _ in range(30):  # Newton's method
        p = 1 / (1 + np.exp(-(z @ w)))
        gradient = z.T @ (p - y) + L2 * np.r_[w[:-1], 0]
        hessian = (z * (p * (1 - p))[:, None]).T @ z + L2 * np.eye(len(w))
        w -= np.linalg.solve(hessian, gradient)
    weights = w[:-1] * keep / spread
    return weights, float(w[-1] - weights @ mean)


def auc(scores: np.ndarray, y: np.ndarray) -> float:
    rank = scores.argsort().argsort() + 1
    n = y.sum()
    return float((rank[y > 0].sum() - n * (n + 1) / 2) / (n * (len(y) - n)))


def grouped(mini: Mini, p: np.ndarray, cheap: Scorer, threshold: float) -> tuple[int, int, int]:
    """(pairs rightly in one claim, pairs in one claim of ours, pairs in one claim) of a story whose pairs have `p`."""
    centred = np.array([e.centred for e in mini.made])
    scored = {pair: float(q) for pair, q in zip(mini.pairs, p, strict=True)}
    home = {i: n for n, group in enumerate(cluster(scored, centred, cheap.guess, threshold)) for i in group}
    got = want = hit = 0
    for i, j in combinations(range(len(mini.made)), 2):
        ours, theirs = home[i] == home[j], mini.claims[i] == mini.claims[j]
        got, want, hit = got + ours, want + theirs, hit + (ours and theirs)
    return hit, got, want


def held_out(minis: list[Mini], keep: np.ndarray, cheap: np.ndarray) -> None:
    """Print how pairs and groups come out on stories that were left out of training, a fifth at a time."""
    p: list[np.ndarray] = [np.zeros(0)] * len(minis)
    count: dict[tuple[str, float], np.ndarray] = {}
    for fold in range(5):
        x, y = joined([m for n, m in enumerate(minis) if n % 5 != fold])
        w, b = fit(x, y, keep)
        plain = Scorer(w, b, only(fit(x, y, cheap)))
        for n, mini in enumerate(minis):
            if n % 5 == fold:
                p[n] = 1 / (1 + np.exp(-(mini.x @ w + b)))
                for threshold in THRESHOLDS:
                    key = mini.file, threshold
                    count[key] = count.get(key, np.zeros(3)) + grouped(mini, p[n], plain, threshold)
    for file in ("all", *sorted({m.file for m in minis})):
        mine = [n for n, m in enumerate(minis) if file in ("all", m.file)]
        area = auc(np.concatenate([p[n] for n in mine]), np.concatenate([minis[n].y for n in mine]))
        told = []
        for threshold in THRESHOLDS:
            hit, got, want = sum(c for (f, t), c in count.items() if file in ("all", f) and t == threshold)
            told.append(f"{threshold}: {2 * hit / (got + want):.3f}")
        print(f"   held out, {file:10} AUC of pairs {area:.3f}; F1 of claims at {', '.join(told)}")


def only(fitted: tuple[np.ndarray, float]) -> tuple[float, float]:
    """The one weight of a fit that is not 0, and the bias."""
    return float(fitted[0].sum()), fitted[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-small", action="store_true", help="leave the weights without token states as they are")
    args = parser.parse_args()
    paths = sorted((ROOT / "corpus" / "claims").glob("*.jsonl"))
    result = {}
    names = list(FEATURES)
    if args.no_small:
        result["plain"] = json.loads(OUT.read_text(encoding="utf8"))["plain"]
    jobs: list[tuple[str, object]] = [("tokens", token_encoder())]
    jobs += [("plain", SmallEncoder())] if not args.no_small else []
    for name, encoder in jobs:
        minis = table(paths, encoder)
        x, y = joined(minis)
        keep = np.array([float(name != "plain" or f not in TOKENS_ONLY) for f in names])
        meaning = np.array([float(f == "meaning") for f in names])
        print(f"{name}: {len(minis)} stories, {len(y)} pairs, {int(y.sum())} of one claim")
        held_out(minis, keep, meaning)
        w, b = fit(x, y, keep)
        for f, v, s in zip(names, w, x.std(0), strict=True):
            print(f"   {f:16} {v:8.3f}   a spread away: {v * s:6.2f}")
        cheap = only(fit(x, y, meaning))
        result[name] = {"weights": {f: round(float(v), 5) for f, v in zip(names, w, strict=True)}, "bias": round(b, 5),
                        "cheap": [round(c, 5) for c in cheap]}
    OUT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
