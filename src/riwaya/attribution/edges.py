"""Where a span of words begins and ends: whole words, quotation marks, stops."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from riwaya.language.text import fold
from riwaya.model import Span

OPENING, CLOSING = "«“„‹❝", "»”›❞"
STRAIGHT = '"＂'
QUOTES = OPENING + CLOSING + STRAIGHT
_MARK = re.compile(f"[{QUOTES}\n]")
_EDGE = " \u00a0\t،,؛;:.…-–—\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_STOP = re.compile(
    r"(?<![.!؟?…])(?:[.!؟?…]{1,40}[»”\"’')\]]{0,8}|[.!؟?…]{0,40}\n)(?=\s|$)\s*"
    "|(?<=[\u0621-\u064a]{3})[.؟](?=[\u0621-\u064a«]{3})"  # two sentences printed without a space between them
)
_ABBREVIATIONS = frozenset({
    "د", "أ", "م", "ا", "ص", "mr", "mrs", "ms", "dr", "st", "gen", "col", "lt", "maj", "capt", "sgt", "sen", "sens",
    "rep", "reps", "gov", "prof", "no", "vs", "inc", "ltd", "co", "corp", "jr", "sr", "u.s", "u.k", "u.n", "d.c", "a.m",
    "p.m", "i.e", "e.g", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "ala", "ariz", "ark", "calif", "colo",
    "conn", "fla", "md", "mich", "minn", "okla", "tenn", "tex", "va", "wis", "ky",
    "rev", "del", "adm", "cmdr", "cpl", "pvt", "supt", "det", "insp", "govs", "drs", "messrs", "hon", "atty", "kan",
    "nev", "neb", "ore",
})  # fmt: skip
LONGEST_WORD = 200  #: letters; what goes on longer is no word, and many spans may begin within it
_INITIALS = re.compile(r"[A-HJ-Z](?:\.[A-Z])*|[ابتجحخدرزسشصطعغفقكلني]")
_INITIAL_NEXT = re.compile(r"[\u0621-\u064a] ?\.(?=\s)")
_LEADING = re.compile(r"^(?:(?:إن|أن|ان|إنّ|أنّ|بأن|بإن|فإن)(?:ه|ها|هم|هما|نا|ني)?|that)\s*[،,:]?\s*(?=[«“„\"])")


def words_of(span: Span, text: str) -> Span:
    """The span widened to whole words, by no more than LONGEST_WORD on either side, and without outer spaces and
    stops."""
    start, end = span
    least, most = max(0, start - LONGEST_WORD), min(len(text), end + LONGEST_WORD)
    while least < start < len(text) and _inner(text[start - 1]) and _inner(text[start]):
        start -= 1
    while 0 < end < most and _inner(text[end - 1]) and _inner(text[end]):
        end += 1
    while start < end and text[start] in _EDGE + ")]":
        start += 1
    while start < end and text[end - 1] in _EDGE + "([":
        end -= 1
    return Span(start, end)


def _inner(c: str) -> bool:
    """Whether a character may stand within a word: letters, digits, vowel signs («نُشرت», «حذّر»), tatweel."""
    return c.isalnum() or "\u064b" <= c <= "\u065f" or c in "\u0640\u0670"


def quoted_runs(text: str) -> list[Span]:
    """What stands inside quotation marks, outermost only, marks left out; an unclosed mark runs to the end of its line.

    One pass; a straight mark opens where none is open and closes otherwise.
    """
    found: list[Span] = []
    depth, start = 0, 0  # depth -1: inside straight marks
    for m in _MARK.finditer(text):
        i, c = m.start(), m[0]
        if c == "\n":
            if depth:
                found.append(Span(start, i))
            depth = 0
        elif c in STRAIGHT and depth <= 0:
            if depth:
                found.append(Span(start, i))
            depth, start = (0 if depth else -1), i + 1
        elif c in OPENING and depth >= 0:
            start = start if depth else i + 1
            depth += 1
        elif c in CLOSING and depth > 0:
            depth -= 1
            if not depth:
                found.append(Span(start, i))
    if depth:
        found.append(Span(start, len(text)))
    return found


def _end_of(span: Span) -> int:
    return span.end


def content_edges(span: Span, text: str, quotes: Sequence[Span]) -> tuple[Span, bool]:
    """A content span by the conventions, and whether it is a direct quotation.

    Direct: all of the content stands inside one pair of quotation marks; the span is then what the marks hold, without
    the complementizer outside. Otherwise a mark opened inside the span is closed in it.
    """
    start, end = words_of(span, text)
    lead = _LEADING.match(text[start:end])
    body = start + lead.end() if lead else start
    while body < end and text[body] in QUOTES:
        body += 1
    for n in range(bisect_right(quotes, start, key=_end_of), len(quotes)):
        quote = quotes[n]
        if quote.start > end:
            break
        inside = min(end, quote.end) - max(body, quote.start)
        if inside >= 0.9 * max(1, end - body) and quote.end - quote.start >= 12:
            left = quote.start if body - quote.start <= 2 else body
            # a quotation read from its opening mark is taken whole: a comma in it is no end
            right = quote.end if left == quote.start or abs(quote.end - end) <= 3 else min(end, quote.end)
            return words_of(Span(left, right), text), True
        if quote.start < end < quote.end and quote.start >= start:
            end = min(len(text), quote.end + 1)  # the mark opened inside the span is closed in it
        elif quote.start <= start < quote.end < end and start - quote.start <= 1:
            start = quote.start - 1 if quote.start else start
        if quote.end == end and quote.start > start and end < len(text) and text[end] in QUOTES:
            end += 1
    trimmed = words_of(Span(start, end), text)
    return trimmed, False


def sentences(text: str, within: Span) -> list[Span]:
    """Sentences of a run of text. A stop inside quotation marks, after an abbreviation or in a number is none."""
    found: list[Span] = []
    start = within.start
    quotes = [q for q in quoted_runs(text[within.start : within.end]) if q.end - q.start < 1500]
    q = 0
    for m in _STOP.finditer(text, within.start, within.end):
        at = m.start() - within.start
        while q < len(quotes) and quotes[q].end < at:
            q += 1
        if q < len(quotes) and quotes[q].start <= at < quotes[q].end - 1:
            continue
        if text[m.start()] == "." and _INITIAL_NEXT.match(text, m.end()):
            continue  # «محمود. م. م، وشهرته …»
        before = re.search(r"[\w.]+$", text[max(start, m.start() - 12) : m.start()].rstrip(" "))
        if text[m.start()] == "." and before and fold(before[0]) in _ABBREVIATIONS:
            continue
        if text[m.start()] == "." and before and _INITIALS.fullmatch(before[0]):
            continue  # "J. D. Hale"
        if m.end() < within.end and "a" <= text[m.end()] <= "z" and text[m.start()] in ".…":
            continue  # «(D-Mo.) said»: a small letter goes on
        if m.end() > start:
            found.append(words_of(Span(start, m.start()), text))
        start = m.end()
    if start < within.end:
        found.append(words_of(Span(start, within.end), text))
    return [s for s in found if s.end > s.start]


def touch(a: Span, b: Span) -> bool:
    """Whether two places share a character."""
    return a.start < b.end and b.start < a.end
