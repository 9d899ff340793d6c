"""A trace as flat tables, which search and lists read; always made again, whole, from the trace.

A statement was first seen when the revision of the report that first had its words came in; a claim and a version when
the first of their statements was; a difference when the second of its two was; a derivation when its report was.

A claim's number is the moment it was first seen, in milliseconds, and behind it, counted downwards, its place among
those of that moment: from the highest number down the newest come first, and those of a moment in the trace's order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text

from riwaya.language.text import fold
from riwaya.model import Claim, Report, Statement, Story, Trace
from riwaya.store import facets
from riwaya.store.adding import fit, index_all, outlet_key
from riwaya.store.naming import keep_names
from riwaya.store.tables import (
    ChainRow,
    ClaimRow,
    CountRow,
    DerivationRow,
    DifferenceRow,
    ReportRow,
    RevisionRow,
    SeenRow,
    SourceRow,
    StatementRow,
    VersionRow,
)

_AT_ONCE = 400  #: values in one question to the database
_PLACES = 1 << 21  #: numbers of claims for each millisecond
_LAST = (1 << 42) - 1  #: the last millisecond that has numbers, in 2109


@dataclass(frozen=True, slots=True)
class _Sight:
    """What is known of the statements of a trace beyond it."""

    key: Mapping[str, str]  #: by statement id: a digest of report and words
    seen: Mapping[str, str]  #: by statement id
    number: Mapping[str, int]  #: by report id
    report_seen: Mapping[str, str]  #: by report id
    outlet: Mapping[str, str]  #: the outlet's key, by report id
    chain: Mapping[str, tuple[str, ...]]  #: the ids of sources, by statement id
    name: Mapping[str, tuple[str, str]]  #: a source's key, and the folded words of its name with a blank around each


def replace_flat(connection: Connection, story: int, trace: Trace, now: str) -> None:
    """Put a story's trace in the place of the one before."""
    clear_flat(connection, story)
    sight = _look(connection, trace)
    _sources_and_statements(connection, story, trace, sight)
    for found in trace.stories:
        _claims(connection, story, found.claims, trace, sight, now)
        _derivations(connection, story, found, sight)


def clear_flat(connection: Connection, story: int) -> None:
    """Take out all rows of a story's trace; the history of its counts stays."""
    claims = select(ClaimRow.number).where(ClaimRow.story == story)
    for part in _parts(list(connection.execute(claims).scalars())):
        numbers = ",".join(str(int(n)) for n in part)
        connection.execute(text(f"DELETE FROM claim_shadow WHERE rowid IN ({numbers})"))
    connection.execute(delete(VersionRow).where(VersionRow.claim.in_(claims)))
    connection.execute(delete(DifferenceRow).where(DifferenceRow.claim.in_(claims)))
    for table in (ClaimRow, ChainRow, StatementRow, SourceRow, DerivationRow):
        connection.execute(delete(table).where(table.story == story))


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[i : i + _AT_ONCE] for i in range(0, len(values), _AT_ONCE))


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _look(connection: Connection, trace: Trace) -> _Sight:
    texts = {r.id: r.text for r in trace.reports}
    number: dict[str, int] = {}
    came: dict[str, str] = {}
    outlet: dict[str, str] = {}
    for part in _parts(sorted(texts)):
        for id_, n, key_of_outlet, seen in connection.execute(
            select(ReportRow.id, ReportRow.number, ReportRow.outlet_key, RevisionRow.seen)
            .join(RevisionRow, RevisionRow.number == ReportRow.latest).where(ReportRow.id.in_(part))
        ):  # fmt: skip
            number[id_], outlet[id_], came[id_] = n, key_of_outlet, seen
    key = {s.id: _short(f"{s.report}\n{texts[s.report][s.start : s.end]}") for s in trace.statements}
    known: dict[str, str] = {}
    for part in _parts(sorted(set(key.values()))):
        for row in connection.execute(select(SeenRow.key, SeenRow.at).where(SeenRow.key.in_(part))):
            known[row.key] = row.at
    new = {key[s.id]: came[s.report] for s in trace.statements if key[s.id] not in known}
    _insert(connection, SeenRow, [{"key": k, "at": at} for k, at in new.items()])
    known |= new
    chain = {s.id: s.chain for s in trace.statements}
    name = {s.id: (outlet_key(s.name), fit(f" {' '.join(fold(s.name).split())} ")) for s in trace.sources}
    return _Sight(key, {id_: known[k] for id_, k in key.items()}, number, came, outlet, chain, name)


def _short(said: str) -> str:
    return hashlib.blake2s(said.encode("utf8", "surrogatepass"), digest_size=16).hexdigest()


def _sources_and_statements(connection: Connection, story: int, trace: Trace, sight: _Sight) -> None:
    first: dict[str, str] = {}
    for s in sorted(trace.statements, key=lambda s: sight.seen[s.id], reverse=True):
        first |= dict.fromkeys(s.chain, sight.seen[s.id])
    latest = max(sight.report_seen.values(), default="")
    _insert(connection, SourceRow, [
        {"story": story, "id": fit(s.id), "name": fit(s.name), "key": sight.name[s.id][0], "kind": s.kind,
         "words": sight.name[s.id][1],
         "seen": first.get(s.id) or min(
             (sight.report_seen[m.report] for m in s.mentions if m.report in sight.report_seen), default=latest)}
        for s in trace.sources
    ])  # fmt: skip
    keep_names(connection, sight.name.values())
    _insert(connection, StatementRow, [
        {"story": story, "id": s.id, "report": sight.number[s.report], "start": s.start, "end": s.end,
         "voice": s.voice, "stance": s.stance, "seen": sight.seen[s.id]} for s in trace.statements
    ])  # fmt: skip
    _insert(connection, ChainRow, [
        {"story": story, "statement": s.id, "place": place, "source": fit(source), "inferred": source in s.inferred}
        for s in trace.statements for place, source in enumerate(s.chain)
    ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Carried:
    """A claim with what the trace knows of it."""

    claim: Claim
    statements: tuple[Statement, ...]  #: in the order of the trace
    reports: tuple[Report, ...]
    seen: str

    @property
    def outlets(self) -> int:
        """How many carry it."""
        return len({r.outlet or r.outlet_name for r in self.reports})


def _claims(connection: Connection, story: int, claims: Sequence[Claim], trace: Trace, sight: _Sight, now: str) -> None:
    place = {s.id: n for n, s in enumerate(trace.statements)}
    where = {r.id: n for n, r in enumerate(trace.reports)}
    carried = []
    for claim in claims:
        said = [trace.statements[n] for n in sorted({place[s] for s in claim.statements() if s in place})]
        reports = [trace.reports[n] for n in sorted({where[s.report] for s in said})]
        seen = min((sight.seen[s.id] for s in said), default=now)
        carried.append(_Carried(claim, tuple(said), tuple(reports), seen))
    if not carried:
        return
    numbers = _numbers(connection, [c.seen for c in carried])
    numbered = list(zip(numbers, carried, strict=True))
    _insert(connection, ClaimRow, [{"number": n, **_claim(story, c)} for n, c in numbered])
    marks = {n: _marks(c, sight) for n, c in numbered}
    index_all(connection, "claim_shadow", [(n, *_said(c)) for n, c in numbered], marks)
    _insert(connection, VersionRow, [
        {"claim": number, "statement": id_, "nth": nth, "report": sight.number[trace.statements[place[id_]].report],
         "seen": min(sight.seen[s] for s in version)}
        for number, c in numbered
        for nth, version in enumerate(c.claim.versions) for id_ in dict.fromkeys(version)
    ])  # fmt: skip
    _insert(connection, DifferenceRow, [
        {"claim": number, "place": place, "kind": d.kind, "one": d.statements[0], "other": d.statements[1],
         "conflict": d.conflict, "update": d.update, "seen": max(sight.seen.get(s, c.seen) for s in d.statements)}
        for number, c in numbered for place, d in enumerate(c.claim.differences)
    ])  # fmt: skip
    _counted(connection, story, carried, sight, now)


def _claim(story: int, c: _Carried) -> dict[str, Any]:
    claim = c.claim
    published = min((r.published_at or r.published or "~" for r in c.reports), default="~")
    return {
        "story": story, "id": claim.id, "text": fit(claim.text), "low": claim.independent.low,
        "high": claim.independent.high, "bottleneck": json.dumps(claim.independent.bottleneck),
        "statements": len(c.statements), "reports": len(c.reports), "outlets": c.outlets,
        "versions": len(claim.versions),
        "conflicts": sum(d.conflict for d in claim.differences),
        "published": published[:40].strip("~") or None, "seen": c.seen,
    }  # fmt: skip


def _said(c: _Carried) -> tuple[str, ...]:
    """The words of a claim: those that say it best, then all others."""
    texts = {r.id: r.text for r in c.reports}
    return tuple(dict.fromkeys((c.claim.text, *(texts[s.report][s.start : s.end] for s in c.statements))))


def _marks(c: _Carried, sight: _Sight) -> tuple[str, ...]:
    """What search finds a claim by beside its words."""
    speaking = dict.fromkeys(source for s in c.statements for source in sight.chain[s.id])
    names = [sight.name[source] for source in speaking if source in sight.name]
    return facets.of_claim(c.claim, c.outlets, sorted({sight.outlet[r.id] for r in c.reports}), names)


def _numbers(connection: Connection, seen: Sequence[str]) -> list[int]:
    """The next numbers for claims that were first seen then."""
    last: dict[int, int] = {}
    found = []
    for first in map(_first, seen):
        if first not in last:
            there = connection.execute(
                select(func.min(ClaimRow.number)).where(ClaimRow.number >= first, ClaimRow.number < first + _PLACES)
            ).scalar()
            last[first] = first + _PLACES if there is None else int(there)
        last[first] -= 1
        found.append(last[first])
    return found


def _first(seen: str) -> int:
    """The lowest number of a moment."""
    try:
        moment = int(datetime.fromisoformat(seen).timestamp() * 1000)
    except (ValueError, OverflowError):  # a dump that something else wrote
        moment = 0
    return min(max(0, moment), _LAST) * _PLACES


def _counted(connection: Connection, story: int, carried: Sequence[_Carried], sight: _Sight, now: str) -> None:
    """Keep the counts that are not the ones before; the key is the claim's first words."""
    first = [(c.claim.independent, min(c.statements, key=lambda s: (sight.seen[s.id], s.report, s.start)))
             for c in carried if c.statements]  # fmt: skip
    counts = [(sight.key[s.id], (found.low, found.high)) for found, s in first]
    last: dict[str, tuple[int, int]] = {}
    for part in _parts(sorted({key for key, _ in counts})):
        for row in connection.execute(
            select(CountRow.key, CountRow.low, CountRow.high)
            .where(CountRow.key.in_(part), CountRow.story == story).order_by(CountRow.number)
        ):  # fmt: skip
            last[row.key] = (row.low, row.high)
    rows = []
    for key, (low, high) in counts:
        if last.get(key) != (low, high):
            last[key] = (low, high)
            rows.append({"story": story, "key": key, "low": low, "high": high, "at": now})
    _insert(connection, CountRow, rows)


def _derivations(connection: Connection, story: int, found: Story, sight: _Sight) -> None:
    _insert(connection, DerivationRow, [
        {"story": story, "place": place, "report": sight.number[d.report], "origin": fit(d.from_), "how": d.how,
         "confidence": d.confidence, "sure": d.sure, "seen": sight.report_seen[d.report]}
        for place, d in enumerate(found.derivations)
    ])  # fmt: skip
