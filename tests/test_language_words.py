"""Words of a text, with their places and without."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.text import folded, words


@settings(derandomize=True, max_examples=300)
@given(st.text(st.sampled_from("وَقالـ ‏«١٫٨» Café’s 1,150.\u200f\u0301ﬁ أإآ-_\n"), max_size=60))
def test_words_without_their_places_are_the_same_words(text: str) -> None:
    assert folded(text) == [w.form for w in words(text)]
