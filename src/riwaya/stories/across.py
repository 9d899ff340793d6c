"""Stories of two languages made one: by what they mean, as the encoder sees it.

Words cannot do it, so this is the dear way, and is gone only where a window holds both languages: the title and lead of
the middlemost reports of a story are read, what all texts of a language have in common is taken away (`centres` of
models/stories.json), and a story of the language with fewer joins the nearest of the other, if that is near enough.
Where there are many, only those are read that share names by their sound, or numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from riwaya.encoder import Encoder
from riwaya.sources import skeleton
from riwaya.stories.measure import Vector, Weights, apart, dot
from riwaya.stories.signature import Signature

MOST_READ = 400  #: code points of title and text that are read
_FEW = 40  #: stories of the other language that are all read
_LIKELY = 8  #: of more, those that share most names and numbers
_MIDDLE = 3  #: reports of a story that stand for it
_MOST = 100  #: reports of a story among which these are sought
_KEYS = 12  #: of the weightiest words of a story that are heard as names

Floats = npt.NDArray[np.float32]


def join_languages(
    stories: Sequence[Sequence[int]],
    signatures: Sequence[Signature],
    vector: Callable[[int], Vector],
    speaker: Encoder,
    known: Weights,
) -> list[list[int]]:
    """The stories, those of two languages that tell one event put together. In: indices of `signatures`."""
    centres = known.centres.get(speaker.name)
    languages = [Counter(signatures[m].language for m in s).most_common(1)[0][0] for s in stories]
    sides = sorted(Counter(languages).items(), key=lambda x: (x[1], x[0]))
    if not centres or len(sides) < 2:
        return [list(s) for s in stories]
    language = sides[0][0]
    fewer = [i for i, found in enumerate(languages) if found == language]
    others = [i for i, found in enumerate(languages) if found != language]
    likely = _likely(stories, vector, fewer, others)
    middles = _Middles(stories, signatures, vector, speaker, centres)
    middles.read({i for i, near in likely.items() if near} | {j for near in likely.values() for j in near})
    target: dict[int, int] = {}
    for i in fewer:
        scored = [(middles.of[i] @ middles.of[j] - _apart(stories[i], stories[j], signatures, known), -j)
                  for j in likely[i]]  # fmt: skip
        if scored and max(scored)[0] >= known.across:
            target[i] = -max(scored)[1]
    made = {i: list(s) for i, s in enumerate(stories)}
    for i, j in target.items():
        made[j] += made.pop(i)
    return [sorted(s) for s in made.values()]


class _Middles:
    def __init__(
        self, stories: Sequence[Sequence[int]], signatures: Sequence[Signature],
        vector: Callable[[int], Vector], speaker: Encoder, centres: Mapping[str, Sequence[float]],
    ) -> None:  # fmt: skip
        self._stories, self._signatures, self._vector = stories, signatures, vector
        self._speaker = speaker
        self._centres = {language: np.array(c, np.float32) for language, c in centres.items()}
        self._none = np.zeros(len(next(iter(centres.values()))), np.float32)
        self.of: dict[int, Floats] = {}

    def read(self, wanted: set[int]) -> None:
        """The vector of each story."""
        reports = {i: _middlemost(self._stories[i], self._vector) for i in sorted(wanted)}
        flat = [m for found in reports.values() for m in found]
        texts = [f"{self._signatures[m].title}. {self._signatures[m].start}"[:MOST_READ] for m in flat]
        read = self._speaker.vectors(texts)
        at = 0
        for i, found in reports.items():
            rows = [row - self._centres.get(self._signatures[m].language, self._none)
                    for m, row in zip(found, read[at : at + len(found)], strict=True)]  # fmt: skip
            at += len(found)
            mean = np.mean([row / max(float(np.linalg.norm(row)), 1e-9) for row in rows], axis=0)
            self.of[i] = mean / max(float(np.linalg.norm(mean)), 1e-9)


def _middlemost(story: Sequence[int], vector: Callable[[int], Vector]) -> list[int]:
    if len(story) <= _MIDDLE:
        return list(story)
    total: defaultdict[str, float] = defaultdict(float)
    made = {m: vector(m) for m in story[:: -(-len(story) // _MOST)]}
    for found in made.values():
        for term, x in found.items():
            total[term] += x
    return sorted(made, key=lambda m: (-dot(made[m], total), m))[:_MIDDLE]


def _likely(
    stories: Sequence[Sequence[int]], vector: Callable[[int], Vector], fewer: Sequence[int], others: Sequence[int]
) -> dict[int, list[int]]:
    """For each story of the one side those of the other that are worth reading."""
    if len(others) <= _FEW:
        return {i: list(others) for i in fewer}
    index: defaultdict[str, list[int]] = defaultdict(list)
    for j in others:
        for key in _keys(stories[j], vector):
            index[key].append(j)
    found: dict[int, list[int]] = {}
    for i in fewer:
        shared: Counter[int] = Counter()
        for key in _keys(stories[i], vector):
            row = index.get(key, [])
            for j in row if len(row) <= 200 else ():
                shared[j] += 1 / len(row)  # type: ignore[assignment]
        found[i] = [j for j, _ in sorted(shared.items(), key=lambda x: (-x[1], x[0]))[:_LIKELY]]
    return found


def _keys(story: Sequence[int], vector: Callable[[int], Vector]) -> set[str]:
    keys: set[str] = set()
    for m in _middlemost(story, vector):
        made = vector(m)
        for term in sorted(made, key=lambda t: (-made[t], t))[:_KEYS]:
            key = term if term[0].isdigit() else skeleton(term)
            if len(key) >= 3 or (key.isdigit() and len(key) == 2):
                keys.add(key)
    return keys


def _apart(one: Sequence[int], other: Sequence[int], signatures: Sequence[Signature], known: Weights) -> float:
    times = [[h for m in s if (h := signatures[m].hours) is not None] for s in (one, other)]
    gap = min(abs(a - b) for a in times[0] for b in times[1]) if all(times) and len(one) * len(other) < 10_000 else None
    return apart(gap, known) / 2
