"""Reports together with the pages they were read from, byte for byte, for whoever keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from riwaya.intake import archive
from riwaya.intake.identity import file_id
from riwaya.intake.page import Given, IntakeError, read_bytes
from riwaya.intake.parts import ARCHIVES
from riwaya.intake.records import record_report
from riwaya.intake.sources import Place, Unreadable, open_place, places, read_lines, read_page_bytes
from riwaya.model import Problem, Report

Found = tuple[Report, bytes] | Problem


def read_with_pages(
    paths: Sequence[str | Path],
    *,
    mapping: Mapping[str, str] | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Iterator[Found]:
    """As `read`, one after the other: each report with its page, or the problem in its place. The page is a file's
    bytes (unpacked where it was gzip), a line of JSON lines, or what a record of a web archive holds. Ids are not made
    unique: whoever keeps reports knows which are taken."""
    from riwaya.intake import metadata_beside

    named = dict(mapping or {})
    found, problems = places(paths)
    beside, odd = metadata_beside(found, named)
    yield from (*problems, *odd)
    done = 0
    for place in found:
        try:
            for one in _of(place, beside, named):
                yield one
                done += 1
                if progress:
                    progress(done, None)
        except (Unreadable, OSError) as error:
            yield Problem(place.origin, str(error))


def _of(place: Place, beside: Mapping[str, dict[str, str]], mapping: Mapping[str, str]) -> Iterator[Found]:
    if place.path and place.origin.lower().endswith(ARCHIVES):
        yield from _archived(place)
        return
    with open_place(place) as stream:
        start = stream.peek(4096)[:4096].lstrip(b"\xef\xbb\xbf \t\r\n") if hasattr(stream, "peek") else b""
        if place.lines or start.startswith((b'{"', b"{ ")):
            for number, line in read_lines(stream):
                if line is None or line.strip():
                    yield _line(place, number, line, mapping)
        else:
            yield _page(place, read_page_bytes(stream), beside, mapping)


def _line(place: Place, number: int, line: bytes | None, mapping: Mapping[str, str]) -> Found:
    where = f"{place.origin}:{number}"
    if line is None:
        return Problem(where, "a line too long to be a report, passed over")
    name = "stdin" if place.path is None else file_id(place.path.name)
    try:
        return record_report(line, where, f"{name}-{number}", mapping), line.strip()
    except IntakeError as error:
        return Problem(where, error.reason)


def _page(place: Place, data: bytes, beside: Mapping[str, dict[str, str]], mapping: Mapping[str, str]) -> Found:
    row = beside.get(str(place.path.resolve()), {}) if place.path else {}

    def column(name: str) -> str | None:
        return row.get(mapping.get(name, name)) or None

    given = Given(column("outlet"), column("published"), column("url"), column("title"))
    try:
        return read_bytes(data, place.origin, file_id(place.path.name) if place.path else "stdin", given), data
    except IntakeError as error:
        return Problem(place.origin, error.reason)


def _archived(place: Place) -> Iterator[Found]:
    from riwaya.intake import read_page

    assert place.path is not None
    with closing(place.path.open("rb")) as stream:
        for record in archive.pages(stream):
            if isinstance(record, archive.Damage):
                yield Problem(place.origin, f"damaged after byte {record.start}: {record.reason}", skipped=False)
                continue
            where = record.url or f"{place.origin}:{record.start}"
            if record.problem:
                yield Problem(where, record.problem)
                continue
            try:
                kind = "text" if record.kind == "text/plain" else "html"
                yield read_page(record.data, where, url=record.url or None, kind=kind), record.data  # type: ignore[arg-type]
            except IntakeError as error:
                yield Problem(where, error.reason)
