"""Corrections applied to a trace that is there already, and what it is without one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.corrections.correction import Correction, Outcome
from riwaya.corrections.findings import Scene, redate, rederive, regroup
from riwaya.corrections.homes import of_stories
from riwaya.corrections.sayings import Said, revise
from riwaya.model import Story, Trace


@dataclass(frozen=True, slots=True)
class Corrected:
    """A trace with corrections applied, and what became of each of them, in the order they were given."""

    trace: Trace
    outcomes: tuple[Outcome, ...]

    @property
    def applied(self) -> tuple[Correction, ...]:
        """Those that were applied."""
        return tuple(o.correction for o in self.outcomes if o.applied)

    @property
    def missed(self) -> tuple[Outcome, ...]:
        """Those that could not be applied, each with the reason."""
        return tuple(o for o in self.outcomes if not o.applied)


@dataclass(frozen=True, slots=True)
class Undone:
    """A trace without one correction, and the corrections that only stood on it: they found their target no more."""

    corrected: Corrected
    resting: tuple[Outcome, ...]


def apply(trace: Trace, corrections: Sequence[Correction], *, merge_owners: bool = True) -> Corrected:
    """Correct a trace that no correction was applied to yet.

    What hangs on a correction is made anew by the stages themselves: claims, versions and differences, derivations,
    the count of independent sources, the timeline. What does not is left as it is, so that without corrections the
    trace comes back unchanged. `line-…` changes what is read, `story-…` what is one story, and neither is applied here:
    `riwaya.tracing.trace_reports` takes all kinds, and gives what this function gives for the others. `merge_owners` as
    there.

    A trace that was read back from JSON lacks what the contract leaves out (times of day, owners, traits of unnamed
    sources): what is counted anew is then counted without.
    """
    corrections = tuple(dict.fromkeys(corrections))  # one that stands in the list twice is one
    said = revise(trace.reports, trace.sources, trace.statements, corrections)
    outcomes = {o.correction: o for o in said.outcomes}
    touched = {o.correction.target[0].report for o in said.outcomes if o.applied}
    everywhere = any(o.applied and o.correction.kind not in _OF_ONE_REPORT for o in said.outcomes)
    stories = []
    for story in trace.stories:
        reread = everywhere or not touched.isdisjoint(story.reports)
        made, more = _story(story, said, corrections, reread, merge_owners)
        stories.append(made)
        outcomes |= {o.correction: o for o in more}
    reports = {r.id for r in trace.reports}
    told = tuple(outcomes.get(c) or Outcome(c, _reason(c, reports)) for c in corrections)
    if not any(o.applied for o in told):
        return Corrected(trace, told)
    from riwaya.derivations import unseen

    # texts that nobody has seen are sources as long as a derivation names them
    named = {i for s in said.statements for i in (*s.chain, *s.inferred)} | {
        d.from_ for story in stories for d in story.derivations}
    before = {d.from_ for story in trace.stories for d in story.derivations} - {r.id for r in trace.reports}
    sources = [s for s in said.sources if s.id in named or s.mentions or s.id not in before]
    sources += unseen([d for story in stories for d in story.derivations], said.reports, said.sources)
    new = replace(trace, reports=said.reports, sources=tuple(sources), statements=said.statements,
                  stories=tuple(stories))
    return Corrected(new, told)


def undo(trace: Trace, corrections: Sequence[Correction], id_: str, *, merge_owners: bool = True) -> Undone:
    """The trace without the correction `id_`, from the trace that no correction was applied to.

    Raises KeyError where no correction has that id.
    """
    rest = [c for c in corrections if c.id != id_]
    if len(rest) == len(corrections):
        raise KeyError(id_)
    before = set(apply(trace, corrections, merge_owners=merge_owners).applied)
    after = apply(trace, rest, merge_owners=merge_owners)
    return Undone(after, tuple(o for o in after.missed if o.correction in before))


_OF_ONE_REPORT = frozenset({"statement-add", "statement-content", "statement-cue", "statement-stance",
                            "statement-drop"})  # fmt: skip


def _reason(c: Correction, reports: set[str]) -> str:
    if c.kind.startswith("line-"):
        return "it changes what is read: the reports have to be traced again with it"
    if of_stories(c.kind):
        return "it changes which story a report is in: the reports have to be sorted again with it"
    at = c.target[0].report
    return f"{at} is in no story" if at in reports else f"there is no report {at}"


def _story(
    story: Story, said: Said, corrections: Sequence[Correction], reread: bool, merge_owners: bool
) -> tuple[Story, tuple[Outcome, ...]]:
    by_id = {r.id: r for r in said.reports}
    members = set(story.reports)
    statements = tuple(s for s in said.statements if s.report in members)
    scene = Scene(tuple(by_id[r] for r in story.reports if r in by_id), said.sources, statements, said.known)
    if not reread and not any(scene.concerns(c) for c in corrections):
        return story, ()
    from riwaya.claims import align
    from riwaya.dates import timeline
    from riwaya.derivations import derive, unseen
    from riwaya.encoder import encoder
    from riwaya.independence import count

    speaker = encoder()
    claims = align(scene.reports, said.sources, statements, speaker) if reread else story.claims
    grouped = regroup(claims, scene, corrections, speaker)
    derivations = story.derivations
    if reread or any(o.applied for o in grouped.outcomes):
        derivations = derive(scene.reports, said.sources, statements, grouped.claims, speaker)
    derived = rederive(derivations, scene, corrections)
    dated = redate(timeline(scene.reports, statements) if reread else story.timeline, scene, corrections)
    claims = grouped.claims
    if reread or any(o.applied for o in (*grouped.outcomes, *derived.outcomes)):
        sources = (*said.sources, *unseen(derived.derivations, scene.reports, said.sources))
        claims = count(claims, statements, scene.reports, sources, derived.derivations, merge_owners=merge_owners)
    outcomes = (*grouped.outcomes, *derived.outcomes, *dated.outcomes)
    return replace(story, claims=claims, derivations=derived.derivations, timeline=dated.timeline), outcomes
