"""Feeds to pages that wait, pages that wait to reports in the store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from riwaya.intake import IntakeError, read_page
from riwaya.model import Report
from riwaya.store import Store
from riwaya.watch.canonical import canonical
from riwaya.watch.feeds import FeedError, Item, Listing, read_feed
from riwaya.watch.fetching import Answer, FetchError, unzip
from riwaya.watch.ledger import GIVEN_UP, Page, Source, host_of
from riwaya.watch.manners import may_come_back, pause
from riwaya.watch.sections import read_section
from riwaya.watch.settings import PAGE, SECTION, Watched
from riwaya.watch.visiting import Guest, Resting, visit

Tell = Callable[[str], None]  #: a line of progress

_LEVELS = 2  #: an index of sitemaps, and what it names; an index of indexes is not followed
_MOST_BELOW = 50  #: sitemaps of one index that are read in one round, the latest changed first
_AHEAD = timedelta(days=2)


@dataclass(slots=True)
class Tally:
    """What came of a round."""

    feeds: int = 0
    found: int = 0
    new: int = 0
    revised: int = 0
    same: int = 0
    unread: int = 0  #: pages without a report
    failed: int = 0
    changed: set[str] = field(default_factory=set)  #: stories


async def read_sources(guest: Guest, tally: Tally, tell: Tell, *, once: bool) -> None:
    """Ask every feed and outlet's page that is due, several hosts at a time; let what they name wait."""
    now = guest.clock()
    single = [Item(c) for w in guest.settings.watched if w.kind == PAGE and (c := canonical(w.url))]
    tally.found += await guest.do(guest.ledger.expect, single, "", now)
    gate = asyncio.Semaphore(guest.settings.hosts)

    async def one(watched: Watched) -> None:
        source = await guest.do(guest.ledger.source, watched.url)
        # cron keeps the time: only what failed is put off
        if source.due > now and (source.failures or not once):
            return
        async with gate:
            await _read_source(guest, watched, source, tally, tell, level=1)

    async with asyncio.TaskGroup() as group:
        for watched in guest.settings.watched:
            if watched.kind != PAGE:
                group.create_task(one(watched))


async def _read_source(guest: Guest, watched: Watched, source: Source, tally: Tally, tell: Tell, *, level: int) -> None:
    limits = guest.settings.limits
    most = limits.page if watched.kind == SECTION else limits.feed
    try:
        answer = await visit(guest, source.url, most=most, etag=source.etag, modified=source.modified)
        if answer.status not in (200, 304):
            raise FetchError(f"the server answers {answer.status}", again=may_come_back(answer.status))
        listing = Listing()
        if answer.status == 200:
            listing = await guest.do(_listing, guest, watched, answer)
    except Resting as error:
        await guest.do(guest.ledger.save_source, replace(source, due=error.until, said=str(error)))
        tally.failed += 1
        tell(f"{source.url}: {error}")
        return
    except (FetchError, FeedError) as error:
        failures = source.failures + 1
        due = guest.clock() + max(watched.every, pause(failures, None, guest.chance()))
        await guest.do(guest.ledger.save_source, replace(source, due=due, failures=failures, said=str(error)))
        tally.failed += 1
        tell(f"{source.url}: {error}")
        return
    now = guest.clock()
    items = [i for i in listing.items if not _old(i, now - guest.settings.oldest)]
    done = replace(source, due=now + watched.every, checked=now, failures=0, said="")
    if answer.status == 200:
        done = replace(done, etag=answer.etag, modified=answer.modified)
    for place, changed in _below(listing, source):
        if level < _LEVELS:
            inner = await guest.do(guest.ledger.source, place)
            if changed is None or inner.checked is None or _seconds(changed) > inner.checked:
                await _read_source(guest, replace(watched, url=place), inner, tally, tell, level=level + 1)
    new = await guest.do(guest.ledger.listed, done, items, now)
    tally.feeds += 1
    tally.found += new
    notes = list(listing.notes)
    if len(items) < len(listing.items):
        notes.append(f"{len(listing.items) - len(items):,} older than asked for")
    what = "not modified" if answer.status == 304 else f"{new:,} new of {len(listing.items):,}"
    tell("; ".join([f"{source.url}: {what}", *notes]))


def _listing(guest: Guest, watched: Watched, answer: Answer) -> Listing:
    limits, now = guest.settings.limits, datetime.fromtimestamp(guest.clock(), UTC)
    if watched.kind == SECTION:
        return read_section(answer.body, answer.url, most=limits.items, match=watched.match)
    return read_feed(unzip(answer.body, limits.feed, limits), answer.url, most=limits.items, now=now)


def _below(listing: Listing, source: Source) -> list[tuple[str, str | None]]:
    found = [b for b in listing.below if b[0] != source.url]
    return sorted(found, key=lambda b: b[1] or "9999", reverse=True)[:_MOST_BELOW]


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def _old(item: Item, line: float) -> bool:
    latest = max(filter(None, (item.published, item.updated)), default=None)
    return latest is not None and _seconds(latest) < line


async def read_pages(guest: Guest, store: Store, tally: Tally, tell: Tell, *, until: float | None = None) -> None:
    """Ask for every page that waits, one at a time of a host and several hosts at a time, and keep its report. Stops
    at a time, where one is given; what still waits then goes on waiting."""
    tried: set[str] = set()
    gate = asyncio.Semaphore(guest.settings.hosts)

    async def one(pages: list[Page]) -> None:
        async with gate:
            for page in pages:
                if until is not None and guest.clock() >= until:
                    return
                tried.add(page.url)
                try:
                    await _read_page(guest, store, page, tally, tell)
                except Resting as error:
                    tell(f"{error}; {page.url} waits")
                    return

    while until is None or guest.clock() < until:
        due = [p for p in await guest.do(guest.ledger.due, guest.clock()) if p.url not in tried]
        if not due:
            return
        hosts: dict[str, list[Page]] = {}
        for page in due:
            hosts.setdefault(page.host, []).append(page)
        async with asyncio.TaskGroup() as group:
            for pages in hosts.values():
                group.create_task(one(pages))


async def _read_page(guest: Guest, store: Store, page: Page, tally: Tally, tell: Tell) -> None:
    try:
        answer = await visit(
            guest, page.url, most=guest.settings.limits.page, etag=page.etag, modified=page.modified
        )  # fmt: skip
        if answer.status not in (200, 304):
            raise FetchError(f"the server answers {answer.status}", again=may_come_back(answer.status))
    except FetchError as error:
        tally.failed += 1
        tries = page.tries + 1
        over = not error.again or tries >= GIVEN_UP
        due = None if over else guest.clock() + pause(tries, None, guest.chance())
        state = page.state if not over or page.report else "gone"
        await guest.do(guest.ledger.save_page, replace(page, tries=tries, due=due, state=state, said=str(error)))
        tell(f"{page.url}: {error}")
        return
    tell(await guest.do(_keep, guest, store, page, answer, tally))


def _keep(guest: Guest, store: Store, page: Page, answer: Answer, tally: Tally) -> str:
    """Keep what an answer says: first the report, in the store, then that the page was read. Gives a line that says
    what came of it."""
    now = guest.clock()
    first = page.fetched or now
    watched = next((w for w in guest.settings.watched if w.url == page.source), None)
    ages = guest.settings.again if watched is None or watched.again is None else watched.again
    due = next((first + age for age in ages if first + age > now), None)
    done = replace(page, due=due, tries=0, fetched=first, visits=page.visits + 1, said="")
    if answer.status == 304:
        tally.same += 1
        guest.ledger.save_page(done)
        return f"{page.url}: not modified"
    place = canonical(answer.url) or answer.url
    done = replace(done, etag=answer.etag, modified=answer.modified)
    try:
        report = _report(answer.body, place, page, watched, now)
    except IntakeError as error:
        tally.unread += 1
        guest.ledger.save_page(replace(done, state="unread", said=error.reason))
        return f"{page.url}: {error.reason}"
    added = store.add(report, answer.body)
    done = replace(done, state="kept", report=added.report)
    if place != page.url and (there := guest.ledger.page(place)) is None:
        guest.ledger.save_page(replace(done, url=place, host=host_of(place), due=None))
    elif place != page.url and there is not None and there.state == "waiting":
        guest.ledger.save_page(replace(there, due=None, state="kept", report=added.report, fetched=first, visits=1))
    guest.ledger.save_page(done)
    tally.changed |= {c.story for c in added.changes if c.story}
    if added.kind == "new":
        tally.new += 1
    elif added.kind == "revision":
        tally.revised += 1
    else:
        tally.same += 1
    return f"{page.url}: {added.kind}: {report.title or report.id}"


def _report(body: bytes, place: str, page: Page, watched: Watched | None, now: float) -> Report:
    """The report on a page. Its address is the one that it was had from, whatever the page says: a page may not speak
    for another. A day of publishing in the future is none; where the page has no day, the feed's counts."""
    name = watched.name if watched and _site(watched.url) == _site(place) else None
    report = read_page(body, place, outlet=name, url=place, title=None)
    latest = (datetime.fromtimestamp(now, UTC) + _AHEAD).date().isoformat()
    if report.published is not None and report.published <= latest:
        return report
    said = page.published
    return replace(report, published=said[:10] if said else None, published_at=said)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
