"""Python's search for garbage in circles, put off while a trace is made: it looks through all that there is each time
that a quarter more was kept, which took up to a third of the time. Making a trace leaves a few hundred such things."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_inside: list[bool] = []  #: for each who is inside, whether the search was on when the first came


@contextmanager
def unswept() -> Iterator[None]:
    """Without that search, for all threads, until the last who asked for it is done; if it was on, it is on again."""
    with _lock:
        _inside.append(_inside[0] if _inside else gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            if _inside.pop() and not _inside:
                gc.enable()
