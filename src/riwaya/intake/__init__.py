"""Pages to reports: the one place where anything enters.

`read` takes files, folders and standard input and gives every report in them, with a line for each thing that could not
be read; `read_page` takes the bytes of one page. Files, encodings and bounds are in sources.py and encoding.py; which
lines of a page are the report's own is decided in layout.py; title, writers, date and credits are read in head.py,
people.py and credits.py; page.py goes the whole way for one page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from riwaya.intake.identity import distinct, file_id, own_id, settle, url_id
from riwaya.intake.page import Given, IntakeError, read_bytes
from riwaya.intake.parts import ARCHIVES, Cut, Part, cut, read_part
from riwaya.intake.records import record_report
from riwaya.intake.sources import Place, Unreadable, metadata, open_place, places, read_lines, read_page_bytes
from riwaya.model import Problem, Report

__all__ = [
    "Cut", "IntakeError", "Part", "Reading", "cut", "distinct", "own_id", "read", "read_page", "read_part", "settle",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the reports, sorted by id, and what could not be read or is odd, sorted by place."""

    reports: tuple[Report, ...]
    problems: tuple[Problem, ...]


def read(
    paths: Sequence[str | Path],
    *,
    mapping: Mapping[str, str] | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Reading:
    """Read every report in files (.txt, .html, .jsonl, .warc, and .gz of them), folders and "-" (standard input).

    `mapping` names the fields of JSON lines and the columns of metadata.csv that are called otherwise:
    {"outlet": "src"}. `progress` is called with how many files or lines are done, and of how many (None where that is
    not known beforehand). Nothing is raised for what cannot be read: it is a Problem, and the rest is read. The order
    of `paths` changes nothing."""
    named = dict(mapping or {})
    found, problems = places(paths)
    beside, odd = metadata_beside(found, named)
    problems += odd
    reports: list[Report] = []
    total = None if any(p.lines or p.path is None for p in found) else len(found)
    done = 0
    for place in found:
        for outcome in outcomes(place, beside, named):
            if isinstance(outcome, Report):
                reports.append(outcome)
            else:
                problems.append(outcome)
            done += 1
            if progress:
                progress(done, total)
    settled, duplicates = settle(reports)
    return Reading(tuple(settled), tuple(sorted({*problems, *duplicates}, key=lambda p: (p.origin, p.reason))))


def read_page(
    data: bytes,
    origin: str,
    *,
    outlet: str | None = None,
    published: str | None = None,
    url: str | None = None,
    title: str | None = None,
    bylines: tuple[str, ...] = (),
    language: str | None = None,
    kind: Literal["html", "text"] | None = None,
) -> Report:
    """The report on one page, given as bytes; what is known of it otherwise takes precedence over what it says.

    `kind` says what the bytes are where they should not be looked at to tell. Raises IntakeError(origin, reason)."""
    id_ = url_id(origin) if "://" in origin else file_id(origin)
    url = url or (origin if "://" in origin else None)
    return read_bytes(data, origin, id_, Given(outlet, published, url, title, tuple(bylines), language), kind)


def metadata_beside(
    found: Sequence[Place], mapping: Mapping[str, str]
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """The rows of every metadata.csv beside the files, by file."""
    rows: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for folder in sorted({p.path.parent for p in found if p.path is not None}):
        more, odd = metadata(folder, mapping)
        rows.update(more)
        problems += odd
    return rows, problems


def outcomes(place: Place, beside: Mapping[str, dict[str, str]], mapping: Mapping[str, str]) -> list[Report | Problem]:
    """Every report of one file, or the problem in its place."""
    if place.path is not None and place.origin.lower().endswith(ARCHIVES):
        whole = Part("archive", (place.origin,), place.origin)
        return list(read_part(whole, mapping)) or [Problem(place.origin, "no page in this archive")]
    found: list[Report | Problem] = []
    try:
        with open_place(place) as stream:
            start = stream.peek(4096)[:4096].lstrip(b"\xef\xbb\xbf \t\r\n") if hasattr(stream, "peek") else b""
            if place.lines or start.startswith((b'{"', b"{ ")):
                for number, line in read_lines(stream):
                    if line is None or line.strip():
                        found.append(_record(place, number, line, mapping))
                if not found:
                    found.append(Problem(place.origin, "empty"))
            else:
                found.append(_page(place, read_page_bytes(stream), beside, mapping))
    except Unreadable as error:
        found.append(Problem(place.origin, str(error)))
    return found


def _record(place: Place, number: int, line: bytes | None, mapping: Mapping[str, str]) -> Report | Problem:
    where = f"{place.origin}:{number}"
    if line is None:
        return Problem(where, "a line too long to be a report, passed over")
    name = "stdin" if place.path is None else file_id(place.path.name)
    try:
        return record_report(line, where, f"{name}-{number}", mapping)
    except IntakeError as error:
        reason = error.reason if error.origin == where else f"{error.origin}: {error.reason}"
        return Problem(where, reason)


def _page(
    place: Place, data: bytes, beside: Mapping[str, dict[str, str]], mapping: Mapping[str, str]
) -> Report | Problem:
    import os

    row = beside.get(os.path.realpath(place.path), {}) if place.path else {}

    def column(name: str) -> str | None:
        return row.get(mapping.get(name, name)) or None

    name = file_id(place.path.name) if place.path else "stdin"
    given = Given(column("outlet"), column("published"), column("url"), column("title"))
    try:
        return read_bytes(data, place.origin, name, given)
    except IntakeError as error:
        return Problem(place.origin, error.reason)
