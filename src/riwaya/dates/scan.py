"""From text to lexemes: words, numbers and marks with what they can mean in a date. One pass, linear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from riwaya.dates.lexicon import EMPTY, Lexicon, Tags, Word
from riwaya.language.text import fold

_INNER = "\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c"  # marks and controls end no word
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:[.,٫٬]\d+)*)|(?P<word>[^\W\d_](?:[^\W\d_]|[{_INNER}])*)"
    rf"|(?P<line>\n)|(?P<mark>[^\s\w{_INNER}])"
)
_I_WILL = re.compile("[وف]?سأ(?!ل)")
_CONTROLS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u061c"
_NONE = Word(EMPTY)
_WILL = Word({"tense": 1})  # the folded form of «سأعود» could be anything that begins with سا


class Lexeme(NamedTuple):
    """A word, a number, a mark, or several words that the lexicon has as one."""

    form: str  #: folded; a mark is itself, a line's end is "\n", the end of the text is ""
    start: int  #: without the particles written onto it
    end: int
    tags: Tags = EMPTY
    n: int = -1  #: value of a whole number of up to four digits, else -1
    joined: bool = False  #: «و» is written onto it
    glued: bool = False  #: nothing stands between it and what is before it
    capital: bool = False
    whole: int = 0  #: where it starts with its particles


END = Lexeme("", 0, 0)
PADDING = 12  #: empty lexemes after the last, so that rules may look ahead without asking


def scan(text: str, lexicon: Lexicon) -> list[Lexeme]:
    """The lexemes of a text, followed by PADDING empty ones."""
    found: list[Lexeme] = []
    seen: dict[str, tuple[str, Word]] = {}
    last = -1
    for m in _TOKEN.finditer(text):
        start, end = m.span()
        kind, raw = m.lastgroup, m[0]
        if kind == "word":
            known = seen.get(raw)
            if known is None:
                form = fold(raw)
                known = seen[raw] = (form, lexicon.words.get(form, _WILL if _I_WILL.match(raw) else _NONE))
            form, word = known
            first = start + _skip(raw, word.lead) if word.lead else start
            end = start + len(raw.rstrip(_CONTROLS))
            found.append(Lexeme(form, first, end, word.tags, -1, word.joined, start == last, raw[0].isupper(), start))
        elif kind == "number":
            form = fold(raw)
            n = int(form) if len(form) <= 4 and form.isdigit() else -1
            found.append(Lexeme(form, start, end, EMPTY, n, False, start == last, False, start))
        else:
            found.append(Lexeme(raw, start, end, EMPTY, -1, False, start == last, False, start))
        last = end
    return _phrases(text, found, lexicon) + [END] * PADDING


def _skip(raw: str, letters: int) -> int:
    """How many characters of a word its first letters take, marks and tatweel included."""
    at = 0
    for _ in range(letters):
        at += 1
        while at < len(raw) and (raw[at] == "ـ" or not raw[at].isalpha()):
            at += 1
    return at


def _phrases(text: str, lexemes: Sequence[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    """Forms of several words made one, the longest first."""
    out: list[Lexeme] = []
    i = 0
    while i < len(lexemes):
        here = lexemes[i]
        for rest, word in lexicon.phrases.get(here.form, ()):
            if i + len(rest) < len(lexemes) and all(lexemes[i + 1 + k].form == r for k, r in enumerate(rest)):
                end = lexemes[i + len(rest)].end
                start = here.whole + _skip(text[here.whole : here.end], word.lead) if word.lead else here.whole
                form = " ".join((here.form, *rest))
                here = Lexeme(form, start, end, word.tags, -1, word.joined, here.glued, here.capital, here.whole)
                i += len(rest)
                break
        out.append(here)
        i += 1
    return out
