"""Mentions read once: what a mention says depends on its report's text and its place there, so it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from riwaya.lexicon.entries import OutletEntry
from riwaya.lexicon.outlets import outlets
from riwaya.model import Span
from riwaya.plain import plain
from riwaya.recall import Recall, mark
from riwaya.sources.named import Named
from riwaya.sources.reading import read

Read = Callable[[str, Span], Named | None]
"""What `riwaya.sources.reading.read` is: a report's text and the span of a mention in it."""


def remembering(known: Recall | None = None) -> Read:
    """`read` for the reports of one story, each mention once; what `known` has of a story traced before is not read
    again."""
    seen: dict[tuple[str, Span], Named | None] = {}
    marks = cache(mark)

    def found(text: str, span: Span) -> Named | None:
        key = (text, span)
        if key not in seen:
            if known is None:
                seen[key] = read(text, span)
            else:
                marked = (marks(text), f"{span.start} {span.end}")
                seen[key] = read_back(known.of("mention", marked, lambda: written(read(text, span))))
        return seen[key]

    return found


def written(named: Named | None) -> dict[str, Any] | None:
    """A reading as a value of JSON; of an outlet that the lexicon has, its id."""
    if named is None:
        return None
    said: dict[str, Any] = plain(replace(named, entry=None, of=None))
    if named.entry:
        said["entry"] = named.entry.id
    if named.of:
        said["of"] = written(named.of)
    return said


def read_back(said: dict[str, Any] | None) -> Named | None:
    """The reading that was written."""
    if said is None:
        return None
    return Named(**{name: _BACK[name](value) if name in _BACK else value for name, value in said.items()})


@cache
def _entries() -> dict[str, OutletEntry]:
    return {e.id: e for e in outlets()}


_BACK: dict[str, Callable[[Any], Any]] = {
    "name": tuple, "heads": frozenset, "content": frozenset, "traits": frozenset, "of": read_back,
    "entry": lambda id_: _entries()[id_],
}  # fmt: skip
"""Fields that JSON has no like of."""
