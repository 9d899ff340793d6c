"""The medium behind somebody's words: «قال المدير إن المصنع باق، وفق ما نقلت وكالة كذا» is one statement, two links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.edges import CLOSING, STRAIGHT, sentences
from riwaya.attribution.rules import bare
from riwaya.attribution.tagger import Reading
from riwaya.language.text import first_words, words
from riwaya.lexicon.nouns import nouns
from riwaya.lexicon.outlets import find_outlets
from riwaya.model import Span

PARTICLES = frozenset({"وفق", "وفقا", "بحسب", "حسب", "حسبما", "طبقا", "نقلا"})
_TAIL = re.compile(r"\W*(?:\w+(?:\s+\w+){0,6})?\W*$")


def joined(text: str, found: Sequence[Reading]) -> list[Reading]:
    """Readings of one piece of text, where a particle with a medium that closes a sentence is no statement beside those
    of the sentence but carries them. Behind a direct quotation whoever stands there carries it."""
    kept = list(found)
    stops: list[Span] | None = None
    for p in found:
        if not _particle(text, p) or p.content.end > p.head + 1:
            continue
        if stops is None:
            stops = sentences(text, Span(0, len(text)))
        s = next((s for s in stops if s.start <= p.head + 1 < s.end), None)
        source = max(p.sources, key=lambda x: x.start) if p.sources else p.anaphor
        if s is None or source is None or source.start < p.head or not _TAIL.match(text, source.end, s.end):
            continue
        before = [r for r in kept if s.start <= r.head + 1 < p.head and not _particle(text, r)]
        before = [r for r in before if r.head < r.content.start and r.content.end <= p.head + 3]
        if not before:
            continue
        last = max(before, key=lambda r: r.content.end)
        if not (medium(source.of(text)) or _quoted(text, last, p.head)):
            continue
        many = before if not last.sources else [last]
        kept = [r._replace(medium=source) if r in many else r for r in kept if r is not p]
    return kept


def between(text: str, r: Reading, found: Sequence[Reading]) -> Reading:
    """«وواجه الفريق - بحسب بعض المصادر - احتجاجات في المرفأ»: a particle with its source between two dashes or commas
    stands inside what it gives, where the sentence holds no other cue."""
    if not _particle(text, r) or not r.sources:
        return r
    at = r.head + (text[r.head : r.head + 1] == " ")
    source = max((s for s in r.sources if s.start >= at), key=lambda x: x.end, default=None)
    if source is None or (text[at] == "و" and bare(first_words(text[at : at + 20], 1)[0].form) in PARTICLES):
        return r  # «…، وبحسب مصادر، …» opens a clause of its own
    front, behind = text[max(0, at - 2) : at].strip(), text[source.end : source.end + 2].strip()
    dash = "-–—"
    opened = bool(front) and front[-1] in dash + "،,("
    closed = (bool(behind) and behind[0] in dash + "،,)") or source.of(text)[-1:] in tuple(dash)
    if not opened or not closed:
        return r
    s = next((s for s in sentences(text, Span(0, len(text))) if s.start <= at < s.end), None)
    if s is None or len(words(text[s.start : at])) < 2 or len(words(text[source.end : s.end])) < 2:
        return r
    if any(abs(o.head - r.head) > 2 and s.start <= o.head + 1 < s.end for o in found):
        return r
    if r.content.start < at and source.end < r.content.end:
        return r
    return r._replace(content=Span(s.start, r.content.end if r.content.end > source.end else s.end))


def _particle(text: str, r: Reading) -> bool:
    told = first_words(text[r.head : r.head + 20], 1)
    return bool(told) and (told[0].form in PARTICLES or bare(told[0].form) in PARTICLES)


def medium(name: str) -> bool:
    """Whether a name is that of a medium: by its title, or an outlet of the lexicon; «ل» before it aside."""
    told = first_words(name, 1)
    form = told[0].form if told else ""
    form = form[2:] if form.startswith("لل") else form.removeprefix("ال")
    form = form[1:] if form.startswith("ل") and not nouns().senses.get(form) else form
    return nouns().of(form, "titles") is not None or any(h.start <= 3 for h in find_outlets(name))


def _quoted(text: str, r: Reading, head: int) -> bool:
    """Whether a reading's words are a quotation that ends right before a place."""
    between = text[r.content.end - 1 : head]
    return any(c in CLOSING + STRAIGHT for c in between) and len(between) < 6
