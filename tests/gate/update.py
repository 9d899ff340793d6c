"""Measure again and raise the floors: `python tests/gate/update.py [--lower "why"]`.

A figure that rose raises its floor. One that fell below its floor keeps it, and the program ends with 1, unless
`--lower` says why it may fall: then the floor is lowered and the reason goes into lowered.md. Tables whose stories are
not here are left as they are.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import tomllib
from pathlib import Path
from typing import Any

from measure import FIGURES, SCORER, digest, mean, tables

HERE = Path(__file__).parent
Table = dict[str, Any]

HEADER = """\
# Floors of the quality gate (docs/quality.md). Written by `python tests/gate/update.py`; not by hand.
"""


def cut(value: float) -> float:
    """Three digits, never rounded up: a floor has to be below what was measured."""
    return int(value * 1000 + 1e-6) / 1000


def revise(old: Table, got: dict[str, float], stamp: str, lower: bool) -> tuple[Table, list[str], list[str]]:
    """The new table of floors; what rose, and what fell (and was lowered only if `lower`), each as words."""
    new: Table = {"digest": stamp}
    rose, fell = [], []
    for figure in FIGURES:
        floor, value = old.get(figure), cut(got[figure])
        new[figure] = value
        if floor is None or value > floor:
            rose.append(f"{figure}: {'' if floor is None else f'{floor:.3f} '}→ {value:.3f}")
        elif value < floor:
            fell.append(f"{figure}: {floor:.3f} → {value:.3f}")
            if not lower:
                new[figure] = floor
    return new, rose, fell


def written(floors: dict[str, Table]) -> str:
    """floors.toml."""
    parts = [HEADER]
    for name in sorted(floors):
        group, _, story = name.partition(".")
        parts.append(f'\n[{group}."{story}"]\ndigest = "{floors[name]["digest"]}"\n')
        parts += [f'"{figure}" = {floors[name][figure]:.3f}\n' for figure in FIGURES]
    return "".join(parts)


def read(path: Path) -> dict[str, Table]:
    """floors.toml as tables by name; nothing where there is none yet."""
    if not path.exists():
        return {}
    groups = tomllib.loads(path.read_text(encoding="utf8"))
    return {f"{group}.{name}": table for group, inner in groups.items() for name, table in inner.items()}


def main(args: list[str] | None = None, here: Path = HERE) -> int:
    """Measure, write, tell. 0, or 1 where a figure fell and no reason was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", metavar="WHY", help="let figures fall, for this reason (ten letters at least)")
    asked = parser.parse_args(args)
    why = asked.lower and " ".join(asked.lower.split())
    if asked.lower is not None and len(why) < 10:
        parser.error("--lower needs a reason in words")
    if not SCORER.exists():
        print("the scorer is not beside the repo (../shared/score): nothing measured", file=sys.stderr)
        return 1
    floors, lowered, kept = read(here / "floors.toml"), [], 0
    for name, folders in tables().items():
        floors[name], rose, fell = revise(floors.get(name, {}), mean(folders), digest(folders), bool(why))
        for line in rose:
            print(f"{name} {line}")
        for line in fell:
            print(f"{name} {line} {'lowered' if why else 'KEPT: it fell'}", file=sys.stderr)
        lowered += [f"- {datetime.date.today()} {name} {line}: {why}\n" for line in fell if why]
        kept += 0 if why else len(fell)
    (here / "floors.toml").write_text(written(floors), encoding="utf8")
    if lowered:
        with (here / "lowered.md").open("a", encoding="utf8") as log:
            log.writelines(lowered)
    if kept:
        print(f"{kept} figures fell below their floors, which were kept. Mend it, or say --lower WHY.", file=sys.stderr)
    return 1 if kept else 0


if __name__ == "__main__":
    sys.exit(main())
