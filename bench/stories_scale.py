"""Grouping at scale: `python bench/stories_scale.py CORPUS.jsonl.gz [--times 10] [--reports N] [--titles 300]`.

Groups a corpus of JSON lines as it is, then `--times` over with edits (every copy with words changed, its own address
and outlet, some minutes later), each in a process of its own, and encodes `--titles` titles with the encoder beside it.
Prints one JSON line a figure: seconds of processor time and peak memory for each, and the ratios.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from process import python


def rows(path: Path, count: int | None) -> list[dict[str, str]]:
    """The records of a corpus: id, title, text, outlet, published."""
    found = []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            day = row.get("crawled") or row.get("published") or ""
            found.append({"id": row["id"], "title": row["title"], "text": row["text"][:2000], "outlet": row["outlet"],
                          "published": day.replace(" ", "T")})  # fmt: skip
            if len(found) == count:
                break
    return found


def edited(found: list[dict[str, str]], times: int) -> Iterator[dict[str, str]]:
    """Every record `times` over: the copies lose some words and get others, as desks edit a wire."""
    draw = random.Random(84)
    for n in range(times):
        for row in found:
            if n == 0:
                yield row
                continue
            words = row["text"].split(" ")
            for _ in range(max(2, len(words[:60]) // 12)):
                at = draw.randrange(max(1, min(len(words), 60)))
                words[at] = words[draw.randrange(len(words))]
            later = (datetime.fromisoformat(row["published"]) + timedelta(minutes=draw.randrange(240))).isoformat()
            yield {**row, "id": f"{row['id']}-{n}", "text": " ".join(words), "published": later,
                   "outlet": f"{row['outlet']}-{n}"}  # fmt: skip


def measure(path: Path, count: int | None, times: int) -> None:
    """Group, and print what it took."""
    import resource

    from riwaya.model import Report
    from riwaya.stories import group

    reports = [
        Report(r["id"], r["id"], r["title"], r["text"], "ar", outlet_name=r["outlet"], published_at=r["published"])
        for r in edited(rows(path, count), times)
    ]
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    began = time.process_time()
    stories = group(reports)
    print(json.dumps({
        "reports": len(reports), "stories": len(stories), "largest": max(map(len, stories)),
        "seconds": round(time.process_time() - began, 2), "peak_mb": resource.getrusage(
            resource.RUSAGE_SELF).ru_maxrss // 1024, "mb_before": held,
    }))  # fmt: skip


def encode(path: Path, count: int) -> None:
    """Encode titles, and print what it took."""
    from riwaya.encoder import encoder

    titles = [r["title"] for r in rows(path, count)]
    speaker = encoder()
    speaker.vectors(titles[:8])
    began = time.process_time()
    speaker.vectors(titles)
    print(json.dumps({"titles": len(titles), "seconds": round(time.process_time() - began, 2)}))


def main() -> None:
    """Run the parts and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--reports", type=int, help="take only so many of the corpus")
    parser.add_argument("--titles", type=int, default=300)
    a = parser.parse_args()
    here = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import stories_scale as s; "
    where = f"s.Path({str(a.corpus)!r})"
    once = json.loads(python(f"{here}s.measure({where}, {a.reports}, 1)", limit=3600).out)
    titles = json.loads(python(f"{here}s.encode({where}, {a.titles})", limit=3600).out)
    print(json.dumps({"grouped": once, "encoded": titles, "ratio to encoding all titles": round(
        once["seconds"] / once["reports"] / (titles["seconds"] / titles["titles"]), 3)}), flush=True)  # fmt: skip
    if a.times > 1:
        many = json.loads(python(f"{here}s.measure({where}, {a.reports}, {a.times})", limit=7200).out)
        print(json.dumps({"edited": many, "per report, to once": round(
            many["seconds"] / many["reports"] / (once["seconds"] / once["reports"]), 3), "mb a report": round(
            (many["peak_mb"] - many["mb_before"]) / many["reports"], 4)}))  # fmt: skip


if __name__ == "__main__":
    main()
