"""FollowTheMoney entities, against what its schemata (followthemoney 4) say of those that we use."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from invented import bakery, traces
from riwaya.export.ftm import SCHEMATA, lines, render
from riwaya.model import Mention, Source, SourceKind, Trace

ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?\Z")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d)?)?)?\Z")
THING = {"name", "alias", "keywords", "summary", "notes", "description", "sourceUrl", "publisher"}
DOCUMENT = THING | {"title", "fileName", "author", "publishedAt", "language", "bodyText", "processingAgent"}
INTERVAL = {"date", "summary", "recordId", "sourceUrl"}
INTEREST = INTERVAL | {"role", "status"}
#: schema: what it is a kind of, its properties, those it must have
KNOWN: dict[str, tuple[set[str], set[str], set[str]]] = {
    "Person": ({"LegalEntity", "Thing"}, THING, {"name"}),
    "Organization": ({"LegalEntity", "Thing"}, THING, {"name"}),
    "LegalEntity": ({"Thing"}, THING, {"name"}),
    "Document": ({"Thing"}, DOCUMENT, {"fileName"}),
    "Article": ({"Document", "Thing"}, DOCUMENT, {"fileName"}),
    "Note": ({"Thing"}, THING | {"entity"}, set()),
    "Mention": (set(), {"document", "resolved", "name", "detectedSchema"}, {"document", "name"}),
    "Documentation": (set(), INTEREST | {"document", "entity"}, {"document", "entity"}),
    "UnknownLink": (set(), INTEREST | {"subject", "object"}, {"subject", "object"}),
}
#: (schema, property): what its values must point to
RANGES = {
    ("Mention", "document"): "Document", ("Mention", "resolved"): "LegalEntity", ("Note", "entity"): "Thing",
    ("Documentation", "document"): "Document", ("Documentation", "entity"): "Thing",
    ("UnknownLink", "subject"): "Thing", ("UnknownLink", "object"): "Thing",
}  # fmt: skip


def read(trace: Trace) -> list[dict[str, Any]]:
    return [json.loads(line) for line in render(trace).splitlines()]


def problems(entities: list[dict[str, Any]]) -> list[str]:
    """What is wrong with entities by the schemata."""
    schema_of = {e["id"]: e["schema"] for e in entities}
    found = []
    for e in entities:
        kinds, properties, required = KNOWN[e["schema"]]
        where = f"{e['schema']} {e['id']}"
        assert isinstance(kinds, set)
        if not ID.match(e["id"]) or len(e["id"]) > 200 or set(e) != {"id", "schema", "properties"}:
            found.append(f"{where}: {sorted(e)}")
        found += [f"{where}: no property {p}" for p in e["properties"] if p not in properties]
        found += [f"{where}: {p} is missing" for p in required if not e["properties"].get(p)]
        for p, values in e["properties"].items():
            if not values or len(set(values)) < len(values) or not all(isinstance(v, str) and v for v in values):
                found.append(f"{where}: {p} holds {values}")
            if p in ("date", "publishedAt"):
                found += [f"{where}: {v} is no date" for v in values if not DATE.match(v)]
            if p == "language":
                found += [f"{where}: {v} is no language" for v in values if not re.fullmatch("[a-z]{3}", v)]
            if (e["schema"], p) in RANGES:
                want = RANGES[e["schema"], p]
                for v in values:
                    to = schema_of.get(v)
                    if to is None or want not in KNOWN[to][0] | {to} or v == e["id"]:
                        found.append(f"{where}: {p} points to {to}")
    return found


def test_every_entity_is_what_its_schema_says() -> None:
    entities = read(bakery())
    assert problems(entities) == []
    assert {e["schema"] for e in entities} == set(KNOWN) - {"Document"}


def test_the_check_itself_finds_fault() -> None:
    entities = read(bakery())
    article = next(e for e in entities if e["schema"] == "Article")
    article["properties"] |= {"nonsense": ["x"], "publishedAt": ["gestern"]}
    del article["properties"]["fileName"]
    mention = next(e for e in entities if e["schema"] == "Mention")
    mention["properties"]["resolved"] = [article["id"]]
    assert len(problems(entities)) == 4


@given(traces)
@settings(max_examples=60, deadline=None)
def test_whatever_a_trace_holds_ids_and_properties_are_known(trace: Trace) -> None:
    for e in read(trace):
        assert ID.match(e["id"]) and set(e["properties"]) <= KNOWN[e["schema"]][1]


def test_a_report_is_an_article() -> None:
    article = next(e for e in read(bakery()) if e["properties"].get("fileName") == ["marsad"])
    told = article["properties"]
    assert article["schema"] == "Article" and told["author"] == ["ليلى ناصر"]
    assert told["publisher"] == ["المرصد"] and told["language"] == ["ara"]
    assert told["sourceUrl"] == ["https://marsad.example/1"] and "سمير حداد" in told["bodyText"][0]


def test_who_is_quoted_and_how_near() -> None:
    entities = read(bakery())
    ids = {e["properties"]["name"][0]: e["id"] for e in entities if e["schema"] in ("Person", "Organization")}
    report = {e["properties"]["fileName"][0]: e["id"] for e in entities if e["schema"] == "Article"}
    roles = {(e["properties"]["document"][0], e["properties"]["entity"][0]): e["properties"]["role"]
             for e in entities if e["schema"] == "Documentation"}  # fmt: skip
    assert roles[report["sawt"], ids["سمير حداد"]] == ["source"]
    assert roles[report["sawt"], ids["المرصد"]] == ["on the way"]
    derived = [e["properties"] for e in entities if e["schema"] == "UnknownLink"]
    links = {(d["subject"][0], d["role"][0]) for d in derived}
    assert (report["sawt"], "copies") in links and (report["marsad"], "cites") in links


def test_named_sources_meet_in_one_id_and_unnamed_ones_do_not() -> None:
    def ids(trace: Trace) -> dict[str, str]:
        return {e["properties"]["name"][0]: e["id"] for e in read(trace) if e["schema"] in SCHEMATA.values()}

    moved = tuple(replace(s, mentions=(Mention("sawt", 0, 4),)) for s in bakery().sources)
    here, there = ids(bakery()), ids(replace(bakery(), sources=moved))
    assert here["سمير حداد"] == there["سمير حداد"]
    assert here["صاحب المخبز"] != there["صاحب المخبز"]


def test_a_document_is_a_document_and_no_mention_resolves_to_it() -> None:
    kinds: tuple[SourceKind, ...] = ("document", "group")
    more = tuple(Source(k, f"مصدر {k}", k, (Mention("sawt", 0, 4),)) for k in kinds)
    entities = read(replace(bakery(), sources=(*bakery().sources, *more)))
    assert problems(entities) == []
    assert {"Document", "LegalEntity"} <= {e["schema"] for e in entities}


def test_times_are_of_utc() -> None:
    report = replace(bakery().reports[0], published_at="2031-03-04T01:30:00+03:00")
    entities = read(replace(bakery(), reports=(report, *bakery().reports[1:])))
    assert problems(entities) == []
    assert any(e["properties"].get("publishedAt") == ["2031-03-03T22:30:00"] for e in entities)


def test_it_comes_line_by_line_and_always_the_same() -> None:
    assert "".join(lines(bakery())) == render(bakery()) == render(bakery())
