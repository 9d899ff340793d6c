"""Asks the judge about pairs of contents, in batches, each pair once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riwaya.claims.encoding import Encoded
from riwaya.differences import Opinion
from riwaya.judge import Side, Weights, opinions, weights


class Court:
    """What the judge thinks of the contents of one story, kept for as long as the story is worked on."""

    def __init__(self, texts: Sequence[str], encoded: Encoded) -> None:
        self._texts, self._encoded = texts, encoded
        self._weights: Weights | None = weights() if encoded.states else None
        self._views: dict[tuple[int, int], Opinion] = {}

    @property
    def sits(self) -> bool:
        """Whether there is a judge at all."""
        return self._weights is not None

    def hear(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Judge pairs (i, j), i < j, that were not judged before."""
        new = sorted({p for p in pairs if p not in self._views})
        if not new or self._weights is None:
            return
        sides = {i: self._side(i) for i in sorted({i for p in new for i in p})}
        vectors = self._encoded.vectors
        found = opinions([(sides[i], sides[j]) for i, j in new], [(vectors[i], vectors[j]) for i, j in new],
                         self._weights)
        self._views.update(zip(new, found, strict=True))

    def view(self, i: int, j: int) -> Opinion | None:
        """The opinion on i and j, i first; None without a judge or for a text beside itself."""
        if self._weights is None or i == j:
            return None
        pair = (min(i, j), max(i, j))
        self.hear([pair])
        view = self._views[pair]
        return view if i < j else view.flipped()

    def known(self, i: int, j: int) -> Opinion | None:
        """The opinion on i < j if it was heard."""
        return self._views.get((i, j))

    def _side(self, i: int) -> Side:
        return Side(self._texts[i], self._encoded.offsets[i], self._encoded.states[i].dense())
