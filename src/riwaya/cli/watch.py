"""`riwaya watch`: feeds, outlets' pages and single pages, read and kept, and told of."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from riwaya.cli.plumbing import FINE, SOME_SKIPPED, Stop, page_of

TYPE_CHECKING = False  # as in typing, which `--help` has no need to load
if TYPE_CHECKING:
    from riwaya.alerts import Alert
    from riwaya.cli.plumbing import Commands
    from riwaya.watch import Settings


def add(commands: Commands) -> None:
    """Declare the command."""
    watch = commands.add_parser(
        "watch", help="read feeds and pages as they come, keep them, tell what changed",
        description="Read feeds, news sitemaps, outlets' pages and single pages as a polite guest, keep the reports in "
        "a store, sort them into stories, and tell what an editor should know of. Without --once it goes on until "
        "it is interrupted; killed at any point it goes on where it was.",
    )
    watch.add_argument("config", nargs="?", metavar="CONFIG", help="a TOML file that says what to watch and how")
    watch.add_argument("--once", action="store_true", help="go round once and end, for cron")
    watch.add_argument("--status", action="store_true", help="show how feeds and pages stand, and ask for nothing")
    watch.add_argument("--store", metavar="STORE", help="a file, or the address of a database")
    watch.add_argument("--contact", metavar="ADDRESS", help="a mail or web address for those whose pages are read")
    for kind, what in (("feed", "a feed or sitemap"), ("section", "an outlet's page"), ("page", "a single page")):
        watch.add_argument(f"--{kind}", metavar="URL", action="append", default=[], help=f"{what} to watch too")
    watch.add_argument("--opml", metavar="FILE", action="append", default=[], help="feeds that a feed reader exported")
    watch.add_argument("--format", choices=("text", "json"), default="text", help="how alerts are printed")
    watch.add_argument("--atom", metavar="FILE", help="write the latest alerts as an Atom feed")
    watch.add_argument("--jsonl", metavar="FILE", help="append alerts as JSON lines")
    watch.add_argument("--webhook", metavar="URL", help="send alerts, signed with RIWAYA_WEBHOOK_SECRET")
    watch.add_argument("--strict", action="store_true", help="with --once: exit with 1 if anything could not be read")
    watch.add_argument("--quiet", action="store_true", help="alerts only, no line for what is done")
    watch.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Do the command; gives the exit code."""
    from riwaya.store import StoreError
    from riwaya.watch import SettingsError, Taken, checked, status, watch

    def tell(line: str) -> None:
        from riwaya.export.bidi import flat

        if not arguments.quiet:
            print(f"riwaya: {flat(line)}", file=sys.stderr, flush=True)

    try:
        settings = _settings(arguments, tell)
        if arguments.status:
            if not settings.store:
                raise Stop("which store? (--store)")
            lines, counts = status(settings.store)
            print("\n".join([*lines, f"pages: {counts.waiting} waiting, {counts.kept} kept, {counts.unread} without a "
                             f"report, {counts.gone} not to be had"]))  # fmt: skip
            return FINE
        outcome = watch(checked(settings), once=arguments.once, show=_show(arguments.format), tell=tell)
    except (SettingsError, StoreError, Taken) as error:
        raise Stop(str(error)) from None
    tell(f"{outcome.feeds} feeds read, {outcome.found} pages found; {outcome.new} new reports, "
         f"{outcome.revised} changed, {outcome.same} as they were, {outcome.unread} pages without a "
         f"report, {outcome.failed} failed; {outcome.alerts} alerts; {outcome.waiting} pages wait")  # fmt: skip
    return SOME_SKIPPED if arguments.strict and outcome.failed + outcome.unread else FINE


def _show(format_: str) -> Callable[[Alert, str], None]:
    from riwaya.alerts import line, render

    width, _ = page_of(None)

    def show(alert: Alert, at: str) -> None:
        sys.stdout.write(line(alert, at) if format_ == "json" else render(alert, at, width=width) + "\n")
        sys.stdout.flush()

    return show


def _settings(arguments: argparse.Namespace, tell: Callable[[str], None]) -> Settings:
    """What the file says, and the command line over it."""
    from dataclasses import replace

    from riwaya.watch import Settings, from_opml, load, watched
    from riwaya.watch.settings import STORE

    settings = load(arguments.config) if arguments.config else Settings(contact="", store="")
    found = list(settings.watched)
    found += [watched(kind, url, settings.policy) for kind in ("feed", "section", "page")
              for url in getattr(arguments, kind)]  # fmt: skip
    for path in arguments.opml:
        listed, wrong = from_opml(path, settings.policy)
        found += listed
        for line in wrong:
            tell(line)
    outputs = replace(settings.outputs, **{k: getattr(arguments, k) for k in ("atom", "jsonl", "webhook")
                                           if getattr(arguments, k)})  # fmt: skip
    return replace(
        settings, contact=arguments.contact or settings.contact,
        store=arguments.store or os.environ.get(STORE, "") or settings.store,
        watched=tuple({w.url: w for w in found}.values()), outputs=outputs,
    )  # fmt: skip
