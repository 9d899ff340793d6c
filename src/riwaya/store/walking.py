"""Words that stand nearly everywhere, within an outlet or a time, in SQLite: the newest reports of it are looked at
first, for they soon are enough, where to read all that hold the words would take longest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, column, literal_column, select, table, text

from riwaya.model import Report
from riwaya.store.adding import report_of
from riwaya.store.marking import holds
from riwaya.store.narrowing import Conditions, at_most, listed
from riwaya.store.shadow import Term
from riwaya.store.tables import ReportRow, RevisionRow

PROBED = 250  #: texts that hold words which stand nearly everywhere, among twice as many of the newest
_FEW = 1_000  #: reports that are sorted rather than walked through
_TOGETHER = 500  #: numbers that are read in the time that it takes to look one up
_READ = 200  #: reports that are read to see whether they hold the words, before the index is asked
_SPARE = 4  #: reports that are read beyond those that are wanted, since not all hold the words

_SHADOW = table("shadow", column("rowid"))


def nearly_everywhere(connection: Connection, name: str, said: str) -> bool:
    """Whether words stand in more than half of the newest texts. Their weight says nothing, and SQLite, which counts
    all texts with each word before it weighs the first, takes longest with them."""
    passed = f"SELECT id FROM {name}_docsize ORDER BY id DESC LIMIT 1 OFFSET {2 * PROBED - 2}"  # a row for each text
    oldest = connection.execute(text(passed)).scalar()
    least = 0 if oldest is None else oldest
    held = f"SELECT 1 FROM {name} WHERE {name} MATCH :asked AND rowid >= :least ORDER BY rowid DESC LIMIT {PROBED}"
    count = connection.execute(text(f"SELECT count(*) FROM ({held})"), {"asked": said, "least": least}).scalar() or 0
    return bool(count >= PROBED)


def newest(
    connection: Connection, asked: Sequence[Term], said: str, placed: Conditions, in_order: bool, wanted: int
) -> tuple[Sequence[int], Mapping[int, Report]]:  # fmt: skip
    """The numbers of the newest reports that hold words and are of an outlet, a time or a story, so many as are wanted;
    of fewer than that, all. With those that were read on the way. `in_order`: an index gives what is near in order."""
    read: dict[int, Report] = {}
    return list(islice(_held(connection, asked, said, placed, in_order, wanted, read), wanted)), read


def _held(
    connection: Connection, asked: Sequence[Term], said: str, placed: Conditions, in_order: bool, wanted: int,
    read: dict[int, Report],
) -> Iterator[int]:  # fmt: skip
    # the sign keeps SQLite from walking through all in this order where those that are near are few
    few = not in_order and at_most(connection, select(ReportRow.latest).where(*placed), _FEW)
    by: Any = literal_column("+reports.latest") if few else ReportRow.latest
    near = select(ReportRow.latest, ReportRow.number).where(*placed).order_by(by.desc())
    packed = near.add_columns(RevisionRow.packed).join(RevisionRow, RevisionRow.number == ReportRow.latest)
    plain = not any(t.phrase or t.out for t in asked)
    met: dict[Term, set[str]] = {}
    size, found, looked, last = wanted + _SPARE, 0, 0, None
    while True:
        reads = plain and looked < _READ
        older = packed if reads else near
        rows = connection.execute((older if last is None else older.where(ReportRow.latest < last)).limit(size)).all()
        holding, unsure = set(), [] if reads else [row.latest for row in rows]
        for row in rows if reads else ():
            read[row.number] = report = report_of(row.packed)
            held = holds((report.title, report.text), asked, met)
            if held is None:
                unsure.append(row.latest)
            elif held:
                holding.add(row.latest)
        holding |= _indexed(connection, said, unsure)
        yield from (row.number for row in rows if row.latest in holding)
        if len(rows) < size:
            return
        found, looked, last = found + len(holding), looked + size, rows[-1].latest
        size = min(2 * size, max(0, wanted - found) * looked // (found or 1) + _SPARE)  # as many as may do


def _indexed(connection: Connection, said: str, numbers: Sequence[int]) -> set[int]:
    """Those of texts that the index says hold words."""
    if not numbers:
        return set()
    # numbers that lie together are read in one go, others are looked up one by one
    sign = "+" if max(numbers) - min(numbers) < _TOGETHER * len(numbers) else ""
    held = select(_SHADOW.c.rowid).where(
        text("shadow MATCH :asked").bindparams(asked=said), _SHADOW.c.rowid.between(min(numbers), max(numbers)),
        literal_column(f"{sign}shadow.rowid").in_(listed(connection, numbers)),
    )  # fmt: skip
    return set(connection.execute(held).scalars())
