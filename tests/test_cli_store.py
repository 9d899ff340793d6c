"""`riwaya store` and `riwaya search`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from riwaya.cli import main
from riwaya.cli.search import _bounds

pytest_plugins = ["store_fixtures"]
pytestmark = pytest.mark.usefixtures("one_story")

PAGES = {
    "marsad.txt": "انهيار سقف مخبز\n\nقال رئيس البلدية سمير حداد إن سقف المخبز انهار فجر الثلاثاء في الحي القديم.\n",
    "news.jsonl": '{"url": "https://sawt.example/7", "outlet": "الصوت", "title": "حريق", "published": "2031-03-04", '
    '"text": "اندلع حريق كبير في سوق المدينة مساء الاثنين، وقال شهود إن النار التهمت عشرين متجرا."}\n[]\n',
}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs a command on a store of its own; gives what it printed, or what it said where it failed."""
    monkeypatch.setenv("RIWAYA_STORE", str(tmp_path / "news.db"))
    for name, words in PAGES.items():
        (tmp_path / name).write_text(words, encoding="utf8")
    monkeypatch.chdir(tmp_path)

    def call(*words: str, code: int = 0) -> str:
        got = main([*words])
        out, err = capsys.readouterr()
        assert got == code, err
        return err if code == 2 else out

    return call


def test_from_files_to_a_hit(run: Callable[..., str]) -> None:
    assert run("store", "add", *PAGES) == "2 new, 0 changed, 0 as they were\n"
    assert run("store", "add", *PAGES) == "0 new, 0 changed, 2 as they were\n"
    assert run("store", "add", *PAGES, "--strict", code=1)
    found = run("search", "المخابز", "للمخبز").splitlines()
    assert found == ["nothing found"]
    found = run("search", "للمخبز").splitlines()
    assert found[0] == "انهيار سقف [مخبز]" and "سقف [المخبز] انهار" in found[2] and "marsad" in found[1]
    hits = json.loads(run("search", "حريق", "--outlet", "الصوت", "--format", "json"))
    assert hits["schema"] == "riwaya.hits/1" and [h["report"] for h in hits["hits"]] == ["sawt.example-7"]
    assert hits["hits"][0]["title_marks"] == [[0, 4]]
    assert run("search", "سقف المخبز").startswith("انهيار") and run("search", "المخبز سقف") == "nothing found\n"


def test_what_happened_can_be_read(run: Callable[..., str], tmp_path: Path) -> None:
    run("store", "add", "news.jsonl")
    (tmp_path / "news.jsonl").write_text(PAGES["news.jsonl"].replace("عشرين", "ثلاثين"), encoding="utf8")
    assert run("store", "add", "news.jsonl", "--format", "json").count('"revision"') == 2
    said = run("store", "revisions", "sawt.example-7")
    assert "- اندلع" in said and "+ اندلع" in said and "ثلاثين" in said.partition("revision 2")[2]
    assert json.loads(run("store", "revisions", "sawt.example-7", "--format", "json"))["revisions"][1]["revision"] == 2
    changes = json.loads(run("store", "changes", "--since", "1", "--format", "json"))["changes"]
    assert [c["kind"] for c in changes] == ["founded", "revision"]
    stories = json.loads(run("store", "list", "--format", "json"))["stories"]
    assert [(s["id"], s["reports"]) for s in stories] == [("bakery", 1)]
    assert "حريق (2 revisions)" in run("store", "list", "bakery")


def test_a_trace_from_the_store(run: Callable[..., str], traced: object) -> None:
    run("store", "add", "marsad.txt")
    assert json.loads(run("store", "trace", "bakery", "--format", "json"))["schema"] == "riwaya.trace/1"
    assert run("store", "trace", "bakery", "--quiet") and "<html" in run("store", "trace", "bakery", "--format", "html")
    assert json.loads(run("search", "--claims", "--independent", "1", "--outlets", "10+", "--format", "json")) == {
        "schema": "riwaya.claims/1", "version": json.loads(run("search", "--format", "json"))["version"], "claims": [],
    }  # fmt: skip
    assert run("search", "--claims", "--conflict", "--kind", "number") == "nothing found\n"


def test_dump_load_and_check(run: Callable[..., str], tmp_path: Path) -> None:
    run("store", "add", *PAGES)
    assert "records written" in run("store", "dump", "all.gz")
    assert "records read" in run("store", "load", "all.gz", "--store", str(tmp_path / "two.db"))
    assert run("store", "check", "--store", str(tmp_path / "two.db")) == run("store", "check")
    assert "2 reports (2 revisions), 1 stories" in run("store", "check") and "all is whole" in run("store", "check")
    assert json.loads(run("store", "check", "--format", "json"))["wrong"] == []
    assert "not empty" in run("store", "load", "all.gz", code=2)


def test_what_is_wrong_is_one_line(run: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("store", "trace", "nowhere", code=2) == f"riwaya: {Path.cwd() / 'news.db'}: no story 'nowhere'\n"
    assert "no word to look for" in run("search", "--", "-غاز", code=2)
    assert "nothing could be read" in run("store", "add", "nowhere.txt", code=2)
    address = "postgresql://me:hunter2@127.0.0.1:1/x"
    said = run("store", "list", "--store", address, code=2)
    assert "no server answers" in said and "hunter2" not in said and said.count("\n") == 1
    monkeypatch.delenv("RIWAYA_STORE")
    assert "RIWAYA_STORE" in run("store", "list", code=2)


def test_numbers_of_a_question() -> None:
    assert [_bounds(t) for t in ("1", "2-9", "10+")] == [(1, 1), (2, 9), (10, None)]
    for wrong in ("", "x", "-1", "1-", "+", "1+2"):
        with pytest.raises(Exception, match="is not a number"):
            _bounds(wrong)
