"""From places to what stands there: statements and sources of one trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from riwaya.corrections.correction import Place, locate
from riwaya.language.text import fold
from riwaya.model import Mention, Report, Source, Span, Statement

ALIKE = 0.8  #: share of characters in common from which a statement whose edges moved is the same one


class Missing(Exception):
    """What a correction speaks of is not there; says why, in words."""


def text_of(at: Place, reports: Mapping[str, Report]) -> str:
    """The text of the report of a place. Raises Missing."""
    if at.report not in reports:
        raise Missing(f"there is no report {at.report}")
    return reports[at.report].text


def span_of(at: Place, reports: Mapping[str, Report]) -> Span:
    """Where a place lies. Raises Missing."""
    span = locate(at, text_of(at, reports))
    if span is None:
        raise Missing(f"«{_short(at.words)}» no longer stands in {at.report}")
    return span


def statement_at(
    at: Place, reports: Mapping[str, Report], statements: Iterable[Statement], known: Mapping[Place, str]
) -> Statement:
    """The statement with these words as its content; failing that, the one whose content is most of the same words.

    `known` has the statements whose content was corrected, by the places they had. Raises Missing.
    """
    mine = sorted((s for s in statements if s.report == at.report), key=lambda s: (s.voice == "own", s.start, s.id))
    if at in known:
        for s in mine:
            if s.id == known[at]:
                return s
    span = span_of(at, reports)
    best = max(mine, key=lambda s: _alike(s.span, span), default=None)
    if best is None or _alike(best.span, span) < ALIKE:
        raise Missing(f"no statement stands at «{_short(at.words)}» in {at.report}")
    return best


def source_at(at: Place, reports: Mapping[str, Report], sources: Iterable[Source]) -> Source | None:
    """The source that a place names: the outlet of the report where it has no words; else the source that is mentioned
    there; else one that goes by these words. None where it names none. Raises Missing for a report that is not there.
    """
    text = text_of(at, reports)
    listed = list(sources)
    if not at.words:
        outlet = reports[at.report].outlet
        return next((s for s in listed if s.id == outlet), None)
    span = locate(at, text)
    if span is not None:
        near = [(_alike(Span(m.start, m.end), span), s) for s in listed for m in s.mentions if m.report == at.report]
        top = max((a for a, _ in near), default=0.0)
        if top >= 0.5:
            return next(s for a, s in near if a == top)
    name = fold(at.words)
    return next((s for s in listed if fold(s.name) == name), None)


def mention_at(at: Place, reports: Mapping[str, Report], source: Source) -> Mention | None:
    """The mention of a source that a place is, or is most of."""
    span = locate(at, text_of(at, reports))
    mine = [m for m in source.mentions if m.report == at.report]
    if span is None or not mine:
        return None
    best = max(mine, key=lambda m: _alike(Span(m.start, m.end), span))
    return best if _alike(Span(best.start, best.end), span) >= 0.5 else None


def _alike(a: Span, b: Span) -> float:
    both = min(a.end, b.end) - max(a.start, b.start)
    return max(0, both) / max(1, max(a.end, b.end) - min(a.start, b.start))


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"
