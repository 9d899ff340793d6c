"""The reading of pages by itself: what was kept, what was taken for boilerplate, what the page says of itself."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya import __version__
from riwaya.export import json
from riwaya.export.bidi import flat, isolate
from riwaya.export.ink import Ink, both
from riwaya.export.words import dated
from riwaya.model import Report

SCHEMA = "riwaya.read/1"


def dumps(reports: Sequence[Report]) -> str:
    """`riwaya.read/1`: the reports as in `riwaya.trace/1`, and beside that what the page says of its outlet (as
    printed), the full time, its address and its credits."""
    lines = []
    for r in reports:
        credits = [{"text": c.text, "names": c.names} for c in r.credits]
        more = {"outlet_name": r.outlet_name, "published_at": r.published_at, "url": r.url, "credits": credits}
        lines.append(json.line(json.report(r) | more))
    head = f'{{"schema": {json.line(SCHEMA)},\n "version": {json.line(__version__)},\n "reports": ['
    return head + ",".join(f"\n  {text}" for text in lines) + "]}\n"


def render(reports: Sequence[Report], *, width: int = 80, color: bool = False) -> str:
    """The readings for the terminal; `width` in columns, `color` for ANSI styles."""
    ink = Ink(max(width, 40), color)
    for report in reports:
        if ink.lines:
            ink.blank()
            ink.lines.append("═" * ink.width)
        _report(ink, report)
    return ink.text()


def _report(ink: Ink, r: Report) -> None:
    ink.put(isolate(flat(r.title)) or "–", indent=1, style=("bold",))
    facts = [
        ("outlet", r.outlet_name),
        ("byline", "؛ ".join(r.bylines) if r.language == "ar" else "; ".join(r.bylines)),
        ("published", (r.published_at or "").replace("T", " ") or (dated(r.published, "en") if r.published else None)),
        ("language", r.language),
        ("url", r.url),
        *(("credit", credit.text) for credit in r.credits),
        ("read from", r.origin),
    ]
    for key, value in facts:
        if value:
            ink.put(f"{both(key)}: {isolate(flat(value))}", indent=2)
    ink.head("kept")
    for n, span in enumerate(r.paragraphs(), 1):
        ink.put(isolate(flat(span.of(r.text))), indent=4, first=f"{n:>2}")
    ink.head("removed")
    for line in r.removed:
        for part in line.split("\n"):
            if part.strip():
                ink.put(isolate(flat(part)), indent=4, first=" -", style=("dim",))
