"""Reports between the steps of a run: one JSON line each, with all that reading found, in files of gzip.

The contract's record (riwaya.export.json) leaves out what only later stages need (address, time, credits); a run that
goes on another day needs all of it.
"""

from __future__ import annotations

import gzip
import json
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path

from riwaya.model import Problem, Report
from riwaya.plain import plain, valued


def line(report: Report) -> str:
    """A report as one line of JSON, nothing left out but what holds its default."""
    return json.dumps(plain(report), ensure_ascii=False) + "\n"


def report(text: str) -> Report:
    """The report that `line` wrote."""
    return typing.cast(Report, valued(Report, json.loads(text)))


def write(path: Path, reports: Iterable[Report]) -> None:
    """Write reports to a file, whole or not at all."""
    write_lines(path, (line(r) for r in reports))


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Write problems to a file of JSON lines, whole or not at all."""
    write_lines(path, (json.dumps(plain(p), ensure_ascii=False) + "\n" for p in problems))


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines to a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    # Lone surrogates, which a page can hold and UTF-8 cannot, are kept in the way Python has for it.
    with gzip.open(part, "wt", encoding="utf-8", errors="surrogatepass", compresslevel=1) as file:
        file.writelines(lines)
    part.replace(path)


def lines(path: Path) -> Iterator[str]:
    """The lines of a file, as they were written."""
    with gzip.open(path, "rt", encoding="utf-8", errors="surrogatepass") as file:
        yield from file


def read(path: Path) -> Iterator[Report]:
    """The reports of a file in the order they were written."""
    return map(report, lines(path))


def read_problems(path: Path) -> Iterator[Problem]:
    """The problems of a file in the order they were written."""
    return (valued(Problem, json.loads(text)) for text in lines(path))
