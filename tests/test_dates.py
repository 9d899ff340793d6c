"""Dates found and resolved. Every sentence here is invented."""

from __future__ import annotations

import datetime as dt
import doctest
import time
from itertools import pairwise
from pathlib import Path

import pytest

from riwaya.dates import DateExpression, find

# A Tuesday: the week is 13 to 19 May 2024.
PUBLISHED = dt.date(2024, 5, 14)


def dates(
    text: str, published: dt.date | None = PUBLISHED, language: str | None = None
) -> list[tuple[str, str | None]]:
    return [(text[e.start : e.end], e.when) for e in find(text, published, language)]


def one(text: str, published: dt.date | None = PUBLISHED) -> DateExpression:
    found = find(text, published)
    assert len(found) == 1, dates(text, published)
    return found[0]


ARABIC = [
    # weekdays: the latest, today included; the next in a sentence of the future; what «الماضي» and «المقبل» say
    ("الوزير سيبدأ زيارته يوم السبت", "يوم السبت", "2024-05-18"),
    ("الفحص سيُجرى في المرفأ السبت", "السبت", "2024-05-18"),
    ("سنواصل الإضراب إلى السبت", "السبت", "2024-05-18"),
    ("سيد الموقف نام السبت", "السبت", "2024-05-11"),
    ("استدعي سيف الراوي السبت", "السبت", "2024-05-11"),
    ("اجتماع مبرمج يوم السبت", "يوم السبت", "2024-05-18"),
    ("افتتح المحافظ الجسر الاثنين", "الاثنين", "2024-05-13"),
    ("زار الوفد المصنع يوم الثلاثاء", "يوم الثلاثاء", "2024-05-14"),
    ("وصلت الشحنة الأربعاء", "الأربعاء", "2024-05-08"),
    ("ستنطلق الدورة يوم الخميس", "يوم الخميس", "2024-05-16"),
    ("من المقرر أن تجتمع اللجنة الجمعة", "الجمعة", "2024-05-17"),
    ("توقفت المطحنة السبت الماضي", "السبت الماضي", "2024-05-11"),
    ("أغلق المعبر الثلاثاء الماضي", "الثلاثاء الماضي", "2024-05-07"),
    ("تعود الحافلات الأحد المقبل", "الأحد المقبل", "2024-05-19"),
    ("يبدأ الحصاد الثلاثاء القادم", "الثلاثاء القادم", "2024-05-21"),
    ("عقدت الندوة مساء الأحد", "مساء الأحد", "2024-05-12"),
    ("دعت النقابة إلى وقفة الجمعة", "الجمعة", "2024-05-17"),
    ("تسلم الفريق الدرع الجمعة من الأسبوع الماضي", "الجمعة من الأسبوع الماضي", "2024-05-10"),
    ("قطعت الكهرباء ليل السبت الأحد", "ليل السبت الأحد", "2024-05-11/2024-05-12"),
    # days by name
    ("وقال الناطق أمس إن المخزن احترق", "أمس", "2024-05-13"),
    ("وقع الحادث مساء أمس الاثنين", "مساء أمس الاثنين", "2024-05-13"),
    ("أبحرت السفينة أول من أمس", "أول من أمس", "2024-05-12"),
    ("يفتتح المعرض غداً", "غداً", "2024-05-15"),
    ("تجرى القرعة بعد غد", "بعد غد", "2024-05-16"),
    ("أعلن المجلس اليوم الثلاثاء النتائج", "اليوم الثلاثاء", "2024-05-14"),
    ("انهار السقف ليلة أمس", "ليلة أمس", "2024-05-13"),
    # distances
    ("غادر المدير قبل ثلاثة أسابيع", "قبل ثلاثة أسابيع", "2024-04-23"),
    ("تسلمنا الرسالة قبل أسبوعين", "قبل أسبوعين", "2024-04-30"),
    ("يعتصم العمال منذ عشرة أيام", "منذ عشرة أيام", "2024-05-04"),
    ("ينام الأهالي في الخيام منذ ليلتين", "منذ ليلتين", "2024-05-12"),
    ("رممت القلعة قبل شهرين", "قبل شهرين", "2024-03"),
    ("انسحبت الشركة قبل عام من المشروع", "قبل عام", "2023-05"),
    ("تأسست الجمعية قبل خمس سنوات", "قبل خمس سنوات", "2019"),
    ("بني السد قبل ١٢ عاما", "قبل ١٢ عاما", "2012"),
    ("سيعاد فتح الطريق بعد أسبوعين", "بعد أسبوعين", "2024-05-28"),
    # weeks, months, years by side
    ("ارتفعت الأسعار الأسبوع الماضي", "الأسبوع الماضي", "2024-05-06/2024-05-12"),
    ("تنتهي الأشغال الأسبوع المقبل", "الأسبوع المقبل", "2024-05-20/2024-05-26"),
    ("هطلت الأمطار هذا الشهر", "هذا الشهر", "2024-05"),
    ("نقص الإنتاج الشهر الماضي", "الشهر الماضي", "2024-04"),
    ("تصدر الطبعة العام المقبل", "العام المقبل", "2025"),
    ("تصدر الطبعة السنة الجارية", "السنة الجارية", "2024"),
    ("هجر السكان الحي العام قبل الماضي", "العام قبل الماضي", "2022"),
    # months of every tradition
    ("أغلق المصنع في جانفي 2023", "جانفي 2023", "2023-01"),
    ("يسري القرار خلال شهر جوان المقبل", "شهر جوان المقبل", "2024-06"),
    ("أرجئ الملف في شباط الماضي", "شباط الماضي", "2024-02"),
    ("انتخب الرئيس في دجنبر الماضي", "دجنبر الماضي", "2023-12"),
    ("وقع العقد في تشرين الأول/أكتوبر 2019", "تشرين الأول/أكتوبر 2019", "2019-10"),
    ("انتهى الموسم في مارس آذار", "مارس آذار", "2024-03"),
    ("يحل الموعد في 31 كانون الثاني (يناير) 2025", "31 كانون الثاني (يناير) 2025", "2025-01-31"),
    ("شب الحريق في 9 غشت 2021", "9 غشت 2021", "2021-08-09"),
    ("ستسافر البعثة في يونيو", "يونيو", "2024-06"),
    ("بدأ الترميم منذ نوفمبر", "نوفمبر", "2023-11"),
    # days of months
    ("يوم الاثنين 20 ماي", "يوم الاثنين 20 ماي", "2024-05-20"),
    ("صدر الأمر في العاشر من فبراير", "العاشر من فبراير", "2024-02-10"),
    ("ولد في الحادي والعشرين من أيلول عام 1978", "الحادي والعشرين من أيلول عام 1978", "1978-09-21"),
    ("يوقع الاتفاق في الثالث من الشهر المقبل", "الثالث من الشهر المقبل", "2024-06-03"),
    ("اجتمعوا في 5 الجاري", "5 الجاري", "2024-05-05"),
    ("صدر العدد الأول في ١٢ نيسان ٢٠٠٣", "١٢ نيسان ٢٠٠٣", "2003-04-12"),
    ("حرر في 17/03/2022", "17/03/2022", "2022-03-17"),
    ("يقام الحفل في غرة رمضان 1446هـ", "غرة رمضان 1446هـ", "2025-03-01"),
    # Hijri and both calendars
    ("وقع المحضر في 10 شوال 1436هـ", "10 شوال 1436هـ", "2015-07-26"),
    (
        "وقع المحضر في 10 شوال 1436هـ الموافق 26 يوليو 2015م",
        "10 شوال 1436هـ الموافق 26 يوليو 2015م",
        "2015-07-26",
    ),
    ("ترتفع الأسعار في رمضان المقبل", "رمضان المقبل", "2025-03-01/2025-03-29"),
    # years
    ("أنشئ المرفأ عام ١٩٥١", "عام ١٩٥١", "1951"),
    ("أقر القانون في 2014، وعدل لاحقا بمرسوم", "2014", "2014"),
    ("ولد الشاعر سنة ألف وتسعمائة وتسع وعشرين", "سنة ألف وتسعمائة وتسع وعشرين", "1929"),
    ("هدم الحي إثر حرب 1967", "1967", "1967"),
    # ranges, quarters, decades
    ("تراجع ربح الربع الثالث", "الربع الثالث", "2023-07/2023-09"),
    ("نزلت البطالة في الثلاثي الأول، وفق المعهد", "الثلاثي الأول", "2024-01/2024-03"),
    ("يسلم القمح في النصف الأول من نوفمبر 2024", "النصف الأول من نوفمبر 2024", "2024-11-01/2024-11-15"),
    ("سيستأنف الإنتاج خلال عشرة أيام", "خلال عشرة أيام", "2024-05-15/2024-05-24"),
    ("انخفض المنسوب بين 2 و12 تشرين الأول", "2 و12 تشرين الأول", "2023-10-02/2023-10-12"),
    ("يقام المعرض من 28 مايو إلى 3 يونيو", "28 مايو إلى 3 يونيو", "2024-05-28/2024-06-03"),
    ("يضرب العمال يومي 20 و21 ماي", "20 و21 ماي", "2024-05-20/2024-05-21"),
    ("حكم المدينة بين عامي 1911 و1913", "1911 و1913", "1911/1913"),
    ("ارتفع الدين من 2016 إلى 2018", "2016 إلى 2018", "2016/2018"),
    ("نما الاقتصاد في الربع الثالث من عام 2016", "الربع الثالث من عام 2016", "2016-07/2016-09"),
    ("هاجر أهله في سبعينيات القرن الماضي", "سبعينيات القرن الماضي", "1970/1979"),
    ("ستقام المسابقة في الصيف", "الصيف", "2024-06/2024-08"),
    ("عاد المنقبون في الثاني والعشرين، بحسب المرصد", "الثاني والعشرين", "2024-04-22"),
    ("ازدهرت الصناعة في مطلع الألفين", "مطلع الألفين", "2000/2009"),
    ("وقع المرسوم يوم الخميس الموافق 2 / 7 / 1436هـ", "يوم الخميس الموافق 2 / 7 / 1436هـ", "2015-04-21"),
    ("توقفت الطاحونة منذ عام ونصف", "منذ عام ونصف", "2022-11"),
    ("تفتح المدارس في أول أحد من سبتمبر 2024", "أول أحد من سبتمبر 2024", "2024-09-01"),
]

ENGLISH = [
    ("The bridge opened on Monday.", "Monday", "2024-05-13"),
    ("The mill stopped on Wednesday.", "Wednesday", "2024-05-08"),
    ("The ferry will sail on Thursday.", "Thursday", "2024-05-16"),
    ("The board told staff on Tuesday that the plant would close.", "Tuesday", "2024-05-14"),
    ("Talks resume next Monday.", "next Monday", "2024-05-20"),
    ("The depot burned last Friday.", "last Friday", "2024-05-10"),
    ("They meet on Friday next week.", "Friday next week", "2024-05-24"),
    ("The harvest began yesterday.", "yesterday", "2024-05-13"),
    ("Windows shook last night.", "last night", "2024-05-13"),
    ("She arrived the day before yesterday.", "the day before yesterday", "2024-05-12"),
    ("The letter came three weeks ago.", "three weeks ago", "2024-04-23"),
    ("The firm left a year ago.", "a year ago", "2023-05"),
    ("It was built twelve years ago.", "twelve years ago", "2012"),
    ("Prices rose last week.", "last week", "2024-05-06/2024-05-12"),
    ("It will reopen next month.", "next month", "2024-06"),
    ("Output fell in March.", "March", "2024-03"),
    ("The cranes will arrive in June.", "June", "2024-06"),
    ("The lease began in October 2019.", "October 2019", "2019-10"),
    ("The window closes on 31 January 2025.", "31 January 2025", "2025-01-31"),
    ("The mayor resigned on May 2, 2023.", "May 2, 2023", "2023-05-02"),
    ("The vote is due on the 3rd of June.", "3rd of June", "2024-06-03"),
    ("On Sat., May 4, 2024, the roof fell in.", "Sat., May 4, 2024", "2024-05-04"),
    ("The level fell between 2 and 12 October.", "2 and 12 October", "2023-10-02/2023-10-12"),
    ("The fair ran 2–12 April.", "2–12 April", "2024-04-02/2024-04-12"),
    ("Debt doubled from 2016 to 2018.", "2016 to 2018", "2016/2018"),
    ("It has run the terminal since 2017 under a licence.", "2017", "2017"),
    ("The 2016 election changed little.", "2016", "2016"),
    ("Exports grew in the third quarter of 2018.", "third quarter of 2018", "2018-07/2018-09"),
    ("The bank posted a first-quarter loss.", "first-quarter", "2024-01/2024-03"),
    ("It was woven in the early 20th century.", "early 20th century", "1900/1999"),
    ("The canal was dug in the 1960s.", "1960s", "1960/1969"),
    ("Schools open on the first Monday of September 2024.", "first Monday of September 2024", "2024-09-02"),
    ("It was signed on 2021-07-09.", "2021-07-09", "2021-07-09"),
]


@pytest.mark.parametrize(("text", "words", "when"), ARABIC + ENGLISH)
def test_found_and_resolved(text: str, words: str, when: str) -> None:
    assert (words, when) in dates(text)


@pytest.mark.parametrize(
    "text",
    [
        # of something the text spoke of, not of the day of writing
        "استقال الوزير قبل ثلاثة أيام من الاقتراع", "عاد الهدوء في اليوم التالي", "two weeks before the vote",
        # names
        "صلى الأهالي صلاة الجمعة في الساحة", "نقلت صحيفة «المصري اليوم» الخبر", "وقالت رئيسة الوزراء تيريزا ماي",
        "قال الأمين العام السابق للحزب", "He writes for the Sunday Times", "Black Friday sales", "It may rain",
        "USA Today reported it", "احتفل المزارعون باليوم العالمي للشجرة", "فاز الفريق 3-صفر على ضيفه",
        "وقال الرئيس رجب طيب", "لامس السعر أعلى مستوى", "يلعب بكرة القدم", "they march every week",
        # quantities and clocks
        "شارك 1984 جنديا في التمرين", "a crowd of 2000 people", "ارتفع العدد إلى 27", "عند الساعة 10:30",
        "لليوم الثالث على التوالي", "يعملون 12 ساعة في اليوم", "served for three years", "في الثلاثينيات من عمره",
        "Prices rose 2.5 percent", "a ratio of 3/4", "مارس المحققون الضغط عليه", "لم تنفذ الصيانة حتى اليوم",
        "شارك في ثورة 25 يناير", "the September 11 attacks", "كل خميس يفتح السوق", "نجح خلال ثمانية أيام",
        "نشرت صحيفة عين اليوم", "يسكن قريبا من الساحل", "in recent weeks",
        "في أواخر القرن الثالث الهجري", "moved there in his twenties",
        "وسع الفريق الفارق في الربع الثالث إلى 12 نقطة",
    ],
)  # fmt: skip
def test_no_date(text: str) -> None:
    assert [when for _, when in dates(text) if when] == []


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("تراجعت المبيعات مؤخرا", None, PUBLISHED),
        ("عاد النازحون قبل أيام قليلة", None, PUBLISHED),
        ("توقف الخط منذ أكثر من عامين", None, dt.date(2022, 5, 14)),
        ("Sales fell recently.", None, PUBLISHED),
        ("He returned a few months ago.", None, PUBLISHED),
        ("It will open soon.", PUBLISHED, None),
    ],
)
def test_vague_stays_vague_with_bounds(text: str, earliest: dt.date | None, latest: dt.date | None) -> None:
    found = one(text)
    assert found.when is None and found.vague
    assert found.earliest and found.latest and found.earliest < found.latest
    assert earliest in (None, found.earliest)
    assert latest is None or found.latest <= latest


@pytest.mark.parametrize(
    ("text", "when", "first", "last"),
    [
        ("تنشر الخطة مطلع الشهر", "2024-05", (2024, 5, 1), (2024, 5, 11)),
        ("توقف العمل منتصف مايو 2023", "2023-05", (2023, 5, 11), (2023, 5, 21)),
        ("ستغلق المحطة نهاية العام المقبل", "2025", (2025, 9, 1), (2025, 12, 31)),
        ("The plan was published in early 2021.", "2021", (2021, 1, 1), (2021, 5, 2)),
    ],
)
def test_part_of_a_period_names_the_whole_and_narrows_the_bounds(
    text: str, when: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    found = one(text)
    assert found.when == when and found.vague
    assert found.earliest is not None and abs(found.earliest - dt.date(*first)) <= dt.timedelta(days=2)
    assert found.latest is not None and abs(found.latest - dt.date(*last)) <= dt.timedelta(days=2)


def test_two_days_that_do_not_follow_each_other_are_two_dates() -> None:
    assert dates("تجرى الجلسات في 3 و17 يونيو 2024") == [("3", "2024-06-03"), ("17 يونيو 2024", "2024-06-17")]


def test_two_years_are_two_dates() -> None:
    assert dates("فاز باللقب عامي 2011 و2013") == [("2011", "2011"), ("2013", "2013")]


def test_dates_of_both_languages_in_one_text() -> None:
    text = "قال في بيان (Press release, 3 March 2024) إن القرار سيصدر الخميس المقبل"
    assert dates(text) == [("3 March 2024", "2024-03-03"), ("الخميس المقبل", "2024-05-16")]


def test_the_weekday_beside_yesterday_tells_when_it_was_written() -> None:
    """A page of Tuesday that says "yesterday, Sunday" was written on Monday."""
    assert dates("قال أمس الأحد إن العقد ألغي") == [("أمس الأحد", "2024-05-12")]


def test_without_a_day_of_writing_only_whole_dates_have_a_when() -> None:
    assert dates("أعلن أمس أنه باع المصنع في 2014 وأن البناء سيبدأ في 3 يونيو", None) == [
        ("أمس", None), ("2014", "2014"), ("3 يونيو", None),
    ]  # fmt: skip
    assert dates("اكتمل نهاية 2016", None) == [("نهاية 2016", "2016")]


def test_digits_that_could_be_day_first_or_month_first_are_not_guessed_in_english() -> None:
    assert dates("signed on 05/06/2018", language="en") == [("05/06/2018", None)]
    assert dates("حرر في 05/06/2018", language="ar") == [("05/06/2018", "2018-06-05")]
    assert dates("signed on 25/06/2018", language="en") == [("25/06/2018", "2018-06-25")]


def test_there_is_no_such_day() -> None:
    assert dates("في 31 فبراير 2023") == []


def test_spans_point_into_the_text_as_published() -> None:
    text = "\u200fوالخَمِيس، وللعــام ٢٠٢٢ وفي ‏مايو‏/أيار‏ 2021"
    assert [text[e.start : e.end].strip("\u200f") for e in find(text, PUBLISHED)] == [
        "الخَمِيس", "للعــام ٢٠٢٢", "مايو‏/أيار‏ 2021",
    ]  # fmt: skip


def test_no_expression_overlaps_another_and_bounds_are_in_order() -> None:
    text = " ".join(t for t, _, _ in ARABIC) + "\n" + " ".join(t for t, _, _ in ENGLISH)
    found = find(text, PUBLISHED)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(e.earliest <= e.latest for e in found if e.earliest and e.latest)


def test_nothing_crosses_a_line() -> None:
    assert dates("حضر 12\nمايو") == [("مايو", "2024-05")]


def test_the_documentation_shows_what_happens() -> None:
    page = Path(__file__).resolve().parents[1] / "docs" / "dates.md"
    assert doctest.testfile(str(page), module_relative=False, encoding="utf8").failed == 0


@pytest.mark.parametrize(
    "piece",
    ["كلمة ", "2 و", "2 و3 و", "وعشرين ", "قبل نحو ", "2018-", "الخميس ", "مايو ", "ليل ", "«", "2011 و", "ألف و", "1.",
     "من ", "2 إلى ", "day ", "the "],
)  # fmt: skip
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def took(n: int) -> float:
        text = piece * (n // len(piece))
        best = 9.0
        for _ in range(2):
            start = time.process_time()
            find(text, PUBLISHED)
            best = min(best, time.process_time() - start)
        return best

    took(100)
    assert took(24_000) < 12 * took(6_000) + 0.1
