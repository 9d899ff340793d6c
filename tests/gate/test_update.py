"""Floors rise by themselves and fall only with a reason."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import update
from measure import FIGURES, digest

GOOD = dict.fromkeys(FIGURES, 0.9)


def test_cut_never_rounds_up() -> None:
    assert [update.cut(x) for x in (0.0, 0.5, 0.9999, 1.0, 2 / 3)] == [0.0, 0.5, 0.999, 1.0, 0.666]


def test_a_new_table_takes_what_was_measured() -> None:
    new, rose, fell = update.revise({}, GOOD, "d", lower=False)
    assert new == {"digest": "d", **GOOD} and len(rose) == len(FIGURES) and not fell


def test_what_rose_is_raised_and_what_fell_is_kept() -> None:
    old = {"digest": "d", **GOOD}
    new, rose, fell = update.revise(old, GOOD | {"claims.f1": 0.95, "dates.recall": 0.5}, "e", lower=False)
    assert new == old | {"digest": "e", "claims.f1": 0.95}
    assert rose == ["claims.f1: 0.900 → 0.950"] and fell == ["dates.recall: 0.900 → 0.500"]


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    floors = {"examples.a-b": {"digest": "x", **GOOD}, "sets.gold": {"digest": "y", **GOOD}}
    (tmp_path / "floors.toml").write_text(update.written(floors), encoding="utf8")
    assert update.read(tmp_path / "floors.toml") == floors


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A gate of its own, with one table at .9 and a measurement that fell to .8."""
    (tmp_path / "floors.toml").write_text(update.written({"examples.x": {"digest": "d", **GOOD}}), encoding="utf8")
    (tmp_path / "lowered.md").write_text("# Lowered\n\n", encoding="utf8")
    monkeypatch.setattr(update, "SCORER", tmp_path)
    monkeypatch.setattr(update, "tables", lambda: {"examples.x": [tmp_path]})
    monkeypatch.setattr(update, "mean", lambda _: GOOD | {"claims.f1": 0.8})
    return tmp_path


def claims(gate: Path) -> float:
    return float(tomllib.loads((gate / "floors.toml").read_text(encoding="utf8"))["examples"]["x"]["claims.f1"])


def test_a_fall_without_a_reason_is_refused(gate: Path) -> None:
    assert update.main([], gate) == 1
    assert claims(gate) == 0.9 and "claims" not in (gate / "lowered.md").read_text(encoding="utf8")


def test_a_fall_with_a_reason_is_written_down(gate: Path) -> None:
    assert update.main(["--lower", "a faster aligner, half the cost"], gate) == 0
    log = (gate / "lowered.md").read_text(encoding="utf8")
    assert claims(gate) == 0.8 and "examples.x claims.f1: 0.900 → 0.800: a faster aligner, half the cost\n" in log


def test_a_reason_needs_words(gate: Path) -> None:
    with pytest.raises(SystemExit):
        update.main(["--lower", "  so  "], gate)
    assert claims(gate) == 0.9


def test_digest_sees_every_change(tmp_path: Path) -> None:
    story = tmp_path / "s"
    (story / "reports").mkdir(parents=True)
    (story / "gold.json").write_text("{}", encoding="utf8")
    before = digest([story])
    (story / "reports" / "a.txt").write_text("x", encoding="utf8")
    after = digest([story])
    (story / "reports" / "a.txt").write_text("y", encoding="utf8")
    assert len({before, after, digest([story])}) == 3
