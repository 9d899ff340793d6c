"""All that search reads, made anew from what is kept: done once, after steps that changed what is indexed.

For many reports that takes minutes. So it is done a little at a time, each part in a transaction that notes how far it
came: whoever opens the store next, after it was interrupted or killed, goes on from there; two who open it at the same
time share the work.
"""

from __future__ import annotations

import time

from sqlalchemy import Connection, delete, func, insert, select, update

from riwaya.model import Trace
from riwaya.store.adding import index_all, report_of
from riwaya.store.flat import replace_flat
from riwaya.store.packing import unpack
from riwaya.store.tables import RevisionRow, StateRow, TraceRow

_REPORTS, _TRACES = "indexing reports", "indexing traces"  #: under which it is noted how far it came
_AT_ONCE = 200  #: revisions that are read before they are indexed
_PART = 2.0  #: seconds after which a part ends


def begin(connection: Connection) -> None:
    """Note that the empty shadows, and the flat tables of all traces, are to be filled."""
    connection.execute(delete(StateRow).where(StateRow.name.in_((_REPORTS, _TRACES))))
    connection.execute(insert(StateRow), [{"name": name, "upto": 0, "packed": b""} for name in (_REPORTS, _TRACES)])


def unfinished(connection: Connection) -> bool:
    """Whether some of it is still to be done."""
    return connection.execute(select(StateRow.name).where(StateRow.name.in_((_REPORTS, _TRACES)))).first() is not None


def go_on(connection: Connection) -> tuple[str, int, int] | None:
    """Do the next part, within the writer's transaction. Gives what was done, up to which number, and the last number
    there is; None where nothing is left to do."""
    wanted = select(StateRow.name, StateRow.upto).where(StateRow.name.in_((_REPORTS, _TRACES)))
    upto = {row.name: row.upto for row in connection.execute(wanted)}
    for name, number in ((_REPORTS, RevisionRow.number), (_TRACES, TraceRow.story)):
        if name not in upto:
            continue
        part = _reports if name == _REPORTS else _traces
        at, last = part(connection, upto[name]), connection.execute(select(func.max(number))).scalar() or 0
        if at >= last:
            connection.execute(delete(StateRow).where(StateRow.name == name))
        else:
            connection.execute(update(StateRow).where(StateRow.name == name).values(upto=at))
        return name, at, last
    return None


def _reports(connection: Connection, at: int) -> int:
    """Index the next revisions; gives the number of the last."""
    end = time.monotonic() + _PART
    wanted = select(RevisionRow.number, RevisionRow.packed).order_by(RevisionRow.number).limit(_AT_ONCE)
    while rows := connection.execute(wanted.where(RevisionRow.number > at)).all():
        said = [(row.number, report_of(row.packed)) for row in rows]
        index_all(connection, "shadow", [(number, report.title, report.text) for number, report in said])
        at = rows[-1].number
        if time.monotonic() >= end:
            break
    return at


def _traces(connection: Connection, at: int) -> int:
    """Make the flat tables of the next traces; gives the number of the last one's story."""
    end = time.monotonic() + _PART
    wanted = select(TraceRow.story, TraceRow.at, TraceRow.packed, TraceRow.corrected).order_by(TraceRow.story).limit(1)
    while kept := connection.execute(wanted.where(TraceRow.story > at)).one_or_none():
        replace_flat(connection, kept.story, unpack(Trace, kept.corrected or kept.packed), kept.at)
        at = kept.story
        if time.monotonic() >= end:
            break
    return at
