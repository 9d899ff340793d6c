"""Text of others on a screen of ours: no controls, no reordering, right widths."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from riwaya.export import bidi


@given(st.text())
def test_clean_leaves_no_control(text: str) -> None:
    left = bidi.clean(text)
    assert not [c for c in left if unicodedata.category(c) in ("Cc", "Cs") or c in "\u202e\u2066\u2067\u2068\u2069"]
    assert bidi.clean(left) == left


def test_clean_keeps_letters_marks_and_joiners() -> None:
    for text in ("قُتِلَ 12", "می\u200cخواهم", "é 🕌"):
        assert bidi.clean(text) == text


def test_escape_sequences_are_only_words_then() -> None:
    assert "\x1b" not in bidi.isolate("\x1b]0;title\x07\x1b[31mred")
    assert "\u202e" not in bidi.isolate("abc\u202edef")


@given(st.text())
def test_isolates_are_balanced(text: str) -> None:
    shown = bidi.isolate(text)
    assert shown.count(bidi.FSI) == shown.count(bidi.PDI) == (1 if bidi.has_rtl(bidi.clean(text)) else 0)


def test_isolate_only_what_needs_it() -> None:
    assert bidi.isolate("Reuters 12") == "Reuters 12"
    assert bidi.isolate("رويترز") == "\u2068رويترز\u2069"


def test_width_counts_columns() -> None:
    assert bidi.width("وَقَالَ") == 4
    assert bidi.width("\u2068قال\u2069") == 3
    assert bidi.width("日本") == 4
    assert bidi.width("abc") == 3


@given(st.text(alphabet="اب جَُد ef 日\u0300", max_size=200), st.integers(2, 30))
def test_wrap_fits_and_loses_no_letter(text: str, columns: int) -> None:
    lines = bidi.wrap(text, columns)
    assert all(bidi.width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_cut_ends_at_a_word_where_one_is_near() -> None:
    assert bidi.cut("the quick brown fox", 12) == "the quick…"
    assert bidi.cut("short", 12) == "short"
    assert bidi.width(bidi.cut("x" * 50, 12)) == 12


def test_broken_isolates_are_closed_and_opened_again() -> None:
    lines = bidi.balanced(bidi.wrap(f"{bidi.FSI}قال الوزير أمس{bidi.PDI} today", 8))
    assert len(lines) > 2
    assert all(line.count(bidi.FSI) == line.count(bidi.PDI) for line in lines)


def test_first_strong_letter_decides() -> None:
    assert bidi.starts_rtl("12 «قال» he")
    assert not bidi.starts_rtl("12 said قال")
    assert not bidi.starts_rtl("12")


def test_a_megabyte_is_quick() -> None:
    import time

    began = time.perf_counter()
    bidi.wrap(bidi.flat("ا" * 1_000_000), 80)
    assert time.perf_counter() - began < 5
