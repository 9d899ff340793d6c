"""Versions of a claim: the statements that say it the same way, and how the versions differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from riwaya.differences import Found, Telling, between, shown
from riwaya.differences.opinion import Opinion
from riwaya.model import Difference

Judged = Callable[[Telling, Telling], Opinion | None]  #: the judge's view of two tellings, a first
Alike = Callable[[Telling, Telling], float]  #: how alike two tellings are, 0 to 1

MAX_VERSIONS = 40  #: compared with one another; a claim with more keeps the differences to its first ones


@dataclass(frozen=True)
class Version:
    """Tellings that say the same thing the same way; the first stands for all of them."""

    tellings: tuple[Telling, ...]

    @property
    def head(self) -> Telling:
        """The telling that stands for the version."""
        return self.tellings[0]


def _signature(t: Telling) -> tuple[object, ...]:
    """Tellings with the same signature cannot differ: the same words, denied or not, from the same mouth."""
    return t.text, t.denied, t.own, t.origin, t.statement.chain[:-1], t.published


def versions(tellings: Sequence[Telling], judged: Judged, alike: Alike) -> tuple[list[Version], list[Difference]]:
    """Part the tellings of one claim into versions and say how every two differ.

    In: tellings in the order in which they should stand for others (the most typical first). A telling joins the
    first version from whose head nothing parts it. Cost grows with tellings times versions.
    """
    groups: dict[tuple[object, ...], list[Telling]] = {}
    for telling in tellings:
        groups.setdefault(_signature(telling), []).append(telling)
    made: list[list[Telling]] = []
    for members in groups.values():
        home = next((v for v in made[:MAX_VERSIONS] if not _between(v[0], members[0], judged, alike)), None)
        if home is None:
            made.append(list(members))
        else:
            home.extend(members)
    differences: list[Difference] = []
    for i, left in enumerate(made[:MAX_VERSIONS]):
        for right in made[i + 1 : MAX_VERSIONS]:
            for found in _between(left[0], right[0], judged, alike):
                differences.append(shown(left[0], right[0], found))
    return [Version(tuple(v)) for v in made], differences


def _between(a: Telling, b: Telling, judged: Judged, alike: Alike) -> list[Found]:
    return between(a, b, judged(a, b), alike(a, b))
