"""How often each kind of difference is found and right, by the rules alone, on the pairs of corpus/claims.

    OMP_NUM_THREADS=1 python bench/claims_kinds.py

Pairs that are marked as one claim ("same" or "differs"), in either file of mini stories (statements as short as those
of a story) and in the two files of whole sentences. Kinds that hang on who says it (attribution) are not in the pairs.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from riwaya.differences import Telling, between, tell
from riwaya.language.text import is_arabic
from riwaya.model import Report, Statement

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "claims"
KINDS = ("number", "date", "name", "action", "polarity", "strength", "detail")


def telling(text: str) -> Telling:
    """A sentence as a telling of its own, without chain."""
    report = Report("r", "", "", text, "ar" if is_arabic(text) else "en", published="2024-05-15")
    return tell(Statement("s", "r", 0, len(text), "own"), report, {})


def pairs(path: Path) -> Iterator[tuple[Telling, Telling, set[str], bool]]:
    """(a, b, kinds that part them, whether they conflict) of every pair that is one claim."""
    for line in path.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        made = {k: telling(v[1]) for k, v in row["sentences"].items()}
        for a, b, label, differences in row["pairs"]:
            if label != "other":
                yield made[a], made[b], {d[0] for d in differences} & set(KINDS), any(d[3] for d in differences)


def main() -> None:
    for path in sorted(CORPUS.glob("*.jsonl")):
        count: Counter[tuple[str, str]] = Counter()
        total = 0
        for a, b, want, clash in pairs(path):
            found = between(a, b)
            got = {f.kind for f in found} & set(KINDS)
            total += 1
            for kind in (*KINDS, "any", "conflict"):
                here = (any(f.conflict for f in found), clash) if kind == "conflict" else (
                    (bool(got), bool(want)) if kind == "any" else (kind in got, kind in want))
                count[kind, "hit"] += all(here)
                count[kind, "got"] += here[0]
                count[kind, "want"] += here[1]
        print(f"{path.stem}: {total} pairs")
        for kind in ("any", "conflict", *KINDS):
            hit, got, want = (count[kind, k] for k in ("hit", "got", "want"))
            print(f"   {kind:9} right {hit / max(1, got):.2f}  found {hit / max(1, want):.2f}  of {want}")


if __name__ == "__main__":
    main()
