"""What is known of every report of a run, on disk: its id, and the story and the shelf it lies on.

The steps between the workers are done by one process, which should hold no more for a million reports than for a
thousand. So what would be a dictionary of all is a file of SQLite, written by this process alone and whole or not at
all. Texts are kept as bytes: a page can hold lone surrogates, which SQLite cannot.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from riwaya.batch.ledger import LedgerError
from riwaya.intake import distinct, own_id
from riwaya.model import Problem, Report

_CACHE = 32_000  #: kB of a file that SQLite holds
_SEVERAL = "SELECT id FROM kept GROUP BY id HAVING count(*) > 1"


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", f"cache_size=-{_CACHE}"):
                connection.execute(f"PRAGMA {pragma}")
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise LedgerError(f"{path}: {error}") from error


@contextmanager
def _made(path: Path) -> Iterator[sqlite3.Connection]:
    """A new file, which is there once everything has been put into it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with _opened(part) as db:
        db.execute("BEGIN")
        yield db
        db.execute("COMMIT")
    part.replace(path)


def _put(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _got(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def number(path: Path, reports: Iterable[tuple[int, int, Report]]) -> Iterator[Problem]:
    """Give every report an id that is unique in the run and does not depend on how the input was cut.

    In: reports with the part they were read in and their place there; of each only id, origin, address and content are
    looked at. Out: a problem for each exact duplicate, which gets no id. The file is there when all are taken. Raises
    LedgerError."""
    with _made(path) as db:
        db.execute("CREATE TABLE read (part INT, place INT, id BLOB, origin BLOB, sha256 TEXT, url BLOB)")
        db.execute("CREATE TABLE kept (part INT, place INT, id BLOB, origin BLOB, sha256 TEXT)")
        db.execute("CREATE TABLE report (part INT, place INT, id BLOB, PRIMARY KEY (part, place)) WITHOUT ROWID")
        db.executemany("INSERT INTO read VALUES (?, ?, ?, ?, ?, ?)", (
            (part, place, _put(r.id), _put(r.origin), r.sha256, _put(r.url) if r.url else None)
            for part, place, r in reports))  # fmt: skip
        rows = db.execute("SELECT * FROM read ORDER BY sha256, id, origin, part, place")
        for _, alike in groupby(map(_light, rows), key=lambda r: r.sha256):
            for found in distinct(alike):
                if isinstance(found, Report):
                    at = found.title.split()
                    db.execute("INSERT INTO kept VALUES (?, ?, ?, ?, ?)",
                               (int(at[0]), int(at[1]), _put(found.id), _put(found.origin), found.sha256))  # fmt: skip
                else:
                    yield found
        db.execute("CREATE INDEX by_id ON kept (id)")
        db.execute(f"INSERT INTO report SELECT part, place, id FROM kept WHERE id NOT IN ({_SEVERAL})")
        rows = db.execute(f"SELECT part, place, id, origin, sha256, NULL FROM kept WHERE id IN ({_SEVERAL}) "
                          "ORDER BY id, origin, sha256, part, place")  # fmt: skip
        for _, alike in groupby(map(_light, rows), key=lambda r: r.id):
            given: set[str] = set()
            for r in alike:
                id_ = own_id(r, lambda i, given=given: i in given or _alone(db, i))  # type: ignore[misc]
                given.add(id_)
                db.execute("INSERT INTO report VALUES (?, ?, ?)", (*map(int, r.title.split()), _put(id_)))
        db.execute("DROP TABLE read")
        db.execute("DROP TABLE kept")


def _light(row: Sequence[object]) -> Report:
    """What `distinct` looks at, and where the report lies in its title."""
    part, place, id_, origin, sha256, url = row
    assert isinstance(id_, bytes) and isinstance(origin, bytes)
    return Report(_got(id_), _got(origin), f"{part} {place}", "", "ar", sha256=str(sha256),
                  url=_got(url) if isinstance(url, bytes) else None)  # fmt: skip


def _alone(db: sqlite3.Connection, id_: str) -> bool:
    return bool(db.execute("SELECT count(*) = 1 FROM kept WHERE id = ?", (_put(id_),)).fetchone()[0])


def ids(path: Path, parts: Iterable[int]) -> Iterator[tuple[int, dict[int, str]]]:
    """The ids of the reports of each part by their place; what has none is a duplicate. Raises LedgerError."""
    with _opened(path) as db:
        for part in parts:
            rows = db.execute("SELECT place, id FROM report WHERE part = ?", (part,))
            yield part, {place: _got(id_) for place, id_ in rows}


def count(path: Path) -> int:
    """How many different reports there are. Raises LedgerError."""
    with _opened(path) as db:
        return int(db.execute("SELECT count(*) FROM report").fetchone()[0])


def shelve(path: Path, stories: Iterable[tuple[int, list[str]]], size: int, largest: int) -> tuple[int, int]:
    """Lay stories on shelves of about `size` reports, in the order of their numbers; one of more than `largest`, which
    nobody will trace, in parts of `size` behind all others. In: reports as they are added to a story by its number; new
    numbers come in order. Out: how many stories and how many shelves. Raises LedgerError."""
    sizes = array("q")
    with _made(path) as db:
        db.execute("CREATE TABLE member (id BLOB PRIMARY KEY, story INT) WITHOUT ROWID")
        db.execute("CREATE TABLE story (number INTEGER PRIMARY KEY, first BLOB, reports INT, shelf INT)")
        for story, new in stories:
            if story == len(sizes):
                sizes.append(0)
                db.execute("INSERT INTO story VALUES (?, ?, 0, 0)", (story, _put(new[0])))
            sizes[story] += len(new)
            db.executemany("INSERT INTO member VALUES (?, ?)", ((_put(id_), story) for id_ in new))
        count = len(sizes)
        for story in [n for n, reports in enumerate(sizes) if reports > largest]:
            _part(db, story, sizes, size)
        shelf = held = 0
        for story, reports in enumerate(sizes):
            if held and held + reports > size:
                shelf, held = shelf + 1, 0
            held += reports
            db.execute(
                "UPDATE story SET shelf = ?, reports = max(reports, ?) WHERE number = ?", (shelf, reports, story)
            )
    return count, shelf + 1 if sizes else 0


def _part(db: sqlite3.Connection, story: int, sizes: array[int], size: int) -> None:
    """Make parts of a story, each a story with the number of reports of the whole; all but the first are new."""
    query = "SELECT id FROM member, story WHERE story = ? AND number = story AND id != first ORDER BY id"
    others = [id_ for (id_,) in db.execute(query, (story,))]
    whole = len(others) + 1
    db.execute("UPDATE story SET reports = ? WHERE number = ?", (whole, story))
    for at in range(size - 1, len(others), size):
        db.execute("INSERT INTO story VALUES (?, ?, ?, 0)", (len(sizes), others[at], whole))
        part = others[at : at + size]
        db.executemany("UPDATE member SET story = ? WHERE id = ?", ((len(sizes), id_) for id_ in part))
        sizes.append(len(part))
    sizes[story] = min(size, whole)


def shelved(path: Path, given: Iterable[str]) -> dict[str, tuple[int, str, int]]:
    """The shelf of each report, the first report of its story, and how many the story has. Raises LedgerError."""
    query = "SELECT shelf, first, reports FROM member JOIN story ON story = number WHERE id = ?"
    with _opened(path) as db:
        found = {id_: db.execute(query, (_put(id_),)).fetchone() for id_ in given}
    return {id_: (int(row[0]), _got(row[1]), int(row[2])) for id_, row in found.items() if row}


def sorted_once(path: Path, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems in order of origin and reason, each once. Raises LedgerError."""
    with _made(path) as db:
        db.execute("CREATE TABLE problem (origin BLOB, reason BLOB, skipped INT, "
                   "PRIMARY KEY (origin, reason, skipped)) WITHOUT ROWID")  # fmt: skip
        db.executemany("INSERT OR IGNORE INTO problem VALUES (?, ?, ?)",
                       ((_put(p.origin), _put(p.reason), p.skipped) for p in problems))  # fmt: skip
        for origin, reason, skipped in db.execute("SELECT * FROM problem ORDER BY origin, reason, skipped"):
            yield Problem(_got(origin), _got(reason), bool(skipped))
