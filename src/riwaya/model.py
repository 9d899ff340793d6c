"""All nouns of riwaya, as frozen data.

Every other module is functions between these values. What `riwaya.trace/1` (../../docs/contract.md) prints takes
part in equality; fields declared with ``compare=False`` are what a stage knows beyond it (why it judged as it did,
what the page said before sources were resolved) and are left out of equality and of the printed contract.

Offsets are Unicode code points into ``Report.text``, half-open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Language = Literal["ar", "en"]
Voice = Literal["direct", "indirect", "own"]
Stance = Literal["asserts", "denies", "doubts", "demands"]
SourceKind = Literal["outlet", "agency", "person", "organization", "group", "anonymous", "document"]
DifferenceKind = Literal["number", "date", "name", "action", "polarity", "strength", "attribution", "detail"]
How = Literal["cites", "copies", "translates", "rewrites"]


class Span(NamedTuple):
    """A half-open run of code points of a report's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of `text` that this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of the input that could not be read; the rest is read all the same."""

    origin: str
    reason: str
    skipped: bool = True  #: False for a mere warning: the report was read


@dataclass(frozen=True, slots=True)
class Credit:
    """A line, dateline or tail of the page that names where the report comes from, as printed."""

    text: str  #: the words as printed, e.g. «(أ ف ب)»
    names: tuple[str, ...] = ()  #: the outlets or agencies it names, as printed


@dataclass(frozen=True, slots=True)
class Report:
    """One outlet's telling: one page, its own text parted from what surrounds it."""

    id: str
    origin: str
    title: str
    text: str  #: paragraphs parted by "\n"
    language: str
    outlet: str | None = None  #: source id; None until sources are resolved, or where the page names none
    bylines: tuple[str, ...] = ()
    published: str | None = None  #: ISO 8601 date
    removed: tuple[str, ...] = ()
    sha256: str = ""
    outlet_name: str | None = field(default=None, compare=False)  #: as printed or given
    published_at: str | None = field(default=None, compare=False)  #: full ISO 8601 time where known
    url: str | None = field(default=None, compare=False)
    credits: tuple[Credit, ...] = field(default=(), compare=False)

    def paragraphs(self) -> list[Span]:
        """The spans of the paragraphs of the text, in order, empty ones left out."""
        spans, start = [], 0
        for part in self.text.split("\n"):
            if part.strip():
                spans.append(Span(start, start + len(part)))
            start += len(part) + 1
        return spans


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of a report that names or points to a source."""

    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain as attribution reads it, before sources are resolved.

    `mention` is the place that names the source. `anaphor` is the place that points back to it («الصحيفة»، "she"),
    where the statement itself does not name it.
    """

    mention: Span
    anaphor: Span | None = None
    inferred: bool = False  #: not on the page at this place: carried over from an earlier statement


@dataclass(frozen=True, slots=True)
class Attribution:
    """A statement of one report as attribution reads it: spans, no source ids yet."""

    content: Span
    voice: Voice
    cue: Span | None = None
    chain: tuple[Link, ...] = ()
    stance: Stance = "asserts"
    hedged: bool = False  #: own voice with a hedge («يُعتقد», "is understood to")
    sure: float = 1.0
    why: str = ""  #: the cue, the rule, the antecedent, in words
    attitude: bool = False  #: what somebody plans, wants or likes, no words said; read only where asked for


@dataclass(frozen=True, slots=True)
class Source:
    """One real-world source, however spelled."""

    id: str
    name: str
    kind: SourceKind
    mentions: tuple[Mention, ...] = ()
    owner: str | None = field(default=None, compare=False)  #: the group that owns an outlet, from the lexicon
    traits: frozenset[str] = field(default=frozenset(), compare=False)
    """What is said of an unnamed source, parsed: "count:2", "rank:senior", "trade:intelligence", "of:us" …"""


@dataclass(frozen=True, slots=True)
class Statement:
    """Source, cue and content in one report; `own` where the outlet itself says it."""

    id: str
    report: str
    start: int
    end: int
    voice: Voice
    stance: Stance = "asserts"
    cue: Span | None = None
    chain: tuple[str, ...] = ()  #: source ids, nearest the reader first
    inferred: tuple[str, ...] = ()
    why: str = field(default="", compare=False)
    sure: float = field(default=1.0, compare=False)
    hedged: bool = field(default=False, compare=False)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Difference:
    """How two statements of a claim differ; a conflict where both cannot be right."""

    kind: DifferenceKind
    statements: tuple[str, str]
    spans: tuple[Span | None, Span | None]
    conflict: bool = False
    why: str = field(default="", compare=False)
    sure: float = field(default=1.0, compare=False)
    update: bool = field(default=False, compare=False)  #: a later state of the same thing, not a conflict


@dataclass(frozen=True, slots=True)
class Independent:
    """How many independent sources stand behind a claim: the minimum vertex cut, read low and high."""

    low: int
    high: int
    bottleneck: tuple[str, ...] = ()  #: source or report ids
    why_en: str = field(default="", compare=False)
    why_ar: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """What statements across reports have in common."""

    id: str
    text: str
    versions: tuple[tuple[str, ...], ...]
    differences: tuple[Difference, ...] = ()
    independent: Independent = Independent(0, 0)
    unsure: tuple[tuple[str, str, float], ...] = field(default=(), compare=False)
    """Pairs of statements near the line, with how sure it is that they are one claim."""
    why: tuple[tuple[str, str, float, str], ...] = field(default=(), compare=False)
    """Why its contents are one claim: the statement that says it best, another, how sure, and the heaviest reasons."""

    def statements(self) -> tuple[str, ...]:
        """All statement ids of the claim, version by version."""
        return tuple(s for version in self.versions for s in version)


@dataclass(frozen=True, slots=True)
class Derivation:
    """A report takes from an earlier report, or from a source whose own page is not in the story."""

    report: str
    from_: str  #: source or report id; printed as "from"
    how: How
    confidence: float
    evidence: tuple[tuple[str, str], ...] = ()  #: pairs of statement ids
    why: str = field(default="", compare=False)
    sure: bool = field(default=True, compare=False)  #: False: "unsure", it counts in `low` only


@dataclass(frozen=True, slots=True)
class Moment:
    """A date expression in a statement, resolved."""

    statement: str
    start: int
    end: int
    when: str  #: ISO 8601 date, month, year, or START/END


@dataclass(frozen=True, slots=True)
class Story:
    """The reports about one event, with what riwaya found in them."""

    id: str
    title: str
    reports: tuple[str, ...]
    claims: tuple[Claim, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    timeline: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole result: flat tables joined by ids."""

    version: str
    reports: tuple[Report, ...]
    sources: tuple[Source, ...]
    statements: tuple[Statement, ...]
    stories: tuple[Story, ...]
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    encoder: str = field(default="", compare=False)  #: which encoder spoke
