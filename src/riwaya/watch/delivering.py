"""Alerts to where they are wanted: terminal, Atom file, JSON lines, webhook. One that fails stays owed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from riwaya.alerts import Alert, feed, line
from riwaya.export.files import write
from riwaya.watch.fetching import FetchError
from riwaya.watch.manners import pause
from riwaya.watch.outbox import Outbox
from riwaya.watch.settings import SECRET, Outputs
from riwaya.watch.visiting import Guest
from riwaya.watch.webhook import send

Show = Callable[[Alert, str], None]  #: shows an alert and when it was found
Tell = Callable[[str], None]

TERMINAL, ATOM, JSONL, WEBHOOK = "terminal", "atom", "jsonl", "webhook"
_TAIL = 1_000_000  #: bytes at the end of a file of JSON lines in which keys are looked for
_IN_FEED = 200
_TRIES_A_ROUND = 3


def channels(outputs: Outputs) -> tuple[str, ...]:
    """Where alerts are wanted."""
    wanted = ((TERMINAL, outputs.terminal), (ATOM, outputs.atom), (JSONL, outputs.jsonl), (WEBHOOK, outputs.webhook))
    return tuple(name for name, there in wanted if there)


async def deliver(guest: Guest, outbox: Outbox, show: Show, tell: Tell) -> None:
    """Give every channel what it is owed. What a channel does not take is told, and tried again another time."""
    outputs = guest.settings.outputs
    try:
        await guest.do(_to_files, guest, outbox, outputs)
    except OSError as error:
        tell(f"alerts: {error.filename or 'a file'}: {(error.strerror or str(error)).lower()}")
    if outputs.webhook:
        await _to_webhook(guest, outbox, outputs.webhook, tell)
    if outputs.terminal:
        for owed in await guest.do(outbox.owed, TERMINAL, guest.clock()):
            show(owed.alert, owed.at)
            await guest.do(outbox.delivered, TERMINAL, [owed.alert.key])


def _to_files(guest: Guest, outbox: Outbox, outputs: Outputs) -> None:
    if outputs.atom:
        while owed := outbox.owed(ATOM, guest.clock()):
            at = datetime.fromtimestamp(guest.clock(), UTC).isoformat(timespec="seconds")
            write(outputs.atom, feed(outbox.latest(_IN_FEED), updated=at))
            outbox.delivered(ATOM, [o.alert.key for o in owed])
    if outputs.jsonl:
        while owed := outbox.owed(JSONL, guest.clock()):
            lines = "".join(_tail(outputs.jsonl)).split("\n")
            there = "\n".join(told for told in lines if told.endswith("}"))  # one that was cut off is written anew
            fresh = [o for o in owed if f'"key": "{o.alert.key}"' not in there]
            _append(outputs.jsonl, "".join(line(o.alert, o.at) for o in fresh))
            outbox.delivered(JSONL, [o.alert.key for o in owed])


def _tail(path: str) -> Iterator[str]:
    """The end of a file, in which a program that was killed may have left alerts that were not ticked off."""
    place = Path(path)
    if place.is_file():
        with place.open("rb") as file:
            file.seek(max(0, place.stat().st_size - _TAIL))
            yield file.read(_TAIL).decode("utf-8", "replace")


def _append(path: str, text: str) -> None:
    """Lines at the end of a file, on the disk when this returns; a line that was cut off by a kill is ended first."""
    cut = any(tail and not tail.endswith("\n") for tail in _tail(path))
    with Path(path).open("ab") as file:
        file.write((("\n" if cut else "") + text).encode("utf-8", "replace"))
        file.flush()
        os.fsync(file.fileno())


async def _to_webhook(guest: Guest, outbox: Outbox, url: str, tell: Tell) -> None:
    """Alerts in their order; after a few that were not taken in one round the rest waits too."""
    secret, misses = os.environ.get(SECRET, ""), 0
    for owed in await guest.do(outbox.owed, WEBHOOK, guest.clock()):
        try:
            await send(guest.client, url, secret, owed, guest.settings.policy, guest.settings.limits, guest.clock())
        except FetchError as error:
            misses += 1
            due = guest.clock() + pause(owed.tries + 1, None, guest.chance())
            await guest.do(outbox.failed, owed, due)
            tell(f"webhook: {error}")
            if misses >= _TRIES_A_ROUND:
                return
        else:
            await guest.do(outbox.delivered, WEBHOOK, [owed.alert.key])
