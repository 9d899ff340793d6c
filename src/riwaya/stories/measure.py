"""How near two reports, or two stories, are: one sum of visible weights, read from models/stories.json.

    nearness = cosine of their words - by_hour * hours between their middles

A word counts by how rare it is among the reports at hand and in a background of news (`background`: in how many
reports of a sample a stem stands), so that a handful of reports is judged much as a thousand are.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from riwaya.stories.signature import Signature

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """What models/stories.json holds (train/stories.py writes it and says what it was learnt from)."""

    line: float  #: nearness from which two are one story
    by_hour: float  #: what an hour between them takes away
    undated: float  #: hours that stand for an unknown gap
    trust: float  #: how much a report of the background counts beside one at hand
    reports: int  #: of the background
    background: Mapping[str, int]  #: stems, and in how many reports of the background they stand


@cache
def weights() -> Weights:
    """The weights, read once a process."""
    return Weights(**json.loads((resources.files("riwaya.models") / "stories.json").read_text(encoding="utf8")))


class Rarity:
    """How much each stem says, from the reports at hand and the background."""

    def __init__(self, at_hand: Iterable[Signature], known: Weights) -> None:
        self._seen: Counter[str] = Counter()
        count = 0
        for signature in at_hand:
            count += 1
            self._seen.update(term for term, _ in signature.terms)
        self._known = known
        self._all = count + known.trust * known.reports + 1

    def __call__(self, term: str) -> float:
        """The logarithm of one over the share of reports that have it; at least 0."""
        seen = self._seen[term] + self._known.trust * self._known.background.get(term, 0) + 0.5
        return max(0.0, math.log(self._all / seen))

    def vector(self, signature: Signature) -> Vector:
        """The words of a report weighed, of length 1 (empty for a report without words)."""
        found = {term: math.log1p(times) * self(term) for term, times in signature.terms}
        length = math.sqrt(sum(x * x for x in found.values()))
        return {term: x / length for term, x in found.items() if x > 0} if length else {}


def dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The inner product of two sparse vectors."""
    if len(one) > len(other):
        one, other = other, one
    return math.fsum(x * other[term] for term, x in one.items() if term in other)


def nearness(cosine: float, gap: float | None, known: Weights) -> float:
    """How near two are; `gap` in hours, None where one has no date."""
    return cosine - known.by_hour * (known.undated if gap is None else abs(gap))
