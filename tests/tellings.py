"""Tellings of invented people, and the kinds of difference between two, for the tests of differences."""

from __future__ import annotations

from riwaya.differences import Telling, between, tell
from riwaya.model import Report, Source, Span, Statement, Voice

SOURCES = {
    "miller": Source("miller", "the miller", "person"),
    "baker": Source("baker", "the baker", "person"),
    "gazette": Source("gazette", "The Mill Gazette", "outlet"),
    "mayor": Source("mayor", "the mayor", "person"),
    "two": Source("two", "two of the workers", "anonymous"),
    "somebody": Source("somebody", "a source in the mill", "anonymous"),
    "senior": Source("senior", "a senior source in the mill", "anonymous"),
    "people": Source("people", "سكان الحي", "group"),
    "others": Source("others", "سكّان الحي", "group"),
}


def telling(
    text: str, *, cue: str = "", chain: tuple[str, ...] = (), language: str = "ar", published: str = "2024-05-15",
    voice: Voice = "indirect", outlet: str | None = None, name: str = "",
) -> Telling:
    page = f"{cue} {text}" if cue else text
    start = len(page) - len(text)
    report = Report(name or f"r{abs(hash((text, cue, chain))) % 10_000}", "", "", page, language, outlet=outlet,
                    published=published)
    statement = Statement("s-" + report.id, report.id, start, len(page), voice if chain else "own",
                          cue=Span(0, len(cue)) if cue else None, chain=chain)
    return tell(statement, report, SOURCES)


def kinds(a: Telling, b: Telling) -> list[tuple[str, bool]]:
    return [(f.kind, f.conflict) for f in between(a, b)]
