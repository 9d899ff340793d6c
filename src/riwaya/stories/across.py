"""Stories of two languages made one: by what they mean, as the encoder sees it.

Words cannot do it, so this is the dear way, and is gone only where a window holds both languages, and for those stories
of the other language that are likely without reading (likely.py). The title and lead of a report of each are read, what
all texts of a language have in common is taken away (`centres` of models/stories.json, and with more weight the more
texts were read their own mean), and a story of the language with fewer joins the nearest of the other, if that is near
enough. Where that is close, or stories are few, the middlemost reports of a story are read and not one alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from riwaya.encoder import Encoder
from riwaya.stories.likely import Words, likely
from riwaya.stories.measure import Vector, Weights, apart, dot, line_across
from riwaya.stories.signature import Signature

MOST_READ = 400  #: code points of title and text that are read
_MIDDLE = 3  #: reports of a story that stand for it
_MOST = 100  #: reports of a story among which these are sought
_HANDFUL = 16  #: stories up to which all of these are read at once
_CLOSE = 0.08  #: nearness to the line within which they are read as well
_USUAL = 100  #: texts that the centre of a language, as it is known, stands for beside those that were read

Floats = npt.NDArray[np.float32]


class Reading:
    """What the encoder made of texts, held from one look at a window to the next."""

    def __init__(self, speaker: Encoder) -> None:
        self.speaker = speaker
        self.words = Words(speaker)
        self._before: dict[str, Floats] = {}
        self._now: dict[str, Floats] = {}

    def begin(self) -> None:
        """Another look begins: what was not asked for in the last one is let go."""
        self._before, self._now = self._now, {}

    def vectors(self, texts: Sequence[str]) -> list[Floats]:
        """One row a text."""
        new = [t for t in dict.fromkeys(texts) if t not in self._before and t not in self._now]
        if new:
            self._now.update(zip(new, self.speaker.vectors(new), strict=True))
        for text in texts:
            if text not in self._now:
                self._now[text] = self._before[text]
        return [self._now[t] for t in texts]


def join_languages(
    stories: Sequence[Sequence[int]],
    signatures: Sequence[Signature],
    vector: Callable[[int], Vector],
    reading: Reading,
    known: Weights,
) -> list[list[int]]:
    """The stories, those of two languages that tell one event put together. In: indices of `signatures`."""
    reading.begin()
    centres = known.centres.get(reading.speaker.name)
    languages = [Counter(signatures[m].language for m in s).most_common(1)[0][0] for s in stories]
    sides = sorted(Counter(languages).items(), key=lambda x: (x[1], x[0]))
    if not centres or len(sides) < 2:
        return [list(s) for s in stories]
    language = sides[0][0]
    fewer = [i for i, found in enumerate(languages) if found == language]
    others = [i for i, found in enumerate(languages) if found != language]
    middles = _Middles(stories, signatures, vector, reading, centres)
    first = {i: middles.reports(i)[0] for i in range(len(stories))}
    near = likely(stories, first, signatures, vector, reading.words, (fewer, others), known)
    few = len(stories) <= _HANDFUL
    middles.read({*fewer, *(j for found in near.values() for j in found.stories)}, whole=few)
    middles.centre()

    def best(i: int) -> tuple[float, int]:
        return max((float(middles.of(i) @ middles.of(j)) - _apart(stories[i], stories[j], signatures, known), -j)
                   for j in near[i].stories)  # fmt: skip

    line = {i: line_across(near[i].among, known) for i in fewer}
    found = {i: best(i) for i in fewer}
    close = [] if few else [i for i, (score, _) in found.items() if abs(score - line[i]) < _CLOSE]
    middles.read({s for i in close for s in (i, -found[i][1])}, whole=True)
    found |= {i: best(i) for i in close}
    made = {i: list(s) for i, s in enumerate(stories)}
    for i, (score, j) in found.items():
        if score >= line[i]:
            made[-j] += made.pop(i)
    return [sorted(s) for s in made.values()]


class _Middles:
    """What the stories mean, by the reports of each that were read."""

    def __init__(
        self, stories: Sequence[Sequence[int]], signatures: Sequence[Signature],
        vector: Callable[[int], Vector], reading: Reading, centres: Mapping[str, Sequence[float]],
    ) -> None:  # fmt: skip
        self._stories, self._signatures, self._vector, self._reading = stories, signatures, vector, reading
        self._centres = {language: np.array(c, np.float32) for language, c in centres.items()}
        self._none = np.zeros(len(next(iter(centres.values()))), np.float32)
        self._rows: dict[int, list[tuple[str, Floats]]] = {}
        self._made: dict[int, Floats] = {}
        self._middle: dict[int, list[int]] = {}

    def reports(self, i: int) -> list[int]:
        """Those that stand for a story, the first of them first."""
        if i not in self._middle:
            self._middle[i] = _middlemost(self._stories[i], self._vector)
        return self._middle[i]

    def read(self, wanted: set[int], whole: bool) -> None:
        """Read the first of these reports of each story, or all."""
        asked = [(i, m) for i in sorted(wanted) for m in self.reports(i)[: None if whole else 1]]
        texts = [f"{self._signatures[m].title}. {self._signatures[m].start}"[:MOST_READ] for _, m in asked]
        rows: defaultdict[int, list[tuple[str, Floats]]] = defaultdict(list)
        for (i, m), row in zip(asked, self._reading.vectors(texts), strict=True):
            rows[i].append((self._signatures[m].language, row))
        for i, found in rows.items():
            self._rows[i] = found
            self._made.pop(i, None)

    def centre(self) -> None:
        """Bring what is known of the centre of each language up to date with what was read."""
        read = defaultdict(list)
        for rows in self._rows.values():
            for language, row in rows:
                read[language].append(row)
        for language, centre in self._centres.items():
            if own := read[language]:
                self._centres[language] = (_USUAL * centre + np.sum(own, axis=0)) / (_USUAL + len(own))
        self._made.clear()

    def of(self, i: int) -> Floats:
        """The vector of a story that was read."""
        if i not in self._made:
            rows = [row - self._centres.get(language, self._none) for language, row in self._rows[i]]
            self._made[i] = _unit(np.mean([_unit(row) for row in rows], axis=0))
        return self._made[i]


def _unit(row: Floats) -> Floats:
    return row / np.float32(max(float(np.linalg.norm(row)), 1e-9))


def _middlemost(story: Sequence[int], vector: Callable[[int], Vector]) -> list[int]:
    if len(story) <= _MIDDLE:
        return list(story)
    total: defaultdict[str, float] = defaultdict(float)
    made = {m: vector(m) for m in story[:: -(-len(story) // _MOST)]}
    for found in made.values():
        for term, x in found.items():
            total[term] += x
    return sorted(made, key=lambda m: (-dot(made[m], total), m))[:_MIDDLE]


def _apart(one: Sequence[int], other: Sequence[int], signatures: Sequence[Signature], known: Weights) -> float:
    times = [[h for m in s if (h := signatures[m].hours) is not None] for s in (one, other)]
    gap = min(abs(a - b) for a in times[0] for b in times[1]) if all(times) and len(one) * len(other) < 10_000 else None
    return apart(gap, known) / 2
