"""What an English sentence says beside who says what: how a source was reached, that it would not be named, where it
spoke. Such words are no cue and no source, yet they look like both; the readers pass over them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.english_words import lexicon
from riwaya.attribution.tagger import Reading
from riwaya.model import Span

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_UNNAMED = re.compile(
    r"(?P<comma>,)?\s+(?:(?:who|and)\s+)?(?:(?:has|have|had|all|both|also)\s+){0,2}"
    r"(?:ask|request|insist|prefer|wish|want|declin|refus|speak|spoke|talk)(?:ing|ed|red|ring|s)?\s+"
    r"(?:not\s+to\s+be\s+(?:named|identified|quoted\s+by\s+name)|(?:to\s+be\s+(?:named|identified)(?!\s+as))"
    r"|to\s+(?:remain|stay)\s+(?:anonymous|unnamed)|(?:for|on|under)\s+(?:(?:the\s+)?condition\s+of\s+)?anonymity"
    r"|(?:that\s+)?(?:his|her|their|its)\s+(?:full\s+|real\s+)?names?\s+(?:not\s+(?:to\s+)?be\s+(?:used|published|printed)"
    r"|(?:be\s+)?withheld))"
    r"(?P<why>\s+(?:because|since|as|for\s+fear|due\s+to|so\s+as|lest|in\s+order|to\s+(?:discuss|describe|avoid|protect))\b"
    r"[^,.;:“”\"\n]{0,160}(?=[,.;]|$))?"
)
""" ", asking not to be named because the file is sealed", ", who spoke on condition of anonymity,"."""
_REACHED = re.compile(
    rf"(?:^|(?<=[.!?]\s)|(?<=\n))(?:Reached|Contacted|Approached|Interviewed|Telephoned|Phoned)\b"
    rf"(?:[^,.;:“”\"A-Z\n]|{_DAY}){{0,60}},[ ](?=[A-Z]|the\s|an?\s)"
)
""""Reached by telephone, Dana Hale …"; one that names a medium is left, since it can be a link."""
_SET_PHRASE = re.compile(
    r"(?:\b[Ii]t(?:\s+is|[’']s|\s+was)\s+(?:also\s+)?worth\s+(?:noting|saying|mentioning|remembering|recalling|repeating)"
    r"|\b[Ii]t\s+goes\s+without\s+saying|\b(?:[Hh]aving|[Tt]hat)\s+said(?=\s*,)|\b[Hh]aving\s+said\s+(?:that|this|so)(?=\s*,)"
    r"|\b[Nn]eedless\s+to\s+say|\b[Nn]o\s+doubt(?=\s*,)|\b[Tt]hat\s+is\s+to\s+say|\bto\s+say\s+the\s+least)\b"
)
""""It is worth noting that", "Having said that,": the outlet's own words."""
_SPOKEN_AT = re.compile(
    rf"\b(?P<verb>[a-z]{{3,14}})(?P<where>\s+(?:at|during|after|before|outside|aboard)\s+"
    rf"(?:[^,.;:“”\"A-Z\n]|{_DAY}){{3,80}}?)\s+that\s+(?!(?:is|was|were|are|has|had|have|will|would|could)\b)"
)
""""denied at a school opening on Friday that …": where and when the words were spoken."""


def passed_over(text: str) -> str:
    """The text with such words turned into spaces: as long as before, so that every place in it stays the same."""
    for m in [*_UNNAMED.finditer(text)]:
        end = m.end() + (1 if m["comma"] and text[m.end() : m.end() + 1] == "," else 0)
        text = _blank(text, m.start(), end)
    for m in [*_SET_PHRASE.finditer(text)]:
        text = _blank(text, *m.span())
    for m in [*_REACHED.finditer(text)]:
        text = _blank(text, *m.span())
    for m in [*_SPOKEN_AT.finditer(text)]:
        says = any(
            s.part == "verb" and s.shapes & {"past", "s"} and any(f.name == "that" for f in s.frames)
            for s in lexicon().get(m["verb"], ())
        )
        if says:
            text = _blank(text, *m.span("where"))
    return text


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def trimmed(text: str, found: Sequence[Reading]) -> list[Reading]:
    """Readings of a text with such spaces in it, whose contents and sources do not begin or end within them."""
    if "   " not in text:
        return list(found)
    return [
        r._replace(content=_tight(text, r.content), sources=tuple(_tight(text, s) for s in r.sources)) for r in found
    ]


def _tight(text: str, s: Span) -> Span:
    if not 0 <= s.start < s.end <= len(text) or not text[s.start : s.end].strip():
        return s
    run = text[s.start : s.end]
    return Span(s.end - len(run.lstrip()), s.start + len(run.rstrip()))
