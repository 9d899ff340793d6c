"""A trace as ninjs 3.0, the news-in-JSON standard of the IPTC: a composite item a story, one line each.

After IPTC's ninjs JSON Schema 3.0 (iptc.org/std/ninjs). A story holds its reports (`text`) and its claims
(`component`) as associations; a report names its sources in `infoSources` and what it derives from as associations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from riwaya.export.json import line
from riwaya.model import Claim, Derivation, Report, Source, Story, Trace

STANDARD = {"name": "ninjs", "version": "3.0", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"}
ROLE = "http://cv.iptc.org/newscodes/contentprodpartyrole/contentSource"  #: of who is quoted
OUTLET = "urn:riwaya:role:outlet"  #: of who published
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)\Z")  # RFC 3339
_WEB = re.compile(r"https?://[^\s\x00-\x20\"<>\\^`{|}]+\Z")


def render(trace: Trace) -> str:
    """All stories, a line each; of one story the file is a JSON document."""
    return "".join(lines(trace))


def lines(trace: Trace) -> Iterator[str]:
    """One story a line."""
    reports = {r.id: r for r in trace.reports}
    sources = {s.id: s for s in trace.sources}
    chains: dict[str, dict[str, None]] = {}
    for s in trace.statements:
        chains.setdefault(s.report, {}).update(dict.fromkeys(i for i in s.chain if i in sources))
    where = {s.id: s.report for s in trace.statements}
    for story in trace.stories:
        derived: dict[str, list[Derivation]] = {}
        for d in story.derivations:
            derived.setdefault(d.report, []).append(d)
        mine = [reports[r] for r in story.reports if r in reports]
        items = [
            _report(r, sources, chains.get(r.id, {}), [_upstream(d, reports, sources) for d in derived.get(r.id, ())])
            for r in mine
        ]
        yield line(_story(story, mine, [*items, *(_claim(c, reports, sources, where) for c in story.claims)])) + "\n"


def _story(story: Story, reports: Iterable[Report], items: list[dict[str, Any]]) -> dict[str, Any]:
    languages = sorted({r.language for r in reports})
    return {
        "uri": _urn("story", story.id), "type": "composite", "representationType": "full", "profile": "riwaya-story",
        "standard": STANDARD, "title": story.title, "headlines": _words("main", story.title),
        "language": languages[0] if len(languages) == 1 else "mul", "associations": items,
    }  # fmt: skip


def _report(
    r: Report, sources: Mapping[str, Source], quoted: Iterable[str], upstream: list[dict[str, Any]]
) -> dict[str, Any]:
    outlet = sources.get(r.outlet or "")
    who = [sources[i] for i in quoted]
    item: dict[str, Any] = {
        "name": r.title or r.id, "uri": r.url if r.url and _WEB.match(r.url) else _urn("report", r.id), "type": "text",
        "title": r.title or r.id, "headlines": _words("main", r.title), "language": r.language,
        "bodies": [{"role": "main", "contentType": "text/plain", "charCount": len(r.text),
                    "wordCount": len(r.text.split()), "value": r.text}],
        "altIds": [{"role": "riwaya", "value": r.id}, {"role": "sha256", "value": r.sha256}],
        "infoSources": [*([_party(outlet, OUTLET)] if outlet else []), *(_party(s, ROLE) for s in who)],
        "people": [_named(s) for s in who if s.kind == "person"],
        "organisations": [_named(s) for s in who if s.kind in ("organization", "outlet", "agency")],
        "associations": upstream,
    }  # fmt: skip
    if r.bylines:
        item["by"] = ", ".join(r.bylines)
    if r.published_at and _MOMENT.match(r.published_at):
        item["contentCreated"] = r.published_at
    elif r.published:  # a day alone is no date-time of the standard
        item["descriptions"] = _words("published", r.published_at or r.published)
    return {k: v for k, v in item.items() if v != []}


def _upstream(d: Derivation, reports: Mapping[str, Report], sources: Mapping[str, Source]) -> dict[str, Any]:
    report, source = reports.get(d.from_), sources.get(d.from_)
    name = (report.title if report else source.name if source else "") or d.from_
    uri = _urn("report" if report else "source", d.from_)
    if report and report.url and _WEB.match(report.url):
        uri = report.url
    sure = "" if d.sure else ", unsure"
    told = [*_words("derivation", f"{d.how}, confidence {d.confidence:g}{sure}"), *_words("why", d.why)]
    return {"name": name, "uri": uri, "representationType": "partial", "descriptions": told}


def _claim(
    c: Claim, reports: Mapping[str, Report], sources: Mapping[str, Source], where: Mapping[str, str]
) -> dict[str, Any]:
    i = c.independent
    count = str(i.low) if i.low == i.high else f"{i.low} to {i.high}"
    told = [where[s] for s in c.statements() if s in where]
    rests = [_party(sources[b], ROLE) for b in i.bottleneck if b in sources and b not in reports]
    rests += [{"name": reports[b].title or b, "role": ROLE, "uri": _urn("report", b), "literal": b}
              for b in i.bottleneck if b in reports]  # fmt: skip
    item = {
        "name": c.text, "uri": _urn("claim", c.id), "type": "component", "profile": "riwaya-claim",
        "bodies": _words("claim", c.text),
        "descriptions": [*_words("independent-sources", count), *_words("why", i.why_en), *_words("why-ar", i.why_ar),
                         *_words("reports", ", ".join(dict.fromkeys(told)))],
        "infoSources": rests,
    }  # fmt: skip
    return {k: v for k, v in item.items() if v != []}


def _party(s: Source, role: str) -> dict[str, str]:
    return {"name": s.name, "role": role, "uri": _urn("source", s.id), "literal": s.id}


def _named(s: Source) -> dict[str, str]:
    return {"name": s.name, "rel": "mentions", "uri": _urn("source", s.id), "literal": s.id}


def _words(role: str, value: str) -> list[dict[str, Any]]:
    return [{"role": role, "contentType": "text/plain", "value": value}] if value else []


def _urn(kind: str, id_: str) -> str:
    return f"urn:riwaya:{kind}:{quote(id_, safe='', errors='replace')}"
