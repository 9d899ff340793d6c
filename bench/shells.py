"""Real pages with another article in them, read where they lie: nothing of them is kept here.

The pages are those of ../shared/data/aeb-en (news and blogs in English, with the text of each article) and html-ar
(Arabic news). A page is a shell when the lines that hold its article can be found by its gold text, or where there is
none by what trafilatura takes, and what it takes with another article in it is no longer what it took before, but for a
fifth; nothing else is asked of it. The lines get the paragraphs of another article, headline, address, dates and
language get its own, and all else (menus, teasers, scripts, comments) stays as it is.
"""

from __future__ import annotations

import copy
import gzip
import io
import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import many

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody",
    "td", "th", "tr", "ul",
))  # fmt: skip
_LINES = frozenset(("p", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"))
_SILENT = frozenset(("script", "style", "noscript", "template", "head", "iframe", "svg"))
_GRAM = 5
_OWN = 0.8  #: share of a line's word sequences that stand in the article, for it to be a line of the article
_FOUND = 0.8  #: share of the article's word sequences in such lines, for the page to be a shell
_LEFT = 0.2  #: share of what trafilatura takes of a shell that may be of the article before
_LONG = 8  #: words of a line that gets a paragraph; shorter ones go
_TRIMMED = "fetch_util_trimmed"  #: pages cut down by hand
_DATE = re.compile(r"(?:published|modified|created|updated|pubdate|\bdate)", re.IGNORECASE)
_LINKED = {
    re.compile(rf'("(?:{names})"\s*:\s*)"(?:[^"\\]|\\.)*"'): key
    for names, key in ((r"date\w+|uploadDate", "published"), ("headline|articleBody|description", "title"),
                       ("inLanguage", "language"))
}  # fmt: skip
"""What the data for search engines says of an article, and what it is told by here."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A page whose article can be replaced."""

    name: str
    page: str  #: as it was
    root: Any
    lines: tuple[tuple[int, bool, bool], ...]
    """Elements that hold the article, by their number; whether they hold it all; whether it is a paragraph."""
    headlines: frozenset[str]  #: words under which the page knows its article

    def filled(self, article: Mapping[str, str]) -> str:
        """The page with another article: title, text, url, published, language."""
        root = copy.deepcopy(self.root)
        elements = list(root.iter())
        told = [p for p in article["text"].split("\n") if p.strip()]
        own = [(elements[n], whole) for n, whole, long in self.lines if long]
        spare = own[len(told) :] + [(elements[n], whole) for n, whole, long in self.lines if not long]
        for (element, whole), text in zip(own, told, strict=False):
            _put(element, text, whole)
        last = own[min(len(own), len(told)) - 1][0]
        for text in reversed(told[len(own) :]):
            more = last.makeelement("p", dict(last.attrib) if last.tag == "p" else {})
            more.text = text
            if last.tag in _LINES:
                last.addnext(more)
            else:
                last.append(more)
        for element, whole in spare:
            if whole and element.tag in _LINES and element.getparent() is not None:
                element.drop_tree()
            else:
                _put(element, "", whole)
        for element in elements:
            self._head(element, article)
        return str(_html().tostring(root, encoding="unicode", doctype="<!DOCTYPE html>"))

    def _head(self, element: Any, article: Mapping[str, str]) -> None:
        """What says the title, the address, the time and the language, said of the article."""
        name, get = element.tag, element.get
        if name == "html":
            element.set("lang", article["language"])
        elif name == "meta":
            said = (get("property") or get("name") or get("itemprop") or get("http-equiv") or "").lower()
            if "title" in said:
                element.set("content", article["title"])
            elif said.endswith("description"):
                element.set("content", article["text"][:150])
            elif said.endswith(":url"):
                element.set("content", article["url"])
            elif said.endswith("locale") or said in ("language", "content-language", "dc.language"):
                element.set("content", article["language"])
            elif _DATE.search(said) and get("content"):
                element.set("content", article["published"])
        elif name == "link" and get("rel") == "canonical":
            element.set("href", article["url"])
        elif name == "title":
            element.text = article["title"]
        elif name == "time":
            element.set("datetime", article["published"])
            for child in list(element):
                element.remove(child)
            element.text = article["published"][:10]
        elif name == "script" and (get("type") or "").endswith("ld+json"):
            text = element.text or ""
            for pattern, key in _LINKED.items():
                value = article[key]
                said = json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
                text = pattern.sub(lambda m, said=said: m[1] + said, text)
            element.text = text
        elif name in ("h1", "h2", "h3") and _key(element.text_content()) in self.headlines:
            _put(element, article["title"], True)


def shells(data: Path) -> tuple[list[Shell], int]:
    """The shells among the pages under `data`, in order of their names, and how many pages there are."""
    found, seen, count = [], set(), 0
    for name, page, gold in _pages(data):
        key = _key(gold or page)[:2_000]
        if key in seen:
            continue  # one page kept by two projects
        seen.add(key)
        count += 1
        made = _shell(name, page, gold)
        if made and not _stays(made):
            found.append(made)
    return found, count


def _pages(data: Path) -> Iterator[tuple[str, str, str]]:
    """Name, markup, and the text of the article ("" where that is not told)."""
    packed = data / "aeb-en" / "aeb.tar.gz"
    if packed.exists():
        with tarfile.open(packed) as file:
            held = {m.name: m for m in file.getmembers()}
            told = json.loads(file.extractfile(held["./ground-truth.json"]).read())  # type: ignore[union-attr]
            for name in sorted(told):
                raw = file.extractfile(held[f"./html/{name}.html.gz"])
                assert raw is not None
                text = gzip.GzipFile(fileobj=io.BytesIO(raw.read())).read()
                yield name[:12], text.decode("utf-8", "replace"), told[name]["articleBody"]
    for path in sorted((data / "html-ar").rglob("*.html*")):
        if _TRIMMED not in path.parts:
            raw_bytes = path.read_bytes()
            text = gzip.decompress(raw_bytes) if path.suffix == ".gz" else raw_bytes
            yield path.name, _decoded(text), ""


def _decoded(data: bytes) -> str:
    from riwaya.intake.encoding import decode

    return decode(data)


def _shell(name: str, page: str, gold: str) -> Shell | None:
    try:
        root = _html().document_fromstring(page.encode("utf-8", "replace"), parser=_html().HTMLParser(encoding="utf-8"))
    except ValueError:
        return None
    gold = gold or _extracted(page)
    words = _words(gold)
    grams = {tuple(words[i : i + _GRAM]) for i in range(len(words))}
    grams |= {tuple(words[i : i + n]) for n in range(1, _GRAM) for i in range(len(words))}
    if not words:
        return None
    lines: list[tuple[int, Any, bool, int]] = []
    inside: set[Any] = set()
    for n, element in enumerate(root.iter()):
        if element.tag not in _BLOCKS or any(a in inside or a.tag in _SILENT for a in element.iterancestors()):
            continue
        whole = not any(e.tag in _BLOCKS for e in element.iterdescendants())
        text = _words(element.text_content() if whole else _direct(element))
        own = [tuple(text[i : i + _GRAM]) for i in range(max(1, len(text) - _GRAM + 1))]
        if text and sum(g in grams for g in own) >= _OWN * len(own):
            lines.append((n, element, whole, len(text)))
            if whole:
                inside.add(element)
    box = _box([(element, size) for _, element, _, size in lines])
    lines = [line for line in lines if box in (line[1], *line[1].iterancestors())]
    replaced: set[tuple[str, ...]] = set()
    for _, element, whole, _ in lines:
        text = _words(element.text_content() if whole else _direct(element))
        replaced.update(tuple(text[i : i + _GRAM]) for i in range(len(text)))
    full = {g for g in grams if len(g) == _GRAM}
    if len(full & replaced) < _FOUND * len(full) or not any(size >= _LONG for *_, size in lines):
        return None
    heads = {_key(e.text_content()) for e in root.iter("h1", "title")}
    heads |= {_key(e.get("content") or "") for e in root.iter("meta") if "title" in (e.get("property") or "")}
    told = tuple((n, whole, size >= _LONG) for n, _, whole, size in lines)
    return Shell(name, page, root, told, frozenset(h for h in heads if h))


def _stays(shell: Shell) -> bool:
    """Whether much of what trafilatura takes of the page with another article is what it took before: its own article
    is not gone, and the page would be of two languages."""
    probe = {**next(many.reports(1)), "language": "ar"}
    before, after = _words(_extracted(shell.page)), _words(_extracted(shell.filled(probe)))
    known = {tuple(before[i : i + _GRAM]) for i in range(len(before))}
    return sum(tuple(after[i : i + _GRAM]) in known for i in range(len(after))) > _LEFT * len(after)


def _box(lines: list[tuple[Any, int]]) -> Any:
    """The innermost element that holds nine tenths of what the lines say."""
    held: dict[Any, int] = {}
    for element, size in lines:
        for box in (element, *element.iterancestors()):
            held[box] = held.get(box, 0) + size
    total = sum(size for _, size in lines)
    enough = [box for box, size in held.items() if size >= 0.9 * total]
    return max(enough, key=lambda box: sum(1 for _ in box.iterancestors()), default=None)


def _extracted(page: str) -> str:
    import trafilatura

    return trafilatura.extract(page, include_comments=False) or ""


def _html() -> Any:
    import lxml.html

    return lxml.html


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _key(text: str) -> str:
    return " ".join(_words(text))


def _direct(element: Any) -> str:
    """The text of a box that stands in no other box within it."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _BLOCKS and child.tag not in _SILENT:
            parts.append(child.text_content())
        parts.append(child.tail or "")
    return " ".join(parts)


def _put(element: Any, text: str, whole: bool) -> None:
    """Put a text in the place of what an element says: of all (`whole`), or of what stands in no box within it."""
    for child in list(element):
        if whole or (isinstance(child.tag, str) and child.tag not in _BLOCKS and child.tag not in _SILENT):
            element.remove(child)  # and what stands behind it
        else:
            child.tail = None
    element.text = text
