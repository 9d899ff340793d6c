"""How far a long job is, on standard error: a line that rewrites itself on a terminal, else one now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

_AFTER = 1.0  #: seconds of silence: what is done by then needs no progress
_EVERY = 0.1  #: seconds between two drawings on a terminal
_PLAIN = 10.0  #: seconds between two lines elsewhere
_JUDGED = 10.0  #: seconds of a stage before it is said how long it may take


class Meter:
    """Called with a stage's name, what is done, and of how many (None where not known); `close` when all is done.

    On a terminal it draws one line after a second and takes it away again; in a log file it writes a line at most
    every ten seconds.
    """

    def __init__(self, stream: TextIO, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._terminal = stream.isatty()
        self._next = clock() + (_AFTER if self._terminal else _PLAIN)
        self._drawn = 0
        self._stage, self._began, self._had = "", 0.0, 0

    def __call__(self, stage: str, done: int, of: int | None) -> None:
        now = self._clock()
        if stage != self._stage:
            self._stage, self._began, self._had = stage, now, done
        if now < self._next:
            return
        self._next = now + (_EVERY if self._terminal else _PLAIN)
        text = f"riwaya: {stage} {done:,}" + (f" of {of:,}{self._left(now, done, of)}" if of else "")
        if self._terminal:
            self._stream.write(f"\r{text}{' ' * (self._drawn - len(text))}")
            self._drawn = len(text)
        else:
            self._stream.write(text + "\n")
        self._stream.flush()

    def _left(self, now: float, done: int, of: int) -> str:
        """How long the stage may take yet, judged by what was done of it since it began here; "" too early to say."""
        spent = now - self._began
        if done <= self._had or spent < _JUDGED:
            return ""
        seconds = spent / (done - self._had) * (of - done)
        shown = f"{seconds / 3600:.1f} h" if seconds > 5400 else f"{seconds / 60:.0f} min" if seconds > 90 else "1 min"
        return f", about {shown} left" if seconds > 30 else ""

    def close(self) -> None:
        """Take the line away."""
        if self._drawn:
            self._stream.write(f"\r{' ' * self._drawn}\r")
            self._stream.flush()
            self._drawn = 0
