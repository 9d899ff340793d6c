"""A story as gold: the folder of hand-annotated stories that the quality gate and its scorer read.

What a person has corrected (`riwaya.corrections`) becomes what riwaya is measured on. `gold.json` holds what the story
has; `reports/` the pages, as they were read where they are given, else the report's own text.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from riwaya.model import Claim, Derivation, Difference, Report, Source, Span, Statement, Story, Trace

_SAFE = re.compile(r"[\w.-]{1,80}\Z")


def files(
    trace: Trace, story: str, pages: Mapping[str, bytes] | None = None, note: str = ""
) -> Iterator[tuple[str, bytes]]:
    """The files of a story's folder, by path in it. Raises KeyError where the trace has no such story.

    `pages` are the pages as read, by report id. For a report without one its text is written, and what the page would
    have said of outlet and date into `metadata.csv`.
    """
    found = next((s for s in trace.stories if s.id == story), None)
    if found is None:
        raise KeyError(story)
    members = set(found.reports)
    reports = [r for r in trace.reports if r.id in members]
    names = _names(reports)
    given = pages or {}
    ends = {r.id: _ending(r, given.get(r.id)) for r in reports}
    yield "gold.json", (json.dumps(_gold(trace, found, reports, names, ends, note), ensure_ascii=False, indent=1)
                        + "\n").encode("utf-8", errors="replace")  # fmt: skip
    sources = {s.id: s for s in trace.sources}
    rows: list[tuple[str, ...]] = [("file", "outlet", "published", "url", "title")]
    for r in reports:
        page = given.get(r.id)
        if page is None:
            page = "\n\n".join([r.title, *_paragraphs(r), *r.removed]).encode("utf-8", errors="replace")
            told = (_outlet(r, sources), r.published_at or r.published, r.url, r.title)
            rows.append((names[r.id] + ends[r.id], *(t or "" for t in told)))
        yield f"reports/{names[r.id]}{ends[r.id]}", page
    if len(rows) > 1:
        table = io.StringIO(newline="")
        csv.writer(table).writerows(rows)
        yield "reports/metadata.csv", table.getvalue().encode("utf-8", errors="replace")


def _names(reports: Iterable[Report]) -> dict[str, str]:
    """A file name for each report: its id, where that is one."""
    found = {}
    for r in reports:
        safe = bool(_SAFE.match(r.id)) and not r.id.startswith(".")
        found[r.id] = r.id if safe else "report-" + hashlib.blake2s(r.id.encode("utf8", "replace")).hexdigest()[:12]
    return found


def _ending(r: Report, page: bytes | None) -> str:
    html = r.origin.lower().endswith((".html", ".htm")) or (page or b"").lstrip()[:1] == b"<"
    return ".html" if page is not None and html else ".txt"


def _paragraphs(r: Report) -> list[str]:
    return [p.of(r.text) for p in r.paragraphs()]


def _gold(
    trace: Trace, story: Story, reports: list[Report], names: Mapping[str, str], ends: Mapping[str, str], note: str
) -> dict[str, Any]:
    by_id = {r.id: r for r in reports}
    sources = {s.id: s for s in trace.sources}
    said = {s.id: s for s in trace.statements if s.report in by_id}
    used = {i for s in said.values() for i in s.chain} | {r.outlet for r in reports if r.outlet}
    used |= {b for c in story.claims for b in c.independent.bottleneck} | {d.from_ for d in story.derivations}
    return {
        "story": {"id": story.id, "title": story.title, "note": note or f"Exported by riwaya {trace.version}."},
        "reports": {names[r.id]: _report(r, names[r.id] + ends[r.id], sources) for r in reports},
        "sources": {i: _source(sources[i], by_id) for i in sorted(used & sources.keys())},
        "statements": [_statement(s, by_id[s.report], names) for s in said.values()],
        "claims": [_claim(c, said, by_id, names) for c in story.claims],
        "derivations": [_derivation(d, names) for d in story.derivations if d.report in names],
        "dates": [
            {"statement": m.statement, "expression": Span(m.start, m.end).of(by_id[said[m.statement].report].text),
             "when": m.when} for m in story.timeline if m.statement in said
        ],
    }  # fmt: skip


def _report(r: Report, file: str, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "file": file, "outlet": _outlet(r, sources), "title": r.title, "bylines": list(r.bylines),
        "published": r.published, "language": r.language, "paragraphs": _paragraphs(r),
    }  # fmt: skip


def _outlet(r: Report, sources: Mapping[str, Source]) -> str | None:
    return sources[r.outlet].name if r.outlet and r.outlet in sources else r.outlet_name


def _source(s: Source, reports: Mapping[str, Report]) -> dict[str, Any]:
    forms = [Span(m.start, m.end).of(reports[m.report].text) for m in s.mentions if m.report in reports]
    return {"name": s.name, "kind": s.kind, "names": list(dict.fromkeys([*forms, s.name]))}


def _statement(s: Statement, r: Report, names: Mapping[str, str]) -> dict[str, Any]:
    cue = s.cue.of(r.text) if s.cue else None
    own = not s.chain
    return {
        "id": s.id, "report": names[r.id], "text": _inside(s.span, r), "voice": "own" if own else s.voice,
        "cue": None if own or not cue or "\n" in cue else cue, "chain": list(s.chain),
    }  # fmt: skip


def _inside(span: Span, r: Report) -> str:
    """The words of a span, as far as they stand in one paragraph: the one that holds most of it."""
    parts = [Span(max(p.start, span.start), min(p.end, span.end)) for p in r.paragraphs()]
    best = max(parts, key=lambda p: p.end - p.start, default=span)
    return best.of(r.text) if best.end > best.start else span.of(r.text)


def _claim(
    c: Claim, said: Mapping[str, Statement], reports: Mapping[str, Report], names: Mapping[str, str]
) -> dict[str, Any]:
    versions = [[s for s in v if s in said] for v in c.versions]
    where = {s: n for n, v in enumerate(versions) for s in v}

    def words(d: Difference, side: int) -> str:
        span, statement = d.spans[side], said[d.statements[side]]
        text = span.of(reports[statement.report].text) if span else ""
        return "" if "\n" in text else text

    differences = []
    for d in c.differences:
        pair = [where.get(s) for s in d.statements]
        if None not in pair and pair[0] != pair[1]:
            differences.append({"kind": d.kind, "versions": pair, "values": [words(d, 0), words(d, 1)],
                                "conflict": d.conflict})  # fmt: skip
    i = c.independent
    return {
        "id": c.id, "gist": c.text, "versions": versions, "differences": differences,
        "independent": {"low": i.low, "high": i.high, "bottleneck": [names.get(b, b) for b in i.bottleneck]},
    }  # fmt: skip


def _derivation(d: Derivation, names: Mapping[str, str]) -> dict[str, Any]:
    return {"report": names[d.report], "from": names.get(d.from_, d.from_), "how": d.how}
