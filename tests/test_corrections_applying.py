"""Corrections applied: each kind, what hangs on it, undoing, and what outlives another trace. Texts are invented."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from riwaya.corrections import KINDS, Corrected, Correction, Place, apply, place, undo
from riwaya.export.json import dumps as as_json
from riwaya.export.json import loads as from_json
from riwaya.model import Claim, Derivation, Report, Source, Span, Statement, Trace
from riwaya.tracing import trace_reports
from test_corrections import CLOSED, MANAR, RAFID, REPORTS, SIJIL, told


@pytest.fixture(scope="module")
def plain() -> Trace:
    return trace_reports(REPORTS)


def at(trace: Trace, s: Statement) -> Place:
    return place(s.report, {r.id: r.text for r in trace.reports}[s.report], s.span)


def words(trace: Trace, s: Statement) -> str:
    return s.span.of({r.id: r.text for r in trace.reports}[s.report])


def saying(trace: Trace, report: str, part: str) -> Statement:
    return next(s for s in trace.statements if s.report == report and part in words(trace, s))


def claim_of(trace: Trace, s: Statement) -> Claim:
    return next(c for story in trace.stories for c in story.claims if s.id in c.statements())


def source_of(trace: Trace, id_: str) -> Source:
    return next(s for s in trace.sources if s.id == id_)


def done(trace: Trace, *corrections: Correction) -> Trace:
    made = apply(trace, corrections)
    assert [o.reason for o in made.missed] == []
    return made.trace


def test_kept_lines_are_read(plain: Trace) -> None:
    kept = REPORTS[0].removed[0]
    traced = trace_reports(REPORTS, corrections=[told("line-keep", Place("rafid", kept))])
    police = saying(traced, "rafid", "السير حُوّل")
    assert "شرطة العين" in source_of(traced, police.chain[-1]).name
    assert not any("السير حُوّل" in words(plain, s) for s in plain.statements)


# claims


def test_without_corrections_a_trace_is_what_it_was(plain: Trace) -> None:
    assert apply(plain, ()) == Corrected(plain, ())


def test_a_split_makes_a_claim_of_its_own_and_counts_anew(plain: Trace) -> None:
    mine, theirs = saying(plain, "rafid", "12 سيارة"), saying(plain, "manar", "21 سيارة")
    assert claim_of(plain, mine) == claim_of(plain, theirs)
    split = done(plain, told("claim-split", at(plain, mine)))
    alone = claim_of(split, mine)
    assert alone.statements() == (mine.id,) and alone.differences == ()
    assert (alone.independent.low, alone.independent.high) == (1, 1)
    rest = claim_of(split, theirs)
    assert mine.id not in {s for d in rest.differences for s in d.statements}
    others = {c.id for c in plain.stories[0].claims} - {claim_of(plain, mine).id}
    assert others < {c.id for c in split.stories[0].claims}, "no other claim changes"


def test_a_merge_finds_how_the_versions_differ(plain: Trace) -> None:
    mine, theirs = saying(plain, "rafid", "12 سيارة"), saying(plain, "manar", "21 سيارة")
    apart = told("claim-split", at(plain, mine))
    again = told("claim-merge", at(plain, theirs), at(plain, mine), n=1)
    merged = claim_of(done(plain, apart, again), mine)
    assert set(merged.statements()) == set(claim_of(plain, mine).statements())
    assert any(d.kind == "number" and d.conflict for d in merged.differences)


def test_every_statement_stays_in_one_claim(plain: Trace) -> None:
    rng = random.Random(7)
    all_ = list(plain.statements)
    log = []
    for n in range(12):
        two = rng.sample(all_, 2)
        log.append(told(rng.choice(("claim-split", "claim-merge")), *(at(plain, s) for s in two), n=n))
    made = apply(plain, log).trace
    said = [s for c in made.stories[0].claims for s in c.statements()]
    assert sorted(said) == sorted(s.id for s in plain.statements)
    assert len({c.id for c in made.stories[0].claims}) == len(made.stories[0].claims)


def test_splits_and_merges_that_change_nothing_say_so(plain: Trace) -> None:
    claim = plain.stories[0].claims[0]
    all_ = [at(plain, s) for s in plain.statements if s.id in claim.statements()]
    made = apply(plain, [told("claim-split", *all_), told("claim-merge", *all_, all_[0], n=1)])
    assert [o.applied for o in made.outcomes] == [False, False]
    assert made.trace is plain


# statements


def test_what_a_statement_says_is_cut_anew_and_found_by_both_contents(plain: Trace) -> None:
    s = saying(plain, "rafid", "الجسر القديم أُغلق")
    short = "الجسر القديم أُغلق صباح الثلاثاء"
    new = place("rafid", RAFID, Span(RAFID.index(short), RAFID.index(short) + len(short)))
    cut = told("statement-content", at(plain, s), new)
    for later in (at(plain, s), new):
        made = done(plain, cut, told("statement-stance", later, value="doubts", n=1))
        found = next(x for x in made.statements if x.id == s.id)
        assert words(made, found) == short and found.stance == "doubts" and "ليلى" in found.why


def test_a_chain_leads_where_the_page_says(plain: Trace) -> None:
    s = saying(plain, "sijil", "21 سيارة")
    assert s.voice == "own"
    source = Place("sijil", "مصدر في البلدية")
    made = done(plain, told("statement-chain", at(plain, s), source),
                told("statement-cue", at(plain, s), Place("sijil", "وعلقت"), n=1))  # fmt: skip
    found = next(x for x in made.statements if x.id == s.id)
    assert found.voice == "indirect" and found.cue is not None
    assert found.chain == saying(plain, "sijil", "ستة أشهر").chain
    back = done(made, told("statement-chain", at(plain, s), n=2))
    assert next(x for x in back.statements if x.id == s.id).voice == "own"


def test_a_chain_may_name_who_was_no_source_before(plain: Trace) -> None:
    s = saying(plain, "sijil", "21 سيارة")
    made = done(plain, told("statement-chain", at(plain, s), Place("sijil", "الجسر القديم في العين")))
    found = next(x for x in made.statements if x.id == s.id)
    new = source_of(made, found.chain[0])
    assert new.id not in {x.id for x in plain.sources}
    assert [SIJIL[m.start : m.end] for m in new.mentions] == ["الجسر القديم في العين"]


def test_what_is_no_statement_goes_and_what_was_missed_comes(plain: Trace) -> None:
    s = saying(plain, "rafid", "عام 1961")
    gone = done(plain, told("statement-drop", at(plain, s)))
    assert s.id not in {x.id for x in gone.statements}
    assert s.id not in {x for c in gone.stories[0].claims for x in c.statements()}
    assert s.id not in {m.statement for m in gone.stories[0].timeline}
    back = done(plain, told("statement-drop", at(plain, s)), told("statement-add", at(plain, s), n=1))
    assert claim_of(back, saying(back, "rafid", "عام 1961"))
    twice = apply(plain, [told("statement-add", at(plain, s))])
    assert not twice.outcomes[0].applied


def test_edges_that_moved_a_little_are_still_that_statement(plain: Trace) -> None:
    s = saying(plain, "rafid", "الجسر القديم أُغلق")
    wider = place("rafid", RAFID, Span(s.start, s.end - 3))
    made = done(plain, told("statement-stance", wider, value="denies"))
    assert next(x for x in made.statements if x.id == s.id).stance == "denies"


# sources


def test_two_sources_are_one(plain: Trace) -> None:
    engineer, unnamed = saying(plain, "manar", "ستة أشهر"), saying(plain, "sijil", "ستة أشهر")
    assert engineer.chain[-1] != unnamed.chain[-1]
    others = set(claim_of(plain, engineer).statements()) - {engineer.id, unnamed.id}
    alone = [told("claim-split", at(plain, engineer), at(plain, unnamed))] if others else []
    join = told("source-join", Place("manar", "مهندس في البلدية"), Place("sijil", "مصدر في البلدية"))
    own = told("derivation-reject", Place("sijil"), Place("manar"))
    apart, joined = done(plain, *alone, own), done(plain, *alone, own, join)
    assert claim_of(apart, engineer).independent.high == 2
    assert saying(joined, "sijil", "ستة أشهر").chain[-1] == engineer.chain[-1]
    assert unnamed.chain[-1] not in {s.id for s in joined.sources}
    counted = claim_of(joined, engineer).independent
    assert (counted.low, counted.high) == (1, 2), "unnamed, and quoted by two outlets"
    known = done(plain, *alone, own, join, told("source-kind", Place("manar", "مهندس في البلدية"), value="person", n=1))
    assert claim_of(known, engineer).independent.high == 1


def test_one_source_is_two(plain: Trace) -> None:
    mayor = saying(plain, "manar", "الجسر القديم أُغلق").chain[-1]
    assert saying(plain, "rafid", "الجسر القديم أُغلق").chain[-1] == mayor
    mentions = [m for m in source_of(plain, mayor).mentions if m.report == "manar"]
    parted = done(plain, told("source-part", *(place("manar", MANAR, Span(m.start, m.end)) for m in mentions)))
    other = saying(parted, "manar", "الجسر القديم أُغلق").chain[-1]
    assert other != mayor and saying(parted, "rafid", "الجسر القديم أُغلق").chain[-1] == mayor
    assert {m.report for m in source_of(parted, other).mentions} == {"manar"}


def test_a_source_gets_another_name_and_kind(plain: Trace) -> None:
    where = Place("sijil", "مصدر في البلدية")
    named = told("source-name", where, value=" نادر  حلمي ")
    made = done(plain, named, told("source-kind", where, value="person", n=1))
    source = source_of(made, saying(made, "sijil", "ستة أشهر").chain[-1])
    assert (source.name, source.kind) == ("نادر حلمي", "person")


def test_the_outlet_of_a_report_is_a_source_too(plain: Trace) -> None:
    made = done(plain, told("source-name", Place("sijil"), value="سجل العين"))
    report = next(r for r in made.reports if r.id == "sijil")
    assert source_of(made, report.outlet or "").name == "سجل العين"


def test_a_source_that_turns_out_to_be_the_outlet_itself_is_its_own_voice(plain: Trace) -> None:
    both = Place("sijil"), Place("sijil", "مصدر في البلدية")
    for target in (both, both[::-1]):
        assert saying(done(plain, told("source-join", *target)), "sijil", "ستة أشهر").voice == "own"


# derivations and dates


def without(trace: Trace) -> Trace:
    """The trace with derivations of our own, so that nothing hangs on what is found."""
    story = replace(trace.stories[0], derivations=(Derivation("manar", "rafid", "cites", 0.7, sure=False),))
    return replace(trace, stories=(story,))


def test_derivations_are_rejected_confirmed_and_added(plain: Trace) -> None:
    trace = without(plain)
    assert done(trace, told("derivation-reject", Place("manar"), Place("rafid"))).stories[0].derivations == ()
    sure = done(trace, told("derivation-confirm", Place("manar"), Place("rafid"))).stories[0].derivations
    assert [(d.how, d.confidence, d.sure) for d in sure] == [("cites", 1.0, True)] and "ليلى" in sure[0].why
    more = done(trace, told("derivation-confirm", Place("sijil"), Place("manar"), value="rewrites"))
    assert [(d.report, d.from_, d.how) for d in more.stories[0].derivations] == [
        ("manar", "rafid", "cites"), ("sijil", "manar", "rewrites"),
    ]  # fmt: skip
    before = claim_of(trace, saying(trace, "sijil", "21 سيارة"))
    after = claim_of(more, saying(more, "sijil", "21 سيارة"))
    assert after.independent.high <= before.independent.high, "what is taken over counts through where it is from"


def test_an_outlet_and_its_report_are_one_upstream(plain: Trace) -> None:
    made = done(without(plain), told("derivation-reject", Place("manar"), Place("manar", "صحيفة الرافد")))
    assert made.stories[0].derivations == ()


def test_derivations_that_are_not_there_are_not_lost_in_silence(plain: Trace) -> None:
    made = apply(without(plain), [told("derivation-reject", Place("sijil"), Place("rafid")),
                                  told("derivation-confirm", Place("sijil"), Place("sijil"), n=1)])  # fmt: skip
    assert [bool(o.reason) for o in made.outcomes] == [True, True]


def test_dates_are_set_taken_out_and_added(plain: Trace) -> None:
    def dates(trace: Trace) -> dict[str, str]:
        texts = {r.id: r.text for r in trace.reports}
        report = {s.id: s.report for s in trace.statements}
        return {texts[report[m.statement]][m.start : m.end]: m.when for m in trace.stories[0].timeline
                if report[m.statement] == "rafid"}  # fmt: skip

    assert dates(plain)["عام 1961"] == "1961"
    year = Place("rafid", "عام 1961")
    assert dates(done(plain, told("date", year, value="1962")))["عام 1961"] == "1962"
    assert "عام 1961" not in dates(done(plain, told("date", year)))
    assert dates(done(plain, told("date", Place("rafid", "القديم"), value="1961")))["القديم"] == "1961"
    moments = done(plain, told("date", year, value="1890")).stories[0].timeline
    assert [m.when for m in moments] == sorted(m.when for m in moments)


# in the large


def log_of(plain: Trace) -> list[Correction]:
    s = saying(plain, "rafid", "عام 1961")
    closed = RAFID.index(CLOSED)
    return [
        told("claim-split", at(plain, saying(plain, "rafid", "12 سيارة")), n=1),
        told("statement-content", at(plain, saying(plain, "rafid", CLOSED[:20])),
             place("rafid", RAFID, Span(closed, closed + 32)), n=2),
        told("source-join", Place("manar", "مهندس في البلدية"), Place("sijil", "مصدر في البلدية"), n=3),
        told("derivation-confirm", Place("sijil"), Place("manar"), value="rewrites", n=4),
        told("date", Place("rafid", "عام 1961"), value="1962", n=5),
        told("statement-stance", at(plain, s), value="doubts", n=6),
    ]  # fmt: skip


def test_tracing_with_corrections_is_correcting_the_trace(plain: Trace) -> None:
    log = log_of(plain)
    assert trace_reports(REPORTS, corrections=log) == done(plain, *log)


def test_corrections_outlive_other_reports_and_another_order(plain: Trace) -> None:
    more = Report("akhbar", "akhbar.txt", "الجسر", "قالت وزارة النقل إن الجسر سيُهدم.\nونفى السكان ذلك.", "ar",
                  published="2031-05-01")  # fmt: skip
    traced = trace_reports([REPORTS[2], more, REPORTS[0], REPORTS[1]])
    made = apply(traced, log_of(plain))
    assert [o.reason for o in made.missed] == []
    assert len(claim_of(made.trace, saying(made.trace, "rafid", "12 سيارة")).statements()) == 1


def test_corrections_outlive_other_ids(plain: Trace) -> None:
    log = log_of(plain)
    again = as_json(plain)
    for old in sorted({s.id for s in plain.statements} | {s.id for s in plain.sources}, key=len, reverse=True):
        again = again.replace(f'"{old}"', f'"x-{old}"')
    assert [o.reason for o in apply(from_json(again), log).missed] == []


def test_a_correction_without_its_words_is_told(plain: Trace) -> None:
    shorter = [replace(r, text=r.text.replace("عام 1961", "زمن بعيد")) for r in REPORTS]
    traced = trace_reports(shorter, corrections=[*log_of(plain), told("statement-drop", Place("gone", "x"))])
    told_ = [p for p in traced.problems if p.origin.startswith("correction ")]
    assert len(told_) == 3 and not any(p.skipped for p in told_)
    assert any("no longer stands" in p.reason for p in told_) and any("no report gone" in p.reason for p in told_)


def test_the_same_correction_twice_is_one(plain: Trace) -> None:
    split = told("claim-split", at(plain, saying(plain, "rafid", "12 سيارة")))
    assert apply(plain, [split, split]) == apply(plain, [split])


def test_what_was_corrected_is_what_is_exported_as_gold(plain: Trace) -> None:
    import json

    from riwaya.export.gold import files

    made = done(plain, *log_of(plain))
    gold = json.loads(dict(files(made, made.stories[0].id))["gold.json"])
    year = saying(made, "rafid", "عام 1961").id
    assert {"statement": year, "expression": "عام 1961", "when": "1962"} in gold["dates"]
    assert {"report": "sijil", "from": "manar", "how": "rewrites"} in gold["derivations"]
    mine = saying(made, "rafid", "12 سيارة").id
    assert [[mine]] in [c["versions"] for c in gold["claims"]]


def test_undoing_one_tells_what_rested_on_it(plain: Trace) -> None:
    s = saying(plain, "rafid", CLOSED[:20])
    short = place("rafid", RAFID, Span(s.start, s.start + 20))
    cut = told("statement-content", at(plain, s), short, n=1)
    on_it = told("statement-stance", short, value="doubts", n=2)
    other = told("date", Place("rafid", "عام 1961"), value="1962", n=3)
    made = undo(plain, [cut, on_it, other], cut.id)
    assert [o.correction for o in made.resting] == [on_it] and made.resting[0].reason
    assert made.corrected.trace == done(plain, other)
    assert undo(plain, [cut, other], other.id).resting == ()
    with pytest.raises(KeyError):
        undo(plain, [cut], "fix-none")


def anywhere(rng: random.Random, trace: Trace) -> Place:
    """A place that somebody might point at: a report, a statement, a name, a line, or any words."""
    report = rng.choice(trace.reports)
    texts = {r.id: r.text for r in trace.reports}
    start = rng.randrange(len(report.text) - 40)
    mention = rng.choice([m for s in trace.sources for m in s.mentions])
    return rng.choice((
        Place(report.id), at(trace, rng.choice(trace.statements)), at(trace, rng.choice(trace.statements)),
        place(mention.report, texts[mention.report], Span(mention.start, mention.end)),
        place(report.id, report.text, rng.choice(report.paragraphs())),
        place(report.id, report.text, Span(start, start + rng.randrange(1, 40))),
    ))  # fmt: skip


def drawn(rng: random.Random, trace: Trace, many: int) -> list[Correction]:
    values = {"statement-stance": "denies", "source-kind": "person", "source-name": "اسم", "date": "2031-05"}
    found: list[Correction] = []
    while len(found) < many:
        kind = rng.choice([k for k in KINDS if not k.startswith("story-")])
        target = [anywhere(rng, trace) for _ in range(rng.choice((1, 2, 2, 3)))]
        try:
            found.append(told(kind, *target, value=values.get(kind, ""), n=len(found)))
        except ValueError:
            continue
    return found


@pytest.mark.parametrize("seed", [3, 8, 13, 21, 34])
def test_whatever_is_corrected_the_trace_holds_together(seed: int, plain: Trace) -> None:
    made = apply(plain, drawn(random.Random(seed), plain, 10))
    assert made.applied and made.missed
    trace, story = made.trace, made.trace.stories[0]
    sources, reports = {s.id for s in trace.sources}, {r.id: r for r in trace.reports}
    said = {s.id for s in trace.statements}
    for s in trace.statements:
        assert set(s.chain) <= sources and set(s.inferred) <= set(s.chain)
        assert (s.voice == "own") == (not s.chain) and words(trace, s)
        assert reports[s.report].outlet not in s.chain, "the report's own outlet is left out"
    assert {r.outlet for r in trace.reports} - {None} <= sources
    assert sorted(s for c in story.claims for s in c.statements()) == sorted(said)
    for claim in story.claims:
        assert all(set(d.statements) <= set(claim.statements()) for d in claim.differences)
        assert set(claim.independent.bottleneck) <= sources | reports.keys()
        assert 1 <= claim.independent.low <= claim.independent.high <= len(claim.statements())
    assert all({d.report, d.from_} <= sources | reports.keys() for d in story.derivations)
    assert {m.statement for m in story.timeline} <= said
