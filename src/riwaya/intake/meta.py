"""What an HTML page says of itself in its head: JSON-LD, OpenGraph, meta elements, microdata.

Read before anything is cleaned away. Nothing here is trusted to be right; head.py weighs it against what is visible.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from riwaya.intake.blocks import collapse
from riwaya.intake.published import Moment, given_date
from riwaya.intake.words import forms

_ARTICLE = re.compile(
    r"(?:News|Reportage|Analysis|Opinion|Blog|Live|Satirical|Background|Review|Tech|Scholarly)?(?:Article|Posting|BlogPosting|NewsArticle|Report)$"
)
_URL = re.compile(r"^(?:https?:)?//|^www\.|^/|^@")
_TITLE_CUT = re.compile(r"\s+[|–—·•»:]\s+|\s+-\s+|\s*\|\s*|\s+::\s+")
_MAX_JSON = 2_000_000


@dataclass(frozen=True, slots=True)
class Meta:
    """What the page says of itself; empty where it says nothing."""

    titles: tuple[str, ...] = ()  #: best first
    people: tuple[str, ...] = ()  #: authors that are persons, or may be
    bodies: tuple[str, ...] = ()  #: authors that are organizations
    published: Moment | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None


def read_meta(root: Any) -> Meta:
    """The metadata of a parsed page."""
    tags = _meta_tags(root)
    articles, graph = _json_ld(root)
    article = articles[0] if articles else {}

    def tag(*names: str) -> str | None:
        return next((tags[n][0] for n in names if n in tags), None)

    outlet = (
        tag("og:site_name")
        or _name(article.get("publisher"), graph)
        or tag("application-name", "dc.publisher", "publisher")
    )
    people, bodies = _authors(article, graph)
    if not people:
        names = [v for n in ("author", "article:author", "dc.creator", "sailthru.author", "parsely-author", "byl",
                             "cxenseparse:author") for v in tags.get(n, ())]  # fmt: skip
        names += [_text(e) for e in _find(root, "rel", "author")] + [
            _text(e) for e in _find(root, "itemprop", "author")
        ]
        people = tuple(dict.fromkeys(n for n in names if n and not _URL.match(n) and len(n) <= 80))
    head_title = collapse("".join(root.xpath("//head/title[1]//text()"))) or collapse(
        "".join(root.xpath("//title[1]//text()"))
    )
    h1s = [t for e in root.iter("h1") if (t := _text(e)) and len(t) <= 400]
    return Meta(
        titles=_titles(
            h1s[:6],
            [_string(article.get("headline")), tag("og:title", "twitter:title", "dc.title", "title")],
            head_title,
            outlet,
        ),
        people=people,
        bodies=bodies,
        published=_published(root, tags, article),
        outlet=outlet or _outlet_from_title(head_title, h1s),
        url=_url(root, tag("og:url")),
        language=(
            root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or tag("og:locale") or None
        ),
    )


def _meta_tags(root: Any) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = collapse(element.get("content") or "")
        if name and content and len(content) <= 2000:
            tags.setdefault(name.strip().lower(), []).append(content)
    return tags


def _json_ld(root: Any) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """The article entries of the page's JSON-LD, and every entry by its @id."""
    articles: list[dict[str, Any]] = []
    graph: dict[str, dict[str, Any]] = {}
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text or len(script.text) > _MAX_JSON:
            continue
        try:
            data = json.loads(script.text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for entry in _entries(data):
            if isinstance(entry.get("@id"), str) and len(entry) > 1:
                graph.setdefault(entry["@id"], entry)
            kinds = entry.get("@type")
            if any(isinstance(k, str) and _ARTICLE.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])):
                articles.append(entry)
    articles.sort(key=lambda a: "headline" not in a)
    return articles, graph


def _entries(data: Any) -> Iterator[dict[str, Any]]:
    stack, seen = [data], 0
    while stack and seen < 2000:
        item = stack.pop(0)
        seen += 1
        if isinstance(item, list):
            stack[:0] = item[:200]
        elif isinstance(item, dict):
            yield item
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "publisher", "author"):
                if isinstance(item.get(key), dict | list):
                    stack.append(item[key])


def _string(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, str)), None)
    return collapse(_unescaped(value)) or None if isinstance(value, str) else None


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(unescape(text)) if "&" in text else text


def _name(value: Any, graph: dict[str, dict[str, Any]]) -> str | None:
    if isinstance(value, list):
        value = next((v for v in value if v), None)
    if isinstance(value, dict):
        value = value.get("name") or graph.get(str(value.get("@id")), {}).get("name")
    return _string(value)


def _authors(article: dict[str, Any], graph: dict[str, dict[str, Any]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The authors that are persons, and those that are organizations."""
    value = article.get("author") or article.get("creator") or []
    people: list[str] = []
    bodies: list[str] = []
    for entry in value if isinstance(value, list) else [value]:
        name = _name(entry, graph)
        if not name or _URL.match(name):
            continue
        linked = graph.get(str(entry.get("@id")), {}) if isinstance(entry, dict) else {}
        kind = str((entry.get("@type") or linked.get("@type") or "") if isinstance(entry, dict) else "")
        (bodies if "Organization" in kind else people).append(name)
    return tuple(dict.fromkeys(people)), tuple(dict.fromkeys(bodies))


def _titles(h1s: Sequence[str], named: Sequence[str | None], head_title: str, outlet: str | None) -> tuple[str, ...]:
    """Titles, best first: the heading that agrees with what the metadata says, then the metadata's own."""
    said = [without_outlet(t, outlet) for t in [*named, head_title] if t]
    words = [set(forms(t)) for t in said]

    def agrees(heading: str) -> float:
        mine = set(forms(heading))
        return max((len(mine & w) / len(mine | w) for w in words if mine | w), default=0.0)

    ranked = sorted((h for h in h1s if agrees(h) >= 0.5), key=agrees, reverse=True)
    rest = [h for h in h1s if h not in ranked and len(h.split()) >= 4] if not said else []
    return tuple(dict.fromkeys([*ranked, *said, *rest]))


def without_outlet(title: str, outlet: str | None) -> str:
    """A title without « - the outlet» or " | Section | The Outlet" at its end."""
    parts = _TITLE_CUT.split(title)
    if len(parts) < 2:
        return title
    name = forms(outlet or "")
    keep = len(parts)
    while keep > 1:
        part = forms(parts[keep - 1])
        same = bool(name) and (part == name or set(part) <= set(name) or set(name) <= set(part))
        section = name and keep < len(parts) and len(part) <= 2
        if not (same or section):
            break
        keep -= 1
    end = 0
    for kept in parts[:keep]:
        end = title.index(kept, end) + len(kept)
    return title[:end].strip()


def _outlet_from_title(head_title: str, h1s: Sequence[str]) -> str | None:
    """The outlet as the tail of the page's title, where the rest is the heading."""
    for heading in h1s:
        if head_title.startswith(heading) and (m := _TITLE_CUT.match(head_title, len(heading))):
            tail = _TITLE_CUT.split(head_title[m.end() :])[-1].strip()
            if 0 < len(tail.split()) <= 5:
                return tail
    return None


def _published(root: Any, tags: dict[str, list[str]], article: dict[str, Any]) -> Moment | None:
    values: list[str | None] = [_string(article.get("datePublished")), _string(article.get("dateCreated"))]
    values += [tags[n][0] for n in (
        "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "pubdate",
        "publishdate", "publish-date", "publication_date", "date", "dc.date", "dc.date.issued", "dcterms.created",
        "dcterms.date", "sailthru.date", "parsely-pub-date", "article.published", "article_date_original",
        "cxenseparse:recs:publishtime", "displaydate", "timestamp",
    ) if n in tags]  # fmt: skip
    values += [e.get("datetime") or e.get("content") or _text(e) for e in _find(root, "itemprop", "datePublished")]
    times = [e for e in root.iter("time") if e.get("datetime")]
    values += [e.get("datetime") for e in times if e.get("pubdate") is not None] + [
        e.get("datetime") for e in times[:1]
    ]
    for value in values:
        if value and (moment := given_date(value)) and "1990" < moment.day < "2100":
            return moment
    return None


def _url(root: Any, og: str | None) -> str | None:
    for element in root.iter("link"):
        href = (element.get("href") or "").strip()
        if "canonical" in (element.get("rel") or "").lower().split() and href.startswith("http"):
            return href
    return og if og and og.startswith("http") else None


def _find(root: Any, attribute: str, value: str) -> list[Any]:
    holding = root.xpath(f"descendant-or-self::*[@{attribute}][contains(@{attribute}, '{value}')]")
    return [e for e in holding if value in (e.get(attribute) or "").split()][:5]


def _text(element: Any) -> str:
    return collapse("".join(element.itertext()))
