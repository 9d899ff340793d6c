"""Search against a plain LIKE scan of the same reports in the same database, run beside it, one after the other.

    python bench/store_search.py [--size 100000] [--postgresql] [--rounds 5]

The scan looks at every title and text as published, in a table of its own that holds nothing else, without an index.
The search is all of `Store.search`: 20 hits with their excerpts and marks. Both read what is in memory already. SQLite
is timed by the processor, PostgreSQL by the clock. Each question is asked alone and within an outlet and a time, for
the newest and for the best. Ends with 1 where the slowest of them takes more than a fiftieth of the scan.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import create_engine, text

import store_texts
from process import ROOT, Result
from riwaya.store import Query, Store, adding
from riwaya.store.clock import now
from run import shown

LIMIT = 1 / 50
NARROWED: tuple[dict[str, str], ...] = (
    {}, {"outlet": "skynews"}, {"outlet": "sabq"}, {"until": "2013"}, {"since": "2019"}
)  # fmt: skip
ASKED = ("القوات", "الرئيس", "الانفجار", "زلزال", "الحكومة المصرية", '"مجلس الأمن"', "مستشفى قتلى", "بورصة الذهب",
         "كلمة لا توجد أبدا", "الرئيس -مرسي", "في من على", "زلزال تركيا 2013")  # fmt: skip


def fill(store: Store, size: int) -> None:
    """Reports with their shadow text, without stories: those are no part of this. And the plain table beside."""
    database = store._database
    number = "INTEGER PRIMARY KEY" if database.sqlite else "integer PRIMARY KEY"
    with database.writing() as connection:
        connection.execute(text(f"CREATE TABLE plain (number {number}, said text NOT NULL)"))
    step: list[Any] = []

    def put() -> None:
        with database.writing() as connection:
            for report in step:
                kept = adding.add(connection, report, b"", now())
                said = adding.fit(f"{report.title}\n{report.text}")
                if kept.kind == "new":
                    connection.execute(text("INSERT INTO plain VALUES (:n, :s)"), {"n": kept.number, "s": said})

    for report in store_texts.many(size):
        step.append(report)
        if len(step) == 500:
            put()
            step = []
    put()
    if not database.sqlite:
        engine = create_engine(database.url, isolation_level="AUTOCOMMIT")  # a vacuum is no part of a transaction
        with engine.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
        engine.dispose()


def scan(store: Store, words: str) -> int:
    """How many reports hold the words, by LIKE."""
    plain = [w for w in words.replace('"', "").split() if not w.startswith("-")]
    wanted = [words.strip('"')] if words.startswith('"') else plain
    where = " AND ".join(f"said LIKE :w{i}" for i in range(len(wanted)))
    with store._database.reading() as connection:
        return int(connection.execute(
            text(f"SELECT count(*) FROM plain WHERE {where}"), {f"w{i}": f"%{w}%" for i, w in enumerate(wanted)}
        ).scalar() or 0)  # fmt: skip


def seconds(work: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long it takes."""
    began = clock()
    work()
    return clock() - began


def main() -> int:
    """Fill a store, ask, and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000, help="reports (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="times that each is asked (%(default)s)")
    parser.add_argument("--postgresql", action="store_true", help="in PostgreSQL instead of SQLite")
    parser.add_argument("--store", help="a store to fill, or one that was filled so before")
    asked = parser.parse_args()
    with ExitStack() as stack:
        where = asked.store or f"{stack.enter_context(tempfile.TemporaryDirectory())}/search.db"
        if asked.postgresql:
            sys.path.insert(0, str(Path(ROOT) / "tests"))
            from postgresql import server

            where = stack.enter_context(server()).new()
        store = stack.enter_context(Store.open(where))
        # SQLite works within this process: its processor time is told from that of whoever else uses the machine.
        clock = time.process_time if store._database.sqlite else time.perf_counter
        if not store.summary().reports:
            filling = seconds(lambda: fill(store, asked.size))
            print(f"{asked.size} reports kept in {filling:.0f} s", flush=True)
        size = store.summary().reports
        worst = 0.0
        for words in ASKED:
            queries = [Query(words, order=order, **narrowed)  # type: ignore[arg-type]
                       for narrowed in NARROWED for order in ("new", "best")]  # fmt: skip
            took: dict[Query, list[float]] = {query: [] for query in queries}
            scans = []
            for _ in range(asked.rounds):
                scans.append(seconds(lambda w=words: scan(store, w), clock))  # type: ignore[misc]
                for query in queries:
                    store.search(query)
                    took[query].append(seconds(lambda q=query: store.search(q), clock))  # type: ignore[misc]
            like = median(scans)
            found = [median(took[query]) for query in queries]
            worst = max(worst, max(found) / like)
            print(f"  {words:28} LIKE {like * 1000:7.1f} ms; alone, the newest and the best: {found[0] * 1000:.1f}, "
                  f"{found[1] * 1000:.1f} ms; slowest of {len(found)}: {max(found) * 1000:.1f} ms, "
                  f"1/{like / max(found):.0f}", flush=True)  # fmt: skip
        result = Result("search against a LIKE scan", worst, LIMIT, "×", f"{size} reports, the slowest of all searches")
        print(shown(result))
        return 0 if result.good else 1


if __name__ == "__main__":
    sys.exit(main())
