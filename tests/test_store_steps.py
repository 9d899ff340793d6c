"""Many reports in one step: the same as one by one, in a few statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import event

from riwaya.model import Report
from riwaya.store import Store
from riwaya.stories import Change, Current
from stores import REPORTS, OneStory, page

pytest_plugins = ["store_fixtures"]
pytestmark = pytest.mark.usefixtures("one_story")


def told(n: int, **more: str) -> Report:
    return replace(REPORTS[1], **{"id": f"r{n}", "url": f"https://r.example/{n}", "text": f"نص الخبر رقم {n}"} | more)


def mixed() -> list[tuple[Report, bytes]]:
    """New reports, one that comes twice, one that says otherwise at once, two that share an id, another story."""
    first, later, twin = told(1), told(1, text="نص آخر للخبر"), told(9, id="r2")
    other = told(4, id="other-4")
    given = [first, told(2), first, later, twin, other, later, first, told(3)]
    return [(report, f"<p>{report.text} {n % 3}".encode()) for n, report in enumerate(given)]


def test_a_step_does_what_single_reports_do(new: Callable[[], str]) -> None:
    with Store.open(new()) as alone, Store.open(new()) as together:
        for store in (alone, together):
            store.add(told(2, text="كان هنا قبلها"), b"before")
        one_by_one = [alone.add(*pair) for pair in mixed()]
        alone.settle()
        at_once = list(together.add_all(mixed()))
        shown = [(a.kind, a.report, a.nth, a.story, [(c.number, c.kind, c.story, c.report) for c in a.changes])
                 for a in one_by_one]  # fmt: skip
        assert shown == [(a.kind, a.report, a.nth, a.story, [(c.number, c.kind, c.story, c.report) for c in a.changes])
                         for a in at_once]  # fmt: skip
        kinds = " ".join(a.kind for a in at_once)
        assert kinds == "new revision same revision new new same revision new"
        assert at_once[4].report.startswith("r2-") and at_once[5].story == "another"
        for a in {a.report for a in at_once}:
            assert alone.report(a) == together.report(a) and alone.page(a) == together.page(a)
            assert [r.report for r in alone.revisions(a)] == [r.report for r in together.revisions(a)]
        assert {(s.id, s.reports, s.outlets, s.title) for s in alone.stories()} == {
            (s.id, s.reports, s.outlets, s.title) for s in together.stories()}  # fmt: skip
        assert together.check() == alone.check() == ()


def test_a_step_costs_few_statements(store: Store) -> None:
    said: list[str] = []
    event.listen(store._database._engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    list(store.add_all((told(n), page(told(n))) for n in range(32)))
    rows = 64 if store._database.sqlite else 0  # SQLite gives rows their numbers one by one, at no cost
    assert len(said) < 60 + rows, "some for the step, one for each report's story"
    said.clear()
    store.add(told(99), b"99")
    assert len(said) < 20


def test_a_dump_is_read_in_few_statements(store: Store, new: Callable[[], str], tmp_path) -> None:  # type: ignore[no-untyped-def]
    list(store.add_all((told(n), page(told(n))) for n in range(150)))
    list(store.add_all([(told(7, text="نص غيره"), b"changed")]))
    store.dump(tmp_path / "whole.gz")
    with Store.open(new()) as other:
        said: list[str] = []
        event.listen(other._database._engine, "before_cursor_execute", lambda *given: said.append(given[2]))
        other.load(tmp_path / "whole.gz")
        assert len(said) < 60
        assert other.report("r7").text == "نص غيره" and other.check() == ()
        assert [(s.title, s.reports, s.changed) for s in other.stories()] == [
            (s.title, s.reports, s.changed) for s in store.stories()]  # fmt: skip
        other.dump(tmp_path / "again.gz")
        assert (tmp_path / "again.gz").read_bytes() == (tmp_path / "whole.gz").read_bytes()
        assert other.add(told(500), b"500").kind == "new", "numbers go on"


def test_a_story_that_loses_a_report_is_counted_though_nobody_tells_of_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stream that went over old reports again in another process may have them elsewhere than the tables."""
    store.add(told(1), b"1")
    store.add(told(2), b"2")

    class Elsewhere(OneStory):
        def add(self, report: Report, now: datetime | None = None) -> tuple[Change, ...]:
            return (Change("merged", report.id, "third", ("gone",)), Change("joined", report.id, "third"))

        def standing(self, ids: Iterable[str]) -> tuple[Current, ...]:
            return (Current("third", ("r1", "r3")),)

    monkeypatch.setattr("riwaya.store.grouping.Stream", Elsewhere)
    with Store.open(store._database.url) as again:
        again.add(told(3), b"3")
        assert {s.id: s.reports for s in again.stories()} == {"third": 2, "bakery": 1} and again.check() == ()
