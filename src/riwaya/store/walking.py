"""Words that stand nearly everywhere, within an outlet or a time, in SQLite: the newest reports of it are looked at
first, for they soon are enough, where to read all that hold the words would take longest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, column, literal_column, select, table, text

from riwaya.store.narrowing import Conditions, at_most, listed
from riwaya.store.tables import ReportRow

PROBED = 250  #: of the newest texts with the words, that tell whether words stand nearly everywhere
_FEW = 1_000  #: reports that are sorted rather than walked through
_TOGETHER = 500  #: numbers that are read in the time that it takes to look one up

_SHADOW = table("shadow", column("rowid"))


def nearly_everywhere(connection: Connection, name: str, said: str) -> bool:
    """Whether words stand in more than half of the newest texts. Their weight says nothing, and SQLite, which counts
    all texts with each word before it weighs the first, takes longest with them."""
    newest = f"SELECT rowid FROM {name} WHERE {name} MATCH :asked ORDER BY rowid DESC LIMIT {PROBED}"
    count, least = connection.execute(text(f"SELECT count(*), min(rowid) FROM ({newest})"), {"asked": said}).one()
    if count < PROBED:
        return False
    passed = f"SELECT 1 FROM {name}_docsize WHERE id >= :least LIMIT {2 * PROBED}"  # a row for each text
    walked = connection.execute(text(f"SELECT count(*) FROM ({passed})"), {"least": least}).scalar() or 0
    return bool(walked < 2 * PROBED)


def newest(connection: Connection, said: str, placed: Conditions, wanted: int) -> Sequence[int]:
    """The numbers of the newest reports that hold words and are of an outlet, a time or a story, so many as are wanted;
    of fewer than that, all."""
    return list(islice(_held(connection, said, placed, wanted), wanted))


def _held(connection: Connection, said: str, placed: Conditions, wanted: int) -> Iterator[int]:
    near = select(ReportRow.latest, ReportRow.number).where(*placed)
    # the sign keeps SQLite from walking through all in this order where those that are near are few
    by: Any = literal_column("+reports.latest") if at_most(connection, near, _FEW) else ReportRow.latest
    size, last = wanted + 4, None
    while True:
        older = near if last is None else near.where(ReportRow.latest < last)
        rows = connection.execute(older.order_by(by.desc()).limit(size)).all()
        numbers = {row.latest: row.number for row in rows}
        if not numbers:
            return
        # numbers that lie together are read in one go, others are looked up one by one
        sign = "+" if max(numbers) - min(numbers) < _TOGETHER * len(numbers) else ""
        held = select(_SHADOW.c.rowid).where(
            text("shadow MATCH :asked").bindparams(asked=said), _SHADOW.c.rowid.between(min(numbers), max(numbers)),
            literal_column(f"{sign}shadow.rowid").in_(listed(connection, list(numbers))),
        )  # fmt: skip
        yield from (numbers[n] for n in sorted(connection.execute(held).scalars(), reverse=True))
        if len(rows) < size:
            return
        size, last = 2 * size, min(numbers)
