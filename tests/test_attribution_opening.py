"""Where an Arabic speaker's words begin, what only looks like a cue, who carries words, whose words go on.

All sentences are invented."""

from __future__ import annotations

import pytest

from riwaya.attribution import arabic, attribute, heads
from riwaya.attribution.carried import Read
from riwaya.attribution.chain import chains
from riwaya.attribution.tagger import Reading
from riwaya.encoder import token_encoder
from riwaya.model import Report, Span


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def reading(text: str, head: str, content: str, *sources: str) -> Reading:
    at = span(text, head)
    return Reading(at.start, span(text, content), (at,), tuple(span(text, s) for s in sources), None, "asserts", 0.9)


def mended(text: str, *found: Reading) -> list[tuple[str, list[str]]]:
    """(content, sources) of readings as Arabic grammar leaves them."""
    return [(r.content.of(text).strip(), [s.of(text) for s in r.sources]) for r in arabic.mend(text, list(found))]


def said(text: str) -> list[tuple[str, str]]:
    """(chain, content) of every attributed statement, the chain nearest first."""
    found = attribute(Report("r", "r", "", text, "ar"), token_encoder())
    return [(" < ".join(x.mention.of(text) for x in a.chain), a.content.of(text)) for a in found if a.voice != "own"]


@pytest.mark.parametrize(
    ("text", "head", "read", "sources", "content", "wanted"),
    [
        # «أن» right behind the verb
        ("ورأت أنها مقصرة في حق الجيران.", "ورأت", "في حق الجيران", [], "أنها مقصرة في حق الجيران", []),
        # «قال» takes «إن», whatever stands before it
        ("وقال ناظر الميناء، لدى تسلمه المفاتيح، إن السفن عادت.", "وقال", "لدى تسلمه المفاتيح، إن السفن عادت",
         ["ناظر الميناء"], "إن السفن عادت", ["ناظر الميناء"]),
        ("وقال صيادون إن زورقا تاه كان من المقرر أن يعود صباحا.", "وقال", "أن يعود صباحا", ["صيادون إن زورقا"],
         "إن زورقا تاه كان من المقرر أن يعود صباحا", ["صيادون"]),
        # a quotation right behind the verb or its subject
        ("وتابع يقول \"حكام القرية تشاوروا في الأمر طويلا\".", "وتابع", "تشاوروا في الأمر طويلا", ["حكام"],
         '"حكام القرية تشاوروا في الأمر طويلا"', []),
        ("قال نوار \"تعبنا من الانتظار. نريد أن نعود إلى البحر\".", "قال", "نوار \"تعبنا من الانتظار", [],
         '"تعبنا من الانتظار. نريد أن نعود إلى البحر"', ["نوار"]),
        # behind a relative clause
        ("وتابع نوار الذي فاز بالسباق مرتين، \"بقيت لي سنة واحدة فقط\".", "وتابع", "فاز بالسباق مرتين", ["نوار"],
         '"بقيت لي سنة واحدة فقط"', ["نوار"]),
        ("وأعربت اللجنة، التي تضم خمسة تجار من السوق القديم، عن أسفها للتأخير.", "وأعربت",
         "من السوق القديم", ["اللجنة"], "عن أسفها للتأخير", ["اللجنة"]),
        # what is denied begins right behind who denies it, or at the rumour itself
        ("ونفى نوار شائعات عن بيع المركب.", "ونفى", "عن بيع المركب", ["نوار"], "شائعات عن بيع المركب", ["نوار"]),
        ("ونفى تكهنات تتحدث عن بيع المركب.", "ونفى", "تتحدث عن بيع المركب", ["تكهنات"],
         "تكهنات تتحدث عن بيع المركب", []),
        # the subject between «كان» and «قد»
        ("من جهته، كان ناظر الميناء، سالم نوار، قد أشار إلى أن المرسى ضيق.", "أشار", "أن المرسى ضيق", [],
         "أن المرسى ضيق", ["ناظر الميناء، سالم نوار"]),
        # between two dashes: all of the sentence
        ("وواجه الفريق في المرفأ - بحسب بعض البحارة - احتجاجات كثيرة.", "بحسب", "احتجاجات كثيرة", ["بعض البحارة"],
         "وواجه الفريق في المرفأ - بحسب بعض البحارة - احتجاجات كثيرة", ["بعض البحارة"]),
    ],
)  # fmt: skip
def test_words_begin_where_the_sentence_says(
    text: str, head: str, read: str, sources: list[str], content: str, wanted: list[str]
) -> None:
    assert mended(text, reading(text, head, read, *sources)) == [(content, wanted)]


@pytest.mark.parametrize(
    ("text", "head", "content", "sources"),
    [
        ("وأضاف نوار دون أن يذكر اسم الشركة أن المرسى ضيق.", "يذكر", "اسم الشركة", []),
        ("كان من المقرر أن تصل السفن فجرا.", "كان", "أن تصل السفن فجرا", []),
        ("ودافع عن بحار متهم بسرقة الحبال.", "متهم", "بسرقة الحبال", ["بحار"]),
        ("وكان البحار قد اتهم بسرقة الحبال.", "اتهم", "بسرقة الحبال", ["البحار"]),
        ("ونقل إلى المستشفى على متن زورق سريع.", "ونقل", "إلى المستشفى على متن زورق سريع", []),
        ("وأظهرت لقطات مصورة المركب وهو يغرق ببطء.", "وأظهرت", "المركب وهو يغرق ببطء", ["لقطات مصورة"]),
        ("وقال 34 في المئة إن البحر بارد.", "وقال", "إن البحر بارد", ["34 في المئة"]),
        ("ويمنع الصيد ليلا استنادا إلى قانون الملاحة القديم.", "استنادا", "ويمنع الصيد ليلا", ["قانون الملاحة القديم"]),
        ("يذكر أن الميناء أغلق العام الماضي.", "يذكر", "أن الميناء أغلق العام الماضي", []),
        ("وعلق نوار على مقطع مصور عن السباق.", "وعلق", "على مقطع مصور عن السباق", ["نوار"]),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_cue(text: str, head: str, content: str, sources: list[str]) -> None:
    assert mended(text, reading(text, head, content, *sources)) == []


def test_an_accusative_behind_a_comma_is_a_cue_only_as_a_participle() -> None:
    text = "فاز نوار بالجائزة، تقديرا لما قدمه للميناء، واصفا المرسى بأنه ضيق."
    assert not heads.credible(text, reading(text, "تقديرا", "لما قدمه للميناء"))
    assert heads.credible(text, reading(text, "واصفا", "المرسى بأنه ضيق"))


def test_until_and_to() -> None:
    """«إلى أن» is "until" behind an act, and opens words behind «أشار»."""
    text = "كما أشار تقرير من نقابة البحارة إلى أن المرسى ضيق."
    assert mended(text, reading(text, "أشار", "أن المرسى ضيق", "تقرير من نقابة البحارة")) == [
        ("أن المرسى ضيق", ["تقرير من نقابة البحارة"])
    ]


def test_the_verb_behind_an_impersonal_word_is_the_cue() -> None:
    text = "يذكر أن بحارة غرباء كانوا قد هددوا بإغلاق المرسى."
    (found,) = arabic.mend(text, [reading(text, "يذكر", "بإغلاق المرسى", "بحارة غرباء")])
    assert found.head == text.index("هددوا")


@pytest.mark.parametrize(
    ("text", "head", "content", "source", "wanted"),
    [
        ("وأبدت ارتياحها للأصداء الطيبة للمعرض.", "وأبدت", "الطيبة للمعرض", "للأصداء", []),
        ("وأعربت عن شكرها لمؤسسة البحارة على الدعوة.", "وأعربت", "على الدعوة", "لمؤسسة البحارة", []),
        ("وعن رأيها في المعرض قالت إنه جميل.", "قالت", "إنه جميل", "رأيها في المعرض", []),
        ("ثم تداولوا صورا قالوا إنها من المرسى.", "قالوا", "إنها من المرسى", "تداولوا صورا", []),
        ("كما حذرت أيضا مرارا من أن البحر هائج.", "حذرت", "أن البحر هائج", "مرارا", []),
        ("وأضاف نوار مختتما الجلسة إن المرسى ضيق.", "وأضاف", "إن المرسى ضيق", "نوار مختتما", ["نوار"]),
        ("ونقلت الصحيفة عن نوار وصفه للمرسى بأنه ضيق.", "ونقلت", "بأنه ضيق", "نوار وصفه للمرسى", ["نوار"]),
        ("وحذرت البلدية رعاياها من السباحة ليلا.", "وحذرت", "من السباحة ليلا", "البلدية رعاياها", ["البلدية"]),
        ("ودعت داعية الأهالي إلى الصبر.", "داعية", "إلى الصبر", "الأهالي", []),
    ],
)  # fmt: skip
def test_what_is_no_part_of_a_source(text: str, head: str, content: str, source: str, wanted: list[str]) -> None:
    assert [s for _, s in mended(text, reading(text, head, content, source))] == [wanted]


def test_a_place_that_begins_within_the_verb_loses_the_rest_of_it() -> None:
    text = "وتنفي سلوان وجارتها مرسى وقوع تصادم."
    start = text.index("في سلوان")
    source = Span(start, text.index(" وقوع"))
    r = reading(text, "وتنفي", "وقوع تصادم")._replace(sources=(source,))
    assert mended(text, r) == [("وقوع تصادم", ["سلوان وجارتها مرسى"])]


@pytest.mark.parametrize(
    ("head", "who", "content", "particle", "medium"),
    [
        ("وقال", "ناظر الميناء", "إن المرسى ضيق", "وفقا", "لوكالة سهول"),
        ("وقال", "نوار", "«تعبنا من الانتظار الطويل»", "بحسب", "مكتب الميناء"),
    ],
)
def test_who_carried_the_words_stands_behind_them(
    head: str, who: str, content: str, particle: str, medium: str
) -> None:
    text = f"{head} {who} {content}، {particle} {medium}."
    (found,) = arabic.mend(text, [reading(text, head, content, who), reading(text, particle, content, medium)])
    assert found.medium is not None and found.medium.of(text) == medium and found.content.of(text) == content


def test_a_body_behind_what_a_person_says_stays_a_statement_of_its_own() -> None:
    text = "قال ناظر الميناء إن المرسى ضيق، وعادت السفن بحسب الشرطة."
    found = [reading(text, "قال", "إن المرسى ضيق", "ناظر الميناء"), reading(text, "بحسب", "وعادت السفن", "الشرطة")]
    assert len(arabic.mend(text, found)) == 2


def link(text: str, paragraph: int, cue: str, content: str, *sources: str) -> Read:
    return Read(paragraph, span(text, content), span(text, cue), tuple(span(text, s) for s in sources), None)


def test_words_told_to_a_medium_are_those_of_the_speaker_before() -> None:
    text = "وقال ناظر الميناء إن المرسى ضيق. وأضاف لإذاعة البحر أن السفن كثيرة."
    _, (chain, _) = chains(text, [
        link(text, 0, "وقال ناظر الميناء", "إن المرسى ضيق", "ناظر الميناء"),
        link(text, 0, "وأضاف لإذاعة البحر", "أن السفن كثيرة", "لإذاعة البحر"),
    ])  # fmt: skip
    assert [x.mention.of(text) for x in chain] == ["لإذاعة البحر", "ناظر الميناء"]


def test_the_statement_is_that_of_who_issued_one() -> None:
    text = "وذكرت نقابة البحارة في بيان أن المرسى ضيق. وأشار البيان إلى أن السفن كثيرة. وأضاف أن البحر هائج."
    _, (second, why), (third, _) = chains(text, [
        link(text, 0, "وذكرت نقابة البحارة", "أن المرسى ضيق", "نقابة البحارة"),
        link(text, 0, "وأشار البيان", "أن السفن كثيرة", "البيان"),
        link(text, 0, "وأضاف", "أن البحر هائج"),
    ])  # fmt: skip
    assert [x.mention.of(text) for x in second] == ["نقابة البحارة"] and second[0].anaphor is not None
    assert "points back" in why and [x.mention.of(text) for x in third] == ["نقابة البحارة"]


def test_who_speaks_inside_anothers_words_does_not_go_on() -> None:
    text = "وقال ناظر الميناء إن المرسى ضيق منذ أن وسعه القدامى وإن أمين النقابة تعهد بحل قريب. وأضاف أن البحر هائج."
    *_, (chain, _) = chains(text, [
        link(text, 0, "وقال ناظر الميناء",
             "إن المرسى ضيق منذ أن وسعه القدامى وإن أمين النقابة تعهد بحل قريب", "ناظر الميناء"),
        link(text, 0, "أمين النقابة تعهد", "بحل قريب", "أمين النقابة"),
        link(text, 0, "وأضاف", "أن البحر هائج"),
    ])  # fmt: skip
    assert [x.mention.of(text) for x in chain] == ["ناظر الميناء"]


def test_whom_a_known_name_accuses_is_none_of_the_name() -> None:
    text = "وقال ناظر الميناء سالم نوار إن المرسى ضيق. واتهم نوار الصيادين بالإهمال."
    _, (chain, _) = chains(text, [
        link(text, 0, "وقال ناظر الميناء سالم نوار", "إن المرسى ضيق", "ناظر الميناء سالم نوار"),
        link(text, 0, "واتهم نوار الصيادين", "بالإهمال", "نوار الصيادين"),
    ])  # fmt: skip
    assert [x.mention.of(text) for x in chain] == ["نوار"]


def test_verbs_within_a_quotation_are_its_speakers() -> None:
    text = "وقال نوار: «المرسى ضيق جدا. أعتقد أن السفن ستعود قريبا، مؤكدين حقنا في البحر»."
    assert said(text) == [("نوار", "المرسى ضيق جدا. أعتقد أن السفن ستعود قريبا، مؤكدين حقنا في البحر")]
