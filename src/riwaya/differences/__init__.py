"""How two tellings of one claim differ: eight kinds, each with the words, whether they conflict, and why.

Rules that explain themselves read figures, dates, names, denials, hedges and chains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from riwaya.differences import attributions, names, numbers, polarity, times, wordings
from riwaya.differences.numbers import Found
from riwaya.differences.numbers import pairs as figure_pairs
from riwaya.differences.quantities import Quantity
from riwaya.differences.quantities import find as find_quantities
from riwaya.differences.roots import shared_stems
from riwaya.differences.telling import Telling, tell
from riwaya.model import Difference, DifferenceKind, Span, Statement

SURE = 0.5  #: how sure a difference must be to be called

__all__ = [
    "SURE", "Found", "Quantity", "Telling", "between", "figure_pairs", "find_quantities", "shown", "tell",
]  # fmt: skip

_COUNTED = 0.65  # above it two figures measure or count the same
_ON_ONE_THING = 0.25  # how alike two tellings are of which one may soften the other, or add a detail
_RELATED = 0.35  # from which on a hedge is worth what it is
_WORDS_ALONE = 0.6  # how sure a hedge alone is
_EXCLUDING = frozenset({"number", "date", "polarity", "name", "action"})


def between(a: Telling, b: Telling, parallel: float | None = None) -> list[Found]:
    """All differences between two tellings that are sure enough, the surest first.

    In: two tellings of one claim; `parallel`, how alike they are in wording and meaning, 0 to 1 (default: shared
    stems).
    Out: at most one difference a kind, except that several figures can differ.
    """
    apart, said, counted = _by_words(a, b)
    if not apart:
        return said
    found = _surest(said)
    hard = any(f.conflict and f.kind in _EXCLUDING and f.sure >= SURE for f in found)
    across = parallel is None and a.report.language != b.report.language  # where stems tell nothing
    likeness = _RELATED if across else shared_stems(a, b) if parallel is None else parallel
    if across:
        found = [f for f in found if f.kind != "detail"]
    if likeness < _ON_ONE_THING:  # of two that have little in common, what one softens or adds tells nothing
        found = [f for f in found if f.kind != "detail" and not _of_words(f)]
    elif likeness < _RELATED:
        found = [replace(f, sure=min(f.sure, SURE)) if _of_words(f) else f for f in found]
    for f in attributions.compare(a, b, parallel=likeness, counted=counted):
        if not hard or f.sure >= attributions.LOST:
            found.append(f)
    kept = [f for f in found if f.sure >= SURE]
    rival = any(f.kind == "number" and f.conflict for f in kept)
    if any(f.kind == "polarity" and f.conflict for f in kept):  # of what is not so, how many is no question
        kept = [f for f in kept if f.kind != "number" or f.sure > _COUNTED]
    if rival or any(f.kind == "polarity" and f.conflict for f in kept):  # how strongly it is said is nothing beside it
        kept = [f for f in kept if f.kind != "strength"]
    if any(f.kind == "number" for f in kept):
        kept = [f for f in kept if not _of_words(f)]
    if any(f.kind not in ("detail", "attribution") for f in kept):  # a detail where nothing stronger parts the two
        kept = [f for f in kept if f.kind != "detail"]
    return sorted(kept, key=lambda f: (-f.sure, f.kind, f.a or Span(0, 0), f.b or Span(0, 0)))


def _of_words(f: Found) -> bool:
    """Whether a difference hangs on a hedge alone."""
    return f.kind == "strength" and not f.conflict and f.sure <= _WORDS_ALONE


def _by_words(a: Telling, b: Telling) -> tuple[bool, list[Found], bool]:
    """What depends on the two alone: whether more is to be asked, the differences found so far, and whether figures
    differ without a conflict."""

    def compared() -> tuple[bool, list[Found], bool]:
        denial = polarity.denial(a, b)
        if denial is not None and _one_content(a.statement, b.statement):  # «... , وهو ما نفاه ...»: told, and denied
            return False, [denial], False
        if _nested(a.statement, b.statement):
            return False, [], False
        if denial is not None:  # what else differs is nothing beside it
            return False, [denial], False
        if a.disowned != b.disowned:  # what is denied is not told: nothing in it stands against the other
            return False, [f for f in wordings.compare(a, b) if f.kind == "detail"], False
        figures = list(numbers.compare(a, b))
        said = [*figures, *times.compare(a, b), *names.compare(a, b), *wordings.compare(a, b)]
        return True, said, attributions.counted(figures)

    if a.known is None:
        return compared()

    def written() -> list[Any]:
        more, said, counted = compared()
        return [more, [[f.kind, f.a, f.b, f.conflict, f.why, f.sure, f.update] for f in said], counted]

    more, said, counted = a.known.of("between", (a.mark, b.mark), written)
    return more, [_found(*row) for row in said], counted


def _found(kind: Any, a: Any, b: Any, *rest: Any) -> Found:
    return Found(kind, a and Span(*a), b and Span(*b), *rest)


def _surest(said: Sequence[Found]) -> list[Found]:
    """The surest of each kind; figures all."""
    best: dict[DifferenceKind, list[Found]] = {}
    for found in sorted(said, key=lambda f: -f.sure):
        if found.kind == "number" or found.kind not in best:
            best.setdefault(found.kind, []).append(found)
    return [f for group in best.values() for f in group]


def _nested(a: Statement, b: Statement) -> bool:
    """Whether one stands in the other, as what a source says of another's words does."""
    return a.id != b.id and a.report == b.report and a.start < b.end and b.start < a.end


def _one_content(a: Statement, b: Statement) -> bool:
    """Whether two statements have one content, at one place of one report."""
    return (a.report, a.start, a.end) == (b.report, b.start, b.end)


def shown(a: Telling, b: Telling, found: Found) -> Difference:
    """A difference with spans in the reports' texts. One of attribution points at the cues."""
    left = a.place(found.a) if found.a else None
    right = b.place(found.b) if found.b else None
    if found.kind == "attribution":
        left, right = a.statement.cue, b.statement.cue
    return Difference(found.kind, (a.statement.id, b.statement.id), (left, right), found.conflict, found.why,
                      round(found.sure, 3), found.update)
