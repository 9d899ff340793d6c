"""An HTML page as visible lines, and which of them the extractor takes for the main content.

The extractor is trafilatura. It is asked only where the main content is: the lines themselves are walked here, so that
paragraphs are exact runs of the visible text and what is left out is kept too. Work is bounded by size, depth and
number of elements, not by the clock, so that a page reads the same on a slow machine as on a fast one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from riwaya.intake.blocks import Block, collapse, stops
from riwaya.intake.words import forms, forms_once

MAX_MARKUP = 8_000_000  #: characters of markup read; what comes after is cut off
MAX_DEPTH = 120  #: elements deeper than this are dissolved into their parent; libxml2 stops at 256
MAX_ELEMENTS = 10_000  #: beyond it the extractor is not asked; pages of reports have about a thousand

MOST_ATTRIBUTES = 500  #: of a tag; of one with more none is read, since libxml2 takes the square of their number

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_CLOSES_ITSELF = frozenset(
    ("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "option", "colgroup", "html", "head", "body")
)
_HIDDEN = frozenset((
    "script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "option", "textarea",
    "math", "audio", "video", "canvas", "map",
))  # fmt: skip
_BOXES = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "time", "tr", "ul",
))  # fmt: skip
_PARTS = frozenset(("span", "a", "strong", "b"))
_ROWS = frozenset(("address", "aside", "div", "footer", "header", "nav", "section"))
_CHROME = frozenset(("nav", "form", "button", "footer", "figcaption", "dialog", "menu", "label"))
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BREAK = "\n"


def read_markup(text: str) -> tuple[str, Any]:
    """The markup within bounds (see `bounded`) and its root element. Raises ValueError where there is none."""
    markup = _slim(text)
    try:
        root = parse(markup)
        if not _too_deep()(root):
            return markup, root
    except ValueError:
        pass
    markup = _dissolved(markup)
    return markup, parse(markup)


def parse(markup: str) -> Any:
    """The page's root element. Raises ValueError for markup in which there is none."""
    from lxml import etree

    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, recover=True, encoding="utf-8")
    parser.set_element_class_lookup(_elements())
    try:
        root = etree.fromstring(markup.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ValueError("no markup that can be read") from error
    if root is None:
        raise ValueError("no markup that can be read")
    return root


@cache
def _elements() -> Any:
    """Elements as trafilatura wants them. lxml.html's own parser asks Python for the class of every element that is
    looked at, each time anew; with one class for all, none is asked for."""
    from lxml import etree
    from lxml.html import HtmlElement

    return etree.ElementDefaultClassLookup(element=HtmlElement)


@cache
def _too_deep() -> Any:
    """Whether an element stands deeper than MAX_DEPTH: a path that long leads somewhere."""
    from lxml import etree

    return etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")


def bounded(markup: str) -> str:
    """The markup cut to MAX_MARKUP, without zeros, no deeper than MAX_DEPTH and without the attributes of tags that
    have hundreds. Linear."""
    return _dissolved(_slim(markup))


def _slim(markup: str) -> str:
    """The markup cut to MAX_MARKUP, without zeros and the attributes of tags that have hundreds."""
    markup = markup[:MAX_MARKUP].replace("\x00", "")
    if any(len(said) > 2 * MOST_ATTRIBUTES and _few_attributes(said) != said for said in _OPENED.findall(markup)):
        markup = _OPENED.sub(lambda tag: _few_attributes(tag[0]), markup)
    return markup


_OPENED = re.compile(
    r"<!--[^-]*+(?:-(?!->)[^-]*+)*+"
    r"|<[sS][cC][rR][iI][pP][tT]\b[^<]*+(?:<(?!/[sS][cC][rR][iI][pP][tT])[^<]*+)*+"
    r"|<[sS][tT][yY][lL][eE]\b[^<]*+(?:<(?!/[sS][tT][yY][lL][eE])[^<]*+)*+"
    r"""|<[a-zA-Z][^>"']*+(?:(?:"[^"]*+"|'[^']*+')[^>"']*+)*+"""
)
"""A comment, a script or a style up to its end, or a tag. Letters of both cases are written out and nothing is marked
for looking up: that takes a fifth of the time."""
_QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")
_NAMED = re.compile(r"[^\s/]+")
_RAW = re.compile(r"<!--|<(?:script|style)\b", re.IGNORECASE)


def _few_attributes(said: str) -> str:
    """A tag as it is, or its name alone where it has too many attributes."""
    if len(said) <= 2 * MOST_ATTRIBUTES or _RAW.match(said):
        return said
    names = _NAMED.findall(_QUOTED.sub(" ", said))
    return said if len(names) <= MOST_ATTRIBUTES else names[0]


def _dissolved(markup: str) -> str:
    """The markup with the tags of elements that stand deeper than MAX_DEPTH made spaces."""
    out: list[str] = []
    at = depth = 0
    dissolved: dict[str, int] = {}
    for m in _TAG.finditer(markup):
        name = m[2].lower()
        if name in _VOID or name in _CLOSES_ITSELF or m[3].endswith("/"):
            continue
        if m[1]:
            if dissolved.get(name, 0):
                dissolved[name] -= 1
                out.append(markup[at : m.start()] + " ")
                at = m.end()
            else:
                depth = max(0, depth - 1)
        elif depth >= MAX_DEPTH:
            dissolved[name] = dissolved.get(name, 0) + 1
            out.append(markup[at : m.start()] + " ")
            at = m.end()
        else:
            depth += 1
    out.append(markup[at:])
    return "".join(out)


def html_blocks(root: Any) -> list[Block]:
    """The visible lines of a parsed page, in order."""
    blocks: list[Block] = []
    for text, tag, linked, chrome, gap in _walk(root):
        for part in _lines(text) if _BREAK in text else (text,):
            shown = collapse(part)
            if shown:
                blocks.append(Block(shown, gap, tag, linked, chrome))
    return blocks


def _walk(root: Any) -> list[tuple[str, str, float, bool, bool]]:
    """Runs of inline text with the box they stand in. Without recursion: pages may be deep."""
    from lxml import etree

    runs: list[tuple[str, str, float, bool, bool]] = []
    text: list[str] = []
    letters = linked = 0
    boxes: list[str] = []
    chrome = links = 0
    unseen = _unseen(root)
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = element.tag
        entering = event == "start"
        traits = _TRAITS.get(name, 0)
        if traits & _BOX:
            if text:
                whole = "".join(text)
                text.clear()
                if not whole.isspace():
                    tag = next((b for b in reversed(boxes) if b in _TOLD), boxes[-1] if boxes else "")
                    runs.append((whole, tag, linked / letters if letters else 0.0, chrome > 0, True))
                letters = linked = 0
            if entering:
                boxes.append(name)
            else:
                boxes.pop()
        if traits & _SHUT or (unseen and element in unseen):
            chrome += 1 if entering else -1
        if traits & _LINK:
            links += 1 if entering else -1
        if not entering:
            piece = element.tail or (" " if name in _PARTS and _apart(element) else None)
        elif traits & _BREAKS:
            piece = None
            text.append(_BREAK)
        elif traits & _SILENT:
            piece = None
            walker.skip_subtree()
        else:
            piece = element.text
        if piece:
            text.append(piece.replace("\n", " "))
            size = len(piece.strip())
            letters += size
            linked += size if links else 0
    whole = "".join(text)
    if whole.strip():
        runs.append((whole, boxes[-1] if boxes else "", linked / letters if letters else 0.0, chrome > 0, True))
    return runs


_TOLD = frozenset(("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "blockquote", "time"))


_BOX, _SHUT, _LINK, _BREAKS, _SILENT = 1, 2, 4, 8, 16
_TRAITS = {
    name: (_BOX if name in _BOXES else 0) + (_SHUT if name in _CHROME else 0) + (_LINK if name == "a" else 0)
    + (_BREAKS if name == "br" else 0) + (_SILENT if name in _HIDDEN else 0)
    for name in _BOXES | _CHROME | _HIDDEN | {"a", "br"}
}  # fmt: skip
"""What matters of an element by its name; 0 for all others."""


def _unseen(root: Any) -> set[Any]:
    """The elements of a page that say themselves that they are not shown."""
    return {
        element
        for element in root.xpath("descendant-or-self::*[@hidden or @aria-hidden='true' or @style]")
        if (get := element.get)("hidden") is not None
        or get("aria-hidden") == "true"
        or _UNSEEN.search(get("style") or "")
    }


def _apart(element: Any) -> bool:
    """Whether an element of _PARTS with nothing behind it is a part of its own in a row of them, which only the page's
    style sets apart: «<div><span>by-line</span><span>date</span></div>». In a paragraph, or beside bare text, it may be
    half a word."""
    if element.getnext() is None:
        return False
    parent = element.getparent()
    return parent is not None and parent.tag in _ROWS and not (parent.text or "").strip()


def _lines(text: str) -> Iterator[str]:
    """A run of text cut at its line breaks: where two stand together, or one after a full stop."""
    parts = text.split(_BREAK)
    line = parts[0]
    for before, part in itertools.pairwise(parts):
        stopped = stops(line.strip()) in (".", "?", "!") and len(line.split()) >= 8
        if not before.strip() or not part.strip() or stopped:
            yield line
            line = part
        else:
            line += " " + part
    yield line


def with_main(markup: str, root: Any, blocks: Sequence[Block]) -> list[Block]:
    """The blocks with `main` set after the extractor, or as they are where it finds nothing or is not asked. Elements
    may be gone from under `root` afterwards."""
    found = _extracted(markup, root)
    if not found:
        return list(blocks)
    said = {b.text: forms_once(b.text) for b in blocks}
    exact: set[tuple[str, ...]] = set()
    grams: set[tuple[str, ...]] = set()
    for passage in found:
        form = said.get(passage) or forms(passage)
        exact.add(form)
        grams.update(form[i : i + 5] for i in range(len(form) - 4))
    marked = []
    for block in blocks:
        form = said[block.text]
        inside = form in exact
        if not inside and len(form) >= 6:
            own = [form[i : i + 5] for i in range(len(form) - 4)]
            inside = sum(g in grams for g in own) >= 0.6 * len(own)
        marked.append(Block(block.text, block.gap, block.tag, block.linked, block.chrome, inside))
    return marked


def _extracted(markup: str, root: Any) -> list[str]:
    """The passages of the main content as trafilatura has them; [] where it gives none."""
    from trafilatura import bare_extraction

    if root.xpath("count(//*)") > MAX_ELEMENTS:
        return []
    try:
        document = bare_extraction(root if _reads_alike(markup) else markup, options=_asked())
    except Exception:  # the extractor meets any page of the web; what it chokes on is read without it
        return []
    tree = getattr(document, "body", None)
    if tree is None:
        return []
    passages: list[str] = []
    for element in tree.iter():
        if element.tag in ("p", "item", "head", "cell", "quote", "code") and (
            text := collapse(" ".join(element.itertext()))
        ):
            passages.append(text)
    return passages


@cache
def _asked() -> Any:
    """What trafilatura is asked for: text and tables, no comments, nothing written out, rather too much than too little
    (each line is judged again), and only what it finds itself. What it would ask of readability and justext, and its
    second tries where it took little of a page, cost as much again and choose the worse text more often than the
    better (docs/batch.md)."""
    from trafilatura.settings import Extractor

    return Extractor(output_format="txt", fast=True, recall=True, comments=False, formatting=False)


def _reads_alike(markup: str) -> bool:
    """Whether trafilatura would parse the markup as `parse` does, so that the tree may be handed over: a whole page,
    and nothing in it that trafilatura mends first (its `load_html`): signs that XML forbids, a root that is closed at
    once."""
    if not _WHOLE.match(markup) or "html" not in markup[:50].lower() or _CLOSED_ROOT.search(markup[:4096]):
        return False
    try:
        data = markup.encode()
    except UnicodeEncodeError:
        return False
    forbidden = b"\xef\xbf\xbe" in data or b"\xef\xbf\xbf" in data
    return not forbidden and len(data.translate(None, _CONTROL)) == len(data)


_WHOLE = re.compile(r"\s*(?:<!doctype[^<>]*>\s*)?<html|\s*<!doctype[^/<>]*>", re.IGNORECASE)
_CLOSED_ROOT = re.compile(r"<html[^>]*/>", re.IGNORECASE)
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\r")
