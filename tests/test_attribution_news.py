"""What forty real Arabic articles and fifteen English ones went wrong on, in sentences made up: where words begin, what
is no cue, who speaks."""

from __future__ import annotations

import pytest

from riwaya.attribution import arabic, assemble, attribute, english_cues, heads
from riwaya.attribution.carried import Read
from riwaya.attribution.chain import chains
from riwaya.attribution.english_persons import a_person, told_by_pronoun
from riwaya.attribution.extent import before_participle, extended
from riwaya.attribution.pointing import agrees, verb_gender
from riwaya.attribution.subjects import topic
from riwaya.attribution.tagger import Reading
from riwaya.encoder import token_encoder
from riwaya.model import Report, Span


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def reading(text: str, head: str, content: str, *sources: str, anaphor: str | None = None) -> Reading:
    at = span(text, head)
    back = span(text, anaphor) if anaphor else None
    return Reading(at.start, span(text, content), (at,), tuple(span(text, s) for s in sources), back, "asserts", 0.9)


def mended(text: str, *found: Reading) -> list[tuple[str, list[str]]]:
    """(content, sources) of readings as Arabic grammar leaves them."""
    return [(r.content.of(text).strip(), [s.of(text).strip() for s in r.sources]) for r in arabic.mend(text, [*found])]


@pytest.mark.parametrize(
    ("text", "head", "read", "sources", "content", "wanted"),
    [
        ("وكان الأمر صعبا. وأوضح: بعد المباراة تعبنا كثيرا.", "وأوضح", "وكان الأمر صعبا", (),
         "بعد المباراة تعبنا كثيرا", []),
        ("وتطوير السوق مهم، مشيرة إلى أن الرصيف جديد تماما.", "مشيرة", "وتطوير السوق مهم", (),
         "أن الرصيف جديد تماما", []),
        ("وتحسين المرفأ مستمر. من جهته أوضح المدير العام أن السفن عادت أمس.", "جهته", "وتحسين المرفأ مستمر", (),
         "أن السفن عادت أمس", ["المدير العام"]),
        ("أعلنت القيادة في بيان لها أمس مقتل ثلاثة جنود.", "أعلنت", "في بيان لها أمس مقتل ثلاثة جنود", ("القيادة",),
         "مقتل ثلاثة جنود", ["القيادة"]),
        ("قال نوار في تعليق على إغلاق السوق: لن نتراجع عن القرار.", "قال", "إغلاق السوق: لن نتراجع عن القرار",
         ("نوار",), "لن نتراجع عن القرار", ["نوار"]),
        ("وأكد سالم نوار، الذي يقود فريقا يساعد الصيادين في الحصول على وقود، إن السفن عادت.", "وأكد",
         "في الحصول على وقود، إن السفن عادت", ("سالم نوار",), "إن السفن عادت", ["سالم نوار"]),
        ("وقالت النائبة في كلمتها عقب التصويت على قرار بتشكيل لجنة، إن على الوزير أن يستقيل.", "وقالت",
         "بتشكيل لجنة", ("النائبة",), "إن على الوزير أن يستقيل", ["النائبة"]),
        ("وقال نوار لصحيفة \"المرساة\" في إشارة إلى تصويت النواب بالرفض، إن القرار خطأ.", "وقال",
         "بالرفض، إن القرار خطأ", ("نوار",), "إن القرار خطأ", ["نوار"]),
        ("واتهم نوار الشركة القديمة بإغراق السوق.", "واتهم", "بإغراق السوق", ("نوار",),
         "الشركة القديمة بإغراق السوق", ["نوار"]),
        ("وتتهم الرياض طهران بتسليح المهربين.", "وتتهم", "بتسليح المهربين", ("الرياض طهران",),
         "طهران بتسليح المهربين", ["الرياض"]),
        ("أبدى اللاعب السابق استياءه من الحكم.", "أبدى", "من الحكم", ("اللاعب السابق استياءه",), "استياءه من الحكم",
         ["اللاعب السابق"]),
        ("وبحسب بيان رسمي، تم تطمين السكان على سلامة السد.", "وبحسب", "على سلامة السد", ("بيان رسمي",),
         "تم تطمين السكان على سلامة السد", ["بيان رسمي"]),
    ],
)  # fmt: skip
def test_words_begin_where_the_sentence_says(
    text: str, head: str, read: str, sources: tuple[str, ...], content: str, wanted: list[str]
) -> None:
    assert mended(text, reading(text, head, read, *sources)) == [(content, wanted)]


@pytest.mark.parametrize(
    ("text", "head", "read", "sources", "wanted"),
    [
        ("وقالت أمام أعضاء اللجنة إن السد سليم.", "وقالت", "إن السد سليم", "أعضاء اللجنة", []),
        ("وأكد نوار للمتسابق سالم أن العرض جيد.", "وأكد", "أن العرض جيد", "نوار للمتسابق سالم", ["نوار"]),
        ("وأكد المدير العام للهيئة أن السد سليم.", "وأكد", "أن السد سليم", "المدير العام للهيئة",
         ["المدير العام للهيئة"]),
        ("أغلقت السوق، وحثت الدول الأخرى على الإغلاق.", "وحثت", "على الإغلاق", "الدول الأخرى", []),
        ("انقطع الماء ببعض القرى، مطالبين بإصلاح المحطة.", "مطالبين", "بإصلاح المحطة", "ببعض القرى", []),
        ("وغضب التجار، مهيبة بجميع ملاك السفن إلى التقيد بالنظام.", "مهيبة", "إلى التقيد بالنظام", "ملاك السفن", []),
        ("وجددت الجبهة دعوتها للمواطنين إلى التظاهر.", "دعوتها", "إلى التظاهر", "للمواطنين", []),
        ("وأغلقت السوق، بعدما تحدث تجار عن حريق كبير.", "تحدث", "عن حريق كبير", "السوق", ["تجار"]),
        ("غير أن تقرير الخزانة أظهر أن الأعضاء قلقون.", "أظهر", "أن الأعضاء قلقون", "الأعضاء", ["تقرير الخزانة"]),
    ],
)  # fmt: skip
def test_who_can_be_the_source(text: str, head: str, read: str, sources: str, wanted: list[str]) -> None:
    assert [s for _, s in mended(text, reading(text, head, read, sources))] == [wanted]


@pytest.mark.parametrize(
    ("text", "head", "content", "source"),
    [
        ("ومتوقع أن تصل السفينة غدا.", "ومتوقع", "أن تصل السفينة غدا", ""),
        ("الفرق بين ما تنفقه البلدية وما تجمعه أن الدين يكبر.", "بين", "أن الدين يكبر", "تنفقه البلدية"),
        ("شهدت المدينة أعمال عنف قرب السوق.", "شهدت", "أعمال عنف قرب السوق", "المدينة"),
        ("يحمل الهاتف الرقم سبعة.", "يحمل", "الرقم سبعة", "الهاتف"),
        ("وبات لافتا في السوق غياب الخبز.", "لافتا", "في السوق غياب الخبز", ""),
        ("وتبدأ اللجنة عملها، بحسب نطاقها المكاني.", "بحسب", "وتبدأ اللجنة عملها", "نطاقها المكاني"),
        ("وكانت الشركة قد تعهدت في عقد البيع بإبقاء العمال.", "تعهدت", "بإبقاء العمال", "الشركة"),
    ],
)
def test_what_is_nobodys_words(text: str, head: str, content: str, source: str) -> None:
    assert mended(text, reading(text, head, content, *([source] if source else []))) == []


@pytest.mark.parametrize(
    ("text", "head", "content"),
    [
        ("شهد الحارس بأن الباب كان مغلقا.", "شهد", "بأن الباب كان مغلقا"),
        ("وتحدث نوار، لافتا إلى غياب الخبز.", "لافتا", "إلى غياب الخبز"),
        ("وبيّن نوار أن السوق مغلقة.", "وبيّن", "أن السوق مغلقة"),
        ("وحمّل نوار الوزارة مسؤولية الحريق.", "وحمّل", "الوزارة مسؤولية الحريق"),
        ("وأغلقت السوق، وفق بيان البلدية.", "وفق", "وأغلقت السوق"),
    ],
)
def test_what_looks_like_it_and_is_somebodys(text: str, head: str, content: str) -> None:
    source = "الحارس" if "الحارس" in text else "نوار" if "نوار" in text else "بيان البلدية"
    assert mended(text, reading(text, head, content, source))


@pytest.mark.parametrize(
    ("text", "head", "content"),
    [
        ("خلال طمأنة لاعبي الفريق على مستقبلهم.", "طمأنة", "على مستقبلهم"),
        ("قبل أن ينجح سالم في إنقاذهم.", " ينجح", " ينجح سالم في إنقاذهم"),
        ("أجد أن الهيئة مطالبة بالدعم.", "أجد", "أن الهيئة مطالبة بالدعم"),
        ("كما أصدر ديوانا للأطفال بعنوان البحر.", "كما", "بعنوان البحر"),
    ],
)
def test_heads_that_open_no_words(text: str, head: str, content: str) -> None:
    assert not heads.credible(text, reading(text, head, content))


def test_an_own_verb_inside_ones_words_is_no_statement_beside_them() -> None:
    text = "وأضافت السفيرة \"نتطلع إلى أن يعود العمال إلى المرفأ قريبا\"."
    outer = reading(text, "وأضافت", "نتطلع إلى أن يعود العمال إلى المرفأ قريبا", "السفيرة")
    assert heads.without_nested(text, [outer, reading(text, "نتطلع", "أن يعود العمال", "السفيرة")]) == [outer]
    text = "واعترف نوار بأنه كان يخشى خسارة السوق كلها."
    outer = reading(text, "واعترف", "بأنه كان يخشى خسارة السوق كلها", "نوار")
    assert heads.without_nested(text, [outer, reading(text, "يخشى", "خسارة السوق كلها")]) == [outer]


def test_a_verb_of_what_may_be_is_said_of_what_stands_before_the_comma() -> None:
    text = "أكدت سلمى أن صعوبة الطريق مقارنة بالبحر، قد تمثل عائقا كبيرا."
    read = span(text, "أن صعوبة الطريق مقارنة بالبحر")
    found = extended(text, read, span(text, "أكدت سلمى"), (), [Span(0, len(text))])
    assert found.of(text) == "أن صعوبة الطريق مقارنة بالبحر، قد تمثل عائقا كبيرا"


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("مطالبين بإصلاح المحطة القديمة فيما تعهد المدير بذلك.", "تعهد", "بإصلاح المحطة القديمة"),
        ("إن السوق مغلقة منذ أيام وأشار البعض إلى حريق.", "وأشار", "إن السوق مغلقة منذ أيام"),
    ],
)
def test_words_end_before_anothers(text: str, cue: str, content: str) -> None:
    start, at = text.index(content), text.index(cue)
    assert before_participle(text, Span(start, len(text) - 1), [at], {at}).of(text) == content


@pytest.mark.parametrize(
    ("verb", "gender"),
    [("تابعت", "f"), ("تابع", "m"), ("تعهدت", "f"), ("توقعا", "m"), ("تساءل", "m"), ("توقعت", "f")],
)
def test_a_verb_whose_first_letter_is_a_t(verb: str, gender: str) -> None:
    assert verb_gender(verb) == gender


def test_a_man_whose_office_or_name_ends_as_womens_do() -> None:
    assert agrees("m", "عمدة القرية", Span(0, 11)) and agrees("m", "حمزة نوار", Span(0, 9))
    assert not agrees("m", "وزيرة النقل", Span(0, 11))


def test_one_function_tells_who_stands_behind_amma() -> None:
    text = "عادت السفن. أما وزارة المرافئ فلا تزال تتحدث عن خمس إصابات."
    found = topic(text, text.index("تتحدث"))
    assert found is not None and found.who.of(text) == "وزارة المرافئ" and text[found.verb :].startswith("لا تزال")
    assert topic("أما في السوق فقال نوار إن كذا.", 14) is None


def test_a_particles_source_is_not_read_among_words_that_nobody_says() -> None:
    text = "تضم اللجنة المخرج سالم نوار، بحسب بيان نشر أمس."
    assert mended(text, reading(text, "بحسب", "المخرج سالم نوار", "نوار", anaphor="بيان"))[0][1] == ["بيان"]


def linked(text: str, *reads: Read) -> list[list[str]]:
    return [[x.mention.of(text) for x in chain] for chain, _ in chains(text, reads)]


def test_a_participle_goes_with_the_act_before_it() -> None:
    text = "قال المدير إن الرصيف جاهز. وأقر اتحاد الصيادين إلغاء الحفل، متعهدا برد الأموال."
    first = Read(0, span(text, "إن الرصيف جاهز"), span(text, "قال المدير"), (span(text, "المدير"),), None)
    places = (span(text, "اتحاد الصيادين"),)
    second = Read(0, span(text, "برد الأموال"), span(text, "متعهدا"), places, None)
    assert linked(text, first, second)[1] == ["اتحاد الصيادين"]


def test_who_speaks_inside_anothers_words_does_not_go_on() -> None:
    text = "وقال سالم نوار إن الرابطة تؤكد أهمية الحوار. كما أدان محاولات الاقتحام."
    first = Read(0, span(text, "إن الرابطة تؤكد أهمية الحوار"), span(text, "وقال"), (span(text, "سالم نوار"),), None)
    inner = Read(0, span(text, "أهمية الحوار"), span(text, "تؤكد"), (span(text, "الرابطة"),), None)
    third = Read(0, span(text, "محاولات الاقتحام"), span(text, "أدان"), (), None)
    assert linked(text, first, inner, third)[2] == ["سالم نوار"]


def test_a_report_issued_yesterday_by_somebody_is_one_source() -> None:
    text = "قفز سعر الخبز أمس، وفق التقرير الصادر أمس عن المصرف المركزي."
    read = Read(0, span(text, "قفز سعر الخبز أمس"), span(text, "وفق التقرير الصادر أمس عن المصرف المركزي"),
                (span(text, "التقرير الصادر أمس عن المصرف المركزي"),), None)  # fmt: skip
    assert linked(text, read) == [["التقرير الصادر أمس عن المصرف المركزي"]]


def test_a_piece_of_a_name_that_goes_on_is_the_name() -> None:
    text = "نقلت صحيفة «المرساة» عن مسؤولين أن الجسر مغلق. وقال أحد المسؤولين إن السبب مطر."
    paper, officials = span(text, "صحيفة «المرساة»"), span(text, "مسؤولين")
    cue = span(text, "نقلت صحيفة «المرساة» عن مسؤولين")
    first = Read(0, span(text, "أن الجسر مغلق"), cue, (paper, officials), None)
    one = span(text, "أحد المسؤولين")
    second = Read(0, span(text, "إن السبب مطر"), span(text, "وقال أحد المسؤولين"), (span(text, "صحيفة"), one), None)
    assert linked(text, first, second)[1] == ["صحيفة «المرساة»", "أحد المسؤولين"]


def test_a_quotation_is_taken_from_its_mark() -> None:
    text = "وقالت هالة، في بيان لها \"مرة أخرى، تصل أنباء عن حريق كبير في السوق القديمة\"."
    found = attribute(Report("r", "r", "", text, "ar"), token_encoder())
    assert [a.content.of(text) for a in found if a.voice == "direct"] == [
        "مرة أخرى، تصل أنباء عن حريق كبير في السوق القديمة"
    ]


def english(text: str, head: str, content: str, *sources: str) -> list[tuple[str, ...]]:
    found = english_cues.mend(text, [reading(text, head, content, *sources)])
    return [tuple(s.of(text) for s in r.sources) for r in found]


@pytest.mark.parametrize(
    ("text", "head", "content", "source", "wanted"),
    [
        ("Hale is accused by critics of raising the levy.", "accused", "of raising the levy", "Hale", [("critics",)]),
        ("The guild was accused of hiding the fees.", "accused", "of hiding the fees", "The guild", []),
        ("Investors have been told that fees rise.", "told", "that fees rise", "Investors", []),
    ],
)
def test_a_passive_has_who_stands_behind_by_or_nobody(
    text: str, head: str, content: str, source: str, wanted: list[tuple[str, ...]]
) -> None:
    assert english(text, head, content, source) == wanted


def test_a_medium_of_the_lexicon_that_was_told_is_a_link() -> None:
    text = "“We make no apology,” Hale told the BBC."
    assert english(text, "told", "We make no apology", "the BBC", "Hale") == [("the BBC", "Hale")]
    text = "“We make no apology,” Hale told the crowd."
    assert english(text, "told", "We make no apology", "the crowd", "Hale") == [("Hale",)]


@pytest.mark.parametrize(
    ("name", "pronoun", "can"),
    [
        ("Audience members", "he", False), ("the prosecutor's office", "he", False),
        ("Dana Hale, the mayor", "she", True),
        ("Mrs Hale", "he", False), ("Mr Hale", "she", False), ("Nader Francis", "he", True), ("the clerk", "she", True),
        ("the paparazzi", "he", False), ("Jones", "he", True),
    ],
)  # fmt: skip
def test_whom_he_and_she_can_mean(name: str, pronoun: str, can: bool) -> None:
    assert a_person(name, Span(0, len(name)), pronoun) is can


def test_who_told_a_medium_goes_on_where_a_pronoun_says_so() -> None:
    text = "Dana Hale said the quay was shut. Later she told the BBC that it would open."
    medium, she = span(text, "the BBC"), span(text, "she")
    assert told_by_pronoun(text, she, (medium,)) and not told_by_pronoun(text, None, (medium,))
    first = Read(0, span(text, "the quay was shut"), span(text, "said"), (span(text, "Dana Hale"),), None)
    second = Read(0, span(text, "that it would open"), span(text, "told the BBC"), (medium,), she)
    assert linked(text, first, second)[1] == ["the BBC", "Dana Hale"]


def test_a_date_in_a_subject_does_not_end_it() -> None:
    text = "The runner for the Nov. 8 mill race later said he was joking."
    assert english(text, "said", "he was joking", "mill race") == [("The runner for the Nov. 8 mill race",)]


def test_two_cues_that_give_the_same_words_are_one_statement() -> None:
    text = "كانت الحكومة قالت إنها ستعيد السفن إلى المرفأ مع الربيع."
    one = reading(text, "كانت الحكومة", "إنها ستعيد السفن", "الحكومة")
    two = reading(text, "قالت", "إنها ستعيد السفن إلى المرفأ مع الربيع", "الحكومة")
    found = assemble(Report("r", "r", "", text, "ar"), [Span(0, len(text))], [[one, two]])
    assert [a.content.of(text) for a in found if a.voice != "own"] == [
        "إنها ستعيد السفن إلى المرفأ مع الربيع"
    ]


def test_a_medium_in_quotation_marks_that_was_told_stands_apart_from_who_told_it() -> None:
    text = "قال لـ \"المرساة\" سالم نوار إن السوق مغلقة."
    read = Read(0, span(text, "إن السوق مغلقة"), span(text, "قال"), (span(text, "\"المرساة\" سالم نوار"),), None)
    assert linked(text, read) == [["\"المرساة\"", "سالم نوار"]]


@pytest.mark.parametrize(
    ("text", "head", "read", "source", "wanted"),
    [
        ("وأوصت الجمعية عموم الدعاة بالصبر.", "وأوصت", "بالصبر", "الجمعية عموم الدعاة", ["الجمعية"]),
        ("وطالب رئيس اللجنة، وزارة النقل، بالتحقيق.", "وطالب", "بالتحقيق", "رئيس اللجنة، وزارة النقل", ["رئيس اللجنة"]),
        ("ودعا سالم نوار، رئيس البلدية، إلى التحقيق.", "ودعا", "إلى التحقيق", "سالم نوار، رئيس البلدية",
         ["سالم نوار، رئيس البلدية"]),
        ("واستنكرت الجمعية «بصيرة» ممثلة بمجلسها إغلاق السوق.", "واستنكرت", "إغلاق السوق",
         "الجمعية «بصيرة» ممثلة بمجلسها", ["الجمعية «بصيرة»"]),
        ("وقال مختتما حديثه إن السوق مغلقة.", "وقال", "إن السوق مغلقة", "مختتما حديثه", []),
    ],
)  # fmt: skip
def test_whom_it_is_said_to_is_no_part_of_the_source(
    text: str, head: str, read: str, source: str, wanted: list[str]
) -> None:
    assert [s for _, s in mended(text, reading(text, head, read, source))] == [wanted]


def test_upon_is_a_preposition_where_no_word_of_saying_follows() -> None:
    text = "وتعمل السلطات على أمل تحقيق ربح كبير."
    assert mended(text, reading(text, "على أمل", "تحقيق ربح كبير", "السلطات")) == []
    text = "والقرار خطأ على حد قول سالم نوار."
    assert mended(text, reading(text, "على حد قول", "والقرار خطأ", "سالم نوار"))
