"""What a question asks beside words, as conditions on reports and claims.

A condition either holds for few: then these are noted down first, and the rest is looked for among them. Or it holds
for many: then a walk from the newest on, which looks at each, has enough of them soon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Text,
    and_,
    cast,
    false,
    func,
    join,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
    tuple_,
)
from sqlalchemy.orm import aliased

from riwaya.store import facets
from riwaya.store.adding import fit, outlet_key
from riwaya.store.grouping import number_of
from riwaya.store.naming import keys_of
from riwaya.store.query import Query
from riwaya.store.shadow import postgresql_match, sqlite_match
from riwaya.store.tables import (
    ChainRow,
    ClaimRow,
    DifferenceRow,
    MemberRow,
    ReportRow,
    SourceRow,
    StatementRow,
    VersionRow,
)

FEW = 20_000  #: reports of an outlet, a time or a story that are noted down before words are looked for among them
FEW_CLAIMS = 1_000  #: claims that are noted down before their reports are, or before words are looked for in them
FEW_VERSIONS = 3_000  #: statements of theirs: of claims that many carry, the newest reports have one soon
FEW_NAMES = 400  #: sources of stories that are noted down before those that quote them are
PROBED = 64  #: of the newest, that are looked at to see whether words stand everywhere
_EVERYWHERE = 16  #: of those

Conditions = list[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is asked beside words: `near`, conditions that an index answers, `few` whether they hold for few; and
    `each`, those that are looked at one by one, in what is near alone."""

    near: Conditions
    few: bool
    each: Conditions


def of_reports(connection: Connection, query: Query) -> Narrowed:
    """What a report must be, and what must have been found in it."""
    placed, (few, each) = placed_by(connection, query), _found(connection, query)
    among = bool(placed) and bool(query.words.strip())  # without words the index is walked in order
    # PostgreSQL counts them while it looks at how often the words stand there
    counted = among and connection.dialect.name == "sqlite"
    some = bool(few) or (counted and at_most(connection, select(ReportRow.latest).where(*placed), FEW))
    return Narrowed([*few, *placed], some, each)


def _found(connection: Connection, query: Query) -> tuple[Conditions, Conditions]:
    """What must have been found in a report: a condition that holds for few, or one that is looked at one by one."""
    if not query.of_claims and not query.source.strip():
        return [], []
    keys = keys_of(connection, query.source) if query.source.strip() else None
    if query.of_claims:
        groups, what = marks_of(query, "", keys), [*_of_claim(query), *_said_by(query, keys)]
        if not facets.possible(groups):
            return [false()], []
        if (few := _few_carriers(connection, groups, what, query)) is not None:
            return [ReportRow.number.in_(listed(connection, few))], []
        of = join(VersionRow, ClaimRow, _VERSION)
        return [], [_each(VersionRow.report == ReportRow.number, *what, of=of)]
    if keys is not None:
        named = select(SourceRow.story, SourceRow.id).where(SourceRow.key.in_(keys), _named(query.source))
        if at_most(connection, named, FEW_NAMES):
            quoted = select(StatementRow.report).join(ChainRow, _CHAINED)
            quoted = quoted.where(tuple_(ChainRow.story, ChainRow.source).in_(named))
            if (few := _few(connection, quoted, FEW_VERSIONS)) is not None:
                return [ReportRow.number.in_(listed(connection, few))], []
    who = join(StatementRow, ChainRow, _CHAINED).join(SourceRow, _SPEAKS)
    return [], [_each(StatementRow.report == ReportRow.number, _speaks(query.source, keys), of=who)]


def placed_by(connection: Connection, query: Query) -> Conditions:
    """What a report must be whatever is said in it or of it: of an outlet, a time, a story."""
    where: Conditions = []
    if query.outlet:
        where.append(ReportRow.outlet_key == outlet_key(query.outlet))
    where += _time(ReportRow.published, query)
    if query.story:
        story = number_of(connection, query.story) or 0
        where.append(ReportRow.number.in_(select(MemberRow.report).where(MemberRow.story == story)))
    return where


def of_claims(connection: Connection, query: Query, keys: Sequence[str] | None) -> Narrowed:
    """What a claim must be beside what its marks say; those are looked at again, for they do not say all. `keys`: of
    all that the source asked for may be, None for too many."""
    near: Conditions = []
    each = [*_of_claim(query), *_said_by(query, keys)]
    if query.story:
        near.append(ClaimRow.story == (number_of(connection, query.story) or 0))
    if time := _time(ClaimRow.published, query):
        if near or at_most(connection, select(ClaimRow.number).where(*time), FEW_CLAIMS):
            near += time
        else:
            each += time
    return Narrowed(near, bool(near), each)


def marks_of(query: Query, outlet: str, keys: Sequence[str] | None) -> tuple[tuple[str, ...], ...]:
    """The groups of marks of which a claim must have one each."""
    return facets.asked(query, outlet_key(outlet), outlet_key(query.source), keys)


def look(connection: Connection, name: str, key: Any, said: str, narrowed: Narrowed) -> tuple[int, bool, int]:
    """What PostgreSQL is asked before it looks for words, in one statement, since to ask takes as long as to answer:
    in how many of the `PROBED` newest texts they stand; whether those that are near are few; and the newest number of
    all, 0 where some are near. `key`: the number in the shadow `name`."""
    held, given = _HELD.replace("shadow", name), {"asked": said}
    if name == "shadow" and not narrowed.near:
        row = connection.execute(select(text(held), func.max(key)), given).one()
        return int(row[0]), False, row[1] or 0
    if narrowed.few or name != "shadow":
        return int(connection.execute(select(text(held)), given).scalar() or 0), narrowed.few, 0
    beyond = select(key).where(*narrowed.near).limit(1).offset(FEW).scalar_subquery()  # passed over sooner than counted
    row = connection.execute(select(text(held), beyond), given).one()
    return int(row[0]), row[1] is None, 0


_HELD = (
    f"(SELECT count(*) FROM (SELECT words FROM shadow ORDER BY rowid DESC LIMIT {PROBED}) newest"
    " WHERE words @@ CAST(:asked AS tsquery))"
)  #: in how many of the newest texts, in PostgreSQL, what is asked stands


def everywhere(held: int) -> bool:
    """Whether what stands in so many of the newest stands in so many texts that a walk finds enough at once."""
    return held >= _EVERYWHERE


def _few_carriers(
    connection: Connection, groups: Sequence[Sequence[str]], what: Conditions, query: Query
) -> Sequence[int] | None:  # fmt: skip
    """The reports with a claim that has these marks and is `what` is asked for; None where such claims, or those who
    carry them, are many: of ten outlets each, a few hundred claims are."""
    least = max(1, query.independent[0] or 0, query.outlets[0] or 0)
    most = min(FEW_CLAIMS, max(1, FEW_VERSIONS // least))
    if connection.dialect.name != "sqlite":
        return _few_carriers_at_once(connection, groups, what, most)
    if (marked := _few(connection, _marked(connection, groups), most)) is None:
        return None
    such = select(ClaimRow.number).where(ClaimRow.number.in_(listed(connection, marked)), *what)
    of_some = VersionRow.claim.in_(listed(connection, _numbers(connection, such)))
    return _few(connection, select(VersionRow.report).where(of_some), FEW_VERSIONS)


def _few_carriers_at_once(
    connection: Connection, groups: Sequence[Sequence[str]], what: Conditions, most: int
) -> Sequence[int] | None:  # fmt: skip
    """The same, from PostgreSQL, in one statement: what stands in its branches is worked out if it comes to that."""
    marked = text("SELECT rowid FROM claim_shadow WHERE words @@ CAST(:asked AS tsquery)").columns().cte("marked")
    such = select(ClaimRow.number).where(text("claims.number IN (SELECT rowid FROM marked)"), *what)
    carriers = select(VersionRow.report).where(VersionRow.claim.in_(such)).limit(FEW_VERSIONS + 1).cte("carriers")
    found = text(
        f"CASE WHEN {_HELD.replace('shadow', 'claim_shadow')} >= {_EVERYWHERE} THEN NULL"
        f" WHEN (SELECT count(*) FROM (SELECT FROM marked LIMIT {most + 1}) AS first) > {most} THEN NULL"
        " ELSE (SELECT coalesce(string_agg(CAST(report AS text), ','), '') FROM carriers) END"
    )
    wanted = select(found).add_cte(marked.prefix_with("MATERIALIZED"), carriers)
    row = connection.execute(wanted, {"asked": postgresql_match((), groups)}).scalar()
    if row is None:
        return None
    numbers = [int(n) for n in row.split(",")] if row else []
    return numbers if len(numbers) <= FEW_VERSIONS else None


def _few(connection: Connection, wanted: Any, most: int) -> Sequence[int] | None:
    """The numbers that a question gives; None where they are more than `most`."""
    found = _numbers(connection, wanted.limit(most + 1))
    return found if len(found) <= most else None


def _numbers(connection: Connection, wanted: Any) -> Sequence[int]:
    """The numbers that a question gives. From PostgreSQL they come as one text: its driver takes longer to read
    thousands of rows than the server to find them."""
    if connection.dialect.name == "sqlite":
        found: Sequence[int] = connection.execute(wanted).scalars().all()
        return found
    number = cast(wanted.subquery("wanted").c[0], Text)
    said = connection.execute(select(func.string_agg(number, literal_column("','")))).scalar()
    return [int(n) for n in said.split(",")] if said else []


def listed(connection: Connection, numbers: Sequence[int]) -> Any:
    """Numbers as a subquery, handed over as one value."""
    if connection.dialect.name == "sqlite":
        as_json = f"[{','.join(map(str, numbers))}]"
        return select(func.json_each(as_json).table_valued("value", name="listed").c.value)
    as_array = literal(f"{{{','.join(map(str, numbers))}}}", Text)
    given = func.unnest(cast(as_array, ARRAY(BigInteger))).table_valued("value", name="listed")
    return select(given.render_derived().c.value)


def _marked(connection: Connection, groups: Sequence[Sequence[str]]) -> Any:
    """The numbers of the claims with these marks."""
    numbers = select(table("claim_shadow", literal_column("rowid")).c.rowid)
    if connection.dialect.name == "sqlite":
        return numbers.where(text("claim_shadow MATCH :marks").bindparams(marks=sqlite_match((), groups)))
    found = text("claim_shadow.words @@ CAST(:marks AS tsquery)").bindparams(marks=postgresql_match((), groups))
    return numbers.where(found)


def at_most(connection: Connection, wanted: Any, most: int) -> bool:
    """Whether a question has so few answers; not counted further than it takes to know."""
    return connection.execute(wanted.limit(1).offset(most)).first() is None  # passed over sooner than counted


_VERSION = ClaimRow.number == VersionRow.claim
_CHAINED = and_(ChainRow.story == StatementRow.story, ChainRow.statement == StatementRow.id)
_SPEAKS = and_(SourceRow.story == ChainRow.story, SourceRow.id == ChainRow.source)


def _each(*where: Any, of: Any) -> ColumnElement[bool]:
    """Whether there is something `of` some tables, looked at row by row: PostgreSQL makes an EXISTS a join of all."""
    first = select(literal_column("1")).select_from(of).where(*where).limit(1).scalar_subquery()
    there: ColumnElement[bool] = first == 1
    return there


def _time(published: Any, query: Query) -> Conditions:
    where: Conditions = []
    if query.since:
        where.append(published >= fit(query.since))
    if query.until:
        where.append(published <= fit(query.until) + "~")
    return where


def _speaks(source: str, keys: Sequence[str] | None) -> ColumnElement[bool]:
    return _named(source) if keys is None else and_(SourceRow.key.in_(keys), _named(source))


def _named(source: str) -> ColumnElement[bool]:
    """The source, by any spelling of its name that the lexicon knows, or by some words of its name."""
    some = [SourceRow.words.contains(f" {word} ", autoescape=True) for word in facets.named(source)]
    key = SourceRow.key == outlet_key(source)
    return or_(key, and_(*some)) if some else key


def _of_claim(query: Query) -> Conditions:
    """What only claims have."""
    where: Conditions = []
    for value, (least, most) in ((ClaimRow.low, query.independent), (ClaimRow.outlets, query.outlets)):
        if least is not None:
            where.append(value >= least)
        if most is not None:
            where.append(value <= most)
    if query.kind:
        different = [DifferenceRow.claim == ClaimRow.number, DifferenceRow.kind == query.kind]
        if query.conflict:
            different.append(DifferenceRow.conflict.is_(True))
        where.append(_each(*different, of=DifferenceRow))
    elif query.conflict:
        where.append(ClaimRow.conflicts > 0)
    return where


def _said_by(query: Query, keys: Sequence[str] | None) -> Conditions:
    """That a source asked for says a claim."""
    if not query.source.strip():
        return []
    said = aliased(VersionRow)
    who = join(said, ChainRow, ChainRow.statement == said.statement).join(SourceRow, _SPEAKS)
    speaks = _speaks(query.source, keys)
    return [_each(said.claim == ClaimRow.number, ChainRow.story == ClaimRow.story, speaks, of=who)]
