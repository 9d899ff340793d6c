"""What speaks for and against two statements being one claim: a visible list, each with a weight.

The weights are learnt (train/claims.py, logistic regression on corpus/claims) and kept in riwaya/models/claims.json;
the list and what each entry means is here. `PRIORS` are set by reason and not learnt: the corpus has no reports.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from riwaya.claims.encoding import States
from riwaya.differences import Telling, figure_pairs
from riwaya.encoder.weights import Floats
from riwaya.language.text import is_arabic
from riwaya.model import Span

FEATURES: dict[str, str] = {
    "meaning": "cosine of the sentence vectors, the story's mean taken out",
    "closeness": "cosine of the sentence vectors as they are",
    "mutual": "whether each is nearer to the other than to the rest of the story",
    "covered": "how far each word of one finds its like in the other: the better side",
    "covering": "how far each word of one finds its like in the other: the worse side",
    "words": "rare words shared, of those the shorter has (one language only)",
    "vocabulary": "rare words shared, of those the longer has (one language only)",
    "one language": "both in Arabic or both in English",
    "figures agree": "figures of equal value, at most two",
    "figures differ": "figures that stand against each other, at most two",
    "one has figures": "only one of the two has any figure",
    "unequal length": "logarithm of the ratio of their lengths",
    "length": "tokens of the shorter, by twenty",
    "meaning across": "meaning, where the languages differ",
    "covered across": "the better side, where the languages differ",
    "judge": "the learnt judge's log odds that they are one claim",
}

PRIORS: dict[str, tuple[str, float]] = {
    "one report": ("both stand in one report, which seldom says a thing twice", -1.2),
    "one speaker": ("one source says both in the end", 0.7),
    "nobody's words": ("both are the outlets' own words, where background of their own stands", -0.8),
    "one voice its own": ("a source says one, an outlet itself the other", -0.6),
    "place": ("how far apart the two stand in their reports, from 0 to 1", -1.8),
    "neighbours": ("the statements right before or right after the two are likely one claim", 0.3),
}


@dataclass(frozen=True)
class Entry:
    """A statement as the scorer sees it."""

    telling: Telling
    vector: Floats  #: unit, as the encoder gives it
    centred: Floats  #: unit, the story's mean taken out
    states: States | None  #: token states as encoded, start and end included; None where the encoder has none
    mean: Floats | None  #: the story's mean token state
    near: float  #: mean cosine (centred) of the three nearest statements
    weights: dict[str, float]  #: stems of the content with how rare they are in the story
    offsets: tuple[tuple[int, int], ...] = ()  #: code points of the content that each token covers

    @cached_property
    def weight(self) -> float:
        """The sum of the weights of all stems."""
        return sum(self.weights.values()) or 1.0

    @cached_property
    def arabic(self) -> bool:
        """Which of the two languages it is in."""
        return is_arabic(self.telling.text)

    @property
    def length(self) -> int:
        """Tokens, or words where there are no tokens."""
        return max(1, len(self.states) - 2 if self.states is not None else len(self.telling.words))

    def tokens(self) -> Floats | None:
        """Unit token states, the story's mean taken out. Made anew each time: kept for all they would fill memory."""
        if self.states is None or self.mean is None or len(self.states) < 3:
            return None
        inner = self.states.dense()[1:-1] - self.mean
        return np.asarray(inner / np.maximum(np.linalg.norm(inner, axis=1, keepdims=True), 1e-6), np.float32)

    def words(self) -> tuple[list[Span], Floats] | None:
        """The words that tokens cover, and a unit state for each: the mean of its tokens."""
        tokens = self.tokens()
        if tokens is None or len(tokens) != len(self.offsets):
            return None
        spans: list[Span] = []
        rows: list[Floats] = []
        for w in self.telling.words:
            inside = [k for k, (start, end) in enumerate(self.offsets) if start < w.end and end > w.start]
            if inside:
                mean = tokens[inside].mean(0)
                spans.append(Span(w.start, w.end))
                rows.append(mean / max(1e-6, float(np.linalg.norm(mean))))
        return (spans, np.array(rows, np.float32)) if rows else None


def measure(a: Entry, b: Entry, tokens: Floats | None = None) -> Floats:
    """The features of a pair in the order of FEATURES, the judge's left at 0. `tokens`: those of a, if at hand."""
    meaning = float(a.centred @ b.centred)
    better = worse = 0.0
    left, right = a.tokens() if tokens is None else tokens, b.tokens()
    if left is not None and right is not None:
        like = left @ right.T
        one, other = float(like.max(1).mean()), float(like.max(0).mean())
        better, worse = max(one, other), min(one, other)
    alike = a.arabic == b.arabic
    shared = sum(w for s, w in a.weights.items() if s in b.weights) if alike else 0.0
    same, against = figure_pairs(a.telling, b.telling)
    lone = bool(a.telling.quantities) != bool(b.telling.quantities)
    return np.array([
        meaning,
        float(a.vector @ b.vector) * 10 - 8.5,
        2 * meaning - a.near - b.near,
        better,
        worse,
        shared / min(a.weight, b.weight),
        shared / max(a.weight, b.weight),
        float(alike),
        min(len(same), 2),
        min(len(against), 2),
        float(lone),
        abs(math.log(a.length / b.length)),
        min(a.length, b.length) / 20,
        0.0 if alike else meaning,
        0.0 if alike else better,
        0.0,
    ], np.float32)
