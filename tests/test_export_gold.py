"""Gold: what the scorers of hand-annotated stories make of an exported one."""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from invented import bakery
from riwaya.export.gold import files
from riwaya.export.json import dumps
from riwaya.model import Difference, Report, Span, Trace

SCORE = Path(__file__).resolve().parents[1].parent / "shared" / "score"


def module(name: str) -> ModuleType:
    if not (SCORE / f"{name}.py").exists():
        pytest.skip("the scorers do not lie beside the repo")
    spec = importlib.util.spec_from_file_location(f"shared_{name}", SCORE / f"{name}.py")
    assert spec and spec.loader
    found = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = found
    spec.loader.exec_module(found)
    return found


def exported(trace: Trace, folder: Path, pages: dict[str, bytes] | None = None) -> dict[str, Any]:
    for name, data in files(trace, trace.stories[0].id, pages):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    gold: dict[str, Any] = json.loads((folder / "gold.json").read_text(encoding="utf8"))
    return gold


@pytest.fixture(scope="module")
def example() -> Trace:
    from riwaya.tracing import trace

    return trace([Path(__file__).resolve().parents[1] / "examples" / "patient-files" / "reports"])


def test_a_story_scores_full_marks_against_its_own_gold(example: Trace, tmp_path: Path) -> None:
    score, check = module("score"), module("check_gold")
    for trace in (bakery(), example):
        folder = tmp_path / trace.stories[0].id
        gold = exported(trace, folder)
        assert list(check.problems(folder)) == []
        found = score.Pair(gold, json.loads(dumps(trace))).run()
        assert {k: v for k, v in found.items() if v < 0.9999} == {}
        assert len(found) > 20


def test_a_changed_story_scores_less(example: Trace, tmp_path: Path) -> None:
    score = module("score")
    gold = exported(example, tmp_path)
    story = replace(example.stories[0], derivations=(), claims=example.stories[0].claims[1:])
    found = score.Pair(gold, json.loads(dumps(replace(example, stories=(story,))))).run()
    assert found["derivations.f1"] == 0 and found["claims.f1"] < 1


def test_what_is_exported_reads_and_traces_the_same(example: Trace, tmp_path: Path) -> None:
    """From raw pages the very same; the exported folder is a story like any other."""
    from riwaya.tracing import trace

    pages = {r.id: Path(r.origin).read_bytes() for r in example.reports}
    metadata = Path(example.reports[0].origin).parent / "metadata.csv"
    exported(example, tmp_path, pages)
    (tmp_path / "reports" / "metadata.csv").write_bytes(metadata.read_bytes())
    again = trace([tmp_path / "reports"])
    assert [(r.id, r.text) for r in again.reports] == [(r.id, r.text) for r in example.reports]
    assert again.stories == example.stories


def test_the_keys_of_the_format(tmp_path: Path) -> None:
    gold = exported(bakery(), tmp_path)
    assert list(gold) == ["story", "reports", "sources", "statements", "claims", "derivations", "dates"]
    assert gold["reports"]["marsad"]["file"] == "marsad.txt" and gold["reports"]["marsad"]["outlet"] == "المرصد"
    assert gold["sources"]["mayor"]["names"] == ["رئيس البلدية سمير حداد", "سمير حداد"]
    denial = next(s for s in gold["statements"] if s["id"] == "j1")
    assert denial["cue"] == "نفى صاحب المخبز" and denial["chain"] == ["owner"]
    hurt = next(c for c in gold["claims"] if c["id"] == "hurt")
    assert hurt["differences"][0] == {"kind": "number", "versions": [0, 1], "values": ["12", "21"], "conflict": True}
    assert {"statement": "m3", "expression": "1987", "when": "1987"} in gold["dates"]
    assert {"report": "lantern", "from": "marsad", "how": "translates"} in gold["derivations"]


def test_without_pages_the_text_is_written_and_what_the_page_said(tmp_path: Path) -> None:
    exported(bakery(), tmp_path, {"sawt": b"<html><p>x</p></html>"})
    assert (tmp_path / "reports" / "sawt.html").read_bytes().startswith(b"<html>")
    assert "وبُني المخبز" in (tmp_path / "reports" / "marsad.txt").read_text(encoding="utf8")
    rows = (tmp_path / "reports" / "metadata.csv").read_text(encoding="utf8").splitlines()
    assert [row.split(",")[0] for row in rows] == ["file", "marsad.txt", "lantern.txt", "jarida.txt"]


def test_ids_that_are_no_file_names_get_one(tmp_path: Path) -> None:
    report = Report("../../x y", "a.jsonl:3", "عنوان", "نص", "ar")
    story = replace(bakery().stories[0], reports=(report.id,), claims=(), derivations=(), timeline=())
    trace = replace(bakery(), reports=(report,), statements=(), sources=(), stories=(story,))
    gold = exported(trace, tmp_path)
    (name,) = gold["reports"]
    assert name.startswith("report-") and sorted(p.name for p in tmp_path.rglob("*.txt")) == [f"{name}.txt"]


def test_what_crosses_a_paragraph_is_cut_to_one(tmp_path: Path) -> None:
    start = bakery().reports[0].text.index("12 عاملا")
    crossing = replace(bakery().statements[2], start=start, chain=(), cue=None)
    claim = replace(bakery().stories[0].claims[1], differences=(
        Difference("number", ("m2", "s2"), (Span(start, start + 30), None)),))  # fmt: skip
    statements = tuple(crossing if s.id == "m3" else s for s in bakery().statements)
    story = replace(bakery().stories[0], claims=(bakery().stories[0].claims[0], claim, bakery().stories[0].claims[2]))
    gold = exported(replace(bakery(), statements=statements, stories=(story,)), tmp_path)
    assert next(s["text"] for s in gold["statements"] if s["id"] == "m3") == "وبُني المخبز عام 1987"
    assert gold["claims"][1]["differences"][0]["values"] == ["", ""]
    assert list(module("check_gold").problems(tmp_path)) == []


def test_a_story_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        list(files(bakery(), "none"))
