"""What the commands share: options, exit codes, problems told, results written whole."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence

TYPE_CHECKING = False  # as in typing, which `--help` has no need to load
if TYPE_CHECKING:
    from riwaya.model import Problem, Report
    from riwaya.progress import Meter

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

FINE, SOME_SKIPPED, NOTHING_READ, INTERRUPTED = 0, 1, 2, 130

_FIELDS = ("id", "url", "outlet", "published", "title", "bylines", "author", "language", "text", "html", "file")
_ENDINGS = {".json": "json", ".html": "html", ".htm": "html", ".svg": "svg", ".zip": "csv", ".provn": "prov-n",
            ".graphml": "graphml"}  # fmt: skip
_MOST_COLUMNS = 120  # wider lines are hard to read


class Stop(Exception):
    """Ends a command with a line on standard error."""


def output_options(command: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    """--format, -o and --quiet."""
    command.add_argument("--format", choices=formats, help="text unless the ending of -o says otherwise")
    command.add_argument("-o", "--output", metavar="FILE", help="write to a file, all of it or nothing")
    command.add_argument("--quiet", action="store_true", help="no progress and no line for what could not be read")
    command.set_defaults(formats=formats)


def input_options(command: argparse.ArgumentParser) -> None:
    """--map and --strict."""
    command.add_argument("--map", action="append", default=[], type=_pair, metavar="FIELD=NAME",
                         help="a field of JSON lines or metadata.csv goes by another name, e.g. outlet=src")
    command.add_argument("--strict", action="store_true", help="exit with 1 if anything was skipped")


def _pair(text: str) -> tuple[str, str]:
    field, sign, name = text.partition("=")
    if not sign or not name or field not in _FIELDS:
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=NAME; FIELD is one of {', '.join(_FIELDS)}")
    return field, name


def read_reports(paths: Sequence[str], arguments: argparse.Namespace) -> tuple[list[Report], list[Problem]]:
    """The reports in files and folders; what could not be read is told."""
    from riwaya.intake import read

    meter = meter_for(arguments)
    try:
        reading = read(paths, mapping=mapping_of(arguments), progress=lambda done, of: meter("reading", done, of))
    finally:
        meter.close()
    tell(reading.problems, arguments)
    if not reading.reports:
        raise Stop("nothing could be read")
    return list(reading.reports), list(reading.problems)


def mapping_of(arguments: argparse.Namespace) -> Mapping[str, str]:
    """What --map says."""
    return dict(arguments.map)


class Silent:
    """A meter that shows nothing."""

    def __call__(self, stage: str, done: int, of: int | None) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


def meter_for(arguments: argparse.Namespace) -> Silent | Meter:
    """The progress on standard error, silent under --quiet; to be closed."""
    from riwaya.progress import Meter

    return Silent() if arguments.quiet else Meter(sys.stderr)


def tell(problems: Sequence[Problem], arguments: argparse.Namespace) -> None:
    """A line on standard error for what could not be read."""
    from riwaya.export.bidi import flat

    for problem in problems if not arguments.quiet else ():
        print(f"riwaya: {flat(problem.origin)}: {flat(problem.reason)}", file=sys.stderr)


def exit_code(problems: Sequence[Problem], arguments: argparse.Namespace) -> int:
    """The exit code of a command that did its work."""
    return SOME_SKIPPED if arguments.strict and any(p.skipped for p in problems) else FINE


def format_of(arguments: argparse.Namespace) -> str:
    """The format asked for, or that of the ending of the file to write, where the command has it."""
    if arguments.format:
        return str(arguments.format)
    _, dot, ending = (arguments.output or "").lower().rpartition(".")
    meant = _ENDINGS.get(dot + ending, "text")
    return meant if meant in arguments.formats else "text"


def page_of(output: str | None) -> tuple[int, bool]:
    """How wide a text may be, and whether in colour."""
    from shutil import get_terminal_size

    width = min(get_terminal_size((100, 24)).columns, _MOST_COLUMNS)
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return width, not plain and output in (None, "-") and sys.stdout.isatty()


def must_be_writable(output: str | None) -> None:
    """Find out before the work whether a file can be written."""
    if output in (None, "-"):
        return
    from pathlib import Path

    if not Path(str(output)).absolute().parent.is_dir():
        raise Stop(f"{output}: no such folder")
    if Path(str(output)).is_dir():
        raise Stop(f"{output}: is a folder")


def deliver(text: str, output: str | None) -> None:
    """Print, or write a file in one step: whoever reads it sees the old one or all of the new one."""
    if output in (None, "-"):
        sys.stdout.write(text)
        return
    from riwaya.export.files import write

    try:
        write(str(output), text)
    except OSError as error:
        raise Stop(f"{output}: {reason_of(error)}") from None


def deliver_bytes(data: bytes, output: str | None) -> None:
    """Bytes to a file in one step, or to a pipe; not to a terminal."""
    if output in (None, "-"):
        if sys.stdout.isatty():
            raise Stop("this format is no text: name a file with -o, or pipe it")
        sys.stdout.buffer.write(data)
        return
    from riwaya.export.files import write_bytes

    try:
        write_bytes(str(output), data)
    except OSError as error:
        raise Stop(f"{output}: {reason_of(error)}") from None


def is_folder(output: str | None) -> bool:
    """Whether an output is meant to be a folder: it is one, or ends like one."""
    import os.path

    return output is not None and (output.endswith(("/", os.sep)) or os.path.isdir(output))  # noqa: PTH112


def deliver_folder(files: Iterable[tuple[str, bytes]], output: str) -> None:
    """Several files into a folder."""
    from riwaya.export.files import write_folder

    try:
        write_folder(output, files)
    except OSError as error:
        raise Stop(f"{output}: {reason_of(error)}") from None


def reason_of(error: Exception) -> str:
    """Why a file could not be opened or read, in a few words."""
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)
