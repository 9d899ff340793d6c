"""The command line. It reads arguments, calls one function of the package, and prints; it holds no logic of its own.

A module a command, each with `add` (its options) and `run`. Everything heavy is imported inside `run`, so that
`riwaya --help` answers at once (docs/cli.md).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from riwaya import __version__
from riwaya.cli import batch, compare, desk, read, search, store, stories, trace, watch
from riwaya.cli.plumbing import FINE, INTERRUPTED, NOTHING_READ, Stop

COMMANDS = (trace, read, compare, stories, batch, watch, store, search, desk)  #: in the order of the help


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
    except Stop as stop:
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
    for command in COMMANDS:
        command.add(commands)
    return top
