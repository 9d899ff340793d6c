"""The development gold beside the repository, where it is: a floor under how well pages are read."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from riwaya.intake import read

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
STORIES = [*sorted((SHARED / "gold").glob("*/gold.json")), SHARED / "gold-attribution" / "gold.json"]

pytestmark = pytest.mark.skipif(
    not (SHARED / "score" / "score.py").is_file(), reason="no ../shared beside the repository"
)


def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_reading", ROOT / "bench" / "reading.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("gold", STORIES, ids=lambda p: p.parent.name)
def test_pages_are_read_as_a_careful_reader_reads_them(gold: Path) -> None:
    if not gold.is_file():
        pytest.skip("not among the shared data")
    reading = read([gold.parent / "reports"])
    figures = bench().figures(gold.parent, reading)
    assert reading.problems == ()
    assert figures["f1"] >= 0.98 and figures["title"] == figures["bylines"] == figures["published"] == 1.0
