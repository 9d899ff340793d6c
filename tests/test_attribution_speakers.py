"""Which part of a place can speak. All sentences are invented."""

from __future__ import annotations

import pytest

from riwaya.attribution import attribute
from riwaya.attribution.speakers import REPORT, speaker
from riwaya.encoder import token_encoder
from riwaya.model import Report, Span


def part(place: str, text: str = "") -> str | None:
    """What of a place can speak, in a text that holds it or ends with it."""
    text = text if place in text else text + place
    start = text.index(place)
    found = speaker(text, Span(start, start + len(place)))
    return found.of(text) if found else None


@pytest.mark.parametrize(
    ("place", "who"),
    [
        ("طوكيو الصيادين", "طوكيو"),
        ("وزارة الزراعة اليابانية بيرو", "وزارة الزراعة اليابانية"),
        ("الحكومة اليابانية برنامج الري", "الحكومة اليابانية"),
        ("الشرطة البرتغالية إطلاق سراح العمال", "الشرطة البرتغالية"),
        ("الحلواني مجلس المدينة والبلدية", "الحلواني"),
        ("التقرير الحكومة المحلية", "التقرير"),
        ("سامي نوري الصفدي أسرته", "سامي نوري الصفدي"),
        ("نوري غاضباً", "نوري"),
        ("نوري بصراحة", "نوري"),
        ("مزارعون محليون أفادو", "مزارعون محليون"),
        ("البلدية تدعو السكان", "البلدية"),
        ("البلدية باتت", "البلدية"),
        ("والدة سامي 32 سنة", "والدة سامي"),
        ("الفلاح البالغ من العمر 32 عاما", "الفلاح"),
        ("السفارة اليابانية بيانا", "السفارة اليابانية"),
        ("الهدّاف تراجع مستواه", "الهدّاف"),
        ("الأمطار وفق المزارعين", "المزارعين"),
    ],
)
def test_a_noun_phrase_ends_where_nothing_more_can_be_joined_to_it(place: str, who: str) -> None:
    assert part(place) == who


@pytest.mark.parametrize(
    "place",
    [
        "هناك أسعاراً", "كثيرة جدا", "وجود شقوق", "مخالفة واضحة", "العمر 30 عاما", "سيكون محل نزاع", "استغرابها",
        "اندهاشه", "وبمواجهتهم", "للدواعي الصحية", "باقتحامه", "باللغة اليابانية",
        "بمديرية الري", "محملاً نوري", "لكنها", "قلقها",
    ],
)  # fmt: skip
def test_acts_states_and_ages_speak_nowhere(place: str) -> None:
    assert part(place) is None


def test_an_adjective_or_a_rumour_is_nobody() -> None:
    assert part("الرئيسي", "كتبت الصحيفة في عنوانها الرئيسي: ") is None
    assert part("قيل", "وفقا لما قيل") is None


@pytest.mark.parametrize(
    "place",
    [
        "وزارة الخارجية اليابانية", "الحكومة اليابانية وبلدية طوكيو", "وكالة الأنباء اليمنية سبأ", "الرئيس المنتخب",
        "تامر نوري", "رضا زكريا", "أسامة حمادة", "اعتدال انتصار", "بشار البحيري", "لؤي ليلى",
        "الدكتور سامي مدير المستشفى", "أحد زملائه", "منتدى الصحفيين", "النائب العام", "كريستينا ماريا",
        "مصادر في مديرية الري", "The mayor of Tokyo", "سيف سيرين",
        "لاعب لم تسمه", "سائحة كانت هناك", "صحيفة «لا بروفا»",
        "عامل يدعى نوري", "وزارة الخارجية السعودية", "الهيئة الطبية السعودية", "الشركات المصنعة", "عدداً من العمال",
        "مسؤولاً أمنياً رفيعاً", "عشرون شاهداً", "نوري (32 عاما)",
        "ثلاثون بحاثاً", "الباحث المقيم حالياً في بيرو", "الولايات المتحدة", "بنك الساحل", "بعثة الساحل",
    ],
)  # fmt: skip
def test_names_and_phrases_stay_whole(place: str) -> None:
    assert part(place) == place


def test_a_name_that_stands_alone_elsewhere_ends_before_whom_it_asks() -> None:
    text = "وأكد بحيري أن الملعب مغلق. ثم طالب بحيري اتحاد اللعبة بفتحه."
    assert part("بحيري اتحاد اللعبة", text) == "بحيري"
    assert part("بحيري اتحاد اللعبة", "ثم طالب بحيري اتحاد اللعبة بفتحه.") == "بحيري اتحاد اللعبة"
    far = "كلمة " * REPORT + text
    start = far.index("بحيري اتحاد")
    whole = Span(start, start + len("بحيري اتحاد"))
    assert speaker(far, whole) == whole  # looked for in the front of a text only


@pytest.mark.parametrize("name", [
    "شخصية سياسية بارزة", "الحضور", "نسبة كبيرة من المشاركين", "تقريرهم", "تنظيمها", "وقف الطحانين", "عملية الطحن",
])  # fmt: skip
def test_people_papers_and_bodies_speak(name: str) -> None:
    assert part(name, f"وأكد {name} أن الطاحون باق.") == name


def test_the_statement_keeps_its_speaker_without_the_object() -> None:
    text = "اتهمت وزارة الزراعة اليابانية بيرو باستخدام سفن الصيد في أعالي البحار لأغراض عسكرية."
    said = [a for a in attribute(Report("r", "r", "", text, "ar"), token_encoder()) if a.voice != "own"]
    assert [x.mention.of(text) for x in said[0].chain] == ["وزارة الزراعة اليابانية"]
