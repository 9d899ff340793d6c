"""How well grouping does: `python bench/stories.py [--gold ../shared/gold-stories/…] [--background N]`.

On a day sorted by hand: BCubed and pairwise F1 of the batch, of the stream in a random order, and of the baseline
(TF-IDF cosine from .30 on, union-find), with the processor time of each, and the halves of the outlets apart. Then the
annotated stories and examples, mixed with N articles of another month.
"""

from __future__ import annotations

import argparse
import email.utils
import gzip
import importlib.util
import json
import random
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from riwaya.intake import read
from riwaya.model import Report
from riwaya.stories import Stream, group

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def module(name: str) -> ModuleType:
    """A script of the scorers."""
    spec = importlib.util.spec_from_file_location(name, SHARED / "score" / f"{name}.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def articles(path: Path) -> list[dict[str, Any]]:
    """The records of a packed file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def report(row: dict[str, Any]) -> Report:
    """A record as a report."""
    moment = email.utils.parsedate_to_datetime(row["time"]).isoformat()
    return Report(row["docno"], row["docno"], row["title"], row["text"], "ar", outlet_name=row["src"], url=row["url"],
                  published_at=moment)  # fmt: skip


def labels(stories: Iterable[Iterable[str]]) -> dict[str, str]:
    """The number of the story of each report."""
    return {id_: str(n) for n, story in enumerate(stories) for id_ in story}


def streamed(reports: list[Report], seed: int) -> dict[str, str]:
    """One by one, in a random order."""
    stream = Stream()
    for r in random.Random(seed).sample(reports, len(reports)):
        stream.add(r)
    return labels(s.reports for s in stream.stories())


def day(folder: Path) -> None:
    """The figures on a day sorted by hand."""
    scorer, baseline = module("score_stories"), module("baselines")
    rows = articles(folder / "articles.jsonl.gz")
    gold = json.loads((folder / "stories.json").read_text(encoding="utf8"))
    for twin in json.loads((folder / "twins.json").read_text(encoding="utf8")):
        gold.pop(twin, None)
    outlets = {r["docno"]: r["src"] for r in rows}
    half = sorted(set(outlets.values()))[::2]
    reports = [report(r) for r in rows]
    ways: dict[str, Callable[[], dict[str, str]]] = {
        "group": lambda: labels(group(reports)),
        "stream": lambda: streamed(reports, 1),
        "stream, another order": lambda: streamed(reports, 2),
        "TF-IDF .30, union-find": lambda: baseline.link(rows, 0.30),
    }
    group(reports[:5])
    for name, way in ways.items():
        began = time.process_time()
        found = way()
        spent = time.process_time() - began
        whole = scorer.score({d: found[d] for d in gold}, gold)
        parts = []
        for wanted in (True, False):
            some = {d: s for d, s in gold.items() if (outlets[d] in half) == wanted}
            parts.append(scorer.score({d: found[d] for d in some}, some)["bcubed"]["f1"])
        print(json.dumps({"way": name, "bcubed": whole["bcubed"], "pairwise": whole["pairwise"]["f1"],
                          "halves of the outlets": parts, "seconds": round(spent, 2)}))  # fmt: skip


def mixed(count: int) -> None:
    """Annotated stories among articles of another month."""
    scorer = module("score_stories")
    gold: dict[str, str] = {}
    reports: list[Report] = []
    for folder in sorted([*SHARED.glob("gold/*/reports"), *ROOT.glob("examples/*/reports")]):
        for r in read([folder]).reports:
            id_ = f"{folder.parent.name}/{r.id}"
            gold[id_] = folder.parent.name
            reports.append(Report(id_, r.origin, r.title, r.text, r.language, outlet_name=r.outlet_name,
                                  published=r.published, published_at=r.published_at))  # fmt: skip
    rows = articles(SHARED / "data" / "ant-2018" / "articles-2018-04.jsonl.gz")
    for row in random.Random(3).sample(rows, count):
        gold[row["docno"]] = row["docno"]
        reports.append(report(row))
    found = labels(group(reports))
    annotated = {d: s for d, s in gold.items() if "/" in d}
    # a stranger in a story costs precision, and so each is kept where it was put with one of them
    with_strangers = {d: s for d, s in gold.items() if d in annotated or found[d] in {found[a] for a in annotated}}
    four = {d: s for d, s in with_strangers.items() if s not in ("market-fire", "patient-files")}
    for name, some in (("mixed, annotated", four), ("mixed, with the examples", with_strangers)):
        print(json.dumps({"way": name, **scorer.score({d: found[d] for d in some}, some)["bcubed"], "of": len(some)}))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "gold-stories" / "ant-2018-04-13")
    parser.add_argument("--background", type=int, default=500)
    arguments = parser.parse_args()
    if not arguments.gold.is_dir():
        sys.exit(f"{arguments.gold}: no such folder")
    day(arguments.gold)
    mixed(arguments.background)


if __name__ == "__main__":
    main()
