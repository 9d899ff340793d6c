"""Feeds and sitemaps to the articles that they name. What stands in them is never trusted.

fastfeedparser reads RSS, Atom, RDF and JSON Feed. Before it, the bytes are decoded by what their letters say rather
than by what the feed declares, entities are refused, and a tag with thousands of attributes too: libxml2 takes the
square of their number to read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from riwaya.intake.encoding import NotText, decode
from riwaya.watch.canonical import canonical

_MOST_TITLE = 500
_MOST_ATTRIBUTES = 500
_MOST_NAMESPACES = 5_000
_MOST_BELOW = 500  #: sitemaps that one index may name
_AHEAD = timedelta(days=2)  # a date further in the future is no date of publishing
_PROLOG = re.compile(r"\A\s*(?:<\?xml\b[^<>]*?\?>)?", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE\b([^<>\[]*)(\[)?(?:[^<>]*>)?", re.IGNORECASE)
_ROOT = re.compile(r"<[A-Za-z]")
_ATTRIBUTES = re.compile(r"""[^>"']*+(?:(?:"[^"]*+"|'[^']*+')[^>"']*+)*+""")
_SITEMAP = re.compile(r"<(?:[\w.-]+:)?(urlset|sitemapindex)\b")


@dataclass(frozen=True, slots=True)
class Item:
    """An article that a feed names."""

    url: str  #: canonical
    title: str = ""
    published: str | None = None  #: ISO 8601; None where it is not said, or lies in the future
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed, a sitemap or a page of an outlet names."""

    items: tuple[Item, ...] = ()
    below: tuple[tuple[str, str | None], ...] = ()  #: further sitemaps, with when each changed
    left: int = 0  #: items beyond the bound, passed over
    notes: tuple[str, ...] = ()  #: what is odd, a line each


class FeedError(ValueError):
    """What is no feed, or none that is read; the message says why in one line."""


def read_feed(data: bytes, url: str, *, most: int, now: datetime) -> Listing:
    """The articles that a feed or a sitemap names, in its order, each once, `most` at most. Raises FeedError."""
    try:
        text = decode(data)
    except NotText as error:
        raise FeedError(str(error)) from None
    text = guarded(text)
    if text.startswith(("{", "[")):
        entries = _parsed(text)
    elif m := _SITEMAP.search(text[:20_000]):
        return _sitemap(text, url, index=m[1] == "sitemapindex", most=most, now=now)
    else:
        entries = _parsed(text)
    return _listing(((e.get("link") or e.get("id"), e.get("title"), e.get("published"), e.get("updated"))
                     for e in entries if isinstance(e, dict)), url, most, now)  # fmt: skip


def guarded(text: str) -> str:
    """XML that can be handed to a parser: its declaration out (the text is decoded already) and its document type too.
    Raises FeedError for one that declares entities and for tags of thousands of attributes. Linear."""
    text = text.lstrip("\ufeff \t\r\n\x00")
    if not text:
        raise FeedError("empty")
    text = text[_PROLOG.match(text).end() :].lstrip()  # type: ignore[union-attr]
    root = _ROOT.search(text)
    head = text[: root.start()] if root else text
    if "<!ENTITY" in head.upper():
        raise FeedError("declares entities of its own: not read")
    if m := _DOCTYPE.search(head):
        if m[2]:
            raise FeedError("brings a document type of its own: not read")
        text = text[m.end() :].lstrip()
    if text.count("xmlns:") > _MOST_NAMESPACES:  # nested, they cost the square of their number too
        raise FeedError("thousands of namespaces: not read")
    for chunk in text.split("<"):
        if chunk.count("=") > _MOST_ATTRIBUTES and not chunk.startswith("!"):
            tag = _ATTRIBUTES.match(chunk)
            if tag and tag[0].count("=") > _MOST_ATTRIBUTES:
                raise FeedError("a tag with hundreds of attributes: not read")
    return text


def _parsed(text: str) -> list[Any]:
    import fastfeedparser

    if not re.match(r"<|\{|\[", text):
        raise FeedError("neither a feed nor a sitemap")
    try:
        # bytes, never text: a text that looks like an address would be fetched
        entries = fastfeedparser.parse(text.encode("utf-8", "replace"), include_content=False, include_tags=False,
                                       include_media=False, include_enclosures=False).get("entries", [])  # fmt: skip
    except Exception as error:  # whatever a stranger's bytes make it raise
        said = " ".join(str(error).split())
        page = ": a page (watch it as a section)" if "HTML" in said else ""
        raise FeedError(f"neither a feed nor a sitemap{page}") from None
    return list(entries) if isinstance(entries, list) else []


def _sitemap(text: str, url: str, *, index: bool, most: int, now: datetime) -> Listing:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise FeedError("a sitemap that cannot be read")

    def rows() -> Iterator[tuple[Any, Any, Any, Any]]:
        for entry in root:
            said = {_name(e): e.text for e in entry.iter() if isinstance(e.tag, str)}
            yield said.get("loc"), said.get("title"), said.get("publication_date"), said.get("lastmod")

    if not index:
        return _listing(rows(), url, most, now)
    below: dict[str, str | None] = {}
    host = urlsplit(url).hostname
    for loc, _, _, lastmod in rows():
        place = canonical(str(loc or ""), url)
        if place and urlsplit(place).hostname == host and len(below) < _MOST_BELOW:
            below.setdefault(place, _moment(lastmod, now))
    return Listing(below=tuple(below.items()))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _listing(rows: Iterator[tuple[Any, Any, Any, Any]], url: str, most: int, now: datetime) -> Listing:
    found: dict[str, Item] = {}
    left = odd = 0
    for link, title, published, updated in rows:
        if len(found) >= most:
            left += 1
            continue
        place = canonical(link, url) if isinstance(link, str) else None
        if place is None:
            odd += 1
        elif place not in found:
            found[place] = Item(place, plain(title), _moment(published, now), _moment(updated, now))
    notes = [f"{odd} items without an address of the web, passed over"] if odd else []
    if left:
        notes.append(f"{left:,} items beyond the first {most:,}, passed over")
    return Listing(tuple(found.values()), left=left, notes=tuple(notes))


def plain(title: Any) -> str:
    """A title as words: one line, bounded. Markup in it stays what it is, letters, and is shown as such."""
    return " ".join(title.split())[:_MOST_TITLE] if isinstance(title, str) else ""


def _moment(said: Any, now: datetime) -> str | None:
    """A time as ISO 8601 in UTC; None for what is none, and for one that lies in the future."""
    if not isinstance(said, str) or not 8 <= len(said.strip()) <= 64:
        return None
    try:
        then = datetime.fromisoformat(said.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    try:
        return None if then > now + _AHEAD else then.astimezone(UTC).isoformat(timespec="seconds")
    except (OverflowError, ValueError):
        return None
