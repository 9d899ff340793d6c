"""A report that comes to a story of thirty costs its own reading; what was read in the others is taken from what is
kept."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from riwaya import tracing
from riwaya.derivations import edges
from riwaya.differences import Telling, numbers
from riwaya.model import Attribution, Link, Report, Span
from riwaya.sources import remembered
from riwaya.store import Store
from riwaya.store.packing import pack
from riwaya.store.sweeping import unswept
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


def bakery_of(n: int) -> Report:
    """What the others tell in other words and figures, some after the others."""
    place = ("في الحي القديم", "قرب الميناء", "في العراق")[n % 3]
    text = (f"قال رئيس البلدية سمير حداد إن {10 + n % 3} عاملا أصيبوا في انهيار سقف المخبز {place}.\n"
            f"وبُني المخبز عام {1980 + n % 2} وكان مغلقا يوم الثلاثاء.\n"
            f"وقالت شاهدة رقم {n} إنها سمعت دويا فجر الثلاثاء.")
    return replace(REPORTS[0], id=f"r{n:02}", url=f"https://r.example/{n}", text=text, outlet_name=f"جريدة {n}",
                   published=f"2031-03-{4 + n % 2:02}", published_at=None)  # fmt: skip


def test_nothing_is_compared_twice_and_the_trace_is_that_from_scratch(
    new: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []
    figures, wording = numbers.compare, edges.wording

    def compare(a: Telling, b: Telling):  # type: ignore[no-untyped-def]
        compared.append((a.mark, b.mark))
        return figures(a, b)

    def words(a, b, *more):  # type: ignore[no-untyped-def]
        compared.append((a.id, b.id))
        return wording(a, b, *more)

    def statements_of(reports: Sequence[Report], progress: object = None) -> dict[str, tuple[Attribution, ...]]:
        return {r.id: tuple(Attribution(p, "own") for p in r.paragraphs()) for r in reports}

    monkeypatch.setattr("riwaya.differences.numbers.compare", compare)
    monkeypatch.setattr("riwaya.derivations.edges.wording", words)
    monkeypatch.setattr("riwaya.tracing.statements_of", statements_of)
    reports = [bakery_of(n) for n in range(9)]
    with Store.open(new()) as grown, Store.open(new()) as at_once:
        for report in reports[:8]:
            grown.add(report, page(report))
        grown.trace("bakery")
        before = set(compared)
        assert len(before) == len(compared) > 28, "not even within one trace"
        compared.clear()
        grown.add(reports[8], page(reports[8]))
        with Store.open(grown._database.url) as again:  # another program knows it too
            more = again.trace("bakery")
        wordings = [pair for pair in compared if "r08" in pair]
        assert len(wordings) == 8 and before.isdisjoint(compared) and len(compared) < len(before) / 2
        random.Random(1).shuffle(reports)
        for report in reports:
            at_once.add(report, page(report))
        compared.clear()
        assert pack(at_once.trace("bakery")) == pack(more), "byte for byte, in whatever order they came"
        claims = more.stories[0].claims
        assert any(c.differences for c in claims) and more.stories[0].derivations, "there was something to compare"
        before = set(compared)
        compared.clear()
        changed = replace(reports[0], text=reports[0].text.replace("عاملا", "رجلا"))
        at_once.add(changed, b"changed")
        at_once.trace("bakery")
        assert sum(changed.id in pair for pair in compared) == 8 and before.isdisjoint(
            pair for pair in compared if changed.id not in pair
        ), "what is revised is compared with all others, these not with one another"


def test_no_mention_is_read_twice_and_the_trace_is_that_from_scratch(
    new: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[str, Span]] = []
    reading = remembered.read

    def mention(text: str, span: Span):  # type: ignore[no-untyped-def]
        read.append((text, span))
        return reading(text, span)

    def statements_of(reports: Sequence[Report], progress: object = None) -> dict[str, tuple[Attribution, ...]]:
        def spoken(r: Report) -> tuple[Attribution, ...]:
            start, that, end = 4, r.text.index(" إن"), r.text.index("\n")
            return (Attribution(Span(that + 1, end), "indirect", Span(0, 3), (Link(Span(start, that)),)),)

        return {r.id: spoken(r) for r in reports}

    monkeypatch.setattr(remembered, "read", mention)
    monkeypatch.setattr("riwaya.tracing.statements_of", statements_of)
    with Store.open(new()) as grown, Store.open(new()) as at_once:
        for n in range(4):
            grown.add(bakery_of(n), page(bakery_of(n)))
        grown.trace("bakery")
        assert len(read) == len(set(read)) >= 3
        read.clear()
        more = replace(bakery_of(4), text=bakery_of(4).text.replace("رئيس البلدية سمير حداد", "مسؤول في البلدية"))
        changed = replace(bakery_of(1), text=bakery_of(1).text.replace("سمير حداد", "نزار حداد"))
        for report in (more, changed):
            grown.add(report, page(report))
            with Store.open(grown._database.url) as again:  # another program knows it too
                found = again.trace("bakery")
            assert {text for text, _ in read} == {report.text}, "of the one that came, or was changed"
            read.clear()
        for report in (more, bakery_of(3), bakery_of(0), changed, bakery_of(2)):
            at_once.add(report, page(report))
        scratch = at_once.trace("bakery")
        assert pack(scratch) == pack(found) and any(s.kind == "anonymous" for s in found.sources)


def test_garbage_is_looked_for_again_when_the_last_is_done(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = unswept(), unswept()
    with one:
        other.__enter__()
        assert not gc.isenabled()
    assert not gc.isenabled(), "the other is not done"
    other.__exit__(None, None, None)
    assert gc.isenabled()

    def fails(*given: object) -> None:
        assert not gc.isenabled()
        raise ValueError

    monkeypatch.setattr("riwaya.store.traces._read", fails)
    store.add(told(1), page(told(1)))
    with pytest.raises(ValueError):
        store.trace("bakery")
    assert gc.isenabled()
    gc.disable()
    try:
        with unswept():
            pass
        assert not gc.isenabled(), "whoever put it off before still does"
    finally:
        gc.enable()
