"""One command for speed and memory: `python bench/run.py [help] [encoder] [memory] [growth]`, all where none is named.

Every figure is a ratio to something run beside it on the same machine, or a peak that the system counted. Prints one
line each with its limit; ends with 1 where one is over. Growth to 1,000 reports takes long: `--sizes 10,100`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable

import memory
import speed
from process import Result


def parts(sizes: tuple[int, ...]) -> dict[str, Callable[[], Iterable[Result]]]:
    """What can be measured, by name."""
    return {
        "help": lambda: [speed.startup()],
        "encoder": speed.against_encoder,
        "memory": lambda: [memory.hundred()],
        "growth": lambda: speed.growth(sizes),
    }


def shown(result: Result) -> str:
    """One line for the eye."""
    mark = "ok  " if result.good else "OVER"
    measured = f"{result.measured:8.2f}{result.unit} (limit {result.limit:g}{result.unit})"
    return f"{mark} {result.name:48} {measured}  {result.detail}"


def main(args: list[str] | None = None) -> int:
    """Measure what was named, print it, and tell by the exit code whether all is within its limits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", help="help, encoder, memory, growth; all where none is named")
    parser.add_argument("--sizes", default="10,100,1000", help="numbers of reports for growth (%(default)s)")
    parser.add_argument("--json", action="store_true", help="one JSON line a figure")
    asked = parser.parse_args(args)
    known = parts(tuple(int(n) for n in asked.sizes.split(",")))
    if unknown := [w for w in asked.what if w not in known]:
        parser.error(f"no such part: {', '.join(unknown)}")
    good = True
    for name in asked.what or known:
        try:
            for result in known[name]():
                good &= result.good
                print(json.dumps(result._asdict()) if asked.json else shown(result), flush=True)
        except RuntimeError as failed:
            good = False
            print(f"FAIL {name}: {failed}", file=sys.stderr, flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
