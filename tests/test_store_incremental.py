"""A report that comes to a story of thirty costs its own reading; what was read in the others is taken from what is
kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from riwaya import tracing
from riwaya.model import Attribution, Report, Span
from riwaya.store import Store
from stores import REPORTS, page

pytest_plugins = ["store_fixtures"]
pytestmark = pytest.mark.usefixtures("one_story")


def told(n: int) -> Report:
    text = f"قال رئيس البلدية سمير حداد إن {n} عاملا أصيبوا في انهيار سقف المخبز.\nوكان المخبز مغلقا في الليلة رقم {n}."
    return replace(REPORTS[0], id=f"r{n:02}", url=f"https://r.example/{n}", text=text, outlet_name=f"جريدة {n}")


def test_one_more_report_is_all_that_is_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    given: list[int] = []
    compare = tracing.trace_story

    def statements_of(reports: Sequence[Report], progress: object = None) -> dict[str, tuple[Attribution, ...]]:
        read.extend(r.id for r in reports)
        return {r.id: (Attribution(Span(0, r.text.index("\n")), "own"),) for r in reports}

    def trace_story(reports: Sequence[Report], attributions: dict[str, tuple[Attribution, ...]], **more: object):  # type: ignore[no-untyped-def]
        given.append(len(attributions))
        assert all(attributions[r.id][0].content == Span(0, r.text.index("\n")) for r in reports), "as it was read"
        return compare(reports, attributions, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("riwaya.tracing.statements_of", statements_of)
    monkeypatch.setattr("riwaya.tracing.trace_story", trace_story)
    for n in range(30):
        store.add(told(n), page(told(n)))
    first = store.trace("bakery")
    assert read == [f"r{n:02}" for n in range(30)] and len(first.reports) == 30
    read.clear()
    store.add(told(30), page(told(30)))
    assert len(store.trace("bakery").reports) == 31
    assert read == ["r30"] and given == [30, 31], "one is read; the rest is what was kept"
    with Store.open(store._database.url) as again:  # another program knows it too
        assert again.trace("bakery") == store.trace("bakery") and read == ["r30"]
        assert len(again.trace_of([told(n) for n in range(5)], id_="s").reports) == 5
        assert read == ["r30"], "nor for a trace of some of them"
