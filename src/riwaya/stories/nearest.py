"""Which of several sides of a story a report is nearest to: for a story that somebody has divided."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.model import Report
from riwaya.stories.measure import Rarity, dot, weights
from riwaya.stories.signature import sign


def nearest(report: Report, sides: Sequence[Sequence[Report]]) -> int:
    """The number of the side whose reports have most in common with a report in words, on the mean; of two that have
    as much the first. Raises ValueError without any side; a side without reports has nothing in common."""
    mine = sign(report)
    theirs = [[sign(r) for r in side] for side in sides]
    rarity = Rarity([mine, *(s for side in theirs for s in side)], weights())
    vector = rarity.vector(mine)
    near = [sum(dot(vector, rarity.vector(s)) for s in side) / (len(side) or 1) for side in theirs]
    return near.index(max(near))
