"""Going to one address as a guest: in turn, as robots.txt allows, following redirects step by step."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from urllib.parse import urlsplit

from riwaya.watch.addresses import AddressRefused, check_url
from riwaya.watch.fetching import Answer, FetchError, ask
from riwaya.watch.ledger import Host, Ledger, host_of
from riwaya.watch.manners import ROBOTS_BYTES, ROBOTS_LASTS, Robots, is_busy, pause, retry_after, robots
from riwaya.watch.settings import Settings
from riwaya.watch.turns import Turns

if TYPE_CHECKING:
    import httpx

P = ParamSpec("P")
T = TypeVar("T")


class Resting(Exception):
    """The host is left alone for now; `until` says when it may be asked again (seconds since 1970)."""

    def __init__(self, host: str, until: float, why: str) -> None:
        super().__init__(why)
        self.host, self.until = host, until


@dataclass(slots=True)
class Guest:
    """Everything that a visit needs. The ledger is asked in the executor's one thread: a database that is slow must
    not make a server look slow."""

    settings: Settings
    ledger: Ledger
    client: httpx.AsyncClient
    turns: Turns
    executor: Executor
    clock: Callable[[], float] = time.time
    chance: Callable[[], float] = random.random
    rules: dict[str, tuple[float, Robots]] = field(default_factory=dict)

    def do(self, what: Callable[P, T], *args: P.args, **named: P.kwargs) -> Awaitable[T]:
        """Call something that blocks, in the one thread for that."""
        return asyncio.get_running_loop().run_in_executor(self.executor, partial(what, *args, **named))


async def visit(
    guest: Guest, url: str, *, most: int, etag: str | None = None, modified: str | None = None
) -> Answer:
    """The answer to an address, redirects followed; its `url` is where it was in the end. Raises FetchError where there
    is none, and Resting where the host is to be left alone."""
    seen: set[str] = set()
    for _ in range(guest.settings.limits.redirects + 1):
        if url in seen:
            raise FetchError("redirects in a circle", again=False)
        seen.add(url)
        answer = await _one(guest, url, most, None if len(seen) > 1 else etag, None if len(seen) > 1 else modified)
        if answer.redirect is None:
            return answer
        url = answer.redirect
    raise FetchError(f"redirects more than {guest.settings.limits.redirects} times", again=False)


async def _one(guest: Guest, url: str, most: int, etag: str | None, modified: str | None) -> Answer:
    """One step. The address is judged before anything is asked of its host, robots.txt included."""
    try:
        check_url(url, guest.settings.policy)
    except AddressRefused as error:
        raise FetchError(f"not asked: {error}", again=False) from None
    host = host_of(url)
    async with guest.turns.turn(host):
        known = await guest.do(guest.ledger.host, host)
        if known.until > guest.clock():
            raise Resting(host, known.until, f"{host} is left alone for now")
        rules = await _rules(guest, url, known)
        if not rules.allows(url):
            raise FetchError("robots.txt does not allow it", again=False)
        await guest.turns.wait(host)
        try:
            answer = await ask(guest.client, url, guest.settings.policy, guest.settings.limits, most=most, etag=etag,
                               modified=modified)  # fmt: skip
        except FetchError as error:
            if error.unreachable:
                await _rest(guest, known, None, str(error))
            raise
        finally:
            guest.turns.asked(host)
        if is_busy(answer.status):
            asked = retry_after(answer.retry_after, guest.clock())
            await _rest(guest, known, asked, f"{host} asks to come back later ({answer.status})")
        if known.failures:
            await guest.do(guest.ledger.save_host, Host(host))
        return answer


async def _rest(guest: Guest, known: Host, asked: float | None, why: str) -> None:
    """Leave a host alone, longer each time. Raises Resting."""
    until = guest.clock() + pause(known.failures + 1, asked, guest.chance())
    await guest.do(guest.ledger.save_host, Host(known.host, until, known.failures + 1))
    raise Resting(known.host, until, why)


async def _rules(guest: Guest, url: str, known: Host) -> Robots:
    """What robots.txt of an address's host says: as kept, or asked for within the turn that is held. A host that cannot
    give one is left alone for now (RFC 9309, 2.3.1.4)."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    now = guest.clock()
    kept = guest.rules.get(origin)
    if kept and kept[0] > now - ROBOTS_LASTS:
        return kept[1]
    said = await guest.do(guest.ledger.robots, origin, now - ROBOTS_LASTS)
    if said is None:
        said = await _ask_for_rules(guest, origin, known)
        await guest.do(guest.ledger.save_robots, origin, said[0], said[1], now)
    rules = robots(*said)
    guest.rules[origin] = (now, rules)
    guest.turns.wants(known.host, rules.delay)
    return rules


async def _ask_for_rules(guest: Guest, origin: str, known: Host) -> tuple[int | None, str]:
    url = f"{origin}/robots.txt"
    for _ in range(guest.settings.limits.redirects + 1):
        await guest.turns.wait(known.host)
        try:
            answer = await ask(guest.client, url, guest.settings.policy, guest.settings.limits, most=4 * ROBOTS_BYTES)
        except FetchError as error:
            if error.again:
                await _rest(guest, known, None, f"robots.txt: {error}")
            return None, ""  # larger than any robots.txt, or leads where nothing is asked: nothing is allowed for a day
        finally:
            guest.turns.asked(known.host)
        if answer.redirect is None:
            break
        if host_of(answer.redirect) != known.host:
            return 404, ""  # another host's turn is not ours to take
        url = answer.redirect
    else:
        return None, ""
    if is_busy(answer.status) or answer.status >= 500:
        asked = retry_after(answer.retry_after, guest.clock())
        await _rest(guest, known, asked, f"robots.txt: the server answers {answer.status}")
    return answer.status, answer.body[:ROBOTS_BYTES].decode("utf-8", "replace")
