"""How many independent sources stand behind a claim: the smallest set of sources and reports that, silenced, leaves
it unsaid (the minimum vertex cut between the claim's origins and its readers), read low and high.

What the two readings assume is in `docs/independence.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.independence.ground import Ground, Node, lay
from riwaya.independence.reason import reasons
from riwaya.independence.ways import Compatible, cut, draw
from riwaya.model import Claim, Derivation, Independent, Report, Source, Statement

TYPE_CHECKING = False  # as in typing: derivations load numpy, which a count seldom needs
if TYPE_CHECKING:
    from riwaya.derivations import Restored

__all__ = ["count"]


def count(
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    reports: Sequence[Report],
    sources: Sequence[Source],
    derivations: Sequence[Derivation],
    *,
    merge_owners: bool = True,
    compatible: Compatible | None = None,
) -> tuple[Claim, ...]:
    """The claims of one story with `independent` filled, in the order given.

    `merge_owners`: outlets of one owner, and reports of one newsroom, count once where each speaks in its own voice.
    `compatible(a, b)`: whether two unnamed sources may be the same (`riwaya.sources.compatible` unless given).
    Statements that a claim names and `statements` lacks are passed over; a claim left with none counts 0.
    """
    if compatible is None:
        from riwaya.sources import compatible as compatible_sources

        compatible = compatible_sources
    again = _unseen(claims, statements, reports, sources, derivations)
    ground = lay((*statements, *again.statements), (*reports, *again.reports), sources,
                 (*derivations, *again.derivations), frozenset(r.id for r in again.reports))
    return tuple(replace(c, independent=_count(c, again, ground, compatible, merge_owners)) for c in claims)


def _unseen(
    claims: Sequence[Claim], statements: Sequence[Statement], reports: Sequence[Report], sources: Sequence[Source],
    derivations: Sequence[Derivation],
) -> Restored:
    """The texts that nobody has seen and several reports print, put together again."""
    from riwaya.derivations import Restored, restored

    ids = {s.id for s in sources if s.kind == "document"}
    if not any(d.how == "copies" and d.from_ in ids for d in derivations):
        return Restored()
    return restored(claims, statements, reports, sources, derivations)


def _count(claim: Claim, again: Restored, ground: Ground, compatible: Compatible, owners: bool) -> Independent:
    members = [ground.statements[s] for s in dict.fromkeys(claim.statements()) if s in ground.statements]
    if not members:
        return Independent(0, 0)
    version = {s: i for i, v in enumerate(claim.versions) for s in v}
    if again.claims is not None and again.stands_for is not None:
        more = again.claims.get(claim.id, ())
        members += [ground.statements[s] for s in more]
        version |= {s: version[again.stands_for[s]] for s in more}
    low = cut(draw(members, version, ground, "low", compatible, owners))
    high = cut(draw(members, version, ground, "high", compatible, owners))
    if len(high.nodes) < len(low.nodes):  # an unsure derivation can leave the low reading with more ways
        low = high
    en, ar = reasons(members, low, len(high.nodes), ground)
    return Independent(len(low.nodes), len(high.nodes), tuple(sorted({_named(n) for n in low.nodes})), en, ar)


def _named(node: Node) -> str:
    """The report or source id that names a vertex; an owner goes by the first of its reports."""
    return node.at if node.kind == "owner" else node.id
