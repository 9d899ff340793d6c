"""One mention of one report as a card, and the groups that cards are joined into: a group is one real source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from riwaya.sources.named import Named


@dataclass(frozen=True, slots=True)
class Card:
    """A mention, read. `place` is where it stands; None for what no words of the text name (the report's own outlet,
    the body an unnamed spokesman speaks for)."""

    n: int
    report: str
    named: Named
    place: tuple[int, int] | None

    @property
    def at(self) -> int:
        """Its place in the order of the report; what stands nowhere comes first."""
        return self.place[0] if self.place else -1


class Groups:
    """Cards joined step by step (union and find). The first card of a group, in the order given, stands for it."""

    def __init__(self, cards: list[Card]) -> None:
        self.cards = cards
        self._parent = [c.n for c in cards]

    def root(self, n: int) -> int:
        """The card that stands for the group of a card."""
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def join(self, one: int, other: int) -> None:
        """Make two groups one."""
        a, b = self.root(one), self.root(other)
        if a != b:
            self._parent[max(a, b)] = min(a, b)

    def join_all(self, cards: Iterable[int]) -> None:
        """Make the groups of all the cards one."""
        first: int | None = None
        for n in cards:
            if first is None:
                first = n
            self.join(first, n)

    def members(self) -> Iterator[list[Card]]:
        """The groups, each in the order of its cards."""
        found: dict[int, list[Card]] = {}
        for card in self.cards:
            found.setdefault(self.root(card.n), []).append(card)
        yield from found.values()
