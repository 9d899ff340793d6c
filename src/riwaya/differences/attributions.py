"""The same content in another mouth: a source lost on the way, replaced, or gained.

Conventions (gold_format.md, 4): a middle link that differs is no difference, and rival figures of different people are
not one utterance in two mouths.
"""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.differences.numbers import Found
from riwaya.differences.telling import Telling

LOST = 0.8  #: how sure it is that a source was lost, where the chain of the other goes on beyond it


def compare(a: Telling, b: Telling, *, parallel: float) -> Iterator[Found]:
    """The difference of attribution between two tellings, if there is one.

    `parallel`: how alike the two are in wording and meaning, 0 to 1. Two people may say the same of themselves; that a
    source was put in another's place shows only where the words run parallel.
    """
    if a.origin == b.origin:
        return
    lost = _lost(a, b) or _lost(b, a)
    if lost:
        yield Found("attribution", None, None, False, lost, LOST)
    elif a.own != b.own:
        why = f"attributed to {_name(b if a.own else a)} in one, said by the outlet itself in the other"
        yield Found("attribution", None, None, False, why, 0.5 + 0.3 * parallel)
    elif not a.own and not b.own:
        direct = a.statement.voice == b.statement.voice == "direct"
        stops = sum(bool(t.sources) and t.sources[-1].kind in ("outlet", "agency") for t in (a, b)) == 1
        named = all(t.sources and t.sources[-1].kind == "person" for t in (a, b))
        if direct and parallel >= 0.8:
            yield Found("attribution", None, None, True, f"one utterance given to {_name(a)} and to {_name(b)}", 0.85)
        elif stops:
            why = f"{_name(a)} in one, {_name(b)} in the other: one stops at who passed it on"
            yield Found("attribution", None, None, False, why, 0.5 + 0.2 * parallel)
        else:
            sure = 0.25 + 0.35 * parallel - (0.1 if named else 0.0)
            yield Found("attribution", None, None, False, f"{_name(a)} in one, {_name(b)} in the other", sure)


def _lost(a: Telling, b: Telling) -> str:
    """Whether b stops at a link that a's chain goes beyond."""
    beyond = set(a.statement.chain[:-1]) | ({a.report.outlet} if a.report.outlet and a.statement.chain else set())
    if b.origin in beyond:
        return f"{_name(a)} is the source in one; the other stops at {_name(b)}"
    return ""


def _name(t: Telling) -> str:
    if t.sources:
        return t.sources[-1].name
    return t.report.outlet_name or t.report.outlet or t.report.id
