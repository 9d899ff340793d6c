"""How well pages are read: the reading part of ../shared/score/score.py, story by story.

    python bench/reading.py [FOLDER …] [--show]

Without folders: every story under ../shared/gold, and ../shared/gold-attribution. Prints precision, recall and F1 of
the words kept, and the share of reports whose title, by-lines and date are right; `--show` names what is wrong.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

from riwaya.intake import Reading, read

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
FIGURES = ("precision", "recall", "f1", "title", "bylines", "published")


def scorer() -> ModuleType:
    """The scorer of ../shared, loaded from its path."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "score" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer in {SHARED / 'score'}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(folder: Path, reading: Reading) -> dict[str, float]:
    """The six figures of a story."""
    reports = [
        {"id": r.id, "origin": r.origin, "title": r.title, "bylines": list(r.bylines), "published": r.published,
         "text": r.text}
        for r in reading.reports
    ]  # fmt: skip
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    pair = scorer().Pair(gold, {"reports": reports, "sources": [], "statements": [], "stories": []})
    pair.reading()
    return {name: pair.out[f"reading.{name}"] for name in FIGURES}


def wrong(folder: Path, reading: Reading) -> list[str]:
    """A line for each thing that differs from the gold."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))["reports"]
    fold = scorer().tokens
    by_id = {r.id: r for r in reading.reports}
    lines = []
    for name, want in gold.items():
        got = by_id.get(name)
        if got is None:
            lines.append(f"{name}: not read")
            continue
        wanted, kept = [fold(p) for p in want["paragraphs"]], [fold(p) for p in got.text.split("\n")]
        lines += [f"{name}: kept   {p[:100]!r}" for p in got.text.split("\n") if fold(p) not in wanted]
        lines += [f"{name}: lost   {p[:100]!r}" for p in want["paragraphs"] if fold(p) not in kept]
        if fold(got.title) != fold(want["title"]):
            lines.append(f"{name}: title  {got.title!r} for {want['title']!r}")
        if sorted(map(fold, got.bylines)) != sorted(map(fold, want["bylines"])):
            lines.append(f"{name}: bylines {got.bylines} for {want['bylines']}")
        if got.published != want["published"]:
            lines.append(f"{name}: published {got.published} for {want['published']}")
        if want["outlet"] and got.outlet_name and not set(fold(got.outlet_name)) & set(fold(want["outlet"])):
            lines.append(f"{name}: outlet {got.outlet_name!r} for {want['outlet']!r} (not scored)")
        if want["outlet"] and not got.outlet_name:
            lines.append(f"{name}: outlet none for {want['outlet']!r} (not scored)")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true", help="name what differs from the gold")
    options = parser.parse_args()
    folders = options.folders or [*sorted((SHARED / "gold").iterdir()), SHARED / "gold-attribution"]
    print(f"{'story':20}" + "".join(f"{name:>11}" for name in FIGURES))
    rows = []
    for folder in folders:
        reading = read([folder / "reports"])
        rows.append(figures(folder, reading))
        print(f"{folder.name:20}" + "".join(f"{rows[-1][name]:11.3f}" for name in FIGURES))
        for line in [f"{p.origin}: {p.reason}" for p in reading.problems] + (
            wrong(folder, reading) if options.show else []
        ):
            print("   ", line, file=sys.stderr)
    print(f"{'mean':20}" + "".join(f"{sum(r[n] for r in rows) / len(rows):11.3f}" for n in FIGURES))


if __name__ == "__main__":
    main()
