"""A trace joined by its ids, in the order it is shown: what the terminal report and the page both draw from.

Pure and linear in the size of the trace. Ids that lead nowhere are shown as they are, or passed over: a trace may
have been read from a file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from riwaya.export.beyond import Beyond
from riwaya.export.bidi import cut, flat, isolate
from riwaya.export.words import Speech, listed, say
from riwaya.language.text import fold
from riwaya.model import Claim, Derivation, Difference, DifferenceKind, Report, Source, Span, Statement, Story, Trace

if TYPE_CHECKING:
    from riwaya.derivations import Drift
    from riwaya.export.doubts import Doubt


class Link(NamedTuple):
    """One link of a chain, the report's own outlet first."""

    id: str
    name: str
    anonymous: bool = False
    inferred: bool = False


class Side(NamedTuple):
    """What one camp says where versions part: the versions that contradict the same others."""

    versions: tuple[int, ...]
    statement: str  #: of the first of them
    span: Span | None  #: the words that differ, in the statement's report; None where they are absent
    reports: tuple[str, ...]


class Rivalry(NamedTuple):
    """Sides of which at most one can be right."""

    kind: DifferenceKind
    sides: tuple[Side, ...]
    why: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """The statements of a claim that say it the same way, earliest report first."""

    index: int
    statements: tuple[Statement, ...]
    reports: tuple[str, ...]
    route: tuple[Derivation, ...]  #: the derivations between its reports: by which way it travelled
    entered: str = ""  #: its first report, or the text without a page in the story that several of them print


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with what is needed to show it."""

    claim: Claim
    number: int  #: its place in the story, from 1: shared claims by weight, then those of one report
    reports: tuple[str, ...]
    versions: tuple[VersionView, ...]
    differences: tuple[Difference, ...]  #: conflicts first, each pair of words once
    rivalries: tuple[Rivalry, ...]
    beyond: Beyond = field(compare=False, repr=False)

    @property
    def drifts(self) -> tuple[Drift, ...]:
        """What takers changed of it beyond its wording, which the differences tell."""
        return self.beyond.drifts(self.claim)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Pairs of which it is not sure whether they are one claim."""
        return self.beyond.doubts(self.claim)

    @property
    def weight(self) -> tuple[int, int]:
        """Reports, then statements: the heavier claim is shown first."""
        return len(self.reports), sum(len(v.statements) for v in self.versions)


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story in the order it is shown."""

    story: Story
    number: int
    reports: tuple[str, ...]  #: by time of publishing, undated last
    shared: tuple[ClaimView, ...]
    alone: tuple[ClaimView, ...]
    derivations: tuple[Derivation, ...]
    speech: Speech  #: the language most of its reports are in

    @property
    def drifts(self) -> tuple[tuple[str, tuple[tuple[ClaimView, Drift], ...]], ...]:
        """What each report changed on the way, claim by claim; reports by time."""
        found: dict[str, list[tuple[ClaimView, Drift]]] = {r: [] for r in self.reports}
        for claim in (*self.shared, *self.alone):
            for d in claim.drifts:
                found.setdefault(d.report, []).append((claim, d))
        return tuple((r, tuple(held)) for r, held in found.items() if held)

    @property
    def main(self) -> ClaimView | None:
        """The heaviest claim that more than one report tells."""
        return self.shared[0] if self.shared else None

    @property
    def conflicting(self) -> tuple[ClaimView, ...]:
        return tuple(c for c in (*self.shared, *self.alone) if c.rivalries)


@dataclass(frozen=True, slots=True)
class View:
    """A trace with its tables opened."""

    trace: Trace
    reports: Mapping[str, Report]
    sources: Mapping[str, Source]
    statements: Mapping[str, Statement]
    by_report: Mapping[str, tuple[Statement, ...]]  #: in order of the text
    names: Mapping[str, str]  #: what to call a report (by its outlet) or a source, one line, unclean ids included
    stories: tuple[StoryView, ...]

    def name(self, id_: str) -> str:
        """What to call a report or source."""
        return self.names.get(id_) or flat(id_) or "?"

    def chain(self, statement: Statement) -> tuple[Link, ...]:
        """From the outlet that the reader reads to the farthest source."""
        links = [Link(statement.report, self.name(statement.report))]
        for id_ in statement.chain:
            source = self.sources.get(id_)
            anonymous = source is not None and source.kind == "anonymous"
            links.append(Link(id_, self.name(id_), anonymous, id_ in statement.inferred))
        return tuple(links)

    def standing(self, statement: Statement, span: Span | None, kind: DifferenceKind, speech: Speech) -> str:
        """What one end of a difference says, isolated: the differing words, the sources where those differ, or that
        it leaves the thing out."""
        if span:
            return isolate(cut(self.excerpt(statement.report, span), 60))
        if kind == "attribution":
            return " ← ".join(isolate(link.name) for link in self.chain(statement)[1:]) or f"({say('own', speech)})"
        return f"({say('nothing', speech)})"

    def drifted(self, d: Drift, arrow: str = "→") -> str:
        """Whom a drift concerns: the source that was lost, or both, isolated. `arrow` points the way the page reads."""
        return f" {arrow} ".join(isolate(cut(flat(part), 60)) for part in d.detail.split(" → ") if part)

    def words(self, statement: Statement) -> str:
        """The words of a statement, as published but on one line."""
        return self.excerpt(statement.report, statement.span)

    def excerpt(self, report: str, span: Span) -> str:
        """The words of a span of a report, on one line; nothing where there is no such report."""
        found = self.reports.get(report)
        return flat(span.of(found.text)) if found else ""

    def reason(self, claim: Claim, speech: Speech) -> str:
        """Why so many independent sources: the reason given, or one made from the bottleneck."""
        i = claim.independent
        given = i.why_en if speech == "en" else i.why_ar
        if given:
            return flat(given)
        names = listed([isolate(self.name(b)) for b in i.bottleneck], speech)
        if not names:
            return ""
        if i.low == 1:
            text = f"It all goes back to {names}." if speech == "en" else f"مرجع ذلك كله إلى {names}."
        elif speech == "en":
            text = f"Without {names} nobody would say it."
        else:
            text = f"لولا {names} لما قاله أحد."
        if i.high > i.low:
            text += (
                f" Up to {i.high}, if unnamed sources and outlets in their own voice are counted apart."
                if speech == "en"
                else f" وقد يبلغ العدد {i.high} إن عُدَّ كل مصدر لم يُسمَّ وكل وسيلة تتكلم بصوتها مصدراً على حدة."
            )
        return text


class Headline(NamedTuple):
    """The answer, in numbers."""

    reports: int
    outlets: int
    shared: int
    conflicting: int
    single: int  #: shared claims that rest on one source or voice, read low
    main: ClaimView | None
    carrier: str | None  #: the source or report on which most of `single` rest
    carried: int


def view(trace: Trace) -> View:
    """Open a trace for showing."""
    reports = {r.id: r for r in trace.reports}
    sources = {s.id: s for s in trace.sources}
    placed = (s for s in trace.statements if s.report in reports and s.span.of(reports[s.report].text).strip())
    statements = {s.id: s for s in placed}
    grouped: dict[str, list[Statement]] = defaultdict(list)
    for s in statements.values():
        grouped[s.report].append(s)
    by_report = {r: tuple(sorted(found, key=lambda s: (s.start, -s.end))) for r, found in grouped.items()}
    stories = tuple(_story(story, n, reports, statements, sources) for n, story in enumerate(trace.stories, 1))
    return View(trace, reports, sources, statements, by_report, _names(reports, sources), stories)


def time_key(report: Report | None) -> tuple[str, str]:
    """Sorts reports by time of publishing, undated last, then by id."""
    if report is None:
        return "~", ""
    when = report.published_at or report.published or ""
    try:
        moment = datetime.fromisoformat(when)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
        when = moment.replace(tzinfo=None).isoformat()
    except (ValueError, OverflowError):
        when = when or "~"
    return when, report.id


def headline(story: StoryView, view: View) -> Headline:
    """The numbers that answer first."""
    known = [view.reports[r] for r in story.reports if r in view.reports]
    outlets = {r.outlet or r.outlet_name or r.id for r in known}
    single = [c for c in story.shared if c.claim.independent.low <= 1]
    carriers = Counter(b for c in single for b in c.claim.independent.bottleneck)
    carrier, carried = carriers.most_common(1)[0] if carriers else (None, 0)
    if carried < 2 < len(single):  # each rests on another
        carrier, carried = None, 0
    return Headline(
        len(story.reports), len(outlets), len(story.shared), len(story.conflicting), len(single), story.main, carrier,
        carried,
    )


def by_report(claims: Iterable[ClaimView], order: Sequence[str]) -> list[tuple[str, list[ClaimView]]]:
    """Claims of one report by that report, in an order of reports; those without any report last, under ""."""
    found: dict[str, list[ClaimView]] = {r: [] for r in order}
    for claim in claims:
        found.setdefault(claim.reports[0] if claim.reports else "", []).append(claim)
    return [(r, held) for r, held in found.items() if held]


def unattributed(claim: ClaimView) -> tuple[tuple[Statement, tuple[Statement, ...]], ...]:
    """Statements in an outlet's own voice, each with those of other reports that name a source for the same."""
    every = [s for v in claim.versions for s in v.statements]
    named = [s for s in every if s.chain]
    own = [s for s in every if s.voice == "own" and not s.chain]
    found = ((s, tuple(n for n in named if n.report != s.report)) for s in own)
    return tuple((s, others) for s, others in found if others)


def _names(reports: Mapping[str, Report], sources: Mapping[str, Source]) -> dict[str, str]:
    names = {i: flat(s.name) or flat(i) for i, s in sources.items()}
    outlets = {}
    for i, r in reports.items():
        given = names.get(r.outlet) if r.outlet else None
        outlets[i] = given or flat(r.outlet_name or "") or flat(i)
    # Two reports of one outlet are told apart by date, and where that doesn't do by id.
    for part_of in ("published", "id"):
        count = Counter(outlets.values())
        for i, n in list(outlets.items()):
            part = flat(getattr(reports[i], part_of) or "")
            if part and count[n] > 1:
                outlets[i] = f"{n} ({part})"
    return names | outlets


def _story(
    story: Story, number: int, reports: Mapping[str, Report], statements: Mapping[str, Statement],
    sources: Mapping[str, Source],
) -> StoryView:
    order = sorted(dict.fromkeys(story.reports), key=lambda r: time_key(reports.get(r)))
    rank = {r: n for n, r in enumerate(order)}
    into: dict[str, list[Derivation]] = defaultdict(list)
    for d in story.derivations:
        into[d.report].append(d)
    beyond = Beyond(story, reports, statements, sources)
    opened = [_claim(c, rank, statements, reports, into, beyond) for c in story.claims]
    opened.sort(key=lambda c: (-c.weight[0], -c.weight[1]))
    numbered = [replace(c, number=n) for n, c in enumerate(opened, 1)]
    arabic = sum(reports[r].language == "ar" for r in order if r in reports)
    return StoryView(
        story,
        number,
        tuple(order),
        tuple(c for c in numbered if len(c.reports) > 1),
        tuple(c for c in numbered if len(c.reports) < 2),
        tuple(sorted(story.derivations, key=lambda d: (rank.get(d.report, len(rank)), d.from_))),
        "ar" if arabic * 2 >= len(order) and order else "en",
    )


def _claim(
    claim: Claim,
    rank: Mapping[str, int],
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
    into: Mapping[str, Sequence[Derivation]],
    beyond: Beyond,
) -> ClaimView:
    def place(s: Statement) -> tuple[int, int]:
        return rank.get(s.report, len(rank)), s.start

    versions = []
    for index, ids in enumerate(claim.versions):
        said = sorted((statements[i] for i in ids if i in statements), key=place)
        tellers = tuple(dict.fromkeys(s.report for s in said))
        inside = set(tellers)
        copied = (d.from_ for r in tellers for d in into.get(r, ()) if d.how == "copies")
        printed = Counter(i for i in copied if i not in rank)
        inside.update(i for i, many in printed.items() if many > 1)
        route = tuple(d for r in tellers for d in into.get(r, ()) if d.from_ in inside)
        first = tellers[0] if tellers else ""
        entered = next((d.from_ for d in route if d.report == first and d.from_ in printed), first)
        versions.append(VersionView(index, tuple(said), tellers, route, entered))
    tellers_ = dict.fromkeys(r for v in versions for r in v.reports)
    differences = _distinct(claim, statements)
    ordered = tuple(sorted(tellers_, key=lambda r: rank.get(r, len(rank))))
    return ClaimView(claim, 0, ordered, tuple(versions), differences,
                     _rivalries(claim, differences, versions, statements, reports), beyond)


def _distinct(claim: Claim, statements: Mapping[str, Statement]) -> tuple[Difference, ...]:
    """The differences, conflicts first, the same one between the same two once."""
    known = [d for d in claim.differences if all(s in statements for s in d.statements)]
    return tuple(sorted(dict.fromkeys(known), key=lambda d: not d.conflict))


class _End(NamedTuple):
    """One end of a conflict: two statements of one version with the same words are one end."""

    kind: DifferenceKind
    version: int
    words: str


def _rivalries(
    claim: Claim,
    differences: Iterable[Difference],
    versions: Sequence[VersionView],
    statements: Mapping[str, Statement],
    reports: Mapping[str, Report],
) -> tuple[Rivalry, ...]:
    """Conflicts between pairs, joined: 340 against 430 and 430 against 500 is one rivalry of three."""
    version_of = {s: v for v, ids in enumerate(claim.versions) for s in ids}
    parent: dict[_End, _End] = {}
    shown: dict[_End, tuple[str, Span | None]] = {}
    against: dict[_End, set[int]] = defaultdict(set)
    reasons: dict[DifferenceKind, str] = {}

    def root(end: _End) -> _End:
        parent.setdefault(end, end)
        while parent[end] != end:
            parent[end] = parent[parent[end]]
            end = parent[end]
        return end

    def opened(kind: DifferenceKind, statement: str, span: Span | None) -> _End:
        report = reports.get(statements[statement].report)
        words = span.of(report.text) if span and report else ""
        # A statement of no version stands for itself, past the last version.
        end = _End(kind, version_of.get(statement, len(versions)), fold(words))
        shown.setdefault(end, (statement, span))
        return end

    for d in differences:
        if d.conflict:
            one, other = (opened(d.kind, s, span) for s, span in zip(d.statements, d.spans, strict=True))
            parent[root(one)] = root(other)
            against[one].add(other.version)
            against[other].add(one.version)
            reasons.setdefault(d.kind, d.why)
    groups: dict[_End, list[_End]] = defaultdict(list)
    for end in shown:
        groups[root(end)].append(end)
    return tuple(_rivalry(ends, against, shown, versions, reasons[ends[0].kind]) for ends in groups.values())


def _rivalry(
    ends: list[_End],
    against: Mapping[_End, set[int]],
    shown: Mapping[_End, tuple[str, Span | None]],
    versions: Sequence[VersionView],
    why: str,
) -> Rivalry:
    """The ends of one rivalry by camp: versions that contradict just the same others stand together."""
    opposed: dict[int, set[int]] = defaultdict(set)
    first: dict[int, _End] = {}
    for end in ends:
        opposed[end.version] |= against[end]
        first.setdefault(end.version, end)
    camps: dict[frozenset[int], list[int]] = defaultdict(list)
    for version in sorted(opposed):
        camps[frozenset(opposed[version])].append(version)
    sides = []
    for camp in camps.values():
        tellers = dict.fromkeys(r for v in camp if v < len(versions) for r in versions[v].reports)
        sides.append(Side(tuple(camp), *shown[first[camp[0]]], tuple(tellers)))
    return Rivalry(ends[0].kind, tuple(sides), why)


def kind_of(source: Source, speech: Speech) -> str:
    """What kind of source, in words."""
    return say(f"kind:{source.kind}", speech)
