"""Reasons in Arabic: what the stages say, as they say it, and what is left alone."""

from __future__ import annotations

import re

import pytest

from invented import bakery
from riwaya.export import html
from riwaya.export.reasons import reason
from riwaya.export.view import view

SAID = {
    "figures that exclude each other": "عددان لا يجتمعان",
    "2031-05-06 against before 2031-05-01 to 2031-05-07": "2031-05-06 مقابل قبل 2031-05-01 إلى 2031-05-07",
    "the same figure, exactly against at least": "العدد نفسه، تحديداً مقابل على الأقل",
    "one is at least, the other at most the same figure": "أحدهما على الأقل والآخر على الأكثر للعدد نفسه",
    "possible against nothing of the sort": "ممكن مقابل لا شيء من ذلك",
    "weighing against nothing of the sort: what one tells as done is not yet done in the other":
        "قيد الدرس مقابل لا شيء من ذلك: ما يرويه أحدهما واقعاً لم يقع بعد في الآخر",
    "attributed to The Lantern in one, said by the outlet itself in the other":
        "مسند إلى The Lantern في أحدهما، وقالته الوسيلة بصوتها في الآخر",
    "مهندس in one, مصدر in the other: one stops at who passed it on":
        "مهندس في أحدهما، ومصدر في الآخر: وقف أحدهما عند الناقل",
    "denied by its source («نفى»), asserted in the other": "ينفيه مصدره («نفى») ويثبته الآخر",
    "«12 عاملا» stands in one alone": "«12 عاملا» في أحدهما وحده",
    "cue «قال؛ ثم; أضاف»; the source stands at the cue": "لفظ الإسناد «قال؛ ثم; أضاف»؛ المصدر عند لفظ الإسناد",
    "cue «قال لصحيفة «; an earlier speaker goes on": "لفظ الإسناد «قال لصحيفة «؛ يواصل قائل سابق",
    "12% of its words in shared runs; it is the later": "12% من ألفاظه في مقاطع مشتركة؛ هو المتأخر",
    "+1.2 covered, −0.3 one language": "+1.2 التغطية، −0.3 لغة واحدة",
    "it names it: «المرصد»; something new": "يسمّيه: «المرصد»؛ something new",
}  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_what_is_known_is_said_in_arabic(said: str) -> None:
    assert re.sub("[\u2066\u2069]", "", reason(said, "ar")) == SAID[said]
    assert reason(said, "en") == said


def test_what_is_long_or_empty_stays() -> None:
    assert reason("", "ar") == "" and reason("x" * 9_000, "ar") == "x" * 9_000
    hostile = "in one, " * 400 + "«" * 300
    assert reason(hostile, "ar")


def test_the_page_tells_reasons_in_its_language() -> None:
    held = view(bakery())
    assert "عددان لا يجتمعان" in html.Desk(held, "ar").because("figures that exclude each other")
    assert "figures that exclude" in html.Desk(held, "en").because("figures that exclude each other")
    hostile = "attributed to <b> in one, said by the outlet itself in the other"
    assert "&lt;b&gt;" in html.Desk(held, "ar").because(hostile)
