"""Learn the weights of the visible list of features (riwaya.claims.features) from corpus/claims.

    OMP_NUM_THREADS=1 python train/claims.py [--judge WEIGHTS]

Logistic regression over the pairs within each group of the mini stories (style "story: ..."), whose statements are
content spans of several claims. Writes src/riwaya/models/claims.json: one set of weights for an encoder with token
states, one without.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from riwaya.claims.encoding import encode
from riwaya.claims.entries import prepare
from riwaya.claims.features import FEATURES, Entry, measure
from riwaya.differences.telling import tell
from riwaya.encoder import SmallEncoder, token_encoder
from riwaya.encoder.e5 import E5
from riwaya.judge import Side, Weights, opinions
from riwaya.judge.network import unpack
from riwaya.model import Report, Statement

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "riwaya" / "models" / "claims.json"
TOKENS_ONLY = ("covered", "covering", "covered across", "judge")
L2 = 1.0


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


def odds(
    texts: list[str], made: list[Entry], pairs: list[tuple[int, int]], encoder: E5, learnt: Weights
) -> list[float]:
    """The judge's log odds that the texts of each pair are one claim."""
    encoded = encode(texts, encoder)
    sides = [Side(t, o, s.dense()) for t, o, s in zip(texts, encoded.offsets, encoded.states, strict=True)]
    vectors = [(made[i].vector, made[j].vector) for i, j in pairs]
    found = opinions([(sides[i], sides[j]) for i, j in pairs], vectors, learnt)
    return [view.odds for view in found]


def entries(texts: list[str], languages: list[str], encoder: object) -> list[Entry]:
    """The sentences of a group as if each stood in a report of its own."""
    tellings = [
        tell(Statement(f"s{i}", f"r{i}", 0, len(t), "own"), Report(f"r{i}", "", "", t, lang), {})
        for i, (t, lang) in enumerate(zip(texts, languages, strict=True))
    ]
    return prepare(tellings, encode(texts, encoder))  # type: ignore[arg-type]


def table(paths: list[Path], encoder: object, learnt: Weights | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, labels and group numbers of all pairs that could be candidates."""
    x, y, groups = [], [], []
    for n, (texts, languages, claims) in enumerate(stories(paths)):
        made = entries(texts, languages, encoder)
        pairs = [(j, i) for i, a in enumerate(made) for j in range(i) if float(a.centred @ made[j].centred) > -0.05]
        rows = np.array([measure(made[i], made[j]) for i, j in pairs])
        if learnt is not None and isinstance(encoder, E5):
            rows[:, -1] = odds(texts, made, pairs, encoder, learnt)
        x.append(rows)
        y += [claims[i] == claims[j] for i, j in pairs]
        groups += [n] * len(pairs)
    return np.concatenate(x), np.array(y, float), np.array(groups)


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


def cross_validated(x: np.ndarray, y: np.ndarray, groups: np.ndarray, keep: np.ndarray) -> tuple[float, float]:
    """AUC and F1 at one half, each fifth of the stories held out in turn."""
    p = np.zeros(len(y))
    for fold in range(5):
        test = groups % 5 == fold
        w, b = fit(x[~test], y[~test], keep)
        p[test] = 1 / (1 + np.exp(-(x[test] @ w + b)))
    hit = ((p > 0.5) & (y > 0)).sum()
    return auc(p, y), float(2 * hit / ((p > 0.5).sum() + y.sum()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", type=Path, help="weights of a judge that never saw the mini stories")
    parser.add_argument("--no-small", action="store_true", help="leave the weights without token states as they are")
    args = parser.parse_args()
    paths = sorted((ROOT / "corpus" / "claims").glob("*.jsonl"))
    result = json.loads(OUT.read_text(encoding="utf8")) if OUT.exists() else {}
    names = list(FEATURES)
    learnt = unpack({k: v.astype(np.float32) for k, v in np.load(args.judge).items()}) if args.judge else None
    jobs: list[tuple[str, object]] = [("tokens", token_encoder())]
    jobs += [("plain", SmallEncoder())] if not args.no_small else []
    jobs += [("judged", token_encoder())] if learnt else []
    for name, encoder in jobs:
        x, y, groups = table(paths, encoder, learnt if name == "judged" else None)
        keep = np.array([float((f != "judge" or name == "judged") and (name != "plain" or f not in TOKENS_ONLY))
                         for f in names])
        area, f1 = cross_validated(x, y, groups, keep)
        print(f"{name}: {len(y)} pairs, {int(y.sum())} of one claim; held out: AUC {area:.3f} F1 {f1:.3f}")
        w, b = fit(x, y, keep)
        cheap, cheap_bias = fit(x, y, np.array([float(f == "meaning") for f in names]))
        spread = x.std(0)
        for f, v, s in zip(names, w, spread, strict=True):
            print(f"   {f:16} {v:8.3f}   a spread away: {v * s:6.2f}")
        result[name] = {"weights": {f: round(float(v), 5) for f, v in zip(names, w, strict=True)}, "bias": round(b, 5),
                        "cheap": [round(float(cheap[0]), 5), round(cheap_bias, 5)]}
    OUT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
