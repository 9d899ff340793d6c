"""Who speaks where nothing stands right behind the verb, what an Arabic source ends at, and what is left to the outlet.

All sentences are invented."""

from __future__ import annotations

import pytest

from riwaya.attribution import attribute, rules
from riwaya.attribution.extent import before_participle, extended
from riwaya.attribution.own import hedged
from riwaya.attribution.torn import doubled
from riwaya.encoder import token_encoder
from riwaya.language.text import first_words, words
from riwaya.model import Attribution, Report, Span


def read(text: str) -> tuple[Attribution, ...]:
    return attribute(Report("r", "r", "", text, "ar"), token_encoder())


def chains(text: str) -> list[list[str]]:
    return [[x.mention.of(text).strip() for x in a.chain] for a in read(text) if a.voice != "own"]


def told(text: str) -> list[str]:
    return [a.content.of(text) for a in read(text) if a.voice != "own"]


def own(text: str) -> list[str]:
    return [a.content.of(text) for a in read(text) if a.voice == "own"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("وأحيلت الخرائط إلى البلدية لعرضها على المهندس المقيم الذي أكد في ملاحظته أن الجدار سليم.", "المهندس المقيم"),
        ("أما سالم نوار مدير المرفأ فيرى إن السفينة ستعود غدا إلى الرصيف.", "سالم نوار مدير المرفأ"),
        ("كما تتعرض البلدة للانتقادات، حيث اتهمتها الوزارة بدعم المهربين في الجبل.", "الوزارة"),
        ("وأضاف البيان الصادر عن المكتب الإعلامي لنقابة الصيادين: \"أغلقنا السوق ثلاثة أيام بسبب الحريق\".",
         "البيان الصادر عن المكتب الإعلامي لنقابة الصيادين"),
        ("وجاء في البيان الصادر عن اللجنة أن السوق سيفتح الأحد.", "اللجنة"),
        ("وأضاف البيان الصادر عن مجلس إدارة الميناء: \"أغلقنا الرصيف يومين\".", "مجلس إدارة الميناء"),
        ("طالب رئيس مجلس الساحل سليم جرار اليوم رئيس الحكومة حيدر نوار بإقالة عدد من المديرين.",
         "رئيس مجلس الساحل سليم جرار"),
        ("وقال مصدر في الميناء طلب حجب اسمه، إن الرافعة سقطت قبل الفجر.", "مصدر في الميناء"),
        ("وقال النادي الأزرق في فيديو حماسي: سنهزم الجميع في الملعب هذا المساء.", "النادي الأزرق"),
        ("وقال الرئيس التنفيذي لدى ماجد الساحل آلان نوار: \"يسعدنا أن نبني رصيفا جديدا لهذه البلدة\".",
         "الرئيس التنفيذي لدى ماجد الساحل آلان نوار"),
    ],
)  # fmt: skip
def test_the_speaker_is_whom_the_form_of_the_clause_tells(text: str, wanted: str) -> None:
    assert chains(text)[-1] == [wanted]


def test_whom_words_are_addressed_to_does_not_speak() -> None:
    text = "وشدد البيان الصادر عن نقابة الصيادين على وقف الحفر. وطالب كل الأحزاب بضرورة نبذ العنف في المدينة."
    found = chains(text)
    assert found and all("كل" not in x for chain in found for x in chain)


def test_a_mediums_photographer_is_the_medium() -> None:
    assert chains("وأشار مصور وكالة سهول في الموقع إلى أن سقف المخزن انهار بعد الحريق.") == [["وكالة سهول"]]


def test_the_speaker_stands_behind_the_medium_that_he_told() -> None:
    text = (
        "قال رئيس الاتحاد سامر سامر إن المبلغ بسيط.\n"
        "وقال سامر في مقابلة مع وكالة سهول الأحد في المدينة حيث مقر النادي، "
        "\"سنقف مع كل لاعب في هذا الموسم الطويل\"."
    )  # fmt: skip
    assert chains(text)[-1] == ["وكالة سهول", "سامر"]


@pytest.mark.parametrize(
    "text",
    [
        "ويعتبر مطار الواحة من أكبر القواعد في البلاد.",
        "كما تبين من لوحات الإعلان المنصوبة على الرصيف حجم ما أنفقه التجار في الموسم.",
        "وسيتم نشر جدول الرحلات الجديد غدا في المرفأ.",
    ],
)
def test_what_nobody_says_is_the_outlets(text: str) -> None:
    assert told(text) == [] and own(text)


def test_who_shows_something_says_nothing_but_figures_do() -> None:
    text = "وفي بيان، قالت الوزيرة إن الحوض أظهر \"قدرة عجيبة\" على الصمود أمام السيل، وإنها ستوسعه."
    assert chains(text) == [["الوزيرة"]]
    assert told("أظهرت نتائج الدراسة أن النهر يجف كل صيف.")


def test_a_trailing_source_carries_its_whole_sentence() -> None:
    text = "وصلت السفينة إلى المرفأ، وأفرغت حمولتها، وذلك وفق ما أوضحته الهيئة في منشور على صفحتها."
    assert told(text) == ["وصلت السفينة إلى المرفأ، وأفرغت حمولتها"]
    assert chains(text) == [["الهيئة"]]


def test_a_circumstance_in_front_of_the_verb_is_no_words_said() -> None:
    text = "في السياق نفسه، أكد الدكتور ماجد نوار، رئيس القطاع، إتاحة التسجيل من خلال موقع الوزارة."
    assert told(text) == ["إتاحة التسجيل من خلال موقع الوزارة"]


def test_two_verbs_before_the_same_words_are_one_cue() -> None:
    text = "وغرد خبير المناخ سالم نوار، من معهد الساحل للبحار، قائلا إن الموج بلغ سقف المنارة، وهي أعلى مبنى في البلدة."
    assert len(told(text)) == 1


def test_what_joins_the_outlets_words_to_a_statement_is_none_of_them() -> None:
    text = "أغلق المرفأ بوابته أمام الشاحنات حتى المساء، بعد أن أعلنت هيئة الأرصفة توسعة الساحة."
    assert own(text) == ["أغلق المرفأ بوابته أمام الشاحنات حتى المساء"]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("وكانت الشرطة قد تمكنت من القبض على تسعة", False), ("وقد تسببت العاصفة في أضرار", False),
        ("وكان الفريق قد تعادل في المباراة الأولى", False), ("وقد تراجع السعر", False),
        ("وقد تعود السفينة غدا", True), ("قد تكون الأكبر", True), ("وقد يرتفع السعر", True),
    ],
)  # fmt: skip
def test_what_has_been_is_no_hedge(text: str, hedge: bool) -> None:
    assert hedged(text) is hedge


def run_on(text: str, cue: str, content: str, heads: tuple[int, ...] = ()) -> str:
    at, end = text.index(content), text.index(cue) + len(cue)
    stops = (Span(0, len(text)),)
    return extended(text, Span(at, at + len(content)), Span(text.index(cue), end), heads, stops).of(text)


@pytest.mark.parametrize(
    ("content", "more"),
    [
        ("أن الحريق بدأ في مخزن شركة «سهول»", "، التي تملك الرصيف"),
        ("أن الحريق بدأ في مخزن \"سهول\"", "، ببلدية الساحل"),
        ("أن القصف طال السوق", "، ومطار الواحة في الجبل"),
        ("أن الحادث يأتي بعد الجفاف", "، وارتفاع الأسعار في السوق"),
        ("أن الحادث يأتي بعد الجفاف", "، وإغلاق الطريق"),
        ("أنه للتسهيل على الناس", "، تمت إتاحة بابين"),
        ("أنه احترق مخزنان", "، أحدهما للقمح"),
        ("أن احترام القانون، الذي يحمي الجميع", "، يؤكد وعي الناس"),
    ],
)  # fmt: skip
def test_contents_run_on_over_what_belongs_to_them(content: str, more: str) -> None:
    assert run_on(f"وقالت البلدية {content}{more}.", "وقالت البلدية", content) == content + more


def test_a_verb_behind_a_comma_and_a_quotation_that_is_no_name_still_end_it() -> None:
    text = "وقالت البلدية إن السوق مغلق، ومنحت التجار مهلة."
    assert run_on(text, "وقالت البلدية", "إن السوق مغلق") == "إن السوق مغلق"
    text = 'وقالت البلدية إن "السوق مغلق حتى إشعار آخر"، التي تعرض للحريق.'
    whole = 'إن "السوق مغلق حتى إشعار آخر"'
    assert run_on(text, "وقالت البلدية", whole) == whole


def test_a_content_ends_before_the_next_participle() -> None:
    text = "وقال سامر إن الحوار مفيد على حد تعبيره، مضيفا أن الباب مفتوح."
    content = Span(text.index("إن"), len(text) - 1)
    assert before_participle(text, content, [text.index("مضيفا")]).of(text) == "إن الحوار مفيد على حد تعبيره"
    assert before_participle(text, content, []) == content


def test_unmarked_speech_in_a_paragraph_of_the_outlets_ends_where_it_speaks_again() -> None:
    text = (
        "يلعب الفريق غدا. وقال سامر: نعرف ما نريد في هذه المباراة. نحن جاهزون لها منذ شهر. "
        "والتقى الفريقان آخر مرة قبل عامين وفاز الضيف."
    )  # fmt: skip
    assert told(text)[-1].endswith("منذ شهر")


def test_doubled_apostrophes_are_quotation_marks() -> None:
    text = "وقال سامر ''لن نعود إلى البيت'' أمس."
    assert doubled(text) == 'وقال سامر  "لن نعود إلى البيت"  أمس.' and len(doubled(text)) == len(text)
    assert doubled("it''s 'so'") == "it''s 'so'"


def test_a_sentence_gives_no_more_cues_than_any_sentence_has() -> None:
    found = rules.read("قال فلان إن " * 400)
    assert len(found) <= rules.MOST_CUES


def test_first_words_are_the_first_of_all_words() -> None:
    text = "قال سامر إن البحر هادئ"
    assert first_words(text, 2) == words(text)[:2] and first_words("", 1) == []


def test_a_dash_of_tatweel_is_a_word_without_letters_and_costs_nothing_else() -> None:
    text = (
        "قال ـــ الوزير بحسب ـــ ما أكدته كذا ـــ قال صادر أكدته according ـــ آ\nوقالت البلدية إن السوق مغلق."
    )
    found = attribute(Report("r", "r", "", text, "ar"), None)
    assert any("السوق مغلق" in a.content.of(text) for a in found)
