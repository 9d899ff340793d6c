"""English words whose speaker is told by a sign alone: a headline's "Minister: …", turns of a transcript that run on in
one paragraph ("MOSS: … HALE: …"), a post signed "― Name (@name)" without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.edges import OPENING, STRAIGHT
from riwaya.attribution.english_words import lexicon
from riwaya.attribution.tagger import Reading
from riwaya.model import Span

_SURE = 0.6
_HEADLINE = re.compile(r"(?P<who>[A-Z][\w.’'&-]*(?: [\w.’'&-]+){0,5}): (?P<said>\S[^\n]{11,})")
_NOT_SOURCES = re.compile(
    r"(?i)\b(?:breaking|exclusive|update\w*|watch|video|photos?|live|opinion|analysis|review|fact.?check|read|listen|"
    r"note|correction|part|chapter|day|election|season|week|step|how|why|what|when|where|the|a|an|vs|in|on|of|for|and|"
    r"top|best|list|q|question|answer|related|source|date|time|location)\b|\d"
)
_DOCUMENT = re.compile(r"^(?:Poll|Report|Study|Survey|Audit|Court|Documents|Inquiry)$")
_INNER_STOP = re.compile(r"(?<![A-Z])[.?!][”\"’']?\s+(?=\S)")
_WORD = re.compile(r"[A-Z]?[a-z]+")
_TURN = re.compile(r"(?:(?<=^)|(?<=[.!?”\"—-] ))(?P<who>[A-Z][A-Z.’'-]{2,}(?: [A-Z][A-Z.’'-]+){0,3}): (?=\S)")
_SIGNED = re.compile(r"\s+[―—–-]{1,2}\s*(?P<name>[A-Z][^\n()@]{2,50}?)\s*\(@\w{2,20}\)")


def headline(text: str) -> Reading | None:
    """The reading of a first line "Minister: quay stays shut" or "Minister hits back: “Never”", one sentence with no
    stop but its last; None for any other line."""
    m = _HEADLINE.fullmatch(text.strip())
    if m is None or len(text) > 200 or text.rstrip()[-1:] in ":;" or _INNER_STOP.search(text):
        return None
    who, said = m["who"], m["said"].rstrip(".")
    verb = next((w for w in _WORD.finditer(who) if w.start() and _finite(w[0])), None)
    if verb is not None and verb[0][0].isupper() and said[:1] in OPENING + STRAIGHT:
        who = who[: verb.start()].rstrip()
    elif verb is not None or _NOT_SOURCES.search(_DOCUMENT.sub("", who)):
        return None
    if len(said.split()) < (3 if verb is None else 2) or not who:
        return None
    at = text.index(m["who"])
    start = at + m.start("said")
    place = Span(at, at + len(who))
    return Reading(place.start, Span(start, start + len(said)), (place,), (place,), None, "asserts", _SURE)


def _finite(word: str) -> bool:
    return any(s.part == "verb" and s.shapes & {"s", "past"} for s in lexicon().get(word.lower(), ()))


def turns(text: str) -> list[Reading]:
    """The turns of one paragraph whose speakers stand in capitals before a colon; one label is no conversation."""
    marks = list(_TURN.finditer(text))
    if len(marks) < 2:
        return []
    ends = [m.start() for m in marks[1:]] + [len(text)]
    return [_label(m, end) for m, end in zip(marks, ends, strict=True) if end - m.end() > 3]


def _label(m: re.Match[str], end: int) -> Reading:
    who = Span(m.start("who"), m.end("who"))
    return Reading(who.start, Span(m.end(), end), (who,), (who,), None, "asserts", _SURE)


def signed(text: str) -> list[Reading]:
    """Posts in one paragraph, each with its writer's name and handle behind a dash."""
    found: list[Reading] = []
    start = 0
    for m in _SIGNED.finditer(text):
        name = Span(m.start("name"), m.end("name"))
        line = max(start, text.rfind("\n", 0, m.start()) + 1)
        if 12 <= m.start() - line <= 600:
            found.append(Reading(name.start, Span(line, m.start()), (name,), (name,), None, "asserts", _SURE))
        start = m.end()
    return found


def told_by_signs(texts: Sequence[str]) -> dict[int, list[Reading]]:
    """By the number of the piece, what its signs tell of who speaks."""
    found: dict[int, list[Reading]] = {}
    for n, text in enumerate(texts):
        first = headline(text) if n == 0 else None
        read = [
            *([first] if first else []),
            *(turns(text) if ": " in text else []),
            *(signed(text) if "(@" in text else []),
        ]
        if read:
            found[n] = read
    return found
