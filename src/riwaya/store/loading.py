"""The records of a dump into an empty store."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from riwaya.corrections import Correction
from riwaya.model import Attribution, Report, Trace
from riwaya.store import watching
from riwaya.store.adding import digest, fit, index, inserted, report_columns
from riwaya.store.errors import StoreError
from riwaya.store.grouping import recount
from riwaya.store.packing import Broken, pack, squeeze, valued
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

_LATEST = update(ReportRow).where(ReportRow.number == bindparam("n"))


class Loading:
    """Reads records, one at a time, into the tables of one writer's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reports: dict[str, int] = {}
        self._stories: dict[str, int] = {}
        self._became: list[tuple[str, str]] = []
        self._counts: list[Record] = []
        self._traces: list[Record] = []

    def all(self, records: Iterable[Record], where: str) -> int:
        """Read all records; gives how many. Raises StoreError, naming the record that is wrong."""
        readers = {
            "page": self._page, "report": self._report, "revision": self._revision, "story": self._story,
            "trace": self._traces.append, "count": self._count, "change": self._change,
            "correction": self._correction, "attribution": self._attribution, "seen": self._seen,
            "state": self._state, **dict.fromkeys(watching.KINDS, self._watching),
        }  # fmt: skip
        count = 0
        for record in records:
            count += 1
            read = readers.get(str(record.get("record")))
            if read is None:
                raise StoreError(f"{where}: record {count} is of no known kind: {str(record.get('record'))[:40]!r}")
            self._try(read, record, where, count)
        for record in self._traces:  # last, for they look at the reports and at what was seen
            self._try(self._trace, record, where, count)
        for old, new in self._became:
            values = {"became": self._stories[new]}
            self._connection.execute(update(StoryRow).where(StoryRow.id == old).values(**values))
        return count

    def _try(self, read: Any, record: Record, where: str, number: int) -> None:
        try:
            read(record)
        except (KeyError, ValueError, TypeError, AttributeError, Broken) as error:
            reason = f"no {error}" if isinstance(error, KeyError) else str(error).splitlines()[0] if str(error) else ""
            kind = record.get("record")
            raise StoreError(f"{where}: record {number}, a {kind}, cannot be read: {reason[:200]}") from None

    def _page(self, r: Record) -> None:
        page = base64.b64decode(r["page"], validate=True)
        if digest(page) != r["sha256"]:
            raise ValueError("the page is not what its digest says")
        self._connection.execute(_PAGE, {"sha256": r["sha256"], "size": len(page), "packed": squeeze(page)})

    def _report(self, r: Record) -> None:
        self._reports[r["id"]] = int(r["number"])
        self._connection.execute(_REPORT, {
            "number": int(r["number"]), "id": r["id"], "key": r["key"], "seen": r["seen"], "outlet": None,
            "outlet_key": "", "title": "", "language": "", "published": None, "latest": 0, "revisions": 0,
        })  # fmt: skip

    def _revision(self, r: Record) -> None:
        said: Report = valued(Report, r["said"])
        report, number = self._reports[r["report"]], int(r["number"])
        self._connection.execute(_REVISION, {
            "number": number, "report": report, "nth": int(r["nth"]), "seen": r["seen"], "sha256": r["sha256"],
            "reading": r["reading"], "packed": pack(said),
        })  # fmt: skip
        index(self._connection, "shadow", number, said.title, said.text)
        latest = {"latest": number, "revisions": int(r["nth"]), **report_columns(said)}
        self._connection.execute(_LATEST.values(**latest), {"n": report})

    def _story(self, r: Record) -> None:
        new = {"id": r["id"], "title": r["title"], "seen": r["seen"], "changed": r["changed"], "reports": 0,
               "outlets": 0}  # fmt: skip
        number = inserted(self._connection.execute(_STORY, new))
        self._stories[r["id"]] = number
        members = [
            {"story": number, "report": self._reports[id_], "place": int(place), "seen": seen}
            for id_, place, seen in r["reports"]
        ]
        if members:
            self._connection.execute(_MEMBER, members)
        recount(self._connection, [number], r["changed"])
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
        new = {"story": self._stories[r["story"]], "key": r["key"], "low": int(r["low"]), "high": int(r["high"]),
               "at": r["at"]}  # fmt: skip
        self._connection.execute(_COUNT, new)

    def _change(self, r: Record) -> None:
        self._connection.execute(_CHANGE, {
            "number": int(r["number"]), "at": r["at"], "kind": r["kind"], "story": r["story"], "report": r["report"],
            "others": json.dumps(r["others"], ensure_ascii=False), "why": fit(r["why"]),
        })  # fmt: skip

    def _correction(self, r: Record) -> None:
        c: Correction = valued(Correction, r["correction"])
        number = inserted(self._connection.execute(_CORRECTION, {
            "id": c.id, "story": fit(c.story), "kind": c.kind, "seen": r["seen"], "undone": r["undone"],
            "packed": pack(c),
        }))  # fmt: skip
        about = [{"correction": number, "report": report} for report in r["reports"]]
        if about:
            self._connection.execute(_CORRECTED, about)

    def _attribution(self, r: Record) -> None:
        read = valued(tuple[Attribution, ...], r["read"])
        self._connection.execute(_ATTRIBUTION, {"key": r["key"], "packed": pack(read)})

    def _seen(self, r: Record) -> None:
        self._connection.execute(_SEEN, {"key": r["key"], "at": r["at"]})

    def _state(self, r: Record) -> None:
        packed = squeeze(json.dumps(r["state"], separators=(",", ":")).encode())
        self._connection.execute(_STATE, {"name": r["name"], "upto": int(r["upto"]), "packed": packed})

    def _watching(self, r: Record) -> None:
        watching.put(self._connection, r)


_PAGE, _REPORT, _REVISION, _STORY = insert(PageRow), insert(ReportRow), insert(RevisionRow), insert(StoryRow)
_MEMBER, _COUNT, _CHANGE, _CORRECTION = insert(MemberRow), insert(CountRow), insert(ChangeRow), insert(CorrectionRow)
_CORRECTED, _ATTRIBUTION, _SEEN = insert(CorrectedRow), insert(AttributionRow), insert(SeenRow)
_STATE = insert(StateRow)
