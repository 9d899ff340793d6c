"""PROV, read back with the library `prov`, which was written by others."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from hypothesis import given, settings
from prov.constants import PROV_TYPE
from prov.model import (
    ProvAgent,
    ProvAttribution,
    ProvDerivation,
    ProvDocument,
    ProvEntity,
    ProvMembership,
    ProvRecord,
)

from invented import bakery, traces
from riwaya.export.prov import prov_json, prov_n, prov_n_lines
from riwaya.model import Trace


def read(trace: Trace) -> ProvDocument:
    return ProvDocument.deserialize(content=prov_json(trace), format="json")


def attribute(record: ProvRecord, name: str) -> list[str]:
    return sorted(str(getattr(v, "value", v)) for k, v in record.attributes if str(k) == name)


def ends(record: ProvRecord) -> tuple[str, ...]:
    return tuple(str(v) for _, v in record.formal_attributes[:2])


def test_reports_are_entities_and_sources_agents() -> None:
    found = read(bakery())
    entities = {str(e.identifier) for e in found.get_records(ProvEntity)}
    agents = {str(a.identifier): a for a in found.get_records(ProvAgent)}
    assert {f"report:{r.id}" for r in bakery().reports} < entities
    assert {f"statement:{s.id}" for s in bakery().statements} < entities
    assert {f"claim:{c.id}" for c in bakery().stories[0].claims} < entities
    assert set(agents) == {f"source:{s.id}" for s in bakery().sources} | {"riwaya:tracer"}
    assert {str(t) for t in agents["source:mayor"].get_attribute(PROV_TYPE)} == {"prov:Person"}
    assert {str(t) for t in agents["source:agency"].get_attribute(PROV_TYPE)} == {"prov:Organization"}


def test_labels_carry_their_language() -> None:
    found = read(bakery())
    label = next(iter(found.get_record("report:marsad")[0].get_attribute("prov:label")))
    assert (label.value, label.langtag) == ("انهيار سقف مخبز", "ar")
    label = next(iter(found.get_record("report:lantern")[0].get_attribute("prov:label")))
    assert (label.value, label.langtag) == ("Bakery roof falls", "en")
    whys = found.get_record("claim:fall")[0].get_attribute("riwaya:why")
    assert {w.langtag for w in whys} == {"ar", "en"}


def test_who_said_it_and_where_it_was_quoted_from() -> None:
    found = read(bakery())
    said = {ends(a): attribute(a, "riwaya:place") for a in found.get_records(ProvAttribution)}
    assert said["statement:s1", "source:al-marsad"] == ["1"]
    assert said["statement:s1", "source:mayor"] == ["2"]
    assert ("report:marsad", "source:al-marsad") in said
    quoted = {ends(d) for d in found.get_records(ProvDerivation)
              if "prov:Quotation" in {str(t) for t in d.get_attribute(PROV_TYPE)}}  # fmt: skip
    assert quoted == {(f"statement:{s.id}", f"report:{s.report}") for s in bakery().statements}
    members = {ends(m) for m in found.get_records(ProvMembership)}
    assert ("claim:fall", "statement:j1") in members and len(members) == 8


def test_derivations_say_how_and_how_sure() -> None:
    found = {ends(d): d for d in read(bakery()).get_records(ProvDerivation) if attribute(d, "riwaya:how")}
    copy = found["report:sawt", "report:marsad"]
    assert attribute(copy, "riwaya:how") == ["copies"]
    assert float(attribute(copy, "riwaya:confidence")[0]) == 0.9
    assert attribute(copy, "riwaya:evidence") == ["s1 m1"]
    assert attribute(found["report:marsad", "unseen:agency"], "riwaya:sure") == ["False"]


def test_prov_n_says_what_the_library_writes_of_the_json() -> None:
    """Its own PROV-N of our PROV-JSON and ours are the same expressions."""

    def expressions(text: str) -> set[tuple[str, ...]]:
        lines = (line.strip() for line in text.splitlines())
        return {tuple(sorted(re.split(r", (?=\w+:\w+=)|\[|\]", line))) for line in lines if line}

    theirs = expressions(read(bakery()).get_provn())
    assert expressions(prov_n(bakery())) == theirs
    assert len(theirs) > 60


@given(traces)
@settings(max_examples=60, deadline=None)
def test_whatever_a_trace_holds_the_file_opens(trace: Trace) -> None:
    found = read(trace)
    entities = {str(e.identifier) for e in found.get_records((ProvEntity, ProvAgent))}
    assert all(end in entities for d in found.get_records((ProvDerivation, ProvAttribution)) for end in ends(d))
    assert prov_n(trace).startswith("document\n")


def test_nothing_in_a_report_ends_an_expression() -> None:
    hostile = '"), agent(x:y, [a="b\\'
    report = replace(bakery().reports[0], title=hostile + "\n\x00", id="a), b.")
    trace = replace(bakery(), reports=(report,), statements=(), stories=())
    line = next(line for line in prov_n_lines(trace) if "riwaya:Report" in line)
    assert line.startswith("  entity(report:a%29%2C%20b%2E, [")
    told = re.search(r'prov:label=("(?:[^"\\]|\\.)*")@ar', line)
    assert told and json.loads(told[1]) == hostile + "\n\ufffd"
    assert len(line.splitlines()) == 1
