"""English clauses that stand beside the words said and tell whose they are: "…, the harbour office has learned.",
"These crews, Hale explained earlier, were tired", "As two pilots pointed out, …", "…, as a memo put it."
What is said is the clause around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from riwaya.attribution.edges import sentences
from riwaya.attribution.english_clause import (
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    PREPOSITIONS,
    RELATIVES,
    SUBJECTS,
    Token,
    adverb,
    auxiliary,
    closes_quote,
    finite,
    group,
    opens_quote,
    phrase,
    senses,
    tokens,
)
from riwaya.attribution.english_words import lexicon
from riwaya.attribution.tagger import Reading
from riwaya.model import Span

_SURE = 0.6
SENTENCE = 1500  #: code points of a sentence that is looked at
WHO = 14  #: tokens of a speaker
TAIL = 18  #: tokens behind the verb: when, where, to whom
_HANGING = frozenset({
    "when", "after", "as", "while", "if", "because", "since", "though", "although", "before", "once", "until", "unless",
    "whether", "where", "that", "which", "who", "whose", "whom", "what", "how", "why",
})  # fmt: skip
_WHEN = frozenset({
    "on", "in", "at", "during", "after", "before", "via", "through", "to", "late", "early", "last", "this", "earlier",
    "later", "with", "recently", "yesterday", "today", "again", "shortly", "by",
})  # fmt: skip
_LEARNT = frozenset({"learn", "find", "calculate", "estimate", "understand", "believe", "think", "hear"})
"""What a medium, an office or a person says of its own finding, in the perfect or the present."""


class _Aside(NamedTuple):
    """Tokens of such a clause: from its comma to the mark that closes it."""

    first: int  #: token of the speaker
    verb: int
    start: int  #: first token of the verb group
    end: int  #: behind the last token of the cue
    close: int  #: token of the mark behind it, or the number of tokens
    likened: bool  #: it opens with "as"


@cache
def _verbs() -> frozenset[str]:
    """Forms that can stand beside the words said."""
    return frozenset(
        form for form, found in lexicon().items()
        if any(s.part == "verb" and (any(f.name in ("that", "quote") and not f.attitude for f in s.frames)
                                     or s.lemma in _LEARNT) for s in found)
    )  # fmt: skip


def read(text: str, found: Sequence[Reading]) -> list[Reading]:
    """Readings of one piece, and one for each such clause in which nothing was read. Linear in the text."""
    kept = list(found)
    if "," not in text or not text[:200].strip()[:1] < "\u02ff":
        return kept
    for s in sentences(text, Span(0, len(text))):
        if s.end - s.start > SENTENCE or text.find(",", s.start, s.end) < 0:
            continue
        line = tokens(text, s)
        for aside in _asides(line):
            r = _reading(text, line, s, aside)
            if r is not None and not any(stands_in(k, r.cue[0]) for k in kept) and not _told(kept, r):
                kept.append(r)
    return sorted(kept, key=lambda r: r.head if r.head >= 0 else r.content.start)


def stands_in(r: Reading, cue: Span) -> bool:
    """Whether a reading's cue or head stands in this one."""
    return any(c.start < cue.end and cue.start < c.end for c in (*r.cue, Span(r.head, r.head + 1)))


def _told(found: Sequence[Reading], r: Reading) -> bool:
    """Whether the words are somebody's already, or somebody speaks among them."""
    return any(
        r.content.start <= k.head < r.content.end
        or min(k.content.end, r.content.end) - max(k.content.start, r.content.start)
        > 0.5 * (r.content.end - r.content.start)
        for k in found
    )


def _asides(line: Sequence[Token]) -> list[_Aside]:
    found: list[_Aside] = []
    depth = 0
    for k, t in enumerate(line):
        if opens_quote(t) and not (depth and closes_quote(t)):
            depth += 1
        elif closes_quote(t):
            depth = max(0, depth - 1)
        at = k + 1 if t.low == "," else k if k == 0 and t.low == "as" else None
        if (
            closes_quote(t)
            and not depth
            and k
            and line[k - 1].low == ","
            and k + 1 < len(line)
            and line[k + 1].low == "as"
        ):
            at = k + 1  # “…,” as a memo put it
        if depth or at is None or at >= len(line):
            continue
        likened = line[at].low == "as"
        aside = _aside(line, at + likened, likened)
        if aside is not None:
            found.append(aside)
    return found


def _aside(line: Sequence[Token], first: int, likened: bool) -> _Aside | None:
    opens = first < len(line) and (
        line[first].capital or line[first].low in DETERMINERS or line[first].low in SUBJECTS - {"you"}
    )
    if not opens or re.match(r"(?:i|we|you)\b", line[first].low):
        return None
    for i in range(first + 1, min(len(line), first + WHO)):
        t = line[i]
        if not t.word and t.low not in ".’'-&()@":
            return None
        nxt = line[i + 1].low if i + 1 < len(line) else ""
        put = likened and t.low in ("put", "puts") and nxt == "it"
        if not put and (t.capital or (t.low not in _verbs() and not (nxt == "out" and t.low.startswith("point")))):
            continue
        shapes = frozenset(x for s in senses(t) if s.part == "verb" for x in s.shapes) or frozenset(("past", "s"))
        g = group(line, i, shapes)
        if g.kind != "finite":
            continue
        who = phrase(line, g.start)
        if who is None or who[0] != first:
            return None
        end = i + 2 if put or nxt == "out" else i + 1
        close = _close(line, end)
        return _Aside(first, i, g.start, end, close, likened) if close is not None else None
    return None


def _close(line: Sequence[Token], k: int) -> int | None:
    """The comma or the end behind a verb and its adverbials; None where anything else follows."""
    if k >= len(line) or line[k].low in (",", ".", ";", ")", "—", "–"):
        return min(k, len(line))
    if not (line[k].low in _WHEN or line[k].low in DAYS or adverb(line[k])):
        return None
    for n in range(k, min(len(line), k + TAIL)):
        t = line[n]
        if t.low in (",", ";"):
            return n
        dotted = t.low == "." and line[n - 1].capital
        clause = n > k and (t.low in _HANGING or t.low in SUBJECTS or auxiliary(t))
        if clause or not (t.word or dotted):
            return None
    return len(line) if len(line) <= k + TAIL else None


def _reading(text: str, line: Sequence[Token], s: Span, a: _Aside) -> Reading | None:
    content = _clause(line, s, a)
    if content is None:
        return None
    who = Span(line[a.first].start, line[a.start - 1].end)
    pronoun = who.of(text).lower() in SUBJECTS
    return Reading(
        line[a.verb].start, content, (Span(line[a.start].start, line[a.end - 1].end),),
        () if pronoun else (who,), who if pronoun else None, "asserts", _SURE,
    )  # fmt: skip


def _clause(line: Sequence[Token], s: Span, a: _Aside) -> Span | None:
    """What the clause beside it says: all of the sentence where it opens or stands within, else what stands before."""
    if a.likened and a.first == 1:
        if a.close >= len(line) - 4 or line[a.close].low != ",":
            return None
        return Span(line[a.close + 1].start, s.end)
    before = line[: a.first - 1 - a.likened]
    if any(opens_quote(t) or closes_quote(t) for t in before) and not a.likened:
        return None
    ended = a.close >= len(line) or line[a.close].low in ".;)"
    if ended:
        if len(before) < 4 or not _says(before):
            return None
        return Span(before[0].start, before[-1].end)
    after = line[a.close + 1 :]
    if len(after) < 2 or after[0].low in RELATIVES or after[0].low.endswith("ing"):
        return Span(before[0].start, before[-1].end) if _says(before) and len(before) >= 4 else None
    if after[0].low in CONJUNCTIONS or opens_quote(after[0]):
        return Span(before[0].start, before[-1].end) if _says(before) and len(before) >= 4 else None
    if not before or (line[a.close].low != "," or not any(finite(t) for t in after)):
        return None
    return Span(before[0].start, s.end)


def _says(before: Sequence[Token]) -> bool:
    """Whether words before a comma are a clause of their own: a verb, and no subordinate clause or adverbial alone."""
    if not any(finite(t) for t in before):
        return False
    if before[0].low in _HANGING or before[0].low in PREPOSITIONS:
        return any(t.low == "," for t in before)
    return True
