"""ninjs, against a schema of what we use of IPTC's ninjs 3.0 (its names and types, written from the standard)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from invented import bakery, traces
from riwaya.export.ninjs import lines, render
from riwaya.model import Trace

URI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$"}
WORDS = {"type": "string"}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


_TEXT = _list(_object(["value"], role=WORDS, contentType=WORDS, value=WORDS))
_PARTY = _list(_object([], name=WORDS, rel=WORDS, uri=URI, literal=WORDS))
_ITEM = {
    "uri": URI, "type": {"enum": ["text", "composite", "component"]}, "profile": WORDS, "title": WORDS, "by": WORDS,
    "representationType": {"enum": ["full", "partial"]}, "language": WORDS,
    "contentCreated": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"},
    "headlines": _TEXT, "descriptions": _TEXT, "people": _PARTY, "organisations": _PARTY,
    "bodies": _list(_object(["value"], role=WORDS, contentType=WORDS, value=WORDS, charCount={"type": "integer"},
                            wordCount={"type": "integer"})),
    "infoSources": _list(_object([], name=WORDS, role=WORDS, uri=URI, literal=WORDS)),
    "altIds": _list(_object([], role=WORDS, value=WORDS)),
    "standard": _object([], name={"const": "ninjs"}, version={"const": "3.0"}, schema=URI),
    "associations": _list({"$ref": "#/$defs/association"}),
}  # fmt: skip
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"association": _object(["name", "uri"], name=WORDS, **_ITEM)},
    **_object(["uri"], **_ITEM),
}  # fmt: skip


def read(trace: Trace) -> list[dict[str, Any]]:
    return [json.loads(line) for line in render(trace).splitlines()]


def item(trace: Trace, name: str) -> dict[str, Any]:
    return next(a for a in read(trace)[0]["associations"] if a["name"] == name)


def test_it_is_what_the_standard_says() -> None:
    (story,) = read(bakery())
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(story, SCHEMA)
    assert [a["type"] for a in story["associations"]] == ["text"] * 4 + ["component"] * 3
    used = {k for a in story["associations"] for k in a} | set(story)
    assert set(_ITEM) - used == {"contentCreated"}, "the schema states what we use and no more"


def test_the_schema_refuses_what_the_standard_does_not_know() -> None:
    (story,) = read(bakery())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(story | {"infosources": []}, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(story | {"contentCreated": "2031-03-04"}, SCHEMA)


@given(traces)
@settings(max_examples=60, deadline=None)
def test_whatever_a_trace_holds_it_is_valid(trace: Trace) -> None:
    for story in read(trace):
        jsonschema.validate(story, SCHEMA)


def test_a_report_names_outlet_and_sources_and_where_it_is_from() -> None:
    report = item(bakery(), "سقف مخبز ينهار")
    assert [s["literal"] for s in report["infoSources"]] == ["al-sawt", "al-marsad", "mayor"]
    assert [p["name"] for p in report["people"]] == ["سمير حداد"]
    (origin,) = report["associations"]
    assert origin["uri"] == "https://marsad.example/1"
    assert origin["descriptions"][0]["value"] == "copies, confidence 0.9"
    assert report["bodies"][0]["charCount"] == len(bakery().reports[1].text)


def test_a_day_is_not_given_out_for_a_moment() -> None:
    report = item(bakery(), "Bakery roof falls")
    assert "contentCreated" not in report
    assert {"role": "published", "contentType": "text/plain", "value": "2031-03-05"} in report["descriptions"]
    moment = replace(bakery().reports[0], published_at="2031-03-04T07:30:00+03:00")
    timed = replace(bakery(), reports=(moment, *bakery().reports[1:]))
    jsonschema.validate(read(timed)[0], SCHEMA)
    assert item(timed, "انهيار سقف مخبز")["contentCreated"] == "2031-03-04T07:30:00+03:00"


def test_a_claim_says_how_many_stand_behind_it_and_who() -> None:
    claim = item(bakery(), "12 عاملا أصيبوا")
    told = {d["role"]: d["value"] for d in claim["descriptions"]}
    assert told["independent-sources"] == "1 to 2" and told["reports"] == "marsad, lantern, sawt"
    assert [s["literal"] for s in claim["infoSources"]] == ["mayor"]


def test_a_hostile_address_is_no_uri() -> None:
    report = replace(bakery().reports[0], url='https://x.example/"><script>')
    found = item(replace(bakery(), reports=(report, *bakery().reports[1:])), "انهيار سقف مخبز")
    assert found["uri"] == "urn:riwaya:report:marsad"


def test_one_line_a_story_and_always_the_same() -> None:
    assert len(list(lines(bakery()))) == 1
    assert render(bakery()) == render(bakery())
