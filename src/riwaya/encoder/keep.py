"""What the encoder made of a text, kept on disk between runs and shared by all stages and processes, within bounds.

A SQLite file in the user's cache folder ($RIWAYA_CACHE, else $XDG_CACHE_HOME/riwaya, else ~/.cache/riwaya; the value
"off" keeps nothing). It is a convenience: whatever goes wrong with it, the text is encoded anew, and a file that is no
database is thrown away. Texts themselves are not stored, only a digest.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .weights import Floats

Made = tuple[Floats, npt.NDArray[np.int8], Floats]
"""Vector; token states a byte a value, and their scales: empty where the vector alone was made."""

MOST_BYTES = 400_000_000  #: the longest unused are dropped beyond this
_SCHEMA = (
    "create table if not exists made "
    "(key blob primary key, used integer, size integer, vector blob, states blob, scale blob)"
)
_CHUNK = 500
_PATIENCE = 5.0  # seconds to wait for another process
_STALE = 86_400  # seconds after which a use is noted again: reading seldom writes


class Keep:
    """Encodings by text. With no path it keeps nothing."""

    def __init__(self, path: Path | None, most: int = MOST_BYTES) -> None:
        self._path, self._most = path, most

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        """A connection, or None. An error of the database inside ends the block and nothing else."""
        if self._path is None:
            yield None
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=_PATIENCE)
        except (OSError, sqlite3.Error):
            yield None
            return
        with closing(connection):
            ready = False
            try:
                connection.execute("pragma synchronous = off")
                connection.execute(_SCHEMA)
                ready = True
                yield connection
            except sqlite3.OperationalError:  # locked, read-only, full: as if it were not there
                pass
            except sqlite3.DatabaseError:  # no database, or a broken one
                with suppress(OSError):
                    self._path.unlink()
            if not ready:
                yield None

    def get(self, encoder: str, texts: Sequence[str]) -> dict[str, Made]:
        """What is kept of these texts, as this encoder made it."""
        return self._read(encoder, texts, "states, scale", True)

    def vectors(self, encoder: str, texts: Sequence[str]) -> dict[str, Floats]:
        """The vectors that are kept of these texts."""
        return {t: made[0] for t, made in self._read(encoder, texts, "x'', x''", False).items()}

    def _read(self, encoder: str, texts: Sequence[str], columns: str, whole: bool) -> dict[str, Made]:
        found: dict[str, Made] = {}
        with self._open() as connection:
            if connection is None:
                return found
            keys = {_key(encoder, t): t for t in texts}
            order, now, stale = list(keys), int(time.time()), []
            for start in range(0, len(order), _CHUNK):
                part = order[start : start + _CHUNK]
                query = f"select key, used, vector, {columns} from made where key in ({','.join('?' * len(part))})"
                for key, used, *blobs in connection.execute(query, part):
                    with suppress(ValueError):  # a torn row is made anew
                        made = _unpack(*blobs)
                        if len(made[1]) or not whole:
                            found[keys[bytes(key)]] = made
                            stale += [(now, key)] if used < now - _STALE else []
            if stale:
                connection.executemany("update made set used = ? where key = ?", stale)
                connection.commit()
        return found

    def put(self, encoder: str, made: Mapping[str, Made]) -> None:
        """Keep what was made, and drop what was used longest ago where there is too much."""
        with self._open() as connection:
            if connection is None or not made:
                return
            now = int(time.time())
            rows = [(_key(encoder, t), now, v.nbytes + s.nbytes + c.nbytes, v.tobytes(), s.tobytes(), c.tobytes())
                    for t, (v, s, c) in made.items()]
            connection.executemany("insert or replace into made values (?, ?, ?, ?, ?, ?)", rows)
            self._prune(connection)
            connection.commit()

    def _prune(self, connection: sqlite3.Connection) -> None:
        (pages,) = connection.execute("pragma page_count").fetchone()
        (page,) = connection.execute("pragma page_size").fetchone()
        if pages * page <= self._most:  # the cheap look first: the sum reads the whole table
            return
        (total,) = connection.execute("select coalesce(sum(size), 0) from made").fetchone()
        if total <= self._most:
            return
        drop, freed = [], 0
        for key, size in connection.execute("select key, size from made order by used, key"):
            drop.append((key,))
            freed += size
            if total - freed <= 0.8 * self._most:
                break
        connection.executemany("delete from made where key = ?", drop)


def bare(vector: Floats) -> Made:
    """A vector without token states, as it is kept."""
    return vector, np.zeros((0, 1), np.int8), np.zeros((0, 1), np.float32)


def _key(encoder: str, text: str) -> bytes:
    return hashlib.blake2b(f"{encoder}\n{text}".encode("utf8", "surrogatepass"), digest_size=20).digest()


def _unpack(vector: bytes, states: bytes, scale: bytes) -> Made:
    v = np.frombuffer(vector, np.float32)
    c = np.frombuffer(scale, np.float32).reshape(-1, 1)
    if not len(v):
        raise ValueError("no vector")
    s = np.frombuffer(states, np.int8)
    return v, s.reshape(len(c), -1) if len(c) else s.reshape(0, 1), c


def keep() -> Keep:
    """The user's cache."""
    chosen = os.environ.get("RIWAYA_CACHE")
    if chosen == "off":
        return Keep(None)
    try:
        folder = Path(chosen) if chosen else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "riwaya"
    except RuntimeError:  # no home
        return Keep(None)
    return Keep(folder / "encodings-2.sqlite")
