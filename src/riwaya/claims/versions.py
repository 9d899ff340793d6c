"""Versions of a claim: the statements that say it the same way, and how the versions differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from riwaya.differences import SURE, Found, Telling, between, shown
from riwaya.model import Difference

Alike = Callable[[Telling, Telling], float]  #: how alike two tellings are, 0 to 1
One = Callable[[Telling, Telling], float]  #: probability that two tellings are one claim

COMPARED = 0.5  #: probability, by themselves, that two tellings are one claim from which on they are compared
TOGETHER = 0.5  #: share of the doubt that goes because other members hold the two together
SOFT = 0.45  #: how sure a difference must be that is no conflict; a false conflict is the worse error
_OF_REPORTS = frozenset(("attribution", "strength"))  # what one report leaves out or softens when it tells of another's
_TWO_DAYS, _OTHER_DAY = frozenset(("number", "date")), "another figure of another day"
"""Another figure of another day may well be right beside it («19 غارة الجمعة», «16 غارة السبت»): in the annotated
stories no two versions are rivals in both."""
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


def _within_a_report(a: Telling, b: Telling, found: Sequence[Found]) -> list[Found] | None:
    """What of the differences between two tellings of one report is one; None where they rather are two claims."""
    if a.own == b.own and (a.own or a.origin == b.origin):
        return None
    told = [f for f in found if f.conflict or f.kind not in _OF_REPORTS]
    kept = [f for f in told if f.kind == "polarity" or not (a.own or b.own)]
    return None if told and not kept else kept


def versions(tellings: Sequence[Telling], alike: Alike, one: One) -> tuple[list[Version], list[Difference]]:
    """Part the tellings of one claim into versions and say how every two differ.

    In: tellings in the order in which they should stand for others (the most typical first). A telling joins the
    first version from whose head nothing parts it. Two of which it is not sure that they are one claim stand in two
    versions, and nothing is said of how they differ; neither is a difference called that is as likely a pair of two
    claims (probability of one claim times that of the difference), nor one between two tellings of one speaker in one
    report, or, but for a denial, of the outlet and a source that it quotes: who tells two figures in one go tells two
    things. Cost grows with tellings times versions.
    """
    def apart(a: Telling, b: Telling) -> list[Found] | None:
        pair = one(a, b)
        p = pair + (1 - pair) * TOGETHER
        if pair < COMPARED:
            return None
        found = between(a, b, alike(a, b))
        if a.report.id == b.report.id and found:
            kept = _within_a_report(a, b, found)
            if kept is None:
                return None
            found = kept
        if {f.kind for f in found if f.conflict} >= _TWO_DAYS:
            found = [f if f.kind not in _TWO_DAYS else replace(f, conflict=False, why=f"{f.why}: {_OTHER_DAY}")
                     for f in found]
        called = [replace(f, sure=f.sure * p) for f in found if f.sure * p >= (SURE if f.conflict else SOFT)]
        return called if called or not found else None

    groups: dict[tuple[object, ...], list[Telling]] = {}
    for telling in tellings:
        groups.setdefault(_signature(telling), []).append(telling)
    made: list[list[Telling]] = []
    parted: list[list[list[Found] | None]] = []  # of each version, how its head differs from the heads before it
    for members in groups.values():
        beside: list[list[Found] | None] = []
        for version in made[:MAX_VERSIONS]:
            beside.append(apart(version[0], members[0]))
            if beside[-1] == []:
                version.extend(members)
                break
        else:
            made.append(list(members))
            parted.append(beside)
    differences: list[Difference] = []
    for i, left in enumerate(made[:MAX_VERSIONS]):
        for right, beside in zip(made[i + 1 : MAX_VERSIONS], parted[i + 1 : MAX_VERSIONS], strict=True):
            differences += [shown(left[0], right[0], found) for found in beside[i] or ()]
    return [Version(tuple(v)) for v in made], differences
