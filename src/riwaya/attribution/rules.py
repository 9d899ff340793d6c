"""Statements by rules alone, for machines without the token encoder: a lexicon of cues, and where content begins.

One sentence at a time: a cue word; the source between it and the complementizer or quotation mark (Arabic), or before
it (English); the content from there to the end of the sentence. Says nothing rather than guess a source.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from riwaya.attribution.edges import CLOSING, OPENING, STRAIGHT, sentences
from riwaya.attribution.tagger import STANCES, Reading
from riwaya.language.text import Word, fold, words
from riwaya.model import Span, Stance

MAX_SOURCE = 16  #: words of a source, with what is said of it
MOST_CUES = 32  #: verbs of one sentence that are looked at; no sentence of news has as many
BACK = 400  #: code points before and behind an English cue that are looked at
_SURE = 0.6


class Cues(NamedTuple):
    """The lexicon of one language, folded."""

    verbs: dict[str, Stance]
    particles: dict[str, tuple[tuple[str, ...], ...]]  #: by their first word
    complementizers: frozenset[str]
    prepositions: frozenset[str]


def _arabic_forms(entry: str) -> Iterator[str]:
    past, *rest = fold(entry).split()
    base = past[:-1] + "ا" if past.endswith("ي") else past
    base = base.removesuffix("ا")
    yield from (past, past + "ت", past + "وا", past + "ا", past + "تا", base + "ت", base + "وا")
    if rest:
        present = rest[0]
        yield from (present, "ت" + present[1:], present + "ون", present + "ان", present.removesuffix("ي") + "ون")
        yield "ت" + present[1:] + "ان"
    for participle in rest[1:]:
        stem = participle.removesuffix("ا")
        if stem.endswith("ي"):
            yield stem[:-1] + "ين"  # «متمنين»
        yield from (stem + "ا", stem + "ه", stem + "ين", stem + "يه" if stem.endswith("ي") else stem + "تين")


@cache
def cues(language: str) -> Cues:
    """The cue lexicon of "arabic" or "english"."""
    data = tomllib.loads((resources.files("riwaya.lexicon") / "cues.toml").read_text(encoding="utf8"))[language]
    verbs: dict[str, Stance] = {}
    for stance in STANCES:
        for entry in data[stance]:
            for form in _arabic_forms(entry) if language == "arabic" else fold(entry).split():
                verbs.setdefault(form, stance)
    particles: dict[str, tuple[tuple[str, ...], ...]] = {}
    for particle in (tuple(fold(p).split()) for p in data["particles"]):
        particles[particle[0]] = (*particles.get(particle[0], ()), particle)
    return Cues(
        verbs,
        particles,
        frozenset(map(fold, data["complementizers"])),
        frozenset(map(fold, data.get("prepositions", []))),
    )


def known(form: str) -> bool:
    """Whether a folded word is a verb or the first word of a particle that attributes, particles written on aside."""
    for name in ("arabic", "english"):
        lexicon = cues(name)
        if any(f in lexicon.verbs or f in lexicon.particles for f in (form, bare(form))):
            return True
    return False


def read(text: str) -> list[Reading]:
    """The statements of one paragraph, in order of their cues. Linear in the text."""
    found: list[Reading] = []
    for sentence in sentences(text, Span(0, len(text))):
        tokens = [
            Word(w.form, w.start + sentence.start, w.end + sentence.start)
            for w in words(text[sentence.start : sentence.end])
        ]
        arabic = sum(w.form > "z" for w in tokens) * 2 > len(tokens)
        found.extend(_arabic(text, sentence, tokens) if arabic else _english(text, sentence, tokens))
    return found


def bare(form: str) -> str:
    """A folded word without the «و» or «ف» before it; words of three letters stay whole."""
    return form[1:] if len(form) > 3 and form[0] in "وف" else form


def _reading(cue: Span, source: Span | None, content: Span, stance: Stance) -> Reading:
    return Reading(cue.start, content, (cue,), (source,) if source else (), None, stance, _SURE)


def _arabic(text: str, sentence: Span, tokens: list[Word]) -> list[Reading]:
    lexicon = cues("arabic")
    heads = [i for i, w in enumerate(tokens) if w.form in lexicon.verbs or bare(w.form) in lexicon.verbs][:MOST_CUES]
    found: list[Reading] = []
    for n, i in enumerate(heads):
        stop = heads[n + 1] if n + 1 < len(heads) else len(tokens)
        opened = _content_start(text, tokens, i, min(stop, i + MAX_SOURCE), lexicon)
        if opened is None:
            continue
        start, mark = opened
        end = (
            tokens[stop - 1].end
            if stop < len(tokens) and text[tokens[stop].start - 2 : tokens[stop].start].strip() in ("،", ",", "؛")
            else sentence.end
        )
        if end - start < 6:
            continue
        form = tokens[i].form
        stance = lexicon.verbs.get(form) or lexicon.verbs[bare(form)]
        source = Span(tokens[i + 1].start, tokens[mark - 1].end) if mark > i + 1 else None
        source = _first_phrase(text, source) if source else None
        if source and all(w.form in lexicon.prepositions for w in words(text[source.start : source.end])):
            source = None  # «وأشار إلى أن …»
        cue = Span(tokens[i].start, source.end if source and source.start - tokens[i].end <= 2 else tokens[i].end)
        found.append(_reading(cue, source, Span(start, end), stance))
    if not found:
        found.extend(_particle(text, sentence, tokens, lexicon))
    return found


def _content_start(text: str, tokens: list[Word], head: int, stop: int, lexicon: Cues) -> tuple[int, int] | None:
    """Where the content after a verb starts (code point) and at which token; None where nothing opens it."""
    for k in range(head + 1, stop):
        gap = text[tokens[k - 1].end : tokens[k].start]
        at = next((i for i, c in enumerate(gap) if c in OPENING + STRAIGHT), None)
        if at is not None and (":" in gap or k == head + 1):
            return tokens[k - 1].end + at, k
        if ":" in gap or tokens[k].form in lexicon.complementizers:
            return tokens[k].start, k
    if head + 1 < stop and tokens[head + 1].form in lexicon.prepositions:
        return tokens[head + 1].start, head + 1
    return None


def _first_phrase(text: str, span: Span) -> Span | None:
    """A source up to the first comma, or up to the second one where an apposition stands between («فلان، الوزير،»)."""
    end = next((i for i in range(span.start, span.end) if text[i] in "،,"), span.end)
    return Span(span.start, end) if end > span.start else None


def _particle(text: str, sentence: Span, tokens: list[Word], lexicon: Cues) -> list[Reading]:
    for i in range(len(tokens)):
        for particle in lexicon.particles.get(bare(tokens[i].form), ()):
            forms = [bare(tokens[i].form), *(w.form for w in tokens[i + 1 : i + len(particle)])]
            whole, last = len(particle), particle[-1]
            attached = last == "ل" and len(forms) == whole and forms[-1].startswith("ل") and len(forms[-1]) > 2
            if tuple(forms) != particle and not (attached and tuple(forms[:-1]) == particle[:-1]):
                continue
            first = i + whole - (1 if attached else 0)
            if first >= len(tokens):
                continue
            begin = tokens[first].start + (1 if attached else 0)
            end = next((k for k in range(begin, sentence.end) if text[k] in "،,"), sentence.end)
            cue = Span(tokens[i].start, end)
            after, before = Span(min(end + 1, sentence.end), sentence.end), Span(sentence.start, tokens[i].start)
            content = (
                sentence
                if before.end - before.start > 12 < after.end - after.start
                else max(before, after, key=lambda s: s.end - s.start)
            )
            if content.end - content.start > 12:
                return [_reading(cue, Span(begin, end), content, "asserts")]
    return []


_SUBJECT_STOP = re.compile(r"(?:^|[,;:.“”\"]|\b(?:and|but|that|when|while|as|after|because|which|who)\b)\s*")


def _english(text: str, sentence: Span, tokens: list[Word]) -> list[Reading]:
    lexicon = cues("english")
    for i, w in enumerate(tokens):
        if (w.form in lexicon.verbs and w.form not in ("called", "calls", "found", "asked")) or (
            w.form in ("called", "asked") and i + 1 < len(tokens) and tokens[i + 1].form in ("for", "on", "that")
        ):
            at = max(sentence.start, w.start - BACK)
            left, right = text[at : w.start], text[w.end : min(sentence.end, w.end + BACK)]
            if not right.strip(" .,"):  # … , Smith said.
                quote = max(left.rfind(c) for c in ',”"')
                if quote > 8:
                    source = Span(at + quote + 1, w.start)
                    return [
                        _reading(
                            Span(source.start, w.end),
                            source,
                            Span(sentence.start, at + quote + 1),
                            lexicon.verbs[w.form],
                        )
                    ]
                continue
            if left.rstrip().endswith((",", "”", '"')) or (left.rstrip()[-1:] in CLOSING + STRAIGHT and left.strip()):
                end = next((k for k in range(w.end, sentence.end) if text[k] in ",.;"), sentence.end)
                return [
                    _reading(Span(w.start, end), Span(w.end, end), Span(sentence.start, w.start), lexicon.verbs[w.form])
                ]
            starts = [m.end() for m in _SUBJECT_STOP.finditer(left)]
            begin = at + (max(starts) if starts else 0)
            if w.start - begin < 2 or len(words(text[begin : w.start])) > MAX_SOURCE:
                continue
            start = tokens[i + 1].start if i + 1 < len(tokens) else w.end
            return [
                _reading(Span(begin, w.end), Span(begin, w.start), Span(start, sentence.end), lexicon.verbs[w.form])
            ]
    for i, w in enumerate(tokens):
        for particle in lexicon.particles.get(w.form, ()):
            size = len(particle)
            if i + size < len(tokens) and tuple(t.form for t in tokens[i : i + size]) == particle:
                begin = tokens[i + size].start
                end = next((k for k in range(begin, sentence.end) if text[k] in ",;"), sentence.end)
                before, after = Span(sentence.start, w.start), Span(end, sentence.end)
                content = max(before, after, key=lambda s: s.end - s.start)
                return [_reading(Span(w.start, end), Span(begin, end), content, "asserts")]
    return []
