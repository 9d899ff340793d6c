"""Texts that nobody has seen: reports that print one, what it must have said, and what it does to the count."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from riwaya.derivations import derive, drift, entries, unseen
from riwaya.derivations.relation import Wording
from riwaya.derivations.reuse import Run
from riwaya.derivations.unseen import Prints
from riwaya.independence import count
from riwaya.model import Claim, Credit, Derivation, Difference, Report, Source
from test_derivations import WIRE, Story, story

SENTENCES = WIRE.split("\n")


def cut(*kept: int, text: str = WIRE) -> str:
    return "\n".join(text.split("\n")[k] for k in kept)


def three(days: str = "123") -> Story:
    """Three papers, each of which left out another sentence of a text that none of them names."""
    return story(a=(cut(0, 1, 3), f"2031-05-0{days[0]}", "oa"), b=(cut(0, 2, 3), f"2031-05-0{days[1]}", "ob"),
                 c=(cut(1, 2, 3), f"2031-05-0{days[2]}", "oc"))


def lost(found: Story) -> tuple[tuple[Derivation, ...], tuple[Source, ...]]:
    """The derivations of a story, and its sources with the texts that nobody has seen."""
    got = derive(*found, None)
    return got, (*found.sources, *unseen(got, found.reports, found.sources))


def counts(found: Story) -> dict[str, tuple[int, int]]:
    got, sources = lost(found)
    done = count(found.claims, found.statements, found.reports, sources, got, compatible=lambda a, b: False)
    return {c.id: (c.independent.low, c.independent.high) for c in done}


@pytest.mark.parametrize("days", ["123", "321", "111"])
def test_three_prints_of_which_each_two_share_what_the_third_lacks_have_a_text_above_them(days: str) -> None:
    got, sources = lost(three(days))
    (text,) = {d.from_ for d in got}
    assert {(d.report, d.how, d.sure) for d in got} == {(r, "copies", True) for r in "abc"}
    assert all("is not among the reports" in d.why for d in got)
    assert text == f"unseen-{'c' if days == '321' else 'a'}"  # named by its first print, whatever else is read
    assert [(s.name, s.kind) for s in sources if s.id == text] == [("نص لم يُر", "document")]


def test_a_copy_of_a_print_is_of_that_print() -> None:
    found = three()
    more = story(a=(cut(0, 1, 3), "2031-05-01", "oa"), b=(cut(0, 2, 3), "2031-05-02", "ob"),
                 c=(cut(1, 2, 3), "2031-05-03", "oc"), d=(cut(1, 2, 3).replace("14", "41"), "2031-05-04", "od"))
    assert {k: v for k, v in more.derived().items() if k[0] != "d"} == found.derived()
    assert ("d", "c") in more.derived()


def test_prints_that_were_cut_one_after_the_other_need_no_unseen_text() -> None:
    found = story(a=(WIRE, "2031-05-01", "oa"), b=(cut(0, 1, 2), "2031-05-02", "ob"), c=(cut(0, 1), "2031-05-03", "oc"))
    assert not any(o.startswith("unseen") for _, o in found.derived())
    found = story(a=(WIRE, "2031-05-01", "oa"), b=(cut(0, 1, 3), "2031-05-02", "ob"),
                  c=(cut(0, 2, 3), "2031-05-03", "oc"))
    assert found.derived() == {("b", "a"): "copies", ("c", "a"): "copies"}


def test_two_prints_of_one_day_that_lean_to_neither_side_have_a_text_above_them() -> None:
    even = {("a", "unseen-a"): "copies", ("b", "unseen-a"): "copies"}
    a, b = cut(0, 1, 3), cut(0, 2, 3)
    assert story(a=(a, "2031-05-01", "oa"), b=(b, "2031-05-01", "ob")).derived() == even
    assert story(a=(a, "2031-05-01", "oa"), b=(b, "2031-05-02", "ob")).derived() == {("b", "a"): "copies"}
    # one that only lacks what the other has was cut from it
    assert len(story(a=(WIRE, "2031-05-01", "oa"), b=(cut(0, 1), "2031-05-01", "ob")).derived()) == 1
    # two reports of one outlet are two states of its page
    assert len(story(a=(a, "2031-05-01", "oa"), b=(b, "2031-05-01", "oa")).derived()) == 1


def test_who_is_credited_brought_it() -> None:
    found = story(a=(cut(0, 1, 3), "2031-05-01", "oa"), b=(cut(0, 2, 3), "2031-05-01", "ob"),
                  c=("وأكد أن حركة السفن توقفت منذ فجر الاثنين.", "2031-05-02", "oc"))
    said = [replace(s, chain=("oa", "qattan"), voice="indirect") if s.report == "c" else s for s in found.statements]
    got = {(d.report, d.from_) for d in derive(found.reports, found.sources, said, found.claims, None)}
    assert got == {("b", "a"), ("c", "a")}


def test_two_prints_signed_with_agencies_that_are_not_named_have_a_text_above_them() -> None:
    found = story(a=(cut(0, 1, 3), "2031-05-01", "oa"), b=(cut(0, 2, 3), "2031-05-02", "ob"))
    signed = [replace(r, credits=(Credit("(وكالات)"),)) for r in found.reports]
    assert {d.from_ for d in derive(signed, *found[1:], None)} == {"unseen-a"}
    assert {d.from_ for d in derive([signed[0], found.reports[1]], *found[1:], None)} == {"a"}


def test_one_that_names_sources_which_the_earlier_print_dropped_is_not_from_it() -> None:
    found = story(a=(WIRE, "2031-05-01", "oa"), b=(WIRE + "\nوتنخفض الأسعار.", "2031-05-02", "ob"))
    own = [replace(s, chain=(), voice="own") if s.report == "a" else s for s in found.statements]
    got = derive(found.reports, found.sources, own, found.claims, None)
    assert {(d.report, d.from_) for d in got} == {("a", "unseen-a"), ("b", "unseen-a")}
    assert any("names a source for 3 things" in d.why for d in got)


def test_an_agency_that_one_print_is_signed_with_is_the_text_of_all() -> None:
    found = three()
    reports = [replace(r, credits=(Credit("(المرسى)", ("المرسى",)),)) if r.id == "c" else r for r in found.reports]
    sources = [*found.sources, Source("wire", "وكالة المرسى للأنباء", "agency")]
    got = derive(reports, sources, found.statements, found.claims, None)
    assert {(d.report, d.from_, d.how) for d in got} == {(r, "wire", "copies") for r in "abc"}
    assert unseen(got, reports, sources) == ()


def test_the_order_of_what_comes_in_changes_nothing() -> None:
    found, chance = three("111"), random.Random(4)
    for _ in range(4):
        mixed = Story(*(chance.sample(part, len(part)) for part in found))
        assert lost(mixed)[0] == lost(found)[0] and counts(mixed) == counts(found)


def test_prints_of_an_unseen_text_count_as_one() -> None:
    found = three()
    own = Story(*found[:2], [replace(s, chain=(), voice="own") if s.report == "b" else s for s in found.statements],
                found.claims)
    assert set(counts(found).values()) == set(counts(own).values()) == {(1, 1)}
    got, sources = lost(own)
    (built,) = count([c for c in own.claims if c.id == "built"], own.statements, own.reports, sources, got)
    assert built.independent.bottleneck == ("unseen-a",)
    assert built.independent.why_en == "All three reports go back to a text that nobody has seen."
    assert built.independent.why_ar == "الأخبار الثلاثة مرجعها واحد: نص لم يُر."


@pytest.mark.parametrize("day", ["1", "4"])
def test_a_pure_copy_of_a_print_changes_no_count(day: str) -> None:
    texts = {"a": (cut(0, 1, 3), "2031-05-01", "oa"), "b": (cut(0, 2, 3), "2031-05-01", "ob")}
    for original in "ab":
        more = {"copy": (texts[original][0], f"2031-05-0{day}", "ocopy")}
        assert counts(story(**texts)) == counts(story(**texts, **more))
        assert counts(story(**{original: texts[original]})) == counts(story(**{original: texts[original]}, **more))


def test_a_wording_that_two_prints_have_entered_with_the_text_that_both_print() -> None:
    found = three()
    got, sources = lost(found)
    slip = Claim("built", "", (("a-built", "c-built"), ("b-built",)),
                 (Difference("number", ("a-built", "b-built"), (None, None)),))
    right, wrong = entries([slip], found.statements, found.reports, got, sources)
    assert (right.report, right.statement) == ("unseen-a", "a-built")
    assert right.path == (("a", "unseen-a"), ("c", "unseen-a"))
    assert (wrong.report, wrong.path) == ("b", ())
    changed = drift([slip], found.statements, found.reports, sources, got)
    assert [(d.report, d.from_, d.kind, d.statements) for d in changed] == [
        ("b", "unseen-a", "reading changed", ("a-built", "b-built"))]


def test_what_a_print_says_itself_and_the_others_from_a_source_has_drifted_from_the_text() -> None:
    found = three()
    own = [replace(s, chain=(), voice="own") if s.id == "b-stop" else s for s in found.statements]
    got, sources = lost(Story(*found[:2], own, found.claims))
    changed = [(d.report, d.from_, d.kind) for d in drift(found.claims, own, found.reports, sources, got)]
    assert changed == [("b", "unseen-a", "own voice")]


def test_of_two_prints_that_differ_nobody_knows_who_changed_it() -> None:
    found = story(a=(cut(0, 1, 3), "2031-05-01", "oa"), b=(cut(0, 2, 3), "2031-05-01", "ob"))
    got, sources = lost(found)
    slip = Claim("built", "", (("a-built",), ("b-built",)))
    assert [e.report for e in entries([slip], found.statements, found.reports, got, sources)] == ["a", "b"]
    assert drift([slip], found.statements, found.reports, sources, got) == ()


def test_words_beyond_a_third_are_those_in_rows_and_stray_ones_once_a_row() -> None:
    def like(*runs: tuple[int, int]) -> Wording:
        return Wording(tuple(Run(a, a, n) for a, n in runs), 1, 1, 1, 1, 9)

    near = {("x", "y"): like((0, 40)), ("x", "z"): like((0, 10), (14, 6), (22, 18))}
    near |= {("z", "y"): like((0, 40)), ("y", "z"): like((0, 40))}
    assert Prints(near, {}, {}).beyond("x", "y", "z") == 4 + 1  # a row of four, and one of two
    assert Prints(near, {}, {"x": {10, 11}}).beyond("x", "y", "z") == 1 + 1
    elsewhere = {("x", "q"): like((8, 9))}
    assert Prints(near, elsewhere, {}).beyond("x", "y", "z") == 1


def test_a_text_that_was_named_already_is_not_named_again() -> None:
    reports = [Report("a", "", "", "", "en")]
    got = [Derivation("a", "x", "copies", 0.7)]
    (made,) = unseen(got, reports, [])
    assert (made.id, made.name) == ("x", "a text not seen")
    assert unseen(got, reports, [made]) == ()
