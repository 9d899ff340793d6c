"""A report into the store: new, the same, or a revision. Every function works within the writer's transaction."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, CursorResult, bindparam, func, insert, or_, select, text, update

from riwaya.language.text import fold
from riwaya.lexicon.outlets import by_name
from riwaya.model import Report
from riwaya.store.packing import pack, plain, squeeze, unpack
from riwaya.store.shadow import shadow
from riwaya.store.tables import ChangeRow, PageRow, ReportRow, RevisionRow
from riwaya.store.values import Change, Kind

SHADOWS = ("shadow", "claim_shadow")
_LONGEST_ID = 120
_UNFIT = re.compile("[\x00\ud800-\udfff]")  #: what a database's text cannot hold; the packed value holds all


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a report: what it was, its number, the report with the id that it has here, which revision is
    now the latest, and that one's number."""

    kind: Kind
    number: int
    report: Report
    nth: int
    revision: int


def fit(said: str) -> str:
    """A text as every database can hold it."""
    return _UNFIT.sub("\ufffd", said)


def digest(said: str | bytes) -> str:
    """64 hexadecimal digits that stand for a text or bytes."""
    return hashlib.sha256(said if isinstance(said, bytes) else said.encode("utf8", "surrogatepass")).hexdigest()


def key_of(report: Report) -> str:
    """What tells a report from all others: its address; else the id that its record gave it.

    The name of a file says nothing: two folders may each hold a 01.txt, and a file that is read again with other words
    is another report. Such a one is told by its name and all that it says."""
    if report.url:
        key = report.url.split("#")[0]
    elif _named_by_file(report):
        key = f"page:{report.id} {reading_of(report)}"
    else:
        key = f"id:{report.id}"
    key = fit(key)
    return key if len(key) <= 400 else f"{key[:300]} {digest(key)}"


def _named_by_file(report: Report) -> bool:
    place, _, line = report.origin.rpartition(":")
    name = re.split(r"[/\\]", place if place and line.isdigit() else report.origin)[-1]
    return report.id == "stdin" or (bool(report.id) and name.startswith(re.sub(r"-\d+$", "", report.id)))


def reading_of(report: Report) -> str:
    """A digest of what was read from a page, whatever else on the page changed."""
    said = [report.title, report.text, report.bylines, report.outlet_name, report.published_at or report.published,
            report.language, plain(report.credits)]  # fmt: skip
    return digest(json.dumps(said))


def outlet_key(name: str | None) -> str:
    """What tells outlets and sources apart in a filter: the lexicon's id, so that all spellings are one; else the
    folded name; "" where there is none."""
    if not name or not name.strip():
        return ""
    known = by_name(name, as_printed=True)
    return known.id if known else fit(" ".join(fold(name[:200]).split()))


# Statements that are made for every report are built once: building them is most of what SQLAlchemy would cost.
_KNOWN = select(ReportRow.number, ReportRow.id, ReportRow.key, ReportRow.latest, ReportRow.revisions).where(
    or_(ReportRow.key == bindparam("key"), ReportRow.id == bindparam("id"))
)
_LAST = select(RevisionRow.sha256, RevisionRow.reading).where(RevisionRow.number == bindparam("n"))
_PAGE = select(PageRow.sha256).where(PageRow.sha256 == bindparam("sha256"))
_NEW_REPORT, _NEW_PAGE, _NEW_REVISION = insert(ReportRow), insert(PageRow), insert(RevisionRow)
_LATEST = update(ReportRow).where(ReportRow.number == bindparam("n")).values(latest=bindparam("revision"))
_SQLITE_SHADOW = {t: text(f"INSERT INTO {t} (rowid, forms, stems) VALUES (:n, :f, :s)") for t in SHADOWS}
_POSTGRESQL_SHADOW = {t: text(f"INSERT INTO {t} (rowid, words) VALUES (:n, CAST(:w AS tsvector))") for t in SHADOWS}


def add(connection: Connection, report: Report, page: bytes, now: str) -> Kept:
    """Keep a report and its page."""
    key, id_ = key_of(report), _short_id(report.id)
    rows = connection.execute(_KNOWN, {"key": key, "id": id_}).all()
    there = next((r for r in rows if r.key == key), None)
    sha256, reading = digest(page), reading_of(report)
    if there is None:
        report = replace(report, id=f"{id_}-{digest(key)[:12]}" if rows else id_)
        new = {"id": report.id, "key": key, "seen": now, "latest": 0, "revisions": 1, **report_columns(report)}
        number = inserted(connection.execute(_NEW_REPORT, new))
        revision = _revise(connection, number, 1, report, page, (sha256, reading), now)
        connection.execute(_LATEST, {"n": number, "revision": revision})
        return Kept("new", number, report, 1, revision)
    report = replace(report, id=there.id)
    last = connection.execute(_LAST, {"n": there.latest}).one()
    if sha256 == last.sha256 or reading == last.reading:
        return Kept("same", there.number, report, there.revisions, there.latest)
    nth = there.revisions + 1
    revision = _revise(connection, there.number, nth, report, page, (sha256, reading), now)
    connection.execute(
        update(ReportRow).where(ReportRow.number == there.number)
        .values(latest=revision, revisions=nth, **report_columns(report))
    )  # fmt: skip
    return Kept("revision", there.number, report, nth, revision)


def report_columns(report: Report) -> dict[str, str | None]:
    """The flat columns of a report's row that follow its latest revision."""
    return {
        "outlet": None if report.outlet_name is None else fit(report.outlet_name),
        "outlet_key": outlet_key(report.outlet_name),
        "title": fit(report.title),
        "language": report.language[:12],
        "published": (report.published_at or report.published or "")[:40] or None,
    }


def _short_id(wanted: str) -> str:
    id_ = fit(wanted)
    return id_ if len(id_) <= _LONGEST_ID else f"{id_[: _LONGEST_ID - 13]}-{digest(id_)[:12]}"


def _revise(
    connection: Connection, number: int, nth: int, report: Report, page: bytes, digests: tuple[str, str], now: str
) -> int:
    sha256, reading = digests
    if connection.execute(_PAGE, {"sha256": sha256}).scalar() is None:
        connection.execute(_NEW_PAGE, {"sha256": sha256, "size": len(page), "packed": squeeze(page)})
    revision = inserted(connection.execute(
        _NEW_REVISION, {"report": number, "nth": nth, "seen": now, "sha256": sha256, "reading": reading,
                        "packed": pack(report)},
    ))  # fmt: skip
    index(connection, "shadow", revision, report.title, report.text)
    return revision


def inserted(done: CursorResult[Any]) -> int:
    """The number that a row was given."""
    key = done.inserted_primary_key
    assert key is not None
    return int(key[0])


def index(connection: Connection, table: str, number: int, *texts: str) -> None:
    """Put the shadow of texts into a table of shadows."""
    made = shadow(*texts)
    if connection.dialect.name == "sqlite":
        connection.execute(
            _SQLITE_SHADOW[table], {"n": number, "f": " ".join(made.forms), "s": " ".join(made.stems)}
        )
    else:
        connection.execute(_POSTGRESQL_SHADOW[table], {"n": number, "w": made.tsvector()})


_LAST_CHANGE, _NEW_CHANGE = select(func.max(ChangeRow.number)), insert(ChangeRow)


def record(connection: Connection, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Keep what happened; gives the changes with their numbers."""
    last = connection.execute(_LAST_CHANGE).scalar() or 0
    numbered = tuple(replace(c, number=last + n) for n, c in enumerate(changes, 1))
    if numbered:
        connection.execute(_NEW_CHANGE, [
            {"number": c.number, "at": c.at, "kind": c.kind, "story": c.story, "report": c.report,
             "others": json.dumps(c.others, ensure_ascii=False), "why": fit(c.why)} for c in numbered
        ])  # fmt: skip
    return numbered


def report_of(packed: bytes) -> Report:
    """A kept report."""
    return unpack(Report, packed)
