"""The smallest set of vertices that parts the origins of a claim from its readers.

Menger's theorem turns it into a maximum flow: every vertex becomes an arc of the capacity of silencing it, every link
an arc that nothing can cut (Ford and Fulkerson 1956; Edmonds and Karp 1972 for the shortest augmenting paths). The
graphs have tens of vertices, so plain dictionaries are faster than loading a graph library.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

Arc = tuple[str, str]

_IN, _OUT = "<", ">"
_START, _END = "origins", "readers"


def smallest_cut(
    cost: Mapping[str, int], links: Iterable[Arc], origins: Iterable[str], readers: Iterable[str]
) -> frozenset[str]:
    """The vertices of least total cost that every way from an origin to the readers passes.

    `cost` gives every vertex and what silencing it costs (positive); `links` lead towards the readers; `readers` are
    the vertices that the readers see. Of several cuts of the same cost the one nearest the readers is returned.
    """
    infinite = sum(cost.values()) + 1
    room: dict[str, dict[str, int]] = {}

    def arc(a: str, b: str, capacity: int) -> None:
        row = room.setdefault(a, {})
        row[b] = max(row.get(b, 0), capacity)
        room.setdefault(b, {}).setdefault(a, 0)

    for v, c in cost.items():
        arc(_IN + v, _OUT + v, c)
    for a, b in links:
        if a != b:
            arc(_OUT + a, _IN + b, infinite)
    for v in origins:
        arc(_START, _IN + v, infinite)
    for v in readers:
        arc(_OUT + v, _END, infinite)

    while (path := _way(room)) is not None:
        step = min(room[a][b] for a, b in path)
        for a, b in path:
            room[a][b] -= step
            room[b][a] += step

    near = _reaching(room)
    return frozenset(v for v in cost if _OUT + v in near and _IN + v not in near)


def _way(room: Mapping[str, Mapping[str, int]]) -> list[Arc] | None:
    """A shortest way with room left from the origins to the readers."""
    back: dict[str, str] = {_START: ""}
    todo = deque([_START])
    while todo:
        a = todo.popleft()
        if a == _END:
            path = []
            while back[a]:
                path.append((back[a], a))
                a = back[a]
            return path
        for b, left in room.get(a, {}).items():
            if left > 0 and b not in back:
                back[b] = a
                todo.append(b)
    return None


def _reaching(room: Mapping[str, Mapping[str, int]]) -> set[str]:
    """The nodes from which the readers can still be reached: their edge is the cut nearest the readers."""
    into: dict[str, list[str]] = {}
    for a, row in room.items():
        for b, left in row.items():
            if left > 0:
                into.setdefault(b, []).append(a)
    seen = {_END}
    todo = [_END]
    while todo:
        for a in into.get(todo.pop(), ()):
            if a not in seen:
                seen.add(a)
                todo.append(a)
    return seen
