"""Lists of what the store keeps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from riwaya.store.grouping import number_of
from riwaya.store.tables import (
    ChangeRow,
    ClaimRow,
    CorrectionRow,
    MemberRow,
    ReportRow,
    RevisionRow,
    StoryRow,
    TraceRow,
)
from riwaya.store.values import Change, ReportLine, StoryLine, Summary

_STORIES_OF = (
    select(MemberRow.report, StoryRow.id).join(StoryRow, StoryRow.number == MemberRow.story)
    .where(MemberRow.report.in_(bindparam("reports", expanding=True))).order_by(MemberRow.place.desc())
)  # fmt: skip


def number(connection: Connection, story: str) -> int:
    """The number of a story, 0 where there is none of that id."""
    return number_of(connection, story) or 0


def stories_of(connection: Connection, reports: Sequence[int]) -> dict[int, str]:
    """The id of the story that each of these reports belongs to most."""
    return {r.report: r.id for r in connection.execute(_STORIES_OF, {"reports": reports})}


_MOST = (
    select(StoryRow.id).join(MemberRow, MemberRow.story == StoryRow.number)
    .where(MemberRow.report == ReportRow.number).order_by(MemberRow.place).limit(1).correlate(ReportRow)
    .scalar_subquery().label("story")
)  # fmt: skip


def _report_lines(connection: Connection, wanted: Any) -> tuple[ReportLine, ...]:
    return tuple(
        ReportLine(r.id, r.title, r.outlet, r.language, r.published, r.seen, r.revisions, r.story)
        for r in connection.execute(wanted).all()
    )  # fmt: skip


def reports(connection: Connection, limit: int, offset: int) -> tuple[ReportLine, ...]:
    """Reports, the latest that came or changed first."""
    wanted = select(ReportRow, _MOST).order_by(ReportRow.latest.desc())
    return _report_lines(connection, wanted.limit(limit).offset(offset))


def members(connection: Connection, story: str) -> tuple[ReportLine, ...]:
    """The reports of a story, in order of publishing."""
    return _report_lines(
        connection,
        select(ReportRow, _MOST)
        .where(ReportRow.number.in_(select(MemberRow.report).where(MemberRow.story == number(connection, story))))
        .order_by(func.coalesce(ReportRow.published, "~"), ReportRow.id),
    )  # fmt: skip


def _stories() -> Any:
    return select(
        StoryRow, TraceRow.claims.label("n_claims"), TraceRow.conflicts.label("n_conflicts"),
        TraceRow.at.label("traced"),
    ).outerjoin(TraceRow, TraceRow.story == StoryRow.number)  # fmt: skip


def _story_line(row: Any) -> StoryLine:
    return StoryLine(
        row.id, row.title, row.reports, row.outlets, row.first, row.last, row.seen, row.changed, row.n_claims or 0,
        row.n_conflicts or 0, row.traced, bool(row.traced and row.traced >= row.changed),
    )  # fmt: skip


def stories(connection: Connection, since: str, limit: int, offset: int) -> tuple[StoryLine, ...]:
    """Stories that were not merged into others, the latest changed first."""
    wanted = _stories().where(StoryRow.became.is_(None), StoryRow.reports > 0)
    if since:
        wanted = wanted.where(StoryRow.changed >= since)
    wanted = wanted.order_by(StoryRow.changed.desc(), StoryRow.number.desc()).limit(limit).offset(offset)
    return tuple(map(_story_line, connection.execute(wanted).all()))


def story(connection: Connection, id_: str) -> StoryLine | None:
    """A story, or the one it became."""
    row = connection.execute(_stories().where(StoryRow.number == number(connection, id_))).one_or_none()
    return _story_line(row) if row else None


def changes(connection: Connection, since: int, limit: int) -> tuple[Change, ...]:
    """What happened after a change, in order."""
    rows = connection.execute(
        select(ChangeRow).where(ChangeRow.number > since).order_by(ChangeRow.number).limit(limit)
    ).all()
    return tuple(Change(r.number, r.at, r.kind, r.story, r.report, tuple(json.loads(r.others)), r.why) for r in rows)


def summary(connection: Connection, where: str) -> Summary:
    """How much is kept."""

    def count(table: Any, *conditions: Any) -> int:
        return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar() or 0)

    return Summary(
        where, count(ReportRow), count(RevisionRow), count(StoryRow, StoryRow.became.is_(None), StoryRow.reports > 0),
        count(ClaimRow), count(CorrectionRow, CorrectionRow.undone.is_(None)), count(ChangeRow),
    )  # fmt: skip
