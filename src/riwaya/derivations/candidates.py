"""Which of many reports share wording, without comparing all with all.

Two texts of which one has at least a share of the other's runs of five words must have one of the other's *rarest*
runs in common: of m runs, k of which must be shared, any m - k + 1 hold at least one that is (prefix filtering,
Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007). So every text asks with its rarest runs, most of
which no other text has, and only who answers is counted out. Nothing is sampled: what is found is exact, but that of
a run that more than `BUSY` texts have only the first of them answer. So a formula leads nowhere, a text printed a
thousand times is tied to its first copies, and the cost stays that of sorting, n log n in the words, plus what is
found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riwaya.derivations.holders import BUSY, Holders, Ints, Places, hold
from riwaya.derivations.reuse import read
from riwaya.model import Report

_ASKING = 1 << 14  #: runs that are asked with together: what answers fits a cache


class Pairs(NamedTuple):
    """Pairs of texts that share wording, in order. Columns: an object a pair would have the garbage collector go
    through all texts again and again."""

    a: Ints  #: where the earlier stands in what was given
    b: Ints  #: where the later does
    shared: NDArray[np.float64]  #: the share of the shorter one's runs of words


class Shared(NamedTuple):
    """Two reports that share wording, by id, the earlier first, and the share of the shorter one's runs of words."""

    a: str
    b: str
    shared: float


def pairs(reports: Sequence[Report], least: float = 0.5) -> tuple[Shared, ...]:
    """The pairs of any number of reports that share at least `least` (above 0, at most 1) of the shorter one's runs
    of five words, in order of ids. The earlier of two by time of publishing, then by id, stands first. Reports
    shorter than five words are in none. Exact where no run is in more than `BUSY` reports; beyond that a report is
    tied to the earliest. Nothing depends on the order of what comes in."""
    ordered = sorted(reports, key=lambda r: (r.published_at or r.published or "9999", r.id))
    found = sharing([read(r).forms for r in ordered], least)
    ids = [r.id for r in ordered]
    return tuple(sorted(Shared(ids[a], ids[b], s) for a, b, s in zip(*(c.tolist() for c in found), strict=True)))


def sharing(texts: Sequence[Sequence[str]], least: float = 0.5) -> Pairs:
    """The same for texts as words."""
    index = hold(texts)
    mark = np.zeros(len(index.start) - 1, bool)
    found: list[tuple[Ints, Ints, NDArray[np.float64]]] = []
    for askers, answering in answers(index, least):
        share = counted(index, askers, answering, mark) / index.size[askers]
        good = share >= least
        found.append((index.order[askers[good]], index.order[answering[good]], share[good]))
    if not found:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    one, other, shared = map(np.concatenate, zip(*found, strict=True))
    a, b = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((b, a))
    return Pairs(a[order], b[order], shared[order])


def answers(index: Holders, least: float) -> Iterator[tuple[Ints, Ints]]:
    """The pairs of places that have to be counted: who asks and who answers, which is as long or longer, and so stands
    before it; each pair once, in order."""
    n = len(index.size)
    asks = asking(index, least)
    held = np.diff(index.start)
    busy = np.flatnonzero(held > BUSY)
    # who answers to a run stands before the asker among those who have it; of a busy run, some of those first given
    column = np.concatenate((index.holders, _first_given(index, busy)))
    before = np.cumsum(asks)
    at = 0
    while at < n:
        end = max(at + 1, int(np.searchsorted(before, (before[at - 1] if at else 0) + _ASKING, "right")))
        many = asks[at:end]
        rows = _rows(index.first[at:end], many)
        asker = np.repeat(np.arange(at, end), many)
        at = end
        runs = index.runs[rows]
        start = index.start[runs]
        spread = index.rows[rows] - start
        crowded = held[runs] > BUSY
        start[crowded] = len(index.holders) + BUSY * np.searchsorted(busy, runs[crowded])
        spread[crowded] = BUSY
        answer = column[_rows(start, spread)]
        met = np.repeat(asker * n, spread) + answer
        if crowded.any():
            met = met[answer < np.repeat(asker, spread)]
        met.sort()
        met = met[np.diff(met, prepend=-1) > 0]
        if len(met):
            askers, answering = np.divmod(met, n)
            yield askers, answering


def asking(index: Holders, least: float) -> Ints:
    """With how many of its runs, the rarest first, each place has to ask: of m runs, of which k must be shared, with
    m - k + 1, but not with those that nobody else has."""
    shared = np.diff(index.first)
    must = np.ceil(least * index.size - 1e-9).astype(np.int64)
    asks: Ints = np.clip(shared - must + 1, 0, shared)
    return asks


def _first_given(index: Holders, busy: Ints) -> Places:
    """Of each busy run the `BUSY` texts that were given first, by their places."""
    n = max(len(index.order), 1)
    held = index.start[busy + 1] - index.start[busy]
    rows = _rows(index.start[busy], held)
    keys = np.repeat(np.arange(len(busy)), held) * n + index.order[index.holders[rows]]
    keys.sort()
    keys = keys[_rows(np.zeros_like(held), held) < BUSY]
    place: Places = np.empty(n, np.int32)
    place[index.order] = np.arange(len(index.order))
    first: Places = place[keys % n]
    return first


def _rows(start: Ints, many: Ints) -> Ints:
    """The `many` numbers from each `start` on, all in one column."""
    ends = np.cumsum(many)
    out = np.repeat(start - ends + many, many)
    out += np.arange(len(out))
    return out


def counted(index: Holders, askers: Ints, answering: Ints, mark: NDArray[np.bool_]) -> Ints:
    """How many runs the two of each pair have in common; pairs of one asker stand together. `mark` has a place for
    every run; it is all False before and after."""
    first, runs = index.first, index.runs
    many = first[answering + 1] - first[answering]
    theirs = runs[_rows(first[answering], many)].astype(np.int64)
    ends = np.cumsum(many)
    hit = np.empty(len(theirs), bool)
    cuts = np.flatnonzero(np.diff(askers, prepend=-1, append=-1))
    bounds = np.append(ends - many, ends[-1])[cuts].tolist()
    for asker, a, b in zip(askers[cuts[:-1]].tolist(), bounds, bounds[1:], strict=False):
        mine = runs[first[asker] : first[asker + 1]]
        mark[mine] = True
        mark.take(theirs[a:b], out=hit[a:b], mode="clip")
        mark[mine] = False
    common: Ints = np.add.reduceat(hit, ends - many, dtype=np.int64)
    return common
