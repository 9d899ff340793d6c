"""`riwaya read`: the reading of pages alone."""

from __future__ import annotations

import argparse

from riwaya.cli.plumbing import (
    deliver,
    exit_code,
    format_of,
    input_options,
    must_be_writable,
    output_options,
    page_of,
    read_reports,
)

TYPE_CHECKING = False  # as in typing, which `--help` has no need to load
if TYPE_CHECKING:
    from riwaya.cli.plumbing import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    read = commands.add_parser(
        "read", help="show what is read from a page: kept and removed",
        description="Show the reading of pages: the report's own title, by-line, date, outlet and paragraphs, and "
        "everything that was taken for boilerplate.",
    )
    read.add_argument("paths", nargs="+", metavar="FILE", help="a page, a folder of them, or - for standard input")
    output_options(read, ("text", "json"))
    input_options(read)
    read.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Do the command; gives the exit code."""
    format_ = format_of(arguments)
    must_be_writable(arguments.output)
    from riwaya.export import reading

    reports, problems = read_reports(arguments.paths, arguments)
    if format_ == "json":
        deliver(reading.dumps(reports), arguments.output)
    else:
        width, color = page_of(arguments.output)
        deliver(reading.render(reports, width=width, color=color), arguments.output)
    return exit_code(problems, arguments)
