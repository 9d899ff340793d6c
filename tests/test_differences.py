"""How two tellings differ, by the rules alone. All examples are invented."""

from __future__ import annotations

import pytest

from riwaya.differences import Found, Telling, between, shown, tell
from riwaya.model import Report, Span, Statement
from tellings import SOURCES, kinds, telling


def test_the_same_figure_in_words_and_digits_is_no_difference() -> None:
    assert kinds(telling("غادرت أربعون عائلة القرية"), telling("غادرت 40 عائلة القرية")) == []


def test_figures_that_exclude_each_other_conflict() -> None:
    a, b = telling("غادرت 40 عائلة القرية"), telling("غادرت 400 عائلة القرية")
    (found,) = between(a, b)
    assert (found.kind, found.conflict, found.update) == ("number", True, False)
    assert found.a is not None and found.a.of(a.text).startswith("40")


def test_bounds_that_overlap_do_not_conflict() -> None:
    assert kinds(telling("غادرت 45 عائلة القرية"), telling("غادرت أكثر من 40 عائلة القرية")) == [("number", False)]


def test_a_later_toll_is_an_update() -> None:
    a = telling("أودت السيول بحياة 14 شخصا", published="2024-05-15")
    b = telling("أودت السيول بحياة 17 شخصا", published="2024-05-16")
    (found,) = between(a, b)
    assert (found.conflict, found.update) == (False, True)
    assert "grew" in found.why


def test_an_earlier_higher_toll_is_no_update() -> None:
    a = telling("أودت السيول بحياة 17 شخصا", published="2024-05-15")
    b = telling("أودت السيول بحياة 14 شخصا", published="2024-05-16")
    assert kinds(a, b) == [("number", True)]


def test_about_against_exact_is_strength() -> None:
    assert kinds(telling("باع نحو 40 كيسا"), telling("باع 40 كيسا")) == [("strength", False)]


def test_the_same_figure_in_another_currency() -> None:
    assert kinds(telling("دفع 40 مليون دينار"), telling("دفع 40 مليون دولار")) == [("number", True)]
    assert kinds(telling("دفع 40 مليون دينار"), telling("دفع 13 مليون دولار")) == [("number", False)]


def test_dates_before_and_after_exclude_each_other() -> None:
    a, b = telling("يفتتح الجسر قبل 31 يناير 2025"), telling("يفتتح الجسر بعد العاشر من فبراير 2025")
    assert kinds(a, b) == [("date", True)]


def test_the_same_day_by_two_calendars_of_months() -> None:
    assert kinds(telling("يفتتح الجسر في 31 يناير"), telling("يفتتح الجسر في 31 كانون الثاني")) == []


def test_three_weeks_ago_of_two_days_of_writing() -> None:
    a = telling("التقيا قبل ثلاثة أسابيع", published="2024-05-15")
    b = telling("التقيا قبل 3 أسابيع", published="2024-05-16")
    assert kinds(a, b) == []


def test_a_denial_and_its_claim_conflict() -> None:
    a = telling("وجود أي تسرب في الخزان", cue="نفى الطحان", chain=("miller",))
    b = telling("عن تسرب في الخزان", cue="كشف الطحان", chain=("miller",))
    assert kinds(a, b) == [("polarity", True)]


def test_a_negated_verb() -> None:
    assert kinds(telling("أن الطحانين لن يحضروا الجلسة"), telling("أن الطحانين سيحضرون الجلسة")) == [("polarity", True)]


def test_a_negation_with_its_particle() -> None:
    assert ("polarity", True) in kinds(telling("ولم يغلق الجسر أمس"), telling("وأغلق الجسر أمس"))
    assert ("polarity", True) in kinds(telling("ولن يغلق الجسر غدا"), telling("سيغلق الجسر غدا"))


def test_a_negation_where_the_other_negates_nothing() -> None:
    assert kinds(telling("أن الطاحون لم يعمل أمس"), telling("أن الطاحون دار يوم أمس وعمل")) == [("polarity", True)]
    across = between(telling("The mill did not turn on Sunday", language="en"), telling("دارت الطاحون يوم الأحد"))
    assert [(f.kind, f.conflict) for f in across] == [("polarity", True)]
    assert across[0].a is not None and across[0].b is None


def test_no_conflict_where_the_other_says_no_in_another_way() -> None:
    assert kinds(telling("أن الطاحون لم يعمل أمس"), telling("أن الطاحون كان متوقفا عن العمل أمس")) == []
    assert kinds(telling("ولم يعمل الطاحون أمس"), telling("The mill did not work yesterday", language="en")) == []


def test_not_before_is_no_negation() -> None:
    a, b = telling("أن العمال لن يعودوا إلا بصرف الأجور"), telling("أن العمال يعودون بصرف الأجور")
    assert ("polarity", True) not in kinds(telling("أن العمال لن يرجعوا إلا بصرف الأجور"), b)
    assert not a.negations
    assert ("polarity", True) not in kinds(a, b)


def test_a_denial_in_the_content_is_no_conflict_with_the_denial() -> None:
    a = telling("وجود أي تسرب في الخزان", cue="نفى الطحان", chain=("miller",))
    b = telling("بأنه نفى في بيان وجود أي تسرب في الخزان")
    assert b.denied
    assert not any(f.conflict for f in between(a, b))


def test_what_stands_in_the_other_is_not_held_against_it() -> None:
    page = "نفى الطحان بيع الدار، زاعما أن ثمنها ارتفع"
    report = Report("r", "", "", page, "ar", published="2024-05-15")
    outer = tell(Statement("o", "r", 11, len(page), "indirect", "denies", Span(0, 10), ("miller",)), report, SOURCES)
    inner = tell(Statement("i", "r", page.index("ثمنها"), len(page), "indirect", chain=("miller",)), report, SOURCES)
    assert between(outer, inner) == []


def test_a_hedge() -> None:
    assert kinds(telling("أن الجسر قد يغلق غدا"), telling("أن الجسر سيغلق غدا"))[0] == ("strength", False)


def test_the_particle_of_the_past_is_no_hedge() -> None:
    assert kinds(telling("وكان قد تولى المهمة"), telling("وتولى المهمة")) == []


def test_a_source_lost_on_the_way() -> None:
    a = telling("أن الجسر أغلق", cue="قال", chain=("gazette", "miller"))
    b = telling("أن الجسر أغلق", cue="ذكرت", chain=("gazette",))
    assert kinds(a, b) == [("attribution", False)]


def test_one_utterance_in_two_mouths_conflicts() -> None:
    a = telling("لن نوقع شيئا قبل الحساب", cue="قال الطحان", chain=("miller",), voice="direct")
    b = telling("لن نوقع شيئا قبل الحساب", cue="قال الخباز", chain=("baker",), voice="direct")
    assert kinds(a, b) == [("attribution", True)]


def test_who_is_printed_alike_is_no_other_source() -> None:
    a, b = (telling("بفتح تحقيق في الحريق", cue="طالب سكان الحي", chain=(who,)) for who in ("people", "others"))
    assert kinds(a, b) == []


def test_the_same_source_behind_another_middle_link_is_no_difference() -> None:
    a = telling("أن الجسر أغلق", cue="قال", chain=("gazette", "miller"))
    b = telling("أن الجسر أغلق", cue="قال", chain=("miller",))
    assert kinds(a, b) == []


def test_opposites() -> None:
    assert ("name", True) in kinds(telling("عند الكتف الأيمن"), telling("عند الكتف الأيسر"))
    assert ("action", True) in kinds(telling("ارتفع السهم في التداولات"), telling("انخفض السهم في التداولات"))


def test_another_country_in_its_place() -> None:
    assert ("name", True) in kinds(telling("باع الطاحون لتاجر تركي"), telling("باع الطاحون لتاجر إيطالي"))
    a = telling("He bought a Belgian mill in 2022 and a Spanish one in 2023", language="en")
    assert ("name", True) in kinds(a, telling("اشترى طاحونا بلجيكيا عام 2022 وآخر برتغاليا عام 2023"))


def test_another_country_elsewhere_is_no_conflict() -> None:
    a = telling("رفعت بلدية القرية أجور العمال خوفا من إيطاليا")
    assert kinds(a, telling("رفعت البلدية أجور العمال في تركيا")) == []


def test_how_strongly_is_nothing_beside_a_negation() -> None:
    assert kinds(telling("أن الجسر لن يغلق غدا"), telling("أن الجسر قد يغلق غدا")) == [("polarity", True)]


def test_what_caused_it_is_said_in_many_ways() -> None:
    assert kinds(telling("تسبب المطر في غلق الجسر"), telling("أغلق الجسر بفعل المطر")) == []
    assert ("strength", False) in kinds(telling("يرتبط غلق الجسر بالمطر"), telling("تسبب المطر في غلق الجسر"))


def test_a_source_that_is_lost_at_who_passed_it_on() -> None:
    a = telling("أن الجسر أغلق صباحا", cue="قال الطحان", chain=("miller",))
    b = telling("أن الجسر أغلق صباحا", cue="ذكرت", chain=("gazette",))
    assert kinds(a, b) == [("attribution", False)]


def test_a_detail_that_one_leaves_out() -> None:
    a, b = telling("غادرت العائلات القرية"), telling("غادرت العائلات القرية بعد انقطاع الماء والكهرباء")
    (found,) = between(a, b)
    assert (found.kind, found.conflict, found.a) == ("detail", False, None)
    assert found.b is not None and found.b.of(b.text) == "بعد انقطاع الماء والكهرباء"


def test_spans_point_into_the_reports() -> None:
    a = telling("غادرت 40 عائلة القرية", cue="قال المختار", chain=("mayor",))
    b = telling("غادرت 400 عائلة القرية", cue="ذكر المختار", chain=("mayor",))
    difference = shown(a, b, Found("number", Span(6, 8), Span(6, 9), True, "", 0.9))
    assert difference.spans[0] is not None and difference.spans[0].of(a.report.text) == "40"
    assert difference.spans[1] is not None and difference.spans[1].of(b.report.text) == "400"


def test_what_a_price_rose_from_is_no_rival_of_what_it_is() -> None:
    a = telling("ارتفع ثمن الطاحون من 130 إلى 220 مليون دينار")
    assert kinds(a, telling("بلغ ثمن الطاحون 220 مليون دينار")) == []
    (found,) = between(a, telling("بلغ ثمن الطاحون 150 مليون دينار"))
    assert found.conflict and found.a is not None and found.a.of(a.text) == "220 مليون دينار"


def test_the_bound_of_a_figure_negates_nothing() -> None:
    a, b = telling("أن الثمن لم يتجاوز 40 دينارا"), telling("أن الثمن بلغ 60 دينارا")
    assert kinds(a, b) == [("number", True)]


def test_a_negation_in_a_relative_clause_or_a_contrast_turns_nothing_round() -> None:
    a = telling("دفع الطحان المال لتاجر في القرية لا عمال عنده")
    paid = telling("The miller paid a trader in the village", language="en")
    assert not any(k == "polarity" for k, _ in kinds(a, paid))
    b = telling("the mill was sold for its place, not its wheel", language="en")
    assert not any(k == "polarity" for k, _ in kinds(b, telling("بيع الطاحون لموقعه")))


def test_a_denial_of_what_another_tells_with_a_negation_in_it() -> None:
    a = telling("دفع أي مال لوسطاء", cue="نفى الطحان", chain=("miller",))
    b = telling("دفع المال لتاجر لا عمال عنده", cue="قال الخباز", chain=("baker",))
    assert kinds(a, b) == [("polarity", True)]


def test_a_denial_that_is_negated_is_none() -> None:
    a = telling("بيع الطاحون", cue="لم ينف الطحان", chain=("miller",))
    assert not a.denied
    assert telling("بيع الطاحون", cue="استبعد الطحان", chain=("miller",)).refused
    assert not telling("بيع الطاحون", cue="لم يستبعد الطحان", chain=("miller",)).refused


def test_an_exception_turns_a_negation_round() -> None:
    a = telling("ولم يعلم الطحان بالبيع إلا بعد أسبوع")
    assert a.negations == []
    assert ("polarity", True) in kinds(a, telling("أن الطحان لم يعلم بالبيع"))


def test_a_door_left_open_and_a_door_shut() -> None:
    a, b = telling("لم يغلق الطحان الباب أمام البيع"), telling("أن الطحان قد يبيع")
    shut = telling("The miller has closed the door to a sale", language="en")
    open_ = telling("The miller has not closed the door to a sale", language="en")
    assert ("polarity", True) in kinds(shut, open_)
    assert ("polarity", True) in kinds(shut, b)
    assert not any(conflict for _, conflict in kinds(a, b))


def test_what_is_weighed_is_not_done() -> None:
    a, b = telling("يدرس المختار فتح الجسر"), telling("فتح المختار الجسر")
    assert kinds(a, b) == [("strength", True)]
    assert kinds(a, telling("سيفتح المختار الجسر")) == [("strength", False)]


def test_a_plan_says_no_more_than_the_future() -> None:
    assert kinds(telling("يعتزم المختار فتح الجسر"), telling("سيفتح المختار الجسر")) == []


def test_a_hedge_of_what_the_other_leaves_out() -> None:
    a = telling("وصل السيل إلى القرية في كارثة قد تكون الأكبر في تاريخها")
    assert not any(k == "strength" for k, _ in kinds(a, telling("وصل السيل إلى القرية")))


def test_a_month_is_no_hedge() -> None:
    a = telling("The mill opened on 1 May", language="en")
    assert kinds(a, telling("افتتح الطاحون في 1 مايو")) == []


def test_how_many_were_aboard_does_not_grow() -> None:
    a = telling("كان على متن المركب 40 شخصا", published="2024-05-15")
    b = telling("كان على متن المركب 55 شخصا", published="2024-05-16")
    assert kinds(a, b) == [("number", True)]


def test_the_missing_grow_fewer() -> None:
    a = telling("أن 40 صيادا ما زالوا مفقودين", published="2024-05-15")
    b = telling("أن 9 صيادين ما زالوا مفقودين", published="2024-05-16")
    (found,) = between(a, b)
    assert (found.kind, found.conflict, found.update) == ("number", False, True)


def test_a_preliminary_figure_is_revised() -> None:
    a = telling("الخسائر الأولية بلغت 40 مليون دينار", published="2024-05-15")
    b = telling("أن الخسائر بلغت 65 مليون دينار", published="2024-05-16")
    (found,) = between(a, b)
    assert found.update and "preliminary" in found.why


def test_who_knows_of_six_hundred_does_not_say_more_than_160() -> None:
    assert kinds(telling("احترق أكثر من 160 كيسا"), telling("احترق أكثر من 600 كيس")) == [("number", True)]
    assert kinds(telling("احترق أكثر من 300 كيس"), telling("احترق 340 كيسا")) == [("number", False)]
    assert kinds(telling("احترق 160 كيسا على الأقل"), telling("احترق 600 كيس")) == [("number", False)]


def test_one_source_has_one_bound() -> None:
    a = telling("أن الثمن لم يتجاوز 52 دينارا", cue="قال الطحان", chain=("miller",))
    b = telling("أن الثمن لم يتجاوز 25 دينارا", cue="ذكر الطحان", chain=("miller",))
    c = telling("أن الثمن لم يتجاوز 25 دينارا", cue="ذكر الخباز", chain=("baker",))
    assert kinds(a, b) == [("number", True)]
    assert ("number", False) in kinds(a, c)


def test_two_unnamed_sources_of_one_thing() -> None:
    a = telling("أن الجسر أغلق صباحا", cue="قال عاملان", chain=("two",))
    b = telling("أن الجسر أغلق صباحا", cue="قال مصدر", chain=("somebody",))
    assert kinds(a, b) == [("attribution", False)]


def test_a_later_toll_is_another_utterance() -> None:
    a = telling("أودت السيول بحياة 14 شخصا", cue="قال الطحان", chain=("miller",), published="2024-05-15")
    b = telling("أودت السيول بحياة 17 شخصا", published="2024-05-16")
    assert kinds(a, b) == [("number", False)]


def test_an_outlets_own_words_that_run_otherwise_are_its_own() -> None:
    a = telling("أن الجسر أغلق صباحا", cue="قال مصدر في المطحنة", chain=("somebody",))
    b = telling("وتوقفت حركة السير في القرية")
    assert between(a, b, 0.1) == []
    assert [f.kind for f in between(a, b, 0.4)] == ["attribution"]


def test_a_hedge_in_the_cue() -> None:
    a = telling("أن الجسر أغلق صباحا", cue="رجح الطحان", chain=("miller",))
    b = telling("أن الجسر أغلق صباحا", cue="أكد الطحان", chain=("miller",))
    (found,) = between(a, b)
    assert (found.kind, found.conflict) == ("strength", False)
    difference = shown(a, b, found)
    assert difference.spans[0] is not None and difference.spans[0].of(a.report.text) == "رجح"
    assert kinds(a, telling("أن الجسر قد أغلق صباحا", cue="توقع الطحان", chain=("miller",))) == []


def test_unnamed_sources_that_may_be_one_are_no_other_source() -> None:
    a = telling("أن الجسر أغلق صباحا", cue="قال مصدر", chain=("somebody",))
    b = telling("أن الجسر أغلق صباحا", cue="قال مصدر", chain=("senior",))
    assert between(a, b, 0.6) == []


def test_another_village_in_its_place() -> None:
    assert kinds(telling("عقدت الجلسة في قرية الدير"), telling("عقدت الجلسة في قرية العين")) == [("name", True)]
    a, b = telling("عقدت الجلسة في بلدة وادي القمح"), telling("عقدت الجلسة قرب ناحية عين الرمان")
    assert kinds(a, b) == [("name", True)]
    a, b = (telling(f"The mill stands in the village of {n}", language="en") for n in ("Deir", "Ayn"))
    assert kinds(a, b) == [("name", True)]


def test_no_other_place_where_the_kinds_differ_or_none_is_named() -> None:
    assert kinds(telling("عقدت الجلسة في قرية الدير"), telling("عقدت الجلسة في محافظة العين")) == []
    assert kinds(telling("باتوا في مدرسة قريبة"), telling("باتوا في مدرسة مجاورة")) == []


def test_another_city_after_the_same_preposition() -> None:
    a = telling("A miller in Tunis carried the letters", language="en")
    assert ("name", True) in kinds(a, telling("تولى طحان في بيروت نقل الرسائل"))
    assert ("name", True) not in kinds(a, telling("تولى طحان من بيروت نقل الرسائل"))


def test_how_long_before_or_after_something() -> None:
    a = telling("The miller was told two days after the sale", language="en")
    assert kinds(a, telling("علم الطحان بعد مرور أسبوع على البيع")) == [("date", True)]
    assert kinds(a, telling("علم الطحان قبل البيع بأيام")) == [("date", True)]
    assert kinds(a, telling("علم الطحان بعد يومين من البيع")) == []
    assert kinds(telling("تصدر النتائج خلال عشرة أيام"), telling("تصدر النتائج في غضون أسبوعين")) == [("date", True)]
    assert kinds(telling("دامت الجلسة يومين"), telling("دامت الجلسة أسبوعا")) != [("date", True)]


def test_only_then_is_not_since_long_before() -> None:
    a = telling("علم الطحان بالبيع الاثنين فقط")
    assert kinds(a, telling("The miller had known of the sale since January", language="en")) == [("date", True)]
    assert kinds(telling("فتح الطاحون الاثنين"), telling("The mill has been open since January", language="en")) == []


def test_who_was_asked_to_go_has_not_gone() -> None:
    assert ("action", True) in kinds(telling("The miller was asked to resign", language="en"), telling("استقال الطحان"))
    assert ("action", True) in kinds(telling("عرضت الطاحون للبيع"), telling("بيعت الطاحون"))
    assert ("action", True) in kinds(telling("سلم الطحان نفسه"), telling("ألقي القبض على الطحان"))


def test_two_kilometres_by_the_ending() -> None:
    a, b = telling("يقع الطاحون على بعد كيلومترين"), telling("يقع الطاحون على بعد 12 كيلومترا")
    assert kinds(a, b) == [("number", True)]
    assert kinds(a, telling("The mill lies two kilometres away", language="en")) == []


@pytest.mark.parametrize(("one", "other"), [
    ("إيطاليا هي التي اشترت الطاحون", "the Turkish buyer"),
    ("اشترت إيطاليا الطاحون", "التاجر التركي هو من اشترى الطاحون"),
    ("بينها مصر والعراق", "among them Kenya, Jordan and Chad"),
])  # fmt: skip
def test_another_country_did_it_or_is_listed(one: str, other: str) -> None:
    a, b = (telling(t, language="en" if t.isascii() else "ar") for t in (one, other))
    assert kinds(a, b) == [("name", True)]


def test_a_country_named_by_the_way_is_no_other_name() -> None:
    a = telling("اشترت إيطاليا الطاحون القديم عند النهر")
    assert "name" not in dict(kinds(a, telling("بيع الطاحون القديم عند النهر بعد مفاوضات جرت في فرنسا")))
    assert "name" not in dict(kinds(a, telling("إيطاليا اشترت الطاحون القديم من تركيا")))


def _how_sure(a: Telling, b: Telling) -> float:
    return max((f.sure for f in between(a, b, 0.6) if f.kind == "attribution"), default=0.0)


def test_who_speaks_openly_is_less_surely_dropped_than_who_is_not_named() -> None:
    own = telling("أن الطاحون أغلق أبوابه", published="2024-05-16")
    hidden = telling("أن الطاحون أغلق أبوابه", cue="قال", chain=("somebody",))
    openly = telling("أن الطاحون أغلق أبوابه", cue="قال", chain=("mayor",))
    assert _how_sure(hidden, own) > _how_sure(openly, own) > 0


def test_nobody_drops_a_source_that_is_quoted_days_later() -> None:
    source = telling("أن الطاحون أغلق أبوابه", cue="قال", chain=("somebody",), published="2024-05-18")
    early, late = (telling("أن الطاحون أغلق أبوابه", published=day) for day in ("2024-05-15", "2024-05-20"))
    assert _how_sure(source, late) > _how_sure(source, early)


def test_two_who_speak_openly_say_the_same_of_themselves() -> None:
    a = telling("أن الطاحون أغلق أبوابه", cue="قال", chain=("mayor",))
    assert _how_sure(a, telling("أن الطاحون أغلق أبوابه", cue="قال", chain=("people",))) == 0


def test_who_weighs_another_thing_is_no_rival_of_what_is_done() -> None:
    def strength(one: str, other: str) -> list[bool]:
        return [c for k, c in kinds(telling(one, language="en"), telling(other, language="en")) if k == "strength"]

    sold = "The council sold the old mill by the river"
    assert strength("The council is considering whether to sell the old mill by the river", sold) == [True]
    assert True not in strength("The council, considering a new bridge, sold the old mill by the river", sold)
