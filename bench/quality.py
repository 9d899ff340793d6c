"""The table of all quality figures, story by story: `python bench/quality.py [--json]` (docs/quality.md tells them)."""

from __future__ import annotations

import argparse
import json
import sys

from process import ROOT

sys.path.insert(0, str(ROOT / "tests"))

from gate.measure import FIGURES, SCORER, figures, mean, tables


def columns() -> dict[str, dict[str, float]]:
    """Every story and every mean that can be measured here, with its figures."""
    found = {}
    for name, folders in tables().items():
        kind, _, plain = name.partition(".")
        if kind == "examples":
            found[plain] = figures(folders[0])
        else:
            found |= {folder.name: figures(folder) for folder in folders} | {f"mean of {plain}": mean(folders)}
    return found


def main(args: list[str] | None = None) -> int:
    """Print the table as Markdown, or as JSON with every figure of the scorer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(args)
    if not SCORER.exists():
        print("the scorer is not beside the repo (../shared/score): nothing measured", file=sys.stderr)
        return 1
    found = columns()
    if asked.json:
        print(json.dumps({k: {n: round(v, 4) for n, v in f.items()} for k, f in found.items()}, ensure_ascii=False))
        return 0
    print("| | " + " | ".join(found) + " |")
    print("| --- |" + " ---: |" * len(found))
    for figure in FIGURES:
        print(f"| `{figure}` | " + " | ".join(f"{f[figure]:.3f}" for f in found.values()) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
