"""What a watch remembers, in tables beside the store's (riwaya.store.watching): where every feed stands, which pages
wait, whom to leave alone until when.

Each method is one transaction. What a feed named and the mark that it was read are kept together, so that nothing is
lost wherever the program is killed. A page is kept by the store first and ticked off here after: killed in between,
the page is asked for once more, and the store finds that it has it. Times are seconds since 1970, UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from riwaya.store.engine import Database
from riwaya.store.watching import HOSTS, MARKS, PAGES, ROBOTS, SOURCES
from riwaya.watch.feeds import Item

GIVEN_UP = 5  #: tries of one page
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Source:
    """Where a feed, a sitemap or an outlet's page stands."""

    url: str
    due: float = 0.0
    checked: float | None = None
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    said: str = ""  #: the last trouble, "" after a good answer


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page stands. `state`: waiting, kept, unread (no report on it), gone (not to be had)."""

    url: str
    host: str
    source: str
    title: str = ""
    published: str | None = None
    updated: str | None = None
    found: float = 0.0
    due: float | None = 0.0  #: when it is to be asked for; None: never again
    state: str = "waiting"
    tries: int = 0  #: that failed, since the last good one
    fetched: float | None = None
    visits: int = 0  #: answers that were read
    etag: str | None = None
    modified: str | None = None
    report: str | None = None  #: its id in the store
    said: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """Whom to leave alone until when."""

    host: str
    until: float = 0.0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pages stand how."""

    waiting: int = 0
    kept: int = 0
    unread: int = 0
    gone: int = 0


class Ledger:
    """The memory of a watch, in a store's database. Every method raises StoreError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def source(self, url: str) -> Source:
        """A feed, as it stands; a new one is due at once."""
        with self._db.reading() as c:
            row = c.execute(select(SOURCES).where(SOURCES.c.url == url)).one_or_none()
        return Source(**row._mapping) if row else Source(url)

    def sources(self) -> tuple[Source, ...]:
        """All feeds that were ever asked for, by address."""
        with self._db.reading() as c:
            return tuple(Source(**r._mapping) for r in c.execute(select(SOURCES).order_by(SOURCES.c.url)))

    def expect(self, items: Sequence[Item], source: str, now: float) -> int:
        """Let pages wait that are named otherwise than by a feed; gives how many are new."""
        with self._db.writing() as c:
            return sum(_found(c, items[n : n + _BATCH], source, now, n) for n in range(0, len(items), _BATCH))

    def listed(self, source: Source, items: Sequence[Item], now: float) -> int:
        """Keep how a feed stands together with what it names; gives how many pages are new. A page that it says was
        changed since it was fetched waits again."""
        new = 0
        with self._db.writing() as c:
            _put(c, SOURCES, "url", source)
            for start in range(0, len(items), _BATCH):
                new += _found(c, items[start : start + _BATCH], source.url, now, start)
        return new

    def save_source(self, source: Source) -> None:
        """Keep how a feed stands."""
        with self._db.writing() as c:
            _put(c, SOURCES, "url", source)

    def page(self, url: str) -> Page | None:
        """A page, as it stands; None for one that nothing ever named."""
        with self._db.reading() as c:
            row = c.execute(select(PAGES).where(PAGES.c.url == url)).one_or_none()
        return Page(**row._mapping) if row else None

    def save_page(self, page: Page) -> None:
        """Keep how a page stands."""
        with self._db.writing() as c:
            _put(c, PAGES, "url", page)

    def due(self, now: float, most: int = 5_000) -> tuple[Page, ...]:
        """The pages to be asked for now, those longest due first; none of hosts that are to be left alone."""
        resting = select(HOSTS.c.host).where(HOSTS.c.until > now)
        asked = (
            select(PAGES).where(PAGES.c.due <= now, PAGES.c.host.not_in(resting))
            .order_by(PAGES.c.due, PAGES.c.found, PAGES.c.url).limit(most)
        )  # fmt: skip
        with self._db.reading() as c:
            return tuple(Page(**r._mapping) for r in c.execute(asked))

    def next_page(self) -> float | None:
        """When the next page is due; None where none waits. A host that is left alone puts its pages off."""
        asked = (
            select(func.min(PAGES.c.due), func.max(HOSTS.c.until)).select_from(
                PAGES.outerjoin(HOSTS, PAGES.c.host == HOSTS.c.host)
            ).where(PAGES.c.due.is_not(None)).group_by(PAGES.c.host)
        )  # fmt: skip
        with self._db.reading() as c:
            times = [max(float(due), float(until or 0.0)) for due, until in c.execute(asked)]
        return min(times, default=None)

    def counts(self) -> Counts:
        """How many pages stand how."""
        with self._db.reading() as c:
            rows = c.execute(select(PAGES.c.state, func.count()).group_by(PAGES.c.state)).all()
        names = {f.name for f in fields(Counts)}
        return Counts(**{str(state): int(n) for state, n in rows if state in names})

    def host(self, host: str) -> Host:
        """A host, as it stands."""
        with self._db.reading() as c:
            row = c.execute(select(HOSTS).where(HOSTS.c.host == host)).one_or_none()
        return Host(**row._mapping) if row else Host(host)

    def save_host(self, host: Host) -> None:
        """Keep how a host stands."""
        with self._db.writing() as c:
            _put(c, HOSTS, "host", host)

    def robots(self, origin: str, since: float) -> tuple[int | None, str] | None:
        """Status and text of a robots.txt that was read after a time; None where none was."""
        with self._db.reading() as c:
            row = c.execute(
                select(ROBOTS.c.status, ROBOTS.c.text).where(ROBOTS.c.origin == origin, ROBOTS.c.read > since)
            ).one_or_none()
        return None if row is None else (row.status, row.text)

    def save_robots(self, origin: str, status: int | None, text: str, now: float) -> None:
        """Keep a robots.txt."""
        with self._db.writing() as c:
            c.execute(delete(ROBOTS).where(ROBOTS.c.origin == origin))
            c.execute(insert(ROBOTS).values(origin=origin, status=status, text=_fit(text), read=now))

    def mark(self, name: str) -> str | None:
        """A mark that was set, or None."""
        with self._db.reading() as c:
            return c.execute(select(MARKS.c.value).where(MARKS.c.name == name)).scalar()

    def set_mark(self, name: str, value: str | None) -> None:
        """Set a mark, or take it away."""
        with self._db.writing() as c:
            put_mark(c, name, value)

    def swap_mark(self, name: str, old: str | None, new: str | None) -> bool:
        """Set a mark if it still is what it was; gives whether it was."""
        with self._db.writing() as c:
            if c.execute(select(MARKS.c.value).where(MARKS.c.name == name)).scalar() != old:
                return False
            put_mark(c, name, new)
            return True


def put_mark(c: Connection, name: str, value: str | None) -> None:
    """Set a mark within a transaction."""
    c.execute(delete(MARKS).where(MARKS.c.name == name))
    if value is not None:
        c.execute(insert(MARKS).values(name=name, value=value))


def host_of(url: str) -> str:
    """The host by which requests take turns."""
    return (urlsplit(url).hostname or "").rstrip(".")


def _put(c: Connection, table: Table, key: str, value: Any) -> None:
    said = {f.name: _fit(getattr(value, f.name)) for f in fields(value)}
    done = c.execute(update(table).where(table.c[key] == said[key]).values(**said))
    if not done.rowcount:
        c.execute(insert(table).values(**said))


def _fit(value: Any) -> Any:
    """A text as every database can hold it."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _found(c: Connection, items: Sequence[Item], source: str, now: float, start: int) -> int:
    """Let the pages that are new wait, and those that are said to have changed since. `start`: how many came before."""
    items = [replace(i, url=_fit(i.url)) for i in items]
    asked = select(PAGES.c.url, PAGES.c.updated, PAGES.c.due).where(PAGES.c.url.in_([i.url for i in items]))
    known = {row.url: row for row in c.execute(asked)}
    fresh = []
    for n, item in enumerate(items, start):
        there = known.get(item.url)
        if there is None:
            page = Page(item.url, host_of(item.url), source, item.title, item.published, item.updated,
                        now + n * 1e-6, now)  # fmt: skip
            fresh.append({f.name: _fit(getattr(page, f.name)) for f in fields(page)})
        elif item.updated and item.updated != there.updated:
            again = {"due": now} if there.updated and item.updated > there.updated and there.due is None else {}
            c.execute(update(PAGES).where(PAGES.c.url == item.url).values(updated=item.updated, **again))
    if fresh:
        c.execute(insert(PAGES), fresh)
    return len(fresh)
