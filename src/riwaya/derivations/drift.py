"""Where a wording entered a story, by what path the others got it, and what was lost or changed on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from riwaya.model import Claim, Derivation, Report, Source, Statement

DriftKind = Literal[
    "source dropped",  #: the original has it from a source, the taker says it in its own voice
    "source replaced",  #: another source is named for it
    "source blurred",  #: the same kind of unnamed source, its number, rank or trade lost
    "source grown",  #: the same, with a number, rank or trade that the original does not give
    "hedge lost",  #: the original says it with a hedge, the taker without
    "denial lost",  #: the original has it denied or doubted, the taker asserted
    "reading changed",  #: the taker says it otherwise; `detail` names the difference
]
_TELLING = ("count:", "rank:", "trade:", "of:")


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a version of a claim entered."""

    claim: str
    version: int  #: which of the claim's versions
    report: str  #: the earliest report that has it and took it from no other
    statement: str
    path: tuple[tuple[str, str], ...]  #: (report, the report it got the version from), in order of time
    others: tuple[str, ...]  #: further reports that have it and took it from none


@dataclass(frozen=True, slots=True)
class Drift:
    """A change along one derivation."""

    claim: str
    report: str
    from_: str
    kind: DriftKind
    statements: tuple[str, str]  #: in the original, in the taker
    detail: str = ""


def _when(report: Report) -> tuple[str, str]:
    return (report.published_at or report.published or "9999", report.id)


def _upstream(derivations: Sequence[Derivation], reports: Sequence[Report]) -> dict[str, list[str]]:
    """Report -> the reports it takes from; an outlet stands for its earliest report."""
    ids = {r.id for r in reports}
    by_outlet: dict[str, str] = {}
    for r in sorted(reports, key=_when):
        if r.outlet is not None:
            by_outlet.setdefault(r.outlet, r.id)
    out: dict[str, list[str]] = {}
    for d in sorted(derivations, key=lambda d: (d.how == "cites", -d.confidence, d.from_)):
        original = d.from_ if d.from_ in ids else by_outlet.get(d.from_)
        if original is not None and original != d.report and original not in out.get(d.report, ()):
            out.setdefault(d.report, []).append(original)
    return out


def entries(
    claims: Sequence[Claim], statements: Sequence[Statement], reports: Sequence[Report],
    derivations: Sequence[Derivation],
) -> tuple[Entry, ...]:
    """For every version of every claim, where it entered. Order of input changes nothing but that of the claims."""
    said = {s.id: s for s in statements}
    when = {r.id: _when(r) for r in reports}
    upstream = _upstream(derivations, reports)
    out: list[Entry] = []
    for claim in claims:
        for number, version in enumerate(claim.versions):
            first: dict[str, Statement] = {}
            for s in sorted((said[i] for i in version if i in said), key=lambda s: (s.start, s.id)):
                if s.report in when:
                    first.setdefault(s.report, s)
            if not first:
                continue
            got = {r: next((u for u in upstream.get(r, ()) if u in first), None) for r in first}
            roots = [r for r, u in got.items() if u is None] or list(first)  # all in a circle: the earliest will do
            entered = min(roots, key=lambda r: when[r])
            path = [(r, u) for r, u in got.items() if u is not None and r != entered]
            out.append(Entry(
                claim.id, number, entered, first[entered].id, tuple(sorted(path, key=lambda e: when[e[0]])),
                tuple(sorted((r for r in roots if r != entered), key=lambda r: when[r])),
            ))
    return tuple(out)


def drift(
    claims: Sequence[Claim], statements: Sequence[Statement], reports: Sequence[Report], sources: Sequence[Source],
    derivations: Sequence[Derivation],
) -> tuple[Drift, ...]:
    """What each taker changed in what it took, claim by claim, for derivations between two reports of the story."""
    said = {s.id: s for s in statements}
    known = {s.id: s for s in sources}
    outlet = {r.id: r.outlet for r in reports}
    upstream = _upstream(derivations, reports)
    out: list[Drift] = []
    for claim in claims:
        version = {s: i for i, v in enumerate(claim.versions) for s in v}
        by_report: dict[str, list[Statement]] = {}
        for i in claim.statements():
            if i in said:
                by_report.setdefault(said[i].report, []).append(said[i])
        for report in sorted(by_report):
            for original in upstream.get(report, ()):
                for s in by_report[report]:
                    for t in by_report.get(original, ())[:1]:
                        out += _changes(claim, version, s, t, known, outlet)
    return tuple(dict.fromkeys(out))


def _changes(
    claim: Claim, version: dict[str, int], s: Statement, t: Statement, known: dict[str, Source],
    outlet: dict[str, str | None],
) -> list[Drift]:
    """What taker's statement `s` changed in the original's `t`."""
    out: list[Drift] = []

    def note(kind: DriftKind, detail: str = "") -> None:
        out.append(Drift(claim.id, s.report, t.report, kind, (t.id, s.id), detail))

    relays = {outlet.get(t.report), outlet.get(s.report), t.report}
    mine = [c for c in s.chain if c not in relays]
    theirs = [c for c in t.chain if c not in relays]
    if theirs and not s.chain:
        note("source dropped", _names(theirs, known))
    elif theirs and mine and not set(theirs) & set(mine):
        a, b = known.get(theirs[-1]), known.get(mine[-1])
        if a is not None and b is not None and a.kind == b.kind == "anonymous":
            lost = sorted(x for x in a.traits - b.traits if x.startswith(_TELLING))
            grown = sorted(x for x in b.traits - a.traits if x.startswith(_TELLING))
            if lost:
                note("source blurred", ", ".join(lost))
            if grown:
                note("source grown", ", ".join(grown))
        else:
            note("source replaced", f"{_names(theirs, known)} → {_names(mine, known)}")
    if t.hedged and not s.hedged:
        note("hedge lost")
    if t.stance in ("denies", "doubts") and s.stance == "asserts":
        note("denial lost")
    if version.get(s.id) != version.get(t.id):
        kinds = sorted({d.kind for d in claim.differences if {version.get(x) for x in d.statements}
                        == {version.get(s.id), version.get(t.id)}})
        note("reading changed", ", ".join(kinds))
    return out


def _names(ids: Sequence[str], known: dict[str, Source]) -> str:
    return ", ".join(known[i].name if i in known else i for i in ids)
