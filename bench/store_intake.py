"""How fast reports go in, and whether that stays: `python bench/store_intake.py [--size 17000]`.

Intake is the keeping of a report and its page, its shadow text, and its place in a story (riwaya.stories.Stream);
reading pages and tracing stories are no part of it. The rate of the last tenth is held against that of the first.
On a machine that others use too, a fixed piece of work is run between the tenths, and each rate is counted in units of
it: what is compared is reports per piece of that work. Ends with 1 where the last is under .7 of the first.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
import zlib
from contextlib import ExitStack
from pathlib import Path

import store_texts
from process import ROOT, Result
from riwaya.store import Store
from riwaya.stories import when
from run import shown

LEAST = 0.7


def yardstick() -> float:
    """Seconds that a fixed piece of work takes now."""
    data = b"".join(hashlib.sha256(str(i).encode()).digest() for i in range(20_000))
    began = time.perf_counter()
    for _ in range(4):
        zlib.compress(data, 6)
        sum(hash(str(i)) & 1 for i in range(200_000))
    return time.perf_counter() - began


def main() -> int:
    """Put them in, a tenth at a time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=17_000, help="reports at most, evenly from all (%(default)s)")
    parser.add_argument("--postgresql", action="store_true", help="in PostgreSQL instead of SQLite")
    asked = parser.parse_args()
    reports = sorted(store_texts.pages(), key=lambda pair: when(pair[0]))
    reports = reports[:: -(-len(reports) // asked.size)]
    print(f"{len(reports)} reports read", flush=True)
    with ExitStack() as stack:
        where = f"{stack.enter_context(tempfile.TemporaryDirectory())}/intake.db"
        if asked.postgresql:
            sys.path.insert(0, str(Path(ROOT) / "tests"))
            from postgresql import server

            where = stack.enter_context(server()).new()
        store = stack.enter_context(Store.open(where))
        tenth = max(1, len(reports) // 10)
        rates: list[float] = []
        unit = yardstick()
        for start in range(0, tenth * 10, tenth):
            began = time.perf_counter()
            part = reports[start : start + tenth]
            for _ in store.add_all(part):
                pass
            took = time.perf_counter() - began
            after = yardstick()
            rates.append(len(part) / took * (unit + after) / 2)
            print(f"  {start + len(part):6}: {len(part) / took:7.1f} reports a second, {rates[-1]:6.1f} a piece",
                  flush=True)  # fmt: skip
            unit = after
        print(f"  {store.summary()}")
        ratio = rates[-1] / rates[0]
        print(shown(Result("intake: first tenth over last", 1 / ratio, 1 / LEAST, "×",
                           f"{len(reports)} reports, last {ratio:.2f} of the first")))  # fmt: skip
        return 0 if ratio >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
