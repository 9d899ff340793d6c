"""One question a host at a time, and time between two; hosts that refuse are left alone.

Runtime state only: what has to outlive the program (whom to leave alone until when, robots.txt) is in the ledger.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Turns:
    """Who may ask whom now. `delay`: seconds between two questions to one host, more where its robots.txt says so."""

    def __init__(self, delay: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._delay = delay
        self._clock = clock
        self._locks: dict[str, asyncio.Lock] = {}
        self._asked: dict[str, float] = {}
        self._wants: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Hold the host's one turn; within it `wait` before every question."""
        async with self._locks.setdefault(host, asyncio.Lock()):
            yield

    async def wait(self, host: str) -> None:
        """Wait until the host may be asked again."""
        last = self._asked.get(host)
        if last is not None:
            rest = last + max(self._delay, self._wants.get(host, 0.0)) - self._clock()
            if rest > 0:
                await asyncio.sleep(rest)

    def asked(self, host: str) -> None:
        """A question was answered, or failed: the time until the next counts from now."""
        self._asked[host] = self._clock()

    def wants(self, host: str, delay: float) -> None:
        """The host's robots.txt asks for so many seconds between two questions."""
        self._wants[host] = delay
