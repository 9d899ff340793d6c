"""The first page of a story: drawn from the whole of it, or, of a big story that nobody has opened yet, from the part
that the store keeps for it (riwaya.export.first)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from riwaya.desk.opened import Opened, opened
from riwaya.export.first import MOST, First, Quote, Voice, numbered
from riwaya.export.html import Quoted
from riwaya.export.view import ClaimView
from riwaya.export.words import Speech
from riwaya.model import Moment, Report
from riwaya.store import Store
from riwaya.store.packing import Broken, unpack


class Figures(NamedTuple):
    """The counts of a whole story."""

    reports: int
    shared: int
    alone: int
    conflicting: int
    single: int
    quoted: int
    days: int


@dataclass(frozen=True)
class FirstPage:
    """What the first page shows; `opened` holds at least the statements that it shows."""

    opened: Opened
    figures: Figures
    answers: Mapping[Speech, Sequence[str]]
    main: ClaimView | None
    claims: Sequence[ClaimView]
    conflicts: Sequence[ClaimView]
    quotes: Sequence[Quote]
    days: Sequence[tuple[str, Sequence[Moment]]]
    voices: Mapping[str, Voice]
    spots: Mapping[str, str]

    @property
    def members(self) -> Sequence[Report]:
        """The first reports."""
        return self.opened.members[: MOST.reports]


def whole(held: Opened) -> FirstPage:
    """The first page of a story that is open."""
    h, story = held.headline, held.story
    figures = Figures(h.reports, h.shared, len(story.alone), h.conflicting, h.single, len(held.quoted),
                      len(held.events))  # fmt: skip
    voices = {r: Voice(r, o.own, o.every, len(held.dropped.get(r, ()))) for r, o in held.own.items()}
    return FirstPage(
        held, figures, {"en": held.answer("en"), "ar": held.answer("ar")}, h.main, story.shared[: MOST.claims],
        held.conflicting[: MOST.conflicts], [quote(q) for q in held.quoted[: MOST.sources]],
        held.events[: MOST.days], voices, held.spots,
    )  # fmt: skip


def quote(q: Quoted) -> Quote:
    """A source that a story quotes, counted."""
    return Quote(q.id, len(q.statements), len(q.reports), q.statements[0].id, tuple(q.beyond[:5]))


def kept(store: Store, story: str) -> FirstPage | None:
    """The first page of a story as the store keeps it; None where it keeps none that can be read."""
    packed = store.first_page(story)
    if packed is None:
        return None
    try:
        first: First = unpack(First, packed)
        held = opened(first.trace)
    except (Broken, ValueError):  # of another version
        return None
    numbers = dict(first.numbers)
    shared, conflicts = numbered(held.story.shared, numbers), numbered(held.conflicting, numbers)
    figures = Figures(len(held.story.reports), first.shared, first.alone, first.conflicting, first.single,
                      first.quoted, first.days)  # fmt: skip
    return FirstPage(
        held, figures, {"en": first.answer_en, "ar": first.answer_ar},
        next((c for c in shared if c.claim.id == first.main), None), shared[: MOST.claims],
        conflicts[: MOST.conflicts], first.quotes, held.events, {v.report: v for v in first.voices},
        dict(first.spots),
    )  # fmt: skip
