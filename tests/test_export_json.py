"""riwaya.trace/1: nothing is lost on the way there and back, and it is what the contract says."""

from __future__ import annotations

import json
from importlib import resources

import jsonschema
import pytest
from hypothesis import given, settings

from invented import bakery, traces
from riwaya.export.json import dumps, loads
from riwaya.model import Trace

SCHEMA = json.loads(resources.files("riwaya.export").joinpath("trace.schema.json").read_text(encoding="utf8"))


@given(traces)
@settings(max_examples=200, deadline=None)
def test_there_and_back_is_identity(trace: Trace) -> None:
    assert loads(dumps(trace)) == trace


def test_the_bakery_there_and_back() -> None:
    assert loads(dumps(bakery())) == bakery()


@given(traces)
@settings(max_examples=60, deadline=None)
def test_what_is_printed_is_valid(trace: Trace) -> None:
    jsonschema.validate(json.loads(dumps(trace)), SCHEMA)


def test_the_schema_refuses_more_than_the_contract() -> None:
    data = json.loads(dumps(bakery()))
    data["reports"][0]["outlet_name"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


def test_the_schema_knows_every_kind_of_the_model() -> None:
    from typing import get_args

    from riwaya.model import DifferenceKind, How, SourceKind, Stance, Voice

    kinds = SCHEMA["$defs"]
    assert set(kinds["source"]["properties"]["kind"]["enum"]) == set(get_args(SourceKind))
    assert set(kinds["statement"]["properties"]["voice"]["enum"]) == set(get_args(Voice))
    assert set(kinds["statement"]["properties"]["stance"]["enum"]) == set(get_args(Stance))
    assert set(kinds["derivation"]["properties"]["how"]["enum"]) == set(get_args(How))
    difference = kinds["claim"]["properties"]["differences"]["items"]["properties"]["kind"]["enum"]
    assert set(difference) == set(get_args(DifferenceKind))


def test_from_is_called_from_and_what_is_beyond_the_contract_stays_out() -> None:
    data = json.loads(dumps(bakery()))
    assert data["stories"][0]["derivations"][0] == {
        "report": "sawt", "from": "marsad", "how": "copies", "confidence": 0.9, "evidence": [["s1", "m1"]],
    }  # fmt: skip
    assert set(data["reports"][0]) == set(SCHEMA["$defs"]["report"]["properties"])


def test_one_record_a_line_and_arabic_as_it_is() -> None:
    lines = dumps(bakery()).splitlines()
    assert sum('"text": "قال رئيس البلدية' in line for line in lines) == 1
    assert [line for line in lines if line.startswith('  {"id": "m1"')]


def test_a_lone_surrogate_does_not_break_the_file() -> None:
    from dataclasses import replace

    report = replace(bakery().reports[0], title="\ud83d!")
    trace = replace(bakery(), reports=(report,))
    dumps(trace).encode("utf-8")
    assert loads(dumps(trace)) == trace


@pytest.mark.parametrize("text", ["{}", "[]", '{"schema": "riwaya.trace/2"}', '{"schema": "riwaya.trace/1"}', "no"])
def test_what_is_no_trace_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"riwaya\.trace/1|Expecting"):
        loads(text)


def test_a_pair_of_three_is_refused() -> None:
    data = json.loads(dumps(bakery()))
    data["stories"][0]["derivations"][0]["evidence"] = [["a", "b", "c"]]
    with pytest.raises(ValueError, match="no pair"):
        loads(json.dumps(data))
