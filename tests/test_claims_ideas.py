"""What words are about, in two languages; the lexicon is whole. All examples are invented."""

from __future__ import annotations

import pytest

from riwaya.claims.ideas import ideas, is_empty, lexicon
from riwaya.claims.scorer import scorer
from riwaya.language.text import words


def of(text: str) -> set[str]:
    return {i for w in words(text) for i in ideas(w.form)}


@pytest.mark.parametrize(("one", "other", "shared"), [
    ("غادر الموظفون المدينة", "إجلاء الطاقم", {"leave", "work"}),
    ("ستغادر السفينة", "the ship left", {"leave", "ship"}),
    ("قوات عراقية", "في بغداد", {"@IQ"}),
    ("وللمستشفى طبيبان", "doctors at the clinic", {"hospital"}),
    ("لقي سبعة مصرعهم", "seven were killed", {"kill"}),
])  # fmt: skip
def test_other_words_of_one_idea_meet(one: str, other: str, shared: set[str]) -> None:
    assert shared <= of(one) & of(other)


def test_what_has_nothing_in_common_shares_no_idea() -> None:
    assert of("ارتفاع أسعار القمح").isdisjoint(of("اعتقال المتهم في المطار"))


def test_a_longer_beginning_goes_before_a_shorter() -> None:
    known = lexicon()
    assert all(len(start) > 1 for start in known.starts)
    assert ideas("مستشفي") == {"hospital"}


def test_words_without_content_are_known() -> None:
    assert is_empty("the") and is_empty("الذي") and not is_empty("ميناء")


def test_weights_and_features_fit_for_both_encoders() -> None:
    for kind in ("tokens", "plain"):
        learnt = scorer(kind)
        assert learnt.weights.shape == scorer("tokens").weights.shape
        assert learnt.cheap[0] > 0
