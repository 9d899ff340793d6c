"""What the learnt judge thinks of a pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from riwaya.model import DifferenceKind, Span

Spans = tuple[Span | None, Span | None]


@dataclass(frozen=True)
class Opinion:
    """Probabilities for a pair of texts, and where the words differ (offsets into the texts)."""

    claim: float  #: that they are one claim at all
    conflict: float  #: that they exclude each other
    kinds: Mapping[DifferenceKind, float] = field(default_factory=dict)
    spans: Mapping[DifferenceKind, Spans] = field(default_factory=dict)
    odds: float = 0.0  #: log odds of `claim`
