"""Writers, credits, outlets: what stands around a report."""

from __future__ import annotations

import pytest

from riwaya.intake import read_page
from riwaya.intake.blocks import stops, text_blocks
from riwaya.intake.credits import dateline, line, tail
from riwaya.intake.encoding import NotText, declared, decode
from riwaya.intake.identity import file_id, url_id
from riwaya.intake.people import writers
from riwaya.intake.words import Phrases, forms, reading_words
from riwaya.language.detect import language_of
from riwaya.model import Report

PROSE = (
    "انهار سقف سوق الحدادين في مدينة الظل فجر الأحد على ثلاثة متاجر، ولم يصب أحد لأن السوق كان مغلقا.\n\n"
    "وقال شيخ السوق عمر النحاس إن التجار طالبوا بترميم السقف منذ خمس سنوات. وأضاف أن البلدية لم ترد."
)


def read(head: str = "", foot: str = "", prose: str = PROSE) -> Report:
    return read_page(f"سقف السوق ينهار على ثلاثة متاجر\n\n{head}\n\n{prose}\n\n{foot}".encode(), "x.txt")


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("كتبت ريم سالم", ("ريم سالم",)),
        ("كتب – محمد سعيد وأحمد حسنين", ("محمد سعيد", "أحمد حسنين")),
        ("كتب: سعيد وهبي", ("سعيد وهبي",)),
        ("كتبت - هدى كامل - تصوير: سامي فوزي", ("هدى كامل",)),
        ("بقلم: فوزية عمار", ("فوزية عمار",)),
        ("بقلم: فارس الدهان", ("فارس الدهان",)),
        ("بقلم: رويترز العربية", ()),
        ("By Jane Roe and John Doe in Vienna", ("Jane Roe", "John Doe")),
        ("JANE ROE, Staff Writer", ("JANE ROE",)),
        ("By Jane Roe, Reuters", ("Jane Roe",)),
        ("By Jane van der Roe | May 3, 2024", ("Jane van der Roe",)),
        ("وكالات", ()),
        ("Reuters", ()),
        ("The Associated Press", ()),
        ("كتب: وكالة الظل للأنباء", ()),
    ],
)
def test_writers_out_of_a_byline(printed: str, names: tuple[str, ...]) -> None:
    assert writers(printed) == names


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("كتبت ريم سالم", ("ريم سالم",)),
        ("القاهرة - ريم سالم", ("ريم سالم",)),
        ("مدينة الظل: ريم سالم\n3 مارس 2024", ("ريم سالم",)),
        ("ريم سالم\n3 مارس 2024", ("ريم سالم",)),
        ("3 مارس 2024\nريم سالم", ("ريم سالم",)),
        ("عمر النحاس\n3 مارس 2024", ()),
        ("شؤون محلية\n3 مارس 2024", ()),
        ("بيروت - رويترز", ()),
        ("سقف السوق بعد انهياره\nسقف السوق بعد انهياره", ()),
    ],
)
def test_writers_beside_the_title(head: str, names: tuple[str, ...]) -> None:
    assert read(head).bylines == names


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ("بغداد (الراية) - قال الوزير إن العمل مستمر.", ("الراية",)),
        ("دبي، الإمارات (CNN) – قال الوزير إن العمل مستمر.", ("CNN",)),
        ("رأس الوادي (تونس) 14 مايو/أيار (أفق) - أعلن المتحدث.", ("أفق",)),
        ("LONDON, May 3 (Reuters) - The minister said so.", ("Reuters",)),
        ("القاهرة - أ ف ب - قال الوزير إن العمل مستمر.", ("أ ف ب",)),
        ("قال محمد سعيد (45 عاما) - وهو بائع - إن العمل مستمر.", ()),
        ("قال الوزير «العمل مستمر» (الصحيفة) - ثم خرج.", ()),
        ("قال الوزير إن العمل مستمر.", ()),
    ],
)
def test_datelines(opening: str, names: tuple[str, ...]) -> None:
    credit = dateline(opening)
    assert (credit.names if credit else ()) == names
    assert credit is None or opening.startswith(credit.text)


def test_tails_and_lines() -> None:
    assert tail("وأضاف أن البلدية لم ترد. (أ ف ب)") is not None
    assert tail("وأضاف أن البلدية لم ترد (حتى الآن).") is None
    for text, names in {
        "دبي – رويترز": ("رويترز",),
        "مانشستر - د ب أ": ("د ب أ",),
        "فرانس24/ أ ف ب": ("فرانس24", "أ ف ب"),
        "المصدر: وكالات": ("وكالات",),
        "*نقلاً عن صوت الظل": ("صوت الظل",),
        "With files from Reuters and AFP": ("Reuters", "AFP"),
        "الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس": ("واس",),
    }.items():
        credit = line(text)
        assert credit is not None and credit.names == names, text
    assert line("وقال شيخ السوق") is None
    assert line("القاهرة - ريم سالم") is None


def test_a_foot_that_names_the_agency_is_credit_and_byline() -> None:
    report = read(foot="فرانس24/ أ ف ب")
    assert report.bylines == ("فرانس24/ أ ف ب",)
    assert [c.names for c in report.credits] == [("فرانس24", "أ ف ب")]
    assert "فرانس24/ أ ف ب" in report.removed


def test_a_dateline_stays_in_its_paragraph() -> None:
    report = read(prose="بغداد (الراية) - " + PROSE)
    assert report.text.startswith("بغداد (الراية) - ") and [c.names for c in report.credits] == [("الراية",)]


@pytest.mark.parametrize(
    ("foot", "outlet"),
    [
        ("جميع الحقوق محفوظة لصحيفة المرآة 2024", "المرآة"),
        ("© صوت الظل 2024", "صوت الظل"),
        ("© 2024 Shadow Papers Ltd. All rights reserved.", "Shadow Papers"),
        ("حقوق النشر محفوظة لمؤسسة الظل 1445هـ", "مؤسسة الظل"),
    ],
)
def test_the_outlet_in_its_line_of_rights(foot: str, outlet: str) -> None:
    assert read(foot=foot).outlet_name == outlet


@pytest.mark.parametrize(
    ("text", "stop"),
    [("قال.", "."), ("«قال».", "."), ("«قال.»", "."), ("قال؟", "?"), ("قال", ""), ("عاجل..", "…"),
     ("قال. (أ ف ب)", "."),
     ("قال (أ ف ب)", ""), ("said:", ":"), ("", "")],
)  # fmt: skip
def test_how_a_line_ends(text: str, stop: str) -> None:
    assert stops(text) == stop


def test_lines_broken_to_a_width_are_joined() -> None:
    wrapped = (
        "قال الوزير إن العمل مستمر في المشروع الجديد الذي\nتنفذه الشركة منذ أشهر في المنطقة الغربية، وأضاف أن\n"
        "النتائج ستعلن قريبا."
    )
    assert [b.text for b in text_blocks(wrapped)] == [wrapped.replace("\n", " ")]
    headlines = "حريق في السوق القديم\nأسعار الذهب اليوم في الأسواق\nوفاة شخصين في حادث"
    assert len(text_blocks(headlines)) == 3
    indented = "وقال\n            مدير المصنع إن العمل\n            مستمر."
    assert [b.text for b in text_blocks(indented)] == ["وقال مدير المصنع إن العمل مستمر."]
    assert [b.text for b in text_blocks("قال الوزير كذا\n.")] == ["قال الوزير كذا."]


def test_encodings() -> None:
    assert decode("\ufeffقال".encode()) == "قال"
    assert decode("قال الوزير من بغداد".encode("utf-16")) == "قال الوزير من بغداد"
    assert decode("قال الوزير ".encode() + b"\xd9" + " من بغداد".encode()).startswith("قال الوزير")
    assert declared(b'<meta http-equiv=x content="text/html; charset=windows-1256">') == "cp1256"
    for data in (b"\x89PNG\r\n", b"\x00\x01\x02\x03" * 50):
        with pytest.raises(NotText):
            decode(data)


def test_ids() -> None:
    assert file_id("deep/05_sada.txt.gz") == file_id("05_sada.html") == "05_sada"
    assert url_id("https://www.x.example/a/b.html?id=3") == "x.example-a-b-id-3"
    assert url_id("https://x.example/%D8%AE%D8%A8%D8%B1") == "x.example-خبر"
    long = "https://x.example/" + "word-" * 60
    assert len(url_id(long)) < 100 and url_id(long) != url_id(long + "x")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال الوزير إن العمل مستمر", "ar"),
        ("The minister said that the work would go on.", "en"),
        ("Roofs fall often in here. Of those ninety, thirty smithies burnt down; nobody knows why. Owners blame wires, "
         "the council blames owners, and insurers pay late. Repairs cost millions each year.", "en"),
        ("Le ministre a déclaré que les travaux continueraient.", "fr"),
        ("وزیر گفت که کار ادامه خواهد یافت و دولت گزارش را منتشر می‌کند", "fa"),
        ("وزیر نے کہا کہ کام جاری رہے گا اور حکومت رپورٹ شائع کرے گی", "ur"),
        ("12 345", "und"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


def test_phrases_match_folded_words() -> None:
    phrases = Phrases(["اقرأ أيضا", "اقرأ"])
    assert phrases.at(forms("إقرأ أيضاً: كذا")) == 2 and phrases.at(forms("اقرأ كذا")) == 1
    assert phrases.at((), 0) == 0 and not phrases.whole(()) and phrases.within(forms("كذا إقرأ")) == (1, 2)
    with pytest.raises(ValueError, match="no word"):
        Phrases(["…"])


def test_the_lexicon_is_whole() -> None:
    lexicon = reading_words()
    assert set(lexicon.months.values()) == set(lexicon.hijri.values()) == set(range(1, 13))
    assert lexicon.aside.whole(forms("Read also"))


@pytest.mark.parametrize(
    ("head", "writer"),
    [
        ("<p class='a'>نوال الشيباني · 4 مايو 2025</p>", "نوال الشيباني"),
        ("<div><span>كتبت: نوال الشيباني</span><span>الأحد 4/مايو/2025 - 07:45 م</span></div>", "نوال الشيباني"),
        ("<p>القصب - نوال الشيباني</p><p>4 مايو 2025</p>", "نوال الشيباني"),
        ("<p>نوال الشيباني</p><div>مشاركة: فيسبوك | واتساب</div>", "نوال الشيباني"),
    ],
)
def test_a_writer_beside_a_date_or_alone_below_the_title(head: str, writer: str) -> None:
    text = "<p>" + "وافق المجلس البلدي على توسعة السوق القديمة بعد جلسة طويلة حضرها التجار. " * 3 + "</p>"
    page = f"<html><body><article><h1>المجلس البلدي يوسع السوق القديمة</h1>{head}{text * 3}</article></body></html>"
    assert read_page(page.encode(), "page.html").bylines == (writer,)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("وقال الوزير إن العمل مستمر في المشروع الجديد قبل", "زيارته الأولى إلى المرفأ.", True),
        ("وكشفت الصحيفة عن زيارة الوزير الأولى إلى المرفأ", "، والتي تمت قبل أسبوع.", True),
        ("وعادت السفينة إلى المرفأ بعد أسبوع في البحر،", "وذلك بعد أن تلقت إشارة.", True),
        ("The minister said the ferry would come back to", "the quay on Monday.", True),
        ("حريق في السوق القديم يأتي على عشرين محلا كاملا", "أسعار الذهب اليوم في الأسواق", False),
        ("وعادت السفينة إلى المرفأ بعد أسبوع في البحر،", "- القائمة الأولى", False),
        ("The ferry came back to the quay on Monday at noon.", "eleven crew were on it.", False),
        ("أسعار اليوم في", "السوق القديم", False),
    ],
)
def test_a_sentence_that_a_link_broke_over_two_lines_is_joined(first: str, second: str, joined: bool) -> None:
    found = [b.text for b in text_blocks(f"{first}\n{second}\n\nتمت الرحلة.")]
    assert (len(found) == 2) is joined
    if joined:
        assert found[0] == first + ("" if second[0] == "،" else " ") + second
