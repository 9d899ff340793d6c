"""The stories: in four orders, and what changed since the last visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from riwaya.desk.asking import Ask, Page, paged
from riwaya.desk.shelf import ORDERS, Order, Row
from riwaya.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

SEEN = "riwaya_seen"  #: the cookie that remembers the last visit: "from.to", numbers of changes
SIZE = 20


class Told(NamedTuple):
    """Something that happened to a story."""

    kind: str
    story: str
    title: str
    report: str | None
    at: str


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
