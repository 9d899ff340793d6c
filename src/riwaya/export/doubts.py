"""Pairs of statements of which it is not sure whether they are one claim, claim by claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riwaya.model import Claim, Statement

MOST = 8  #: of a claim


@dataclass(frozen=True, slots=True)
class Doubt:
    """A statement of a claim and another that is near the line: inside the claim, or outside it."""

    mine: Statement
    other: Statement
    sure: float  #: how sure it is that the two are one claim, 0 to 1
    inside: bool  #: whether the other is in the claim all the same


def doubts(claims: Sequence[Claim], statements: Mapping[str, Statement]) -> dict[str, tuple[Doubt, ...]]:
    """By claim id, the doubtful pairs with an end in the claim, the likeliest first, each statement outside once."""
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        for s in claim.statements():
            homes[s].add(claim.id)
    found: defaultdict[str, list[Doubt]] = defaultdict(list)
    for claim in claims:
        for a, b, sure in claim.unsure:
            if a not in statements or b not in statements:
                continue
            for mine, other in ((a, b), (b, a)):
                for home in sorted(homes[mine]):
                    inside = home in homes[other]
                    if not inside or mine == a:  # a pair within a claim is told once
                        found[home].append(Doubt(statements[mine], statements[other], sure, inside))
    return {home: _told(held) for home, held in found.items()}


def _told(held: Sequence[Doubt]) -> tuple[Doubt, ...]:
    told: dict[tuple[str, str], Doubt] = {}
    for d in sorted(held, key=lambda d: (-d.sure, d.other.id, d.mine.id)):
        told.setdefault((d.mine.id, d.other.id) if d.inside else ("", d.other.id), d)
    return tuple(told.values())[:MOST]
