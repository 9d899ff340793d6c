"""`riwaya.trace/1`: a trace as JSON and back (../../../docs/contract.md, trace.schema.json).

One record a line, so that two traces can be compared with `diff` and searched with `grep`. Fields that the model
declares with ``compare=False`` are not part of the contract and are left out; ``loads(dumps(trace)) == trace``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, cast

from riwaya.model import (
    Claim,
    Derivation,
    Difference,
    Independent,
    Mention,
    Moment,
    Report,
    Source,
    Span,
    Statement,
    Story,
    Trace,
)

SCHEMA = "riwaya.trace/1"

_ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def dumps(trace: Trace) -> str:
    """The contract's JSON, ending in a newline."""
    parts = [
        '{"schema": ' + line(SCHEMA),
        ' "version": ' + line(trace.version),
        ' "reports": ' + _list(map(report, trace.reports)),
        ' "sources": ' + _list(map(source, trace.sources)),
        ' "statements": ' + _list(map(statement, trace.statements)),
        ' "stories": [' + ",".join(map(_story, trace.stories)) + "]}\n",
    ]
    return ",\n".join(parts)


def line(value: Any) -> str:
    """Any JSON value on one line, Arabic as it is. What UTF-8 cannot hold (lone surrogates) is escaped, and what some
    readers take for the end of a line."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _ESCAPED.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def report(r: Report) -> dict[str, Any]:
    """A report as the contract prints it."""
    return {
        "id": r.id, "origin": r.origin, "outlet": r.outlet, "title": r.title, "bylines": r.bylines,
        "published": r.published, "language": r.language, "text": r.text, "removed": r.removed, "sha256": r.sha256,
    }


def _list(records: Iterable[Any]) -> str:
    return "[" + ",".join("\n  " + line(r) for r in records) + "]"


def source(s: Source) -> dict[str, Any]:
    """A source as the contract prints it."""
    mentions = [{"report": m.report, "start": m.start, "end": m.end} for m in s.mentions]
    return {"id": s.id, "name": s.name, "kind": s.kind, "mentions": mentions}


def statement(s: Statement) -> dict[str, Any]:
    """A statement as the contract prints it."""
    cue = None if s.cue is None else {"start": s.cue.start, "end": s.cue.end}
    return {
        "id": s.id, "report": s.report, "start": s.start, "end": s.end, "voice": s.voice, "stance": s.stance,
        "cue": cue, "chain": s.chain, "inferred": s.inferred,
    }


def difference(d: Difference) -> dict[str, Any]:
    """A difference as the contract prints it."""
    return {"kind": d.kind, "statements": d.statements, "spans": d.spans, "conflict": d.conflict}


def claim(c: Claim) -> dict[str, Any]:
    """A claim as the contract prints it."""
    return {
        "id": c.id, "text": c.text, "versions": c.versions, "differences": [difference(d) for d in c.differences],
        "independent": {
            "low": c.independent.low, "high": c.independent.high, "bottleneck": c.independent.bottleneck,
        },
    }


def derivation(d: Derivation) -> dict[str, Any]:
    """A derivation as the contract prints it."""
    return {
        "report": d.report, "from": d.from_, "how": d.how, "confidence": d.confidence, "evidence": d.evidence,
    }


def moment(m: Moment) -> dict[str, Any]:
    """A date of the timeline as the contract prints it."""
    return {"statement": m.statement, "start": m.start, "end": m.end, "when": m.when}


def _story(s: Story) -> str:
    return (
        f'\n {{"id": {line(s.id)}, "title": {line(s.title)}, "reports": {line(s.reports)},'
        f'\n  "claims": {_list(map(claim, s.claims))},'
        f'\n  "derivations": {_list(map(derivation, s.derivations))},'
        f'\n  "timeline": {_list(map(moment, s.timeline))}}}'
    )


def loads(text: str | bytes) -> Trace:
    """The trace that `dumps` printed. Fields that the contract doesn't know are ignored.

    Raises ValueError, naming what is wrong, where the text is no `riwaya.trace/1`.
    """
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        found = data.get("schema") if isinstance(data, dict) else type(data).__name__
        raise ValueError(f"not a {SCHEMA}: {found!r}")
    try:
        return Trace(
            version=data["version"],
            reports=tuple(_read_report(r) for r in data["reports"]),
            sources=tuple(_read_source(s) for s in data["sources"]),
            statements=tuple(_read_statement(s) for s in data["statements"]),
            stories=tuple(_read_story(s) for s in data["stories"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a {SCHEMA}: {type(error).__name__}: {error}") from error


def _read_report(r: dict[str, Any]) -> Report:
    return Report(
        id=r["id"], origin=r["origin"], title=r["title"], text=r["text"], language=r["language"], outlet=r["outlet"],
        bylines=tuple(r["bylines"]), published=r["published"], removed=tuple(r["removed"]), sha256=r["sha256"],
    )


def _read_source(s: dict[str, Any]) -> Source:
    mentions = tuple(Mention(m["report"], m["start"], m["end"]) for m in s["mentions"])
    return Source(s["id"], s["name"], s["kind"], mentions)


def _read_statement(s: dict[str, Any]) -> Statement:
    cue = s["cue"] and Span(s["cue"]["start"], s["cue"]["end"])
    return Statement(
        s["id"], s["report"], s["start"], s["end"], s["voice"], s["stance"], cue, tuple(s["chain"]),
        tuple(s["inferred"]),
    )


def _read_span(span: list[int] | None) -> Span | None:
    return None if span is None else Span(span[0], span[1])


def _read_pair(pair: list[str]) -> tuple[str, str]:
    if len(pair) != 2:
        raise ValueError(f"not a {SCHEMA}: {pair!r} is no pair")
    return pair[0], pair[1]


def _read_difference(d: dict[str, Any]) -> Difference:
    one, other = cast("tuple[list[int] | None, list[int] | None]", _read_pair(d["spans"]))
    return Difference(d["kind"], _read_pair(d["statements"]), (_read_span(one), _read_span(other)), d["conflict"])


def _read_claim(c: dict[str, Any]) -> Claim:
    i = c["independent"]
    return Claim(
        c["id"], c["text"], tuple(tuple(v) for v in c["versions"]),
        tuple(_read_difference(d) for d in c["differences"]), Independent(i["low"], i["high"], tuple(i["bottleneck"])),
    )


def _read_derivation(d: dict[str, Any]) -> Derivation:
    evidence = tuple(_read_pair(p) for p in d["evidence"])
    return Derivation(d["report"], d["from"], d["how"], d["confidence"], evidence)


def _read_story(s: dict[str, Any]) -> Story:
    return Story(
        s["id"], s["title"], tuple(s["reports"]), tuple(_read_claim(c) for c in s["claims"]),
        tuple(_read_derivation(d) for d in s["derivations"]),
        tuple(Moment(m["statement"], m["start"], m["end"], m["when"]) for m in s["timeline"]),
    )
