"""What figures count, and which of them are rivals. All examples are invented."""

from __future__ import annotations

import math
import time

import pytest

from riwaya.differences.counted import Counted, counted
from riwaya.differences.lexicon import line
from riwaya.differences.numbers import MOST_FIGURES, pairs
from riwaya.differences.quantities import find
from riwaya.language.text import words
from tellings import kinds, telling


def counts(text: str, language: str = "ar") -> list[Counted]:
    return list(telling(text, language=language).counts.values())


@pytest.mark.parametrize(
    ("text", "things", "fates", "people"),
    [
        ("مقتل سبعة عمال في المنجم", "", "dead", "worker"),
        ("إصابة تسعة آخرين", "", "hurt", ""),
        ("لقي 12 شخصا مصرعهم", "", "dead", ""),
        ("أن 17 شخصا على الأقل أصيبوا", "", "hurt", ""),
        ("nine sailors were killed", "", "dead", "crew"),
        ("killing at least 14", "", "dead", ""),
        ("دمرت 15 شاحنة", "vehicle", "", ""),
        ("أن عدد البواخر الراسية بلغ 34", "ship", "", ""),
        ("nine container ships", "ship", "", ""),
        ("مئات الطلاب أمام مبنى الكلية", "", "", "young"),
        ("بحسب المدير، انهار 20 منزلا", "home", "", ""),
        ("أغلقت 3 كيلومترات من الطريق", "", "", ""),
    ],
)
def test_what_a_figure_counts(text: str, things: str, fates: str, people: str) -> None:
    (found,) = counts(text, "en" if text.isascii() else "ar")
    assert things in found.things if things else not found.things
    assert fates in found.fates if fates else not found.fates
    assert found.people == ({people} if people else frozenset())


@pytest.mark.parametrize("text", [
    "فقد حضر 9 من الطحانين", "وفي المدينة 9 مطاحن", "بحسب محرر في الصحيفة 9", "جدل حول 41 رحلة", "أنبوب الغاز و41 رحلة",
    "مصادر تتحدث عن 41 رحلة", "close to 41 flights", "9 voters", "9 pagers", "9 boxers", "9 hospitalised millers",
])  # fmt: skip
def test_words_that_only_begin_like_one_of_the_lexicon_say_nothing(text: str) -> None:
    (found,) = counts(text, "en" if text.isascii() else "ar")
    assert not found.fates and not found.acts and found.things <= {"flight", "drone"}


def test_members_of_a_list_keep_their_own() -> None:
    dead, hurt = counts("قتل 14 وأصيب 9")
    assert (dead.fates, hurt.fates) == ({"dead"}, {"hurt"})
    dead, hurt = counts("14 قتيلا وإصابة تسعة")
    assert (dead.fates, hurt.fates) == ({"dead"}, {"hurt"})


@pytest.mark.parametrize("text", ["ثلاثة منهم في حال خطرة", "بينهم سائقان", "two of them from the north"])
def test_some_of_those_counted_are_a_part(text: str) -> None:
    assert counts(text, "en" if text.isascii() else "ar")[0].part


def test_what_another_figure_counts_a_part_of_is_whole() -> None:
    whole, part = counts("سبعة قتلى، بينهم سائقان")
    assert (whole.part, part.part) == (False, True)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("مقتل 14 في انفجار المنجم", "إصابة تسعة في انفجار المنجم"),
        ("إلغاء 41 رحلة بسبب الضباب", "تحويل 11 رحلة بسبب الضباب"),
        ("أن 41 رحلة ألغيت بسبب الضباب", "أن 4000 مسافر تضرروا من الضباب"),
        ("إصابة 86 طالبا في المخيم", "إصابة 12 طالبا تونسيا في المخيم"),
        ("إصابة 17 في انهيار السقف", "أن المصابين في انهيار السقف بخير، ثلاثة منهم في المستشفى"),
        ("that the mill owes 4 million euros in wages", "that the mill made 9 million euros in profits"),
    ],
)
def test_figures_of_unlike_things_are_no_rivals(a: str, b: str) -> None:
    one, other = (telling(t, language="en" if t.isascii() else "ar") for t in (a, b))
    assert ("number", True) not in kinds(one, other)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("مقتل 14 في انفجار المنجم", "nineteen were killed when the mine blew up"),
        ("إلغاء 41 رحلة بسبب الضباب", "that 60 flights were cancelled in the fog"),
        ("إصابة 12 طالبا تونسيا", "إصابة 19 طالبا تونسيا"),
        ("that the mill owes 4 million euros in wages", "that the mill owes 9 million euros in wages"),
    ],
)
def test_figures_of_one_thing_are_rivals_whatever_words_they_use(a: str, b: str) -> None:
    one, other = (telling(t, language="en" if t.isascii() else "ar") for t in (a, b))
    assert ("number", True) in kinds(one, other)


def test_ten_times_the_figures_cost_no_more_than_ten_times_the_time() -> None:
    def cost(times: int) -> float:
        text = "قتل 3 وأصيب 4 " * times
        said, figures = line(words(text)), find(text)
        best = math.inf
        for _ in range(5):
            began = time.process_time()
            counted(said, figures, text)
            best = min(best, time.process_time() - began)
        return best

    assert cost(300) < 25 * cost(30)


def test_two_tables_of_figures_are_compared_at_bounded_cost() -> None:
    one, other = (telling(" ".join(str(first + 3 * n) for n in range(1000))) for first in (10, 50_000))
    assert len(one.quantities) > 5 * MOST_FIGURES
    assert one.counts and other.counts  # what each counts is read once
    began = time.process_time()
    same, against = pairs(one, other)
    assert time.process_time() - began < 1
    assert not same and len(against) == MOST_FIGURES
