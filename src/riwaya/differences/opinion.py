"""What the learnt judge thinks of a pair, as the rules see it: a value, so that they need not know the judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from riwaya.model import DifferenceKind, Span

Spans = tuple[Span | None, Span | None]


@dataclass(frozen=True)
class Opinion:
    """Probabilities for a pair of tellings, and where the words differ (offsets into the contents)."""

    claim: float  #: that they are one claim at all
    conflict: float  #: that they exclude each other
    kinds: Mapping[DifferenceKind, float] = field(default_factory=dict)
    spans: Mapping[DifferenceKind, Spans] = field(default_factory=dict)
    odds: float = 0.0  #: log odds of `claim`

    def flipped(self) -> Opinion:
        """The opinion on the pair taken the other way round."""
        spans = {k: (b, a) for k, (a, b) in self.spans.items()}
        return Opinion(self.claim, self.conflict, self.kinds, spans, self.odds)
