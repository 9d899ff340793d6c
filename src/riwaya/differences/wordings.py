"""Polarity, strength and plain opposites: what the words themselves say about how two tellings differ."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.differences.lexicon import Phrases, bare, denies, matches, wording
from riwaya.differences.numbers import Found
from riwaya.differences.telling import Telling
from riwaya.language.arabic import stem
from riwaya.language.text import Word
from riwaya.model import Span

_CONTAINED = 0.7  # share of the shorter telling's stems that the longer must have for a detail to be called
_DETAIL = 3  # new words that make a detail
_EMPTY = frozenset(("the", "been", "have", "yet", "longer", "any", "was", "were", "had", "has", "that"))


def compare(a: Telling, b: Telling) -> Iterator[Found]:
    """Differences that the lexicon explains."""
    yield from _polarity(a, b)
    yield from _strength(a, b)
    yield from _opposites(a, b)
    yield from _detail(a, b)


def denial(a: Telling, b: Telling) -> Found | None:
    """The conflict between a denial and the claim that it denies, if this is one."""
    if a.refused == b.refused or _negated_through(a) or _negated_through(b):
        return None
    denied, other = (a, b) if a.refused else (b, a)
    if a.origin == b.origin and other.negations:  # "denied any death"; "found no death": one source says no twice
        return None
    if denies(other.text, _REPORTED):  # «وفي بيان مقتضب نفت …»: the outlet tells of a denial
        return None
    if any(s.start <= other.words[min(_OPENS, len(other.words) - 1)].start
           for s in matches(other.line, wording().implicit)):  # «رفض …», "declined to": no as well
        return None
    why = f"denied by its source («{denied.cue.strip()[:40]}»), asserted in the other"
    return Found("polarity", _whole(a), _whole(b), True, why, 0.9)


_REPORTED = 9  # words among which an outlet's report of a denial has its verb
_OPENS = 2  # words before the one that says what is done, at most


def _polarity(a: Telling, b: Telling) -> Iterator[Found]:
    """A negation that one has: of a word that the other has bare, or, where the other negates nothing at all, by what
    the words around it share."""
    alike = shared_stems(a, b)
    for x, y, swap, negation in [(a, b, False, n) for n in _verbal(a)] + [(b, a, True, n) for n in _verbal(b)]:
        after = next((w for w in x.words if w.start >= negation.end), None)
        match = _bare_match(after, y) if after else None
        if after is not None and match is not None and not _near_negation(match, y) and not _withheld(match, y):
            spans = (Span(negation.start, after.end), Span(match.start, match.end))
            first, second = spans[::-1] if swap else spans
            yield Found("polarity", first, second, True, "negated in one, not in the other", 0.4 + 0.4 * alike)
            return
    for x, y, swap in ((a, b, False), (b, a, True)):
        found = _negated_alone(x, y, alike)
        if found is not None:
            span, sure = found
            why = "one negates, nothing in the other does"
            yield Found("polarity", None if swap else span, span if swap else None, True, why, sure)
            return


def _withheld(word: Word, t: Telling) -> bool:
    """Whether a word that says no by itself stands right before («منعت عرض», "refused to sign")."""
    near = matches(t.line, wording().implicit)
    return any(0 <= word.start - n.end <= _RIGHT_AFTER for n in near)


_RIGHT_AFTER = 8  # characters: "to the"


def _verbal(t: Telling) -> list[Span]:
    """Negations of what is said."""
    return [n for n in t.negations if any(f in _VERBAL for f in bare(n.of(t.text).lower()))]


def _governing(t: Telling) -> list[Span]:
    """Negations that turn what is told as a whole: near its beginning, in no relative clause («طاحون لا عمال فيه»,
    "a mill that has no wheel") and no contrast at its end («، وليس في القرية», "for its place, not its wheel")."""
    found = []
    for negation in _verbal(t):
        i = next(i for i, w in enumerate(t.words) if w.start >= negation.start)
        near = t.words[max(0, i - _RELATIVE) : i]
        apart = t.text[t.words[i - 1].end : negation.start].strip() if i else ""
        noun = bool(_OF_NOUNS & set(bare(negation.of(t.text).lower())))
        if i > (_EARLY_NOUN if noun else _EARLY) or any(w.form in _RELATIVES for w in near) or apart[-1:] in _PAUSES:
            continue
        found.append(negation)
    return found


_EARLY, _EARLY_NOUN = 7, 2  # words before a negation that may turn the whole, a verb's or a noun's («لا عمال»)
_RELATIVE = 3  # words before a negation among which a relative pronoun opens a clause of its own
_RELATIVES = frozenset(("الذي", "التي", "الذين", "اللذين", "اللواتي", "who", "which", "whose", "where",
                        "whom", "but", "بل", "لكن"))
_PAUSES = ("،", ",", ";", "؛", "-", "–", "—")
_OF_NOUNS = frozenset(("لا", "no", "ليس", "ليست"))


def _negated_alone(x: Telling, y: Telling, alike: float) -> tuple[Span, float] | None:
    """(negation and the word it stands at, how sure) where x negates and y neither negates nor says so otherwise."""
    negations = _governing(x)
    if not negations or y.negations or y.refused or matches(y.line, wording().implicit):
        return None
    negation = negations[0]
    after = [i for i, w in enumerate(x.words) if w.start >= negation.end]
    if not after or any(not _EXCEPT.isdisjoint(x.line.forms[i]) for i in after):  # "not … before": it will, after
        return None
    span = Span(negation.start, x.words[after[0]].end)
    longest = max(len(x.words), len(y.words))
    if x.report.language != y.report.language:
        return (span, 0.55) if longest <= _BRIEF else None
    roots = {_root(w.form) for w in y.words}
    near = sum(_root(x.words[i].form) in roots for i in after[:_REACH] if len(x.words[i].form) > 2)
    if longest <= _SHORT and near:
        return span, 0.6 + 0.2 * alike
    return (span, 0.6) if near > 1 and alike >= _MOSTLY else None


_EXCEPT = frozenset(("سوي", "الا", "غير", "قبل", "حتي", "ما", "until", "before", "unless", "except", "only", "but"))
_REACH = 5  # words after a negation that it may govern
_BRIEF, _SHORT = 16, 20  # words of tellings in which a negation most likely is of the whole
_MOSTLY = 0.6  # stems shared from which on long tellings are taken for parallel


_VERBAL = frozenset(("لا", "لم", "لن", "ليس", "ليست", "not", "never", "didn't", "wasn't", "isn't", "doesn't", "don't",
                     "won't", "hasn't", "haven't", "hadn't", "weren't", "aren't", "cannot", "can't", "no",
                     "nothing", "nobody", "none", "neither"))
"""Negations of what is said; «دون» or "without" negate a circumstance."""


def _negated_through(t: Telling) -> bool:
    """A denial of a negation («نفت عدم ...») or a content that negates, whatever in it: both may say no."""
    second = t.words[1].end if len(t.words) > 1 else 0
    return bool(_governing(t)) or (bool(t.negations) and t.negations[0].start <= second)


def _bare_match(word: Word, other: Telling) -> Word | None:
    """The other telling's word of the same root, as far as a light stem can tell."""
    wanted = _root(word.form)
    if len(wanted) < 3 or word.form in _EMPTY:
        return None
    return next((w for w in other.words if _root(w.form) == wanted and not w.form.startswith("ال")), None)


def _root(form: str) -> str:
    """A stem with the marks of person and tense off: يعتمد, اعتمدت and تعتمدها meet."""
    base = stem(form.removesuffix("وا"))
    if base[:1] == "س" and base[1:2] in ("ي", "ت", "ن", "ا") and len(base) >= 5:  # the future: ستحضر
        base = base[1:]
    if base[:1] in ("ي", "ت", "ن", "ا") and len(base) >= 4:
        base = base[1:]
    if base[:1] == "ت" and len(base) >= 4:  # the fifth and sixth forms: تتبلغ, تراجع
        base = base[1:]
    return base.removesuffix("ت") if len(base) > 3 else base


def _near_negation(word: Word, t: Telling) -> bool:
    return any(0 <= word.start - n.end <= 20 for n in t.negations)


def _whole(t: Telling) -> Span:
    return Span(0, len(t.text))


_SILENT = frozenset({"small", "large", "full", "partial", "most", "certain", "near", "short", "beyond",
                     "threat"})
"""Degrees: alone they say little, since an adjective is often left out where nothing is softened; and classes whose
words stand for many another («تهدد»)."""

_ONLY_AGAINST = (("causes", "linked"), ("linked", "causes"))
"""Classes that say something only beside the other: that a thing caused another is said in many ways."""

_TO_COME = frozenset({"likely", "intended"})
"""Classes that say of what is to come no more than the future does («ستستغني», «تعتزم الاستغناء»)."""

_UNDECIDED = frozenset({"weighing", "intended"})
"""Classes that what is done excludes: who weighs whether to open an inquiry has not opened it."""


def _strength(a: Telling, b: Telling) -> Iterator[Found]:
    only_a = {k: v for k, v in a.hedges.items() if k not in b.hedges and k != "future"}
    only_b = {k: v for k, v in b.hedges.items() if k not in a.hedges and k != "future"}
    for pair in sorted(map(sorted, wording().opposites)):
        for one, other in (tuple(pair), tuple(pair)[::-1]):
            if one in only_a and other in only_b:
                yield Found("strength", only_a[one], only_b[other], True, f"{one} against {other}", 0.85)
                return
    for held, beside in _ONLY_AGAINST:
        for mine, theirs in ((only_a, b.hedges), (only_b, a.hedges)):
            if held in mine and beside not in theirs:
                del mine[held]
    for mine, one_, other_ in ((only_a, a, b), (only_b, b, a)):
        for held in [k for k, span in mine.items() if _says_nothing(k, span, one_, other_)]:
            del mine[held]
    cued = _cued(a, b)
    if cued is not None and not only_a and not only_b:
        yield cued
        return
    for silent, sure in ((False, 0.6), (True, 0.35)):
        x = next((k for k in only_a if (k in _SILENT) == silent), None)
        y = next((k for k in only_b if (k in _SILENT) == silent), None)
        if x or y:
            done = (x in _UNDECIDED and _settled(b)) or (y in _UNDECIDED and _settled(a))
            why = f"{x or 'nothing of the sort'} against {y or 'nothing of the sort'}"
            if done:
                why += ": what one tells as done is not yet done in the other"
            yield Found("strength", only_a[x] if x else None, only_b[y] if y else None, done, why, sure)
            return


def _cued(a: Telling, b: Telling) -> Found | None:
    """A hedge in the cue of one («رجّح أن تكون مغلقة»), where the other has none, in its cue or its content."""
    if bool(a.cue_hedges) == bool(b.cue_hedges) or a.refused or b.refused:
        return None
    x, y = (a, b) if a.cue_hedges else (b, a)
    name, span = next(iter(x.cue_hedges.items()))
    if name in y.hedges or not _CUED.isdisjoint(y.hedges):
        return None
    left, right = (span, None) if x is a else (None, span)
    said, nothing = f"{name} by its cue", "nothing of the sort"
    why = f"{said} against {nothing}" if x is a else f"{nothing} against {said}"
    return Found("strength", left, right, False, why, 0.6)


_CUED = frozenset({"possible", "likely", "apparent", "alleged"})


def _says_nothing(held: str, span: Span, x: Telling, y: Telling) -> bool:
    """Whether a hedge that x has and y lacks makes no difference of strength."""
    if held in _TO_COME and _to_come(y):
        return True
    if held in _UNDECIDED and x.report.language != y.report.language:  # what is done stands at no one place of a clause
        return False
    return (held == "wished" and not y.future) or _left_out(span, x, y)


def _settled(t: Telling) -> bool:
    """Whether a telling says without a hedge that something is done."""
    return not t.future and not t.negations and not t.hedges.keys() - _SILENT


def _to_come(t: Telling) -> bool:
    return t.future or not _TO_COME.isdisjoint(t.hedges)


def _left_out(hedge: Span, x: Telling, y: Telling) -> bool:
    """Whether what a hedge of x is said of is left out of y: a detail that is missing is no certainty gained.

    In one language: none of the words beside the hedge has its root in y. Across languages: it stands late in a
    telling that is longer than the other.
    """
    i = next(i for i, w in enumerate(x.words) if w.start >= hedge.start)
    if x.report.language != y.report.language:
        return i > len(x.words) / 2 and len(x.words) > _LONGER * len(y.words)
    after = [w for w in x.words[i + 1 :] if w.start >= hedge.end and len(w.form) > _SHORTEST][:_SAID_OF]
    near = [*after, *(w for w in x.words[max(0, i - 1) : i] if len(w.form) > _SHORTEST)]
    if not near or i <= 1:
        return False
    roots = {_root(f) for forms in y.line.forms for f in forms}
    return not any(_root(f) in roots for w in near for f in bare(w.form))


_LONGER = 1.3
_SHORTEST, _SAID_OF = 3, 4  # letters of a word, and words after a hedge, that tell what it is said of


def _opposites(a: Telling, b: Telling) -> Iterator[Found]:
    for entry in wording().antonyms:
        for one, other in ((entry.one, entry.other), (entry.other, entry.one)):
            if a.bare.isdisjoint(one) or b.bare.isdisjoint(other):
                continue
            x, y = _alone(a, one, other), _alone(b, other, one)
            if x is None or y is None:
                continue
            negated = _just_after_negation(x, a) != _just_after_negation(y, b)
            if not negated:
                why = f"«{x.of(a.text)}» against «{y.of(b.text)}»"
                yield Found(entry.kind, x, y, True, why, 0.7)


def _alone(t: Telling, phrases: Phrases, others: Phrases) -> Span | None:
    """Where the first of the phrases stands, if none of the others does; the longer counts where they begin alike or
    one holds the other ("closed the door", "not closed the door")."""
    here, there = matches(t.line, phrases), matches(t.line, others)
    here = [h for h in here if not any(o.start <= h.start and h.end <= o.end and o != h for o in there)]
    there = [o for o in there if not any(h.start <= o.start and o.end <= h.end and o != h for h in here)]
    return here[0] if here and not there else None


def _just_after_negation(span: Span, t: Telling) -> bool:
    return any(0 <= span.start - n.end <= 12 for n in t.negations)


def _detail(a: Telling, b: Telling) -> Iterator[Found]:
    """A run of words with which the longer telling begins or ends and that the shorter, otherwise contained in it, has
    not."""
    if a.report.language != b.report.language or shared_stems(a, b) < _CONTAINED:
        return
    for x, y, swap in ((a, b, False), (b, a, True)):
        run = _longest_new_run(x, y)
        if run is not None and len(x.words) > len(y.words) and _at_an_end(run, x):
            left, right = (None, run) if swap else (run, None)
            yield Found("detail", left, right, False, f"«{run.of(x.text)}» stands in one alone", 0.6)


def _at_an_end(run: Span, t: Telling) -> bool:
    """Whether a run stands at the beginning or end of a content, a word more or less."""
    return run.start <= t.words[1].start or run.end >= t.words[-2].end


def _longest_new_run(x: Telling, y: Telling) -> Span | None:
    """The longest run of words of x whose stems y lacks, a single word of y's between allowed; at least _DETAIL new."""
    best: tuple[int, int, int] | None = None
    start, new, last = None, 0, -1
    for i, w in enumerate(x.words):
        if stem(w.form) in y.stems:
            if start is not None and i - last > 1:
                start, new = None, 0
            continue
        start, new, last = (i if start is None else start), new + 1, i
        if new >= _DETAIL and (best is None or new > best[0]):
            best = new, start, i
    return Span(x.words[best[1]].start, x.words[best[2]].end) if best else None


def shared_stems(a: Telling, b: Telling) -> float:
    """How much of the shorter telling's vocabulary the other has, 0 to 1."""
    small = min(len(a.stems), len(b.stems))
    return len(a.stems & b.stems) / small if small else 0.0


__all__ = ["compare", "denial", "shared_stems"]
