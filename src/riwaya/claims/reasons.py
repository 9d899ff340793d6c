"""What speaks for and against two contents being one claim, feature by feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.claims.context import Context
from riwaya.claims.features import FEATURES, PRIORS, Entry, measure
from riwaya.claims.scorer import Scorer

_LIGHT = 0.05  #: log odds below which a reason is not worth telling


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for (weight above 0) or against a pair, in log odds."""

    name: str
    what: str  #: what it is, in words
    weight: float


def reasons(entries: Sequence[Entry], scorer: Scorer, around: Context, i: int, j: int) -> tuple[Reason, ...]:
    """The reasons for and against the contents i < j, the heaviest first; `around` is the context of all."""
    a, b = entries[i], entries[j]
    values = measure(a, b, a.matter(), b.matter())
    found = [
        Reason(name, what, float(value * weight))
        for (name, what), value, weight in zip(FEATURES.items(), values, scorer.weights, strict=True)
    ]
    found += [Reason(name, PRIORS[name][0], weight) for name, weight in around.parts(i, j)]
    found.append(Reason("to begin with", "two statements are seldom one claim", scorer.bias))
    return tuple(sorted((r for r in found if abs(r.weight) > _LIGHT), key=lambda r: (-abs(r.weight), r.name)))


def told(found: Sequence[Reason], most: int = 5) -> str:
    """The heaviest reasons on one line: "+2.1 meaning, −0.9 one report"."""
    return ", ".join(f"{'+' if r.weight > 0 else '−'}{abs(r.weight):.1f} {r.name}" for r in found[:most])
