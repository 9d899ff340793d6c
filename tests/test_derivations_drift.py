"""What takers changed on the way, kind by kind, on invented stories, and how it reads."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest

from riwaya.derivations import Drift, drift
from riwaya.export.html import render as page
from riwaya.export.terminal import render as terminal
from riwaya.model import Claim, Derivation, How, Language, Mention, Report, Source, Span, Statement, Story, Trace

PORT = tuple(Source(i, name, kind, traits=frozenset(traits.split())) for i, name, kind, traits in (  # type: ignore[arg-type]
    ("oa", "المرسى", "outlet", ""), ("ob", "الفنار", "outlet", ""), ("souad", "سعاد الحلو", "person", ""),
    ("nabil", "نبيل قاسم", "person", ""), ("two", "مسؤولان كبيران في الميناء", "anonymous",
    "count:2 rank:senior role:official of:port"), ("some", "مسؤولون", "anonymous", "count:many role:official"),
    ("one", "مسؤول في الميناء", "anonymous", "count:1 role:official of:port"),
    ("person", "the official", "anonymous", "count:1 role:official"),
))  # fmt: skip


def telling(report: str, told: str, chain: str = "", *, language: Language = "ar", more: str = "") -> Trace:
    """A report "cue | content" and its statement; `more`: a second content that it tells."""
    cue, _, content = told.rpartition(" | ")
    text = f"{cue} {content}".strip()
    spans = [Span(len(text) - len(content), len(text))]
    if more:
        text = f"{text}. {more}"
        spans.append(Span(len(text) - len(more), len(text)))
    said = tuple(
        Statement(f"{report}-{n}", report, s.start, s.end, "indirect" if chain else "own", chain=tuple(chain.split()),
                  cue=Span(0, len(cue)) if cue and not n else None) for n, s in enumerate(spans)
    )
    return Trace("test", (Report(report, f"{report}.txt", "", text, language, f"o{report}"),), PORT, said, (), ())


def taken(original: Trace, taker: Trace, how: How = "copies", stances: str = "asserts asserts") -> Trace:
    """The story of a report and who takes from it."""
    ids = [s.id for t in (original, taker) for s in t.statements]
    said = [replace(s, stance=stance) for t, stance in zip((original, taker), stances.split(), strict=True)
            for s in t.statements]
    story = Story("port", "الميناء", ("a", "b"), (Claim("c", original.reports[0].text, (tuple(ids),)),),
                  (Derivation("b", "a", how, 0.9),))
    return replace(original, reports=(*original.reports, *taker.reports), statements=tuple(said), stories=(story,))


def changed(trace: Trace) -> list[tuple[str, str]]:
    story = trace.stories[0]
    found: tuple[Drift, ...] = drift(story.claims, trace.statements, trace.reports, trace.sources, story.derivations)
    return [(d.kind, d.detail) for d in found]


KINDS = [
    (taken(telling("a", "قالت سعاد الحلو إن | الرصيف أغلق", "souad"), telling("b", "الرصيف أغلق")),
     "own voice", "سعاد الحلو", "said in its own voice", "قاله بصوته"),
    (taken(telling("a", "قالت سعاد الحلو إن | الرصيف أغلق", "souad"), telling("b", "قالت «المرسى» | الرصيف أغلق", "oa"),
           "cites"), "source dropped", "سعاد الحلو", "source dropped", "أسقط المصدر"),
    (taken(telling("a", "قال مسؤولان كبيران إن | الرصيف أغلق", "two"), telling("b", "قالت سعاد | رصيفا توقف", "souad")),
     "source replaced", "مسؤولان كبيران في الميناء → سعاد الحلو", "another source named", "أسنده إلى مصدر آخر"),
    (taken(telling("a", "قالت سعاد إن | الرصيف أغلق فجر الاثنين", "souad"),
           telling("b", "قال نبيل إن | الرصيف أغلق فجر الاثنين", "nabil")),
     "another mouth", "سعاد الحلو → نبيل قاسم", "put in another's mouth", "نسبه إلى غير قائله"),
    (taken(telling("a", "قال مسؤولان كبيران إن | الرصيف أغلق", "two"), telling("b", "قال مسؤول | الرصيف أغلق", "one")),
     "source blurred", "مسؤولان كبيران في الميناء → مسؤول في الميناء", "less is said of the source", "أبهم المصدر"),
    (taken(telling("a", "قال مسؤولان كبيران | الرصيف أغلق", "two"), telling("b", "قال مسؤولون | أغلق الرصيف", "some")),
     "source grown", "مسؤولان كبيران في الميناء → مسؤولون", "more is made of the source", "ضخّم المصدر"),
    (taken(telling("a", "رجّحت سعاد أن | الحريق بدأ في المخزن", "souad"),
           telling("b", "أكدت سعاد أن | الحريق بدأ في المخزن", "souad")),
     "hedge lost", "رجّحت", "hedge lost", "أسقط التحفظ"),
    (taken(telling("a", "said | the frost may reach the lower valleys", "souad", language="en"),
           telling("b", "وقالت سعاد إن | الصقيع سيبلغ الوديان السفلى", "souad"), "translates"),
     "hedge lost", "may", "hedge lost", "أسقط التحفظ"),
    (taken(telling("a", "نفت سعاد | إغلاق الرصيف", "souad"), telling("b", "أعلنت سعاد | إغلاق الرصيف", "souad"),
           stances="denies asserts"), "denial lost", "", "denial lost", "أسقط النفي"),
]  # fmt: skip


@pytest.mark.parametrize(("trace", "kind", "detail", "english", "arabic"), KINDS)
def test_every_kind_is_found_and_reads_in_both_languages(
    trace: Trace, kind: str, detail: str, english: str, arabic: str
) -> None:
    assert changed(trace) == [(kind, detail)]
    text = "".join(c for c in terminal(trace, width=200) if unicodedata.category(c) != "Cf")
    told = f"{english} · {arabic}" + f" ({detail})" * bool(detail)
    assert f"↯ الفنار ← المرسى: {told}" in text  # at the claim
    assert f"1  {told} ← المرسى" in text[text.index("── What changed on the way") :]  # by report
    for language, words, arrow in (("ar", arabic, "←"), ("en", english, "→")):
        # a page is in the language of most of its reports
        more = tuple(Report(f"x{n}", "", "", "", language) for n in range(3))
        story = replace(trace.stories[0], reports=("a", "b", *(r.id for r in more)))
        whole = page(replace(trace, reports=(*trace.reports, *more), stories=(story,)))
        found = "".join(c for c in whole if unicodedata.category(c) != "Cf")
        words = words.replace("'", "&#39;")
        assert found.count(f'<span class="tag">{words}</span> {detail.replace("→", arrow)}'.rstrip()) >= 2


def test_a_hedge_that_is_said_otherwise_or_belongs_to_what_was_left_out_is_not_lost() -> None:
    may = telling("a", "وقال سعاد إن | الصقيع قد يبلغ الوديان السفلى", "souad")
    assert changed(taken(may, telling("b", "ألمحت سعاد إلى أن | الصقيع سيبلغ الوديان السفلى", "souad"))) == []
    denied = telling("b", "نفت سعاد أن | الصقيع سيبلغ الوديان", "souad")
    assert changed(taken(may, denied, stances="asserts denies")) == []
    past = telling("a", "قالت سعاد إن | الحارس كان قد تعلم الحرفة في صباه", "souad")
    assert changed(taken(past, telling("b", "قالت سعاد إن | الحارس تعلم الحرفة في صباه", "souad"))) == []
    longer = telling("a", "قالت سعاد إن | الرصيف أغلق فجرا وإن حركة السفن قد تتعطل يومين", "souad")
    assert changed(taken(longer, telling("b", "قالت سعاد إن | الرصيف أغلق فجرا", "souad"))) == []


def test_of_what_is_told_in_parts_the_hedge_may_stand_in_any_and_is_lost_once() -> None:
    both = telling("a", "said | the frost may reach the lower valleys, and the mills will stop on Monday", "souad",
                   language="en")
    kept = telling("b", "وقالت إن | الصقيع قد يبلغ الوديان", "souad", more="ستتوقف الطواحين يوم الاثنين")
    lost = telling("b", "وقالت إن | الصقيع سيبلغ الوديان", "souad", more="ستتوقف الطواحين يوم الاثنين")
    assert changed(taken(both, kept, "translates")) == []
    assert changed(taken(both, lost, "translates")) == [("hedge lost", "may")]


def test_an_almost_is_lost_where_something_firmer_stands_for_it() -> None:
    near = telling("a", "قالت سعاد إن | الصفقة باتت شبه محسومة", "souad")
    assert changed(taken(near, telling("b", "قالت سعاد إن | الصفقة حُسمت نهائيا", "souad"))) == [
        ("hedge lost", "شبه محسومة")]
    assert changed(taken(near, telling("b", "قالت سعاد إن | الصفقة معلقة", "souad"))) == []


def test_a_denial_that_the_taker_says_in_its_own_words_is_not_lost() -> None:
    denied = telling("a", "نفت سعاد | إغلاق الرصيف", "souad")
    again = telling("b", "قالت سعاد إنها | تنفي إغلاق الرصيف", "souad")
    assert changed(taken(denied, again, stances="denies asserts")) == []
    refused = telling("a", "ورفضت سعاد | الكشف عن البلد", "souad")
    declined = telling("b", "said | she declined to name the country", "souad", language="en")
    assert changed(taken(refused, declined, "translates", stances="denies asserts")) == []


def test_an_unnamed_source_that_is_only_pointed_back_to_has_lost_and_gained_nothing() -> None:
    named, back = ("قال مسؤول إن | الرصيف أغلق", "one"), ("said | the quay was shut", "person")
    assert changed(taken(telling("a", *named), telling("b", *back))) == []
    assert changed(taken(telling("a", *back), telling("b", *named))) == []
    more = telling("b", "قال مسؤولون إن | الرصيف أغلق", "some")
    assert changed(taken(telling("a", *back), more)) == [
        ("source grown", "the official → مسؤولون")]


def drifted(
    original: Statement, *takers: Statement, how: str = "rewrites", language: str = "ar", text: str = "",
    mentioned: str = "",
) -> list[tuple[str, str]]:
    """(report, kind) of what changed between report a and those that take from it, one after the other."""
    sources = [Source("u1", "ثلاثة مسؤولين كبار", "anonymous", traits=frozenset({"count:3", "rank:senior"})),
               Source("u2", "مسؤولون", "anonymous"), Source("p", "سعاد", "person"), Source("oa", "المرسى", "outlet"),
               Source("u5", "خمسة مسؤولين كبار", "anonymous", traits=frozenset({"count:5", "rank:senior"})),
               Source("q", "Souad", "person", (Mention("a", 0, 1),) if mentioned else ())]
    ids = ["a", *(t.report for t in takers)]
    reports = [Report(i, i, "", text, "ar" if i == "a" else language, "oa" if i == "a" else None) for i in ids]
    down = [Derivation(b, a, how, 0.9) for a, b in pairwise(ids)]  # type: ignore[arg-type]
    claim = Claim("c", "", ((original.id, *(t.id for t in takers)),))
    return [(d.report, d.kind) for d in drift([claim], [original, *takers], reports, sources, down)]


def by(report: str, *chain: str, voice: str = "indirect", **more: object) -> Statement:
    return Statement(f"{report}-1", report, 0, 40, voice, chain=chain, **more)  # type: ignore[arg-type]


def test_drift_sees_blurred_and_grown_sources() -> None:
    first = by("a", "u1")
    assert drifted(first, by("b", "u2")) == [("b", "source blurred")]
    assert drifted(first, by("b", "p")) == [("b", "source replaced")]
    assert drifted(first, by("b", "u5")) == [("b", "source grown")]


def test_drift_tells_a_dropped_source_from_own_voice_and_another_mouth_from_another_source() -> None:
    assert drifted(by("a", "p"), by("b", "oa"), how="cites") == [("b", "source dropped")]
    assert drifted(by("a", "p"), by("b", voice="own")) == [("b", "own voice")]
    same = "سنبني الجسر قبل نهاية السنة مهما كلف الأمر"
    assert drifted(by("a", "p"), by("b", "q"), text=same) == [("b", "another mouth")]
    assert drifted(by("a", "u1"), by("b", "q"), text=same) == [("b", "another mouth")]


def test_what_a_citing_report_has_from_somebody_else_is_no_drift() -> None:
    assert drifted(by("a", "p"), by("b", "u1"), how="cites") == []
    assert drifted(by("a", "p"), by("b", "oa", "u1"), how="cites") == [("b", "source replaced")]


def test_a_source_that_a_translation_spells_its_own_way_has_not_changed() -> None:
    assert drifted(by("a", "p"), by("b", "q"), how="translates", language="en") == []
    named = drifted(by("a", "p"), by("b", "q"), how="translates", language="en", mentioned="q")
    assert named == [("b", "source replaced")]


def test_drift_looks_past_a_report_in_which_the_claim_was_not_found() -> None:
    first, last = by("a", "p"), by("c", voice="own")
    claim = Claim("c", "", ((first.id, last.id),))
    reports = [Report(i, i, "", "", "ar") for i in "abc"]
    down = [Derivation("b", "a", "copies", 0.9), Derivation("c", "b", "rewrites", 0.9)]
    (found,) = drift([claim], [first, last], reports, [Source("p", "سعاد", "person")], down)
    assert (found.report, found.from_, found.kind) == ("c", "a", "own voice")


def test_of_two_statements_of_a_claim_each_is_laid_beside_its_own() -> None:
    pairs_ = [replace(by(r, who), id=f"{r}-{who}") for r in "ab" for who in ("p", "u1")]
    claim = Claim("c", "", (tuple(s.id for s in pairs_),))
    sources = [Source("u1", "مسؤول", "anonymous"), Source("p", "سعاد", "person")]
    reports = [Report(i, i, "", "", "ar") for i in "ab"]
    assert drift([claim], pairs_, reports, sources, [Derivation("b", "a", "copies", 0.9)]) == ()
