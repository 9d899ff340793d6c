"""Large inputs in parts that can be read apart from each other, in other processes, on other machines.

A part is plain data: which file, from where to where. What a part gives depends on nothing but the part, so that a part
that failed can be read again alone, and a report that has no id of its own gets the same one however the input is cut.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from riwaya.intake import archive, remote
from riwaya.intake.identity import file_id
from riwaya.intake.page import IntakeError
from riwaya.intake.records import record_report, row_report
from riwaya.intake.sources import Place, Unreadable, open_place, places, read_lines
from riwaya.model import Problem, Report

TABLES = (".parquet", ".pq")
ARCHIVES = (".warc", ".warc.gz")

Enter = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the input.

    `kind`: pages (each of `names` is one), lines (of JSON), archive (records of a WARC) or table (row groups of a
    Parquet file). `start` and `stop` are bytes, row groups for a table; `stop` is None for the rest of the file.
    `first` is the number of the first line, record or row, from 1.
    """

    kind: Literal["pages", "lines", "archive", "table"]
    names: tuple[str, ...]
    origin: str
    start: int = 0
    stop: int | None = None
    first: int = 1


@dataclass(frozen=True, slots=True)
class Cut:
    """The parts of an input in a fixed order, and what is wrong with the paths."""

    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]


def cut(paths: Sequence[str | Path], size: int, spill: Path) -> Cut:
    """Cut what lies at paths (files, folders, S3 addresses, "-") into parts of about `size` reports.

    A gzipped file of JSON lines, which cannot be entered in the middle, is unpacked to files in `spill` once.
    """
    local = [p for p in paths if not remote.is_remote(str(p))]
    found, problems = places(local) if local else ([], [])
    for address in sorted({str(p) for p in paths} - {str(p) for p in local}):
        try:
            found += [Place(a, None, a.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson")))
                      for a in remote.listed(address)]  # fmt: skip
        except Unreadable as error:
            problems.append(Problem(address, str(error)))
    parts: list[Part] = []
    pages: list[str] = []
    for place in found:
        try:
            more = list(_cut_place(place, size, spill))
        except (Unreadable, OSError) as error:
            problems.append(Problem(place.origin, str(error)))
            continue
        if more:
            parts += more
        else:
            pages.append(place.origin)
    parts += [Part("pages", tuple(pages[i : i + size]), pages[i]) for i in range(0, len(pages), size)]
    return Cut(tuple(parts), tuple(problems))


def read_part(part: Part, mapping: Mapping[str, str], enter: Enter = lambda number: True) -> Iterator[Report | Problem]:
    """Every report of a part in order, or the problem in its place. Raises nothing for bad input.

    `enter` is told the number of each page, line, record or row before it is read; where it says False, that one is set
    aside unread.
    """
    try:
        if part.kind == "pages":
            yield from _pages(part, mapping, enter)
        elif part.kind == "table":
            yield from _rows(part, mapping, enter)
        else:
            with closing(_source(part.names[0])) as stream:
                stream.seek(part.start)
                records = _lines if part.kind == "lines" else _records
                yield from records(part, stream, mapping, enter)
    except (Unreadable, OSError) as error:
        yield Problem(part.origin, str(error))


def _cut_place(place: Place, size: int, spill: Path) -> Iterator[Part]:
    """The parts of one file; none where it is a page of its own."""
    name = place.origin.lower()
    if name.endswith(TABLES):
        yield from _cut_table(place.origin, size)
    elif name.endswith(ARCHIVES):
        yield from _cut_archive(place.origin, size)
    elif place.lines or place.origin == "-":
        with open_place(place) if not remote.is_remote(place.origin) else _unpacked(place.origin) as stream:
            plain = place.path is not None and not name.endswith(".gz")
            yield from _cut_lines(place.origin, stream, size) if plain else _spilled(place.origin, stream, size, spill)


def _unpacked(address: str) -> IO[bytes]:
    stream = remote.opened(address)
    return gzip.open(stream) if address.lower().endswith(".gz") else stream  # type: ignore[return-value]


def _cut_lines(origin: str, stream: IO[bytes], size: int) -> Iterator[Part]:
    """Parts of a file of lines, by the bytes where each begins."""
    start = at = 0
    first = number = 1
    for number, line in read_lines(stream):
        at = stream.tell() if line is None else at + len(line)
        if number - first + 1 == size:
            yield Part("lines", (origin,), origin, start, at, first)
            start, first = at, number + 1
    if number >= first and at > start:
        yield Part("lines", (origin,), origin, start, at, first)


def _spilled(origin: str, stream: IO[bytes], size: int, spill: Path) -> Iterator[Part]:
    """Parts of a stream that cannot be entered in the middle: its lines, written to files of their own."""
    spill.mkdir(parents=True, exist_ok=True)
    name = "stdin" if origin == "-" else file_id(origin.rstrip("/").rpartition("/")[2])
    held: list[bytes] = []
    first, number = 1, 0

    def written() -> Part:
        path = spill / f"{name}-{first:09d}.jsonl"
        path.write_bytes(b"".join(held))
        return Part("lines", (str(path),), origin, 0, None, first)

    for number, line in read_lines(stream):
        # A line too long to be a report keeps its place, so that the lines after it keep their numbers.
        held.append(b"null\n" if line is None else line if line.endswith(b"\n") else line + b"\n")
        if len(held) == size:
            yield written()
            held, first = [], number + 1
    if held:
        yield written()


def _cut_archive(origin: str, size: int) -> Iterator[Part]:
    """Parts of a web archive, by the bytes where its records begin."""
    with closing(_source(origin)) as stream:
        start, first, count = 0, 1, 0
        for at in archive.offsets(stream):
            if count == size:
                yield Part("archive", (origin,), origin, start, at, first)
                start, first, count = at, first + count, 0
            count += 1
    if count:
        yield Part("archive", (origin,), origin, start, None, first)


def _cut_table(origin: str, size: int) -> Iterator[Part]:
    table = _parquet(origin)
    start, first, count = 0, 1, 0
    for group in range(table.num_row_groups):
        count += table.metadata.row_group(group).num_rows
        if count >= size or group + 1 == table.num_row_groups:
            yield Part("table", (origin,), origin, start, group + 1, first)
            start, first, count = group + 1, first + count, 0


def _parquet(origin: str) -> Any:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise Unreadable("reading Parquet needs pyarrow: pip install 'riwaya[cluster]'") from None
    try:
        return ParquetFile(remote.opened(origin) if remote.is_remote(origin) else origin)
    except (OSError, ValueError, ArrowException) as error:
        raise Unreadable(f"not a Parquet file that can be read ({' '.join(str(error).split())[:100]})") from error


def _pages(part: Part, mapping: Mapping[str, str], enter: Enter) -> Iterator[Report | Problem]:
    from riwaya.intake import metadata_beside, outcomes

    found, problems = places(part.names)
    beside, odd = metadata_beside(found, mapping)
    yield from (*problems, *odd)
    for number, place in enumerate(found, 1):
        if enter(number):
            yield from outcomes(place, beside, mapping)
        else:
            yield _set_aside(place.origin)


def _set_aside(where: str) -> Problem:
    return Problem(where, "set aside: whoever tries to read it dies")


def _source(name: str) -> IO[bytes]:
    return remote.opened(name) if remote.is_remote(name) else Path(name).open("rb")


def _lines(
    part: Part, stream: IO[bytes], mapping: Mapping[str, str], enter: Enter
) -> Iterator[Report | Problem]:
    left = None if part.stop is None else part.stop - part.start
    name = "stdin" if part.origin == "-" else file_id(part.origin.rpartition("/")[2])
    for number, line in read_lines(stream):
        if left is not None:
            if left <= 0:
                return
            left -= len(line) if line is not None else left  # a line too long to be a report ends its part
        at = part.first + number - 1
        where = f"{part.origin}:{at}"
        if line is None or line == b"null\n":
            yield Problem(where, "a line too long to be a report, passed over")
        elif not enter(at):
            yield _set_aside(where)
        elif line.strip():
            try:
                yield record_report(line, where, f"{name}-{at}", mapping)
            except IntakeError as error:
                yield Problem(where, error.reason if error.origin == where else f"{error.origin}: {error.reason}")


def _records(
    part: Part, stream: IO[bytes], mapping: Mapping[str, str], enter: Enter
) -> Iterator[Report | Problem]:
    from riwaya.intake import read_page

    for at, record in enumerate(archive.pages(stream, part.stop), part.first):
        if isinstance(record, archive.Damage):
            yield Problem(part.origin, f"damaged after byte {record.start}: {record.reason}", skipped=False)
            continue
        where = record.url or f"{part.origin}:{record.start}"
        if record.problem:
            yield Problem(where, record.problem)
        elif not enter(at):
            yield _set_aside(where)
        else:
            try:
                yield read_page(record.data, where, url=record.url or None,
                                kind="text" if record.kind == "text/plain" else "html")  # fmt: skip
            except IntakeError as error:
                yield Problem(where, error.reason)


def _rows(part: Part, mapping: Mapping[str, str], enter: Enter) -> Iterator[Report | Problem]:
    from pyarrow import ArrowException

    table = _parquet(part.names[0])
    name = file_id(part.origin.rpartition("/")[2]).removesuffix(".parquet")
    at = part.first
    try:
        for group in range(part.start, part.stop or table.num_row_groups):
            for record in table.read_row_group(group).to_pylist():
                where = f"{part.origin}:{at}"
                try:
                    yield row_report(record, where, f"{name}-{at}", mapping) if enter(at) else _set_aside(where)
                except IntakeError as error:
                    yield Problem(where, error.reason if error.origin == where else f"{error.origin}: {error.reason}")
                at += 1
    except (OSError, ValueError, ArrowException) as error:
        yield Problem(f"{part.origin}:{at}", f"not readable from here on ({' '.join(str(error).split())[:100]})")
