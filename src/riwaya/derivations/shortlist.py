"""Which pairs of a story's reports to look at closely. In a story of a few dozen reports all; in a large one those that
share rare wording, those that say the same things where one is early, and those of which one credits the other: a
number of pairs that grows with the reports and not with their square."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from riwaya.derivations.holders import digested
from riwaya.derivations.relation import Sayings
from riwaya.derivations.reuse import Text
from riwaya.model import Report

ALL = 40  #: reports up to which every pair is looked at
_NEAREST = 6  #: pairs a report by wording, and as many by what is said
_SAMPLE = 32  #: runs by which a text is known
_EARLY = 40  #: reports of a claim that others may have it from


def pairs(
    reports: Mapping[str, Report], texts: Mapping[str, Text], said: Mapping[str, Sayings],
    credited: Mapping[str, Sequence[str]],
) -> list[tuple[str, str]]:
    """Pairs of report ids, the smaller first, in order. `credited`: what each report credits."""
    ids = sorted(reports)
    if len(ids) <= ALL:
        return [(a, b) for n, a in enumerate(ids) for b in ids[n + 1 :]]
    order = sorted(ids, key=lambda i: (reports[i].published_at or reports[i].published or "9999", i))
    found: set[tuple[str, str]] = set()
    for near in (_by_wording(order, texts), _by_sayings(order, said)):
        for i, others in near.items():
            best = sorted(others.items(), key=lambda item: (-item[1], item[0]))[:_NEAREST]
            found.update((min(i, j), max(i, j)) for j, _ in best)
    for i in ids:
        found.update((min(i, j), max(i, j)) for j in credited[i] if j in reports and j != i)
    return sorted(found)


def _by_wording(order: Sequence[str], texts: Mapping[str, Text]) -> dict[str, Counter[str]]:
    sample = {i: digested(texts[i].forms)[:_SAMPLE].tolist() for i in order}
    holders: dict[int, list[str]] = {}
    for i in order:
        for d in sample[i]:
            held = holders.setdefault(d, [])
            if len(held) < _EARLY:
                held.append(i)
    return {i: Counter(j for d in sample[i] for j in holders[d] if j != i) for i in order}


def _by_sayings(order: Sequence[str], said: Mapping[str, Sayings]) -> dict[str, Counter[str]]:
    holders: dict[str, list[str]] = {}
    for i in order:
        for c in said[i].claims:
            held = holders.setdefault(c, [])
            if len(held) < _EARLY:
                held.append(i)
    return {i: Counter(j for c in said[i].claims for j in holders[c] if j != i) for i in order}
