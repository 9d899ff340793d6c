"""How near two stories are, a report being a story of one: one sum of visible weights, read from models/stories.json.

    kinship  = mean inner product between their reports / geometric mean of that within each
    nearness = kinship - what the hours between their middles take away (`apart`)

What is between two stories is held against what is within them. A story of many sides is loose within, so that a report
of any one side is near enough to it; two close-knit stories that share a few words are not. The mean within a story of
few reports is not known yet, and is taken to be `usual`, with the weight of `few` pairs.
(The cosine of sums, which is the common measure, counts each report as like itself: so it finds nothing nearer than a
large story. Measured, it loses .02 of BCubed F1; docs/stories.md.)

A word counts by how rare it is among the reports at hand and in a background of news (`background`: in how many
reports of a sample a stem stands), so that a handful of reports is judged much as a thousand are. A word that is
suddenly in every outlet counts `burst` more: it names what the day is about, which rarity alone would hide.
"""

from __future__ import annotations

import json
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import resources

from riwaya.stories.signature import Signature

Vector = dict[str, float]
_PICKED, _ANY = 10, 100  #: reports up to which a folder is one that was picked, and from which it is any
_NEVER = 9.0  #: more than any two can be near
_MANY = 100  #: stories of another language from which the line between languages rises no more
OUTLETS = 3  #: that have a word, for it to be in every outlet


@dataclass(frozen=True, slots=True)
class Weights:
    """What models/stories.json holds (train/stories.py writes it and says what it was learnt from)."""

    line: float  #: nearness from which two are one story
    usual: float  #: mean inner product within a story
    few: float  #: pairs that this stands for
    by_hour: float  #: what an hour between two takes away
    slack: float  #: hours that take nothing away
    a_day: float  #: the most that is taken away so
    later: float  #: what an hour takes away from then on
    longest: float  #: hours between two stories from which they are never one
    undated: float  #: hours that stand for an unknown gap
    title: float  #: times that a word of the title counts
    trust: float  #: how much a report of the background counts beside one at hand
    burst: float  #: what a word gains that is suddenly everywhere
    everywhere: float  #: share of the reports at hand that has it, in at least three outlets
    suddenly: float  #: times its share of the background
    picked: float  #: line for a few reports that somebody has put together
    quiet: float  #: how far the line goes down towards `picked` where a window holds few reports, at most
    across: float  #: likeness in meaning from which stories of two languages are one, the nearest of a hundred
    only: float  #: the same where there is but one to be the nearest
    together: float  #: and for a few reports that somebody has put together
    background: Mapping[str, Background]  #: of each language
    centres: Mapping[str, Mapping[str, tuple[float, ...]]]
    """For each encoder and language, what the vectors of all texts have in common, and which says nothing."""


@dataclass(frozen=True, slots=True)
class Background:
    """A sample of news in one language: how many reports, and in how many of them each stem stands."""

    reports: int
    counts: Mapping[str, int]


@cache
def weights() -> Weights:
    """The weights, read once a process."""
    data = json.loads((resources.files("riwaya.models") / "stories.json").read_text(encoding="utf8"))
    background = {language: Background(**sample) for language, sample in data.pop("background").items()}
    return Weights(**data, background=background)


def for_picked(known: Weights, count: int) -> Weights:
    """The weights for `count` reports that somebody has put together to be traced: of few, most are of one story, and
    days between them say little; of a hundred no more than of any."""
    share = _fewness(count)
    return replace(
        _lowered(known, share),
        longest=known.longest * (100 if share else 1),
        across=known.across - share * (known.across - known.together),
        only=known.only - share * (known.only - known.together),
    )


def for_window(known: Weights, count: int) -> Weights:
    """The weights for a window of `count` reports: in a quiet one there are fewer events to be told apart, and fewer
    reports in which words could prove common."""
    return _lowered(known, min(known.quiet, _fewness(count)))


def _fewness(count: int) -> float:
    """1 for ten reports or fewer, 0 for a hundred or more, by the logarithm between."""
    return min(1.0, max(0.0, 1 - math.log(max(count, 1) / _PICKED) / math.log(_ANY / _PICKED)))


def _lowered(known: Weights, share: float) -> Weights:
    return replace(
        known,
        line=known.line - share * (known.line - known.picked),
        a_day=known.a_day * (1 - share),
        later=known.later * (1 - share),
    )


class Rarity:
    """How much each stem says, from the reports at hand and the background, each language for itself."""

    def __init__(
        self, at_hand: Iterable[Signature], known: Weights, told: Callable[[str, str], float] | None = None
    ) -> None:
        """`told` says it of a stem in a language, where the reports at hand are only some of those it is to be counted
        among."""
        self._known, self._told = known, told
        self._languages: dict[str, _Counts] = {}
        for signature in at_hand if told is None else ():
            self._counts(signature.language).add(signature)

    def _of(self, language: str) -> Callable[[str], float]:
        return self._counts(language) if self._told is None else partial(self._told, language)

    def _counts(self, language: str) -> _Counts:
        if language not in self._languages:
            self._languages[language] = _Counts(self._known, self._known.background.get(language, Background(0, {})))
        return self._languages[language]

    def vector(self, signature: Signature, rote: frozenset[str] = frozenset()) -> Vector:
        """The words of a report weighed, of length 1 (empty for a report without words), but for those said by rote."""
        title, rarity = self._known.title, self._of(signature.language)
        counts = zip(signature.terms, signature.heads, signature.leads, strict=True)
        found = {t: math.log1p(head * title + lead) * rarity(t) for t, head, lead in counts if t not in rote}
        length = math.sqrt(sum(x * x for x in found.values()))
        return {term: x / length for term, x in found.items() if x > 0} if length else {}


class _Counts:
    def __init__(self, known: Weights, background: Background) -> None:
        self._known, self._background = known, background
        self._seen: Counter[str] = Counter()
        self._outlets: defaultdict[str, set[str]] = defaultdict(set)
        self._count = 0
        self._cache: dict[str, float] = {}

    def add(self, signature: Signature) -> None:
        self._count += 1
        self._seen.update(signature.terms)
        for term in signature.terms if signature.outlet else ():
            if len(self._outlets[term]) < OUTLETS:
                self._outlets[term].add(signature.outlet or "")

    def __call__(self, term: str) -> float:
        """The logarithm of one over the share of reports that have it, at least 0; and what it gains by a burst."""
        found = self._cache.get(term)
        if found is None:
            known, before = self._known, self._background.counts.get(term, 0)
            seen = self._seen[term] + known.trust * before + 0.5
            found = max(0.0, math.log((self._count + known.trust * self._background.reports + 1) / seen))
            if len(self._outlets.get(term, ())) >= OUTLETS:
                share = self._seen[term] / (self._count + 1)
                usual = (before + 1) / (self._background.reports + 1)
                if share > known.everywhere and share > known.suddenly * usual:
                    found += known.burst
            self._cache[term] = found
        return found


def dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The inner product of two sparse vectors."""
    if len(one) > len(other):
        one, other = other, one
    get = other.get
    return sum([x * get(term, 0.0) for term, x in one.items()])


class Sums:
    """Vectors that are added up, each held as arrays (a third of the room) until something is added to it."""

    def __init__(self, vectors: Iterable[Vector] = ()) -> None:
        self._held: list[tuple[tuple[str, ...], array[float]] | Vector] = []
        self._seen: dict[int, Vector] = {}  # the last that were looked at
        for vector in vectors:
            self.append(vector)

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[Vector]:
        return map(self.__getitem__, range(len(self._held)))

    def __getitem__(self, i: int) -> Vector:
        """A vector, only to be looked at."""
        held = self._held[i]
        if isinstance(held, dict):
            return held
        found = self._seen.get(i)
        if found is None:
            if len(self._seen) >= _SEEN:
                self._seen.clear()
            found = self._seen[i] = dict(zip(*held, strict=True))
        return found

    def append(self, vector: Vector) -> None:
        """One more."""
        self._held.append((tuple(vector), array("d", vector.values())) if vector else _NONE)

    def add(self, i: int, vector: Vector) -> None:
        """Add to a vector."""
        total = self._held[i] = self[i]
        self._seen.pop(i, None)
        for term, x in vector.items():
            total[term] = total.get(term, 0.0) + x

    def clear(self, i: int) -> None:
        """Leave nothing of a vector."""
        self._seen.pop(i, None)
        self._held[i] = _NONE


_SEEN = 2_000  #: vectors that are kept at hand as they are looked at
_NONE: tuple[tuple[str, ...], array[float]] = ((), array("d"))


def within(square: float, size: int, known: Weights) -> float:
    """The mean inner product between the reports of a story: `square` is that of the sum of its `size` vectors."""
    pairs = size * (size - 1)
    return max(0.01, (square - size + known.few * known.usual) / (pairs + known.few))


def line_across(among: int, known: Weights) -> float:
    """Likeness in meaning from which a story is one with the nearest of so many in another language: the more there
    are, the nearer is one by chance."""
    share = min(1.0, math.log(max(1, among)) / math.log(_MANY))
    return known.only + share * (known.across - known.only)


def apart(gap: float | None, known: Weights) -> float:
    """What the hours between two stories take away; None where one has no date. Steep on the first day, when one event
    follows another, and slow from then on."""
    gap = known.undated if gap is None else abs(gap)
    if gap > known.longest:
        return _NEVER
    taken = known.by_hour * max(0.0, gap - known.slack)
    return min(taken, known.a_day) + known.later * max(0.0, gap - known.slack - known.a_day / known.by_hour)
