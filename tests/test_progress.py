"""Progress is told after a second, on one line, and taken away."""

from __future__ import annotations

import io

from riwaya.progress import Meter


class Clock:
    """A clock that stands still until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_for_what_is_quickly_done() -> None:
    clock, screen = Clock(), Screen()
    meter = Meter(screen, clock=clock)
    clock.now = 0.9
    meter("reading", 1, 2)
    meter.close()
    assert screen.getvalue() == ""


def test_one_line_on_a_terminal_rewritten_and_taken_away() -> None:
    clock, screen = Clock(), Screen()
    meter = Meter(screen, clock=clock)
    clock.now = 1.1
    meter("statements", 1, 1200)
    clock.now = 1.15
    meter("statements", 2, 1200)  # too soon
    clock.now = 1.3
    meter("claims", 3, None)
    meter.close()
    drawn = screen.getvalue()
    assert drawn.startswith("\rriwaya: statements 1 of 1,200\rriwaya: claims 3 ")
    assert "statements 2" not in drawn
    assert "\n" not in drawn
    assert drawn.endswith(f"\r{' ' * len('riwaya: claims 3')}\r")


def test_a_line_every_ten_seconds_elsewhere() -> None:
    clock, log = Clock(), io.StringIO()
    meter = Meter(log, clock=clock)
    for second in range(25):
        clock.now = second
        meter("statements", second, 30)
    meter.close()
    assert log.getvalue() == "riwaya: statements 10 of 30\nriwaya: statements 20 of 30\n"
