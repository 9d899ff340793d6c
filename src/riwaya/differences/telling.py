"""A statement with all that its comparison needs, read once: words, figures, dates, hedges, negations, origin."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property

from riwaya.dates import DateExpression
from riwaya.dates import find as find_dates
from riwaya.differences import quantities
from riwaya.differences.counted import Counted, counted
from riwaya.differences.lexicon import Line, denies, dismisses, excludes, hedges, is_future, line, matches, wording
from riwaya.differences.numerals import read_number
from riwaya.differences.quantities import Quantity
from riwaya.language.arabic import stem
from riwaya.language.text import Word, fold, words
from riwaya.model import Report, Source, Span, Statement
from riwaya.recall import Recall, mark

_SCALED = re.compile(r" ?(?:الف|مليون|مليار)")  # «طحان عمره 40 عاما 500 ألف دينار»: 500 is no year
_SCALE = 8  # characters
_BESIDE = 160  # characters of a sentence before and after a content
_STOPS = re.compile(r"[.؟?!](?=\s|$)|\n")
_EXCEPT = frozenset(("الا", "سوي"))
_TWO = 2
_EXCEPTION = 8  # words after a negation among which its exception stands
_FIRST = 3  # words of a content among which its own denial stands
MAX_CHARACTERS = 2000  #: of a statement are compared: a runaway span must not cost more than its neighbours


@dataclass(frozen=True)
class Telling:
    """One statement in one report, ready to be compared. Spans of its parts are offsets into `text`."""

    statement: Statement
    report: Report
    text: str
    cue: str
    sources: tuple[Source, ...] = field(default=(), repr=False)  #: its chain, nearest the reader first
    known: Recall | None = field(default=None, repr=False, compare=False)  #: what was read and compared before

    @cached_property
    def mark(self) -> str:
        """Stands for all that a comparison with another telling can depend on."""
        s, r = self.statement, self.report
        return mark(
            self.sentence, self.text, self.cue, s.report, s.start, s.end, s.voice, s.stance, s.cue, s.chain, s.inferred,
            s.sure, s.hedged, r.id, r.language, r.outlet, r.outlet_name, r.published, r.published_at,
            [(x.id, x.name, x.kind, x.owner, sorted(x.traits)) for x in self.sources],
        )

    @cached_property
    def sentence(self) -> str:
        """The content with the rest of its sentence in the report, as far as it stands near: of what was parted from it
        ("41 had been sent back by 1pm and 11 given away") it tells the moment."""
        whole, start = self.report.text, self.statement.start
        end = start + len(self.text)
        before, after = whole[max(0, start - _BESIDE) : start], whole[end : end + _BESIDE]
        return _STOPS.split(before)[-1] + self.text + _STOPS.split(after)[0]

    @cached_property
    def words(self) -> list[Word]:
        """The words of the content."""
        return words(self.text)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Light stems of all words."""
        return frozenset(stem(w.form) for w in self.words)

    @cached_property
    def published(self) -> dt.date | None:
        """The day of writing, where known."""
        try:
            return dt.date.fromisoformat((self.report.published or "")[:10])
        except ValueError:
            return None

    @cached_property
    def dates(self) -> list[DateExpression]:
        """Dates of the content, resolved against the day of writing."""
        found = find_dates(self.text, self.published, self.report.language)
        return [d for d in found if not _SCALED.match(fold(self.text[d.end : d.end + _SCALE]))]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Figures of the content that are no part of a date."""
        def found() -> list[Quantity]:
            return quantities.find(self.text, skip=tuple(Span(d.start, d.end) for d in self.dates))

        if self.known is None:
            return found()
        marks = (mark(self.text, self.report.published, self.report.language),)
        return quantities.read_back(self.known.of("quantities", marks, lambda: quantities.written(found())))

    @cached_property
    def counts(self) -> dict[Span, Counted]:
        """What each figure counts, by where the figure stands."""
        found = counted(self.line, self.quantities, self.text)
        return {q.figure: c for q, c in zip(self.quantities, found, strict=True)}

    @cached_property
    def denied(self) -> bool:
        """Whether the source denies the content rather than says it, also where the denial stands in the content
        («بأنها نفت اتخاذ أي قرار»)."""
        return self._denials[1]

    @cached_property
    def disowned(self) -> bool:
        """Whether the content is what is denied: under a cue that denies, or as what others say and is called untrue
        («ولا صحة لما تردد عن», "reports that … are baseless")."""
        return self._denials[0]

    @cached_property
    def _denials(self) -> tuple[bool, bool]:
        """Whether it is disowned, and whether it is denied."""
        def found() -> list[bool]:
            said = denies(self.cue) or dismisses(line(words(self.cue)), self.line)
            disowned = self.statement.stance == "denies" or said
            return [disowned, disowned or denies(self.text, _FIRST)]

        if self.known is None:
            disowned, denied = found()
        else:
            disowned, denied = self.known.of("denials", (self.mark,), found)
        return disowned, denied

    @cached_property
    def refused(self) -> bool:
        """Whether the source says no to the content: denies it, or holds it for out of the question."""
        return self.denied or excludes(self.cue)

    @cached_property
    def line(self) -> Line:
        """The words with the forms that lexicons know them by."""
        return line(self.words)

    @cached_property
    def bare(self) -> frozenset[str]:
        """All words without particles and article, and with them."""
        return frozenset(f for forms in self.line.forms for f in forms)

    @cached_property
    def negations(self) -> list[Span]:
        """Where the content negates. A bound of a figure («ما لا يقل عن 30»), a figure that another stands for and what
        «إلا» turns round are no negations."""
        found = matches(self.line, wording().negation, wording().emphatic)
        figures = [q.span for q in self.quantities]
        return [n for n in found if not any(q.start <= n.start < q.end for q in figures) and not self._excepted(n)
                and not self._turns_down(n, bool(figures))]

    def _turns_down(self, negation: Span, beside: bool) -> bool:
        """Whether a figure follows that is not the one told («أربع ناقلات لا ناقلتين», "four, not two"); where no other
        stands `beside` it, one of a few or more («دوي لا ثلاثة»), since "no one" counts nobody."""
        i = next((i for i, w in enumerate(self.words) if w.start >= negation.end), None)
        read = read_number(self.words, i) if i is not None else None
        return read is not None and (beside or read.value >= _TWO)

    def _excepted(self, negation: Span) -> bool:
        """Whether an exception follows («لم تعلم إلا بعد أسبوع»: it learnt, after a week)."""
        after = [i for i, w in enumerate(self.words) if w.start >= negation.end][:_EXCEPTION]
        return any(f in _EXCEPT for i in after for f in self.line.forms[i])

    @cached_property
    def hedges(self) -> dict[str, Span]:
        """Classes of words that soften or strengthen, each with where it stands first; «May» of a date is none."""
        return {k: s for k, s in hedges(self.line).items() if not any(d.start <= s.start < d.end for d in self.dates)}

    @cached_property
    def cue_hedges(self) -> dict[str, Span]:
        """Classes that the cue puts the content in («رجّح»، "expected"), each with the words of the cue. Their offsets
        are below 0: the cue stands before the content, or beyond its end."""
        if not self.statement.cue or self.refused:
            return {}
        said, start = line(words(self.cue)), self.statement.cue.start - self.statement.start
        found = {name: matches(said, phrases) for name, phrases in wording().cues.items()}
        return {k: Span(s[0].start + start, s[0].end + start) for k, s in found.items() if s}

    @cached_property
    def future(self) -> bool:
        """Whether the content tells what is to come."""
        return is_future(self.line)

    @cached_property
    def origin(self) -> str:
        """Who says it in the end: the last of the chain, else the report's own outlet, else the report."""
        if self.statement.chain:
            return self.statement.chain[-1]
        return self.report.outlet or self.report.id

    @property
    def own(self) -> bool:
        """Whether the outlet says it itself."""
        return self.statement.voice == "own"

    def place(self, span: Span) -> Span:
        """A span of the content as a span of the report's text."""
        return Span(span.start + self.statement.start, span.end + self.statement.start)


def tell(statement: Statement, report: Report, sources: dict[str, Source], known: Recall | None = None) -> Telling:
    """A statement made ready; `known` is what was read and compared before."""
    end = min(statement.end, statement.start + MAX_CHARACTERS)
    cue = statement.cue.of(report.text)[:MAX_CHARACTERS] if statement.cue else ""
    chain = tuple(sources[s] for s in statement.chain if s in sources)
    return Telling(statement, report, report.text[statement.start : end], cue, chain, known)
