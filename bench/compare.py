"""`riwaya compare` on the 140 pairs of ../shared/gold-derivation, scored by its own scorer.

    python bench/compare.py [--alone] [--shaken 20] [--stories]

--stories instead takes every two reports of the stories read by hand, on which no weight of this was set: which of
them are seen to be related where one takes from the other, and where nothing connects them.
--alone compares every pair without the collection that it comes from. --shaken repeats it with every measure off by
up to a tenth at random: how much of the figure hangs on where exactly the thresholds stand.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from riwaya.comparing import Comparison, compare, compare_many, verdict
from riwaya.comparing.measures import Background, Measures, Read, measure
from riwaya.encoder import encoder
from riwaya.intake import read
from riwaya.model import Report

SHARED = Path(__file__).resolve().parents[2] / "shared"
FOLDER = SHARED / "gold-derivation"
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
sys.path.insert(0, str(SHARED / "score"))


def load() -> tuple[list[Report], list[dict[str, Any]]]:
    """The articles, read as any JSON lines are, and the gold pairs."""
    found = read([FOLDER / "articles.jsonl.gz"], mapping={"outlet": "src", "published": "time"})
    pairs = [json.loads(row) for row in (FOLDER / "pairs.jsonl").read_text(encoding="utf8").splitlines() if row]
    return list(found.reports), pairs


def scored(found: Sequence[Comparison], pairs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The figures of score_derivation.py."""
    from score_derivation import score

    rows = {frozenset((c.a, c.b)): {"label": c.label, "from": c.from_} for c in found}
    return score(rows, list(pairs))  # type: ignore[no-any-return]


def show(name: str, figures: dict[str, Any]) -> None:
    """One line."""
    three = figures["three_way"]
    way = figures["direction"]
    five = figures["five_way"]["accuracy"]
    classes = ", ".join(f"{c} {three[c]['f1']:.3f}" for c in ("taken", "rewrites", "none"))
    print(f"{name:10} macro {three['macro_f1']:.3f} ({classes}), five-way {five:.3f}, direction {way['right']} right "
          f"and {way['wrong']} wrong of {way['pairs']}")


def shake(reports: list[Report], pairs: list[dict[str, Any]], times: int) -> None:
    """The same with every measure off by up to a tenth."""
    chance = random.Random(1)

    def off(a: Read, b: Read, ground: Background) -> Measures:
        m = measure(a, b, ground)
        return replace(m, **{name: getattr(m, name) * chance.uniform(0.9, 1.1)
                             for name in ("contained", "covered", "rare", "cosine", "titles")})

    verdict.measure = off  # type: ignore[attr-defined]
    figures = [scored(list(compare_many([(p["a"], p["b"]) for p in pairs], reports)), pairs) for _ in range(times)]
    verdict.measure = measure  # type: ignore[attr-defined]
    for name, of in (("macro", [f["three_way"]["macro_f1"] for f in figures]),
                     ("five-way", [f["five_way"]["accuracy"] for f in figures])):
        print(f"shaken {times} times: {name} {min(of):.3f} to {max(of):.3f}, mean {sum(of) / len(of):.3f}")


def stories() -> None:
    """Every two reports of one story, by how they truly stand: an edge, kin by a third, or nothing."""
    table: Counter[tuple[str, str]] = Counter()
    way: Counter[str] = Counter()
    vectors = encoder()
    for folder in (*sorted((SHARED / "gold").glob("*/gold.json")), *sorted(EXAMPLES.glob("*/gold.json"))):
        gold = json.loads(folder.read_text(encoding="utf8"))
        reports = {r.id: r for r in read([folder.parent / "reports"]).reports}
        taken = {(d["report"], d["from"]): d["how"] for d in gold["derivations"]}
        above = {r: {r} for r in reports}
        for _ in reports:
            for report, original in taken:
                above[report] |= above.get(original, {original})
        for a, b in combinations(sorted(reports), 2):
            found = compare(reports[a], reports[b], encoder=vectors)
            edge = taken.get((a, b)) or taken.get((b, a))
            table[edge or ("kin" if above[a] & above[b] else "nothing"), found.label] += 1
            if edge and found.from_:
                way["right" if (a if found.from_ == b else b, found.from_) in taken else "wrong"] += 1
    for truth in ("copies", "cites", "rewrites", "translates", "kin", "nothing"):
        print(f"{truth:10} " + ", ".join(f"{n} {label}" for (t, label), n in sorted(table.items()) if t == truth))
    print(f"direction {way['right']} right and {way['wrong']} wrong of those called")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--shaken", type=int, default=0, metavar="TIMES")
    parser.add_argument("--stories", action="store_true")
    arguments = parser.parse_args()
    if arguments.stories:
        stories()
        return
    reports, pairs = load()
    by_id = {r.id: r for r in reports}
    found = [compare(by_id[p["a"]], by_id[p["b"]]) for p in pairs] if arguments.alone else list(
        compare_many([(p["a"], p["b"]) for p in pairs], reports))
    show("all", scored(found, pairs))
    for stratum in sorted({p["stratum"] for p in pairs}):
        show(stratum, scored(found, [p for p in pairs if p["stratum"] == stratum]))
    if arguments.shaken:
        shake(reports, pairs, arguments.shaken)


if __name__ == "__main__":
    main()
