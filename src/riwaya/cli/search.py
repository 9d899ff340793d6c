"""`riwaya search`: reports and claims that are kept."""

from __future__ import annotations

import argparse
import re

from riwaya.cli.plumbing import FINE, Stop, deliver, format_of, output_options, page_of
from riwaya.cli.store import as_json, store_option, with_store

TYPE_CHECKING = False  # as in typing, which `--help` has no need to load
if TYPE_CHECKING:
    from riwaya.cli.plumbing import Commands
    from riwaya.model import Span
    from riwaya.store import ClaimHit, Hit, Store

    Bounds = tuple[int | None, int | None]

_KINDS = ("number", "date", "name", "action", "polarity", "strength", "attribution", "detail")


def add(commands: Commands) -> None:
    """Declare the command."""
    search = commands.add_parser(
        "search", help="find reports and claims in a store",
        description="Find reports, or with --claims claims, by words in any form, by outlet, source and time, and by "
        "what tracing found. All that is asked must hold.",
    )
    search.add_argument("words", nargs="*", metavar="WORD", help='words in any form; "as they stand"; -word: without')
    store_option(search)
    search.add_argument("--claims", action="store_true", help="find claims instead of reports")
    search.add_argument("--outlet", default="", help="of this outlet, in any spelling")
    search.add_argument("--source", default="", help="with words of this source")
    search.add_argument("--since", default="", metavar="TIME", help="published then or later (2019, 2019-05-16 …)")
    search.add_argument("--until", default="", metavar="TIME", help="published then or before")
    search.add_argument("--kind", choices=_KINDS, help="with a difference of this kind")
    search.add_argument("--conflict", action="store_true", help="with versions that cannot both be right")
    search.add_argument("--independent", type=_bounds, default=(None, None), metavar="N",
                        help="claims with so many independent sources: 1, 2-3, 4+")  # fmt: skip
    search.add_argument("--outlets", type=_bounds, default=(None, None), metavar="N",
                        help="claims that so many outlets carry: 1, 2-9, 10+")  # fmt: skip
    search.add_argument("--story", default="", metavar="ID", help="in this story")
    search.add_argument("--order", choices=("new", "best"), default="new", help="the newest or the best hits first")
    search.add_argument("--limit", type=int, default=20, help="how many at most (20)")
    search.add_argument("--offset", type=int, default=0, help="how many to pass over")
    output_options(search, ("text", "json"))
    search.set_defaults(command=lambda arguments: with_store(arguments, run))


def _bounds(text: str) -> Bounds:
    found = re.fullmatch(r"(\d{1,9})(?:(\+)|-(\d{1,9}))?", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number, 2-9 or 10+")
    least = int(found[1])
    return (least, None) if found[2] else (least, int(found[3]) if found[3] else least)


def run(store: Store, arguments: argparse.Namespace) -> int:
    """Do the command; gives the exit code."""
    from riwaya.store import NothingAsked, Query

    query = Query(
        words=" ".join(f'"{w}"' if " " in w and '"' not in w else w for w in arguments.words),
        outlet=arguments.outlet, source=arguments.source, since=arguments.since, until=arguments.until,
        kind=arguments.kind, conflict=arguments.conflict, independent=arguments.independent,
        outlets=arguments.outlets, story=arguments.story, order=arguments.order, limit=arguments.limit,
        offset=arguments.offset,
    )  # fmt: skip
    try:
        if arguments.claims:
            claims = store.claims(query)
            text = as_json("claims", claims) if format_of(arguments) == "json" else _claims(claims, arguments)
        else:
            hits = store.search(query)
            text = as_json("hits", hits) if format_of(arguments) == "json" else _hits(hits, arguments)
    except NothingAsked as error:
        raise Stop(str(error)) from None
    deliver(text, arguments.output)
    return FINE


def _hits(hits: tuple[Hit, ...], arguments: argparse.Namespace) -> str:
    if not hits:
        return "nothing found\n"
    lines = []
    for hit in hits:
        story = f"  in {hit.story}" if hit.story else ""
        lines += [
            _marked(hit.title or hit.report, hit.title_marks, arguments),
            f"  {hit.outlet or '–'}, {(hit.published or '–')[:16]}  {hit.report}{story}",
            f"  {_marked(hit.excerpt, hit.marks, arguments)}",
        ]
    return "\n".join(lines) + "\n"


def _claims(claims: tuple[ClaimHit, ...], arguments: argparse.Namespace) -> str:
    if not claims:
        return "nothing found\n"
    lines = []
    for c in claims:
        count = f"{c.low}" if c.low == c.high else f"{c.low}–{c.high}"
        conflict = f", {c.conflicts} in conflict" if c.conflicts else ""
        lines += [
            _marked(c.text, c.marks, arguments),
            f"  independent sources: {count}; outlets: {c.outlets}; reports: {c.reports}; versions: {c.versions}"
            f"{conflict}{'; differences: ' + ', '.join(c.kinds) if c.kinds else ''}",
            f"  {(c.published or '–')[:16]}  {c.claim}  in {c.story}",
        ]
    return "\n".join(lines) + "\n"


def _marked(text: str, marks: tuple[Span, ...], arguments: argparse.Namespace) -> str:
    """A text with its hits marked: in bold on a terminal, in brackets elsewhere."""
    from riwaya.export.bidi import clean

    left, right = ("\x1b[1m", "\x1b[22m") if page_of(arguments.output)[1] else ("[", "]")
    parts, at = [], 0
    for span in marks:
        parts += [clean(text[at : span.start]), left, clean(span.of(text)), right]
        at = span.end
    return " ".join("".join([*parts, clean(text[at:])]).split())
