"""Counts by the day, week, month or year («أربع رحلات شهريا», "two trips a week"), figures that a text turns down
(«أربع لا اثنتان», "four, not two"), and figures that another is held against («مقارنة بـ 379», "down from 12")."""

from __future__ import annotations

import re

from riwaya.differences.numerals import peel
from riwaya.language.text import Word, fold

_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}  # of one period
_ADVERBS = {
    "يوميا": "day", "اسبوعيا": "week", "شهريا": "month", "فصليا": "quarter", "سنويا": "year", "daily": "day",
    "weekly": "week", "monthly": "month", "quarterly": "quarter", "annually": "year", "yearly": "year",
}  # fmt: skip
_NOUNS = {
    "يوم": "day", "اسبوع": "week", "شهر": "month", "سنه": "year", "عام": "year", "day": "day", "week": "week",
    "month": "month", "quarter": "quarter", "year": "year",
}  # fmt: skip
_EACH = frozenset(("كل", "a", "an", "per", "each", "every"))
_REACH = 5  # words after a figure among which its period stands
_NOT = frozenset(("لا", "ليس", "ليست", "وليس", "وليست", "ولا", "not", "never", "nor"))
_DROP = 3  # words between a negation and a "one" that it makes none ("have not heard one word")
_ONE = frozenset(("one", "واحد", "واحده", "a"))


def period(text: str, ws: list[Word], at: int) -> float | None:
    """The days of the period that a figure is counted by, from word `at` (the one after the figure) on in the
    same part of the sentence; None where it is plainly a count."""
    for i in range(at, min(len(ws), at + _REACH)):
        if i > at and any(c in text[ws[i - 1].end : ws[i].start] for c in "،,.؛;:0123456789"):
            return None
        forms = [f for f, _ in peel(ws[i].form)]
        adverb = next((_ADVERBS[f] for f in forms if f in _ADVERBS), None)
        if adverb and (not ws[i].form.isascii() or i > at):  # "two daily papers" are no rate
            return _DAYS[adverb]
        if i + 1 >= len(ws):
            return None
        noun = _NOUNS.get(ws[i + 1].form.removeprefix("ال"))
        led = ws[i].form in _EACH or (ws[i].form == "في" and ws[i + 1].form.startswith("ال"))
        if noun and led and i > at:
            return _DAYS[noun]
    return None


def turned_down(ws: list[Word], i: int, value: float) -> bool:
    """Whether the figure that begins at word i is one that the text says it is not, or a "one" that is none."""
    before = [w.form for w in ws[max(0, i - _DROP) : i]]
    if before and before[-1] in _NOT:
        return True
    return value == 1 and ws[i].form in _ONE and any(f in _NOT or f in ("لم", "لن") for f in before)


def held_against(text: str, start: int) -> bool:
    """Whether a figure is what another is held against («مقارنة بـ 379 مليارا», "down from 12 million")."""
    led = _AGAINST.search(fold(text[max(0, start - _LED) : start]))
    return bool(led) and any(c.isdigit() for c in text[:start])


_AGAINST = re.compile(
    r"(?:(?:ب?المقارنه|مقارنه|قياسا) (?:ب|مع|الي|ل)? ?|\bبدلا من "
    r"|\b(?:compared (?:with|to)|up from|down from|instead of) )$"
)
_LED = 24  # characters before a figure among which that is said
