"""Watching the news: feeds, outlets' pages and single pages, read as a polite guest, kept in the store, told of.

`watch` goes round: feeds that are due name pages, pages become reports in the store and join stories, stories that
changed are laid beside what they were, and what an editor should know of goes out. Everything that has to outlive a
kill is in the store's database (ledger.py, outbox.py); nothing else is remembered.

What strangers may send is bounded in addresses.py and fetching.py; docs/security.md tells all of it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from riwaya.alerts import Alert
from riwaya.store import Store
from riwaya.store.engine import Database
from riwaya.store.watching import LEASE
from riwaya.watch.addresses import Policy
from riwaya.watch.alerting import look, start
from riwaya.watch.delivering import channels, deliver
from riwaya.watch.fetching import client_for
from riwaya.watch.lease import Taken, keep, leave, take
from riwaya.watch.ledger import Counts, Ledger
from riwaya.watch.outbox import Outbox
from riwaya.watch.reading import Tally, read_pages, read_sources
from riwaya.watch.settings import (
    Outputs,
    Settings,
    SettingsError,
    Watched,
    checked,
    from_opml,
    load,
    watched,
)
from riwaya.watch.settling import Settler
from riwaya.watch.single import fetch
from riwaya.watch.turns import Turns
from riwaya.watch.visiting import Guest

__all__ = [
    "Outcome", "Outputs", "Policy", "Settings", "SettingsError", "Taken", "Watched", "checked", "fetch", "from_opml",
    "load", "status", "watch", "watched",
]  # fmt: skip

_LONGEST_WAIT = 60.0  #: seconds
_NOW_AND_THEN = 10.0  #: seconds between two lines about a long job


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a watch."""

    feeds: int = 0  #: answers of feeds and outlets' pages
    found: int = 0  #: pages that they named and that were not known
    new: int = 0  #: reports
    revised: int = 0
    same: int = 0
    unread: int = 0  #: pages without a report
    failed: int = 0
    alerts: int = 0
    waiting: int = 0  #: pages that still wait


def watch(
    settings: Settings,
    *,
    once: bool,
    show: Callable[[Alert, str], None],
    tell: Callable[[str], None],
) -> Outcome:
    """Watch what the settings name: once round, or until interrupted. `show` is given every alert for the terminal,
    `tell` a line for every step.

    Raises StoreError where the store fails, Taken where another watch runs on it, SettingsError."""
    settings = checked(settings)
    with (
        ThreadPoolExecutor(1, thread_name_prefix="store") as executor,
        Store.open(settings.store, progress=_slowly(tell)) as store,
    ):
        database = Database(settings.store)
        try:
            ledger = Ledger(database)
            outbox = Outbox(database)
            lease = take(ledger, time.time())
            try:
                return asyncio.run(_run(settings, store, ledger, outbox, executor, lease, once, show, tell))
            except BaseExceptionGroup as group:  # of what ran side by side, the first that failed
                raise _first(group) from None
            finally:
                executor.shutdown(wait=True, cancel_futures=True)
                if (held := ledger.mark(LEASE)) is not None and held.split(" ")[:2] == lease.split(" ")[:2]:
                    leave(ledger, held)
        finally:
            database.close()


def _slowly(tell: Callable[[str], None]) -> Callable[[str, int, int | None], None]:
    """Tells how far a long job is, now and then."""
    last = time.monotonic()

    def progress(stage: str, done: int, of: int | None) -> None:
        nonlocal last
        if time.monotonic() - last >= _NOW_AND_THEN:
            last = time.monotonic()
            tell(f"{stage} {done:,}" + (f" of {of:,}" if of else ""))

    return progress


async def _run(
    settings: Settings, store: Store, ledger: Ledger, outbox: Outbox, executor: ThreadPoolExecutor, lease: str,
    once: bool, show: Callable[[Alert, str], None], tell: Callable[[str], None],
) -> Outcome:  # fmt: skip
    alerted = 0
    total = Tally()
    async with client_for(settings.contact, settings.policy, settings.limits) as client, asyncio.TaskGroup() as group:
        guest = Guest(settings, ledger, client, Turns(settings.delay), executor)
        beat = group.create_task(_beat(guest, lease))
        await guest.do(start, store, ledger, outbox)
        settler = await guest.do(Settler, store, ledger, guest.clock)
        while True:
            await read_sources(guest, total, tell, once=once)
            until = None if once else await _next_source(guest)
            await read_pages(guest, store, total, tell, until=until)
            await guest.do(settler.settle, once=once)
            at = datetime.now(UTC).isoformat(timespec="seconds")
            wanted = channels(settings.outputs)
            alerted += await guest.do(look, store, ledger, outbox, settings.outputs, wanted, at, tell)
            await deliver(guest, outbox, show, tell)
            if once:
                break
            due = min(filter(None, (await _next_source(guest), await guest.do(ledger.next_page))), default=None)
            wait = _LONGEST_WAIT if due is None else due - time.time()
            await asyncio.sleep(min(max(wait, 1.0), _LONGEST_WAIT))
        counts = await guest.do(ledger.counts)
        beat.cancel()
    return Outcome(total.feeds, total.found, total.new, total.revised, total.same, total.unread, total.failed, alerted,
                   counts.waiting)  # fmt: skip


async def _beat(guest: Guest, lease: str) -> None:
    """Give a sign of life now and then, however long a round takes."""
    while True:
        await asyncio.sleep(_LONGEST_WAIT)
        lease = await guest.do(keep, guest.ledger, lease, time.time())


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    found: BaseException = group
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found


async def _next_source(guest: Guest) -> float | None:
    """When the next feed is due."""
    times = [(await guest.do(guest.ledger.source, w.url)).due for w in guest.settings.watched if w.kind != "page"]
    return min(times, default=None)


def status(where: str) -> tuple[tuple[str, ...], Counts]:
    """Of a store: a line for each feed that was ever asked for, and how its pages stand. Raises StoreError."""
    database = Database(where)
    try:
        ledger = Ledger(database)
        lines = []
        for source in ledger.sources():
            when = source.checked and datetime.fromtimestamp(source.checked, UTC).isoformat(" ", "minutes")[:16]
            lines.append(f"{source.url}: last read {when or 'never'}" + (f"; {source.said}" if source.said else ""))
        return tuple(lines), ledger.counts()
    finally:
        database.close()
