"""The picture of a descent: time down, derivation across, no line through a box."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from importlib import resources

from hypothesis import given, settings
from hypothesis import strategies as st

from invented import bakery, traces
from riwaya.export import svg
from riwaya.export.descent import layout
from riwaya.export.view import view
from riwaya.model import Derivation, Report, Story, Trace

Graph = tuple[int, list[tuple[int, int]]]  #: how many reports, and who takes from whom
LINE = r'<path d="M([-\d.]+) ([-\d.]+)H([-\d.]+)Q([-\d.]+) \S+ \S+ \S+V([-\d.]+)Q\S+ ([-\d.]+)'
SVG = "{http://www.w3.org/2000/svg}"


def story_of(edges: list[tuple[int, int]], reports: int, hows: str = "cites") -> Trace:
    names = [f"r{n}" for n in range(reports)]
    found = tuple(Report(r, "", r, "", "en", published=f"2031-01-{n + 1:02}") for n, r in enumerate(names))
    taken = tuple(Derivation(f"r{b}", f"r{a}", hows, 1.0) for a, b in edges)  # type: ignore[arg-type]
    return Trace("", found, (), (), (Story("s", "s", tuple(names), (), taken),))


graphs = st.integers(1, 9).flatmap(
    lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=14))
)


@given(graphs)
@settings(deadline=None)
def test_rows_and_columns(graph: Graph) -> None:
    """Every report has a row of its own and stands past what it takes from."""
    reports, edges = graph
    trace = story_of(edges, reports)
    opened = view(trace)
    plan = layout(opened.stories[0], opened)
    assert [n.row for n in plan.nodes] == list(range(reports))
    assert {n.id for n in plan.nodes} == {r.id for r in trace.reports}
    for e in plan.edges:
        if e.parent < e.child:
            assert plan.nodes[e.child].column > plan.nodes[e.parent].column
    assert len(plan.edges) == len({(a, b) for a, b in edges if a != b})


@given(graphs)
@settings(deadline=None)
def test_no_line_runs_through_a_box(graph: Graph) -> None:
    reports, edges = graph
    opened = view(story_of(edges, reports))
    picture = svg.draw(opened.stories[0], opened, "en")
    plan = layout(opened.stories[0], opened)
    paths = re.findall(LINE, picture.base)
    assert len(paths) == len(plan.edges)
    for (x0, y0, _, lane, _, y1), edge in zip(paths, plan.edges, strict=True):
        for n, place in enumerate(picture.places):
            left, right = place.x, place.x + picture.box
            top, bottom = place.y - place.height / 2, place.y + place.height / 2
            down = sorted((float(y0), float(y1)))
            assert not (left < float(lane) < right and down[0] < bottom and down[1] > top), "down a box"
            across = sorted((float(x0), float(lane)))
            if n not in (edge.parent, edge.child) and top < float(y0) < bottom:
                assert not (across[0] < right and across[1] > left), "across a box"


def test_a_deep_descent_is_drawn_close() -> None:
    """Forty reports, five steps deep, fit a wide screen."""
    edges = [(n, n // 2) for n in range(1, 40)]
    opened = view(story_of(edges, 40))
    picture = svg.draw(opened.stories[0], opened, "en")
    assert picture.width < 1800 and picture.height < 1800
    assert svg.draw(view(story_of(edges[:4], 5)).stories[0], view(story_of(edges[:4], 5)), "en").box > picture.box


def test_time_runs_down_but_never_before_the_parent() -> None:
    trace = story_of([(2, 0)], 3)
    opened = view(trace)
    assert [n.id for n in layout(opened.stories[0], opened).nodes] == ["r1", "r2", "r0"]


def test_derivations_in_a_circle_are_drawn() -> None:
    opened = view(story_of([(0, 1), (1, 2), (2, 0)], 3))
    plan = layout(opened.stories[0], opened)
    assert [n.id for n in plan.nodes] == ["r0", "r1", "r2"]
    assert len(plan.edges) == 3


def test_a_source_that_is_not_seen_stands_before_its_taker() -> None:
    opened = view(bakery())
    nodes = layout(opened.stories[0], opened).nodes
    assert [(n.id, n.seen) for n in nodes[:2]] == [("agency", False), ("marsad", True)]


def test_the_file_is_xml_with_names_ways_and_versions() -> None:
    root = ET.fromstring(svg.render(bakery()))
    texts = ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]
    for word in ("المرصد", "The Lantern", "وكالة المدى", "ينسخ", "يترجم", "ينقل عن ?", "أ", "ب"):
        assert word in texts
    assert {g.get("class") for g in root.iter(f"{SVG}g")} >= {
        "d-edge d-copies", "d-edge d-translates", "d-edge d-cites d-unsure", "d-report", "d-unseen", "d-tab v0",
        "d-tab v1",
    }  # fmt: skip


def test_no_style_names_what_is_around_a_drawing() -> None:
    """A drawing that is used again does not see its surroundings: such a style would leave it black."""
    css = resources.files("riwaya.export").joinpath("templates/descent.css").read_text(encoding="utf8")
    assert [rule for rule in re.findall(r"([^{}]+)\{", css) if re.search(r"\.descent[ >]", rule)] == []
    used = set(re.findall(r"\b(d-\w+)", re.sub(r"<style>.*?</style>", "", svg.render(bakery()), flags=re.S)))
    assert {"d-name", "d-text"} < used
    assert used - set(re.findall(r"\.(d-\w+)", css)) <= {"d-name", "d-cites", "d-words"}


def test_arabic_pictures_run_from_the_right() -> None:
    opened = view(bakery())
    story = opened.stories[0]

    def first_box(speech: str) -> float:
        base = svg.draw(story, opened, speech).base  # type: ignore[arg-type]
        return float(re.findall(r'class="d-unseen">.*?<rect x="([\d.]+)"', base)[0])

    def box_of_lantern(speech: str) -> float:
        base = svg.draw(story, opened, speech).base  # type: ignore[arg-type]
        return float(re.findall(r"<title>The Lantern.*?<rect x=\"([\d.]+)\"", base)[0])

    assert first_box("en") < box_of_lantern("en")
    assert first_box("ar") > box_of_lantern("ar")


@given(traces)
@settings(max_examples=100, deadline=None)
def test_any_trace_is_drawn_as_xml(trace: Trace) -> None:
    ET.fromstring(svg.render(trace))


def test_a_thousand_reports_of_one_source() -> None:
    trace = story_of([(0, n) for n in range(1, 28)], 28)
    many = replace(trace.stories[0], derivations=trace.stories[0].derivations * 40)
    assert len(svg.render(replace(trace, stories=(many,)))) < 100_000


def test_title_and_legend_stay_within_the_picture() -> None:
    trace = bakery()
    story = trace.stories[0]
    long = tuple(replace(c, text=" ".join([c.text] * 12)) for c in story.claims)
    drawn = ET.fromstring(svg.render(replace(trace, stories=(replace(story, title="قصة طويلة " * 30, claims=long),))))
    wide = float(drawn.attrib["width"])
    kinds = {"d-title", "d-claim", "d-words"}
    lines = [t for t in drawn.iter(f"{SVG}text") if kinds & set(t.attrib.get("class", "").split())]
    assert len(lines) >= 3 and max(len(t.text or "") for t in lines) * 6 <= wide
