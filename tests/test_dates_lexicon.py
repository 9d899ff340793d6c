"""The word list of dates: what ships loads, what is wrong is refused with the entry that is wrong."""

from __future__ import annotations

import copy
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from riwaya.dates.lexicon import LexiconError, build, load
from riwaya.language.text import fold


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    return tomllib.loads((files("riwaya.lexicon") / "dates.toml").read_text(encoding="utf8"))


@pytest.mark.parametrize(
    ("form", "month"),
    [
        ("يناير", 1), ("جانفي", 1), ("شباط", 2), ("فيفري", 2), ("آذار", 3), ("أفريل", 4), ("ماي", 5), ("أيار", 5),
        ("جوان", 6), ("حزيران", 6), ("جويلية", 7), ("يوليوز", 7), ("أوت", 8), ("غشت", 8), ("شتنبر", 9), ("أيلول", 9),
        ("نونبر", 11), ("دجنبر", 12), ("december", 12), ("sept", 9),
    ],
)  # fmt: skip
def test_months_of_every_tradition(form: str, month: int) -> None:
    assert load().words[fold(form)].tags["month"] == month


def test_months_of_two_words_are_phrases() -> None:
    phrases = load().phrases[fold("تشرين")]
    assert {p.rest: p.word.tags["month"] for p in phrases}[(fold("الثاني"),)] == 11


def test_particles_are_written_onto_words_and_counted() -> None:
    words = load().words
    assert (words["والخميس"].lead, words["والخميس"].joined) == (1, True)
    assert (words["بمارس"].lead, words["بمارس"].joined) == (1, False)
    assert words["للعام"].tags == words["العام"].tags
    assert "لامس" not in words  # ل + أمس is "touched"


def test_a_particle_never_makes_a_word_of_another() -> None:
    """«فبراير» begins with ف and is not «براير»; «واحد» is one and not «و» and a Sunday."""
    words = load().words
    assert words["فبراير"].lead == 0
    assert words["واحد"].lead == 0


def broken(table: dict[str, Any], *path: Any, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(table)
    at = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return changed


def test_a_month_that_is_none_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(LexiconError, match="month is 13"):
        build(broken(table, "month", 0, "n", value=13))


def test_a_form_with_two_values_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(LexiconError, match="فبراير"):
        build(broken(table, "month", 0, "ar", value=["فبراير"]))


def test_an_empty_form_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(LexiconError, match="empty form"):
        build(broken(table, "month", 0, "ar", value=[" "]))


def test_an_unknown_unit_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(LexiconError, match="no unit olympiad"):
        build(broken(table, "unit", "olympiad", value={"one": ["أولمبياد"]}))
