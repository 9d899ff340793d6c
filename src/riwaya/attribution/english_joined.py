"""What grammar reads in English beside what the learnt tagger read: statements that it has not met, and subjects."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.edges import sentences, touch
from riwaya.attribution.english_clause import SUBJECTS, tokens
from riwaya.attribution.english_pointers import medium
from riwaya.attribution.english_reader import SENTENCE, Found, opening, read
from riwaya.attribution.tagger import Reading
from riwaya.model import Span

_ING = re.compile(r"(?:[a-z]+ly\s+)?[a-z]+ing(?:\s+[a-z]+)?")
_RELAYED = re.compile(r"(?:citing|quoting|according|relaying|referencing)\b")
_STOP = re.compile(r"(?<!Mr)(?<!Mrs)(?<!Ms)(?<!Dr)[.?!][”\"’')]?\s+[“\"]?[A-Z]")


def beside(text: str, found: Sequence[Reading], attitudes: bool = False) -> list[Reading]:
    """Readings of one piece, and what grammar reads beside them where they read nothing."""
    kept = list(found)
    for f in read(text, attitudes):
        r = f.reading
        cue = r.cue[0]
        same = [n for n, t in enumerate(kept) if cue.start - 2 <= t.head < cue.end]
        if same:
            kept[same[0]] = _agreed(text, kept[same[0]], f)
            continue
        if any(touch(c, cue) for t in found for c in t.cue):
            continue
        outer = next((t for t in found if t.content.start <= cue.start and r.content.end <= t.content.end + 2), None)
        if outer is not None and outer.head >= 0:
            if f.attitude or r.anaphor or not r.sources or not f.plain:
                continue  # a speaker's own earlier words and wishes are not split off
            r = r._replace(sources=(*outer.sources, *r.sources)[:3], told=False)
        kept.append(r)
    kept = [_participle(text, r) for r in kept]
    return sorted(kept, key=lambda r: r.head if r.head >= 0 else r.content.start)


def _participle(text: str, r: Reading) -> Reading:
    """A participle's reading whose source was read behind it ("Hale mocked the guild, claiming that the keeper …") with
    the subject that opens its sentence."""
    cue = r.cue[0] if r.cue else None
    if cue is None or r.anaphor is not None or not r.sources or _RELAYED.match(text, cue.start):
        return r
    if not _ING.fullmatch(text, *cue) or any(x.start < cue.end for x in r.sources):
        return r
    s = next((s for s in sentences(text, Span(0, len(text))) if s.start < cue.start < s.end), None)
    if s is None or s.end - s.start > SENTENCE:
        return r
    line = tokens(text, s)
    j = next((k for k, t in enumerate(line) if t.start >= cue.start), 0)
    who = opening(line, j) if j and line[j - 1].low in (",", "by", "while", "and") else None
    if who is None:
        return r
    at = Span(line[who[0]].start, line[who[1] - 1].end)
    pronoun = who[1] - who[0] == 1 and line[who[0]].low in SUBJECTS
    return r._replace(sources=() if pronoun else (at,), anaphor=at if pronoun else None, told=True)


def _agreed(text: str, tagged: Reading, f: Found) -> Reading:
    """A reading with its subject as grammar sees it, where that stands at the cue and the tagger saw less or more."""
    r = f.reading
    cue = r.cue[0]
    if r.anaphor and r.sources:  # "the clerk, who said"
        return tagged._replace(sources=r.sources, anaphor=r.anaphor, told=True) if len(tagged.sources) < 2 else tagged
    near = [s for s in tagged.sources if touch(Span(s.start, s.end + 1), cue)]
    if not near and cue.start - (r.anaphor or r.sources[-1]).end > 2:
        return _afar(text, tagged, r)
    if r.anaphor:
        if cue.start - r.anaphor.end > 2:
            return tagged
        sources = tuple(s for s in tagged.sources if not (s.start < r.anaphor.start and touch(s, r.anaphor)))
        return tagged._replace(sources=sources, anaphor=tagged.anaphor or r.anaphor)
    who = r.sources[-1]
    if cue.start - who.end > 2:
        return tagged
    over = [s for s in tagged.sources if touch(s, who)]
    if over:
        return tagged._replace(
            sources=tuple(who if s == over[-1] else s for s in tagged.sources if s == over[-1] or s not in over)
        )
    if not near and tagged.anaphor is None and not tagged.sources:
        return tagged._replace(sources=(who,))
    return tagged


def _afar(text: str, tagged: Reading, r: Reading) -> Reading:
    """A reading whose cue has no subject beside it ("…, and warned that", "…, adding that"), with the one that grammar
    gives it; what the tagger read stays where it saw a medium or two speakers, or a participle's in its sentence."""
    cue = r.cue[0]
    beside = tagged.anaphor is not None and touch(Span(tagged.anaphor.start, tagged.anaphor.end + 1), cue)
    if beside or len(tagged.sources) > 1 or any(medium(text[s.start : s.end]) for s in tagged.sources):
        return tagged
    if not r.sources and tagged.sources:
        return tagged._replace(anaphor=r.anaphor, told=True)
    if any(touch(s, x) for s in tagged.sources for x in r.sources):
        return tagged._replace(told=True)
    here = any(s.end <= cue.start and not _STOP.search(text, s.end, cue.start) for s in tagged.sources)
    if here and text[cue.start : cue.end].endswith("ing"):
        return tagged
    return tagged._replace(sources=r.sources, anaphor=r.anaphor, told=True)


def without(text: str, ruled: Sequence[Reading]) -> list[Reading]:
    """What the older rules read, without their readings of cues whose sentence grammar reads another way."""
    grammar = [f.reading for f in read(text, True)]
    return [
        r for r in ruled
        if text[r.head : r.head + 1] >= "\u02ff" or not any(touch(r.cue[0], g.cue[0]) for g in grammar)
    ]  # fmt: skip
