"""Two writers and ten readers on one store, each in a process of its own, for a while, without an error.

    python bench/store_load.py [--seconds 30] [--postgresql]

Writers add reports one by one, each with words of its own; readers search, read back what they found with its page, and
list stories and changes. Prints how much was done and how long a reader waited at most; ends with 1 where anything
failed, or where what was acknowledged is not there in the end.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import store_texts
from process import ROOT
from riwaya.store import Query, Store

Outcome = dict[str, float]


def write(where: str, who: int, end: float) -> Outcome:
    """Add reports until the time is over."""
    done = 0
    with Store.open(where) as store:
        for report, page in store_texts.invented(1_000_000):
            if time.time() > end:
                break
            mine = replace(report, id=f"{who}-{report.id}", url=f"https://w{who}.example/{report.id}",
                           text=f"{report.text}\nكتبه {who}")  # fmt: skip
            if store.add(mine, page).kind != "new":
                raise RuntimeError(f"{mine.id} was there already")
            done += 1
    return {"written": done}


def read(where: str, who: int, end: float) -> Outcome:
    """Search and read until the time is over."""
    done, slowest = 0, 0.0
    with Store.open(where) as store:
        while time.time() < end:
            began = time.perf_counter()
            for hit in store.search(Query("المحافظات", limit=5, order="best" if done % 2 else "new")):
                if store.report(hit.report).id != hit.report or not store.page(hit.report):
                    raise RuntimeError(f"{hit.report} is half there")
            store.stories(limit=10)
            store.changes(max(0, store.summary().changes - 20))
            slowest = max(slowest, time.perf_counter() - began)
            time.sleep(0.05)
            done += 1
    return {"read": done, "slowest": slowest}


def apart(work: Callable[[], Outcome]) -> tuple[int, int]:
    """Do it in a process of its own; gives its number and where to read what came of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    code = 1
    try:
        os.write(writing, json.dumps(work()).encode())
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def main() -> int:
    """Begin all, wait for all, and look."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30, help="how long (%(default)s)")
    parser.add_argument("--postgresql", action="store_true", help="in PostgreSQL instead of SQLite")
    asked = parser.parse_args()
    with ExitStack() as stack:
        where = f"{stack.enter_context(tempfile.TemporaryDirectory())}/load.db"
        if asked.postgresql:
            sys.path.insert(0, str(Path(ROOT) / "tests"))
            from postgresql import server

            where = stack.enter_context(server()).new()
        warmed = int(write(where, 2, time.time() + 1)["written"])  # what is read once a process is read before the fork
        end = time.time() + asked.seconds
        running = [apart(lambda w=who: write(where, w, end)) for who in range(2)]  # type: ignore[misc]
        running += [apart(lambda w=who: read(where, w, end)) for who in range(10)]  # type: ignore[misc]
        failed, found = 0, []
        for child, reading in running:
            with os.fdopen(reading, "rb") as said:
                outcome = said.read()
            failed += os.waitpid(child, 0)[1] != 0
            found += [json.loads(outcome)] if outcome else []
        written, rounds = (int(sum(f.get(k, 0) for f in found)) for k in ("written", "read"))
        slowest = max((f["slowest"] for f in found if "slowest" in f), default=0.0)
        with Store.open(where) as store:
            kept, wrong = store.summary().reports - warmed, store.check()
    print(f"{written} reports written by two, {rounds} rounds of ten readers, the slowest {slowest:.2f} s; "
          f"{failed} failed, {kept} kept, {len(wrong)} wrong")  # fmt: skip
    return 1 if failed or kept != written or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
