"""The shadow text that search reads: the words of a text folded, and their stems, in the order of the text.

A reader who looks for «القوات» means «الْقُوّاتِ», «وقوات» and «لقواته» as well. So what is indexed is not the text but
its shadow; what is shown is the text as published, with the place of the hit marked. Both databases hold the same
shadow: SQLite as two columns of words, PostgreSQL as one tsvector in which a stem is marked by a leading "~".

Words that are in most texts say little about where a phrase of them is. So two such words (riwaya.store.frequent) that
follow each other are indexed as one more word, a pair, led by "_", with which no form begins. Marks of a claim (what is
known of it beside its words, riwaya.store.facets) are words of its shadow too, led by "__"; in PostgreSQL reports have
one that tells about when they came.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from riwaya.language.arabic import stem as arabic_stem
from riwaya.language.arabic import without_particles
from riwaya.language.text import words
from riwaya.store.frequent import FREQUENT

MOST_WORDS = 16_000  #: of a text that are indexed; PostgreSQL counts places no further than 16,383
_MOST_BYTES = 600_000  #: of different words; PostgreSQL takes a tsvector of 1 MB with its places
BLOCK = 4096  #: reports
MOST_TERMS = 32  #: words of a question that are looked for
_LONGEST = 60  #: letters of a word that count
_THOUSANDS = re.compile(r"\d{1,3}(?:[,٬’']\d{3})+")
_ARABIC = re.compile("[\u0620-\u06ff]")
_ATTACHED = ("", "و", "ف", "ب", "ل", "ك")  #: one letter written onto a word that is too short for a stem to part them
_THEIRS = ("ه", "ها", "هم")  #: «قواته» loses more than «قوات» does
_NUMBER = re.compile(r"[\u0620-\u064a]{1,4}(\d.*)")  #: «الـ15», «بـ400»: the letters are written onto the number
_QUOTES = str.maketrans("«»“”„‟", '""""""')


class NothingAsked(ValueError):
    """A question without a word in it."""


@lru_cache(maxsize=1 << 16)
def form_of(form: str) -> str:
    """A folded word as it is indexed: 1,150 is 1150, 1.5 is 1_5; letters, digits and "_" alone."""
    form = form[:_LONGEST]
    if onto := _NUMBER.fullmatch(form):
        form = onto[1]
    if _THOUSANDS.fullmatch(form):
        return re.sub(r"\D", "", form)
    return re.sub(r"[^\w]+", "_", form).strip("_") or "_"


@lru_cache(maxsize=1 << 16)
def stem_of(form: str) -> str:
    """The stem of a word as it is indexed: Arabic by the light stem, taken until nothing more comes off, so that
    «السعودية» and «سعودي» meet; other words by Snowball's English (Porter 2001)."""
    if not _ARABIC.search(form):
        return str(_english().stemWord(form)) if form.isalpha() else form
    while True:
        shorter = arabic_stem(form)
        if len(shorter) > 3 and shorter[-1] in "اى":
            shorter = shorter[:-1]
        if shorter == form:
            return form
        form = shorter


@cache
def _english() -> Any:
    import Stemmer  # type: ignore[import-not-found,unused-ignore]

    return Stemmer.Stemmer("english", 0)


def pairs(forms: Sequence[str]) -> tuple[str, ...]:
    """The pairs of frequent words that follow each other, as they are indexed, each once."""
    return tuple(dict.fromkeys(f"_{a}_{b}" for a, b in pairwise(forms) if a in FREQUENT and b in FREQUENT))


@dataclass(frozen=True, slots=True)
class Shadow:
    """What is indexed of a text: word by word, and `marks`, words that are at no place of it."""

    forms: tuple[str, ...]
    stems: tuple[str, ...]
    marks: tuple[str, ...] = ()

    def columns(self) -> tuple[str, str]:
        """As FTS5 reads it: the column of forms, marks behind them, and that of stems."""
        return " ".join((*self.forms, *self.marks)), " ".join(self.stems)

    def tsvector(self) -> str:
        """As PostgreSQL reads a tsvector: 'word':place."""
        places: dict[str, list[int]] = {mark: [] for mark in self.marks}
        size = sum(len(mark.encode()) + 4 for mark in self.marks)
        for place, (form, stem) in enumerate(zip(self.forms, self.stems, strict=True), 1):
            for lexeme in (form, "~" + stem):
                if lexeme not in places:
                    size += len(lexeme.encode()) + 4
                if size > _MOST_BYTES:
                    break
                known = places.setdefault(lexeme, [])
                if len(known) < 250:  # PostgreSQL keeps 255 places of a word
                    known.append(place)
        return " ".join(f"'{w}':{','.join(map(str, at))}" if at else f"'{w}'" for w, at in places.items())


def shadow(*texts: str, marks: Sequence[str] = ()) -> Shadow:
    """The shadow of texts, one after the other, with a gap between them that no phrase bridges; and of marks."""
    forms: list[str] = []
    for text in texts:
        if forms:
            forms.append("_")
        forms += [form_of(w.form) for w in words(text)[:MOST_WORDS]]
    kept = tuple(forms[:MOST_WORDS])
    return Shadow(kept, tuple(map(stem_of, kept)), (*pairs(kept), *marks))


@dataclass(frozen=True, slots=True)
class Term:
    """A word or, in quotation marks, a phrase that is looked for. `out`: reports with it are left out ("-word")."""

    forms: tuple[str, ...]
    phrase: bool = False
    out: bool = False

    def stems(self) -> tuple[str, ...]:
        """The stems under which the word may stand: its own, and with one letter written onto it."""
        return _stems(self.forms[0])


@lru_cache(maxsize=1 << 10)
def _stems(form: str) -> tuple[str, ...]:
    found: dict[str, None] = {stem_of(form): None}
    if not _ARABIC.search(form):
        return tuple(found)
    bare = without_particles(form)
    bare += [form[: -len(end)] for end in _THEIRS if form.endswith(end) and len(form) - len(end) >= 3]
    for word in bare:
        stem = stem_of(word)
        for letter in _ATTACHED if len(stem) > 2 else ("",):
            found[letter + stem] = None
            found[stem_of(letter + stem)] = None
        found |= dict.fromkeys(stem_of(word + end) for end in _THEIRS)
    return tuple(found)


def terms(asked: str) -> tuple[Term, ...]:
    """What a question looks for. Raises NothingAsked where no word is in it, or only words to leave out."""
    found: list[Term] = []
    for out, text, quoted in _parts(asked.translate(_QUOTES)):
        forms = tuple(form_of(w.form) for w in words(text))
        if quoted and len(forms) > 1:
            found.append(Term(forms[:MOST_TERMS], True, out))
        else:
            found += [Term((f,), quoted, out) for f in forms]
    kept = tuple(dict.fromkeys(t for t in found if t.forms != ("_",)))[:MOST_TERMS]
    if not any(not t.out for t in kept):
        raise NothingAsked("no word to look for")
    return kept


def _parts(asked: str) -> Iterator[tuple[bool, str, bool]]:
    for part in re.finditer(r'(-?)"([^"]*)"?|(?<!\S)(-?)([^\s"]+)|([^\s"]+)', asked[:10_000]):
        if part[2] is not None:
            yield bool(part[1]), part[2], True
        elif part[4] is not None:
            yield bool(part[3]), part[4], False
        else:
            yield False, part[5], False


def block(number: int) -> int:
    """The block of reports, in the order in which they came, that a number is in."""
    return number // BLOCK


def block_mark(nth: int) -> str:
    """The word that all reports of a block have in PostgreSQL's index: with it the index is asked for the newest, of
    whose words it reads no others."""
    return f"__at_{nth}"


Marks = Sequence[Sequence[str]]  #: of each group one mark at least


def sqlite_match(asked: Sequence[Term], marks: Marks = ()) -> str:
    """The question as FTS5 reads it."""
    wanted = [_sqlite(t) for t in asked if not t.out]
    wanted += ["forms : (" + " OR ".join(f'"{m}"' for m in some) + ")" for some in marks]
    left_out = " OR ".join(_sqlite(t) for t in asked if t.out)
    held = " AND ".join(wanted)
    return f"({held}) NOT ({left_out})" if left_out else held


def _sqlite(term: Term) -> str:
    if not term.phrase:
        return "stems : (" + " OR ".join(f'"{s}"' for s in term.stems()) + ")"
    two = pairs(term.forms)
    whole = [] if two and len(term.forms) == 2 else [" ".join(term.forms)]
    return "(" + " AND ".join(f'forms : "{words}"' for words in (*two, *whole)) + ")"


def postgresql_match(asked: Sequence[Term], marks: Marks = ()) -> str:
    """The question as PostgreSQL reads a tsquery."""
    wanted = [("!" if t.out else "") + _postgresql(t) for t in asked]
    return " & ".join(wanted + ["(" + " | ".join(f"'{m}'" for m in some) + ")" for some in marks])


def _postgresql(term: Term) -> str:
    if not term.phrase:
        return "(" + " | ".join(f"'~{s}'" for s in term.stems()) + ")"
    two = [f"'{pair}'" for pair in pairs(term.forms)]
    whole = [] if two and len(term.forms) == 2 else ["(" + " <-> ".join(f"'{f}'" for f in term.forms) + ")"]
    return "(" + " & ".join([*two, *whole]) + ")"
