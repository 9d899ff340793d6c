"""A trace as FollowTheMoney entities, JSON lines, as Aleph, OpenAleph and `ftm` take them in.

After the schemata of followthemoney 4 (its `followthemoney/schema/*.yaml`): Article for a report, Person, Organization,
LegalEntity or Document for a source, Mention for a name in a report, Documentation for what a report has from a
source, UnknownLink for a derivation, Note for a claim.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping

from riwaya.export.bidi import cut
from riwaya.export.json import line
from riwaya.model import Report, Source, SourceKind, Statement, Trace

SCHEMATA: Mapping[SourceKind, str] = {
    "person": "Person", "organization": "Organization", "outlet": "Organization", "agency": "Organization",
    "group": "LegalEntity", "anonymous": "LegalEntity", "document": "Document",
}  # fmt: skip
_LANGUAGES = {"ar": "ara", "en": "eng", "fr": "fra", "fa": "fas", "tr": "tur", "he": "heb", "es": "spa", "de": "deu"}
_LONG = 200  # code points of a name made of a whole sentence


def render(trace: Trace) -> str:
    """All entities."""
    return "".join(lines(trace))


def lines(trace: Trace) -> Iterator[str]:
    """One entity a line: what others point to comes first."""
    reports = {r.id: entity_id("report", r.id, r.sha256) for r in trace.reports}
    sources = {s.id: _source_id(s) for s in trace.sources}
    texts = {r.id: r.text for r in trace.reports}
    names = {s.id: s.name for s in trace.sources}
    for s in trace.sources:
        yield _source(s, sources[s.id], texts)
    for r in trace.reports:
        yield _article(r, reports[r.id], names, trace.version)
    for s in trace.sources:
        yield from _mentions(s, sources[s.id], reports, texts)
    yield from _quoted(trace, reports, sources)
    yield from _derived(trace, sources | reports)
    yield from _claims(trace, reports)


def entity_id(kind: str, *parts: str) -> str:
    """An id that FollowTheMoney takes, the same for the same thing in every export."""
    return "riwaya-" + hashlib.blake2s("\n".join((kind, *parts)).encode("utf8", "replace"), digest_size=16).hexdigest()


def _source_id(s: Source) -> str:
    """A named source is the same one in every story; an unnamed one is who these reports quote."""
    if s.kind in ("anonymous", "group", "document"):
        return entity_id("source", s.kind, s.name, *sorted({m.report for m in s.mentions}))
    return entity_id("source", s.kind, s.name)


def _entity(id_: str, schema: str, properties: Mapping[str, Iterable[str | None]]) -> str:
    """A line; values that are empty or there already are left out, and so are properties without a value."""
    kept = {k: list(dict.fromkeys(v for v in values if v and v.strip())) for k, values in properties.items()}
    return line({"id": id_, "schema": schema, "properties": {k: v for k, v in kept.items() if v}}) + "\n"


def _source(s: Source, id_: str, texts: Mapping[str, str]) -> str:
    forms = sorted({" ".join(texts[m.report][m.start : m.end].split()) for m in s.mentions if m.report in texts})
    names: dict[str, Iterable[str | None]] = {"name": [s.name],
                                              "alias": [f for f in forms if f != s.name], "keywords": [s.kind]}
    told = ["A source that no report names."] if s.kind == "anonymous" else []
    schema = SCHEMATA[s.kind]
    if schema == "Document":
        return _entity(id_, schema, names | {"title": [s.name], "fileName": [s.name]})
    return _entity(id_, schema, names | {"notes": [*told, f"Owner: {s.owner}" if s.owner else ""]})


def _article(r: Report, id_: str, names: Mapping[str, str], version: str) -> str:
    web = r.url if r.url and r.url.startswith(("http://", "https://")) else None
    return _entity(id_, "Article", {
        "name": [r.title or r.id], "title": [r.title], "fileName": [r.id], "author": r.bylines,
        "publisher": [names.get(r.outlet or "") or r.outlet_name],
        "publishedAt": [_moment(r.published_at or r.published)],
        "language": [_LANGUAGES.get(r.language)], "sourceUrl": [web], "bodyText": [r.text],
        "processingAgent": [f"riwaya {version}"],
    })  # fmt: skip


def _moment(when: str | None) -> str | None:
    """A time as FollowTheMoney keeps it: of UTC, without saying so."""
    try:
        moment = dt.datetime.fromisoformat(when) if when and "T" in when else None
        return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat() if moment and moment.tzinfo else when
    except (ValueError, OverflowError):
        return when


def _mentions(
    s: Source, id_: str, reports: Mapping[str, str], texts: Mapping[str, str]
) -> Iterator[str]:
    """One a report and spelling."""
    if SCHEMATA[s.kind] == "Document":
        return  # a mention is resolved to a legal entity only
    found = {(m.report, " ".join(texts[m.report][m.start : m.end].split())) for m in s.mentions if m.report in texts}
    for report, words in sorted(found):
        yield _entity(entity_id("mention", id_, reports[report], words), "Mention", {
            "document": [reports[report]], "resolved": [id_], "name": [words],
            "detectedSchema": [SCHEMATA[s.kind]],
        })  # fmt: skip


def _quoted(trace: Trace, reports: Mapping[str, str], sources: Mapping[str, str]) -> Iterator[str]:
    """What each report has from each source of its chains."""
    texts = {r.id: r.text for r in trace.reports}
    by: dict[tuple[str, str], list[Statement]] = {}
    for s in trace.statements:
        for link in s.chain:
            if link in sources and s.report in texts:
                by.setdefault((s.report, link), []).append(s)
    day = {r.id: r.published for r in trace.reports}
    for (report, source), said in sorted(by.items()):
        origin = any(s.chain[-1] == source for s in said)
        yield _entity(entity_id("documentation", reports[report], sources[source]), "Documentation", {
            "document": [reports[report]], "entity": [sources[source]],
            "role": ["source" if origin else "on the way"], "date": [day[report]],
            "summary": [f"{s.stance}: {s.span.of(texts[report])}" for s in said], "recordId": [s.id for s in said],
        })  # fmt: skip


def _derived(trace: Trace, ids: Mapping[str, str]) -> Iterator[str]:
    for story in trace.stories:
        for d in story.derivations:
            if d.report in ids and d.from_ in ids:
                yield _entity(entity_id("derivation", ids[d.report], ids[d.from_]), "UnknownLink", {
                    "subject": [ids[d.report]], "object": [ids[d.from_]], "role": [d.how],
                    "status": ["sure" if d.sure else "unsure"],
                    "summary": [f"confidence {d.confidence:g}", d.why],
                })  # fmt: skip


def _claims(trace: Trace, ids: Mapping[str, str]) -> Iterator[str]:
    where = {s.id: s.report for s in trace.statements}
    for story in trace.stories:
        for c in story.claims:
            told = sorted({where[s] for s in c.statements() if s in where})
            i = c.independent
            yield _entity(entity_id("claim", story.id, c.id), "Note", {
                "name": [cut(" ".join(c.text.split()), _LONG)], "description": [c.text],
                "entity": [ids[r] for r in told if r in ids],
                "summary": [f"independent sources: {i.low}" if i.low == i.high else
                            f"independent sources: {i.low} to {i.high}"],
                "notes": [i.why_en, i.why_ar], "keywords": ["claim"],
            })  # fmt: skip

