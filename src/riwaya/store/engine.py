"""The database behind a store: SQLite in one file, or PostgreSQL; how it is opened, and how its tables are brought up
to date. Both are used the same way: one writer at a time, any number of readers, each transaction whole or not at all.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from riwaya.store.errors import StoreError, hidden, told
from riwaya.store.hurry import hurry
from riwaya.store.reindexing import begin, go_on, unfinished

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, what of it is done, and of how much."""

HEAD = "0007"  #: the revision of the tables that this program reads and writes
_INDEXED = "0005"  #: the step since which the shadows hold what search looks for; older stores are indexed anew
_BUSY = 60_000  #: milliseconds that SQLite waits for another writer
_LOCK = 0x72697761  #: PostgreSQL's advisory lock for writers: "riwa"

# A lost connection is told in one line; that the pool could not end it either is for whoever sets up logging.
logging.getLogger("sqlalchemy.pool").addHandler(logging.NullHandler())


class Database:
    """An open database. `where` is its name for messages, without a password."""

    def __init__(self, where: str | Path, *, max_pages: int | None = None, progress: Progress | None = None) -> None:
        """Connect to a file (made if it is not there) or to an address, and bring the tables up to date.

        `max_pages` bounds an SQLite file, in pages of 4096 bytes; `progress` is told of what takes long. Raises
        StoreError."""
        url = _url(where)
        self.url = url.render_as_string(hide_password=False)
        self.where = url.database or "memory" if url.drivername.startswith("sqlite") else hidden(str(where))
        self.sqlite = url.get_backend_name() == "sqlite"
        self._file: Path | None = None
        self._identity: tuple[int, int] | None = None
        with told(self.where):
            try:
                self._engine = self._connected(url, max_pages)
            except ModuleNotFoundError as error:
                wanted = "pip install 'riwaya[postgres]'" if error.name == "pg8000" else f"there is no {error.name}"
                raise StoreError(f"{self.where}: {wanted}") from None
            try:
                self._bring_up_to_date(progress)
                if self._file:
                    stat = self._file.stat()
                    self._identity = (stat.st_dev, stat.st_ino)
            except BaseException:
                self._engine.dispose()
                raise

    def _connected(self, url: URL, max_pages: int | None) -> Engine:
        if not self.sqlite:
            engine = create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=16)
            if url.drivername == "postgresql+pg8000":
                event.listen(engine, "connect", lambda connection, _: hurry(connection))
            engine.dialect.use_insertmanyvalues_wo_returning = True  # many rows, one statement: pg8000 sends row by row
            event.listen(engine, "begin", _begin_postgresql)
            return engine
        if url.database in (None, "", ":memory:"):
            raise StoreError("a store needs a file: a store in memory would keep nothing")
        self._file = Path(str(url.database).removeprefix("file:"))
        if not self._file.parent.is_dir():
            raise StoreError(f"{self.where}: no such folder")
        engine = create_engine(url, connect_args={"timeout": _BUSY / 1000}, pool_size=8, max_overflow=16)

        def connected(connection: Any, _: object) -> None:
            connection.isolation_level = None  # the driver begins nothing by itself: changes of tables are whole too
            for pragma in ("busy_timeout=60000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
                           "cache_size=-32000", "temp_store=MEMORY"):  # fmt: skip
                connection.execute(f"PRAGMA {pragma}").close()
            if max_pages:
                connection.execute(f"PRAGMA max_page_count={int(max_pages)}").close()

        event.listen(engine, "connect", connected)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _bring_up_to_date(self, progress: Progress | None) -> None:
        with self.reading() as connection:
            left = _revision(connection, self.sqlite) != HEAD or unfinished(connection)
        if not left:
            return
        from riwaya.store.migrations import upgrade  # alembic is heavy, and needed once in the life of a store

        with self.writing() as connection:
            found = _revision(connection, self.sqlite)  # another may have done it meanwhile
            if found != HEAD:
                upgrade(connection, self.where)
                if found is not None and found < _INDEXED <= HEAD:
                    begin(connection)
        while left:
            with self.writing() as connection:
                done = go_on(connection)
            if done and progress:
                progress(*done)
            left = done is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading; what it sees does not change under it on SQLite."""
        with told(self.where), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection for reading all of it as it is at one moment."""
        level = {} if self.sqlite else {"isolation_level": "REPEATABLE READ"}
        with told(self.where), self._engine.connect().execution_options(**level) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that alone may write until it ends; all of it is kept, or nothing."""
        with told(self.where):
            self._must_be_there()
            with self._engine.connect().execution_options(riwaya_writes=True) as connection, connection.begin():
                yield connection
            self._must_be_there()

    def _must_be_there(self) -> None:
        """A file that was removed can still be written to, into nowhere: find that out before saying it was kept."""
        if self._file and self._identity:
            try:
                stat = self._file.stat()
            except FileNotFoundError:
                raise StoreError(f"{self.where}: the file was removed while in use; the last write is lost") from None
            if (stat.st_dev, stat.st_ino) != self._identity:
                raise StoreError(f"{self.where}: another file was put in its place while in use")

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def _url(where: str | Path) -> URL:
    said = str(where)
    if "://" not in said:
        return URL.create("sqlite", database=os.path.expanduser(said))  # noqa: PTH111 - a name may hold odd things
    try:
        url = make_url(said)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+pg8000")
        url.get_dialect()
    except (ArgumentError, ValueError, ModuleNotFoundError) as error:
        raise StoreError(f"{hidden(said)}: not the address of a database") from error
    except Exception as error:
        raise StoreError(f"{hidden(said)}: no such kind of database") from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(f"{hidden(said)}: a store lives in SQLite or PostgreSQL")
    return url


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("riwaya_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("riwaya_writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _revision(connection: Connection, sqlite: bool) -> str | None:
    there = text(
        "SELECT name FROM sqlite_master WHERE name = 'alembic_version'" if sqlite
        else "SELECT to_regclass('alembic_version')"
    )  # fmt: skip
    if connection.execute(there).scalar() is None:
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)
