"""States of one count, bounds of a figure, and what is nothing beside it. All examples are invented."""

from __future__ import annotations

import pytest

from riwaya.differences import between, tell
from riwaya.model import Report, Span, Statement
from tellings import SOURCES, kinds, telling


def test_what_one_source_counts_higher_later_is_an_update() -> None:
    a = telling("ورود 18 شكوى إلى المطحنة", cue="أعلن", chain=("mayor",), published="2024-05-15")
    b = telling("ورود 23 شكوى إلى المطحنة", cue="أعلن", chain=("mayor",), published="2024-05-16")
    misread = telling("ورود 61 شكوى إلى المطحنة", cue="أعلن", chain=("mayor",), published="2024-05-16")
    other = telling("ورود 23 شكوى إلى المطحنة", cue="قال", chain=("baker",), published="2024-05-16")
    assert [(f.conflict, f.update) for f in between(a, b) if f.kind == "number"] == [(False, True)]
    for c in (misread, other):
        assert [(f.conflict, f.update) for f in between(a, c) if f.kind == "number"] == [(True, False)]


def test_a_count_told_for_an_hour_is_a_state_of_it() -> None:
    a = telling("23 sacks had been sent back", cue="said", chain=("mayor",), language="en")
    b = telling("41 sacks had been sent back by 1pm", cue="said", chain=("mayor",), language="en")
    assert [(f.conflict, f.update) for f in between(a, b) if f.kind == "number"] == [(False, True)]
    plain = telling("41 sacks had been sent back", cue="said", chain=("mayor",), language="en")
    assert [(f.conflict, f.update) for f in between(a, plain) if f.kind == "number"] == [(True, False)]


def test_the_moment_that_a_count_is_told_for_is_no_rival_date() -> None:
    early = telling("إنها أحصت 61 كيسا حتى مساء السبت", cue="قال", chain=("mayor",), published="2024-05-14")
    late = telling("إنها أحصت 74 كيسا حتى مساء الاثنين", cue="قال", chain=("mayor",), published="2024-05-14")
    assert [(f.kind, f.conflict, f.update) for f in between(early, late)] == [("number", False, True)]
    shut = [telling(f"أن الطاحون مغلق حتى مساء {day}", published="2024-05-14") for day in ("السبت", "الاثنين")]
    assert ("date", True) in kinds(*shut)


def test_what_is_counted_is_no_rival_of_what_is_measured() -> None:
    a = telling("انطلقت عربة واحدة على الأقل من الطاحون")
    b = telling("انطلقت من الطاحون، على بعد 12 كيلومترا من القرية")
    assert "number" not in dict(kinds(a, b))


def test_one_source_that_says_no_in_two_ways_contradicts_nothing() -> None:
    a = telling("وقوع أي إصابات في الطاحون", cue="نفى", chain=("mayor",))
    b = telling("إنه فحص ثلاث حالات ولم يجد صلة بالطاحون", cue="قال", chain=("mayor",))
    asserted = telling("وقوع إصابات في الطاحون", cue="قال", chain=("baker",))
    assert ("polarity", True) not in kinds(a, b)
    assert ("polarity", True) in kinds(a, asserted)


def test_had_not_been_is_no_hedge() -> None:
    assert "possible" not in telling("ولم يكن قد تلقى الطحين أصلا").hedges
    assert "possible" in telling("وقد تتلقى المطحنة الطحين").hedges


def test_nothing_negates() -> None:
    a = telling("Nothing in the letters links the mill to the flood", language="en")
    b = telling("أن الرسائل تربط بين الطاحون والفيضان")
    assert ("polarity", True) in kinds(a, b)


def test_at_least_three_may_be_three() -> None:
    a, b = telling("تعطل الطاحون ثلاث مرات على الأقل"), telling("تعطل الطاحون ثلاث مرات")
    assert kinds(a, b) == [("strength", False)]
    more = telling("تعطل الطاحون أكثر من ثلاث مرات")
    assert kinds(more, b) == [("number", False)]


def test_what_is_hoped_is_less_than_what_will_be() -> None:
    a = telling("It hoped to open the mill by Friday", language="en", published="2024-05-14")
    b = telling("أن الطاحون سيُفتح يوم الجمعة", published="2024-05-14")
    assert ("strength", False) in kinds(a, b)


def test_how_strongly_is_nothing_beside_a_rival_figure() -> None:
    a, b = telling("أن الخسائر قد تبلغ 40 ألف دينار"), telling("أن الخسائر تبلغ 90 ألف دينار")
    assert kinds(a, b) == [("number", True)]


def test_questioned_as_a_witness_or_as_a_suspect() -> None:
    a = telling("the miller was questioned as a possible witness", language="en")
    b = telling("the miller was questioned as a suspect", language="en")
    assert ("action", True) in kinds(a, b)


def test_counts_by_the_week_and_by_the_month() -> None:
    a = telling("would let two carts a week into the mill", language="en")
    assert kinds(a, telling("تنص على إدخال أربع عربات شهريا إلى الطاحون")) == [("number", True)]
    assert kinds(a, telling("السماح بدخول عربتين أسبوعيا إلى الطاحون")) == []
    assert kinds(telling("يطحن 14 كيسا أسبوعيا"), telling("يطحن كيسين يوميا")) == []


def test_a_figure_that_is_turned_down_is_not_told() -> None:
    a = telling("إدخال أربع حافلات إلى الطاحون، «لا حافلتين كما نُشر»")
    assert [q.value for q in a.quantities] == [4]
    assert kinds(a, telling("إدخال حافلتين إلى الطاحون")) == [("number", True)]
    assert telling("I have not heard one word of thanks", language="en").quantities == []


def test_more_than_half_is_no_rival_of_55_per_cent() -> None:
    a = telling("trade at the mill is down about 55 per cent", language="en")
    assert kinds(a, telling("وفقدت الطاحون أكثر من نصف حركتها")) == [("number", False)]


def test_one_is_often_more_a_word_than_a_count() -> None:
    a = telling("letters passed between two rooms of the same inn", language="en")
    assert kinds(a, telling("أنهما نزلا في خان واحد على مدى أسبوع")) == []
    lone = telling("One baker was hurt in the mill", language="en")
    assert ("number", True) in kinds(lone, telling("أن خبازين اثنين أصيبا في الطاحون"))


def test_a_broken_plural_counts_what_its_singular_counts() -> None:
    (found,) = between(telling("حذف ثلاثة مشاهد من المسرحية"), telling("حذف 12 مشهدا من المسرحية"))
    assert found.conflict and found.sure >= 0.9


@pytest.mark.parametrize(("one", "other"), [
    ("وصلت العربة بعد 25 دقيقة من النداء", "لم تصل العربة إلا بعد أكثر من ساعة"),
    ("ستفرغ اللجنة من عملها خلال 72 ساعة", "ستفرغ اللجنة من عملها خلال 48 ساعة"),
])  # fmt: skip
def test_how_long_it_took_by_the_clock_is_a_number(one: str, other: str) -> None:
    assert kinds(telling(one), telling(other)) == [("number", True)]


def test_three_hours_may_be_at_least_two() -> None:
    a, b = (telling(f"The cart came after {n} hours", language="en") for n in ("at least two", "three"))
    assert not any(conflict for _, conflict in kinds(a, b))


def test_days_after_are_dates_still() -> None:
    a, b = telling("وصل التاجر بعد يومين من النداء"), telling("وصل التاجر بعد خمسة أيام من النداء")
    assert kinds(a, b) == [("date", True)]


@pytest.mark.parametrize(("one", "other", "conflict"), [
    ("عرض التاجر 52 مليون أورو للطاحون", "The trader offered £9m for the mill", True),
    ("عرض التاجر تسعة ملايين يورو للطاحون", "The trader offered $10m for the mill", False),
    ("عرض التاجر 45 مليون دولار للطاحون", "The trader offered a stunning £45million for the mill", True),
    ("عرض التاجر 400 مليون ليرة للطاحون", "The trader offered $10m for the mill", False),  # whose lira is not told
])  # fmt: skip
def test_amounts_in_two_currencies_conflict_where_no_rate_makes_them_one(one: str, other: str, conflict: bool) -> None:
    assert kinds(telling(one), telling(other, language="en")) == [("number", conflict)]


def test_two_of_a_thing_stand_against_three() -> None:
    a, b = telling("سمع العمال دوي ثلاثة انفجارات"), telling("سمع العمال دوي انفجارين لا ثلاثة")
    assert kinds(a, b) == [("number", True)]


@pytest.mark.parametrize(
    ("one", "other", "source", "update"),
    [
        ("وصول نحو 20 جريحا حتى الثالثة صباحا", "إصابة 31 شخصا في انهيار الطاحون", ("mayor", "miller"), True),
        ("وصول نحو 20 جريحا", "إصابة 31 شخصا في انهيار الطاحون", ("mayor", "miller"), False),
        ("مقتل 13 شخصا في انهيار الطاحون", "ارتفاع عدد القتلى إلى 14", ("mayor", "miller"), True),
        ("فقدان 43 آخرين", "38 مفقودا", ("mayor", "mayor"), True),
        ("فقدان 43 آخرين", "38 مفقودا", ("mayor", "miller"), False),
    ],
)
def test_two_tolls_of_one_day(one: str, other: str, source: tuple[str, str], update: bool) -> None:
    a, b = (telling(text, cue="أعلن", chain=(who,)) for text, who in zip((one, other), source, strict=True))
    assert [(f.conflict, f.update) for f in between(a, b, 0.5) if f.kind == "number"] == [(not update, update)]


def test_the_moment_may_stand_in_the_rest_of_the_sentence() -> None:
    page = "The mayor said 41 sacks had been sent back by 1pm and 11 given away. Nobody was hurt."
    start = page.index("11 given away")
    report = Report("r", "", "", page, "en", published="2024-05-15")
    part = tell(Statement("s", "r", start, start + 13, "indirect", cue=Span(0, 14), chain=("mayor",)), report, SOURCES)
    assert part.sentence == page[: page.index(" Nobody") - 1]
    early = telling("six given away", cue="said", chain=("mayor",), language="en")
    assert [(f.conflict, f.update) for f in between(early, part, 0.6) if f.kind == "number"] == [(False, True)]


def test_a_last_count_may_be_far_above_the_first() -> None:
    a = telling("23 sacks had been sent back", cue="said", chain=("mayor",), language="en", published="2024-05-15")
    for cue, update in (("وأعلن العمدة في حصيلة نهائية", True), ("وأعلن العمدة", False)):
        b = telling("إعادة 72 كيسا", cue=cue, chain=("mayor",), published="2024-05-16")
        assert [f.update for f in between(a, b, 0.6) if f.kind == "number"] == [update]


@pytest.mark.parametrize(
    ("late", "toll", "update"), [("miller", 17, True), ("two", 17, False), ("", 17, True), ("", 40, False)]
)
def test_a_later_toll_that_somebody_stands_for(late: str, toll: int, update: bool) -> None:
    a = telling("أودى انهيار الطاحون بحياة 14 شخصا", cue="قال", chain=("mayor",), published="2024-05-15")
    cue = {"cue": "قال", "chain": (late,)} if late else {}
    b = telling(f"أودى انهيار الطاحون بحياة {toll} شخصا", published="2024-05-16", **cue)  # type: ignore[arg-type]
    assert [(f.conflict, f.update) for f in between(a, b) if f.kind == "number"] == [(not update, update)]


def test_time_does_not_grow_as_a_toll_does() -> None:
    a = telling("انتظر المصابون ساعة ونصف الساعة", published="2024-05-15")
    b = telling("انتظر المصابون ثلاث ساعات", published="2024-05-16")
    assert [(f.conflict, f.update) for f in between(a, b) if f.kind == "number"] == [(True, False)]


def test_a_bound_that_its_subject_parts_from_its_figure() -> None:
    a = telling("أن حمولة المركب لا تتجاوز 80 كيسا")
    assert between(a, telling("أن المركب لا تزيد حمولته القصوى على 80 كيسا"), 0.7) == []
    more = telling("أن المركب تزيد حمولته القصوى على 80 كيسا")
    assert [(f.kind, f.conflict) for f in between(a, more, 0.7)] == [("number", True)]


def rivals(one: str, other: str, language: str = "ar") -> list[tuple[str, bool]]:
    found = between(telling(one, cue="قال", chain=("mayor",), language=language),
                    telling(other, cue="قال", chain=("baker",), language=language))
    return [(f.kind, f.conflict) for f in found if f.kind == "number"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("فرض رسوم على 128 منتجا", "فرض رسوم قيمتها ثلاثة مليارات دولار"),  # things, and money
        ("وفاة الطحان محمود (22 سنة)", "وفاة الخباز سالم (30 سنة)"),  # two men
        ("سجن محمود البالغ 22 سنة في المطحنة", "سجن محمود 5 سنوات في المطحنة"),  # an age, and a term
        ("تحرير المحضر رقم 438 في المطحنة", "تحرير المحضر رقم 833 في المطحنة"),  # two cases
    ],
)
def test_figures_of_unlike_things_are_no_rivals(one: str, other: str) -> None:
    assert rivals(one, other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وفاة الطحان محمود (22 سنة)", "وفاة الطحان محمود (30 سنة)"),
        ("مدة العقد (5 سنوات)", "مدة العقد 7 سنوات"),
        ("سجن عمر 5 سنوات", "سجن عمر 7 سنوات"),
        ("the miller, a 34-year-old, was held", "the miller, a 43-year-old, was held"),
        ("فرض رسوم على 128 منتجا", "فرض رسوم على 182 منتجا"),
    ],
)
def test_figures_of_one_thing_are_rivals(one: str, other: str) -> None:
    assert rivals(one, other, "en" if one.isascii() else "ar") == [("number", True)]


def test_which_year_it_was_is_nobodys_former_post() -> None:
    assert kinds(telling("خفض الدعم في السنة المالية السابقة"), telling("خفض الدعم في العام المالي الحالي")) == []
    posts = kinds(telling("قال المدير السابق للمطحنة ذلك"), telling("قال المدير الحالي للمطحنة ذلك"))
    assert ("name", True) in posts
