"""Doubtful pairs are told at both ends, once, the likeliest first; and the terminal and the page show them."""

from __future__ import annotations

from dataclasses import replace

from invented import bakery
from riwaya.export import html, terminal
from riwaya.export.doubts import doubts

TRACE = bakery()
STORY = TRACE.stories[0]
ONE, TWO = sorted(STORY.claims, key=lambda c: -len(c.statements()))[:2]
A, B = ONE.statements()[0], TWO.statements()[0]
KNOWN = {s.id: s for s in TRACE.statements}


def test_a_pair_of_two_claims_is_told_at_both() -> None:
    found = doubts([replace(ONE, unsure=((A, B, 0.4),)), TWO], KNOWN)
    assert [(d.mine.id, d.other.id, d.inside) for d in found[ONE.id]] == [(A, B, False)]
    assert [(d.mine.id, d.other.id, d.inside) for d in found[TWO.id]] == [(B, A, False)]


def test_a_pair_within_a_claim_is_told_once_and_unknown_statements_never() -> None:
    first, second = ONE.statements()[:2]
    found = doubts([replace(ONE, unsure=((first, second, 0.3), (first, "gone", 0.5)))], KNOWN)
    assert [(d.mine.id, d.other.id, d.inside) for d in found[ONE.id]] == [(first, second, True)]


def test_the_likeliest_stands_first() -> None:
    third = TWO.statements()[-1]
    found = doubts([replace(ONE, unsure=((A, B, 0.3), (A, third, 0.5))), TWO], KNOWN)
    told = [d.sure for d in found[ONE.id]]
    assert told == sorted(told, reverse=True)


def test_doubts_and_reasons_are_shown() -> None:
    one = replace(ONE, unsure=((A, B, 0.44),), why=((A, ONE.statements()[1], 0.81, "+2.1 meaning"),))
    trace = replace(TRACE, stories=(replace(STORY, claims=(one, *(c for c in STORY.claims if c.id != ONE.id))),))
    assert "0.44" not in terminal.render(trace)
    text = terminal.render(trace, why=True)
    assert "0.44" in text and "+2.1 meaning" in text
    page = html.render(trace)
    assert "0.44" in page and '<span dir="ltr" class="iso">+2.1</span> المعنى' in page
