"""Where the words said begin after an English cue: the complement that its lexicon entry takes, found by form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from riwaya.attribution.english_clause import (
    BE,
    DAYS,
    DETERMINERS,
    HAVE,
    MODALS,
    OBJECTS,
    PREPOSITIONS,
    SUBJECTS,
    SUBORDINATORS,
    Token,
    adverb,
    auxiliary,
    finite,
    nominal,
    opens_quote,
    possessive,
)
from riwaya.attribution.english_words import Frame

REACH = 16  #: tokens behind a cue within which its complement must open
_WH = frozenset({"whether", "how", "why", "what", "who", "where"})
_ASKS = frozenset({
    "ask", "wonder", "know", "question", "query", "doubt", "see", "understand", "learn", "find", "decide",
})  # fmt: skip
_WHEN = frozenset({
    "on", "in", "at", "during", "after", "before", "via", "through", "from", "to", "with", "by", "late", "early",
    "last", "this", "earlier", "later",
})  # fmt: skip
_NO_ING = frozenset({
    "nothing", "something", "anything", "everything", "during", "morning", "evening", "king", "spring", "thing",
    "string",
})  # fmt: skip
_ASIDES = PREPOSITIONS | SUBORDINATORS | {"like", "unlike", "unless", "contrary", "according", "given"}
"""What opens an aside right behind "that": "noted that, like him, she had been mocked"."""
_NO_BASE = DETERMINERS | PREPOSITIONS | SUBJECTS | OBJECTS | BE - {"be"} | HAVE - {"have"} | MODALS


class Complement(NamedTuple):
    """How a cue is completed."""

    frame: Frame
    start: int  #: token that the words said begin with
    cue_end: int  #: behind the last token of the cue ("pointed out")
    plain: bool  #: whether the form leaves little doubt: "that", a quotation, a clause with its own subject


def complement(line: Sequence[Token], i: int, frames: Sequence[Frame], lemma: str) -> Complement | None:
    """The first complement of the word at `i`, in the order of how plainly form tells it, or None."""
    named = {f.name: f for f in frames}
    k, cue_end = i + 1, i + 1
    out = k < len(line) and line[k].low == "out"
    named = {n.removeprefix("out-"): f for n, f in named.items() if n.startswith("out-") == out}
    if out:
        k, cue_end = k + 1, k + 1
    if not named:
        return None
    while k < len(line) and line[k].word and adverb(line[k]) and line[k].low not in ("all", "both", "each"):
        k += 1
    if k >= len(line) or line[k].low in ("out", "up", "off", "down"):
        return None  # "ruled out", "called off": another verb
    at = figure(line, i) if "figure" in named else None
    if at is not None:
        return Complement(named["figure"], at, at, True)
    if "number" in named and number(line, k):
        return Complement(named["number"], k, cue_end, False)
    found = _direct(line, k, named, lemma) or _told(line, k, named) or _behind_adjunct(line, k, named)
    found = found or _object(line, k, named, lemma)
    return Complement(found[0], found[1], cue_end, found[2]) if found else None


_Found = tuple[Frame, int, bool] | None


def _direct(line: Sequence[Token], k: int, named: dict[str, Frame], lemma: str) -> _Found:
    """What opens right behind the cue: a quotation, "that", a question, an infinitive, a preposition, a clause."""
    t = line[k]
    nxt = line[k + 1] if k + 1 < len(line) else None
    if "quote" in named or "that" in named:
        quote = named.get("quote", named.get("that"))
        assert quote is not None
        if opens_quote(t):
            return quote, k, True
        if t.low in (",", ":") and nxt is not None and opens_quote(nxt):
            return quote, k + 1, True
        if t.low == ":" and nxt is not None and "quote" in named:
            return quote, k + 1, True
    aside = nxt is not None and nxt.low == "," and k + 6 < len(line) and line[k + 2].low in _ASIDES
    if t.low == "that" and "that" in named and nxt is not None and (aside or nxt.low not in (",", ".")):
        return named["that"], k, True
    if "wh" in named and (t.low in _WH or (t.low == "if" and lemma in _ASKS)):
        return named["wh"], k, t.low == "whether"
    if "to" in named and base_after(line, k):
        return named["to"], k, True
    if "ing" in named and t.low.endswith("ing") and len(t.low) > 4 and t.low not in _NO_ING and not t.capital:
        return named["ing"], k, False
    if "on-np-to" in named and t.low in ("on", "upon"):
        at = _to_base(line, k + 1)
        if at is not None:
            return named["on-np-to"], at, True
    if t.low == "responsibility" and t.low in named:
        return named[t.low], k, True
    if t.low in named and t.low in PREPOSITIONS and nxt is not None and _about(t, nxt):
        return named[t.low], k, False
    if "as" in named and t.low == "as":
        return named["as"], k, False
    if "clause" in named and clause(line, k):
        return named["clause"], k, t.low in SUBJECTS
    if "clause" in named and t.low in DAYS and k + 1 < len(line) and clause(line, k + 1):
        return named["clause"], k + 1, True
    return None


def _about(t: Token, nxt: Token) -> bool:
    """Whether a preposition opens what is said rather than when or where it was ("tweeted on Monday")."""
    if not nxt.word or nxt.low in DAYS or nxt.low[:1].isdigit():
        return False
    return not (
        t.low in ("on", "in", "at") and (nxt.capital or nxt.low in ("air", "television", "twitter", "facebook"))
    )


def _told(line: Sequence[Token], k: int, named: dict[str, Frame]) -> _Found:
    """What is told somebody: "told the paper that …", "told reporters the plan …", "urged them to …"."""
    if not any(n.startswith("np-") for n in named) or not (nominal(line[k]) or line[k].low in OBJECTS):
        return None
    for n in range(k + 1, min(len(line), k + REACH)):
        t = line[n]
        if t.low == "that" and "np-that" in named and not auxiliary(line[n - 1]):
            return named["np-that"], n, True
        if "np-quote" in named and (
            opens_quote(t) or (t.low in (",", ":") and n + 1 < len(line) and opens_quote(line[n + 1]))
        ):
            return named["np-quote"], n if opens_quote(t) else n + 1, True
        if "np-wh" in named and t.low in ("how", "whether", "why", "what"):
            return named["np-wh"], n, True
        if "np-about" in named and t.low == "about":
            return named["np-about"], n, False
        if "np-to" in named and base_after(line, n):
            keep = "that" not in named and "quote" not in named and "np-that" not in named  # "expects prices to fall"
            return named["np-to"], k if keep else n, True
        if "np-clause" in named and n <= k + 7 and _fresh(line, n) and clause(line, n):
            return named["np-clause"], n, True
        for name in ("np-of", "np-as", "np-for", "np-on"):
            if name in named and t.low == name[3:] and n + 1 < len(line):
                return named[name], k, name in ("np-of", "np-as")
        if t.low in SUBORDINATORS or (finite(t) and not t.capital and not t.low.endswith("ed")) or t.low in ".;:":
            return None
        if t.low == "," and "np-that" not in named:
            return None
    return None


def _fresh(line: Sequence[Token], n: int) -> bool:
    """Whether a noun phrase begins at `n` that the words before do not lead on to."""
    before, t = line[n - 1], line[n]
    if not t.word or not (nominal(before) or before.low in OBJECTS) or before.low in DETERMINERS or possessive(before):
        return False
    return t.low in DETERMINERS or t.low in SUBJECTS or t.low == "there" or (t.capital and not before.capital)


def _behind_adjunct(line: Sequence[Token], k: int, named: dict[str, Frame]) -> _Found:
    """ "said in a statement on Monday that …", "wrote on his page: “…”", "said, citing two sources, that …"."""
    frame = named.get("that") or named.get("np-that")
    if frame is None or not (line[k].low in _WHEN or line[k].low in DAYS or line[k].low == ","):
        return None
    commas = 1 if line[k].low == "," else 0
    for n in range(k + 1, min(len(line), k + REACH)):
        t = line[n]
        if t.low == "that" and (nominal(line[n - 1]) or line[n - 1].low in (",", ")") or line[n - 1].low in DAYS):
            if line[n - 1].low != "," and line[n + 1 : n + 2] and finite(line[n + 1]):
                return None  # a relative clause: "in a report that was seen by …"
            return frame, n, True
        if opens_quote(t) and line[n - 1].low in (",", ":"):
            return frame, n, True
        if t.low == ":" and line[k].low != ",":
            return frame, n + 1, False
        if t.low in (".", ";", "—") or (t.low == "," and (commas := commas + 1) > 2):
            return None
        if line[n - 1].low in DAYS and "clause" in named and commas == 0 and clause(line, n):
            return named["clause"], n, True
    return None


def _object(line: Sequence[Token], k: int, named: dict[str, Frame], lemma: str) -> _Found:
    """A noun phrase as what is said: "announced a second inquiry", "called the deal a mistake"."""
    t = line[k]
    opens = t.low in DETERMINERS or possessive(t) or t.capital or t.low in OBJECTS or (nominal(t) and t.word)
    if not opens or t.low in ("himself", "herself", "themselves", "itself") or t.low in DAYS:
        return None
    if "is" in named:
        for n in range(k + 1, min(len(line), k + 9)):
            x, before = line[n], line[n - 1]
            if (not x.word and not opens_quote(x)) or x.low in SUBORDINATORS or (finite(x) and not x.capital):
                break
            if before.low in PREPOSITIONS or before.low in DETERMINERS or possessive(before) or x.low in PREPOSITIONS:
                continue
            if x.low in ("a", "an", "the", "one") or opens_quote(x) or (before.low in OBJECTS and nominal(x)):
                return named["is"], k, True
    if "np" in named and t.low not in OBJECTS and t.low != "that":
        return named["np"], k, False
    return None


def base_after(line: Sequence[Token], k: int) -> bool:
    """Whether an infinitive with "to" stands at `k`."""
    if line[k].low != "to" or k + 1 >= len(line):
        return False
    n = k + 1
    while n < len(line) - 1 and line[n].word and adverb(line[n]):
        n += 1
    t = line[n]
    return t.word and not t.capital and t.low not in _NO_BASE and not t.low.endswith("ing") and not t.low[0].isdigit()


def _to_base(line: Sequence[Token], k: int) -> int | None:
    for n in range(k, min(len(line), k + REACH)):
        if base_after(line, n):
            return n
        if line[n].low in ".;:,":
            return None
    return None


def clause(line: Sequence[Token], k: int) -> bool:
    """Whether a clause with its own subject and verb seems to open at `k`."""
    if k >= len(line) or not line[k].word:
        return False
    t = line[k]
    if t.low in SUBJECTS or t.low in (
        "there",
        "there's",
        "it's",
        "he's",
        "she's",
        "they're",
        "we're",
        "i'm",
        "i'd",
        "we've",
        "i've",
    ):
        return True
    if not (nominal(t) or t.low in ("if", "when", "while", "because")) or t.low in OBJECTS - {"it", "you"}:
        return False
    for n in range(k + 1, min(len(line), k + REACH)):
        x = line[n]
        if x.low in ";:.—" or (opens_quote(x) and n > k + 1):
            return False
        if auxiliary(x) or "n't" in x.low:
            return line[n - 1].low not in SUBORDINATORS and line[n - 1].low not in ("who", "which")
        if x.low in SUBORDINATORS or x.low == "to":
            return False
        strong = (
            finite(x)
            and not x.capital
            and x.low not in ("claims", "reports", "plans", "needs", "calls", "hopes", "fears")
        )
        if strong and nominal(line[n - 1]) and line[n - 1].low not in DETERMINERS and not possessive(line[n - 1]):
            after = line[n + 1].low if n + 1 < len(line) else ""
            if not (x.low.endswith("ed") and after in ("by", "to", "in", "with")):
                return True
    return False


_ABOUT = frozenset({
    "about", "around", "some", "nearly", "almost", "more", "less", "than", "at", "least", "between", "over", "under",
    "$", "€", "£",
})  # fmt: skip
_NUMBERS = frozenset({
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozens", "hundreds", "thousands",
})  # fmt: skip


def figure(line: Sequence[Token], i: int) -> int | None:
    """Where the words said begin behind "put" in "puts the turnout in Harrow at 95 per cent"; None where "put" tells no
    number."""
    if line[i].low not in ("put", "puts", "putting"):
        return None
    for k in range(i + 2, min(len(line) - 1, i + 9)):
        if line[k].low == "at":
            return i + 1 if number(line, k + 1) else None
        if not nominal(line[k]) and line[k].low not in ("of", "in", "for"):
            return None
    return None


def number(line: Sequence[Token], k: int) -> bool:
    """Whether a number stands at `k`, with "about", "at least", a currency sign before it or not."""
    while k < len(line) - 1 and line[k].low in _ABOUT:
        k += 1
    return k < len(line) and (line[k].low[:1].isdigit() or line[k].low in _NUMBERS)
