"""Shared wording: runs of words that two texts have in common, and which pairs of many texts to look at at all.

Wording is weighed against the collection it comes from: a run that other, unrelated texts have too is a formula and
proves nothing (the idea of idf, Spärck Jones 1972, on runs of words).
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import NamedTuple

from riwaya.language.arabic import stem
from riwaya.language.text import Word, is_arabic, words
from riwaya.model import Report, Span

RUN = 5  #: words in a run that is looked up
ENOUGH = 30  #: texts from which a collection tells what is rare
_PLACES = 8  #: places of one run that are followed; a text that repeats itself needs no more


@cache
def ties() -> frozenset[str]:
    """Stems of the words that tie sentences together, from lexicon/reading.toml."""
    data = tomllib.loads((resources.files("riwaya.lexicon") / "reading.toml").read_text(encoding="utf8"))
    found = [w.form for entry in data["function"]["words"] for w in words(entry)]
    return frozenset((*found, *map(stem, found)))


class Run(NamedTuple):
    """A run of words that two texts share: word numbers, not offsets."""

    a: int
    b: int
    length: int


@dataclass(frozen=True, eq=False)
class Text:
    """The words of a report, title first in `title` and body in `words`."""

    id: str
    words: tuple[Word, ...]
    title: tuple[str, ...]
    arabic: bool

    @cached_property
    def forms(self) -> tuple[str, ...]:
        return tuple(w.form for w in self.words)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem(f) for f in self.forms) if self.arabic else self.forms

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        title = [stem(f) for f in self.title] if self.arabic else self.title
        return frozenset((*self.stems, *title))

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """All runs of `RUN` words; the whole text where it is shorter."""
        forms = self.forms
        return frozenset(forms[i : i + RUN] for i in range(max(1, len(forms) - RUN + 1))) if forms else frozenset()

    @cached_property
    def places(self) -> dict[tuple[str, ...], list[int]]:
        """Where each run of three words stands: the first few places."""
        return _places(self.forms, 3)

    def span(self, start: int, length: int) -> Span:
        """Where `length` words from word `start` stand in the report's text."""
        return Span(self.words[start].start, self.words[start + length - 1].end)


def read(report: Report) -> Text:
    """The words of a report."""
    body = tuple(w for w in words(report.text) if w.form)
    return Text(report.id, body, tuple(w.form for w in words(report.title) if w.form), is_arabic(report.text))


@dataclass(frozen=True, eq=False)
class Collection:
    """How many texts of a collection have a word, and a run of `RUN` words."""

    size: int
    words: Counter[str]
    runs: Counter[tuple[str, ...]]

    def rarity(self, stem_: str) -> float:
        """The idf of a stem: 0 where every text has it. Of few texts nothing can be learnt: there every word but
        those that tie sentences together weighs the same."""
        if self.size < ENOUGH:
            return 0.0 if stem_ in ties() else 1.0
        return math.log((self.size + 1) / (self.words[stem_] + 1))

    def is_rare(self, stem_: str) -> bool:
        """Whether so few texts have a word that two of them having it says something."""
        if self.size < ENOUGH:
            return stem_ not in ties()
        return self.words[stem_] <= max(3, 0.03 * self.size)


def collect(texts: Iterable[Text]) -> Collection:
    """Statistics of a collection. Order changes nothing."""
    size, seen, runs = 0, Counter[str](), Counter[tuple[str, ...]]()
    for text in texts:
        size += 1
        seen.update(text.vocabulary)
        runs.update(text.runs)
    return Collection(size, seen, runs)


def _places(forms: Sequence[str], least: int) -> dict[tuple[str, ...], list[int]]:
    places: dict[tuple[str, ...], list[int]] = {}
    for j in range(len(forms) - least + 1):
        found = places.setdefault(tuple(forms[j : j + least]), [])
        if len(found) < _PLACES:
            found.append(j)
    return places


def shared_runs(one: Text, other: Text) -> list[Run]:
    """Runs of three words and more that two texts share, longest first claimed, no word claimed twice, in order of
    the first (greedy string tiling, Wise 1993). Linear in the texts but for sorting: of a run that stands in many
    places of the other text the first few are followed."""
    least = 3
    a, b, places = one.forms, other.forms, other.places
    meets = [(j - i, i) for i in range(len(a) - least + 1) for j in places.get(a[i : i + least], ())]
    meets.sort()
    whole: list[Run] = []
    at = 0
    while at < len(meets):
        diagonal, start = meets[at]
        end = at + 1
        while end < len(meets) and meets[end] == (diagonal, start + end - at):
            end += 1
        whole.append(Run(start, start + diagonal, end - at + least - 1))
        at = end
    whole.sort(key=lambda r: (-r.length, r.a, r.b))
    free_a, free_b = bytearray(b"\1") * len(a), bytearray(b"\1") * len(b)
    out: list[Run] = []
    for run in whole:
        here = 0
        for k in range(run.length + 1):
            if k < run.length and free_a[run.a + k] and free_b[run.b + k]:
                here += 1
                continue
            if here >= least:
                i, j = run.a + k - here, run.b + k - here
                out.append(Run(i, j, here))
                free_a[i : i + here] = free_b[j : j + here] = bytes(here)
            here = 0
    return sorted(out)


def containment(a: Text, b: Text) -> float:
    """The share of the shorter text's runs of `RUN` words that the other has."""
    return len(a.runs & b.runs) / max(1, min(len(a.runs), len(b.runs)))
