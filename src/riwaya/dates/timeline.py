"""Which statement a date belongs to: the events of a story, each at its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from riwaya.dates.expression import DateExpression, find
from riwaya.model import Moment, Report, Span, Statement
from riwaya.recall import Recall, mark


def timeline(
    reports: Sequence[Report], statements: Sequence[Statement], known: Recall | None = None
) -> tuple[Moment, ...]:
    """Every date of the reports that has a `when`, once, with its statement: the smallest one whose content it stands
    in, else whose cue, or run from cue to content; else the nearest of its paragraph. Sorted by time, then by place.
    A date in a paragraph without any statement is left out. `known`: what was read in the reports before."""
    known = known or Recall()
    by_report: dict[str, list[Statement]] = {}
    for s in statements:
        by_report.setdefault(s.report, []).append(s)
    order = {r.id: n for n, r in enumerate(reports)}
    found: list[Moment] = []
    for report in reports:
        own = by_report.get(report.id, [])
        if not own:
            continue
        dates = known.of("dates", (mark(report.text, published(report), report.language),), partial(_dates, report))
        for paragraph, listed in zip(report.paragraphs(), dates, strict=True):
            near = [s for s in own if s.start < paragraph.end and s.end > paragraph.start]
            if not near:
                continue
            for start, end, when in listed:
                found.append(Moment(owner(Span(start, end), near).id, start, end, when))
    place = {s.id: (order.get(s.report, 0)) for s in statements}
    return tuple(sorted(found, key=lambda m: (m.when, place[m.statement], m.start)))


def _dates(report: Report) -> list[list[tuple[int, int, str]]]:
    """The dates of each paragraph that have a `when`."""
    return [
        [(p.start + d.start, p.start + d.end, d.when)
         for d in find(report.text[p.start : p.end], published(report), report.language) if d.when is not None]
        for p in report.paragraphs()
    ]  # fmt: skip


def published(report: Report) -> dt.date | None:
    """The day that a report was published, where it is known."""
    for value in (report.published, report.published_at):
        try:
            return dt.date.fromisoformat(value[:10]) if value else None
        except ValueError:
            continue
    return None


def owner(span: Span, statements: Sequence[Statement]) -> Statement:
    """The statement that a place of the text belongs to. At least one statement must be given."""

    def distance(s: Statement) -> tuple[int, int, int, str]:
        places = [s.span, *([s.cue] if s.cue else [])]
        hull = Span(min(p.start for p in places), max(p.end for p in places))
        for rank, place in enumerate((s.span, s.cue, hull)):
            if place and place.start <= span.start and span.end <= place.end:
                return rank, place.end - place.start, 0, s.id
        gap = min(max(p.start - span.end, span.start - p.end, 0) for p in places)
        return 3, gap, s.end - s.start, s.id

    return min(statements, key=distance)


__all__ = ["DateExpression", "owner", "published", "timeline"]
