"""Who is meant by what does not name him: spokespeople, pointers, cut names, an outlet's short name. All invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from riwaya.model import Attribution, Link, Report, Span
from riwaya.sources.mend import mended
from riwaya.sources.reading import read
from riwaya.sources.tokens import tokens
from riwaya.sources.traits import clash, traits
from test_sources import report, resolved, source


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("متحدثة باسمها", "ar"), ("متحدث باسم الشركة", "ar"), ("الناطق باسم الشركة", "ar"),
        ("a spokeswoman", "en"), ("a company spokesman", "en"), ("a spokesman for the company", "en"),
        ("its spokeswoman", "en"),
    ],
)  # fmt: skip
def test_a_spokesman_without_a_name_is_the_body_named_before_him(words: str, language: str) -> None:
    if language == "ar":
        page = report("a", "الشراع", ("وقالت شركة «مرافئ الشمال» إن العمل مستمر", ["شركة «مرافئ الشمال»"]),
                      (f"وقال {words} إن الرافعة سليمة", [words]))  # fmt: skip
    else:
        page = report("a", "The Quay", ("The company Marafi Lines said work went on", ["The company Marafi Lines"]),
                      (f"The crane was sound, {words} said", [words]), language="en")  # fmt: skip
    result = resolved(page)
    assert source(result, "a", 0).id == source(result, "a", 1).id
    assert source(result, "a", 0).kind == "organization"


def test_an_unnamed_spokesman_is_the_named_one_of_the_same_body() -> None:
    result = resolved(
        report("a", "الشراع", ("قال الناطق باسم «كتائب الرند» سالم النوري إن الخبر كاذب",
                               ["الناطق باسم «كتائب الرند» سالم النوري"])),
        report("b", "The Quay", ("A spokesman for the Rand Brigades said the story was false",
                                 ["A spokesman for the Rand Brigades"]), language="en"),
    )  # fmt: skip
    assert source(result, "a", 0).id == source(result, "b", 0).id


def test_a_body_that_only_points_is_the_only_one_of_its_kind_in_the_story() -> None:
    named = report("a", "الشراع", ("قالت وزارة الجسور إن العقد سليم", ["وزارة الجسور"]))
    points = report("b", "النهر", ("وقالت الوزارة إن العقد سليم", ["الوزارة"]))
    result = resolved(named, points)
    assert source(result, "a", 0).id == source(result, "b", 0).id
    two = report("c", "الضفة", ("قالت وزارة الموانئ إن العقد سليم", ["وزارة الموانئ"]))
    result = resolved(named, points, two)  # two can be meant: neither is
    assert source(result, "b", 0).id not in {source(result, "a", 0).id, source(result, "c", 0).id}


def test_a_body_is_cut_out_of_the_running_text_before_its_pointer() -> None:
    text = "ظلت بيانات عملاء «بنك زمرد» مكشوفة أشهراً. وقال البنك إنه سيعوضهم"
    other = report("b", "The Quay", ("Zumurrud Bank said it would pay", ["Zumurrud Bank"]), language="en")
    result = resolved(report("a", "الشراع", (text, ["البنك"])), other)
    assert source(result, "a", 0).id == source(result, "b", 0).id


def test_an_office_is_the_person_whom_the_text_names_with_it() -> None:
    result = resolved(
        report("a", "الشراع", ("زار وزير الجسور هاني البكري الموقع. وقال الوزير إن العمل انتهى", ["الوزير"])),
        report("b", "The Quay", ("The bridges minister, Hani al-Bakri, said work was over",
                                 ["The bridges minister, Hani al-Bakri"]), language="en"),
    )  # fmt: skip
    assert source(result, "a", 0).id == source(result, "b", 0).id


def test_the_front_of_an_outlets_name_is_the_outlet_unless_somebody_bears_it() -> None:
    said = ("The mayor said it was over, Marram learned", ["The mayor", "Marram"])
    result = resolved(report("a", "Marram Business", said, language="en"))
    assert [len(s.chain) for s in result.statements] == [1]
    person = ("Tom Marram was there. The mayor said it was over, Marram learned", ["The mayor", "Marram"])
    result = resolved(report("a", "Marram Business", person, language="en"))
    assert [len(s.chain) for s in result.statements] == [2]


def test_a_pointer_to_an_outlet_is_the_one_that_the_text_named_last() -> None:
    result = resolved(
        report("a", "Tideway Business", ("The harbour is full", []), language="en"),
        report("b", "The Quay", ("Tideway Business looked at the harbour. It is full, the publication said",
                                 ["the publication"]), language="en"),
    )  # fmt: skip
    assert source(result, "b", 0).id == next(r.outlet for r in result.reports if r.id == "a")


def test_an_untitled_name_is_the_outlet_of_that_name_whatever_its_french_article() -> None:
    result = resolved(
        report("a", "الشراع", ("قالت مجلة «لو مارشال» إن الشريط صحيح", ["مجلة «لو مارشال»"])),
        report("b", "The Quay", ("The tape is real, Le Marchal said", ["Le Marchal"]), language="en"),
    )
    assert source(result, "a", 0).id == source(result, "b", 0).id and source(result, "b", 0).kind == "outlet"


def link(text: str, mention: str, anaphor: str | None = None) -> Link:
    at = text.index(mention)
    back = text.index(anaphor, at + len(mention)) if anaphor else 0
    return Link(Span(at, at + len(mention)), Span(back, back + len(anaphor)) if anaphor else None)


def chains(text: str, *said: tuple[str, Link]) -> list[tuple[str, ...]]:
    page = Report("a", "a.txt", "", text, "en")
    made = [Attribution(Span(text.index(c), text.index(c) + len(c)), "indirect", None, (x,)) for c, x in said]
    return [tuple(x.mention.of(text) for x in a.chain) for a in mended(page, made)]


def test_a_cut_name_is_made_whole() -> None:
    text = "الباحثة ريم حداد قالت إن الماء نقي"
    assert chains(text, ("الماء نقي", link(text, "الباحثة ريم", "حداد"))) == [("الباحثة ريم حداد",)]


def test_an_organization_is_not_the_people_who_work_in_it() -> None:
    text = "Managers at the bank knew. The bank said all was well. It promised new cards."
    found = chains(text, ("all was well", link(text, "Managers at the bank", "The bank")),
                   ("new cards", link(text, "Managers at the bank", "It")))  # fmt: skip
    assert found == [("The bank",), ("The bank",)]


def test_a_surname_is_no_outlet() -> None:
    text = "في مقابلة مع «صدى النهر» قال إن السد آمن. وأوضح الدرويش أن القياس مستمر"
    assert chains(text, ("القياس مستمر", link(text, "«صدى النهر»", "الدرويش"))) == [("الدرويش",)]


def test_who_was_told_is_not_who_tells() -> None:
    text = "A warden at the lock, who asked not to be named, told Marram News that the gate was open."
    assert chains(text, ("the gate was open", link(text, "Marram News"))) == [("Marram News", "A warden at the lock")]


def test_a_word_that_says_how_goes_on_with_the_speaker_before_it() -> None:
    text = "قال نادر القاسمي إن العمل توقف، عازياً ذلك إلى المطر"
    found = chains(text, ("العمل توقف", link(text, "نادر القاسمي")), ("ذلك إلى المطر", link(text, "عازياً")))
    assert found == [("نادر القاسمي",), ("نادر القاسمي",)]
    assert read("غاضباً", Span(0, 6)) is None


@pytest.mark.parametrize(
    ("words", "shape", "said"),
    [
        ("أما عمدة تل الورد سالم النوري", "person", "عمدة تل الورد سالم النوري"),
        ("الهيئة العامة فقال المتحدث باسمها سالم النوري", "person", "المتحدث باسمها سالم النوري"),
        ("المتحدث باسم الحكومة الطاهر الجلاصي", "person", "المتحدث باسم الحكومة الطاهر الجلاصي"),
        ("روى سالم النوري", "person", "سالم النوري"),
        ("الوزير لرجل الأعمال سالم النوري", "holder", "الوزير"),
        ("شهادة الناجي سالم النوري", "person", "الناجي سالم النوري"),
        ("المجلة", "outlet", "المجلة"),
        ("أحدهما", "unnamed", "أحدهما"),
        ("أوساط المتعاملين", "unnamed", "أوساط المتعاملين"),
        ("سلطة الميناء", "body", "سلطة الميناء"),
        ("خفر السواحل", "body", "خفر السواحل"),
    ],
)  # fmt: skip
def test_what_a_mention_says(words: str, shape: str, said: str) -> None:
    found = read(words, Span(0, len(words)))
    assert found is not None and (found.shape, found.words, found.entry) == (shape, said, None)


def test_an_officer_of_the_coast_guard_is_an_officer() -> None:
    words = "A coast guard officer"
    found = read(words, Span(0, len(words)))
    assert found is not None and {"role:officer-of", "of:guard"} <= found.traits


def test_a_place_of_a_body_is_told_apart_from_where_it_is() -> None:
    result = resolved(
        report("a", "الشراع", ("قال مختبر «صدى» في جنيف إن الصوت أصلي", ["مختبر «صدى» في جنيف"])),
        report("b", "النهر", ("وقال مختبر في جنيف إن الصوت أصلي", ["مختبر في جنيف"])),
    )
    assert source(result, "a", 0).id == source(result, "b", 0).id


def test_a_told_document_is_one_through_an_outlet_that_both_cite() -> None:
    cited = ["صحيفة «المرساة»"]
    first = ("ذكرت صحيفة «المرساة» أن الجسر ضيق وأن مراجعة داخلية قالت إنه آيل للسقوط",
             [*cited, "مراجعة داخلية"])  # fmt: skip
    page, said = report("b", "النهر", ("ذكرت صحيفة «المرساة» أن الجسر ضيق", cited),
                        ("وكشف تدقيق داخلي أنه آيل للسقوط", ["تدقيق داخلي"]))  # fmt: skip
    result = resolved(report("a", "الشراع", first), (page, [replace(a) for a in said]))
    assert source(result, "a", 0, 1).id == source(result, "b", 1).id


@pytest.mark.parametrize(
    ("arabic", "english", "one"),
    [
        ("رابطة أطباء الأسنان", "the association of dentists", False),  # doctors are known, dentists are not
        ("هيئة الحضانات الوطنية", "the National Nurseries Authority", True),
        ("هيئة الحضانات", "the National Nurseries Authority", False),  # what is known must agree
        ("نادي الصقور", "the Thunder club", False),  # a club's name is spelled, not translated
        ("الهيئة الوطنية للقاحات", "the National Vaccines Authority", True),
        ("وكالة الأدوية البلجيكية", "Belgium's medicines agency", True),
    ],
)  # fmt: skip
def test_names_of_houses_in_two_languages(arabic: str, english: str, one: bool) -> None:
    result = resolved(
        report("a", "الشراع", (f"قالت {arabic} إن العمل مستمر", [arabic])),
        report("b", "The Quay", (f"Work goes on, {english} said", [english]), language="en"),
    )
    assert (source(result, "a", 0).id == source(result, "b", 0).id) is one


def test_of_two_houses_that_an_untold_name_may_be_neither_is_it() -> None:
    result = resolved(
        report("a", "الشراع", ("قالت هيئة الحضانات الوطنية إن العمل مستمر", ["هيئة الحضانات الوطنية"])),
        report("b", "The Quay",
               ("It goes on, the National Nurseries Authority said", ["the National Nurseries Authority"]),
               ("It does, the National Kennels Authority said", ["the National Kennels Authority"]), language="en"),
    )  # fmt: skip
    assert len({s.id for s in result.sources if s.kind == "organization"}) == 3


def test_an_outlet_that_says_what_it_is_in_each_language() -> None:
    result = resolved(
        report("a", "Mirador News Agency", ("The gate is open", []), language="en"),
        report("b", "الشراع", ("قالت وكالة «ميرادور برس» إن البوابة مفتوحة", ["وكالة «ميرادور برس»"])),
    )
    assert source(result, "b", 0).id == next(r.outlet for r in result.reports if r.id == "a")


def test_a_spokeswoman_of_the_company_is_who_speaks_for_what_the_text_calls_the_company() -> None:
    result = resolved(
        report("a", "الشراع", ("قالت المتحدثة باسم «ميراثون» سلوى النوري إن العطل قصير",
                               ["المتحدثة باسم «ميراثون» سلوى النوري"])),
        report("b", "النهر", ("تأخرت شركة «ميراثون». وقالت المتحدثة باسم الشركة إن العطل قصير",
                              ["المتحدثة باسم الشركة"])),
    )  # fmt: skip
    assert source(result, "a", 0).id == source(result, "b", 0).id


def test_documents_of_one_kind_described_alike_are_one() -> None:
    result = resolved(
        report("a", "الشراع", ("كشفت رسائل إلكترونية داخلية أن الباب مغلق", ["رسائل إلكترونية داخلية"])),
        report("b", "The Quay", ("Internal emails say the door is shut", ["Internal emails"]), language="en"),
        report("c", "النهر", ("كشفت رسائل رسمية أن الباب مغلق", ["رسائل رسمية"])),
    )
    one, two, three = (source(result, r, 0).id for r in "abc")
    assert one == two != three


def test_a_name_after_a_comma_is_of_the_house_before_it() -> None:
    words = "a foreman at the manufacturer, Marram Works"
    found = read(words, Span(0, len(words)))
    assert found is not None and found.shape == "unnamed"
    words = "a foreman at the mill in Marram, Adam Hale"
    found = read(words, Span(0, len(words)))
    assert found is not None and found.shape == "person"


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("ضابط في خفر السواحل", "مسؤولان في الميناء", False),
        ("مسؤول في وزارة الصحة", "مسؤول في الوزارة", True),
        ("مصدر مقرب من قيادة الحزب", "مسؤول أميركي", False),
        ("مصدر مقرب من التحقيق", "مسؤول أميركي", True),
        ("مسؤول حكومي", "مسؤول في وزارة الصحة", True),
    ],
)
def test_two_houses_and_two_standings_part_unnamed_sources(one: str, other: str, fits: bool) -> None:
    assert (clash(traits(tokens(one)), traits(tokens(other))) is None) is fits


@pytest.mark.parametrize(
    ("named", "pointer"),
    [
        ("«مراسلون بلا حدود»", "المنظمة"), ("هيومن رايتس ووتش", "المنظمة"), ("أوكسفام", "المنظمة"),
        ("منظمة العفو الدولية", "المنظمة"),
    ],
)  # fmt: skip
def test_a_body_is_called_the_organization_though_its_name_has_another_noun(named: str, pointer: str) -> None:
    page = report("a", "الشراع", (f"قالت {named} إن عاملا مات", [named]), (f"ودعت {pointer} إلى التحقيق", [pointer]))
    assert resolved(page).statements[0].chain == resolved(page).statements[1].chain


def test_a_company_is_not_called_the_organization() -> None:
    page = report("a", "الشراع", ("قالت شركة «مرافئ الشمال» إن عاملا مات", ["شركة «مرافئ الشمال»"]),
                  ("ودعت المنظمة إلى التحقيق", ["المنظمة"]))  # fmt: skip
    assert resolved(page).statements[0].chain != resolved(page).statements[1].chain


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("مدير مطار الأمير نادر بن سالم الدولي المهندس سالم نوار", "سالم نوار"),
        ("مدير جامعة الملك سعود الدكتور نادر العمر", "نادر العمر"),
        ("عدد من المسافرين بمطار الأمير نادر بن سالم الدولي", ""),
        ("المتحدث باسم مطار الملك خالد", ""),
        ("الأمير نادر بن سالم", "نادر بن سالم"),
        ("فالديرا", "فالديرا"), ("فالفيرا", "فالفيرا"),
        ("Democratic presidential candidate Dana Hale", "Dana Hale"),
        ("The Republican presidential nominee", ""),
        ("Gov. Dana Hale", "Dana Hale"),
    ],
)
def test_whose_name_a_mention_has(words: str, shown: str) -> None:
    found = read(words, Span(0, len(words)))
    assert found is not None and found.shown == shown


def test_the_name_of_a_body_is_shown_without_the_preposition_written_onto_it() -> None:
    page = report("a", "الشراع", ("وفقا لمكتب الموازنة فإن العجز كبير", ["لمكتب الموازنة"]))
    assert [s.name for s in resolved(page).sources if "الموازنة" in s.name] == ["مكتب الموازنة"]
