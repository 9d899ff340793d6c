"""Words of which only one can be right of one thing: riwaya/lexicon/strength.toml, [antonyms]."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.differences.lexicon import Phrases, matches, wording
from riwaya.differences.numbers import Found
from riwaya.differences.numerals import lexicon, peel
from riwaya.differences.telling import Telling
from riwaya.language.arabic import stem
from riwaya.language.text import Word, fold
from riwaya.model import Span

PAUSES = ("،", ",", ";", "؛", "-", "–", "—")  #: marks that part what is said


def compare(a: Telling, b: Telling) -> Iterator[Found]:
    """Each pair of opposites, or of acts that are not one, of which either telling has one side alone, and neither
    turns it round."""
    for entry in wording().antonyms:
        for one, other in ((entry.one, entry.other), (entry.other, entry.one)):
            if a.bare.isdisjoint(one) or b.bare.isdisjoint(other):
                continue
            x, y = _alone(a, one, other), _alone(b, other, one)
            if x is None or y is None:
                continue
            negated = _just_after_negation(x, a) != _just_after_negation(y, b)
            if not negated and not _of_other_places(a, b, x, y):
                why = f"«{x.of(a.text)}» against «{y.of(b.text)}»"
                yield Found(entry.kind, x, y, entry.exclude, why, 0.7 if entry.exclude else 0.6)


def _alone(t: Telling, phrases: Phrases, others: Phrases) -> Span | None:
    """Where the first of the phrases stands, if none of the others does; the longer counts where they begin alike or
    one holds the other ("closed the door", "not closed the door")."""
    here, there = ([s for s in matches(t.line, p) if not _of_a_time(s, t)] for p in (phrases, others))
    here = [h for h in here if not any(o.start <= h.start and h.end <= o.end and o != h for o in there)]
    there = [o for o in there if not any(h.start <= o.start and o.end <= h.end and o != h for h in here)]
    return here[0] if here and not there else None


def _of_other_places(a: Telling, b: Telling, x: Span, y: Span) -> bool:
    """Whether two points of the compass are of two places («شمال سيناء», «جنوب القاهرة»)."""
    if not all(f in _COMPASS for f in _forms(a, x) | _forms(b, y)):
        return False
    one, other = ([w.form.removeprefix("ال") for w in t.words if w.start >= s.end][:1] for t, s in ((a, x), (b, y)))
    return bool(one and other) and one != other and not a.stems & {stem(f) for f in other}


def _forms(t: Telling, span: Span) -> set[str]:
    return {w.form for w in t.words if w.start == span.start}


_COMPASS = frozenset(form + ending for form in ("شمال", "جنوب", "شرق", "غرب") for ending in ("", "ي", "ا"))


def _of_a_time(span: Span, t: Telling) -> bool:
    """Whether a word says which time it was («العام الحالي», «في وقت سابق», "the previous month"): of times there are
    as many as are told."""
    if not any(f in _EARLIER for w in t.words if w.start == span.start for f, _ in peel(w.form)):
        return False
    before = [w for w in t.words if w.end <= span.start][-_NEAR:]
    if len(before) == _NEAR and not _is_any(before[1], _MIDDLE):
        before = before[1:]
    after = [w for w in t.words if w.start >= span.end][:1] if span.of(t.text).isascii() else []
    units = (lexicon().units.get((f,), ("",))[0] for w in (*before, *after) for f, _ in peel(w.form))
    return "time" in units or any(_is_any(w, _TIMES | lexicon().months) for w in (*before, *after))


def _is_any(word: Word, forms: frozenset[str]) -> bool:
    return any(f in forms for f, _ in peel(word.form))


_EARLIER = frozenset(map(fold, ("سابق", "سابقا", "سابقة", "حالي", "حالية", "former", "current")))
_TIMES = frozenset(map(fold, ("وقت", "مالي", "مالية", "موسم", "فصل", "قرن", "فترة", "مرحلة", "season", "time", "term")))
_MIDDLE = frozenset(map(fold, ("مالي", "مالية", "دراسي", "دراسية", "هجري", "ميلادي")))
_NEAR = 2  # words before it: the time, and an adjective of it («السنة المالية السابقة»)


def _just_after_negation(span: Span, t: Telling) -> bool:
    return any(0 <= span.start - n.end <= _GOVERNED and not any(p in t.text[n.end : span.start] for p in PAUSES)
               for n in t.negations)


_GOVERNED = 24  # characters between a negation and what it turns round («لم يكن جهاز الرصد يعمل»)
