"""What one telling adds, and in whose mouth it is put, by how much the two share. All examples are invented."""

from __future__ import annotations

import pytest

from riwaya.differences import Telling, between
from tellings import telling


def found(a: Telling, b: Telling, parallel: float | None = 0.6) -> list[str]:
    return [f.kind for f in between(a, b, parallel)]


ROAD = "فتحت البلدية الطريق إلى الطاحون القديم"


@pytest.mark.parametrize(
    ("short", "longer", "words"),
    [
        (ROAD, "فتحت البلدية الطريق البالغ طوله 300 متر إلى الطاحون القديم", "300 متر"),
        ("The council opened the road to the mill", "تفتح البلدية الطريق البالغ طوله 300 متر إلى الطاحون القديم",
         "300 متر"),
        (ROAD, "فتحت البلدية الطريق إلى الطاحون القديم المتوقف عن العمل منذ عام 1950", "منذ عام 1950"),
        (ROAD, "فتحت البلدية الطريق إلى الطاحون القديم على الضفة اليسرى من نهر الوادي", "على الضفة اليسرى من نهر"),
    ],
)
def test_a_fact_that_one_adds(short: str, longer: str, words: str) -> None:
    a = telling(short, language="en" if short.isascii() else "ar")
    (f,) = between(a, telling(longer), 0.6)
    assert (f.kind, f.conflict, f.a) == ("detail", False, None)
    assert f.b is not None
    assert words in f.b.of(longer)


@pytest.mark.parametrize(
    ("short", "longer"),
    [
        ("The elder of the millers has left the village", "رحل عن القرية أكبر الطحانين سنا عن 97 عاما قضاها فيها"),
        ("The guild has taken back sacks of one delivery", "استعادت النقابة أكياس التسليمة KR-5512 من جميع الأفران"),
        ("The mill was closed for a month in all", "بقي الطاحون القديم على الضفة مغلقا ثلاثين يوما كاملة"),
        ("The council opened the road on Tuesday", "فتحت البلدية الطريق إلى الطاحون القديم في 14 مايو 2024"),
        ("Road to mill open", "فتحت البلدية الطريق الذي يبلغ طوله 300 متر إلى الطاحون القديم قرب القرية"),  # a heading
    ],
)
def test_what_is_no_fact_of_its_own(short: str, longer: str) -> None:
    assert "detail" not in found(telling(short, language="en"), telling(longer))


def test_a_detail_is_of_one_thing() -> None:
    a = telling("The council opened the road to the mill", language="en")
    b = telling("تفتح البلدية الطريق البالغ طوله 300 متر إلى الطاحون القديم")
    assert found(a, b, 0.1) == []
    assert found(a, b, None) == []  # of two languages stems tell nothing


def test_a_hedge_counts_as_much_as_the_two_share() -> None:
    a = telling("قد يغلق الطاحون أبوابه هذا الشتاء")
    b = telling("يغلق الطاحون أبوابه هذا الشتاء")
    sure = {p: [f.sure for f in between(a, b, p) if f.kind == "strength"] for p in (0.1, 0.3, 0.6)}
    assert sure == {0.1: [], 0.3: [0.5], 0.6: [0.6]}


@pytest.mark.parametrize(
    ("chain", "published", "parallel", "called"),
    [
        ("two", "2024-05-15", 0.6, True),
        ("two", "2024-05-15", 0.4, True),
        ("two", "2024-05-15", 0.3, False),  # an outlet's own words
        ("miller", "2024-05-15", 0.6, True),
        ("miller", "2024-05-15", 0.4, False),  # who says it openly is seldom dropped
        ("two", "2024-05-16", 0.4, False),  # printed a day before
    ],
)
def test_a_source_that_was_dropped(chain: str, published: str, parallel: float, called: bool) -> None:
    a = telling(ROAD, published="2024-05-15")
    b = telling("شقت البلدية طريقا نحو الطاحون", cue="قال", chain=(chain,), published=published)
    assert ("attribution" in found(a, b, parallel)) is called


def test_who_spoke_openly_was_not_passed_over_for_an_outlet() -> None:
    outlet = telling(ROAD, cue="ذكرت", chain=("gazette",))
    for who, called in (("two", True), ("miller", False)):
        assert ("attribution" in found(outlet, telling(ROAD + " أمس", cue="قال", chain=(who,)), 0.45)) is called
