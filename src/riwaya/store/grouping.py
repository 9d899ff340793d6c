"""Reports into stories as they come (riwaya.stories.Stream), and the stories' rows, kept in step with it.

The stream lives in the memory of whoever writes. Its state is kept with the reports now and then; what came after it,
from this writer or another, is given to it again before the next report is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Transaction, bindparam, case, delete, func, insert, select, update

from riwaya.store.adding import Kept, fit, inserted, report_of
from riwaya.store.homes import Decided, decisions, mates, moved, where
from riwaya.store.packing import squeeze, unsqueeze, written
from riwaya.store.tables import MemberRow, ReportRow, RevisionRow, StateRow, StoryRow
from riwaya.stories import Change, Stream

_LEAST = 100  #: revisions between two times that the state is kept: so many a writer that begins may go over again
_SHARE = 10  #: and this part of all of them, so that the keeping costs no more per report as the store grows
_AT_ONCE = 400
NAME = "stories"  #: under which the stream's state is kept


# Built once, as in adding.py.
_STORY = select(StoryRow.number, StoryRow.became).where(StoryRow.id == bindparam("id"))
_NUMBERS = select(StoryRow.number).where(StoryRow.id.in_(bindparam("ids", expanding=True)))
_LAST_REVISION = select(func.max(RevisionRow.number))
_NEW_STORY, _NEW_MEMBER = insert(StoryRow), insert(MemberRow)
_MEMBERSHIPS = (
    select(ReportRow.number, MemberRow.story).outerjoin(MemberRow, MemberRow.report == ReportRow.number)
    .where(ReportRow.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip
_MINE = (
    select(func.count()).select_from(MemberRow).join(ReportRow, ReportRow.number == MemberRow.report)
    .where(MemberRow.story == StoryRow.number).correlate(StoryRow)
)  # fmt: skip


def _of_mine(value: Any) -> Any:
    return _MINE.with_only_columns(value).scalar_subquery()


_COUNTED = update(StoryRow).where(StoryRow.number.in_(bindparam("stories", expanding=True))).values(
    reports=_of_mine(func.count()), outlets=_of_mine(func.count(func.distinct(ReportRow.outlet_key))),
    first=_of_mine(func.min(ReportRow.published)), last=_of_mine(func.max(ReportRow.published)),
    changed=func.coalesce(bindparam("at"), StoryRow.changed),
    title=case((StoryRow.title == "", func.coalesce(_of_mine(func.min(ReportRow.title)), "")), else_=StoryRow.title),
)  # fmt: skip


class Grouping:
    """The stream of reports into stories, in step with what all writers put into the store."""

    def __init__(self) -> None:
        self._stream: Stream | None = None
        self._upto = 0
        self._saved = 0
        self._changed: set[int] = set()  #: stories, by number, to be counted anew before the writer ends
        self._coming: list[dict[str, Any]] = []  #: new reports' places in stories that wait to be written together
        self._decisions: tuple[Transaction | None, Sequence[Any]] = (None, ())

    def forget(self) -> None:
        """Read the state again before the next report: what was done since was not kept."""
        self._stream = None
        self._changed.clear()
        self._coming.clear()

    def add(self, connection: Connection, kept: Kept, at: str) -> tuple[Change, ...]:
        """Put a report that was just kept into its story. Gives what changed. Before anybody looks at stories,
        `written` has to follow."""
        stream = self._in_step(connection, kept.revision)
        told = stream.add(kept.report, datetime.fromisoformat(at))
        if kept.kind == "new" and placed(told, kept.report.id) and not self._decided(connection):
            story = _row(connection, told[0].story, at)
            self._coming.append({"story": story, "report": kept.number, "place": 0, "seen": at})
            self._changed.add(story)
        else:
            self.written(connection, at)
            decided = Decided(connection, stream, self._decided(connection))
            told = _news(connection, decided, told, kept.report.id)
            self._changed |= _apply(connection, stream, decided, told, at)
        self._upto = kept.revision
        if self._upto - self._saved >= max(_LEAST, self._saved // _SHARE):
            self._save(connection, stream)
        return told

    def written(self, connection: Connection, at: str) -> None:
        """Write the places of the reports that came, and count the stories that they came into."""
        if self._coming:
            connection.execute(_NEW_MEMBER, self._coming)
            self._coming.clear()
        recount(connection, self._changed, at)
        self._changed.clear()

    def settle(self, connection: Connection, at: str) -> tuple[Change, ...]:
        """Look at the recent reports again, all together, as they stand now. Gives what changed."""
        stream = self._in_step(connection, (connection.execute(_LAST_REVISION).scalar() or 0) + 1)
        found = stream.settle()
        decided = Decided(connection, stream)
        told = _news(connection, decided, found)
        if told:
            recount(connection, _apply(connection, stream, decided, told, at), at)
        return told

    def together(self, connection: Connection, reports: Sequence[str], at: str) -> tuple[Change, ...]:
        """Hold reports in one story, since somebody has put them together. Gives what changed."""
        stream = self._in_step(connection, (connection.execute(_LAST_REVISION).scalar() or 0) + 1)
        found = stream.together(reports)
        decided = Decided(connection, stream)
        told = _news(connection, decided, found)
        if told:
            recount(connection, _apply(connection, stream, decided, told, at), at)
        self._save(connection, stream)  # it is no report, and so not gone over again
        return told

    def corrected(
        self, connection: Connection, reports: Iterable[str], at: str, change: Callable[[], None], why: str
    ) -> tuple[Change, ...]:
        """Put the reports of the stories that a correction speaks of where people want them, after `change` has kept
        the correction or taken it back. Gives what changed."""
        stream = self._in_step(connection, (connection.execute(_LAST_REVISION).scalar() or 0) + 1)
        concerned = mates(connection, reports)
        before = where(connection, concerned)
        change()
        after = before | Decided(connection, stream).of(concerned)
        known = [s for s in set(after.values()) if number_of(connection, s) is not None]
        told = moved(before, after, known, why)
        _place(connection, after, at)
        return told

    def _decided(self, connection: Connection) -> Sequence[Any]:
        """What people have decided, asked for once in a writer's transaction."""
        mine = connection.get_transaction()
        if self._decisions[0] is not mine:
            self._decisions = (mine, decisions(connection))
        return self._decisions[1]

    def _in_step(self, connection: Connection, before: int) -> Stream:
        if self._stream is None:
            kept = connection.execute(select(StateRow.upto, StateRow.packed).where(StateRow.name == NAME)).one_or_none()
            self._upto = self._saved = kept.upto if kept else 0
            self._stream = Stream.restore(json.loads(unsqueeze(kept.packed))) if kept else Stream()
        if before == self._upto + 1:
            return self._stream
        for number, packed, seen in connection.execute(
            select(RevisionRow.number, RevisionRow.packed, RevisionRow.seen)
            .where(RevisionRow.number > self._upto, RevisionRow.number < before).order_by(RevisionRow.number)
        ):  # fmt: skip
            self._stream.add(report_of(packed), datetime.fromisoformat(seen))
            self._upto = number
        return self._stream

    def _save(self, connection: Connection, stream: Stream) -> None:
        packed = squeeze(written(stream.state()))
        connection.execute(delete(StateRow).where(StateRow.name == NAME))
        connection.execute(insert(StateRow).values(name=NAME, upto=self._upto, packed=packed))
        self._saved = self._upto


def placed(told: Sequence[Change], report: str) -> bool:
    """Whether nothing changed but that a report founded or joined a story."""
    return len(told) == 1 and told[0].report == report and told[0].kind in ("founded", "joined") and not told[0].others


def number_of(connection: Connection, story: str) -> int | None:
    """The number of a story, of the one it became where it was merged; None where there is none of that id."""
    found = connection.execute(_STORY, {"id": fit(story)}).one_or_none()
    while found and found.became is not None:
        found = connection.execute(
            select(StoryRow.number, StoryRow.became).where(StoryRow.number == found.became)
        ).one()
    return found.number if found else None


def _news(connection: Connection, decided: Decided, told: Sequence[Change], new: str = "") -> tuple[Change, ...]:
    """The changes that are not in the tables yet: a stream that goes over old reports again may tell them twice. Where
    people have said which story a report is in, it is told of that one."""
    if decided:
        shown = decided.of(c.report for c in told)
        told = [c if c.kind == "merged" else replace(c, story=shown.get(c.report, c.story)) for c in told]
    return tuple(c for c in told if (c.report == new and c.kind != "merged") or not _known(connection, c))


def _known(connection: Connection, change: Change) -> bool:
    story = number_of(connection, change.story)
    if change.kind == "merged":
        return story is not None and all(number_of(connection, o) in (story, None) for o in change.others)
    member = select(MemberRow.place).join(ReportRow, ReportRow.number == MemberRow.report).where(
        ReportRow.id == change.report, MemberRow.story == story
    )  # fmt: skip
    return story is not None and connection.execute(member).scalar() is not None


def _apply(
    connection: Connection, stream: Stream, decided: Decided, told: Sequence[Change], at: str
) -> set[int]:
    """Bring the rows of every story that changed to where the stream has it; gives those that are to be counted."""
    touched = {c.story: None for c in told} | {o: None for c in told for o in c.others}
    if decided:
        homes = [*touched, *(h for c in told if (h := stream.home(c.report)) is not None)]
        standing = [r for s in stream.standing(homes) for r in s.reports]
        _place(connection, decided.of([*standing, *(c.report for c in told)]), at)
        return set()
    left: set[int] = set()
    if all(c.kind in ("founded", "joined", "revised") for c in told):
        joined: dict[str, list[str]] = {}
        for change in told:
            joined.setdefault(change.story, []).append(change.report)
        rows = {story: _row(connection, story, at) for story in joined}
        for story, reports in joined.items():
            left |= _join(connection, rows[story], reports, at)
        if rows.keys() == touched.keys():
            return left | set(rows.values())
    else:
        now = {s.id: s.reports for s in stream.standing(touched)}
        for story, members in now.items():
            left |= _join(connection, _row(connection, story, at), members, at)
        for change in told:
            if change.kind == "merged":
                for other in change.others:
                    if other not in now:
                        _became(connection, other, change.story)
    return left | set(connection.execute(_NUMBERS, {"ids": list(map(fit, touched))}).scalars())


def _place(connection: Connection, homes: Mapping[str, str], at: str) -> None:
    """Show reports in these stories, and nowhere else. A story that lost all of its reports became the one that most of
    them went to."""
    before = where(connection, homes)
    changed = {r: story for r, story in homes.items() if before.get(r) != story}
    held: dict[str, list[str]] = {}
    for r, story in changed.items():
        held.setdefault(story, []).append(r)
    for story, members in held.items():
        _join(connection, _row(connection, story, at), members, at)
    left = {before[r] for r in changed if r in before}
    recount(connection, list(connection.execute(_NUMBERS, {"ids": list(map(fit, {*held, *left}))}).scalars()), at)
    for story in left:
        number = connection.execute(_STORY, {"id": fit(story)}).one().number
        if not connection.execute(select(MemberRow.report).where(MemberRow.story == number).limit(1)).first():
            went = Counter(changed[r] for r in changed if before.get(r) == story)
            _became(connection, story, went.most_common(1)[0][0])


def touch(connection: Connection, reports: Sequence[str], at: str) -> None:
    """The stories of these reports changed: a report was revised, or a correction speaks of it."""
    for i in range(0, len(reports), _AT_ONCE):
        numbers = connection.execute(
            select(MemberRow.story).distinct().join(ReportRow, ReportRow.number == MemberRow.report)
            .where(ReportRow.id.in_(reports[i : i + _AT_ONCE]))
        ).scalars()  # fmt: skip
        recount(connection, list(numbers), at)


def _row(connection: Connection, story: str, at: str) -> int:
    """The number of a story's own row, made where there is none."""
    id_ = fit(story)
    found = connection.execute(_STORY, {"id": id_}).one_or_none()
    if found is None:
        new = {"id": id_, "title": "", "seen": at, "changed": at, "reports": 0, "outlets": 0}
        return inserted(connection.execute(_NEW_STORY, new))
    if found.became is not None:  # a story that was merged lives again
        connection.execute(update(StoryRow).where(StoryRow.number == found.number).values(became=None))
    return int(found.number)


def _join(connection: Connection, story: int, reports: Sequence[str], at: str) -> set[int]:
    """Put reports into a story, and out of any other; gives the others that lost one. A stream that goes over old
    reports again may have them elsewhere than it had them before, so these need not be among those it tells of."""
    left: set[int] = set()
    for i in range(0, len(reports), _AT_ONCE):
        rows = connection.execute(_MEMBERSHIPS, {"ids": reports[i : i + _AT_ONCE]}).all()
        new = sorted({r.number for r in rows} - {r.number for r in rows if r.story == story})
        old = [r.number for r in rows if r.story is not None and r.story != story]
        left |= {r.story for r in rows if r.story is not None and r.story != story}
        if old:
            connection.execute(delete(MemberRow).where(MemberRow.report.in_(old), MemberRow.story != story))
        if new:
            connection.execute(_NEW_MEMBER, [{"story": story, "report": n, "place": 0, "seen": at} for n in new])
    return left


def _became(connection: Connection, gone: str, story: str) -> None:
    old, new = number_of(connection, fit(gone)), number_of(connection, fit(story))
    if old is not None and new is not None and old != new:
        connection.execute(update(StoryRow).where(StoryRow.number == old).values(became=new))


def recount(connection: Connection, stories: Iterable[int], at: str | None) -> None:
    """Count the reports and outlets of stories, and call each by its first report where it has no other title yet.
    They changed at `at`; None leaves that."""
    for part in _parts(sorted(stories)):
        connection.execute(_COUNTED, {"stories": part, "at": at})


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[i : i + _AT_ONCE] for i in range(0, len(values), _AT_ONCE))


def titled(connection: Connection, story: int, title: str) -> None:
    """Call a story by a title."""
    connection.execute(update(StoryRow).where(StoryRow.number == story).values(title=fit(title)))
