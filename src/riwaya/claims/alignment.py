"""From statements to claims, once through: tell, encode, pair, judge, cluster, part into versions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from riwaya.claims.candidates import candidates
from riwaya.claims.cluster import cluster
from riwaya.claims.context import Context, context
from riwaya.claims.encoding import Encoded, encode
from riwaya.claims.entries import prepare
from riwaya.claims.features import Entry, Matter, measure
from riwaya.claims.reasons import reasons, told
from riwaya.claims.scorer import Scorer, scorer, sigmoid
from riwaya.claims.versions import versions
from riwaya.differences import Telling, tell
from riwaya.encoder import Encoder
from riwaya.language.text import fold
from riwaya.model import Claim, Report, Source, Statement
from riwaya.recall import Recall

THRESHOLD = {"tokens": 0.3, "plain": 0.3}
BESIDE = -3.0  #: log odds of a pair from which on its neighbours are asked
HELD = 2048  #: contents whose words are held ready while pairs are measured
_UNSURE = (0.2, 0.6)
_MOST_UNSURE = 12  # pairs listed a claim
_MOST_WHY = 8  # contents of a claim whose belonging is told


@dataclass(frozen=True)
class Material:
    """A story ready to be clustered: one entry for each distinct content, and who has it."""

    entries: list[Entry]
    holders: list[list[Telling]]  #: the tellings with that content, in order
    scorer: Scorer
    kind: str

    @property
    def threshold(self) -> float:
        """The mean probability at which groups still merge."""
        return THRESHOLD[self.kind]


def align(
    reports: Sequence[Report], sources: Sequence[Source], statements: Sequence[Statement], encoder: Encoder,
    known: Recall | None = None,
) -> tuple[Claim, ...]:
    """Group the statements of one story into claims, part each into versions and say how these differ.

    In: the reports and sources that the statements name, any encoder, and what was compared before (`known`).
    Out: every statement in exactly one claim;
    claims in the order of their first statement by report and place. The order of the input changes nothing.
    `Claim.independent` is left at its default: another stage counts.
    """
    by_report = {r.id: r for r in reports}
    by_source = {s.id: s for s in sources}
    ordered = sorted(statements, key=lambda s: (s.report, s.start, s.end, s.id))
    tellings = [tell(s, by_report[s.report], by_source, known) for s in ordered]
    if not tellings:
        return ()
    material = _material(tellings, encoder)
    around = context(material.holders)
    scored = _score(material, around)
    centred = np.array([e.centred for e in material.entries])
    groups = cluster(scored, centred, material.scorer.guess, material.threshold)
    unsure = _unsure(material, scored)
    made = [_claim(material, group, scored, unsure, around) for group in groups]
    place = {s.id: i for i, s in enumerate(ordered)}
    return tuple(sorted(made, key=lambda c: _first(c, place)))


def _first(claim: Claim, place: Mapping[str, int]) -> int:
    return min(place[s] for s in claim.statements())


def _material(tellings: Sequence[Telling], encoder: Encoder) -> Material:
    distinct: dict[str, list[Telling]] = {}
    for telling in tellings:
        distinct.setdefault(fold(telling.text), []).append(telling)
    keys = sorted(distinct)
    holders = [distinct[k] for k in keys]
    heads = [h[0] for h in holders]
    encoded: Encoded = encode([t.text for t in heads], encoder, tuned=True)
    kind = "tokens" if encoded.states else "plain"
    return Material(prepare(heads, encoded), holders, scorer(kind), kind)


def _score(material: Material, around: Context) -> dict[tuple[int, int], float]:
    entries = material.entries
    centred = np.array([e.centred for e in entries])

    @lru_cache(maxsize=HELD)
    def matter(i: int) -> Matter | None:
        return entries[i].matter()

    logits = {(i, j): material.scorer.logit(measure(entries[i], entries[j], matter(i), matter(j)))
              for i, j in candidates(entries, centred)}
    placed = {pair: logit + around.base(*pair) for pair, logit in logits.items()}
    return {
        pair: sigmoid(logit + (around.neighbours(*pair, placed) if logit > BESIDE else 0.0))
        for pair, logit in placed.items()
    }


def _unsure(
    material: Material, scored: Mapping[tuple[int, int], float]
) -> dict[int, list[tuple[str, str, float]]]:
    """Pairs near the line, the most doubtful first, by the first of the two contents."""
    found: dict[int, list[tuple[str, str, float]]] = {}
    for (i, j), p in sorted(scored.items(), key=lambda kv: (abs(kv[1] - sum(_UNSURE) / 2), kv[0])):
        if _UNSURE[0] <= p <= _UNSURE[1]:
            pair = material.holders[i][0].statement.id, material.holders[j][0].statement.id
            found.setdefault(i, []).append((*pair, round(p, 3)))
    return found


def _claim(
    material: Material,
    group: Sequence[int],
    scored: Mapping[tuple[int, int], float],
    unsure: Mapping[int, Sequence[tuple[str, str, float]]],
    around: Context | None = None,
) -> Claim:
    support = dict.fromkeys(group, 0.0)
    for i in group:
        for j in group:
            if i < j:
                p = scored.get((i, j), 0.0)
                support[i] += p
                support[j] += p
    typical = sorted(group, key=lambda i: (-support[i], material.entries[i].telling.text))
    tellings = [t for i in typical for t in material.holders[i]]
    where = {t.statement.id: i for i in group for t in material.holders[i]}

    def alike(a: Telling, b: Telling) -> float:
        x, y = where[a.statement.id], where[b.statement.id]
        return 1.0 if x == y else max(0.0, float(material.entries[x].centred @ material.entries[y].centred))

    def one(a: Telling, b: Telling) -> float:
        x, y = where[a.statement.id], where[b.statement.id]
        return 1.0 if x == y else scored.get((min(x, y), max(x, y)), 0.0)

    parts, differences = versions(tellings, alike, one)
    ids = sorted(t.statement.id for t in tellings)
    return Claim(
        id="claim-" + hashlib.blake2s("\n".join(ids).encode(), digest_size=5).hexdigest(),
        text=tellings[0].text.strip(),
        versions=tuple(tuple(t.statement.id for t in v.tellings) for v in parts),
        differences=tuple(differences),
        unsure=tuple(p for i in group for p in unsure.get(i, ()))[:_MOST_UNSURE],
        why=tuple(_belongs(material, scored, around, typical[0], i) for i in typical[1:_MOST_WHY]) if around else (),
    )


def _belongs(
    material: Material, scored: Mapping[tuple[int, int], float], around: Context, first: int, other: int
) -> tuple[str, str, float, str]:
    """The first statements of two contents of a claim, how sure it is that they are one, and the reasons."""
    i, j = min(first, other), max(first, other)
    sure = scored.get((i, j), material.scorer.guess(float(material.entries[i].centred @ material.entries[j].centred)))
    one, two = (material.holders[n][0].statement.id for n in (first, other))
    return one, two, round(float(sure), 3), told(reasons(material.entries, material.scorer, around, i, j))
