"""How two reports relate: every label, its direction and its evidence, on texts of our own."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riwaya
from riwaya.comparing import compare, compare_many, line
from riwaya.comparing.names import outlet_of, stock_kind, stocks
from riwaya.comparing.signature import signature
from riwaya.model import Report

WIRE = (
    "أعلنت بلدية المرسى أن أعمال ترميم الجسر القديم ستبدأ مطلع الشهر المقبل بكلفة 12 مليون ريال وتستمر ثمانية أشهر.\n"
    "وأوضح مهندس المشروع ماهر القصاب أن الأعمدة الحجرية الستة ستدعم بالفولاذ قبل إعادة رصف الطريق فوقها.\n"
    "وأشار إلى أن حركة السيارات ستحول إلى الجسر الجديد طوال مدة الأعمال، على أن تبقى ممرات المشاة مفتوحة.\n"
    "وكان الجسر، الذي شيد قبل مئة وعشرين عاما، قد أغلق جزئيا إثر سيول الخريف الماضي."
)
RETOLD = (
    "يبدأ مطلع الشهر المقبل ترميم جسر المرسى القديم الذي تضررت أعمدته في سيول الخريف الماضي.\n"
    "وقال المهندس ماهر القصاب إن الفولاذ سيدعم الأعمدة الحجرية الستة ثم يعاد رصف الطريق.\n"
    "وتبلغ الكلفة 12 مليون ريال، وتمتد الأعمال ثمانية أشهر تحول خلالها حركة السيارات إلى الجسر الجديد."
)
OTHER = (
    "فاز فريق السنابل لكرة اليد على ضيفه القوارب بفارق هدفين في مباراة مثيرة أقيمت مساء الجمعة في صالة الميناء.\n"
    "وسجل قائد الفريق رائد الحلو تسعة أهداف، فيما تألق الحارس بتصديه لركلتي جزاء في الدقائق الأخيرة."
)


def report(name: str, text: str, title: str = "", **more: object) -> Report:
    return Report(name, name, title, text, "ar", **more)  # type: ignore[arg-type]


def test_the_same_words_without_a_credit_are_from_a_third_text() -> None:
    found = compare(report("a", WIRE, "ترميم الجسر"), report("b", WIRE.replace("أوضح", "ذكر"), "ترميم الجسر القديم"))
    assert (found.label, found.from_) == ("common", None)
    wording = next(e for e in found.evidence if e.feature == "wording")
    assert len(wording.spans) >= 2 and wording.weight > 0
    for name, start, end in wording.spans:
        assert name in "ab" and 0 <= start < end <= len(WIRE)


def test_a_tag_of_the_agency_makes_it_a_copy_of_the_agencys_text() -> None:
    agency = report("w", WIRE, "ترميم الجسر", outlet_name="واس")
    paper = report("p", WIRE, "الجسر", bylines=("جدة - واس",), outlet_name="عكاظ")
    for pair in ((agency, paper), (paper, agency)):
        found = compare(*pair)
        assert (found.label, found.from_) == ("copies", "w")
        assert any(e.feature == "credit" for e in found.evidence)


def test_a_paper_with_a_writer_of_its_own_has_the_release_too() -> None:
    agency = report("w", WIRE, outlet_name="واس")
    signed = report("p", WIRE, outlet_name="عكاظ", bylines=("جدة - سمر الطحان",))
    unsigned = report("p", WIRE, outlet_name="عكاظ", bylines=("عكاظ (جدة)",))
    assert compare(agency, signed).label == "common"
    assert (compare(agency, unsigned).label, compare(agency, unsigned).from_) == ("copies", "w")


def test_other_words_with_the_paper_named_are_rewritten_from_it() -> None:
    short = "تبدأ الأعمال في جسر المرسى القديم الشهر المقبل، وفقا لصحيفة «الوطن» التي نقلت ذلك عن البلدية."
    title = "ترميم جسر المرسى"
    found = compare(report("a", short, title), report("b", WIRE, title, outlet_name="الوطن"))
    assert (found.label, found.from_) == ("rewrites", "b")
    credit = next(e for e in found.evidence if e.feature == "credit")
    ((name, start, end),) = credit.spans
    assert name == "a" and short[start:end] == "الوطن"


def test_an_outlet_that_no_lexicon_has_is_known_by_the_name_it_was_given() -> None:
    short = "تبدأ الأعمال في جسر المرسى القديم الشهر المقبل، بحسب ما نشرته «السنابل الذهبية» نقلا عن البلدية."
    original = report("b", WIRE, "ترميم جسر المرسى", outlet_name="صحيفة السنابل الذهبية")
    assert compare(report("a", short, "ترميم جسر المرسى"), original).from_ == "b"
    unmarked = report("a", short.replace("«", "").replace("»", ""), "ترميم جسر المرسى")
    assert compare(unmarked, original).from_ is None


def test_an_agency_that_no_lexicon_has_is_known_by_what_it_calls_itself() -> None:
    agency = report("w", WIRE, "ترميم الجسر", outlet_name="وكالة النوارس للأنباء")
    assert signature(agency).agency and not signature(replace(agency, outlet_name="صحيفة النوارس")).agency
    assert signature(replace(agency, outlet_name="Harbour News Agency")).agency
    assert not signature(replace(agency, outlet_name="Travel Agency Weekly")).agency
    found = compare(agency, report("p", WIRE, "الجسر", outlet_name="عكاظ"))
    assert (found.label, found.from_) == ("copies", "w")
    told = "نقلت وكالة «النوارس» للأنباء ما يأتي.\n" + RETOLD
    found = compare(agency, report("p", told, "ترميم الجسر", outlet_name="عكاظ"))
    assert found.label == "rewrites"


def test_a_tag_names_an_outlet_that_no_lexicon_has() -> None:
    paper = report("w", WIRE, "ترميم الجسر", outlet_name="المجداف")
    found = compare(paper, report("p", WIRE, "الجسر", outlet_name="عكاظ", bylines=("المجداف",)))
    assert (found.label, found.from_) == ("copies", "w")


def test_the_same_facts_in_other_words_are_rewritten_with_no_telling_which() -> None:
    found = compare(report("a", WIRE, "ترميم جسر المرسى القديم"), report("b", RETOLD, "ترميم جسر المرسى القديم"))
    assert (found.label, found.from_) in {("rewrites", None), ("common", None)}


def test_other_matters_are_independent() -> None:
    found = compare(report("a", WIRE, "الجسر"), report("b", OTHER, "كرة اليد"))
    assert (found.label, found.from_) == ("independent", None) and found.confidence > 0.8


def bulletin(country: str, king: str) -> Report:
    text = (f"بعث رئيس الجمهورية برقية تهنئة إلى {king} رئيس جمهورية {country} بمناسبة ذكرى اليوم الوطني لبلاده.\n"
            f"وأعرب الرئيس عن أصدق التهاني وأطيب التمنيات بالصحة والسعادة لفخامته ولشعب {country} الصديق "
            "اطراد التقدم والازدهار.")
    return report(country, text, f"رئيس الجمهورية يهنئ رئيس {country} بذكرى اليوم الوطني")


def test_a_congratulation_to_another_country_is_a_template() -> None:
    one, other = bulletin("مالطا", "جوزيف فيلا"), bulletin("الأوروغواي", "ماتيو أرياس")
    assert stock_kind(one) == "congratulation"
    assert compare(one, other).label == "template"
    assert compare(one, replace(one, id="again")).label != "template"


def test_the_same_words_with_other_figures_are_a_bulletin_of_another_day() -> None:
    def count(day: str, *n: int) -> Report:
        return report(day, f"بلغ عدد الشاحنات الواردة إلى سوق الجملة حتى صباح {day} {n[0]} شاحنة محملة بالخضار. "
                      f"وقال مراقب السوق إن الأسعار مستقرة وإن {n[1]} طنا بيعت، فيما أعيد {n[2]} طنا إلى المزارعين. "
                      f"ويتوقع التجار أن تنشط الحركة قبل العيد.{' وهبت رياح خفيفة على الساحة.' * (n[0] % 2)}",
                      f"{n[1]} طنا في سوق الجملة")

    assert compare(count("الاثنين", 1467, 584, 61), count("الثلاثاء", 1322, 497, 58)).label == "template"


def test_formulas_of_the_collection_prove_nothing() -> None:
    formula = "وأكد عمق العلاقات الأخوية الراسخة بين البلدين الشقيقين وسبل تعزيزها في المجالات كافة بما يخدم المصالح"

    def made(n: int, stem: str, words: int) -> str:
        return " ".join(f"{stem}{n}ق{k}" for k in range(words))

    bodies = [f"{made(n, 'كلمة', 30)}.\n{formula}.\n{made(n, 'قول', 20)}." for n in range(40)]
    collection = [report(f"r{n}", b, f"عنوان{n}") for n, b in enumerate(bodies)]
    alone = compare(collection[0], collection[1])
    (within,) = compare_many([("r0", "r1")], collection)
    assert alone.label == "common" and within.label == "template"


class Same:
    """An encoder to which the n-th sentence of every text means the same."""

    name = "same"

    def vectors(self, texts: list[str]) -> np.ndarray:
        out = np.zeros((len(texts), 12), np.float32)
        for n, t in enumerate(texts):
            out[n, int(t.strip(" .")[-1])] = 1
        return out


def test_two_languages_are_compared_by_sentences() -> None:
    arabic = report("a", " ".join(f"جملة عربية طويلة رقم {n}." for n in range(6)), outlet_name="CNN")
    english = Report("e", "e", "", " ".join(f"A long English sentence {n}." for n in range(6)), "en")
    found = compare(arabic, english, encoder=Same())  # type: ignore[arg-type]
    assert (found.label, found.from_) == ("translates", None)
    crediting = replace(english, text=english.text + " According to CNN that was all there was to say 6.")
    assert compare(arabic, crediting, encoder=Same()).from_ == "a"  # type: ignore[arg-type]
    apart = replace(english, text=" ".join(f"A long English sentence {n}." for n in (7, 8, 9)))
    assert compare(arabic, apart, encoder=Same()).label == "independent"  # type: ignore[arg-type]


def test_the_line_is_as_the_contract_says() -> None:
    row = json.loads(line(compare(report("a", WIRE), report("b", RETOLD))))
    assert list(row) == ["a", "b", "label", "from", "confidence", "evidence"]
    assert row["label"] in {"copies", "common", "rewrites", "translates", "independent", "template"}
    for e in row["evidence"]:
        assert list(e) == ["feature", "weight", "detail", "spans"]
        assert all(len(s) == 3 for s in e["spans"])


def test_an_unknown_id_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="gone"):
        list(compare_many([("a", "gone")], [report("a", WIRE)]))


def test_compare_stays_a_function_of_the_package() -> None:
    assert riwaya.compare is compare and riwaya.compare is compare


def test_an_outlet_is_known_by_host_or_name() -> None:
    def known(**more: str) -> str | None:
        found = outlet_of(report("a", "", **more))
        return found.id if found else None

    assert known(url="https://arabic.cnn.com/x") == "cnn" and known(url="https://notcnn.example/x") is None
    assert known(outlet_name="واس") == known(url="https://www.spa.gov.sa/1")
    assert known(outlet_name="صحيفة لم يسمع بها أحد") is None


def test_a_signature_parts_writer_town_and_agency() -> None:
    def of(*tags: str, text: str = WIRE) -> tuple[set[str], bool]:
        found = signature(report("a", text, bylines=tags, outlet_name="عكاظ"))
        return {n.outlet for n in found.tags}, found.person

    assert of("الرياض - واس") == ({"spa"}, False)
    assert of("أبها - مريم الجابر") == (set(), True)
    assert of("عكاظ (مكة المكرمة)") == (set(), False)
    assert of(text="سمر الطحان – عكاظ\n" + WIRE) == (set(), True)
    assert of(text="باريس - رويترز\n" + WIRE + "\nانتهى") == ({"reuters"}, False)


def test_the_stock_kinds_are_whole() -> None:
    assert stocks() and all(all(words) for s in stocks() for words in s.words)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.booleans())
def test_any_two_texts_get_a_label_and_it_does_not_depend_on_their_order(x: str, y: str, alike: bool) -> None:
    a, b = report("a", x + WIRE * alike, y[:20]), report("b", y + WIRE * alike, x[:20])
    one, other = compare(a, b), compare(b, a)
    assert (one.label, one.from_, one.confidence) == (other.label, other.from_, other.confidence)
    assert 0 <= one.confidence <= 1
