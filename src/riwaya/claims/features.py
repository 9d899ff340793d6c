"""What speaks for and against two statements being one claim: a visible list, each with a weight.

The weights are learnt (train/claims.py, logistic regression on annotated stories) and kept in
riwaya/models/claims.json; the list and what each entry means is here. `PRIORS` are set by reason and not learnt.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from riwaya.claims.encoding import States
from riwaya.claims.ideas import is_empty
from riwaya.differences import Telling, figure_pairs
from riwaya.encoder.weights import Floats
from riwaya.language.arabic import stem
from riwaya.language.text import is_arabic
from riwaya.model import Span

FEATURES: dict[str, str] = {
    "meaning": "cosine of the sentence vectors, the story's mean taken out",
    "closeness": "cosine of the sentence vectors as they are",
    "mutual": "whether each is nearer to the other than to the rest of the story",
    "covered": "how far each word of one finds its like in the other, rare words first: the better side",
    "covering": "how far each word of one finds its like in the other, rare words first: the worse side",
    "content": "cosine of the means of their words, rare words first",
    "words": "rare words shared, of those the shorter has (one language only)",
    "vocabulary": "rare words shared, of those the longer has (one language only)",
    "ideas": "rare ideas shared in whatever words (riwaya/lexicon/ideas.toml), at most two",
    "matter": "rare ideas shared, of those the longer has",
    "one language": "both in Arabic or both in English",
    "figures agree": "figures of equal value, at most two",
    "figures differ": "figures that stand against each other, at most two",
    "one has figures": "only one of the two has any figure",
    "unequal length": "logarithm of the ratio of their lengths",
    "length": "tokens of the shorter, by twenty",
    "meaning across": "meaning, where the languages differ",
    "covered across": "the better side, where the languages differ",
    "covering across": "the worse side, where the languages differ",
    "matter across": "matter, where the languages differ",
}

PRIORS: dict[str, tuple[str, float]] = {
    "one report": ("both stand in one report, which seldom says a thing twice", -1.2),
    "said once": ("one speaker says both in one report, and hardly ever repeats himself there", -3.0),
    "one speaker": ("one source says both in the end", 0.7),
    "nobody's words": ("both are the outlets' own words, where background of their own stands", -0.8),
    "one voice its own": ("a source says one, an outlet itself the other", -0.6),
    "place": ("how far apart the two stand in their reports, from 0 to 1", -1.8),
    "neighbours": ("the statements right before or right after the two are likely one claim", 0.3),
}


class Matter(NamedTuple):
    """The words of a content as the encoder sees them in it."""

    spans: tuple[Span, ...]  #: of the words that tokens cover, in the content
    states: Floats  #: a unit row for each: the mean of its tokens, the story's mean taken out
    weights: Floats  #: how rare each is in the story
    mean: Floats  #: unit mean of the rows by their weights


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
    ideas: dict[str, float] = field(default_factory=dict)  #: the same of its ideas
    offsets: tuple[tuple[int, int], ...] = ()  #: code points of the content that each token covers

    @cached_property
    def weight(self) -> float:
        """The sum of the weights of all stems."""
        return sum(self.weights.values()) or 1.0

    @cached_property
    def much(self) -> float:
        """The sum of the weights of all ideas."""
        return sum(self.ideas.values())

    @cached_property
    def arabic(self) -> bool:
        """Which of the two languages it is in."""
        return is_arabic(self.telling.text)

    @property
    def length(self) -> int:
        """Tokens, or words where there are no tokens."""
        return max(1, len(self.states) - 2 if self.states is not None else len(self.telling.words))

    def matter(self) -> Matter | None:
        """Its words with their states; None where there are none. Made anew each time: kept for all they would fill
        memory."""
        if self.states is None or self.mean is None or len(self.states) < 3:
            return None
        tokens = self.states.dense()[1:-1] - self.mean
        tokens /= np.maximum(np.linalg.norm(tokens, axis=1, keepdims=True), 1e-6)
        if len(tokens) != len(self.offsets):
            return None
        spans: list[Span] = []
        rows: list[Floats] = []
        weights: list[float] = []
        first = 0
        for w in self.telling.words:
            while first < len(self.offsets) and self.offsets[first][1] <= w.start:
                first += 1
            last = first
            while last < len(self.offsets) and self.offsets[last][0] < w.end:
                last += 1
            if last > first:
                spans.append(Span(w.start, w.end))
                rows.append(tokens[first:last].mean(0))
                weights.append(_EMPTY if is_empty(w.form) or (len(w.form) < _SHORT and not w.form.isdigit())
                               else self.weights.get(stem(w.form), 1.0))
        if not rows:
            return None
        states = np.array(rows, np.float32)
        states /= np.maximum(np.linalg.norm(states, axis=1, keepdims=True), 1e-6)
        heavy = np.array(weights, np.float32)
        mean = heavy @ states
        return Matter(tuple(spans), states, heavy, mean / max(1e-6, float(np.linalg.norm(mean))))


_EMPTY = 0.1  # what a word without content weighs
_SHORT = 3  # letters
_MOST_IDEAS = 8.0  # weight of shared ideas beyond which more says no more


def measure(a: Entry, b: Entry, left: Matter | None, right: Matter | None) -> Floats:
    """The features of a pair in the order of FEATURES. `left` and `right`: what `matter` gives for a and for b."""
    meaning = float(a.centred @ b.centred)
    better = worse = content = 0.0
    if left is not None and right is not None:
        like = left.states @ right.states.T
        one = float(like.max(1) @ left.weights / left.weights.sum())
        other = float(like.max(0) @ right.weights / right.weights.sum())
        better, worse, content = max(one, other), min(one, other), float(left.mean @ right.mean)
    alike = a.arabic == b.arabic
    shared = sum(w for s, w in a.weights.items() if s in b.weights) if alike else 0.0
    common = sum(w for s, w in a.ideas.items() if s in b.ideas)
    matter = common / max(a.much, b.much, 1.0)
    same, against = figure_pairs(a.telling, b.telling)
    lone = bool(a.telling.quantities) != bool(b.telling.quantities)
    return np.array([
        meaning,
        float(a.vector @ b.vector) * 10 - 8.5,
        2 * meaning - a.near - b.near,
        better,
        worse,
        content,
        shared / min(a.weight, b.weight),
        shared / max(a.weight, b.weight),
        min(common, _MOST_IDEAS) / 4,
        matter,
        float(alike),
        min(len(same), 2),
        min(len(against), 2),
        float(lone),
        abs(math.log(a.length / b.length)),
        min(a.length, b.length) / 20,
        0.0 if alike else meaning,
        0.0 if alike else better,
        0.0 if alike else worse,
        0.0 if alike else matter,
    ], np.float32)
