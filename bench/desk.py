"""How quickly the desk opens a big story beside a small one, and how it bears many readers.

    python bench/desk.py                          # 200 reports and 3,000 statements beside 5 reports; no load
    python bench/desk.py --readers 50 --seconds 60

A big story may take twice as long as a small one to show its first screen, measured in chromium by turns; no request of
a reader may fail. The stories are made up, and put into the store as if they had been traced: tracing is not measured.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from process import ROOT, Result

sys.path.insert(0, str(ROOT / "tests"))

from desk_kept import keep, served
from riwaya.desk import places
from riwaya.desk.asking import House
from riwaya.model import (
    Claim,
    Derivation,
    Difference,
    Independent,
    Mention,
    Moment,
    Report,
    Source,
    Statement,
    Story,
    Trace,
)
from riwaya.store import Store

CHROMIUM = "/usr/bin/chromium"
PAINTED = """new Promise(done => new PerformanceObserver(list => {
  const painted = list.getEntriesByName("first-contentful-paint")[0];
  if (painted) done(painted.startTime);
}).observe({ type: "paint", buffered: true }))"""
EACH = 15  #: statements of a report
CLUSTER = 20  #: reports that share a claim


def made(count: int, name: str) -> Trace:
    """A story of `count` reports with fifteen statements each: ten of them told by twenty reports in four versions
    that contradict, five told by one report alone."""
    reports, statements = [], []
    sources = [Source(f"{name}-s{n}", f"مصدر رقم {n}", "person", (Mention(f"{name}-0", 0, 5),)) for n in range(40)]
    shared: dict[tuple[int, int], dict[int, list[str]]] = {}
    alone, moments, words = [], [], {}
    for i in range(count):
        id_, lines, at = f"{name}-{i}", [], 0
        for k in range(EACH):
            line = f"قال مسؤول رقم {k} إن السوق {i // CLUSTER} خسر {100 * k + i % 4} متجرا في حريق يوم الأحد ({name})."
            statement = Statement(f"{id_}-{k}", id_, at, at + len(line), "indirect", chain=(f"{name}-s{(i + k) % 40}",))
            statements.append(statement)
            words[statement.id] = line
            if k < 10:
                shared.setdefault((i // CLUSTER, k), {}).setdefault(i % 4, []).append(statement.id)
            else:
                alone.append(Claim(f"{id_}-c{k}", line, ((statement.id,),), (), Independent(1, 1, (id_,))))
            if k % 5 == 0:
                moments.append(Moment(statement.id, at, at + 4, f"2022-02-{1 + i % 27:02d}"))
            lines.append(line)
            at += len(line) + 1
        text = "\n".join(lines)
        reports.append(Report(id_, f"{id_}.txt", f"حريق السوق، الخبر {i}", text, "ar", f"{name}-s{i % 40}",
                              published=f"2022-02-{1 + i % 27:02d}", sha256=f"{i:064d}"))  # fmt: skip
    claims = [
        Claim(f"{name}-{c}-{k}", words[versions[0][0]], tuple(tuple(v) for v in versions.values()),
              tuple(Difference("number", (versions[0][0], other[0]), (None, None), True)
                    for v, other in versions.items() if v), Independent(2, 3, (f"{name}-s1", f"{name}-s2")))
        for (c, k), versions in shared.items()
    ]  # fmt: skip
    derivations = tuple(Derivation(f"{name}-{i}", f"{name}-{i // 2}", "copies", 0.9) for i in range(1, count))
    story = Story(name, f"حريق السوق {name}", tuple(r.id for r in reports), (*claims, *alone), derivations,
                  tuple(moments))  # fmt: skip
    return Trace("bench", tuple(reports), tuple(sources), tuple(statements), (story,))


def opened(house: House) -> None:
    """Open the newest stories, as a desk does that has started."""
    house.shelf.warm()


def opening(store: Store, big: str, small: str, rounds: int) -> list[Result]:
    """The first screen of a big story beside that of a small one, by turns: met first on a desk that has started and
    opened its newest stories, as it does; read again; and met on a desk that has not opened it yet."""
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()

        def shown(address: str, story: str) -> float:
            page.goto(address + places.story(story), wait_until="load")
            return float(page.evaluate(PAINTED))

        kinds = ("opened first", "opened again", "not on the shelf")
        times: dict[str, dict[str, list[float]]] = {kind: {big: [], small: []} for kind in kinds}
        for _ in range(rounds):
            for warm in (True, False):
                with served(store, prepare=opened if warm else None) as address:
                    page.goto(address + "/stories")
                    for kind in kinds[:2] if warm else kinds[2:]:
                        for story in (small, big):
                            times[kind][story].append(shown(address, story))
        browser.close()
    for kind, of in times.items():
        slow, quick = statistics.median(of[big]), statistics.median(of[small])
        detail = f"{slow:.0f} ms beside {quick:.0f} ms"
        found.append(Result(f"first screen, {kind}", slow / quick, 2.0, "×", detail))
    return found


def load(store: Store, stories: list[str], readers: int, seconds: float) -> list[Result]:
    """Readers who go from page to page without a pause."""
    import httpx

    took: list[float] = []
    failed: list[str] = []
    with served(store) as address:
        lists = httpx.get(f"{address}{places.story(stories[0], 'reports')}.json").json()["reports"]
        paths = ["/stories", "/stories.json", "/search?q=السوق", *map(places.story, stories)]
        paths += [places.story(stories[0], part) for part in ("claims", "descent", "timeline", "sources")]
        paths += [places.story(stories[0], "reports", r["id"]) for r in lists[:20]]
        end = time.monotonic() + seconds

        def read(first: int) -> None:
            # No certificates are asked for on loopback, and loading them for fifty takes longer than a short test.
            with httpx.Client(base_url=address, timeout=60, verify=False) as client:
                n = first
                while n == first or time.monotonic() < end:
                    began = time.monotonic()
                    try:
                        status = client.get(paths[n % len(paths)]).status_code
                    except httpx.HTTPError as error:
                        failed.append(type(error).__name__)
                    else:
                        took.append(time.monotonic() - began)
                        if status != 200:
                            failed.append(f"{paths[n % len(paths)]}: {status}")
                    n += 7

        threads = [threading.Thread(target=read, args=(n,)) for n in range(readers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    middle, slow = statistics.median(took), sorted(took)[int(0.95 * len(took))]
    detail = f"{len(took)} pages, {len(took) / seconds:.0f} a second; median {middle:.2f} s, 95 % within {slow:.2f} s"
    return [Result(f"{readers} readers for {seconds:.0f} s: failed", len(failed), 0, "", detail + "".join(failed[:1]))]


def main() -> int:
    """Measure; the exit code is 1 where a limit is passed."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    asked.add_argument("--reports", type=int, default=200)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--readers", type=int, default=0)
    asked.add_argument("--seconds", type=float, default=60)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "desk.db") as store:
        big, small = (keep(store, made(n, name)) for n, name in ((given.reports, "big"), (5, "small")))
        found = opening(store, big, small, given.rounds)
        if given.readers:
            found += load(store, [big, small], given.readers, given.seconds)
    for result in found:
        print(f"{'ok ' if result.good else 'BAD'} {result.name}: {result.measured:.2f}{result.unit} ({result.detail})")
    return 0 if all(r.good for r in found) else 1


if __name__ == "__main__":
    sys.exit(main())
