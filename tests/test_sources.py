"""Mentions joined to sources: one entry a real source, over reports and both languages. All texts are invented."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from riwaya.model import Attribution, Credit, Link, Report, Source, Span
from riwaya.sources import Resolved, compatible, resolve

Said = tuple[str, Sequence[str]]  #: a sentence, and the words in it that name its chain, nearest the reader first


def report(
    id_: str, outlet: str | None, *said: Said, language: str = "ar", **more: object
) -> tuple[Report, list[Attribution]]:
    """A report of sentences, each one statement."""
    text, made = "", []
    for sentence, chain in said:
        at = len(text)
        text += sentence + "\n"
        links = tuple(Link(Span(at + sentence.index(m), at + sentence.index(m) + len(m))) for m in chain)
        end = max((link.mention.end for link in links), default=at)
        made.append(Attribution(Span(end, at + len(sentence)), "indirect", Span(at, max(end, at + 1)), links))
    page = Report(id_, f"{id_}.txt", "خبر", text, language, outlet_name=outlet, **more)  # type: ignore[arg-type]
    return page, made


def resolved(*pages: tuple[Report, list[Attribution]]) -> Resolved:
    return resolve([p for p, _ in pages], {p.id: a for p, a in pages})


def source(result: Resolved, report_: str, n: int, link: int = 0) -> Source:
    """The source of the n-th statement of a report."""
    mine = [s for s in result.statements if s.report == report_]
    return next(s for s in result.sources if s.id == mine[n].chain[link])


def test_a_person_is_one_by_title_name_surname_and_script() -> None:
    result = resolved(
        report(
            "a", "الشراع",
            ("وقال مدير المرصد البحري الدكتور نادر القاسمي إن المد ارتفع", ["مدير المرصد البحري الدكتور نادر القاسمي"]),
            ("وأوضح القاسمي أن القياس مستمر", ["القاسمي"]),
            ("وقال المدير إن الميناء آمن", ["المدير"]),
        ),
        report("b", "The Quay", ("Nader al-Qasimi, head of the observatory, said the tide rose", ["Nader al-Qasimi"]),
               ("Qasimi said more would follow", ["Qasimi"]), language="en"),
    )  # fmt: skip
    ids = {source(result, r, n).id for r, n in (("a", 0), ("a", 1), ("a", 2), ("b", 0), ("b", 1))}
    assert len(ids) == 1
    assert source(result, "a", 0).kind == "person"
    assert source(result, "a", 0).name in ("نادر القاسمي", "Nader al-Qasimi")


def test_people_who_share_a_first_name_or_a_surname_stay_two() -> None:
    result = resolved(
        report(
            "a", "الشراع",
            ("قال سامر الخطيب إن الباب مغلق", ["سامر الخطيب"]),
            ("وقال سامر النجار إن الباب مفتوح", ["سامر النجار"]),
            ("وقال وائل الخطيب إنه لا يعرف", ["وائل الخطيب"]),
            ("وأضاف الخطيب أنه سيعود", ["الخطيب"]),
        ),
        report("b", "النهر", ("قال الخطيب إن السوق عاد", ["الخطيب"])),
    )  # fmt: skip
    assert len({source(result, "a", n).id for n in range(3)}) == 3
    assert source(result, "a", 3).id == source(result, "a", 2).id  # the nearest before it in the report
    assert source(result, "b", 0).id not in {source(result, "a", n).id for n in range(3)}  # two bear it: nobody


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("صحيفة «المرساة» التونسية", "«المرساة»"),
        ("موقع \"المرساة\" الإخباري", "صحيفة المرساة"),
        ("صحيفة «هاربور ليدجر» البريطانية", "The Harbour Ledger"),
        ("وكالة «نوارس» للأنباء", "the Nawaris news agency"),
        ("صحيفة الغارديان", "صحيفة \"الجارديان\" البريطانية"),
        ("وكالة فرانس برس", "(أ ف ب)"),
        ("وزارة النقل الأردنية", "Jordan's transport ministry"),
        ("الهيئة العليا للمياه في العراق", "Iraq's High Water Authority"),
        ("شركة «مرافئ الشمال»", "Marafi al-Shamal"),
        ("الصليب الأحمر", "the Red Cross"),
        ("رئيس بلدية عين الورد، ماهر الصباغ", "عمدة البلدة ماهر الصباغ"),
        ("وزير الخارجية النرويجي إريك هولم", "Norwegian Foreign Minister Erik Holm"),
        ("روسيا", "Russia"),
    ],
)  # fmt: skip
def test_spellings_of_one_source(one: str, other: str) -> None:
    result = resolved(
        report("a", "الشراع", (f"قالت أمس {one} إن الجسر سيغلق", [one])),
        report("b", "The Quay", (f"said {other} that the bridge would close", [other]), language="en"),
    )
    assert source(result, "a", 0).id == source(result, "b", 0).id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("صحيفة «المرساة» التونسية", "صحيفة «الشراع» التونسية"),
        ("وزارة النقل الأردنية", "وزارة النقل التونسية"),
        ("وزارة النقل الأردنية", "وزارة الصحة الأردنية"),
        ("حسن العامري", "حسين العامري"),
        ("واشنطن", "موسكو"),
        ("شركة «مرافئ الشمال»", "شركة «مرافئ الجنوب»"),
        ("وكالة «أفق»", "مركز «أفق» للدراسات"),
    ],
)
def test_two_sources_stay_two(one: str, other: str) -> None:
    result = resolved(
        report("a", "الميناء", (f"قالت أمس {one} إن الجسر سيغلق", [one])),
        report("b", "النهر", (f"وقالت أمس {other} إن الجسر سيغلق", [other])),
    )
    assert source(result, "a", 0).id != source(result, "b", 0).id


def test_the_reports_own_outlet_leaves_its_chains() -> None:
    result = resolved(
        report(
            "a", "قناة المرسى",
            ("قالت ريم الطائي لـ«المرسى» إن الطريق سالك", ["«المرسى»", "ريم الطائي"]),
            ("ورصدت قناة «المرسى» ازدحاما عند الباب", ["قناة «المرسى»"]),
            ("وشاهد مراسلنا رجالا عند الباب", ["مراسلنا"]),
            ("وقال شاهد للقناة إن الباب كسر", ["للقناة", "شاهد"]),
        ),
        report("b", "النهر", ("نقلت قناة «المرسى» عن ريم الطائي أن الطريق سالك", ["قناة «المرسى»", "ريم الطائي"])),
    )  # fmt: skip
    a, b = result.reports
    told, watched, seen, witness = (s for s in result.statements if s.report == "a")
    assert told.voice == "indirect" and len(told.chain) == 1
    assert (watched.voice, watched.chain, watched.cue) == ("own", (), None)
    assert (seen.voice, seen.chain) == ("own", ())
    assert len(witness.chain) == 1
    assert a.outlet == source(result, "b", 0, 0).id != b.outlet
    assert source(result, "b", 0, 1).id == told.chain[0]


def test_the_outlet_of_a_report_is_told_by_domain_name_or_credit() -> None:
    pages = [
        report("a", None, url="https://www.bbc.com/arabic/1"),
        report("b", "بي بي سي عربي"),
        report("c", None, credits=(Credit("لندن - بي بي سي", ("بي بي سي",)),)),
        report("d", None),
        report("e", None, url="https://harbour-gazette.example/1"),
        report("f", None, credits=(Credit("(رويترز)", ("رويترز",)),)),
    ]
    outlets = [r.outlet for r in resolved(*pages).reports]
    assert outlets[:3] == ["bbc"] * 3
    assert outlets[3] is None and outlets[5] is None
    assert outlets[4] and "harbour" in outlets[4]


def test_pointers_go_to_the_nearest_that_fits() -> None:
    result = resolved(
        report(
            "a", "النهر",
            ("قالت صحيفة «المرساة» إن الرافعة سقطت", ["صحيفة «المرساة»"]),
            ("وذكرت وكالة «نوارس» أن أحدا لم يصب", ["وكالة «نوارس»"]),
            ("وقالت شركة الموانئ الوطنية إن التحقيق بدأ", ["شركة الموانئ الوطنية"]),
            ("وأضافت الصحيفة أن العمل توقف", ["الصحيفة"]),
            ("وبحسب الوكالة عاد العمال", ["الوكالة"]),
            ("وقالت الشركة إن الرافعة قديمة", ["الشركة"]),
            ("وكشف مصدران أمنيان عن توقيف السائق", ["مصدران أمنيان"]),
            ("وأوضح المصدران أنه أفرج عنه", ["المصدران"]),
        ),
    )  # fmt: skip
    ids = [source(result, "a", n).id for n in range(8)]
    assert ids[3] == ids[0] and ids[4] == ids[1] and ids[5] == ids[2] and ids[7] == ids[6]
    assert len(set(ids)) == 4


def test_a_pointer_to_what_only_the_text_names() -> None:
    first, said = report("a", "النهر", ("وأضافت الصحيفة أن العمل توقف", ["الصحيفة"]))
    lead = "جاء في تقرير نشرته صحيفة «المرساة» أن الرافعة سقطت\n"
    moved = [
        replace(
            a,
            content=Span(a.content.start + len(lead), a.content.end + len(lead)),
            cue=None,
            chain=(Link(Span(lk.mention.start + len(lead), lk.mention.end + len(lead))) for lk in a.chain),
        )
        for a in said
    ]
    moved = [replace(a, chain=tuple(a.chain)) for a in moved]
    other = report("b", "الميناء", ("قالت صحيفة «المرساة» إن الرافعة سقطت", ["صحيفة «المرساة»"]))
    result = resolved((replace(first, text=lead + first.text), moved), other)
    assert source(result, "a", 0).id == source(result, "b", 0).id


def test_unnamed_sources_are_one_through_one_upstream_only() -> None:
    story = "مهندس في محطة الضخ"
    words = "إن المضخة الرئيسة في محطة الوادي تعطلت فجر الثلاثاء بسبب ارتفاع الحرارة"
    result = resolved(
        report("a", "وكالة نوارس للأنباء", (f"قال {story} {words}", [story])),
        report("b", "النهر", (f"نقلت وكالة «نوارس» عن {story} قوله {words} أمس", ["وكالة «نوارس»", story])),
        report("c", "الميناء", (f"وقال {story} إن العطل أصلح سريعا ولم يشعر به أحد", [story])),
    )
    assert source(result, "a", 0).id == source(result, "b", 0, 1).id
    assert source(result, "c", 0).id != source(result, "a", 0).id
    assert compatible(source(result, "c", 0), source(result, "a", 0))
    assert "role:engineer" in source(result, "a", 0).traits and "count:1" in source(result, "a", 0).traits


def test_unnamed_sources_who_say_the_same_words_are_one() -> None:
    words = "إن المضخة الرئيسة في محطة الوادي تعطلت فجر الثلاثاء بسبب ارتفاع الحرارة"
    result = resolved(
        report("a", "النهر", (f"قال مصدر في الدفاع المدني {words}", ["مصدر في الدفاع المدني"])),
        report("b", "الميناء", (f"وذكر مصدر فى الدفاع المدنى {words}", ["مصدر فى الدفاع المدنى"])),
    )
    assert source(result, "a", 0).id == source(result, "b", 0).id


def test_one_of_the_sources_is_not_all_of_them() -> None:
    result = resolved(
        report(
            "a", "النهر",
            ("نقلت رويترز عن ثلاثة دبلوماسيين أن الجلسة فشلت", ["رويترز", "ثلاثة دبلوماسيين"]),
            ("وقال أحد الدبلوماسيين إن أخرى ستعقد", ["أحد الدبلوماسيين"]),
        )
    )  # fmt: skip
    three, one = source(result, "a", 0, 1), source(result, "a", 1)
    assert three.id != one.id and "part:1" in one.traits and "count:3" in three.traits
    assert compatible(three, one)


def test_an_unnamed_spokesman_is_his_body_and_a_document_its_body() -> None:
    result = resolved(
        report(
            "a", "النهر",
            ("قالت وزارة الزراعة إن الموسم جيد", ["وزارة الزراعة"]),
            ("وقال متحدث باسم وزارة الزراعة إن المطر قليل", ["متحدث باسم وزارة الزراعة"]),
            ("وجاء في بيان لوزارة الزراعة أن السعر ثابت", ["بيان لوزارة الزراعة"]),
        )
    )  # fmt: skip
    assert len({source(result, "a", n).id for n in range(3)}) == 1


def test_what_names_nobody_is_no_source() -> None:
    result = resolved(report("a", "النهر", ("وأشار إلى أن الباب مفتوح", ["إلى"])))
    assert result.statements[0].voice == "own" and result.statements[0].chain == ()
    assert [s.kind for s in result.sources] == ["outlet"]


def test_owner_comes_from_the_lexicon_and_ids_keep_clear_of_reports() -> None:
    result = resolved(
        report("cnn", None, ("قالت قناة العربية إن الباب مفتوح", ["قناة العربية"])),
        report("b", None, ("قالت شبكة CNN إن الباب مفتوح", ["شبكة CNN"])),
    )
    arabiya, cnn = source(result, "cnn", 0), source(result, "b", 0)
    assert arabiya.id == "al-arabiya" and arabiya.owner
    assert cnn.id.startswith("cnn") and cnn.id != "cnn"


def pages() -> list[tuple[Report, list[Attribution]]]:
    return [
        report("a", "قناة المرسى", ("قالت ريم الطائي لـ«المرسى» إن الطريق سالك", ["«المرسى»", "ريم الطائي"])),
        report("b", "النهر", ("نقلت قناة «المرسى» عن ريم الطائي أن الطريق سالك", ["قناة «المرسى»", "ريم الطائي"])),
        report("c", "الميناء", ("وقالت الطائي إن الطريق سالك", ["الطائي"]), ("وقال مصدر أمني إنه مغلق", ["مصدر أمني"])),
        report(
            "d", "The Quay",
            ("Reem al-Taie told Al-Marsa the road was open", ["Al-Marsa", "Reem al-Taie"]), language="en",
        ),
    ]  # fmt: skip


def test_the_order_of_the_reports_changes_nothing_and_every_place_is_whole() -> None:
    expected = resolved(*pages())
    texts = {r.id: r.text for r in expected.reports}
    for s in expected.sources:
        assert s.id.isascii() and s.name and all(0 <= m.start < m.end <= len(texts[m.report]) for m in s.mentions)
    for seed in range(5):
        shuffled = pages()
        random.Random(seed).shuffle(shuffled)
        again = resolved(*shuffled)
        assert again.sources == expected.sources
        assert sorted(again.statements, key=lambda s: s.id) == sorted(expected.statements, key=lambda s: s.id)


def test_statement_ids_follow_the_text_and_inferred_links_are_told() -> None:
    page, said = report("a", "النهر", ("قالت رويترز إن الباب مفتوح", ["رويترز"]), ("وأضافت أنه جديد", []))
    link = replace(
        said[0].chain[0], inferred=True, anaphor=Span(page.text.index("وأضافت"), page.text.index("وأضافت") + 6)
    )
    result = resolved((page, [replace(said[1], chain=(link,)), said[0]]))
    assert [s.id for s in result.statements] == ["a-1", "a-2"]
    assert result.statements[1].inferred == ("reuters",) and result.statements[0].inferred == ()
    assert any(page.text[m.start : m.end] == "وأضافت" for m in source(result, "a", 0).mentions)


@pytest.mark.parametrize(
    "words", ["«" * 20_000, "وزير " * 20_000, "a" * 200_000, "مصدر، " * 20_000, "_" * 9000, "#", "…"]
)
def test_hostile_mentions_do_no_harm(words: str) -> None:
    page = Report("a", "a.txt", "", words, "ar", outlet_name=words[:300])
    said = [Attribution(Span(0, 1), "indirect", Span(0, 1), (Link(Span(0, len(words))),)) for _ in range(20)]
    start = time.perf_counter()
    result = resolve([page], {"a": said})
    assert len(result.statements) == 20
    assert time.perf_counter() - start < 5


def test_many_reports_cost_no_more_each() -> None:
    def cost(n: int) -> float:
        made = [
            report(f"r{i}", f"صحيفة الاسم{i % 7}",
                   (f"قال وزير النقل سامر خالد{i % 50} إن الطريق سالك", [f"سامر خالد{i % 50}"]),
                   ("ونقلت رويترز عن مصدر أمني أنه مغلق", ["رويترز", "مصدر أمني"]))
            for i in range(n)
        ]  # fmt: skip
        start = time.perf_counter()
        resolved(*made)
        return (time.perf_counter() - start) / n

    cost(20)
    assert cost(400) < 6 * cost(100)


def test_compatible_is_for_unnamed_sources() -> None:
    def unnamed(id_: str, *found: str) -> Source:
        return Source(id_, id_, "anonymous", traits=frozenset(found))

    assert compatible(unnamed("a", "count:1", "role:source"), unnamed("b", "count:2", "role:official"))
    assert not compatible(unnamed("a", "count:3"), unnamed("b", "count:2"))
    assert not compatible(unnamed("a", "trade:medical"), unnamed("b", "trade:military"))
    assert not compatible(unnamed("a", "rank:senior"), unnamed("b", "rank:junior"))
    assert not compatible(unnamed("a", "of:US"), unnamed("b", "of:IQ"))
    assert not compatible(Source("a", "a", "person"), unnamed("b"))


def test_an_outlet_is_one_with_and_without_what_it_is() -> None:
    result = resolved(
        report("a", "المرفأ نيوز", ("وقال الحارس سالم إن الباب مغلق", ["سالم"])),
        report("b", "The Lantern", ("The Arabic site Marfa reported that the gate was shut", ["The Arabic site Marfa"]),
               language="en"),
    )  # fmt: skip
    outlet = next(r.outlet for r in result.reports if r.id == "a")
    assert source(result, "b", 0).id == outlet


def test_two_outlets_that_a_bare_name_may_mean_stay_apart() -> None:
    result = resolved(
        report("a", "المرفأ نيوز", ("وقال الحارس سالم إن الباب مغلق", ["سالم"])),
        report("b", "المرفأ برس", ("وقال الحارس سالم إن الباب مفتوح", ["سالم"])),
        report("c", "المدى", ("وذكر موقع «المرفأ» أن الباب مغلق", ["موقع «المرفأ»"])),
    )
    outlets = {r.outlet for r in result.reports}
    assert len(outlets) == 3 and source(result, "c", 0).id not in outlets


@pytest.mark.parametrize("place", ["على منصة إكس", "عبر حسابه في فيسبوك", "على موقع تويتر"])
def test_a_platform_is_a_place_of_speaking_and_no_source(place: str) -> None:
    platform = place.split()[-1]
    result = resolved(report("a", "المدى", (f"وكتب الوزير سالم نوار {place} أن الباب مغلق", [platform, "سالم نوار"])))
    assert [source(result, "a", 0).name, len(result.statements[0].chain)] == ["سالم نوار", 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وكيله فادي نوار", "الوكيل فادي نوار"),
        ("المدير الفني لمرسانا فادي نوار", "فادي نوار"),
        ("«أفق سبور» المغربية", "the newspaper Ofoq Sport"),
        ("قيادة العمليات المشتركة", "the Joint Operations Command"),
        ("مديرية الدفاع المدني", "The civil defence directorate"),
        ("كتائب الأمل", "The Hope Brigades"),
        ("اتحاد طلبة الشمال في الأردن", "the Northern Students' Union"),
    ],
)
def test_names_of_two_tellings_are_one(one: str, other: str) -> None:
    result = resolved(
        report("a", "الشراع", (f"وذكر {one} أن مرسانا فازت", [one])),
        report("b", "The Quay", (f"{other} said it was over", [other]), language="en"),
    )
    assert source(result, "a", 0).id == source(result, "b", 0).id


def test_the_reporter_at_a_place_is_his_medium() -> None:
    said = ("وأفاد مراسل الشبكة في المرسى بأن الطريق مغلق", ["مراسل الشبكة في المرسى"])
    result = resolved(report("a", "شبكة الشراع", said))
    assert result.statements[0].voice == "own"


def test_an_agency_that_signs_with_its_initials_is_its_own_outlet() -> None:
    signed = (Credit("MARSANA (CNS)", ("CNS",)),)
    result = resolved(
        report("a", None, ("The mayor told the CNS that the road was shut", ["the CNS", "The mayor"]), language="en",
               credits=signed, removed=("By DANA HALE", "Coastal News Service")),
        report("b", "الشراع", ("ونقلت وكالة «كوستال نيوز سيرفس» أن الطريق مغلق", ["وكالة «كوستال نيوز سيرفس»"])),
    )  # fmt: skip
    assert [s.chain for s in result.statements if s.report == "a"] == [(source(result, "a", 0).id,)]
    assert source(result, "b", 0).id == next(r.outlet for r in result.reports if r.id == "a")


def test_a_credit_names_its_own_outlet_and_the_press_besides() -> None:
    names = "الشراع + الصحافة الأردنية"
    credited = (Credit(f"المصدر: {names}", (names,)), Credit("وكالات", ("وكالات",)))
    result = resolved(report("a", "الشراع", ("وقالت الوزارة إن الطريق مغلق", ["الوزارة"]), credits=credited))
    assert {s.name for s in result.sources if s.kind in ("outlet", "agency")} == {"الشراع"}


@pytest.mark.parametrize(("told", "links"), [("The Quay on Friday", 2), ("a court", 1), ("Dana Hale", 1)])
def test_the_outlet_that_was_told_stands_before_the_speaker(told: str, links: int) -> None:
    page, _ = report("a", "الشراع", (f"Two port officers told {told} that the road was shut", []), language="en")
    cue = Span(page.text.index("told"), page.text.index("told") + 4)
    said = Attribution(Span(page.text.index("that"), len(page.text) - 1), "indirect", cue, (Link(Span(0, 17)),))
    result = resolved((page, [said]), report("b", "The Quay", ("Ali said so", ["Ali"]), language="en"))
    assert len(result.statements[0].chain) == links


def test_a_mediums_correspondent_is_the_medium() -> None:
    result = resolved(
        report("a", "The Quay", ("Shiraa television said the road was shut", ["Shiraa television"]),
               ("The channel's correspondent said it would open", ["The channel's correspondent"]), language="en"),
    )  # fmt: skip
    assert source(result, "a", 0).id == source(result, "a", 1).id


def test_one_of_a_hospital_is_nobody_of_the_forces() -> None:
    result = resolved(
        report("a", "الشراع", ("وقال مصدر في قيادة قوات الحدود إن الطريق مغلق", ["مصدر في قيادة قوات الحدود"])),
        report("b", "The Quay", ("A hospital administrator in the border district said five had died",
                                 ["A hospital administrator in the border district"]), language="en"),
    )  # fmt: skip
    assert not compatible(source(result, "a", 0), source(result, "b", 0))


def test_the_doctor_is_the_director_of_the_hospital() -> None:
    result = resolved(report(
        "a", "الشراع",
        ("وقال مدير مستشفى المرسى الدكتور فادي نوار إن الجرحى بخير", ["مدير مستشفى المرسى الدكتور فادي نوار"]),
        ("ورجح الطبيب أن يغادروا غدا", ["الطبيب"]),
    ))  # fmt: skip
    assert source(result, "a", 0).id == source(result, "a", 1).id


def test_a_platform_that_speaks_for_itself_is_a_source() -> None:
    result = resolved(report("a", "المدى", ("وقالت فيسبوك إنها حذفت الحسابات", ["فيسبوك"])))
    assert source(result, "a", 0).name == "فيسبوك"
