"""Near copies among the 8,425 articles of ../shared/data/egypt-2013: found, missed, how fast, and how the cost grows.

    python bench/reuse.py [--most N] [--scale | --count]   # --scale: up to ten times the collection, minutes, 4 GB

Truth: any pair that shares at least half of the shorter one's runs of five words, by brute force. Run beside it, where
installed: datasketch's MinHash LSH, its threshold lowered until it finds 99 of 100, its pairs verified in the same
way. --count tells how the work grows by counting operations, which no other load on the machine changes: postings
walked, candidates verified, their runs compared. Ends with 1 where recall is below .99, precision below .95, or the
LSH is faster.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

from riwaya.derivations.candidates import answers, asking, sharing
from riwaya.derivations.holders import BUSY, hold
from riwaya.derivations.reuse import RUN
from riwaya.language.text import words

SOURCE = Path(__file__).resolve().parents[2] / "shared/data/egypt-2013/articles-2013-02-01_03.jsonl.gz"
RECALL, PRECISION = 0.99, 0.95
Forms = list[str]


def load(most: int | None = None) -> list[Forms]:
    """The folded words of every article, or of the first `most`."""
    out: list[Forms] = []
    with gzip.open(SOURCE, "rt", encoding="utf8") as file:
        for line in file:
            if len(out) == most:
                break
            out.append([w.form for w in words(json.loads(line)["text"]) if w.form])
    return out


def brute(articles: list[Forms]) -> set[tuple[int, int]]:
    """All pairs at or above one half, counted run by run."""
    runs = [{tuple(a[i : i + RUN]) for i in range(len(a) - RUN + 1)} for a in articles]
    holders: dict[tuple[str, ...], list[int]] = {}
    for n, mine in enumerate(runs):
        for run in mine:
            holders.setdefault(run, []).append(n)
    shared: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        shared.update((held[y], held[x]) for x in range(len(held)) for y in range(x))
    return {p for p, n in shared.items() if 2 * n >= min(len(runs[p[0]]), len(runs[p[1]]))}


def lsh(articles: list[Forms], threshold: float, permutations: int = 64) -> set[tuple[int, int]]:
    """The same by datasketch's MinHash LSH, pairs verified."""
    from datasketch import MinHash, MinHashLSH

    runs = [{" ".join(a[i : i + RUN]) for i in range(len(a) - RUN + 1)} for a in articles]
    sketches = []
    index = MinHashLSH(threshold=threshold, num_perm=permutations)
    for n, mine in enumerate(runs):
        sketch = MinHash(num_perm=permutations)
        sketch.update_batch([r.encode() for r in mine])
        sketches.append(sketch)
        if mine:
            index.insert(n, sketch)
    found = set()
    for n, mine in enumerate(runs):
        for other in index.query(sketches[n]) if mine else ():
            if other < n and 2 * len(mine & runs[other]) >= min(len(mine), len(runs[other])):
                found.add((other, n))
    return found


def repeated(articles: list[Forms], times: int, one_in: int) -> list[Forms]:
    """The collection `times` over, one word in `one_in` changed at random in every repetition but the first."""
    chance = random.Random(7)
    out = list(articles)
    for n in range(1, times):
        out += [[f"{w}{n}" if chance.random() < 1 / one_in else w for w in a] for a in articles]
    return out


def grow(articles: list[Forms], one_in: int) -> None:
    """How the cost grows, in processor time; every size is measured beside the first, three times."""
    for times in (2, 5, 10):
        texts = repeated(articles, times, one_in)
        ratios, pairs = [], 0
        for _ in range(3):
            start = time.process_time()
            sharing(articles)
            middle = time.process_time()
            pairs = len(sharing(texts).a)
            ratios.append((time.process_time() - middle) / (middle - start))
        fair = times * math.log(len(texts)) / math.log(len(articles))
        print(f"  {len(texts):6} texts, {pairs:8} pairs: {statistics.median(ratios):5.1f} times the time "
              f"({min(ratios):.1f} to {max(ratios):.1f}; n log n: {fair:.1f})", flush=True)


def operations(articles: list[Forms]) -> tuple[int, int, int, int]:
    """What `sharing` does with a collection: words sorted, postings walked, candidates verified, runs compared."""
    index = hold(articles)
    many = np.diff(index.first)
    step = np.arange(len(index.rows)) - np.repeat(index.first[:-1], many)
    asked = step < np.repeat(asking(index, 0.5), many)
    runs, rows = index.runs[asked], index.rows[asked]
    walked = np.where(np.diff(index.start)[runs] > BUSY, BUSY, rows - index.start[runs]).sum()
    verified = compared = 0
    for askers, answering in answers(index, 0.5):
        verified += len(answering)
        compared += int(many[np.unique(askers)].sum() + many[answering].sum())
    return sum(map(len, articles)), int(walked), verified, compared


def counted(articles: list[Forms]) -> None:
    """How the operations grow: the same articles again and again with edits, and that many different ones."""
    for name, one_in in (("one word in twenty changed", 20), ("one word in three changed", 3)):
        print(f"every article again, {name}:")
        for times in (1, 2, 5, 10):
            texts = repeated(articles, times, one_in)
            told(texts, times)
    print("other articles:")
    for times in (1, 2, 5, 10):
        told(articles[: len(articles) * times // 10], times)


def told(texts: list[Forms], times: int) -> None:
    """One line of `counted`, with the time it takes."""
    words, walked, verified, compared = operations(texts)
    start = time.process_time()
    pairs = len(sharing(texts).a)
    took = time.process_time() - start
    n = len(texts)
    print(f"  {times:2} x: {n:6} texts, {words:9} words, {walked:8} postings walked ({walked / n:.2f} a text), "
          f"{verified:7} candidates ({verified / n:.2f}), {compared:9} runs compared ({compared / n:.1f}), "
          f"{pairs:7} pairs, {took:.1f} s", flush=True)


def main() -> int:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, help="take only so many articles")
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--count", action="store_true", help="count operations, and nothing else")
    arguments = parser.parse_args()
    articles = load(arguments.most)
    if arguments.count:
        counted(articles)
        return 0
    truth = brute(articles)
    start = time.perf_counter()
    shared = sharing(articles)
    mine = time.perf_counter() - start
    found = set(zip(shared.a.tolist(), shared.b.tolist(), strict=True))
    hit = len(found & truth)
    recall, precision = hit / len(truth), hit / len(found)
    print(f"riwaya: recall {recall:.4f}, precision {precision:.4f}, {mine:.1f} s, {len(truth)} pairs")
    good = recall >= RECALL and precision >= PRECISION
    try:
        import datasketch  # noqa: F401
    except ImportError:
        print("datasketch is not installed: nothing to compare with")
    else:
        for threshold in (0.4, 0.2, 0.1, 0.05):
            start = time.perf_counter()
            other = lsh(articles, threshold)
            took = time.perf_counter() - start
            reached = len(other & truth) / len(truth)
            print(f"datasketch, threshold {threshold}: recall {reached:.4f}, {took:.1f} s, {took / mine:.1f} times")
            if reached >= RECALL:
                break
        good = good and mine < took
    if arguments.scale:
        print("every article ten times over, lightly edited (one word in twenty):")
        grow(articles, 20)
        print("ten times as many articles (one word in three changed):")
        grow(articles, 3)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
