"""Statements parted at clause joints. All examples are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from riwaya.claims.clauses import part
from riwaya.model import Attribution, Span, Voice


def said(text: str, cue: str, content: str, voice: Voice = "indirect") -> Attribution:
    return Attribution(Span(text.index(content), text.index(content) + len(content)), voice,
                       Span(text.index(cue), text.index(cue) + len(cue)) if cue else None)


def contents(text: str, found: tuple[Attribution, ...]) -> list[tuple[str, str]]:
    return [(a.voice, a.content.of(text)) for a in found]


def test_a_fronted_source_governs_the_clause_that_goes_on() -> None:
    text = "ووفقا للطحانين، فقد حضر الجميع اجتماع القرية أمس، وهذا ما دفع المختار إلى مقابلة المحافظ."
    first = said(text, "ووفقا للطحانين", "فقد حضر الجميع اجتماع القرية أمس")
    own = said(text, "", "وهذا ما دفع المختار إلى مقابلة المحافظ", "own")
    found = part(text, (first, own))
    assert contents(text, found) == [("indirect", "فقد حضر الجميع اجتماع القرية أمس"),
                                     ("indirect", "وهذا ما دفع المختار إلى مقابلة المحافظ")]
    assert found[1].cue == first.cue


def test_what_goes_on_behind_a_verb_is_the_outlets_own() -> None:
    text = "وقال الطحانون إن الجميع حضر اجتماع القرية أمس، وهو ما ضاعف مخاوف سكان الضفة."
    first = said(text, "وقال الطحانون", "إن الجميع حضر اجتماع القرية أمس")
    own = said(text, "", "وهو ما ضاعف مخاوف سكان الضفة", "own")
    assert part(text, (first, own)) == (first, own)


def test_a_second_verb_with_its_subject_is_a_second_content() -> None:
    text = "وقال أحدهم إن الطحانين جميعا حضروا الاجتماع والتقى المختار بعد ذلك وفدا من المدينة."
    one = said(text, "وقال أحدهم", text[text.index("إن") : -1])
    assert contents(text, part(text, (one,))) == [
        ("indirect", "إن الطحانين جميعا حضروا الاجتماع"), ("indirect", "والتقى المختار بعد ذلك وفدا من المدينة")]


@pytest.mark.parametrize("content", [
    "إن الطحانين طلبوا اجتماعا عاجلا واستقبالا لائقا في دار البلدية",
    "إن القرية تحتاج مدرسة ومستشفى وانتخابات مبكرة قبل نهاية العام",
    "إن الوفد زار الدار والتقط صورا",
])  # fmt: skip
def test_nouns_and_short_parts_are_left(content: str) -> None:
    text = f"وقال أحدهم {content}."
    assert contents(text, part(text, (said(text, "وقال أحدهم", content),))) == [("indirect", content)]


def test_quotations_denials_and_own_words_are_left_whole() -> None:
    text = "قال «حضر الطحانون جميعا اجتماع القرية والتقى المختار بعد ذلك وفدا من المدينة»"
    quote = said(text, "قال", text[5:-1], "direct")
    assert part(text, (quote,)) == (quote,)


@pytest.mark.parametrize(
    ("cue", "first", "second"),
    [
        ("وأكد الطحان", "أن القناة جفت منذ شهر", "وأنه أبلغ البلدية مرتين"),
        ("وشدد المجلس على", "أن الماء كاف للجميع", "وعلى أن السد لم يفتح"),
        ("وذكرت الدار", "أن القناة فحصت أمس", "لكنها لم تحدد سبب الجفاف"),
        ("The miller said", "that the canal had dried up", "and that he had warned the council"),
        ("The house said", "the canal was dug in May", "and was lined with brick"),
        ("The house said", "the canal was sound", "while the mill stood idle"),
    ],
)
def test_contents_that_one_cue_governs_are_parted(cue: str, first: str, second: str) -> None:
    joint = " " if second.startswith(("و", "and")) else "، " if second[0] > "z" else ", "
    text = f"{cue} {first}{joint}{second}."
    found = part(text, (said(text, cue, f"{first}{joint}{second}"),))
    assert contents(text, found) == [("indirect", first), ("indirect", second)]
    assert {a.cue for a in found} == {said(text, cue, first).cue}


def test_a_denial_stays_one_for_each_of_its_contents() -> None:
    text = "ونفى الطحان أن يكون قد باع القمح وأن يكون قد أغلق القناة."
    one = replace(said(text, "ونفى الطحان", text[text.index("أن") : -1]), stance="denies")
    assert [(a.stance, a.content.of(text)) for a in part(text, (one,))] == [
        ("denies", "أن يكون قد باع القمح"), ("denies", "وأن يكون قد أغلق القناة")]


@pytest.mark.parametrize(
    "content",
    [
        "أن الطحان قال «إن القناة جفت وأن البلدية تعرف» قبل شهر",
        "that the miller knew and that is why he left",
        "that the mill and the canal were old",
    ],
)
def test_what_is_quoted_or_no_clause_stays_whole(content: str) -> None:
    text = f"Said {content}."
    assert contents(text, part(text, (said(text, "Said", content),))) == [("indirect", content)]


@pytest.mark.parametrize(
    "text", ["والتقى " * 4000, "، وهذا ما " * 4000, "ا" * 100_000, "وأن " * 20_000, '" وأن كان هنا ' * 8000]
)
def test_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    assert part(text, (Attribution(Span(0, len(text)), "indirect"),))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("إن الوفد زار مقر المصنع يوم الاثنين", "والتحق مدير المصنع بالاجتماع بعد ساعة"),
        ("إن النقابة سحبت طلبها من المحكمة", "والتزمت الوزارة بدفع الأجور قبل العيد"),
    ],
)
def test_verbs_that_look_like_nouns_with_the_article(first: str, second: str) -> None:
    text = f"وقال أحدهم {first} {second}."
    found = part(text, (said(text, "وقال أحدهم", f"{first} {second}"),))
    assert contents(text, found) == [("indirect", first), ("indirect", second)]


@pytest.mark.parametrize("noun", ["والتلف", "والتقارير", "والتحقيق", "والتزام", "والتقييم"])
def test_nouns_with_the_article_are_no_joint(noun: str) -> None:
    content = f"إن اللجنة راجعت كل الحسابات القديمة {noun} الذي جرى قبل عام من الآن"
    text = f"وقال أحدهم {content}."
    assert contents(text, part(text, (said(text, "وقال أحدهم", content),))) == [("indirect", content)]


@pytest.mark.parametrize("voice", ["own", "indirect"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("انهار سقف السوق فجر الأحد", "ثم أخلت البلدية المباني المجاورة"),
        ("انهار سقف السوق فجر الأحد", "بعد أن تسربت المياه إلى الجدران"),
        ("أغلقت البلدية ستة محال", "بينها مخبزان وصيدلية"),
        ("عاد التجار إلى السوق", "الذي بني قبل ثمانين عاما"),
        ("أدى الحريق إلى مقتل حارسين", "وإصابة تسعة من التجار"),
        ("أُغلق السوق صباح اليوم", "وأُلغيت 30 رحلة للحافلات"),
        ("The roof of the market fell in at dawn", "leaving forty traders without a stall"),
        ("The council closed six shops", "among them two bakeries"),
        ("Nine traders were hurt", "and two taken to the capital"),
        ("The fire was put out by noon", "and the market was shut for a week"),
        ("The roof was of tin", "a plan to replace it was dropped in May"),
    ],
)
def test_clauses_that_tell_a_thing_of_their_own(voice: Voice, first: str, second: str) -> None:
    bare = second.startswith(("و", "and"))
    joint = " " if bare else "; " if second.startswith("a plan") else "، " if second[0] > "z" else ", "
    text = f"Said {first}{joint}{second}."
    whole = said(text, "Said" if voice == "indirect" else "", f"{first}{joint}{second}", voice)
    assert contents(text, part(text, (whole,))) == [(voice, first), (voice, second)]


@pytest.mark.parametrize("voice", ["own", "indirect"])
@pytest.mark.parametrize(
    ("first", "joint", "second"),
    [
        ("أن السوق أُغلق صباح أمس", "، ", "والحراس غادروا قبل الفجر"),
        ("عدد الجرحى بلغ تسعة", "، ", "وثلاثة تجار محتجزون على ذمة التحقيق"),
        ("تعيد البلدية فتح السوق الأحد", "، ", "مقابل أن يدفع التجار نصف الكلفة"),
        ("احترق سقف السوق كله", "، ", "إذ تأخرت سيارات الإطفاء ساعة"),
        ("لقي ثلاثة حراس مصرعهم", " ", "بعد أن انهار سقف السوق فجرا"),
        ("Three guards died", " ", "after the roof of the market fell in"),
        ("The market will open on Sunday", ", ", "and traders pay half the cost"),
    ],
)
def test_a_comma_and_what_came_before_begin_another_clause(voice: Voice, first: str, joint: str, second: str) -> None:
    text = f"Said {first}{joint}{second}."
    whole = said(text, "Said" if voice == "indirect" else "", f"{first}{joint}{second}", voice)
    assert contents(text, part(text, (whole,))) == [(voice, first), (voice, second)]


@pytest.mark.parametrize("content", [
    "حضر الاجتماع رئيس البلدية السابق، ووزير التجارة في الحكومة الحالية",
    "باع التجار القمح اليابس، والتمر، والتين المجفف",
    "تضررت محال كثيرة في السوق، وغيرها من المباني المجاورة",
    "The stalls sold wheat and barley, and figs",
])  # fmt: skip
def test_a_comma_in_a_list_begins_none(content: str) -> None:
    text = f"Said {content}."
    whole = said(text, "Said", content)
    assert part(text, (whole,)) == (whole,)


def test_a_tense_begins_a_clause_of_the_outlet_alone() -> None:
    text = "Said عاد التجار إلى السوق عند الظهر وكان الحارس أول الواصلين."
    whole = text[5:-1]
    assert [c for _, c in contents(text, part(text, (said(text, "", whole, "own"),)))] == [
        "عاد التجار إلى السوق عند الظهر", "وكان الحارس أول الواصلين"]
    one = said(text, "Said", whole)
    assert part(text, (one,)) == (one,)


def test_a_result_is_told_with_what_it_comes_from() -> None:
    text = "انهار سقف السوق فجر الأحد، ما أدى إلى تضرر عشرين محلا."
    whole = said(text, "", text[:-1], "own")
    assert part(text, (whole,)) == (whole,)


@pytest.mark.parametrize(
    ("tail", "more"),
    [
        ("، وأن القارب اقترب منها عند الفجر", "وأن القارب اقترب منها عند الفجر"),
        ("، لكنه لم ير أحدا على متنها", "لكنه لم ير أحدا على متنها"),
        (", and that a boat had come near", "and that a boat had come near"),
        ("، وهو يغادر المكان", None),
        ("، وأنه تعب", None),
    ],
)
def test_what_a_cue_goes_on_to_govern_is_added(tail: str, more: str | None) -> None:
    text = f"وأكد الحارس أن السفينة أطفأت أنوارها{tail}. ثم صمت."
    found = contents(text, part(text, (said(text, "وأكد الحارس", "أن السفينة أطفأت أنوارها"),)))
    assert found == [("indirect", "أن السفينة أطفأت أنوارها"), *([("indirect", more)] if more else [])]


def test_what_another_cue_governs_is_not_added() -> None:
    text = "وأكد الحارس أن السفينة أطفأت أنوارها، وأن الطحان قال إن القارب عاد."
    first = said(text, "وأكد الحارس", "أن السفينة أطفأت أنوارها")
    second = said(text, "قال", "إن القارب عاد")
    assert part(text, (first, second)) == (first, second)


def test_a_run_of_blanks_is_passed_in_its_length() -> None:
    text = "Said السوق أُغلق" + " " * 40_000 + "وعاد التجار"
    assert part(text, (Attribution(Span(5, len(text)), "own"),))


@pytest.mark.parametrize(("content", "parts"), [
    ("أن المستشفى استقبل 17 جريحا، ثلاثة منهم في حالة حرجة",
     ["أن المستشفى استقبل 17 جريحا", "ثلاثة منهم في حالة حرجة"]),
    ("that seven miners were hurt, two of them badly burnt",
     ["that seven miners were hurt", "two of them badly burnt"]),
    ("مقتل ثلاثة عمال وإصابة 17", ["مقتل ثلاثة عمال", "وإصابة 17"]),
    ("عن 23 وفاة و38 مفقودا", ["عن 23 وفاة", "و38 مفقودا"]),
    ("إغلاق المطحنة الكبيرة بعد تلقيها عشرات الشكاوى", ["إغلاق المطحنة الكبيرة", "بعد تلقيها عشرات الشكاوى"]),
    ("that it shut the mill after receiving dozens of complaints",
     ["that it shut the mill", "after receiving dozens of complaints"]),
    ("أن البلدية أغلقت الجسر القديم، في خطوة فاجأت أصحاب المطاحن",
     ["أن البلدية أغلقت الجسر القديم", "في خطوة فاجأت أصحاب المطاحن"]),
])  # fmt: skip
def test_parts_of_a_toll_causes_and_judgements_are_told_apart(content: str, parts: list[str]) -> None:
    text = f"وقال أحدهم {content}."
    found = part(text, (said(text, "وقال أحدهم", content),))
    assert [c for _, c in contents(text, found)] == parts


@pytest.mark.parametrize(("content", "parts"), [
    ("وتبلغ قيمة عقد الجسر 70 مليون دينار، غير أن الورشة خالية منذ شهر",
     ["وتبلغ قيمة عقد الجسر 70 مليون دينار", "غير أن الورشة خالية منذ شهر"]),
    ("The fair opened on Monday with forty stalls and was due to run all week",
     ["The fair opened on Monday with forty stalls", "and was due to run all week"]),
    ("وأُلغيت 12 أمسية وحُوّلت 3 أمسيات أخرى إلى الخيمة", ["وأُلغيت 12 أمسية", "وحُوّلت 3 أمسيات أخرى إلى الخيمة"]),
])  # fmt: skip
def test_own_words_are_parted_too(content: str, parts: list[str]) -> None:
    text = f"{content}."
    assert [c for _, c in contents(text, part(text, (said(text, "", content, "own"),)))] == parts


@pytest.mark.parametrize("content", [
    "أن المدير سافر بعد الاجتماع الطويل إلى المدينة",
    "The server was closed on Monday, hours after The Mill Gazette asked about it",
    "أن الجسر القديم أغلق، في المدينة",
])  # fmt: skip
def test_what_only_looks_like_a_joint_is_left(content: str) -> None:
    text = f"وقال أحدهم {content}."
    assert contents(text, part(text, (said(text, "وقال أحدهم", content),))) == [("indirect", content)]


def test_what_has_named_its_subject_only_is_no_content() -> None:
    whole = "أن مسيرة الطحانين، التي انطلقت ظهرا من ساحة القرية، لم تشهد أي أعمال عنف"
    text = f"وأشار المختار إلى {whole}."
    assert contents(text, part(text, (said(text, "وأشار المختار إلى", whole),))) == [("indirect", whole)]
    told = "أن القرية أقرت القانون، الذي يمنع بيع القمح خارجها"
    text = f"وأشار المختار إلى {told}."
    assert [c for _, c in contents(text, part(text, (said(text, "وأشار المختار إلى", told),)))] == [
        "أن القرية أقرت القانون", "الذي يمنع بيع القمح خارجها"]
