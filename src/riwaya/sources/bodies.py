"""Which mentions are one outlet, one organization, one place: by lexicon entry, by name, by what the words mean.

Names are compared word by word, by sound across scripts or by what they mean («نورثرن ليدجر»، "Northern Ledger"،
«الشمال»). An organization's descriptive name is compared as a set of concepts («الهيئة العليا للسدود»، "High Dams
Authority"); two countries part it, one country left out does not where only one is in question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from riwaya.language.text import fold, words
from riwaya.lexicon.nouns import nouns
from riwaya.sources.cards import Card, Groups
from riwaya.sources.named import Named
from riwaya.sources.related import Related
from riwaya.sources.sounds import alike, keys

MANY = 400  #: things of one kind among which nothing is guessed from little: the reports are of many stories
_STATIONS = frozenset({"channel", "network", "radio", "programme"})
_FILLERS = frozenset({"ذا", "ذي", "ذه", "لو", "لا", "لي", "the", "le", "la", "and", "اند", "آند"})


def words_alike(one: str, other: str) -> bool:
    """Whether two words of names are one: spelled or heard alike, or the same concept in two languages."""
    if alike(one, other):
        return True
    senses = nouns().senses
    a, b = senses.get(one, ()), senses.get(other, ())
    return bool({(s.table, s.concept) for s in a} & {(s.table, s.concept) for s in b})


def same_name(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two proper names have the same words, one after the other."""
    a, b = (_core(tuple(name)) for name in (one, other))
    return len(a) == len(b) > 0 and all(words_alike(x, y) for x, y in zip(a, b, strict=True))


@lru_cache(maxsize=1 << 14)  # each name is compared with many
def _core(name: tuple[str, ...]) -> tuple[str, ...]:
    """A name without articles, and without what kind of station it is ("Nakhla TV")."""
    kept = tuple(w for w in name if w not in _FILLERS)
    core = tuple(
        w for w in kept if not any(s.table == "titles" and s.concept in _STATIONS for s in nouns().senses.get(w, ()))
    )
    return core or kept


def join_entries(groups: Groups, cards: Iterable[Card]) -> None:
    """Join the cards that mean the same entry of the lexicon."""
    first: dict[str, Card] = {}
    for card in cards:
        if card.named.entry:
            groups.join(first.setdefault(card.named.entry.id, card).n, card.n)


def join_names(groups: Groups, named: Sequence[Card], looks: Sequence[Card]) -> frozenset[int]:
    """Join by proper name outlets without an entry, organizations with a name, and bare names in quotation marks.

    `named`: those cards, outlets first; an outlet and an organization of one name stay two. `looks`: names that look
    like a person's without a title (a single «أفق», "Marafi al-Wasat"); they are joined to what has their name. Out:
    those of `looks` that were.
    """
    known: dict[str, list[Card]] = {}
    for card in named:
        for other in _candidates(known, card.named.name):
            apart = {card.named.shape, other.named.shape} == {"outlet", "body"} or _countries_part(card, other)
            if not apart and same_name(card.named.name, other.named.name):
                groups.join(other.n, card.n)
        _add(known, card)
    _join_without_kind(groups, known, [c for c in named if c.named.shape == "outlet"])
    joined: set[int] = set()
    for card in looks:
        name = card.named.name
        if same := [o for o in _candidates(known, name) if same_name(name, o.named.name)]:
            groups.join(same[0].n, card.n)
            joined.add(card.n)
    for card in (*named, *looks):  # "the Ledger" for "The Northern Ledger": the last word, within a report
        name = card.named.name
        if card.n in joined or len(name) != 1 or card.named.shape == "body":
            continue
        near = [o for o in _candidates(known, name) if o.report == card.report and len(o.named.name) > 1]
        near = [o for o in near if words_alike(o.named.name[-1], name[0]) and not o.named.arabic]
        if len({groups.root(o.n) for o in near}) == 1:
            groups.join(near[0].n, card.n)
            joined.add(card.n)
    return frozenset(joined)


def _join_without_kind(groups: Groups, known: dict[str, list[Card]], outlets: Sequence[Card]) -> None:
    """Join an outlet that is called without what it is to the one that prints it («الضفة نيوز»، "Al-Dhiffa"): where
    one only can be meant."""
    bare = [c for c in outlets if len(_without_kind(c.named.name)) == len(_core(c.named.name))]
    found: list[tuple[Card, Card]] = []
    for card in bare:
        meant = [
            o
            for o in _candidates(known, card.named.name)
            if o.named.shape == "outlet" and not _countries_part(card, o)
            and len(_core(o.named.name)) > len(_core(card.named.name))
            and same_name(card.named.name, _without_kind(o.named.name))
        ]  # fmt: skip
        if len({groups.root(o.n) for o in meant}) == 1:
            found.append((meant[0], card))
    for long, short in found:
        groups.join(long.n, short.n)
    plain: dict[bool, dict[tuple[str, ...], Card]] = {True: {}, False: {}}
    for card in outlets:  # two languages that each say in their own words what it is: «نهار برس», "Nahar News Agency"
        if not card.named.entry and len(_without_kind(card.named.name)) < len(_core(card.named.name)):
            plain[card.named.arabic].setdefault(card.named.name, card)
    for card in list(plain[True].values())[:MANY]:
        same = [
            o for o in list(plain[False].values())[:MANY]
            if not _countries_part(card, o)
            and same_name(_without_kind(card.named.name), _without_kind(o.named.name))
        ]  # fmt: skip
        if len({groups.root(o.n) for o in same}) == 1:
            groups.join(same[0].n, card.n)


def _without_kind(name: tuple[str, ...]) -> tuple[str, ...]:
    """A name without the words that only say that it is an outlet; the whole where it has no other."""
    core = _core(name)
    return tuple(w for w in core if w not in nouns().noise["outlet_generic"]) or core


def _add(known: dict[str, list[Card]], card: Card) -> None:
    name = card.named.name
    for key in {k for word in (*_ends(name), *_ends(_without_kind(name))) for k in _word_keys(word)}:
        known.setdefault(key, []).append(card)


def _ends(name: tuple[str, ...]) -> list[str]:
    kept = _core(name)
    return [kept[0], kept[-1]] if kept else []


def _word_keys(word: str) -> frozenset[str]:
    return keys(word) | {f"{s.table}:{s.concept}" for s in nouns().senses.get(word, ())}


def _candidates(known: dict[str, list[Card]], name: Sequence[str]) -> list[Card]:
    found = {c.n: c for word in _ends(tuple(name)) for key in _word_keys(word) for c in known.get(key, ())}
    return list(found.values())


def _countries_part(one: Card, other: Card) -> bool:
    a, b = one.named.country, other.named.country
    return bool(a and b and a != b)


def join_places(groups: Groups, places: Sequence[Card]) -> None:
    """Join places of the same name, across scripts; a capital is not its country: as written."""
    known: dict[str, list[Card]] = {}
    countries = {c.code: c for c in nouns().countries}
    for card in places:
        code = card.named.country or ""
        for other in known.setdefault(code, []):
            same = same_name(card.named.name, other.named.name)
            names = countries[code].names if code in countries else frozenset()
            if same or (_printed(card) in names and _printed(other) in names):
                groups.join(other.n, card.n)
                break
        else:
            known[code].append(card)


def _printed(card: Card) -> str:
    return fold(card.named.words).removeprefix("the ")


def join_bodies(groups: Groups, bodies: Sequence[Card], related: Related) -> None:
    """Join organizations. Those that merely point («الهيئة») must not be among them. A country or a word left out is
    supplied from the same report, or from those of its story."""
    known: dict[str, list[Card]] = {}
    seen: dict[tuple[frozenset[str], tuple[str, ...], str | None], Card] = {}
    distinct: list[Card] = []
    for card in bodies:
        key = (card.named.content, card.named.name, card.named.country or card.report)
        if key in seen:
            groups.join(seen[key].n, card.n)
            continue
        seen[key] = card
        distinct.append(card)
        for index in body_keys(card.named):
            known.setdefault(index, []).append(card)
    lands = _Lands(groups, distinct)
    fits: dict[int, list[Card]] = {}
    for card in distinct:
        found = {c.n: c for index in body_keys(card.named) for c in known[index] if c.n != card.n}.values()
        fits[card.n] = [c for c in found if same_body(card, c) and related(card.report, c.report)]
        for other in fits[card.n]:
            if _equal(card, other) and (card.named.country or card.report == other.report):
                lands.join(card.n, other.n)
    for card in distinct:  # within a report a country left out is that of its like there
        near = {groups.root(c.n) for c in fits[card.n] if c.report == card.report} - {groups.root(card.n)}
        if len(near) == 1:
            lands.join(near.pop(), card.n)
    for card in distinct:
        for other in fits[card.n]:
            if _equal(card, other):
                lands.join(card.n, other.n)
    for card in distinct:  # a country or a word left out: the only one it can be in its story
        near = {groups.root(c.n) for c in fits[card.n]} - {groups.root(card.n)}
        if len(near) > 1:  # of several, the one that is told in the same words
            near = {groups.root(c.n) for c in fits[card.n] if c.named.content == card.named.content} & near
        if len(near) == 1:
            lands.join(near.pop(), card.n)
    _join_untold(groups, lands, distinct, related)


def _join_untold(groups: Groups, lands: _Lands, bodies: Sequence[Card], related: Related) -> None:
    """Join organizations of two languages whose names no dictionary of ours has in full: where what is known of both
    agrees, each has as many words that are not known, and either is the only one that the other can be."""
    by_head: dict[str, list[Card]] = {}
    for card in bodies:
        for head in card.named.heads:
            by_head.setdefault(head, []).append(card)
    by_head = {head: found for head, found in by_head.items() if len(found) <= MANY}
    meant: dict[int, set[int]] = {}
    pairs: list[tuple[Card, Card]] = []
    for card in bodies:
        found = {c.n: c for head in card.named.heads for c in by_head.get(head, ())} if card.named.arabic else {}
        for other in found.values():
            mine, theirs = groups.root(card.n), groups.root(other.n)
            fitting = mine != theirs and not other.named.arabic and _untold(card, other)
            if fitting and related(card.report, other.report):
                meant.setdefault(mine, set()).add(theirs)
                meant.setdefault(theirs, set()).add(mine)
                pairs.append((card, other))
    sole = [p for p in pairs if all(len(meant[groups.root(c.n)]) == 1 for c in p)]
    for card, other in sole:
        lands.join(card.n, other.n)


def _untold(arabic: Card, english: Card) -> bool:
    """Whether two names say the same as far as their words are known, of houses that are called by what they do."""
    a, b = arabic.named, english.named
    heads = {h.partition(":")[2] for h in a.heads & b.heads}
    if not heads & _DESCRIBED or a.name or _countries_part(arabic, english) or a.bare or b.bare:
        return False
    known = nouns().concepts
    x, y = (set(n.content) - {h.partition(":")[2] for h in n.heads} - _FILLERS for n in (a, b))
    if x & known != y & known:
        return False
    return 0 < len(x - known) == len(y - known) <= 2


_DESCRIBED = frozenset(
    {"authority", "agency", "association", "federation", "union", "committee", "council", "centre", "office",
     "ministry", "organization"}
)  # fmt: skip
"""Houses whose names say what they are for, and are translated: a company's or a club's is spelled."""


class _Lands:
    """Joins groups of organizations, never those of two countries, however many cards without one lie between."""

    def __init__(self, groups: Groups, cards: Sequence[Card]) -> None:
        self._groups = groups
        self._countries: dict[int, set[str]] = {}
        for card in cards:
            found = self._countries.setdefault(groups.root(card.n), set())
            if card.named.country:
                found.add(card.named.country)

    def join(self, one: int, other: int) -> None:
        a, b = self._groups.root(one), self._groups.root(other)
        if a == b:
            return
        both = self._countries.get(a, set()) | self._countries.get(b, set())
        if len(both) <= 1:
            self._groups.join(a, b)
            self._countries[self._groups.root(a)] = both


def _equal(one: Card, other: Card) -> bool:
    """Whether two fitting names are the same in full."""
    a, b = one.named, other.named
    return a.country == b.country and (
        a.content == b.content or (bool(a.name and b.name) and same_name(a.name, b.name))
    )


def body_keys(named: Named) -> frozenset[str]:
    """Keys of which the names of one organization share one: its concepts and sounds, head nouns left out."""
    heads = {h.partition(":")[2] for h in named.heads}
    rest = set(named.content - heads) | set(named.name)
    found = {k for word in rest for k in ((word,) if word in nouns().concepts else keys(word))}
    if len(named.content) > 1:  # "the civil defence directorate", «مديرية الدفاع المدني»: whichever is the head
        found.add("all:" + " ".join(sorted(named.content)))
    return frozenset(found or heads)


def _only_placed(named: Named) -> bool:
    """Whether an organization is told by what and where it is: «مختبر في ليون»."""
    said = [w.form for w in words(named.words)]
    return not named.name and not named.definite and len(said) <= 4 and bool({"في", "in"} & set(said[1:]))


def same_body(one: Card, other: Card) -> bool:
    """Whether two descriptive names can be one organization's."""
    a, b = one.named, other.named
    if _countries_part(one, other):
        return False
    apart = a.heads and b.heads and not {h.partition(":")[2] for h in a.heads} & {h.partition(":")[2] for h in b.heads}
    if apart and (a.content != b.content or len(a.content) < 2 or a.arabic == b.arabic):
        return False
    if a.name and b.name:
        if same_name(a.name, b.name):
            return True
        if a.arabic == b.arabic:
            return False
    heads = {h.partition(":")[2] for h in a.heads | b.heads}
    x, y = ((set(n.content) | set(n.name if not n.content & set(n.name) else ())) - heads - _FILLERS for n in (a, b))
    if not x and not y:
        return True
    short, long = sorted((x, y), key=len)
    matched = sum(any(words_alike(w, v) for v in long) for w in short)
    if not matched or matched < len(short):
        return matched >= 2 and matched / len(long) >= 0.6
    if len(short) == len(long):
        return True
    near = one.report == other.report or a.arabic != b.arabic or _only_placed(a) or _only_placed(b)
    return len(short) >= 2 or near or bool(a.name and b.name)
