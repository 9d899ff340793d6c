"""Batch, with ratios in one run: `python bench/batch.py [workers] [overhead] [page] [growth] [crowd] [--reports N]`.

workers   two workers of Daft's own runner against one, on the same reports (asked: at least 1.7 times as fast)
overhead  Daft with one worker against the plain loop (at most 1.25 times)
page      core time of a page from its WARC record to the traced story, against trafilatura's extraction of the same
          pages (at most 5 times), and the largest memory of a worker (under 1.5 GB)
growth    cost per report at more and more reports (at most 1.2 times), with --sizes
crowd     memory of each step but tracing, a process each (1.5 GB), for --sizes reports of --days days, and their cost

--invented takes reports of bench/many.py in place of articles (not for page): tracing them is a small part, what is
done for every report is most; --alone says how many events one outlet alone tells. growth and crowd take nothing else.
--exact lets the encoder count in float32, as `riwaya batch --exact` does.

The pages are articles of ../shared/data put in the place of their own into real pages (shells.py); with --made, inside
markup of our own, of the size that news pages have. Core time is the processor time of all processes.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from html import escape
from pathlib import Path
from typing import Any

import many
from process import ROOT, Run, python
from shells import Shell, shells

SOURCES = ("ant-2018/articles-2018-04.jsonl.gz", "egypt-2013/articles-2013-02-01_03.jsonl.gz")
BATCH = """
import json, os, resource, sys, time
from pathlib import Path
from riwaya.batch import run

def still(pid):  # workers that have not ended: their time is in no account of this process yet
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield child
            yield from still(child)

began = time.perf_counter()
found = run([sys.argv[1]], sys.argv[2], runner=sys.argv[3], workers=int(sys.argv[4]), part=int(sys.argv[5]),
            mapping=json.loads(sys.argv[6]), products="float32" if sys.argv[7] else None)
wall = time.perf_counter() - began
mine, theirs = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
core = sum(u.ru_utime + u.ru_stime for u in (mine, theirs))
peak = max(mine.ru_maxrss, theirs.ru_maxrss)
for pid in still(os.getpid()):
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    core += sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
    held = [x for x in Path(f"/proc/{pid}/status").read_text().splitlines() if x.startswith("VmHWM")]
    peak = max([peak, *(int(x.split()[1]) for x in held)])
print(json.dumps([wall, core, peak * 1024 / 1e6, found.reports, found.stories, found.traced]))
"""
ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RIWAYA_CACHE": "off"}
EXACT, INVENTED, REAL = "--exact" in sys.argv, "--invented" in sys.argv, "--made" not in sys.argv
MADE: dict[str, Any] = {}  #: how reports are invented
MAPPING = {} if INVENTED else {"id": "docno", "outlet": "src", "published": "time"}


def records() -> Iterator[dict[str, str]]:
    """Articles as JSON lines have them, one file after the other, then again with other numbers in them."""
    files = [p for name in SOURCES if (p := ROOT.parent / "shared" / "data" / name).exists()]
    again = 0
    while True:
        chance = random.Random(again)
        for path in files:
            with gzip.open(path, "rt", encoding="utf-8") as file:
                for line in file:
                    record = json.loads(line)
                    if again:  # another town, another day of the same length: not the same story again
                        record["docno"] = f"{record['docno']}-{again}"
                        record["url"] = f"{record['url']}?again={again}"
                        words = record["text"].split(" ")
                        for _ in range(max(1, len(words) // 12)):
                            words[chance.randrange(len(words))] = f"كلمة{chance.randrange(10**6)}"
                        record["text"] = " ".join(words)
                    yield record
        again += 1


def lines(path: Path, count: int) -> None:
    """Write `count` articles, or invented reports, as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for record, _ in zip(many.reports(count, **MADE) if INVENTED else records(), range(count), strict=False):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def page(record: dict[str, str], chance: random.Random) -> bytes:
    """An article on a page like those of news sites: menus, teasers, scripts and styles around it, about 100 kB."""
    menu = "".join(f'<li><a href="/s/{n}">قسم {n}</a></li>' for n in range(160))
    teasers = "".join(
        f'<div class="card"><a href="/n/{n}"><img src="/i/{n}.jpg" alt=""><h3>عنوان خبر آخر رقم {n} عن شأن من الشؤون'
        f"</h3></a><time>{n % 12 + 1}:00</time></div>" for n in range(60)
    )  # fmt: skip
    script = "".join(f"var v{n}={{id:{chance.randrange(10**9)},on:function(e){{return e.k{n}}}}};" for n in range(700))
    style = "".join(f".c{n}{{margin:{n % 9}px;color:#{n:06x};display:flex}}" for n in range(500))
    text = "".join(f"<p>{escape(p)}</p>" for p in record["text"].split("\n") if p.strip())
    meta = json.dumps({"@type": "NewsArticle", "headline": record["title"], "datePublished": record.get("time", "")},
                      ensure_ascii=False).replace("</", "<\\/")  # fmt: skip
    return (
        f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{escape(record["title"])}</title>'
        f'<script type="application/ld+json">{meta}</script><style>{style}</style><script>{script}</script></head>'
        "<body>"
        f"<header><nav><ul>{menu}</ul></nav></header><main><article><h1>{escape(record['title'])}</h1>{text}</article>"
        f"<aside>{teasers}</aside></main><footer><ul>{menu}</ul></footer><script>{script}</script></body></html>"
    ).encode()


def archive(path: Path, pages: Iterable[tuple[str, str]]) -> list[str]:
    """Write pages with their addresses as a WARC.gz; gives the pages."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    written = []
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, text in pages:
            written.append(text)
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            payload = io.BytesIO(text.encode("utf-8", "replace"))
            writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=headers))
    return written


def made_pages(count: int) -> Iterator[tuple[str, str]]:
    """Articles inside markup of our own."""
    chance = random.Random(3)
    for record, _ in zip(records(), range(count), strict=False):
        yield record["url"], page(record, chance).decode()


def real_pages(count: int, held: list[Shell]) -> Iterator[tuple[str, str]]:
    """Articles inside real pages, which are taken by turns in an order drawn once."""
    order = random.Random(3).sample(held, len(held))
    for n, record in zip(range(count), records(), strict=False):
        told = record.get("time") or record.get("crawled") or ""
        moment = parsedate_to_datetime(told) if "," in told else datetime.fromisoformat(told)
        article = {"title": record["title"], "text": record["text"], "url": record["url"], "language": "ar",
                   "published": moment.isoformat()}  # fmt: skip
        yield record["url"], order[n % len(order)].filled(article)


def measured(source: Path, runner: str, workers: int, part: int) -> list[float]:
    """Wall seconds, core seconds, largest MB, reports, stories, traced stories of one run in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        mapping = json.dumps(MAPPING if source.suffix == ".jsonl" else {})
        ran: Run = python(BATCH, str(source), f"{out}/out", runner, str(workers), str(part), mapping,
                          "exact" * EXACT, limit=6 * 3600, env=ALONE)  # fmt: skip
        return [float(x) for x in json.loads(ran.out)]


def told(name: str, ratio: float, limit: float, least: bool, detail: str) -> bool:
    """Print a figure with its limit; gives whether it is within it."""
    good = ratio >= limit if least else ratio <= limit
    bound = f"({'at least' if least else 'at most'} {limit:g})"
    print(f"{'ok  ' if good else 'OVER'} {name:44} {ratio:6.2f}× {bound}  {detail}", flush=True)
    return good


def workers(folder: Path, count: int) -> bool:
    """Two workers against one."""
    source = folder / "reports.jsonl"
    lines(source, count)
    one, two = (measured(source, "native", n, max(10, count // 20)) for n in (1, 2))
    detail = f"{count} reports: {one[0]:.1f} s, {two[0]:.1f} s"
    return told("one worker : two workers", one[0] / two[0], 1.7, True, detail)


def overhead(folder: Path, count: int) -> bool:
    """Daft with one worker against a plain loop."""
    source = folder / "reports.jsonl"
    lines(source, count)
    loop, daft = (measured(source, r, 1, max(10, count // 20)) for r in ("plain", "native"))
    return told("Daft, one worker : a plain loop", daft[0] / loop[0], 1.25, False,
                f"{count} reports: {daft[0]:.1f} s, {loop[0]:.1f} s; core time {daft[1] / loop[1]:.2f}×")  # fmt: skip


def extraction(pages: Sequence[str]) -> float:
    """Seconds of processor time that trafilatura's extraction of pages takes."""
    import trafilatura

    for text in pages[:5]:
        trafilatura.extract(text)
    began = time.process_time()
    for text in pages:
        trafilatura.extract(text)
    return time.process_time() - began


def per_page(folder: Path, count: int) -> bool:
    """Core time of a page against trafilatura's, before and after it: what else the machine does changes meanwhile."""
    source = folder / "pages.warc.gz"
    if REAL:
        held, all_ = shells(ROOT.parent / "shared" / "data")
        pages = archive(source, real_pages(count, held))
        untouched = [s.page for s in held]
        print(f"     {len(held)} of {all_} real pages hold another article; untouched these have "
              f"{sum(map(len, untouched)) / len(held) / 1000:.0f} kB and take trafilatura "
              f"{extraction(untouched) / len(held) * 1000:.1f} ms", flush=True)  # fmt: skip
    else:
        pages = archive(source, made_pages(count))
    before = extraction(pages)
    ours = measured(source, "plain", 1, max(10, count // 20))
    after = extraction(pages)
    theirs = (before + after) / 2
    size = sum(map(len, pages)) / len(pages) / 1000
    kind = "real" if REAL else "made"
    good = told("WARC to traced story : trafilatura", ours[1] / theirs, 5.0, False,
                f"{count} {kind} pages of {size:.0f} kB, {ours[3]:.0f} reports in {ours[4]:.0f} stories, {ours[5]:.0f} "
                f"traced: {ours[1] / count * 1000:.1f} ms a page, {before / count * 1000:.1f} and "
                f"{after / count * 1000:.1f} ms trafilatura")  # fmt: skip
    small = ours[2] < 1500
    print(f"{'ok  ' if small else 'OVER'} largest memory of a process: {ours[2]:.0f} MB (under 1500)", flush=True)
    return good and small


def growth(folder: Path, sizes: list[int], workers: int) -> bool:
    """Core time per report at each size against the first."""
    good, first = True, 0.0
    for size in sizes:
        source = folder / f"reports-{size}.jsonl"
        lines(source, size)
        ran = measured(source, "native", workers, 500)
        cost = ran[1] / size
        detail = (f"{cost * 1000:.2f} ms a report, {ran[5]:.0f} of {ran[4]:.0f} stories traced, {ran[0]:.0f} s of wall "
                  f"clock, {ran[2]:.0f} MB")  # fmt: skip
        if first:
            good &= told(f"cost per report at {size:,}", cost / first, 1.2, False, detail)
        else:
            print(f"     {size:,} reports: {detail}", flush=True)
        first = first or cost
        good &= ran[2] < 1500
    return good


STEP = """
import json, resource, sys, time
from pathlib import Path
from riwaya.batch import engine, reading, steps
from riwaya.batch.gathering import Room
engine.collect_seldom()
source, out, name, given = sys.argv[1], Path(sys.argv[2]), sys.argv[3], json.loads(sys.argv[4])
parts = steps.plan(out, [source], 500).parts
found = []
if name == "reading":
    for number, part in enumerate(parts):
        reading.read_piece(out, number, part, {})
elif name == "laying out":
    found = steps.lay_out(out, len(parts), Room())
elif name == "gathering":
    found = steps.gather(out, given, Room())
elif name == "shelves":
    steps.fill_shelves(out, len(parts), given, steps.PIECE)
else:
    {"packing": steps.pack, "linking": steps.link, "grouping": steps.group}[name](out, *given)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([found, used.ru_utime + used.ru_stime]))
"""


def crowd(folder: Path, sizes: list[int]) -> bool:
    """The memory of each step but tracing, of which it is known how much it takes (a piece is a piece), each piece of
    work in a process of its own; and the core time of all steps but reading, for each report against the first size."""
    good, first = True, 0.0
    for size in sizes:
        source, out = folder / f"reports-{size}.jsonl", folder / f"out-{size}"
        lines(source, size)
        spent: dict[str, float] = {}
        largest: dict[str, float] = {}

        def step(name: str, given: Sequence[str], source: Path = source, out: Path = out,
                 spent: dict[str, float] = spent, largest: dict[str, float] = largest) -> list[str]:  # fmt: skip
            ran = python(STEP, str(source), str(out), name, json.dumps(given), limit=6 * 3600, env=ALONE)
            found, seconds = json.loads(ran.out)
            spent[name] = spent.get(name, 0.0) + seconds
            largest[name] = max(largest.get(name, 0.0), ran.peak)
            return list(found)

        step("reading", [])
        turns = step("laying out", [])
        for name in ("packing", "linking"):
            for turn in turns:
                step(name, [turn])
        bundles = step("gathering", turns)
        for bundle in bundles:
            step("grouping", [bundle])
        step("shelves", bundles)
        print(f"     {size:,} reports, {len(turns)} turns, {len(bundles)} bundles", flush=True)
        for name, peak in largest.items():
            good &= peak < 1500
            cost = spent[name] / size * 1000
            print(f"{'ok  ' if peak < 1500 else 'OVER'} {name:12} {peak:6.0f} MB, {cost:.2f} ms a report", flush=True)
        cost = sum(spent.values()) / size
        if first:
            told(f"cost per report at {size:,}, but tracing", cost / first, 1.2, False, f"{cost * 1000:.2f} ms")
        first = first or cost
    return good


def main() -> int:
    """Measure what is named; 1 where a figure is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "what", nargs="*", help="workers, overhead, page, growth, crowd; the first three where none is named"
    )
    parser.add_argument("--reports", type=int, default=1_000, metavar="N", help="how many (%(default)s)")
    parser.add_argument("--sizes", default="1000,10000", help="for growth and crowd (%(default)s)")
    parser.add_argument("--days", type=float, default=1, metavar="N", help="for crowd (%(default)s)")
    parser.add_argument("--exact", action="store_true", help="the encoder counts in float32")
    parser.add_argument("--made", action="store_true", help="pages of our own markup in place of real ones")
    parser.add_argument("--invented", action="store_true", help="invented reports, nearly all of which stand alone")
    parser.add_argument("--alone", type=float, default=many.ALONE, metavar="SHARE",
                        help="events that one outlet alone tells, of invented ones (%(default)s)")  # fmt: skip
    parser.add_argument(
        "--vocabulary", type=int, default=30_000, metavar="N", help="words, of invented ones (%(default)s)"
    )
    parser.add_argument("--workers", type=int, default=2, help="for growth (%(default)s)")
    asked = parser.parse_args()
    # Days that have been: a date to come is none where reports are sorted by time.
    MADE.update(alone=asked.alone, vocabulary=asked.vocabulary, start=date(2011, 1, 1))
    sizes = [int(n) for n in asked.sizes.split(",")]
    if "crowd" in asked.what:  # an event is told by four where by several
        MADE.update(a_day=int(max(sizes) / (4 - 3 * asked.alone) / asked.days))
    needed = not INVENTED or not asked.what or "page" in asked.what
    if needed and not any((ROOT.parent / "shared" / "data" / name).exists() for name in SOURCES):
        parser.error("needs the articles of ../shared/data")
    good = True
    for what in asked.what or ["workers", "overhead", "page"]:
        with tempfile.TemporaryDirectory() as name:
            if what == "growth":
                good &= growth(Path(name), sizes, asked.workers)
            elif what == "crowd":
                good &= crowd(Path(name), sizes)
            else:
                good &= {"workers": workers, "overhead": overhead, "page": per_page}[what](Path(name), asked.reports)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
