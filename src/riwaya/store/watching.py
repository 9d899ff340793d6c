"""What a watch remembers (riwaya.watch), in tables beside the store's own: where every feed and page stands, whom to
leave alone until when, which alerts were found and to whom each is still owed. The watch reads and writes them; that
they are brought up to date, dumped and loaded with all the rest is the store's affair.

Times are seconds since 1970, UTC, but for `at`, `published` and `updated`, which are ISO 8601.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, Float, Index, Integer, LargeBinary, String, Table, Text, select

from riwaya.model import Trace
from riwaya.plain import valued
from riwaya.store.packing import pack, squeeze, unsqueeze, written
from riwaya.store.tables import Base

Record = dict[str, Any]

_META = Base.metadata
SOURCES = Table(
    "watch_sources", _META,
    Column("url", Text, primary_key=True), Column("due", Float, nullable=False), Column("checked", Float),
    Column("etag", Text), Column("modified", Text), Column("failures", Integer, nullable=False),
    Column("said", Text, nullable=False),
)  # fmt: skip
PAGES = Table(
    "watch_pages", _META,
    Column("url", Text, primary_key=True), Column("host", Text, nullable=False), Column("source", Text, nullable=False),
    Column("title", Text, nullable=False), Column("published", String(40)), Column("updated", String(40)),
    Column("found", Float, nullable=False), Column("due", Float), Column("state", String(12), nullable=False),
    Column("tries", Integer, nullable=False), Column("fetched", Float), Column("visits", Integer, nullable=False),
    Column("etag", Text), Column("modified", Text), Column("report", Text), Column("said", Text, nullable=False),
    Index("ix_watch_pages_due", "due"),
)  # fmt: skip
HOSTS = Table(
    "watch_hosts", _META,
    Column("host", Text, primary_key=True), Column("until", Float, nullable=False),
    Column("failures", Integer, nullable=False),
)  # fmt: skip
ROBOTS = Table(
    "watch_robots", _META,
    Column("origin", Text, primary_key=True), Column("status", Integer), Column("text", Text, nullable=False),
    Column("read", Float, nullable=False),
)  # fmt: skip
MARKS = Table(
    "watch_marks", _META, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False)
)
ALERTS = Table(
    "watch_alerts", _META,
    Column("number", Integer, primary_key=True), Column("key", String(80), nullable=False, unique=True),
    Column("at", String(32), nullable=False), Column("packed", LargeBinary, nullable=False),
)  # fmt: skip
OWED = Table(
    "watch_owed", _META,
    Column("key", String(80), primary_key=True), Column("channel", String(80), primary_key=True),
    Column("tries", Integer, nullable=False), Column("due", Float, nullable=False),
)  # fmt: skip
STORIES = Table(
    "watch_stories", _META, Column("story", Text, primary_key=True), Column("packed", LargeBinary, nullable=False)
)

LEASE = "watch"  #: the mark of the watch that runs just now, which is no part of what is kept
_PLAIN = {"watch_source": SOURCES, "watch_page": PAGES, "watch_host": HOSTS, "watch_robots": ROBOTS,
          "watch_mark": MARKS, "watch_owed": OWED}  # fmt: skip
KINDS = (*_PLAIN, "watch_alert", "watch_story")  #: of records
_SAID_OF_AN_ALERT = ("key", "kind", "story", "title", "text", "text_ar")


def records(connection: Connection) -> Iterator[Record]:
    """All that watches remember, as records of a dump, in a fixed order."""
    for kind, table in _PLAIN.items():
        for row in connection.execute(_in_order(connection, table)):
            if kind != "watch_mark" or row.name != LEASE:
                yield {"record": kind, **row._mapping}
    for row in connection.execute(select(ALERTS).order_by(ALERTS.c.number).execution_options(yield_per=50)):
        yield {"record": "watch_alert", "number": row.number, "at": row.at, "alert": json.loads(unsqueeze(row.packed))}
    for row in connection.execute(_in_order(connection, STORIES)):
        yield {"record": "watch_story", "story": row.story, "read": json.loads(unsqueeze(row.packed))}


def _in_order(connection: Connection, table: Table) -> Any:
    """All rows of a table, in one order whatever a database's idea of the alphabet is, not all in memory at once."""
    one_order = "BINARY" if connection.dialect.name == "sqlite" else "C"
    return select(table).order_by(*(c.collate(one_order) for c in table.primary_key)).execution_options(yield_per=50)


def row(record: Record) -> tuple[Table, Record]:
    """The row that a record of a dump was, and its table. Raises KeyError, TypeError or ValueError where it is not what
    `records` gives."""
    kind = record["record"]
    if kind == "watch_alert":
        alert = record["alert"]
        if not all(isinstance(alert[name], str) for name in _SAID_OF_AN_ALERT):
            raise ValueError("an alert without its words")
        packed = squeeze(written(alert))
        return ALERTS, {"number": int(record["number"]), "key": alert["key"], "at": record["at"], "packed": packed}
    if kind == "watch_story":
        return STORIES, {"story": record["story"], "packed": pack(valued(Trace, record["read"]))}
    table = _PLAIN[kind]
    new = {c.name: record[c.name] for c in table.c}
    for column in table.c:
        _must_be(column, new[column.name])
    return table, new


def _must_be(column: Column[Any], value: Any) -> None:
    wanted = column.type.python_type
    there = isinstance(value, (int, float) if wanted is float else wanted) and not isinstance(value, bool)
    if not there and not (value is None and column.nullable):
        raise ValueError(f"{column.name} is no {wanted.__name__}")


def is_empty(connection: Connection) -> bool:
    """Whether no watch ever ran here."""
    return all(connection.execute(select(t.primary_key.columns[0]).limit(1)).scalar() is None
               for t in (SOURCES, PAGES, ALERTS, STORIES, OWED, MARKS, HOSTS, ROBOTS))  # fmt: skip
