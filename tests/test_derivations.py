"""Who takes from whom, on small stories of our own."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import NamedTuple
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.derivations import derive, drift, entries, holders, pairs
from riwaya.derivations.across import sentences
from riwaya.derivations.branching import maximum_branching
from riwaya.derivations.candidates import sharing
from riwaya.derivations.direction import rules_out
from riwaya.derivations.relation import concordance, quotations
from riwaya.derivations.reuse import collect, read, shared_runs
from riwaya.independence import count
from riwaya.model import Claim, Credit, Derivation, Difference, Report, Source, Statement

WIRE = (
    "أعلن مدير الميناء فاضل القطان أن حركة السفن توقفت منذ فجر الاثنين بعد انهيار الرافعة الكبرى على الرصيف الثالث.\n"
    "وقال القطان إن 14 عاملا أصيبوا في الحادث، ثلاثة منهم في حالة خطرة.\n"
    "وأضاف أن الشركة المشغلة استدعت خبراء من الخارج لفحص بقية الرافعات.\n"
    "ويعود بناء الميناء إلى عام 1962، وتمر عبره نصف واردات البلاد من القمح."
)
RETOLD = (
    "شلل كامل يضرب الميناء.\n"
    "تهاوت الرافعة الكبرى فوق الرصيف الثالث فجر الاثنين فتوقفت حركة السفن تماما.\n"
    "وسقط 14 جريحا بين العمال.\n"
    "وتدخل من هذا الميناء، المشيد عام 1962، نصف واردات البلاد من القمح."
)


class Story(NamedTuple):
    reports: list[Report]
    sources: list[Source]
    statements: list[Statement]
    claims: list[Claim]

    def derived(self) -> dict[tuple[str, str], str]:
        return {(d.report, d.from_): d.how for d in derive(*self, None)}


SAID = {  # claim -> the words of it in WIRE and in RETOLD
    "stop": ("أن حركة السفن توقفت منذ فجر الاثنين", "فتوقفت حركة السفن تماما"),
    "hurt": ("إن 14 عاملا أصيبوا في الحادث", "وسقط 14 جريحا بين العمال"),
    "crane": ("انهيار الرافعة الكبرى على الرصيف الثالث", "تهاوت الرافعة الكبرى فوق الرصيف الثالث فجر الاثنين"),
    "built": ("ويعود بناء الميناء إلى عام 1962", "المشيد عام 1962"),
}


def story(**texts: tuple[str, str, str]) -> Story:
    """Reports by name: (text, day, outlet). Statements are found by the words of SAID; in WIRE the director says all
    but the last."""
    reports, statements = [], []
    found: dict[str, list[str]] = {c: [] for c in SAID}
    for name, (text, day, outlet) in texts.items():
        reports.append(Report(name, name, f"خبر {name}", text, "ar", outlet, published=day))
        for claim, forms in SAID.items():
            at, words = max((text.find(f), f) for f in forms)
            if at >= 0:
                sourced = words == forms[0] and claim != "built"
                statements.append(Statement(f"{name}-{claim}", name, at, at + len(words),
                                            "indirect" if sourced else "own", chain=("qattan",) if sourced else ()))
                found[claim].append(f"{name}-{claim}")
    sources = [Source("qattan", "فاضل القطان", "person")]
    sources += [Source(r.outlet or "", {"wire": "وكالة المرسى للأنباء"}.get(r.outlet or "", "صحيفة " + r.id),
                       "agency" if r.outlet == "wire" else "outlet") for r in reports]
    return Story(reports, sources, statements, [Claim(c, c, (tuple(s),)) for c, s in found.items() if s])


def test_a_copy_comes_from_the_earlier_report() -> None:
    edited = WIRE.replace("الخارج", "ألمانيا").replace("منذ فجر الاثنين", "منذ فجر أمس")
    assert story(a=(WIRE, "2031-05-01", "oa"), b=(edited, "2031-05-02", "ob")).derived() == {("b", "a"): "copies"}
    assert story(a=(WIRE, "2031-05-02", "oa"), b=(edited, "2031-05-01", "ob")).derived() == {("a", "b"): "copies"}


def test_on_one_day_a_dateline_tells_the_direction() -> None:
    signed = "الرباط (المرسى) - " + WIRE
    found = story(a=(signed, "2031-05-01", "oa"), z=(WIRE, "2031-05-01", "wire"))
    assert found.derived() == {("a", "z"): "copies"}


def test_what_says_in_its_own_voice_what_another_attributes_is_rewritten_from_it() -> None:
    found = story(a=(WIRE, "2031-05-01", "oa"), b=(RETOLD, "2031-05-02", "ob"))
    (only,) = derive(*found, None)
    assert (only.report, only.from_, only.how) == ("b", "a", "rewrites")
    assert only.evidence and "in its own voice" in only.why


def test_the_unusual_readings_that_two_share_are_told() -> None:
    found = story(a=(WIRE, "2031-05-01", "oa"), b=(WIRE, "2031-05-02", "ob"), c=(RETOLD, "2031-05-01", "oc"),
                  d=(RETOLD.replace("شلل", "توقف"), "2031-05-02", "od"))
    parted = [replace(c, versions=(tuple(f"{r}-hurt" for r in "ab"), tuple(f"{r}-hurt" for r in "cd")))
              if c.id == "hurt" else c for c in found.claims]
    told = "both have a reading that few others have: «إن 14 عاملا أصيبوا في الحادث»"
    for claims, want in ((found.claims, False), (parted, True)):
        got = derive(found.reports, found.sources, found.statements, claims, None)
        (why,) = (d.why for d in got if (d.report, d.from_) == ("b", "a"))
        assert (told in why) is want


def test_two_reports_of_one_press_conference_take_nothing_from_each_other() -> None:
    other = (
        "في قاعة غصت بالصحفيين، تحدث مدير الميناء فاضل القطان ظهر أمس.\n"
        "وكرر أن حركة السفن توقفت منذ فجر الاثنين، نافيا أي إهمال.\n"
        "وشاهدت مراسلتنا عشرات الشاحنات تنتظر على الطريق الساحلي منذ ساعات.\n"
        "«لا أعرف متى أعود إلى البيت»، قال السائق نزار وهو يعد الشاي فوق موقد صغير."
    )
    found = story(a=(WIRE, "2031-05-01", "oa"), b=(other, "2031-05-02", "ob"))
    named = [replace(s, chain=("qattan",), voice="indirect") if s.report == "b" else s for s in found.statements]
    assert derive(found.reports, found.sources, named, found.claims, None) == ()


def test_credit_in_the_prose_is_cites_and_only_the_nearest_outlet_counts() -> None:
    text = "نقلت صحيفة «أ» عن وكالة المرسى عن القطان أن حركة السفن توقفت منذ فجر الاثنين."
    found = story(a=(WIRE, "2031-05-01", "oa"), c=(text, "2031-05-03", "oc"))
    chained = [replace(s, chain=("oa", "wire", "qattan"), voice="indirect") if s.report == "c" else s
               for s in found.statements]
    sources = [*found.sources, Source("wire", "وكالة المرسى للأنباء", "agency")]
    got = derive(found.reports, sources, chained, found.claims, None)
    assert [(d.report, d.from_, d.how) for d in got] == [("c", "a", "cites")]


def test_a_credit_that_came_with_the_copied_text_is_no_taking_of_its_own() -> None:
    found = story(a=(WIRE, "2031-05-01", "oa"), b=(WIRE + "\nوتنخفض الأسعار.", "2031-05-02", "ob"))
    credited = [replace(s, chain=("times", *s.chain), voice="indirect") for s in found.statements]
    sources = [*found.sources, Source("times", "صحيفة الأزمنة", "outlet")]
    got = derive(found.reports, sources, credited, found.claims, None)
    assert [(d.report, d.from_, d.how) for d in got] == [("a", "times", "cites"), ("b", "a", "copies")]


def test_two_papers_that_sign_with_one_agency_print_it_and_not_each_other() -> None:
    tag = (Credit("(المرسى)", ("المرسى",)),)
    found = story(a=(WIRE, "2031-05-01", "oa"), b=(WIRE + "\nوتنخفض الأسعار.", "2031-05-02", "ob"))
    reports = [replace(r, credits=tag) for r in found.reports]
    sources = [*found.sources, Source("wire", "وكالة المرسى للأنباء", "agency")]
    got = derive(reports, sources, found.statements, found.claims, None)
    assert [(d.report, d.from_, d.how) for d in got] == [("a", "wire", "copies"), ("b", "wire", "copies")]


def test_a_copy_of_a_text_that_is_signed_with_an_agency_is_of_the_agencys_text() -> None:
    found = story(a=(WIRE, "2031-05-01", "oa"), b=(WIRE + "\nوتنخفض الأسعار.", "2031-05-02", "ob"))
    reports = [replace(r, credits=(Credit("(المرسى)", ("المرسى",)),)) if r.id == "a" else r for r in found.reports]
    sources = [*found.sources, Source("wire", "وكالة المرسى للأنباء", "agency")]
    got = derive(reports, sources, found.statements, found.claims, None)
    assert [(d.report, d.from_, d.how) for d in got] == [("a", "wire", "copies"), ("b", "wire", "copies")]


def test_an_outlet_named_in_the_prose_is_credited_where_no_statement_was_read() -> None:
    text = "نفى القطان كل شيء.\nوكانت صحيفة «السنابل» قد نشرت الاثنين خبرا عن الرافعة."
    found = story(c=(text, "2031-05-03", "oc"))
    sources = [*found.sources, Source("sanabil", "صحيفة السنابل", "outlet")]
    got = derive(found.reports, sources, [], [], None)
    assert [(d.report, d.from_, d.how) for d in got] == [("c", "sanabil", "cites")]


class Twins:
    """An encoder for which sentences of two languages are alike if they stand at the same place of its table."""

    name = "table"

    def __init__(self, *rows: tuple[str, str]) -> None:
        self.rows = {text: n for n, row in enumerate(rows) for text in row}

    def vectors(self, texts: list[str]) -> np.ndarray:
        out = np.zeros((len(texts), len(self.rows) + 1), np.float32)
        for k, t in enumerate(texts):
            out[k, self.rows.get(t.strip(" ."), len(self.rows))] = 1
        return out


def test_a_report_in_another_language_whose_sentences_correspond_in_order_translates() -> None:
    arabic = ["توقفت حركة السفن منذ فجر الاثنين", "أصيب أربعة عشر عاملا في الحادث", "استدعت الشركة خبراء من الخارج",
              "بني الميناء قبل سبعين عاما تقريبا"]
    english = ["Shipping stopped at dawn on Monday", "Fourteen workers were hurt in the accident",
               "The company sent for experts from abroad", "The port was built some seventy years ago"]
    reports = [Report("a", "a", "ا", ". ".join(arabic) + ".", "ar", "oa", published="2031-05-01"),
               Report("b", "b", "b", ". ".join(english) + ".", "en", "ob", published="2031-05-02")]
    sources = [Source("oa", "أ", "outlet"), Source("ob", "B", "outlet")]
    got = derive(reports, sources, [], [], Twins(*zip(arabic, english, strict=True)))
    assert [(d.report, d.from_, d.how) for d in got] == [("b", "a", "translates")]
    assert derive(reports, sources, [], [], Twins(*((a, "") for a in arabic))) == ()


def test_sentences_are_read_only_where_a_report_says_what_one_in_another_language_says() -> None:
    class Never:
        name = "never"

        def vectors(self, texts: list[str]) -> np.ndarray:
            raise AssertionError("read")

    found = story(a=(WIRE, "2031-05-01", "oa"), b=(RETOLD, "2031-05-02", "ob"))
    reports = [replace(r, language="en") if r.id == "b" else r for r in found.reports]
    assert derive(reports, found.sources, found.statements, [], Never()) == ()
    with pytest.raises(AssertionError):
        derive(reports, *found[1:], Never())


def test_order_of_input_changes_nothing() -> None:
    found = story(a=(WIRE, "2031-05-01", "oa"), b=(WIRE.replace("14", "41"), "2031-05-01", "ob"),
                  c=(RETOLD, "2031-05-02", "oc"))
    chance = random.Random(3)
    for _ in range(5):
        mixed = [chance.sample(part, len(part)) for part in found]
        assert derive(*mixed, None) == derive(*found, None)


def test_a_pure_copy_of_a_report_changes_no_count() -> None:
    texts = {"a": (WIRE, "2031-05-01", "oa"), "b": (RETOLD, "2031-05-02", "ob")}
    for original in "ab":
        small = story(**texts)
        large = story(**texts, copy=(texts[original][0], "2031-05-04", "ocopy"))
        one, other = ({c.id: (c.independent.low, c.independent.high) for c in count(
            s.claims, s.statements, s.reports, s.sources, derive(*s, None), compatible=lambda a, b: False)}
            for s in (small, large))
        assert one == other


def test_times_rule_out_and_days_are_compared_where_one_has_no_hour() -> None:
    at = [Report("a", "a", "", "", "ar", published="2031-05-01", published_at=t)
          for t in ("2031-05-01T08:00+00:00", "2031-05-01T09:00+00:00", "2031-05-01")]
    assert rules_out(at[0], at[1]) and not rules_out(at[1], at[0])
    assert not rules_out(at[0], at[2]) and not rules_out(at[2], at[0])
    assert not rules_out(Report("x", "x", "", "", "ar"), at[0])


def test_quotations_and_sentences_of_hostile_text_cost_little() -> None:
    assert [s.of("قال «نعم» ثم \"لا\" و«لم") for s in quotations("قال «نعم» ثم \"لا\" و«لم")] == ["«نعم»", '"لا"']
    assert quotations("«" * 100_000) == []
    assert len(sentences("كلمة " * 50_000)) > 100
    monotone = read(Report("a", "a", "", "نعم " * 20_000, "ar"))
    assert shared_runs(monotone, monotone)


def test_shared_runs_claim_no_word_twice() -> None:
    a, b = (read(Report(i, i, "", t, "ar")) for i, t in (("a", "واحد اثنان ثلاثة أربعة خمسة"), ("b",
            "صفر واحد اثنان ثلاثة ثم واحد اثنان ثلاثة أربعة")))
    assert [(r.a, r.b, r.length) for r in shared_runs(a, b)] == [(0, 5, 4)]


def test_rarity_is_learnt_from_enough_texts_only() -> None:
    few = collect([read(Report("a", "a", "", "البحر في الميناء", "ar"))])
    assert few.rarity("بحر") == 1.0 and few.rarity("في") == 0.0
    many = collect(read(Report(f"{i}", "", "", "البحر هادئ" if i else "الرافعة هادئ", "ar")) for i in range(40))
    assert many.rarity("رافع") > many.rarity("بحر")


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 6), st.data())
def test_the_branching_is_the_best_of_all(size: int, data: st.DataObject) -> None:
    pairs = [(c, p) for c in range(size) for p in range(size) if c != p]
    weights = data.draw(st.lists(st.integers(0, 9), min_size=len(pairs), max_size=len(pairs)))
    arcs = {k: (c, p, float(w)) for k, ((c, p), w) in enumerate(zip(pairs, weights, strict=True)) if w}
    got = maximum_branching(size, arcs)
    parent = {arcs[k][0]: arcs[k][1] for k in got}
    assert len(parent) == len(got)

    def circles(way: dict[int, int]) -> bool:
        for start in way:
            at, steps = start, 0
            while at in way and steps <= size:
                at, steps = way[at], steps + 1
            if steps > size:
                return True
        return False

    def best(child: int, way: dict[int, int]) -> float:
        if child == size:
            return -1.0 if circles(way) else sum(w for c, p, w in arcs.values() if way.get(c) == p)
        return max(best(child + 1, {**way, child: p} if p >= 0 else way)
                   for p in (-1, *(p for c, p, _ in arcs.values() if c == child)))

    assert not circles(parent)
    if size <= 4:
        assert sum(arcs[k][2] for k in got) == best(0, {})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefg"), max_size=30), max_size=8), st.sampled_from([0.3, 0.5, 1.0]),
       st.sampled_from([1, 40, holders._BLOCK]))
def test_every_pair_that_shares_enough_is_found_and_no_other(
    texts: list[list[str]], least: float, block: int
) -> None:
    runs = [{tuple(t[k : k + 5]) for k in range(len(t) - 4)} for t in texts]
    want = {}
    for b, y in enumerate(runs):
        for a, x in enumerate(runs[:b]):
            if x and y and len(x & y) >= least * min(len(x), len(y)):
                want[a, b] = len(x & y) / min(len(x), len(y))
    with mock.patch.object(holders, "_BLOCK", block):  # words that are looked at together
        found = sharing(texts, least)
    assert list(zip(found.a, found.b, strict=True)) == sorted(want)
    assert dict(zip(zip(found.a, found.b, strict=True), found.shared, strict=True)) == want


def test_a_text_printed_very_often_is_tied_to_its_first_copies_at_bounded_cost() -> None:
    many = [[f"w{k}" for k in range(40)]] * (3 * holders.BUSY)
    found = sharing(many)
    assert len(found.a) <= holders.BUSY * len(many) and set(found.b) == set(range(1, len(many)))
    assert set(found.a) == set(range(holders.BUSY))
    formula = [[*(f"f{k}" for k in range(8)), *(f"{n}-{k}" for k in range(30))] for n in range(3 * holders.BUSY)]
    assert len(sharing(formula).a) == 0


def test_pairs_of_reports_are_the_same_in_any_order_and_the_earlier_stands_first() -> None:
    chance = random.Random(1)
    words = [f"كلمة{n}" for n in range(3000)]
    bodies = [chance.sample(words, 200) for _ in range(30)]
    bodies += [b[:90] for b in bodies[:10]]
    reports = [Report(f"{n:02}", "", "", " ".join(t), "ar", published=f"2024-05-{30 - n // 2:02}")
               for n, t in enumerate(bodies)] + [Report("short", "", "", "قصير", "ar")]
    found = pairs(reports)
    assert [(p.a, p.b, p.shared) for p in found] == [(f"{30 + n}", f"{n:02}", 1.0) for n in range(10)]
    assert pairs(chance.sample(reports, len(reports))) == found
    assert pairs([]) == ()


def test_entries_and_drift_follow_a_slip_down_its_path() -> None:
    found = story(a=(WIRE, "2031-05-01", "oa"), b=(WIRE, "2031-05-02", "ob"), c=(WIRE, "2031-05-03", "oc"))
    hurt = Claim("hurt", "", (("a-hurt",), ("b-hurt", "c-hurt")),
                 (Difference("number", ("a-hurt", "b-hurt"), (None, None), True),))
    down = [Derivation("b", "a", "copies", 0.9), Derivation("c", "b", "copies", 0.9)]
    right, wrong = entries([hurt], found.statements, found.reports, down)
    assert (right.report, right.path) == ("a", ())
    assert (wrong.report, wrong.statement, wrong.path) == ("b", "b-hurt", (("c", "b"),))
    bare = [replace(s, chain=(), voice="own") if s.id == "c-hurt" else s for s in found.statements]
    assert [(d.report, d.kind, d.detail) for d in drift([hurt], bare, found.reports, found.sources, down)] == [
        ("b", "reading changed", "number"), ("c", "own voice", "فاضل القطان")]


def test_concordance() -> None:
    assert concordance([1, 2, 3]) == 1 and concordance([3, 2, 1]) == -1 and concordance([1, 2]) == 0
