"""A report into the store: new, the same, or a revision. Every function works within the writer's transaction."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, CursorResult, bindparam, column, func, insert, or_, select, table, update
from sqlalchemy.dialects.postgresql import TSVECTOR

from riwaya.language.text import fold
from riwaya.lexicon.outlets import by_name
from riwaya.model import Report
from riwaya.plain import plain
from riwaya.store.packing import pack, squeeze, unpack
from riwaya.store.shadow import block, block_mark, shadow
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
_KNOWN = (
    select(ReportRow.number, ReportRow.id, ReportRow.key, ReportRow.latest, ReportRow.revisions, RevisionRow.sha256,
           RevisionRow.reading)
    .outerjoin(RevisionRow, RevisionRow.number == ReportRow.latest)
    .where(or_(
        ReportRow.key.in_(bindparam("keys", expanding=True)), ReportRow.id.in_(bindparam("ids", expanding=True))
    ))
)  # fmt: skip
_PAGES = select(PageRow.sha256).where(PageRow.sha256.in_(bindparam("digests", expanding=True)))
_NEW_PAGE = insert(PageRow)
_NEW_REPORT = insert(ReportRow).returning(ReportRow.number, sort_by_parameter_order=True)
_NEW_REVISION = insert(RevisionRow).returning(RevisionRow.number, sort_by_parameter_order=True)
_LATEST = update(ReportRow).where(ReportRow.number.in_(bindparam("reports", expanding=True))).values(
    latest=select(func.max(RevisionRow.number)).where(RevisionRow.report == ReportRow.number).scalar_subquery()
)


@dataclass(slots=True)
class _There:
    """A report as it stands after what was looked at so far; `number` is 0 until it has one."""

    key: str
    id: str
    number: int
    latest: int
    revisions: int
    sha256: str
    reading: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What a page said: it makes the nth revision of its report, or (kind "same") says what that said."""

    kind: Kind
    there: _There
    report: Report
    page: bytes
    nth: int
    sha256: str
    reading: str


def add(connection: Connection, report: Report, page: bytes, now: str) -> Kept:
    """Keep a report and its page."""
    return add_some(connection, [(report, page)], now)[0]


def add_some(connection: Connection, step: Sequence[tuple[Report, bytes]], now: str) -> list[Kept]:
    """Keep reports and their pages, in order, in hardly more statements than one of them takes."""
    keys, ids = [key_of(report) for report, _ in step], [_short_id(report.id) for report, _ in step]
    rows = connection.execute(_KNOWN, {"keys": keys, "ids": ids}).all()
    known = {r.key: _There(r.key, r.id, r.number, r.latest, r.revisions, r.sha256, r.reading) for r in rows}
    taken = {r.id for r in rows}
    said: list[_Said] = []
    for (report, page), key, id_ in zip(step, keys, ids, strict=True):
        kind: Kind = "revision" if key in known else "new"
        if kind == "new":
            unique = f"{id_}-{digest(key)[:12]}" if id_ in taken else id_
            known[key] = _There(key, unique, 0, 0, 0, "", "")
            taken.add(unique)
        there, sha256, reading = known[key], digest(page), reading_of(report)
        if kind == "revision" and (sha256 == there.sha256 or reading == there.reading):
            kind = "same"
        else:
            there.revisions, there.sha256, there.reading = there.revisions + 1, sha256, reading
        said.append(_Said(kind, there, replace(report, id=there.id), page, there.revisions, sha256, reading))
    revisions = iter(_keep(connection, [s for s in said if s.kind != "same"], now))
    return [Kept(s.kind, s.there.number, s.report, s.nth, s.there.latest if s.kind == "same" else next(revisions))
            for s in said]  # fmt: skip


def _keep(connection: Connection, said: Sequence[_Said], now: str) -> list[int]:
    """Put pages, new reports and revisions into the tables; gives the numbers of the revisions."""
    if not said:
        return []
    last = {s.there.key: s for s in said}  # what a report says in the end
    new = [last[s.there.key] for s in said if s.kind == "new"]
    old = [s for s in last.values() if s.there.number]
    pages = {s.sha256: s.page for s in said}
    there = set(connection.execute(_PAGES, {"digests": list(pages)}).scalars())
    rows = [{"sha256": d, "size": len(p), "packed": squeeze(p)} for d, p in pages.items() if d not in there]
    if rows:
        connection.execute(_NEW_PAGE, rows)
    if new:
        numbers = connection.execute(_NEW_REPORT, [
            {"id": s.there.id, "key": s.there.key, "seen": now, "latest": 0, "revisions": s.nth,
             **report_columns(s.report)} for s in new
        ]).scalars()  # fmt: skip
        for s, number in zip(new, numbers, strict=True):
            s.there.number = number
    revisions = list(connection.execute(_NEW_REVISION, [
        {"report": s.there.number, "nth": s.nth, "seen": now, "sha256": s.sha256, "reading": s.reading,
         "packed": pack(s.report)} for s in said
    ]).scalars())  # fmt: skip
    for s, number in zip(said, revisions, strict=True):
        s.there.latest = number
    index_all(connection, "shadow", [(n, s.report.title, s.report.text) for n, s in zip(revisions, said, strict=True)])
    for s in old:
        connection.execute(
            update(ReportRow).where(ReportRow.number == s.there.number)
            .values(revisions=s.nth, **report_columns(s.report))
        )  # fmt: skip
    connection.execute(_LATEST, {"reports": [s.there.number for s in last.values()]})
    return revisions


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


def inserted(done: CursorResult[Any]) -> int:
    """The number that a row was given."""
    key = done.inserted_primary_key
    assert key is not None
    return int(key[0])


_SHADOWS = {name: table(name, column("rowid"), column("forms"), column("stems")) for name in SHADOWS}
_WORDS = {name: table(name, column("rowid"), column("words", TSVECTOR)) for name in SHADOWS}
_NEW_SHADOW = {
    "sqlite": {name: insert(made) for name, made in _SHADOWS.items()},
    "postgresql": {name: insert(made) for name, made in _WORDS.items()},
}


def index_all(
    connection: Connection, name: str, texts: Iterable[tuple[int, *tuple[str, ...]]],
    marks: Mapping[int, Sequence[str]] = MappingProxyType({}),
) -> None:  # fmt: skip
    """Put the shadows of texts, each behind its number, into a table of shadows; with the marks of a number."""
    sqlite = connection.dialect.name == "sqlite"
    rows: list[dict[str, Any]] = []
    for number, *said in texts:
        known = marks.get(number, ())
        if not sqlite and name == "shadow":
            known = (*known, block_mark(block(number)))
        made = shadow(*said, marks=known)
        if sqlite:
            forms, stems = made.columns()
            rows.append({"rowid": number, "forms": forms, "stems": stems})
        else:
            rows.append({"rowid": number, "words": made.tsvector()})
    if rows:
        connection.execute(_NEW_SHADOW[connection.dialect.name][name], rows)


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
