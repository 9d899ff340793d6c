"""The stories that people have put reports in, laid over those that the stream finds.

The stream goes on as if nobody had said anything; where its reports are shown is decided here, from the corrections
that count, each time a story changes. So a correction outlives every settling, and leaves nothing behind when it is
taken back. A report that comes into a story after somebody divided it goes to the side that it is nearest to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from riwaya.corrections import Correction, of_stories, rehome
from riwaya.model import Report
from riwaya.store.adding import report_of
from riwaya.store.packing import unpack
from riwaya.store.tables import CorrectionRow, MemberRow, ReportRow, RevisionRow, StoryRow
from riwaya.stories import Change, Stream, nearest

_SIDE = 20  #: reports of a side that a new one is compared with
_AT_ONCE = 400

# Asked for every report that comes in, so built once.
_DECIDED = (
    select(CorrectionRow.packed, CorrectionRow.seen)
    .where(CorrectionRow.kind.like("story-%"), CorrectionRow.undone.is_(None)).order_by(CorrectionRow.number)
)  # fmt: skip
_SEEN = select(ReportRow.id, ReportRow.seen).where(ReportRow.id.in_(bindparam("ids", expanding=True)))
_SAID = (
    select(ReportRow.id, RevisionRow.packed).join(RevisionRow, RevisionRow.number == ReportRow.latest)
    .where(ReportRow.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip
_WHERE = (
    select(ReportRow.id, StoryRow.id.label("story")).join(MemberRow, MemberRow.report == ReportRow.number)
    .join(StoryRow, StoryRow.number == MemberRow.story).where(ReportRow.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip
_MATES = (
    select(ReportRow.id).join(MemberRow, MemberRow.report == ReportRow.number)
    .join(StoryRow, StoryRow.number == MemberRow.story).where(StoryRow.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip


def decisions(connection: Connection) -> Sequence[Any]:
    """The corrections that count and say what is one story, and when each came, in order."""
    return connection.execute(_DECIDED).all()


class Decided:
    """What people have decided about stories, over a stream as it stands now."""

    def __init__(self, connection: Connection, stream: Stream, rows: Sequence[Any] | None = None) -> None:
        """`rows`: what `decisions` gave, where it was asked for before in this transaction."""
        rows = decisions(connection) if rows is None else rows
        self._connection = connection
        self._stream = stream
        self._corrections: tuple[Correction, ...] = tuple(unpack(Correction, row.packed) for row in rows)
        named = {r for c in self._corrections for r in c.reports()}
        found = {r: home for r in named if (home := stream.home(r)) is not None}
        self._homes = rehome(found, self._corrections)
        self._sides: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for report in self._homes.picked:
            story = self._homes.of(report, found[report])
            if story != self._homes.of("", found[report]):
                self._sides[found[report]][story].append(report)
        self._since: dict[str, str] = {}  #: by divided story; what comes later goes to the nearest side
        for c, row in zip(self._corrections, rows, strict=True):
            for home in (found[r] for r in c.reports() if r in self._homes.picked):
                self._since.setdefault(home, row.seen)

    def __bool__(self) -> bool:
        return bool(self._corrections)

    def of(self, reports: Iterable[str]) -> dict[str, str]:
        """The story of each of these reports; those that the stream does not know are left out."""
        found = {r: home for r in reports if (home := self._stream.home(r)) is not None}
        made = {r: self._homes.of(r, home) for r, home in found.items()}
        unsaid = [r for r, home in found.items() if home in self._sides and r not in self._homes.picked]
        came = _by_id(self._connection, _SEEN, unsaid)
        later = [r for r in unsaid if came.get(r, "") > self._since[found[r]]]
        shown = where(self._connection, later)
        for r in later:  # what was weighed stays where it is: each report costs its own weighing, however many come
            sides = {made[r], *self._sides[found[r]]}
            made[r] = shown[r] if shown.get(r) in sides else self._nearest(r, found[r], made[r])
        return made

    def _nearest(self, report: str, home: str, rest: str) -> str:
        """The side of a divided story that a report is nearest to: those put elsewhere, or those that stayed."""
        held = self._stream.standing([home])
        stayed = [r for s in held for r in s.reports if r not in self._homes.picked and r != report]
        before = _by_id(self._connection, _SEEN, stayed)
        sides = {rest: [r for r in stayed if before.get(r, "~") <= self._since[home]], **self._sides[home]}
        wanted = {story: members[:_SIDE] for story, members in sides.items() if members}
        said = _said(self._connection, [report, *(r for members in wanted.values() for r in members)])
        if report not in said or not wanted:
            return rest
        told = {story: [said[r] for r in members if r in said] for story, members in wanted.items()}
        return list(told)[nearest(said[report], list(told.values()))]


def mates(connection: Connection, reports: Iterable[str]) -> list[str]:
    """All reports of the stories that these are shown in, and they themselves."""
    asked = list(reports)
    stories = sorted(set(where(connection, asked).values()))
    found = [str(r) for part in _parts(stories) for r in connection.execute(_MATES, {"ids": part}).scalars()]
    return list(dict.fromkeys([*asked, *found]))


def where(connection: Connection, reports: Iterable[str]) -> dict[str, str]:
    """The story that each report is shown in now."""
    return _by_id(connection, _WHERE, list(reports))


def moved(before: Mapping[str, str], after: Mapping[str, str], known: Iterable[str], why: str) -> tuple[Change, ...]:
    """What changed between two places of the same reports: stories that came to be (their ids are not in `known`), that
    went into others, and reports that went elsewhere."""
    there = set(known)
    left: dict[str, Counter[str]] = defaultdict(Counter)
    for r, story in before.items():
        left[story][after.get(r, story)] += 1
    changes = []
    gone: dict[str, list[str]] = defaultdict(list)
    for story, went in left.items():
        if story not in went and story not in after.values():
            gone[went.most_common(1)[0][0]].append(story)
    merged = {story for stories in gone.values() for story in stories}
    founded: set[str] = set()
    for r, story in after.items():
        was = before.get(r, story)
        if was == story or (was in merged and story in gone):
            continue
        new = story not in there and story not in founded
        founded.add(story)
        changes.append(Change("founded" if new else "moved", r, story, (was,), why))
    for story, stories in gone.items():
        last = next(r for r, s in reversed(list(after.items())) if s == story)
        changes.append(Change("merged", last, story, tuple(sorted(stories)), why))
    return tuple(changes)


def about_story(connection: Connection, story: str) -> tuple[Correction, ...]:
    """The corrections made in a story that say which story its reports are in: they may speak of none that is left."""
    rows = connection.execute(
        select(CorrectionRow.packed).where(
            CorrectionRow.story == story, CorrectionRow.kind.like("story-%"), CorrectionRow.undone.is_(None)
        ).order_by(CorrectionRow.number)
    ).scalars()
    return tuple(c for p in rows if of_stories((c := unpack(Correction, p)).kind))


def _said(connection: Connection, reports: Sequence[str]) -> dict[str, Report]:
    rows = (row for part in _parts(reports) for row in connection.execute(_SAID, {"ids": part}))
    return {row.id: report_of(row.packed) for row in rows}


def _by_id(connection: Connection, asked: Any, reports: Sequence[str]) -> dict[str, str]:
    rows = (row for part in _parts(reports) for row in connection.execute(asked, {"ids": part}))
    return {row[0]: row[1] for row in rows}


def _parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[i : i + _AT_ONCE] for i in range(0, len(values), _AT_ONCE))
