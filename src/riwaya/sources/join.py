"""The steps by which cards are joined, in order."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from types import MappingProxyType

from riwaya.language.text import words
from riwaya.lexicon.nouns import nouns
from riwaya.model import Attribution, Report
from riwaya.sources.bodies import (
    MANY,
    body_keys,
    join_bodies,
    join_entries,
    join_names,
    join_places,
    same_body,
    words_alike,
)
from riwaya.sources.cards import Card, Groups
from riwaya.sources.gather import Gathered
from riwaya.sources.named import Named
from riwaya.sources.people import join_people, same_person
from riwaya.sources.pointers import REACH, concepts_of, fits, named_before, point, publisher
from riwaya.sources.related import Related
from riwaya.sources.sounds import keys
from riwaya.sources.traits import clash, specific
from riwaya.sources.unnamed import LOOK_BACK, Use, join_across, join_in_report


def join(
    groups: Groups, gathered: Gathered, reports: Sequence[Report], attributions: Mapping[str, Sequence[Attribution]]
) -> None:
    """Join the cards of one source. Order: named sources over all reports, then pointers and unnamed ones report by
    report, then unnamed ones across reports."""
    cards = groups.cards
    related = Related(reports)
    _join_named(groups, cards, related)
    by_report: dict[str, list[Card]] = {r.id: [] for r in reports}
    for card in cards:
        by_report[card.report].append(card)
    open_: list[Card] = []
    kin = {c.n: group for group in groups.members() for c in group}
    for report in reports:
        mine = by_report[report.id]
        join_in_report(groups, [c for c in mine if not (c.named.points and c.named.bare)])
        for card, why in point(groups, mine, kin):
            if why == "ours":
                _to_own(groups, gathered, card)
            else:
                open_.append(card)
    texts = {r.id: r.text for r in reports}
    found: list[tuple[Card, Named]] = []
    lost: list[Card] = []
    outlets: dict[str, Card] = {}
    for n in gathered.own.values():
        outlets.setdefault(cards[n].named.words, cards[n])
    people_of: dict[str, list[Card]] = {}
    for card in cards:
        if card.named.shape == "person" and len(card.named.name) > 1:
            _bear(people_of, card)
    for card in open_:
        named = named_before(texts[card.report], card)
        if named is not None and named.shape == "person":
            _join_named_person(groups, card, named, people_of, related)
        elif named is not None:
            found.append((card, named))
        elif maker := publisher(card, by_report[card.report]):
            groups.join(maker.n, card.n)
        elif card.named.shape == "outlet" and (other := _outlet_before(outlets, card, texts[card.report])):
            groups.join(other.n, card.n)
        elif card.named.shape == "outlet" and not card.named.country:
            _to_own(groups, gathered, card)
        elif card.named.shape == "body" and card.named.heads:
            lost.append(card)
    lost += _join_found(groups, cards, found)
    _join_only(groups, lost, [c for c in cards if c.named.shape in ("body", "name")], related)
    bodies_told = {c.n: named for c, named in found}
    told = {n: bodies_told[b.n] for n, b in gathered.bodies_of.items() if b.n in bodies_told}
    _join_holders(groups, [c for c in cards if c.named.shape in ("holder", "person")], related, told)
    _join_documents(groups, [c for c in cards if c.named.shape == "document" and _told(c.named)], related)
    people = {groups.root(c.n) for c in cards if c.named.shape == "person"}
    for n, body in gathered.bodies_of.items():  # an unnamed spokesman who is nobody named is his body
        if all(c.named.shape == "holder" for c in kin[n]) and groups.root(n) not in people:
            groups.join(body.n, n)
    _join_bare(groups, [*open_, *(c for c in cards if _unnamed_outlet(c))])
    join_across(groups, _uses(groups, gathered, reports, attributions), related)


def _unnamed_outlet(card: Card) -> bool:
    """Whether a card is of an outlet told by a description only («التلفزيون الرسمي»)."""
    named = card.named
    return named.shape == "outlet" and not (named.entry or named.name or named.bare)


def _join_named(groups: Groups, cards: Sequence[Card], related: Related) -> None:
    join_entries(groups, cards)
    outlets = [c for c in cards if c.named.shape == "outlet" and c.named.name and not c.named.entry]
    bodies = [c for c in cards if c.named.shape == "body" and not c.named.bare]
    names = [c for c in cards if c.named.shape == "name" and c.named.name]
    people = [c for c in cards if c.named.shape == "person" and c.named.name]
    looks = [c for c in people if not c.named.honoured and (len(c.named.name) > 1 or not c.named.heads)]
    taken = join_names(groups, [*outlets, *(c for c in bodies if c.named.name), *names], looks)
    join_people(groups, [c for c in people if c.n not in taken], related)
    join_bodies(groups, bodies, related)
    join_places(groups, [c for c in cards if c.named.shape == "place"])


def _to_own(groups: Groups, gathered: Gathered, card: Card) -> None:
    """The mention means the outlet that published the report («القناة», «مراسلنا»)."""
    if card.report in gathered.own:
        groups.join(gathered.own[card.report], card.n)
    else:
        gathered.outlet_itself.add(card.n)


def _outlet_before(outlets: Mapping[str, Card], pointer: Card, text: str) -> Card | None:
    """The outlet of another report whose name the text has last before «الصحيفة», "the publication"; `outlets`: those
    of all reports, by name. None where that is the report's own."""
    start = max(0, pointer.at - REACH)
    named = ((text.rfind(name, start, pointer.at), name) for name in islice(outlets, MANY) if len(name) > 3)
    at, last = max(named, default=(-1, ""))
    return outlets[last] if at >= 0 else None


def _bear(people: dict[str, list[Card]], card: Card) -> None:
    for key in _surname_keys(card.named):
        people.setdefault(key, []).append(card)


def _surname_keys(named: Named) -> frozenset[str]:
    """Keys of all words of a name but the first: in running text a word more may have been taken for its last."""
    return frozenset(key for word in named.name[1:4] for key in keys(word))


def _join_named_person(
    groups: Groups, card: Card, named: Named, people: dict[str, list[Card]], related: Related
) -> None:
    """Join «الوزير» to the person whom its report names before it, or to the next «الوزير» that means him."""
    bearers = {c.n: c for key in _surname_keys(named) for c in people.get(key, ())[:MANY]}.values()
    same = [c for c in bearers if same_person(c.named.name, named.name) and related(c.report, card.report)]
    if len({groups.root(c.n) for c in same}) == 1:
        groups.join(same[0].n, card.n)
    elif not same:
        _bear(people, replace(card, named=named))


def _join_only(groups: Groups, lost: Sequence[Card], bodies: Sequence[Card], related: Related) -> None:
    """Join organizations that only point, where nothing before them in their report is what they point to («الوزارة»,
    "the bank"), to the only one of that kind that other reports of the story name."""
    named: dict[str, list[Card]] = {}
    for card in bodies:
        if not card.named.bare:
            for head in concepts_of(card.named, "bodies"):
                named.setdefault(head, []).append(card)
    named = {head: found for head, found in named.items() if len(found) <= MANY}
    meant: list[tuple[Card, Card]] = []
    for card in lost:
        rest = card.named.content - concepts_of(card.named, "bodies", "titles")
        fitting = {
            groups.root(c.n): c
            for head in sorted(concepts_of(card.named, "bodies"))
            for c in named.get(head, ())
            if c.n != card.n and c.report != card.report
            if fits(card.named, c.named) and related(card.report, c.report)
        }
        if len(fitting) == 1 and not rest:
            meant += [(card, other) for other in fitting.values()]
    for card, other in meant:
        groups.join(other.n, card.n)


def _join_found(groups: Groups, cards: Sequence[Card], found: Sequence[tuple[Card, Named]]) -> list[Card]:
    """Join pointers to what the text names before them, and that to the sources that other mentions are of. Out: those
    that no other mention is of."""
    left: list[Card] = []
    known: dict[Hashable, list[Card]] = {}
    for card in cards:
        if not card.named.bare:
            for key in _found_keys(card.named, card.report):
                known.setdefault(key, []).append(card)
    for card, named in found:
        stand_in = replace(card, named=named)
        for other in (o for key in _found_keys(named, card.report) for o in known.get(key, ())):
            if named.shape != "body" or same_body(stand_in, other):
                groups.join(other.n, card.n)
                break
        else:
            left.append(stand_in)
        for key in _found_keys(named, card.report):  # two pointers to one thing that no statement names
            known.setdefault(key, []).append(stand_in)
    return left


def _found_keys(named: Named, report: str) -> list[Hashable]:
    """What a mention that the text has before a pointer is looked up by."""
    if named.entry:
        return [("entry", named.entry.id)]
    if named.shape == "outlet":
        return [("name", named.name)] if named.name else []
    if named.shape == "body":
        return [("body", key) for key in sorted(body_keys(named))]
    return [(named.shape, report, named.content)]


def _join_documents(groups: Groups, cards: Sequence[Card], related: Related) -> None:
    """Join documents of one kind described alike in reports of one story: «رسائل داخلية», "internal emails"."""
    known: dict[str, list[Card]] = {}
    for card in cards:
        kinds = concepts_of(card.named, "documents")
        for other in {c.n: c for kind in sorted(kinds) for c in known.get(kind, [])[-LOOK_BACK:]}.values():
            if _one_paper(card.named, other.named) and related(card.report, other.report):
                groups.join(other.n, card.n)
                break
        for kind in kinds:
            known.setdefault(kind, []).append(card)


def _one_paper(one: Named, other: Named) -> bool:
    """Whether the descriptions of two documents of one kind agree: what the shorter says the longer says too."""
    if one.country and other.country and one.country != other.country:
        return False
    a, b = (
        {"internal" if w == "interior" else w for w in n.content - concepts_of(n, "documents") - _ANY_PAPER}
        for n in (one, other)
    )  # «داخلية» is a ministry's name and an adjective
    short, long = sorted((a, b), key=len)
    return bool(short) and all(any(words_alike(w, v) for v in long) for w in short)


_ANY_PAPER = frozenset({"official", "new", "news", "press"})
"""What is said of many documents."""


def _join_holders(
    groups: Groups, cards: Sequence[Card], related: Related, told: Mapping[int, Named] = MappingProxyType({})
) -> None:
    """Join an office without a name to the one person who holds it in any report, or to the same words elsewhere.
    `told`: for a spokesman's card the body that he is found to speak for."""
    people = [c for c in cards if c.named.shape == "person" and concepts_of(c.named, "offices")]
    by_office: dict[str, list[Card]] = {}
    for card in people:
        for office in concepts_of(card.named, "offices"):
            by_office.setdefault(office, []).append(card)
    same: dict[tuple[Hashable, ...], Card] = {}
    known = {groups.root(c.n) for c in people}
    for card in cards:
        named = card.named
        if named.shape != "holder" or not (named.definite or named.of) or groups.root(card.n) in known:
            continue
        offices = concepts_of(named, "offices")
        rest = named.content - offices
        if named.of and named.of.bare:
            rest = told[card.n].content - concepts_of(told[card.n], "bodies") if card.n in told else frozenset()
        if not rest and not (named.definite and (named.country or named.of)):
            continue
        found = [
            c
            for office in offices
            for c in by_office.get(office, ())[: None if rest else MANY]
            if _left_of(rest - offices, c.named) <= len(rest) / (2 if named.of else 3)
            and (named.country in (None, c.named.country) or (named.of and _unplaced(rest - offices, c.named)))
            and related(card.report, c.report)
        ]
        if len({groups.root(c.n) for c in found}) == 1:
            groups.join(found[0].n, card.n)
        elif named.definite and not named.of:
            key = (named.content, named.country)
            groups.join(same.setdefault(key, card).n, card.n)


def _left_of(rest: frozenset[str], person: Named) -> int:
    """How many words of what an office is of are not in a person's title, in either language."""
    return sum(not any(words_alike(word, other) for other in person.content) for word in rest)


def _unplaced(rest: frozenset[str], person: Named) -> bool:
    """Whether a person whose title names no country holds all that an office is of: "Iraq's Rand Brigades"."""
    return person.country is None and len(rest) > 1 and not _left_of(rest, person)


def _join_bare(groups: Groups, cards: Sequence[Card]) -> None:
    """Join what still only points where it is a name in itself: «الشرطة»; and, within a report, to its like."""
    seen: dict[tuple[Hashable, ...], Card] = {}
    for card in cards:
        named = card.named
        if not named.heads:
            continue
        sole = named.shape == "body" and bool(concepts_of(named, "bodies") & nouns().noise["sole"])
        key = (named.shape, named.heads, named.content, named.country, None if sole else card.report)
        groups.join(seen.setdefault(key, card).n, card.n)


def _uses(
    groups: Groups, gathered: Gathered, reports: Sequence[Report], attributions: Mapping[str, Sequence[Attribution]]
) -> list[Use]:
    """Every use of an unnamed source or document in a chain, with the outlet that carried it."""
    found: list[Use] = []
    cards = groups.cards
    outlets = {groups.root(c.n) for c in cards if c.named.kind in ("outlet", "agency")}
    for report in reports:
        own: Hashable = ("report", report.id)
        if report.id in gathered.own:
            own = groups.root(gathered.own[report.id])
        credited = [groups.root(n) for n in gathered.credited[report.id]]
        before: list[Use] = []
        cited_here: dict[Hashable, None] = {}
        for a in sorted(attributions.get(report.id, ()), key=lambda a: (a.cue or a.content, a.content)):
            upstream, cited, told = own, False, False
            for link in a.chain:
                n = gathered.card_of.get((report.id, link.mention))
                if n is None or n in gathered.outlet_itself:
                    told = told or n is not None
                    continue
                root = groups.root(n)
                if root in outlets:
                    upstream, cited, told = root, root != own, root == own
                    if cited:
                        cited_here[root] = None
                elif cards[root].named.shape in ("unnamed", "document", "joint"):
                    said = tuple(w.form for w in words(report.text[a.content.start : a.content.end]))
                    use = Use(cards[root], upstream, cited, said)
                    if not cited and (group := _one_of(use, before)):
                        use = replace(use, upstream=group.upstream, cited=group.cited)  # «أحد المصادر»
                    before.append(use)
                    if not use.cited and not told:
                        told_of = specific(use.card.named.traits) or _told(use.card.named)
                        also = [*credited, *(cited_here if told_of else ())]
                        before += [Use(use.card, c, True, ()) for c in dict.fromkeys(also)]
        found += before
    return found


def _told(named: Named) -> bool:
    """Whether a document is told by more than what it is: «تدقيق داخلي», not «وثيقة»."""
    return named.shape == "document" and bool(named.content - concepts_of(named, "documents"))


def _one_of(use: Use, before: Sequence[Use]) -> Use | None:
    """The group named before, in the same report, of which a source is said to be one."""
    if "part:1" not in use.card.named.traits:
        return None
    groups_ = [
        u
        for u in before
        if "count:1" not in u.card.named.traits and clash(use.card.named.traits, u.card.named.traits) is None
    ]
    return groups_[-1] if groups_ else None
