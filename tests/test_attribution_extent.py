"""Where an Arabic content ends, and which words head a cue. All sentences are invented."""

from __future__ import annotations

import pytest

from riwaya.attribution import attribute, heads
from riwaya.attribution.extent import extended
from riwaya.encoder import token_encoder
from riwaya.model import Report, Span


def said(text: str) -> list[tuple[str, str]]:
    """(cue, content) of every attributed statement of a paragraph."""
    found = attribute(Report("r", "r", "", text, "ar"), token_encoder())
    return [(a.cue.of(text) if a.cue else "", a.content.of(text)) for a in found if a.voice != "own"]


def run_on(text: str, cue: str, content: str) -> str:
    """Where a content that the tagger cut short ends."""
    def at(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    return extended(text, at(content), at(cue), (), (Span(0, len(text)),)).of(text)


@pytest.mark.parametrize(
    "more",
    [
        "، لأن المطر تأخر شهرين",
        "، الذي بني قبل عشر سنوات",
        "، وإن الجيران حفروا بئرا أخرى",
        "، غير أنه لم ير أحدا عنده",
        "، مما أضر بالمحصول كله",
        "، ولا سيما عند الضفة",
        "، إذ لم يصل الماء منذ أيام",
        "، بل إن القناة نفسها جفت",
        "، رغم وعود البلدية",
    ],
)
def test_what_hangs_on_what_is_said_belongs_to_it(more: str) -> None:
    text = f"وقال المزارع إن البئر جف ماؤها{more}."
    assert run_on(text, "وقال المزارع", "إن البئر جف ماؤها") == f"إن البئر جف ماؤها{more}"


@pytest.mark.parametrize(
    "behind",
    [
        "، فيما واصل العمال الحفر",
        "، بحسب ما نقله مراسلنا",
        "، وذلك خلال لقاء مع التجار",
        "، في إشارة إلى أهل القرية",
        "، وفق ما جاء في المحضر",
        "، مضيفا أن العمل مستمر",
        "، بينما غادر الوفد",
        "، في حين بقي الحارس",
        "، على حد قوله",
    ],
)
def test_the_outlets_background_and_the_next_cue_do_not(behind: str) -> None:
    text = f"وقال المزارع إن البئر جف ماؤها{behind}."
    assert run_on(text, "وقال المزارع", "إن البئر جف ماؤها") == "إن البئر جف ماؤها"


def test_quotations_and_contents_before_their_cue_stay() -> None:
    text = "وقال المزارع «البئر جف ماؤها»، لأن المطر تأخر."
    assert run_on(text, "وقال المزارع", "«البئر جف ماؤها»") == "«البئر جف ماؤها»"
    text = "البئر جف ماؤها، لأن المطر تأخر، قال المزارع."
    assert run_on(text, "قال المزارع", "البئر جف ماؤها") == "البئر جف ماؤها"


def test_the_topic_before_a_colon_is_not_said() -> None:
    text = "وأضاف حول موعد الحصاد: القمح لم ينضج بعد، والعمال ينتظرون أسبوعا آخر."
    assert said(text) == [("وأضاف", "القمح لم ينضج بعد، والعمال ينتظرون أسبوعا آخر")]


@pytest.mark.parametrize(
    "text",
    [
        "قرر المجلس أن يغلق السوق يوم الجمعة.",
        "يريد التجار أن يعود السوق إلى مكانه القديم.",
        "استطاع الفريق أن يفتح الطريق قبل الظهر.",
        "لم يقل الحارس إن الباب كان مفتوحا.",
        "أدرك الصياد أن العاصفة قريبة.",
        "حاول السائق أن يعبر الجسر ليلا.",
        "يسمح القانون بأن يستأنف المتهم.",
        "كاد الجدار أن يسقط على المارة.",
    ],
)
def test_deciding_wishing_and_knowing_are_no_words(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ونوهت الجمعية بأن المتطوعين وصلوا قبل رجال الإطفاء.", "بأن المتطوعين وصلوا قبل رجال الإطفاء"),
        ("وأقسم الحارس أن الباب كان موصدا.", "أن الباب كان موصدا"),
        ("وجزم الطبيب بأن الجرح قديم.", "بأن الجرح قديم"),
        ("ولا يستبعد المحقق أن يكون الحريق مدبرا.", "أن يكون الحريق مدبرا"),
    ],
)
def test_a_verb_outside_the_lexicon_shows_its_form(text: str, wanted: str) -> None:
    assert [content for _, content in said(text)] == [wanted]


def test_verbs_inside_somebodys_words_are_his() -> None:
    text = "قال الخباز إن القرار يهدد المخابز الصغيرة ويضر بالزبائن."
    assert said(text) == [("قال الخباز", "إن القرار يهدد المخابز الصغيرة ويضر بالزبائن")]
    text = "وتابع الراعي أن القطيع عاد وحده، مضيفا أن الكلاب لم تنبح."
    assert [c for _, c in said(text)] == ["أن القطيع عاد وحده", "أن الكلاب لم تنبح"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("وقال المزارع إن البئر جفت.", True), ("وأضاف الراعي العجوز: القطيع عاد.", True),
        ("وقال المزارع كلمة ثم مضى.", False), ("وصل المزارع قبل أن تمطر.", False),
        ("بين القرية والنهر، قال إن شيئا حدث.", False), ("وقال. إن البئر جفت.", False),
    ],
)  # fmt: skip
def test_a_plain_verb_of_saying_has_that_or_a_colon_behind_it(text: str, found: bool) -> None:
    assert heads.plain(text, 0) is found


@pytest.mark.parametrize("text", ["قال إن " * 4000, "، لأن " * 8000, "وقال فلان إن كذا، وإن كذا " * 2000])
def test_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    assert extended(text, Span(7, 12), Span(0, 4), (), (Span(0, len(text)),)).end >= 12
    assert heads.plain(text, 0) is text.startswith(("قال", "وقال"))
