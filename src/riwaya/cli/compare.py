"""`riwaya compare`: how two reports relate."""

from __future__ import annotations

import argparse

from riwaya.cli.plumbing import (
    Stop,
    deliver,
    exit_code,
    format_of,
    input_options,
    must_be_writable,
    output_options,
    page_of,
    read_reports,
    reason_of,
)

TYPE_CHECKING = False  # as in typing, which `--help` has no need to load
if TYPE_CHECKING:
    from riwaya.cli.plumbing import Commands
    from riwaya.model import Problem, Report


def add(commands: Commands) -> None:
    """Declare the command."""
    compare = commands.add_parser(
        "compare", help="show how two reports relate",
        description="Show whether one report copies, rewrites or translates another, both have a third text in "
        "common, they share a formula only, or they are independent; with the evidence.",
    )
    compare.add_argument("paths", nargs="+", metavar="PATH", help="two pages; with --pairs, files of reports")
    compare.add_argument("--pairs", metavar="FILE", help='JSON lines {"a": id, "b": id}: compare these reports')
    output_options(compare, ("text", "json"))
    input_options(compare)
    compare.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Do the command; gives the exit code."""
    format_ = format_of(arguments)
    must_be_writable(arguments.output)
    from riwaya.comparing import compare_many, line
    from riwaya.export import compared

    if arguments.pairs:
        reports, problems = read_reports(arguments.paths, arguments)
        pairs = _pairs(arguments.pairs, {r.id for r in reports})
    else:
        reports, problems = _two(arguments)
        pairs = [(reports[0].id, reports[1].id)]
    found = compare_many(pairs, reports)
    if format_ == "json":
        deliver("".join(line(c) + "\n" for c in found), arguments.output)
    else:
        width, color = page_of(arguments.output)
        deliver(compared.render(list(found), reports, width=width, color=color), arguments.output)
    return exit_code(problems, arguments)


def _two(arguments: argparse.Namespace) -> tuple[list[Report], list[Problem]]:
    """The two reports of `compare A B`, with ids of their own even where the files are called the same."""
    from dataclasses import replace

    if len(arguments.paths) != 2:
        raise Stop("compare takes two pages, or --pairs FILE and the reports it speaks of")
    found: list[Report] = []
    problems: list[Problem] = []
    for path in arguments.paths:
        reports, more = read_reports([path], arguments)
        if len(reports) != 1:
            raise Stop(f"{path}: holds {len(reports)} reports, and compare takes two pages; see --pairs")
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
                    raise Stop(f'{path}:{number}: not {{"a": id, "b": id}}') from None
                for id_ in pair:
                    if id_ not in known:
                        raise Stop(f"{path}:{number}: no report {id_}")
                pairs.append(pair)
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"{path}: {reason_of(error)}") from None
    return pairs
