"""Claims of one story of 10, 100 and 1,000 reports: time and memory a report, and whether candidates lose anything.

    OMP_NUM_THREADS=1 RIWAYA_CACHE=off python bench/claims_scale.py [--sizes 10 100 1000] [--small]

Reports are articles of ../shared/data/ant-2018 with copies that differ in a word or a figure; their sentences stand for
statements. For the smallest size the result is set beside all-against-all pairing (pairwise F1).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import resource
import time
from collections.abc import Sequence
from itertools import combinations

import goldstory
from riwaya.claims import align, candidates
from riwaya.encoder import Encoder, SmallEncoder, encoder
from riwaya.model import Claim, Report, Statement

_SENTENCE = re.compile(r"[^.!?؟\n]+")
COPIES = 0.3  #: share of reports that are edited copies of another


def articles() -> list[str]:
    """Bodies of real articles, longest part first."""
    path = goldstory.SHARED / "data" / "ant-2018" / "articles-2018-04.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf8") as file:
        rows = [json.loads(line) for line in file]
    return [r.get("text") or r.get("body") or "" for r in rows if len(r.get("text") or r.get("body") or "") > 400]


def edited(text: str, rng: random.Random) -> str:
    """A copy with a few words dropped and figures changed."""
    words = text.split(" ")
    for _ in range(max(1, len(words) // 60)):
        at = rng.randrange(len(words))
        words[at] = str(rng.randrange(2, 90)) if words[at].isdigit() else ""
    return " ".join(w for w in words if w)


def story(size: int, bodies: Sequence[str], seed: int = 0) -> tuple[list[Report], list[Statement]]:
    """A story of `size` reports with the sentences of each as statements."""
    rng = random.Random(seed)
    texts: list[str] = []
    for i in range(size):
        copy = texts and rng.random() < COPIES
        texts.append(edited(rng.choice(texts), rng) if copy else bodies[i % len(bodies)][:3000])
    reports = [Report(f"r{i:04}", "", "", t, "ar", published="2018-04-13") for i, t in enumerate(texts)]
    statements = [
        Statement(f"{r.id}-{m.start()}", r.id, m.start(), m.end(), "own")
        for r in reports for m in _SENTENCE.finditer(r.text) if len(m[0].split()) >= 4
    ]
    return reports, statements


def pairs(claims: Sequence[Claim]) -> set[tuple[str, str]]:
    """All pairs of statements within a claim."""
    return {p for c in claims for p in combinations(sorted(c.statements()), 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10, 100, 1000])
    parser.add_argument("--small", action="store_true")
    args = parser.parse_args()
    speaker: Encoder = SmallEncoder() if args.small else encoder()
    speaker.vectors(["warm up"])
    bodies = articles()
    for n, size in enumerate(args.sizes):
        reports, statements = story(size, bodies)
        start = time.perf_counter()
        claims = align(reports, [], statements, speaker)
        taken = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"{size} reports, {len(statements)} statements, {len(claims)} claims: {taken:.1f} s, "
              f"{1000 * taken / size:.0f} ms a report, peak {peak:.2f} GB", flush=True)
        if n == 0:
            near, candidates.NEAREST = candidates.NEAREST, len(statements)
            full = pairs(align(reports, [], statements, speaker))
            candidates.NEAREST = near
            found = pairs(claims)
            f1 = 2 * len(full & found) / max(1, len(full) + len(found))
            print(f"   against all pairs: F1 {f1:.3f}")


if __name__ == "__main__":
    main()
