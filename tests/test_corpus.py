"""The marked texts that riwaya learns from are whole: every mark is read, nothing stands twice."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Any:
    """corpus/check.py as a module."""
    monkeypatch.syspath_prepend(str(CORPUS))
    return importlib.import_module("check")


def test_every_file_can_be_read(check: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([]) == 0
    lines = (line.rsplit(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    counted = {key.strip(): int(n) for key, n in lines}
    assert counted["stories"] > 0 and counted["groups"] > 0 and counted["ar statements"] > counted["en statements"] > 0


@pytest.mark.parametrize("claims", [
    [[["ar", "أُغلق الجسر"]], [["ar", "أُغلق الجسر"]]],
    [[["ar", "أُغلق الجسر"]], []],
    [[["fr", "Le pont est fermé"]]],
    [[["en", " "]]],
])
def test_a_story_with_a_statement_twice_or_none_is_refused(check: Any, tmp_path: Path, claims: list[Any]) -> None:
    file = tmp_path / "story.jsonl"
    file.write_text(json.dumps({"style": "a bridge", "claims": claims}, ensure_ascii=False), encoding="utf8")
    with pytest.raises(ValueError, match=r"story\.jsonl:1"):
        list(check.read_stories([file]))
