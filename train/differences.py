"""Learn how rules and judge are weighed against each other, one small regression a kind of difference.

    OMP_NUM_THREADS=1 python train/differences.py A.npz=events B.npz=public-affairs,stories

Each judge was trained by train/judge.py with the files after "=" held out, so that its view of them is as good or bad
as of any new text. Writes src/riwaya/models/differences.json: for each kind the weights for being there and for being
a conflict, shifted so that one half is where F0.7 is best.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

import judge_data as data
from judge_data import KINDS, ROOT, Sides
from riwaya.differences import numbers, times, wordings
from riwaya.differences.combine import EVIDENCE, evidence
from riwaya.differences.telling import Telling, tell
from riwaya.encoder.weights import Floats
from riwaya.judge import opinions
from riwaya.judge.network import unpack
from riwaya.language.text import is_arabic
from riwaya.model import Report, Statement

OUT = ROOT / "src" / "riwaya" / "models" / "differences.json"
L2 = 2.0
BETA = 0.7  #: a difference that is none misleads more than one that is missed


def telling(text: str) -> Telling:
    """A sentence as a telling of its own, without report or chain."""
    report = Report("r", "", "", text, "ar" if is_arabic(text) else "en", published="2024-05-15")
    return tell(Statement("s", "r", 0, len(text), "own"), report, {})


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Logistic regression with a bias column at the end, by Newton's method."""
    z, w = np.c_[x, np.ones(len(x))], np.zeros(x.shape[1] + 1)
    ridge = L2 * np.r_[np.ones(x.shape[1]), 0.01]
    for _ in range(30):
        p = 1 / (1 + np.exp(-(z @ w)))
        w -= np.linalg.solve((z * (p * (1 - p))[:, None]).T @ z + np.diag(ridge), z.T @ (p - y) + ridge * w)
    return w


def score(w: np.ndarray, x: np.ndarray) -> np.ndarray:
    return np.c_[x, np.ones(len(x))] @ w


def best(s: np.ndarray, y: np.ndarray, beta: float = BETA) -> tuple[float, float]:
    """(F beta, log odds at which it is best)."""
    found = []
    for t in np.arange(-2.5, 2.5, 0.1):
        hit = float(((s > t) & (y > 0)).sum())
        found.append(((1 + beta**2) * hit / max(1.0, float((s > t).sum()) + beta**2 * float(y.sum())), float(t)))
    return max(found)


def table(judges: dict[Path, list[str]], sides: Sides) -> tuple[Floats, np.ndarray, np.ndarray, np.ndarray]:
    """(evidence of each pair and kind, which kinds are there, which of these conflict, group of each pair)."""
    files = {p.stem: p for p in sorted((ROOT / "corpus" / "claims").glob("*.jsonl"))}
    x, y, c, g = [], [], [], []
    for path, names in judges.items():
        weights = unpack({k: v.astype(np.float32) for k, v in np.load(path).items()})
        examples = [e for n in names for e in data.claims([files[n]])[0] if e.kinds is not None]
        sides.add(t for e in examples for t in (e.a, e.b))
        views = opinions([(sides.sides[e.a], sides.sides[e.b]) for e in examples],
                         [(sides.vectors[e.a], sides.vectors[e.b]) for e in examples], weights)
        tellings = {t: telling(t) for e in examples for t in (e.a, e.b)}
        for e, view in zip(examples, views, strict=True):
            a, b = tellings[e.a], tellings[e.b]
            said = [*numbers.compare(a, b), *times.compare(a, b), *wordings.compare(a, b)]
            x.append([evidence(kind, a, b, said, view) for kind in KINDS])
            y.append(e.kinds)
            conflicts = {k for k, _, _, conflict in e.spans or () if conflict}
            c.append([float(i in conflicts) for i in range(len(KINDS))])
            g.append(int("".join(filter(str.isdigit, e.group)) or 0))
    return np.array(x, np.float32), np.array(y), np.array(c), np.array(g)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("judges", nargs="+", help="WEIGHTS=HELD-OUT[,HELD-OUT]")
    parser.add_argument("--cache", type=Path, default=Path("/tmp/riwaya-judge"))
    args = parser.parse_args()
    judges = {Path(a.split("=")[0]): a.split("=")[1].split(",") for a in args.judges}
    x, y, c, groups = table(judges, Sides(args.cache))
    result = {}
    for i, kind in enumerate(KINDS):
        s = np.zeros(len(y))
        for fold in range(5):
            test = groups % 5 == fold
            s[test] = score(fit(x[~test, i], y[~test, i]), x[test, i])
        f1, at = best(s, y[:, i])
        rules, _ = best(x[:, i, EVIDENCE.index("rule")] * 4 - 2, y[:, i])
        judge, _ = best(x[:, i, EVIDENCE.index("judge")], y[:, i])
        w = fit(x[:, i], y[:, i])
        w[-1] -= at
        there = y[:, i] > 0
        v = fit(x[there, i], c[there, i])
        right = ((score(v, x[there, i]) > 0) == (c[there, i] > 0)).mean()
        alone = f"judge alone {judge:.3f}, rules alone {rules:.3f}"
        print(f"{kind:12} F{BETA} {f1:.3f} ({alone}); conflict right {right:.3f}",
              " ".join(f"{n} {a:.2f}" for n, a in zip((*EVIDENCE, "bias"), w, strict=True)))
        result[kind] = {"there": [round(float(a), 4) for a in w], "conflict": [round(float(a), 4) for a in v]}
    OUT.write_text(json.dumps({"evidence": list(EVIDENCE), "kinds": result}, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
