"""Which reports are one story, over more reports than one process should hold.

Where all reports of an archive fit one process it is `riwaya.stories` that groups them. Where they do not, they are
looked over a turn of two days at a time (turns.py, packing.py, linking.py), laid into bundles so that what may be one
story lies in one (gathering.py), and each bundle is grouped by the same functions, in whichever process, as it would be
among all: what words say, what is settled at once and where the clock stands is told by all reports. Exact copies go
first: one of them stands for all, so that a wire text printed a thousand times costs once.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from riwaya.batch import linking, packing
from riwaya.batch.turns import Turns
from riwaya.language.text import fold
from riwaya.model import Report
from riwaya.stories import Around, group_among, group_signed, when
from riwaya.stories.signature import Signature, named, plain, sign, valued


@dataclass(frozen=True, slots=True)
class Card:
    """A report as grouping carries it: what stories are told by, and what it is a copy of."""

    when: str  #: the moment that orders reports (riwaya.stories.when)
    copy: str  #: digest of language, title, text and day; copies have the same
    signature: Signature


def card(report: Report) -> Card:
    """The card of a report."""
    day = (report.published or "")[:10]
    told = f"{report.language}\n{day}\n{fold(report.title)}\n{fold(report.text)}".encode("utf-8", "surrogatepass")
    return Card(when(report)[0], hashlib.blake2b(told, digest_size=12).hexdigest(), sign(report))


def line(card: Card) -> str:
    """A card as a line of JSON."""
    return json.dumps([card.when, card.copy, plain(card.signature)], ensure_ascii=False) + "\n"


def taken_up(text: str, id_: str | None = None) -> Card:
    """The card that `line` wrote, under another id where one is given."""
    moment, copy, signature = json.loads(text)
    found = Card(moment, copy, valued(signature))
    return found if id_ is None else replace(found, signature=named(found.signature, id_))


def group_bundle(cards: Iterable[Card], among: Among | None = None) -> list[tuple[str, ...]]:
    """The stories of some reports, as ids in order of time, copies with what they copy. `among`: what is known of all
    reports, where these are only some. Cards are taken one at a time, and no copy is held."""
    first: dict[str, Card] = {}
    behind: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for c in cards:
        moment = (c.when, c.signature.id)
        behind[c.copy].append(moment)
        known = first.get(c.copy)
        if known is None or moment < (known.when, known.signature.id):
            first[c.copy] = c
    of = {c.signature.id: copy for copy, c in first.items()}
    order = {c.signature.id: (c.when, c.signature.id) for c in first.values()}
    signatures = [c.signature for c in first.values()]
    first.clear()
    if among is None:
        stories = group_signed(signatures, order)
    else:
        stories = group_among(signatures, order, lambda s: among.turns.of(s.hours), among.around)
    return [tuple(id_ for _, id_ in sorted(m for lead in story for m in behind[of[lead]])) for story in stories]


class Among:
    """What is known of all reports of an archive, for whoever groups some of them."""

    def __init__(self, turns: Turns, rare: Callable[[int], Mapping[int, linking.Rare]]) -> None:
        """`rare`: what words say in a turn, by the check sums of their languages."""
        self.turns = turns
        self._rare = rare

    def around(self, number: int) -> Around:
        """What is known of all reports that are settled in a turn."""
        turn = self.turns.all[number]
        return Around(turn.before, turn.latest, turn.count, _Told(self._rare(number)))


class _Told:
    """What a word says, as linking found it."""

    def __init__(self, rare: Mapping[int, linking.Rare]) -> None:
        self._rare = rare
        self._known: dict[tuple[str, str], float] = {}

    def __call__(self, language: str, term: str) -> float:
        found = self._known.get((language, term))
        if found is None:
            rare = self._rare[packing.check(language)]
            at = int(rare.terms.searchsorted(np.uint32(packing.check(term))))
            found = self._known[language, term] = float(rare.said[at])
        return found
