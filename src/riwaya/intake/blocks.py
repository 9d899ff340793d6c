"""The visible lines of a page, in order: what both HTML and plain text are turned into before they are judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BULLET = re.compile(r"^\s*[•◦▪●■‣∙·►▶]\s*")
_STOP = ".!?؟…。"
_CLOSING = "\"'”’»›)]}"
_SPACE = " \t\r\f\v\xa0\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_ONLY_MARKS = re.compile(r"[\W_]*")


class Block(NamedTuple):
    """One visible line or paragraph. `text` has its runs of white space made one space."""

    text: str
    gap: bool = True  #: an empty line, or the edge of another box, stands before it
    tag: str = ""  #: the HTML element it stands in; "li" for a line with a bullet; "" in plain text
    linked: float = 0.0  #: share of its letters that are links
    chrome: bool = False  #: inside navigation, a form, a footer, a caption or something hidden
    main: bool | None = None  #: whether the extractor took it for the main content; None where it was not asked


def collapse(text: str) -> str:
    """The text with white space made single and invisible marks at its ends dropped."""
    return " ".join(text.split()).strip("\u200b\u200e\u200f\ufeff\u202a\u202b\u202c ")


def stops(text: str) -> str:
    """The mark a text ends with, closing quotes and brackets aside: ".", "?", … or "" for none.

    A stop inside the closing quote counts («…».” and «….»” alike), and one before the tag of an agency in brackets;
    two dots («..») are no stop."""
    if text.endswith(")") and (opened := text.rfind("(", max(0, len(text) - 40))) > 0:
        text = text[:opened].rstrip() if text[:opened].rstrip()[-1:] in _STOP else text  # «… . (أ ف ب)»
    tail = text.rstrip(_CLOSING + " ")
    if not tail or tail[-1] not in _STOP + ":؛":
        return ""
    if tail.endswith(("..", "…")):
        return "…"
    return {"؟": "?", "。": ".", "؛": ";"}.get(tail[-1], tail[-1])


def text_blocks(text: str) -> list[Block]:
    """The blocks of a plain text: a line each, but lines that a printer broke are joined again."""
    blocks: list[Block] = []
    for lines in _groups(text):
        joined = _whole_sentences(_unwrapped(lines))
        for n, line in enumerate(joined):
            bullet = _BULLET.match(line)
            shown = collapse(line[bullet.end() :] if bullet else line)
            if shown and blocks and _ONLY_MARKS.fullmatch(shown) and not stops(blocks[-1].text) and stops(shown):
                # a full stop that slipped to a line of its own closes the line before
                last = blocks[-1]
                blocks[-1] = Block(last.text + shown, last.gap, last.tag)
            elif shown:
                blocks.append(Block(shown, gap=n == 0, tag="li" if bullet else ""))
    return blocks


def _groups(text: str) -> Iterator[list[str]]:
    """Runs of lines without an empty line between them."""
    group: list[str] = []
    for line in text.splitlines():
        if line.strip(_SPACE):
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


_OPEN_END = re.compile(
    r"[،,]\s*$|\s(?:في|فى|من|إلى|الى|على|عن|أن|إن|بأن|التي|الذي|الذين|التى|الذى|قبل|بعد|خلال|بين|مع|حول|عبر|منذ|حتى"
    r"|أو|لم|لن|قد|هذا|هذه|of|the|to|in|and|with|for|from|that)$"
)
"""Words and marks that no paragraph ends with."""
LINE = 40  #: signs that a line has at least whose sentence may go on in the next


def _whole_sentences(lines: list[str]) -> list[str]:
    """Lines, those joined over which a sentence runs on by what they hold: the one before ends in a comma or in a word
    that needs another, or the next begins with a comma or with a small letter. A link or an advertisement that stood
    between them broke them."""
    runs: list[list[str]] = []
    before = ""
    for line in lines:
        here = line.strip(_SPACE)
        joint = here[:1] in ("،", ",", "؛")
        listed = bool(_BULLET.match(line)) or line.lstrip()[:1] in tuple("*-–—")
        goes_on = (joint or here[:1].islower()) and not stops(before)
        if runs and len(before) >= LINE and not listed and (goes_on or _OPEN_END.search(before)):
            runs[-1] += [here] if joint else [" ", here]
        else:
            runs.append([line])
        before = here
    return ["".join(run) for run in runs]


def _unwrapped(lines: list[str]) -> list[str]:
    """Lines of one group, those joined that were one paragraph before something broke it to a width.

    Wrapped text shows in two ways: lines that are all nearly as long as the longest, go on without a stop and close
    with one; or continuation lines set in by many spaces (text taken out of indented HTML)."""
    if len(lines) < 2:
        return lines
    indented = [len(line) - len(line.lstrip(" \t\xa0")) >= 8 for line in lines]
    if any(indented[1:]) and not all(indented):
        joined = [lines[0]]
        for line, deep in zip(lines[1:], indented[1:], strict=True):
            if deep and not stops(joined[-1].strip()):
                joined[-1] += " " + line.strip()
            else:
                joined.append(line)
        return joined
    lengths = [len(line.strip()) for line in lines]
    width = max(lengths)
    # A line is full where the first word of the next would not have fitted.
    full = [
        length + 1 + len(after.split(maxsplit=1)[0]) > width - 3
        for length, after in zip(lengths, lines[1:], strict=False)
    ]
    if not (25 <= width <= 120 and len(lines) >= 3 and sum(full) >= 0.75 * len(full)):
        return lines
    open_ended = sum(not stops(line.strip()) for line in lines[:-1])
    if open_ended < 0.6 * (len(lines) - 1) or not any(stops(line.strip()) for line in lines):
        return lines
    paragraphs = [lines[0]]
    for line, before_full, before in zip(lines[1:], full, lines, strict=False):
        if before_full or not stops(before.strip()):
            paragraphs[-1] += " " + line.strip()
        else:
            paragraphs.append(line)
    return paragraphs
