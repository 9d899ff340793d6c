"""What a source is called, what kind it is, and its id: a slug that is the same for the same input in any order."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from riwaya.language.text import fold, is_arabic, words
from riwaya.lexicon.nouns import nouns
from riwaya.model import SourceKind
from riwaya.sources.cards import Card
from riwaya.sources.named import Named, Shape
from riwaya.sources.sounds import latin

SLUG = 48  #: letters of an id at most
NAME = 90  #: code points of a name at most: an unnamed source's description may be long

_STRENGTH: Mapping[Shape, int] = {
    "outlet": 8, "person": 6, "body": 7, "place": 6, "document": 5, "joint": 5, "unnamed": 4, "holder": 3, "name": 2,
    "words": 1, "ours": 1, "pronoun": 0,
}  # fmt: skip


def kind_of(cards: Sequence[Card]) -> SourceKind:
    """The kind of a source: that of the mention that tells most."""
    return max(cards, key=_telling).named.kind


def _telling(card: Card) -> tuple[int, int, int]:
    """How much a mention tells of the kind: a named outlet or body more than a bare word that points."""
    named = card.named
    strength = _STRENGTH[named.shape]
    if named.shape == "person" and (named.honoured or any(h.startswith("offices:") for h in named.heads)):
        strength = 9
    if named.bare:
        strength -= 5
    return (bool(named.entry), strength, -card.n)


def name_of(cards: Sequence[Card], owners: Collection[int] = ()) -> str:
    """The best full form: of an outlet whose own report is there its name as it gives it (`owners`: those cards), else
    a proper name as most reports print it, the longest of these; else the fullest description."""
    entries = {c.named.entry.id: c.named.entry for c in cards if c.named.entry}
    printed = [c for c in cards if c.named.shape != "pronoun" and not c.named.bare] or list(cards)
    arabic = sum(c.named.arabic for c in printed) * 2 >= len(printed)
    if entries:
        entry = entries[min(entries)]
        side = (entry.ar, entry.en) if arabic else (entry.en, entry.ar)
        return (side[0] or side[1])[0]
    own = Counter(c.named.words for c in cards if c.n in owners)
    if own:
        return max(own, key=lambda f: (own[f], len(f), f))
    kind = kind_of(cards)
    named = [c for c in printed if c.named.shown and (c.named.shape == "person") == (kind == "person")] or [
        c for c in printed if c.named.shown
    ]
    if named and kind in ("person", "outlet", "agency"):
        return _most_printed([c.named for c in named if c.named.arabic == arabic] or [c.named for c in named])
    same = [c for c in printed if c.named.arabic == arabic] or printed
    if kind == "organization":
        forms = Counter(clean(c.named.words) for c in same)
        return max(forms, key=lambda f: (min(forms[f], 3), len(f), f))
    fullest = max(same, key=lambda c: (len(c.named.traits), min(len(c.named.words), NAME), c.named.words))
    return clean(fullest.named.words)


def _most_printed(named: Sequence[Named]) -> str:
    """The full name that is printed most, of several the longest that is not overlong: noise is long and rare."""
    full = [n for n in named if len(n.name) > 1] or list(named)
    forms = Counter(n.shown for n in full)
    length = {n.shown: len(n.name) for n in full}
    return max(forms, key=lambda f: (length[f] <= 4, min(forms[f], 3), length[f], len(f), f))


def clean(text: str) -> str:
    """A description in one line, of a length that can be shown."""
    text = " ".join(text.replace("#", "").replace("_", " ").split())
    first = fold(text).split(" ", 1)[0]
    if text.startswith("لل"):
        text = "ا" + text[1:]
    elif first.startswith("ل") and not nouns().senses.get(first) and nouns().senses.get(first[1:]):
        text = text[1:]  # «وفقا | لمكتب الموازنة»
    return text if len(text) <= NAME else text[: text.rfind(" ", 0, NAME)] + "…"


def slug(text: str) -> str:
    """An ASCII slug of a name: «غسان العلوان» is "ghsan-alalwan"."""
    parts = [latin(w.form) for w in words(text)]
    found = "-".join(p for p in parts if p)
    return found[:SLUG].strip("-") or "source"


def stem_of(cards: Sequence[Card], name: str) -> str:
    """The id of a source before clashes are told apart: the lexicon's, else a slug of its Latin or Arabic name."""
    entries = sorted(c.named.entry.id for c in cards if c.named.entry)
    if entries:
        return entries[0]
    if is_arabic(name):
        western = [c.named for c in cards if not c.named.arabic and c.named.shown and len(c.named.name) > 1]
        if western:
            return slug(max((n.shown for n in western), key=lambda s: (len(s), s)))
    return slug(name)


def ids(groups: Sequence[Sequence[Card]], names: Sequence[str], taken: Iterable[str]) -> list[str]:
    """An id for each group, in order. `taken`: ids that mean something else (of reports); what clashes gets a hash of
    where the source is mentioned."""
    stems = [stem_of(g, n) for g, n in zip(groups, names, strict=True)]
    listed = {s for s, g in zip(stems, groups, strict=True) if any(c.named.entry for c in g)}
    count = Counter(s for s, g in zip(stems, groups, strict=True) if not any(c.named.entry for c in g))
    taken = set(taken)
    found = []
    for group, stem in zip(groups, stems, strict=True):
        entry = any(c.named.entry for c in group)
        free = stem not in taken and (entry or (count[stem] == 1 and stem not in listed))
        found.append(stem if free else f"{stem}-{_hash(group)}")
    return found


def _hash(group: Sequence[Card]) -> str:
    keys = sorted(f"{c.report}\t{c.place}\t{fold(c.named.words)}" for c in group)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:6]
