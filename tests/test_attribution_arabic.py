"""Arabic attribution: nouns that begin with «و», what a source's place may hold, broken print."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.attribution import arabic, attribute, torn
from riwaya.attribution.chain import Read, chains
from riwaya.attribution.edges import sentences
from riwaya.attribution.naming import cleaned
from riwaya.attribution.pointing import noun_stem
from riwaya.attribution.tagger import Reading
from riwaya.model import Report, Span


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def reading(text: str, head: str, content: str, *sources: str, stance: str = "asserts") -> Reading:
    at = span(text, head)
    return Reading(at.start, span(text, content), (at,), tuple(span(text, s) for s in sources), None, stance, 0.9)  # type: ignore[arg-type]


def report(text: str) -> Report:
    return Report("r", "r", "", text, "ar")


@pytest.mark.parametrize(
    ("named", "pointer"),
    [
        ("وكالة «سهول»", "الوكالة"), ("وزارة المرافئ", "الوزارة"), ("وفد المزارعين", "الوفد"),
        ("وثيقة مسربة", "الوثيقة"), ("وحدة الإنقاذ", "الوحدة"), ("فرقة الإطفاء", "الفرقة"),
        ("وساطة قبلية", "الوساطة"), ("وكيل النيابة", "الوكيل"), ("صحيفة «المنارة»", "الصحيفة"),
    ],
)  # fmt: skip
def test_a_noun_whose_first_letter_looks_like_and_is_pointed_to(named: str, pointer: str) -> None:
    text = f"وذكرت {named} أن الجسر مغلق. وقالت {pointer} إن العمل مستمر."
    at = Span(text.rindex(pointer), text.rindex(pointer) + len(pointer))
    first = Read(0, span(text, "أن الجسر مغلق"), span(text, f"وذكرت {named}"), (span(text, named),), None)
    second = Read(0, span(text, "إن العمل مستمر"), Span(at.start - 6, at.end), (at,), None)
    (_, _), (chain, why) = chains(text, [first, second])
    assert chain[-1].mention.of(text) == named and chain[-1].anaphor == at
    assert "points back" in why


@pytest.mark.parametrize(("form", "other"), [("وجماعه", "الجماعه"), ("وكاله", "للوكاله"), ("وزير", "الوزير")])
def test_one_stem_with_and_without_the_article(form: str, other: str) -> None:
    assert noun_stem(form) == noun_stem(other)


@pytest.mark.parametrize(
    ("text", "head", "content", "read", "wanted"),
    [
        ("وقال للصحفيين في المرفأ القديم «سنعود غدا».", "وقال", "سنعود غدا", "في المرفأ القديم", []),
        ("وأضاف حول الحادث: السائق بخير.", "وأضاف", "السائق بخير", "حول الحادث", []),
        ("كما أضاف في بيان صدر الجمعة أن السد آمن.", "أضاف", "أن السد آمن", "بيان صدر الجمعة", []),
        ("تقول إنها تنبه الأهالي إلى الخطر.", "تنبه", "إلى الخطر", "إنها", []),
        ("طالب المجلس الأعلى المضربين بالعودة.", "طالب", "بالعودة", "المجلس الأعلى المضربين", ["المجلس الأعلى"]),
        ("دعا الأمين العام سالم نور #المرسى إلى الهدوء.", "دعا", "إلى الهدوء", "الأمين العام سالم نور #المرسى",
         ["الأمين العام سالم نور"]),
        ("ووصف هاني زميله بأنه عنيد.", "ووصف", "بأنه عنيد", "هاني زميله", ["هاني"]),
        ("وأفادت وكالة سهول الثلاثاء أن الطريق مغلق.", "وأفادت", "أن الطريق مغلق", "وكالة سهول الثلاثاء",
         ["وكالة سهول"]),
        ("وأشار فواز إلى أن العمل مستمر.", "وأشار", "أن العمل مستمر", "فواز إلى", ["فواز"]),
        ("وقالت مصادر هيئة المرافئ إن السفن عادت.", "وقالت", "إن السفن عادت", "هيئة المرافئ", ["مصادر هيئة المرافئ"]),
        ("وقالت صحيفة الساحل اليوم إن السفن عادت.", "وقالت", "إن السفن عادت", "صحيفة الساحل اليوم",
         ["صحيفة الساحل اليوم"]),
        ("وأكد الرئيس المنتخب الذي رافقته زوجته وابنه أن البلاد بخير.", "وأكد", "أن البلاد بخير", "زوجته وابنه",
         ["الرئيس المنتخب"]),
    ],
)  # fmt: skip
def test_what_a_source_may_be(text: str, head: str, content: str, read: str, wanted: list[str]) -> None:
    found = cleaned(text, reading(text, head, content, read))
    assert [s.of(text).strip() for s in found.sources] == wanted


@pytest.mark.parametrize(
    ("text", "head", "content", "wanted"),
    [
        ("وكانت النقابة قد حثت العمال على الصبر.", "وكانت", "على الصبر", "demands"),
        ("وقد نفى الحارس أنه نام.", "وقد", "أنه نام", "denies"),
        ("وكان المدير قد شكك في الأرقام.", "وكان", "في الأرقام", "doubts"),
        ("وقد قال الحارس إنه لم ينم.", "وقد", "إنه لم ينم", "asserts"),
    ],
)
def test_the_stance_is_that_of_the_verb_behind_a_helper(text: str, head: str, content: str, wanted: str) -> None:
    (found,) = arabic.mend(text, [reading(text, head, content)])
    assert found.stance == wanted


def test_a_trailing_source_may_be_followed_by_the_day() -> None:
    text = "دخلت القافلة البلدة قبل الفجر، وهي الثالثة هذا الشهر، وفق ما أفادت مصادر محلية اليوم (الأحد)."
    (found,) = arabic.mend(text, [reading(text, "وفق", "وهي الثالثة هذا الشهر", "مصادر محلية")])
    assert found.content.of(text).startswith("دخلت القافلة")


def test_a_setting_before_that_is_no_part_of_what_is_said() -> None:
    text = "وختم كلامه مشددا في رسالة له أمس على حق الأهالي في العودة."
    (found,) = arabic.mend(text, [reading(text, "مشددا", "رسالة له أمس على حق الأهالي في العودة")])
    assert found.content.of(text) == "على حق الأهالي في العودة"


def test_sentences_printed_without_a_space_between_them_are_two() -> None:
    text = "وصلت القافلة إلى البلدة.وقال السائق إن الطريق آمن. أما بي.بي.سي فلم تحضر."
    assert [s.of(text) for s in sentences(text, Span(0, len(text)))] == [
        "وصلت القافلة إلى البلدة", "وقال السائق إن الطريق آمن", "أما بي.بي.سي فلم تحضر",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "who"),
    [
        ("ق ال المدير إن المصنع لن يغلق هذا العام.", "المدير"),
        ("قا ل المدير إن المصنع لن يغلق هذا العام.", "المدير"),
        ("وأض اف الوزير أن الطريق مغلق منذ الصباح.", "الوزير"),
        ("وأك د ت الهيئة أن السد آمن ولا خوف منه.", "الهيئة"),
        ("وذك رت البلدية أن السوق مغلق حتى الغد.", "البلدية"),
        ("قـــال المديـــر إن المصنـــع لن يغلق هذا العام.", "المديـــر"),
        ("وأكـــــد الناطـق أن الطريـق مفتـوح أمام الناس.", "الناطـق"),
        ("ﻗﺎﻝ ﺍﻟﻤﺪﻳﺮ ﺇﻥ ﺍﻟﻤﺼﻨﻊ ﻟﻦ ﻳﻐﻠﻖ ﻫﺬﺍ ﺍﻟﻌﺎﻡ.", "ﺍﻟﻤﺪﻳﺮ"),
    ],
)
def test_broken_print_is_read(printed: str, who: str) -> None:
    (said,) = [a for a in attribute(report(printed), None) if a.voice != "own"]
    assert [x.mention.of(printed) for x in said.chain] == [who]
    assert said.content.end == len(printed) - 1


@pytest.mark.parametrize(
    "text",
    ["أو ضحت النساء بكل ما لديهن.", "ما ذا قال لك؟", "و قال إن الطريق آمن.", "صفحة 15 من الـ20", "قال إنه جاهز."],
)
def test_sound_print_is_left_alone(text: str) -> None:
    assert torn.whole(text) is None


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="قال إنـأضاف وﻗﺎﻝﷺ\ufbb2. «»\n", max_size=120))
def test_places_in_broken_print_stay_inside_it(text: str) -> None:
    copy = torn.whole(text)
    if copy is not None:
        assert len(copy.places) == len(copy.text) + 1 and list(copy.places) == sorted(copy.places)
    for a in attribute(report(text), None):
        assert 0 <= a.content.start < a.content.end <= len(text)
