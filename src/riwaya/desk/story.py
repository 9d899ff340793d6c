"""A story: the answer first, and each of its parts on a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from riwaya.desk.asking import Ask, Listing, Page, Wrong, listing
from riwaya.desk.first import FirstPage, kept, quote, whole
from riwaya.desk.opened import Opened
from riwaya.export import json as contract
from riwaya.export.cite import cite
from riwaya.export.first import BIG, MOST

if TYPE_CHECKING:
    from riwaya.export.view import ClaimView

Item = TypeVar("Item")

def front(ask: Ask) -> Page:
    """The first page of a story."""
    page = _first(ask)
    held = page.opened
    desk = held.desk(ask.speech)
    small = len(held.story.reports) <= BIG
    corrections = len(ask.house.shelf.store.corrections(held.id)) if ask.reader else 0
    context = _context(held) | {
        "first": MOST, "page": page, "figures": page.figures, "spots": page.spots,
        "coloured": held.coloured if small else None,
        "drawn": desk.picture(held.story, held.coloured) if small else None, "corrections": corrections,
    }  # fmt: skip
    return Page("story.html", held.title, context, lambda: story_data(ask.story()), held)


def _first(ask: Ask) -> FirstPage:
    """What the first page shows: of a big story that is not open, what the store keeps for it."""
    line = ask.house.shelf.line(ask.id("story"))
    if line.reports > BIG and not ask.data and not ask.house.shelf.holds(line.id):
        found = kept(ask.house.shelf.store, line.id)
        if found is not None:
            return found
    return whole(ask.story())


def claims(ask: Ask) -> Page:
    """All claims, the heaviest first."""
    held = ask.story()
    every = [*held.story.shared, *held.story.alone]
    return _part(ask, held, "claims", every, 20, lambda items: {"claims": [claim_data(c) for c in items]})


def conflicts(ask: Ask) -> Page:
    """All claims in conflict."""
    held = ask.story()
    return _part(ask, held, "conflicts", held.conflicting, 20,
                 lambda items: {"claims": [claim_data(c) for c in items]})


def sources(ask: Ask) -> Page:
    """All sources that the story quotes."""
    held = ask.story()
    page = _part(ask, held, "sources", held.quoted, 60, lambda items: {"sources": [
        {"id": q.id, "name": held.view.name(q.id), "kind": q.source.kind if q.source else None,
         "statements": [s.id for s in q.statements], "reports": list(q.reports)} for q in items]})  # fmt: skip
    part = page.context["listing"]
    assert isinstance(part, Listing)
    return page._replace(context={**page.context, "listing": part._replace(items=tuple(map(quote, part.items)))})


def reports(ask: Ask) -> Page:
    """All reports."""
    held = ask.story()
    return _part(ask, held, "reports", held.members, 100, lambda items: {"reports": [
        {"id": r.id, "title": r.title, "outlet": r.outlet, "published": r.published} for r in items]})  # fmt: skip


def timeline(ask: Ask) -> Page:
    """When it was told, and when it happened."""
    held = ask.story()
    return _part(ask, held, "timeline", held.events, 60, lambda items: {
        "events": [{"when": when, "moments": [contract.moment(m) for m in moments]} for when, moments in items],
        "told": [{"day": day, "reports": [r.id for r in told]} for day, told in held.told]})  # fmt: skip


def descent(ask: Ask) -> Page:
    """Who takes from whom: the whole picture, coloured by the versions of any claim, with the evidence."""
    held = ask.story()
    parted = [c for c in held.story.shared if len(c.versions) > 1][:100]
    wanted = ask.query("claim")
    coloured = next((c for c in parted if c.claim.id == wanted), held.coloured)
    page = _part(ask, held, "descent", held.story.derivations, 50, lambda items: {
        "derivations": [contract.derivation(d) for d in items]}, claim=wanted)  # fmt: skip
    drawn = held.desk(ask.speech).picture(held.story, coloured)
    return page._replace(context={**page.context, "drawn": drawn, "coloured": coloured, "parted": parted})


def claim(ask: Ask) -> Page:
    """One claim: every version, everyone who says it, how many independent sources and why; its citation."""
    held = ask.story()
    found = held.claims.get(ask.id("claim"))
    if found is None:
        raise Wrong(404, "no such")
    desk = held.desk(ask.speech)
    routed = desk.routed(held.story, found)
    every = (*held.story.shared, *held.story.alone)
    citation = cite(held.view, found.claim.id, ask.speech)
    context = _context(held) | {
        "claim": found, "citation": citation,
        "drawn": desk.picture(held.story, found) if routed else None,
        "others": [c for c in every if c is not found][:200],
    }
    return Page("claim.html", found.claim.text, context, lambda: claim_data(found) | {
        "statements": [contract.statement(s) for v in found.versions for s in v.statements],
        "citation": citation}, held)  # fmt: skip


def _part(
    ask: Ask, held: Opened, part: str, items: Sequence[Item], size: int,
    data: Callable[[Sequence[Item]], Mapping[str, object]], **query: str,
) -> Page:  # fmt: skip
    listed = listing(ask, items, size, **query)
    heading = {"claims": "all claims", "sources": "all sources"}.get(part, part)
    return Page("part.html", ask.say(heading), _context(held) | {"part": part, "listing": listed}, lambda: {
        "story": held.id, "page": listed.number, "pages": listed.of, **data(listed.items)}, held)  # fmt: skip


def _context(held: Opened) -> dict[str, object]:
    return {"opened": held, "story": held.story, "story_id": held.id, "spots": held.spots}


def story_data(held: Opened) -> Mapping[str, object]:
    """A story's first page as data: the answer, and every claim's count. The whole trace is among the exports."""
    h = held.headline
    return {
        "id": held.id, "title": held.title, "reports": list(held.story.reports),
        "answer": {"en": held.answer("en"), "ar": held.answer("ar")},
        "figures": {"reports": h.reports, "outlets": h.outlets, "shared": h.shared, "conflicting": h.conflicting,
                    "single": h.single},
        "main": h.main.claim.id if h.main else None,
        "claims": [claim_data(c) for c in held.story.shared],
        "alone": len(held.story.alone),
        "derivations": [contract.derivation(d) for d in held.story.derivations],
    }  # fmt: skip


def claim_data(c: ClaimView) -> dict[str, object]:
    """A claim as the contract prints it, with its place, its reports and the reasons of its count."""
    i = c.claim.independent
    return contract.claim(c.claim) | {
        "number": c.number, "reports": list(c.reports), "reasons": {"en": i.why_en, "ar": i.why_ar},
    }  # fmt: skip
