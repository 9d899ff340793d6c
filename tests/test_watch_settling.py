"""The stories of what a watch keeps are settled: at the end of a single round, and within bounds in a long watch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from riwaya.model import Report
from riwaya.store import Store
from riwaya.store.engine import Database
from riwaya.stories import Change
from riwaya.watch import _slowly
from riwaya.watch.alerting import look, start
from riwaya.watch.ledger import Ledger
from riwaya.watch.outbox import Outbox
from riwaya.watch.settings import Outputs
from riwaya.watch.settling import Settler
from stores import REPORTS, OneStory, Traced, page

pytest_plugins = ["store_fixtures"]


class Apart(OneStory):
    """Every report founds a story; settled, all are one."""

    settled = 0

    def add(self, report: Report, now: object = None) -> tuple[Change, ...]:
        self._stories[f"s-{report.id}"] = [report.id]
        return (Change("founded", report.id, f"s-{report.id}"),)

    def settle(self) -> tuple[Change, ...]:
        Apart.settled += 1
        first, *others = sorted(self._stories)
        self._stories = {first: [r for s in sorted(self._stories) for r in self._stories[s]]}
        return (Change("merged", self._stories[first][-1], first, tuple(others), "one event"),) if others else ()


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, traced: Traced) -> Iterator[tuple[Store, Ledger, Outbox]]:
    monkeypatch.setattr("riwaya.store.grouping.Stream", Apart)
    monkeypatch.setattr(Apart, "settled", 0)
    database = Database(tmp_path / "news.db")
    with Store.open(tmp_path / "news.db") as store:
        yield store, Ledger(database), Outbox(database)
    database.close()


def test_first_reports_of_one_event_are_one_story_before_alerts_are_looked_for(
    there: tuple[Store, Ledger, Outbox],
) -> None:
    store, ledger, outbox = there
    start(store, ledger, outbox)
    settler = Settler(store, ledger, Clock())
    assert not settler.settle(once=True) and Apart.settled == 0, "nothing came"
    told: list[str] = []
    store.add(REPORTS[0], page(REPORTS[0]))
    look(store, ledger, outbox, Outputs(), (), "2026-11-22T06:00", told.append)
    assert told == []
    store.add(REPORTS[1], page(REPORTS[1]))
    assert settler.settle(once=True) and not settler.settle(once=True), "once for what came"
    look(store, ledger, outbox, Outputs(), (), "2026-11-22T06:00", told.append)
    assert len(told) == 1 and [s.reports for s in store.stories()] == [2]
    assert [a.kind for a, _ in outbox.latest()] == ["report"], "the second came to the first"


def test_a_long_watch_gives_settling_a_share_of_its_time(
    there: tuple[Store, Ledger, Outbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, ledger, _ = there
    clock = Clock()
    settle = Store.settle

    def slow(self: Store) -> object:
        clock.now += 2.0
        return settle(self)

    monkeypatch.setattr(Store, "settle", slow)
    settler = Settler(store, ledger, clock)
    store.add(REPORTS[0], page(REPORTS[0]))
    assert settler.settle(once=False), "the first at once"
    store.add(REPORTS[1], page(REPORTS[1]))
    clock.now += 39.0
    assert not settler.settle(once=False) and len(store.stories()) == 2
    assert Settler(store, ledger, clock).settle(once=False), "killed now, the next program makes up for it"
    store.add(replace(REPORTS[2], id="x", url="https://x.example/"), b"x")
    clock.now += 1.0
    assert settler.settle(once=False) and len(store.stories()) == 1
    assert not Settler(store, ledger, clock).settle(once=True), "nothing came since"


def test_a_report_that_moved_is_new_to_the_story_it_came_to(there: tuple[Store, Ledger, Outbox]) -> None:
    from riwaya.store import Change as Kept
    from riwaya.watch import alerting

    store, *_ = there
    for report in REPORTS[:3]:
        store.add(report, page(report))
    ids = {r.id: store.story(f"s-{r.id}").id for r in REPORTS[:3]}
    a, b, _ = (ids[r.id] for r in REPORTS[:3])
    found = alerting._stories(store, [Kept(1, "", "moved", b, REPORTS[0].id, (a,)), Kept(2, "", "traced", a)])
    assert found[b].new == {REPORTS[0].id} and found[a].new == frozenset(), "both are looked at"


def test_how_far_a_long_job_is_is_told_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("riwaya.watch.time", SimpleNamespace(monotonic=lambda: clock[0]))
    said: list[str] = []
    progress = _slowly(said.append)
    for at in (1.0, 9.0, 11.0, 12.0, 22.0):
        clock[0] = at
        progress("indexing reports", int(at) * 1000, 30_000)
    assert said == ["indexing reports 11,000 of 30,000", "indexing reports 22,000 of 30,000"]
