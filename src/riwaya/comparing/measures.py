"""What a pair of reports is judged by, measured against the collection that it comes from."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from riwaya.comparing.names import stock_kind
from riwaya.comparing.signature import Signature, signature
from riwaya.derivations.reuse import ENOUGH, Collection, Run, Text, collect, shared_runs
from riwaya.language.arabic import stem
from riwaya.language.text import is_arabic, words
from riwaya.model import Report

_RELATED = 0.4  #: containment from which a third report is of the same matter, so that what it shares is no formula
_UNWEIGHTED = 0.06  #: by how much the cosine is higher where there is no collection to weigh words by
_ELSEWHERE = 2  #: unrelated reports that have a run of words too, from which it is a formula


@dataclass(frozen=True, eq=False)
class Read:
    """A report, its signature and the words of its prose."""

    report: Report
    signature: Signature
    text: Text

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(f for f in self.text.forms if f[0].isdigit() and len(f) > 1)

    @cached_property
    def title(self) -> frozenset[str]:
        return frozenset(stem(f) if self.text.arabic else f for f in self.text.title if len(f) > 2)

    @cached_property
    def stock(self) -> str | None:
        return stock_kind(self.report)


def look(report: Report) -> Read:
    """Read one report for comparing."""
    sign = signature(report)
    inside = [w for w in words(report.text) if sign.body.start <= w.start and w.end <= sign.body.end]
    body = tuple(w for w in inside if w.form)
    title = tuple(w.form for w in words(report.title) if w.form)
    return Read(report, sign, Text(report.id, body, title, is_arabic(report.text)))


@dataclass(frozen=True, eq=False)
class Background:
    """The collection: what its words and runs are worth."""

    collection: Collection
    holders: dict[tuple[str, ...], tuple[str, ...]]  #: runs of the reports to compare -> reports of the collection
    sizes: dict[str, int]  #: report -> its number of runs

    def related(self, text: Text) -> frozenset[str]:
        """Reports of the same matter: those that share a good part of their wording with this one."""
        shared = Counter(other for run in text.runs for other in self.holders.get(run, ()))
        return frozenset(
            other for other, n in shared.items() if n >= _RELATED * max(1, min(len(text.runs), self.sizes[other]))
        )


def background(texts: Sequence[Text], wanted: Iterable[Text]) -> Background:
    """The background of a collection for comparing `wanted` texts of it."""
    runs = frozenset(run for t in wanted for run in t.runs)
    holders: dict[tuple[str, ...], list[str]] = {}
    for t in texts:
        for run in t.runs & runs:
            holders.setdefault(run, []).append(t.id)
    return Background(collect(texts), {r: tuple(h) for r, h in holders.items()}, {t.id: len(t.runs) for t in texts})


@dataclass(frozen=True, eq=False)
class Measures:
    """The measures of a pair; shares are of the shorter report unless said."""

    runs: tuple[Run, ...]
    contained: float  #: runs of five words that both have, formulas left out
    formulas: float  #: runs of five words that both have and unrelated reports of the collection too
    covered: float  #: words in shared runs of three and more
    rare: float  #: its rare words that the other has
    cosine: float  #: of the idf vectors of both
    titles: float  #: how much of each title the other report has, mean of both ways
    numbers: float | None  #: its numbers that the other has; None where one of them has fewer than three
    stock: str | None  #: the kind of dispatch by rote that both are
    slots: bool  #: whether the titles are alike but for a word on each side that the other report lacks


def measure(a: Read, b: Read, ground: Background) -> Measures:
    """Measure a pair."""
    x, y = a.text, b.text
    shared = x.runs & y.runs
    near = ground.related(x) | ground.related(y) | {x.id, y.id}
    formulas = {r for r in shared if len(set(ground.holders.get(r, ())) - near) >= _ELSEWHERE}
    least = max(1, min(len(x.runs), len(y.runs)))
    runs = tuple(shared_runs(x, y))
    short = max(1, min(len(x.words), len(y.words)))
    collection = ground.collection
    rare_x = {s for s in set(x.stems) if collection.is_rare(s)}
    rare_y = {s for s in set(y.stems) if collection.is_rare(s)}
    fewer = min(len(a.numbers), len(b.numbers))
    return Measures(
        runs,
        (len(shared) - len(formulas)) / least,
        len(formulas) / least,
        sum(r.length for r in runs) / short,
        len(rare_x & rare_y) / max(1, min(len(rare_x), len(rare_y))),
        _cosine(x, y, collection),
        (_title(a, y, collection) + _title(b, x, collection)) / 2,
        len(a.numbers & b.numbers) / fewer if fewer >= 3 else None,
        a.stock if a.stock == b.stock else None,
        2 * len(a.title & b.title) >= len(a.title | b.title) > 0
        and bool(a.title - y.vocabulary) and bool(b.title - x.vocabulary),
    )


def _cosine(x: Text, y: Text, collection: Collection) -> float:
    vx = {s: collection.rarity(s) for s in set(x.stems)}
    vy = {s: collection.rarity(s) for s in set(y.stems)}
    dot = sum(v * vy[s] for s, v in vx.items() if s in vy)
    cosine = dot / (math.sqrt(sum(v * v for v in vx.values()) * sum(v * v for v in vy.values())) or 1.0)
    return cosine if collection.size >= ENOUGH else max(0.0, cosine - _UNWEIGHTED)


def _title(a: Read, other: Text, collection: Collection) -> float:
    """How much of a's title, by weight of its words, stands in the other report; a half where there is no telling."""
    weights = {s: collection.rarity(s) for s in a.title}
    total = sum(weights.values())
    return sum(v for s, v in weights.items() if s in other.vocabulary) / total if total > 0 else 0.5
