"""Every mention of every report, read once, as cards."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from riwaya.language.text import words
from riwaya.lexicon.nouns import nouns
from riwaya.model import Attribution, Report, Span
from riwaya.sources.cards import Card
from riwaya.sources.named import TABLES, Named
from riwaya.sources.own import credited_agencies, initials, own_outlet
from riwaya.sources.phrase import land, name_words
from riwaya.sources.reading import read as read_anew
from riwaya.sources.reading import with_title
from riwaya.sources.remembered import Read
from riwaya.sources.tokens import tokens

LONGEST = 20_000  #: code points of a report in which another bearer of its outlet's name is looked for


@dataclass(frozen=True, slots=True)
class Gathered:
    """The cards, and what they are cards of."""

    cards: tuple[Card, ...]
    card_of: Mapping[tuple[str, Span], int]  #: (report, mention) -> card; without those that name nothing
    anaphors: Mapping[int, tuple[tuple[str, Span], ...]]  #: card -> places that point to it
    own: Mapping[str, int]  #: report -> card of its outlet
    credited: Mapping[str, tuple[int, ...]]  #: report -> cards of the outlets its credits name
    bodies_of: Mapping[int, Card]  #: card of an unnamed spokesman -> card of the body he speaks for
    shown: frozenset[int]  #: cards that make a group a source of the result: mentions, own outlets, credited outlets
    settings: frozenset[int]  #: cards of documents in which another source speaks («قال المركز | في دراسة»)
    outlet_itself: set[int]  #: cards that turned out to mean the report's own outlet though it has no card of its own


def gather(
    reports: Sequence[Report], attributions: Mapping[str, Sequence[Attribution]], read: Read = read_anew
) -> Gathered:
    """Read all mentions. In: reports in the order of their ids; `read` reads a mention."""
    cards: list[Card] = []
    card_of: dict[tuple[str, Span], int] = {}
    anaphors: dict[int, dict[tuple[str, Span], None]] = {}
    own: dict[str, int] = {}
    credited: dict[str, tuple[int, ...]] = {}
    bodies: dict[int, Card] = {}

    def add(report: str, named: Named, place: tuple[int, int] | None) -> Card:
        card = Card(len(cards), report, named, place)
        cards.append(card)
        return card

    hidden: set[int] = set()
    settings: set[int] = set()
    for report in reports:
        if outlet := own_outlet(report):
            own[report.id] = add(report.id, outlet, None).n
        credited[report.id] = tuple(add(report.id, n, None).n for n in credited_agencies(report, outlet))
        spans = {link.mention for a in attributions.get(report.id, ()) for link in a.chain}
        links = [link for a in attributions.get(report.id, ()) for link in a.chain]
        verbs = {x.mention for x in links if x.anaphor == x.mention}  # «وأضاف أن …», nobody named before
        for span in sorted(spans):
            if outlet and (_itself(report.text, span, outlet) or _short(report.text, span, outlet)):
                card_of[report.id, span] = own[report.id]
                continue
            named = read(report.text, span)
            if named is None:
                continue
            if span in verbs:
                named = replace(named, shape="pronoun", kind="anonymous", name=(), heads=frozenset(), of=None)
            card = add(report.id, with_title(report.text, named), (named.start, named.end))
            card_of[report.id, span] = card.n
            place = named.shape == "document" and not named.definite and _inside(report.text, named.start)
            if place or _platform(report.text, named):
                settings.add(card.n)
            if named.of:
                bodies[card.n] = add(report.id, named.of, (named.of.start, named.of.end))
                hidden.add(bodies[card.n].n)
        for a in attributions.get(report.id, ()):
            for link in a.chain:
                n = card_of.get((report.id, link.mention))
                if n is not None and link.anaphor is not None:
                    pointing = read(report.text, link.anaphor)
                    span = Span(pointing.start, pointing.end) if pointing else link.anaphor
                    anaphors.setdefault(n, {})[report.id, span] = None
    return Gathered(
        tuple(cards),
        card_of,
        {n: tuple(places) for n, places in anaphors.items()},
        own,
        credited,
        bodies,
        frozenset(c.n for c in cards) - hidden,
        frozenset(settings),
        set(),
    )


_QUOTED = re.compile(r"[«“\"]([^«»“”\"\n]{2,40})[»”\"]")


def _itself(text: str, span: Span, outlet: Named) -> bool:
    """Whether a mention is the report's own outlet by a name in quotation marks, or the front of one («السرايا» in
    «السرايا الاقتصادية»), with nothing beside it but a word for an outlet or its reporter."""
    start = max(0, span.start - 30)
    for m in _QUOTED.finditer(text, start, min(len(text), span.end + 30)):
        if m.end() <= span.start or m.start() >= span.end:
            continue
        names = name_words(tokens(m[1]))
        rest = text[span.start : max(span.start, m.start())] + text[min(span.end, m.end()) : span.end]
        beside = all(t.sense("titles", "press") or len(t.base) < 2 or t.preposition for t in tokens(rest))
        kind = [t.sense("titles", "bodies") for t in tokens(outlet.words)[:1]]
        inner = outlet.name[1:] if kind[0] and len(outlet.name) > 1 else outlet.name  # «الرواسي» in «دار الرواسي»
        return bool(names) and beside and names in (outlet.name[: len(names)], inner)
    return False


def _short(text: str, span: Span, outlet: Named) -> bool:
    """Whether a mention is the front of the report's own outlet's name, and nobody else's name in the report: "Marram"
    in a report of "Marram Business"."""
    if span.end - span.start > 80:
        return False
    whole = text[span.start : span.end].strip()
    signs = initials(outlet.words) if outlet.arabic is False else ""
    if len(signs) > 1 and whole.removeprefix("the ") == signs:
        return True  # "told the ANS", of the American News Service
    if outlet.arabic is False and whole == outlet.words.strip() and whole[:1].isupper() and len(whole) > 4:
        return True  # "told The Envoy", in The Envoy
    words = [t for t in tokens(text[span.start : span.end]) if t.form not in ("the", "for")]
    names = name_words(words) if words else ()
    if not names or len(names) >= len(outlet.name) or outlet.name[: len(names)] != names:
        return False
    if any(t.arabic or not t.capital or land(t) or t.sense(*TABLES, "terms") for t in words):
        return False
    first = re.escape(text[span.start : span.end].strip())
    return not re.search(rf"\b(?!The\b)[A-Z][\w’'-]+ {first}\b", text[:LONGEST])


def _inside(text: str, at: int) -> bool:
    """Whether «في» or "in" stands right before a place: what follows is where another speaks, no source of its own."""
    before = text[max(0, at - 8) : at].split()
    if before and before[-1] in ("a", "an"):
        before = before[:-1]
    return bool(before) and before[-1].lower() in ("في", "فى", "ضمن", "in")


def _platform(text: str, named: Named) -> bool:
    """Whether a mention is where another posted («على منصة إكس»، "on Facebook") and no source of its own."""
    noise = nouns().noise
    said = [w.form for w in words(text[named.start : named.end]) if w.form not in noise["platform_heads"]]
    if not said or not noise["platforms"].issuperset(said):
        return False
    before = [w.form for w in words(text[max(0, named.start - 40) : named.start])]
    while before and before[-1] in noise["platform_heads"]:
        before.pop()
    return bool(before) and before[-1] in ("على", "علي", "عبر", "في", "on", "via", "through")
