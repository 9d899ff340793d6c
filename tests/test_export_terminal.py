"""The terminal report: the answer first, letters and brackets beside colour, nothing hostile let through."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings

from invented import bakery, traces
from riwaya.export.bidi import FSI, PDI, RLI, width
from riwaya.export.terminal import render
from riwaya.model import Trace

STYLE = re.compile(r"\x1b\[[0-9;]*m")


def plain(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text)


def test_the_answer_comes_first_in_both_languages() -> None:
    lines = plain(render(bakery(), width=100)).splitlines()
    assert lines[1] == " 4 reports; 2 independent sources behind the main claim; 2 claims in conflict."
    assert lines[3].startswith(" 4 أخبار؛ مصدران مستقلان وراء الدعوى الرئيسية")


def test_sections_in_order() -> None:
    text = render(bakery(), width=100)
    order = ["Where they contradict", "Claims", "Told by one report only", "Which report comes from which",
             "What changed on the way", "Sources", "Timeline", "In the outlet's own voice", "Reports",
             "What could not be read"]  # fmt: skip
    places = [text.index(f"── {part}") for part in order]
    assert places == sorted(places)


def test_conflicts_chains_and_descent_are_told() -> None:
    text = plain(render(bakery(), width=100))
    assert "[12] عاملا أصيبوا" in text
    assert "[21] عاملا" in text
    assert "الصوت ← المرصد ← سمير حداد" in text
    assert "المرصد ← سمير حداد*" in text
    assert re.search(r"├─ copies · ينسخ: الصوت, 4 March 2031", text)
    assert re.search(r"└─ translates · يترجم: The Lantern", text)
    assert "cites · ينقل عن ?: المرصد" in text
    assert "(denies · ينفي)" in text
    assert "sentence encoder: an encoder" in text
    assert "pages/empty.txt: nothing in it (skipped · تُرك)" in text


def test_what_changed_on_the_way_is_told_by_claim_and_by_report() -> None:
    text = plain(render(bakery(), width=100))
    assert "↯ الصوت ← المرصد: said in its own voice · قاله بصوته (سمير حداد)" in text
    after = text[text.index("── What changed on the way") :]
    assert "2  said in its own voice · قاله بصوته (سمير حداد) ← المرصد" in after
    assert "وأصيب 21 عاملا" not in after.split("── Sources")[0]
    why = plain(render(bakery(), width=100, why=True))
    assert "21 عاملا" in why[why.index("── What changed on the way") :].split("── Sources")[0]


def test_the_words_of_sources_where_attribution_differs() -> None:
    assert "attribution · إسناد: A سمير حداد | B (own voice)" in plain(render(bakery(), width=100))


def test_why_prints_the_evidence() -> None:
    assert "the same words" not in render(bakery(), width=100)
    text = render(bakery(), width=100, why=True)
    assert "the same words" in text
    assert "one denies it" in text


@pytest.mark.parametrize("columns", [40, 60, 100, 120])
@pytest.mark.parametrize("color", [False, True])
def test_no_line_is_wider_than_the_screen(columns: int, color: bool) -> None:
    lines = STYLE.sub("", render(bakery(), width=columns, color=color, why=True)).splitlines()
    assert max(map(width, lines)) <= columns


def test_colour_adds_styles_only() -> None:
    text = render(bakery(), width=100, color=True)
    bare = STYLE.sub("", text)
    assert "\x1b" in text
    assert "\x1b" not in bare
    assert bare.replace("[", "").replace("]", "") == render(bakery(), width=100).replace("[", "").replace("]", "")


@given(traces)
@settings(max_examples=100, deadline=None)
def test_any_trace_is_shown_and_nothing_hostile_gets_through(trace: Trace) -> None:
    text = render(trace, width=60, why=True)
    assert not [c for c in text if unicodedata.category(c) == "Cc" and c != "\n"]
    assert not set(text) & set("\u202a\u202b\u202d\u202e\u2066")
    for line in text.splitlines():
        depth = 0
        for char in line:
            depth += (char in (FSI, RLI)) - (char == PDI)
            assert depth >= 0
        assert depth == 0


def test_a_trace_without_stories_is_shown() -> None:
    assert "4 reports" in render(replace(bakery(), stories=()))


def test_several_stories_are_parted() -> None:
    trace = bakery()
    text = render(replace(trace, stories=(*trace.stories, replace(trace.stories[0], id="other"))), width=60)
    assert "═" * 60 in text


def test_lines_of_a_long_claim_are_bounded() -> None:
    trace = bakery()
    long = replace(trace.stories[0].claims[1], text="كلمة " * 400)
    story = replace(trace.stories[0], claims=(long,))
    text = plain(render(replace(trace, stories=(story,)), width=80))
    assert text.count("كلمة") < 150
