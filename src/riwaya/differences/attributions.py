"""The same content in another mouth: a source lost on the way, replaced, or gained.

Conventions (gold_format.md, 4): a middle link that differs is no difference, and rival figures of different people are
not one utterance in two mouths.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riwaya.differences.numbers import Found
from riwaya.differences.telling import Telling
from riwaya.language.arabic import stem
from riwaya.language.text import fold, words

LOST = 0.8  #: how sure it is that a source was lost, where the chain of the other goes on beyond it
_OPEN = frozenset(("person", "organization", "group"))
_OPENLY = 0.3  # less sure where one says it openly: others say the same of themselves, and names are seldom dropped
_OPENLY_LOST = 0.15  # the same, where the chain goes on beyond who is named
_EARLIER = 0.25  # less sure where the outlet said it days before the source is quoted: it dropped nobody
_PARALLEL = 0.55  # alike enough that one is told after the other
_RELATED = 0.35  # less alike, an outlet's own words are its own


def counted(figures: Sequence[Found]) -> bool:
    """Whether a figure is a later state of the other, by what `riwaya.differences.numbers` found."""
    return any(f.update for f in figures)


def compare(a: Telling, b: Telling, *, parallel: float, counted: bool) -> Iterator[Found]:
    """The difference of attribution between two tellings, if there is one.

    `parallel`: how alike the two are in wording and meaning, 0 to 1; `counted`: whether a figure of one is a later
    state of the other's, which is another utterance. Two people may say the same of themselves; that a source was put
    in another's place shows only where the words run parallel and both go unnamed, or one of them is an outlet. Who
    says a thing openly is seldom dropped; an unnamed source, a document, another outlet are.
    """
    if a.origin == b.origin or (a.sources and b.sources and fold(_name(a)) == fold(_name(b))):
        return  # who is printed alike is told apart by the report alone («سكان الحي»)
    open_ = any(t.sources and t.sources[-1].kind in _OPEN for t in (a, b))
    lost = _lost(a, b) or _lost(b, a)
    if lost:
        yield Found("attribution", None, None, False, lost, LOST - (_OPENLY_LOST if open_ else 0.0))
        return
    if counted:
        return
    told = 0 if parallel >= _PARALLEL else 1 if parallel >= _RELATED else 2
    if a.own != b.own:
        why = f"attributed to {_name(b if a.own else a)} in one, said by the outlet itself in the other"
        doubt = _OPENLY if open_ else 0.0
        if _before(a if a.own else b, b if a.own else a):
            doubt += _EARLIER
        yield Found("attribution", None, None, False, why, _DROPPED[told] - doubt)
    elif not a.own and not b.own:
        direct = a.statement.voice == b.statement.voice == "direct"
        kinds = [t.sources[-1].kind if t.sources else "" for t in (a, b)]
        stops = sum(kind in ("outlet", "agency") for kind in kinds) == 1
        if direct and parallel >= _VERBATIM:
            yield Found("attribution", None, None, True, f"one utterance given to {_name(a)} and to {_name(b)}", 0.85)
        elif stops:
            why = f"{_name(a)} in one, {_name(b)} in the other: one stops at who passed it on"
            yield Found("attribution", None, None, False, why, _STOPPED[told] - (_OPENLY if open_ else 0.0))
        else:
            unnamed = kinds == ["anonymous", "anonymous"] and not _maybe_one(a, b)
            why = f"{_name(a)} in one, {_name(b)} in the other"
            yield Found("attribution", None, None, False, why, _REPLACED[told] if unnamed else _TWO)


_VERBATIM = 0.8
# how sure that one mouth stands for another: told in parallel, told of the same, less alike
_DROPPED = (0.85, 0.7, 0.4)  # by an outlet that says it itself
_STOPPED = (0.8, 0.6, 0.5)  # for the outlet that passed it on
_REPLACED = (0.6, 0.45, 0.3)  # two unnamed sources
_TWO = 0.3  # of whom one says it openly


def _before(own: Telling, attributed: Telling) -> bool:
    """Whether an outlet's own words were printed on an earlier day."""
    return bool(own.published and attributed.published and own.published < attributed.published)


def _lost(a: Telling, b: Telling) -> str:
    """Whether b stops at a link that a's chain goes beyond."""
    beyond = set(a.statement.chain[:-1]) | ({a.report.outlet} if a.report.outlet and a.statement.chain else set())
    if b.origin in beyond:
        return f"{_name(a)} is the source in one; the other stops at {_name(b)}"
    return ""


def _maybe_one(a: Telling, b: Telling) -> bool:
    """Whether two unnamed sources may be one by what is said of them ("an official", "a senior official")."""
    one, two = ({stem(w.form) for w in words(t.sources[-1].name) if len(w.form) > _SHORT} for t in (a, b))
    return one <= two or two <= one


_SHORT = 2  # letters of "a", "an", "at", «في»


def _name(t: Telling) -> str:
    if t.sources:
        return t.sources[-1].name
    return t.report.outlet_name or t.report.outlet or t.report.id
