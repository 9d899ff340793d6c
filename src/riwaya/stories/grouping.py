"""All reports at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from riwaya.encoder import Encoder
from riwaya.model import Report
from riwaya.stories.measure import for_picked, weights
from riwaya.stories.naming import when
from riwaya.stories.signature import Signature, sign
from riwaya.stories.stream import Around, Stream

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
    order = {r.id: when(r) for r in reports}
    return group_signed([sign(r) for r in reports], order, speaker, progress, picked=picked)


def group_signed(
    signatures: list[Signature],
    order: Mapping[str, tuple[str, str]],
    speaker: Encoder | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    picked: bool = False,
) -> list[tuple[str, ...]]:
    """What `group` gives, of reports that are signed already, so that they need not be held; the list is used up.
    `order` holds the key of time (`when`) of each."""
    stream = Stream(speaker, for_picked(weights(), len(signatures)) if picked else None)
    stream.take_signed(signatures, progress, at_once=picked and len(signatures) <= _PICKED)
    signatures.clear()
    return _ordered(stream, order)


def group_among(
    signatures: list[Signature],
    order: Mapping[str, tuple[str, str]],
    turn: Callable[[Signature], int],
    around: Callable[[int], Around],
    speaker: Encoder | None = None,
) -> list[tuple[str, ...]]:
    """What `group_signed` would give of these reports among many more, with which none of them is likely to be one
    story (`Stream.take_among`). The list is used up."""
    stream = Stream(speaker)
    stream.take_among(signatures, turn, around)
    signatures.clear()
    return _ordered(stream, order)


def _ordered(stream: Stream, order: Mapping[str, tuple[str, str]]) -> list[tuple[str, ...]]:
    found = [tuple(sorted(s.reports, key=order.__getitem__)) for s in stream.stories()]
    return sorted(found, key=lambda ids: order[ids[0]])
