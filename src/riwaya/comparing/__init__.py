"""How two reports relate: one copies, rewrites or translates the other, both copy a third text, they share a formula
only, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from riwaya.comparing.measures import Background, Read, background, look
from riwaya.comparing.verdict import Comparison, Evidence, Label, judge
from riwaya.model import Report

if TYPE_CHECKING:
    from riwaya.encoder import Encoder

__all__ = ["Comparison", "Evidence", "Label", "compare", "compare_many", "line"]


@dataclass(frozen=True, eq=False)
class _Looks:
    reads: Mapping[str, Read]
    ground: Background


def compare(a: Report, b: Report, collection: Sequence[Report] = (), encoder: Encoder | None = None) -> Comparison:
    """How two reports relate. `collection`: reports to learn from what is a formula (the two are added); `encoder`:
    sentence vectors, for a pair in two languages (loaded where needed and not given)."""
    others = [r for r in collection if r.id not in (a.id, b.id)]
    return next(compare_many([(a.id, b.id)], [a, b, *others], encoder))


def compare_many(
    pairs: Sequence[tuple[str, str]], reports: Sequence[Report], encoder: Encoder | None = None
) -> Iterator[Comparison]:
    """How the reports of each pair of ids relate, in the order of the pairs. What words and runs are worth is learnt
    from all `reports`. Raises KeyError for an id that is not among them."""
    by_id = {r.id: r for r in reports}
    wanted = dict.fromkeys(i for pair in pairs for i in pair)
    reads = {i: look(by_id[i]) for i in wanted}
    texts = [reads[i].text if i in reads else look(r).text for i, r in by_id.items()]
    looks = _Looks(reads, background(texts, [r.text for r in reads.values()]))
    for a, b in pairs:
        if by_id[a].language != by_id[b].language:
            yield _across(by_id[a], by_id[b], looks, encoder)
        else:
            yield judge(looks.reads[a], looks.reads[b], looks.ground)


def _across(a: Report, b: Report, looks: _Looks, encoder: Encoder | None) -> Comparison:
    from riwaya.comparing.across import judge_across

    if encoder is None:
        from riwaya.encoder import encoder as best

        encoder = best()
    return judge_across(looks.reads[a.id], looks.reads[b.id], encoder)


def line(found: Comparison) -> str:
    """One line of `riwaya compare --format json` (docs: contract)."""
    return json.dumps(
        {
            "a": found.a, "b": found.b, "label": found.label, "from": found.from_, "confidence": found.confidence,
            "evidence": [
                {"feature": e.feature, "weight": e.weight, "detail": e.detail, "spans": [list(s) for s in e.spans]}
                for e in found.evidence
            ],
        },
        ensure_ascii=False,
    )
