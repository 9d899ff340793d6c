"""Kills intake at random moments, again and again, and sees what is left: `python bench/store_kill.py [--times 200]`.

A process puts reports into a store and writes the id of each to its standard output once the store has handed it back.
It is killed (SIGKILL) after a random time; then the store is opened: every id that was written must be there with its
page, everything must be whole, and the next process goes on in the same store. Ends with 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import store_texts
from process import ROOT
from riwaya.model import Report
from riwaya.store import Store

Pair = tuple[Report, bytes]


def intake(where: str, reports: Sequence[Pair], alone: bool, out: IO[bytes]) -> None:
    """Put reports in until killed; write the id of each that is kept."""
    with Store.open(where) as store:
        added = (store.add(*pair) for pair in reports) if alone else store.add_all(reports)
        for one in added:
            out.write(json.dumps(one.report).encode() + b"\n")
            out.flush()


def kill_once(where: str, reports: Sequence[Pair], chance: random.Random) -> list[str]:
    """Begin intake in a process of its own and kill it after a random time. Gives the ids that it said are kept."""
    alone = chance.random() < 0.5
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as out:
                intake(where, reports, alone, out)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        first = said.readline() if chance.random() < 0.9 else b""  # now and then killed while it opens
        time.sleep(chance.random() ** 2 * 0.5)
        os.kill(child, signal.SIGKILL)
        rest = said.read()
    os.waitpid(child, 0)
    return [json.loads(line) for line in (first + rest).split(b"\n")[:-1]]


def look(where: str, said: set[str]) -> list[str]:
    """What is wrong with the store."""
    with Store.open(where) as store:
        kept = {r.id for r in store.reports(limit=1_000_000)}
        missing = [f"{id_}: acknowledged, and lost" for id_ in sorted(said - kept)]
        pages = [f"{id_}: its page is gone" for id_ in sorted(said & kept)[-40:] if not store.page(id_)]
        return [*missing, *pages, *store.check()]


def main() -> int:
    """Kill, look, go on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200, help="kills (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments (%(default)s)")
    parser.add_argument("--postgresql", action="store_true", help="in PostgreSQL instead of SQLite")
    asked = parser.parse_args()
    with ExitStack() as stack:
        where = f"{stack.enter_context(tempfile.TemporaryDirectory())}/kill.db"
        if asked.postgresql:
            sys.path.insert(0, str(Path(ROOT) / "tests"))
            from postgresql import server

            where = stack.enter_context(server()).new()
        chance = random.Random(asked.seed)
        with tempfile.TemporaryDirectory() as folder, Store.open(f"{folder}/warm.db") as store:
            store.add(*next(store_texts.invented(1)))  # what is read once a process is read before the forks
        reports = list(store_texts.invented(asked.times * 200))
        said: set[str] = set()
        wrong: list[str] = []
        for n in range(asked.times):
            said.update(kill_once(where, reports[len(said) : len(said) + 500], chance))
            if n % 10 == 9 or n + 1 == asked.times:
                wrong += look(where, said)
                print(f"{n + 1} kills, {len(said)} acknowledged, {len(wrong)} wrong", flush=True)
                if wrong:
                    print("\n".join(wrong[:20]))
                    return 1
            else:
                with Store.open(where) as store:
                    have = {r.id for r in store.reports(limit=len(said) + 10_000)}
                    wrong += [f"{id_}: acknowledged, and lost" for id_ in sorted(said - have)]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
