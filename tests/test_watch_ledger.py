"""What a watch remembers: the same tests on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from postgresql import Missing, Server, server
from riwaya.store import StoreError
from riwaya.store.engine import Database
from riwaya.watch import lease
from riwaya.watch.feeds import Item
from riwaya.watch.ledger import Counts, Host, Ledger, Source
from riwaya.watch.outbox import Outbox
from test_alerts import AFTER, BEFORE, FOUND


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    try:
        with server() as running:
            yield running
    except Missing as why:
        pytest.skip(f"PostgreSQL: {why}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    where = tmp_path / "news.db" if request.param == "sqlite" else request.getfixturevalue("postgresql").new()
    database = Database(where)
    yield database
    database.close()


FEED = Source("https://a.example/rss", due=900.0, checked=0.5, etag='"1"', modified="x")


def test_what_a_feed_names_waits_in_its_order_each_page_once(database: Database) -> None:
    ledger = Ledger(database)
    items = [Item(f"https://a.example/{n}", f"عنوان {n}") for n in range(1200)]
    assert ledger.listed(FEED, items, 10.0) == 1200
    assert ledger.listed(replace(FEED, etag='"2"'), [*items[:3], Item("https://b.example/x")], 20.0) == 1
    assert ledger.source(FEED.url).etag == '"2"' and ledger.sources() == (ledger.source(FEED.url),)
    assert [p.url for p in ledger.due(30.0, 3)] == [i.url for i in items[:3]]
    assert ledger.due(5.0) == () and ledger.counts() == Counts(waiting=1201)
    assert Ledger(database).due(30.0, 1)[0].title == "عنوان 0", "another program reads the same"


def test_nothing_of_a_feed_is_kept_where_its_pages_cannot_be(database: Database) -> None:
    ledger = Ledger(database)
    with pytest.raises((StoreError, AttributeError)):
        ledger.listed(FEED, [Item("https://a.example/1"), None], 1.0)  # type: ignore[list-item]
    assert ledger.sources() == () and ledger.page("https://a.example/1") is None


def test_a_page_that_its_feed_says_has_changed_waits_again(database: Database) -> None:
    ledger = Ledger(database)
    ledger.expect([Item("https://a.example/1", updated="2026-11-20T00:00:00+00:00")], "", 1.0)
    page = ledger.page("https://a.example/1")
    assert page
    ledger.save_page(replace(page, due=None, state="kept", report="1", etag='"1"'))
    for updated, due in (("2026-11-20T00:00:00+00:00", 0), ("2026-11-19T00:00:00+00:00", 0),
                         ("2026-11-21T00:00:00+00:00", 1)):  # fmt: skip
        ledger.expect([Item("https://a.example/1", updated=updated)], "", 2.0)
        assert len(ledger.due(3.0)) == due
    assert ledger.due(3.0)[0].etag == '"1"' and ledger.counts() == Counts(kept=1)


def test_a_host_that_rests_has_no_page_due(database: Database) -> None:
    ledger = Ledger(database)
    ledger.expect([Item("https://a.example/1"), Item("https://b.example/1")], "", 1.0)
    ledger.save_host(Host("a.example", until=100.0, failures=2))
    assert [p.host for p in ledger.due(50.0)] == ["b.example"] and len(ledger.due(100.0)) == 2
    assert ledger.host("a.example").failures == 2 and ledger.host("c.example") == Host("c.example")
    assert ledger.next_page() == 1.0
    page = ledger.page("https://b.example/1")
    assert page
    ledger.save_page(replace(page, due=None))
    assert ledger.next_page() == 100.0


def test_robots_hold_for_a_time_and_odd_bytes_are_kept_as_text(database: Database) -> None:
    ledger = Ledger(database)
    assert ledger.robots("https://a.example", 0.0) is None
    ledger.save_robots("https://a.example", 200, "User-agent: *\x00\nDisallow: /", 10.0)
    ledger.save_robots("https://b.example", None, "", 10.0)
    assert ledger.robots("https://a.example", 5.0) == (200, "User-agent: *\nDisallow: /")
    assert ledger.robots("https://a.example", 10.0) is None and ledger.robots("https://b.example", 5.0) == (None, "")
    ledger.expect([Item("https://a.example/\x00", "\ud800 \x00 title")], "", 1.0)
    assert ledger.counts().waiting == 1


def test_marks_are_swapped_only_by_who_knows_them(database: Database) -> None:
    ledger = Ledger(database)
    assert ledger.swap_mark("m", None, "1") and not ledger.swap_mark("m", None, "2")
    assert ledger.swap_mark("m", "1", "2") and ledger.mark("m") == "2"
    ledger.set_mark("m", None)
    assert ledger.mark("m") is None


def test_one_watch_holds_a_store(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(database)
    mine = lease.take(ledger, 1000.0)
    mine = lease.keep(ledger, mine, 1100.0)
    monkeypatch.setattr(os, "getpid", lambda: 1)
    with pytest.raises(lease.Taken, match=socket.gethostname()):
        lease.take(ledger, 1200.0)
    monkeypatch.setattr(socket, "gethostname", lambda: "elsewhere")
    with pytest.raises(lease.Taken):
        lease.take(ledger, 1200.0)
    theirs = lease.take(ledger, 9999.0)  # no sign of life for long
    with pytest.raises(lease.Taken, match="has taken"):
        lease.keep(ledger, mine, 10000.0)
    lease.leave(ledger, theirs)
    assert ledger.mark("watch") is None


def test_alerts_are_kept_once_and_owed_until_they_were_had(database: Database) -> None:
    box = Outbox(database)
    assert box.before("story") is None
    assert box.found("story", AFTER, FOUND, ("a", "b"), "2026-11-22T10:00:00+00:00") == FOUND
    assert box.before("story") == AFTER and box.before("other") is None
    assert box.found("story", BEFORE, FOUND[:1], ("a",), "later") == () and box.before("story") == BEFORE
    assert [o.alert for o in box.owed("a", 1.0)] == list(FOUND)
    box.delivered("a", [FOUND[0].key])
    box.failed(box.owed("a", 1.0)[0], 50.0)
    assert [o.alert.key for o in box.owed("a", 1.0)] == [FOUND[2].key]
    assert [(o.alert.key, o.tries) for o in box.owed("a", 50.0)] == [(FOUND[1].key, 1), (FOUND[2].key, 0)]
    assert len(box.owed("b", 1.0)) == 3
    assert [a.key for a, _ in box.latest(2)] == [FOUND[2].key, FOUND[1].key]
