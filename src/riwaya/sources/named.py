"""What a mention turns out to be, and what the readings of its shapes share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from riwaya.lexicon.entries import OutletEntry
from riwaya.lexicon.outlets import OutletHit
from riwaya.model import SourceKind
from riwaya.sources.tokens import Token

Shape = Literal[
    "outlet", "person", "body", "name", "place", "holder", "unnamed", "document", "joint", "ours", "pronoun", "words"
]
TABLES = ("titles", "press", "documents", "statements", "bodies", "offices", "people", "counts", "honorifics")
"""The tables of sources.toml whose words head a mention."""
WORKS = frozenset({"report", "study", "survey", "data"})  #: documents that an outlet or a body makes: they are it


@dataclass(frozen=True, slots=True)
class Named:
    """A mention, read. `start` and `end` are places in the report's text, trimmed to what names the source."""

    words: str
    start: int
    end: int
    shape: Shape
    kind: SourceKind
    arabic: bool
    entry: OutletEntry | None = None
    name: tuple[str, ...] = ()  #: proper name, folded, without articles and «بن»
    shown: str = ""  #: the proper name as printed
    heads: frozenset[str] = frozenset()  #: concepts of the head nouns, "table:concept"
    content: frozenset[str] = frozenset()  #: concepts or words of title and description, heads included
    country: str | None = None
    definite: bool = False
    bare: bool = False  #: nothing but a head noun and what points: «الصحيفة نفسها»
    honoured: bool = False
    traits: frozenset[str] = frozenset()
    of: Named | None = None  #: the body that an unnamed spokesman speaks for

    @property
    def points(self) -> bool:
        """Whether it may point back to a source named elsewhere."""
        return self.shape == "pronoun" or (self.definite and self.bare) or self.shape == "holder"


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention on its way: the report's text, where the mention starts in it, its words trimmed, the outlets of the
    lexicon in it."""

    text: str
    at: int
    raw: str
    words: list[Token]
    hits: list[OutletHit]

    def made(self, shape: Shape, kind: SourceKind, words: Sequence[Token] | None = None, **known: object) -> Named:
        """A reading over some of the words, with the marks that quote its ends."""
        words = words or self.words
        start, end = words[0].start, words[-1].end
        if shape in ("person", "outlet", "name"):
            start += _length(words[0])
        while start and self.raw[start - 1] in '«"“‘„':
            start -= 1
        opened = any(c in '«“‘"' for c in self.raw[start:end])
        while opened and self.raw[end : end + 1] and self.raw[end] in '»"”’':
            end += 1
        return Named(
            self.raw[start:end],
            self.at + start,
            self.at + end,
            shape,
            kind,
            sum(t.arabic for t in words) * 2 >= len(words),
            **known,  # type: ignore[arg-type]
        )

    def shown(self, words: Sequence[Token]) -> str:
        """A proper name as printed, without a preposition written onto it."""
        start = words[0].start + _length(words[0])
        shown = self.raw[start : words[-1].end].strip('«»"“”').replace("#", "").replace("_", " ")
        return "ا" + shown[1:] if shown.startswith("لل") and words[0].prefix[-1:] == "ل" else shown


def _length(token: Token) -> int:
    """How many letters of a word as printed its prefix takes; «للعلوان» stays whole, its article is half written."""
    joined = token.definite and token.prefix[-1:] == "ل"
    return len(token.prefix) - joined
