"""Search against a plain LIKE scan of the same reports in the same database, run beside it, one after the other.

    python bench/store_search.py [--size 100000] [--postgresql] [--rounds 5]

The scan looks at every title and text as published, in a table of its own that holds nothing else, without an index.
The search is all of `Store.search`: 20 hits with their excerpts and marks; or `Store.claims`. Both read what is in
memory already. Timed is the processor, in PostgreSQL that of the server's process and of this one together (where the
system tells it, else the clock), and neither may share its work out among more processes.

Questions of words are held against the scan for these words, each alone and within an outlet and a time, for the newest
and for the best. Questions of what tracing found, which is made up (store_found.py), are held against the scan for one
common word. A line each, in milliseconds: the scan, and of each sort of search the first (of words, without an outlet
or a time) and the slowest. Ends with 1 where one takes more than a fiftieth.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import column, create_engine, insert, table, text

import store_found
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
         "كلمة لا توجد أبدا", "الرئيس -مرسي", "في من على", "زلزال تركيا 2013",
         # of words that stand everywhere, alone and in phrases that are common, rare and nowhere
         "في", "الذي التي", '"في من على"', '"من على"', '"رئيس الوزراء"', '"قال الرئيس"', '"الرئيس الحكومة"',
         '"وقالت وزارة الداخلية في بيان"', '"من اليوم القوات"')  # fmt: skip
SPEAKS, RARELY, PART = store_found.NAMES[0], store_found.NAMES[-1], store_found.NAMES[120].split()[-1]
FOUND: tuple[tuple[str, Query], ...] = (
    ("an outlet", Query(outlet="skynews")),
    ("a rare outlet", Query(outlet="sabq")),
    ("a time long past", Query(until="2013")),
    ("a late time", Query(since="2019")),
    ("an outlet, a time", Query(outlet="skynews", since="2018-03")),
    ("a source", Query(source=SPEAKS)),
    ("a rare source", Query(source=RARELY)),
    ("part of a name", Query(source=PART)),
    ("a source, an outlet", Query(source=SPEAKS, outlet="skynews")),
    ("a difference in numbers", Query(kind="number")),
    ("a denial, in conflict", Query(kind="polarity", conflict=True)),
    ("any conflict", Query(conflict=True)),
    ("one source", Query(independent=(1, 1))),
    ("two sources or more", Query(independent=(2, None))),
    ("six or more", Query(independent=(6, None))),
    ("ten outlets or more", Query(outlets=(10, None))),
    ("one source, ten outlets", Query(independent=(1, 1), outlets=(10, None))),
    ("the same, of an outlet", Query(independent=(1, 1), outlets=(10, None), outlet="skynews")),
    ("the same, of a time", Query(independent=(1, 1), outlets=(10, None), until="2013")),
    ("three, a conflict, a source", Query(independent=(3, None), conflict=True, source=SPEAKS)),
    ("a word, numbers differ", Query("الرئيس", kind="number")),
    ("a word, one source, ten outlets", Query("الرئيس", independent=(1, 1), outlets=(10, None))),
    ("a word, a source", Query("القوات", source=SPEAKS)),
    ("a word, a rare source", Query("القوات", source=RARELY)),
    ("a common word, one source", Query("في", independent=(1, 1))),
    ("a common word, six or more", Query("في", independent=(6, None))),
    ("a phrase, a conflict", Query('"رئيس الوزراء"', conflict=True)),
)

_PLAIN = table("plain", column("number"), column("said"))


def fill(store: Store, size: int) -> None:
    """Reports with their shadow text and what was found in them, and the plain table beside."""
    database = store._database
    number = "INTEGER PRIMARY KEY" if database.sqlite else "integer PRIMARY KEY"
    with database.writing() as connection:
        connection.execute(text(f"CREATE TABLE plain (number {number}, said text NOT NULL)"))
    step: list[Any] = []

    def put() -> None:
        with database.writing() as connection:
            kept = adding.add_some(connection, [(report, b"") for report in step], now())
            said = [(k.number, adding.fit(f"{k.report.title}\n{k.report.text}")) for k in kept if k.kind == "new"]
            if said:
                connection.execute(insert(_PLAIN), [{"number": n, "said": s} for n, s in said])

    for report in store_texts.many(size):
        step.append(report)
        if len(step) == 500:
            put()
            step = []
    put()
    store_found.put(store)
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


def clock_of(store: Store) -> Callable[[], float]:
    """What tells how much work was done until now, in seconds: on a machine that others use the clock does not."""
    database = store._database
    if database.sqlite:
        return time.process_time
    with database.reading() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar()
    engine = create_engine(database.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET max_parallel_workers_per_gather = 0"))
    engine.dispose()
    store.close()  # the next connections are told
    with database.reading() as connection:
        server = Path(f"/proc/{connection.execute(text('SELECT pg_backend_pid()')).scalar()}/schedstat")
    if not server.is_file():
        return time.perf_counter
    return lambda: time.process_time() + int(server.read_text().split()[0]) / 1e9


def seconds(work: Callable[[], Any], clock: Callable[[], float]) -> float:
    """How long it takes."""
    began = clock()
    work()
    return clock() - began


def beside(store: Store, words: str, asked: Sequence[tuple[Query, str]], rounds: int, clock: Callable[[], float]
           ) -> tuple[float, list[float]]:  # fmt: skip
    """Seconds that the scan for words takes, and each question to "search" or "claims"; in turn, the middle of all."""
    took: list[list[float]] = [[] for _ in asked]
    scans = []
    for _ in range(rounds):
        scans.append(seconds(lambda: scan(store, words), clock))
        for (query, whom), kept in zip(asked, took, strict=True):
            ask = store.search if whom == "search" else store.claims
            ask(query)
            kept.append(seconds(lambda ask=ask, query=query: ask(query), clock))  # type: ignore[misc]
    return median(scans), list(map(median, took))


def measured(store: Store, rounds: int, parts: Sequence[str]) -> Iterator[tuple[str, float, dict[str, list[float]]]]:
    """What was asked, seconds of the scan, and of the searches of each sort."""
    clock = clock_of(store)
    for words in ASKED if "words" in parts else ():
        asked = [(Query(words, order=order, **narrowed), "search")  # type: ignore[arg-type]
                 for order in ("new", "best") for narrowed in NARROWED]  # fmt: skip
        like, found = beside(store, words, asked, rounds, clock)
        yield words, like, {"new": found[: len(NARROWED)], "best": found[len(NARROWED) :]}
    for name, query in FOUND if "found" in parts else ():
        orders = ("new", "best") if query.words else ("new",)
        asked = [(replace(query, order=order), whom) for whom in ("search", "claims") for order in orders]  # type: ignore[arg-type]
        like, found = beside(store, "القوات", asked, rounds, clock)
        yield name, like, {"reports": found[: len(orders)], "claims": found[len(orders) :]}


def main() -> int:
    """Fill a store, ask, and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000, help="reports (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="times that each is asked (%(default)s)")
    parser.add_argument("--postgresql", action="store_true", help="in PostgreSQL instead of SQLite")
    parser.add_argument("--store", help="a store to fill, or one that was filled so before")
    parser.add_argument("--part", choices=("words", "found"), action="append", help="what to ask (both)")
    asked = parser.parse_args()
    with ExitStack() as stack:
        where = asked.store or f"{stack.enter_context(tempfile.TemporaryDirectory())}/search.db"
        if asked.postgresql and not asked.store:
            sys.path.insert(0, str(Path(ROOT) / "tests"))
            from postgresql import server

            where = stack.enter_context(server()).new()
        store = stack.enter_context(Store.open(where))
        if not store.summary().reports:
            filling = seconds(lambda: fill(store, asked.size), time.perf_counter)
            print(f"{asked.size} reports kept in {filling:.0f} s", flush=True)
        size, claims = store.summary().reports, store.summary().claims
        print(f"{size} reports, {claims} claims", flush=True)
        worst = 0.0
        for name, like, found in measured(store, asked.rounds, asked.part or ("words", "found")):
            slowest = max(max(took) for took in found.values())
            worst = max(worst, slowest / like)
            told = "; ".join(f"{sort} {took[0] * 1000:.1f}, slowest {max(took) * 1000:.1f}"
                             for sort, took in found.items())  # fmt: skip
            print(f"  {name:34} LIKE {like * 1000:6.0f} ms; {told}; 1/{like / slowest:.0f}", flush=True)
        result = Result("search against a LIKE scan", worst, LIMIT, "×", f"{size} reports, the slowest of all searches")
        print(shown(result))
        return 0 if result.good else 1


if __name__ == "__main__":
    sys.exit(main())
