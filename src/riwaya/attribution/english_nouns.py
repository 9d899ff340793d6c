"""English nouns that attribute ("Hale's claim that …", "a promise by the guild to …", "expressed doubts that …",
"her fear is that …"), and what a cue of any kind is to the reader of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from riwaya.attribution.english_clause import (
    DETERMINERS,
    MODALS,
    POSSESSIVES,
    PREPOSITIONS,
    SUBJECTS,
    SUBORDINATORS,
    Token,
    adverb,
    auxiliary,
    finite,
    group,
    nominal,
    possessive,
    senses,
    subject,
)
from riwaya.attribution.english_frames import Complement, base_after, complement
from riwaya.attribution.english_words import Sense
from riwaya.attribution.tagger import Reading
from riwaya.model import Span


class Cue(NamedTuple):
    """A cue with its place in the sentence's tokens."""

    start: int  #: first token of its group
    at: int
    sense: Sense
    said: Complement
    who: tuple[int, int] | None
    relative: int | None = None  #: token of the "who" or "which" that its subject is printed as
    lasting: bool = True  #: its subject can go on to the next verb: none of "the rule requiring it"
    closed: bool = False  #: that stands behind a comma: a clause that ends with the next one


_BELIEVED = frozenset({
    "think", "believe", "expect", "anticipate", "doubt", "hope", "deny", "rule", "know", "want", "like", "intend",
    "plan", "care", "regret", "understand", "remember", "see", "mind", "regard", "view", "consider", "agree",
    "trust",
})  # fmt: skip


def unsaid(line: Sequence[Token], start: int, i: int, frame: str, lemma: str) -> bool:
    """Whether the verb group says that the words were not said, or only could be: "did not answer", "can ask"."""
    for t in line[start:i]:
        if (t.low in ("not", "never") or t.low.endswith("n't")) and lemma not in _BELIEVED:
            return True
        if t.low.removesuffix("n't") in MODALS and not (lemma in _BELIEVED or lemma in ("prefer", "love", "argue")):
            return True
    return False


def nobody(line: Sequence[Token], who: tuple[int, int]) -> bool:
    """Whether a subject names nobody ("no group", "none"), or stands in a question's clause ("what he thinks")."""
    first = line[who[0]].low
    left = line[who[0] - 1].low if who[0] else ""
    return (
        first in ("no", "nobody", "none", "neither", "nothing", "there", "this", "that", "it")
        and (first not in ("this", "that") or who[1] - who[0] == 1)
        and not (first == "it" and line[who[1]].low in ("said", "says", "added", "has", "had", "also"))
    ) or left in ("what", "how", "why", "than", "where")


def noun(line: Sequence[Token], i: int, sense: Sense) -> Cue | None:
    """A noun with somebody's possessive before it or "by somebody" behind it, and a clause that says what."""
    j = i
    while j > 0 and i - j < 3 and line[j - 1].word and not possessive(line[j - 1]) and _plain_adjective(line[j - 1]):
        j -= 1
    if j and possessive(line[j - 1]) and line[j - 1].low not in ("my", "our", "your"):
        said = _copula(line, i, sense) or complement(line, i, sense.frames, sense.lemma)
        if said is None or (not said.plain and said.frame.name not in ("of", "for", "about")):
            return None
        owner = j - 1
        who = (owner, j) if line[owner].low in POSSESSIVES else _owner(line, owner)
        return Cue(j, i, sense, said, who) if who else None
    if j == i or not possessive(line[j - 1]):
        light = _light(line, j, i, sense)
        if light is not None:
            return light
    if i + 2 < len(line) and line[i + 1].low in ("by", "from") and line[i + 2].word:
        for n in range(i + 3, min(len(line), i + 14)):
            if (line[n].low == "that" and not auxiliary(line[n - 1])) or base_after(line, n):
                frame = next((f for f in sense.frames if f.name == ("that" if line[n].low == "that" else "to")), None)
                return Cue(i, i, sense, Complement(frame, n, i + 1, True), (i + 2, n)) if frame else None
            if line[n].low in ",.;:" or auxiliary(line[n]):
                return None
    return None


def _copula(line: Sequence[Token], i: int, sense: Sense) -> Complement | None:
    """ "Hale's fear is that …", "her plan was to …"."""
    if i + 3 >= len(line) or line[i + 1].low not in ("is", "was", "remains"):
        return None
    name = "that" if line[i + 2].low == "that" else "to" if base_after(line, i + 2) else ""
    frame = next((f for f in sense.frames if f.name == name), None)
    return Complement(frame, i + 2, i + 2, True) if frame else None


def _owner(line: Sequence[Token], at: int) -> tuple[int, int]:
    """The noun phrase that a possessive at `at` ends."""
    k = at
    while k > 0 and at - k < 8:
        t = line[k - 1]
        of = t.low in ("of", "and") and k > 1 and nominal(line[k - 2]) and (t.low == "of" or line[k - 2].capital)
        dotted = t.low == "." and k > 1 and line[k - 2].capital and line[k].capital
        if t.low in DETERMINERS:
            return k - 1, at + 1
        if not of and not dotted and (not nominal(t) or adverb(t) or (finite(t) and (not t.capital or k == 1))):
            break
        k -= 1
    return k, at + 1


_LIGHT = frozenset({
    "make", "makes", "made", "making", "have", "has", "had", "issue", "issues", "issued", "issuing", "give",
    "gives", "gave", "express", "expresses", "expressed", "expressing", "voice", "voices", "voiced", "voicing",
    "raise", "raises", "raised", "raising", "reject", "repeat", "repeats", "repeated", "share", "shares", "shared",
    "hold", "holds", "held", "release", "released", "deliver", "delivered", "offer", "offered", "send", "sent",
    "launch", "launched", "file", "filed",
})  # fmt: skip


def _light(line: Sequence[Token], j: int, i: int, sense: Sense) -> Cue | None:
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
    if g.kind != "finite" or said is None or not said.plain or unsaid(line, g.start, verb, said.frame.name, "make"):
        return None
    who = subject(line, g.start)
    return Cue(g.start, i, sense, said, who) if who and not nobody(line, who) else None


def _plain_adjective(t: Token) -> bool:
    return not (
        t.low in DETERMINERS
        or t.low in PREPOSITIONS
        or t.low in SUBORDINATORS
        or auxiliary(t)
        or t.low in SUBJECTS
        or t.low in _LIGHT
    )


def singular(line: Sequence[Token], i: int) -> bool:
    """Whether what stands before the word at `i` can be the subject of a singular verb: a pronoun, a relative, a noun
    phrase in the singular with a determiner or a name ("the memo states", not "those states", "in states that")."""
    j = i
    while j and adverb(line[j - 1]):
        j -= 1
    who = subject(line, j)
    if who is None or line[who[1] - 1].low in ("united", "several", "many", "most", "some", "other", "these", "those"):
        return False
    return who[1] - who[0] > 1 or line[who[0]].capital or line[who[0]].low in ("he", "she", "it", "which", "who")


_QUALIFIED = frozenset({"who", "which", "that", "released", "filed", "published", "obtained", "seen", "reviewed"})


def according(text: str, line: Sequence[Token], at: int, r: Reading) -> Reading:
    """A reading of "according to" whose source was read within what belongs to the true one, with that one
    ("according to | a complaint | filed by the board")."""
    end = next((t.start for t in line[at + 2 :] if t.low in ",;:"), r.content.start)
    k = at + 2
    while k < len(line) and line[k].start < end and line[k].low not in _QUALIFIED:
        k += 1
    whole = Span(line[at + 2].start, line[k - 1].end)
    inner = k > at + 2 and len(r.sources) == 1 and whole.end < r.sources[0].start < end
    if not inner or not text[: r.sources[0].start].rstrip().endswith((" by", " by the", " by a")):
        return r
    return r._replace(cue=(Span(line[at].start, whole.end),), sources=(whole,))


_EMPTY = DETERMINERS - {"his", "her", "its", "their", "some", "many", "most", "both", "all", "one", "few", "several"}


def bare_noun(text: str, line: Sequence[Token], at: int, r: Reading) -> bool:
    """Whether a noun tells of no words: it is qualified by a clause ("the questions that have aged"), or what was
    read as its source is the noun itself or an article ("calls to found a board", "the revelation that")."""
    nxt = line[at + 1 : at + 3]
    if (
        len(nxt) == 2
        and nxt[0].low in ("that", "which", "who")
        and (auxiliary(nxt[1]) or (adverb(nxt[1]) and any(auxiliary(x) for x in line[at + 3 : at + 4])))
    ):
        return line[at + 1].end <= r.content.start + 6
    if r.anaphor is not None:
        return False
    own = [s for s in r.sources if s.start <= line[at].start and line[at].end <= s.end]
    empty = [s for s in r.sources if text[s.start : s.end].strip().lower() in _EMPTY]
    return bool(r.sources) and len(own) + len(empty) == len(r.sources)
