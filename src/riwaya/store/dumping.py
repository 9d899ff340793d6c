"""All of a store as one portable file, and back: `riwaya.store/1`, gzipped JSON lines (docs/store.md has the table).

The same store gives the same bytes, whichever database it lives in; flat tables and the shadow text are left out, for
they are made again from what is there.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, func, select, text

from riwaya import __version__
from riwaya.store import loading, watching
from riwaya.store.engine import Database
from riwaya.store.errors import StoreError, told
from riwaya.store.grouping import NAME
from riwaya.store.packing import unsqueeze
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
    TraceRow,
)

SCHEMA = "riwaya.store/1"
MAX_LINE = 256 * 2**20  #: bytes of one record

Record = dict[str, Any]


def dump(database: Database, path: Path) -> int:
    """Write a store to a file, in one step: there is the old file or all of the new one. Gives how many records."""
    count = 0
    with told(str(path)):
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.absolute().parent)
    try:
        with told(str(path)), os.fdopen(handle, "wb") as raw:
            with gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
                _write(file, {"schema": SCHEMA, "version": __version__})
                with database.snapshot() as connection:
                    for record in records(connection):
                        _write(file, record)
                        count += 1
                _write(file, {"record": "end", "records": count})
            raw.flush()
            os.fsync(raw.fileno())
        with told(str(path)):
            Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def _write(file: IO[bytes] | gzip.GzipFile, record: Record) -> None:
    file.write(json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")


def _plain(packed: bytes | None) -> Any:
    return None if packed is None else json.loads(unsqueeze(packed))


def _in_parts(wanted: Any) -> Any:
    """Not all rows in memory at once."""
    return wanted.execution_options(yield_per=50)


def records(connection: Connection) -> Iterator[Record]:
    """Everything that is kept, in the order in which it can be read back."""
    for p in connection.execute(_in_parts(select(PageRow).order_by(PageRow.sha256))):
        yield {"record": "page", "sha256": p.sha256, "page": base64.b64encode(unsqueeze(p.packed)).decode()}
    ids: dict[int, str] = {}
    for r in connection.execute(select(ReportRow).order_by(ReportRow.number)):
        ids[r.number] = r.id
        yield {"record": "report", "number": r.number, "id": r.id, "key": r.key, "seen": r.seen}
    for v in connection.execute(_in_parts(select(RevisionRow).order_by(RevisionRow.number))):
        yield {"record": "revision", "number": v.number, "report": ids[v.report], "nth": v.nth, "seen": v.seen,
               "sha256": v.sha256, "reading": v.reading, "said": _plain(v.packed)}  # fmt: skip
    yield from _stories(connection, ids)
    for c in connection.execute(select(ChangeRow).order_by(ChangeRow.number)):
        yield {"record": "change", "number": c.number, "at": c.at, "kind": c.kind, "story": c.story,
               "report": c.report, "others": json.loads(c.others), "why": c.why}  # fmt: skip
    for row in connection.execute(select(CorrectionRow).order_by(CorrectionRow.number)):
        about = connection.execute(
            select(CorrectedRow.report).where(CorrectedRow.correction == row.number).order_by(CorrectedRow.report)
        ).scalars()
        yield {"record": "correction", "seen": row.seen, "undone": row.undone, "reports": list(about),
               "correction": _plain(row.packed)}  # fmt: skip
    for a in connection.execute(_in_parts(select(AttributionRow).order_by(AttributionRow.key))):
        yield {"record": "attribution", "key": a.key, "read": _plain(a.packed)}
    for s in connection.execute(select(SeenRow).order_by(SeenRow.key)):
        yield {"record": "seen", "key": s.key, "at": s.at}
    for state in connection.execute(select(StateRow).where(StateRow.name == NAME)):  # others are made again
        yield {"record": "state", "name": state.name, "upto": state.upto, "state": _plain(state.packed)}
    yield from watching.records(connection)


def _stories(connection: Connection, reports: dict[int, str]) -> Iterator[Record]:
    names = {row.number: row.id for row in connection.execute(select(StoryRow.number, StoryRow.id))}
    for s in connection.execute(select(StoryRow).order_by(StoryRow.number)):
        members = connection.execute(
            select(MemberRow).where(MemberRow.story == s.number).order_by(MemberRow.report)
        )
        yield {"record": "story", "id": s.id, "title": s.title, "seen": s.seen, "changed": s.changed,
               "became": names[s.became] if s.became else None,
               "reports": [[reports[m.report], m.place, m.seen] for m in members]}  # fmt: skip
    for t in connection.execute(_in_parts(select(TraceRow).order_by(TraceRow.story))):
        yield {"record": "trace", "story": names[t.story], "at": t.at, "made_of": t.made_of,
               "corrected_of": t.corrected_of, "read": _plain(t.packed), "corrected": _plain(t.corrected),
               "before": _plain(t.before)}  # fmt: skip
    for c in connection.execute(select(CountRow).order_by(CountRow.number)):
        yield {"record": "count", "story": names[c.story], "key": c.key, "low": c.low, "high": c.high, "at": c.at}


def load(database: Database, path: Path) -> int:
    """Read a dump into an empty store: all of it, or nothing. Gives how many records."""
    with told(str(path)), path.open("rb") as raw:
        with database.writing() as connection:
            kept = connection.execute(select(func.count()).select_from(ReportRow)).scalar()
            if kept or not watching.is_empty(connection):
                raise StoreError(f"{database.where}: not empty; a dump is read into a new store")
            count = loading.Loading(connection).all(_read(raw, str(path)), str(path))
            _sequences(connection)
        return count


def _read(raw: IO[bytes], where: str) -> Iterator[Record]:
    """The records of a dump, and the end where it stands. Raises StoreError."""
    with gzip.GzipFile(fileobj=raw) as file:
        number, ended, count = 0, False, 0
        while line := _line(file, where):
            number += 1
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                raise StoreError(f"{where}: line {number} is not JSON") from None
            if not isinstance(record, dict):
                raise StoreError(f"{where}: line {number} is no record")
            if number == 1:
                if record.get("schema") != SCHEMA:
                    raise StoreError(f"{where}: not a {SCHEMA}, but {str(record.get('schema'))[:40]!r}")
            elif record.get("record") == "end":
                ended = record.get("records") == count
                break
            else:
                count += 1
                yield record
        if not ended:
            raise StoreError(f"{where}: not a whole dump: its end is missing")


def _line(file: IO[bytes] | gzip.GzipFile, where: str) -> bytes:
    try:
        line = file.readline(MAX_LINE)
    except (EOFError, OSError, zlib.error):
        raise StoreError(f"{where}: not a dump, or cut off") from None
    if len(line) >= MAX_LINE:
        raise StoreError(f"{where}: a record of more than {MAX_LINE // 2**20} MB")
    return line


def _sequences(connection: Connection) -> None:
    """PostgreSQL counts on from the numbers that were read."""
    if connection.dialect.name == "postgresql":
        for table in ("reports", "revisions", "changes", "watch_alerts"):
            connection.execute(text(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'number'), "
                f"GREATEST((SELECT COALESCE(max(number), 1) FROM {table}), 1))"
            ))  # fmt: skip

