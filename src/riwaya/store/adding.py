"""A report into the store: new, the same, or a revision. Every function works within the writer's transaction."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, CursorResult, func, insert, select, text, update

from riwaya.language.text import fold
from riwaya.lexicon.outlets import by_name
from riwaya.model import Report
from riwaya.store.packing import pack, plain, squeeze, unpack
from riwaya.store.shadow import shadow
from riwaya.store.tables import ChangeRow, PageRow, ReportRow, RevisionRow
from riwaya.store.values import Change, Kind

_LONGEST_ID = 120
_UNFIT = re.compile("[\x00\ud800-\udfff]")  #: what a database's text cannot hold; the packed value holds all


def fit(said: str) -> str:
    """A text as every database can hold it."""
    return _UNFIT.sub("\ufffd", said)


def digest(said: str | bytes) -> str:
    """64 hexadecimal digits that stand for a text or bytes."""
    return hashlib.sha256(said if isinstance(said, bytes) else said.encode("utf8", "surrogatepass")).hexdigest()


def key_of(report: Report) -> str:
    """What tells a report from all others: its address where it has one, else its id."""
    key = fit(report.url.split("#")[0] if report.url else f"id:{report.id}")
    return key if len(key) <= 400 else f"{key[:300]} {digest(key)}"


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


def add(connection: Connection, report: Report, page: bytes, now: str) -> tuple[Kind, int, Report]:
    """Keep a report and its page. Gives what it was, its number, and the report with the id that it has here."""
    key = key_of(report)
    there = connection.execute(
        select(ReportRow.number, ReportRow.id, ReportRow.latest, ReportRow.revisions).where(ReportRow.key == key)
    ).one_or_none()
    sha256, reading = digest(page), reading_of(report)
    if there is None:
        report = replace(report, id=_free_id(connection, report.id, key))
        number = _new(connection, report, key, now)
        revision = _revise(connection, number, 1, report, page, (sha256, reading), now)
        connection.execute(update(ReportRow).where(ReportRow.number == number).values(latest=revision))
        return "new", number, report
    report = replace(report, id=there.id)
    last = connection.execute(
        select(RevisionRow.sha256, RevisionRow.reading).where(RevisionRow.number == there.latest)
    ).one()
    if sha256 == last.sha256 or reading == last.reading:
        return "same", there.number, report
    nth = there.revisions + 1
    revision = _revise(connection, there.number, nth, report, page, (sha256, reading), now)
    connection.execute(
        update(ReportRow).where(ReportRow.number == there.number)
        .values(latest=revision, revisions=nth, **_flat(report))
    )  # fmt: skip
    return "revision", there.number, report


def _flat(report: Report) -> dict[str, str | None]:
    return {
        "outlet": None if report.outlet_name is None else fit(report.outlet_name),
        "outlet_key": outlet_key(report.outlet_name),
        "title": fit(report.title),
        "language": report.language[:12],
        "published": (report.published_at or report.published or "")[:40] or None,
    }


def _new(connection: Connection, report: Report, key: str, now: str) -> int:
    done = connection.execute(
        insert(ReportRow).values(id=report.id, key=key, seen=now, latest=0, revisions=1, **_flat(report))
    )
    return inserted(done)


def _free_id(connection: Connection, wanted: str, key: str) -> str:
    id_ = fit(wanted)
    if len(id_) > _LONGEST_ID:
        id_ = f"{id_[: _LONGEST_ID - 13]}-{digest(id_)[:12]}"
    taken = select(ReportRow.number).where(ReportRow.id == id_)
    return id_ if connection.execute(taken).scalar() is None else f"{id_}-{digest(key)[:12]}"


def _revise(
    connection: Connection, number: int, nth: int, report: Report, page: bytes, digests: tuple[str, str], now: str
) -> int:
    sha256, reading = digests
    if connection.execute(select(PageRow.sha256).where(PageRow.sha256 == sha256)).scalar() is None:
        connection.execute(insert(PageRow).values(sha256=sha256, size=len(page), packed=squeeze(page)))
    done = connection.execute(
        insert(RevisionRow)
        .values(report=number, nth=nth, seen=now, sha256=sha256, reading=reading, packed=pack(report))
    )  # fmt: skip
    revision = inserted(done)
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
            text(f"INSERT INTO {table} (rowid, forms, stems) VALUES (:n, :f, :s)"),
            {"n": number, "f": " ".join(made.forms), "s": " ".join(made.stems)},
        )
    else:
        connection.execute(
            text(f"INSERT INTO {table} (rowid, words) VALUES (:n, CAST(:w AS tsvector))"),
            {"n": number, "w": made.tsvector()},
        )


def record(connection: Connection, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Keep what happened; gives the changes with their numbers."""
    last = connection.execute(select(func.max(ChangeRow.number))).scalar() or 0
    numbered = tuple(replace(c, number=last + n) for n, c in enumerate(changes, 1))
    if numbered:
        connection.execute(insert(ChangeRow), [
            {"number": c.number, "at": c.at, "kind": c.kind, "story": c.story, "report": c.report,
             "others": json.dumps(c.others, ensure_ascii=False), "why": fit(c.why)} for c in numbered
        ])  # fmt: skip
    return numbered


def report_of(packed: bytes) -> Report:
    """A kept report."""
    return unpack(Report, packed)
