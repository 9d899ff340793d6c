"""Where the reports of a story stand in the picture of its descent: time runs down, derivation runs across.

Every report has a row of its own, by time of publishing, and a column one past the farthest it takes from. As no
two share a row, a line can leave its report along the row, run down the gutter before the column it goes to and
enter there, without ever crossing a box. (The layered drawing of Sugiyama, Tagawa and Toda, 1981, with one node a
row, so that no crossing of boxes needs to be minimized and any number of reports keeps its width.)
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from riwaya.export.view import StoryView, View, time_key
from riwaya.model import Derivation


class Node(NamedTuple):
    """A report, or a source whose own page is not in the story, and its place."""

    id: str
    seen: bool  #: False for a source without a report of its own
    row: int
    column: int


class Edge(NamedTuple):
    """A derivation and the track it runs in, counted from the gutter's start."""

    derivation: Derivation
    parent: int  #: index of the node it comes from
    child: int
    lane: int
    port: int  #: which of the child's lines, from above


@dataclass(frozen=True, slots=True)
class Layout:
    """Nodes by row; edges; for each column the number of lanes in the gutter before it; for each node its ports."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lanes: tuple[int, ...]
    ports: tuple[int, ...]


def layout(story: StoryView, view: View) -> Layout:
    """The places of a story's reports and unseen sources. Linear in reports and derivations, but for sorting."""
    reports = set(story.reports)
    taken = [d for d in dict.fromkeys(story.derivations) if d.report in reports and d.from_ != d.report]
    order = _in_time(story.reports, [(d.from_, d.report) for d in taken if d.from_ in reports], view)
    takers: dict[str, list[Derivation]] = defaultdict(list)
    for d in taken:
        takers[d.report].append(d)
    rows: dict[str, int] = {}
    for r in order:
        for d in takers[r]:
            if d.from_ not in reports:
                rows.setdefault(d.from_, len(rows))
        rows[r] = len(rows)
    column = _columns(rows, takers)
    nodes = tuple(Node(i, i in reports, row, column[i]) for i, row in rows.items())
    edges, lanes, ports = _tracks(nodes, rows, takers)
    return Layout(nodes, edges, lanes, ports)


def _in_time(reports: Sequence[str], edges: Iterable[tuple[str, str]], view: View) -> list[str]:
    """Reports by time, but never before what they come from; where derivations run in a circle, time decides."""
    into: dict[str, int] = dict.fromkeys(reports, 0)
    out: dict[str, list[str]] = defaultdict(list)
    for parent, child in set(edges):
        into[child] += 1
        out[parent].append(child)
    keys = {r: time_key(view.reports.get(r)) for r in into}
    waiting = sorted(into, key=lambda r: keys[r], reverse=True)
    ready = [(keys[r], r) for r in into if not into[r]]
    heapq.heapify(ready)
    done: dict[str, None] = {}
    while len(done) < len(into):
        if not ready:
            while waiting[-1] in done:
                waiting.pop()
            ready.append((keys[waiting[-1]], waiting[-1]))
        _, r = heapq.heappop(ready)
        if r in done:
            continue
        done[r] = None
        for child in out[r]:
            into[child] -= 1
            if not into[child]:
                heapq.heappush(ready, (keys[child], child))
    return list(done)


def _columns(rows: Mapping[str, int], takers: Mapping[str, Sequence[Derivation]]) -> dict[str, int]:
    column: dict[str, int] = {}
    for i, row in rows.items():
        before = [column[d.from_] for d in takers.get(i, ()) if rows[d.from_] < row]
        column[i] = max(before, default=-1) + 1
    return column


def _tracks(
    nodes: Sequence[Node], rows: Mapping[str, int], takers: Mapping[str, Sequence[Derivation]]
) -> tuple[tuple[Edge, ...], tuple[int, ...], tuple[int, ...]]:
    # One lane for what goes from one parent in one way, so that a trunk of several looks of one kind.
    lanes: list[dict[tuple[int, str], int]] = [{} for _ in range(max((n.column for n in nodes), default=-1) + 1)]
    for n in nodes:
        for track in sorted((rows[d.from_], d.how) for d in takers.get(n.id, ())):
            lanes[n.column].setdefault(track, len(lanes[n.column]))
    edges = []
    ports = []
    for n in nodes:
        found = sorted(takers.get(n.id, ()), key=lambda d: (rows[d.from_], d.how))
        ports.append(len(found))
        edges += [Edge(d, rows[d.from_], n.row, lanes[n.column][rows[d.from_], d.how], p) for p, d in enumerate(found)]
    return tuple(edges), tuple(len(found) for found in lanes), tuple(ports)
