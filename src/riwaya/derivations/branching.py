"""The best way to give every report of a story at most one original, without circles: a maximum branching (Chu and
Liu 1965; Edmonds 1967). Greedy choices go wrong where the times don't say which of two near copies came first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Arc(NamedTuple):
    """A possible taking and what it is worth; `key` names it through all contractions."""

    child: int
    parent: int
    weight: float
    key: int


def maximum_branching(size: int, arcs: Mapping[int, tuple[int, int, float]]) -> list[int]:
    """The keys of the arcs of a branching of greatest total weight over vertices 0 to `size` - 1.

    `arcs`: key -> (child, parent, weight); what weighs nothing or less is never taken. Of equal weights the smaller
    key goes first. All circles of a round are contracted at once, so that the depth stays small.
    """
    return sorted(_branch(size, [Arc(c, p, w, k) for k, (c, p, w) in sorted(arcs.items())]))


def _branch(size: int, arcs: list[Arc]) -> list[int]:
    best: dict[int, Arc] = {}
    for arc in arcs:
        if arc.child != arc.parent and arc.weight > 0:
            now = best.get(arc.child)
            if now is None or (arc.weight, -arc.key) > (now.weight, -now.key):
                best[arc.child] = arc
    rings = _circles(best)
    if not rings:
        return [a.key for a in best.values()]
    stands = {v: size + n for n, ring in enumerate(rings) for v in ring}
    least = [min(best[v].weight for v in ring) for ring in rings]
    outer: dict[tuple[int, int], Arc] = {}  # of several between the same two the best
    entered: dict[int, int] = {}  # key of an arc into a ring -> the vertex of the ring that it enters
    for arc in arcs:
        child, parent = stands.get(arc.child, arc.child), stands.get(arc.parent, arc.parent)
        if child == parent:
            continue
        weight = arc.weight
        if arc.child in stands:
            # what the whole gains by breaking the ring here instead of at its weakest arc
            weight += least[child - size] - best[arc.child].weight
            entered[arc.key] = arc.child
        now = outer.get((child, parent))
        if now is None or (weight, -arc.key) > (now.weight, -now.key):
            outer[child, parent] = Arc(child, parent, weight, arc.key)
    chosen = _branch(size + len(rings), list(outer.values()))
    broken = {stands[entered[k]]: entered[k] for k in chosen if k in entered}
    for n, ring in enumerate(rings):
        weakest = min((v for v in ring if best[v].weight == least[n]), key=lambda v: -best[v].key)
        out = broken.get(size + n, weakest)
        chosen += [best[v].key for v in ring if v != out]
    return chosen


def _circles(best: Mapping[int, Arc]) -> list[list[int]]:
    done: set[int] = set()
    rings: list[list[int]] = []
    for start in sorted(best):
        way: dict[int, int] = {}
        at: int | None = start
        while at is not None and at not in done and at not in way:
            way[at] = len(way)
            at = best[at].parent if at in best else None
        if at is not None and at in way:
            rings.append(list(way)[way[at] :])
        done.update(way)
    return rings
