"""Corrected readings: what is said, by whom, and who is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from riwaya.corrections.correction import Correction, Outcome, Place
from riwaya.corrections.finding import Missing, mention_at, source_at, span_of, statement_at
from riwaya.language.text import fold
from riwaya.model import Attribution, Link, Mention, Report, Source, SourceKind, Span, Stance, Statement


@dataclass(frozen=True, slots=True)
class Said:
    """Who says what, corrected."""

    reports: tuple[Report, ...]
    sources: tuple[Source, ...]
    statements: tuple[Statement, ...]
    known: Mapping[Place, str]  #: statement ids by the places that corrections gave and took
    outcomes: tuple[Outcome, ...]


def revise(
    reports: Sequence[Report],
    sources: Sequence[Source],
    statements: Sequence[Statement],
    corrections: Sequence[Correction],
) -> Said:
    """Apply the kinds `statement-…` and `source-…`, in the order given; other kinds have no outcome here.

    In: reports with their outlets, the sources and statements of all of them. The order of reports and sources stays;
    statements stand report by report in order of place. Ids stay, but for what is new.
    """
    desk = _Desk(reports, sources, statements)
    outcomes = []
    for c in corrections:
        act = _ACTS.get(c.kind)
        if act is None:
            continue
        try:
            act(desk, c)
            outcomes.append(Outcome(c))
        except Missing as missing:
            outcomes.append(Outcome(c, str(missing)))
    if not any(o.applied for o in outcomes):
        return Said(tuple(reports), tuple(sources), tuple(statements), {}, tuple(outcomes))
    order = {r.id: n for n, r in enumerate(reports)}
    said = sorted(desk.statements.values(), key=lambda s: (order[s.report], s.start, s.end, s.id))
    found = sorted(desk.sources.values(), key=lambda s: s.id)
    return Said(tuple(desk.reports.values()), tuple(found), tuple(said), dict(desk.known), tuple(outcomes))


class _Desk:
    """What is worked on: the reports, sources and statements as corrected so far."""

    def __init__(
        self, reports: Sequence[Report], sources: Sequence[Source], statements: Sequence[Statement]
    ) -> None:
        self.reports = {r.id: r for r in reports}
        self.sources = {s.id: s for s in sources}
        self.statements = {s.id: s for s in statements if s.report in self.reports}
        self.known: dict[Place, str] = {}

    def statement(self, at: Place) -> Statement:
        return statement_at(at, self.reports, self.statements.values(), self.known)

    def source(self, at: Place) -> Source:
        found = source_at(at, self.reports, self.sources.values())
        if found is None:
            raise Missing(f"no source is named at «{at.words}» in {at.report}" if at.words else
                          f"the outlet of {at.report} is not known")
        return found

    def chained(self, s: Statement, links: Iterable[str]) -> Statement:
        """A statement with another chain: the report's own outlet left out; with none left it is own voice."""
        own = self.reports[s.report].outlet
        chain = tuple(dict.fromkeys(i for i in links if i != own))
        if not chain:
            return replace(s, voice="own", stance="asserts", cue=None, chain=(), inferred=())
        voice = "indirect" if s.voice == "own" else s.voice
        return replace(s, chain=chain, voice=voice, inferred=tuple(i for i in s.inferred if i in chain))

    def rename(self, of: Callable[[Statement, str], str]) -> None:
        """Let links of chains lead elsewhere: `of` gives the source for a statement and a link of it."""
        for id_, s in self.statements.items():
            links = [of(s, link) for link in s.chain]
            if links != list(s.chain) or self.reports[s.report].outlet in links:
                inferred = tuple(dict.fromkeys(of(s, link) for link in s.inferred))
                self.statements[id_] = self.chained(replace(s, inferred=inferred), links)


def _add(desk: _Desk, c: Correction) -> None:
    at = c.target[0]
    span = span_of(at, desk.reports)
    if any(s.report == at.report and s.span == span for s in desk.statements.values()):
        raise Missing("there is a statement at these words already")
    made = Statement(f"{at.report}-{at.key[:8]}", at.report, span.start, span.end, "own", why=_by(c))
    desk.statements[made.id] = made
    desk.known[at] = made.id


def _content(desk: _Desk, c: Correction) -> None:
    s = desk.statement(c.target[0])
    if c.target[1].report != s.report:
        raise Missing("the new words stand in another report")
    span = span_of(c.target[1], desk.reports)
    desk.statements[s.id] = replace(s, start=span.start, end=span.end, why=_by(c, s.why))
    desk.known |= {c.target[0]: s.id, c.target[1]: s.id}


def _cue(desk: _Desk, c: Correction) -> None:
    s = desk.statement(c.target[0])
    if len(c.target) > 1 and c.target[1].report != s.report:
        raise Missing("the cue stands in another report")
    cue = span_of(c.target[1], desk.reports) if len(c.target) > 1 else None
    desk.statements[s.id] = replace(s, cue=cue, why=_by(c, s.why))


def _stance(desk: _Desk, c: Correction) -> None:
    s = desk.statement(c.target[0])
    stance: Stance = c.value  # type: ignore[assignment]  # `correction` has checked it
    desk.statements[s.id] = replace(s, stance=stance, why=_by(c, s.why))


def _drop(desk: _Desk, c: Correction) -> None:
    del desk.statements[desk.statement(c.target[0]).id]


def _chain(desk: _Desk, c: Correction) -> None:
    s = desk.statement(c.target[0])
    links = [_link(desk, s, at) for at in c.target[1:]]
    changed = desk.chained(replace(s, inferred=()), links)
    desk.statements[s.id] = replace(changed, why=_by(c, s.why))


def _link(desk: _Desk, s: Statement, at: Place) -> str:
    """The source of a new link, which may be one that no statement had before."""
    found = source_at(at, desk.reports, desk.sources.values())
    if not at.words:
        return desk.source(at).id
    if found is not None and mention_at(at, desk.reports, found) is not None:
        return found.id
    span = span_of(at, desk.reports)
    mention = Mention(at.report, span.start, span.end)
    if found is None:
        found = _new_source(desk.reports[at.report], s, span)
    same = (x for x in desk.sources.values() if x.kind == found.kind and fold(x.name) == fold(found.name))
    found = next(same, found)
    desk.sources[found.id] = replace(found, mentions=_sorted({*found.mentions, mention}))
    return found.id


def _new_source(report: Report, s: Statement, span: Span) -> Source:
    """Who is named at a place, read as any mention is."""
    from riwaya.sources import resolve

    links = (Link(span),)
    attribution = Attribution(s.span, "indirect", s.cue, links)
    mentioned = [x for x in resolve([report], {report.id: [attribution]}).sources if x.mentions]
    if mentioned:
        return mentioned[0]
    words = span.of(report.text)
    return Source(f"source-{Place(report.id, words).key[:8]}", words, "person")


def _join(desk: _Desk, c: Correction) -> None:
    found = list(dict.fromkeys(desk.source(at).id for at in c.target))
    if len(found) == 1:
        raise Missing("they are one source already")
    kept, *others = (desk.sources[i] for i in found)
    mentions = {m for s in (kept, *others) for m in s.mentions}
    owner = kept.owner or next((s.owner for s in others if s.owner), None)
    for s in others:
        del desk.sources[s.id]
    desk.sources[kept.id] = replace(kept, mentions=_sorted(mentions), owner=owner)
    gone = {s.id for s in others}
    for id_, r in desk.reports.items():
        if r.outlet in gone:
            desk.reports[id_] = replace(r, outlet=kept.id)
    desk.rename(lambda _, link: kept.id if link in gone else link)


def _part(desk: _Desk, c: Correction) -> None:
    source = desk.source(c.target[0])
    parted: set[Mention] = set()
    outlets: set[str] = set()
    for at in c.target:
        if desk.source(at).id != source.id:
            raise Missing("these places are not of one source")
        mention = mention_at(at, desk.reports, source) if at.words else None
        if mention is not None:
            parted.add(mention)
        elif not at.words:
            outlets.add(at.report)
        else:
            raise Missing(f"{source.name} is not mentioned at «{at.words}» in {at.report}")
    published = {r.id for r in desk.reports.values() if r.outlet == source.id}
    if parted == set(source.mentions) and outlets == published:
        raise Missing("these are all the places of the source: nothing is left to part it from")
    first = c.target[0]
    name = first.words or desk.reports[first.report].outlet_name or source.name
    new = replace(source, id=f"{source.id}-{first.key[:6]}", name=name, mentions=_sorted(parted))
    desk.sources[new.id] = new
    desk.sources[source.id] = replace(source, mentions=_sorted(set(source.mentions) - parted))
    for id_ in outlets:
        desk.reports[id_] = replace(desk.reports[id_], outlet=new.id)

    def of(s: Statement, link: str) -> str:
        if link != source.id:
            return link
        mine = [m for m in source.mentions if m.report == s.report]
        if not mine:
            return link
        return new.id if min(mine, key=lambda m: _distance(m, s)) in parted else link

    desk.rename(of)


def _distance(m: Mention, s: Statement) -> tuple[int, int]:
    """How far a mention is from what attributes a statement; of two as far the one before."""
    near = s.cue or s.span
    return max(m.start - near.end, near.start - m.end, 0), m.start


def _name(desk: _Desk, c: Correction) -> None:
    source = desk.source(c.target[0])
    desk.sources[source.id] = replace(source, name=" ".join(c.value.split()))


def _kind(desk: _Desk, c: Correction) -> None:
    source = desk.source(c.target[0])
    kind: SourceKind = c.value  # type: ignore[assignment]  # `correction` has checked it
    desk.sources[source.id] = replace(source, kind=kind)


def _sorted(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda m: (m.report, m.start, m.end)))


def _by(c: Correction, before: str = "") -> str:
    told = f"corrected by {c.who or 'a person'}{f': {c.why}' if c.why else ''}"
    return f"{before}; {told}" if before else told


_ACTS: Mapping[str, Callable[[_Desk, Correction], None]] = {
    "statement-add": _add, "statement-content": _content, "statement-cue": _cue, "statement-chain": _chain,
    "statement-stance": _stance, "statement-drop": _drop, "source-join": _join, "source-part": _part,
    "source-name": _name, "source-kind": _kind,
}  # fmt: skip
