"""The quality gate: no figure falls below the floor that was reached (docs/quality.md)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from gate.measure import EXAMPLES, FIGURES, SCORER, SETS, digest, mean, stories, tables

HERE = Path(__file__).parent
FLOORS: dict[str, dict[str, Any]] = {
    f"{group}.{name}": table
    for group, inner in tomllib.loads((HERE / "floors.toml").read_text(encoding="utf8")).items()
    for name, table in inner.items()
}
SLACK = 0.0005  #: floors are cut to three digits; sums differ in the last bits between machines


def test_every_example_has_floors() -> None:
    assert {f"examples.{s.name}" for s in stories(EXAMPLES)} <= FLOORS.keys(), "run tests/gate/update.py"


def test_floors_name_figures() -> None:
    for name, table in FLOORS.items():
        assert set(table) == {"digest", *FIGURES}, name
        assert all(0 <= table[figure] <= 1 for figure in FIGURES), name


def test_lowered_floors_say_why() -> None:
    """Every entry of lowered.md has a figure, from, to, and a reason in words."""
    entries = [line for line in (HERE / "lowered.md").read_text(encoding="utf8").splitlines() if line.startswith("- ")]
    good = re.compile(r"- \d{4}-\d\d-\d\d [\w.-]+ [\w.]+: \d\.\d{3} → \d\.\d{3}: \S.{9,}")
    assert [e for e in entries if not good.fullmatch(e)] == []


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_digest(name: str) -> None:
    """Floors hold for the annotations they were measured on."""
    folders = present(name)
    assert digest(folders) == FLOORS[name]["digest"], "the annotations changed: run tests/gate/update.py"


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_figure_below_its_floor(name: str) -> None:
    folders = present(name)
    if not SCORER.exists():
        pytest.skip("the scorer is not beside the repo (../shared/score); tests/test_examples.py asserts the headlines")
    got = mean(folders)
    fallen = {f: f"{got[f]:.3f} < {FLOORS[name][f]:.3f}" for f in FIGURES if got[f] < FLOORS[name][f] - SLACK}
    assert fallen == {}


def present(name: str) -> list[Path]:
    """The stories of a table; skips, saying so, where they are not here."""
    folders = tables().get(name)
    if not folders:
        where = SETS.get(name.partition(".")[2])
        pytest.skip(f"{name}: no annotated stories at ../{where.relative_to(EXAMPLES.parents[1]) if where else '?'}")
    return folders
