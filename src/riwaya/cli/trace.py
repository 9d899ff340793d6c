"""`riwaya trace`: the main job."""

from __future__ import annotations

import argparse

from riwaya.cli.plumbing import (
    Stop,
    deliver,
    exit_code,
    format_of,
    input_options,
    mapping_of,
    meter_for,
    must_be_writable,
    output_options,
    page_of,
    tell,
)

TYPE_CHECKING = False  # as in typing, which `--help` has no need to load
if TYPE_CHECKING:
    from riwaya.cli.plumbing import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    trace = commands.add_parser(
        "trace", help="trace the reports of a story",
        description="Read the reports of a story and show who says what through whom, where the versions part, which "
        "report comes from which, and how many independent sources stand behind each claim.",
    )
    trace.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
    output_options(trace, ("text", "json", "html", "svg"))
    input_options(trace)
    trace.add_argument("--why", action="store_true", help="in text: print all evidence for each judgement")
    trace.add_argument("--no-owners", action="store_true",
                       help="count outlets of one owner apart, where each speaks in its own voice")
    trace.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Do the command; gives the exit code."""
    format_ = format_of(arguments)
    must_be_writable(arguments.output)
    from riwaya.tracing import trace

    meter = meter_for(arguments)
    try:
        found = trace(arguments.paths, mapping=mapping_of(arguments), merge_owners=not arguments.no_owners,
                      progress=meter)
    finally:
        meter.close()
    tell(found.problems, arguments)
    if not found.reports:
        raise Stop("nothing could be read")
    if format_ == "json":
        from riwaya.export import json

        deliver(json.dumps(found), arguments.output)
    elif format_ == "html":
        from riwaya.export import html

        deliver(html.render(found), arguments.output)
    elif format_ == "svg":
        from riwaya.export import svg

        deliver(svg.render(found), arguments.output)
    else:
        from riwaya.export import terminal

        width, color = page_of(arguments.output)
        deliver(terminal.render(found, width=width, color=color, why=arguments.why), arguments.output)
    return exit_code(found.problems, arguments)
