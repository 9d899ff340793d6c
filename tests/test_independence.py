"""How many independent sources: the readings, case by case, and laws that hold for any story."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.independence import count
from riwaya.independence.cut import smallest_cut
from riwaya.model import Claim, Derivation, Independent, Report, Source, Statement

OUTLETS = ("baydar", "sunbula", "mirsat", "qandil")


def report(name: str, outlet: str | None = None, published: str = "2024-05-01") -> Report:
    return Report(name, f"{name}.txt", name, "نص الخبر كله هنا", "ar", outlet, published=published)


def said(name: str, by: str, *chain: str, **more: object) -> Statement:
    return Statement(name, by, 0, 8, "indirect" if chain else "own", chain=chain, **more)  # type: ignore[arg-type]


def same(a: Source, b: Source) -> bool:
    return a.traits == b.traits


def counted(
    statements: list[Statement], reports: list[Report], sources: list[Source], derivations: list[Derivation] = [],  # noqa: B006
    *, owners: bool = True,
) -> Independent:
    claim = Claim("c", "c", (tuple(s.id for s in statements),))
    (out,) = count([claim], statements, reports, sources, derivations, merge_owners=owners, compatible=same)
    return out.independent


PAPER = Source("baydar", "البيدر", "outlet")
MAYOR = Source("mayor", "رئيس البلدية", "person")
NURSE = Source("nurse", "ممرضة", "person")


def test_one_source_through_many_reports() -> None:
    reports = [report("a"), report("b"), report("c")]
    found = counted([said("1", "a", "mayor"), said("2", "b", "mayor"), said("3", "c", "mayor")], reports, [MAYOR])
    assert (found.low, found.high, found.bottleneck) == (1, 1, ("mayor",))
    assert found.why_en == "All three reports go back to رئيس البلدية."
    assert found.why_ar == "الأخبار الثلاثة مرجعها واحد: رئيس البلدية."


def test_two_sources_are_two() -> None:
    found = counted([said("1", "a", "mayor"), said("2", "b", "nurse")], [report("a"), report("b")], [MAYOR, NURSE])
    assert (found.low, found.high, found.bottleneck) == (2, 2, ("mayor", "nurse"))


def test_one_desk_that_merges_two_sources_is_the_bottleneck_of_its_takers() -> None:
    reports = [report("a"), report("b"), report("own", "baydar")]
    takers = [said("1", "a", "baydar", "mayor"), said("2", "b", "baydar", "nurse")]
    assert counted(takers, reports, [PAPER, MAYOR, NURSE]).bottleneck == ("own",)
    assert counted(takers, reports[:2], [PAPER, MAYOR, NURSE]).bottleneck == ("baydar",)
    past = [*takers, said("3", "c", "nurse")]
    assert counted(past, [*reports, report("c")], [PAPER, MAYOR, NURSE]).bottleneck == ("mayor", "nurse")


def test_the_bottleneck_is_the_source_nearest_the_reader_unless_it_is_a_mere_report() -> None:
    chain = [said("1", "b", "baydar", "mayor"), said("2", "c", "baydar", "mayor")]
    unseen = counted(chain, [report("b"), report("c")], [PAPER, MAYOR])
    seen = counted([*chain, said("3", "a", "mayor")], [report("a", "baydar"), report("b"), report("c")], [PAPER, MAYOR])
    assert unseen.bottleneck == ("baydar",)
    assert "quotes رئيس البلدية" in unseen.why_en
    assert seen.bottleneck == ("mayor",)


def test_own_voice_counts_through_what_the_report_is_plainly_built_on() -> None:
    statements = [said("1", "a", "mayor"), said("2", "b")]
    taken = [Derivation("b", "a", "rewrites", 0.9)]
    reports = [report("a", "baydar"), report("b", "sunbula")]
    assert counted(statements, reports, [PAPER, MAYOR], taken).bottleneck == ("mayor",)
    assert counted(statements, reports, [PAPER, MAYOR]).low == 2


def test_own_voice_beside_a_credit_is_the_outlets_own_in_the_high_reading_only() -> None:
    statements = [said("1", "b"), said("2", "c")]
    credits = [Derivation("b", "baydar", "cites", 0.9), Derivation("c", "baydar", "cites", 0.9)]
    found = counted(statements, [report("b"), report("c")], [PAPER], credits)
    assert (found.low, found.high, found.bottleneck) == (1, 2, ("baydar",))
    assert found.why_en == ("Both reports go back to البيدر (not among the reports); "
                            "two if what they say without naming a source is their own.")
    assert found.why_ar == ("الخبران مرجعهما واحد: البيدر (ليس نصه بين الأخبار)؛ "
                            "ومصدران مستقلان إن كان ما يقولانه دون تسمية مصدر من عندهما.")


def test_own_voice_counts_through_the_credited_one_in_both_where_that_one_says_it() -> None:
    statements = [said("1", "a"), said("2", "b")]
    found = counted(statements, [report("a", "baydar"), report("b")], [PAPER], [Derivation("b", "a", "cites", 0.9)])
    assert (found.low, found.high, found.bottleneck) == (1, 1, ("a",))


def test_an_unsure_derivation_counts_in_the_low_reading_only() -> None:
    statements = [said("1", "a"), said("2", "b")]
    unsure = Derivation("b", "a", "rewrites", 0.5, sure=False)
    found = counted(statements, [report("a"), report("b")], [], [unsure])
    assert (found.low, found.high) == (1, 2)


def test_unnamed_sources_of_like_description_are_one_in_the_low_reading() -> None:
    one = Source("u1", "مصدر أمني", "anonymous", traits=frozenset({"trade:security"}))
    other = Source("u2", "مصدر أمني", "anonymous", traits=frozenset({"trade:security"}))
    medic = Source("u3", "مصدر طبي", "anonymous", traits=frozenset({"trade:medicine"}))
    reports = [report("a"), report("b")]
    alike = counted([said("1", "a", "u1"), said("2", "b", "u2")], reports, [one, other])
    unlike = counted([said("1", "a", "u1"), said("2", "b", "u3")], reports, [one, medic])
    apart = counted([said("1", "a", "u1"), said("2", "a", "u2")], reports, [one, other])
    assert (alike.low, alike.high) == (1, 2)
    assert (unlike.low, unlike.high) == (2, 2)
    assert "different people" in alike.why_en
    assert apart.low == 1 and apart.bottleneck == ("a",), "one report quotes both: silence it and nothing is left"


def test_one_unnamed_source_quoted_by_two_outlets_is_two_in_the_high_reading_unless_one_takes_from_the_other() -> None:
    unnamed = Source("u", "مصدر في الشركة", "anonymous")
    statements = [said("1", "a", "u"), said("2", "b", "u")]
    reports = [report("a", "baydar"), report("b", "sunbula")]
    assert counted(statements, reports, [PAPER, unnamed]).high == 2
    assert counted(statements, reports, [PAPER, unnamed], [Derivation("b", "a", "cites", 0.9)]).high == 1


CLERK = Source("clerk", "موظف", "anonymous", traits=frozenset({"role:employee"}))


def test_an_unnamed_source_is_had_through_whom_the_cited_report_has_him_through() -> None:
    reports = [report("a"), report("b", "mirsat"), report("c", "qandil")]
    sources = [PAPER, Source("mirsat", "المرصاد", "outlet"), CLERK]
    first = [said("1", "a", "baydar", "clerk"), said("2", "b", "baydar", "clerk")]
    statements = [*first, said("3", "c", "mirsat", "clerk")]
    found = counted(statements, reports, sources)
    assert (found.low, found.high) == (1, 1)  # the third cites the second, which has him from the paper
    copied = [*first, said("3", "c", "clerk")]
    found = counted(copied, reports, sources, [Derivation("c", "b", "copies", 1.0)])
    assert (found.low, found.high) == (1, 1)


def test_a_copy_that_describes_an_unnamed_source_anew_has_him_through_the_whole_way_of_its_original() -> None:
    other = Source("insider", "مطلع", "anonymous", traits=frozenset({"role:employee"}))
    reports = [report("a", "baydar"), report("b"), report("c")]
    statements = [said("1", "a", "clerk"), said("2", "b", "baydar", "clerk"), said("3", "c", "insider")]
    found = counted(statements, reports, [PAPER, CLERK, other], [Derivation("c", "b", "rewrites", 1.0)])
    assert (found.low, found.high) == (1, 1)


def test_who_credits_a_report_may_have_asked_another_unnamed_source() -> None:
    official = Source("official", "مسؤول", "anonymous", traits=frozenset({"role:official"}))
    adviser = Source("adviser", "مستشار", "anonymous", traits=frozenset({"role:official"}))
    reports = [report("a", "baydar"), report("b")]
    statements = [said("1", "a", "official"), said("2", "b", "adviser")]
    credit = [Derivation("b", "a", "cites", 1.0)]
    found = counted(statements, reports, [PAPER, official, adviser], credit)
    assert (found.low, found.high) == (1, 2)
    clerk = Source("teller", "موظفة", "anonymous", traits=frozenset({"role:employee"}))
    statements = [said("1", "a", "clerk"), said("2", "b", "teller")]
    found = counted(statements, reports, [PAPER, CLERK, clerk], credit)
    assert (found.low, found.high) == (1, 1)  # both are called by one trade


def test_an_outlet_without_a_report_is_no_origin_where_somebody_says_whom_it_has_it_from() -> None:
    statements = [said("1", "a", "baydar", "mayor"), said("2", "b", "baydar"), said("3", "c", "mayor")]
    found = counted(statements, [report("a"), report("b"), report("c")], [PAPER, MAYOR])
    assert (found.low, found.high, found.bottleneck) == (1, 1, ("mayor",))


def test_outlets_of_one_owner_are_one_where_each_speaks_for_itself() -> None:
    house = [Source(o, o, "outlet", owner="dar") for o in OUTLETS[:2]]
    reports = [report("a", "baydar"), report("b", "sunbula")]
    own = [said("1", "a"), said("2", "b")]
    together = counted(own, reports, house)
    assert (together.low, together.high) == (1, 1)
    assert "belong to one house (dar)" in together.why_en and "لمالك واحد" in together.why_ar
    assert counted(own, reports, house, owners=False).low == 2
    assert counted([said("1", "a", "mayor"), said("2", "b", "nurse")], reports, [*house, MAYOR, NURSE]).low == 2


def test_two_reports_of_one_newsroom_are_one() -> None:
    reports = [report("a", "baydar"), report("b", "baydar")]
    found = counted([said("1", "a"), said("2", "b")], reports, [PAPER])
    assert found.low == 1 and "two reports come from one newsroom" in found.why_en and "تحرير واحد" in found.why_ar
    assert counted([said("1", "a"), said("2", "b")], reports, [PAPER], owners=False).low == 2


def test_names_in_the_arabic_reason_stand_after_a_colon_and_latin_ones_apart() -> None:
    post = Source("post", "The Harbour Post", "outlet")
    found = counted([said("1", "a", "mayor"), said("2", "b", "post")], [report("a"), report("b")], [MAYOR, post])
    assert found.why_ar == "مصدران مستقلان: رئيس البلدية و The Harbour Post."


def test_a_quotation_put_in_another_mouth_is_no_second_source() -> None:
    words = "لم نوقع شيئا حتى الساعة ولن نوقع"
    reports = [Report(i, i, i, words, "ar") for i in ("a", "b")]
    quotes = [Statement("1", "a", 0, len(words), "direct", chain=("mayor",)),
              Statement("2", "b", 0, len(words), "direct", chain=("nurse",))]
    taken = [Derivation("b", "a", "cites", 0.9)]
    assert counted(quotes, reports, [MAYOR, NURSE], taken).bottleneck == ("mayor",)
    assert counted(quotes, reports, [MAYOR, NURSE]).low == 2


def test_a_credit_is_believed_where_the_claim_was_not_found_in_the_credited_report() -> None:
    reports = [report("a", "baydar"), report("b"), report("c")]
    takers = [said("1", "b", "baydar"), said("2", "c", "baydar")]
    found = counted(takers, reports, [PAPER])
    assert (found.low, found.high, found.bottleneck) == (1, 1, ("a",))


def test_a_report_in_which_the_claim_was_not_found_passes_on_to_what_it_takes_from() -> None:
    reports = [report("a", "baydar"), report("b", "sunbula"), report("c"), report("d")]
    statements = [said("1", "a", "mayor"), said("2", "c"), said("3", "d", "sunbula")]
    taken = [Derivation("b", "a", "cites", 0.9), Derivation("c", "b", "copies", 0.9)]
    found = counted(statements, reports, [PAPER, Source("sunbula", "السنبلة", "outlet"), MAYOR], taken)
    assert (found.low, found.high, found.bottleneck) == (1, 1, ("mayor",))


def test_what_a_copy_has_its_original_is_taken_to_have() -> None:
    """So that who credits that original counts through it in the high reading too."""
    reports = [report("a", "baydar"), report("b"), report("c")]
    taken = [Derivation("b", "a", "copies", 0.9), Derivation("c", "a", "cites", 0.9)]
    assert counted([said("1", "b"), said("2", "c")], reports, [PAPER], taken).high == 1
    assert counted([said("2", "c"), said("3", "c")], reports, [PAPER], taken[1:]).high == 1


def test_an_unseen_source_that_speaks_for_another_is_no_second_origin() -> None:
    reports = [report("a"), report("b"), report("c")]
    statements = [said("1", "a", "baydar", "mayor"), said("2", "b"), said("3", "c", "mayor")]
    found = counted(statements, reports, [PAPER, MAYOR], [Derivation("b", "baydar", "cites", 0.9)])
    assert (found.low, found.high, found.bottleneck) == (1, 1, ("mayor",))


def test_a_source_named_in_a_translation_is_the_one_that_the_original_describes() -> None:
    spokesman = Source("spokesman", "spokesman for the union", "anonymous")
    reports = [report("a"), report("b")]
    statements = [said("1", "a", "spokesman"), said("2", "b", "mayor")]
    assert counted(statements, reports, [spokesman, MAYOR]).low == 2
    taken = [Derivation("b", "a", "translates", 0.9)]
    found = counted(statements, reports, [spokesman, MAYOR], taken)
    assert (found.low, found.high) == (1, 1)


def test_one_outlet_that_prints_its_report_again_is_counted_once() -> None:
    reports = [report("a", "baydar"), report("b", "baydar", "2024-05-02"), report("c")]
    statements = [said("1", "a", "mayor"), said("2", "b", "mayor"), said("3", "c", "baydar")]
    taken = [Derivation("b", "a", "copies", 0.9)]
    assert counted(statements, reports, [PAPER, MAYOR], taken).bottleneck == ("mayor",)


def test_a_copy_that_names_somebody_for_its_originals_own_words_has_not_asked_them() -> None:
    words = "تعتزم الشركة بناء رصيف جديد قبل نهاية العام"
    reports = [Report(i, i, i, words, "ar") for i in ("a", "b")]
    says = [Statement("1", "a", 0, len(words), "own"), Statement("2", "b", 0, len(words), "indirect", chain=("nurse",))]
    found = counted(says, reports, [NURSE], [Derivation("b", "a", "copies", 0.9)])
    assert (found.low, found.high, found.bottleneck) == (1, 1, ("a",))
    assert counted(says, reports, [NURSE], [Derivation("b", "a", "rewrites", 0.9)]).low == 2


def test_reports_that_only_point_at_each_other_still_count_one() -> None:
    ring = [Derivation("a", "b", "copies", 0.9), Derivation("b", "a", "copies", 0.9)]
    assert counted([said("1", "a"), said("2", "b")], [report("a"), report("b")], [], ring).low == 1


def test_a_claim_of_unknown_statements_counts_nothing() -> None:
    (found,) = count([Claim("c", "c", (("gone",),))], [], [], [], [], compatible=same)
    assert (found.independent.low, found.independent.bottleneck) == (0, ())


def test_cut_takes_the_cheaper_side_and_the_one_nearest_the_readers() -> None:
    cost = dict.fromkeys("abcd", 2)
    assert smallest_cut(cost, [("a", "c"), ("b", "c"), ("c", "d")], ["a", "b"], ["d"]) == {"d"}
    assert smallest_cut({**cost, "d": 3}, [("a", "c"), ("b", "c"), ("c", "d")], ["a", "b"], ["d"]) == {"c"}
    assert smallest_cut(cost, [("a", "c"), ("a", "d")], ["a"], ["c", "d"]) == {"a"}


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Claim], list[Statement], list[Report], list[Source], list[Derivation]]:
    """Any story: chains, own voice, unnamed sources, derivations in all directions."""
    names = [f"r{i}" for i in range(draw(st.integers(1, 5)))]
    reports = [report(n, draw(st.sampled_from([None, *OUTLETS])), draw(st.sampled_from(["2024-05-01", "2024-05-02"])))
               for n in names]
    sources = [Source(o, o, "outlet", owner=draw(st.sampled_from([None, "dar"]))) for o in OUTLETS]
    sources += [Source("p1", "رجل", "person"), Source("p2", "امرأة", "person")]
    sources += [Source(u, u, "anonymous", traits=frozenset({t})) for u, t in (("u1", "x"), ("u2", "x"), ("u3", "y"))]
    ids = [s.id for s in sources]
    sources.append(Source("lost", "نص لم يُر", "document"))
    statements, claims = [], []
    for c in range(draw(st.integers(1, 2))):
        members = []
        for k in range(draw(st.integers(1, 6))):
            by = draw(st.sampled_from(names))
            chain = tuple(draw(st.lists(st.sampled_from(ids), max_size=3, unique=True)))
            own = next(r.outlet for r in reports if r.id == by)
            statements.append(said(f"s{c}{k}", by, *(x for x in chain if x != own)))
            members.append(statements[-1].id)
        claims.append(Claim(f"c{c}", "", (tuple(members),)))
    edges = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from([*names, *OUTLETS, "lost"]),
                                    st.sampled_from(["cites", "copies", "rewrites", "translates"])), max_size=6))
    derivations = [Derivation(a, b, how, 0.9) for a, b, how in dict.fromkeys(edges) if a != b]  # type: ignore[arg-type]
    return claims, statements, reports, sources, derivations


@settings(max_examples=150, deadline=None)
@given(stories())
def test_the_count_is_at_most_the_reports_and_at_most_the_origins(story: tuple[list, ...]) -> None:  # type: ignore[type-arg]
    statements = story[1]
    by = {s.id: s for s in statements}
    for claim in count(*story, compatible=same):
        members = [by[s] for s in claim.statements()]
        found = claim.independent
        assert 1 <= found.low <= found.high <= len({s.report for s in members})
        origins = {s.chain[-1] if s.chain else s.report for s in members}
        assert found.high <= len(origins) + len(
            {s.report for s in members if any(x.startswith("u") for x in s.chain)})
        assert len(found.bottleneck) <= found.low
        assert found.why_en.endswith(".") and found.why_ar.endswith(".")


@settings(max_examples=100, deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_order_changes_nothing(story: tuple[list, ...], chance: random.Random) -> None:  # type: ignore[type-arg]
    claims, *rest = story
    shuffled = [chance.sample(part, len(part)) for part in rest]
    assert count(claims, *shuffled, compatible=same) == count(claims, *rest, compatible=same)


@settings(max_examples=150, deadline=None)
@given(stories(), st.data())
def test_a_pure_copy_changes_no_count(story: tuple[list, ...], data: st.DataObject) -> None:  # type: ignore[type-arg]
    claims, statements, reports, sources, derivations = story
    original = data.draw(st.sampled_from(reports))
    outlet = data.draw(st.sampled_from([None, "new", original.outlet]))
    copy = report("copy", outlet, published="2024-05-09")
    mine = {s.id: s for s in statements if s.report == original.id}
    more = [said("copy-" + i, "copy", *s.chain) for i, s in mine.items()]
    wider = [Claim(c.id, "", (*c.versions, tuple("copy-" + s for s in c.statements() if s in mine))) for c in claims]
    before = count(claims, statements, reports, sources, derivations, compatible=same)
    after = count(wider, [*statements, *more], [*reports, copy], sources,
                  [*derivations, Derivation("copy", original.id, "copies", 0.99)], compatible=same)
    assert [(c.independent.low, c.independent.high) for c in after] == [
        (c.independent.low, c.independent.high) for c in before]


def test_gold_stories_are_counted_as_their_readers_count_them() -> None:
    """On perfect input only the count itself can be wrong."""
    goldstory = _goldstory()
    folders = goldstory.folders()
    if not folders:
        pytest.skip("../shared/gold is not here")
    alike = {frozenset(p) for p in (
        ("people", "board"), ("one", "board"), ("engineer", "engineer2"), ("engineer", "special"),
        ("engineer2", "special"), ("fed-official", "fed-source"), ("hospital", "med-source"), ("intel", "one-source"))}
    for folder in folders:
        trace = goldstory.load(folder).trace
        story = trace.stories[0]
        found = count(story.claims, trace.statements, trace.reports, trace.sources, story.derivations,
                      compatible=lambda a, b: frozenset((a.id, b.id)) in alike)
        for got, want in zip(found, story.claims, strict=True):
            if len(want.statements()) > 1:
                assert (got.independent.low, got.independent.high) == (want.independent.low, want.independent.high)


def _goldstory():  # type: ignore[no-untyped-def]
    import importlib.util
    from pathlib import Path

    path = Path(__file__).resolve().parents[1] / "bench" / "goldstory.py"
    spec = importlib.util.spec_from_file_location("goldstory", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
