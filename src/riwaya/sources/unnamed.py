"""Which unnamed sources are one: those of one description in one report, and across reports those that come through one
upstream (Sanabel's engineer, in Sanabel's own report and wherever Sanabel is cited) or say the same words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riwaya.language.arabic import stem
from riwaya.language.text import words
from riwaya.model import Report
from riwaya.sources.cards import Card, Groups
from riwaya.sources.traits import like, values

SHARED = 0.2  #: of the shorter report's longer stems: two reports of one language that share fewer are of two stories
LOOK_BACK = 200  #: uses through one upstream that one is compared with, so that an agency cited by all costs little
APART = 45  #: days between two reports after which an unnamed source is taken for another
GRAMS = 7  #: words in a row that two statements of one description must share to be one source's


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


def join_across(groups: Groups, uses: Sequence[Use], reports: Mapping[str, Report]) -> None:
    """Join unnamed sources of several reports."""
    by_upstream: dict[Hashable, list[Use]] = {}
    vocabulary: dict[str, frozenset[str]] = {}
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
                if _alike(use.card, other.card) and _one_story(use, other, reports, vocabulary):
                    groups.join(other.card.n, use.card.n)
            if not any(o.card.n == use.card.n for o in kept):
                kept.append(use)
    _join_verbatim(groups, uses)


def _alike(one: Card, other: Card) -> bool:
    a, b = one.named, other.named
    if a.shape == "document" or b.shape == "document":
        return a.shape == b.shape and bool(a.heads & b.heads)
    return like(a.traits, b.traits)


def _one_story(one: Use, other: Use, reports: Mapping[str, Report], vocabulary: dict[str, frozenset[str]]) -> bool:
    """Whether the two reports can be of one story: an upstream has an unnamed official in many."""
    a, b = reports[one.card.report], reports[other.card.report]
    if a.published and b.published and _days(a.published, b.published) > APART:
        return False
    if a.language != b.language:
        return True
    for report in (a, b):
        if report.id not in vocabulary:
            vocabulary[report.id] = frozenset(
                stem(w.form) for w in words(f"{report.title} {report.text[:6000]}") if len(w.form) > 4
            )
    x, y = vocabulary[a.id], vocabulary[b.id]
    return not x or not y or len(x & y) >= SHARED * min(len(x), len(y))


def _days(one: str, other: str) -> int:
    try:
        return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)
    except ValueError:
        return 0


def _join_verbatim(groups: Groups, uses: Sequence[Use]) -> None:
    """Join sources of one description that say the same run of words in two reports: one copied the other."""
    seen: dict[tuple[Hashable, ...], Card] = {}
    for use in uses:
        description = use.card.named.traits or use.card.named.content
        for n in range(len(use.said) - GRAMS + 1):
            key = (description, use.card.named.shape, use.said[n : n + GRAMS])
            first = seen.setdefault(key, use.card)
            if first.report != use.card.report:
                groups.join(first.n, use.card.n)
