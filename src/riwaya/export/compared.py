"""How two reports relate, for the terminal: the label, who took from whom, and the passages side by side."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.comparing import Comparison
from riwaya.export.bidi import flat, isolate
from riwaya.export.ink import Ink, both
from riwaya.model import Report, Span


def render(found: Sequence[Comparison], reports: Sequence[Report], *, width: int = 80, color: bool = False) -> str:
    """The comparisons; `width` in columns, `color` for ANSI styles."""
    ink = Ink(max(width, 40), color)
    by_id = {r.id: r for r in reports}
    for comparison in found:
        ink.blank()
        _comparison(ink, comparison, by_id)
    return ink.text()


def _comparison(ink: Ink, c: Comparison, by_id: dict[str, Report]) -> None:
    head = f"{both(f'label:{c.label}')}  {c.confidence:.0%}"
    if c.from_ is not None:
        taker = c.b if c.from_ == c.a else c.a
        head += f": {isolate(flat(taker))} ← {isolate(flat(c.from_))}"
    ink.put(ink.style(head, "bold"))
    for letter, id_ in (("a", c.a), ("b", c.b)):
        title = flat(by_id[id_].title) if id_ in by_id else ""
        ink.put(f"{isolate(flat(id_))}{': ' if title else ''}{isolate(title)}", indent=4, first=f" {letter}")
    for e in c.evidence:
        sign = "+" if e.weight > 0 else "−" if e.weight < 0 else "·"
        ink.put(f"{flat(e.feature)} {e.weight:+.2g}: {isolate(flat(e.detail))}", indent=4, first=f"  {sign}")
        for id_, start, end in e.spans:
            report = by_id.get(id_)
            if report:
                letter = "a" if id_ == c.a else "b"
                ink.put(isolate(flat(Span(start, end).of(report.text))), indent=8, first=f"      {letter}",
                        style=("dim",), most=3)
