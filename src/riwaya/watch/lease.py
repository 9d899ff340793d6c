"""One watch a store: two that run at once, as a cron job that takes long would, would fetch every page twice."""

from __future__ import annotations

import os
import socket

from riwaya.store.watching import LEASE
from riwaya.watch.ledger import Ledger

_LASTS = 900.0  #: seconds without a sign of life after which a watch counts as dead


class Taken(Exception):
    """Another watch runs on the store; the message says where."""


def take(ledger: Ledger, now: float) -> str:
    """Take the store for this watch; gives what `keep` and `leave` ask for. Raises Taken. A watch of this machine that
    was killed is known by its process and does not stand in the way."""
    for _ in range(3):
        there = ledger.mark(LEASE)
        if there is not None:
            host, pid, until = there.rsplit(" ", 2)
            # a process of ours that is gone is gone at once; one that is there may be another with its number
            alive = float(until) > now and (host != socket.gethostname() or _runs(int(pid)))
            if alive and int(pid) != os.getpid():
                raise Taken(f"another watch runs on this store (process {pid} on {host})")
        mine = _mine(now)
        if ledger.swap_mark(LEASE, there, mine):
            return mine
    raise Taken("another watch has just begun on this store")


def keep(ledger: Ledger, lease: str, now: float) -> str:
    """Give a sign of life. Raises Taken where another watch took the store meanwhile."""
    mine = _mine(now)
    if not ledger.swap_mark(LEASE, lease, mine):
        raise Taken("another watch has taken this store")
    return mine


def leave(ledger: Ledger, lease: str) -> None:
    """Let the store go."""
    ledger.swap_mark(LEASE, lease, None)


def _mine(now: float) -> str:
    return f"{socket.gethostname()} {os.getpid()} {now + _LASTS}"


def _runs(pid: int) -> bool:
    if os.name == "nt":
        return True  # asking would end it there; the time it gave has to pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OSError):
        return True
    return True
