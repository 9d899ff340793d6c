"""What linking needs of the reports of a turn, as arrays on disk: 90 bytes a report that are held, and its words, of
which only a stretch is read at a time.

    NNNN.light   a row a report: its time, what it is known by, its sketch, how many words it has
    NNNN.terms   its words one after the other, by their check sums
    NNNN.counts  how often each stands in the title and in the lead
    NNNN.sounds  how each sounds as a name, or the number that it is: what two languages share
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from riwaya.sources import skeleton
from riwaya.stories.copies import sketches
from riwaya.stories.signature import Signature

LIGHT = np.dtype([
    ("hours", "f8"), ("tie", "u8"), ("key", "u8"), ("language", "u4"), ("outlet", "u4"), ("words", "u2"),
    ("sketch", "i8", 6),
])  # fmt: skip
_AT_ONCE = 2_000

Rows = npt.NDArray[Any]
Terms = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.uint8]


def check(text: str) -> int:
    """The check sum by which a word, a language or an outlet is known; of a million words two hundred share theirs."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def digest(text: str) -> int:
    """The number by which an id or an address is known."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def pack(path: Path, signatures: Iterable[Signature]) -> None:
    """Write the arrays of a turn, in the order in which its reports come; they are there whole or not at all."""
    ends = ("terms", "counts", "sounds", "light")
    with ExitStack() as stack:
        terms, counts, sounds, light = (
            stack.enter_context(path.with_name(f"{path.name}.{end}.part").open("wb")) for end in ends
        )
        reports = iter(signatures)
        while some := list(islice(reports, _AT_ONCE)):
            rows = np.zeros(len(some), LIGHT)
            rows["sketch"] = sketches(some)
            for row, s in zip(rows, some, strict=True):
                row["hours"] = np.nan if s.hours is None else s.hours
                row["tie"], row["key"] = digest(s.id), digest(s.key)
                row["language"], row["outlet"] = check(s.language), check(s.outlet) if s.outlet else 0
                row["words"] = len(s.terms)
            light.write(rows.tobytes())
            terms.write(array("I", [check(t) for s in some for t in s.terms]).tobytes())
            sounds.write(array("I", [_sound(t) for s in some for t in s.terms]).tobytes())
            counts.write(b"".join(bytes(n for two in zip(s.heads, s.leads, strict=True) for n in two) for s in some))
    for end in ends:  # the last of them being there means that all are
        path.with_name(f"{path.name}.{end}.part").replace(path.with_name(f"{path.name}.{end}"))


@lru_cache(maxsize=100_000)
def _sound(term: str) -> int:
    """The check sum of how a word sounds; 0 where that is too short to say anything."""
    key = term if term[0].isdigit() else skeleton(term)
    return check(key) if len(key) >= 3 or (key.isdigit() and len(key) == 2) else 0


def packed(path: Path) -> bool:
    """Whether the arrays of a turn are there."""
    return path.with_name(f"{path.name}.light").exists()


def light(path: Path) -> Rows:
    """The rows of a turn."""
    return np.fromfile(path.with_name(f"{path.name}.light"), LIGHT)


def order(rows: Rows) -> npt.NDArray[np.int64]:
    """The rows of a turn in order of time, undated last, ties by what tells reports apart: however they came."""
    return np.lexsort((rows["tie"], np.where(np.isnan(rows["hours"]), np.inf, rows["hours"])))


def ranks(rows: Rows) -> npt.NDArray[np.int64]:
    """The place of each row of a turn in that order."""
    found = np.empty(len(rows), np.int64)
    found[order(rows)] = np.arange(len(rows))
    return found


def words(path: Path, rows: Rows, size: int) -> Iterator[tuple[int, Rows, Terms, Counts, Terms]]:
    """The words of the reports of a turn, of `size` reports at a time: the number of the first, the number of words of
    each, all words, for each how often it stands in title and lead, and how it sounds."""
    lengths = rows["words"].astype(np.int64)
    ends = np.concatenate([[0], np.cumsum(lengths)])
    for at in range(0, len(rows), size):
        start, end = int(ends[at]), int(ends[min(at + size, len(rows))])
        terms = np.fromfile(path.with_name(f"{path.name}.terms"), np.uint32, end - start, offset=4 * start)
        counts = np.fromfile(path.with_name(f"{path.name}.counts"), np.uint8, 2 * (end - start), offset=2 * start)
        sounds = np.fromfile(path.with_name(f"{path.name}.sounds"), np.uint32, end - start, offset=4 * start)
        yield at, lengths[at : at + size], terms, counts.reshape(-1, 2), sounds
