"""Which stories of another language are worth reading beside a story: told without reading any.

The dear part of the encoder is its layers. What goes into them, the embeddings of the tokens, costs next to nothing,
and of two texts about one event in two languages these already lie nearer than chance has it: for one sum over the
words of a report, each as it weighs in the measure of stories, the mean of its language taken off. To that is added how
much two share names by their sound and numbers, each the more the rarer it is; what the hours between them take away
is taken away here as it is in the end. docs/stories.md says how many true pairs are among those that are left.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from riwaya.encoder import Encoder, token_embeddings
from riwaya.sources import skeleton
from riwaya.stories.measure import Vector, Weights, apart
from riwaya.stories.signature import Signature

Floats = npt.NDArray[np.float32]

ALL = 8  #: stories of the other language that are all read
NEAR = 48.0  #: hours between two stories of the same days
_FEWEST, _MORE = 6, 200  #: of more, so many for each, and one more for each so many
_BESIDE = 20_000  #: stories of the other language, those nearest in time, that are looked at for one
_COMMON = 200  #: stories that share a name or number from which it says nothing
_NAMES = 1.5  #: weight of names and numbers beside that of words
_AT_ONCE = 500  #: stories whose words are looked up together
_HELD = 20_000  #: words that are held, a kilobyte each


class Likely(NamedTuple):
    """What there is to be one with a story."""

    stories: list[int]  #: those of another language that are worth reading, the likeliest first, `ALL` at most
    among: int  #: how many of that language there are in its days


def likely(
    stories: Sequence[Sequence[int]],
    first: Mapping[int, int],
    signatures: Sequence[Signature],
    vector: Callable[[int], Vector],
    words: Words,
    sides: tuple[Sequence[int], Sequence[int]],
    known: Weights,
) -> dict[int, Likely]:
    """For each story of the one side those of the other that are worth reading. `first`: the report that stands for
    each story."""
    fewer, others = sides
    spans = {i: _span(stories[i], signatures) for side in sides for i in side}
    others = sorted(others, key=lambda j: (_middle(spans[j]), j))
    begins, ends = (np.array([spans[j][n] for j in others], np.float32) for n in (0, 1))
    middles = [_middle(spans[j]) for j in others]
    near = _Nearness(others, fewer, {i: vector(first[i]) for i in spans}, words) if len(others) > ALL else None
    most = min(ALL, _FEWEST + len(others) // _MORE)
    found: dict[int, Likely] = {}
    for i in fewer:
        here = _beside(middles, _middle(spans[i]))
        gap = np.maximum(0, np.maximum(begins[here] - spans[i][1], spans[i][0] - ends[here]))
        among = int(np.sum(~(gap > NEAR)))
        if near is None:
            found[i] = Likely(others, among)
            continue
        best = np.argsort(_apart(gap, known) - near.of(i, here), kind="stable")[:most]
        found[i] = Likely([others[here.start + int(b)] for b in best], among)
    return found


def _span(story: Sequence[int], signatures: Sequence[Signature]) -> tuple[float, float]:
    """The hours of its first and last report; not numbers where none is dated."""
    dated = [h for m in story if (h := signatures[m].hours) is not None]
    return (min(dated), max(dated)) if dated else (math.nan, math.nan)


def _middle(span: tuple[float, float]) -> float:
    return math.inf if math.isnan(span[0]) else (span[0] + span[1]) / 2


def _beside(middles: Sequence[float], middle: float) -> slice:
    """Those nearest in time, of stories in order of it."""
    if len(middles) <= _BESIDE:
        return slice(0, len(middles))
    at = int(np.searchsorted(middles, middle)) - _BESIDE // 2
    start = min(max(0, at), len(middles) - _BESIDE)
    return slice(start, start + _BESIDE)


def _apart(gap: Floats, known: Weights) -> Floats:
    """What gaps take away (halved, as between languages); undated is not a number."""
    apart_of: Any = np.vectorize(lambda g: apart(None if math.isnan(g) else g, known) / 2, otypes=[np.float32])
    # whole hours are enough, and few
    hours, back = np.unique(np.rint(gap), return_inverse=True)
    return np.asarray(apart_of(hours)[back], np.float32)


class _Nearness:
    """How near the stories of one language are to those of another, by their words and names."""

    def __init__(self, others: Sequence[int], fewer: Sequence[int], told: Mapping[int, Vector], words: Words) -> None:
        self._others, self._own = (words.mean([told[i] for i in side]) for side in (others, fewer))
        self._names = _Names(others, told)
        self._place = {i: n for n, i in enumerate(fewer)}
        self._told = told

    def of(self, i: int, here: slice) -> Floats:
        """Those of the others that stand here, to one of the fewer."""
        words = self._others[here] @ self._own[self._place[i]]
        return np.asarray(words + _NAMES * self._names.shared(self._told[i])[here], np.float32)


class Words:
    """What the words of stories are embedded as, before any layer of the encoder."""

    def __init__(self, speaker: Encoder) -> None:
        self._embedded = token_embeddings(speaker)
        self._held: dict[str, Floats] = {}

    def mean(self, told: Sequence[Vector]) -> Floats:
        """One row a story of a language: the weighed sum of its words, the mean of them all taken off, of length 1;
        nothing where the encoder has no tokens."""
        if self._embedded is None:
            return np.zeros((len(told), 1), np.float32)
        rows: list[Floats | None] = []
        for start in range(0, len(told), _AT_ONCE):
            part = [{t: x for t, x in made.items() if not t[0].isdigit()} for made in told[start : start + _AT_ONCE]]
            self._look_up({t for made in part for t in made})
            rows += [
                np.array(list(made.values()), np.float32) @ np.array([self._held[t] for t in made], np.float32)
                if made else None
                for made in part
            ]  # fmt: skip
        width = next((len(r) for r in rows if r is not None), 1)
        found = np.array([np.zeros(width) if r is None else r for r in rows], np.float32)
        found -= found.mean(0)
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        return found

    def _look_up(self, terms: Set[str]) -> None:
        assert self._embedded is not None
        if len(self._held) > _HELD:
            self._held.clear()
        if new := sorted(t for t in terms if t not in self._held):
            self._held.update(zip(new, self._embedded(new).astype(np.float16), strict=True))


class _Names:
    """Names by their sound, and numbers, of stories that are asked what they share with another."""

    def __init__(self, stories: Sequence[int], told: Mapping[int, Vector]) -> None:
        heard = {i: _heard(made) for i, made in told.items()}
        self._count = Counter(key for found in heard.values() for key in found)
        self._all = len(told)
        self._many = len(stories)
        held: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for n, j in enumerate(stories):
            for key, x in self._weighed(heard[j]).items():
                held[key].append((n, x))
        self._held = {
            key: (np.array([n for n, _ in row]), np.array([x for _, x in row], np.float32))
            for key, row in held.items() if len(row) <= _COMMON
        }  # fmt: skip

    def _weighed(self, heard: Vector) -> Vector:
        found = {key: x * math.log(self._all / self._count[key]) for key, x in heard.items()}
        length = math.sqrt(sum(x * x for x in found.values()))
        return {key: x / length for key, x in found.items() if x > 0} if length else {}

    def shared(self, made: Vector) -> Floats:
        """How much each story shares with that of these words: the cosine."""
        found = np.zeros(self._many, np.float32)
        for key, x in self._weighed(_heard(made)).items():
            if key in self._held:
                places, weights = self._held[key]
                found[places] += np.float32(x) * weights
        return found


def _heard(made: Vector) -> Vector:
    found: defaultdict[str, float] = defaultdict(float)
    for term, x in made.items():
        if key := _key(term):
            found[key] += x
    return found


@lru_cache(maxsize=50_000)
def _key(term: str) -> str:
    """Under what a word is heard in another language; nothing where it is too short to say anything."""
    key = term if term[0].isdigit() else skeleton(term)
    return key if len(key) >= 3 or (key.isdigit() and len(key) == 2) else ""
