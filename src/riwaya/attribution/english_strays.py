"""Sources that were read where no English subject stands: in the sentence before, among the words said, in a clause
between a subject and its verb."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.english_clause import Token
from riwaya.attribution.english_pointers import medium
from riwaya.attribution.tagger import Reading
from riwaya.model import Span

_BRACKET = re.compile(r"^\s*\([^()]{1,20}\)")
_MARKS = re.compile(r"[,.;:()“”\"—–―]")
_POINTS = re.compile(r"(?:the|its|his|her|their|this|that|these|those|both|neither)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:who|which|whose)\b|[—–―(]")
_THROUGH = re.compile(r"\b(?:by|citing|quoting|from|via)\s+(?:the\s+)?$")


def elsewhere(
    text: str, line: Sequence[Token], verb: tuple[int, int], span: Span, r: Reading, tells: bool
) -> Reading:
    """A reading whose sources all stand where no subject does, behind the verb among the words said or in the sentence
    before, with the subject that stands right before the verb. "The survey found" keeps whom it points to.
    `verb`: first and last token of its group; `tells`: whom it is told stands behind it."""
    start, end = line[verb[0]].start, line[verb[1]].end
    gap = _BRACKET.sub("", text[span.end : start])
    if not 0 < start - span.end <= 60 or _MARKS.search(gap) or r.content.start < end:
        return r
    inside = [s for s in r.sources if s.start >= r.content.start]
    before = [s for s in r.sources if s.end <= line[0].start]
    if len(inside) + len(before) < len(r.sources):
        return r
    if r.anaphor is not None and r.anaphor.start < end:
        return r
    if tells and len(inside) > 1:
        return r
    definite = bool(before) and _POINTS.match(text, *span) is not None
    return r._replace(anaphor=span) if definite else r._replace(sources=(span,), anaphor=None)


def within(text: str, s: Span, between: Span) -> bool:
    """Whether a source stands in what parts a subject from its verb, and is no medium that carries the words."""
    if not (between.start < s.start and s.end <= between.end) or medium(text[s.start : s.end]):
        return False
    if not _CLAUSE.search(text, between.start, s.start):
        return False
    return not _THROUGH.search(text, max(0, s.start - 16), s.start + 1)
