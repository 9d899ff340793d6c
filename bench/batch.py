"""Batch, with ratios in one run: `python bench/batch.py [workers] [overhead] [page] [growth] [--reports N]`.

workers   two workers of Daft's own runner against one, on the same reports (asked: at least 1.7 times as fast)
overhead  Daft with one worker against the plain loop (at most 1.25 times)
page      core time of a page from its WARC record to the traced story, against trafilatura's extraction of the same
          pages (at most 5 times), and the largest memory of a worker (under 1.5 GB)
growth    cost per report at ten times the reports (at most 1.2 times), with --sizes

--invented takes reports of bench/many.py, of which nearly all stand alone, in place of articles (not for page): tracing
them is a small part, what is done for every report is most.
--exact lets the encoder count in float32, as `riwaya batch --exact` does.

The pages are articles of ../shared/data inside markup of our own, of the size that news pages have. Core time is the
processor time of all processes.
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
from collections.abc import Iterator
from html import escape
from pathlib import Path

import many
from process import ROOT, Run, python

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
EXACT, INVENTED = "--exact" in sys.argv, "--invented" in sys.argv
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
        for record, _ in zip(many.reports(count) if INVENTED else records(), range(count), strict=False):
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
        f'<header><nav><ul>{menu}</ul></nav></header><main><article><h1>{escape(record["title"])}</h1>{text}</article>'
        f"<aside>{teasers}</aside></main><footer><ul>{menu}</ul></footer><script>{script}</script></body></html>"
    ).encode()


def archive(path: Path, count: int) -> list[str]:
    """Write `count` pages as a WARC.gz; gives them."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    chance, pages = random.Random(3), []
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for record, _ in zip(records(), range(count), strict=False):
            made = page(record, chance)
            pages.append(made.decode())
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(
                record["url"], "response", payload=io.BytesIO(made), http_headers=headers))  # fmt: skip
    return pages


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


def per_page(folder: Path, count: int) -> bool:
    """Core time of a page against trafilatura's."""
    import trafilatura

    source = folder / "pages.warc.gz"
    pages = archive(source, count)
    for text in pages[:5]:
        trafilatura.extract(text)
    began = time.process_time()
    for text in pages:
        trafilatura.extract(text)
    theirs = time.process_time() - began
    ours = measured(source, "plain", 1, max(10, count // 20))
    size = sum(map(len, pages)) / len(pages) / 1000
    good = told("WARC to traced story : trafilatura", ours[1] / theirs, 5.0, False,
                f"{count} pages of {size:.0f} kB, {ours[5]:.0f} stories traced: {ours[1] / count * 1000:.0f} ms and "
                f"{theirs / count * 1000:.0f} ms a page")  # fmt: skip
    small = ours[2] < 1500
    print(f"{'ok  ' if small else 'OVER'} largest memory of a process: {ours[2]:.0f} MB (under 1500)", flush=True)
    return good and small


def growth(folder: Path, sizes: list[int]) -> bool:
    """Core time per report at each size against the one before."""
    good, before = True, 0.0
    for size in sizes:
        source = folder / f"reports-{size}.jsonl"
        lines(source, size)
        ran = measured(source, "native", 2, 500)
        cost = ran[1] / size
        detail = f"{cost * 1000:.1f} ms a report, {ran[5]:.0f} of {ran[4]:.0f} stories traced, {ran[2]:.0f} MB"
        if before:
            good &= told(f"cost per report at {size:,}", cost / before, 1.2, False, detail)
        else:
            print(f"     {size:,} reports: {detail}", flush=True)
        before = cost
    return good


def main() -> int:
    """Measure what is named; 1 where a figure is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", help="workers, overhead, page, growth; the first three where none is named")
    parser.add_argument("--reports", type=int, default=1_000, metavar="N", help="how many (%(default)s)")
    parser.add_argument("--sizes", default="1000,10000", help="for growth (%(default)s)")
    parser.add_argument("--exact", action="store_true", help="the encoder counts in float32")
    parser.add_argument("--invented", action="store_true", help="invented reports, nearly all of which stand alone")
    asked = parser.parse_args()
    needed = not INVENTED or not asked.what or "page" in asked.what
    if needed and not any((ROOT.parent / "shared" / "data" / name).exists() for name in SOURCES):
        parser.error("needs the articles of ../shared/data")
    good = True
    for what in asked.what or ["workers", "overhead", "page"]:
        with tempfile.TemporaryDirectory() as name:
            if what == "growth":
                good &= growth(Path(name), [int(n) for n in asked.sizes.split(",")])
            else:
                good &= {"workers": workers, "overhead": overhead, "page": per_page}[what](Path(name), asked.reports)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
