"""Where a text holds what is looked for, and the part of it that shows it best. Spans point into words as published.

To see whether a word is meant it has to be folded and stemmed, which for a whole text costs more than finding the text
did. So only those words are looked at that hold what they cannot be meant without: an Arabic word's stem is a part of
it, an English word keeps its first letter, a number has a digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import is_normalized

from riwaya.language.text import loosely, words
from riwaya.model import Span
from riwaya.store.shadow import MOST_WORDS, Term, form_of, stem_of

_TRIED = 2  #: paragraphs with a hit that are compared for an excerpt
_ARABIC = re.compile("[\u0620-\u06ff]+")
_ENGLISH = re.compile("[a-z][a-z0-9_]*")
_BLANK, _LAST_BLANK = re.compile(r"\s+"), re.compile(r"\s+\S*\Z")
_TOLD = 2  #: letters that a word is told by
_SHORT = 40  #: letters of a part between blanks that is remembered
_CHUNK = re.compile(r"\S+")
_ACCENTED = "\u00c0-\u024f\u1e00-\u1eff"  # they fold to letters without


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is looked for, and what a text must hold somewhere to hold it."""

    stems: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    hints: tuple[re.Pattern[str], ...] | None  #: one of them is in whatever holds it; None where that cannot be said


@lru_cache(maxsize=64)
def _sought(asked: tuple[Term, ...]) -> _Sought:
    stems = frozenset(s for t in asked if not t.out and not t.phrase for s in t.stems())
    phrases = tuple(t.forms for t in asked if not t.out and t.phrase)
    forms = {*stems, *(p[0] for p in phrases)}
    others = {f for f in forms if not _ARABIC.fullmatch(f)}
    # an alef, which is written in five ways and stands everywhere, takes longest to look for, and says least
    arabic = {f[1:] if f[0] == "ا" and len(f) > _TOLD else f for f in forms - others}
    if not all(_ENGLISH.fullmatch(f) or f[0].isdigit() for f in others):
        return _Sought(stems, phrases, None)
    hints = [loosely(f) for f in sorted(arabic) if not any(o != f and o in f for o in arabic)]
    if letters := "".join(sorted({f[0] for f in others if _ENGLISH.fullmatch(f)})):
        hints.append(rf"(?<!\w)[{letters}{letters.upper()}{_ACCENTED}]")
    if any(f[0].isdigit() for f in others):
        hints.append(r"\d")
    return _Sought(stems, phrases, tuple(map(re.compile, hints)))


def marks(text: str, asked: Sequence[Term]) -> tuple[Span, ...]:
    """Where a text holds what is looked for: spans of the words as published, in order."""
    sought = _sought(tuple(asked))
    found: dict[int, int] = {}
    for start, end in _near(text, sought):
        for form, stem, begin, stop in _spoken(text[start:end]):
            if stem in sought.stems:
                found[start + begin] = start + stop
            for forms in sought.phrases:
                if form == forms[0]:
                    found |= _phrase(text, start + begin, forms)
    return tuple(Span(start, found[start]) for start in sorted(found))


def _phrase(text: str, start: int, forms: Sequence[str]) -> dict[int, int]:
    """The words of a phrase that begins at a word of a text, each with its end; none where it does not go on so."""
    spoken = ((form, chunk.start() + begin, chunk.start() + end)
              for chunk in _CHUNK.finditer(text, start) for form, _, begin, end in _spoken(chunk[0]))  # fmt: skip
    found: dict[int, int] = {}
    for wanted, (form, begin, end) in zip(forms, spoken, strict=False):
        if form != wanted:
            return {}
        found[begin] = end
    return found if len(found) == len(forms) else {}


def _spoken(text: str) -> tuple[tuple[str, str, int, int], ...]:
    """The words of a text as they are indexed: form, stem, and from where to where they stand."""
    return _kept(text) if len(text) <= _SHORT else _kept.__wrapped__(text)


@lru_cache(maxsize=1 << 15)
def _kept(text: str) -> tuple[tuple[str, str, int, int], ...]:
    forms = ((form_of(w.form), w) for w in words(text))
    return tuple((form, stem_of(form), w.start, w.end) for form, w in forms)


def _near(text: str, sought: _Sought) -> Iterator[tuple[int, int]]:
    """The parts of a text between blanks, from where to where, that may hold something; all of it as one where that
    cannot be said."""
    if sought.hints is None:
        yield 0, len(text)
        return
    places = [m.start() for hint in sought.hints for m in hint.finditer(text)]
    if not is_normalized("NFKC", text):  # hints are of letters as they are normally written
        places += [m.start() for m in _CHUNK.finditer(text) if not is_normalized("NFKC", m[0])]
    end = 0
    for place in sorted(places):
        if place < end:
            continue
        start, end = text.rfind(" ", 0, place) + 1, text.find(" ", place)
        end = len(text) if end < 0 else end
        yield start, end


def holds(texts: Sequence[str], asked: Sequence[Term], met: dict[Term, set[str]]) -> bool | None:
    """Whether texts hold each of some words (no phrases, none to leave out), as the index of them would say; None where
    they are longer than what is indexed. `met` is what was met of each word before, as published: words that stand
    everywhere stand in most texts in the same few spellings."""
    if sum(map(len, texts)) > MOST_WORDS:
        return None
    parts = {part for text in texts for part in text.split()}
    return all(not parts.isdisjoint(met.setdefault(term, set())) or _met(texts, term, met[term]) for term in asked)


def _met(texts: Sequence[str], term: Term, met: set[str]) -> bool:
    sought = _sought((term,))
    for text in texts:
        for start, end in _near(text, sought):
            if any(stem in sought.stems for _, stem, _, _ in _spoken(text[start:end])):
                if len(part := text[start:end].split()) == 1:  # else all of the text had to be looked at as one
                    met.update(part)
                return True
    return False


def excerpt(text: str, asked: Sequence[Term], width: int = 240) -> tuple[Span, tuple[Span, ...]]:
    """The part of a text of about `width` characters around the first places that hold what is looked for, cut between
    words, and the hits in it. Only as much of the text is read as it takes to find them."""
    best, most, tried, at = 0, 0, 0, 0
    for line in text.split("\n") if asked and len(text) > width else ():
        spans = marks(line, asked)
        near = [sum(s.start <= other.start < s.start + width * 3 // 4 for other in spans[i : i + 30])
                for i, s in enumerate(spans[:30])]  # fmt: skip
        if spans and max(near) > most:
            most = max(near)
            best = at + spans[near.index(most)].start
        tried += bool(spans)
        if tried == _TRIED:
            break
        at += len(line) + 1
    start = max(0, best - width // 4)
    end = min(len(text), start + width)
    start = max(0, end - width)
    if start and (blank := _BLANK.search(text, start - 1, end)):
        start = blank.end()
    if end < len(text) and not text[end].isspace() and (blank := _LAST_BLANK.search(text, start, end)):
        end = blank.start()
    found = marks(text[start:end], asked)
    return Span(start, end), tuple(Span(s.start + start, s.end + start) for s in found)
