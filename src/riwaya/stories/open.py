"""The stories that are open, for placing one report: middles, and an index of the words of their reports."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from riwaya.stories.candidates import KEPT, LOOKED_AT
from riwaya.stories.measure import Rarity, Vector, Weights, apart, dot, within
from riwaya.stories.signature import Signature

_NAMED = 4  #: words that a reason names


@dataclass(frozen=True, slots=True)
class Near:
    """A story near a report."""

    score: float
    story: str
    why: str


@dataclass(slots=True)
class _Middle:
    total: Vector = field(default_factory=dict)
    size: int = 0
    hours: float = 0.0
    dated: int = 0

    def add(self, other: _Middle) -> None:
        for term, x in other.total.items():
            self.total[term] = self.total.get(term, 0.0) + x
        dated = self.dated + other.dated
        if dated:
            self.hours = (self.hours * self.dated + other.hours * other.dated) / dated
        self.dated = dated
        self.size += other.size


class Open:
    """Open stories, as the rarity of words stood when it was made."""

    def __init__(self, rarity: Rarity, known: Weights) -> None:
        self._rarity, self._known = rarity, known
        self._middles: dict[str, _Middle] = {}
        self._index: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._story: dict[str, str] = {}
        self._became: dict[str, str] = {}

    def put(self, key: str, signature: Signature, story: str) -> None:
        """A report is in a story."""
        one = self._single(signature)
        self._middles.setdefault(story, _Middle()).add(one)
        self._story[key] = story
        for term, x in one.total.items():
            self._index[term][key] = x

    def merge(self, story: str, gone: str) -> None:
        """A story is part of another now."""
        self._middles[story].add(self._middles.pop(gone))
        self._became[gone] = story

    def near(self, signature: Signature) -> list[Near]:
        """The stories near a report, the nearest first."""
        one = self._single(signature)
        found: Counter[str] = Counter()
        looked = 0
        for term in sorted(one.total, key=lambda t: (-one.total[t], t)):
            row = self._index.get(term, {})
            looked += len(row)
            if looked > LOOKED_AT:
                break
            for key, x in row.items():
                found[key] += one.total[term] * x  # type: ignore[assignment]
        stories = {self._current(key) for key, _ in found.most_common(KEPT)}
        scored = [(self._score(one, self._middles[s]), s) for s in stories]
        return [Near(score, s, self._why(one, s, score)) for score, s in sorted(scored, key=lambda x: (-x[0], x[1]))]

    def between(self, one: str, other: str) -> float:
        """The nearness of two stories."""
        return self._score(self._middles[one], self._middles[other])

    def _single(self, signature: Signature) -> _Middle:
        hours = signature.hours
        return _Middle(self._rarity.vector(signature), 1, hours or 0.0, 0 if hours is None else 1)

    def _current(self, key: str) -> str:
        story = self._story[key]
        while story in self._became:
            story = self._became[story]
        self._story[key] = story
        return story

    def _score(self, a: _Middle, b: _Middle) -> float:
        inside = [within(dot(m.total, m.total), m.size, self._known) for m in (a, b)]
        gap = a.hours - b.hours if a.dated and b.dated else None
        return dot(a.total, b.total) / (a.size * b.size) / math.sqrt(inside[0] * inside[1]) - apart(gap, self._known)

    def _why(self, one: _Middle, story: str, score: float) -> str:
        other = self._middles[story]
        shared = sorted((t for t in one.total if t in other.total), key=lambda t: (-one.total[t] * other.total[t], t))
        gap = f", {abs(one.hours - other.hours):.0f} h apart" if one.dated and other.dated else ", a date is missing"
        side = "at least" if score >= self._known.line else "below"
        return (f"nearness {score:.2f}, {side} {self._known.line:.2f}: "
                f"shares {', '.join(shared[:_NAMED]) or 'nothing'}{gap}")  # fmt: skip
