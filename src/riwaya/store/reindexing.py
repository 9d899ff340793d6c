"""All that search reads, made anew from what is kept: done once, after steps that changed what is indexed."""

from __future__ import annotations

from sqlalchemy import Connection, select

from riwaya.model import Trace
from riwaya.store.adding import index_all, report_of
from riwaya.store.flat import replace_flat
from riwaya.store.packing import unpack
from riwaya.store.tables import RevisionRow, TraceRow

_AT_ONCE = 200  #: revisions that are read before they are indexed


def reindex(connection: Connection) -> None:
    """Fill the empty shadows, and the flat tables of all traces, within the writer's transaction."""
    at = 0
    wanted = select(RevisionRow.number, RevisionRow.packed).order_by(RevisionRow.number).limit(_AT_ONCE)
    while rows := connection.execute(wanted.where(RevisionRow.number > at)).all():
        said = [(row.number, report_of(row.packed)) for row in rows]
        index_all(connection, "shadow", [(number, report.title, report.text) for number, report in said])
        at = rows[-1].number
    for story in connection.execute(select(TraceRow.story).order_by(TraceRow.story)).scalars().all():
        kept = connection.execute(
            select(TraceRow.at, TraceRow.packed, TraceRow.corrected).where(TraceRow.story == story)
        ).one()  # fmt: skip
        replace_flat(connection, story, unpack(Trace, kept.corrected or kept.packed), kept.at)
