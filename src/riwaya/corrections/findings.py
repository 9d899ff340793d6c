"""Corrected findings of one story: its claims, its derivations, its dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from riwaya.claims import compose
from riwaya.corrections.correction import Correction, Outcome, Place
from riwaya.corrections.finding import Missing, source_at, span_of, statement_at, text_of
from riwaya.dates import owner
from riwaya.encoder import Encoder
from riwaya.model import Claim, Derivation, How, Moment, Report, Source, Span, Statement

_LAST = ("\U0010ffff", 0, 0, "")  # after all places


@dataclass(frozen=True, slots=True)
class Scene:
    """One story as it is worked on: its reports in order of time, its statements, the sources of the whole trace."""

    reports: tuple[Report, ...]
    sources: tuple[Source, ...]
    statements: tuple[Statement, ...]
    known: Mapping[Place, str]  #: statement ids by the places that corrections gave and took (`Said.known`)

    @property
    def by_id(self) -> dict[str, Report]:
        """The reports by their ids."""
        return {r.id: r for r in self.reports}

    def concerns(self, c: Correction) -> bool:
        """Whether what is corrected stands in this story."""
        return any(r.id == c.target[0].report for r in self.reports)


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a story, corrected."""

    claims: tuple[Claim, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Derivations:
    """The derivations of a story, corrected."""

    derivations: tuple[Derivation, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Moments:
    """The timeline of a story, corrected."""

    timeline: tuple[Moment, ...]
    outcomes: tuple[Outcome, ...]


def regroup(claims: Sequence[Claim], scene: Scene, corrections: Sequence[Correction], encoder: Encoder) -> Claims:
    """Apply `claim-split` and `claim-merge`, in the order given.

    A split takes the statements of its target out of their claims and makes one claim of them; a merge makes one claim
    of all claims that its target has a statement of. Only what was changed is parted into versions and compared anew.
    """
    place = {s.id: (s.report, s.start, s.end, s.id) for s in scene.statements}
    groups = {n: tuple(s for s in c.statements() if s in place) for n, c in enumerate(claims)}
    old = dict(enumerate(claims))
    home = {s: n for n, group in groups.items() for s in group}
    outcomes = []
    for c in corrections:
        if c.kind not in ("claim-split", "claim-merge") or not scene.concerns(c):
            continue
        try:
            ids = [statement_at(at, scene.by_id, scene.statements, scene.known).id for at in c.target]
            members = tuple(dict.fromkeys(i for i in ids if i in home))
            touched = sorted({home[i] for i in members})
            if c.kind == "claim-merge":
                if len(touched) < 2:
                    raise Missing("they are one claim already")
                members = tuple(s for n in touched for s in groups[n])
            elif len(touched) == 1 and set(members) == set(groups[touched[0]]):
                raise Missing("these are all statements of the claim: nothing is left to split them from")
        except Missing as missing:
            outcomes.append(Outcome(c, str(missing)))
            continue
        gone = set(members)
        for n in touched:
            old.pop(n, None)
            left = tuple(s for s in groups[n] if s not in gone)
            if left:
                groups[n] = left
            else:
                del groups[n]
        new = max(home.values()) + 1
        groups[new] = members
        home |= dict.fromkeys(members, new)
        outcomes.append(Outcome(c))
    changed = [n for n in sorted(groups) if n not in old]
    made = compose(scene.reports, scene.sources, scene.statements, [groups[n] for n in changed], encoder)
    whole = [*old.values(), *made]
    if made:
        whole.sort(key=lambda claim: min((place[s] for s in claim.statements() if s in place), default=_LAST))
    return Claims(tuple(whole), tuple(outcomes))


def rederive(derivations: Sequence[Derivation], scene: Scene, corrections: Sequence[Correction]) -> Derivations:
    """Apply `derivation-reject` and `derivation-confirm`, in the order given.

    What is confirmed is sure, with confidence 1; where nothing was found it is added, as `cites` unless the correction
    says how. An outlet with a report of its own in the story and that report are one upstream.
    """
    found = {(d.report, d.from_): d for d in derivations}
    outcomes = []
    for c in corrections:
        if not c.kind.startswith("derivation-") or not scene.concerns(c):
            continue
        report = c.target[0].report
        try:
            names = _upstreams(c.target[1], scene)
            if report in names[:1]:
                raise Missing("a report does not derive from itself")
            key = next(((report, n) for n in names if (report, n) in found), None)
            if c.kind == "derivation-reject":
                if key is None:
                    raise Missing("no such derivation was found")
                del found[key]
            else:
                told = f"confirmed by {c.who or 'a person'}{f': {c.why}' if c.why else ''}"
                how: How = c.value or (found[key].how if key else "cites")  # type: ignore[assignment]  # checked
                before = found[key] if key else Derivation(report, names[0], how, 1.0)
                why = f"{before.why}; {told}" if before.why else told
                found[key or (report, names[0])] = replace(before, how=how, confidence=1.0, why=why, sure=True)
            outcomes.append(Outcome(c))
        except Missing as missing:
            outcomes.append(Outcome(c, str(missing)))
    if not any(o.applied for o in outcomes):
        return Derivations(tuple(derivations), tuple(outcomes))
    return Derivations(tuple(sorted(found.values(), key=lambda d: (d.report, d.from_))), tuple(outcomes))


def _upstreams(at: Place, scene: Scene) -> list[str]:
    """The ids by which a derivation may name what a place names, the best one first."""
    reports = scene.by_id
    text_of(at, reports)
    if not at.words:
        outlet = reports[at.report].outlet
        return [at.report, *([outlet] if outlet else [])]
    source = source_at(at, reports, scene.sources)
    if source is None:
        raise Missing(f"no source is named at «{at.words}» in {at.report}")
    return [source.id, *(r.id for r in scene.reports if r.outlet == source.id)]


def redate(timeline: Sequence[Moment], scene: Scene, corrections: Sequence[Correction]) -> Moments:
    """Apply `date`, in the order given: another value, none (the words are no date of the story), or a date where
    none was found."""
    report_of = {s.id: s.report for s in scene.statements}
    order = {r.id: n for n, r in enumerate(scene.reports)}
    found = list(timeline)
    outcomes = []
    for c in corrections:
        if c.kind != "date" or not scene.concerns(c):
            continue
        at = c.target[0]
        try:
            span = span_of(at, scene.by_id)
            here = [m for m in found if report_of.get(m.statement) == at.report and _meets(m, span)]
            near = [s for s in scene.statements if s.report == at.report]
            if not here and not c.value:
                raise Missing("no date was found there")
            if not here and not near:
                raise Missing("no statement to which the date could belong")
            found = [m for m in found if m not in here]
            if c.value:
                statement = here[0].statement if here else owner(span, near).id
                found.append(Moment(statement, span.start, span.end, c.value))
            outcomes.append(Outcome(c))
        except Missing as missing:
            outcomes.append(Outcome(c, str(missing)))
    if any(o.applied for o in outcomes):
        found.sort(key=lambda m: (m.when, order[report_of[m.statement]], m.start))
    return Moments(tuple(found), tuple(outcomes))


def _meets(m: Moment, span: Span) -> bool:
    return m.start < span.end and span.start < m.end
