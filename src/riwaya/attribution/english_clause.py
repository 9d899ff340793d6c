"""The words of an English sentence as a grammar without a tagger sees them: closed classes, verb groups and subjects.

What a form leaves open is left open: a function gives None rather than guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from riwaya.attribution.edges import CLOSING, OPENING, STRAIGHT
from riwaya.attribution.english_words import Sense, lexicon
from riwaya.model import Span

_TOKEN = re.compile(
    r"(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.(?=\s\d)"
    r"|\w+(?:[’'.&-]\w+)*(?:(?<=s)[’'](?=\s+\w))?|[^\w\s]"
)
SUBJECT_WORDS = 18  #: words of a subject that are looked at
APPOSITION = 26  #: words of an apposition or a relative clause between a subject and its verb

DETERMINERS = frozenset({
    "the", "a", "an", "this", "these", "those", "some", "any", "no", "every", "each", "his", "her", "its", "their",
    "our", "my", "your", "another", "several", "many", "most", "few", "both", "all", "more", "two", "three", "four",
    "five", "six", "seven", "eight", "nine", "ten", "dozens", "hundreds", "thousands", "one",
})  # fmt: skip
POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "your"})
PREPOSITIONS = frozenset({
    "of", "in", "on", "at", "by", "for", "with", "from", "into", "about", "against", "between", "during", "after",
    "before", "under", "over", "through", "since", "until", "without", "within", "near", "amid", "among", "despite",
    "via", "per", "like", "inside", "outside", "across", "around", "behind", "beyond", "toward", "towards", "upon",
    "off", "following", "including", "regarding", "concerning", "throughout", "along",
})  # fmt: skip
MODALS = frozenset({"will", "would", "shall", "should", "can", "could", "may", "might", "must", "cannot", "’ll", "'ll"})
BE = frozenset({"am", "is", "are", "was", "were", "be", "been", "being"})
HAVE = frozenset({"has", "have", "had", "having"})
DO = frozenset({"do", "does", "did"})
SUBJECTS = frozenset({"he", "she", "they", "it", "we", "i", "you"})
RELATIVES = frozenset({"who", "which"})
OBJECTS = frozenset({"him", "her", "them", "it", "us", "me", "you", "himself", "herself", "themselves", "itself"})
CONJUNCTIONS = frozenset({"and", "or", "but", "nor", "yet"})
SUBORDINATORS = frozenset({
    "that", "when", "while", "as", "after", "because", "since", "if", "so", "before", "though", "although", "where",
    "whether", "than", "until", "unless", "once", "whereas", "why", "how", "what", "whom", "whose",
})  # fmt: skip
_ADVERBS = frozenset({
    "also", "then", "later", "once", "still", "now", "even", "just", "only", "often", "again", "first", "never",
    "not", "always", "ever", "already", "long", "soon", "rather", "almost", "instead", "perhaps", "so", "too",
    "far", "clearly", "together", "back", "further", "yet", "twice", "both", "all", "each",
})  # fmt: skip
_NOT_ADVERBS = frozenset({
    "family", "ally", "italy", "july", "daily", "weekly", "monthly", "rally", "bully", "reply", "supply",
    "assembly", "fly", "only",
})  # fmt: skip
DAYS = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tonight",
    "tomorrow",
})  # fmt: skip
_PLURALS = frozenset({
    "people", "men", "women", "police", "children", "some", "many", "others", "most", "all", "those", "these",
    "officials", "both", "few",
})  # fmt: skip
_PASTS = frozenset({
    "heard", "felt", "wore", "threw", "flew", "hung", "rode", "rang", "sang", "sank", "tore", "woke", "dug", "bore",
    "bent", "dealt", "drank", "fed", "fled", "froze", "hid", "lent", "lit", "shook", "shot", "sped", "stole",
    "stuck", "swept", "swung", "went", "came", "took", "made", "got", "gave", "became", "began", "saw", "knew",
    "ran", "won", "lost", "left", "held", "kept", "brought", "met", "paid", "sent", "stood", "led", "fell", "grew",
    "broke", "spoke", "chose", "drew", "rose", "drove", "wrote", "built", "spent", "sold", "sat", "bought",
    "fought", "caught", "taught", "lay", "ate", "hit", "cut", "put", "let", "set", "shut", "read", "cost", "hurt",
    "beat", "died", "wants", "goes", "comes", "takes", "makes", "gets", "gives", "has", "does",
})  # fmt: skip
_PARTICIPLES = frozenset({
    "made", "held", "sent", "written", "brought", "taken", "given", "led", "drawn", "known", "built", "filed", "put",
    "shown", "run", "cited", "done", "paid", "won", "lost", "caught", "hurt", "left", "born", "chosen",
})  # fmt: skip
_NOUNLIKE = frozenset({
    "state", "press", "plan", "claim", "report", "charge", "call", "vote", "value", "rule", "view", "project",
    "comment", "note", "figure", "judge", "point", "aim", "post", "demand", "request", "support", "place", "share",
    "question", "challenge", "claims", "reports", "plans", "states",
})  # fmt: skip
_TIMES = frozenset({"last", "this", "earlier", "late", "early", "next"})
_SPANS = frozenset({"week", "month", "year", "day", "time", "morning", "night", "evening", "summer", "winter"})
"""Nouns of time that stand before a name without joining it ("last week Hale said")."""


class Token(NamedTuple):
    """A word or a mark."""

    low: str  #: small letters, typewriter apostrophe
    start: int
    end: int
    capital: bool
    word: bool


def tokens(text: str, within: Span) -> list[Token]:
    """Words and marks of a run of text, with the run's own offsets kept."""
    return [
        Token(
            m[0].lower().replace("’", "'"), m.start(), m.end(), m[0][0].isupper(), m[0][0].isalnum() or m[0][0] == "_"
        )
        for m in _TOKEN.finditer(text, within.start, within.end)
    ]


def senses(t: Token) -> tuple[Sense, ...]:
    """What the word can be among those that attribute."""
    return lexicon().get(t.low, ())


def adverb(t: Token) -> bool:
    """Whether a word can stand between a subject and its verb without being either."""
    return t.low in _ADVERBS or (
        t.low.endswith("ly") and len(t.low) > 4 and t.low not in _NOT_ADVERBS and not t.capital
    )


def auxiliary(t: Token) -> bool:
    """Whether a word is an auxiliary, "not" written onto it or not."""
    low = t.low.removesuffix("n't")
    return low in MODALS or low in BE or low in HAVE or low in DO or low in ("ca", "wo", "sha")


def opens_quote(t: Token) -> bool:
    """Whether a mark can open a quotation."""
    return not t.word and t.low in OPENING + STRAIGHT


def closes_quote(t: Token) -> bool:
    """Whether a mark can close a quotation."""
    return not t.word and t.low in CLOSING + STRAIGHT


def possessive(t: Token) -> bool:
    """Whether a word is a noun's or a pronoun's possessive ("Hale's", "the crews'", "his")."""
    return t.low in POSSESSIVES or (t.low.endswith(("'s", "s'")) and t.low not in ("it's", "he's", "she's", "that's"))


def nominal(t: Token) -> bool:
    """Whether a word can stand in a noun phrase: none of the closed classes, no auxiliary."""
    return t.word and not (
        t.low in PREPOSITIONS
        or t.low in CONJUNCTIONS
        or t.low in SUBORDINATORS
        or t.low in SUBJECTS
        or t.low in RELATIVES
        or t.low == "to"
        or auxiliary(t)
        or "n't" in t.low
    )


def finite(t: Token) -> bool:
    """Whether a word by its form tells of a finite verb: an auxiliary, a past in -ed, a known verb."""
    return (
        auxiliary(t)
        or "n't" in t.low
        or t.low in _PASTS
        or (t.low.endswith("ed") and len(t.low) > 4)
        or any(s.part == "verb" and s.frames and s.shapes & {"s", "past"} for s in senses(t))
    )


def plural(t: Token) -> bool:
    """Whether a noun looks like a plural, or a pronoun is one."""
    return (
        t.low in _PLURALS
        or t.low in ("they", "we", "i", "you")
        or (t.low.endswith("s") and not t.low.endswith(("ss", "us", "'s")) and not t.capital)
    )


def _many(line: Sequence[Token], j: int) -> bool:
    """Whether the noun phrase before token `j` is a plural: its head is, or it joins two."""
    who = phrase(line, j)
    if who is None:
        return plural(line[j - 1])
    head = next((k for k in range(who[0] + 1, who[1]) if line[k].low in PREPOSITIONS), who[1]) - 1
    first = line[head]._replace(capital=line[head].capital and head > 0)
    return plural(first) or any(t.low == "and" for t in line[who[0] : who[1]])


def _compound(line: Sequence[Token], j: int, i: int) -> bool:
    """Whether the word at `i` looks like the first of two nouns: "some state officials", "many press releases"."""
    after = line[i + 1] if i + 1 < len(line) else None
    return (
        line[j - 1].low in _PLURALS
        and after is not None
        and nominal(after)
        and after.low not in DETERMINERS
        and (not possessive(after) and not after.capital)
    )


class Group(NamedTuple):
    """A verb with its auxiliaries."""

    start: int  #: token of the first auxiliary or adverb, or of the verb
    kind: str  #: "finite", "passive", "ing", "infinitive", "participle" or ""


def group(line: Sequence[Token], i: int, shapes: frozenset[str]) -> Group:
    """The verb group that ends in token `i`, and what it is by its auxiliaries and what stands before it."""
    j = i
    while j > 0 and (auxiliary(line[j - 1]) or adverb(line[j - 1]) or "n't" in line[j - 1].low) and i - j < 6:
        j -= 1
    helpers = [t.low.removesuffix("n't") for t in line[j:i] if auxiliary(t) or "n't" in t.low]
    near = helpers[-1] if helpers else ""
    before = line[j - 1] if j else None
    if before is not None and before.low == "to":
        return Group(j, "infinitive")
    if near in MODALS or near in DO or near in ("ca", "wo", "sha"):
        return Group(j, "finite" if "base" in shapes else "")
    if near in HAVE:
        return Group(j, "finite" if "participle" in shapes else "")
    if near in BE:
        return Group(j, "finite" if "ing" in shapes else "passive" if "participle" in shapes else "")
    while j < i and line[j].low in ("so", "both", "all", "once", "far", "long", "back"):
        j += 1  # an adverb that more often belongs to what stands before
    if "ing" in shapes and not shapes & {"base", "s", "past"}:
        return Group(j, "ing")
    return Group(j, _bare(line, j, i, shapes))


def _bare(line: Sequence[Token], j: int, i: int, shapes: frozenset[str]) -> str:
    """What a verb form without auxiliaries is."""
    if j == 0:
        return ""
    before, after = line[j - 1], line[i + 1] if i + 1 < len(line) else None
    if not before.word:
        return "finite" if shapes & {"past", "s"} and before.low in ",—–―-)" + CLOSING + STRAIGHT else ""
    if before.low in SUBJECTS or before.low in RELATIVES or before.low == "that":
        return "finite"
    if line[i].low == "back" or (line[i].low in _NOUNLIKE and _compound(line, j, i)):
        return ""  # "roll back", "some state officials"
    if before.low in CONJUNCTIONS:
        return "finite" if shapes & {"past", "s"} else ""
    if before.low in DETERMINERS - _PLURALS - {"one", "another", "each", "several"} or possessive(before):
        return ""
    if not nominal(before) and before.low not in ("two", "three", "several"):
        return ""
    if "past" in shapes:
        return "participle" if after is not None and after.low == "by" and "participle" in shapes else "finite"
    if "s" in shapes:
        return "" if plural(before) else "finite"
    return "finite" if "base" in shapes and _many(line, j) else ""


def subject(line: Sequence[Token], j: int) -> tuple[int, int] | None:
    """The tokens (first, behind the last) of the subject that ends before token `j`, or None."""
    if j == 0:
        return None
    last = line[j - 1]
    if last.low in RELATIVES or (last.low == "that" and j > 1 and nominal(line[j - 2])):
        k = j - 1
        while k > 1 and line[k - 1].low in ",—–―-":
            k -= 1
        return phrase(line, k) if k > 0 else None
    if not last.word:
        if last.low == ",":
            return _apposed(line, j - 1)
        if last.low in "—–―-)":
            return _before_dash(line, j - 1)
        return None
    if j > 2 and line[j - 2].low in SUBJECTS and finite(last) and nominal(line[j - 3]):
        who = phrase(line, j - 2)  # "the experts we asked said"
        return (who[0], j) if who else None
    return reduced(line, j) or restricted(line, j) or phrase(line, j)


def _before_dash(line: Sequence[Token], end: int) -> tuple[int, int] | None:
    """The subject before what stands between dashes or brackets and ends in the mark at `end`."""
    while end > 0 and line[end - 1].low in "—–―-":
        end -= 1
    opened = next((k for k in range(end - 1, max(0, end - APPOSITION), -1) if line[k].low in "—–―-("), None)
    while opened and line[opened - 1].low in "—–―-":
        opened -= 1
    if not opened:
        return None
    return _apposed(line, opened) or phrase(line, opened) if line[opened - 1].word else phrase(line, opened)


def restricted(line: Sequence[Token], j: int) -> tuple[int, int] | None:
    """The noun phrase before a clause with "who" or "that", right before the verb group at `j`: "a clerk | who kept the
    books | said"; None where that clause's verb can take what follows for its own ("those who said pilots | knew")."""
    inner = phrase(line, j)
    v = inner[0] - 1 if inner else -1
    while v > 0 and (line[v].low in PREPOSITIONS or line[v].low == "to" or adverb(line[v])):
        v -= 1
    if v < 2 or not line[v].word or not (finite(line[v]) or line[v].low.endswith("ing")):
        return None
    if any(f.name in ("clause", "np-clause") for s in senses(line[v]) for f in s.frames):
        return None
    p = v - 1
    while p > 0 and (auxiliary(line[p]) or adverb(line[p])):
        p -= 1
    if p < 1 or line[p].low not in (*RELATIVES, "that") or not nominal(line[p - 1]):
        return None
    return phrase(line, p)


def reduced(line: Sequence[Token], j: int) -> tuple[int, int] | None:
    """The noun phrase before a participle with what belongs to it, right before the verb group at `j`: "a survey |
    published in spring | concluded"; with the participle's words where they name who did it ("images analysed by the
    centre"), else without."""
    for p in range(j - 1, max(0, j - SUBJECT_WORDS), -1):
        t = line[p]
        if not t.word or t.low in CONJUNCTIONS or t.low in SUBORDINATORS or t.low in RELATIVES or auxiliary(t):
            return None
        if not ((t.low.endswith("ed") and len(t.low) > 4) or t.low in _PARTICIPLES) or t.capital:
            continue
        after = line[p + 1] if p + 1 < j else None
        hangs = after is None or after.low in PREPOSITIONS or adverb(after) or after.low in DAYS or after.low in _TIMES
        head = line[p - 1]
        if not hangs or not nominal(head) or head.low in DETERMINERS or possessive(head) or adverb(head):
            return None
        who = phrase(line, p)
        by = any(x.low == "by" for x in line[p + 1 : j])
        return (who[0], j) if who and by else who
    return None


def _apposed(line: Sequence[Token], comma: int) -> tuple[int, int] | None:
    """The subject before an apposition or a relative clause that ends in the comma at `comma`; an apposition with a
    name or a title is part of it."""
    for k in range(comma - 1, max(0, comma - APPOSITION), -1):
        t = line[k]
        if t.low in ".;:" or opens_quote(t) or closes_quote(t):
            return None
        if t.low == ",":
            head = phrase(line, k) or (_before_dash(line, k - 1) if k and line[k - 1].low == ")" else None)
            if head is None:
                return None
            inside = line[k + 1]
            if inside.low in RELATIVES or inside.low in ("whose", "whom", "where", "when"):
                return _named_before(line, head[0]), head[1]
            if (
                inside.low in PREPOSITIONS
                or inside.low in CONJUNCTIONS
                or inside.low in SUBORDINATORS
                or adverb(inside)
            ):
                return head if inside.low in ("of", "speaking", "who", "from", "in", "at", "for") else None
            if inside.low in ("citing", "quoting", "relaying"):
                return None  # two speakers: which of them the verb is told of, the tagger reads
            if inside.low.endswith("ing"):
                return head
            if any(auxiliary(x) for x in line[k + 1 : comma]) and not any(
                x.low in RELATIVES for x in line[k + 1 : comma]
            ):
                return None  # a clause of its own stands there
            return _named_before(line, head[0]), comma
    return None


def _named_before(line: Sequence[Token], start: int) -> int:
    """Where the subject begins whose second apposition has been found: "Dana Hale, a lawyer for Velmar, the builder of
    the quay, …" begins with the name, if a name alone stands before the first one."""
    if start < 2 or line[start - 1].low != "," or line[start].low not in DETERMINERS:
        return start
    k = start - 1
    while k > 0 and start - 1 - k < 5 and line[k - 1].word and line[k - 1].capital and line[k - 1].low not in DAYS:
        k -= 1
    name = line[k : start - 1]
    opened = k == 0 or line[k - 1].low in (",", ";", ":") or line[k - 1].low in CONJUNCTIONS
    return k if len(name) > 1 and opened and not any(t.low in PREPOSITIONS or adverb(t) for t in name) else start


def phrase(line: Sequence[Token], end: int) -> tuple[int, int] | None:
    """The noun phrase that ends before token `end`."""
    last = line[end - 1]
    if last.low in SUBJECTS or last.low in ("this", "that", "everyone", "nobody", "others", "some", "many", "who"):
        return end - 1, end
    if not last.word or not (nominal(last) or last.low in DAYS):
        return None
    k = end - 1
    while k > 0 and end - k < SUBJECT_WORDS:
        t = line[k - 1]
        inner = t.low in PREPOSITIONS and t.low not in (
            "during",
            "after",
            "before",
            "since",
            "until",
            "despite",
            "amid",
            "by",
        )
        joined = t.low in ("and", "or", "&") and k > 1 and _joins(line, k - 1)
        dotted = t.low == "." and k > 1 and line[k - 2].capital and line[k].capital
        if t.low in _SPANS and line[k].capital:
            break  # "last week Hale said", "the third time Velmar said"
        if not (nominal(t) or inner or joined or dotted or t.low in ("to", "’", "'", "-", "/", "@")):
            break
        if t.word and finite(t) and not t.capital and not _adjectival(line, k - 1):
            break
        k -= 1
    return _trim(line, k, end)


def _joins(line: Sequence[Token], k: int) -> bool:
    """Whether the "and" at `k` joins two names or two nouns rather than two clauses."""
    left, right = line[k - 1], line[k + 1]
    return nominal(left) and nominal(right) and (left.capital == right.capital or right.low in DETERMINERS)


def _adjectival(line: Sequence[Token], k: int) -> bool:
    """Whether a form in -ed before a noun is an adjective there ("the elected mayor")."""
    left = line[k - 1] if k else None
    return left is not None and (left.low in DETERMINERS or possessive(left) or left.low in PREPOSITIONS)


def _trim(line: Sequence[Token], k: int, end: int) -> tuple[int, int] | None:
    """A run of words without what cannot open a subject; one that opens with a preposition ("On Tuesday a spokesman …")
    begins with the noun phrase after the first."""
    while k < end and (line[k].low in CONJUNCTIONS or adverb(line[k]) or not line[k].word or line[k].low in DAYS):
        k += 1
    if k >= end:
        return None
    if line[k].low in PREPOSITIONS or line[k].low == "to":
        for n in range(k + 2, end):
            fresh = line[n].low in DETERMINERS or (line[n].capital and not line[n - 1].capital)
            if fresh and (nominal(line[n - 1]) and line[n - 1].low not in DETERMINERS and not possessive(line[n - 1])):
                return n, end
        return None
    return k, end
