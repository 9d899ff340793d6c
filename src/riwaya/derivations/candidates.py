"""Which of many reports share so much wording that they need a closer look, without comparing all with all.

Every text is known by the few of its runs of five words whose digests are smallest (Broder 1997; kept per text, not
per hash function); these are looked up in an index of all runs of all texts. A short text inside a long one is so
found from the short one's side. Runs that very many texts have are formulas and lead nowhere. The index is one sort:
the cost is that of sorting, n log n in the words of the collection, plus what is found.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from riwaya.derivations.reuse import RUN, Text

Ints = NDArray[np.uint64]

_KEPT = 24  #: runs by which a text is known
_MEETINGS = 8  #: of these, how many another text must have to be looked at (of fewer runs: a third)
_BUSY = 100  #: texts from which a run is a formula


class Pair(NamedTuple):
    """Two texts that share wording: their places in what was given, and the share of the shorter one's runs."""

    a: int
    b: int
    shared: float


def candidates(texts: Sequence[Text], least: float = 0.5) -> list[Pair]:
    """The pairs that share at least `least` of the shorter text's runs of five words, in order. Texts shorter than
    one run are passed over."""
    known = [digests(t) for t in texts]
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), [len(d) for d in known])
    runs = np.concatenate(known) if known else np.zeros(0, np.uint64)
    order = np.argsort(runs, kind="stable")
    runs, owner = runs[order], owner[order]
    return _verified(_met(known, runs, owner), known, least)


def digests(text: Text) -> Ints:
    """The digests of a text's runs, each once, in order of size."""
    forms = text.forms
    if len(forms) < RUN:
        return np.zeros(0, np.uint64)
    words = np.fromiter((zlib.crc32(f.encode()) for f in forms), np.uint64, len(forms))
    mixed = np.zeros(len(forms) - RUN + 1, np.uint64)
    for k in range(RUN):
        mixed = (mixed ^ words[k : k + len(mixed)]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


def _met(known: Sequence[Ints], runs: Ints, owner: NDArray[Any]) -> NDArray[np.int64]:
    """Pairs that meet often enough, as numbers a * n + b with a < b."""
    n = len(known)
    kept = [d[:_KEPT] for d in known]
    asked = np.concatenate(kept) if kept else np.zeros(0, np.uint64)
    asker = np.repeat(np.arange(n, dtype=np.int64), [len(k) for k in kept])
    first = np.searchsorted(runs, asked, "left")
    many = np.searchsorted(runs, asked, "right") - first
    useful = (many > 1) & (many <= _BUSY)
    first, many, asker = first[useful], many[useful], asker[useful]
    if not len(first):
        return np.zeros(0, np.int64)
    start = np.repeat(first - np.concatenate(([0], np.cumsum(many)[:-1])), many)
    other = owner[start + np.arange(many.sum())]
    asking = np.repeat(asker, many)
    apart = other != asking
    met, times = np.unique(asking[apart] * n + other[apart], return_counts=True)
    size = np.array([len(k) for k in kept])[met // n]
    near = met[times >= np.minimum(_MEETINGS, np.maximum(1, size // 3))]
    a, b = near // n, near % n
    found: NDArray[np.int64] = np.unique(np.minimum(a, b) * n + np.maximum(a, b))
    return found


def _verified(pairs: NDArray[np.int64], known: Sequence[Ints], least: float) -> list[Pair]:
    n = len(known)
    out = []
    for pair in pairs.tolist():
        a, b = divmod(pair, n)
        x, y = known[a], known[b]
        if len(x) > len(y):
            x, y = y, x
        at = np.searchsorted(y, x)
        shared = float((y[np.minimum(at, len(y) - 1)] == x).mean())
        if shared >= least:
            out.append(Pair(a, b, shared))
    return out
