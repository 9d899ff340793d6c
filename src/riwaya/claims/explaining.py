"""Why two statements are one claim, or are not: how sure, from which features, and which words stand for which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.claims.alignment import _material, _score
from riwaya.claims.context import context
from riwaya.claims.features import Entry
from riwaya.claims.reasons import Reason, reasons
from riwaya.differences import tell
from riwaya.encoder import Encoder
from riwaya.language.text import Word, fold
from riwaya.model import Report, Source, Span, Statement

_ALIKE = 0.35  #: cosine of two words (token states, the story's mean taken out) from which on one stands for the other


@dataclass(frozen=True)
class Explanation:
    """Why a pair was judged as it was. Spans lie in the texts of the statements' reports."""

    statements: tuple[str, str]
    sure: float  #: probability that the two are one claim, by themselves
    reasons: tuple[Reason, ...]  #: the heaviest first
    words: tuple[tuple[Span, Span, float], ...]  #: word of one, its like in the other, how alike, in order


def explain(
    reports: Sequence[Report],
    sources: Sequence[Source],
    statements: Sequence[Statement],
    first: str,
    second: str,
    encoder: Encoder,
) -> Explanation:
    """Why the statements `first` and `second` of a story are one claim or are not.

    In: the reports, sources and statements of the story, as for `align`, since a pair is judged beside all others.
    Raises KeyError for an id that is no statement of it. Contents equal in writing are one claim without further ado.
    """
    by_report, by_source = {r.id: r for r in reports}, {s.id: s for s in sources}
    ordered = sorted(statements, key=lambda s: (s.report, s.start, s.end, s.id))
    tellings = {s.id: tell(s, by_report[s.report], by_source) for s in ordered}
    a, b = tellings[first], tellings[second]
    material = _material(list(tellings.values()), encoder)
    at = {fold(h[0].text): i for i, h in enumerate(material.holders)}
    i, j = sorted((at[fold(a.text)], at[fold(b.text)]))
    if i == j:
        words = tuple((a.place(_span(w)), b.place(_span(v)), 1.0) for w, v in zip(a.words, b.words, strict=True))
        same = Reason("the same words", "equal in writing", 0.0)
        return Explanation((first, second), 1.0, (same,), words)
    left, right = material.entries[i], material.entries[j]
    around = context(material.holders)
    heavy = reasons(material.entries, material.scorer, around, i, j)
    sure = _score(material, around).get((i, j), material.scorer.guess(float(left.centred @ right.centred)))
    mine, other = (left, right) if at[fold(a.text)] == i else (right, left)
    aligned = tuple((a.place(w), b.place(v), p) for w, v, p in _aligned(mine, other))
    return Explanation((first, second), sure, heavy, aligned)


def _span(word: Word) -> Span:
    return Span(word.start, word.end)


def _aligned(a: Entry, b: Entry) -> list[tuple[Span, Span, float]]:
    """Words of a with the likest word of b, where each is the other's likest."""
    left, right = a.matter(), b.matter()
    if left is None or right is None:
        return []
    like = left.states @ right.states.T
    best, back = like.argmax(1), like.argmax(0)
    return [(left.spans[n], right.spans[m], round(float(like[n, m]), 3)) for n, m in enumerate(map(int, best))
            if int(back[m]) == n and like[n, m] >= _ALIKE]

