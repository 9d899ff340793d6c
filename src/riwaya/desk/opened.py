"""A story opened for reading: its trace with its tables joined, and what several of its pages need, made once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from riwaya.corrections import Correction
from riwaya.derivations import Drift
from riwaya.desk import places
from riwaya.export import svg
from riwaya.export.html import Desk, Own, Quoted
from riwaya.export.terminal import answer
from riwaya.export.view import ClaimView, Headline, StoryView, View, headline, unattributed, view
from riwaya.export.words import Speech
from riwaya.model import Moment, Report, Statement, Trace


@dataclass
class Opened:
    """One story. Everything is made when it is first asked for and kept while the story stays on the shelf."""

    trace: Trace
    view: View
    story: StoryView
    corrections: tuple[Correction, ...] = ()  #: those that count
    _desks: dict[Speech, Desk] = field(default_factory=dict)
    _answers: dict[Speech, list[str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The story's id."""
        return self.story.story.id

    @property
    def title(self) -> str:
        """What the story is called."""
        return self.story.story.title or self.id

    def desk(self, speech: Speech) -> Desk:
        """The reading helpers in a language."""
        if speech not in self._desks:
            self._desks[speech] = Desk(self.view, speech, self.leads)
        return self._desks[speech]

    def leads(self, id_: str) -> str:
        """Where a report or a source has its page."""
        if id_ in self.view.reports:
            return places.story(self.id, "reports", id_)
        return places.story(self.id, "sources", id_) if id_ in self.view.sources else ""

    def answer(self, speech: Speech) -> list[str]:
        """The answer, in a sentence or two."""
        if speech not in self._answers:
            self._answers[speech] = answer(self.story, self.view, speech)
        return self._answers[speech]

    @cached_property
    def headline(self) -> Headline:
        """The answer, in numbers."""
        return headline(self.story, self.view)

    @cached_property
    def conflicting(self) -> tuple[ClaimView, ...]:
        """The claims in conflict."""
        return self.story.conflicting

    @cached_property
    def claims(self) -> dict[str, ClaimView]:
        """Claims by id."""
        return {c.claim.id: c for c in (*self.story.shared, *self.story.alone)}

    @cached_property
    def claims_of(self) -> dict[str, list[tuple[int, str]]]:
        """By statement: number and id of its claims."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for claim in self.claims.values():
            for statement in claim.claim.statements():
                found[statement].append((claim.number, claim.claim.id))
        return found

    @property
    def spots(self) -> dict[str, str]:
        """By statement: its anchor in its report's page."""
        return self.desk("en").places

    @cached_property
    def members(self) -> tuple[Report, ...]:
        """The reports, in order of time."""
        return tuple(self.view.reports[r] for r in self.story.reports if r in self.view.reports)

    @cached_property
    def quoted(self) -> list[Quoted]:
        """The sources that the story quotes."""
        return self.desk("en").quoted(self.story)

    @cached_property
    def told(self) -> list[tuple[str | None, list[Report]]]:
        """The reports by day."""
        return self.desk("en").told(self.story)

    @cached_property
    def events(self) -> list[tuple[str, list[Moment]]]:
        """The dates that statements give."""
        return self.desk("en").events(self.story)

    @cached_property
    def own(self) -> dict[str, Own]:
        """By report: how much it says in its own voice."""
        return {o.report: o for o in self.desk("en").own(self.story)}

    @cached_property
    def dropped(self) -> dict[str, list[tuple[Statement, tuple[Statement, ...]]]]:
        """By report: what it says in its own voice, with the statements that name a source for the same."""
        found: dict[str, list[tuple[Statement, tuple[Statement, ...]]]] = defaultdict(list)
        for claim in self.claims.values():
            for statement, others in unattributed(claim):
                found[statement.report].append((statement, others))
        return dict(found)

    def drifts(self, report: str) -> dict[str, list[Drift]]:
        """By statement of a report: what it changed against the report that it takes from."""
        found: dict[str, list[Drift]] = defaultdict(list)
        for _, drift in self._drifts.get(report, ()):
            found[drift.statements[1]].append(drift)
        return dict(found)

    @cached_property
    def _drifts(self) -> dict[str, tuple[tuple[ClaimView, Drift], ...]]:
        return dict(self.story.drifts)

    @cached_property
    def coloured(self) -> ClaimView | None:
        """The claim whose versions colour the picture unless another is asked for."""
        return svg.parted(self.story)


def opened(trace: Trace, corrections: Sequence[Correction] = ()) -> Opened:
    """Open the trace of a story, corrected already. Raises ValueError for a trace without any."""
    seen = view(trace)
    if not seen.stories:
        raise ValueError("a trace without a story")
    return Opened(trace, seen, seen.stories[0], tuple(corrections))
