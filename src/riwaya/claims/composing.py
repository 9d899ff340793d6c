"""Claims whose statements a person put together: parted into versions and compared like any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.claims.alignment import _claim, _material
from riwaya.differences import tell
from riwaya.encoder import Encoder
from riwaya.language.text import fold
from riwaya.model import Claim, Report, Source, Statement

_LEAST = 0.005  # what likeness still weighs, so that the most typical stands for the rest, where all is sure


def compose(
    reports: Sequence[Report],
    sources: Sequence[Source],
    statements: Sequence[Statement],
    groups: Sequence[Sequence[str]],
    encoder: Encoder,
) -> tuple[Claim, ...]:
    """A claim for each group of statement ids, in the order given.

    In: reports, sources and all statements of one story, as for `align`; groups without a common member. That the
    statements of a group are one claim is taken for sure, so every two versions are compared. Raises KeyError for an
    id that is no statement of the story.
    """
    if not groups:
        return ()
    by_report = {r.id: r for r in reports}
    by_source = {s.id: s for s in sources}
    ordered = sorted(statements, key=lambda s: (s.report, s.start, s.end, s.id))
    tellings = {s.id: tell(s, by_report[s.report], by_source) for s in ordered}
    material = _material(list(tellings.values()), encoder)
    index = {fold(h[0].text): i for i, h in enumerate(material.holders)}
    made = []
    for group in groups:
        wanted = set(group)
        entries = sorted({index[fold(tellings[s].text)] for s in group})
        holders = list(material.holders)
        for i in entries:
            holders[i] = [t for t in holders[i] if t.statement.id in wanted]
        likeness = {
            (i, j): 1 - _LEAST * (1 - float(material.entries[i].centred @ material.entries[j].centred))
            for i in entries for j in entries if i < j
        }
        made.append(_claim(replace(material, holders=holders), entries, likeness, {}))
    return tuple(made)
