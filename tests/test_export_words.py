"""What the screens say themselves, in both languages."""

from __future__ import annotations

import pytest

from riwaya.export import words


@pytest.mark.parametrize(
    ("n", "english", "arabic"),
    [
        (0, "0 reports", "0 أخبار"), (1, "1 report", "خبر واحد"), (2, "2 reports", "خبران"),
        (3, "3 reports", "3 أخبار"), (10, "10 reports", "10 أخبار"),
        (11, "11 reports", "11 خبراً"), (99, "99 reports", "99 خبراً"),
        (100, "100 reports", "100 خبر"), (103, "103 reports", "103 أخبار"), (1000, "1,000 reports", "1,000 خبر"),
    ],
)  # fmt: skip
def test_counted(n: int, english: str, arabic: str) -> None:
    assert words.counted(n, "report", "en") == english
    assert words.counted(n, "report", "ar") == arabic


def test_ranges() -> None:
    assert words.ranged(1, 1, "independent source", "en") == "1 independent source"
    assert words.ranged(2, 3, "independent source", "en") == "2–3 independent sources"
    assert words.ranged(1, 2, "independent source", "ar") == "مصدر أو مصدران مستقلان"
    assert words.ranged(2, 11, "independent source", "ar") == "من 2 إلى 11 مصدراً مستقلاً"


def test_lists() -> None:
    assert words.listed([], "en") == ""
    assert words.listed(["a", "b", "c"], "en") == "a, b and c"
    assert words.listed(["المدى", "الصوت", "Lantern"], "ar") == "المدى والصوت و Lantern"


@pytest.mark.parametrize(
    ("when", "english", "arabic"),
    [
        ("2031-03-04", "4 March 2031", "4 آذار/مارس 2031"),
        ("2031-03-04T10:00:00+02:00", "4 March 2031", "4 آذار/مارس 2031"),
        ("2031-12", "December 2031", "كانون الأول/ديسمبر 2031"),
        ("2031", "2031", "2031"),
        ("2031-03-04/2031-03-10", "4 March 2031 – 10 March 2031", "من 4 آذار/مارس 2031 إلى 10 آذار/مارس 2031"),
        (None, "no date", "بلا تاريخ"),
        ("2031-13-04", "2031-13-04", "2031-13-04"),
        ("soon", "soon", "soon"),
    ],
)
def test_dates(when: str | None, english: str, arabic: str) -> None:
    assert words.dated(when, "en") == english
    assert words.dated(when, "ar") == arabic


def test_letters_go_on_as_numbers() -> None:
    assert words.letter(0, "en") == "A"
    assert words.letter(0, "ar") == "أ"
    assert words.letter(40, "en") == words.letter(40, "ar") == "41"


def test_every_word_is_in_both_languages() -> None:
    for key in words._WORDS:
        assert words.say(key, "en").isascii() or "–" in words.say(key, "en")
        assert any("\u0600" <= c <= "\u06ff" for c in words.say(key, "ar")), key
