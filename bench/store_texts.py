"""Reports for measuring the store: the articles of ../shared/data where they are, else invented ones; any number."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, islice

from made import background
from process import ROOT
from riwaya.intake.pages import read_with_pages
from riwaya.model import Report

DATA = ROOT.parent / "shared" / "data"
SOURCES = {
    "egypt-2013": {"published": "crawled"},
    "saudi-2015": {"published": "date_extracted", "outlet": "source", "text": "content"},
    "ant-2018": {"published": "time", "outlet": "src"},
}


def pages() -> Iterator[tuple[Report, bytes]]:
    """Every article with the line it was read from, as it comes from the files; 16,000 in all."""
    there = [(DATA / name, mapping) for name, mapping in SOURCES.items() if (DATA / name).is_dir()]
    found = chain.from_iterable(read_with_pages([folder], mapping=mapping) for folder, mapping in there)
    return (one for one in (found if there else invented(16_000)) if isinstance(one, tuple))


def invented(count: int) -> Iterator[tuple[Report, bytes]]:
    """Made reports of some 20 sentences each, six hours apart."""
    chance = random.Random(7)
    for i in range(count):
        text = "\n".join(background(i, chance) for _ in range(20))
        day = (datetime(2001, 1, 1) + timedelta(hours=6 * i)).isoformat()
        report = Report(f"made-{i}", f"https://made.example/{i}", f"خبر رقم {i}", text, "ar", published=day[:10],
                        published_at=day, url=f"https://made.example/{i}", outlet_name=f"جريدة {i % 40}")  # fmt: skip
        yield report, json.dumps({"text": text}).encode()


def many(count: int) -> Iterator[Report]:
    """So many reports: the articles again and again, each time under other addresses."""
    known = [report for report, _ in islice(pages(), min(count, 16_500))]
    rounds = chain.from_iterable(((r, n) for r in known) for n in range(count // max(1, len(known)) + 1))
    for report, n in islice(rounds, count):
        yield replace(report, id=f"{report.id[:80]}-{n}", url=f"https://again.example/{n}/{report.id}")
