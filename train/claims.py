"""Learn the weights of the visible list of features (riwaya.claims.features) from annotated stories.

    OMP_NUM_THREADS=1 python train/claims.py

Logistic regression over the candidate pairs of the stories in TAUGHT, with what place and speaker add (`PRIORS`, set by
reason) given. Whole stories, because pairs of a whole story are what is judged: on pairs of lists of statements, whose
wordings differ far more than those of reports do, shared words come out too light. Writes
src/riwaya/models/claims.json: one set of weights for an encoder with token states, one without. No other story of
tests/gate, none of ../shared and none of the examples is learnt from.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
import goldstory
from riwaya.claims.alignment import Material, _material
from riwaya.claims.candidates import candidates
from riwaya.claims.cluster import cluster
from riwaya.claims.context import context
from riwaya.claims.features import FEATURES, measure
from riwaya.claims.scorer import Scorer
from riwaya.differences.telling import tell
from riwaya.encoder import Encoder, SmallEncoder, encoder

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "riwaya" / "models" / "claims.json"
STORIES = ROOT / "tests" / "gate" / "later"
TAUGHT = ("airport-drone", "bank-breach", "ferry-sinking", "hospital-contract", "militia-talks", "minister-tapes",
          "vaccine-batch")
TOKENS_ONLY = ("covered", "covering", "content", "covered across", "covering across")
FEWER = (2, 4)  # reports
L2 = 100.0  # pairs of one story are no independent witnesses: held close, the weights do better on other stories
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4)


@dataclass(frozen=True)
class Measured:
    """A story, measured."""

    name: str
    material: Material
    claims: list[str]  #: of each content
    pairs: list[tuple[int, int]]
    x: np.ndarray  #: features of the pairs
    given: np.ndarray  #: what place and speaker add to their log odds
    y: np.ndarray  #: whether they are one claim


def told(folder: Path, by: Encoder) -> list[Measured]:
    """An annotated story whole, and as if fewer reports had told it: what is near and what is rare depends on how many
    statements there are."""
    story = goldstory.load(folder)
    names = sorted(r.id for r in story.trace.reports)
    parts = [names[a : a + n] for n in FEWER for a in range(0, len(names) - n + 1, n)]
    return [measured(story, frozenset(part), by) for part in (names, *parts)]


def measured(story: goldstory.GoldStory, kept: frozenset[str], by: Encoder) -> Measured:
    """The candidate pairs among the statements of some of a story's reports, with their features and labels."""
    trace = story.trace
    reports, sources = {r.id: r for r in trace.reports}, {s.id: s for s in trace.sources}
    said = sorted((s for s in goldstory.stanced(story) if s.report in kept),
                  key=lambda s: (s.report, s.start, s.end, s.id))
    made = _material([tell(s, reports[s.report], sources) for s in said], by)
    home = {s: c.id for c in trace.stories[0].claims for s in c.statements()}
    claims = [home[h[0].statement.id] for h in made.holders]
    matter = [e.matter() for e in made.entries]
    pairs = candidates(made.entries, np.array([e.centred for e in made.entries]))
    around = context(made.holders)
    return Measured(
        story.folder.name, made, claims, pairs,
        np.array([measure(made.entries[i], made.entries[j], matter[i], matter[j]) for i, j in pairs]),
        np.array([around.base(i, j) for i, j in pairs]),
        np.array([claims[i] == claims[j] for i, j in pairs], float),
    )


def fit(stories: list[Measured], keep: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights (0 where not kept) and bias, on the features as they are."""
    x, y, given = (np.concatenate([getattr(s, part) for s in stories]) for part in ("x", "y", "given"))
    mean, spread = x.mean(0), x.std(0) + 1e-6
    z = np.c_[(x - mean) / spread * keep, np.ones(len(x))]
    w = np.zeros(z.shape[1])
    for _ in range(30):  # Newton's method
        p = 1 / (1 + np.exp(-(z @ w + given)))
        gradient = z.T @ (p - y) + L2 * np.r_[w[:-1], 0]
        hessian = (z * (p * (1 - p))[:, None]).T @ z + L2 * np.eye(len(w))
        w -= np.linalg.solve(hessian, gradient)
    weights = w[:-1] * keep / spread
    return weights, float(w[-1] - weights @ mean)


def precision(scores: np.ndarray, y: np.ndarray) -> float:
    """Average precision of pairs ranked by their scores."""
    ranked = y[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(ranked) / np.arange(1, len(ranked) + 1) * ranked).sum() / ranked.sum())


def grouped(story: Measured, p: np.ndarray, cheap: Scorer, threshold: float) -> float:
    """F1 of the pairs put into one claim where the candidates have the probabilities `p`."""
    centred = np.array([e.centred for e in story.material.entries])
    scored = {pair: float(q) for pair, q in zip(story.pairs, p, strict=True)}
    home = {i: n for n, group in enumerate(cluster(scored, centred, cheap.guess, threshold)) for i in group}
    got = want = hit = 0
    for i, j in combinations(range(len(home)), 2):
        ours, theirs = home[i] == home[j], story.claims[i] == story.claims[j]
        got, want, hit = got + ours, want + theirs, hit + (ours and theirs)
    return 2 * hit / (got + want)


def held_out(stories: list[Measured], keep: np.ndarray, cheap: np.ndarray) -> None:
    """Print how pairs and groups come out on each story when the others alone are learnt from."""
    figures = []
    for story in (s for n, s in enumerate(stories) if s.name not in [o.name for o in stories[:n]]):
        others = [s for s in stories if s.name != story.name]
        w, b = fit(others, keep)
        logits = story.x @ w + b + story.given
        plain = Scorer(w, b, only(fit(others, cheap)))
        figures.append([precision(logits, story.y),
                        *(grouped(story, 1 / (1 + np.exp(-logits)), plain, t) for t in THRESHOLDS)])
        print(f"   held out: {story.name:18} average precision {figures[-1][0]:.3f}; F1 of claims at "
              + ", ".join(f"{t}: {f:.3f}" for t, f in zip(THRESHOLDS, figures[-1][1:], strict=True)))
    print("   mean: " + " ".join(f"{f:.3f}" for f in np.mean(figures, 0)))


def only(fitted: tuple[np.ndarray, float]) -> tuple[float, float]:
    """The one weight of a fit that is not 0, and the bias."""
    return float(fitted[0].sum()), fitted[1]


def main() -> None:
    result = {}
    names = list(FEATURES)
    for name, by in (("tokens", encoder()), ("plain", SmallEncoder())):
        stories = [part for story in TAUGHT for part in told(STORIES / story, by)]
        keep = np.array([float(name != "plain" or f not in TOKENS_ONLY) for f in names])
        meaning = np.array([float(f == "meaning") for f in names])
        print(f"{name}: {sum(len(s.y) for s in stories)} pairs, {int(sum(s.y.sum() for s in stories))} of one claim")
        held_out(stories, keep, meaning)
        w, b = fit(stories, keep)
        for f, v, s in zip(names, w, np.concatenate([s.x for s in stories]).std(0), strict=True):
            print(f"   {f:16} {v:8.3f}   a spread away: {v * s:6.2f}")
        cheap = only(fit(stories, meaning))
        result[name] = {"weights": {f: round(float(v), 5) for f, v in zip(names, w, strict=True)}, "bias": round(b, 5),
                        "cheap": [round(c, 5) for c in cheap]}
    OUT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
