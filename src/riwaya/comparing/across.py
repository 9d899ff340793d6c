"""Two reports in two languages: whether one translates the other, sentence by sentence."""

from __future__ import annotations

from riwaya.comparing.measures import Read
from riwaya.comparing.verdict import Comparison, Evidence, credits_between, sigmoid
from riwaya.derivations.across import centred, correspondence
from riwaya.encoder import Encoder

_TRANSLATED = 0.42  #: share of the sentences of the one that is covered better, from which it is a translation
_PASSAGES = 4


def judge_across(a: Read, b: Read, encoder: Encoder) -> Comparison:
    """Judge a pair of two languages by the correspondence of its sentences."""
    found = centred([a.report, b.report], encoder)
    there = correspondence(found[a.report.id], found[b.report.id])
    back = correspondence(found[b.report.id], found[a.report.id])
    covered = max(there.covered, back.covered)
    credits = credits_between(a, b)
    score = 8 * (covered - _TRANSLATED) + 1.5 * (there.order - 0.5) + (0.5 if credits.original else 0.0)
    spans = tuple(
        place for x, y in there.pairs[:_PASSAGES] for place in ((a.report.id, *x), (b.report.id, *y))
    )
    seen: tuple[Evidence, ...] = (
        Evidence("sentences", round(8 * (covered - _TRANSLATED), 2), f"{covered:.0%} of the sentences of one have "
                 f"their like in the other, {len(there.pairs)} pairs are each other's best", spans),
        Evidence("order", round(1.5 * (there.order - 0.5), 2), f"the order of the pairs agrees to {there.order:.2f}"),
    )
    original = credits.original.report.id if credits.original else None
    if credits.original:
        seen = (Evidence("credit", 0.5, credits.detail, credits.spans), *seen)
    if score > 0 and len(there.pairs) >= 3:
        return Comparison(a.report.id, b.report.id, "translates", original, sigmoid(score), seen)
    if original is not None and covered >= 0.15:
        return Comparison(a.report.id, b.report.id, "rewrites", original, 0.7, seen)
    return Comparison(a.report.id, b.report.id, "independent", None, sigmoid(-score), seen)
