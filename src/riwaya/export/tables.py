"""A trace as flat tables: the columns, what they mean, and the rows. CSV, Parquet and notebooks draw from these.

Text columns that quote a report (`text`, `cue`, `words_a` …) hold the words as published, so that a table can be read
without the report beside it; offsets are Unicode code points into `reports.text`, half-open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from riwaya.model import Claim, Derivation, Span, Story, Trace

Cell = str | int | float | bool | tuple[str, ...] | None
Row = tuple[Cell, ...]
Type = Literal["text", "integer", "number", "flag", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type` is text, integer, number, flag (true or false) or list (of texts); any may be null."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what one row is, its columns, and the function that gives the rows of a trace in a fixed order."""

    name: str
    row: str
    columns: tuple[Column, ...]
    rows: Callable[[Trace], Iterator[Row]]


def _c(name: str, meaning: str, type_: Type = "text") -> Column:
    return Column(name, type_, meaning)


def _reports(trace: Trace) -> Iterator[Row]:
    for r in trace.reports:
        credits = tuple(c.text for c in r.credits)
        yield (r.id, r.origin, r.url, r.outlet, r.outlet_name, r.title, r.bylines, credits, r.published,
               r.published_at, r.language, r.text, r.removed, r.sha256)  # fmt: skip


def _sources(trace: Trace) -> Iterator[Row]:
    for s in trace.sources:
        yield s.id, s.name, s.kind, s.owner, tuple(sorted(s.traits)), len(s.mentions)


def _mentions(trace: Trace) -> Iterator[Row]:
    texts = {r.id: r.text for r in trace.reports}
    for s in trace.sources:
        for m in s.mentions:
            yield s.id, m.report, m.start, m.end, texts[m.report][m.start : m.end]


def _statements(trace: Trace) -> Iterator[Row]:
    texts = {r.id: r.text for r in trace.reports}
    for s in trace.statements:
        text = texts[s.report]
        cue = s.cue
        yield (s.id, s.report, s.start, s.end, s.span.of(text), s.voice, s.stance, s.hedged, cue and cue.start,
               cue and cue.end, cue and cue.of(text), s.sure, s.why)  # fmt: skip


def _chains(trace: Trace) -> Iterator[Row]:
    for s in trace.statements:
        for place, source in enumerate(s.chain, 1):
            yield s.id, place, source, source in s.inferred


def _stories(trace: Trace) -> Iterator[Row]:
    for story in trace.stories:
        for report in story.reports:
            yield story.id, story.title, report


def _each_claim(trace: Trace) -> Iterator[tuple[Story, Claim]]:
    for story in trace.stories:
        for claim in story.claims:
            yield story, claim


def _claims(trace: Trace) -> Iterator[Row]:
    where = {s.id: s.report for s in trace.statements}
    for story, claim in _each_claim(trace):
        said = claim.statements()
        yield (claim.id, story.id, claim.text, len(claim.versions), len(said), len({where[s] for s in said}),
               any(d.conflict for d in claim.differences))  # fmt: skip


def _versions(trace: Trace) -> Iterator[Row]:
    for _, claim in _each_claim(trace):
        for number, version in enumerate(claim.versions, 1):
            for statement in version:
                yield claim.id, number, statement


def _differences(trace: Trace) -> Iterator[Row]:
    texts = {r.id: r.text for r in trace.reports}
    where = {s.id: s.report for s in trace.statements}

    def side(statement: str, span: Span | None) -> Row:
        return (span.start, span.end, span.of(texts[where[statement]])) if span else (None, None, None)

    for _, claim in _each_claim(trace):
        for d in claim.differences:
            (a, b), (at_a, at_b) = d.statements, d.spans
            yield (claim.id, d.kind, d.conflict, d.update, a, *side(a, at_a), b, *side(b, at_b), d.sure, d.why)


def _independence(trace: Trace) -> Iterator[Row]:
    for _, claim in _each_claim(trace):
        i = claim.independent
        yield claim.id, i.low, i.high, i.bottleneck, i.why_en, i.why_ar


def _each_derivation(trace: Trace) -> Iterator[tuple[Story, Derivation]]:
    for story in trace.stories:
        for derivation in story.derivations:
            yield story, derivation


def _derivations(trace: Trace) -> Iterator[Row]:
    for story, d in _each_derivation(trace):
        yield story.id, d.report, d.from_, d.how, d.confidence, d.sure, len(d.evidence), d.why


def _evidence(trace: Trace) -> Iterator[Row]:
    for story, d in _each_derivation(trace):
        for mine, theirs in d.evidence:
            yield story.id, d.report, d.from_, mine, theirs


def _timeline(trace: Trace) -> Iterator[Row]:
    texts = {r.id: r.text for r in trace.reports}
    where = {s.id: s.report for s in trace.statements}
    for story in trace.stories:
        for m in story.timeline:
            yield story.id, m.statement, m.start, m.end, texts[where[m.statement]][m.start : m.end], m.when


TABLES: tuple[Table, ...] = (
    Table("reports", "a report", (
        _c("id", "unique in the trace"), _c("origin", "the path or address it was read from"),
        _c("url", "its address, where known"), _c("outlet", "source id of the outlet, where known"),
        _c("outlet_name", "the outlet as printed or given"), _c("title", "the headline"),
        _c("bylines", "the writers, as printed", "list"), _c("credits", "credit lines, as printed", "list"),
        _c("published", "ISO 8601 date"), _c("published_at", "ISO 8601 time, where known"),
        _c("language", "ar, en or another ISO 639 code"), _c("text", "the report's own text, paragraphs parted by \\n"),
        _c("removed", "lines taken for boilerplate, in order", "list"), _c("sha256", "of the page as read"),
    ), _reports),
    Table("sources", "a source, one a real-world source", (
        _c("id", "unique in the trace"), _c("name", "the fullest name"),
        _c("kind", "outlet, agency, person, organization, group, anonymous or document"),
        _c("owner", "the group that owns an outlet"), _c("traits", "what is said of an unnamed source", "list"),
        _c("mentions", "how often it is named", "integer"),
    ), _sources),
    Table("mentions", "a place that names a source", (
        _c("source", "sources.id"), _c("report", "reports.id"), _c("start", "offset", "integer"),
        _c("end", "offset", "integer"), _c("words", "the words there"),
    ), _mentions),
    Table("statements", "a statement", (
        _c("id", "unique in the trace"), _c("report", "reports.id"), _c("start", "offset", "integer"),
        _c("end", "offset", "integer"), _c("text", "the content"), _c("voice", "direct, indirect or own"),
        _c("stance", "asserts, denies, doubts or demands"), _c("hedged", "own voice with a hedge", "flag"),
        _c("cue_start", "offset", "integer"), _c("cue_end", "offset", "integer"), _c("cue", "the words that attribute"),
        _c("sure", "0 to 1", "number"), _c("why", "the cue, the rule, the antecedent"),
    ), _statements),
    Table("chains", "a link of a statement's chain", (
        _c("statement", "statements.id"), _c("place", "1 is nearest the reader", "integer"), _c("source", "sources.id"),
        _c("inferred", "not on the page at this place", "flag"),
    ), _chains),
    Table("stories", "a report of a story", (
        _c("id", "unique in the trace"), _c("title", "of the report nearest the middle"), _c("report", "reports.id"),
    ), _stories),
    Table("claims", "a claim", (
        _c("id", "unique in the trace"), _c("story", "stories.id"), _c("text", "the statement that says it best"),
        _c("versions", "how many", "integer"), _c("statements", "how many", "integer"),
        _c("reports", "how many tell it", "integer"), _c("conflict", "two versions cannot both be right", "flag"),
    ), _claims),
    Table("versions", "a statement of a version", (
        _c("claim", "claims.id"), _c("version", "1 is the first listed", "integer"), _c("statement", "statements.id"),
    ), _versions),
    Table("differences", "a difference of two statements of a claim", (
        _c("claim", "claims.id"),
        _c("kind", "number, date, name, action, polarity, strength, attribution or detail"),
        _c("conflict", "both cannot be right", "flag"), _c("update", "a later state of the same thing", "flag"),
        _c("statement_a", "statements.id"), _c("start_a", "offset", "integer"), _c("end_a", "offset", "integer"),
        _c("words_a", "the words that differ"), _c("statement_b", "statements.id"), _c("start_b", "offset", "integer"),
        _c("end_b", "offset", "integer"), _c("words_b", "the words that differ"), _c("sure", "0 to 1", "number"),
        _c("why", "why it was called"),
    ), _differences),
    Table("independence", "a claim's count", (
        _c("claim", "claims.id"), _c("low", "independent sources, read low", "integer"),
        _c("high", "read high", "integer"), _c("bottleneck", "source or report ids all goes through", "list"),
        _c("why_en", "the reason in English"), _c("why_ar", "the reason in Arabic"),
    ), _independence),
    Table("derivations", "a report that takes from another or from a source", (
        _c("story", "stories.id"), _c("report", "reports.id"), _c("from", "reports.id or sources.id"),
        _c("how", "cites, copies, translates or rewrites"), _c("confidence", "0 to 1", "number"),
        _c("sure", "false where the judgement is unsure", "flag"),
        _c("evidence", "how many pairs of statements show it", "integer"), _c("why", "the reason"),
    ), _derivations),
    Table("evidence", "a pair of statements that shows a derivation", (
        _c("story", "stories.id"), _c("report", "reports.id"), _c("from", "reports.id or sources.id"),
        _c("statement", "statements.id, of the report"), _c("from_statement", "statements.id, of where it is from"),
    ), _evidence),
    Table("timeline", "a date in a statement", (
        _c("story", "stories.id"), _c("statement", "statements.id"), _c("start", "offset", "integer"),
        _c("end", "offset", "integer"), _c("words", "the date as printed"),
        _c("when", "ISO 8601 date, month, year or START/END"),
    ), _timeline),
)  # fmt: skip
