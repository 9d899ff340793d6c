"""Which names are one person: title, full name, surname only, spelling, script.

Two full names are one where first and last words sound alike, or the shorter begins or ends the longer. A surname by
itself is the one person of the report who bears it, else the one of all reports; where two bear it, the nearest before
in the report, else nobody. Two people who share only a first name or only a surname stay two.
"""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.sources.cards import Card, Groups
from riwaya.sources.related import Related
from riwaya.sources.sounds import alike, keys

MOST = 40  #: reports that name a person in full which a surname elsewhere is compared with
Name = tuple[str, ...]


def same_person(one: Name, other: Name) -> bool:
    """Whether two names of at least two words each are one person's."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return False
    if _alike(short[0], long[0]) and alike(short[-1], long[-1]):
        between = iter(long[1:-1])  # «أحمد محمد علي» is not «أحمد سامي علي»
        return all(any(alike(name, other) for other in between) for name in short[1:-1])
    if len(long) == len(short):
        return False
    starts = all(alike(a, b) for a, b in zip(short, long, strict=False))
    return starts or all(alike(a, b) for a, b in zip(short[::-1], long[::-1], strict=False))


def _alike(one: str, other: str) -> bool:
    """First names: an initial is enough ("J. Hunt")."""
    if 1 in (len(one), len(other)):
        return bool(keys(one) & keys(other[:1])) or one[:1] == other[:1]
    return alike(one, other)


def join_people(groups: Groups, people: Sequence[Card], related: Related) -> None:
    """Join the cards of people. `people`: cards whose shape is a person's, in the order of the reports. A surname by
    itself is looked for in its report and in those that may be of its story."""
    full = [c for c in people if len(c.named.name) > 1]
    single = [c for c in people if len(c.named.name) == 1]
    bearers: dict[str, list[Card]] = {}
    seen: dict[Name, Card] = {}
    where: dict[Name, list[str]] = {}
    for card in full:
        name = card.named.name
        where.setdefault(name, []).append(card.report)
        if name in seen:
            groups.join(seen[name].n, card.n)
            continue
        seen[name] = card
        ends = keys(name[-1]) | (keys(name[1]) if len(name) > 2 else frozenset())
        for other in {o.n: o for key in ends for o in bearers.get(key, ())}.values():
            if same_person(name, other.named.name):
                groups.join(other.n, card.n)
        for key in ends:
            bearers.setdefault(key, []).append(card)
    by_report: dict[tuple[str, str], list[Card]] = {}
    for card in full:
        for key in {k for word in {card.named.name[0], card.named.name[-1]} for k in keys(word)}:
            by_report.setdefault((card.report, key), []).append(card)
    left: dict[str, list[Card]] = {}
    for card in single:
        far = [
            c
            for c in {c.n: c for key in keys(card.named.name[0]) for c in bearers.get(key, ())}.values()
            if any(related(card.report, r) for r in where[c.named.name][:MOST])
        ]
        if not _surname(groups, card, by_report, far):
            for key in keys(card.named.name[0]):
                left.setdefault(key, []).append(card)
    for cards in left.values():  # a name that is nowhere given in full: one person where it is spelled alike
        for n, card in enumerate(cards[1:], 1):
            for other in cards[max(0, n - 8) : n]:
                if alike(card.named.name[0], other.named.name[0]):
                    groups.join(other.n, card.n)
                    break


def _surname(groups: Groups, card: Card, by_report: dict[tuple[str, str], list[Card]], far: Sequence[Card]) -> bool:
    """Join a name of one word to the person it means; False where none is sure. `far`: those of other reports."""
    word = card.named.name[0]
    near = {c.n: c for key in keys(word) for c in by_report.get((card.report, key), ())}.values()
    for place in (-1, 0):  # the surname first; a first name only of one named in full before it in the same report
        found = [c for c in near if alike(c.named.name[place], word) and (place or c.at < card.at)]
        roots = {groups.root(c.n) for c in found}
        if len(roots) > 1 and place:
            before = [c for c in found if c.at < card.at]
            found = [max(before, key=lambda c: c.at)] if before else []
            roots = {groups.root(c.n) for c in found}
        if len(roots) == 1:
            groups.join(found[0].n, card.n)
            return True
        if found:
            return False
    found = [c for c in far if alike(c.named.name[-1], word)]
    if len({groups.root(c.n) for c in found}) == 1:
        groups.join(found[0].n, card.n)
        return True
    return False
