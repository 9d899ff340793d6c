"""Near copies among the 8,425 articles of ../shared/data/egypt-2013: found, missed, how fast, and how the cost grows.

    python bench/reuse.py [--scale]          # --scale repeats the collection up to ten times, which takes minutes

Truth: any pair that shares at least half of the shorter one's runs of five words, by brute force. Run beside it, where
installed: datasketch's MinHash LSH, at the largest threshold that finds as much, its pairs verified in the same way.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import time
from collections import Counter
from pathlib import Path

from riwaya.derivations.candidates import candidates
from riwaya.derivations.reuse import RUN, Text
from riwaya.language.text import Word, words

SOURCE = Path(__file__).resolve().parents[2] / "shared/data/egypt-2013/articles-2013-02-01_03.jsonl.gz"
Forms = list[str]


def text(n: int, forms: Forms) -> Text:
    """A text of these words; places are of no matter here."""
    return Text(str(n), tuple(Word(f, 0, 0) for f in forms), (), True)


def load() -> list[Forms]:
    """The folded words of every article."""
    with gzip.open(SOURCE, "rt", encoding="utf8") as file:
        return [[w.form for w in words(json.loads(line)["text"]) if w.form] for line in file]


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
    """How the cost grows."""
    seconds = {}
    for times in (1, 2, 5, 10):
        texts = [text(n, a) for n, a in enumerate(repeated(articles, times, one_in))]
        start = time.perf_counter()
        pairs = candidates(texts)
        seconds[times] = time.perf_counter() - start
        print(f"  {len(texts):6} texts  {seconds[times]:6.1f} s  {len(pairs):8} pairs")
    n = len(articles)
    power = math.log(seconds[10] / seconds[1]) / math.log(10)
    fair = 10 * math.log(10 * n) / math.log(n)
    ratio = seconds[10] / seconds[1]
    print(f"  ten times the size costs {ratio:.1f} times as much (n log n: {fair:.1f}); n^{power:.2f}")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", action="store_true")
    arguments = parser.parse_args()
    articles = load()
    texts = [text(n, a) for n, a in enumerate(articles)]
    truth = brute(articles)
    start = time.perf_counter()
    found = {(p.a, p.b) for p in candidates(texts)}
    mine = time.perf_counter() - start
    hit = len(found & truth)
    print(f"riwaya: recall {hit / len(truth):.4f}, precision {hit / len(found):.4f}, {mine:.1f} s, {len(truth)} pairs")
    try:
        import datasketch  # noqa: F401
    except ImportError:
        print("datasketch is not installed: nothing to compare with")
    else:
        for threshold in (0.5, 0.4, 0.3, 0.2, 0.15, 0.1):
            start = time.perf_counter()
            other = lsh(articles, threshold)
            took = time.perf_counter() - start
            recall = len(other & truth) / len(truth)
            print(f"datasketch, threshold {threshold}: recall {recall:.4f}, {took:.1f} s, {took / mine:.1f} times")
            if recall >= hit / len(truth) - 0.005:
                break
    if arguments.scale:
        print("every story ten times over, lightly edited (one word in twenty):")
        grow(articles, 20)
        print("ten times as many stories (one word in three changed):")
        grow(articles, 3)


if __name__ == "__main__":
    main()
