"""A page of an outlet to the articles that it links to: for outlets without a feed."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from riwaya.intake.encoding import NotText, decode
from riwaya.intake.html import bounded, parse
from riwaya.watch.canonical import canonical
from riwaya.watch.feeds import FeedError, Item, Listing, plain

_HEADLINE = 4  #: words of a link that make it a headline rather than a menu's entry
_NUMBERED = re.compile(r"\d{5,}|/(?:19|20)\d\d/\d{1,2}/")
_NOT_PAGES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|avi|mov|zip|rss|xml|css|js|ics|docx?|xlsx?|pptx?)\Z", re.IGNORECASE
)
_ASIDE = re.compile(
    r"/(?:tags?|topics?|author|authors|category|categories|search|login|signin|register|subscribe|privacy|terms|about|"
    r"contact|wp-admin|wp-login\.php|feed|rss|page)(?:/|\Z)",
    re.IGNORECASE,
)


def read_section(data: bytes, url: str, *, most: int, match: re.Pattern[str] | None = None) -> Listing:
    """The articles of the same outlet that a page links to, in its order, each once. Raises FeedError.

    With `match` those whose path and query it is found in; without, those whose words are a headline (four words or
    more) or whose address holds a long number or a day, menus and pictures left out."""
    try:
        root = parse(bounded(decode(data)))
    except (NotText, ValueError) as error:
        raise FeedError(str(error)) from None
    own = _site(url)
    here = canonical(url)
    base = root.xpath("string(//base/@href)")
    found: dict[str, str] = {}
    left = 0
    for link in root.iter("a"):
        href = link.get("href") or ""
        if len(found) >= most:
            left += 1
            continue
        place = canonical(href, canonical(base, url) or url)
        if place is None or place == here or _site(place) != own:
            continue
        words = plain(" ".join(link.itertext(with_tail=False)))
        if not _wanted(place, words, match):
            continue
        if len(words) > len(found.get(place, "")) or place not in found:
            found[place] = words
    notes = (f"{left:,} links beyond the first {most:,}, passed over",) if left else ()
    return Listing(tuple(Item(place, words) for place, words in found.items()), left=left, notes=notes)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")


def _wanted(place: str, words: str, match: re.Pattern[str] | None) -> bool:
    parts = urlsplit(place)
    path = unquote(parts.path)
    if match is not None:
        return match.search(path + ("?" + parts.query if parts.query else "")) is not None
    if _NOT_PAGES.search(path) or _ASIDE.search(path) or (path == "/" and not parts.query):
        return False
    return len(words.split()) >= _HEADLINE or bool(_NUMBERED.search(path + "?" + parts.query))
