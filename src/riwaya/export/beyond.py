"""What is worked out of a story only where it is asked for: what takers changed on the way, and what is not sure.

A page shows the drifts of a few claims and the doubts of none, so that a big story opens without all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from riwaya.export.doubts import Doubt, doubts
from riwaya.model import Claim, Report, Source, Statement, Story

if TYPE_CHECKING:
    from riwaya.derivations import Drift


class Beyond:
    """The drifts and doubts of a story, each made once."""

    def __init__(
        self, story: Story, reports: Mapping[str, Report], statements: Mapping[str, Statement],
        sources: Mapping[str, Source],
    ) -> None:
        self._story = story
        self._reports = [reports[r] for r in dict.fromkeys(story.reports) if r in reports]
        self._statements = statements
        self._sources = tuple(sources.values())
        self._drifts: dict[str, tuple[Drift, ...]] = {}

    def drifts(self, claim: Claim) -> tuple[Drift, ...]:
        """What takers changed of a claim. Changes of wording are left to the differences."""
        if claim.id not in self._drifts:
            self._drifts[claim.id] = self._changed(claim)
        return self._drifts[claim.id]

    def _changed(self, claim: Claim) -> tuple[Drift, ...]:
        from riwaya.derivations import drift

        said = [self._statements[i] for i in dict.fromkeys(claim.statements()) if i in self._statements]
        if len({s.report for s in said}) < 2:  # nobody took it from anybody
            return ()
        found = drift([claim], said, self._reports, self._sources, self._story.derivations)
        return tuple(d for d in found if d.kind != "reading changed")

    def doubts(self, claim: Claim) -> tuple[Doubt, ...]:
        """Pairs of which it is not sure whether they are one claim."""
        return self._doubts.get(claim.id, ())

    @cached_property
    def _doubts(self) -> dict[str, tuple[Doubt, ...]]:
        return doubts(self._story.claims, self._statements)
