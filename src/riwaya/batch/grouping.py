"""Which reports are one story, over more reports than one process should hold: windows of time, grouped apart, joined.

A story is told within a few days, so two reports far apart in time are never compared. The input is laid out by time
and cut into windows that overlap, none of which holds more reports than fit a process; each is grouped by
`riwaya.stories`, the same decision as everywhere, in whichever process; stories of two windows are one where they share
most of the reports that lie in both. Exact copies go first: one of them stands for all, so that a wire text printed a
thousand times costs once. Where all fits one window the result is that of `riwaya stories`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from riwaya.language.text import fold
from riwaya.model import Report
from riwaya.stories import group_signed, when
from riwaya.stories.signature import Signature, named, plain, sign, valued
from riwaya.stories.stream import AT_ONCE, OPEN

WINDOW = 200_000  #: reports of a window at most, 3 kB each
DENSE = 60_000  #: of these within SETTLED hours at most, 12 kB each
SETTLED = OPEN + AT_ONCE  #: hours of reports that are compared with one another at once
OVERLAP = 5 * 24  #: hours that a window shares with the one before, where so many reports fit
AFTER = 2 * 24  #: hours after a report that have to lie in the window which tells its story, where they fit
_SHARED = 3  #: a window shares at most one in so many of its reports with the next
_SLOTS = 16  #: slots that these lie in at least
_UNDATED = 10**9  #: the hour of reports without a date: after all others

Slot = tuple[int, int]
"""A stretch of the input: an hour since 1970, and which of its parts where an hour holds more than fits one."""

FIRST: Slot = (-1, 0)
LAST: Slot = (_UNDATED + 1, 0)


@dataclass(frozen=True, slots=True)
class Card:
    """A report as grouping carries it: what stories are told by, and what it is a copy of."""

    when: str  #: the moment that orders reports (riwaya.stories.when)
    copy: str  #: digest of language, title, text and day; copies have the same
    signature: Signature


def card(report: Report) -> Card:
    """The card of a report."""
    day = (report.published or "")[:10]
    told = f"{report.language}\n{day}\n{fold(report.title)}\n{fold(report.text)}".encode("utf-8", "surrogatepass")
    return Card(when(report)[0], hashlib.blake2b(told, digest_size=12).hexdigest(), sign(report))


def line(card: Card) -> str:
    """A card as a line of JSON."""
    return json.dumps([card.when, card.copy, plain(card.signature)], ensure_ascii=False) + "\n"


def taken_up(text: str, id_: str | None = None) -> Card:
    """The card that `line` wrote, under another id where one is given."""
    moment, copy, signature = json.loads(text)
    found = Card(moment, copy, valued(signature))
    return found if id_ is None else replace(found, signature=named(found.signature, id_))


class Slots:
    """Tells the slot of each report as they come, always the same for the same reports in the same order."""

    def __init__(self, dense: int = DENSE) -> None:
        """`dense`: reports that may be compared at once."""
        self._size = max(1, dense // _SLOTS)
        self._held: Counter[int] = Counter()

    def of(self, hours: float | None) -> Slot:
        """The slot of the next report, by when it was published (hours since 1970, None where that is not known)."""
        hour = _UNDATED if hours is None else int(hours)
        self._held[hour] += 1
        return hour, (self._held[hour] - 1) // self._size


@dataclass(frozen=True, slots=True)
class Window:
    """The slots from `start` to before `end`.

    What is said of the slots from `until` on is not kept: a report needs those after it beside it, and the next window
    has them."""

    start: Slot
    end: Slot
    until: Slot

    def holds(self, slot: Slot) -> bool:
        """Whether a slot lies in the window."""
        return self.start <= slot < self.end


def windows(slots: Mapping[Slot, int], most: int = WINDOW, dense: int = DENSE) -> list[Window]:
    """Windows over slots with their numbers of reports, each of at most `most` reports, and of `dense` within the hours
    that are compared at once. A window begins five days back in the one before, which leaves it the last two of them to
    tell; where news is so dense that these days hold more than a third of that one, less."""
    ordered = sorted(slots)
    found: list[Window] = []
    start = fresh = 0
    while True:
        end = _end(ordered, slots, start, fresh, most, dense)
        first = ordered[start] if found else FIRST
        if end == len(ordered):
            return [*found, Window(first, LAST, LAST)]
        back = _back(ordered, slots, fresh, end, OVERLAP, sum(slots[s] for s in ordered[start:end]) // _SHARED)
        until = _back(ordered, slots, back, end, AFTER, sum(slots[s] for s in ordered[back:end]) // 2)
        found.append(Window(first, ordered[end], ordered[until]))
        start, fresh = back, end


def _end(ordered: list[Slot], slots: Mapping[Slot, int], start: int, fresh: int, most: int, dense: int) -> int:
    """Where a window ends that begins at `start` and has to hold `fresh` at least."""
    held = near = 0
    far = start  #: the first slot that is compared with the one at hand
    for at in range(start, len(ordered)):
        here = slots[ordered[at]]
        while ordered[at][0] - ordered[far][0] >= SETTLED:
            near -= slots[ordered[far]]
            far += 1
        if at > fresh and (held + here > most or near + here > dense):
            return at
        held += here
        near += here
    return len(ordered)


def _back(ordered: list[Slot], slots: Mapping[Slot, int], least: int, end: int, hours: int, most: int) -> int:
    """How far back from `end` slots go that lie within so many hours and hold at most so many reports."""
    at, held = end, 0
    while at > least and ordered[end - 1][0] - ordered[at - 1][0] < hours and held + slots[ordered[at - 1]] <= most:
        at -= 1
        held += slots[ordered[at]]
    return at


def group_window(cards: Iterable[tuple[Card, bool]]) -> list[tuple[str, ...]]:
    """The stories of one window, as ids in order of time, copies with what they copy. In: each card, and whether the
    window is to tell its story; the others only weigh in. Cards are taken one at a time, and no copy is held."""
    first: dict[str, Card] = {}
    behind: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    told: set[str] = set()
    for c, own in cards:
        moment = (c.when, c.signature.id)
        behind[c.copy].append(moment)
        known = first.get(c.copy)
        if known is None or moment < (known.when, known.signature.id):
            first[c.copy] = c
        if own:
            told.add(c.signature.id)
    of = {c.signature.id: copy for copy, c in first.items()}
    order = {c.signature.id: (c.when, c.signature.id) for c in first.values()}
    signatures = [c.signature for c in first.values()]
    first.clear()
    stories = group_signed(signatures, order)
    found = [tuple(id_ for _, id_ in sorted(m for lead in story for m in behind[of[lead]]) if id_ in told)
             for story in stories]  # fmt: skip
    return [story for story in found if story]


def join(found: Iterable[Iterable[tuple[str, ...]]]) -> Iterator[tuple[int, list[str]]]:
    """The stories of overlapping windows as one: each by its number with the reports that a window adds to it. Two that
    share at least half of what either has of the reports in both windows are one; a report that two stories claim after
    that stays with the earlier. Numbers are in order as found. A window shares reports with the next one only."""
    before: dict[str, int] = {}
    count = 0
    for stories in found:
        fresh: list[tuple[int | None, list[str]]] = []
        now: dict[str, int] = {}
        for story in stories:
            known = Counter(before[r] for r in story if r in before)
            target: int | None = None
            if known:
                best, shared = max(known.items(), key=lambda k: (k[1], -k[0]))
                target = best if 2 * shared >= sum(known.values()) else None
            fresh.append((target, [r for r in story if r not in before]))
        for target, new in fresh:
            if not new:
                continue
            if target is None:
                target = count
                count += 1
            now.update(dict.fromkeys(new, target))
            yield target, new
        before = now
