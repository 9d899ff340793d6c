"""Polarity, strength, opposites and details: what the words themselves say about how two tellings differ."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.differences import details, opposites, polarity
from riwaya.differences.lexicon import bare, wording
from riwaya.differences.numbers import Found
from riwaya.differences.opposites import PAUSES
from riwaya.differences.roots import root
from riwaya.differences.telling import Telling
from riwaya.model import Span


def compare(a: Telling, b: Telling) -> Iterator[Found]:
    """Differences that the lexicon explains."""
    yield from polarity.compare(a, b)
    yield from _strength(a, b)
    yield from opposites.compare(a, b)
    yield from details.compare(a, b)


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
    for mine, theirs in ((only_a, b.cue_hedges), (only_b, a.cue_hedges)):
        if not _CUED.isdisjoint(theirs):  # «مرجحا أن تكون …», "appeared to have been …"
            for held in _CUED & mine.keys():
                del mine[held]
    cued = _cued(a, b)
    if cued is not None and not only_a and not only_b:
        yield cued
        return
    for silent, sure in ((False, 0.6), (True, 0.35)):
        x = next((k for k in only_a if (k in _SILENT) == silent), None)
        y = next((k for k in only_b if (k in _SILENT) == silent), None)
        if x or y:
            done = (x in _UNDECIDED and _settled(b) and _weighed_there(only_a[x], a, b)) or (
                y in _UNDECIDED and _settled(a) and _weighed_there(only_b[y], b, a))
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


def _weighed_there(hedge: Span, x: Telling, y: Telling) -> bool:
    """Whether y has what x says is weighed or intended, which stands right behind the word for it."""
    if x.report.language != y.report.language:
        return True
    pauses = [x.text.find(c, hedge.end) for c in PAUSES[:4]]
    pause = min((p for p in pauses if p >= 0), default=len(x.text))
    after = [w for w in x.words if hedge.end <= w.start < pause and len(w.form) > _SHORTEST and w.form not in _JOINING]
    after = after[:_WEIGHED]
    roots = {root(f) for forms in y.line.forms for f in forms}
    return any(root(f) in roots for w in after for f in bare(w.form))


_WEIGHED = 3  # words
_JOINING = frozenset(("whether", "with", "about", "that", "their", "option", "possibility", "امكانيه", "مساله"))


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
    roots = {root(f) for forms in y.line.forms for f in forms}
    return not any(root(f) in roots for w in near for f in bare(w.form))


_LONGER = 1.3
_SHORTEST, _SAID_OF = 3, 4  # letters of a word, and words after a hedge, that tell what it is said of
