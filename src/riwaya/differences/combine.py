"""Rules and judge together: who is believed, and how much.

For each kind of difference a small logistic regression (train/differences.py, riwaya/models/differences.json) weighs
the surest rule, the judge's odds and how alike the texts are. Without a judge the rules stand as they are.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np

from riwaya.differences.numbers import Found
from riwaya.differences.opinion import Opinion
from riwaya.differences.telling import Telling
from riwaya.differences.wordings import shared_stems
from riwaya.encoder.weights import Floats
from riwaya.model import DifferenceKind

EVIDENCE = ("judge", "rule", "rule and alike", "alike", "conflict", "others", "rule conflict", "negation", "longer",
            "across")
_MOST = 6.0  # log odds are cut here


@dataclass(frozen=True)
class Weighing:
    """Weights over EVIDENCE and a bias, for a kind being there and for its being a conflict."""

    there: Floats
    conflict: Floats


@cache
def weighings() -> dict[str, Weighing]:
    """The learnt weights of every kind; {} where the file is not there."""
    source = files("riwaya.models") / "differences.json"
    if not source.is_file():
        return {}
    data = json.loads(source.read_text(encoding="utf8"))
    return {k: Weighing(np.array(v["there"], np.float32), np.array(v["conflict"], np.float32))
            for k, v in data["kinds"].items()}


def _odds(p: float) -> float:
    return max(-_MOST, min(_MOST, math.log(max(p, 1e-9) / max(1 - p, 1e-9))))


def evidence(kind: DifferenceKind, a: Telling, b: Telling, said: Sequence[Found], opinion: Opinion) -> list[float]:
    """What there is for a kind, in the order of EVIDENCE: the judge's odds; the surest rule, alone and times the stems
    shared; the stems shared; the judge's odds of a conflict and of the likeliest other kind; a rule's conflict; a
    negation in one alone; how much longer one is; two languages."""
    rule = max((f.sure for f in said if f.kind == kind), default=0.0)
    alike = shared_stems(a, b)
    return [
        _odds(opinion.kinds.get(kind, 0.0)),
        rule,
        rule * alike,
        alike,
        _odds(opinion.conflict),
        max(_odds(p) for k, p in opinion.kinds.items() if k != kind) if len(opinion.kinds) > 1 else -_MOST,
        float(any(f.kind == kind and f.conflict for f in said)),
        float(bool(a.negations) != bool(b.negations)),
        abs(math.log((len(a.words) + 1) / (len(b.words) + 1))),
        float(a.report.language != b.report.language),
    ]


def weigh(a: Telling, b: Telling, said: Sequence[Found], opinion: Opinion | None) -> list[Found]:
    """What the rules found with the judge's view mixed in, and what the judge alone sees; one of a kind, except
    figures. Attribution is left to the chains."""
    best: dict[DifferenceKind, list[Found]] = {}
    for found in sorted(said, key=lambda f: -f.sure):
        if found.kind == "number" or found.kind not in best:
            best.setdefault(found.kind, []).append(found)
    learnt = weighings()
    if opinion is None or not learnt:
        return [f for group in best.values() for f in group]
    out: list[Found] = []
    for kind, weighing in learnt.items():
        if kind == "attribution":
            continue
        name: DifferenceKind = kind  # type: ignore[assignment]
        x = np.array([*evidence(name, a, b, said, opinion), 1.0], np.float32)
        sure = 1 / (1 + math.exp(-max(-30.0, float(x @ weighing.there))))
        clash = float(x @ weighing.conflict) > 0
        group = best.get(name, [])
        if group:
            top = group[0].sure
            out += [replace(f, sure=sure * f.sure / top) for f in group]
        elif sure > 0:
            left, right = opinion.spans.get(name, (None, None))
            out.append(Found(name, left, right, clash and name != "detail", f"the judge: {sure:.2f}", sure))
    return out
