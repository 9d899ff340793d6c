"""A trace as one self-contained page: no network, no script, every word of others escaped and isolated.

Every claim leads to its statements, every statement to its place in its report, every link of a chain to its source.
Headings are in the language of most of the reports, reasons in English and Arabic; text has its own direction.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from riwaya.export import svg
from riwaya.export.bidi import cut, flat, starts_rtl
from riwaya.export.marks import Mark, by_paragraph, marked
from riwaya.export.reasons import reason
from riwaya.export.terminal import answer
from riwaya.export.view import ClaimView, Headline, Side, StoryView, View, by_report, headline, unattributed, view
from riwaya.export.words import Speech, counted, dated, letter, noun_of, ranged, say
from riwaya.language.text import fold
from riwaya.model import Derivation, Difference, Moment, Report, Source, Span, Statement, Trace

if TYPE_CHECKING:
    from markupsafe import Markup

_ISOLATED = re.compile("[\u2066\u2069]")
_DAY = re.compile(r"\((\d{4}-\d\d-\d\d)\)")
_FITS = 1700  #: px: a picture up to so wide may be drawn smaller where it fits a wide page and can still be read
_NEAR = 1050  #: px: the same on a page of a tablet's width
_PICTURES = 60  # of reports; a story of more has its picture once, not again for every claim


class Paragraph(NamedTuple):
    """A paragraph of a report with its marks, and the statements that begin in it."""

    html: Markup
    notes: tuple[Statement, ...]


class Telling(NamedTuple):
    """A report with its text marked."""

    report: Report
    paragraphs: tuple[Paragraph, ...]
    pieces: frozenset[str]  #: places of statements that had to be broken into pieces


class Quoted(NamedTuple):
    """A source as the reports of a story quote it."""

    id: str
    source: Source | None
    reports: tuple[str, ...]
    statements: tuple[Statement, ...]
    beyond: tuple[tuple[str, int], ...]  #: whom it quotes in turn, and how often
    spellings: tuple[str, ...]


class Own(NamedTuple):
    """How much of a report is said in its own voice."""

    report: str
    own: int
    every: int


def render(trace: Trace) -> str:
    """The page of a trace."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("riwaya.export", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )
    desk = Desk(view(trace))
    folder = resources.files("riwaya.export").joinpath("templates")
    style = "".join(folder.joinpath(n).read_text(encoding="utf8") for n in ("page.css", "descent.css"))
    tellings = [desk.telling(r) for r in trace.reports]
    return environment.get_template("page.html").render(
        desk=desk, trace=trace, tellings=tellings, style=desk.safe(style + _rules(tellings)),
        arrow=desk.safe(svg.arrow()),
    )


def _rules(tellings: list[Telling]) -> str:
    """Style for statements that lie in pieces: when the first is the target, all are."""
    pieces = sorted(p for t in tellings for p in t.pieces)[:500]
    return "".join(f"body:has(#{p}:target) .{p}{{background:var(--target)}}" for p in pieces)


def _starting(statements: tuple[Statement, ...], spans: list[Span]) -> dict[int, list[Statement]]:
    """The statements that begin in each paragraph."""
    found: dict[int, list[Statement]] = defaultdict(list)
    at = 0
    for s in statements:
        while at + 1 < len(spans) and spans[at].end <= s.start:
            at += 1
        found[at].append(s)
    return found


@dataclass
class Desk:
    """What the templates ask: words, anchors and marked text. It holds no judgement, only places."""

    opened: View
    chosen: Speech | None = None  #: the language of the headings; None: that of most reports
    leads: Callable[[str], str] | None = None  #: where a report or source has its own page; None: it is on this one

    @cached_property
    def speech(self) -> Speech:
        """The language of the headings."""
        if self.chosen:
            return self.chosen
        arabic = sum(r.language == "ar" for r in self.opened.reports.values())
        return "ar" if arabic and arabic * 2 >= len(self.opened.reports) else "en"

    @property
    def other(self) -> Speech:
        return "en" if self.speech == "ar" else "ar"

    def safe(self, html: str) -> Markup:
        """HTML that was made here."""
        from markupsafe import Markup

        return Markup(html)

    # -- words

    def say(self, key: str) -> str:
        return say(key, self.speech)

    def counted(self, n: int, noun: str) -> str:
        return counted(n, noun, self.speech)

    def noun(self, n: int, noun: str) -> str:
        """The label of a number that stands apart from it: in Arabic one or many, no forms that hold the number."""
        return noun_of(n if self.speech == "en" else 100 if n == 1 else 3, noun, self.speech)

    def title(self) -> str:
        """The page's title."""
        stories = self.opened.stories
        first = flat(stories[0].story.title or stories[0].story.id) if stories else ""
        return f"{first} – riwaya" if len(stories) == 1 else f"{self.counted(len(stories), 'story')} – riwaya"

    def ranged(self, low: int, high: int, noun: str, speech: Speech) -> str:
        return ranged(low, high, noun, speech)

    def when(self, date: str | None) -> str:
        return dated(date, self.speech)

    def letter(self, version: int) -> str:
        return letter(version, self.speech)

    def hue(self, version: int) -> str:
        return f"v{version % svg.HUES}"

    def bdi(self, text: str) -> Markup:
        """Text of others within ours: isolated, in a fitting font."""
        text = flat(text)
        return self.safe(f'<bdi lang="{"ar" if starts_rtl(text) else "en"}">{escape(text)}</bdi>')

    def because(self, why: str) -> Markup:
        """A reason, in the reader's language as far as it can be told."""
        told = reason(why, self.speech)
        # Figures and days keep their order among Arabic words: what stands isolated is drawn so.
        parts = [escape(flat(part)) if not n % 2 else f' <span dir="ltr" class="iso">{escape(flat(part))}</span> '
                 for n, part in enumerate(_ISOLATED.split(told))]  # fmt: skip
        return self.safe(f'<bdi lang="{"ar" if self.speech == "ar" and told != why else "en"}">{"".join(parts)}</bdi>')

    def way(self, text: str) -> Markup:
        """The attributes of an element that holds text of others."""
        return self.safe('lang="ar" dir="rtl"' if starts_rtl(text) else 'lang="en" dir="ltr"')

    def name(self, id_: str) -> Markup:
        """What a report or source is called, leading to it."""
        anchor = self._anchors.get(id_)
        href = self.leads(id_) if self.leads else f"#{anchor}" if anchor else ""
        # A date by which two reports are told apart keeps its order among Arabic words.
        shown = self.safe(_DAY.sub(r'(<span dir="ltr" class="iso">\1</span>)', str(self.bdi(self.opened.name(id_)))))
        return self.safe(f'<a href="{escape(href)}">{shown}</a>') if href else shown

    # -- places on the page; ids are ours, as a report's may hold anything

    @cached_property
    def _source_places(self) -> dict[str, str]:
        return {id_: f"q{n}" for n, id_ in enumerate(self._quoted, 1)}

    def source_place(self, id_: str) -> str:
        """The place of a source that a story quotes."""
        return self._source_places[id_]

    @cached_property
    def _anchors(self) -> dict[str, str]:
        return self._source_places | {id_: f"r{n}" for n, id_ in enumerate(self.opened.reports, 1)}

    @cached_property
    def _quoted(self) -> dict[str, int]:
        """The sources that stories quote, and the number of the first story that quotes each."""
        return {
            id_: story.number
            for story in reversed(self.opened.stories)
            for report in story.reports
            for s in self.opened.by_report.get(report, ())
            for id_ in s.chain
        }

    def first_story(self, source: str) -> int:
        """The number of the first story that quotes a source: there it has its place."""
        return self._quoted[source]

    @cached_property
    def places(self) -> dict[str, str]:
        """By statement: its place in its report."""
        return {id_: f"s{n}" for n, id_ in enumerate(self.opened.statements, 1)}

    def anchor(self, id_: str) -> str:
        """The place of a report or source."""
        return self._anchors.get(id_, "")

    def place(self, statement: str) -> str:
        """The place of a statement in its report."""
        return self.places[statement]

    @cached_property
    def _claims(self) -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for story in self.opened.stories:
            for claim in (*story.shared, *story.alone):
                for id_ in claim.claim.statements():
                    found[id_].append((f"c{story.number}-{claim.number}", claim.number))
        return found

    def claims_of(self, statement: Statement) -> list[tuple[str, int]]:
        """The places and numbers of the claims that a statement belongs to."""
        return self._claims.get(statement.id, [])

    # -- marked text

    @cached_property
    def _differing(self) -> dict[str, list[Span]]:
        """Per statement the words in which it differs from others."""
        found: dict[str, list[Span]] = defaultdict(list)
        for story in self.opened.stories:
            for claim in (*story.shared, *story.alone):
                for d in claim.differences:
                    for id_, span in zip(d.statements, d.spans, strict=True):
                        if span and span not in found[id_]:
                            found[id_].append(span)
        return found

    def quote(self, statement: Statement, only: Span | None = None) -> Markup:
        """The words of a statement, those in which it differs marked."""
        report = self.opened.reports.get(statement.report)
        if report is None:
            return self.safe("")
        spans = [only] if only else self._differing.get(statement.id, [])
        marks = [Mark(s.start, s.end, "mark", "d") for s in spans]
        return self.safe(marked(report.text, marks, statement.span)[0].strip())

    def start(self, statement: Statement) -> str:
        """The first words of a statement."""
        return cut(self.opened.words(statement), 32)

    def evidence(self, d: Derivation) -> list[tuple[Statement, Statement]]:
        """The passages that a derivation rests on, side by side."""
        known = self.opened.statements
        return [(known[one], known[other]) for one, other in d.evidence if one in known and other in known]

    def version_of(self, claim: ClaimView) -> dict[str, int]:
        """Which version of a claim a statement belongs to."""
        return {s: v for v, ids in enumerate(claim.claim.versions) for s in ids}

    def side(self, side: Side) -> Markup:
        """The words of one side of a conflict, within their statement."""
        return self.quote(self.opened.statements[side.statement], side.span)

    def standing(self, d: Difference, n: int) -> Markup:
        """What one end of a difference says."""
        statement = self.opened.statements[d.statements[n]]
        return self.safe(escape(self.opened.standing(statement, d.spans[n], d.kind, self.speech)))

    def moment(self, m: Moment) -> Markup:
        """The statement of a date, the words of the date marked."""
        return self.quote(self.opened.statements[m.statement], Span(m.start, m.end))

    def telling(self, report: Report, more: Mapping[str, str] | None = None) -> Telling:
        """A report's text: statements, cues, sources, dates and differing words marked, statements anchored. `more`: by
        statement, a further class of its mark."""
        statements = self.opened.by_report.get(report.id, ())
        marks = []
        for s in statements:
            classes = f"s {self.place(s.id)}{' own' if s.voice == 'own' else ''} {(more or {}).get(s.id, '')}".strip()
            words = s.span.of(report.text)
            start = s.start + len(words) - len(words.lstrip())  # the anchor has to stand in a paragraph
            marks.append(Mark(start, s.end, "span", classes, self.place(s.id)))
            if s.cue:
                marks.append(Mark(s.cue.start, s.cue.end, "b", "cue"))
            marks += [Mark(d.start, d.end, "mark", "d") for d in self._differing.get(s.id, [])]
        marks += [Mark(m.start, m.end, "span", "src") for m in self._mentions.get(report.id, [])]
        spans = report.paragraphs()
        starting = _starting(statements, spans)
        paragraphs, pieces = [], set()
        for n, (span, held) in enumerate(zip(spans, by_paragraph(spans, marks), strict=True)):
            html, broken = marked(report.text, held, span)
            pieces |= broken
            paragraphs.append(Paragraph(self.safe(html), tuple(starting.get(n, ()))))
        return Telling(report, tuple(paragraphs), frozenset(pieces))

    @cached_property
    def _mentions(self) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = defaultdict(list)
        for source in self.opened.sources.values():
            for m in source.mentions:
                found[m.report].append(Span(m.start, m.end))
        return found

    # -- the story

    def headline(self, story: StoryView) -> Headline:
        return headline(story, self.opened)

    def answer(self, story: StoryView, speech: Speech) -> list[str]:
        return answer(story, self.opened, speech)

    def reason(self, claim: ClaimView, speech: Speech) -> str:
        return self.opened.reason(claim.claim, speech)

    def picture(self, story: StoryView, claim: ClaimView | None, *, again: bool = False) -> Markup:
        """The descent, the versions of a claim over it; drawn once a story and used again for other claims."""
        picture = self._pictures[story.number]
        base = f'<use href="#d{story.number}"/>' if again else f'<g id="d{story.number}">{picture.base}</g>'
        wide, tall = f"{picture.width:g}", f"{picture.height:g}"
        size = f'width="{wide}" height="{tall}" viewBox="0 0 {wide} {tall}"'
        label, tabs = escape(self.say("descent")), svg.tabs(picture, claim, self.speech)
        fits = " fits near" if picture.width <= _NEAR else " fits" if picture.width <= _FITS else ""
        return self.safe(f'<svg class="descent{fits}" {size} role="img" aria-label="{label}">{base}{tabs}</svg>')

    @cached_property
    def _pictures(self) -> dict[int, svg.Picture]:
        return {s.number: svg.draw(s, self.opened, self.speech) for s in self.opened.stories}

    def coloured(self, story: StoryView) -> ClaimView | None:
        """The claim whose versions colour the story's picture."""
        return svg.parted(story)

    def routed(self, story: StoryView, claim: ClaimView) -> bool:
        """Whether a claim has a picture of its own."""
        return len(claim.versions) > 1 and bool(story.derivations) and len(story.reports) <= _PICTURES

    def same(self, one: Statement, other: Statement) -> bool:
        """Whether two statements are in the same words."""
        return fold(self.opened.words(one)) == fold(self.opened.words(other))

    def alone(self, story: StoryView) -> list[tuple[str, list[ClaimView]]]:
        """The claims of one report, by report in order of time."""
        return by_report(story.alone, story.reports)

    def quoted(self, story: StoryView) -> list[Quoted]:
        """The sources of a story, those that most reports quote first."""
        said: dict[str, list[Statement]] = defaultdict(list)
        beyond: dict[str, Counter[str]] = defaultdict(Counter)
        for report in story.reports:
            for s in self.opened.by_report.get(report, ()):
                for n, id_ in enumerate(s.chain):
                    said[id_].append(s)
                    if n + 1 < len(s.chain):
                        beyond[id_][s.chain[n + 1]] += 1
        found = []
        for id_, statements in said.items():
            source = self.opened.sources.get(id_)
            mentions = source.mentions if source else ()
            forms = dict.fromkeys(self.opened.excerpt(m.report, Span(m.start, m.end)) for m in mentions)
            found.append(Quoted(
                id_, source, tuple(dict.fromkeys(s.report for s in statements)),
                tuple({s.id: s for s in statements}.values()),
                tuple(beyond[id_].most_common(8)), tuple(f for f in forms if f)[:12],
            ))
        return sorted(found, key=lambda q: (-len(q.reports), -len(q.statements)))

    def events(self, story: StoryView) -> list[tuple[str, list[Moment]]]:
        """The dates that statements give, in order."""
        found: dict[str, list[Moment]] = defaultdict(list)
        for m in story.story.timeline:
            if m.statement in self.opened.statements:
                found[m.when].append(m)
        return sorted(found.items())

    def told(self, story: StoryView) -> list[tuple[str | None, list[Report]]]:
        """The reports by day of publishing, undated last."""
        found: dict[str | None, list[Report]] = defaultdict(list)
        for id_ in story.reports:
            report = self.opened.reports.get(id_)
            if report:
                found[report.published].append(report)
        return list(found.items())

    def own(self, story: StoryView) -> list[Own]:
        """How much of each report is in its own voice."""
        found = []
        for id_ in story.reports:
            said = self.opened.by_report.get(id_, ())
            if said:
                found.append(Own(id_, sum(s.voice == "own" for s in said), len(said)))
        return found

    def unattributed(self, story: StoryView) -> list[tuple[ClaimView, Statement, tuple[Statement, ...]]]:
        """What an outlet says itself though others name a source for it."""
        return [(c, s, others) for c in (*story.shared, *story.alone) for s, others in unattributed(c)]

    def address(self, report: Report) -> str:
        """The report's address on the web, where it has one that is safe to follow."""
        for url in (report.url, report.origin):
            if url and url.startswith(("https://", "http://")) and not any(c.isspace() for c in url):
                return url
        return ""
