"""The command line. It reads arguments, calls one function of the package, and prints; it holds no logic of its own.

Everything heavy is imported inside the commands, so that `riwaya --help` answers at once (docs/cli.md).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from riwaya import __version__

TYPE_CHECKING = False  # as in typing, which `--help` has no need to load
if TYPE_CHECKING:
    from riwaya.model import Problem, Report
    from riwaya.progress import Meter

FINE, SOME_SKIPPED, NOTHING_READ, INTERRUPTED = 0, 1, 2, 130

_FIELDS = ("id", "url", "outlet", "published", "title", "bylines", "author", "language", "text", "html", "file")
_ENDINGS = {".json": "json", ".html": "html", ".htm": "html", ".svg": "svg"}
_MOST_COLUMNS = 120  # wider lines are hard to read


class _Stop(Exception):
    """Ends a command with a line on standard error."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; gives its exit code: 0 fine, 1 some pages skipped under --strict, 2 nothing read or wrong usage,
    130 interrupted. A reader that closes the pipe is no error."""
    arguments = parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        code = command(arguments)
        sys.stdout.flush()
        return code
    except _Stop as stop:
        print(f"riwaya: {stop}", file=sys.stderr)
        return NOTHING_READ
    except BrokenPipeError:
        # Python flushes standard output once more at its end: let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        print("riwaya: interrupted", file=sys.stderr)
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """All commands and options."""
    top = argparse.ArgumentParser(
        prog="riwaya", description="Who says so, and through whom: traces the sources, versions and derivations of a "
        "news story, Arabic first.",
    )
    top.add_argument("--version", action="version", version=f"riwaya {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    trace = commands.add_parser(
        "trace", help="trace the reports of a story",
        description="Read the reports of a story and show who says what through whom, where the versions part, which "
        "report comes from which, and how many independent sources stand behind each claim.",
    )
    trace.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
    _output(trace, ("text", "json", "html", "svg"))
    _input(trace)
    trace.add_argument("--why", action="store_true", help="in text: print all evidence for each judgement")
    trace.add_argument("--no-owners", action="store_true",
                       help="count outlets of one owner apart, where each speaks in its own voice")
    trace.set_defaults(command=_trace)

    read = commands.add_parser(
        "read", help="show what is read from a page: kept and removed",
        description="Show the reading of pages: the report's own title, by-line, date, outlet and paragraphs, and "
        "everything that was taken for boilerplate.",
    )
    read.add_argument("paths", nargs="+", metavar="FILE", help="a page, a folder of them, or - for standard input")
    _output(read, ("text", "json"))
    _input(read)
    read.set_defaults(command=_read)

    compare = commands.add_parser(
        "compare", help="show how two reports relate",
        description="Show whether one report copies, rewrites or translates another, both have a third text in "
        "common, they share a formula only, or they are independent; with the evidence.",
    )
    compare.add_argument("paths", nargs="+", metavar="PATH", help="two pages; with --pairs, files of reports")
    compare.add_argument("--pairs", metavar="FILE", help='JSON lines {"a": id, "b": id}: compare these reports')
    _output(compare, ("text", "json"))
    _input(compare)
    compare.set_defaults(command=_compare)
    return top


def _output(command: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    command.add_argument("--format", choices=formats, help="text unless the ending of -o says otherwise")
    command.add_argument("-o", "--output", metavar="FILE", help="write to a file, all of it or nothing")
    command.add_argument("--quiet", action="store_true", help="no progress and no line for what could not be read")
    command.set_defaults(formats=formats)


def _input(command: argparse.ArgumentParser) -> None:
    command.add_argument("--map", action="append", default=[], type=_pair, metavar="FIELD=NAME",
                         help="a field of JSON lines or metadata.csv goes by another name, e.g. outlet=src")
    command.add_argument("--strict", action="store_true", help="exit with 1 if anything was skipped")


def _pair(text: str) -> tuple[str, str]:
    field, sign, name = text.partition("=")
    if not sign or not name or field not in _FIELDS:
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=NAME; FIELD is one of {', '.join(_FIELDS)}")
    return field, name


def _trace(arguments: argparse.Namespace) -> int:
    format_ = _format(arguments)
    _writable(arguments.output)
    from riwaya.tracing import trace

    meter = _meter(arguments)
    try:
        found = trace(arguments.paths, mapping=_mapping(arguments), merge_owners=not arguments.no_owners,
                      progress=meter)
    finally:
        meter.close()
    _tell(found.problems, arguments)
    if not found.reports:
        raise _Stop("nothing could be read")
    if format_ == "json":
        from riwaya.export import json

        _write(json.dumps(found), arguments.output)
    elif format_ == "html":
        from riwaya.export import html

        _write(html.render(found), arguments.output)
    elif format_ == "svg":
        from riwaya.export import svg

        _write(svg.render(found), arguments.output)
    else:
        from riwaya.export import terminal

        width, color = _terminal(arguments.output)
        _write(terminal.render(found, width=width, color=color, why=arguments.why), arguments.output)
    return _code(found.problems, arguments)


def _read(arguments: argparse.Namespace) -> int:
    format_ = _format(arguments)
    _writable(arguments.output)
    from riwaya.export import reading

    reports, problems = _reports(arguments.paths, arguments)
    if format_ == "json":
        _write(reading.dumps(reports), arguments.output)
    else:
        width, color = _terminal(arguments.output)
        _write(reading.render(reports, width=width, color=color), arguments.output)
    return _code(problems, arguments)


def _compare(arguments: argparse.Namespace) -> int:
    format_ = _format(arguments)
    _writable(arguments.output)
    from riwaya.comparing import compare_many, line
    from riwaya.export import compared

    if arguments.pairs:
        reports, problems = _reports(arguments.paths, arguments)
        pairs = _pairs(arguments.pairs, {r.id for r in reports})
    else:
        reports, problems = _two(arguments)
        pairs = [(reports[0].id, reports[1].id)]
    found = compare_many(pairs, reports)
    if format_ == "json":
        _write("".join(line(c) + "\n" for c in found), arguments.output)
    else:
        width, color = _terminal(arguments.output)
        _write(compared.render(list(found), reports, width=width, color=color), arguments.output)
    return _code(problems, arguments)


def _two(arguments: argparse.Namespace) -> tuple[list[Report], list[Problem]]:
    """The two reports of `compare A B`, with ids of their own even where the files are called the same."""
    from dataclasses import replace

    if len(arguments.paths) != 2:
        raise _Stop("compare takes two pages, or --pairs FILE and the reports it speaks of")
    found: list[Report] = []
    problems: list[Problem] = []
    for path in arguments.paths:
        reports, more = _reports([path], arguments)
        if len(reports) != 1:
            raise _Stop(f"{path}: holds {len(reports)} reports, and compare takes two pages; see --pairs")
        found += reports
        problems += more
    if found[0].id == found[1].id:
        found[1] = replace(found[1], id=found[1].id + "-2")
    return found, problems


def _pairs(path: str, known: set[str]) -> list[tuple[str, str]]:
    """The pairs of ids in a file of JSON lines."""
    import json
    from pathlib import Path

    pairs = []
    try:
        with Path(path).open(encoding="utf-8") as lines:
            for number, text in enumerate(lines, 1):
                if not text.strip():
                    continue
                try:
                    record = json.loads(text)
                    pair = str(record["a"]), str(record["b"])
                except (ValueError, TypeError, KeyError, RecursionError):
                    raise _Stop(f'{path}:{number}: not {{"a": id, "b": id}}') from None
                for id_ in pair:
                    if id_ not in known:
                        raise _Stop(f"{path}:{number}: no report {id_}")
                pairs.append(pair)
    except (OSError, UnicodeDecodeError) as error:
        raise _Stop(f"{path}: {_reason(error)}") from None
    return pairs


def _reports(paths: Sequence[str], arguments: argparse.Namespace) -> tuple[list[Report], list[Problem]]:
    """The reports in files and folders; what could not be read is told."""
    from riwaya.intake import read

    meter = _meter(arguments)
    try:
        reading = read(paths, mapping=_mapping(arguments), progress=lambda done, of: meter("reading", done, of))
    finally:
        meter.close()
    _tell(reading.problems, arguments)
    if not reading.reports:
        raise _Stop("nothing could be read")
    return list(reading.reports), list(reading.problems)


def _mapping(arguments: argparse.Namespace) -> Mapping[str, str]:
    return dict(arguments.map)


class _Silent:
    def __call__(self, stage: str, done: int, of: int | None) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


def _meter(arguments: argparse.Namespace) -> _Silent | Meter:
    from riwaya.progress import Meter

    return _Silent() if arguments.quiet else Meter(sys.stderr)


def _tell(problems: Sequence[Problem], arguments: argparse.Namespace) -> None:
    from riwaya.export.bidi import flat

    for problem in problems if not arguments.quiet else ():
        print(f"riwaya: {flat(problem.origin)}: {flat(problem.reason)}", file=sys.stderr)


def _code(problems: Sequence[Problem], arguments: argparse.Namespace) -> int:
    return SOME_SKIPPED if arguments.strict and any(p.skipped for p in problems) else FINE


def _format(arguments: argparse.Namespace) -> str:
    """The format asked for, or that of the ending of the file to write, where the command has it."""
    if arguments.format:
        return str(arguments.format)
    _, dot, ending = (arguments.output or "").lower().rpartition(".")
    meant = _ENDINGS.get(dot + ending, "text")
    return meant if meant in arguments.formats else "text"


def _terminal(output: str | None) -> tuple[int, bool]:
    """How wide a text may be, and whether in colour."""
    from shutil import get_terminal_size

    width = min(get_terminal_size((100, 24)).columns, _MOST_COLUMNS)
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return width, not plain and output in (None, "-") and sys.stdout.isatty()


def _writable(output: str | None) -> None:
    """Find out before the work whether a file can be written."""
    if output in (None, "-"):
        return
    from pathlib import Path

    if not Path(str(output)).absolute().parent.is_dir():
        raise _Stop(f"{output}: no such folder")
    if Path(str(output)).is_dir():
        raise _Stop(f"{output}: is a folder")


def _write(text: str, output: str | None) -> None:
    """Print, or write a file in one step: whoever reads it sees the old one or all of the new one."""
    if output in (None, "-"):
        sys.stdout.write(text)
        return
    from riwaya.export.files import write

    try:
        write(str(output), text)
    except OSError as error:
        raise _Stop(f"{output}: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)
