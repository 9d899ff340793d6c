"""`riwaya store`: what was read and found, kept."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator

from riwaya.cli.plumbing import (
    FINE,
    SOME_SKIPPED,
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
    from typing import Any

    from riwaya.cli.plumbing import Commands, Silent
    from riwaya.model import Problem, Report
    from riwaya.progress import Meter
    from riwaya.store import Store


def add(commands: Commands) -> None:
    """Declare the command and those under it."""
    store = commands.add_parser(
        "store", help="keep reports and what is found in them",
        description="Keep reports, their revisions, their stories and traces in one file or in a team's PostgreSQL.",
    )
    under = store.add_subparsers(title="commands", metavar="COMMAND", required=True)
    one = _command(under, "add", "put reports in", _add)
    one.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, a web archive, or -")
    input_options(one)
    one = _command(under, "list", "show stories, or the reports of one", _list)
    one.add_argument("story", nargs="?", metavar="STORY", help="a story's id: show its reports")
    one.add_argument("--limit", type=int, default=50, help="how many at most (50)")
    one.add_argument("--offset", type=int, default=0, help="how many to pass over")
    one = _command(under, "trace", "trace a story that is kept", _trace, ("text", "json", "html"))
    one.add_argument("story", metavar="STORY", help="a story's id")
    one.add_argument("--why", action="store_true", help="in text: print all evidence for each judgement")
    one = _command(under, "revisions", "show what a report said, and when", _revisions)
    one.add_argument("report", metavar="REPORT", help="a report's id")
    one = _command(under, "changes", "show what happened", _changes)
    one.add_argument("--since", type=int, default=0, metavar="NUMBER", help="only what came after this change")
    one = _command(under, "dump", "write all of it to one file", _dump)
    one.add_argument("file", metavar="FILE", help="the file to write, gzipped JSON lines")
    one = _command(under, "load", "read such a file into an empty store", _load)
    one.add_argument("file", metavar="FILE", help="a file that dump wrote")
    _command(under, "check", "see whether all that is kept is whole", _check)


def store_option(command: argparse.ArgumentParser) -> None:
    """--store."""
    command.add_argument("--store", metavar="WHERE", help="the store's file, or the address of a database; without it "
                         "what RIWAYA_STORE says, which is where a password belongs")  # fmt: skip


def _command(
    under: Commands, name: str, help_: str, run: Callable[[Store, argparse.Namespace], int],
    formats: tuple[str, ...] = ("text", "json"),
) -> argparse.ArgumentParser:  # fmt: skip
    command = under.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".")
    store_option(command)
    output_options(command, formats)
    command.set_defaults(command=lambda arguments: with_store(arguments, run))
    return command


def with_store(arguments: argparse.Namespace, run: Callable[[Store, argparse.Namespace], int]) -> int:
    """Do something with the store that the arguments name; what goes wrong with it ends the command with a line."""
    where = arguments.store or os.environ.get("RIWAYA_STORE", "")
    if not where:
        raise Stop("which store? say --store WHERE, or set RIWAYA_STORE")
    must_be_writable(arguments.output)
    from riwaya.store import StoreError

    try:
        with opened(where, meter_for(arguments)) as store:
            return run(store, arguments)
    except StoreError as error:
        raise Stop(str(error)) from None


def opened(where: str, meter: Silent | Meter) -> Store:
    """An open store; how far it is with bringing an older one up to date is shown. Raises StoreError."""
    from riwaya.store import Store

    try:
        return Store.open(where, progress=meter)
    finally:
        meter.close()


def as_json(name: str, records: Iterable[Any], **more: Any) -> str:
    """Records as one JSON object, one record a line."""
    from riwaya import __version__
    from riwaya.export.json import line

    head = {"schema": f"riwaya.{name}/1", "version": __version__, **more}
    lines = ",\n  ".join(line(_record(r)) for r in records)
    return f'{line(head)[:-1]}, "{name}": [\n  {lines}\n]}}\n' if lines else f'{line(head)[:-1]}, "{name}": []}}\n'


def _record(value: Any) -> Any:
    from dataclasses import asdict, is_dataclass

    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _show(arguments: argparse.Namespace, name: str, records: list[Any], shown: Callable[[Any], str]) -> int:
    from riwaya.export.bidi import flat

    if format_of(arguments) == "json":
        deliver(as_json(name, records), arguments.output)
    else:
        deliver("".join(flat(shown(r)) + "\n" for r in records), arguments.output)
    return FINE


def _add(store: Store, arguments: argparse.Namespace) -> int:
    from riwaya.intake.pages import read_with_pages
    from riwaya.stories import when

    meter = meter_for(arguments)
    problems: list[Problem] = []
    read: list[tuple[Report, bytes]] = []
    try:
        for one in read_with_pages(arguments.paths, mapping=mapping_of(arguments),
                                   progress=lambda done, of: meter("reading", done, of)):  # fmt: skip
            if isinstance(one, tuple):
                read.append(one)
            else:
                problems.append(one)
        read.sort(key=lambda pair: when(pair[0]))  # stories find together best in the order in which they were told
        added = []
        for one_added in store.add_all(read):
            added.append(one_added)
            meter("keeping", len(added), len(read))
    finally:
        meter.close()
    tell(problems, arguments)
    if not read:
        raise Stop("nothing could be read")
    counts = {kind: sum(a.kind == kind for a in added) for kind in ("new", "revision", "same")}
    if format_of(arguments) == "json":
        rows = [{"report": a.report, "kind": a.kind, "revision": a.nth, "story": a.story} for a in added]
        deliver(as_json("added", rows), arguments.output)
    else:
        deliver(f"{counts['new']} new, {counts['revision']} changed, {counts['same']} as they were\n", arguments.output)
    return exit_code(problems, arguments)


def _list(store: Store, arguments: argparse.Namespace) -> int:
    if arguments.story:
        reports = list(store.story_reports(arguments.story))
        return _show(arguments, "reports", reports, lambda r: f"{(r.published or '–')[:16]:16}  {r.id}  "
                     f"{r.outlet or '–'}: {r.title}{_times(r.revisions)}")  # fmt: skip
    stories = list(store.stories(limit=max(1, arguments.limit), offset=max(0, arguments.offset)))
    return _show(arguments, "stories", stories, lambda s: f"{(s.last or '–')[:16]:16}  {s.id}  {s.title} "
                 f"({_many(s.reports, 'report')}, {_many(s.outlets, 'outlet')}{_found(s)})")  # fmt: skip


def _many(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _times(revisions: int) -> str:
    return f" ({revisions} revisions)" if revisions > 1 else ""


def _found(story: Any) -> str:
    if not story.traced:
        return ""
    return f", {_many(story.claims, 'claim')}, {_many(story.conflicts, 'conflict')}{'' if story.fresh else ', before'}"


def _trace(store: Store, arguments: argparse.Namespace) -> int:
    meter = meter_for(arguments)
    try:
        found = store.trace(arguments.story, progress=meter)
    finally:
        meter.close()
    tell(found.problems, arguments)
    format_ = format_of(arguments)
    if format_ == "json":
        from riwaya.export import json as as_trace

        deliver(as_trace.dumps(found), arguments.output)
    elif format_ == "html":
        from riwaya.export import html

        deliver(html.render(found), arguments.output)
    else:
        from riwaya.export import terminal

        width, color = page_of(arguments.output)
        deliver(terminal.render(found, width=width, color=color, why=arguments.why), arguments.output)
    return FINE


def _revisions(store: Store, arguments: argparse.Namespace) -> int:
    found = list(store.revisions(arguments.report))
    if format_of(arguments) == "json":
        from riwaya.export.json import report

        rows = [{"revision": r.nth, "seen": r.seen, "sha256": r.sha256, "report": report(r.report)} for r in found]
        deliver(as_json("revisions", rows), arguments.output)
        return FINE
    deliver("".join(_differences([(r.nth, r.seen, r.report) for r in found])), arguments.output)
    return FINE


def _differences(found: list[tuple[int, str, Report]]) -> Iterator[str]:
    """What each revision put in and took out, paragraph by paragraph."""
    from difflib import unified_diff

    from riwaya.export.bidi import flat

    before: list[str] = []
    for nth, seen, report in found:
        now = [report.title, *report.text.split("\n")]
        yield f"revision {nth}, {seen}\n"
        for line in list(unified_diff(before, now, lineterm="", n=0))[2:] if before else [f" {p}" for p in now]:
            if not line.startswith("@@"):
                yield f"  {line[0]} {flat(line[1:])}\n"
        before = now


def _changes(store: Store, arguments: argparse.Namespace) -> int:
    return _show(arguments, "changes", list(store.changes(arguments.since)), lambda c: f"{c.number:>7}  {c.at}  "
                 f"{c.kind:9} {' '.join(x for x in (c.story, c.report, *c.others) if x)}{c.why and f'  ({c.why})'}")


def _dump(store: Store, arguments: argparse.Namespace) -> int:
    count = store.dump(arguments.file)
    return _told(arguments, "dumped", {"file": arguments.file, "records": count}, f"{count} records written")


def _load(store: Store, arguments: argparse.Namespace) -> int:
    count = store.load(arguments.file)
    return _told(arguments, "loaded", {"file": arguments.file, "records": count}, f"{count} records read")


def _check(store: Store, arguments: argparse.Namespace) -> int:
    from dataclasses import asdict

    wrong = store.check()
    kept = store.summary()
    said = (f"{_many(kept.reports, 'report')} ({_many(kept.revisions, 'revision')}), {kept.stories} stories, "
            f"{_many(kept.claims, 'claim')}, {_many(kept.corrections, 'correction')}")  # fmt: skip
    lines = "".join(f"\nwrong: {line}" for line in wrong) or "; all is whole"
    _told(arguments, "check", {**asdict(kept), "wrong": list(wrong)}, said + lines)
    return SOME_SKIPPED if wrong else FINE


def _told(arguments: argparse.Namespace, name: str, record: dict[str, Any], said: str) -> int:
    if format_of(arguments) == "json":
        from riwaya.export.json import line

        deliver(line({"schema": f"riwaya.{name}/1", **record}) + "\n", arguments.output)
    elif arguments.output:
        deliver(said + "\n", arguments.output)
    else:
        sys.stdout.write(said + "\n")
    return FINE
