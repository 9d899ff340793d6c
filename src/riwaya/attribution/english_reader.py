"""English attributions by grammar alone: a cue of the lexicon in a verb group, its subject, its complement.

Beside the learnt tagger it finds the verbs, adjectives and nouns that the tagger has not met; where there is no tagger
it reads English alone. A cue without a subject that form can tell is left out: rather nothing than a wrong source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from riwaya.attribution.edges import quoted_runs, sentences
from riwaya.attribution.english_clause import (
    CONJUNCTIONS,
    DETERMINERS,
    MODALS,
    POSSESSIVES,
    PREPOSITIONS,
    RELATIVES,
    SUBJECTS,
    SUBORDINATORS,
    Group,
    Token,
    adverb,
    auxiliary,
    closes_quote,
    group,
    nominal,
    opens_quote,
    phrase,
    possessive,
    senses,
    subject,
    tokens,
)
from riwaya.attribution.english_frames import Complement, base_after, complement
from riwaya.attribution.english_words import Frame, Sense
from riwaya.attribution.tagger import Reading
from riwaya.model import Span

SENTENCE = 1500  #: code points of a sentence that is read; a longer one is no sentence
_SURE = 0.6
_WORDS = re.compile(r"[a-z]{3}")
_LEAN = frozenset({
    "feel", "feels", "felt", "feeling", "remain", "remains", "remained", "seem", "seems", "seemed", "sound",
    "sounded", "become", "became", "look", "looks", "looked", "appear", "appears", "appeared",
})  # fmt: skip
_TURNS = frozenset({
    "but", "while", "whereas", "although", "though", "yet", "adding", "saying", "noting", "calling", "citing",
    "accusing", "arguing",
})  # fmt: skip
_OUTER = frozenset({"he", "she", "they", "it", "we", "i", "who", "which"})


class Found(NamedTuple):
    """One attribution as grammar reads it."""

    reading: Reading
    attitude: bool  #: a wish, a plan, a liking: no words said
    plain: bool  #: the form leaves little doubt


def read(text: str, attitudes: bool = False) -> list[Found]:
    """The attributions of one paragraph in order of their cues. Linear in the text."""
    found: list[Found] = []
    for s in sentences(text, Span(0, len(text))) if _WORDS.search(text) else ():
        if (s.end - s.start <= SENTENCE and text[s.start : s.end].isascii()) or _latin(text, s):
            found.extend(f for f in _sentence(text, s) if attitudes or not f.attitude)
    return found


def _latin(text: str, s: Span) -> bool:
    letters = [c for c in text[s.start : min(s.end, s.start + SENTENCE + 1)] if c.isalpha()]
    return s.end - s.start <= SENTENCE and sum(c < "\u02ff" for c in letters) * 2 > len(letters)


class _Cue(NamedTuple):
    """A cue with its place in the sentence's tokens."""

    start: int  #: first token of its group
    at: int
    sense: Sense
    said: Complement
    who: tuple[int, int] | None
    relative: bool  #: its subject is "who" behind a comma


def _sentence(text: str, s: Span) -> list[Found]:
    line = tokens(text, s)
    cues: list[_Cue] = []
    inside = [q for q in quoted_runs(text[s.start : s.end]) if q.end - q.start > 30]
    for i, t in enumerate(line):
        if not t.word or any(q.start <= t.start - s.start < q.end for q in inside):
            continue  # a speaker's own words are not split off
        for sense in sorted(senses(t), key=lambda x: x.part != "noun"):
            cue = _noun(line, i, sense) if sense.part == "noun" else _verb(line, i, sense, cues)
            if cue is not None:
                cues = [c for c in cues if not cue.start <= c.at < cue.at]  # "expressed" of "expressed doubts that"
                cues.append(cue)
                break
    starts = [c.start for c in cues]
    found = [f for n, c in enumerate(cues) if (f := _found(text, line, s, c, starts[n + 1 :])) is not None]
    return _nested(found)


def _nested(found: Sequence[Found]) -> list[Found]:
    """Speech inside speech: the inner one is heard through the outer ("said the police had announced that …"); one's
    own earlier words and wishes are not split off."""
    kept: list[Found] = []
    for f in found:
        outer = next((k for k in reversed(kept) if k.reading.content.start <= f.reading.cue[0].start
                      and f.reading.content.end <= k.reading.content.end + 2), None)  # fmt: skip
        if outer is None:
            kept.append(f)
        elif not f.attitude and f.plain and f.reading.sources and not outer.attitude:
            chain = (*outer.reading.sources, *f.reading.sources)[:3]
            if f.reading.sources[0].start - outer.reading.content.start <= len("that "):
                kept.remove(outer)  # the outer says nothing of its own
            kept.append(f._replace(reading=f.reading._replace(sources=chain)))
    return kept


def _verb(line: Sequence[Token], i: int, sense: Sense, before: Sequence[_Cue]) -> _Cue | None:
    """A verb, or an adjective behind "be", with its complement and its subject."""
    if sense.part == "adjective":
        j = i
        while j > 0 and (adverb(line[j - 1]) or line[j - 1].low in ("more", "less", "very", "n't")):
            j -= 1
        if j == 0 or not (auxiliary(line[j - 1]) or line[j - 1].low in _LEAN):
            return None
        g = Group(j - 1, "finite")
        while g.start > 0 and (auxiliary(line[g.start - 1]) or adverb(line[g.start - 1])):
            g = Group(g.start - 1, "finite")
        if line[g.start].low == "to" or (g.start and line[g.start - 1].low == "to"):
            return None
    else:
        g = group(line, i, frozenset(sense.shapes))
    if g.kind == "passive" and sense.lemma in ("quote", "cite", "report") and [t.low for t in line[i + 1 : i + 3]] in (
        ["as", "saying"], ["as", "telling"]
    ):  # fmt: skip
        said = complement(line, i + 2, _SAYING, "say")
        who = subject(line, g.start)
        return _Cue(g.start, i, sense, said, who, False) if said and who else None
    if g.kind not in ("finite", "ing"):
        return None
    said = complement(line, i, sense.frames, sense.lemma)
    if said is None:
        return None
    noun = any(x.part == "noun" for x in senses(line[i]))
    if noun and g.start == i and not said.plain:
        return None  # "the campaign claims a …": as likely a noun
    if _unsaid(line, g.start, i, said.frame.name, sense.lemma):
        return None
    who = _who(line, g, before)
    if (
        who is None
        or _nobody(line, who)
        or any(line[k].low in ("i", "we", "you", "there") for k in range(*who) if who[1] - who[0] == 1)
    ):
        return None
    relative = line[g.start - 1].low in RELATIVES and g.start > 1 and line[g.start - 2].low == ","
    return _Cue(g.start, i, sense, said, who, relative)


_SAYING = tuple(Frame(name, "asserts", False) for name in ("that", "clause", "wh", "quote"))


def _also_noun(t: Token) -> bool:
    return any(x.part == "noun" for x in senses(t))


_PAPERS = frozenset({
    "statement", "letter", "memo", "tweet", "email", "post", "message", "note", "release", "report", "petition",
    "lawsuit", "complaint", "article", "column", "op-ed", "document", "filing", "video", "speech", "interview",
})  # fmt: skip
"""What somebody issues: its words are his ("the firm issued a statement saying …")."""
_BELIEVED = frozenset({
    "think", "believe", "expect", "anticipate", "doubt", "hope", "deny", "rule", "know", "want", "like", "intend",
    "plan", "care", "regret", "understand", "remember", "see", "mind", "regard", "view", "consider", "agree",
    "trust",
})  # fmt: skip


def _unsaid(line: Sequence[Token], start: int, i: int, frame: str, lemma: str) -> bool:
    """Whether the verb group says that the words were not said, or only could be: "did not answer", "can ask"."""
    for t in line[start:i]:
        if (t.low in ("not", "never") or t.low.endswith("n't")) and lemma not in _BELIEVED:
            return True
        if t.low.removesuffix("n't") in MODALS and not (lemma in _BELIEVED or lemma in ("prefer", "love", "argue")):
            return True
    return False


def _nobody(line: Sequence[Token], who: tuple[int, int]) -> bool:
    """Whether a subject names nobody ("no group", "none"), or stands in a question's clause ("what he thinks")."""
    first = line[who[0]].low
    left = line[who[0] - 1].low if who[0] else ""
    return (
        (first in ("no", "nobody", "none", "neither", "nothing", "there", "this", "that", "it")
        and (first not in ("this", "that") or who[1] - who[0] == 1)
        and not (first == "it" and line[who[1]].low in ("said", "says", "added", "has", "had", "also")))
        or left in ("what", "how", "why", "than", "where")
    )


def _who(line: Sequence[Token], g: Group, before: Sequence[_Cue]) -> tuple[int, int] | None:
    """The subject of a verb group; that of the cue before where the two are joined or the second is a participle."""
    j = g.start
    if g.kind == "ing":
        last = before[-1] if before else None
        if j and line[j - 1].low == ",":
            return last.who if last is not None else _opening(line, j)
        if j and line[j - 1].low in ("by", "for", "after", "while", "in", "before"):
            return last.who if last is not None else _opening(line, j)
        if j and nominal(line[j - 1]) and line[j - 1].low not in DETERMINERS and not _also_noun(line[j]):
            if line[j - 1].low in _PAPERS:
                issuer = last.who if last is not None else _opening(line, j)
                return issuer or phrase(line, j)
            return phrase(line, j)
        return None
    if j and (line[j - 1].low in CONJUNCTIONS or (line[j - 1].low == "," and line[j - 2 : j - 1] and before)):
        joined = next((c for c in reversed(before) if c.who is not None), None)
        apposed = subject(line, j) if line[j - 1].low == "," else None
        return apposed or (joined.who if joined else _opening(line, j))
    return subject(line, j)


def _opening(line: Sequence[Token], stop: int) -> tuple[int, int] | None:
    """The subject that opens the sentence: a pronoun or a noun phrase before the first verb, where form tells it."""
    k = 0
    while k < stop and (not line[k].word or adverb(line[k]) or line[k].low in CONJUNCTIONS):
        k += 1
    if k >= stop or line[k].low in PREPOSITIONS or line[k].low in SUBORDINATORS or line[k].low == "to":
        return None
    for n in range(k, min(stop, k + 14)):
        t = line[n]
        verb = (
            auxiliary(t)
            or any(x.part == "verb" and x.shapes & {"past", "s"} for x in senses(t))
            or (t.low.endswith("ed") and n > k and line[n - 1].low not in DETERMINERS)
        )
        if verb and n > k:
            return subject(line, n)
        if not t.word:
            return None
    return None


def _noun(line: Sequence[Token], i: int, sense: Sense) -> _Cue | None:
    """A noun with somebody's possessive before it or "by somebody" behind it, and a clause that says what."""
    j = i
    while j > 0 and i - j < 3 and line[j - 1].word and not possessive(line[j - 1]) and _plain_adjective(line[j - 1]):
        j -= 1
    if j and possessive(line[j - 1]) and line[j - 1].low not in ("my", "our", "your"):
        said = complement(line, i, sense.frames, sense.lemma)
        if said is None or (not said.plain and said.frame.name not in ("of", "for", "about")):
            return None
        owner = j - 1
        who = (owner, j) if line[owner].low in POSSESSIVES else subject(line, j)
        return _Cue(j, i, sense, said, who, False) if who else None
    if j == i or not possessive(line[j - 1]):
        light = _light(line, j, i, sense)
        if light is not None:
            return light
    if i + 2 < len(line) and line[i + 1].low in ("by", "from") and line[i + 2].word:
        for n in range(i + 3, min(len(line), i + 14)):
            if (line[n].low == "that" and not auxiliary(line[n - 1])) or base_after(line, n):
                frame = next((f for f in sense.frames if f.name == ("that" if line[n].low == "that" else "to")), None)
                return _Cue(i, i, sense, Complement(frame, n, i + 1, True), (i + 2, n), False) if frame else None
            if line[n].low in ",.;:" or auxiliary(line[n]):
                return None
    return None


_LIGHT = frozenset({
    "make", "makes", "made", "making", "have", "has", "had", "issue", "issues", "issued", "issuing", "give",
    "gives", "gave", "express", "expresses", "expressed", "expressing", "voice", "voices", "voiced", "voicing",
    "raise", "raises", "raised", "raising", "reject", "repeat", "repeats", "repeated", "share", "shares", "shared",
    "hold", "holds", "held", "release", "released", "deliver", "delivered", "offer", "offered", "send", "sent",
    "launch", "launched", "file", "filed",
})  # fmt: skip


def _light(line: Sequence[Token], j: int, i: int, sense: Sense) -> _Cue | None:
    """A noun as the object of a verb that says little itself: "issued a warning that …", "expressed doubts that …"."""
    k = j - 1 if j and line[j - 1].low in DETERMINERS else j
    if not k or line[k - 1].low not in _LIGHT or line[k].low == "no":
        return None
    verb = k - 1
    shapes = frozenset(x for s in senses(line[verb]) if s.part == "verb" for x in s.shapes) or frozenset(
        ("ing",) if line[verb].low.endswith("ing") else ("past", "participle", "s", "base")
    )
    g = group(line, verb, shapes)
    said = complement(line, i, sense.frames, sense.lemma)
    if g.kind != "finite" or said is None or not said.plain or _unsaid(line, g.start, verb, said.frame.name, "make"):
        return None
    who = subject(line, g.start)
    return _Cue(g.start, i, sense, said, who, False) if who and not _nobody(line, who) else None


def _plain_adjective(t: Token) -> bool:
    return not (
        t.low in DETERMINERS
        or t.low in PREPOSITIONS
        or t.low in SUBORDINATORS
        or auxiliary(t)
        or t.low in SUBJECTS
        or t.low in _LIGHT
    )


def _found(text: str, line: Sequence[Token], s: Span, c: _Cue, after: Sequence[int]) -> Found | None:
    first = line[c.said.start]
    content = Span(first.start, _end(line, s, c, after))
    if content.end - content.start < 3 or c.who is None:
        return None
    cue = Span(line[c.start].start, line[c.said.cue_end - 1].end)
    who = Span(line[c.who[0]].start, line[c.who[1] - 1].end)
    if text[who.end - 2 : who.end] in ("'s", "’s"):
        who = Span(who.start, who.end - 2)
    elif text[who.end - 1] in "'’":
        who = Span(who.start, who.end - 1)
    pronoun = text[who.start : who.end].lower() in ("he", "she", "they", "it", "his", "her", "their", "its")
    reading = Reading(
        line[c.at].start,
        content,
        (cue,),
        () if pronoun else (who,),
        who if pronoun else None,
        c.said.frame.stance,
        _SURE,
        c.said.frame.attitude,
    )
    return Found(reading, c.said.frame.attitude, c.said.plain)


def _end(line: Sequence[Token], s: Span, c: _Cue, after: Sequence[int]) -> int:
    """Where the words said end: with the quotation, before what turns to something else, else with the sentence."""
    depth, k = 0, c.said.start
    loose = c.said.frame.name not in ("that", "clause", "quote", "wh", "np-that", "np-clause", "np-quote", "np-wh")
    while k < len(line):
        t = line[k]
        nxt = line[k + 1] if k + 1 < len(line) else None
        if opens_quote(t) and (depth == 0 or not closes_quote(t)):
            depth += 1
        elif closes_quote(t) and depth:
            depth -= 1
            if (
                depth == 0
                and c.said.frame.name.endswith("quote")
                and (nxt is None or nxt.low in ",.;—–" or nxt.low in CONJUNCTIONS)
            ):
                return t.end
        elif depth == 0 and k > c.said.start:
            if t.low == ";" or (t.low in "—–" and loose):
                return t.start
            if t.low == "according":
                return line[k - 1].start if line[k - 1].low == "," else t.start
            if (
                t.low == ","
                and nxt is not None
                and (
                    nxt.low in _TURNS
                    or c.relative
                    or _resumes(line, k + 1, after)
                    or (
                        loose
                        and (
                            nxt.low in RELATIVES
                            or nxt.low in DETERMINERS
                            or nxt.low in SUBORDINATORS
                            or nxt.low.endswith("ing")
                            or nxt.low in SUBJECTS
                        )
                    )
                )
            ):
                return t.start
            if t.low in CONJUNCTIONS and any(a == k + 1 for a in after):
                return line[k - 1].end if line[k - 1].low != "," else line[k - 2].end
        k += 1
    return s.end


def _resumes(line: Sequence[Token], k: int, after: Sequence[int]) -> bool:
    """Whether another cue with its own or the same subject goes on right behind a comma ("…, and he added that")."""
    n = k
    while n < len(line) and n - k < 3 and (line[n].low in CONJUNCTIONS or line[n].low in _OUTER or adverb(line[n])):
        n += 1
    return n > k and line[k].low in CONJUNCTIONS and any(k < a <= n for a in after)


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
        if any(_touch(c, cue) for t in found for c in t.cue):
            continue
        outer = next((t for t in found if t.content.start <= cue.start and r.content.end <= t.content.end + 2), None)
        if outer is not None and outer.head >= 0:
            if f.attitude or r.anaphor or not r.sources or not f.plain:
                continue  # a speaker's own earlier words and wishes are not split off
            r = r._replace(sources=(*outer.sources, *r.sources)[:3])
        kept.append(r)
    return sorted(kept, key=lambda r: r.head if r.head >= 0 else r.content.start)


def _agreed(text: str, tagged: Reading, f: Found) -> Reading:
    """A reading with its subject as grammar sees it, where that stands at the cue and the tagger saw less or more."""
    r = f.reading
    cue = r.cue[0]
    near = [s for s in tagged.sources if _touch(Span(s.start, s.end + 1), cue)]
    if r.anaphor:
        if cue.start - r.anaphor.end > 2:
            return tagged
        sources = tuple(s for s in tagged.sources if not (s.start < r.anaphor.start and _touch(s, r.anaphor)))
        return tagged._replace(sources=sources, anaphor=tagged.anaphor or r.anaphor)
    who = r.sources[-1]
    if cue.start - who.end > 2:
        return tagged
    over = [s for s in tagged.sources if _touch(s, who)]
    if over:
        return tagged._replace(
            sources=tuple(who if s == over[-1] else s for s in tagged.sources if s == over[-1] or s not in over)
        )
    if not near and tagged.anaphor is None and not tagged.sources:
        return tagged._replace(sources=(who,))
    return tagged


def without(text: str, ruled: Sequence[Reading]) -> list[Reading]:
    """What the older rules read, without their readings of cues whose sentence grammar reads another way."""
    grammar = [f.reading for f in read(text, True)]
    return [
        r for r in ruled
        if text[r.head : r.head + 1] >= "\u02ff" or not any(_touch(r.cue[0], g.cue[0]) for g in grammar)
    ]  # fmt: skip


def _touch(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
