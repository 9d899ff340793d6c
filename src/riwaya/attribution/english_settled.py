"""English sentences whose form settles who speaks, whatever was read: "…, the magazine says, …", "…, it adds.", and
“…,” the voice says, according to a medium."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from riwaya.attribution.edges import sentences
from riwaya.attribution.english_beside import stands_in
from riwaya.attribution.english_clause import CONJUNCTIONS, Token, adverb, auxiliary, finite, tokens
from riwaya.attribution.english_pointers import POINTERS
from riwaya.attribution.english_words import lexicon
from riwaya.attribution.tagger import Reading
from riwaya.model import Span

_SURE = 0.9  #: as sure as a plain form is
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_ASIDE = re.compile(
    rf"(?:,[”\"]?|[”\"])\s+(?P<who>{POINTERS}|it)\s+(?P<verb>(?:(?:also|then|later|further|[a-z]+ly)\s+)?(?P<head>[a-z]+))"
    rf"(?:\s+(?:on\s+)?{_DAY})?\s*(?P<close>[,.;]|$)"
)
""" ", the magazine says," or ", it adds." beside a clause."""
_TRANSCRIBED = re.compile(
    r"(?P<said>[“\"][^“”\"\n]{8,900}[”\"]),?\s+(?P<who>[^,.;:“”\"\n]{3,60}?)\s+(?P<verb>[a-z]{3,12})"
    r"(?:\s+(?:at|in|on|later|again|during|then)\b[^,.;:“”\"\n]{0,40})?"
    r"(?P<cue>,\s+(?i:according\s+to)\s+)(?P<medium>[^,.;:“”\"\n]{3,80}?)"
    r"(?P<form>[’']s?\s+(?:\w+\s+)?(?:transcript|account|report|article|story|recording|version|translation|website))?"
    r"(?=[,.;\n]|$)"
)
"""“…,” the voice says at one point, according to the Gazette's transcript."""
_BY_PRONOUN = re.compile(r"(?:[Ii]t|[Hh]e|[Ss]he|[Tt]hey)\s+(?:also\s+)?(?P<head>[a-z]+)\s*$")
_LEAVES = re.compile(r"\s*(?:while|whereas|although|though|adding|saying|noting|citing|calling|quoting)\b")


@cache
def _verbs() -> frozenset[str]:
    """Finite forms of verbs that can stand beside the words said."""
    return frozenset(
        form for form, senses in lexicon().items()
        if any(s.part == "verb" and s.shapes & {"past", "s"}
               and any(f.name in ("that", "quote") and not f.attitude for f in s.frames) for s in senses)
    )  # fmt: skip


def settle(text: str, found: Sequence[Reading]) -> list[Reading]:
    """Readings of one piece of text, with those that such forms settle in the place of what was read there."""
    kept = _transcribed(text, list(found))
    if not _ASIDE.search(text):
        return kept
    runs = sentences(text, Span(0, len(text)))
    for m in _ASIDE.finditer(text):
        s = next((s for s in runs if s.start < m.start() < s.end), None)
        if s is not None and m["head"] in _verbs() and s.end - s.start <= 1500:
            kept = _aside(text, kept, s, m)
    return sorted(kept, key=lambda r: r.head if r.head >= 0 else r.content.start)


def _aside(text: str, found: list[Reading], s: Span, m: re.Match[str]) -> list[Reading]:
    """The clause around ", the magazine says," is what the magazine says; who speaks in it is heard through it."""
    start = max(s.start, text.rfind(";", s.start, m.start()) + 1)
    while start < m.start() and text[start].isspace():
        start += 1
    opening = _BY_PRONOUN.match(text, start, m.start())
    if opening and opening["head"] in _verbs() and any(start <= r.head < m.end() for r in found):
        return found  # "It warns, the paper reported, of …": whom "it" is, the chain before tells
    head, cue, who = m.start("head"), Span(m.start("who"), m.end("verb")), Span(*m.span("who"))
    inside = next((r for r in found if start <= r.head < head and _opens(r, start) and r.content.end > r.head), None)
    end = _clause_end(text, found, s, m)
    sources = (who, *inside.sources) if inside else (who,)
    pronoun = m["who"].lower() == "it" and inside is None
    kept = [
        r._replace(content=Span(r.content.start, start)) if r.head < start < r.content.end else r
        for r in found
        if r is not inside and not stands_in(r, cue)
    ]
    said = Reading(
        head, Span(start, end), (cue,), () if pronoun else sources[:3], who if pronoun else None,
        inside.stance if inside else "asserts", _SURE,
    )  # fmt: skip
    return [*kept, said]


def _opens(r: Reading, start: int) -> bool:
    """Whether a reading's source opens the clause, so that the clause says nothing but what that source says."""
    return r.anaphor is None and bool(r.sources) and min(x.start for x in r.sources) - start <= len("The ")


def _clause_end(text: str, found: Sequence[Reading], s: Span, m: re.Match[str]) -> int:
    """Where the clause ends: before the aside, or behind it where the clause goes on there."""
    before = m.start() + len(m[0]) - len(m[0].lstrip(",”\""))
    before = m.start() if text[m.start()] == "," and before - m.start() == 1 else before
    if m["close"] != ",":
        return before
    stop = text.find(";", m.end(), s.end)
    stop = stop if stop > 0 else s.end
    rest: list[Token] = [t for t in tokens(text, Span(m.end(), stop)) if not adverb(t)]
    if not rest or _LEAVES.match(text, m.end(), stop) or text[before - 1] in "”\"":
        return before
    if rest[0].low in CONJUNCTIONS:
        joined = len(rest) > 1 and (auxiliary(rest[1]) or finite(rest[1]))
        own = any(m.end() <= r.head < stop for r in found)
        return stop if joined and not own else before
    return stop


def _transcribed(text: str, found: list[Reading]) -> list[Reading]:
    for m in _TRANSCRIBED.finditer(text):
        if m["verb"] not in _verbs():
            continue
        cue, whole = Span(m.start("who"), m.end("medium")), Span(*m.span())
        found = [r for r in found if not (whole.start <= r.head < whole.end)]
        head = m.start("verb")
        sources = Span(*m.span("medium")), Span(*m.span("who"))
        cue = Span(m.start("who"), m.end("form") if m["form"] else m.end("medium"))
        found.append(Reading(head, Span(*m.span("said")), (cue,), sources, None, "asserts", _SURE))
    return found
