"""How the count of independent sources stands up to errors of what is read before it.

    python bench/miscount.py [--times 40] [--seed 1]

The stories read by hand, with errors put in at random: statements that are missed in a claim, statements of other
claims in it, chains that are lost or made up, chains cut short, one source taken for two. Printed: the share of
claims whose low and high stay what they are without the error. (A statement that is missed can be the only one of its
source: then no count could be right.)
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import goldstory
from riwaya.independence import count
from riwaya.model import Claim, Source, Statement, Trace

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
ERRORS: Mapping[str, Mapping[str, float]] = {
    "one statement in five missed": {"missed": 0.2},
    "one other statement in every tenth claim": {"strange": 0.1},
    "one chain in fourteen lost or made up": {"lost": 0.07},
    "one chain in ten cut short": {"cut": 0.1},
    "one source in twenty taken for another": {"split": 0.05},
    "all together, somewhat milder": {"missed": 0.15, "strange": 0.1, "lost": 0.05, "cut": 0.05, "split": 0.03},
}


def same(a: Source, b: Source) -> bool:
    """Whether two are parts of one source that was split."""
    return a.id.split("#")[0] == b.id.split("#")[0]


def spoilt(
    trace: Trace, chance: random.Random, missed: float = 0, strange: float = 0, lost: float = 0, cut: float = 0,
    split: float = 0,
) -> tuple[list[Claim], list[Statement], list[Source]]:
    """The story's claims, statements and sources with errors in them."""
    sources = {s.id: s for s in trace.sources}
    people = sorted(i for i, s in sources.items() if s.kind not in ("outlet", "agency"))

    def parted(id_: str) -> str:
        if id_ not in people or chance.random() >= split:
            return id_
        twin = f"{id_}#{chance.randint(1, 3)}"
        sources[twin] = replace(sources[id_], id=twin)
        return twin

    statements = []
    for s in trace.statements:
        chain = s.chain
        if chance.random() < lost:
            chain = () if chain else (chance.choice(people),)
        elif len(chain) > 1 and chance.random() < cut:
            chain = chain[1:] if chance.random() < 0.5 else chain[:-1]
        chain = tuple(map(parted, chain))
        voice = "own" if not chain else "indirect" if s.voice == "own" else s.voice
        statements.append(replace(s, chain=chain, voice=voice))
    ids = [s.id for s in statements]
    claims = []
    for c in trace.stories[0].claims:
        versions = [[s for s in v if chance.random() >= missed] for v in c.versions]
        if not any(versions):
            versions = [list(c.versions[0])]
        if chance.random() < strange:
            versions.append([i for i in [chance.choice(ids)] if i not in c.statements()])
        claims.append(replace(c, versions=tuple(tuple(v) for v in versions if v)))
    return claims, statements, list(sources.values())


def counts(trace: Trace, claims: Sequence[Claim], statements: Sequence[Statement], sources: Sequence[Source]
           ) -> list[tuple[int, int]]:
    """Low and high of every claim that several statements made before any error."""
    found = count(claims, statements, trace.reports, sources, trace.stories[0].derivations, compatible=same)
    return [(c.independent.low, c.independent.high) for c, whole in zip(found, trace.stories[0].claims, strict=True)
            if len(whole.statements()) > 1]


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    folders = [*goldstory.folders(), *sorted(p.parent for p in EXAMPLES.glob("*/gold.json"))]
    traces = [goldstory.load(f).trace for f in folders]
    for name, errors in ERRORS.items():
        chance = random.Random(arguments.seed)
        low, high = [], []
        for trace in traces:
            true = counts(trace, trace.stories[0].claims, trace.statements, trace.sources)
            pairs = [(got, want) for _ in range(arguments.times)
                     for got, want in zip(counts(trace, *spoilt(trace, chance, **errors)), true, strict=True)]
            low.append(sum(g[0] == w[0] for g, w in pairs) / len(pairs))
            high.append(sum(g[1] == w[1] for g, w in pairs) / len(pairs))
        print(f"{name:42} low {sum(low) / len(low):.3f}, high {sum(high) / len(high):.3f}")


if __name__ == "__main__":
    main()
