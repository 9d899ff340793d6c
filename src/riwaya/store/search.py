"""The answers to a question, from either database: a walk from the newest on through what holds the words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Float,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
    true,
)

from riwaya.store import facets
from riwaya.store.adding import report_of
from riwaya.store.marking import excerpt, marks
from riwaya.store.narrowing import Conditions, Narrowed, at_most, everywhere, marks_of, of_claims, of_reports
from riwaya.store.query import ClaimHit, Hit, Query
from riwaya.store.shadow import Marks, Term, postgresql_match, sqlite_match, terms
from riwaya.store.tables import ClaimRow, DifferenceRow, MemberRow, ReportRow, RevisionRow, StoryRow

MOST_HITS = 1_000  #: in one answer
SOUGHT = 200  #: numbers that SQLite looks up in the shadow one by one
WEIGHED = 500  #: of all that hold the words so many, the newest, are weighed against each other for `best`
WEIGHED_OF_FEW = 250  #: of those of an outlet, a time or a story
WEIGHED_ON_DISK = 300  #: in PostgreSQL, which has to fetch and unpack the words of each


def reports(connection: Connection, query: Query) -> tuple[Hit, ...]:
    """The reports that answer a question."""
    asked = terms(query.words) if query.words.strip() else ()
    narrowed = of_reports(connection, query)
    rows = _answers(connection, select(ReportRow.number), "shadow", ReportRow.latest, asked, (), query, narrowed)
    return _hits(connection, [r.number for r in rows], asked)


def claims(connection: Connection, query: Query) -> tuple[ClaimHit, ...]:
    """The claims that answer a question."""
    asked, sought = terms(query.words) if query.words.strip() else (), marks_of(query, query.outlet)
    if not facets.possible(sought):
        return ()
    found = select(ClaimRow, StoryRow.id.label("story_id")).join(StoryRow, StoryRow.number == ClaimRow.story)
    narrowed = of_claims(connection, query)
    rows = _answers(connection, found, "claim_shadow", ClaimRow.number, asked, sought, query, narrowed)
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
    connection: Connection, found: Any, name: str, key: Any, asked: Sequence[Term], sought: Marks, query: Query,
    narrowed: Narrowed,
) -> Sequence[Any]:  # fmt: skip
    """The rows that answer a question, in order: of `found`, whose `key` is the number in the shadow `name`."""
    limit, offset = max(1, min(query.limit, MOST_HITS)), max(0, query.offset)
    sqlite = connection.dialect.name == "sqlite"
    said = "" if not asked and not sought else (sqlite_match if sqlite else postgresql_match)(asked, sought)
    if not said:
        ordered = _of_no_words(found, key, narrowed, sqlite)
    else:
        ordered = (_in_sqlite if sqlite else _in_postgresql)(connection, found, name, key, said, query, narrowed)
    return connection.execute(ordered.limit(limit).offset(offset), {"asked": said} if said else {}).all()


def _of_no_words(found: Any, key: Any, narrowed: Narrowed, sqlite: bool) -> Any:
    if not sqlite:
        near = select(key.label("place")).where(*narrowed.near).order_by(key.desc()).offset(_FENCE).subquery("near")
        return _one_by_one(found, key, near, near.c.place, narrowed.each)
    # the sign keeps SQLite from walking through all in this order where those that are near are few
    by = literal_column(f"+{key.table.name}.{key.name}") if narrowed.few else key
    return found.where(*narrowed.near, *narrowed.each).order_by(by.desc())


def _in_sqlite(
    connection: Connection, found: Any, name: str, key: Any, said: str, query: Query, narrowed: Narrowed
) -> Any:
    """SQLite reads the shadow in the order of its numbers and stops when there are enough."""
    shadow = table(name, column("rowid"), column("rank"))
    held = found.where(key == shadow.c.rowid, text(f"{name} MATCH :asked"), *narrowed.each)
    if narrowed.few:
        near = select(key).where(*narrowed.near)
        # very few are looked up in the shadow; else all that hold the words are read, for which the sign stands, and
        # those are looked up among the few
        sign = "" if at_most(connection, near, SOUGHT) else "+"
        held = held.where(literal_column(f"{sign}{name}.rowid").in_(near))
    elif narrowed.near:
        held = held.where(*narrowed.near, shadow.c.rowid <= _last(connection, key, narrowed))
    if query.order == "new" or not query.words.strip() or _say_nothing(connection, name, said):
        return held.order_by(shadow.c.rowid.desc())
    newest = held.add_columns(shadow.c.rank.label("weight"), shadow.c.rowid.label("place"))
    weighed = newest.order_by(shadow.c.rowid.desc()).limit(WEIGHED_OF_FEW if narrowed.near else WEIGHED).subquery()
    return select(weighed).order_by(weighed.c.weight, weighed.c.place.desc())


def _in_postgresql(
    connection: Connection, found: Any, name: str, key: Any, said: str, query: Query, narrowed: Narrowed
) -> Any:
    """PostgreSQL takes all that hold the words from the GIN index first: left to itself it guesses that they are many,
    and looks through the shadow from the newest on, which for rare words is all of it. For words that do stand
    everywhere that is the best way, and it is told to go it."""
    shadow = table(name, column("rowid"), column("words"))
    many = [shadow.c.rowid <= _last(connection, key, narrowed)] if narrowed.near and not narrowed.few else []
    few = select(key).where(*narrowed.near)
    if everywhere(connection, name, said):
        near = [shadow.c.rowid.in_(few)] if narrowed.few else []
        walk = select(shadow.c.rowid, shadow.c.words).where(*many, *near).order_by(shadow.c.rowid.desc())
        walked = walk.offset(_FENCE).subquery("walked")
        newest: Any = select(walked.c.rowid).where(text("walked.words @@ CAST(:asked AS tsquery)")).subquery("newest")
    else:
        words = select(shadow.c.rowid).where(text(f"{name}.words @@ CAST(:asked AS tsquery)"), *many)
        there = words.cte("there").prefix_with("MATERIALIZED")
        near = [there.c.rowid.in_(few)] if narrowed.few else []
        newest = select(there.c.rowid).where(*near).order_by(there.c.rowid.desc()).offset(_FENCE).subquery("newest")
    each = narrowed.each if narrowed.few else [*narrowed.near, *narrowed.each]
    ordered = _one_by_one(found, key, newest, newest.c.rowid, each)
    if query.order == "new" or not query.words.strip():
        return ordered
    weighed = ordered.limit(WEIGHED_ON_DISK).subquery("weighed")
    weight = -func.ts_rank(shadow.c.words, text("CAST(:asked AS tsquery)"), type_=Float)
    return select(weighed).where(shadow.c.rowid == weighed.c.place).order_by(weight, weighed.c.place.desc())


def _last(connection: Connection, key: Any, narrowed: Narrowed) -> int:
    """The newest number that is near: of a time long past, what came in after all of it need not be read."""
    return int(connection.execute(select(func.max(key)).where(*narrowed.near)).scalar() or 0)


def _one_by_one(found: Any, key: Any, newest: Any, place: Any, each: Conditions) -> Any:
    """Rows of `found` for what is `newest`, in its order; PostgreSQL looks at them one by one and stops when there are
    enough. An OFFSET keeps its planner from looking at all first, in whatever order it guesses is cheaper."""
    one = found.where(key == place, *each).offset(_FENCE).lateral("one")
    return select(one, place.label("place")).select_from(newest.join(one, true())).order_by(place.desc())


_FENCE: Any = literal_column("0")


def _say_nothing(connection: Connection, name: str, said: str) -> bool:
    """Whether words stand in so many texts that their weight says nothing: more than half of the newest. SQLite
    counts all texts with each word before it weighs the first, which with such words takes longest."""
    newest = f"SELECT rowid FROM {name} WHERE {name} MATCH :asked ORDER BY rowid DESC LIMIT {WEIGHED_OF_FEW}"
    count, least = connection.execute(text(f"SELECT count(*), min(rowid) FROM ({newest})"), {"asked": said}).one()
    if count < WEIGHED_OF_FEW:
        return False
    passed = f"SELECT 1 FROM {name}_docsize WHERE id >= :least LIMIT {2 * WEIGHED_OF_FEW}"  # a row for each text
    walked = connection.execute(text(f"SELECT count(*) FROM ({passed})"), {"least": least}).scalar() or 0
    return bool(walked < 2 * WEIGHED_OF_FEW)


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
