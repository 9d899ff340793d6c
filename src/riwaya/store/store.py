"""The store: one value in front of a database, with all that can be done to it and asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, insert, select, update

from riwaya.corrections import Correction, of_stories
from riwaya.model import Report, Trace
from riwaya.store import adding, homes, listing, search, traces
from riwaya.store.clock import now
from riwaya.store.engine import Database, Progress
from riwaya.store.errors import StoreError
from riwaya.store.grouping import Grouping, touch
from riwaya.store.packing import pack, unpack, unsqueeze
from riwaya.store.query import ClaimHit, Hit, Query
from riwaya.store.tables import CorrectedRow, CorrectionRow, PageRow, ReportRow, RevisionRow, TraceRow
from riwaya.store.values import Added, Change, ReportLine, Revision, StoryLine, Summary
from riwaya.stories import Change as Moved

_BATCH = 32  #: reports that are kept in one step by `add_all`


class Store:
    """What was read and found, kept. Open it with `Store.open`; use it in a `with`, or `close` it.

    Every method raises StoreError, one line, where the database cannot do what is asked; nothing is half kept then.
    One Store may be used by several threads, and many at once on one database: one writes at a time, all may read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._grouping = Grouping()

    @classmethod
    def open(cls, where: str | Path, *, max_pages: int | None = None, progress: Progress | None = None) -> Store:
        """Open a store: a path for SQLite in one file (made where there is none), or an address such as
        postgresql://user@host/name. Tables of an older riwaya are brought up to date: that can take minutes, of which
        `progress` is told; interrupted, it goes on at the next opening. `max_pages` bounds the file, in pages of 4096
        bytes."""
        return cls(Database(where, max_pages=max_pages, progress=progress))

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    @property
    def where(self) -> str:
        """The store's file or address, without a password."""
        return self._database.where

    # What comes in

    def add(self, report: Report, page: bytes) -> Added:
        """Keep a report and the page it was read from. When this returns, it is kept."""
        return self._add_some([(report, page)])[0]

    def add_all(self, read: Iterable[tuple[Report, bytes]]) -> Iterator[Added]:
        """Keep reports in small steps, each whole; much faster than one by one. What is handed back is kept; at the
        end stories are settled."""
        step: list[tuple[Report, bytes]] = []
        news = False
        for pair in read:
            step.append(pair)
            if len(step) >= _BATCH:
                added = self._add_some(step)
                news |= any(a.kind != "same" for a in added)
                yield from added
                step = []
        if step:
            added = self._add_some(step)
            news |= any(a.kind != "same" for a in added)
            yield from added
        if news:
            self.settle()

    def settle(self) -> tuple[Change, ...]:
        """Look again at which story the recent reports belong to, now that more is known: a first report of an event
        is placed alone. Done by itself as reports come, and at the end of `add_all`; after single ones it is for the
        caller. Gives what changed."""
        return self._regrouped(self._grouping.settle)

    def together(self, reports: Sequence[str]) -> tuple[Change, ...]:
        """Hold reports, by id, in one story, since somebody has put them together. Gives what changed."""
        return self._regrouped(lambda connection, at: self._grouping.together(connection, reports, at))

    def _regrouped(self, change: Callable[[Connection, str], Sequence[Moved]]) -> tuple[Change, ...]:
        try:
            with self._database.writing() as connection:
                at = now()
                told = change(connection, at)
                return adding.record(
                    connection, [Change(0, at, c.kind, c.story, c.report, c.others, c.why) for c in told]
                )
        except BaseException:
            self._grouping.forget()
            raise

    def _add_some(self, step: Sequence[tuple[Report, bytes]]) -> list[Added]:
        try:
            with self._database.writing() as connection:
                return self._kept(connection, step)
        except BaseException:
            self._grouping.forget()
            raise

    def _kept(self, connection: Connection, step: Sequence[tuple[Report, bytes]]) -> list[Added]:
        at = now()
        done: list[tuple[adding.Kept, Sequence[Moved]]] = []
        for kept in adding.add_some(connection, step, at):
            done.append((kept, self._grouping.add(connection, kept, at) if kept.kind != "same" else ()))
            if kept.kind == "revision":
                touch(connection, [kept.report.id], at)
        self._grouping.written(connection, at)
        homes = listing.stories_of(connection, [kept.number for kept, _ in done])
        changes: list[list[Change]] = []
        for kept, told in done:
            own = [Change(0, at, kept.kind, homes.get(kept.number), kept.report.id)] if kept.kind != "same" else []
            changes.append([*own, *(Change(0, at, c.kind, c.story, c.report, c.others, c.why) for c in told)])
        numbered = iter(adding.record(connection, [c for some in changes for c in some]))
        return [Added(kept.kind, kept.report.id, kept.nth, homes.get(kept.number), tuple(islice(numbered, len(some))))
                for (kept, _), some in zip(done, changes, strict=True)]  # fmt: skip

    # What is kept

    def report(self, id_: str) -> Report:
        """A report as it was last published."""
        with self._database.reading() as connection:
            return adding.report_of(self._latest(connection, id_)[1])

    def page(self, id_: str, nth: int | None = None) -> bytes:
        """The page of a report, byte for byte as it came: of the latest revision, or of the nth, from 1."""
        with self._database.reading() as connection:
            number = self._latest(connection, id_)[0]
            found = select(PageRow.packed).join(RevisionRow, RevisionRow.sha256 == PageRow.sha256)
            if nth is None:
                found = found.join(ReportRow, ReportRow.latest == RevisionRow.number)
                packed = connection.execute(found.where(ReportRow.number == number)).scalar()
            else:
                packed = connection.execute(found.where(RevisionRow.report == number, RevisionRow.nth == nth)).scalar()
            if packed is None:
                raise StoreError(f"{self.where}: {id_!r} has no revision {nth}")
            return unsqueeze(packed)

    def _latest(self, connection: Connection, id_: str) -> tuple[int, bytes]:
        found = connection.execute(
            select(ReportRow.number, RevisionRow.packed)
            .join(RevisionRow, RevisionRow.number == ReportRow.latest).where(ReportRow.id == adding.fit(id_))
        ).one_or_none()  # fmt: skip
        if found is None:
            raise StoreError(f"{self.where}: no report {id_!r}")
        return found.number, found.packed

    def revisions(self, id_: str) -> tuple[Revision, ...]:
        """All that a report said, the first first."""
        with self._database.reading() as connection:
            number = self._latest(connection, id_)[0]
            rows = connection.execute(
                select(RevisionRow).where(RevisionRow.report == number).order_by(RevisionRow.nth)
            ).all()
            return tuple(Revision(r.nth, r.seen, r.sha256, adding.report_of(r.packed)) for r in rows)

    def reports(self, *, limit: int = 100, offset: int = 0) -> tuple[ReportLine, ...]:
        """Reports, the latest that came or changed first."""
        with self._database.reading() as connection:
            return listing.reports(connection, limit, offset)

    def stories(self, *, since: str = "", limit: int = 100, offset: int = 0) -> tuple[StoryLine, ...]:
        """Stories, the latest changed first; `since` leaves out those that have not changed since (ISO 8601, UTC)."""
        with self._database.reading() as connection:
            return listing.stories(connection, since, limit, offset)

    def story(self, id_: str) -> StoryLine:
        """A story; where it was merged, the one it became."""
        with self._database.reading() as connection:
            found = listing.story(connection, id_)
        if found is None:
            raise StoreError(f"{self.where}: no story {id_!r}")
        return found

    def story_reports(self, id_: str) -> tuple[ReportLine, ...]:
        """The reports of a story, in order of publishing."""
        with self._database.reading() as connection:
            found = listing.story(connection, id_)
            if found is None:
                raise StoreError(f"{self.where}: no story {id_!r}")
            return listing.members(connection, found.id)

    def story_of(self, report: str) -> str | None:
        """The id of the story that a report is in; None where there is no such report."""
        with self._database.reading() as connection:
            return homes.where(connection, [adding.fit(report)]).get(adding.fit(report))

    def summary(self) -> Summary:
        """How much is kept."""
        with self._database.reading() as connection:
            return listing.summary(connection, self.where)

    def changes(self, since: int = 0, *, limit: int = 10_000) -> tuple[Change, ...]:
        """What happened after the change of that number, in order."""
        with self._database.reading() as connection:
            return listing.changes(connection, since, limit)

    # What is found

    def trace(self, story: str, *, progress: Callable[[str, int, int | None], None] | None = None) -> Trace:
        """The trace of a story, people's corrections laid over it; made again only where its reports or corrections
        changed."""
        return traces.trace(self._database, story, progress=progress)

    def trace_of(self, reports: Sequence[Report], *, id_: str) -> Trace:
        """The trace of any reports as one story, called `id_`: nothing of it is kept but what was read in each report,
        which is read once. People's corrections are left out."""
        return traces.trace_of(self._database, reports, id_)

    def first_page(self, story: str) -> bytes | None:
        """What the first page of a big story shows (`riwaya.export.first`), packed (`riwaya.store.packing`), as of its
        trace; None where the story is small, or its reports or corrections changed since it was traced."""
        with self._database.reading() as connection:
            number = listing.number(connection, story)
            return traces.first_of(connection, number) if number else None

    def trace_before(self, story: str) -> Trace | None:
        """The trace that was shown before the one that is kept now; None where there was none."""
        with self._database.reading() as connection:
            number = listing.number(connection, story)
            before = connection.execute(select(TraceRow.before).where(TraceRow.story == number)).scalar()
            return None if before is None else unpack(Trace, before)

    def search(self, query: Query) -> tuple[Hit, ...]:
        """The reports that answer a question. Raises NothingAsked where it holds words to leave out alone."""
        with self._database.reading() as connection:
            return search.reports(connection, query)

    def claims(self, query: Query) -> tuple[ClaimHit, ...]:
        """The claims that answer a question. Raises NothingAsked where it holds words to leave out alone."""
        with self._database.reading() as connection:
            return search.claims(connection, query)

    # What people correct

    def correct(self, correction: Correction) -> bool:
        """Keep a correction. False where it is there already; one that was taken back counts again."""
        with self._correcting() as (connection, at):
            there = connection.execute(
                select(CorrectionRow.number, CorrectionRow.undone).where(CorrectionRow.id == correction.id)
            ).one_or_none()
            if there is not None and there.undone is None:
                return False

            def keep() -> None:
                if there is not None:
                    connection.execute(
                        update(CorrectionRow).where(CorrectionRow.number == there.number).values(undone=None)
                    )
                    return
                done = connection.execute(insert(CorrectionRow).values(
                    id=correction.id, story=adding.fit(correction.story), kind=correction.kind, seen=at, undone=None,
                    packed=pack(correction),
                ))  # fmt: skip
                number = adding.inserted(done)
                connection.execute(insert(CorrectedRow), [
                    {"correction": number, "report": adding.fit(r)} for r in sorted(correction.reports())
                ])  # fmt: skip

            self._change(connection, correction, keep, at, "corrected")
            return True

    @contextmanager
    def _correcting(self) -> Iterator[tuple[Connection, str]]:
        try:
            with self._database.writing() as connection:
                yield connection, now()
        except BaseException:
            self._grouping.forget()
            raise

    def _change(
        self, connection: Connection, correction: Correction, change: Callable[[], None], at: str, kind: str
    ) -> None:
        """Let a correction count, or no longer; the stories change with it where it says what is one story."""
        told: tuple[Moved, ...] = ()
        if of_stories(correction.kind):
            why = f"{kind} by {correction.who or 'a person'}" + (f": {correction.why}" if correction.why else "")
            told = self._grouping.corrected(connection, sorted(correction.reports()), at, change, why)
        else:
            change()
        touch(connection, sorted(correction.reports()), at)
        adding.record(connection, [
            Change(0, at, kind, correction.story, None, (correction.id,)),
            *(Change(0, at, c.kind, c.story, c.report, c.others, c.why) for c in told),
        ])  # fmt: skip

    def undo(self, correction: str) -> bool:
        """Take a correction back, by its id. False where there is none that counts."""
        with self._correcting() as (connection, at):
            there = connection.execute(
                select(CorrectionRow.number, CorrectionRow.packed)
                .where(CorrectionRow.id == adding.fit(correction), CorrectionRow.undone.is_(None))
            ).one_or_none()  # fmt: skip
            if there is None:
                return False

            def undo() -> None:
                connection.execute(update(CorrectionRow).where(CorrectionRow.number == there.number).values(undone=at))

            self._change(connection, unpack(Correction, there.packed), undo, at, "undone")
            return True

    def corrections(self, story: str | None = None) -> tuple[Correction, ...]:
        """The corrections that count, in the order they were made: of a story's reports, those made in it that say what
        is one story, or all."""
        with self._database.reading() as connection:
            if story is None:
                rows = connection.execute(
                    select(CorrectionRow.packed).where(CorrectionRow.undone.is_(None)).order_by(CorrectionRow.number)
                ).scalars()
                return tuple(unpack(Correction, packed) for packed in rows)
            line = listing.story(connection, story)
            if line is None:
                raise StoreError(f"{self.where}: no story {story!r}")
            about = traces.corrections_about(connection, [r.id for r in listing.members(connection, line.id)])
            made = [c for c in homes.about_story(connection, line.id) if c not in about]
            return tuple(sorted((*about, *made), key=lambda c: c.when)) if made else about

    # All of it

    def dump(self, path: str | Path) -> int:
        """Write all of it to one portable file (docs/store.md). Gives the number of records."""
        from riwaya.store import dumping

        return dumping.dump(self._database, Path(path))

    def check(self) -> tuple[str, ...]:
        """A line for each thing in it that is not whole; none where all is well."""
        from riwaya.store import checking

        with self._database.snapshot() as connection:
            return tuple(checking.wrongs(connection))

    def load(self, path: str | Path) -> int:
        """Read a dump into this store, which must be empty. Gives the number of records; all are kept, or none."""
        from riwaya.store import dumping

        return dumping.load(self._database, Path(path))
