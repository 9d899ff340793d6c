"""`riwaya.stories/1` and the list of stories for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya import __version__
from riwaya.export.bidi import flat, isolate
from riwaya.export.ink import Ink
from riwaya.export.json import line
from riwaya.stories import Listed

SCHEMA = "riwaya.stories/1"
_MOST_OUTLETS = 6


def dumps(stories: Sequence[Listed]) -> str:
    """The contract's JSON, one story a line, ending in a newline."""
    rows = ",".join(
        "\n  " + line({"id": s.id, "title": s.title, "reports": s.reports, "outlets": s.outlets, "first": s.first,
                       "last": s.last})
        for s in stories
    )  # fmt: skip
    return f'{{"schema": {line(SCHEMA)},\n "version": {line(__version__)},\n "stories": [{rows}]}}\n'


def render(stories: Sequence[Listed], *, width: int = 80, color: bool = False) -> str:
    """The stories one below the other, in the order given: how many reports, the title, the outlets, first and last
    time; those of one report as one list at the end."""
    ink = Ink(max(width, 40), color)
    several = [s for s in stories if len(s.reports) > 1]
    alone = [s for s in stories if len(s.reports) == 1]
    count = sum(len(s.reports) for s in stories)
    told = "story" if len(several) == 1 else "stories"
    head = f"{_counted(count, 'report')}: {len(several):,} {told} of several, {len(alone):,} of one"
    ink.put(ink.style(head, "bold"))
    for s in several:
        ink.blank()
        ink.put(ink.style(isolate(flat(s.title)), "bold"), indent=6, first=f"{len(s.reports):5}")
        shown = ", ".join(isolate(flat(o)) for o in s.outlets[:_MOST_OUTLETS])
        more = f" and {len(s.outlets) - _MOST_OUTLETS} more" if len(s.outlets) > _MOST_OUTLETS else ""
        ink.put(f"{_span(s)}{'; ' if shown else ''}{shown}{more}", indent=6, style=("dim",))
    if alone:
        ink.blank()
    for s in alone:
        outlet = f" ({isolate(flat(s.outlets[0]))})" if s.outlets else ""
        ink.put(f"{isolate(flat(s.title))}{outlet}", indent=6, first="    ·")
    return ink.text()


def _span(s: Listed) -> str:
    first, last = (flat(t)[:16].replace("T", " ") if t else "" for t in (s.first, s.last))
    if not first:
        return "no date"
    return first if first == last else f"{first} – {last}"


def _counted(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"
