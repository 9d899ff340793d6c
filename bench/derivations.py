"""Derivations and independent sources on stories read by hand, everything before them given as it is.

    python bench/derivations.py [--examples] [--no-encoder]

So only these two stages can be wrong. --examples takes the example stories of the project instead of ../shared/gold.
The whole way from the pages is measured by the gate (tests/gate).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import goldstory
from riwaya.derivations import derive
from riwaya.encoder import encoder
from riwaya.independence import count
from riwaya.model import Derivation, Report, Source

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def edges(derivations: Sequence[Derivation], reports: Sequence[Report]) -> dict[tuple[str, str], str]:
    """Edges with how; an outlet with a report in the story goes by the report."""
    own = {r.outlet: r.id for r in reports}
    return {(d.report, own.get(d.from_, d.from_)): d.how for d in derivations}


def never(_: Source, __: Source) -> bool:
    """No two unnamed sources are taken for one: what `riwaya.sources.compatible` says is measured elsewhere."""
    return False


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", action="store_true")
    parser.add_argument("--no-encoder", action="store_true")
    arguments = parser.parse_args()
    folders = sorted(p.parent for p in EXAMPLES.glob("*/gold.json")) if arguments.examples else goldstory.folders()
    vectors = None if arguments.no_encoder else encoder()
    total = []
    for folder in folders:
        trace = goldstory.load(folder).trace
        story = trace.stories[0]
        found = derive(trace.reports, trace.sources, trace.statements, story.claims, vectors)
        got, want = edges(found, trace.reports), edges(story.derivations, trace.reports)
        hit = got.keys() & want.keys()
        f1 = 2 * len(hit) / (len(got) + len(want))
        how = sum(got[k] == want[k] for k in hit) / max(1, len(hit))
        shared = [c for c in story.claims if len(c.statements()) > 1]
        counted = count(shared, trace.statements, trace.reports, trace.sources, found, compatible=never)
        low, high = (sum(getattr(c.independent, side) == getattr(w.independent, side)
                         for c, w in zip(counted, shared, strict=True)) / len(shared) for side in ("low", "high"))
        print(f"{folder.name:14} derivations f1 {f1:.3f}, how {how:.3f}; independent low {low:.3f}, high {high:.3f}")
        for k in sorted(want.keys() - got.keys()):
            print(f"  missed {k[0]} from {k[1]} ({want[k]})")
        for k in sorted(got.keys() - want.keys()):
            print(f"  too much {k[0]} from {k[1]} ({got[k]})")
        total.append((f1, how, low, high))
    if total:
        f1, how, low, high = (sum(column) / len(total) for column in zip(*total, strict=True))
        print(f"{'mean':14} derivations f1 {f1:.3f}, how {how:.3f}; independent low {low:.3f}, high {high:.3f}")


if __name__ == "__main__":
    main()
