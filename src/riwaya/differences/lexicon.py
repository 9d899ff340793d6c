"""Loads riwaya/lexicon/strength.toml: negation, hedges and degrees, words that exclude each other."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from riwaya.language.arabic import without_particles
from riwaya.language.text import Word, first_words, fold, words
from riwaya.model import DifferenceKind, Span

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]  #: first word -> phrases that start with it, longest first


@dataclass(frozen=True)
class Antonyms:
    """Two groups of words that tell two things of one matter, of which only one can be right where they `exclude`."""

    kind: DifferenceKind
    one: Phrases
    other: Phrases
    exclude: bool = True


@dataclass(frozen=True)
class Wording:
    """The lexicon, folded."""

    negation: Phrases
    denial: frozenset[str]
    excluding: frozenset[str]  #: words that hold a content for out of the question
    undone: frozenset[str]  #: words before a denial that undo it
    untrue: Phrases  #: what calls a thing untrue
    rumour: Phrases  #: what is said, as its speaker does not own it («الحديث عن», "reports")
    called: frozenset[str]  #: verbs of "described talk of it as …"
    true: Phrases
    implicit: Phrases
    emphatic: Phrases
    any: frozenset[str]
    classes: dict[str, Phrases]
    cues: dict[str, Phrases]  #: class -> cues that put their content in it
    starts: dict[str, tuple[str, ...]]  #: first word of a phrase -> the classes it may belong to
    opposites: frozenset[frozenset[str]]
    antonyms: tuple[Antonyms, ...]
    present: frozenset[str]  #: words that only look like a future
    nominal: tuple[str, ...]  #: beginnings of such words
    toll: frozenset[str]
    shrinking: frozenset[str]  #: what is counted as it grows fewer
    people: frozenset[str]  #: those of `toll` that count anybody
    stock: frozenset[str]  #: what was there from the beginning, and how many it was does not grow
    preliminary: frozenset[str]  #: words that call a figure a first one
    risen: frozenset[str]  #: words that say of a figure that it was less
    final: frozenset[str]  #: words of a count that is closed
    until: frozenset[str]  #: words before the moment that a count is told for
    before: frozenset[str]
    after: frozenset[str]


_LED = 8  # words between «كان» and its «قد», at most
_WAS = frozenset(("كان", "كانت", "كانوا", "كنا", "يكن", "تكن", "يكونوا"))


_GAP = "*"  #: in a phrase: any one or two words («لم يغلق * الباب»)


def _phrases(entries: Iterable[str]) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in entries:
        phrase = tuple(form for part in entry.split() for form in ([_GAP] if part == _GAP else _forms(part)))
        found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(sorted(set(p), key=lambda x: (-len(x), x))) for first, p in found.items()}


def _forms(part: str) -> list[str]:
    return [w.form for w in words(part)]


def _listed(words_: str) -> Phrases:
    return _phrases(form.replace("_", " ") for entry in words_.split() for form in _persons(entry))


def _persons(entry: str) -> list[str]:
    """An entry, and of an Arabic verb marked with "~" its persons, perfect and imperfect."""
    if not entry.startswith("~"):
        return [entry]
    verb = entry[1:]
    base = verb[1:] if verb.startswith("أ") else verb
    return [verb, f"{verb}ت", f"{verb}وا", *(f"{mark}{base}" for mark in ("ي", "ت", "سي", "ست"))]


@cache
def wording() -> Wording:
    """The lexicon, read once."""
    raw: dict[str, Any] = tomllib.loads((files("riwaya.lexicon") / "strength.toml").read_text(encoding="utf8"))
    negation = raw["negation"]
    classes = {name: _phrases(entries) for name, entries in raw["classes"].items()}
    starts: dict[str, list[str]] = {}
    for name, phrases in classes.items():
        for first in phrases:
            starts.setdefault(first, []).append(name)
    return Wording(
        negation=_phrases(negation["words"]),
        denial=frozenset(map(fold, negation["denial"])),
        excluding=frozenset(map(fold, negation["excluding"])),
        undone=frozenset(map(fold, negation["undone"])),
        untrue=_phrases(negation["untrue"]),
        rumour=_phrases(negation["rumour"]),
        called=frozenset(map(fold, negation["called"])),
        true=_phrases(negation["true"]),
        implicit=_phrases(negation["implicit"]),
        emphatic=_phrases(negation["emphatic"]),
        any=frozenset(map(fold, negation["any"])),
        classes=classes,
        cues={name: _phrases(entries) for name, entries in raw["cues"].items()},
        starts={k: tuple(v) for k, v in starts.items()},
        opposites=frozenset(frozenset(pair) for pair in raw["softer"]["opposites"]),
        antonyms=tuple(
            Antonyms(kind, _listed(one), _listed(other), exclude)
            for exclude, listed in ((True, raw["antonyms"]["pairs"]), (False, raw["antonyms"]["other"]))
            for kind, *groups in listed
            for one, other in combinations(groups, 2)
        ),
        present=frozenset(fold(w) for w in raw["future"]["not"] if not w.endswith("*")),
        nominal=tuple(fold(w[:-1]) for w in raw["future"]["not"] if w.endswith("*")),
        toll=frozenset(map(fold, raw["toll"]["words"])),
        shrinking=frozenset(map(fold, raw["toll"]["shrinking"])),
        people=frozenset(map(fold, raw["toll"]["people"])),
        stock=frozenset(map(fold, raw["toll"]["stock"])),
        preliminary=frozenset(map(fold, raw["toll"]["preliminary"])),
        risen=frozenset(map(fold, raw["toll"]["risen"])),
        final=frozenset(map(fold, raw["toll"]["final"])),
        until=frozenset(map(fold, raw["toll"]["until"])),
        before=frozenset(map(fold, raw["time"]["before"])),
        after=frozenset(map(fold, raw["time"]["after"])),
    )


_JOINED = frozenset(p + w for p in "وف" for w in ("لم", "لن", "لا")) | {"وقد"}
"""Short words that keep their particle elsewhere, since few letters would be left."""


def bare(form: str) -> list[str]:
    """The word itself, and without particles and article."""
    found = [form, form[1:]] if form in _JOINED else without_particles(form)
    return found + [f[2:] for f in found if f.startswith("ال") and len(f) > 4]


@dataclass(frozen=True)
class Line:
    """The words of a text with the forms they are looked up by."""

    words: list[Word]
    forms: list[list[str]]


def line(ws: list[Word]) -> Line:
    """Words made ready to be looked up."""
    return Line(ws, [bare(w.form) for w in ws])


def _at(text: Line, i: int, phrases: Phrases) -> int:
    """How many words of the longest phrase that starts at word i; 0 for none."""
    for first in text.forms[i]:
        for phrase in phrases.get(first, ()):
            n = 1 if len(phrase) == 1 else _follows(text, i + 1, phrase[1:])
            if n:
                return n
    return 0


def _follows(text: Line, at: int, rest: tuple[str, ...]) -> int:
    """How many words from the one before `at` on a phrase takes whose other words stand there; 0 where they do not."""
    if _GAP not in rest:
        return len(rest) + 1 if tuple(w.form for w in text.words[at : at + len(rest)]) == rest else 0
    gap = rest.index(_GAP)
    head, tail = rest[:gap], rest[gap + 1 :]
    if tuple(w.form for w in text.words[at : at + gap]) != head:
        return 0
    for n in (1, 2):
        start = at + gap + n
        if tuple(w.form for w in text.words[start : start + len(tail)]) == tail:
            return gap + n + len(tail) + 1
    return 0


def _is_perfect(text: Line, i: int) -> bool:
    """Whether «قد» at word i only marks the past («كان قد تولى»، «وقد أعلن»), and does not say "may"."""
    if any(f in _WAS for forms in text.forms[max(0, i - _LED) : i] for f in forms):
        return True
    after = text.words[i + 1].form if i + 1 < len(text.words) else ""
    return not after.startswith(("ي", "ت", "ن")) or after.endswith(("ت", "وا"))


def matches(text: Line, phrases: Phrases, unless: Phrases | None = None) -> list[Span]:
    """Where the phrases stand among the words, in order; a place where a phrase of `unless` starts is passed over."""
    found, i, ws = [], 0, text.words
    while i < len(ws):
        passed = _at(text, i, unless) if unless else 0
        n = 0 if passed else _at(text, i, phrases)
        if n == 1 and "قد" in text.forms[i] and _is_perfect(text, i):
            n = 0
        if n:
            found.append(Span(ws[i].start, ws[i + n - 1].end))
        i += max(1, passed, n)
    return found


def hedges(text: Line) -> dict[str, Span]:
    """Classes of words that soften or strengthen, each with where it stands first."""
    lexicon, found = wording(), {}
    for name in sorted({c for forms in text.forms for f in forms for c in lexicon.starts.get(f, ())}):
        spans = matches(text, lexicon.classes[name])
        if spans:
            found[name] = spans[0]
    return found


def is_future(text: Line) -> bool:
    """Whether something is said to come («سيغلق», "will")."""
    if matches(text, wording().classes["future"]):
        return True
    return any(f[:1] == "س" and f[1:2] in ("ي", "ت", "ن") and len(f) >= _FUTURE
               and f not in wording().present and not f.startswith(wording().nominal)
               for forms in text.forms for f in forms[:2])


_FUTURE = 4  # letters of the shortest verb with the mark of the future («ستحل»)


def denies(text: str, first: int | None = None) -> bool:
    """Whether a cue denies («نفى», "denied"), or the first words of a content do. A denial that is itself negated
    («لم ينف», "did not deny") is none."""
    return _says(text, first, wording().denial)


def excludes(cue: str) -> bool:
    """Whether a cue holds its content for out of the question («استبعد»), and does not leave it open («لم يستبعد»)."""
    return _says(cue, None, wording().excluding)


def dismisses(cue: Line, content: Line) -> bool:
    """Whether what is said is called untrue, by the cue («لا صحة لما تردد عن») or in the content itself («الحديث عن
    صفقة هراء», "reports that … are baseless"); or told under a cue that calls talk of it something («واصفا الحديث عن
    … بأنه»), which nobody does of what he holds for true."""
    lexicon = wording()
    talk = [(i, s) for i, part in enumerate((cue, content)) for s in matches(part, lexicon.rumour)]
    if not talk:
        return False
    if talk[0][0] == 0 and any(f in lexicon.called for forms in cue.forms for f in forms):
        return not matches(content, lexicon.true)
    for i, part in enumerate((cue, content)):
        for span in matches(part, lexicon.untrue):
            if _undone(part, span.start):
                continue
            if any(k < i or (k == i and _told_of(part, s, span)) for k, s in talk):
                return True
    return False


def _told_of(text: Line, talk: Span, untrue: Span) -> bool:
    """Whether a word that calls untrue is said of a word for what is said; in "false reports", «أخبار كاذبة» it only
    stands with it («أدين بنشر أخبار كاذبة»)."""
    apart = max(talk.start - untrue.end, untrue.start - talk.end)
    word = next(w.form for w in text.words if w.start >= talk.start)
    with_it = untrue.start < talk.start if word.isascii() else talk.start < untrue.start and "ال" not in word[:4]
    return 0 <= apart <= _DISMISSED and not (apart <= 1 and with_it)


_DISMISSED = 120  # characters between the word for what is said and the one that calls it untrue


def _undone(text: Line, at: int) -> bool:
    """Whether a negation stands right before a place («ليست أكاذيب», "not false")."""
    before = [f for w, forms in zip(text.words, text.forms, strict=True) if w.end <= at for f in forms[:1]][-1:]
    return bool(before) and before[0] in wording().undone


def _says(text: str, first: int | None, listed: frozenset[str]) -> bool:
    ws = words(text) if first is None else first_words(text, first)
    for i, word in enumerate(ws):
        if any(f in listed for f in without_particles(word.form)):
            before = {f for w in ws[max(0, i - 2) : i] for f in bare(w.form)}
            if before.isdisjoint(wording().undone):
                return True
    return False
