"""What form tells of a reading: English and Arabic syntax, words without a cue of their own."""

from __future__ import annotations

import pytest

from riwaya.attribution import arabic, attribute, continued, english
from riwaya.attribution.chain import Read, chains
from riwaya.attribution.edges import sentences
from riwaya.attribution.tagger import Reading
from riwaya.model import Report, Span


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def reading(text: str, head: str, content: str, *sources: str, anaphor: str | None = None) -> Reading:
    at = span(text, head)
    found = tuple(span(text, s) for s in sources)
    return Reading(at.start, span(text, content), (at,), found, anaphor and span(text, anaphor), "asserts", 0.9)


def report(text: str) -> Report:
    return Report("r", "r", "", text, "ar")


@pytest.mark.parametrize(
    ("text", "head", "content", "source", "wanted"),
    [
        (
            "The plan was rejected by the board, which had asked for time, two members said.",
            "said", "the board", "two members",
            "The plan was rejected by the board, which had asked for time,",
        ),
        (
            "“We lost the quay. We won’t lose the boats,” Hale said.", "said", "We won’t lose the boats", "Hale",
            "“We lost the quay. We won’t lose the boats,”",
        ),
        (
            "According to exit polls, the mayor won easily but lost the suburbs.",
            "According", "the suburbs", "exit polls, the mayor", "the mayor won easily but lost the suburbs",
        ),
        (
            "The quay, Hale said, will open on the day it was promised.", "said", "The quay", "Hale",
            "The quay, Hale said, will open on the day it was promised",
        ),
        (
            "Hale said the quay was shut, which nobody had told the crews.", "said", "the quay was shut", "Hale",
            "the quay was shut, which nobody had told the crews",
        ),
    ],
)  # fmt: skip
def test_english_sentences_say_where_the_words_end(
    text: str, head: str, content: str, source: str, wanted: str
) -> None:
    (found,) = english.mend(text, [reading(text, head, content, source)])
    assert found.content.of(text).strip() == wanted


def test_a_cue_keeps_its_auxiliaries_and_a_source_loses_them() -> None:
    text = "The harbour board has repeatedly warned that the crane is unsafe."
    (found,) = english.mend(text, [reading(text, "warned", "that the crane is unsafe", "The harbour board has")])
    assert [c.of(text).strip() for c in found.cue] == ["has repeatedly warned"]
    assert [s.of(text) for s in found.sources] == ["The harbour board"]


def test_a_pronoun_at_the_cue_is_seen_where_none_was_read() -> None:
    text = "In June she called on the board to resign."
    (found,) = english.mend(text, [reading(text, "called on", "to resign")])
    assert found.anaphor is not None and found.anaphor.of(text) == "she"


@pytest.mark.parametrize(
    ("text", "head", "content"),
    [
        ("The mast, I think, was struck twice.", "think", "was struck twice"),
        ("The ferry is expected to sail at noon.", "expected", "to sail at noon"),
        ("Several states border the lake.", "states", "border the lake"),
    ],
)
def test_english_words_that_are_nobodys_cue(text: str, head: str, content: str) -> None:
    assert english.mend(text, [reading(text, head, content)]) == []


@pytest.mark.parametrize(
    ("text", "head", "content"),
    [
        ("وتعتزم البلدية شراء عشر حافلات هذا العام.", "وتعتزم", "شراء عشر حافلات هذا العام"),
        ("يذكر أن هذا الفوز هو الثالث للفريق.", "يذكر", "أن هذا الفوز هو الثالث للفريق"),
        ("ويعرض المسلسل عبر منصة جديدة للأفلام.", "عبر", "منصة جديدة للأفلام"),
        ("صار بين نجوم النادي بعد أن قاده إلى اللقب.", "بين", "أن قاده إلى اللقب"),
    ],
)
def test_arabic_words_that_are_nobodys_cue(text: str, head: str, content: str) -> None:
    assert arabic.mend(text, [reading(text, head, content)]) == []


def test_a_passive_says_whose_words_they_are() -> None:
    text = "الوزير اتهم من قبل ثلاث صحفيات بمضايقتهن."
    (found,) = arabic.mend(text, [reading(text, "اتهم", "من قبل ثلاث صحفيات بمضايقتهن", "الوزير")])
    assert ([s.of(text) for s in found.sources], found.content.of(text)) == (["ثلاث صحفيات"], "بمضايقتهن")


def test_a_denial_by_pronoun_takes_what_stands_before_it_or_nothing() -> None:
    text = "اتهمته النقابة بالمماطلة، الأمر الذي ينفيه."
    first = reading(text, "اتهمته", "بالمماطلة", "النقابة")
    denial = reading(text, "ينفيه", "الأمر الذي ينفيه")
    assert [r.content.of(text) for r in arabic.mend(text, [first, denial])] == ["بالمماطلة", "بالمماطلة"]
    assert arabic.mend(text, [denial]) == []


def test_a_quotation_runs_on_behind_its_speaker() -> None:
    text = "«نحن بخير ولا ينقصنا شيء»، قالت سلمى. «لكننا نحتاج إلى دواء». وغادرت القافلة."
    found = continued.run_on(text, [reading(text, "قالت", "نحن بخير ولا ينقصنا شيء", "سلمى")])
    assert [r.content.of(text) for r in found if not r.cue] == ["«لكننا نحتاج إلى دواء»"]


def test_turns_of_a_conversation_are_their_speakers() -> None:
    texts = ["المذيع: هل ترى أن القرار متأخر؟", "الضيف: نعم، كان يجب أن يصدر قبل عام.", "المذيع: ومن المسؤول عن ذلك؟",
             "الضيف: لا أريد أن أتهم أحدا."]  # fmt: skip
    assert [continued.turns(texts)[n].sources[0].of(t) for n, t in enumerate(texts)] == ["المذيع", "الضيف"] * 2
    assert continued.turns(["وزير النقل: سامي حداد", "وزير المالية: ليلى منصور"]) == {}
    assert continued.turns(["Q: Did the bell ring that night?", "A: It did not ring.", "Q: And then it rang?"]) == {}


def test_answers_of_nobody_named_are_not_the_outlets_own() -> None:
    assert attribute(report("س: متى علمت بالحريق؟\nج: علمت من الجيران بعد ساعة."), None) == ()


@pytest.mark.parametrize("text", ["“The bridge stays shut.” — Dana Wells (@dana) March 12", "«الجسر مغلق الآن» — سامر"])
def test_a_name_behind_a_dash_signs_the_quotation(text: str) -> None:
    (found,) = [a for a in attribute(report(text), None) if a.voice != "own"]
    assert found.voice == "direct" and found.chain[0].mention.of(text) in ("Dana Wells", "سامر")


def test_a_speaker_may_stand_in_the_paragraph_before() -> None:
    text = "وقال المدير:\n«لن نغلق المصنع هذا العام».\nوانتهت الزيارة مساء أمس."
    said = [a for a in attribute(report(text), None) if a.voice != "own"]
    assert [(a.content.of(text), a.chain[0].mention.of(text)) for a in said] == [("لن نغلق المصنع هذا العام", "المدير")]


def test_controls_of_direction_are_no_part_of_a_name() -> None:
    text = "\u202bوقال المدير\u202c \u200fإن المصنع لن يغلق هذا العام."
    (said,) = [a for a in attribute(report(text), None) if a.voice != "own"]
    assert said.chain[0].mention.of(text) == "المدير"


def test_the_medium_that_carried_the_words_is_a_link() -> None:
    text = "وقال المدير، في مقابلة بثتها قناة «الأفق»، إن المصنع باق."
    said = Read(0, span(text, "إن المصنع باق"), span(text, "وقال المدير"), (span(text, "المدير"),), None)
    found = chains(text, [said])
    assert [x.mention.of(text) for x in found[0][0]] == ["قناة «الأفق»", "المدير"]


def test_a_small_letter_after_a_stop_goes_on() -> None:
    text = "Rep. Ada Moss (D-Mo.) said yes. She left at 5 p.m. on Friday."
    assert [s.of(text) for s in sentences(text, Span(0, len(text)))] == [
        "Rep. Ada Moss (D-Mo.) said yes", "She left at 5 p.m. on Friday",
    ]  # fmt: skip


def test_a_particle_at_the_end_carries_its_whole_sentence() -> None:
    text = "انهار سقف السوق القديم صباح أمس، وجرح أربعة باعة، وفق حصيلة للدفاع المدني."
    (found,) = arabic.mend(text, [reading(text, "وفق", "وجرح أربعة باعة", "حصيلة للدفاع المدني")])
    assert found.content.of(text).strip(" ،") == "انهار سقف السوق القديم صباح أمس، وجرح أربعة باعة"


@pytest.mark.parametrize("name", ["محمود. م. م، وشهرته أبو ستة،", "محمود . م . م", "عادل. أ. ع", "سعيد م."])
def test_initials_end_no_sentence(name: str) -> None:
    text = f"وتبين أن {name} طحن القمح. ثم عاد إلى القرية."
    assert [s.of(text) for s in sentences(text, Span(0, len(text)))] == [text[: text.index("القمح") + 5],
                                                                       "ثم عاد إلى القرية"]
