"""Citations of claims, in both languages and with both kinds of marks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from invented import bakery, traces
from riwaya.export.cite import cite, render
from riwaya.export.view import view
from riwaya.model import Trace


def plain(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text)


def test_a_citation_holds_the_claim_the_count_and_the_evidence() -> None:
    told = plain(cite(bakery(), "fall"))
    assert told.startswith("Claim: “سقف المخبز انهار فجر الثلاثاء”\nTold by 4 reports · 2 independent sources · The ")
    assert "conflict, negation:" in told
    assert "المرصد, “انهيار سقف مخبز”, 4 March 2031, https://marsad.example/1" in told
    assert "“The roof of the bakery fell at dawn on Tuesday” — The Lantern ← المرصد ← سمير حداد" in told
    assert "(denies)" in told and "Version B" in told


def test_the_same_in_arabic() -> None:
    told = plain(cite(bakery(), "hurt", "ar"))
    assert told.startswith("الدعوى: «12 عاملا أصيبوا»\nالرواة: 3 أخبار · ")
    assert "تعارض، عدد: «12»" in told and "≠ «21» (الصوت)" in told
    assert "سمير حداد (استنتاجاً)" in told and "بصوتها" in told


def test_markdown_takes_no_word_of_a_report_for_markup() -> None:
    report = replace(bakery().reports[0], title="[x](javascript:alert(1)) *a* <b>", url="javascript:alert(1)")
    trace = replace(bakery(), reports=(report, *bakery().reports[1:]))
    told = cite(trace, "fall", "en", "markdown")
    assert r"\[x\](javascript:alert(1)) \*a\* \<b\>" in told
    assert "<javascript" not in told and "**Version A**\n\n- " in told
    assert "<https://marsad.example/1>" in cite(bakery(), "fall", "en", "markdown")


def test_all_shared_claims_are_rendered_in_the_language_of_the_story() -> None:
    told = render(bakery())
    assert told.count("الدعوى: ") == 2 and "Claim" not in told
    assert render(bakery(), "markdown").count("\n---\n") == 1


@given(traces)
@settings(max_examples=60, deadline=None)
def test_whatever_a_trace_holds_every_claim_can_be_cited(trace: Trace) -> None:
    opened = view(trace)
    for story in trace.stories:
        for claim in story.claims:
            for markup in ("text", "markdown"):
                told = cite(opened, claim.id, "ar", markup)  # type: ignore[arg-type]
                assert told.endswith("\n") and "\x1b" not in told


def test_a_claim_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        cite(bakery(), "none")
