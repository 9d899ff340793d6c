"""Where pages come from: files, folders, their .gz, metadata.csv beside them, and standard input.

Everything is bounded: a page by MAX_PAGE, a line of JSON lines by MAX_LINE, what a .gz unpacks to by its ratio.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from riwaya.intake.encoding import NotText, decode
from riwaya.intake.identity import ENDINGS
from riwaya.intake.page import MAX_PAGE
from riwaya.model import Problem

MAX_LINE = 20_000_000  #: bytes of one line of JSON lines
MAX_RATIO = 300  #: times its own size that a .gz of more than 50 MB of text may unpack to; news text has about 4
_LINES = (".jsonl", ".ndjson")
METADATA = "metadata.csv"


@dataclass(frozen=True, slots=True)
class Place:
    """A file to read, or standard input."""

    origin: str
    path: Path | None = None  #: None for standard input
    lines: bool = False  #: JSON lines, one report each


class Unreadable(Exception):
    """A file that cannot be read; the message is the reason in one line."""


def places(paths: Sequence[str | Path]) -> tuple[list[Place], list[Problem]]:
    """The files that the paths name, folders walked, each once, in a fixed order; and what is wrong with the paths."""
    found: dict[str, Place] = {}
    problems: list[Problem] = []
    for given in sorted({str(p) for p in paths}):
        if given == "-":
            found["-"] = Place("-")
            continue
        path = Path(given)
        try:
            if path.is_dir():
                inside, passed = _walk(path, problems)
                if not inside:
                    problems.append(Problem(given, "nothing to read in this folder"))
                elif passed:
                    endings = ", ".join(sorted({Path(p).suffix or "no ending" for p in passed})[:6])
                    problems.append(Problem(given, f"{len(passed)} other files passed over ({endings})", skipped=False))
                for file in inside:
                    found.setdefault(_same(file), _place(file))
            elif path.exists():
                found.setdefault(_same(path), _place(path))
            else:
                problems.append(Problem(given, "no such file or folder"))
        except OSError as error:
            problems.append(Problem(given, _why(error)))
    return sorted(found.values(), key=lambda p: p.origin), problems


def _same(path: Path) -> str:
    return os.path.realpath(path)


def _place(path: Path) -> Place:
    name = path.name.lower().removesuffix(".gz")
    return Place(str(path), path, name.endswith(_LINES))


def _walk(folder: Path, problems: list[Problem]) -> tuple[list[Path], list[str]]:
    """The files of a folder and its folders that have an ending riwaya reads, and the others; hidden ones aside."""
    inside: list[Path] = []
    passed: list[str] = []

    def failed(error: OSError) -> None:
        problems.append(Problem(str(error.filename), _why(error)))

    for root, folders, files in os.walk(folder, onerror=failed):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            if name.startswith(".") or name == METADATA:
                continue
            if name.lower().removesuffix(".gz").endswith(ENDINGS):
                inside.append(Path(root, name))
            else:
                passed.append(name)
    return inside, passed


def _why(error: OSError) -> str:
    known = {
        FileNotFoundError: "no such file",
        PermissionError: "no permission to read it",
        IsADirectoryError: "a folder",
    }
    return known.get(type(error), (error.strerror or str(error)).lower())


def open_place(place: Place) -> IO[bytes]:
    """The bytes of a place, unpacked where they are gzip. Raises Unreadable."""
    try:
        if place.path is None:
            raw = sys.stdin.buffer
            buffered = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw)  # type: ignore[type-var]
        else:
            buffered = place.path.open("rb")
        packed = buffered.peek(2)[:2] == b"\x1f\x8b"
    except OSError as error:
        raise Unreadable(_why(error)) from error
    if not packed:
        return buffered
    size = place.path.stat().st_size if place.path else None
    return io.BufferedReader(_Unpacked(buffered, size), 1 << 16)


class _Unpacked(io.RawIOBase):
    """A gzip stream that refuses to unpack to far more than its size."""

    def __init__(self, packed: IO[bytes], size: int | None) -> None:
        self._stream = gzip.GzipFile(fileobj=packed)
        self._packed, self._size, self._done = packed, size, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            chunk = self._stream.read(len(view))
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable("broken gzip") from error
        self._done += len(chunk)
        if self._done > 50_000_000 and self._size is not None and self._done > MAX_RATIO * self._size:
            raise Unreadable(f"unpacks to more than {MAX_RATIO} times its size: not read further")
        view[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._packed.close()
        super().close()


def read_page_bytes(stream: IO[bytes]) -> bytes:
    """All of a page. Raises Unreadable where it is larger than a page can be."""
    try:
        data = stream.read(MAX_PAGE + 1)
    except OSError as error:
        raise Unreadable(_why(error)) from error
    if len(data) > MAX_PAGE:
        raise Unreadable(f"larger than {MAX_PAGE // 1_000_000} MB, no single page")
    return data


def read_lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream with their numbers from 1; None for a line longer than MAX_LINE, which is passed over.

    Never holds more than one line in memory. Raises Unreadable."""
    number = 0
    try:
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if len(line) <= MAX_LINE or line.endswith(b"\n"):
                yield number, line
                continue
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            yield number, None
    except OSError as error:
        raise Unreadable(_why(error)) from error


def metadata(folder: Path, mapping: Mapping[str, str]) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """The rows of the metadata.csv in a folder by file name ({} where there is none), with problems: a row that names
    no file, columns that are missing, a table that cannot be read."""
    path = folder / METADATA
    rows: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    try:
        if not path.is_file():
            return {}, []
        if path.stat().st_size > MAX_PAGE:
            return {}, [Problem(str(path), "too large for a table of metadata, not used", skipped=False)]
        text = decode(path.read_bytes())
        first = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=first.count)
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        column = mapping.get("file", "file")
        if column not in (table.fieldnames or ()):
            return {}, [Problem(str(path), f"no column “{column}”, not used", skipped=False)]
        for row in table:
            name = (row.get(column) or "").strip()
            if not name:
                continue
            target = folder / name
            if not target.is_file():
                problems.append(Problem(str(path), f"a row for “{name}”, a file that is not there", skipped=False))
                continue
            rows[_same(target)] = {k: v.strip() for k, v in row.items() if isinstance(k, str) and isinstance(v, str)}
    except OSError as error:
        return {}, [Problem(str(path), _why(error) + ", not used", skipped=False)]
    except (NotText, csv.Error, ValueError) as error:
        return rows, [*problems, Problem(str(path), f"not a table that can be read ({error}), not used", skipped=False)]
    return rows, problems
