"""What a watch remembers becomes part of the store. Watches used to make these tables by themselves where they were
missing: tables that are there so are made anew, with the names of their parts, and keep their rows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_OLD = "old_"


def upgrade() -> None:
    """Make the tables, and carry over what earlier watches left."""
    there = set(sa.inspect(op.get_bind()).get_table_names())
    for name, items in _TABLES.items():
        if name in there:
            if name == "watch_pages":
                op.execute("DROP INDEX IF EXISTS ix_watch_pages_due")
            op.rename_table(name, _OLD + name)
        op.create_table(name, *items)
        if name == "watch_pages":
            op.create_index("ix_watch_pages_due", name, ["due"])
        if name in there:
            columns = ", ".join(item.name for item in items if isinstance(item, sa.Column))
            op.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {_OLD}{name}")
            op.drop_table(_OLD + name)
    if "watch_alerts" in there and op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('watch_alerts', 'number'), "
                   "GREATEST((SELECT COALESCE(max(number), 1) FROM watch_alerts), 1))")  # fmt: skip


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _number(name: str, *, optional: bool = False) -> sa.Column[float]:
    return sa.Column(name, sa.Float(), nullable=optional)


def _count(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=optional)


_TABLES: dict[str, list[Any]] = {
    "watch_sources": [
        _text("url"), _number("due"), _number("checked", optional=True), _text("etag", optional=True),
        _text("modified", optional=True), _count("failures"), _text("said"),
        sa.PrimaryKeyConstraint("url", name="pk_watch_sources"),
    ],
    "watch_pages": [
        _text("url"), _text("host"), _text("source"), _text("title"),
        sa.Column("published", sa.String(40), nullable=True), sa.Column("updated", sa.String(40), nullable=True),
        _number("found"), _number("due", optional=True), sa.Column("state", sa.String(12), nullable=False),
        _count("tries"), _number("fetched", optional=True), _count("visits"), _text("etag", optional=True),
        _text("modified", optional=True), _text("report", optional=True), _text("said"),
        sa.PrimaryKeyConstraint("url", name="pk_watch_pages"),
    ],
    "watch_hosts": [
        _text("host"), _number("until"), _count("failures"), sa.PrimaryKeyConstraint("host", name="pk_watch_hosts"),
    ],
    "watch_robots": [
        _text("origin"), _count("status", optional=True), _text("text"), _number("read"),
        sa.PrimaryKeyConstraint("origin", name="pk_watch_robots"),
    ],
    "watch_marks": [
        sa.Column("name", sa.String(40), nullable=False), _text("value"),
        sa.PrimaryKeyConstraint("name", name="pk_watch_marks"),
    ],
    "watch_alerts": [
        _count("number"), sa.Column("key", sa.String(80), nullable=False),
        sa.Column("at", sa.String(32), nullable=False), sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_watch_alerts"),
        sa.UniqueConstraint("key", name="uq_watch_alerts_key"),
    ],
    "watch_owed": [
        sa.Column("key", sa.String(80), nullable=False), sa.Column("channel", sa.String(80), nullable=False),
        _count("tries"), _number("due"), sa.PrimaryKeyConstraint("key", "channel", name="pk_watch_owed"),
    ],
    "watch_stories": [
        _text("story"), sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("story", name="pk_watch_stories"),
    ],
}  # fmt: skip


def downgrade() -> None:
    """Not back: what was kept would be lost. Restore a dump instead."""
    raise NotImplementedError("a store is not taken back a step: load a dump of it with the riwaya that wrote it")
