"""Search: what is found by which words, what is marked, and what claims can be asked."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.language.text import words
from riwaya.model import Report
from riwaya.store import NothingAsked, Query, Store
from riwaya.store.marking import excerpt, holds, marks
from riwaya.store.shadow import MOST_WORDS, Term, form_of, postgresql_match, shadow, sqlite_match, stem_of, terms
from riwaya.store.walking import nearly_everywhere
from stores import REPORTS, Traced, filled, page

pytest_plugins = ["store_fixtures"]
pytestmark = pytest.mark.usefixtures("one_story")

MEET = (
    ("القوات", "الْقُوّاتِ"), ("قوات", "وقواته"), ("ميليشيا", "وللميليشيات"), ("السعودية", "سعودي"), ("بغداد", "لبغداد"),
    ("بغداد", "وببغداد"), ("وبغداد", "بغداد"), ("إيران", "والإيرانيين"), ("حكومة", "للحكومة"), ("مدينة", "المدينة"),
    ("انفجار", "الانفجارات"), ("مستشفى", "المستشفيات"), ("الوزير", "وزير"), ("سليماني", "سليمانى"), ("على", "علي"),
    ("1150", "1,150"), ("١٬١٥٠", "1150"), ("15", "١٥"), ("denied", "denies"), ("Café", "cafe"), ("الـ15", "15"),
)  # fmt: skip
PART = (("القوات", "القوى"), ("مصر", "مصنع"), ("15", "115"), ("قال", "قاتل"), ("said", "sad"), ("1.5", "15"))


def told(id_: str, text: str) -> Report:
    return Report(id_, f"https://x.example/{id_}", "", text, "ar", url=f"https://x.example/{id_}")


def found(store: Store, words: str, **more: object) -> list[str]:
    return sorted(h.report for h in store.search(Query(words, **more)))  # type: ignore[arg-type]


@pytest.mark.parametrize(("asked", "said"), MEET)
def test_forms_of_a_word_meet(asked: str, said: str) -> None:
    assert marks(f"كلمة {said} أخرى", terms(asked))


@pytest.mark.parametrize(("asked", "said"), PART)
def test_other_words_do_not(asked: str, said: str) -> None:
    assert not marks(f"كلمة {said} أخرى", terms(asked))


def test_the_database_finds_what_is_marked(store: Store) -> None:
    for n, (_, said) in enumerate(MEET):
        store.add(told(f"r{n}", f"كلمة {said} أخرى"), said.encode())
    for n, (asked, _) in enumerate(MEET):
        hits = store.search(Query(asked))
        assert f"r{n}" in {h.report for h in hits} and all(h.marks for h in hits), asked


def test_phrases_and_words_left_out(store: Store) -> None:
    filled(store)
    assert found(store, '"سقف المخبز"') == ["marsad", "sawt"] == found(store, "«سقف المخبز»")
    assert found(store, '"المخبز سقف"') == []
    assert found(store, '"المخبز"') == ["jarida", "marsad", "sawt"], "as it stands: not the titles' «مخبز»"
    assert found(store, "المخبز -السقف") == [] and found(store, 'المخبز -"سقف"') == ["jarida"]
    assert found(store, "bakery mayor") == ["lantern"] == found(store, "BAKERIES")
    assert found(store, "مخبز ليس هنا") == []


def test_a_title_and_a_text_are_no_phrase(store: Store) -> None:
    report = replace(REPORTS[0], title="انهيار سقف", text="مخبز قديم في المدينة")
    store.add(report, b"1")
    assert found(store, '"سقف مخبز"') == [] and found(store, '"انهيار سقف"') == [report.id]


def test_a_phrase_of_frequent_words_is_found_by_their_pairs(store: Store) -> None:
    store.add(told("a", "قال مجلس الأمن في بيان"), b"a")
    store.add(told("b", "الأمن في مجلس قال البيان من بيان"), b"b")
    store.add(replace(told("c", "الأمن من بيان في"), title="قال مجلس"), b"c")
    assert found(store, '"مجلس الأمن"') == ["a"] == found(store, '"قال مجلس الأمن في"')
    assert found(store, '"الأمن في مجلس"') == ["b"] and found(store, '"في مجلس الأمن"') == []
    assert found(store, 'بيان -"مجلس الأمن"') == ["b", "c"] and found(store, '"من بيان"') == ["b", "c"]
    assert found(store, '"سقف مجلس الأمن"') == [] == found(store, "_مجلس_الأمن")


@pytest.mark.parametrize("order", ["new", "best"])
def test_the_newest_or_the_best_first(store: Store, order: str) -> None:
    for n, times in enumerate((3, 1, 9)):
        text = "انفجار " * times + " ".join(f"كلمة{i}" for i in range(40))
        store.add(told(f"r{n}", text), text.encode())
    hits = [h.report for h in store.search(Query("الانفجار", order=order))]  # type: ignore[arg-type]
    assert hits == (["r2", "r1", "r0"] if order == "new" else ["r2", "r0", "r1"])
    assert [h.report for h in store.search(Query("الانفجار", order=order, limit=1, offset=1))] == hits[1:2]  # type: ignore[arg-type]


def test_filters(store: Store, traced: Traced) -> None:
    filled(store)
    guardian = replace(REPORTS[2], id="g", url="https://g.example/1", outlet_name="The Guardian", published_at=None)
    store.add(guardian, b"g")
    store.trace("bakery")
    assert found(store, "", outlet="الجارديان") == ["g"] == found(store, "", outlet="The Guardian")
    assert found(store, "", since="2031-03-05") == ["g", "lantern"]
    assert found(store, "", since="2031-03-05", until="2031") == ["g", "lantern"]
    assert found(store, "", until="2031-03-04") == ["marsad", "sawt"]
    assert found(store, "السقف", story="bakery") and not found(store, "السقف", story="nowhere")
    assert found(store, "", source="سمير حداد") == ["lantern", "marsad", "sawt"] == found(store, "", source="حدّاد")
    assert found(store, "", source="صاحب المخبز") == ["jarida"] and found(store, "", source="حد") == []
    assert found(store, "", kind="number") == ["lantern", "marsad", "sawt"]
    assert found(store, "", kind="polarity", conflict=True) == ["jarida", "lantern", "marsad", "sawt"]
    assert found(store, "", kind="attribution", conflict=True) == []
    assert found(store, "bakery", kind="number") == ["lantern"]


def test_claims_with_one_source_carried_by_many_outlets_are_one_question(store: Store, traced: Traced) -> None:
    filled(store)
    store.trace("bakery")
    asked = Query(independent=(1, 1), outlets=(3, None))
    assert [(c.claim, c.low, c.high, c.outlets, c.bottleneck) for c in store.claims(asked)] == [
        ("hurt", 1, 2, 3, ("mayor",))
    ]
    assert found(store, "", independent=(1, 1), outlets=(3, None)) == ["lantern", "marsad", "sawt"]
    assert {c.claim for c in store.claims(Query(independent=(1, 1)))} == {"hurt", "built"}
    assert {c.claim for c in store.claims(Query(independent=(2, None)))} == {"fall"}
    assert [c.kinds for c in store.claims(Query(kind="number"))] == [("attribution", "number")]
    assert {c.claim for c in store.claims(Query(conflict=True))} == {"hurt", "fall"}
    assert {c.claim for c in store.claims(Query(source="صاحب المخبز"))} == {"fall"}
    assert {c.claim for c in store.claims(Query("workers hurt"))} == {"hurt"}, "by the words of any of its statements"
    hit = store.claims(Query('"سقف المخبز"'))[0]
    assert hit.claim == "fall" and [s.of(hit.text) for s in hit.marks] == ["سقف", "المخبز"]
    assert store.claims(Query(since="2031-03-05")) == () and store.claims(Query(story="nowhere")) == ()


def test_what_a_report_no_longer_says_is_not_found(store: Store, traced: Traced) -> None:
    filled(store)
    store.trace("bakery")
    store.add(replace(REPORTS[0], text="نص جديد"), b"new")
    store.trace("bakery")
    assert found(store, "سمير") == [] and found(store, "جديد") == ["marsad"]


@given(st.text(max_size=80))
def test_any_question_is_read(asked: str) -> None:
    try:
        wanted = terms(asked)
    except NothingAsked:
        return
    assert sqlite_match(wanted) and postgresql_match(wanted)
    marks(asked, wanted)


ODD = ("\\", '"', '""', "-", "-غاز", "«»", "؟!", "\x00", " ", "(", "_")


@pytest.mark.parametrize("asked", ODD)
def test_a_question_without_a_word_is_told(asked: str) -> None:
    with pytest.raises(NothingAsked):
        terms(asked)


HOSTILE = (
    "مخبز OR NEAR(a b)", 'forms: "x', "a' | !b & c:*", "x* ^y", "'; DROP TABLE reports; --", "م\x00خبز", "\ud800 مخبز",
    "1.1.1 ١٫٥", "السقف " * 5_000, "x" * 100_000,
)  # fmt: skip


def test_no_question_breaks_the_database(store: Store) -> None:
    filled(store)
    began = time.monotonic()
    for asked in HOSTILE:
        store.search(Query(asked))
        store.search(Query(asked, order="best", outlet=asked, source=asked, since=asked.replace("\x00", "")))
        store.claims(Query(asked, source=asked, story=asked))
    assert time.monotonic() - began < 60 and store.summary().reports == 4


def test_an_excerpt_is_around_the_hits() -> None:
    padding = " ".join(f"حشو{i}" for i in range(60))
    text = f"{padding}\nثم وقع الزلزال في المدينة. والزلزال قوي. {padding}"
    part, inside = excerpt(text, terms("زلزال مدينة"))
    assert len(part.of(text)) <= 240 and [s.of(text) for s in inside] == ["الزلزال", "المدينة", "والزلزال"]
    assert excerpt("نص قصير", ()) == ((0, 7), ()) and excerpt("", terms("زلزال")) == ((0, 0), ())
    assert excerpt("ا" * 1_000, terms("زلزال"))[0] == (0, 240)


def test_pairs_are_of_frequent_words_alone() -> None:
    assert shadow("قال الرئيس زلزال الرئيس قال الرئيس", "قال").marks == ("_قال_الرييس", "_الرييس_قال")
    assert "'_قال_الرييس' " in shadow("قال الرئيس").tsvector() and shadow("زلزال").marks == ()


def test_a_shadow_is_bounded() -> None:
    made = shadow("كلمة", "ك" * 10_000_000, "a b " * 100_000)
    assert len(made.forms) <= 16_000 and max(map(len, made.forms)) <= 60
    assert len(made.tsvector().encode()) < 1_000_000
    wide = shadow(" ".join(f"{'ك' * 50}{i}" for i in range(16_000)))
    assert len(wide.tsvector().encode()) < 1_000_000


@given(st.text(alphabet="ابتثولكمنيهةىءـَّsedabing1٢,._ ", max_size=30))
def test_a_stem_has_no_other_stem(word: str) -> None:
    assert stem_of(stem_of(word)) == stem_of(word) or not word.isalpha() or word.isascii()


def test_a_page_is_found_by_either_of_its_revisions_words_once(store: Store) -> None:
    filled(store)
    store.add(replace(REPORTS[0], text=REPORTS[0].text + " والمخبز مغلق."), page(REPORTS[0]) + b"x")
    assert found(store, "المخبز").count("marsad") == 1


@given(st.lists(st.sampled_from([w for pair in MEET for w in pair] + ["سقف", "لله", "للحق", "والله"]), max_size=8),
       st.sampled_from(MEET))  # fmt: skip
def test_no_hit_is_passed_over_for_speed(said: list[str], pair: tuple[str, str]) -> None:
    asked = terms(pair[0])
    one_by_one = [w for w in said if stem_of(shadow(w).forms[0]) in asked[0].stems()]
    assert len(marks(" ".join(said), asked)) == len(one_by_one)


def spelled_out(text: str, asked: tuple[Term, ...]) -> set[tuple[int, int]]:
    """Marks found by looking at every word."""
    spoken = words(text)
    forms = [form_of(w.form) for w in spoken]
    stems = {s for t in asked if not t.out and not t.phrase for s in t.stems()}
    hit = {i for i, form in enumerate(forms) if stem_of(form) in stems}
    for t in asked:
        if t.phrase and not t.out:
            n = len(t.forms)
            hit |= {j for i in range(len(forms) - n + 1) if tuple(forms[i : i + n]) == t.forms for j in range(i, i + n)}
    return {(spoken[i].start, spoken[i].end) for i in hit}


NEWS = ("وقال", "إنّ", "É", "été", "o'neil", "ß", "dying", "died", "ﻻ", "1.5", "2nd", "news\u200f", "СМИ", "م\u0640ن")
WORDS = (*(said for pair in (*MEET, *PART) for said in pair), *NEWS)
GAPS = (" ", "\n", "، ", ". ", "\u00a0", "-", "", "/")


@settings(max_examples=400, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=14),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.sampled_from(["{}", '"{}"', '"{}" قال', "{} -قال"]),
)  # fmt: skip
def test_few_words_are_looked_at_and_none_is_missed(said: list[tuple[str, str]], asked: list[str], how: str) -> None:
    text = "".join(word + gap for word, gap in said)
    try:
        wanted = terms(how.format(" ".join(asked)))
    except NothingAsked:
        return
    assert {(s.start, s.end) for s in marks(text, wanted)} == spelled_out(text, wanted)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.lists(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=9), min_size=1, max_size=4),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2),
)  # fmt: skip
def test_a_text_that_is_looked_at_holds_what_the_index_says(texts: list[list[tuple[str, str]]], asked: list[str]
                                                            ) -> None:  # fmt: skip
    try:
        wanted = terms(" ".join(asked))
    except NothingAsked:
        return
    met: dict[Term, set[str]] = {}
    for said in ("".join(word + gap for word, gap in text) for text in texts):
        stems = set(shadow(said[:7], said[7:]).stems)
        assert holds((said[:7], said[7:]), wanted, met) == all(stems.intersection(t.stems()) for t in wanted)


def test_a_text_longer_than_what_is_indexed_is_not_looked_at() -> None:
    assert holds(("", "كلمة " * MOST_WORDS), terms("كلمة"), {}) is None


def test_few_reports_and_many_are_narrowed_alike(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the reports of an outlet or a time are noted down first or looked up one by one changes no answer."""
    for n in range(60):
        said = told(f"r{n:02}", f"كلمة {'نادرة' if n % 7 == 0 else 'شائعة'} رقم {n}")
        store.add(replace(said, outlet_name=f"o{n % 3}", published=f"2031-0{1 + n % 2}-05"), b"%d" % n)
    asked = [Query(words, outlet=outlet, since=since, until=until, order=order, limit=limit)
             for words in ("كلمة", "نادرة", "كلمة -نادرة", '"كلمة شائعة"') for outlet in ("", "o1", "nobody")
             for since, until in (("", ""), ("2031-02", ""), ("2031-01", "2031-01"), ("1990", "1991"))
             for order in ("new", "best") for limit in (5, 1000)]  # fmt: skip
    found = [[h.report for h in store.search(q)] for q in asked]
    assert len({tuple(f) for f in found}) > 15
    monkeypatch.setattr("riwaya.store.narrowing.FEW", 3)
    assert [[h.report for h in store.search(q)] for q in asked] == found


def test_what_stands_nearly_everywhere_is_told_by_the_newest_alone(tmp_path: Path) -> None:
    """In half of the newest 499 texts or more, however many there are before them."""
    with Store.open(tmp_path / "news.db") as store, store._database.writing() as connection:
        for n in range(1, 701):
            said = ["حاضرة"] * (n > 450) + ["ناقصة"] * (n > 451) + ["قديمة"] * (n <= 450) + ["نادرة"] * (n % 9 == 0)
            row = (n, " ".join(said), "")
            connection.exec_driver_sql("INSERT INTO shadow (rowid, forms, stems) VALUES (?, ?, ?)", row)
        found = {w: nearly_everywhere(connection, "shadow", f'forms : "{w}"')
                 for w in ("حاضرة", "ناقصة", "قديمة", "نادرة")}  # fmt: skip
    assert found == {"حاضرة": True, "ناقصة": False, "قديمة": False, "نادرة": False}


def test_words_that_are_everywhere_are_not_weighed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.store.walking.PROBED", 5)
    for n in range(20):
        store.add(told(f"r{n:02}", "من " * (1 + n % 3) + ("زلزال " * (n == 3) + "وهزة " * (n % 4 == 3))), b"%d" % n)
    best = [h.report for h in store.search(Query("زلزال", order="best"))]
    assert best == ["r03"] and {h.report for h in store.search(Query("من", order="best", limit=20))} == {
        f"r{n:02}" for n in range(20)
    }
    if store._database.sqlite:
        assert [h.report for h in store.search(Query("من", order="best", limit=3))] == ["r19", "r18", "r17"]
