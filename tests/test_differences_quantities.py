"""Figures read as quantities: value, bounds, unit, words. All examples are invented."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.differences.quantities import find
from riwaya.model import Span


@pytest.mark.parametrize(
    ("text", "value", "dimension"),
    [
        ("سرق اللصوص 40 لوحة", 40, None),
        ("سرق اللصوص أربعين لوحة", 40, None),
        ("اثنتين وثلاثين إصابة", 32, None),
        ("إحدى وخمسين درجة مئوية", 51, "temperature"),
        ("سبعة عشر شخصا", 17, None),
        ("الشاحنات الإحدى عشرة", 11, None),
        ("مئة واثني عشر طعنا", 112, None),
        ("ثلاث مئة خيمة", 300, None),
        ("ألفين وخمسمئة رأس", 2500, None),
        ("مليونا و800 ألف دينار", 1_800_000, "dinar"),
        ("نصف مليون نسمة", 500_000, None),
        ("مليون ونصف المليون نسمة", 1_500_000, None),
        ("بـ١٫٨ مليون دينار", 1_800_000, "dinar"),
        ("الـ15 سنة الماضية", 15 * 31557600, "time"),
        ("1,150 عاملا", 1150, None),
        ("62,7 في المئة", 62.7, "percent"),
        ("80% من الأسهم", 80, "percent"),
        ("ثلاث ساعات", 3 * 3600, "time"),
        ("مدة ساعتين", 2 * 3600, "time"),
        ("قتيلان في الحادث", 2, None),
        ("£85m for the club", 85_000_000, "GBP"),
        ("1.1bn cubic metres", 1.1e12, "volume"),
        ("two and a half million people", 2_500_000, None),
        ("one hundred and five people", 105, None),
        ("two dozen goats", 24, None),
        ("eighty-six thousand hens", 86_000, None),
        ("a third of the seats", 0.3333, None),
        ("سبعة ونصف في المئة", 7.5, "percent"),
        ("أحد عشر فاصل ثمانية في المئة", 11.8, "percent"),
        ("eleven point eight per cent", 11.8, "percent"),
        ("half a dozen millers", 6, None),
        ("نصف دزينة من الطحانين", 6, None),
        ("بلغ سن الخامسة عشرة", 15, None),
        ("وثيقتين سريتين", 2, None),
        ("مليونا دينار", 2_000_000, "dinar"),
        ("ألف مليون دينار", 1e9, "dinar"),
        ("one in eight sheep", 12.5, "percent"),
        ("أكثر من ساعة", 3600, "time"),
        ("ساعة ونصف الساعة", 5400, "time"),
        ("more than an hour and a half", 5400, "time"),
        ("nearly a year", 31557600, "time"),
        ("up to 14C", 14, "temperature"),
        ("قرابة الثامنة بلغت الحرارة 14 مئوية", 14, "temperature"),
        ("ستة من كل عشرة نعاج", 60, "percent"),
    ],
)
def test_one_figure(text: str, value: float, dimension: str | None) -> None:
    found = find(text)
    assert [(q.value, q.dimension) for q in found] == [(pytest.approx(value), dimension)]


@pytest.mark.parametrize(
    ("text", "hedge", "low", "high"),
    [
        ("نحو 40 عائلة", "about", 36, 44),
        ("أكثر من 40 عائلة", "lower", 40, math.inf),
        ("ما لا يقل عن أربعين عائلة", "lower", 40, math.inf),
        ("40 عائلة على الأقل", "lower", 40, math.inf),
        ("لا يتجاوز 40 عائلة", "upper", 0, 40),
        ("تجاوزت 40 عائلة", "lower", 40, math.inf),
        ("يقارب عددها أربعين عائلة", "about", 36, 44),
        ("at least 40 families", "lower", 40, math.inf),
        ("no more than 40 families", "upper", 0, 40),
        ("5 per cent at most", "upper", 0, 5),
        ("بين 30 و40 عائلة", "range", 30, 40),
        ("from 30 to 40 families", "range", 30, 40),
        ("عشرات العائلات", "vague", 20, 99),
        ("عشرات الآلاف من الناس", "vague", 20_000, 99_000),
        ("hundreds of families", "vague", 200, 999),
        ("لن تزيد الأكياس أكثر من 40 كيسا", "upper", 0, 40),
        ("تجاوز سعر القمح في السوق 40 دينارا", "lower", 40, math.inf),
        ("بسعر يقل عن 40 دينارا", "upper", 0, 40),
        ("over two sacks", "exact", 2, 2),
        ("over 400 sacks", "lower", 400, math.inf),
    ],
)
def test_bounds(text: str, hedge: str, low: float, high: float) -> None:
    (found,) = find(text)
    assert (found.hedge, found.low, found.high) == (hedge, pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "text",
    ["كمية المياه", "وعثر عليه ميتا", "سنة ٢٠١٤", "في 31 يناير", "يوم الاثنين", "in the first quarter", "a third week",
     "one of the guards", "القرن التاسع عشر", "من طرف واحد", "at 2.40pm", "عند 14:40", "في أفغانستان", "",
     "at 0700 GMT", "عند 1530 بتوقيت غرينتش"],
)
def test_no_figure(text: str) -> None:
    assert find(text) == []


def test_spans_cover_bounds_figure_and_unit() -> None:
    text = "قال إن أكثر من 40 كيلومترا من الطريق غمرتها المياه"
    (found,) = find(text)
    assert found.span.of(text) == "أكثر من 40 كيلومترا"
    assert found.figure.of(text) == "40 كيلومترا"


def test_a_date_is_left_out_where_told() -> None:
    text = "في 12 من الشهر وصل 12 زورقا"
    assert [q.figure.start for q in find(text, skip=(Span(3, 5),))] == [19]


@pytest.mark.parametrize("text", ["9" * 400 + " زائر", "three point " + "9" * 400, "9" * 5_000 + " May"])
def test_a_row_of_hundreds_of_digits_is_no_figure(text: str) -> None:
    assert all(q.value <= 3 for q in find(text))


@given(st.integers(1, 99_999))
def test_digits_read_as_they_are(n: int) -> None:
    assert [q.value for q in find(f"وصل {n} زائرا")] == [n]


@given(st.text(alphabet="0123456789٠١٢ ,.%واحدعشرمئةألف نصف", max_size=60))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for q in find(text):
        assert 0 <= q.span.start <= q.figure.start < q.figure.end <= q.span.end <= len(text)
        assert q.low <= q.high


@pytest.mark.parametrize(("text", "value"), [
    ("غمرت المياه أحد نفقي التفتيش", 1), ("غمرت المياه أحد النفقين", 1), ("غمرت المياه النفقين", 2),
    ("one of the two tunnels was flooded", 1), ("both of its two gates", 2),
])  # fmt: skip
def test_one_of_two(text: str, value: float) -> None:
    (found,) = find(text)
    assert found.value == value


def test_one_of_many_is_no_figure() -> None:
    assert find("قال أحد المسؤولين") == []


@pytest.mark.parametrize(("text", "was", "became"), [
    ("ارتفعت الحصة من 25 إلى 30 كيسا", 25, 30), ("The price fell from 30 to 25 sacks", 30, 25),
    ("its price rose from £130m to £220m", 130e6, 220e6),
])  # fmt: skip
def test_what_it_was_is_no_range(text: str, was: float, became: float) -> None:
    assert [(q.value, q.former) for q in find(text)] == [(was, True), (became, False)]


def test_one_thing_is_counted_by_the_word_before() -> None:
    assert find("وصل طحان واحد")[0].nouns == find("وصل 3 طحان")[0].nouns[:1]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("حرر المحضر رقم 438 لسنة 2013 بعد ضبط 3 أطنان", ["3 أطنان"]),
        ("القراران رقم 102 و103 يلزمان 40 طحانا", ["40"]),
        ("في الدقيقة 72 رمى 5 حجارة", ["5"]),
        ("في الدقيقتين 30 و39", []),
        ("ضمن الجولة الخامسة والعشرين", []),
        ("ضمن الجولة الـ25", []),
        ("القمة الـ12 للطحانين", []),
        ("الضحايا الـ12 من القرية", ["الـ12"]),
        ("دور الثمانية", []),
        ("ربع نهائي البطولة", []),
        ("فاز الطحانون 4-1 في المباراة", []),
        ("تستغرق الرحلة 10-12 يوما", ["10-12 يوما"]),
        ("هجمات عام 2002 و2004 قتلت 33", ["33"]),
        ("في القضية 12 متهما", ["12"]),
        ("Article 50 lets 3 mills close", ["3"]),
        ("the dead number 12", ["12"]),
        ("the millers lost 3-2 in the cup", []),
    ],
)  # fmt: skip
def test_a_number_that_names_a_thing_counts_nothing(text: str, left: list[str]) -> None:
    assert [q.figure.of(text) for q in find(text)] == left


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("أكثر من350 ألف كيس", [350_000]),
        ("في24مطحنة يعمل بها35الف طحان", [24, 35_000]),
        ("الطراز إف16", []),
        ("بـ236.190 كيسا تزن 708.57 طنا", [236_190, 708_570]),
        ("سجل الأهداف محمود (38) وسالم (56)", []),
        ("بلغ عدد القتلى (12) والجرحى (30) في القرية", [12, 30]),
        ("أعلن عن (65) وظيفة", [65]),
        ("4 - الطحان سالم", []),
        ("10-12 طحانا", [12]),
        ("12 - بينهم طفل - سقطوا", [12]),
        ("(12) طحانا سقطوا", [12]),
        ("استهدف اللصوص 10-12 طحانا", [12]),
        ("فاز الطحانون 60-40 بالمئة", [60, 40]),
        ("أقر القانون 120 طحانا", [120]),
        ("كلف القرار 50 مليون دينار", [50_000_000]),
        ("في المادة 3 آلاف كلمة", [3000]),
        ("شارك في الجولة 25 طحانا", [25]),
        ("في القضية 400 طحان", [400]),
        ("رقم 3 ملايين", [3_000_000]),
        ("حضر المباراة الـ50 ألف طحان", [50_000]),
        ("يرعى دور 30 يتيما", [30]),
        ("No, 12 millers left", [12]),
        ("In the room, 40 millers waited", [40]),
        ("Flight 302, 157 people died", [157]),
        ("In the last chapter 12 teams", [12]),
        ("سجل المؤشر 1.250 نقطة", [1.25]),
        ("بلغ السعر 3.750", [3.75]),
        ("أعلن عن (165) وظيفة", [165]),
    ],
)
def test_figures_as_desks_print_them(text: str, values: list[float]) -> None:
    assert [q.value for q in find(text)] == values


def test_what_a_figure_is_held_against_is_what_it_was() -> None:
    assert [q.former for q in find("بلغت 376 مليون دينار مقارنة بـ 379 مليون دينار")] == [False, True]
    assert [q.former for q in find("it fell to 3 million compared with 4 million")] == [False, True]
