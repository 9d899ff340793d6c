"""Marks on a text that overlap as they like, as HTML elements that nest.

Where two marks cross, the one that began first is closed and opened again, so that every letter stands within all of
its marks. Only the first piece carries the mark's id; all pieces carry its classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from riwaya.export.bidi import clean
from riwaya.model import Span

DEEPEST = 12  #: marks within marks; what lies deeper keeps its anchor only, so that hostile nesting stays linear


class Mark(NamedTuple):
    """An element over a run of a text. `tag` and `classes` are ours and trusted; so is `id`."""

    start: int
    end: int
    tag: str
    classes: str
    id: str = ""


def marked(text: str, marks: Iterable[Mark], within: Span | None = None) -> tuple[str, set[str]]:
    """The text, or the part of it `within`, as HTML with its marks; and the ids of marks that came in pieces.

    Marks are cut to the part; one that begins before it has no id in it. Text is escaped and its controls taken out.
    """
    start, end = within or Span(0, len(text))
    held = [m for m in marks if m.start < end and m.end > start]
    held.sort(key=lambda m: (m.start, -m.end))
    points = sorted({start, end, *(max(m.start, start) for m in held), *(min(m.end, end) for m in held)})
    out: list[str] = []
    stack: list[Mark] = []
    pieces: set[str] = {m.id for m in held if m.id and (m.start < start or m.end > end)}
    coming = 0
    for n, at in enumerate(points):
        again = _close(stack, at, out)
        for mark in again:
            if mark.id:
                pieces.add(mark.id)
            _open(mark, stack, out, first=False)
        while coming < len(held) and max(held[coming].start, start) == at:
            mark = held[coming]
            coming += 1
            if mark.end > at and at < end:
                _open(mark, stack, out, first=mark.start >= start)
        if n + 1 < len(points):
            out.append(escape(clean(text[at : points[n + 1]])))
    _close(stack, end + 1, out, every=True)
    return "".join(out), pieces


def _open(mark: Mark, stack: list[Mark], out: list[str], *, first: bool) -> None:
    id_ = f' id="{mark.id}"' if mark.id and first else ""
    if len(stack) >= DEEPEST:
        if id_:
            out.append(f"<a{id_}></a>")
        return
    out.append(f'<{mark.tag} class="{mark.classes}"{id_}>')
    stack.append(mark)


def _close(stack: list[Mark], at: int, out: list[str], *, every: bool = False) -> list[Mark]:
    """Close what ends here, and whatever was opened within it; give back what is to be opened again."""
    lowest = next((n for n, m in enumerate(stack) if every or m.end <= at), len(stack))
    closed = stack[lowest:]
    del stack[lowest:]
    out.extend(f"</{mark.tag}>" for mark in reversed(closed))
    return [] if every else [m for m in closed if m.end > at]


def by_paragraph(paragraphs: Sequence[Span], marks: Iterable[Mark]) -> list[list[Mark]]:
    """The marks that touch each paragraph. Paragraphs are in order and apart. Time: linear, but for marks that run
    over many paragraphs, which are cut after the twentieth."""
    ordered = sorted(marks)
    found: list[list[Mark]] = [[] for _ in paragraphs]
    at = 0
    for mark in ordered:
        while at < len(paragraphs) and paragraphs[at].end <= mark.start:
            at += 1
        for n in range(at, min(at + 20, len(paragraphs))):
            if paragraphs[n].start >= mark.end:
                break
            found[n].append(mark)
    return found
