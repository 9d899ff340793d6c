"""Reports into stories as they come (riwaya.stories), and the stories' rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, delete, func, insert, select, update

from riwaya.model import Report
from riwaya.store.adding import fit, inserted, report_of
from riwaya.store.packing import pack, unpack
from riwaya.store.tables import MemberRow, ReportRow, RevisionRow, StateRow, StoryRow


class Told(Protocol):
    """What a grouping says that a report's coming changed."""

    @property
    def kind(self) -> str: ...
    @property
    def report(self) -> str: ...
    @property
    def story(self) -> str: ...
    @property
    def others(self) -> tuple[str, ...]: ...
    @property
    def why(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Said:
    """A change of stories."""

    kind: str
    report: str
    story: str
    others: tuple[str, ...] = ()
    why: str = ""


class OneStory:
    """All reports are one story, as `riwaya.stories.group` takes them."""

    def __init__(self, story: str = "") -> None:
        self._story = story

    def add(self, report: Report) -> tuple[Told, ...]:
        """Put a report into the story."""
        if not self._story:
            self._story = f"story-{report.id}"
            return (Said("founded", report.id, self._story, why="the first report"),)
        return (Said("joined", report.id, self._story, why="all reports are one story"),)

    def state(self) -> Any:
        """As plain data."""
        return self._story


class Grouping:
    """The stream of reports into stories, in step with what all writers put into the store."""

    def __init__(self) -> None:
        self._stream: OneStory | None = None
        self._upto = 0
        self._saved = 0

    def forget(self) -> None:
        """Read the state again before the next report: what was done since was not kept."""
        self._stream = None

    def add(self, connection: Connection, report: Report, revision: int) -> tuple[Told, ...]:
        """Put a report, just kept as a revision of that number, into its story. Gives what changed."""
        stream = self._in_step(connection, revision)
        told = tuple(stream.add(report))
        self._upto = revision
        for change in told:
            _apply(connection, change)
        if self._upto - self._saved >= max(500, self._saved // 4):
            self._save(connection)
        return told

    def _in_step(self, connection: Connection, before: int) -> OneStory:
        if self._stream is None:
            kept = connection.execute(select(StateRow.upto, StateRow.packed)).one_or_none()
            self._upto = self._saved = kept.upto if kept else 0
            self._stream = OneStory(unpack(str, kept.packed)) if kept else OneStory()
        for number, packed in connection.execute(
            select(RevisionRow.number, RevisionRow.packed)
            .where(RevisionRow.number > self._upto, RevisionRow.number < before).order_by(RevisionRow.number)
        ):  # fmt: skip
            self._stream.add(report_of(packed))
            self._upto = number
        return self._stream

    def _save(self, connection: Connection) -> None:
        assert self._stream is not None
        connection.execute(delete(StateRow))
        connection.execute(
            insert(StateRow).values(name="stories", upto=self._upto, packed=pack(self._stream.state()))
        )
        self._saved = self._upto


def number_of(connection: Connection, story: str) -> int | None:
    """The number of a story, the one it became where it was merged; None where there is none of that id."""
    found = connection.execute(select(StoryRow.number, StoryRow.became).where(StoryRow.id == story)).one_or_none()
    while found and found.became is not None:
        found = connection.execute(
            select(StoryRow.number, StoryRow.became).where(StoryRow.number == found.became)
        ).one()
    return found.number if found else None


def _apply(connection: Connection, change: Told) -> None:
    from riwaya.store.clock import now

    at = now()
    report = connection.execute(
        select(ReportRow.number, ReportRow.title).where(ReportRow.id == change.report)
    ).one_or_none()
    number = number_of(connection, change.story)
    if number is None:
        done = connection.execute(insert(StoryRow).values(
            id=change.story, title=report.title if report else change.story, seen=at, changed=at, reports=0, outlets=0,
        ))  # fmt: skip
        number = inserted(done)
    touched = {number}
    for other in change.others:
        old = number_of(connection, other)
        if old is None or old == number:
            continue
        touched.add(old)
        if change.kind == "merged":
            _merge(connection, old, number)
        elif change.kind == "moved" and report:
            connection.execute(
                delete(MemberRow).where(MemberRow.story == old, MemberRow.report == report.number)
            )
    if report and change.kind in ("founded", "joined", "moved", "revised"):
        member = select(MemberRow.place).where(MemberRow.story == number, MemberRow.report == report.number)
        if connection.execute(member).scalar() is None:
            place = connection.execute(
                select(func.count()).select_from(MemberRow).where(MemberRow.report == report.number)
            ).scalar()
            connection.execute(insert(MemberRow).values(story=number, report=report.number, place=place, seen=at))
    _count(connection, touched, at)


def _merge(connection: Connection, old: int, number: int) -> None:
    already = select(MemberRow.report).where(MemberRow.story == number)
    connection.execute(delete(MemberRow).where(MemberRow.story == old, MemberRow.report.in_(already)))
    connection.execute(update(MemberRow).where(MemberRow.story == old).values(story=number))
    connection.execute(update(StoryRow).where(StoryRow.number == old).values(became=number))


def _count(connection: Connection, stories: Iterable[int], at: str) -> None:
    for number in stories:
        n, outlets, first, last = connection.execute(
            select(func.count(), func.count(func.distinct(ReportRow.outlet_key)), func.min(ReportRow.published),
                   func.max(ReportRow.published))
            .select_from(MemberRow).join(ReportRow, ReportRow.number == MemberRow.report)
            .where(MemberRow.story == number)
        ).one()  # fmt: skip
        connection.execute(
            update(StoryRow).where(StoryRow.number == number)
            .values(reports=n, outlets=outlets, first=first, last=last, changed=at)
        )  # fmt: skip


def titled(connection: Connection, story: int, title: str) -> None:
    """Call a story by a title."""
    connection.execute(update(StoryRow).where(StoryRow.number == story).values(title=fit(title)))
