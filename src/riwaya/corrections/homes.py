"""Which story each report is in, once people have said what belongs together and what does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from riwaya.corrections.correction import Correction, Outcome


def of_stories(kind: str) -> bool:
    """Whether a kind of correction says which story reports are in."""
    return kind.startswith("story-")


@dataclass(frozen=True, slots=True)
class Homes:
    """Where reports are by the corrections, over the stories that they were found to be in."""

    picked: Mapping[str, str]  #: by report: the story that somebody put it in, alone or with others
    into: Mapping[str, str]  #: by story: the one that it was joined to
    outcomes: tuple[Outcome, ...]

    def of(self, report: str, found: str) -> str:
        """The story of a report that was found to be in the story `found`."""
        return _root(self.picked.get(report, found), self.into)


def rehome(found: Mapping[str, str], corrections: Sequence[Correction]) -> Homes:
    """Apply `story-join`, `story-move` and `story-part`, in the order given; other kinds have no outcome here.

    In: by report id, the id of the story it was found to be in, for every report that a correction names. A story that
    is parted off has an id of its own, made of its first report's and the correction's, the same however often it is
    made. Linear in what the corrections name.
    """
    picked: dict[str, str] = {}
    into: dict[str, str] = {}
    outcomes = []

    def now(report: str) -> str:
        return _root(picked.get(report, found[report]), into)

    for c in corrections:
        if not of_stories(c.kind):
            continue
        known = [p.report for p in c.target if p.report in found]
        missing = next((p.report for p in c.target if p.report not in found), None)
        if not known or known[0] != c.target[0].report or (missing and c.kind != "story-part"):
            outcomes.append(Outcome(c, f"there is no report {missing}"))
            continue
        if c.kind == "story-part":
            new = f"{known[0][:40]}-{c.id.rpartition('-')[2][:6]}"
            picked |= dict.fromkeys(known, new)
        elif c.kind == "story-move":
            picked[known[0]] = now(known[1])
        else:
            stays = now(known[0])
            into |= {gone: stays for r in known[1:] if (gone := now(r)) != stays}
        outcomes.append(Outcome(c))
    return Homes(picked, into, tuple(outcomes))


def _root(story: str, into: Mapping[str, str]) -> str:
    while story in into:
        story = into[story]
    return story


def sorted_anew(
    stories: Iterable[Sequence[str]], corrections: Sequence[Correction]
) -> tuple[list[list[str]], tuple[Outcome, ...]]:
    """Stories, as lists of report ids, corrected: in the order of their first reports, the reports in the order in
    which they stood; and what became of each correction."""
    given = [list(members) for members in stories]
    found = {r: str(n) for n, members in enumerate(given) for r in reversed(members)}
    homes = rehome(found, corrections)
    if not any(o.applied for o in homes.outcomes):
        return given, homes.outcomes
    made: dict[str, list[str]] = {}
    for members in given:
        for r in members:
            held = made.setdefault(homes.of(r, found[r]), [])
            if r not in held[-1:]:
                held.append(r)
    return list(made.values()), homes.outcomes
