"""What the first page of a big story shows, cut out of its trace, so that the page opens without the rest of it.

A store keeps it beside the trace (`riwaya.store`), made when the trace is; a page draws it as it draws a whole trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from riwaya.export.html import Desk
from riwaya.export.terminal import answer
from riwaya.export.view import ClaimView, StoryView, View, headline, unattributed, view
from riwaya.model import Claim, Moment, Report, Source, Span, Story, Trace

BIG = 40  #: reports; a story of no more is opened whole


class Most(NamedTuple):
    """How much of each part a story's first page shows: what keeps a big story as quick as a small one."""

    conflicts: int = 4
    claims: int = 5
    derivations: int = 4
    days: int = 5
    tellings: int = 6  #: reports of a day
    moments: int = 8  #: of a day
    sources: int = 8
    reports: int = 10


MOST = Most()


@dataclass(frozen=True, slots=True)
class Quote:
    """A source that a story quotes, counted."""

    id: str
    statements: int
    reports: int
    first: str  #: the first statement
    beyond: tuple[tuple[str, int], ...]  #: whom it quotes in turn, and how often


@dataclass(frozen=True, slots=True)
class Voice:
    """How much of a report is in its own voice, and how much of that others attribute to a source."""

    report: str
    own: int
    every: int
    dropped: int


@dataclass(frozen=True, slots=True)
class First:
    """A first page: what it shows, as a trace, and the counts of the whole."""

    trace: Trace
    answer_en: tuple[str, ...]
    answer_ar: tuple[str, ...]
    outlets: int
    shared: int
    alone: int
    conflicting: int
    single: int  #: shared claims that rest on one source
    main: str | None  #: the heaviest claim's id
    quoted: int  #: sources
    days: int  #: dates that statements give
    quotes: tuple[Quote, ...]
    voices: tuple[Voice, ...]
    numbers: tuple[tuple[str, int], ...]  #: of the claims shown, by id
    spots: tuple[tuple[str, str], ...]  #: by statement: its anchor in its report's page


def first(trace: Trace) -> First | None:
    """The first page of a trace of one story; None where the story is so small that it is opened whole."""
    if len(trace.stories) != 1 or len(trace.stories[0].reports) <= BIG:
        return None
    seen = view(trace)
    return cut(seen, seen.stories[0])


def cut(seen: View, story: StoryView) -> First:
    """The first page of a story. Linear in its trace."""
    desk = Desk(seen, "en")
    h = headline(story, seen)
    conflicting = story.conflicting
    shown = list({c.claim.id: c for c in (*story.shared[: MOST.claims], *conflicting[: MOST.conflicts])}.values())
    quoted, events = desk.quoted(story), desk.events(story)
    quotes = tuple(Quote(q.id, len(q.statements), len(q.reports), q.statements[0].id, tuple(q.beyond[:5]))
                   for q in quoted[: MOST.sources])  # fmt: skip
    moments = [m for _, held in events[: MOST.days] for m in held[: MOST.moments + 1]]
    dropped = _dropped(story)
    own = {o.report: o for o in desk.own(story)}
    voices = tuple(Voice(r, own[r].own, own[r].every, dropped.get(r, 0)) for r in story.reports[: MOST.reports]
                   if r in own)  # fmt: skip
    needed = {s for c in shown for s in c.claim.statements()} | {m.statement for m in moments}
    needed |= {q.first for q in quotes}
    return First(
        _trace(seen, story, [c.claim for c in shown], moments, needed, quotes), tuple(answer(story, seen, "en")),
        tuple(answer(story, seen, "ar")), h.outlets, len(story.shared), len(story.alone), len(conflicting), h.single,
        h.main.claim.id if h.main else None, len(quoted), len(events), quotes, voices,
        tuple((c.claim.id, c.number) for c in shown),
        tuple((s, desk.place(s)) for s in seen.statements if s in needed),
    )  # fmt: skip


def _dropped(story: StoryView) -> dict[str, int]:
    found: dict[str, int] = {}
    for claim in story.shared:
        for s, _ in unattributed(claim):
            found[s.report] = found.get(s.report, 0) + 1
    return found


def _trace(
    seen: View, story: StoryView, claims: list[Claim], moments: list[Moment], needed: set[str],
    quotes: Iterable[Quote],
) -> Trace:  # fmt: skip
    statements = tuple(replace(s, why="") for id_, s in seen.statements.items() if id_ in needed)
    ends: dict[str, int] = {}
    spans = [(s.report, s.span) for s in statements]
    spans += [(seen.statements[i].report, span) for c in claims for d in c.differences
              for i, span in zip(d.statements, d.spans, strict=True) if span and i in seen.statements]  # fmt: skip
    spans += [(seen.statements[m.statement].report, Span(m.start, m.end)) for m in moments]
    for report, span in spans:
        ends[report] = max(ends.get(report, 0), span.end)
    derivations = tuple(replace(d, evidence=(), why=d.why if n < MOST.derivations else "")
                        for n, d in enumerate(story.derivations))  # fmt: skip
    used = {i for s in statements for i in (*s.chain, *s.inferred)} | {d.from_ for d in derivations}
    used |= {i for c in claims for i in c.independent.bottleneck}
    used |= {i for q in quotes for i in (q.id, *(b for b, _ in q.beyond))}
    reports = tuple(_report(r, ends) for r in seen.trace.reports)
    used |= {r.outlet for r in reports if r.outlet}
    kept = Story(story.story.id, story.story.title, story.story.reports,
                 tuple(replace(c, unsure=(), why=()) for c in claims), derivations, tuple(moments))  # fmt: skip
    return Trace(seen.trace.version, reports, _sources(seen.sources, used), statements, (kept,))


def _report(r: Report, ends: Mapping[str, int]) -> Report:
    return replace(r, text=r.text[: ends.get(r.id, 0)], removed=(), credits=(), bylines=(), sha256="", origin="")


def _sources(sources: Mapping[str, Source], used: set[str]) -> tuple[Source, ...]:
    return tuple(replace(s, mentions=()) for i, s in sources.items() if i in used)


def numbered(claims: Iterable[ClaimView], numbers: Mapping[str, int]) -> tuple[ClaimView, ...]:
    """Claims with the numbers that they have in the whole story."""
    return tuple(replace(c, number=numbers.get(c.claim.id, c.number)) for c in claims)
