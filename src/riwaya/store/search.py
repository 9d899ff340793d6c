"""The answers to a question, from either database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    and_,
    bindparam,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)

from riwaya.language.text import fold
from riwaya.store.adding import fit, outlet_key, report_of
from riwaya.store.grouping import number_of
from riwaya.store.marking import excerpt, marks
from riwaya.store.query import ClaimHit, Hit, Query
from riwaya.store.shadow import Term, postgresql_match, sqlite_match, terms
from riwaya.store.tables import (
    ChainRow,
    ClaimRow,
    DifferenceRow,
    MemberRow,
    ReportRow,
    RevisionRow,
    SourceRow,
    StatementRow,
    StoryRow,
    VersionRow,
)

MOST_HITS = 1_000  #: in one answer
FEW = 20_000  #: reports of an outlet, a time or a story that are noted down before words are looked for among them
WEIGHED = 500  #: of all that hold the words so many, the newest, are weighed against each other for `best`
WEIGHED_OF_FEW = 250  #: of those of an outlet, a time or a story
WEIGHED_ON_DISK = 300  #: in PostgreSQL, which has to fetch and unpack the words of each


def reports(connection: Connection, query: Query) -> tuple[Hit, ...]:
    """The reports that answer a question."""
    asked = terms(query.words) if query.words.strip() else ()
    found = select(ReportRow.number, ReportRow.latest)
    narrow = _narrow(connection, query)
    where = [*narrow, *_reports_where(query)]
    if query.of_claims:
        where.append(_has_claim(query))
    if asked and narrow:
        few = _few(connection, narrow)
        if few == 0:
            return ()
        if few <= FEW and connection.dialect.name == "sqlite":
            # else the reports of all hits would be looked up, one by one, to see whether they are among the few
            where.append(literal_column("+shadow.rowid").in_(select(ReportRow.latest).where(*narrow)))
        elif connection.dialect.name == "sqlite":
            # a time long past: what came in after all of it need not be read
            newest = connection.execute(select(func.max(ReportRow.latest)).where(*narrow)).scalar()
            where.append(literal_column("shadow.rowid") <= newest)
    rows = _answers(connection, found, "shadow", ReportRow.latest, asked, query, where, ReportRow.latest.desc())
    return _hits(connection, [r.number for r in rows], asked)


def claims(connection: Connection, query: Query) -> tuple[ClaimHit, ...]:
    """The claims that answer a question."""
    asked = terms(query.words) if query.words.strip() else ()
    found = select(ClaimRow, StoryRow.id.label("story_id"))
    where = [*_claims_where(query)]
    if query.story:
        where.append(ClaimRow.story == (number_of(connection, query.story) or 0))
    where.append(StoryRow.number == ClaimRow.story)
    by = (ClaimRow.seen.desc(), ClaimRow.number)
    rows = _answers(connection, found, "claim_shadow", ClaimRow.number, asked, query, where, *by)
    kinds: dict[int, set[str]] = {}
    for number, kind in connection.execute(
        select(DifferenceRow.claim, DifferenceRow.kind).where(DifferenceRow.claim.in_([r.number for r in rows]))
    ):
        kinds.setdefault(number, set()).add(kind)
    return tuple(
        ClaimHit(
            r.story_id, r.id, r.text, marks(r.text, asked), r.low, r.high, tuple(json.loads(r.bottleneck)), r.outlets,
            r.reports, r.versions, r.conflicts, tuple(sorted(kinds.get(r.number, ()))), r.published, r.seen,
        )
        for r in rows
    )  # fmt: skip


def _answers(
    connection: Connection, found: Any, name: str, key: Any, asked: Sequence[Term], query: Query, where: Sequence[Any],
    *by: Any,
) -> Sequence[Any]:  # fmt: skip
    """The rows that answer a question, in order."""
    limit, offset = max(1, min(query.limit, MOST_HITS)), max(0, query.offset)
    if not asked:
        return connection.execute(found.where(*where).order_by(*by).limit(limit).offset(offset)).all()
    if connection.dialect.name == "sqlite":
        ordered, said = _in_sqlite(connection, found, name, key, asked, query, where, by)
    else:
        ordered, said = _in_postgresql(found, name, key, asked, query, where, by)
    return connection.execute(ordered.limit(limit).offset(offset), {"asked": said}).all()


def _in_sqlite(
    connection: Connection, found: Any, name: str, key: Any, asked: Sequence[Term], query: Query, where: Sequence[Any],
    by: Sequence[Any],
) -> tuple[Any, str]:  # fmt: skip
    """SQLite reads the shadow in the order of its numbers and stops when there are enough."""
    said, shadow = sqlite_match(asked), table(name, column("rowid"), column("rank"))
    held = found.where(key == shadow.c.rowid, text(f"{name} MATCH :asked"), *where)
    if query.order == "new" or _say_nothing(connection, name, said):
        return held.order_by(shadow.c.rowid.desc() if name == "shadow" else by[0], *by[1:]), said
    newest = held.add_columns(shadow.c.rank.label("weight"), shadow.c.rowid.label("place"))
    few = query.outlet or query.since or query.until or query.story
    weighed = newest.order_by(shadow.c.rowid.desc()).limit(WEIGHED_OF_FEW if few else WEIGHED).subquery()
    return select(weighed).order_by(weighed.c.weight, weighed.c.place.desc()), said


def _in_postgresql(
    found: Any, name: str, key: Any, asked: Sequence[Term], query: Query, where: Sequence[Any], by: Sequence[Any]
) -> tuple[Any, str]:
    """PostgreSQL takes all that hold the words from the GIN index first. Left to itself it guesses that they are many,
    and looks through the shadow from the newest on, which for rare words is all of it."""
    said, shadow = postgresql_match(asked), table(name, column("rowid"), column("words"))
    words = select(shadow.c.rowid).where(text(f"{name}.words @@ CAST(:asked AS tsquery)"))
    there = words.cte("there").prefix_with("MATERIALIZED")
    held = found.where(key == there.c.rowid, *where)
    if query.order == "new":
        return held.order_by(there.c.rowid.desc() if name == "shadow" else by[0], *by[1:]), said
    newest = held.add_columns(there.c.rowid.label("place"))
    weighed = newest.order_by(there.c.rowid.desc()).limit(WEIGHED_ON_DISK).subquery()
    weight = -func.ts_rank(shadow.c.words, text("CAST(:asked AS tsquery)"), type_=Float)
    return (
        select(weighed).where(shadow.c.rowid == weighed.c.place).order_by(weight, weighed.c.place.desc())
    ), said  # fmt: skip


def _say_nothing(connection: Connection, name: str, said: str) -> bool:
    """Whether words stand in so many texts that their weight says nothing: more than half of the newest. SQLite
    counts all texts with each word before it weighs the first, which with such words takes longest."""
    newest = f"SELECT rowid FROM {name} WHERE {name} MATCH :asked ORDER BY rowid DESC LIMIT {WEIGHED_OF_FEW}"
    found = connection.execute(text(
        f"SELECT count(*), max(rowid) - min(rowid) + 1 FROM ({newest})"
    ), {"asked": said}).one()  # fmt: skip
    return bool(found[0] == WEIGHED_OF_FEW and 2 * found[0] > found[1])


def _narrow(connection: Connection, query: Query) -> list[ColumnElement[bool]]:
    """What a report must be whatever is said in it or of it: of an outlet, a time, a story."""
    where: list[ColumnElement[bool]] = []
    if query.outlet:
        where.append(ReportRow.outlet_key == outlet_key(query.outlet))
    where += _time(ReportRow.published, query)
    if query.story:
        story = number_of(connection, query.story) or 0
        where.append(ReportRow.number.in_(select(MemberRow.report).where(MemberRow.story == story)))
    return where


def _few(connection: Connection, narrow: Sequence[ColumnElement[bool]]) -> int:
    """How many reports there are of a kind; not counted further than it takes to know that they are not few."""
    counted = select(ReportRow.latest).where(*narrow).limit(FEW + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(counted)).scalar() or 0)


def _reports_where(query: Query) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if query.source and not query.of_claims:
        where.append(
            exists().where(
                StatementRow.report == ReportRow.number, ChainRow.story == StatementRow.story,
                ChainRow.statement == StatementRow.id, SourceRow.story == ChainRow.story,
                SourceRow.id == ChainRow.source, _named(query.source),
            )
        )  # fmt: skip
    return where


def _time(published: Any, query: Query) -> list[ColumnElement[bool]]:
    where = []
    if query.since:
        where.append(published >= fit(query.since))
    if query.until:
        where.append(published <= fit(query.until) + "~")
    return where


def _named(source: str) -> ColumnElement[bool]:
    """The source, by any spelling of its name that the lexicon knows, or by some words of its name."""
    words = [w for w in fit(fold(source[:200])).split() if w][:8]
    some = [SourceRow.words.contains(f" {w} ", autoescape=True) for w in words]
    return or_(SourceRow.key == outlet_key(source), and_(*some))


def _has_claim(query: Query) -> ColumnElement[bool]:
    return exists().where(
        VersionRow.report == ReportRow.number, ClaimRow.number == VersionRow.claim, *_of_claim(query), *_said_by(query)
    )


def _of_claim(query: Query) -> list[ColumnElement[bool]]:
    """What only claims have."""
    where: list[ColumnElement[bool]] = []
    for value, (least, most) in ((ClaimRow.low, query.independent), (ClaimRow.outlets, query.outlets)):
        if least is not None:
            where.append(value >= least)
        if most is not None:
            where.append(value <= most)
    if query.kind:
        different = [DifferenceRow.claim == ClaimRow.number, DifferenceRow.kind == query.kind]
        if query.conflict:
            different.append(DifferenceRow.conflict.is_(True))
        where.append(exists().where(*different))
    elif query.conflict:
        where.append(ClaimRow.conflicts > 0)
    return where


def _said_by(query: Query) -> list[ColumnElement[bool]]:
    if not query.source:
        return []
    other = VersionRow.__table__.alias("said")
    return [
        exists().where(
            other.c.claim == ClaimRow.number, ChainRow.story == ClaimRow.story,
            ChainRow.statement == other.c.statement, SourceRow.story == ChainRow.story,
            SourceRow.id == ChainRow.source, _named(query.source),
        )
    ]  # fmt: skip


def _claims_where(query: Query) -> list[ColumnElement[bool]]:
    where = [*_of_claim(query), *_said_by(query), *_time(ClaimRow.published, query)]
    if query.outlet:
        where.append(
            exists().where(
                VersionRow.claim == ClaimRow.number, ReportRow.number == VersionRow.report,
                ReportRow.outlet_key == outlet_key(query.outlet),
            )
        )  # fmt: skip
    return where


# Built once: to build them anew costs as much as to answer them.
_FOUND = (
    select(ReportRow.number, ReportRow.id, ReportRow.seen, RevisionRow.packed)
    .join(RevisionRow, RevisionRow.number == ReportRow.latest)
    .where(ReportRow.number.in_(bindparam("numbers", expanding=True)))
)  # fmt: skip
_STORIES = (
    select(MemberRow.report, StoryRow.id).join(StoryRow, StoryRow.number == MemberRow.story)
    .where(MemberRow.report.in_(bindparam("numbers", expanding=True))).order_by(MemberRow.place.desc())
)  # fmt: skip


def _hits(connection: Connection, numbers: Sequence[int], asked: Sequence[Term]) -> tuple[Hit, ...]:
    rows = connection.execute(_FOUND, {"numbers": numbers}).all()
    stories = {row.report: row.id for row in connection.execute(_STORIES, {"numbers": numbers})}
    found = {}
    for row in rows:
        said = report_of(row.packed)
        part, inside = excerpt(said.text, asked)
        found[row.number] = Hit(
            row.id, said.title, marks(said.title, asked), part.of(said.text),
            tuple(s._replace(start=s.start - part.start, end=s.end - part.start) for s in inside), part.start,
            said.outlet_name, said.published_at or said.published, row.seen, stories.get(row.number),
        )  # fmt: skip
    return tuple(found[n] for n in numbers if n in found)
