"""What a watch's manners cost: a round over N pages of a server on loopback, beside the plain loop over the same pages.

    python bench/watch.py [--pages 200] [--rounds 3] [--items 20000]

Both do what has to be done with a page (fetch, `read_page`, `Store.add`); the watch besides asks robots.txt, looks up
and judges each address, and keeps a ledger that outlives a kill. No story is traced and no pause lies between the
questions. The two alternate, and the ratio of the medians is told; so is reading a feed of `--items` items beside
fastfeedparser alone.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import fastfeedparser
import httpx

from riwaya.intake import read_page
from riwaya.store import Store
from riwaya.watch import Outputs, Policy, Settings, Watched, watch
from riwaya.watch.feeds import read_feed
from served import Said, Site, rss, served

LINES = (
    "الميناء المدرسة القطار المستشفى الجسر الحقل المصنع المكتبة الملعب المتحف السوق البلدية النهر الجبل الطريق",
    "افتتح أغلق وسّع رمّم جهّز نقل وزّع زار فحص بنى أعلن درس",
)
WORDS = [word for line in LINES for word in line.split()]


def page(n: int) -> bytes:
    """An invented report that shares its words, not its sentences, with the others, so that each is its own story."""
    picked = [WORDS[(n * 7 + k * k * (n % 11 + 3)) % len(WORDS)] for k in range(60)]
    lines = [" ".join(picked[k : k + 12]) + f" رقم {n * 31 + k}." for k in range(0, 60, 12)]
    body = "".join(f"<p>{line}</p>" for line in lines)
    head = f"<html><head><title>{lines[0]}</title></head>"
    return f"{head}<body><article><h1>{lines[0]}</h1>{body}</article></body></html>".encode()


def by_watch(site: Site, count: int) -> None:
    """One round of a watch on a new store."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            "bench@example.org", f"{folder}/news.db", (Watched("feed", f"{site.root}/feed"),), delay=0.0,
            outputs=Outputs(stories=("none of these",)),
            policy=Policy(frozenset({(ip_address("127.0.0.1"), site.port)})),
        )  # fmt: skip
        done = watch(settings, once=True, show=lambda *_: None, tell=lambda _: None)
        assert done.new == count, done


def by_loop(site: Site, count: int) -> None:
    """The same pages, one after the other, on a new store."""
    with tempfile.TemporaryDirectory() as folder, httpx.Client(trust_env=False) as client, \
            Store.open(f"{folder}/news.db") as store:  # fmt: skip
        for n in range(count):
            url = f"{site.root}/{n}"
            data = client.get(url).content
            store.add(read_page(data, url), data)


def seconds(run: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def told(name: str, pairs: list[tuple[float, float]], what: str, count: int) -> None:
    """One line: our seconds beside theirs, and the ratio of the medians."""
    a, b = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"{name}: {a:.2f} s ({count / a:,.0f} {what} a second) beside {b:.2f} s: {a / b:.2f} times")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--pages", type=int, default=200)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--items", type=int, default=20_000)
    asked = options.parse_args()
    with served() as site:
        for n in range(asked.pages):
            site.pages[f"/{n}"] = Said(page(n))
        site.pages["/feed"] = Said(rss([(f"{site.root}/{n}", f"t{n}") for n in range(asked.pages)]))
        by_loop(site, 2)  # what is loaded once is loaded now
        pairs = [(seconds(lambda: by_watch(site, asked.pages)), seconds(lambda: by_loop(site, asked.pages)))
                 for _ in range(asked.rounds)]  # fmt: skip
    told("a round of the watch, beside the plain loop", pairs, "pages", asked.pages)
    feed = rss([(f"https://news.example.org/{n}", "عنوان الخبر في المدينة") for n in range(asked.items)])
    now = datetime.now(UTC)
    pairs = [(seconds(lambda: read_feed(feed, "https://news.example.org/rss", most=asked.items, now=now)),
              seconds(lambda: fastfeedparser.parse(feed))) for _ in range(asked.rounds)]  # fmt: skip
    told("a feed read and judged, beside fastfeedparser", pairs, "items", asked.items)


if __name__ == "__main__":
    main()
