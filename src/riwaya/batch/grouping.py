"""Which reports are one story, over more reports than one process should hold: windows of time, grouped apart, joined.

A story is told within a few days, so two reports far apart in time are never compared. The input is laid out by time
and cut into windows that overlap; each is grouped by `riwaya.stories.group`, the same decision as everywhere, in
whichever process; stories of two windows are one where they share most of the reports that lie in both. Exact copies go
first: one of them stands for all, so that a wire text printed a thousand times costs once. Where all fits one window
the result is that of `riwaya stories`.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from riwaya.language.text import fold
from riwaya.model import Report
from riwaya.stories import group, when

AFTER = 2  #: days after a report that have to lie in the window which tells its story
READ = 1_500  #: code points of a text that are carried along: what a report is about stands in its lead


@dataclass(frozen=True, slots=True)
class Card:
    """A report as grouping carries it: what stories are told by, where it lies, and what it is a copy of."""

    report: Report  #: its text cut to READ
    piece: int  #: the part it was read in
    place: int  #: its place there
    copy: str  #: digest of title and text; copies have the same


def card(report: Report, piece: int, place: int) -> Card:
    """The card of a report."""
    told = f"{report.language}\n{fold(report.title)}\n{fold(report.text)}".encode("utf-8", "surrogatepass")
    light = replace(report, text=report.text[:READ], removed=(), credits=report.credits)
    return Card(light, piece, place, hashlib.blake2b(told, digest_size=12).hexdigest())


def named(report: Report, id_: str, copy: str) -> Card:
    """A card that was laid out, as it is taken up again: under the id that is its own in the whole run."""
    return Card(replace(report, id=id_), 0, 0, copy)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time: the days from `start` to before `end` (ISO 8601; "" and "9" for the open ends).

    What is said of the days from `until` on is not kept: a report needs those after it beside it, and the next window
    has them."""

    start: str
    end: str
    until: str = "9"


def windows(days: Counter[str], most: int, overlap: int) -> list[Window]:
    """Windows over the days on which reports were published ("" for the undated), each of at most about `most` reports
    beyond the `overlap` days that it shares with the one before, of which two are the other's to tell. A day is never
    cut."""
    dated = sorted(d for d in days if d)
    if not dated or sum(days.values()) <= most:
        return [Window("", "9")]
    found: list[Window] = []
    first, held = 0, 0
    for i, day in enumerate(dated):
        held += days[day]
        last = i + 1 == len(dated)
        if last or held + days[dated[i + 1]] > most:
            start = "" if not found else dated[max(0, first - overlap)]
            until = "9" if last else dated[max(first, i + 1 - AFTER)]
            found.append(Window(start, "9" if last else dated[i + 1], until))
            first, held = i + 1, 0
    return found


def within(window: Window, report: Report) -> bool:
    """Whether a report was published in a window; the undated are in the last one, which has no end."""
    return window.start <= day_of(report) < window.end


def day_of(report: Report) -> str:
    """The day of a report; one after all days for the undated."""
    return (report.published or "")[:10] or "8"


def group_window(cards: Sequence[Card], until: str = "9") -> list[tuple[str, ...]]:
    """The stories of one window, as ids in order of time, copies with what they copy; reports from `until` on only
    weigh in."""
    first: dict[tuple[str, str], Card] = {}
    behind: defaultdict[str, list[Report]] = defaultdict(list)
    for c in sorted(cards, key=lambda c: when(c.report)):
        key = (c.copy, (c.report.published or "")[:10])
        behind[first.setdefault(key, c).report.id].append(c.report)
    stories = group([c.report for c in first.values()])
    found = [tuple(r.id for r in sorted((r for id_ in story for r in behind[id_]), key=when) if day_of(r) < until)
             for story in stories]  # fmt: skip
    return [story for story in found if story]


def join(found: Iterable[Iterable[tuple[str, ...]]]) -> list[list[str]]:
    """The stories of overlapping windows as one list: two that share at least half of what either has of the reports
    in both windows are one; a report that two stories claim after that stays with the earlier. Order: as found."""
    merged: list[list[str]] = []
    story_of: dict[str, int] = {}
    for stories in found:
        fresh: list[tuple[int | None, list[str]]] = []
        for story in stories:
            known = Counter(story_of[r] for r in story if r in story_of)
            target: int | None = None
            if known:
                best, shared = max(known.items(), key=lambda k: (k[1], -k[0]))
                target = best if 2 * shared >= sum(known.values()) else None
            fresh.append((target, [r for r in story if r not in story_of]))
        for target, new in fresh:
            if not new:
                continue
            if target is None:
                merged.append([])
                target = len(merged) - 1
            merged[target] += new
            story_of.update(dict.fromkeys(new, target))
    return merged


def cards_of(reports: Iterable[Report], piece: int) -> Iterator[Card]:
    """The cards of the reports of a part."""
    return (card(report, piece, place) for place, report in enumerate(reports))
