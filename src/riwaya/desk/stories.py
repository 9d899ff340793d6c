"""The stories: in four orders, what changed since the last visit, search."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from riwaya.desk.asking import Ask, Page, Wrong, paged
from riwaya.desk.shelf import ORDERS, Order, Row
from riwaya.export.bidi import clean
from riwaya.store import Query, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from riwaya.model import Span
    from riwaya.store import ClaimHit, Hit, StoryLine

SEEN = "riwaya_seen"  #: the cookie that remembers the last visit: "from.to", numbers of changes
SIZE = 20
CLAIMS = 6  #: that a search shows beside the reports


class Told(NamedTuple):
    """Something that happened to a story."""

    kind: str
    story: str
    title: str
    report: str | None
    at: str


class Found(NamedTuple):
    """A report that was found, its story, and the words around what was asked for."""

    hit: Hit
    line: StoryLine
    excerpt: Markup


class FoundClaim(NamedTuple):
    """A claim that was found."""

    hit: ClaimHit
    text: Markup


def listed(ask: Ask) -> Page:
    """The stories."""
    wanted = ask.query("order")
    order: Order = next((o for o in ORDERS if o == wanted), "newest")
    rows, of = ask.house.shelf.stories(order, ask.number, SIZE)
    number = min(ask.number, of)
    changes, cookies = _since(ask) if number == 1 and order == "newest" else ([], ())
    part = paged(ask, rows, number, of, order=order)
    context = {"listing": part, "orders": ORDERS, "order": order, "changes": changes, "here": "stories", "asked": ""}
    return Page("stories.html", ask.say("stories"), context, lambda: {
        "order": order, "page": number, "pages": of, "stories": [story_data(r) for r in rows],
        "since": [c._asdict() for c in changes],
    }, cookies=cookies)  # fmt: skip


def found(ask: Ask) -> Page:
    """The reports that answer a question, each with its story."""
    words = ask.query("q").strip()
    if not words:
        return listed(ask)
    from riwaya.store import NothingAsked

    try:
        query = Query(words, order="best", limit=SIZE + 1, offset=(ask.number - 1) * SIZE)
        hits = ask.house.shelf.search(query)
        claims = _claims(ask, words) if ask.number == 1 else []
    except (NothingAsked, Wrong):
        hits, claims = [], []
    more = len(hits) > SIZE
    rows = []
    for hit, line in hits[:SIZE]:
        if line is None:
            continue
        rows.append(Found(hit, line, _marked(hit.excerpt, hit.marks)))
    part = paged(ask, rows, ask.number, ask.number + more, q=words)
    heading = ask.say("found for").format(words=words)
    context = {"listing": part, "asked": words, "here": "stories", "changes": [], "orders": ORDERS, "order": "",
               "claims": claims}
    return Page("stories.html", heading, context, lambda: {
        "q": words, "page": ask.number, "more": more,
        "claims": [{"id": c.hit.claim, "story": c.hit.story, "text": c.hit.text, "reports": c.hit.reports,
                    "independent": {"low": c.hit.low, "high": c.hit.high}} for c in claims],
        "hits": [{"report": h.report, "title": h.title, "outlet": h.outlet, "published": h.published,
                  "story": h.story, "excerpt": h.excerpt, "marks": [list(m) for m in h.marks]} for h, _ in hits[:SIZE]],
    })  # fmt: skip


def _claims(ask: Ask, words: str) -> list[FoundClaim]:
    """The claims that hold all words, those that most outlets carry first."""
    hits = ask.house.shelf.store.claims(Query(words, order="best", limit=40))
    heaviest = sorted(hits, key=lambda h: (-h.reports, -h.outlets))[:CLAIMS]
    return [FoundClaim(h, _marked(h.text, h.marks)) for h in heaviest]


def story_data(row: Row) -> Mapping[str, object]:
    """A story's row as data."""
    return {
        "id": row.id, "title": row.title, "reports": row.reports, "outlets": row.outlets, "first": row.first,
        "last": row.last, "independent": None if row.low is None else {"low": row.low, "high": row.high},
        "conflicts": row.conflicts, "shared": row.shared,
    }  # fmt: skip


def _since(ask: Ask) -> tuple[list[Told], tuple[str, ...]]:
    """What happened since the last visit. A visit lasts until the browser is closed, so that reloading the page does
    not make it all old: the cookie of the session says where the visit began."""
    from riwaya.desk.door import cookie

    shelf = ask.house.shelf
    latest = shelf.last_change()
    secure = bool(ask.request.scope["state"].get("secure"))
    before, began = (_number(ask.request.cookies.get(name, "")) for name in (SEEN, f"{SEEN}_from"))
    cookies = [cookie(SEEN, str(latest), secure, 365 * 24 * 3600)]
    since = before if began is None else began
    if since is None:
        since = latest
    if began is None:
        cookies.append(cookie(f"{SEEN}_from", str(since), secure))
    told = []
    for change in shelf.changes(since):
        try:
            line = shelf.store.story(change.story or "")
        except StoreError:
            continue
        told.append(Told(change.kind, line.id, line.title, change.report, change.at))
    return told, tuple(cookies)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _marked(text: str, marks: Sequence[Span]) -> Markup:
    """Words of a hit, escaped, with those that were asked for marked."""
    from markupsafe import Markup

    out, at = [], 0
    for mark in marks:
        if mark.start >= at:
            out += [escape(clean(text[at : mark.start])), "<mark>", escape(clean(mark.of(text))), "</mark>"]
            at = mark.end
    return Markup("".join([*out, escape(clean(text[at:]))]))
