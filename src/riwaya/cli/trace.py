"""`riwaya trace`: the main job."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from riwaya.cli.plumbing import (
    Stop,
    deliver,
    deliver_bytes,
    deliver_folder,
    exit_code,
    format_of,
    input_options,
    is_folder,
    mapping_of,
    meter_for,
    must_be_writable,
    output_options,
    page_of,
    reason_of,
    tell,
)

TYPE_CHECKING = False  # as in typing, which `--help` has no need to load
if TYPE_CHECKING:
    from riwaya.cli.plumbing import Commands
    from riwaya.corrections import Correction
    from riwaya.model import Trace


HANDED_ON = ("csv", "prov-json", "prov-n", "ftm", "ninjs", "graphml", "cite", "gold")  #: for other programs and papers
_FOLDERS = ("csv", "gold")  # several files


def add(commands: Commands) -> None:
    """Declare the command."""
    trace = commands.add_parser(
        "trace", help="trace the reports of a story",
        description="Read the reports of a story and show who says what through whom, where the versions part, which "
        "report comes from which, and how many independent sources stand behind each claim.",
    )
    trace.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
    output_options(trace, ("text", "json", "html", "svg", *HANDED_ON))
    input_options(trace)
    trace.add_argument("--why", action="store_true", help="in text: print all evidence for each judgement")
    trace.add_argument("--no-owners", action="store_true",
                       help="count outlets of one owner apart, where each speaks in its own voice")
    trace.add_argument("--one-story", action="store_true",
                       help="take all reports for one story, without looking whether they are")
    trace.add_argument("--corrections", metavar="FILE", help="apply what people set right: a log of corrections")
    trace.add_argument("--bom", action="store_true", help="in csv: begin each table with a byte order mark, for Excel")
    trace.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Do the command; gives the exit code."""
    format_ = format_of(arguments)
    if not (format_ in _FOLDERS and is_folder(arguments.output)):
        must_be_writable(arguments.output)
    if format_ == "gold" and not is_folder(arguments.output):
        raise Stop("gold is a folder a story: name one with -o FOLDER/")
    corrections = _corrections(arguments.corrections)
    from riwaya.tracing import trace

    meter = meter_for(arguments)
    try:
        found = trace(arguments.paths, mapping=mapping_of(arguments), merge_owners=not arguments.no_owners,
                      one_story=arguments.one_story, corrections=corrections, progress=meter)
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
    elif format_ in HANDED_ON:
        _hand_on(found, format_, arguments)
    else:
        from riwaya.export import terminal

        width, color = page_of(arguments.output)
        deliver(terminal.render(found, width=width, color=color, why=arguments.why), arguments.output)
    return exit_code(found.problems, arguments)


def _corrections(path: str | None) -> Sequence[Correction]:
    """The corrections of a log."""
    if path is None:
        return ()
    from pathlib import Path

    from riwaya.corrections import loads

    try:
        return loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Stop(f"{path}: {reason_of(error)}") from None


def _pages(found: Trace) -> dict[str, bytes]:
    """The pages that are files of their own and still what was read."""
    import hashlib
    from pathlib import Path

    pages = {}
    for r in found.reports:
        try:
            data = Path(r.origin).read_bytes() if "://" not in r.origin else b""
        except (OSError, ValueError):
            continue
        if data and hashlib.sha256(data).hexdigest() == r.sha256:
            pages[r.id] = data
    return pages


def _hand_on(found: Trace, format_: str, arguments: argparse.Namespace) -> None:
    """The formats for other programs."""
    output = arguments.output
    if format_ == "csv":
        from riwaya.export import csv

        if is_folder(output):
            tables = csv.tables(found, bom=arguments.bom)
            deliver_folder(((name, "".join(pieces).encode("utf-8", "replace")) for name, pieces in tables), output)
        else:
            deliver_bytes(csv.archive(found, bom=arguments.bom), output)
    elif format_ == "gold":
        from riwaya.export import gold

        pages = _pages(found)
        for story in found.stories:
            several = f"{story.id}/" if len(found.stories) > 1 else ""
            deliver_folder(((several + name, data) for name, data in gold.files(found, story.id, pages)), output)
    elif format_ in ("prov-json", "prov-n"):
        from riwaya.export import prov

        deliver(prov.prov_json(found) if format_ == "prov-json" else prov.prov_n(found), output)
    elif format_ == "ftm":
        from riwaya.export import ftm

        deliver(ftm.render(found), output)
    elif format_ == "ninjs":
        from riwaya.export import ninjs

        deliver(ninjs.render(found), output)
    elif format_ == "graphml":
        from riwaya.export import graphml

        deliver(graphml.render(found), output)
    else:
        from riwaya.export import cite

        deliver(cite.render(found, "markdown" if str(output).lower().endswith(".md") else "text"), output)
