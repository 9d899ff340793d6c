"""What is called untrue, negated or turned down, and what cannot be beside it. All examples are invented."""

from __future__ import annotations

import pytest

from riwaya.differences import between, tell
from riwaya.model import Report, Span, Statement
from tellings import SOURCES, kinds, telling


@pytest.mark.parametrize(("cue", "text"), [
    ("ولا صحة لما تردد عن", "بيع أي طاحون"),
    ("وقال الطحان", "إن الحديث عن بيع الطاحون «هراء»"),
    ("وقال الطحان", "إن الأنباء عن بيع الطاحون عارية تماما عن الصحة"),
    ("واصفا الحديث عن بيع الطاحون بأنه", "«حكاية للأطفال»"),
])  # fmt: skip
def test_what_is_called_untrue_is_denied(cue: str, text: str) -> None:
    a = telling(text, cue=cue, chain=("miller",))
    assert a.denied
    assert kinds(a, telling("أن الطاحون بيع", cue="قال الخباز", chain=("baker",))) == [("polarity", True)]


def test_reports_that_are_baseless_are_denied() -> None:
    a = telling("Reports that the mill was sold are baseless", language="en", cue="said", chain=("miller",))
    b = telling("The mill was sold", language="en", cue="said", chain=("baker",))
    assert kinds(a, b) == [("polarity", True)]
    assert kinds(a, telling("أن الطاحون بيع", cue="قال", chain=("baker",))) == [("polarity", True)]


@pytest.mark.parametrize("text", [
    "أدين الطحان بنشر أخبار كاذبة عن الطاحون", "وصف الأنباء بأنها صحيحة", "The reports are not false",
    "The miller was fined for spreading false reports",
])  # fmt: skip
def test_false_news_and_true_news_deny_nothing(text: str) -> None:
    assert not telling(text, language="en" if text.isascii() else "ar").denied


def test_a_figure_that_is_denied_is_no_rival_of_another() -> None:
    a = telling("Figures of 230 sacks were wrong", language="en", cue="said", chain=("miller",))
    assert kinds(a, telling("23 sacks were sent back", language="en", cue="said", chain=("baker",))) == []
    same = telling("230 sacks were sent back", language="en", cue="said", chain=("baker",))
    assert kinds(a, same) == [("polarity", True)]


def test_who_denies_one_cause_may_hold_the_other() -> None:
    a = telling("أن يكون حريق الطاحون ناجما عن تماس كهربائي", cue="نافيا", chain=("miller",))
    b = telling("أن عمالا أضرموا النار في الطاحون", cue="قال", chain=("baker",))
    assert not any(conflict for _, conflict in kinds(a, b))
    held = telling("أن حريق الطاحون ناجم عن تماس كهربائي", cue="قال", chain=("mayor",))
    assert ("action", True) in kinds(held, b)
    assert kinds(a, held) == [("polarity", True)]


def test_no_talks_and_talks() -> None:
    a = telling('there were "no talks, open or secret, with the baker"', language="en", cue="said", chain=("miller",))
    held = telling("The miller and the baker have met for secret talks in the village since autumn",
                   language="en", cue="said", chain=("mayor",))
    assert ("polarity", True) in kinds(a, held)
    indirect = telling("عن عقد محادثات غير مباشرة بين الطحان والخباز", cue="كشف", chain=("mayor",))
    assert ("polarity", True) in kinds(a, indirect)


def test_english_words_meet_without_their_endings() -> None:
    a = telling('that "no trace of weevils" had been found in the sacks', language="en", cue="said", chain=("miller",))
    b = telling("two sacks with what look like weevil holes", language="en", cue="said", chain=("baker",))
    assert ("polarity", True) in kinds(a, b)


def test_no_before_what_the_other_negates_too() -> None:
    a = telling("The mayor has received no reports of harm", language="en")
    b = telling("No cases of harm have been reported to the mayor", language="en")
    assert not any(conflict for _, conflict in kinds(a, b))


def test_a_quality_and_an_event_that_are_negated() -> None:
    assert ("polarity", True) in kinds(telling("أن مياه البئر صالحة للشرب"), telling("أن مياه البئر غير صالحة للشرب"))
    assert ("polarity", True) in kinds(telling("وقوع انفجار في الطاحون"), telling("عدم وقوع أي انفجار في الطاحون"))
    a, b = telling("أن مرض الخباز ناجم عن الدقيق"), telling("أن مرض الخباز لا علاقة له بالدقيق")
    assert ("polarity", True) in kinds(a, b)


def test_who_weighs_it_has_not_done_it() -> None:
    a = telling("The mayor is weighing whether to open an inquiry", language="en")
    b = telling("no inquiry has been opened", language="en")
    assert ("polarity", True) not in kinds(a, b)
    assert ("polarity", True) in kinds(telling("يدرس المختار بيع الطاحون"), telling("لا يدرس المختار بيع الطاحون"))


def test_how_many_is_no_question_of_what_is_not_so() -> None:
    a = telling("None of the 60 workers will lose their jobs", language="en")
    assert kinds(a, telling("أن 12 من عمال الطاحون سيفقدون وظائفهم")) == [("polarity", True)]


@pytest.mark.parametrize(("one", "other"), [
    ("The talks were indirect", "أن الجانبين جلسا وجها لوجه"),
    ("the miller had yet to reply to the offer", "أن الطحان رفض العرض"),
    ("The baker drowned", "أن الخباز مات اختناقا"),
    ("two workers fled the mill", "every worker had been accounted for"),
    ("أطلق الحراس الغاز المسيل للدموع", "أطلق الحراس الرصاص الحي"),
    ("أن الطاحون ستفتح أبوابها الاثنين", "أن الطاحون ستبقى مقفلة"),
])  # fmt: skip
def test_what_cannot_both_be_right(one: str, other: str) -> None:
    a, b = (telling(t, language="en" if t.isascii() else "ar") for t in (one, other))
    assert any(conflict for _, conflict in kinds(a, b))


def test_a_negation_turns_an_opposite_round() -> None:
    assert not any(c for _, c in kinds(telling("أن الرادار كان مطفأ"), telling("لم يكن جهاز الرصد يعمل")))


def test_a_first_inspection() -> None:
    a = telling("أن الحريق ناتج، حسب المعاينات الأولية، عن شرارة")
    assert kinds(a, telling("أن الحريق ناتج عن شرارة")) == [("strength", False)]


def test_a_conflict_leaves_the_mouth_aside() -> None:
    a = telling("أن الطحان استقال من الطاحون", cue="قال", chain=("mayor",))
    b = telling("أن الطحان أقيل من الطاحون", cue="قال", chain=("baker",))
    assert [f.kind for f in between(a, b, 0.9)] == ["action"]


def test_a_denial_that_points_back_to_what_it_denies() -> None:
    a = telling("أن التاجر أبلغ البلدية", cue="وهو ما نفاه الطحان", chain=("miller",))
    assert kinds(a, telling("أن التاجر أبلغ البلدية", cue="قال الخباز", chain=("baker",))) == [("polarity", True)]


def test_what_was_not_so_past_its_helping_verb() -> None:
    a = telling("الماء مالح لكنه لم يكن سبب المرض في القرية")
    assert ("polarity", True) in kinds(a, telling("الماء هو سبب المرض في القرية"))


def test_one_quality_negated_twice_is_said_alike() -> None:
    a, b = telling("الطاحون لا تخضع لأي رقابة"), telling("أن الطاحون غير خاضعة للرقابة")
    assert "polarity" not in dict(kinds(a, b))
    assert ("polarity", True) in kinds(a, telling("أن الطاحون خاضعة للرقابة"))


def test_neither_before_nor_after_is_no_exception() -> None:
    a = telling("لم نُبلَّغ لا قبل الإغلاق ولا بعده")
    assert kinds(a, telling("أُبلغ الطحانون بالإغلاق قبل يومين")) == [("polarity", True)]
    assert kinds(telling("لم يغادر الطحانون قبل الإغلاق"), telling("غادر الطحانون بعد الإغلاق")) == []


def test_what_is_told_and_denied_in_one_breath() -> None:
    page = "ذكرت الجريدة أن الطاحون أغلق أبوابه، وهو ما نفاه الطحان."
    report = Report("r", "", "", page, "ar", published="2024-05-15")
    start, end = page.index("الطاحون"), page.index("،")
    told = Statement("a", "r", start, end, "indirect", cue=Span(0, 12), chain=("gazette",))
    denied = Statement("b", "r", start, end, "indirect", "denies", Span(end + 2, len(page) - 1), ("miller",))
    (f,) = between(*(tell(s, report, SOURCES) for s in (told, denied)))
    assert (f.kind, f.conflict) == ("polarity", True)


def test_who_cancels_something_may_be_denied() -> None:
    untrue = telling("Figures of 50 cancellations were wrong", cue="said", chain=("mayor",), language="en")
    assert kinds(untrue, telling("وإلغاء 50 طلبية")) == [("polarity", True)]


def test_a_denial_that_nothing_is_amiss_denies_what_is_amiss() -> None:
    a = telling("that he had been milling without a licence", cue="denied", chain=("miller",), language="en")
    b = telling("لا تشمل رخصته الطحن", cue="قال", chain=("mayor",))
    assert kinds(a, b) == [("polarity", True)]


def test_nothing_but_flour_negates_nothing() -> None:
    a = telling("the carts carried nothing but flour", language="en")
    assert between(a, telling("كانت العربات محملة بالدقيق"), 0.6) == []


def test_two_acts_that_are_not_one_are_no_conflict() -> None:
    a = telling("the miller was being questioned", language="en")
    assert kinds(a, telling("أن الطحان أوقف")) == [("action", False)]
    assert kinds(telling("أن الطحان اختُطف"), telling("أن الطحان اعتُقل")) == [("action", True)]


def test_one_hedge_in_the_cue_and_one_in_the_content() -> None:
    a = telling("the wheel appears to have been broken", cue="said", chain=("mayor",), language="en")
    b = telling("أن تكون العجلة قد كسرت", cue="مرجحا", chain=("mayor",))
    assert kinds(a, b) == []


def test_who_negates_what_is_denied_says_no_too() -> None:
    a = telling("توصله إلى أي اتفاق على بيع الطاحون", cue="نفى", chain=("miller",))
    text = "أن بيع الطاحون القديم على ضفة النهر إلى تاجر من المدينة {}تم الاتفاق عليه"
    b = telling(text.format("لم ي"), cue="ذكرت", chain=("gazette",))
    assert "polarity" not in dict(kinds(a, b))
    sold = telling(text.format(""), cue="ذكرت", chain=("gazette",))
    assert kinds(a, sold) == [("polarity", True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وظائف لغير الحاصلين على شهادة وللحاصلين عليها", "وظائف للحاصلين على شهادة ولغير الحاصلين عليها"),
        ("عرض للطحن غير محدود", "عرض للطحن اللا محدود"),
        ("أن الطحانين لا يتجاوزون عشرة", "أن الطحانين لا يتجاوزون الـ 10"),
        ("غير أنه سيبيع الطاحون", "إنه سيبيع الطاحون"),
    ],
)
def test_what_both_negate_is_no_conflict(one: str, other: str) -> None:
    assert ("polarity", True) not in kinds(telling(one), telling(other))


def test_points_of_the_compass_are_rivals_of_one_place_only() -> None:
    assert ("name", True) in kinds(telling("انفجار في شمال المدينة"), telling("انفجار في جنوب المدينة"))
    assert ("name", True) not in kinds(telling("انفجار في شمال الوادي"), telling("انفجار في جنوب المدينة"))


def test_what_one_negates_of_another_thing_still_counts() -> None:
    one, other = "لم ينسحب الطحانون", "انسحب الطحانون ولم ينسحب الخبازون"
    assert ("polarity", True) in kinds(telling(one), telling(other))
