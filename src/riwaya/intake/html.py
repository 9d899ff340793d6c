"""An HTML page as visible lines, and which of them the extractor takes for the main content.

The extractor is trafilatura. It is asked only where the main content is: the lines themselves are walked here, so that
paragraphs are exact runs of the visible text and what is left out is kept too. Work is bounded by size, depth and
number of elements, not by the clock, so that a page reads the same on a slow machine as on a fast one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from riwaya.intake.blocks import Block, collapse, stops
from riwaya.intake.words import forms_once

MAX_MARKUP = 8_000_000  #: characters of markup read; what comes after is cut off
MAX_DEPTH = 120  #: elements deeper than this are dissolved into their parent; libxml2 stops at 256
MAX_ELEMENTS = 10_000  #: beyond it the extractor is not asked; pages of reports have about a thousand

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
_ROWS = frozenset(("address", "aside", "div", "footer", "header", "nav", "section"))
_CHROME = frozenset(("nav", "form", "button", "footer", "figcaption", "dialog", "menu", "label"))
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BREAK = "\n"


def parse(markup: str) -> Any:
    """The page's root element. Raises ValueError for markup in which there is none."""
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, recover=True, encoding="utf-8")
    try:
        root = lxml_html.document_fromstring(markup.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ValueError("no markup that can be read") from error
    if root is None:
        raise ValueError("no markup that can be read")
    return root


def bounded(markup: str) -> str:
    """The markup cut to MAX_MARKUP, without characters XML forbids, and no deeper than MAX_DEPTH. Linear."""
    markup = markup[:MAX_MARKUP].replace("\x00", "")
    if markup.count("<") < MAX_DEPTH:
        return markup
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
        for part in _lines(text):
            shown = collapse(part)
            if shown:
                blocks.append(Block(shown, gap, tag, linked, chrome))
    return blocks


def _walk(root: Any) -> Iterator[tuple[str, str, float, bool, bool]]:
    """Runs of inline text with the box they stand in. Without recursion: pages may be deep."""
    text: list[str] = []
    letters = linked = 0
    boxes: list[str] = []
    chrome = links = hidden = 0

    def flush() -> tuple[str, str, float, bool, bool] | None:
        nonlocal letters, linked
        whole = "".join(text)
        text.clear()
        share, letters, linked = (linked / letters if letters else 0.0), 0, 0
        if not whole.strip():
            return None
        tag = next((b for b in reversed(boxes) if b in _TOLD), boxes[-1] if boxes else "")
        return whole, tag, share, chrome > 0, True

    def take(piece: str | None) -> None:
        nonlocal letters, linked
        if piece and not hidden:
            piece = " ".join(piece.split("\n")) if "\n" in piece else piece
            text.append(piece)
            size = len(piece.strip())
            letters += size
            linked += size if links else 0

    stack: list[tuple[Any, bool | None]] = [(root, None)]  # on leaving, whether the element was shut
    while stack:
        element, shut = stack.pop()
        name = element.tag if isinstance(element.tag, str) else ""
        box, silent = name in _BOXES, name in _HIDDEN or not name
        if shut is not None:
            if box and (run := flush()):
                yield run
            if box:
                boxes.pop()
            chrome -= shut
            links -= name == "a"
            hidden -= silent
            take(" " if _apart(element) else element.tail)
            continue
        shut = name in _CHROME or _is_unseen(element)
        if box and (run := flush()):
            yield run
        if box:
            boxes.append(name)
        chrome += shut
        links += name == "a"
        hidden += silent
        if name == "br":
            text.append(_BREAK)
        elif not silent:
            take(element.text)
        stack.append((element, shut))
        if not silent:
            stack.extend((child, None) for child in reversed(element))
    if run := flush():
        yield run


_TOLD = frozenset(("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "blockquote", "time"))


def _apart(element: Any) -> bool:
    """Whether an element is a part of its own in a row of them, which only the page's style sets apart:
    «<div><span>by-line</span><span>date</span></div>». In a paragraph, or beside bare text, it may be half a word."""
    if element.tag not in ("span", "a", "strong", "b") or element.tail or element.getnext() is None:
        return False
    parent = element.getparent()
    return parent is not None and parent.tag in _ROWS and not (parent.text or "").strip()


def _is_unseen(element: Any) -> bool:
    attributes = element.attrib
    if not attributes:
        return False
    get = attributes.get
    return get("hidden") is not None or get("aria-hidden") == "true" or bool(_UNSEEN.search(get("style") or ""))


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
    """The blocks with `main` set after the extractor, or as they are where it finds nothing or is not asked."""
    found = _extracted(markup, root)
    if not found:
        return list(blocks)
    exact: set[tuple[str, ...]] = set()
    grams: set[tuple[str, ...]] = set()
    for passage in found:
        form = forms_once(passage)
        exact.add(form)
        grams.update(form[i : i + 5] for i in range(len(form) - 4))
    marked = []
    for block in blocks:
        form = forms_once(block.text)
        own = [form[i : i + 5] for i in range(len(form) - 4)]
        inside = form in exact or (len(own) >= 2 and sum(g in grams for g in own) >= 0.6 * len(own))
        marked.append(Block(block.text, block.gap, block.tag, block.linked, block.chrome, inside))
    return marked


def _extracted(markup: str, root: Any) -> list[str]:
    """The passages of the main content as trafilatura has them; [] where it gives none."""
    from trafilatura import bare_extraction

    if sum(1 for _, _ in zip(range(MAX_ELEMENTS + 1), root.iter(), strict=False)) > MAX_ELEMENTS:
        return []
    try:
        document = bare_extraction(
            markup, with_metadata=False, include_comments=False, include_tables=True, include_formatting=False
        )
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
