"""Whether all that a store keeps is whole: what a check of a backup asks."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text

from riwaya.model import Report, Trace
from riwaya.store.adding import digest, reading_of
from riwaya.store.packing import Broken, unpack, unsqueeze
from riwaya.store.tables import MemberRow, PageRow, ReportRow, RevisionRow, StoryRow, TraceRow


def wrongs(connection: Connection) -> Iterator[str]:
    """A line for each thing that is not as it should be; none where all is well."""
    if connection.dialect.name == "sqlite":
        for row in connection.execute(text("PRAGMA integrity_check")):
            if row[0] != "ok":
                yield f"the file: {row[0]}"
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield f"table {row[0]}, row {row[1]}: what it points to in {row[2]} is missing"
    yield from _pages(connection)
    yield from _revisions(connection)
    yield from _stories(connection)


def _pages(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(PageRow).execution_options(yield_per=50)):
        try:
            if digest(unsqueeze(row.packed)) != row.sha256:
                yield f"page {row.sha256[:12]}: not what its digest says"
        except Broken as error:
            yield f"page {row.sha256[:12]}: {error}"


def _revisions(connection: Connection) -> Iterator[str]:
    wanted = select(RevisionRow, ReportRow.id).join(ReportRow, ReportRow.number == RevisionRow.report)
    for row in connection.execute(wanted.execution_options(yield_per=50)):
        try:
            if reading_of(unpack(Report, row.packed)) != row.reading:
                yield f"report {row.id}, revision {row.nth}: not what its digest says"
        except Broken as error:
            yield f"report {row.id}, revision {row.nth}: {error}"
    counted = (
        select(RevisionRow.report, func.count().label("n"), func.max(RevisionRow.number).label("latest"))
        .group_by(RevisionRow.report).subquery()
    )  # fmt: skip
    for report in connection.execute(
        select(ReportRow.id).outerjoin(counted, counted.c.report == ReportRow.number)
        .where((counted.c.n.is_(None)) | (counted.c.n != ReportRow.revisions) | (counted.c.latest != ReportRow.latest))
    ):  # fmt: skip
        yield f"report {report.id}: its revisions are not those it counts"
    unsearched = connection.execute(text(
        "SELECT count(*) FROM revisions WHERE number NOT IN (SELECT rowid FROM shadow)"
    )).scalar()  # fmt: skip
    if unsearched:
        yield f"{unsearched} revisions cannot be searched: their shadow text is missing"


def _stories(connection: Connection) -> Iterator[str]:
    homeless = select(ReportRow.id).where(~select(MemberRow).where(MemberRow.report == ReportRow.number).exists())
    for report in connection.execute(homeless):
        yield f"report {report.id}: in no story"
    counted = select(MemberRow.story, func.count().label("n")).group_by(MemberRow.story).subquery()
    for story in connection.execute(
        select(StoryRow.id).outerjoin(counted, counted.c.story == StoryRow.number)
        .where(func.coalesce(counted.c.n, 0) != StoryRow.reports)
    ):  # fmt: skip
        yield f"story {story.id}: its reports are not those it counts"
    wanted = select(TraceRow, StoryRow.id).join(StoryRow, StoryRow.number == TraceRow.story)
    for row in connection.execute(wanted.execution_options(yield_per=20)):
        for packed in (row.packed, row.corrected, row.before):
            try:
                if packed is not None:
                    unpack(Trace, packed)
            except Broken as error:
                yield f"trace of {row.id}: {error}"
