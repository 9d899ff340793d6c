"""Measures riwaya on annotated stories. What comes out is figures between 0 and 1; nothing is judged here."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "score" / "score.py"
EXAMPLES = ROOT / "examples"

SETS: Mapping[str, Path] = {"gold": SHARED / "gold", "later": ROOT / "tests" / "gate" / "later"}
"""Sets of stories of which the mean is pinned, by the name of their table in floors.toml."""

FIGURES = (
    "reading.f1", "reading.title", "reading.bylines", "reading.published",
    "statements.f1", "statements.span", "statements.cue",
    "chain.nearest", "chain.farthest", "chain.whole",
    "claims.f1", "differences.f1", "conflicts.f1",
    "derivations.f1", "derivations.how",
    "independent.low", "independent.high",
    "dates.precision", "dates.recall",
)  # fmt: skip
"""What is pinned. Precision and recall may be traded for each other where F1 is pinned."""

Figures = dict[str, float]


def stories(folder: Path) -> list[Path]:
    """The annotated stories right under a folder, by name."""
    return sorted(p.parent for p in folder.glob("*/gold.json"))


def digest(folders: Iterable[Path]) -> str:
    """One digest of the annotations and pages of these stories; any change to them changes it."""
    whole = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            whole.update(path.relative_to(folder.parent).as_posix().encode() + b"\0")
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


@cache
def scorer() -> ModuleType:
    """The scorer that lies beside the repo."""
    spec = importlib.util.spec_from_file_location("riwaya_score", SCORER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def traced(folder: Path) -> str:
    """The trace of a story's reports as JSON. Once a process."""
    from riwaya.export import json as contract
    from riwaya.tracing import trace

    return contract.dumps(trace([folder / "reports"]))


@cache
def figures(folder: Path) -> Figures:
    """All figures of one story."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf8"))
    return dict(scorer().Pair(gold, json.loads(traced(folder))).run())


def mean(folders: Iterable[Path]) -> Figures:
    """The mean of each figure over stories."""
    each = [figures(folder) for folder in folders]
    return {name: sum(f[name] for f in each) / len(each) for name in each[0]}


def tables() -> dict[str, list[Path]]:
    """Every table of floors that can be measured here, with its stories: one an example, one a set."""
    found = {f"examples.{folder.name}": [folder] for folder in stories(EXAMPLES)}
    return found | {f"sets.{name}": stories(folder) for name, folder in SETS.items() if stories(folder)}
