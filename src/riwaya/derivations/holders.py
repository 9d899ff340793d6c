"""Which of many texts have which runs of words, in long columns.

The words are digested some texts at a time and the runs sorted one range of digests at a time, in pieces that fit a
processor's cache: columns as long as the whole collection, made anew for every step, cost more time than the steps.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from riwaya.derivations.reuse import RUN

Numbers = NDArray[np.uint64]
Ints = NDArray[np.int64]
Places = NDArray[np.int32]  # half as long in memory

BUSY = 200  #: texts of a run that answer
_BLOCK = 1 << 18  #: words that are digested together, unless one text has more
_BLOCKS = 1024  #: and into how many pieces the words are cut at most


class Holders(NamedTuple):
    """The runs that several texts have. Texts go by their places: the longest (in runs) is the first, of equally long
    ones the one given first. A run is a number; texts and runs each have their rows in a long column."""

    order: Ints  #: of every place, which of the given texts stands there
    size: Ints  #: of every place, how many distinct runs the text has, shared or not
    holders: Places  #: the places of run r, in order: holders[start[r] : start[r + 1]]
    start: Ints
    rows: Ints  #: where in `holders` place t stands, its rarest run first: rows[first[t] : first[t + 1]]
    runs: Places  #: the runs of these rows
    first: Ints


def digested(forms: Sequence[str]) -> Numbers:
    """The digests of a text's runs, each once, in order of size."""
    return np.unique(_runs(_words(forms, len(forms))))


def hold(texts: Sequence[Sequence[str]]) -> Holders:
    """Which texts hold which runs; what only one of them has is left out."""
    n = len(texts)
    blocks, cuts, low = _blocks(texts)
    size = np.zeros(n, np.int64)
    for keys, first, last in zip(blocks, cuts, cuts[1:], strict=False):
        size[first:last] = np.bincount((keys & _ones(low)).view(np.int64), minlength=last - first)
    order = np.argsort(-size, kind="stable")
    place = np.empty(n, np.uint64)
    place[order] = np.arange(n, dtype=np.uint64)
    high = (len(blocks) - 1).bit_length() if blocks else 0
    ranges = np.arange(1, 1 << high, dtype=np.uint64) << np.uint64(64 - high) if high else np.zeros(0, np.uint64)
    parted = [np.split(keys, np.searchsorted(keys, ranges)) for keys in blocks]
    rows = int(size.sum()).bit_length()
    wide = np.uint64(max(n - 1, 1).bit_length())  # at most low + high, so that no more is shifted out than is known
    # as long as they can become; what is never written to costs nothing
    column = np.empty(int(size.sum()), np.int32)
    of_run = np.empty(len(column), np.int32)
    by_text = np.empty(len(column), np.uint64)
    held: list[Ints] = []
    at = run = 0
    for n_range in range(1 << high):
        whole = np.concatenate([
            (parts[n_range] >> np.uint64(low) << wide) | place[first:last][(parts[n_range] & _ones(low)).view(np.int64)]
            for parts, first, last in zip(parted, cuts, cuts[1:], strict=False)] or [np.zeros(0, np.uint64)])
        whole.sort()
        many = _lengths(whole >> wide)
        several = many > 1
        whole = whole[np.repeat(several, many)] & _ones(int(wide))
        many = many[several]
        here = slice(at, at + len(whole))
        column[here] = whole
        of_run[here] = np.repeat(np.arange(run, run + len(many)), many)
        # each key is a text, how many have the run, and where: the rarest runs of a text stand first
        whole *= np.uint64(BUSY + 2)
        whole += np.repeat(np.minimum(many, BUSY + 1), many).view(np.uint64)
        whole <<= np.uint64(rows)
        whole |= np.arange(here.start, here.stop, dtype=np.uint64)
        by_text[here] = whole
        held.append(many)
        at, run = here.stop, run + len(many)
    column, of_run, by_text = column[:at], of_run[:at], by_text[:at]
    by_text.sort()
    ends = np.arange(n + 1, dtype=np.uint64) * np.uint64(BUSY + 2) << np.uint64(rows)
    first_row = np.searchsorted(by_text, ends)
    by_text &= _ones(rows)
    mine = by_text.view(np.int64)
    start = np.concatenate(([0], np.cumsum(np.concatenate(held))))
    return Holders(order, size[order], column, start, mine, of_run[mine], first_row)


def _blocks(texts: Sequence[Sequence[str]]) -> tuple[list[Numbers], list[int], int]:
    """The texts block by block: keys of a run's digest and the number of a text in the block, each once and in order;
    where each block begins; and how many bits of a key are the text's."""
    ends = np.cumsum([len(t) for t in texts])
    step = max(_BLOCK, int(ends[-1]) // _BLOCKS + 1) if len(ends) else _BLOCK
    cuts = [0]
    while cuts[-1] < len(texts):
        before = int(ends[cuts[-1] - 1]) if cuts[-1] else 0
        cuts.append(max(cuts[-1] + 1, int(np.searchsorted(ends, before + step, "right"))))
    low = max((b - a - 1 for a, b in pairwise(cuts)), default=0).bit_length()
    out: list[Numbers] = []
    for a, b in pairwise(cuts):
        lengths = [len(t) for t in texts[a:b]]
        keys = _runs(_words(chain.from_iterable(texts[a:b]), sum(lengths)))
        owner = np.repeat(np.arange(b - a, dtype=np.uint64), lengths)
        whole = owner[: len(keys)] == owner[RUN - 1 : RUN - 1 + len(keys)]  # in one text from end to end
        keys &= ~_ones(low)
        keys |= owner[: len(keys)]
        keys = keys[whole]
        keys.sort()
        fresh = np.ones(len(keys), bool)
        np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
        out.append(keys[fresh])
    return out, cuts, low


def _ones(bits: int) -> np.uint64:
    return np.uint64((1 << bits) - 1)


def _words(forms: Iterable[str], many: int) -> Numbers:
    """A number for every word, the same for the same."""
    return np.fromiter(map(zlib.crc32, map(str.encode, forms)), np.uint64, many)


def _runs(words: Numbers) -> Numbers:
    """A digest of every `RUN` words, as 64 bits (multiply and shift, each word in its place)."""
    if len(words) < RUN:
        return np.zeros(0, np.uint64)
    mixed = np.zeros(len(words) - RUN + 1, np.uint64)
    for k in range(RUN):
        mixed ^= words[k : k + len(mixed)]
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _lengths(ordered: NDArray[Any]) -> Ints:
    """How often each value of a sorted column stands in it."""
    if not len(ordered):
        return np.zeros(0, np.int64)
    edges = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    return np.diff(edges, prepend=0, append=len(ordered))
