"""Which unnamed sources are one: those of one description in one report, and across reports those that come through one
upstream (Sanabel's engineer, in Sanabel's own report and wherever Sanabel is cited) or say the same words."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from riwaya.sources.cards import Card, Groups
from riwaya.sources.related import Related
from riwaya.sources.traits import like, values

LOOK_BACK = 200  #: uses through one upstream that one is compared with, so that an agency cited by all costs little
GRAMS = 7  #: words in a row that two statements of one description must share to be one source's

WHOLE = 4  #: words of a shorter statement that two must share in full


@dataclass(frozen=True, slots=True)
class Use:
    """Where an unnamed source is used: its card, who carried it (a group, or the report), whether the report says so,
    and the folded words of what it said."""

    card: Card
    upstream: Hashable
    cited: bool
    said: tuple[str, ...]


def join_in_report(groups: Groups, cards: Sequence[Card]) -> None:
    """Join the unnamed sources and documents of one report that are described alike."""
    seen: dict[tuple[Hashable, ...], Card] = {}
    for card in cards:
        named = card.named
        if named.shape not in ("unnamed", "document", "joint", "words", "holder"):
            continue
        exact = named.traits if named.traits and named.shape == "unnamed" else named.content
        part = values(named.traits, "part")
        key = (named.shape, exact, part, named.country if named.shape != "unnamed" else None)
        if exact:
            groups.join(seen.setdefault(key, card).n, card.n)


def join_across(groups: Groups, uses: Sequence[Use], related: Related) -> None:
    """Join unnamed sources of several reports."""
    by_upstream: dict[Hashable, list[Use]] = {}
    for use in uses:
        by_upstream.setdefault(use.upstream, []).append(use)
    for shared in by_upstream.values():
        kept: list[Use] = []
        for use in shared:
            for other in kept[-LOOK_BACK:]:
                if groups.root(other.card.n) == groups.root(use.card.n):
                    continue
                if other.card.report == use.card.report or not (use.cited or other.cited):
                    continue
                if _alike(use.card, other.card) and related(use.card.report, other.card.report):
                    groups.join(other.card.n, use.card.n)
            if not any(o.card.n == use.card.n for o in kept):
                kept.append(use)
    _join_verbatim(groups, uses)


def _alike(one: Card, other: Card) -> bool:
    a, b = one.named, other.named
    if a.shape == "document" or b.shape == "document":
        return a.shape == b.shape and bool(a.heads & b.heads)
    return like(a.traits, b.traits)


def _join_verbatim(groups: Groups, uses: Sequence[Use]) -> None:
    """Join sources of one description that say the same run of words in two reports: one copied the other."""
    seen: dict[tuple[Hashable, ...], Card] = {}
    for use in uses:
        description = use.card.named.traits or use.card.named.content
        runs = [use.said[n : n + GRAMS] for n in range(len(use.said) - GRAMS + 1)]
        for run in runs or ([use.said] if len(use.said) >= WHOLE else []):
            key = (description, use.card.named.shape, run)
            first = seen.setdefault(key, use.card)
            if first.report != use.card.report:
                groups.join(first.n, use.card.n)
