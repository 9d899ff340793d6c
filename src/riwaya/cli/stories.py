"""`riwaya stories`: reports sorted into stories."""

from __future__ import annotations

import argparse

from riwaya.cli.plumbing import (
    deliver,
    exit_code,
    format_of,
    input_options,
    meter_for,
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
    stories = commands.add_parser(
        "stories", help="sort reports into stories",
        description="Sort any number of reports, Arabic and English together, into stories: the reports about one "
        "event or one tightly connected development within a few days.",
    )
    stories.add_argument("paths", nargs="+", metavar="PATH",
                         help="a file (a page, .jsonl, .warc, .gz of them), a folder, or - for standard input")
    output_options(stories, ("text", "json"))
    input_options(stories)
    stories.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Do the command; gives the exit code."""
    format_ = format_of(arguments)
    must_be_writable(arguments.output)
    from riwaya.export import stories as export
    from riwaya.stories import group, listed

    reports, problems = read_reports(arguments.paths, arguments)
    meter = meter_for(arguments)
    try:
        found = listed(reports, group(reports, progress=lambda done, of: meter("stories", done, of)))
    finally:
        meter.close()
    if format_ == "json":
        deliver(export.dumps(found), arguments.output)
    else:
        width, color = page_of(arguments.output)
        deliver(export.render(found, width=width, color=color), arguments.output)
    return exit_code(problems, arguments)
