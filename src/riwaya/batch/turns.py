"""Which reports are settled at once, told from the hours of all: turns of two days, as a stream takes an archive.

A stream settles what came in two days with what is still open, and where its clock stands then says what stays open
(riwaya.stories.Stream). All that takes is how many reports each hour has, so that parts of an archive can be settled
apart as the whole would be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import accumulate, groupby
from typing import Any

from riwaya.stories.stream import AT_ONCE, LATEST, OPEN

NEVER = -1e9  #: the hour before all hours


@dataclass(frozen=True, slots=True)
class Turn:
    """Reports that are settled at once."""

    reports: int  #: that come in it
    since: float  #: the hour (since 1970) from which earlier reports are still open
    before: float  #: where the clock stood before it
    latest: float  #: and where it stands after
    count: int  #: its reports and those still open


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of an archive, in order."""

    all: tuple[Turn, ...]
    stretch: tuple[int, ...]  #: of each turn the stretch of hours that it takes; of one turn alone none

    def of(self, hours: float | None) -> int:
        """The number of the turn that takes a report of this time; one without a date is taken by the last."""
        if hours is None or not self.stretch:
            return len(self.all) - 1
        return bisect_left(self.stretch, int(hours // AT_ONCE))

    def densest(self) -> int:
        """How many reports are compared at once, at most."""
        return max((t.count for t in self.all), default=0)

    def reach(self, number: int) -> range:
        """The turns whose reports are still open in a turn, and itself."""
        first = number
        while first and (self.stretch[first - 1] + 1) * AT_ONCE > self.all[number].since:
            first -= 1
        return range(first, number + 1)

    def offsets(self) -> list[int]:
        """The place in the archive of the first report of each turn, and how many reports there are."""
        return list(accumulate((t.reports for t in self.all), initial=0))

    def plain(self) -> dict[str, Any]:
        """As plain data, for json."""
        return {"turns": [asdict(t) for t in self.all], "stretch": list(self.stretch)}

    @classmethod
    def valued(cls, told: Mapping[str, Any]) -> Turns:
        """The turns that `plain` wrote."""
        return cls(tuple(Turn(**t) for t in told["turns"]), tuple(told["stretch"]))


def turns(held: Mapping[int | None, int]) -> Turns:
    """The turns of an archive. In: how many reports each hour since 1970 has, None being those without a date."""
    hours = sorted(h for h in held if h is not None)
    undated = held.get(None, 0)
    if not hours or hours[-1] - hours[0] <= OPEN:  # all at once, as a stream does
        everything = sum(held.values())
        clock = _clock(hours, held) if hours else 0.0
        return Turns((Turn(everything, NEVER, NEVER, clock, everything),) if everything else (), ())
    found: list[Turn] = []
    stretches: list[int] = []
    since = before = NEVER
    for stretch, inside in groupby(hours, key=lambda h: int(h // AT_ONCE)):
        own = list(inside)
        window = hours[bisect_left(hours, since) : bisect_left(hours, own[-1] + 1)]
        more = undated if own[-1] == hours[-1] else 0
        latest = _clock(window, held)
        found.append(Turn(sum(held[h] for h in own) + more, since, before, latest, sum(held[h] for h in window) + more))
        stretches.append(stretch)
        since, before = latest - OPEN, latest
    return Turns(tuple(found), tuple(stretches))


def _clock(hours: list[int], held: Mapping[int | None, int]) -> float:
    """The middle of the hour up to which so many of the reports lie that the clock stands there."""
    left = LATEST * (sum(held[h] for h in hours) - 1)
    for hour in hours:
        left -= held[hour]
        if left < 0:
            return hour + 0.5
    return hours[-1] + 0.5
