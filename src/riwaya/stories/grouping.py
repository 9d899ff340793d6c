"""All reports at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from riwaya.encoder import Encoder
from riwaya.model import Report
from riwaya.stories.measure import for_picked, weights
from riwaya.stories.naming import when
from riwaya.stories.stream import Stream

_PICKED = 100  #: reports that are looked at all together, where somebody has picked them


def group(
    reports: Sequence[Report],
    speaker: Encoder | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    picked: bool = False,
) -> list[tuple[str, ...]]:
    """Reports in stories, as ids in order of time, the stories in order of their first report. Every report is in one;
    the order of `reports` changes nothing. Time and memory grow with their number, not with its square.

    `picked`: somebody has put them together to be traced; the fewer they are, the more of them are taken for one story.
    `speaker` reads where two languages meet."""
    stream = Stream(speaker, for_picked(weights(), len(reports)) if picked else None)
    stream.take(reports, progress, at_once=picked and len(reports) <= _PICKED)
    order = {r.id: when(r) for r in reports}
    found = [tuple(sorted(s.reports, key=order.__getitem__)) for s in stream.stories()]
    return sorted(found, key=lambda ids: order[ids[0]])
