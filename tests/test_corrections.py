"""Corrections as values: places, what each kind holds, the log, lines given back and taken out. Texts are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.corrections import (
    KINDS,
    Correction,
    Place,
    about,
    correction,
    dumps,
    lines,
    loads,
    locate,
    place,
)
from riwaya.model import Report, Span

RAFID = (
    "قال رئيس بلدية العين سالم الدروبي إن الجسر القديم أُغلق صباح الثلاثاء بعد ظهور شقوق في دعاماته.\n"
    "وأضاف الدروبي أن 12 سيارة علقت فوق الجسر.\n"
    "ونفت شركة الأعمدة وجود أي خطأ في التصميم.\n"
    "ويعود الجسر إلى عام 1961."
)
MANAR = (
    "نقلت صحيفة الرافد عن رئيس بلدية العين سالم الدروبي أن الجسر القديم أُغلق صباح الثلاثاء بعد ظهور شقوق في دعاماته.\n"
    "وعلقت 21 سيارة فوق الجسر، بحسب الدروبي.\n"
    "وقال مهندس في البلدية إن الإصلاح يحتاج إلى ستة أشهر."
)
SIJIL = (
    "أُغلق الجسر القديم في العين صباح الثلاثاء بعد ظهور شقوق في دعاماته.\n"
    "وعلقت 21 سيارة فوق الجسر.\n"
    "وقال مصدر في البلدية إن الإصلاح يحتاج إلى ستة أشهر.\n"
    "اشترك في نشرتنا."
)
REPORTS = (
    Report("rafid", "rafid.txt", "إغلاق الجسر القديم", RAFID, "ar", published="2031-05-06", outlet_name="الرافد",
           removed=("وقالت شرطة العين إن السير حُوّل إلى الطريق الدائري.", "القائمة")),
    Report("manar", "manar.txt", "شقوق في جسر العين", MANAR, "ar", published="2031-05-07", outlet_name="المنار اليوم"),
    Report("sijil", "sijil.txt", "جسر العين مغلق", SIJIL, "ar", published="2031-05-08", outlet_name="السجل"),
)  # fmt: skip
CLOSED = "الجسر القديم أُغلق صباح الثلاثاء بعد ظهور شقوق في دعاماته"


def told(kind: str, *target: Place, value: str = "", n: int = 0) -> Correction:
    return correction(kind, target, value, story="bridge", who="ليلى", when=f"2031-06-01T10:{n:02}:00Z", why="سمعته")


@given(st.text("اب م.", max_size=40), st.data())
def test_a_place_leads_back_to_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, len(text)))
    if start == end:
        with pytest.raises(ValueError, match="no words"):
            place("r", text, Span(start, end))
        return
    found = locate(place("r", text, Span(start, end)), text)
    assert found is not None and found.of(text) == text[start:end]


def test_of_words_that_stand_twice_the_right_ones_are_found() -> None:
    text = "قال إن. قال إن. قال إن."
    for start in (0, 8, 16):
        assert locate(place("r", text, Span(start, start + 6)), text) == Span(start, start + 6)
    assert locate(Place("r", "قال", 7), text) is None
    assert locate(Place("r", "قال إن", 3), "ثم قال إن") == Span(3, 9)  # it stands there once only


def test_a_place_in_a_hostile_text_is_found_in_no_time() -> None:
    text = "a" * 400_000
    assert locate(Place("r", "a" * 200_000, 10**9), text) is None


# what a correction says


def test_a_correction_says_what_is_wrong_with_it() -> None:
    here = Place("rafid", "x")
    for kind, target, value, reason in (
        ("claim-join", [here], "", "no kind"),
        ("claim-merge", [here], "", "2 or more places"),
        ("date", [here, here], "", "1 places"),
        ("statement-drop", [Place("rafid")], "", "no words"),
        ("statement-stance", [here], "likes", "asserts"),
        ("source-kind", [here], "robot", "outlet"),
        ("source-name", [here], " ", "a name"),
        ("date", [here], "Tuesday", "ISO 8601"),
        ("derivation-confirm", [here, here], "steals", "cites"),
    ):
        with pytest.raises(ValueError, match=reason):
            correction(kind, target, value)


def test_the_log_leads_there_and_back() -> None:
    log = (
        told("claim-merge", Place("rafid", "«أ»\n", 2), Place("manar", "ب")),
        told("date", Place("rafid", "2031"), value="2031-05/2031-06"),
        told("derivation-confirm", Place("sijil"), Place("manar"), value="copies"),
    )
    assert loads(dumps(log)) == log
    assert len(dumps(log).splitlines()) == 3
    assert len({c.id for c in log}) == 3


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"kind": "date", "target": [{}]}', '{"kind": "x", "target": []}',
                                  '{"kind": "date", "target": 3}', "[" * 100_000])  # fmt: skip
def test_a_wrong_line_of_a_log_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 2 is no correction"):
        loads("\n" + line)


def test_corrections_about_some_reports() -> None:
    log = (told("derivation-reject", Place("manar"), Place("rafid")), told("statement-drop", Place("sijil", "x")))
    assert about(log, ["rafid"]) == log[:1]
    assert about(log, ["sijil", "manar"]) == log
    assert about(log, []) == ()


# lines


def test_a_line_is_given_back_and_another_taken_out() -> None:
    kept = REPORTS[0].removed[0]
    made = lines(REPORTS, [told("line-keep", Place("rafid", kept), Place("rafid", RAFID.split("\n")[1])),
                           told("line-remove", Place("sijil", "اشترك في نشرتنا.")),
                           told("statement-drop", Place("sijil", "x"))])  # fmt: skip
    assert all(o.applied for o in made.outcomes) and len(made.outcomes) == 2
    assert made.reports[0].text.split("\n")[2] == kept and made.reports[0].removed == ("القائمة",)
    assert made.reports[2].text == SIJIL.removesuffix("\nاشترك في نشرتنا.")
    assert made.reports[2].removed == ("اشترك في نشرتنا.",)
    assert made.reports[1] == REPORTS[1]


def test_a_line_that_was_taken_out_comes_back_where_it_is_put() -> None:
    for target, text in (
        ((Place("r", "ب"),), "أ\nج\nب"), ((Place("r", "ب"), Place("r")), "ب\nأ\nج"),
        ((Place("r", "ب"), Place("r", "أ")), "أ\nب\nج"),
    ):
        report = Report("r", "r", "", "أ\nب\nج", "ar")
        made = lines([report], [told("line-remove", Place("r", "ب")), told("line-keep", *target)])
        assert (made.reports[0].text, made.reports[0].removed) == (text, ())


def test_only_whole_lines_are_taken_out() -> None:
    made = lines(REPORTS, [told("line-remove", Place("sijil", "اشترك")), told("line-keep", Place("rafid", "قال")),
                           told("line-remove", Place("nowhere", "x"))])  # fmt: skip
    assert [o.applied for o in made.outcomes] == [False, False, False] and made.reports == REPORTS


def test_every_kind_is_in_the_docs() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "corrections.md").read_text(encoding="utf8")
    assert [k for k in KINDS if f"`{k}`" not in page] == []
