"""A trace as GraphML: reports, sources and claims as nodes; who published, said, took and tells what as edges.

After the GraphML primer (Brandes, Eiglsperger, Lerner, 2001). Gephi, yEd, Cytoscape and networkx read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from riwaya.model import Statement, Trace

Value = str | int | float | bool
Type = Literal["string", "int", "double", "boolean"]

#: name, of what, type. All edges lead from what is nearer the reader to what is behind it.
KEYS: tuple[tuple[str, Literal["node", "edge"], Type], ...] = (
    ("type", "node", "string"), ("label", "node", "string"), ("kind", "node", "string"),
    ("language", "node", "string"), ("published", "node", "string"), ("outlet", "node", "string"),
    ("url", "node", "string"), ("story", "node", "string"), ("versions", "node", "int"),
    ("conflict", "node", "boolean"), ("low", "node", "int"), ("high", "node", "int"),
    ("relation", "edge", "string"), ("how", "edge", "string"), ("confidence", "edge", "double"),
    ("sure", "edge", "boolean"), ("version", "edge", "int"), ("stance", "edge", "string"),
    ("statements", "edge", "string"), ("weight", "edge", "int"), ("why", "edge", "string"),
)  # fmt: skip
_BAD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 has no place for


def render(trace: Trace) -> str:
    """The whole file."""
    return "".join(pieces(trace))


def pieces(trace: Trace) -> Iterator[str]:
    """The file in pieces: a directed graph, edges in parallel where two things are related in two ways."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for name, of, type_ in KEYS:
        yield f'  <key id="{of}-{name}" for="{of}" attr.name="{name}" attr.type="{type_}"/>\n'
    yield '  <graph id="trace" edgedefault="directed">\n'
    yield from _nodes(trace)
    yield from _edges(trace)
    yield "  </graph>\n</graphml>\n"


def _nodes(trace: Trace) -> Iterator[str]:
    story_of = {r: story.id for story in trace.stories for r in story.reports}
    for r in trace.reports:
        yield _node(f"report:{r.id}", {
            "type": "report", "label": r.title, "language": r.language, "published": r.published_at or r.published,
            "outlet": r.outlet, "url": r.url, "story": story_of.get(r.id),
        })  # fmt: skip
    for s in trace.sources:
        yield _node(f"source:{s.id}", {"type": "source", "label": s.name, "kind": s.kind})
    told: set[str] = set()
    for story in trace.stories:
        for c in story.claims:
            if c.id in told:  # in two stories that share a report
                continue
            told.add(c.id)
            yield _node(f"claim:{c.id}", {
                "type": "claim", "label": c.text, "story": story.id, "versions": len(c.versions),
                "conflict": any(d.conflict for d in c.differences), "low": c.independent.low,
                "high": c.independent.high,
            })  # fmt: skip


def _edges(trace: Trace) -> Iterator[str]:
    reports = {r.id for r in trace.reports}
    sources = {s.id for s in trace.sources}
    said = {s.id: s for s in trace.statements}
    number = 0

    def edge(a: str, b: str, values: Mapping[str, Value | None]) -> str:
        nonlocal number
        number += 1
        data = "".join(_data("edge", k, v) for k, v in values.items() if v is not None)
        return f"    <edge id=\"e{number}\" source={_attr(a)} target={_attr(b)}>{data}</edge>\n"

    for r in trace.reports:
        if r.outlet in sources:
            yield edge(f"report:{r.id}", f"source:{r.outlet}", {"relation": "published by"})
    for (a, b), through in _quoted(trace).items():
        ids = " ".join(s.id for s in through)
        yield edge(a, b, {"relation": "quotes", "statements": ids, "weight": len(through)})
    for story in trace.stories:
        for c in story.claims:
            for version, members in enumerate(c.versions, 1):
                for id_ in members:
                    if id_ in said and said[id_].report in reports:
                        yield edge(f"report:{said[id_].report}", f"claim:{c.id}", {
                            "relation": "tells", "version": version, "stance": said[id_].stance, "statements": id_,
                        })  # fmt: skip
        for d in story.derivations:
            if d.report in reports and (d.from_ in reports or d.from_ in sources):
                to = f"report:{d.from_}" if d.from_ in reports else f"source:{d.from_}"
                yield edge(f"report:{d.report}", to, {
                    "relation": "derives from", "how": d.how, "confidence": d.confidence, "sure": d.sure,
                    "why": d.why or None,
                })  # fmt: skip


def _quoted(trace: Trace) -> dict[tuple[str, str], list[Statement]]:
    """Who quotes whom: the links of all chains, from report to nearest source and on to the farthest."""
    reports = {r.id for r in trace.reports}
    sources = {s.id for s in trace.sources}
    found: dict[tuple[str, str], list[Statement]] = {}
    for s in trace.statements:
        links = [f"source:{i}" for i in s.chain if i in sources]
        if s.report in reports:
            for link in zip([f"report:{s.report}", *links], links, strict=False):
                found.setdefault(link, []).append(s)
    return found


def _node(id_: str, values: Mapping[str, Value | None]) -> str:
    data = "".join(_data("node", k, v) for k, v in values.items() if v is not None)
    return f"    <node id={_attr(id_)}>{data}</node>\n"


def _data(of: str, key: str, value: Value) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'<data key="{of}-{key}">{escape(_BAD.sub("�", text))}</data>'


def _attr(text: str) -> str:
    return quoteattr(_BAD.sub("�", text))
