"""The answers to a question, from either database: a walk from the newest on through what holds the words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
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

from riwaya.model import Report
from riwaya.store import facets
from riwaya.store.adding import report_of
from riwaya.store.marking import excerpt, marks
from riwaya.store.naming import keys_of
from riwaya.store.narrowing import (
    PROBED,
    Conditions,
    Narrowed,
    everywhere,
    listed,
    look,
    marks_of,
    of_claims,
    of_reports,
    placed_by,
)
from riwaya.store.query import ClaimHit, Hit, Query
from riwaya.store.shadow import BLOCK, Marks, Term, block, block_mark, postgresql_match, sqlite_match, terms
from riwaya.store.tables import ClaimRow, DifferenceRow, MemberRow, ReportRow, RevisionRow, StoryRow
from riwaya.store.walking import nearly_everywhere, newest

MOST_HITS = 1_000  #: in one answer
SOUGHT = 8  #: numbers that SQLite looks up in the shadow one by one
WEIGHED = 500  #: of all that hold the words so many, the newest, are weighed against each other for `best`
WEIGHED_OF_FEW = 250  #: of those of an outlet, a time or a story
WEIGHED_OF_FOUND = 100  #: of those in which something was found that is asked for too
WEIGHED_ON_DISK = 200  #: in PostgreSQL, which has to fetch and unpack the words of each
_FREQUENT = 2  #: of the newest that are probed; what stands in fewer is soon read whole from PostgreSQL's index
LOOKED_AT = 200  #: reports that PostgreSQL looks at one by one sooner than it asks its index for a frequent word
_WALKED = 2  #: times as many claims as likely hold enough, that PostgreSQL looks at one by one
_MOST_WALKED = 3_000  #: claims; before it looks at more it asks its index, and fetches all that hold the words
_MARGIN = 2  #: times as many as are wanted, that the first blocks likely hold
_MARGIN_OF_FEW = 1.25  #: where few in each block are near: there one block more costs as much as to ask again
_MOST_BLOCKS = 128  #: of reports that PostgreSQL's index is asked for by their marks


def reports(connection: Connection, query: Query) -> tuple[Hit, ...]:
    """The reports that answer a question."""
    asked = terms(query.words) if query.words.strip() else ()
    if connection.dialect.name == "sqlite" and asked and _placed_alone(query):
        said = sqlite_match(asked)
        if nearly_everywhere(connection, "shadow", said):
            limit, offset = _part(query)
            in_order = bool(query.outlet) and not (query.since or query.until or query.story)
            found, read = newest(connection, asked, said, placed_by(connection, query), in_order, offset + limit)
            return _hits(connection, found[offset:], asked, read)
    narrowed = of_reports(connection, query)
    rows = _answers(connection, select(ReportRow.number), "shadow", ReportRow.latest, asked, (), query, narrowed)
    return _hits(connection, [r.number for r in rows], asked)


def _placed_alone(query: Query) -> bool:
    """Whether nothing but an outlet, a time or a story is asked for beside words."""
    return bool(query.outlet or query.since or query.until or query.story) and not query.of_claims and (
        not query.source.strip()
    )


def _part(query: Query) -> tuple[int, int]:
    """How many are wanted, and how many are passed over."""
    return max(1, min(query.limit, MOST_HITS)), max(0, query.offset)


def claims(connection: Connection, query: Query) -> tuple[ClaimHit, ...]:
    """The claims that answer a question."""
    asked = terms(query.words) if query.words.strip() else ()
    keys = keys_of(connection, query.source) if query.source.strip() else None
    sought = marks_of(query, query.outlet, keys)
    if not facets.possible(sought):
        return ()
    found = select(ClaimRow, StoryRow.id.label("story_id")).join(StoryRow, StoryRow.number == ClaimRow.story)
    narrowed = of_claims(connection, query, keys)
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
    limit, offset = _part(query)
    sqlite = connection.dialect.name == "sqlite"
    said = "" if not asked and not sought else (sqlite_match if sqlite else postgresql_match)(asked, sought)
    if not said:
        ordered = _of_no_words(found, key, narrowed, sqlite)
    elif sqlite:
        ordered = _in_sqlite(connection, found, name, key, said, query, narrowed)
    else:
        return _in_postgresql(connection, found, name, key, said, query, narrowed)
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
        near = select(key.label("n")).where(*narrowed.near)
        size, first, last = _extent(connection, near)
        # Very few are looked up in the shadow. Else all that hold the words are read, for which the sign stands, from
        # the newest of the few to the oldest, and those are looked up among the few.
        sign = "" if size <= SOUGHT else "+"
        held = held.where(literal_column(f"{sign}{name}.rowid").in_(near))
        if sign:
            held = held.where(shadow.c.rowid.between(first, last))
    elif narrowed.near:
        held = held.where(*narrowed.near, shadow.c.rowid <= _last(connection, key, narrowed))
    words = sqlite_match(terms(query.words)) if query.words.strip() else ""
    looked = name == "shadow" and _placed_alone(query)  # they would be found elsewhere if they stood everywhere
    if query.order == "new" or not words or (not looked and nearly_everywhere(connection, name, words)):
        return held.order_by(shadow.c.rowid.desc())
    most = WEIGHED_OF_FOUND if query.of_claims or query.source.strip() else (
        WEIGHED_OF_FEW if narrowed.near else WEIGHED
    )
    if words != said:  # marks would be counted too, though they weigh nothing; so those that have them are noted down
        noted = held.with_only_columns(shadow.c.rowid).order_by(shadow.c.rowid.desc()).limit(most)
        numbers = connection.execute(noted, {"asked": said}).scalars().all()
        among = literal_column(f"+{name}.rowid").in_(listed(connection, numbers))
        held = found.where(key == shadow.c.rowid, text(f"{name} MATCH :words").bindparams(words=words), among)
        held = held.where(shadow.c.rowid.between(min(numbers, default=0), max(numbers, default=0)))
    newest = held.add_columns(shadow.c.rank.label("weight"), shadow.c.rowid.label("place"))
    weighed = newest.order_by(shadow.c.rowid.desc()).limit(most).subquery()
    return select(weighed).order_by(weighed.c.weight, weighed.c.place.desc())


def _extent(connection: Connection, near: Any) -> tuple[int, int, int]:
    """How many there are near, the oldest and the newest."""
    few = near.subquery()
    row = connection.execute(select(func.count(), func.min(few.c.n), func.max(few.c.n)).select_from(few)).one()
    return int(row[0]), row[1] or 0, row[2] or 0


def _in_postgresql(
    connection: Connection, found: Any, name: str, key: Any, said: str, query: Query, narrowed: Narrowed
) -> Sequence[Any]:  # fmt: skip
    """PostgreSQL takes all that hold the words from the GIN index first: left to itself it guesses that they are many,
    and looks through the shadow from the newest on, which for rare words is all of it. For words that do stand
    everywhere that is the best way, and it is told to go it. For words that are frequent the index is asked for those
    of the newest blocks of reports, and of older blocks until there are enough."""
    reports = name == "shadow"
    held, few, last = look(connection, name, key, said, narrowed)
    narrowed = replace(narrowed, few=few)
    if reports and narrowed.near and not few:
        last = _last(connection, key, narrowed)
    best = query.order == "best" and bool(query.words.strip()) and held <= PROBED // 2  # else their weight says nothing
    limit, offset = _part(query)
    most = WEIGHED_OF_FOUND if query.of_claims or query.source.strip() else WEIGHED_ON_DISK
    wanted = most if best else offset + limit

    def asked(near: str, last: int, walk: int | None, wanted: int, shown: tuple[int, int]) -> Sequence[Any]:
        ordered = _newest_first(found, name, key, narrowed, last, walk)
        if best:
            ordered, given = _weighed(ordered, name, wanted), {"asked": said, "near": near}
        else:
            given = {"near": near}
        return connection.execute(ordered.limit(shown[0]).offset(shown[1]), given).all()

    if everywhere(held) and not (reports and (best or narrowed.few)):
        return asked(said, last, 0, wanted, (limit, offset))
    if not reports and not few and held and (walk := _WALKED * wanted * PROBED // held) <= _MOST_WALKED:
        rows = asked(said, last, walk, wanted, (offset + limit, 0))
        if (rows[0].among if best and rows else len(rows)) >= wanted:
            return rows[offset:]
    if not reports or held < _FREQUENT:
        return asked(said, last, None, wanted, (limit, offset))
    if everywhere(held) and not best:
        rows = asked(said, last, 3 * wanted, wanted, (limit, offset))
        if len(rows) == limit:
            return rows
    there: list[Any] = []
    seen = 0
    counted, margin = _counted(connection, narrowed, last), _MARGIN_OF_FEW if few else _MARGIN
    if few and sum(count for _, count in counted) <= LOOKED_AT:
        return asked(said, last, LOOKED_AT, wanted, (limit, offset))
    for blocks, upto in _blocks(counted, held / PROBED, wanted, margin):
        left = wanted - seen
        near = f"({said}) & {blocks}" if blocks else said
        rows = asked(near, upto, None, left, (offset + limit if best else left, 0))
        there += rows
        seen += rows[0].among if best and rows else len(rows)
        if seen >= wanted:
            break
    if best:
        there.sort(key=lambda row: (row.weight, -row.place))
    return there[offset : offset + limit]


def _counted(connection: Connection, narrowed: Narrowed, last: int) -> list[tuple[int, int]]:
    """Blocks of reports up to a number, the newest first, and how many in each are near, or may be."""
    if not narrowed.few:
        return [(n, last % BLOCK + 1 if n == block(last) else BLOCK) for n in range(block(last), -1, -1)]
    nth: Any = literal_column(f"reports.latest / {BLOCK}")
    few = select(nth, func.count()).select_from(ReportRow).where(*narrowed.near).group_by(nth).order_by(nth.desc())
    return [(int(n), int(count)) for n, count in connection.execute(few)]


def _blocks(counted: Sequence[tuple[int, int]], share: float, wanted: int, margin: float) -> Iterator[tuple[str, int]]:
    """The newest blocks, as PostgreSQL reads a tsquery, so many of them as likely hold enough where such a share of
    reports has the words; then the next, which hold four times as many; in the end the rest, as "" where it is more
    than is named one by one, and the newest number that may be in it (else 0)."""
    likely, taken, enough = 0.0, 0, margin * wanted
    while taken < len(counted):
        first = taken
        while taken < len(counted) and likely < enough:
            likely += share * counted[taken][1]
            taken += 1
        if 2 * taken > len(counted):  # to ask again would cost more than to ask for a few more
            taken = len(counted)
        if taken > _MOST_BLOCKS or 2 * (taken - first) > counted[0][0] + 1:
            yield "", (counted[first][0] + 1) * BLOCK - 1
            return
        yield "(" + " | ".join(f"'{block_mark(n)}'" for n, _ in counted[first:taken]) + ")", 0
        enough *= 4


def _newest_first(found: Any, name: str, key: Any, narrowed: Narrowed, last: int, walk: int | None) -> Any:
    """What holds the words, from the newest on: by the index, or by a walk through all (0) or so many, of the few
    where some are near; no newer than the `last`, where that is not 0."""
    shadow = table(name, column("rowid"), column("words"))
    many = [shadow.c.rowid <= last] if last else []
    few = select(key).where(*narrowed.near)
    each = narrowed.each if narrowed.few else [*narrowed.near, *narrowed.each]
    if walk is not None:
        near = [shadow.c.rowid.in_(few.order_by(key.desc()).limit(walk) if walk else few)] if narrowed.few else []
        all_ = select(shadow.c.rowid, shadow.c.words).where(*many, *near).order_by(shadow.c.rowid.desc())
        all_ = all_.limit(walk) if walk and not narrowed.few else all_
        walked = all_.offset(_FENCE).subquery("walked")
        newest: Any = select(walked.c.rowid).where(text("walked.words @@ CAST(:near AS tsquery)")).subquery("newest")
    else:
        words = select(shadow.c.rowid).where(text(f"{name}.words @@ CAST(:near AS tsquery)"), *many)
        there = words.cte("there").prefix_with("MATERIALIZED")
        near = [there.c.rowid.in_(few)] if narrowed.few else []
        newest = select(there.c.rowid).where(*near).order_by(there.c.rowid.desc()).offset(_FENCE).subquery("newest")
    return _one_by_one(found, key, newest, newest.c.rowid, each)


def _weighed(ordered: Any, name: str, most: int) -> Any:
    """Those of the newest first in which the words weigh most; `among` tells of how many."""
    shadow = table(name, column("rowid"), column("words"))
    weighed = ordered.limit(most).subquery("weighed")
    weight = (-func.ts_rank(shadow.c.words, text("CAST(:asked AS tsquery)"), type_=Float)).label("weight")
    counted = select(weighed, func.count().over().label("among"), weight).where(shadow.c.rowid == weighed.c.place)
    return counted.order_by(weight, weighed.c.place.desc())


def _last(connection: Connection, key: Any, narrowed: Narrowed) -> int:
    """The newest number that is near: of a time long past, what came in after all of it need not be read."""
    return int(connection.execute(select(func.max(key)).where(*narrowed.near)).scalar() or 0)


def _one_by_one(found: Any, key: Any, newest: Any, place: Any, each: Conditions) -> Any:
    """Rows of `found` for what is `newest`, in its order; PostgreSQL looks at them one by one and stops when there are
    enough. An OFFSET keeps its planner from looking at all first, in whatever order it guesses is cheaper."""
    one = found.where(key == place, *each).offset(_FENCE).lateral("one")
    return select(one, place.label("place")).select_from(newest.join(one, true())).order_by(place.desc())


_FENCE: Any = literal_column("0")


# Built once: to build them anew costs as much as to answer them.
_STORY = (
    select(StoryRow.id).join(MemberRow, MemberRow.story == StoryRow.number)
    .where(MemberRow.report == ReportRow.number).order_by(MemberRow.place).limit(1).correlate(ReportRow)
    .scalar_subquery().label("story")
)  # fmt: skip
_FOUND = (
    select(ReportRow.number, ReportRow.id, ReportRow.seen, RevisionRow.packed, _STORY)
    .join(RevisionRow, RevisionRow.number == ReportRow.latest)
    .where(ReportRow.number.in_(bindparam("numbers", expanding=True)))
)  # fmt: skip


def _hits(
    connection: Connection, numbers: Sequence[int], asked: Sequence[Term],
    read: Mapping[int, Report] = MappingProxyType({}),
) -> tuple[Hit, ...]:  # fmt: skip
    """Reports with their excerpts; `read` are those that were read before."""
    rows = connection.execute(_FOUND, {"numbers": numbers}).all()
    found = {}
    for row in rows:
        said = read.get(row.number) or report_of(row.packed)
        part, inside = excerpt(said.text, asked)
        found[row.number] = Hit(
            row.id, said.title, marks(said.title, asked), part.of(said.text),
            tuple(s._replace(start=s.start - part.start, end=s.end - part.start) for s in inside), part.start,
            said.outlet_name, said.published_at or said.published, row.seen, row.story,
        )  # fmt: skip
    return tuple(found[n] for n in numbers if n in found)
