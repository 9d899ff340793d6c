"""The learnt judge of pairs: do two statements make one claim, how do they differ, and in which words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from riwaya.encoder.weights import Floats
from riwaya.judge.alignment import Side
from riwaya.judge.network import KINDS, Verdict, Weights, headlines, judge
from riwaya.judge.opinion import Opinion
from riwaya.language.text import words
from riwaya.model import DifferenceKind, Span

__all__ = ["Opinion", "Side", "Weights", "headlines", "opinions"]

_TOKEN = -0.6  #: log odds at which a token belongs to the words that differ
_KIND = -1.5  #: log odds of a kind below which its words are not looked for


def opinions(
    pairs: Sequence[tuple[Side, Side]], vectors: Sequence[tuple[Floats, Floats]], learnt: Weights
) -> list[Opinion]:
    """The judge's view of pairs, in order. `vectors`: the unit sentence vectors of each pair."""
    return [_opinion(a, b, v) for (a, b), v in zip(pairs, judge(pairs, vectors, learnt), strict=True)]


def _opinion(a: Side, b: Side, verdict: Verdict) -> Opinion:
    kinds: dict[DifferenceKind, float] = {}
    spans: dict[DifferenceKind, tuple[Span | None, Span | None]] = {}
    for i, kind in enumerate(KINDS):
        kinds[kind] = float(1 / (1 + np.exp(-verdict.kinds[i])))
        if verdict.kinds[i] > _KIND:
            spans[kind] = _run(a, verdict.tags[0][:, i]), _run(b, verdict.tags[1][:, i])
    return Opinion(float(1 / (1 + np.exp(-verdict.claim))), float(1 / (1 + np.exp(-verdict.conflict))), kinds, spans,
                   verdict.claim)


def _run(side: Side, scores: Floats) -> Span | None:
    """The words that the surest run of tokens touches, or None where no token is sure enough."""
    best: tuple[float, int, int] | None = None
    start = None
    for i in range(len(scores) + 1):
        inside = i < len(scores) and scores[i] > _TOKEN
        if inside and start is None:
            start = i
        elif not inside and start is not None:
            total = float((scores[start:i] - _TOKEN).sum())
            if best is None or total > best[0]:
                best = total, start, i
            start = None
    if best is None:
        return None
    first, last = side.offsets[best[1]][0], side.offsets[best[2] - 1][1]
    touched = [w for w in words(side.text) if w.start < last and w.end > first]
    return Span(touched[0].start, touched[-1].end) if touched else None
