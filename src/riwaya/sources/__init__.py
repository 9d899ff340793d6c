"""One entry a real source: who is meant by the mentions that attribution found, across reports and languages.

The way: every mention is read by itself (`reading`); what has a name is joined by name, sound and sense (`people`,
`bodies`); what only points goes to what it points to within its report (`pointers`); unnamed sources are joined by
description and by who carried them (`unnamed`); then each group gets a name, a kind and an id (`naming`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from riwaya.model import Attribution, Mention, Report, Source, Statement
from riwaya.recall import Recall
from riwaya.sources.cards import Card, Groups
from riwaya.sources.gather import Gathered, gather
from riwaya.sources.join import join
from riwaya.sources.mend import mended
from riwaya.sources.naming import ids, kind_of, name_of
from riwaya.sources.own import own_outlet
from riwaya.sources.remembered import remembering
from riwaya.sources.sounds import skeleton
from riwaya.sources.traits import clash

__all__ = ["Resolved", "compatible", "resolve", "skeleton"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Reports with their outlets, the sources of all of them, and their statements with chains of source ids."""

    reports: tuple[Report, ...]
    sources: tuple[Source, ...]
    statements: tuple[Statement, ...]


def resolve(
    reports: Sequence[Report], attributions: Mapping[str, Sequence[Attribution]], known: Recall | None = None
) -> Resolved:
    """Find the real sources behind the mentions of all reports.

    In: reports, and by report id what attribution read in each; `known` is what was read before (nothing but time
    depends on it). Out: the reports in the order given, with `outlet` set (None where the page does not say who
    published it); the sources, by id; the statements, report by report in order of place. Links to the report's own
    outlet are dropped from its chains; a statement that had no other becomes the outlet's own voice. The order of the
    reports changes nothing else.
    """
    ordered = sorted(reports, key=lambda r: r.id)
    outlets = (own_outlet(r) for r in ordered)
    houses = cache(lambda: frozenset(o.name[o.name[0] == "the" :] for o in outlets if o and len(o.name) > 1))
    read = remembering(known)
    attributions = {r.id: mended(r, attributions.get(r.id, ()), houses, read) for r in ordered}
    gathered = gather(ordered, attributions, read)
    groups = Groups(list(gathered.cards))
    join(groups, gathered, ordered, attributions)
    used = [g for g in groups.members() if any(c.n in gathered.shown for c in g)]
    owners = frozenset(gathered.own.values())
    names = [name_of(g, owners) for g in used]
    id_of: dict[int, str] = {}
    sources = []
    for group, name, id_ in zip(used, names, ids(used, names, (r.id for r in reports)), strict=True):
        id_of[groups.root(group[0].n)] = id_
        sources.append(_source(id_, name, group, gathered))
    own = {r: id_of[groups.root(n)] for r, n in gathered.own.items()}
    ours = {r: groups.root(n) for r, n in gathered.own.items()}
    statements: list[Statement] = []
    for report in reports:
        said = sorted(attributions.get(report.id, ()), key=lambda a: (a.content, a.voice, a.cue or a.content))
        for n, a in enumerate(said, 1):
            statements.append(_statement(f"{report.id}-{n}", report.id, a, gathered, groups, id_of, ours))
    return Resolved(
        tuple(replace(r, outlet=own.get(r.id)) for r in reports),
        tuple(sorted(sources, key=lambda s: s.id)),
        tuple(statements),
    )


def compatible(a: Source, b: Source) -> bool:
    """Whether two unnamed sources can be the same people: neither number, rank, trade nor whose they are speaks
    against it (see `riwaya.sources.traits.clash`). Named sources are the same only where they are one source."""
    if a.id == b.id:
        return True
    if not {a.kind, b.kind} <= {"anonymous", "group"}:
        return False
    return clash(a.traits, b.traits) is None


def _source(id_: str, name: str, group: Sequence[Card], gathered: Gathered) -> Source:
    places = {Mention(c.report, *c.place) for c in group if c.place is not None and c.n in gathered.shown}
    places |= {Mention(r, s.start, s.end) for c in group for r, s in gathered.anaphors.get(c.n, ())}
    kind = kind_of(group)
    traits: frozenset[str] = frozenset()
    if kind in ("anonymous", "group"):
        traits = max((c.named.traits for c in group), key=lambda t: (len(t), sorted(t)))
    owner = next((c.named.entry.owner for c in group if c.named.entry), None)
    return Source(id_, name, kind, tuple(sorted(places, key=lambda m: (m.report, m.start, m.end))), owner, traits)


def _statement(
    id_: str,
    report: str,
    a: Attribution,
    gathered: Gathered,
    groups: Groups,
    id_of: Mapping[int, str],
    ours: Mapping[str, int],
) -> Statement:
    chain: list[str] = []
    inferred: list[str] = []
    dropped = False
    for link in a.chain:
        n = gathered.card_of.get((report, link.mention))
        if n in gathered.settings and len(a.chain) > 1:
            continue
        if n is None or n in gathered.outlet_itself or groups.root(n) == ours.get(report):
            dropped = True
            continue
        source = id_of[groups.root(n)]
        if source in chain:
            continue
        chain.append(source)
        if link.inferred:
            inferred.append(source)
    own = a.voice == "own" or not chain
    why = a.why
    if own and a.voice != "own":
        why = f"{why}; {'the source is the report’s own outlet' if dropped else 'no source is named'}"
    return Statement(
        id_,
        report,
        a.content.start,
        a.content.end,
        "own" if own else a.voice,
        "asserts" if own else a.stance,
        None if own else a.cue,
        () if own else tuple(chain),
        () if own else tuple(inferred),
        why,
        a.sure,
        a.hedged,
    )
