"""Text that is no running report: live pages, questions and answers, posts, lists, tables, torn and mixed print.

Nothing crashes, and nobody is made to say what he did not. All of it is invented."""

from __future__ import annotations

import time

import pytest

from riwaya.attribution import attribute, through
from riwaya.attribution.edges import LONGEST_WORD, words_of
from riwaya.encoder import token_encoder
from riwaya.encoder.e5 import E5
from riwaya.model import Attribution, Report, Span

TEXTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "live page": (
        "12:05 وصل رجال الإطفاء إلى المكان.\n12:20 شهود عيان: سمعنا انفجارين.\n"
        "12:40 المتحدث باسم البلدية: لا إصابات حتى الآن.\n13:00 عاجل.. إغلاق الطريق الساحلي",
        ("شهود عيان", "المتحدث باسم البلدية"),
    ),
    "live page of bare times": ("17:05\nوصلت السفن.\n17:20\nقال ناظر الميناء إن الرصيف آمن.", ("ناظر الميناء",)),
    "questions and answers by letter": (
        "س: متى يفتح الجسر؟\nج: نأمل أن يفتح الشهر المقبل.\nس: وكم كلف؟\nج: كلف نحو مليونين.", ()),
    "questions under stars": (
        "** هل أنتم راضون عن الموسم؟\nنعم، راضون تماما، وكان الحصاد جيدا.\n"
        "** وما خطتكم للعام المقبل؟\nسنزرع القمح أولا ثم الشعير.", ()),
    "questions under dashes": (
        "- كيف بدأت الحكاية؟\n= بدأت من بيت جدي، وكنت صغيرا.\n- ومن علمك الغناء؟\n= علمتني أمي الألحان القديمة.", ()),
    "questions without a mark": (
        "متى جئت إلى المدينة؟\nجئت قبل عشرين عاما مع أبي.\nوماذا وجدت فيها؟\nوجدت سوقا صغيرا وأهلا طيبين.\n"
        "وهل تفكر في العودة؟\nلا أظن أنني سأعود إلى القرية.", ()),
    "transcript": (
        "المذيع: أهلا بكم في البرنامج.\nالضيف: أهلا بك، وشكرا على الدعوة الكريمة.\n"
        "المذيع: متى تنتهي الأشغال في الميناء؟\nالضيف: نأمل أن تنتهي قبل الصيف المقبل.", ("المذيع", "الضيف")),
    "post in full": (
        "سالم نوار\n@salemnawar\nتعبنا من الوعود. الميناء مغلق منذ شهر ولا أحد يجيب.\n3:15 م · 4 مارس 2024",
        ("سالم نوار",)),
    "post signed": ('"الميناء مغلق ولن نسكت بعد اليوم" — سالم نوار (@salemnawar) 4 مارس 2024', ("سالم نوار",)),
    "post passed on": (
        "RT @port_news: قال ناظر الميناء إن الرصيف جاهز #الميناء https://example.org/x",
        ("ناظر الميناء", "@port_news"),
    ),
    "table": ("المدينة | القتلى | الجرحى\nالرمل | 3 | 12\nالمرسى | 1 | 4\nالمصدر: وزارة الصحة", ()),
    "table by tabs": ("السنة\tالإنتاج\n2019\t14 ألف طن\n2020\t9 آلاف طن", ()),
    "list": ("• إغلاق المدارس\n• فتح المتاجر\n• تعليق الرحلات، بحسب وزارة النقل", ("وزارة النقل",)),
    "numbered beginnings": ("1. قال المدير إن\n2. وأضاف أن\n3. وأكد على", ("المدير",)),
    "scores": ("النتيجة: الرمل 2 - 1 المرسى", ()),
    "weather": ("الأحد: مشمس. الاثنين: غائم. الثلاثاء: ممطر في الساحل.", ()),
    "words cut at line ends": ("قال المد-\nير إن المصنع لن يغل-\nق هذا العام.", ()),
    "letters torn off": ("وقـال ا لوزير إن ا لطريق مغـ لق منذ ا لصباح.", ("ا لوزير",)),
    "no spaces": ("قاللاالمديرإنالمصنعباق", ()),
    "marks on every letter": ("وَقَالَ المُدِيرُ إِنَّ المَصْنَعَ بَاقٍ.", ("المُدِيرُ",)),
    "presentation forms": ("ﻭﻗﺎﻝ ﺍﻟﻤﺪﻳﺮ ﺇﻥ ﺍﻟﻤﺼﻨﻊ ﺑﺎﻕ.", ("ﺍﻟﻤﺪﻳﺮ",)),
    "bidi controls": (
        "\u200fوقال\u200e المدير \u202b(John Smith)\u202c إن شركة \u202aAcme Ltd\u202c ستغلق.",
        ("المدير \u202b(John Smith)", "المدير \u202b(John Smith"),
    ),
    "mixed scripts": ("وقال المدير John Smith من شركة Acme إن the plant سيغلق.", ("المدير John Smith من شركة Acme",)),
    "nothing but verbs": ("قال قال قال قال قال قال إن إن إن", ("قال",)),
    "nothing but opening marks": ("«««««««« قال المدير", ("المدير",)),
    "quotation never closed": ("وقال المدير: «الطريق مغلق\nوعاد الناس إلى بيوتهم.", ("المدير",)),
    "verse behind a speaker": ("وقال الشاعر:\nقفوا عند باب البحر حتى يعود", ("الشاعر",)),
    "a verb alone": ("قال:", ()),
    "a verb and a stop": ("وأضاف.", ()),
    "a particle alone": ("بحسب", ()),
    "a relay to nobody": ("نقلا عن", ()),
    "credit line": ("المصدر: وكالات", ()),
    "credit in brackets": ("(أ ف ب)", ()),
    "teaser": ("شاهد: المدير يكشف سر الصفقة", ()),
    "pictures": ("صور.. الوزير يفتتح المعرض", ()),
    "staff lines": ("إعداد: سلمى نوار\nتصوير: كمال عيد", ()),
    "a question about who said it": ("السؤال الأول: من قال إن الأرض ثابتة؟", ()),
    "a speech printed in full": ("السيد الرئيس، السادة الأعضاء، يسعدني أن أعلن أمامكم افتتاح المعرض.", ()),
    "cut in the middle": ("وقال الـ.. إن الـ...", ()),
    "brackets across": (
        "وقال المدير (وهو [كما قيل) رئيس] إن \"الطريق «مغلق\" منذ» أمس.",
        ("المدير (وهو", "المدير (وهو [كما قيل) رئيس"),
    ),
    "semicolons for commas": ("وقال المدير؛ إن؛ الطريق؛ مغلق؛", ("المدير",)),
    "in circles": ("يقول كثيرون إنه لا يقول شيئا حين يقول إنه يقول كل شيء.", ("كثيرون",)),
    "update": ("تحديث 3: قالت الشرطة إن الحريق أخمد", ("الشرطة",)),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize("read", ["with the tagger", "by rules"])
def test_rather_nothing_than_a_wrong_source(name: str, read: str) -> None:
    text, allowed = TEXTS[name]
    encoder: E5 | None = token_encoder() if read == "with the tagger" else None
    found: tuple[Attribution, ...] = attribute(Report("r", "r", "", text, "ar"), encoder)
    for a in found:
        assert 0 <= a.content.start < a.content.end <= len(text)
    assert {x.mention.of(text) for a in found for x in a.chain} <= set(allowed)


@pytest.mark.parametrize("name", ["questions under stars", "questions under dashes", "questions without a mark"])
def test_answers_of_an_interview_are_not_the_outlets(name: str) -> None:
    text, _ = TEXTS[name]
    assert attribute(Report("r", "r", "", text, "ar"), token_encoder()) == ()


def test_questions_within_a_report_are_no_interview() -> None:
    text = "هل يعود المصنع إلى العمل؟\nأغلق المصنع قبل عامين بعد خلاف مع البلدية.\nوفي الساحة القديمة سوق صغير للخضار."
    found = attribute(Report("r", "r", "", text, "ar"), token_encoder())
    assert [a.voice for a in found if a.content.start >= 26] == ["own", "own"]


def test_a_post_under_name_and_handle_is_who_posted() -> None:
    text, _ = TEXTS["post in full"]
    (said,) = [a for a in attribute(Report("r", "r", "", text, "ar"), token_encoder()) if a.voice != "own"]
    assert said.content.of(text).startswith("تعبنا") and [x.mention.of(text) for x in said.chain] == ["سالم نوار"]


def test_lines_behind_a_speaker_and_a_colon_are_his() -> None:
    text, _ = TEXTS["verse behind a speaker"]
    (said,) = [a for a in attribute(Report("r", "r", "", text, "ar"), token_encoder()) if a.voice != "own"]
    assert said.content.of(text) == "قفوا عند باب البحر حتى يعود"


def test_a_word_of_a_hundred_letters_behind_a_medium_is_passed_at_once() -> None:
    assert through._TAIL.match("ا" * 100 + " كلمة" * 12) is None
    assert through._TAIL.match(" قرب المرفأ أمس.")


def test_spans_within_an_endless_word_are_widened_at_bounded_cost() -> None:
    text = "ب" * 60_000
    began = time.perf_counter()
    found = [words_of(Span(at, at + 5), text) for at in range(0, 60_000, 5)]
    assert time.perf_counter() - began < 10
    assert found[6_000] == Span(30_000 - LONGEST_WORD, 30_005 + LONGEST_WORD)
    assert words_of(Span(1, 2), "قال الناظر أمس") == Span(0, 3)
    assert words_of(Span(6, 7), "قال الناظر أمس") == Span(4, 10)
