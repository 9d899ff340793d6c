"""The words of an English cue and its subject as the verb group shows them, whatever was read around its head.

The learnt tagger finds that a word attributes; which words belong to it ("has repeatedly warned", "appeared to blame",
"said" of "said Dana Hale, the mayor") and who its subject is, is told by closed classes of words. What is no verb and
no noun that attributes ("states" of "several states", "At first,") is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from riwaya.attribution.edges import sentences
from riwaya.attribution.english_behind import behind
from riwaya.attribution.english_clause import (
    DETERMINERS,
    PREPOSITIONS,
    Token,
    adverb,
    auxiliary,
    finite,
    group,
    nominal,
    opens_quote,
    possessive,
    senses,
    subject,
    tokens,
)
from riwaya.attribution.english_frames import figure
from riwaya.attribution.english_nouns import according, bare_noun, singular
from riwaya.attribution.english_passives import passive
from riwaya.attribution.english_pointers import medium
from riwaya.attribution.english_strays import elsewhere, within
from riwaya.attribution.english_words import Shape, lexicon
from riwaya.attribution.rules import known
from riwaya.attribution.tagger import Reading
from riwaya.lexicon.outlets import find_outlets
from riwaya.model import Span

SENTENCE = 1500  #: code points of a sentence that is looked at; a longer one stays as it was read
STEPS = 5  #: auxiliaries and adverbs between a head and its verb
_MAKES = frozenset({"help", "helps", "helped", "helping", "let", "lets", "letting", "make", "makes", "made", "making",
                    "see", "saw", "watch", "watched"})  # fmt: skip
"""What a bare infinitive follows behind an object."""
_LEANING = frozenset({
    "appear", "seem", "try", "begin", "continue", "go", "refuse", "decline", "attempt", "start", "proceed", "use",
    "appears", "seems", "tries", "begins", "continues", "goes", "refuses", "declines", "attempts", "starts",
    "appeared", "seemed", "tried", "began", "continued", "went", "refused", "declined", "attempted", "started",
    "proceeded", "trying", "beginning", "continuing", "going", "seeking", "appearing", "moved",
})  # fmt: skip
"""Verbs that lean on another: "appeared to blame", "went on to say"."""
_TRAILING = frozenset({"for", "of", "about", "on", "at", "against", "with", "to", "from", "up", "out", "over", "into"})
"""What a verb takes before its content: "called for", "went on about"."""
_SIGNS = frozenset({"according", "per", ":", "-", "–", "—", "―"})
_SPEECH = re.compile(r"[\s“\"«:]?(?:that\s|whether\s|[“\"«])")
_PAPER_SEEN = frozenset({"seen", "obtained", "reviewed", "leaked", "published"})
_NO_VERBS = PREPOSITIONS | _PAPER_SEEN | {"according", "based"}
_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "you", "who", "which"})


def mend(text: str, found: Sequence[Reading]) -> list[Reading]:
    """Readings of one piece of text with cues and subjects by their verb groups; Arabic ones stay as they are."""
    if not any(_latin(text, r.head) for r in found):
        return list(found)
    runs = [s for s in sentences(text, Span(0, len(text))) if s.end - s.start <= SENTENCE]
    lines: dict[Span, list[Token]] = {}
    kept: list[Reading] = []
    for r in found:
        s = next((s for s in runs if s.start <= r.head + 1 < s.end), None) if _latin(text, r.head) else None
        if s is None:
            kept.append(r)
            continue
        line = lines.get(s)
        if line is None:
            line = lines[s] = tokens(text, s)
        settled = _settled(text, line, r)
        if settled is not None:
            kept.append(settled)
    return kept


def _latin(text: str, head: int) -> bool:
    """Whether the word at a head, which may begin with the space before it, has Latin letters."""
    word = text[max(0, head) : head + 3].lstrip()[:1]
    return head >= 0 and "" < word < "\u02ff"


def _settled(text: str, line: Sequence[Token], r: Reading) -> Reading | None:
    at = next((k for k, t in enumerate(line) if t.end > r.head + (text[r.head].isspace())), None)
    if at is None:
        return r
    i = _verb(line, at)
    state = _state(line, at) if i is None else None
    if state is not None:
        cue = Span(line[at].start, line[state].end)
        content = Span(cue.end, r.content.end) if r.content.start < cue.end < r.content.end else r.content
        return _subject(text, line, at, state, r._replace(head=line[state].start, cue=(cue,), content=content))
    if i is None or (i and any(x.part == "noun" for x in senses(line[i])) and _determined(line[i - 1])):
        return _without_verb(text, line, at, r)
    if line[i].low in ("put", "puts") and r.content.of(text).strip() == "it":
        return None  # "as the memo put it": what it said stands beside
    out = line[i].low.startswith("rul") and [t.low for t in line[i + 1 : i + 3]] == ["out", "that"]
    if out and any(t.low in ("not", "yet", "never") or t.low.endswith("n't") for t in line[max(0, i - 4) : i]):
        return None  # "had not ruled out that": nobody says so
    mistyped = line[i].low.endswith("ed") and i + 1 < len(line) and line[i + 1].low == "that"  # "streesed that"
    if (agent := passive(text, line, i)) is not None:
        return None if agent.end == agent.start else r._replace(sources=(agent,), anaphor=None)
    heard = mistyped or line[i].low in _attributing() or known(line[i].low) or _leans(line, i) is not None
    if not heard and not _opens_speech(text, r.content):
        return None
    return None if _is_noun(line, i, _opens_speech(text, r.content)) else _by_verb(text, line, i, r)


def _is_noun(line: Sequence[Token], i: int, speech: bool) -> bool:
    """Whether what can be a verb is a noun by what stands before it ("several states", "the United States", "our free
    press", "Hope Hale"), or a bare infinitive that opens no `speech` ("help them maintain")."""
    t, before = line[i], line[i - 1] if i else None
    shapes = _shapes(t)
    if t.low == "states" and (not speech or not singular(line, i)):
        return True
    named = (before is not None and before.capital) or (i + 1 < len(line) and i == 0 and line[1].capital)
    if t.capital and named and "past" not in shapes and not _title(line):
        return True
    if "past" in shapes or "ing" in shapes or any(s.part != "verb" for s in senses(t)):
        return False
    if before is None or not before.word or auxiliary(before) or adverb(before) or group(line, i, shapes).kind:
        return False
    made = any(x.low in _MAKES for x in line[max(0, i - 6) : i - 1])  # "help Mr. Hale maintain"
    if shapes == {"base"} and nominal(before) and (made or not before.capital) and not speech:
        return True
    return before.low in DETERMINERS or possessive(before) or before.low in PREPOSITIONS


def _title(line: Sequence[Token]) -> bool:
    """Whether most words of a sentence open with a capital, as in a headline."""
    long = [t for t in line if t.word and len(t.low) > 3]
    return sum(t.capital for t in long) * 3 > len(long) * 2


def _by_verb(text: str, line: Sequence[Token], i: int, r: Reading) -> Reading:
    """A reading with the group of its verb as its cue, and that group's subject."""
    t = line[i]
    shapes = _shapes(t)
    g = group(line, i, shapes)
    start = g.start if g.kind or g.start < i else i
    last = _particle(line, i)
    inner = _leans(line, i)
    content = r.content
    if inner is not None:
        last = inner
        if content.start <= line[inner].start < content.end:
            content = Span(line[inner].end, content.end)
    if figure(line, i) is not None:
        content = Span(line[i + 1].start, max(content.end, line[i + 1].end))
    while last + 1 < len(line) and line[last + 1].end < content.start <= line[last + 1].end + 1 + len(line[last].low):
        if line[last + 1].low not in _TRAILING:
            break
        last += 1
    last = _manner(line, last, content)
    cue = Span(line[start].start, line[last].end)
    if content.start < cue.start < content.end and content.end - cue.end < 4:
        content = Span(content.start, cue.start)
    elif cue.start <= content.start < cue.end < content.end:
        content = Span(cue.end, content.end)
    r = _without_told(text, line, i, r._replace(head=t.start, cue=(cue,), content=content))
    if g.kind == "ing" and start and line[start - 1].low == ",":
        return r  # "Hale spoke to the guild, promising …": whose participle it is, the reader of the whole knows
    return _subject(text, line, start, last, r)


def _manner(line: Sequence[Token], last: int, content: Span) -> int:
    """The last word of a cue with the adverb that says how, and the particle behind it: "said bitterly", "spoke warmly
    of", "went on about"."""
    n = last + 1
    if n < len(line) and line[n].low.endswith("ly") and adverb(line[n]):
        ends = n + 1 >= len(line) or line[n + 1].low in (",", ".")
        if ends:
            return n
        n += 1
    if n + 1 < len(line) and n - last == 1 and line[n].low == "on" and line[n + 1].low in _TRAILING:
        n += 1  # "went on about"
    if (
        n < len(line)
        and n > last
        and line[n].low in _TRAILING - {"up", "out"}
        and 0 <= content.start - line[n].end <= 1
    ):
        return n
    if n > last + 1 and line[n].low in _TRAILING and content.start == line[n].start:
        return n - 1
    return last


def _determined(t: Token) -> bool:
    """Whether what follows is a noun ("a finding", "her claims")."""
    return possessive(t) or (t.low in DETERMINERS and t.low not in ("both", "all", "some", "many", "most", "few"))


@cache
def _attributing() -> frozenset[str]:
    return frozenset(form for form, found in lexicon().items() if any(s.part == "verb" for s in found))


def _is_verb(t: Token) -> bool:
    return (
        t.word
        and t.low not in _NO_VERBS
        and (t.low in _attributing() or (finite(t) and not auxiliary(t)) or t.low.endswith("ing"))
    )


def _verb(line: Sequence[Token], at: int) -> int | None:
    """The verb at a head, or behind the auxiliaries and adverbs that were taken for it."""
    k = at
    while k < len(line) and k - at < STEPS and (auxiliary(line[k]) or adverb(line[k]) or "n't" in line[k].low):
        k += 1
    if k >= len(line) or not line[k].word:
        return None
    return k if _is_verb(line[k]) else None


_DEGREES = frozenset({"quite", "very", "more", "less"})


def _state(line: Sequence[Token], at: int) -> int | None:
    """The adjective of "has been confident", "were not quite willing", whose auxiliaries begin at `at`."""
    if not auxiliary(line[at]):
        return None
    k = at
    while (
        k < len(line)
        and k - at < STEPS
        and (auxiliary(line[k]) or adverb(line[k]) or "n't" in line[k].low or line[k].low in _DEGREES)
    ):
        k += 1
    return k if k < len(line) and any(s.part == "adjective" for s in senses(line[k])) else None


def _shapes(t: Token) -> frozenset[Shape]:
    shapes = frozenset(x for s in senses(t) if s.part == "verb" for x in s.shapes)
    if shapes:
        return shapes
    if t.low.endswith("ing"):
        return frozenset(("ing",))
    if t.low.endswith("ed"):
        return frozenset(("past", "participle"))
    return frozenset(("base", "past", "s", "participle"))


def _particle(line: Sequence[Token], i: int) -> int:
    nxt = line[i + 1].low if i + 1 < len(line) else ""
    if nxt == "it" and line[i].low in ("put", "puts"):
        return i + 1
    return i + 1 if nxt == "out" and line[i].low[:3] in ("poi", "spe", "cal", "lay", "hit") else i


def _leans(line: Sequence[Token], i: int) -> int | None:
    """The verb that a leaning one carries with "to": "went on to say"."""
    if line[i].low not in _LEANING:
        return None
    for k in range(i + 1, min(len(line) - 1, i + 8)):
        if line[k].low == "to":
            n = k + 1
            while n < len(line) - 1 and adverb(line[n]):
                n += 1
            return n if line[n].low in _attributing() else None
        if line[k].low in ",.;:" or opens_quote(line[k]):
            return None
    return None


def _without_verb(text: str, line: Sequence[Token], at: int, r: Reading) -> Reading | None:
    """A reading whose head is no verb: a noun or an adjective that attributes, "according", a label; else None."""
    t = line[at]
    if t.low == "as":
        i = _as_clause(line, at)
        return None if i is None else _by_verb(text, line, i, r)
    if t.low in _PAPER_SEEN:  # "A draft seen by the paper says": the verb comes later
        i = next((k for k in range(at, len(line)) if line[k].end <= r.content.start and _finite(line, k)), None)
        return r if i is None else _by_verb(text, line, i, r)
    if t.low == "according" and at + 2 < len(line) and line[at + 1].low == "to":
        return according(text, line, at, r)
    labels = any(c.start <= s.start and s.end <= c.end + 1 for c in r.cue for s in r.sources)
    if labels and t.word and len(r.cue) == 1 and r.cue[0] not in r.sources:
        last = max((k for k, x in enumerate(line) if x.end <= r.cue[0].end), default=at)
        if last > at and line[last].word and line[last].low != "to":  # a clause taken for a label
            return _settled(
                text, line, r._replace(head=line[last].start, cue=(Span(line[last].start, line[last].end),))
            )
    if t.low in _SIGNS or (labels and not t.word) or (t.capital and labels):
        return r
    if any(s.part == "noun" for s in senses(t)) and bare_noun(text, line, at, r):
        return None
    if any(s.part != "verb" for s in senses(t)) or known(t.low) or _opens_speech(text, r.content):
        return r if any(c.start <= t.start < c.end for c in r.cue) else r._replace(cue=(Span(t.start, t.end),))
    return None


def _finite(line: Sequence[Token], k: int) -> bool:
    return (
        line[k].low in _attributing()
        and line[k].low not in _PAPER_SEEN
        and (group(line, k, _shapes(line[k])).kind == "finite")
    )


def _as_clause(line: Sequence[Token], at: int) -> int | None:
    """The verb of "as the mayor put it," or "as two aides pointed out"."""
    for k in range(at + 2, min(len(line), at + 28)):
        t = line[k]
        if t.low in ";:" or opens_quote(t) or (t.low == "." and not line[k - 1].capital):
            return None
        if (t.low in _attributing() or t.low == "put") and group(line, k, _shapes(t)).kind == "finite":
            return k
    return None


def _opens_speech(text: str, content: Span) -> bool:
    """Whether words said open as speech does: "that", a question word, a quotation."""
    return bool(_SPEECH.match(text, max(0, content.start - 1)))


_TELL = frozenset({
    "tell", "inform", "notify", "assure", "reassure", "remind", "brief", "warn", "advise", "urge", "ask",
})  # fmt: skip


def _medium(name: str) -> bool:
    """Whether words name a medium, by their form or in the lexicon ("the BBC")."""
    return medium(name) or any(h.end >= len(name.rstrip()) for h in find_outlets(name))


def _without_told(text: str, line: Sequence[Token], i: int, r: Reading) -> Reading:
    """A reading without the people who were told among its sources ("told reporters", "told a crowd in Velmouth"); a
    medium that was told is a link and stays."""
    if not r.sources or not any(s.lemma in _TELL for s in senses(line[i])):
        return r
    told = line[i].end + 1
    kept = tuple(
        s for s in r.sources
        if not (told - 1 <= s.start <= told + 4) or _medium(text[s.start : s.end])
        or (line[i + 1].capital if i + 1 < len(line) else True)
    )  # fmt: skip
    return r if len(kept) == len(r.sources) else r._replace(sources=kept)


_AT_PLACE = re.compile(
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w.’'-]+){0,4}) (?:in|at|on|during) (?:an?|his|her|their|its) [^,;:]{3,60}"
)


def _subject(text: str, line: Sequence[Token], start: int, last: int, r: Reading) -> Reading:
    """The subject before the verb group, or behind it where the words said stand in front."""
    who = subject(line, start)
    if who is None and r.content.start < line[start].start:
        who = behind(line, last + 1)
    if who is None:
        return r
    span = Span(line[who[0]].start, line[who[1] - 1].end)
    at_place = _AT_PLACE.match(text, *span)
    if at_place and span.end < line[start].start:  # "Stone in a quayside sermon said"
        span = Span(span.start, at_place.end("name"))
    if text[span.start : span.end].lower() in _PRONOUNS:
        if span in r.sources or Span(span.start - 1, span.end) in r.sources:
            rest = tuple(x for x in r.sources if x.end != span.end)
            r = r._replace(sources=rest, anaphor=r.anaphor or span) if rest else r
        said = [x for x in r.sources if line[last].end <= x.start and x.end <= r.content.end]
        if (
            said
            and r.content.start > span.end
            and line[start].start - span.end <= 2
            and not any(s.lemma in _TELL or any(f.name.startswith("np-") for f in s.frames) for s in senses(line[last]))
        ):  # "they noted his lawyer had offered to": he is told of
            r = r._replace(sources=tuple(x for x in r.sources if x not in said), anaphor=span)
        wrong = [x for x in r.sources if x.start < span.start and span.end == x.end]
        if r.anaphor is not None and r.anaphor.start < span.start and r.anaphor.end == span.end:
            r = r._replace(anaphor=span)
        if wrong:  # "in their report they said": the pronoun alone
            r = r._replace(sources=tuple(x for x in r.sources if x not in wrong), anaphor=r.anaphor or span)
        elif r.anaphor is None and all(x.end < span.start for x in r.sources):
            r = r._replace(anaphor=span)
        return r
    over = [s for s in r.sources if s.start < span.end and span.start < s.end]
    if any(s.end == span.end and text[s.start : span.start].endswith(" by ") for s in over):
        return r  # "images analysed by the centre": who speaks are the images
    others = tuple(s for s in r.sources if s not in over)
    aside = [s for s in others if within(text, s, Span(span.end, line[start].start))]
    if aside and (over or r.anaphor is None):  # somebody in "Dana Hale, who chairs the guild, said"
        others = tuple(s for s in others if s not in aside)
        r = r._replace(sources=tuple(s for s in r.sources if s not in aside))
    if not over and others:
        tells = any(s.lemma in _TELL for s in senses(line[last]))
        return elsewhere(text, line, (start, last), span, r, tells)
    if not over and r.anaphor is not None:
        if r.anaphor.start >= line[start].start - 40:
            return r
        r = r._replace(anaphor=None)
    touched = [n for n, s in enumerate(r.sources) if s.start < span.end and span.start < s.end]
    n = touched[0] if touched else 0
    apart = line[start].start - span.end > 2 and span.start < line[start].start and not others
    return r._replace(sources=(*others[:n], span, *others[n:]), told=apart)
