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

import zlib
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from riwaya.derivations.reuse import RUN, Text, read
from riwaya.model import Report

Numbers = NDArray[np.uint64]
Ints = NDArray[np.int64]

BUSY = 200  #: texts of a run that answer
_BLOCK = 1 << 22  #: answers that are looked at together, to bound the memory


class Pair(NamedTuple):
    """Two texts that share wording: their places in what was given, and the share of the shorter one's runs."""

    a: int
    b: int
    shared: float


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
    return tuple(sorted(Shared(ordered[p.a].id, ordered[p.b].id, p.shared) for p in found))


def sharing(texts: Sequence[Sequence[str]], least: float = 0.5) -> list[Pair]:
    """The same for texts as words, by their places in `texts`, in order."""
    index = _index(texts, least)
    found: list[Pair] = []
    mark = np.zeros(len(index.start) - 1, bool)
    for asker, answering in _answers(index):
        found += _counted(index, asker, answering, least, mark)
    return sorted(found)


def digests(text: Text) -> Numbers:
    """The digests of a text's runs, each once, in order of size."""
    return np.unique(_runs(_words(text.forms, len(text.forms))))


def _words(forms: Iterable[str], many: int) -> Numbers:
    """A number for every word, the same for the same."""
    return np.fromiter(map(zlib.crc32, map(str.encode, forms)), np.uint64, many)


def _runs(words: Numbers) -> Numbers:
    """A digest of every `RUN` words, as 64 bits (multiply and shift, each word in its place)."""
    if len(words) < RUN:
        return np.zeros(0, np.uint64)
    mixed = np.zeros(len(words) - RUN + 1, np.uint64)
    for k in range(RUN):
        mixed = (mixed ^ words[k : k + len(mixed)]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed


class _Index(NamedTuple):
    """The runs that several texts have. A run is a number; texts and runs each have their rows in one long column."""

    size: Ints  #: of every text, how many distinct runs it has, shared or not
    runs: Ints  #: runs of text t, the rarest first: runs[first[t] : first[t + 1]]
    first: Ints
    asking: Ints  #: of these, how many it has to ask with
    holders: Ints  #: the texts of run r, in order: holders[start[r] : start[r + 1]]
    start: Ints


def _index(texts: Sequence[Sequence[str]], least: float) -> _Index:
    n = len(texts)
    lengths = np.array([len(t) for t in texts], np.int64)
    words = _words(chain.from_iterable(texts), int(lengths.sum()))
    owner = np.repeat(np.arange(n, dtype=np.int64), lengths)
    digest = _runs(words)
    inside = owner[: len(digest)] == owner[RUN - 1 : RUN - 1 + len(digest)] if len(digest) else np.zeros(0, bool)
    digest, owner = digest[inside], owner[: len(inside)][inside]
    size = np.bincount(owner, minlength=n)
    order = np.argsort(digest)
    digest = digest[order]
    held = _lengths(digest)
    several = np.repeat(held > 1, held)
    # each key is a run and a text: sorting them puts the texts of a run in order, and one that has it twice together
    keys = np.repeat(np.arange(len(held)), held)[several] * n + owner[order][several]
    keys.sort()
    fresh = np.ones(len(keys), bool)
    fresh[1:] = keys[1:] != keys[:-1]
    size -= np.bincount(keys[~fresh] % max(n, 1), minlength=n)
    runs, holders = np.divmod(keys[fresh], max(n, 1))
    held = _lengths(runs)
    holders, held = holders[np.repeat(held > 1, held)], held[held > 1]
    start = np.concatenate(([0], np.cumsum(held)))
    many = np.bincount(holders, minlength=n)
    # each key is a text, how many have the run, and the run: the rarest runs of a text stand first
    keys = holders * (BUSY + 2) + np.repeat(np.minimum(held, BUSY + 1), held)
    keys = keys * len(held) + np.repeat(np.arange(len(held)), held)
    keys.sort()
    runs = keys % max(len(held), 1)
    must = np.ceil(least * size - 1e-9).astype(np.int64)  # of m runs m - k + 1 have to ask; those of its own need not
    asking = np.clip(size - must + 1 - (size - many), 0, many)
    return _Index(size, runs, np.concatenate(([0], np.cumsum(many))), asking, holders, start)


def _lengths(ordered: NDArray[Any]) -> Ints:
    """How often each value of a sorted column stands in it."""
    edges = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    return np.diff(np.concatenate(([0], edges, [len(ordered)]))) if len(ordered) else np.zeros(0, np.int64)


def _answers(index: _Index) -> Iterable[tuple[int, Ints]]:
    """Every text with those that it has to be counted against, which are as long or longer; each pair once."""
    n = len(index.size)
    spread = np.minimum(np.diff(index.start), BUSY)
    texts = np.repeat(np.arange(n), index.asking)
    places = index.first[:-1][texts] + _steps(index.asking)
    runs = index.runs[places]
    load = np.cumsum(spread[runs])
    at = 0
    while at < len(texts):
        end = int(np.searchsorted(load, (load[at - 1] if at else 0) + _BLOCK, "right"))
        # whole texts only, so that each is met once
        end = len(texts) if end >= len(texts) else int(np.searchsorted(texts, texts[end], "left"))
        end = max(end, int(np.searchsorted(texts, texts[at], "right")))
        here, runs_here = texts[at:end], runs[at:end]
        many = spread[runs_here]
        asker = np.repeat(here, many)
        answer = index.holders[np.repeat(index.start[runs_here], many) + _steps(many)]
        longer = index.size[answer], index.size[asker]
        fit = (longer[0] > longer[1]) | ((longer[0] == longer[1]) & (answer < asker))
        met = np.unique(asker[fit] * n + answer[fit])
        askers, others = met // n, met % n
        cuts = np.flatnonzero(np.diff(askers)) + 1
        for group, start in zip(np.split(others, cuts), np.concatenate(([0], cuts)), strict=True):
            if len(group):
                yield int(askers[start]), group
        at = end


def _steps(many: Ints) -> Ints:
    """0, 1, … once for each of `many`, up to it."""
    ends = np.cumsum(many)
    steps: Ints = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - many, many)
    return steps


def _counted(index: _Index, asker: int, answering: Ints, least: float, mark: NDArray[np.bool_]) -> list[Pair]:
    """Of the texts that answered, those that have enough of the asker's runs. `mark` has a place for every run; it is
    all False before and after."""
    first, runs = index.first, index.runs
    mine = runs[first[asker] : first[asker + 1]]
    theirs = [runs[first[t] : first[t + 1]] for t in answering.tolist()]
    lengths = np.array([len(t) for t in theirs])
    whole: NDArray[Any] = np.concatenate(theirs)
    mark[mine] = True
    both = np.add.reduceat(mark[whole], np.cumsum(lengths) - lengths, dtype=np.int64)
    mark[mine] = False
    share = both / index.size[asker]
    good = share >= least
    return [Pair(min(asker, t), max(asker, t), s)
            for t, s in zip(answering[good].tolist(), share[good].tolist(), strict=True)]
