"""A trace joined: order, names, camps, reasons."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from invented import bakery, traces
from riwaya.export.bidi import isolate
from riwaya.export.view import headline, time_key, unattributed, view
from riwaya.model import Claim, Difference, Independent, Report, Source, Statement, Story, Trace


def test_claims_by_weight_then_those_of_one_report() -> None:
    story = view(bakery()).stories[0]
    assert [c.claim.id for c in story.shared] == ["fall", "hurt"]
    assert [c.claim.id for c in story.alone] == ["built"]
    assert [c.number for c in (*story.shared, *story.alone)] == [1, 2, 3]


def test_reports_by_time_undated_last() -> None:
    assert view(bakery()).stories[0].reports == ("marsad", "sawt", "lantern", "jarida")


def test_times_are_compared_in_one_zone() -> None:
    def at(when: str) -> Report:
        return Report("x", "", "", "", "ar", published_at=when)

    assert time_key(at("2031-03-04T10:00:00+03:00")) < time_key(at("2031-03-04T08:00:00+00:00"))
    assert time_key(at("nonsense"))[0] == "nonsense"
    assert time_key(Report("x", "", "", "", "ar"))[0] == "~"
    assert time_key(None) == ("~", "")


def test_names_are_outlets_told_apart_where_they_are_the_same() -> None:
    trace = bakery()
    again = replace(trace.reports[0], id="marsad-2", published="2031-03-09")
    third = replace(trace.reports[0], id="marsad-3", published="2031-03-09")
    opened = view(replace(trace, reports=(*trace.reports, again, third)))
    assert opened.name("marsad") == "المرصد (2031-03-04)"
    assert opened.name("marsad-2") == "المرصد (2031-03-09) (marsad-2)"
    assert opened.name("jarida") == "jarida"
    assert opened.name("no such") == "no such"


def test_a_chain_starts_with_the_outlet() -> None:
    opened = view(bakery())
    chain = opened.chain(opened.statements["s1"])
    assert [link.name for link in chain] == ["الصوت", "المرصد", "سمير حداد"]
    assert opened.chain(opened.statements["m2"])[1].inferred
    assert opened.chain(opened.statements["j1"])[1].anonymous


def test_a_conflict_has_camps() -> None:
    hurt = view(bakery()).stories[0].shared[1]
    (rivalry,) = hurt.rivalries
    assert [(side.versions, side.reports) for side in rivalry.sides] == [
        ((0,), ("marsad", "lantern")), ((1,), ("sawt",)),
    ]  # fmt: skip


def rival(texts: list[str], conflicts: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    """The camps of one claim with a version for each text."""
    reports = tuple(Report(f"r{n}", "", "", t, "en") for n, t in enumerate(texts))
    statements = tuple(Statement(f"s{n}", f"r{n}", 0, len(t), "own") for n, t in enumerate(texts))
    differences = tuple(Difference("number", (f"s{a}", f"s{b}"), (None, None), True) for a, b in conflicts)
    claim = Claim("c", "", tuple((s.id,) for s in statements), differences, Independent(1, 1))
    story = Story("s", "", tuple(r.id for r in reports), (claim,))
    opened = view(Trace("", reports, (), statements, (story,)))
    (found,) = opened.stories[0].shared[0].rivalries
    return [side.versions for side in found.sides]


def test_versions_that_contradict_the_same_others_are_one_camp() -> None:
    assert rival(["a", "b", "c"], [(0, 2), (1, 2)]) == [(0, 1), (2,)]
    assert rival(["a", "b", "c"], [(0, 1), (1, 2), (0, 2)]) == [(0,), (1,), (2,)]
    assert rival(["a", "b", "c", "d"], [(0, 1), (0, 2), (1, 2), (1, 3), (2, 3)]) == [(0, 3), (1,), (2,)]


def test_reasons_are_given_or_made() -> None:
    opened = view(bakery())
    fall, hurt = opened.stories[0].shared
    assert opened.reason(fall.claim, "en") == "The mayor says it, the owner denies it."
    assert opened.reason(hurt.claim, "en").startswith("It all goes back to \u2068سمير حداد\u2069. Up to 2")
    assert "سمير حداد" in opened.reason(hurt.claim, "ar")
    assert opened.reason(replace(hurt.claim, independent=Independent(0, 0)), "en") == ""


def test_headline() -> None:
    opened = view(bakery())
    h = headline(opened.stories[0], opened)
    assert (h.reports, h.outlets, h.shared, h.conflicting, h.single, h.carrier, h.carried) == (
        4, 4, 2, 2, 1, "mayor", 1,
    )  # fmt: skip
    assert h.main and h.main.claim.id == "fall"


def test_own_voice_where_others_name_a_source() -> None:
    hurt = view(bakery()).stories[0].shared[1]
    assert [(s.id, [o.id for o in others]) for s, others in unattributed(hurt)] == [("l2", ["m2"]), ("s2", ["m2"])]


def test_the_language_of_most_reports() -> None:
    trace = bakery()
    assert view(trace).stories[0].speech == "ar"
    english = tuple(replace(r, language="en") for r in trace.reports)
    assert view(replace(trace, reports=english)).stories[0].speech == "en"


@given(traces)
@settings(max_examples=100, deadline=None)
def test_any_trace_opens(trace: Trace) -> None:
    opened = view(trace)
    for story in opened.stories:
        claims = (*story.shared, *story.alone)
        assert {c.claim for c in claims} == set(story.story.claims)
        sides = [side for c in claims for r in c.rivalries for side in r.sides]
        assert all(len(side.versions) == len(set(side.versions)) for side in sides)
        headline(story, opened)


def test_a_source_without_a_name_is_shown_by_its_id() -> None:
    trace = replace(bakery(), sources=(Source("x", " ", "person"),))
    assert view(trace).name("x") == "x"


def test_what_changed_on_the_way_is_told_by_report_and_by_claim() -> None:
    opened = view(bakery())
    story = opened.stories[0]
    by_report = [(r, [(c.number, d.kind, opened.drifted(d)) for c, d in found]) for r, found in story.drifts]
    name = isolate("سمير حداد")
    assert by_report == [("sawt", [(2, "own voice", name)]), ("lantern", [(2, "own voice", name)])]
    assert [len(c.drifts) for c in story.shared] == [0, 2]
