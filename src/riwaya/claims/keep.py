"""What the encoder made of a text, kept on disk between runs, within bounds.

A SQLite file in the user's cache folder ($RIWAYA_CACHE, else $XDG_CACHE_HOME/riwaya, else ~/.cache/riwaya; the value
"off" keeps nothing). It is a convenience: whatever goes wrong with it, the text is encoded anew. Texts themselves are
not stored, only a digest.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from riwaya.encoder.weights import Floats

Made = tuple[Floats, npt.NDArray[np.int8], Floats]  #: vector, states a byte a value, their scales

MOST_BYTES = 400_000_000  #: the oldest are dropped beyond this
_SCHEMA = (
    "create table if not exists made "
    "(key blob primary key, used integer, size integer, vector blob, states blob, scale blob)"
)
_CHUNK = 500


class Keep:
    """Encodings by text. With no path it keeps nothing."""

    def __init__(self, path: Path | None, most: int = MOST_BYTES) -> None:
        self._path, self._most = path, most

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        if self._path is None:
            yield None
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=5)
        except (OSError, sqlite3.Error):
            yield None
            return
        with closing(connection):
            yield connection

    def get(self, encoder: str, texts: Sequence[str]) -> dict[str, Made]:
        """What is kept of these texts, as this encoder made it."""
        found: dict[str, Made] = {}
        with self._open() as connection:
            if connection is None:
                return found
            try:
                connection.execute(_SCHEMA)
                keys = {_key(encoder, t): t for t in texts}
                order = list(keys)
                for start in range(0, len(order), _CHUNK):
                    part = order[start : start + _CHUNK]
                    marks = ",".join("?" * len(part))
                    query = f"select key, vector, states, scale from made where key in ({marks})"
                    rows = connection.execute(query, part)
                    for key, vector, states, scale in rows:
                        found[keys[bytes(key)]] = _unpack(vector, states, scale)
                    connection.execute(f"update made set used = ? where key in ({marks})", [int(time.time()), *part])
                connection.commit()
            except (sqlite3.Error, ValueError):
                return {}
        return found

    def put(self, encoder: str, made: Mapping[str, Made]) -> None:
        """Keep what was made, and drop what was used longest ago where there is too much."""
        with self._open() as connection:
            if connection is None:
                return
            try:
                connection.execute(_SCHEMA)
                now = int(time.time())
                rows = [(_key(encoder, t), now, v.nbytes + s.nbytes + c.nbytes, v.tobytes(), s.tobytes(), c.tobytes())
                        for t, (v, s, c) in made.items()]
                connection.executemany("insert or replace into made values (?, ?, ?, ?, ?, ?)", rows)
                self._prune(connection)
                connection.commit()
            except sqlite3.Error:
                return

    def _prune(self, connection: sqlite3.Connection) -> None:
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


def _key(encoder: str, text: str) -> bytes:
    return hashlib.blake2b(f"{encoder}\n{text}".encode("utf8", "surrogatepass"), digest_size=20).digest()


def _unpack(vector: bytes, states: bytes, scale: bytes) -> Made:
    v = np.frombuffer(vector, np.float32)
    c = np.frombuffer(scale, np.float32).reshape(-1, 1)
    return v, np.frombuffer(states, np.int8).reshape(len(c), -1), c


def keep() -> Keep:
    """The user's cache."""
    chosen = os.environ.get("RIWAYA_CACHE")
    if chosen == "off":
        return Keep(None)
    try:
        folder = Path(chosen) if chosen else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "riwaya"
    except RuntimeError:  # no home
        return Keep(None)
    return Keep(folder / "encodings-1.sqlite")
