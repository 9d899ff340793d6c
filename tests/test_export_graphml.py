"""GraphML, read back with networkx."""

from __future__ import annotations

import io
from dataclasses import replace

import networkx as nx
from hypothesis import given, settings

from invented import bakery, traces
from riwaya.export.graphml import KEYS, pieces, render
from riwaya.model import Trace


def graph(trace: Trace) -> nx.MultiDiGraph:
    return nx.read_graphml(io.BytesIO(render(trace).encode("utf8")), force_multigraph=True)


def test_reports_sources_and_claims_are_nodes() -> None:
    found = graph(bakery())
    assert {n: d["type"] for n, d in found.nodes(data=True)} == {
        **{f"report:{r.id}": "report" for r in bakery().reports},
        **{f"source:{s.id}": "source" for s in bakery().sources},
        **{f"claim:{c.id}": "claim" for c in bakery().stories[0].claims},
    }
    assert found.nodes["report:marsad"]["label"] == "انهيار سقف مخبز"
    fall = found.nodes["claim:fall"]
    assert (fall["low"], fall["high"], fall["versions"], fall["conflict"]) == (2, 2, 2, True)


def test_edges_say_what_they_are() -> None:
    found = graph(bakery())
    by = {(a, b, d["relation"]): d for a, b, d in found.edges(data=True)}
    assert by["report:sawt", "report:marsad", "derives from"]["how"] == "copies"
    assert by["report:marsad", "source:agency", "derives from"]["sure"] is False
    assert ("report:marsad", "source:al-marsad", "published by") in by
    quotes = by["source:al-marsad", "source:mayor", "quotes"]
    assert (quotes["weight"], quotes["statements"]) == (2, "s1 l1")
    assert by["report:jarida", "claim:fall", "tells"]["stance"] == "denies"
    assert by["report:jarida", "claim:fall", "tells"]["version"] == 2
    assert nx.has_path(found, "report:lantern", "source:mayor")


def test_every_key_is_declared_and_used() -> None:
    text = render(bakery())
    for name, of, _ in KEYS:
        assert f'id="{of}-{name}"' in text
    assert {k for k, _, _ in KEYS} == {k for k, _, _ in KEYS if f'-{k}">' in text}


@given(traces)
@settings(max_examples=60, deadline=None)
def test_whatever_a_trace_holds_the_file_opens(trace: Trace) -> None:
    found = graph(trace)
    assert {n for n in found if n.startswith("report:")} == {f"report:{r.id}" for r in trace.reports}
    assert all("type" in d for _, d in found.nodes(data=True)), "no edge leads to what is not there"


def test_markup_and_controls_are_words() -> None:
    report = replace(bakery().reports[0], title='</data><script>"&\x00\x1b\ud800')
    found = graph(replace(bakery(), reports=(report, *bakery().reports[1:])))
    assert found.nodes["report:marsad"]["label"] == '</data><script>"&���'


def test_it_comes_in_pieces_that_make_the_whole() -> None:
    assert "".join(pieces(bakery())) == render(bakery())
    assert len(list(pieces(bakery()))) > 30
