"""Who carried the words in an Arabic sentence, what only points back, and what form tells that nobody read."""

from __future__ import annotations

import pytest

from riwaya.attribution import arabic, relays, unread
from riwaya.attribution.chain import Read, chains
from riwaya.attribution.tagger import Reading
from riwaya.model import Attribution, Link, Report, Span
from riwaya.sources import resolve


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def reading(text: str, head: str, content: str, *sources: str, stance: str = "asserts") -> Reading:
    at = span(text, head)
    return Reading(at.start, span(text, content), (at,), tuple(span(text, s) for s in sources), None, stance, 0.9)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cue", "content", "wanted"),
    [
        ("نقلت وكالة «المدى» عن صحيفة «لا روت» الفرنسية عن مسؤول أوروبي قوله", " إن الاتفاق جاهز",
         ["وكالة «المدى»", "صحيفة «لا روت» الفرنسية", "مسؤول أوروبي"]),
        ("وذكر موقع «مرافئ» نقلا عن قناة «الواحة» التي نقلت بدورها عن مصدر في الوفد", " أن الجلسة علقت",
         ["موقع «مرافئ»", "قناة «الواحة»", "مصدر في الوفد"]),
        ("قالت الوكالة الوطنية إن صحيفة «الرصيف» نقلت عن مدير الميناء قوله", " إن الشحنة فتحت",
         ["الوكالة الوطنية", "صحيفة «الرصيف»", "مدير الميناء"]),
        ("نقلا عن صحيفة «المنارة»، ذكرت إذاعة الساحل", " أن الصفقة أجلت", ["إذاعة الساحل", "صحيفة «المنارة»"]),
        ("قال عضو في الوفد لصحيفة «الجسر» بحسب ما نقلت عنها وكالة «سهول»", " لن نعود",
         ["وكالة «سهول»", "لصحيفة «الجسر»", "عضو في الوفد"]),
        ("وقال قائد الأسطول، في كلمة بثها التلفزيون الرسمي،", " إن المناورة ستطول",
         ["التلفزيون الرسمي", "قائد الأسطول"]),
        ("وقالت المخرجة خلال لقائها مع زميلنا على شاشة «الزهرة»", " إن الفيلم قصير", ["شاشة «الزهرة»", "المخرجة"]),
        ("وتقول لائحة الاتهام، التي اطلعت عليها وكالة «بلد»،", " إن المتهم دفع", ["وكالة «بلد»", "لائحة الاتهام"]),
        ("أفاد بلاغ للنقابة توصلت جريدة «الضفة» بنسخة منه", " أن الإضراب قائم", ["جريدة «الضفة»", "بلاغ للنقابة"]),
        ("وقال أحد الموظفين، على ما نقلت الصحيفة،", " إن الباب مغلق", ["الصحيفة", "أحد الموظفين"]),
        ("ونقلت في عدد سابق عن أحد الطحانين", " أن الجسر أغلق", ["أحد الطحانين"]),
        ("وبحسب وكالة «المدار»، نفت هيئة المشتريات", " دفع أي مبالغ", ["وكالة «المدار»", "هيئة المشتريات"]),
    ],
)  # fmt: skip
def test_links_stand_in_the_order_in_which_they_relay(cue: str, content: str, wanted: list[str]) -> None:
    text = cue + content
    found = relays.places(text, Span(0, len(cue)), Span(len(cue) + 1, len(text)))
    assert [p.span.of(text) for p in found] == wanted


def test_the_speaker_inside_what_another_says_keeps_him() -> None:
    text = "أفادت صحيفة «بريد الغد» بأن شركة «نوردفال» نفت في بيان أن تكون قد تلقت عرضا."
    found = relays.places(text, span(text, "نفت في بيان"), span(text, "أن تكون قد تلقت عرضا"))
    assert [p.span.of(text) for p in found] == ["صحيفة «بريد الغد»", "شركة «نوردفال»"]


def test_a_participle_behind_what_is_said_opens_no_new_link() -> None:
    text = "قال المدير إن الطلب جاء شفهيا، مضيفا أنه مرفوض."
    assert [p.span.of(text) for p in relays.places(text, span(text, "مضيفا"), span(text, "أنه مرفوض"))] != [
        "المدير",
        "الطلب جاء شفهيا",
    ]


def test_a_long_run_costs_no_more_than_its_limit() -> None:
    text = "نقلت " + "وكالة «كذا» عن " * 2000 + "أن"
    assert len(relays.places(text, Span(0, len(text) - 2), Span(len(text) - 2, len(text)))) <= relays.LONGEST // 10


def read(text: str, cue: str, content: str, *sources: str, paragraph: int = 0) -> Read:
    return Read(paragraph, span(text, content), span(text, cue), tuple(span(text, s) for s in sources), None)


def test_of_them_points_to_the_last_that_agrees() -> None:
    text = "نقلت إذاعة الثغر عن رئيس العمليات أن الطريق مفتوح. وقالت الإذاعة نقلا عنه إن العبور للشاحنات."
    (_, _), (chain, why) = chains(
        text,
        [
            read(text, "نقلت إذاعة الثغر عن رئيس العمليات", "أن الطريق مفتوح", "إذاعة الثغر", "رئيس العمليات"),
            read(text, "وقالت الإذاعة نقلا عنه", "إن العبور للشاحنات"),
        ],
    )
    assert [x.mention.of(text) for x in chain] == ["إذاعة الثغر", "رئيس العمليات"]
    assert "points back" in why


def test_to_her_is_the_paper_that_was_told() -> None:
    text = "ذكرت صحيفة «الموج» أن العقد باطل. وأكد لها مسؤول رفيع في الهيئة أن التحقيق بدأ."
    (_, _), (chain, _) = chains(
        text,
        [
            read(text, "ذكرت صحيفة «الموج»", "أن العقد باطل", "صحيفة «الموج»"),
            read(text, "وأكد لها مسؤول رفيع في الهيئة", "أن التحقيق بدأ", "مسؤول رفيع في الهيئة"),
        ],
    )
    assert [x.mention.of(text) for x in chain] == ["صحيفة «الموج»", "مسؤول رفيع في الهيئة"]


@pytest.mark.parametrize("platform", ["منصة إكس", "حسابه في فيسبوك", "هويته", "ذكر اسمه"])
def test_platforms_and_withheld_names_are_no_sources(platform: str) -> None:
    text = f"وكتب النائب عادل بركات {platform} أن الجلسة لم تكتمل."
    ((chain, _),) = chains(
        text, [read(text, f"وكتب النائب عادل بركات {platform}", "أن الجلسة", platform, "النائب عادل بركات")]
    )
    assert [x.mention.of(text) for x in chain] == ["النائب عادل بركات"]


@pytest.mark.parametrize(
    ("text", "head", "content"),
    [
        ("وذُكر أن الوفد غادر الفندق.", "وذُكر", "أن الوفد غادر الفندق"),
        ("وأُعلن في العاصمة أن المطار سيغلق.", "وأُعلن", "أن المطار سيغلق"),
        ("وأُبلغ الأهالي بأن المدرسة ستغلق.", "وأُبلغ", "بأن المدرسة ستغلق"),
        ("وامتنعت الوزارة عن التعليق.", "وامتنعت", "عن التعليق"),
    ],
)
def test_a_passive_without_an_agent_says_nobodys_words(text: str, head: str, content: str) -> None:
    assert arabic.mend(text, [reading(text, head, content, text.split()[1])]) == []


def test_a_passive_names_its_source_behind_a_preposition() -> None:
    text = "ونُسب إلى دبلوماسي غربي في المدينة أن بلاده «لن تضمن قرضا آخر»."
    (found,) = arabic.mend(text, [reading(text, "ونُسب", "إلى دبلوماسي غربي في المدينة أن بلاده «لن تضمن قرضا آخر»")])
    assert [s.of(text) for s in found.sources] == ["دبلوماسي غربي في المدينة"]
    assert found.content.of(text).startswith("أن بلاده")


@pytest.mark.parametrize(
    ("text", "head", "read_as", "wanted"),
    [
        ("واستبعد مصدر دبلوماسي عقد القمة قبل الربيع.", "واستبعد", "demands", "doubts"),
        ("ولم يستبعد الوزير عقد القمة قبل الربيع.", "يستبعد", "doubts", "asserts"),
        ("وقال الوزير عقد القمة قبل الربيع.", "وقال", "denies", "asserts"),
        ("وجدد نفيه عقد القمة قبل الربيع.", "وجدد", "denies", "denies"),
    ],
)
def test_the_stance_is_that_of_the_verb(text: str, head: str, read_as: str, wanted: str) -> None:
    (found,) = arabic.mend(text, [reading(text, head, "عقد القمة قبل الربيع", stance=read_as)])
    assert found.stance == wanted


def test_a_verb_between_commas_stands_inside_what_is_said() -> None:
    text = "الطريق الساحلي، يقول سائق شاحنة، صار مقبرة بعد كل مطر."
    (found,) = arabic.mend(text, [reading(text, "يقول", "صار مقبرة بعد كل مطر", "سائق شاحنة")])
    assert found.content.of(text) == "الطريق الساحلي، يقول سائق شاحنة، صار مقبرة بعد كل مطر"


def test_what_a_source_asks_for_itself_is_none_of_its_words() -> None:
    text = "وأكد مهندس في الورشة، وتحفظ عن ذكر اسمه، أن خمس عينات رسبت."
    (found,) = arabic.mend(text, [reading(text, "ذكر", "أن خمس عينات رسبت", "اسمه")])
    assert text[found.head :].startswith("وأكد")


@pytest.mark.parametrize(
    ("text", "content", "sources"),
    [
        ("مصدر لرويترز: المحادثات انهارت قبل بدايتها", "المحادثات انهارت قبل بدايتها", ["لرويترز", "مصدر"]),
        ("14:05 شهود: انفجار ثان قرب المصنع", "انفجار ثان قرب المصنع", ["شهود"]),
        ("وزير الري: السد لن يمتلئ هذا العام", "السد لن يمتلئ هذا العام", ["وزير الري"]),
        ("- 12 قتيلا بحسب الدفاع المدني", "12 قتيلا", ["الدفاع المدني"]),
        ("وكان الملعب خاليا وقت الانهيار كما قال الحارس.", "وكان الملعب خاليا وقت الانهيار ", ["الحارس"]),
        ("ولم تستبعد الهيئة سحب ترخيص الشركة.", "سحب ترخيص الشركة", ["الهيئة"]),
        ("ولم يستبعد رئيس الحكومة اللجوء إلى الاقتراض.", "اللجوء إلى الاقتراض", ["رئيس الحكومة"]),
    ],
)
def test_form_tells_what_nobody_read(text: str, content: str, sources: list[str]) -> None:
    (found,) = unread.more(text, [], alone=True)
    assert found.content.of(text) == content
    assert [s.of(text) for s in found.sources] == sources


@pytest.mark.parametrize(
    "text",
    ["شاهد التقرير: ليلة الدخان في المرسى", "تحديث: ارتفاع عدد الجرحى إلى تسعة", "كما قال الوزير إن الطريق مفتوح.",
     "الحصيلة حتى الآن: 12 قتيلا", "قال المدير: المدرسة ستفتح غدا"],
)  # fmt: skip
def test_other_lines_stay_unread(text: str) -> None:
    assert unread.more(text, [], alone=True) == []


def test_who_issued_it_says_what_stands_in_it() -> None:
    text = "أصدرت منظمة «ظلال» تقريرا عن السجون قالت فيه إن ثلث النزلاء بلا محاكمة."
    (found,) = arabic.mend(text, [reading(text, "قالت فيه", "إن ثلث النزلاء بلا محاكمة", "السجون")])
    assert [s.of(text) for s in found.sources] == ["منظمة «ظلال»"]


def test_a_quotation_that_its_cue_parts_is_one() -> None:
    text = "«المصنع لن يعود إلى العمل»، قالت العاملة نوال، «والكل يعرف ذلك»."
    (found,) = arabic.mend(text, [reading(text, "قالت", "المصنع لن يعود إلى العمل", "العاملة نوال")])
    assert found.content.of(text).endswith("يعرف ذلك»")


def test_all_behind_a_colon_is_said() -> None:
    text = "وقال الوزير: أعلنت الشركة اليوم إغلاق المنجم."
    (found,) = arabic.mend(text, [reading(text, "وقال", "الشركة اليوم إغلاق المنجم", "الوزير")])
    assert found.content.of(text) == "أعلنت الشركة اليوم إغلاق المنجم"


def test_behind_a_participle_stands_whom_it_is_about() -> None:
    text = "وأشاد القائد بالاتفاق، معتبرا الطرف الآخر أنه لا يفهم إلا القوة."
    (found,) = arabic.mend(text, [reading(text, "معتبرا", "أنه لا يفهم إلا القوة", "الطرف الآخر")])
    assert found.sources == ()


def test_a_particle_behind_a_passive_names_who_says_so() -> None:
    text = "وأُفيد عن سقوط قتيلين في انهيار المبنى، بحسب الصليب الأحمر."
    (found,) = arabic.mend(text, [reading(text, "وأُفيد", "عن سقوط قتيلين في انهيار المبنى")])
    assert [s.of(text) for s in found.sources] == ["الصليب الأحمر"]
    assert found.content.of(text).startswith("وأُفيد")


def test_a_verb_without_an_antecedent_keeps_its_statement_and_says_so() -> None:
    text = "وأضاف أن المخازن خالية تماما."
    ((chain, why),) = chains(text, [read(text, "وأضاف", "أن المخازن خالية تماما")])
    assert [x.mention.of(text) for x in chain] == ["وأضاف"]
    assert "as printed" in why
    said = Attribution(span(text, "أن المخازن خالية تماما"), "indirect", span(text, "وأضاف"), chain, why=why)
    found = resolve([Report("r", "r", "", text, "ar")], {"r": [said]})
    assert [(s.name, s.kind) for s in found.sources] == [("وأضاف", "anonymous")]
    assert found.statements[0].voice == "indirect"


def test_the_reports_own_outlet_in_quotation_marks_is_no_source() -> None:
    text = "وقال الخبير ماجد الصلال لـ«المرسى» إن الكلفة عالية."
    chain = (Link(span(text, "«المرسى»")), Link(span(text, "الخبير ماجد الصلال")))
    said = Attribution(span(text, "إن الكلفة عالية"), "indirect", span(text, "وقال"), chain)
    found = resolve([Report("r", "r", "", text, "ar", outlet_name="المرسى الاقتصادي")], {"r": [said]})
    assert len(found.statements[0].chain) == 1
