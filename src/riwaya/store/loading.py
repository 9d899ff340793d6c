"""The records of a dump into an empty store."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, column, insert, select, update, values

from riwaya.corrections import Correction
from riwaya.model import Attribution, Report, Trace
from riwaya.plain import valued
from riwaya.store import watching
from riwaya.store.adding import digest, fit, index_all, report_columns
from riwaya.store.errors import StoreError
from riwaya.store.grouping import recount
from riwaya.store.packing import Broken, pack, squeeze
from riwaya.store.tables import (
    AttributionRow,
    ChangeRow,
    CorrectedRow,
    CorrectionRow,
    CountRow,
    MemberRow,
    PageRow,
    ReportRow,
    RevisionRow,
    SeenRow,
    StateRow,
    StoryRow,
)
from riwaya.store.traces import keep_trace

Record = dict[str, Any]

_BYTES = 4 * 2**20  #: that wait before they are put into the tables
_ROW = 200  #: what a row counts for beside its texts
_AT_ONCE = 500

class Loading:
    """Reads records into the tables of one writer's transaction, many of a kind at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reports: dict[str, int] = {}
        self._stories: dict[str, int] = {}
        self._became: list[tuple[str, str]] = []
        self._traces: list[Record] = []
        self._rows: dict[Any, list[Record]] = {}  #: what waits to be put into each table
        self._members: list[tuple[str, Record]] = []  #: of the stories that wait, by their ids
        self._about: list[list[str]] = []  #: the reports of each correction that waits
        self._said: list[tuple[int, str, str]] = []  #: number, title and text of the revisions that wait
        self._latest: dict[int, Record] = {}  #: what the rows of their reports show
        self._size = 0  #: bytes that wait, roughly

    def all(self, records: Iterable[Record], where: str) -> int:
        """Read all records; gives how many. Raises StoreError, naming the record that is wrong."""
        readers = {
            "page": self._page, "report": self._report, "revision": self._revision, "story": self._story,
            "trace": self._traces.append, "count": self._count, "change": self._change,
            "correction": self._correction, "attribution": self._attribution, "seen": self._seen,
            "state": self._state, **dict.fromkeys(watching.KINDS, self._watching),
        }  # fmt: skip
        count, kind = 0, None
        for record in records:
            count += 1
            if record.get("record") != kind or self._size > _BYTES:
                self._flush()
                kind = record.get("record")
            read = readers.get(str(record.get("record")))
            if read is None:
                raise StoreError(f"{where}: record {count} is of no known kind: {str(record.get('record'))[:40]!r}")
            self._try(read, record, where, count)
        self._flush()
        for record in self._traces:  # last, for they look at the reports and at what was seen
            self._try(self._trace, record, where, count)
        for old, new in self._became:
            self._connection.execute(update(StoryRow).where(StoryRow.id == old).values(became=self._stories[new]))
        return count

    def _try(self, read: Any, record: Record, where: str, number: int) -> None:
        try:
            read(record)
        except (KeyError, ValueError, TypeError, AttributeError, Broken) as error:
            reason = f"no {error}" if isinstance(error, KeyError) else str(error).splitlines()[0] if str(error) else ""
            kind = record.get("record")
            raise StoreError(f"{where}: record {number}, a {kind}, cannot be read: {reason[:200]}") from None

    def _put(self, table: Any, row: Record) -> None:
        self._rows.setdefault(table, []).append(row)
        self._size += _ROW + sum(len(v) for v in row.values() if isinstance(v, bytes | str))

    def _flush(self) -> None:
        """Put into the tables what waits. All of it is of one kind of record."""
        for table, rows in self._rows.items():
            if table is StoryRow:
                self._put_stories(rows)
            elif table is CorrectionRow:
                numbers = self._connection.execute(_CORRECTION, rows).scalars()
                about = [{"correction": n, "report": r} for n, rs in zip(numbers, self._about, strict=True) for r in rs]
                if about:
                    self._connection.execute(insert(CorrectedRow), about)
            else:
                self._connection.execute(insert(table), rows)
        index_all(self._connection, "shadow", self._said)
        self._show_latest()
        self._rows, self._members, self._about, self._said, self._latest, self._size = {}, [], [], [], {}, 0

    def _show_latest(self) -> None:
        """Write into the rows of reports what their latest revisions say."""
        rows = [{"n": n, **said} for n, said in self._latest.items()]
        for i in range(0, len(rows), _AT_ONCE):
            self._connection.execute(*_latest(self._connection.dialect.name, rows[i : i + _AT_ONCE]))

    def _put_stories(self, rows: list[Record]) -> None:
        numbers = list(self._connection.execute(_STORY, rows).scalars())
        self._stories.update(zip((row["id"] for row in rows), numbers, strict=True))
        members = [{"story": self._stories[story], **member} for story, member in self._members]
        if members:
            self._connection.execute(insert(MemberRow), members)
        recount(self._connection, numbers, None)

    def _page(self, r: Record) -> None:
        page = base64.b64decode(r["page"], validate=True)
        if digest(page) != r["sha256"]:
            raise ValueError("the page is not what its digest says")
        self._put(PageRow, {"sha256": r["sha256"], "size": len(page), "packed": squeeze(page)})

    def _report(self, r: Record) -> None:
        self._reports[r["id"]] = int(r["number"])
        self._put(ReportRow, {
            "number": int(r["number"]), "id": r["id"], "key": r["key"], "seen": r["seen"], "outlet": None,
            "outlet_key": "", "title": "", "language": "", "published": None, "latest": 0, "revisions": 0,
        })  # fmt: skip

    def _revision(self, r: Record) -> None:
        said: Report = valued(Report, r["said"])
        report, number = self._reports[r["report"]], int(r["number"])
        self._put(RevisionRow, {
            "number": number, "report": report, "nth": int(r["nth"]), "seen": r["seen"], "sha256": r["sha256"],
            "reading": r["reading"], "packed": pack(said),
        })  # fmt: skip
        self._said.append((number, said.title, said.text))
        self._size += len(said.text)
        self._latest[report] = {"latest": number, "revisions": int(r["nth"]), **report_columns(said)}

    def _story(self, r: Record) -> None:
        self._put(StoryRow, {"id": r["id"], "title": r["title"], "seen": r["seen"], "changed": r["changed"],
                             "reports": 0, "outlets": 0})  # fmt: skip
        self._members += [
            (r["id"], {"report": self._reports[id_], "place": int(place), "seen": seen})
            for id_, place, seen in r["reports"]
        ]
        if r["became"]:
            self._became.append((r["id"], r["became"]))

    def _trace(self, r: Record) -> None:
        base: Trace = valued(Trace, r["read"])
        shown: Trace = base if r["corrected"] is None else valued(Trace, r["corrected"])
        before = None if r["before"] is None else pack(valued(Trace, r["before"]))
        story = self._stories[r["story"]]
        title = self._connection.execute(select(StoryRow.title).where(StoryRow.number == story)).scalar_one()
        keep_trace(self._connection, story, r["at"], r["made_of"], r["corrected_of"], base, shown, before)
        self._connection.execute(update(StoryRow).where(StoryRow.number == story).values(title=title))

    def _count(self, r: Record) -> None:
        self._put(CountRow, {"story": self._stories[r["story"]], "key": r["key"], "low": int(r["low"]),
                             "high": int(r["high"]), "at": r["at"]})  # fmt: skip

    def _change(self, r: Record) -> None:
        self._put(ChangeRow, {
            "number": int(r["number"]), "at": r["at"], "kind": r["kind"], "story": r["story"], "report": r["report"],
            "others": json.dumps(r["others"], ensure_ascii=False), "why": fit(r["why"]),
        })  # fmt: skip

    def _correction(self, r: Record) -> None:
        c: Correction = valued(Correction, r["correction"])
        self._put(CorrectionRow, {
            "id": c.id, "story": fit(c.story), "kind": c.kind, "seen": r["seen"], "undone": r["undone"],
            "packed": pack(c),
        })  # fmt: skip
        self._about.append(list(r["reports"]))

    def _attribution(self, r: Record) -> None:
        read = valued(tuple[Attribution, ...], r["read"])
        self._put(AttributionRow, {"key": r["key"], "packed": pack(read)})

    def _seen(self, r: Record) -> None:
        self._put(SeenRow, {"key": r["key"], "at": r["at"]})

    def _state(self, r: Record) -> None:
        packed = squeeze(json.dumps(r["state"], separators=(",", ":")).encode())
        self._put(StateRow, {"name": r["name"], "upto": int(r["upto"]), "packed": packed})

    def _watching(self, r: Record) -> None:
        self._put(*watching.row(r))


_STORY = insert(StoryRow).returning(StoryRow.number, sort_by_parameter_order=True)
_CORRECTION = insert(CorrectionRow).returning(CorrectionRow.number, sort_by_parameter_order=True)
_SHOWN = ("latest", "revisions", "outlet", "outlet_key", "title", "language", "published")


def _latest(dialect: str, rows: Sequence[Record]) -> tuple[Any, ...]:
    """What writes these rows: in SQLite a statement for all; in PostgreSQL one that holds them, for there each
    statement is a journey."""
    if dialect == "sqlite":
        each = update(ReportRow).where(ReportRow.number == bindparam("n"))
        return each.values({name: bindparam(name) for name in _SHOWN}), rows
    columns = [column("n", Integer), *(column(name, ReportRow.__table__.c[name].type) for name in _SHOWN)]
    said = values(*columns, name="said").data([tuple(row[c.name] for c in columns) for row in rows])
    return (update(ReportRow).where(ReportRow.number == said.c.n)
            .values({name: said.c[name] for name in _SHOWN}),)  # fmt: skip
