"""Search: reports and claims by their words, and by all else that is known of them (riwaya.store.Query)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple, get_args

from riwaya.desk import places
from riwaya.desk.asking import Ask, Page, Wrong, paged
from riwaya.export.bidi import clean
from riwaya.model import DifferenceKind
from riwaya.store import NothingAsked, Query, StoreError

if TYPE_CHECKING:
    from markupsafe import Markup

    from riwaya.model import Span
    from riwaya.store import ClaimHit, Hit, StoryLine

SIZE = 20
CLAIMS = 6  #: that a search for both shows beside the reports
_TIME = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d.{0,20})?)?)?\Z")
_NUMBER = re.compile(r"\d{1,6}\Z", re.ASCII)

#: questions that are worth asking of any store: what they are called, and what is asked
READY: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("ready:one of ten", {"for": "claims", "independent_to": "1", "outlets_from": "10"}),
    ("ready:one of three", {"for": "claims", "independent_to": "1", "outlets_from": "3"}),
    ("ready:numbers", {"for": "claims", "kind": "number", "conflict": "1"}),
    ("ready:denied", {"for": "claims", "kind": "polarity"}),
    ("ready:attribution", {"for": "claims", "kind": "attribution"}),
    ("ready:many", {"for": "claims", "independent_from": "4"}),
)


class Asked(NamedTuple):
    """What the form holds, to show it again and to go on to the next part of the answer."""

    q: str = ""
    for_: str = ""  #: "claims": claims alone
    outlet: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    kind: str = ""
    conflict: str = ""
    independent_from: str = ""
    independent_to: str = ""
    outlets_from: str = ""
    outlets_to: str = ""
    story: str = ""
    order: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """By the names that they have in an address."""
        return {name.rstrip("_"): value for name, value in self._asdict().items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether it asks for more than words."""
        return bool(self.fields.keys() - {"q", "for", "order"})


class Found(NamedTuple):
    """A report that was found, its story, and the words around what was asked for."""

    hit: Hit
    line: StoryLine
    excerpt: Markup


class FoundClaim(NamedTuple):
    """A claim that was found, its words and the title of its story."""

    hit: ClaimHit
    text: Markup
    title: str


def found(ask: Ask) -> Page:
    """What answers a question; without one, the form and questions to begin with."""
    asked = _asked(ask)
    context: dict[str, object] = {
        "asked": asked.q, "given": asked, "here": "search", "kinds": get_args(DifferenceKind), "trouble": "",
        "ready": [(key, places.path("search", **q)) for key, q in READY], "claims": [], "listing": None, "story": None,
        "told": (),
    }  # fmt: skip
    if not asked.q and not asked.narrowed:
        return Page("search.html", ask.say("search"), context, lambda: {"q": "", "page": 1, "more": False, "claims": [],
                                                                        "hits": []})
    hits: Sequence[tuple[Hit, StoryLine | None]] = ()
    claims: Sequence[ClaimHit] = ()
    try:
        query = _query(asked)
        if asked.story:
            context["story"] = ask.house.shelf.store.story(asked.story)
        first = (ask.number - 1) * SIZE
        if asked.for_ == "claims":
            claims = ask.house.shelf.store.claims(_part(query, SIZE + 1, first))
        else:
            hits = ask.house.shelf.search(_part(query, SIZE + 1, first))
            claims = _heaviest(ask.house.shelf.store.claims(_part(query, 40, 0))) if ask.number == 1 else ()
    except NothingAsked:
        context["trouble"] = ask.say("nothing asked")
    except (Unclear, Wrong, StoreError) as error:
        why = error.why if isinstance(error, Wrong) else str(error)
        context["trouble"] = Wrong(422, why).said(ask.speech)
    more = len(claims if asked.for_ == "claims" else hits) > SIZE
    rows = [Found(hit, line, _marked(hit.excerpt, hit.marks)) for hit, line in hits[:SIZE] if line is not None]
    items: Sequence[object] = rows
    shown = [FoundClaim(h, _marked(h.text, h.marks), _title(ask, h.story)) for h in claims[:SIZE]]
    if asked.for_ == "claims":
        items = shown
    context |= {"told": _told(ask, asked), "claims": shown}
    context |= {"listing": paged(ask, items, ask.number, ask.number + more, **asked.fields)}
    heading = ask.say("found for").format(words=asked.q) if asked.q else ask.say("found")
    return Page("search.html", heading, context, lambda: {
        "q": asked.q, "page": ask.number, "more": more, "asked": asked.fields,
        "claims": [claim_data(c.hit) for c in shown],
        "hits": [{"report": h.report, "title": h.title, "outlet": h.outlet, "published": h.published,
                  "story": h.story, "excerpt": h.excerpt, "marks": [list(m) for m in h.marks]} for h, _ in hits[:SIZE]],
    })  # fmt: skip


class Unclear(ValueError):
    """Something in the form cannot be what is meant; says which, as a key of the desk's words."""


def _asked(ask: Ask) -> Asked:
    given = {name: ask.query(name.rstrip("_")).strip() for name in Asked._fields}
    made = Asked(**given)
    return made._replace(q=given["q"], conflict="1" if given["conflict"] else "",
                         for_="claims" if given["for_"] == "claims" else "")


def _query(asked: Asked) -> Query:
    """The question that a form holds. Raises Unclear."""
    kinds: tuple[DifferenceKind, ...] = get_args(DifferenceKind)
    kind = next((k for k in kinds if k == asked.kind), None)
    if asked.kind and kind is None:
        raise Unclear("unclear kind")
    if any(time and not _TIME.match(time) for time in (asked.since, asked.until)):
        raise Unclear("unclear time")
    return Query(
        asked.q, asked.outlet, asked.source, asked.since, asked.until, kind, bool(asked.conflict),
        (_bound(asked.independent_from), _bound(asked.independent_to)),
        (_bound(asked.outlets_from), _bound(asked.outlets_to)), asked.story,
        "new" if asked.order == "new" or not asked.q else "best",
    )  # fmt: skip


def _told(ask: Ask, asked: Asked) -> list[tuple[str, str]]:
    """What was asked for beside words, each with its name: what a closed form does not show."""
    say = ask.say
    told = [(say(label), value) for label, value in (
        ("outlet name", asked.outlet), ("source", asked.source), ("since day", asked.since), ("until day", asked.until),
    ) if value]  # fmt: skip
    if asked.kind:
        told.append((say("differ in"), say(asked.kind) if asked.kind in get_args(DifferenceKind) else asked.kind))
    if asked.conflict:
        told.append((say("conflict"), ""))
    for label, least, most in (
        ("independent asked", asked.independent_from, asked.independent_to),
        ("outlets asked", asked.outlets_from, asked.outlets_to),
    ):
        ends = [f"{say(end)} {value}" for end, value in (("at least", least), ("at most", most)) if value]
        if ends:
            told.append((f"{say(label)}:", ("، " if ask.speech == "ar" else ", ").join(ends)))
    return told


def _bound(text: str) -> int | None:
    if text and not _NUMBER.match(text):
        raise Unclear("unclear number")
    return int(text) if text else None


def _part(query: Query, limit: int, offset: int) -> Query:
    from dataclasses import replace

    return replace(query, limit=limit, offset=offset)


def _heaviest(hits: Sequence[ClaimHit]) -> list[ClaimHit]:
    """Those that most reports and outlets carry."""
    return sorted(hits, key=lambda h: (-h.reports, -h.outlets))[:CLAIMS]


def _title(ask: Ask, story: str) -> str:
    try:
        return ask.house.shelf.store.story(story).title
    except StoreError:
        return story


def claim_data(h: ClaimHit) -> Mapping[str, object]:
    """A claim that was found, as data."""
    return {"id": h.claim, "story": h.story, "text": h.text, "reports": h.reports, "outlets": h.outlets,
            "versions": h.versions, "conflicts": h.conflicts, "kinds": list(h.kinds),
            "independent": {"low": h.low, "high": h.high}}  # fmt: skip


def _marked(text: str, marks: Sequence[Span]) -> Markup:
    """Words of a hit, escaped, with those that were asked for marked."""
    from markupsafe import Markup

    out, at = [], 0
    for mark in marks:
        if mark.start >= at:
            out += [escape(clean(text[at : mark.start])), "<mark>", escape(clean(mark.of(text))), "</mark>"]
            at = mark.end
    return Markup("".join([*out, escape(clean(text[at:]))]))
