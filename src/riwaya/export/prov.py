"""A trace as W3C PROV: PROV-N for reading, PROV-JSON for machines, of one and the same description.

After PROV-DM and PROV-N (W3C Recommendations, 2013) and PROV-JSON (W3C Member Submission, 2013). Reports, statements
and claims are entities, sources are agents. A statement was quoted from its report (a derivation of the type
prov:Quotation, as PROV-DM writes wasQuotedFrom) and attributed to each source of its chain; a report was attributed to
its outlet and derived from the report it takes from.
"""

from __future__ import annotations

import json as _json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from riwaya.export.bidi import starts_rtl
from riwaya.export.json import line
from riwaya.model import Claim, Derivation, Source, Statement, Trace

PREFIXES: Mapping[str, str] = {
    "riwaya": "urn:riwaya:terms:", "report": "urn:riwaya:report:", "source": "urn:riwaya:source:",
    "statement": "urn:riwaya:statement:", "claim": "urn:riwaya:claim:", "unseen": "urn:riwaya:unseen:",
}  # fmt: skip
_RELATIONS = {  # the names of the two ends in PROV-JSON
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "hadMember": ("prov:collection", "prov:entity"),
}
_PEOPLE = {"person": "prov:Person", "anonymous": "", "group": "", "document": ""}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")  # PROV-N has no way to write them
_SOFTWARE = "riwaya:tracer"


@dataclass(frozen=True, slots=True)
class Literal_:
    """A value of an attribute: text with its language, a number, a truth, a qualified name, or a time."""

    text: str
    type: Literal["string", "int", "double", "boolean", "name", "dateTime", "date"] = "string"
    language: str = ""


Attributes = tuple[tuple[str, Literal_], ...]


@dataclass(frozen=True, slots=True)
class Element:
    """An entity or an agent."""

    kind: Literal["entity", "agent"]
    id: str
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation, from what was made to what it was made of or by."""

    kind: str
    id: str
    first: str
    second: str
    attributes: Attributes = ()


def prov_json(trace: Trace) -> str:
    """PROV-JSON, one record a line."""
    groups: dict[str, list[str]] = {}
    for record in describe(trace):
        if isinstance(record, Element):
            body: dict[str, object] = {}
        else:
            body = dict(zip(_RELATIONS[record.kind], (record.first, record.second), strict=True))
        for key, value in record.attributes:
            _put(body, key, _json_value(value))
        groups.setdefault(record.kind, []).append(f"  {line(record.id)}: {line(body)}")
    parts = [f' "prefix": {line(PREFIXES)}']
    parts += [f' "{kind}": {{\n' + ",\n".join(records) + "}" for kind, records in groups.items()]
    return "{\n" + ",\n".join(parts) + "}\n"


def prov_n(trace: Trace) -> str:
    """PROV-N, one expression a line."""
    return "".join(prov_n_lines(trace))


def prov_n_lines(trace: Trace) -> Iterator[str]:
    """The lines of PROV-N."""
    yield "document\n"
    for prefix, uri in PREFIXES.items():
        yield f"  prefix {prefix} <{uri}>\n"
    for record in describe(trace):
        told = ", ".join(f"{key}={_n_value(value)}" for key, value in record.attributes)
        tail = f", [{told}]" if told else ""
        if isinstance(record, Element):
            yield f"  {record.kind}({record.id}{tail})\n"
        elif record.kind == "hadMember":  # has neither id nor attributes
            yield f"  hadMember({record.first}, {record.second})\n"
        else:
            blanks = ", -, -, -" if record.kind == "wasDerivedFrom" else ""
            ends = f"{record.first}, {record.second}"
            yield f"  {record.kind}({record.id}; {ends}{blanks}{tail})\n"
    yield "endDocument\n"


def describe(trace: Trace) -> Iterator[Element | Relation]:
    """What is told of a trace, in a fixed order: agents, entities, relations. What two stories share is told once."""
    told: set[str] = set()
    for record in _records(trace):
        if record.id not in told:
            told.add(record.id)
            yield record


def _records(trace: Trace) -> Iterator[Element | Relation]:
    texts = {r.id: r.text for r in trace.reports}
    languages = {r.id: r.language for r in trace.reports}
    sources = {s.id for s in trace.sources}
    yield Element("agent", _SOFTWARE, (_type("prov:SoftwareAgent"), ("riwaya:version", Literal_(trace.version))))
    for s in trace.sources:
        yield _agent(s)
    for r in trace.reports:
        yield Element("entity", _name("report", r.id), _kept((
            _type("riwaya:Report"), ("prov:label", _text(r.title, r.language)),
            ("riwaya:language", Literal_(r.language)), ("riwaya:published", _time(r.published_at or r.published)),
            ("riwaya:url", Literal_(r.url or "")), ("riwaya:sha256", Literal_(r.sha256)),
        )))  # fmt: skip
    unseen = sorted({d.from_ for story in trace.stories for d in story.derivations if d.from_ not in texts} & sources)
    for id_ in unseen:
        yield Element("entity", _name("unseen", id_), (_type("riwaya:UnseenReport"),))
    said = [s for s in trace.statements if s.report in texts]
    for statement in said:
        yield _statement(statement, texts[statement.report], languages[statement.report])
    for story in trace.stories:
        for c in story.claims:
            yield _claim(c, story.id, texts, sources)
    for r in trace.reports:
        if r.outlet in sources:
            yield _relation("wasAttributedTo", _name("report", r.id), _name("source", r.outlet or ""))
    for id_ in unseen:
        yield _relation("wasAttributedTo", _name("unseen", id_), _name("source", id_))
    for statement in said:
        yield from _said(statement, sources)
    for story in trace.stories:
        for c in story.claims:
            yield _relation("wasAttributedTo", _name("claim", c.id), _SOFTWARE)
            for member in c.statements():
                yield _relation("hadMember", _name("claim", c.id), _name("statement", member))
        for d in story.derivations:
            if d.report in texts and (d.from_ in texts or d.from_ in sources):
                yield _derivation(d, "report" if d.from_ in texts else "unseen")


def _agent(s: Source) -> Element:
    type_ = _PEOPLE.get(s.kind, "prov:Organization")
    return Element("agent", _name("source", s.id), _kept((
        *([_type(type_)] if type_ else []), ("prov:label", _text(s.name, "ar" if starts_rtl(s.name) else "en")),
        ("riwaya:kind", Literal_(s.kind)), ("riwaya:owner", Literal_(s.owner or "")),
    )))  # fmt: skip


def _statement(s: Statement, text: str, language: str) -> Element:
    return Element("entity", _name("statement", s.id), _kept((
        _type("riwaya:Statement"), ("prov:value", _text(s.span.of(text), language)),
        ("riwaya:start", Literal_(str(s.start), "int")), ("riwaya:end", Literal_(str(s.end), "int")),
        ("riwaya:voice", Literal_(s.voice)), ("riwaya:stance", Literal_(s.stance)),
        ("riwaya:cue", _text(s.cue.of(text) if s.cue else "", language)),
    )))  # fmt: skip


def _claim(c: Claim, story: str, texts: Mapping[str, str], sources: Iterable[str]) -> Element:
    i = c.independent
    rests = [_name("report" if b in texts else "source", b) for b in i.bottleneck]
    language = "ar" if starts_rtl(c.text) else "en"
    return Element("entity", _name("claim", c.id), _kept((
        _type("riwaya:Claim"), _type("prov:Collection"), ("prov:label", _text(c.text, language)),
        ("riwaya:story", Literal_(story)), ("riwaya:versions", Literal_(str(len(c.versions)), "int")),
        ("riwaya:independentLow", Literal_(str(i.low), "int")),
        ("riwaya:independentHigh", Literal_(str(i.high), "int")),
        *(("riwaya:restsOn", Literal_(b, "name")) for b in rests),
        ("riwaya:why", _text(i.why_en, "en")), ("riwaya:why", _text(i.why_ar, "ar")),
        ("riwaya:conflict", Literal_(str(any(d.conflict for d in c.differences)).lower(), "boolean")),
    )))  # fmt: skip


def _said(s: Statement, sources: Iterable[str]) -> Iterator[Relation]:
    name = _name("statement", s.id)
    yield _relation("wasDerivedFrom", name, _name("report", s.report), (_type("prov:Quotation"),))
    for place, link in enumerate(s.chain, 1):
        if link in sources:
            told: Attributes = (("riwaya:place", Literal_(str(place), "int")),)
            if link in s.inferred:
                told = (*told, ("riwaya:inferred", Literal_("true", "boolean")))
            yield _relation("wasAttributedTo", name, _name("source", link), told)


def _derivation(d: Derivation, kind: str) -> Relation:
    return _relation("wasDerivedFrom", _name("report", d.report), _name(kind, d.from_), _kept((
        ("riwaya:how", Literal_(d.how)), ("riwaya:confidence", Literal_(repr(float(d.confidence)), "double")),
        ("riwaya:sure", Literal_(str(d.sure).lower(), "boolean")), ("riwaya:why", Literal_(d.why)),
        *(("riwaya:evidence", Literal_(f"{a} {b}")) for a, b in d.evidence),
    )))  # fmt: skip


def _relation(kind: str, first: str, second: str, attributes: Attributes = ()) -> Relation:
    short = {"wasAttributedTo": "by", "wasDerivedFrom": "from", "hadMember": "has"}[kind]
    local = "/".join((short, *(end.replace(":", "/") for end in (first, second))))
    id_ = f"_:{local}" if kind == "hadMember" else f"riwaya:{local}"  # a membership has no name of its own
    return Relation(kind, id_, first, second, attributes)


def _name(prefix: str, id_: str) -> str:
    """A qualified name: what either notation has a use for is percent-encoded."""
    return f"{prefix}:{quote(id_, safe='', errors='replace').replace('.', '%2E')}"


def _type(name: str) -> tuple[str, Literal_]:
    return "prov:type", Literal_(name, "name")


def _text(text: str, language: str) -> Literal_:
    return Literal_(text, "string", language)


def _time(when: str | None) -> Literal_:
    full = bool(when and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?", when))
    return Literal_(when or "", "dateTime" if full else "date" if when and len(when) == 10 else "string")


def _kept(attributes: Iterable[tuple[str, Literal_]]) -> Attributes:
    return tuple((k, v) for k, v in attributes if v.text)


def _put(body: dict[str, object], key: str, value: object) -> None:
    """Several values of one attribute are a list."""
    if key not in body:
        body[key] = value
    elif isinstance(before := body[key], list):
        before.append(value)
    else:
        body[key] = [before, value]


def _json_value(value: Literal_) -> object:
    if value.language:
        return {"$": value.text, "lang": value.language}
    if value.type == "name":
        return {"$": value.text, "type": "prov:QUALIFIED_NAME"}
    if value.type in ("dateTime", "date", "double"):
        return {"$": value.text, "type": f"xsd:{value.type}"}
    if value.type == "int":
        return int(value.text)
    return value.text == "true" if value.type == "boolean" else value.text


def _n_value(value: Literal_) -> str:
    if value.type == "name":
        return f"'{value.text}'"
    if value.type == "int":
        return value.text
    text = _json.dumps(_CONTROLS.sub("\ufffd", value.text), ensure_ascii=False)
    if value.language:
        return f"{text}@{value.language}"
    return text if value.type == "string" else f"{text} %% xsd:{value.type}"
