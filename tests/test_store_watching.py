"""What a watch remembers, as part of the store: brought up to date, dumped and loaded, on SQLite and PostgreSQL."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, text

from riwaya.alerts import Alert, Evidence
from riwaya.model import Story, Trace
from riwaya.store import Store, StoreError, engine, migrations
from riwaya.store.watching import LEASE, PAGES
from riwaya.watch.feeds import Item
from riwaya.watch.ledger import Host, Ledger, Source
from riwaya.watch.outbox import UPTO, Outbox
from stores import REPORTS, filled

pytest_plugins = ["store_fixtures"]
pytestmark = pytest.mark.usefixtures("one_story")

# As watches made them by themselves before they were part of the store.
EARLIER = """
CREATE TABLE watch_sources (url TEXT NOT NULL, due FLOAT NOT NULL, checked FLOAT, etag TEXT, modified TEXT,
    failures INTEGER NOT NULL, said TEXT NOT NULL, PRIMARY KEY (url));
CREATE TABLE watch_pages (url TEXT NOT NULL, host TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL,
    published VARCHAR(40), updated VARCHAR(40), found FLOAT NOT NULL, due FLOAT, state VARCHAR(12) NOT NULL,
    tries INTEGER NOT NULL, fetched FLOAT, visits INTEGER NOT NULL, etag TEXT, modified TEXT, report TEXT,
    said TEXT NOT NULL, PRIMARY KEY (url));
CREATE INDEX ix_watch_pages_due ON watch_pages (due);
CREATE TABLE watch_hosts (host TEXT NOT NULL, until FLOAT NOT NULL, failures INTEGER NOT NULL, PRIMARY KEY (host));
CREATE TABLE watch_robots (origin TEXT NOT NULL, status INTEGER, text TEXT NOT NULL, read FLOAT NOT NULL,
    PRIMARY KEY (origin));
CREATE TABLE watch_marks (name VARCHAR(40) NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name));
CREATE TABLE watch_alerts (number {serial}, key VARCHAR(80) NOT NULL, at VARCHAR(32) NOT NULL,
    packed {bytes} NOT NULL, PRIMARY KEY (number), UNIQUE (key));
CREATE TABLE watch_owed (key VARCHAR(80) NOT NULL, channel VARCHAR(80) NOT NULL, tries INTEGER NOT NULL,
    due FLOAT NOT NULL, PRIMARY KEY (key, channel));
CREATE TABLE watch_stories (story TEXT NOT NULL, packed {bytes} NOT NULL, PRIMARY KEY (story))
"""
FOUND = Alert("conflict-1", "conflict", "bakery", "سقف المخبز", "they cannot both be right", "لا يصحّان معاً",
              (Evidence("marsad", "المرصد", "https://m.example/1", "اثنا عشر", 0, 9),), ("كان",), ("صار",))  # fmt: skip
SHOWN = Trace("0", tuple(replace(r, outlet=None) for r in REPORTS), (), (), (Story("bakery", "t", ("marsad",)),))


def remembered(store: Store) -> tuple[Ledger, Outbox]:
    """A store in which a watch has left something in every table."""
    ledger, outbox = Ledger(store._database), Outbox(store._database)
    ledger.listed(Source("https://a.example/rss", 5.0, 1.0, '"e"', "Sat", 2, "said"), [
        Item("https://a.example/é", "عنوان", "2026-11-20T00:00:00+00:00"), Item("https://a.example/B"),
        Item("https://a.example/a"),
    ], 3.0)  # fmt: skip
    ledger.save_host(Host("a.example", 99.5, 3))
    ledger.save_robots("https://a.example", None, "", 7.0)
    ledger.set_mark(LEASE, "here 1 99999")
    outbox.found("bakery", SHOWN, [FOUND, replace(FOUND, key="report-1", kind="report")], ["jsonl"], "2026-11-22T06:00")
    outbox.delivered("jsonl", ["report-1"])
    outbox.looked(7)
    return ledger, outbox


def test_what_earlier_watches_left_is_carried_over(new: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    where, whole = new(), migrations.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(engine, "HEAD", "0002")
        patch.setattr(migrations, "upgrade", lambda connection, where: whole(connection, where, "0002"))
        with Store.open(where) as store:
            made = EARLIER.format(serial="INTEGER NOT NULL" if store._database.sqlite else "SERIAL NOT NULL",
                                  bytes="BLOB" if store._database.sqlite else "BYTEA")  # fmt: skip
            with store._database.writing() as connection:
                for statement in made.split(";"):
                    connection.execute(text(statement))
            filled(store)
            remembered(store)
    with Store.open(where) as store, Store.open(new()) as fresh:
        assert store.check() == () and store.summary().reports == 4
        ledger, outbox = Ledger(store._database), Outbox(store._database)
        assert ledger.sources() == (Source("https://a.example/rss", 5.0, 1.0, '"e"', "Sat", 2, "said"),)
        assert [p.url[-1] for p in ledger.due(4.0)] == [] and ledger.host("a.example") == Host("a.example", 99.5, 3)
        assert [p.url[-1] for p in ledger.due(100.0)] == ["é", "B", "a"] and ledger.mark(UPTO) == "7"
        assert ledger.mark(LEASE) == "here 1 99999" and ledger.robots("https://a.example", 0.0) == (None, "")
        assert outbox.before("bakery") == SHOWN and [o.alert for o in outbox.owed("jsonl", 9.0)] == [FOUND]
        assert outbox.found("bakery", None, [FOUND, replace(FOUND, key="fell-1")], (), "2026-11-22T07:00") == (
            replace(FOUND, key="fell-1"),
        ), "none twice, and the new one gets a number of its own"
        parts = []
        for one in (store, fresh):
            with one._database.reading() as connection:
                look = inspect(connection)
                assert not [t for t in look.get_table_names() if t.startswith("old_")]
                parts.append({t: (look.get_pk_constraint(t), look.get_indexes(t), look.get_unique_constraints(t),
                                  [(c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(t)])
                              for t in look.get_table_names() if t.startswith("watch_")})  # fmt: skip
        assert parts[0] == parts[1], "the tables are those of a new store"


def test_a_dump_holds_what_watches_remember_and_no_alert_comes_twice(
    new: Callable[[], str], store: Store, tmp_path: Path
) -> None:
    ledger, outbox = remembered(filled(store))
    count = store.dump(tmp_path / "one.gz")
    with Store.open(new()) as middle, Store.open(tmp_path / "other.db") as last:
        assert middle.load(tmp_path / "one.gz") == count
        middle.dump(tmp_path / "two.gz")
        last.load(tmp_path / "two.gz")
        last.dump(tmp_path / "three.gz")
        for other in (middle, last):
            theirs, sent = Ledger(other._database), Outbox(other._database)
            assert theirs.mark(LEASE) is None, "the watch that runs is not part of what is kept"
            assert theirs.mark(UPTO) == "7" and theirs.sources() == ledger.sources()
            assert theirs.due(1e9) == ledger.due(1e9) != () and theirs.host("a.example").until == 99.5
            assert theirs.robots("https://a.example", 0.0) == (None, "")
            assert sent.latest() == outbox.latest() and sent.before("bakery") == SHOWN
            assert [o.alert.key for o in sent.owed("jsonl", 9.0)] == ["conflict-1"]
            fresh = replace(FOUND, key="fell-2")
            assert sent.found("bakery", None, [FOUND, fresh], (), "2026-11-22T07:00") == (fresh,)
    one, two, three = ((tmp_path / f"{n}.gz").read_bytes() for n in ("one", "two", "three"))
    assert one == two == three


def test_what_is_remembered_wrongly_in_a_dump_is_one_line(store: Store, tmp_path: Path) -> None:
    head = {"schema": "riwaya.store/1"}
    page = {"record": "watch_page", **{c.name: None for c in PAGES.c}}
    for record in (
        {"record": "watch_host", "host": "a.example", "until": "soon", "failures": 1},
        {"record": "watch_host", "host": "a.example", "failures": 1},
        {"record": "watch_alert", "number": 1, "at": "", "alert": {"key": "x"}},
        {"record": "watch_alert", "number": 1, "at": "", "alert": []},
        {"record": "watch_story", "story": "s", "read": {"version": 1}},
        page,
    ):
        lines = [head, record, {"record": "end", "records": 1}]
        (tmp_path / "bad.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
        with pytest.raises(StoreError, match=f"record 1, a {record['record']}, cannot be read"):
            store.load(tmp_path / "bad.gz")
    assert store.load(_whole(store, tmp_path)) == 0


def test_a_dump_is_not_read_into_a_store_that_a_watch_has_used(store: Store, tmp_path: Path) -> None:
    whole = _whole(store, tmp_path)
    with store._database.writing() as connection:
        connection.execute(insert(PAGES).values(url="u", host="h", source="", title="", found=0.0, state="waiting",
                                                tries=0, visits=0, said=""))  # fmt: skip
    with pytest.raises(StoreError, match="not empty"):
        store.load(whole)


def _whole(store: Store, folder: Path) -> Path:
    store.dump(folder / "whole.gz")
    return folder / "whole.gz"
