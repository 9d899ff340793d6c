"""A citation of one claim with its evidence, to paste into a note or an article: plain text or Markdown, in English or
Arabic. Words of reports are as published; names and words are isolated, so that either direction reads right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from riwaya.export.bidi import flat, isolate
from riwaya.export.view import ClaimView, View, view
from riwaya.export.words import Speech, counted, dated, letter, listed, ranged, say
from riwaya.model import DifferenceKind, Span, Statement, Trace

Markup = Literal["text", "markdown"]

_SAYS = {
    "told": ("Told by {}", "الرواة: {}"),
    "version": ("Version {}", "الرواية {}"),
    "read": ("Traced by riwaya {}, a program that errs: check the words in the reports.",
             "تتبّعها برنامج رواية {}، وهو يخطئ: فراجع الألفاظ في الأخبار."),
}  # fmt: skip
_QUOTES = {"en": ("“", "”"), "ar": ("«", "»")}
_COMMA = {"en": ", ", "ar": "، "}
_MARKS = re.compile(r"([\\`*_\[\]<>|~&])")  # no word of a report stands at the start of a line


def cite(trace: Trace | View, claim: str, speech: Speech = "en", markup: Markup = "text") -> str:
    """The citation of the claim with this id, ending in a newline. Raises KeyError where no story has it.

    A `View` may be given for a trace, so that many claims are cited without opening the trace again.
    """
    opened = trace if isinstance(trace, View) else view(trace)
    for story in opened.stories:
        for found in (*story.shared, *story.alone):
            if found.claim.id == claim:
                return _Citation(opened, speech, markup == "markdown").text(found)
    raise KeyError(claim)


def render(trace: Trace, markup: Markup = "text") -> str:
    """Every claim that more than one report tells, the heaviest first, each in the language most of its story is in."""
    opened = view(trace)
    rule = "\n---\n\n" if markup == "markdown" else "\n"
    return rule.join(
        _Citation(opened, story.speech, markup == "markdown").text(c) for story in opened.stories for c in story.shared
    )


@dataclass(frozen=True, slots=True)
class _Citation:
    """How a citation is written: from which trace, in which language, with which marks."""

    opened: View
    speech: Speech
    markdown: bool

    def text(self, c: ClaimView) -> str:
        """The whole citation of a claim."""
        gap = "\n\n" if self.markdown else "\n"
        blocks = [self.head(c), *self.conflicts(c), *self.others(c)]
        for version in c.versions:
            items = "\n".join(self.statement(s) for s in version.statements)
            named = self.strong(self.own("version").format(letter(version.index, self.speech)))
            blocks.append(f"{named}{gap}{items}" if len(c.versions) > 1 else items)
        blocks.append(self.own("read").format(self.escaped(self.opened.trace.version)))
        return gap.join(blocks) + "\n"

    def own(self, key: str) -> str:
        """The citation's own words."""
        return _SAYS[key][self.speech == "ar"]

    def escaped(self, text: str) -> str:
        """Words of a report, on one line, never taken for markup."""
        return _MARKS.sub(r"\\\1", flat(text)) if self.markdown else flat(text)

    def words(self, text: str) -> str:
        return isolate(self.escaped(text))

    def quoted(self, text: str) -> str:
        left, right = _QUOTES[self.speech]
        return f"{left}{self.words(text)}{right}"

    def strong(self, text: str) -> str:
        return f"**{text}**" if self.markdown else text

    def head(self, c: ClaimView) -> str:
        """The claim, who tells it, and how many stand behind it."""
        i = c.claim.independent
        told = self.own("told").format(counted(len(c.reports), "report", self.speech))
        parts = [told, ranged(i.low, i.high, "independent source", self.speech)]
        why = self.opened.reason(c.claim, self.speech)
        gap = "\n\n" if self.markdown else "\n"
        claim = f"{self.strong(say('claim', self.speech))}: {self.quoted(c.claim.text)}"
        return f"{claim}{gap}{' · '.join([*parts, self.escaped(why)] if why else parts)}"

    def conflicts(self, c: ClaimView) -> Iterator[str]:
        """Where versions cannot both be right."""
        for rivalry in c.rivalries:
            kind = f"{say('conflict', self.speech)}{_COMMA[self.speech]}{say(rivalry.kind, self.speech)}"
            sides = (self.side(s.statement, s.span, rivalry.kind, s.reports) for s in rivalry.sides)
            yield f"{self.strong(kind)}: {' ≠ '.join(sides)}"

    def others(self, c: ClaimView) -> Iterator[str]:
        """How else they differ."""
        for d in c.differences:
            if not d.conflict:
                kind = say("update" if d.update else d.kind, self.speech)
                pairs = zip(d.statements, d.spans, strict=True)
                sides = (self.side(s, span, d.kind, (self.opened.statements[s].report,)) for s, span in pairs)
                yield f"{self.strong(kind)}: {' ~ '.join(sides)}"

    def side(self, statement: str, span: Span | None, kind: DifferenceKind, reports: Sequence[str]) -> str:
        """What one side says, and who is on it."""
        s = self.opened.statements[statement]
        if kind == "attribution":
            words = self.chain(s, whole=False)
        else:
            words = self.quoted(self.opened.excerpt(s.report, span)) if span else say("nothing", self.speech)
        who = listed([self.words(self.opened.name(r)) for r in reports], self.speech)
        return f"{words} ({who})"

    def statement(self, s: Statement) -> str:
        """Where it was said, the words, and through whom."""
        report = self.opened.reports[s.report]
        told = [self.words(self.opened.name(s.report)), *([self.quoted(report.title)] if report.title else []),
                dated(report.published, self.speech)]
        if report.url and re.fullmatch(r"https?://[^\s<>\x00-\x20]+", report.url):
            told.append(f"<{report.url}>" if self.markdown else report.url)
        stance = "" if s.stance == "asserts" else f" ({say(s.stance, self.speech)})"
        start, inner = ("- ", "  ") if self.markdown else ("  - ", "    ")
        said = f"{self.quoted(self.opened.words(s))}{stance} — {self.chain(s)}"
        return f"{start}{_COMMA[self.speech].join(told)}\n{inner}{said}"

    def chain(self, s: Statement, whole: bool = True) -> str:
        """From the outlet to the farthest source; without the outlet, where only the sources matter."""
        first, *links = self.opened.chain(s)
        names = [self.words(x.name) + (f" ({say('inferred', self.speech)})" if x.inferred else "") for x in links]
        outlet = [self.words(first.name)] if whole else []
        if names:
            return " ← ".join([*outlet, *names])
        return _COMMA[self.speech].join([*outlet, say("own", self.speech)])
