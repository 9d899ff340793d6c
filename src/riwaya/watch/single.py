"""Pages by their addresses, at once: what the desk needs when somebody pastes a few links. The same manners and the
same bounds as a watch, and the same memory of hosts that are to be left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from riwaya.intake import IntakeError, read_page
from riwaya.model import Problem, Report
from riwaya.store.engine import Database
from riwaya.watch.canonical import canonical
from riwaya.watch.fetching import FetchError, client_for
from riwaya.watch.ledger import Ledger, host_of
from riwaya.watch.settings import Settings, must_have_contact
from riwaya.watch.turns import Turns
from riwaya.watch.visiting import Guest, Resting, visit

Got = tuple[Report, bytes] | Problem


def fetch(urls: Sequence[str], settings: Settings, tell: Callable[[int], None] = lambda _: None) -> tuple[Got, ...]:
    """The report at each address, with its page, or why there is none, in the order of the addresses. `settings` needs
    a contact and a store; `tell` is told how many are done. Raises SettingsError and StoreError."""
    must_have_contact(settings)
    database = Database(settings.store)
    try:
        with ThreadPoolExecutor(1, thread_name_prefix="store") as executor:
            return asyncio.run(_all(urls, settings, Ledger(database), executor, tell))
    finally:
        database.close()


async def _all(
    urls: Sequence[str], settings: Settings, ledger: Ledger, executor: ThreadPoolExecutor, tell: Callable[[int], None]
) -> tuple[Got, ...]:
    gate = asyncio.Semaphore(settings.hosts)
    found: dict[int, Got] = {}

    async with client_for(settings.contact, settings.policy, settings.limits) as client:
        guest = Guest(settings, ledger, client, Turns(settings.delay), executor)

        async def some(numbers: list[int]) -> None:
            async with gate:
                for n in numbers:
                    found[n] = await _one(guest, urls[n])
                    tell(len(found))

        hosts: dict[str, list[int]] = {}
        for n, url in enumerate(urls):
            hosts.setdefault(host_of(canonical(url) or ""), []).append(n)
        await asyncio.gather(*(some(numbers) for numbers in hosts.values()))
    return tuple(found[n] for n in range(len(urls)))


async def _one(guest: Guest, url: str) -> Got:
    place = canonical(url)
    if place is None:
        return Problem(url, "not an address of the web")
    try:
        answer = await visit(guest, place, most=guest.settings.limits.page)
        if answer.status != 200:
            return Problem(url, f"the server answers {answer.status}")
        where = canonical(answer.url) or answer.url
        return await guest.do(read_page, answer.body, where, url=where), answer.body
    except (FetchError, Resting) as error:
        return Problem(url, str(error))
    except IntakeError as error:
        return Problem(url, error.reason)
