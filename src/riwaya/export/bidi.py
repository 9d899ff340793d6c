"""Text of others, made safe to print beside ours: controls taken out, runs isolated, widths counted, lines broken.

Text stays in logical order; whether a terminal then draws Arabic from the right is the terminal's affair. What we do
is to keep one run from reordering its neighbours (Unicode Standard Annex 9, isolates), and to keep a page that
carries escape sequences or overrides of direction from writing anything but words on the screen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

FSI, PDI, RLI = "\u2068", "\u2069", "\u2067"
RESET, UNMARK = "\x1b[0m", "\x1b[22;24m"  # the ends of a style
_CLOSING = (RESET, UNMARK)
_OPENING = re.compile("[\u2067-\u2069]|\x1b\\[[0-9;]*m")

# C0, C1, line and paragraph separators, embeddings, overrides, isolates, deprecated format characters, byte order
# mark, interlinear annotation, tags; lone surrogates. LRM, RLM, ALM, ZWJ and ZWNJ stay: Arabic pages use them.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_SPACE = re.compile(r"\s+")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
STYLE = re.compile("\x1b\\[[0-9;]*m")  #: our own ANSI styles; those of others don't get past `clean`
_MARK = re.compile("[\u200e\u200f\u061c]")


def clean(text: str) -> str:
    """Text without control characters, escapes and characters that steer direction; the white space they stand
    for (a tab, a line's end) becomes a space. The length may change: cut spans out first."""
    return _CONTROL.sub(lambda m: " " if m[0] in "\t\n\v\f\r\x85\u2028\u2029" else "", text)


def flat(text: str) -> str:
    """Clean text on one line, white space single."""
    return _SPACE.sub(" ", clean(text)).strip()


def has_rtl(text: str) -> bool:
    """Whether any letter of the text is written from the right."""
    return _RTL.search(text) is not None


def starts_rtl(text: str) -> bool:
    """Whether the first strong letter of a text is written from the right."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return False


def isolate(text: str) -> str:
    """Text of others within a line of ours: isolated where any of it is written from the right, so that digits and
    punctuation beside it stay where they are."""
    text = _MARK.sub("", clean(text))
    return f"{FSI}{text}{PDI}" if has_rtl(text) else text


def rtl_line(text: str) -> str:
    """A line of our own Arabic, right-to-left whatever it starts with."""
    return f"{RLI}{text}{PDI}"


@lru_cache(maxsize=4096)
def _cells(char: str) -> int:
    kind = unicodedata.category(char)
    if kind in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Columns that a terminal takes for a text: none for combining marks, format characters and styles, two for
    wide letters."""
    return sum(map(_cells, STYLE.sub("", text) if "\x1b" in text else text))


def cut(text: str, columns: int) -> str:
    """A text of at most so many columns, with an ellipsis where it was longer. Styles take no room."""
    if width(text) <= columns:
        return text
    kept, i = 0, 0
    while i < len(text):
        style = STYLE.match(text, i)
        if style:
            i = style.end()
            continue
        kept += _cells(text[i])
        if kept > columns - 1:
            space = text.rfind(" ", max(i - 12, 1), i)  # at a word's end, if one is near
            return text[: space if space > 0 else i].rstrip() + "…"
        i += 1
    return text


def wrap(text: str, columns: int) -> list[str]:
    """The lines of a text, broken at white space, words longer than a line broken inside."""
    columns = max(columns, 1)
    lines: list[str] = []
    current: list[str] = []
    used = 0
    for word in text.split():
        size = width(word)
        if current and used + 1 + size > columns:
            lines.append(" ".join(current))
            current, used = [], 0
        if size > columns:
            pieces = _pieces(word, columns)
            lines.extend(pieces[:-1])
            word = pieces[-1]
            size = width(word)
        used += size + (1 if current else 0)
        current.append(word)
    if current:
        lines.append(" ".join(current))
    return lines


def _pieces(word: str, columns: int) -> list[str]:
    pieces, start, used, i = [], 0, 0, 0
    while i < len(word):
        style = STYLE.match(word, i)
        if style:
            i = style.end()
            continue
        size = _cells(word[i])
        if used + size > columns and i > start:
            pieces.append(word[start:i])
            start, used = i, 0
        used += size
        i += 1
    return [*pieces, word[start:]]


def balanced(lines: list[str]) -> list[str]:
    """Lines that were broken inside an isolate or a style, closed at the line's end and opened on the next."""
    out = []
    isolates: list[str] = []
    style = ""
    for line in lines:
        start = "".join(isolates) + style
        for mark in _OPENING.findall(line):
            if mark == PDI:
                del isolates[-1:]
            elif mark in (FSI, RLI):
                isolates.append(mark)
            else:
                style = "" if mark in _CLOSING else mark
        out.append(f"{start}{line}{RESET if style else ''}{PDI * len(isolates)}")
    return out
