"""What a report says of where it comes from: its by-lines, tags, datelines and closing lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from riwaya.comparing.names import Named, calls_itself_agency, forms_of, named_in, outlet_of, towns
from riwaya.language.text import words
from riwaya.lexicon import by_name
from riwaya.model import Report, Span

_PARTS = re.compile(r"[-–—:،,/|()«»\[\]…]+|\sـ\s|\bو(?=\s)")
_LINE = 90  #: code points of the longest line that is a tag and no prose
_STOPS = ".!؟?»\"”"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs a report."""

    own: str | None  #: the outlet of the lexicon that it is of
    agency: bool  #: whether that is an agency
    tags: tuple[Named, ...]  #: outlets and agencies that its tags name, its own left out; spans are of its text
    person: bool  #: whether a writer is named
    prose: tuple[Named, ...]  #: outlets that its prose names, its own left out
    body: Span  #: the prose


def signature(report: Report) -> Signature:
    """Read a report's signature."""
    own = outlet_of(report)
    country = own.country if own else None
    mine = own.id if own else None
    start, end = _body(report.text)
    nowhere = Span(0, 0)
    tags: list[Named] = []
    person = False
    for tag in (*report.bylines, *(c.text for c in report.credits)):
        tags += [Named(n.outlet, nowhere) for n in named_in(tag, country)]
        person = person or _person(tag, mine)
    for at, line in _lines(report.text, 0, start) + _lines(report.text, end, len(report.text)):
        tags += [Named(n.outlet, Span(at + n.span.start, at + n.span.end)) for n in named_in(line, country)]
        if at < start:
            person = person or _person(line, mine)
    prose = [Named(n.outlet, Span(start + n.span.start, start + n.span.end))
             for n in named_in(report.text[start:end], country)]
    agency = own.kind == "agency" if own else calls_itself_agency(report.outlet_name or "")
    return Signature(
        mine, agency, tuple(n for n in tags if n.outlet != mine), person,
        tuple(n for n in prose if n.outlet != mine), Span(start, end),
    )


def _lines(text: str, start: int, end: int) -> list[tuple[int, str]]:
    out, at = [], start
    for line in text[start:end].split("\n"):
        if line.strip():
            out.append((at, line))
        at += len(line) + 1
    return out


def _body(text: str) -> tuple[int, int]:
    """Where the prose begins and ends: short lines without a stop before and after it are tags and page furniture."""
    lines = _lines(text, 0, len(text))
    if len(lines) < 2:
        return 0, len(text)

    def furniture(line: str) -> bool:
        bare = line.strip()
        return len(bare) <= _LINE and (bare[-1] not in _STOPS or bare.startswith("//"))

    first, last = 0, len(lines)
    while first < last - 1 and first < 3 and furniture(lines[first][1]):
        first += 1
    while last > first + 1 and len(lines) - last < 4 and furniture(lines[last - 1][1]):
        last -= 1
    return lines[first][0], lines[last - 1][0] + len(lines[last - 1][1])


def _person(tag: str, own: str | None) -> bool:
    """Whether a tag names a writer: a part of two to five words that is no outlet and no town."""
    for part in _PARTS.split(tag):
        forms = tuple(w.form for w in words(part))
        if not 2 <= len(forms) <= 5 or forms in towns() or any(f[:1].isdigit() for f in forms):
            continue
        ours = own is not None and any(name <= set(forms) for name in forms_of(own))
        if not (ours or by_name(part) or named_in(part)):
            return True
    return False
