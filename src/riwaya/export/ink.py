"""Lines on a terminal: wrapped, indented, styled. Knows nothing of traces."""

from __future__ import annotations

from dataclasses import dataclass, field

from riwaya.export.bidi import RESET, UNMARK, balanced, cut, isolate, rtl_line, width, wrap
from riwaya.export.words import say

_STYLES = {"bold": "1", "dim": "2", "red": "31", "title": "1;4", "green": "32", "yellow": "33"}
_HUES = ("34", "33", "32", "35", "36", "31", "94", "93")


@dataclass(frozen=True, slots=True)
class Ink:
    """A sheet of lines of a width in columns, with or without colour."""

    width: int
    color: bool
    lines: list[str] = field(default_factory=list)

    def style(self, text: str, *names: str) -> str:
        """A text in a style; as it is where there is no colour."""
        return self._sgr(text, ";".join(_STYLES[n] for n in names))

    def hue(self, text: str, number: int) -> str:
        """A text in the colour of a version."""
        return self._sgr(text, "1;" + _HUES[number % len(_HUES)])

    def marked(self, text: str) -> str:
        """Words that differ, within a line that is yet to be wrapped: underlined, or in brackets without colour."""
        return f"\x1b[1;4m{text}{UNMARK}" if self.color else f"[{text}]"

    def _sgr(self, text: str, codes: str) -> str:
        return f"\x1b[{codes}m{text}{RESET}" if self.color and text else text

    def blank(self) -> None:
        """An empty line, unless there is one."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def put(self, text: str, *, indent: int = 0, first: str = "", style: tuple[str, ...] = (), most: int = 0) -> None:
        """A paragraph, wrapped. `first` stands in the indent of the first line, as it is; of more than `most` lines
        the rest is left out, with an ellipsis."""
        indent = min(indent, max(self.width - 24, 2))
        if first and width(first) > indent - (not first.endswith(" ")):
            self.lines.append(cut(first, self.width))
            first = ""
        room = self.width - indent
        lines = balanced(wrap(text, room))
        if most and len(lines) > most:
            lines = balanced(wrap(cut(text, room * most - 2), room))[:most]
        for n, line in enumerate(lines or ([""] if first else [])):
            lead = first + " " * (indent - width(first)) if n == 0 else " " * indent
            self.lines.append(lead + (self.style(line, *style) if style else line))

    def row(self, left: str, right: str, *, indent: int = 0, style: tuple[str, ...] = ()) -> None:
        """A line with something at its start and something, if there is room, at its end."""
        if width(right) > self.width // 2 - indent:
            right = ""
        text = isolate(cut(left, self.width - indent - (width(right) + 2 if right else 0)))
        gap = " " * (self.width - indent - width(text) - width(right))
        self.lines.append(" " * indent + text + (gap + self.style(right, *style) if right else ""))

    def head(self, key: str) -> None:
        """A heading in both languages, with a rule."""
        self.blank()
        words = both(key) if width(both(key)) < self.width - 6 else say(key, "en")
        rule = "─" * max(self.width - width(words) - 4, 0)
        self.lines.append(f"{self.style('──', 'dim')} {self.style(words, 'bold')} {self.style(rule, 'dim')}")

    def text(self) -> str:
        """All lines, ending in a newline."""
        return "\n".join(self.lines).rstrip("\n") + "\n"


def both(key: str) -> str:
    """A label in English and Arabic."""
    return f"{say(key, 'en')} · {isolate(say(key, 'ar'))}"


def arabic(text: str) -> str:
    """A sentence of ours in Arabic."""
    return rtl_line(text)
