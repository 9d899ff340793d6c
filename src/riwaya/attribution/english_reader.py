"""English attributions by grammar alone: a cue of the lexicon in a verb group, its subject, its complement.

Beside the learnt tagger it finds the verbs, adjectives and nouns that the tagger has not met; where there is no tagger
it reads English alone. A cue without a subject that form can tell is left out: rather nothing than a wrong source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from riwaya.attribution.edges import quoted_runs, sentences
from riwaya.attribution.english_behind import behind
from riwaya.attribution.english_clause import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    RELATIVES,
    SUBJECTS,
    SUBORDINATORS,
    Group,
    Token,
    adverb,
    auxiliary,
    closes_quote,
    finite,
    group,
    nominal,
    opens_quote,
    phrase,
    senses,
    subject,
    tokens,
)
from riwaya.attribution.english_frames import complement
from riwaya.attribution.english_nouns import Cue, nobody, noun, singular, unsaid
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


def _sentence(text: str, s: Span) -> list[Found]:
    line = tokens(text, s)
    cues: list[Cue] = []
    inside = [q for q in quoted_runs(text[s.start : s.end]) if q.end - q.start > 30]
    for i, t in enumerate(line):
        if not t.word or any(q.start <= t.start - s.start < q.end for q in inside):
            continue  # a speaker's own words are not split off
        for sense in sorted(senses(t), key=lambda x: x.part != "noun"):
            cue = noun(line, i, sense) if sense.part == "noun" else _verb(line, i, sense, cues)
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
            kept.append(f._replace(reading=f.reading._replace(sources=chain, told=len(chain) < 2)))
    return kept


def _verb(line: Sequence[Token], i: int, sense: Sense, before: Sequence[Cue]) -> Cue | None:
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
        return Cue(g.start, i, sense, said, who) if said and who else None
    if g.kind not in ("finite", "ing"):
        return None
    said = complement(line, i, sense.frames, sense.lemma)
    if said is None:
        return None
    noun = any(x.part == "noun" for x in senses(line[i]))
    clear = g.start > 0 and (line[g.start - 1].low in _OUTER or line[g.start - 1].low == "that")
    if noun and g.start == i and not said.plain and not clear:
        return None  # "the campaign claims a …": as likely a noun
    if line[i].low == "states" and not (said.plain and singular(line, i)):
        return None  # "those states that"
    if unsaid(line, g.start, i, said.frame.name, sense.lemma):
        return None
    who = _who(line, g, before)
    if (
        who is None
        or nobody(line, who)
        or any(line[k].low in ("i", "we", "you", "there") for k in range(*who) if who[1] - who[0] == 1)
    ):
        return None
    relative = g.start - 1 if g.start > 1 and (
        line[g.start - 1].low in RELATIVES or (line[g.start - 1].low == "that" and who[1] == g.start - 1)
    ) else None  # fmt: skip
    lasting = relative is None and (g.kind != "ing" or line[g.start - 1].low == ",")
    return Cue(g.start, i, sense, said, who, relative, lasting, relative is not None and line[g.start - 2].low == ",")


_SAYING = tuple(Frame(name, "asserts", False) for name in ("that", "clause", "wh", "quote"))


def _also_noun(t: Token) -> bool:
    return any(x.part == "noun" for x in senses(t))


_TIMES = frozenset({"last", "this", "earlier", "late", "early", "later", "next"})
_PAPERS = frozenset({
    "paper", "papers", "brief", "motion", "suit", "resolution", "messages", "letters", "statements", "emails", "posts",
    "tweets", "signs", "banners", "leaflets", "comments", "remarks",
    "statement", "letter", "memo", "tweet", "email", "post", "message", "note", "release", "report", "petition",
    "lawsuit", "complaint", "article", "column", "op-ed", "document", "filing", "video", "speech", "interview",
})  # fmt: skip
"""What somebody issues: its words are his ("the firm issued a statement saying …")."""


def _who(line: Sequence[Token], g: Group, before: Sequence[Cue]) -> tuple[int, int] | None:
    """The subject of a verb group; that of the cue before where the two are joined or the second is a participle."""
    j = g.start
    if g.kind == "ing":
        last = _outermost(before)
        if j and line[j - 1].low == ",":
            return last.who if last is not None else opening(line, j)
        if j and line[j - 1].low in ("by", "for", "after", "while", "in", "before"):
            return last.who if last is not None else opening(line, j)
        one = j and line[j - 1].low in ("one", "some", "others", "many", "several", "both")
        if j and nominal(line[j - 1]) and (one or line[j - 1].low not in DETERMINERS) and not _also_noun(line[j]):
            if _paper(line, j):
                issuer = last.who if last is not None else opening(line, j)
                return issuer or phrase(line, j)
            return phrase(line, j)
        return None
    if j and (line[j - 1].low in CONJUNCTIONS or (line[j - 1].low == "," and line[j - 2 : j - 1] and before)):
        joined = next((c for c in reversed(before) if c.who and (c.lasting or c.relative is not None)), None)
        apposed = subject(line, j) if line[j - 1].low == "," else None
        return apposed or (joined.who if joined else opening(line, j))
    return subject(line, j)


def _outermost(before: Sequence[Cue]) -> Cue | None:
    """The last cue before a participle that is not within what another says or in a clause with "who"."""
    free = [c for c in before if c.lasting]
    last = free[-1] if free else None
    for c in reversed(free[:-1]):
        if last is not None and last.who is not None and 0 <= last.who[0] - c.said.start <= 1:
            last = c
    return last


def _paper(line: Sequence[Token], j: int) -> bool:
    """Whether the noun phrase before a participle is something issued ("a letter to the board of governors urging")."""
    for k in range(j - 1, max(-1, j - 10), -1):
        if line[k].low in _PAPERS:
            return True
        if not (nominal(line[k]) or line[k].low in ("to", "of", "for", "from", "with", "on")):
            return False
    return False


def opening(line: Sequence[Token], stop: int) -> tuple[int, int] | None:
    """The subject that opens the sentence: a pronoun or a noun phrase before the first verb, where form tells it."""
    k = next((n + 1 for n in range(stop - 1, 0, -1) if closes_quote(line[n])), 0)
    while k < stop and (not line[k].word or adverb(line[k]) or line[k].low in CONJUNCTIONS):
        k += 1
    if k and k < stop and any(x.part == "verb" and x.shapes & {"past", "s"} for x in senses(line[k])):
        return behind(line, k + 1)  # “…,” said Dana Hale, adding
    if k < stop and (line[k].low in PREPOSITIONS or line[k].low in SUBORDINATORS or line[k].low in _TIMES):
        k = next((
            n + (line[n].low == ",") for n in range(k + 1, min(stop, k + 20))
            if line[n].low == "," or (line[n].low in ("he", "she", "they") and line[n - 1].word)
        ), stop)  # fmt: skip
    if k >= stop or line[k].low in PREPOSITIONS or line[k].low in SUBORDINATORS or line[k].low == "to":
        return None
    for n in range(k, min(stop, k + 24)):
        t = line[n]
        verb = (
            finite(t)
            or any(x.part == "verb" and x.shapes & {"past", "s"} for x in senses(t))
            or (t.low.endswith("ed") and n > k and line[n - 1].low not in DETERMINERS)
        )
        if verb and n > k:
            while n > k + 1 and (adverb(line[n - 1]) or auxiliary(line[n - 1])):
                n -= 1
            who = subject(line, n)
            if who is not None and who[0] == k:
                return who
        if t.low in ";:." and not line[n - 1].capital:
            return None
    return None


def _found(text: str, line: Sequence[Token], s: Span, c: Cue, after: Sequence[int]) -> Found | None:
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
    place = None if c.relative is None else Span(line[c.relative].start, line[c.relative].end)
    reading = Reading(
        line[c.at].start,
        content,
        (cue,),
        () if pronoun else (who,),
        who if pronoun else place,
        c.said.frame.stance,
        _SURE,
        c.said.frame.attitude,
        told=True,
    )
    return Found(reading, c.said.frame.attitude, c.said.plain)


def _end(line: Sequence[Token], s: Span, c: Cue, after: Sequence[int]) -> int:
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
                    or c.closed
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
