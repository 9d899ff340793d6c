"""When the collector of circular garbage may run: not while a story is being opened.

A story of two hundred reports is a hundred thousand values. Python's collector takes their making for a sign that it is
time to look through all that is in memory, which takes longer than opening the story (measured: 170 to 200 ms beside
100), and finds nothing, since frozen values make no circles.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_pausing = 0
_was_on = False


@contextmanager
def paused() -> Iterator[None]:
    """Let the collector wait until the block, and every other such block that runs beside it, is over."""
    global _pausing, _was_on
    with _lock:
        if not _pausing:
            _was_on = gc.isenabled()
            gc.disable()
        _pausing += 1
    try:
        yield
    finally:
        with _lock:
            _pausing -= 1
            if not _pausing and _was_on:
                gc.enable()


def settle() -> None:
    """Take what is in memory now, the program itself, out of the collector's sight: it stays for good."""
    gc.collect()
    gc.freeze()
