"""Broken print read as if it were whole: stretched letters («قـــال»), letters of presentation forms («ﻗﺎﻝ»), verbs of
saying that scanning tore («ق ال المدير»).

The text is never changed: a reading copy is made, with the place of each of its letters in the text as published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from riwaya.attribution.rules import cues
from riwaya.language.text import fold
from riwaya.model import Attribution, Link, Span

_STRETCH = re.compile("(?<=[\u0621-\u064a])\u0640+(?=[\u0621-\u064a])")
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_BROKEN = re.compile(f"{_STRETCH.pattern}|{_FORMS.pattern}")
_LETTERS = "[\u0621-\u064a\u064b-\u0652]"
_PIECES = re.compile(rf"(?<!{_LETTERS})(?:{_LETTERS}{{1,3}} ){{1,3}}{_LETTERS}{{1,4}}(?!{_LETTERS})")
_SAID = frozenset({
    "قال", "قالت", "وقال", "وقالت", "اضاف", "اضافت", "واضاف", "واضافت", "اكد", "اكدت", "واكد", "واكدت", "ذكر", "ذكرت",
    "وذكر", "وذكرت", "اعلن", "اعلنت", "واعلن", "واعلنت", "اوضح", "اوضحت", "واوضح", "واوضحت", "اشار", "اشارت", "واشار",
    "واشارت", "صرح", "وصرح", "نقلت", "ونقلت", "بحسب", "وبحسب", "افاد", "افادت", "وافاد", "كشف", "كشفت", "وكشف",
})  # fmt: skip
_WORDS = frozenset({
    "او", "ما", "لا", "من", "في", "عن", "ان", "قد", "هل", "كل", "اي", "ذا", "لم", "لن", "كم", "ثم", "بل", "هو", "هي",
    "اذ",
})  # fmt: skip
"""Short words with which no torn verb begins («أو ضحت» is two words)."""


_DOUBLED = re.compile(r"(?<!')''(?!')([^'\n]{4,1500}?)(?<!')''(?!')")
_ARABIC = re.compile("[\u0621-\u064a]")


def doubled(text: str) -> str:
    """The text with pairs of two apostrophes around Arabic words (''كذا'') as quotation marks, as long as before."""
    if "''" not in text:
        return text
    return _DOUBLED.sub(lambda m: f' "{m[1]}" ' if _ARABIC.search(m[1]) else m[0], text)


class Whole(NamedTuple):
    """A reading copy of a text and, for each place in it and its end, the place in the text as published."""

    text: str
    places: Sequence[int]


def whole(text: str) -> Whole | None:
    """The reading copy of a text in broken print; None, at the cost of one look, where the print is sound."""
    gone: set[int] = set()
    for m in _PIECES.finditer(text):
        gone.update(_spaces(text, m.start(), m.end()))
    if not gone and not _BROKEN.search(text):
        return None
    for m in _STRETCH.finditer(text):
        gone.update(range(m.start(), m.end()))
    letters: list[str] = []
    places: list[int] = []
    for n, c in enumerate(text):
        if n in gone:
            continue
        plain = unicodedata.normalize("NFKC", c) if _FORMS.match(c) else c
        letters.append(plain)
        places += [n] * len(plain)
    return Whole("".join(letters), [*places, len(text)])


def _spaces(text: str, start: int, end: int) -> list[int]:
    """The spaces inside a run of pieces that stand within one verb of saying, the longest run first."""
    cuts = [start, *(n + 1 for n in range(start, end) if text[n] == " "), end + 1]
    for size in range(len(cuts) - 1, 1, -1):
        for k in range(len(cuts) - size):
            parts = [fold(text[a : b - 1]) for a, b in zip(cuts[k : k + size], cuts[k + 1 : k + size + 1], strict=True)]
            if parts[0] in _WORDS or any(p in cues("arabic").verbs for p in parts):
                continue
            if "".join(parts) in _SAID:
                return [cuts[j] - 1 for j in range(k + 1, k + size)]
    return []


def back(found: Sequence[Attribution], places: Sequence[int]) -> tuple[Attribution, ...]:
    """Attributions of a reading copy, with their places in the text as published."""

    def span(s: Span) -> Span:
        return Span(places[s.start], places[s.end - 1] + 1 if s.end > s.start else places[s.start])

    def link(x: Link) -> Link:
        return replace(x, mention=span(x.mention), anaphor=x.anaphor and span(x.anaphor))

    return tuple(
        replace(a, content=span(a.content), cue=a.cue and span(a.cue), chain=tuple(map(link, a.chain))) for a in found
    )
