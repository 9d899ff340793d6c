"""All reports at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from riwaya.encoder import Encoder
from riwaya.model import Report
from riwaya.stories.naming import when
from riwaya.stories.stream import Stream


def group(
    reports: Sequence[Report],
    speaker: Encoder | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[tuple[str, ...]]:
    """Reports in stories, as ids in order of time, the stories in order of their first report. Every report is in one;
    the order of `reports` changes nothing. Time and memory grow with their number, not with its square."""
    stream = Stream(speaker)
    stream.take(reports, progress)
    order = {r.id: when(r) for r in reports}
    found = [tuple(sorted(s.reports, key=order.__getitem__)) for s in stream.stories()]
    return sorted(found, key=lambda ids: order[ids[0]])
