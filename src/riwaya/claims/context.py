"""What a statement's place and speaker tell about two statements being one claim.

Reports of one event are built alike, the news first and the background last, often in the order of the text that they
come from: what stands at the head of one seldom stands at the foot of another, and a pair whose neighbours are a pair
is more likely one itself. What a source says is repeated more than what an outlet adds in its own voice.
The weights are `PRIORS` of riwaya.claims.features.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riwaya.claims.features import PRIORS
from riwaya.differences import Telling

_STEPS = ((-1, -1), (1, 1))  # neighbours: the statements right before and right after
_FEW = 3  # holders of one content whose neighbours are looked at


@dataclass(frozen=True)
class Setting:
    """Where a content stands and who says it, over all that have it."""

    reports: frozenset[str]
    origins: frozenset[str]  #: in the end, where attributed
    voices: frozenset[tuple[str, str]]  #: report, and who says it there in the end; "" the outlet itself
    own: bool  #: nobody but outlets themselves
    denied: bool  #: by somebody
    place: float  #: mean place among the statements of its report, 0 first to 1 last
    spots: tuple[tuple[str, int], ...]  #: (report, number of the statement in it) of the first few


@dataclass(frozen=True)
class Context:
    """The settings of all contents of a story, and which content stands where."""

    settings: tuple[Setting, ...]
    at: Mapping[tuple[str, int], int]

    def base(self, i: int, j: int) -> float:
        """What place and speaker add to the log odds that i and j are one claim."""
        return sum(weight for _, weight in self.parts(i, j))

    def parts(self, i: int, j: int) -> list[tuple[str, float]]:
        """The same one by one, by the names of PRIORS."""
        a, b = self.settings[i], self.settings[j]
        found = [("place", PRIORS["place"][1] * abs(a.place - b.place))]
        if len(a.reports & b.reports) >= min(len(a.reports), len(b.reports)):
            found.append(("one report", PRIORS["one report"][1]))
            if a.voices & b.voices:
                found.append(("said once", PRIORS["said once"][1]))
        if a.denied != b.denied:  # somebody else said what is denied: the voices tell nothing
            return found
        if a.origins & b.origins:
            found.append(("one speaker", PRIORS["one speaker"][1]))
        elif a.own and b.own:
            found.append(("nobody's words", PRIORS["nobody's words"][1]))
        elif a.own or b.own:
            found.append(("one voice its own", PRIORS["one voice its own"][1]))
        return found

    def neighbours(self, i: int, j: int, logits: Mapping[tuple[int, int], float]) -> float:
        """What is added where statements beside the two are likely one claim."""
        for report, x in self.settings[i].spots:
            for other, y in self.settings[j].spots:
                if report == other:
                    continue
                for before, after in _STEPS:
                    near = self.at.get((report, x + before)), self.at.get((other, y + after))
                    if None not in near and near[0] != near[1]:
                        pair = (min(near), max(near))  # type: ignore[type-var]
                        if logits.get(pair, -1.0) > 0:  # type: ignore[arg-type]
                            return PRIORS["neighbours"][1]
                    elif near[0] is not None and near[0] == near[1]:
                        return PRIORS["neighbours"][1]
        return 0.0


def context(holders: Sequence[Sequence[Telling]]) -> Context:
    """In: for each content the tellings that have it. Out: their settings."""
    spans: dict[str, list[tuple[int, int, int]]] = {}
    for i, tellings in enumerate(holders):
        for t in tellings:
            spans.setdefault(t.report.id, []).append((t.statement.start, t.statement.end, i))
    at: dict[tuple[str, int], int] = {}
    place: dict[tuple[str, int, int, int], int] = {}
    for report, found in spans.items():
        for n, (start, end, i) in enumerate(sorted(found)):
            at[report, n] = i
            place[report, start, end, i] = n
    settings = []
    for i, tellings in enumerate(holders):
        spots = [(t.report.id, place[t.report.id, t.statement.start, t.statement.end, i]) for t in tellings]
        mean = sum(n / max(1, len(spans[r]) - 1) for r, n in spots) / len(spots)
        settings.append(Setting(
            frozenset(r for r, _ in spots),
            frozenset(t.origin for t in tellings if t.statement.chain),
            frozenset((t.report.id, "" if t.own else t.origin) for t in tellings),
            all(t.own for t in tellings), any(t.denied for t in tellings), mean, tuple(spots[:_FEW]),
        ))
    return Context(tuple(settings), at)
