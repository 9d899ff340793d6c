"""The words of lexicon/reading.toml, loaded once, checked, and made quick to look up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter
from typing import Any

from riwaya.language.text import Word, folded
from riwaya.language.text import words as all_words

Forms = tuple[str, ...]
_FORM = itemgetter(0)
SHORT = 160  #: code points: no longer line of a menu
_LONG = 4_000  #: code points: no longer paragraph


def words(text: str) -> list[Word]:
    """The words of a text with their places, those aside of which folding leaves nothing (a lone tatweel)."""
    found = all_words(text)
    return found if all(map(_FORM, found)) else [w for w in found if w.form]


@lru_cache(maxsize=256)
def _paragraph(text: str) -> tuple[Word, ...]:
    return tuple(words(text))


def words_again(text: str) -> tuple[Word, ...]:
    """`words`, remembered for a while: the paragraphs of one page are asked for as the extractor has them, as they
    stand on it, and where their form is judged."""
    return _paragraph(text) if SHORT < len(text) <= _LONG else tuple(words(text))


def forms(text: str) -> Forms:
    """The folded words of a text."""
    return tuple(filter(None, folded(text)))


def forms_once(text: str) -> Forms:
    """`forms`, remembered for short texts: the menus of an outlet are the same on every page of it."""
    return _short_forms(text) if len(text) <= SHORT else tuple(w.form for w in words_again(text))


_short_forms = lru_cache(maxsize=8192)(forms)


class Phrases:
    """A set of phrases, asked by place: is there one at the i-th word of these?"""

    __slots__ = ("_first", "firsts")

    def __init__(self, phrases: Iterable[str]) -> None:
        first: dict[str, list[Forms]] = {}
        for phrase in phrases:
            key = forms(phrase)
            if not key:
                raise ValueError(f"lexicon/reading.toml: no word in {phrase!r}")
            first.setdefault(key[0], []).append(key)
        self._first = {w: tuple(sorted(set(keys), key=len, reverse=True)) for w, keys in first.items()}
        self.firsts = frozenset(first)  #: the words that phrases begin with

    def at(self, line: Sequence[str], i: int = 0) -> int:
        """How many words the longest phrase at `line[i:]` has; 0 for none."""
        for key in self._first.get(line[i], ()) if i < len(line) else ():
            if tuple(line[i : i + len(key)]) == key:
                return len(key)
        return 0

    def whole(self, line: Sequence[str]) -> bool:
        """Whether the line is one of the phrases and nothing else."""
        return bool(line) and any(tuple(line) == key for key in self._first.get(line[0], ()))

    def count(self, line: Sequence[str]) -> int:
        """How many different phrases stand in the line."""
        if self.firsts.isdisjoint(line):
            return 0
        return len({tuple(line[i : i + n]) for i in range(len(line)) if (n := self.at(line, i))})

    def within(self, line: Sequence[str]) -> tuple[int, int] | None:
        """The first place, as word numbers, where a phrase stands in the line."""
        if self.firsts.isdisjoint(line):
            return None
        for i in range(len(line)):
            if n := self.at(line, i):
                return i, i + n
        return None


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """What reading.toml holds; see the comments there for each."""

    aside: Phrases
    ending: Phrases
    comments: Phrases
    footer: Phrases
    chrome: frozenset[str]
    starts: Phrases
    plead: frozenset[str]
    channel: frozenset[str]
    apps: Phrases
    legal: Phrases
    writer: Phrases
    trade: frozenset[str]
    section: frozenset[str]
    date: frozenset[str]
    updated: Phrases
    published: Phrases
    counts: frozenset[str]
    rights: frozenset[str]
    agencies: Phrases
    origin: Phrases
    kinds: frozenset[str]
    mastheads: frozenset[str]
    endings: frozenset[str]
    towns: Phrases
    function: frozenset[str]
    common: frozenset[str]
    going_on: Phrases
    waw: frozenset[str]
    months: dict[Forms, int]
    hijri: dict[Forms, int]
    weekdays: dict[str, int]
    telling: frozenset[str]  #: words without which no line is a credit, and the name of no agency begins


@cache
def reading_words() -> ReadingWords:
    """The words, read from the package at the first call.

    Raises ValueError with the name of the entry where the file is not as it should be."""
    data = tomllib.loads(files("riwaya.lexicon").joinpath("reading.toml").read_text("utf-8"))

    def listed(section: str, key: str) -> list[str]:
        value: Any = data.get(section, {}).get(key)
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v for v in value):
            raise ValueError(f"lexicon/reading.toml: [{section}] {key} must be a list of words")
        return value

    def single(section: str, key: str) -> frozenset[str]:
        return frozenset(form for entry in listed(section, key) for form in forms(entry))

    def numbered(section: str, last: int) -> dict[Forms, int]:
        if set(data.get(section, {})) != {str(n) for n in range(1, last + 1)}:
            raise ValueError(f"lexicon/reading.toml: [{section}] must run from 1 to {last}")
        return {forms(name): n for n in range(1, last + 1) for name in listed(section, str(n))}

    agencies, origin = Phrases(listed("credit", "agencies")), Phrases(listed("credit", "from"))
    endings = single("credit", "endings")
    return ReadingWords(
        aside=Phrases(listed("sections", "aside")),
        ending=Phrases(listed("sections", "ending")),
        comments=Phrases(listed("sections", "comments")),
        footer=Phrases(listed("sections", "footer")),
        chrome=single("chrome", "words"),
        starts=Phrases(listed("chrome", "starts")),
        plead=single("chrome", "plead"),
        channel=single("chrome", "channel"),
        apps=Phrases(listed("chrome", "apps")),
        legal=Phrases(listed("chrome", "legal")),
        writer=Phrases(listed("head", "writer")),
        trade=single("head", "trade"),
        section=single("head", "section"),
        date=single("head", "date"),
        updated=Phrases(listed("head", "updated")),
        published=Phrases(listed("head", "published")),
        counts=single("head", "counts"),
        rights=single("head", "rights"),
        agencies=agencies,
        origin=origin,
        kinds=single("credit", "kinds"),
        mastheads=single("credit", "mastheads"),
        endings=endings,
        towns=Phrases(listed("places", "towns")),
        function=single("function", "words"),
        common=single("function", "common"),
        going_on=Phrases(listed("function", "going_on")),
        waw=single("function", "waw"),
        months=numbered("months", 12),
        hijri=numbered("hijri", 12),
        weekdays={key[0]: n for key, n in numbered("weekdays", 7).items()},
        telling=agencies.firsts | origin.firsts | endings,
    )
