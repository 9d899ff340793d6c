"""How a guest behaves: what robots.txt allows, how long to wait between two questions, how long after a refusal.

Pure functions and values; who waits is turns.py. Sources: RFC 9309 (robots.txt), RFC 9110 section 10.2.3 (Retry-After).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

NAME = "riwaya"  #: the name that robots.txt may address
ROBOTS_LASTS = 24 * 3600.0  #: seconds that a robots.txt holds (RFC 9309, 2.4)
ROBOTS_BYTES = 500 * 1024  #: of a robots.txt that are read (RFC 9309, 2.5)
_ROBOTS_LINES = 5_000
_ROBOTS_LINE = 500
_ROBOTS_STARS = 8  # a pattern with more is tried in more ways than a page is worth
LONGEST_DELAY = 300.0  #: seconds; a crawl-delay beyond it is kept as this
FIRST_PAUSE = 60.0  #: seconds after the first failure; twice as long after each further one
LONGEST_PAUSE = 6 * 3600.0
LONGEST_ASKED = 24 * 3600.0  #: the most that a Retry-After is believed
_BUSY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Robots:
    """What robots.txt of one host says."""

    allows: Callable[[str], bool]
    delay: float  #: seconds between two questions, 0 where it says nothing


def robots(status: int | None, text: str) -> Robots:
    """The rules in an answer to /robots.txt. As RFC 9309 has it: none where there is none (400 to 499), nothing allowed
    for now where the server fails or cannot be reached (`status` None)."""
    if status is None or status >= 500 or status == 429:
        return Robots(lambda url: False, 0.0)
    if status != 200:
        return Robots(lambda url: True, 0.0)
    from protego import Protego

    lines = [line for line in text[:ROBOTS_BYTES].splitlines()[:_ROBOTS_LINES]
             if len(line) <= _ROBOTS_LINE and line.count("*") <= _ROBOTS_STARS]  # fmt: skip
    rules = Protego.parse("\n".join(lines))
    said = rules.crawl_delay(NAME) or 0.0
    rate = rules.request_rate(NAME)
    if rate is not None and rate.requests > 0:
        said = max(said, rate.seconds / rate.requests)
    delay = min(float(said), LONGEST_DELAY) if said == said and said > 0 else 0.0
    return Robots(lambda url: bool(rules.can_fetch(url, NAME)), delay)


def retry_after(said: str | None, now: float) -> float | None:
    """The seconds that a Retry-After asks for, at most a day; None where it asks for none. `now`: seconds, Unix."""
    if not said:
        return None
    if re.fullmatch(r"\d{1,9}", said.strip()):
        return min(float(said), LONGEST_ASKED)
    try:
        then = parsedate_to_datetime(said)
        seconds = (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_ASKED)


def pause(failures: int, asked: float | None, chance: float) -> float:
    """Seconds to leave a host alone after so many failures in a row: what it asked for, at least; else twice as long
    each time, up to six hours. `chance` in 0 … 1 spreads it by a quarter, so that not all come back at one moment."""
    grown = min(FIRST_PAUSE * 2.0 ** min(max(failures, 1) - 1, 20), LONGEST_PAUSE)
    return max(asked or 0.0, grown if asked is None else 0.0) * (1.0 + 0.25 * chance)


def is_busy(status: int) -> bool:
    """Whether a status asks to come back later: too many requests, or not available now."""
    return status in _BUSY


def may_come_back(status: int) -> bool:
    """Whether a page that answered so may be there another time."""
    return status >= 500 or status in (408, 425, 429)
