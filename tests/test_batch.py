"""Batch: the same results as `trace` and `stories`, whoever does the work, whatever is killed on the way."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import BRIDGE, FERRY, HTML, page, warc
from riwaya.batch import LedgerError, engine, ledger, run
from riwaya.batch.gathering import Room
from riwaya.batch.ledger import Journal
from riwaya.batch.reading import places, read_piece
from riwaya.cli import main
from riwaya.export import json as contract
from riwaya.intake import cut, settle
from riwaya.model import Report
from riwaya.stories import group
from riwaya.tracing import trace_reports

ROOT = Path(__file__).resolve().parents[1]
parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra cluster")


@pytest.fixture(scope="module", autouse=True)
def float32() -> Iterator[None]:
    """What is compared here with a trace counts as that does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RIWAYA_PRODUCTS", "float32")
        yield


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports of a ferry, one of a bridge, and the ferry again at the same address."""
    path = tmp_path_factory.mktemp("in") / "day.warc.gz"
    told = ("The ferry Sabah ran aground off Kallis with 212 people aboard on Tuesday morning, the coast guard said.",
            "According to the port authority, all passengers were taken to shore by noon.",
            "Amin Daoud, the port director, said that a fault in the steering had been reported.")  # fmt: skip
    ferry = page("Ferry Sabah runs aground off Kallis", FERRY)
    warc(path, [
        ("https://post.example/ferry", ferry, HTML),
        ("https://mail.example/sabah", page("Ferry Sabah aground off Kallis, all safe", told, "Kallis Mail"), HTML),
        ("https://post.example/bridge", page("Velm bridge to close for eight months", BRIDGE), HTML),
        ("https://post.example/ferry", ferry, HTML),
        ("https://post.example/empty", b"<html></html>", HTML),
    ])  # fmt: skip
    return path


@pytest.fixture(scope="module")
def plain(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, done in a plain loop."""
    out = tmp_path_factory.mktemp("plain") / "out"
    run([str(archive)], out, part=2)
    return out


def results(out: Path) -> dict[str, Any]:
    """All that a run wrote, in an order of its own."""
    tables = {
        folder.name: sorted(
            json.dumps(row, sort_keys=True, default=str) for f in folder.glob("*.parquet")
             for row in parquet.read_table(f).to_pylist()
        )
        for folder in sorted(out.iterdir()) if folder.is_dir() and folder.name not in ("steps", "traces")
    }  # fmt: skip
    traces = sorted(line for f in (out / "traces").glob("*.jsonl") for line in f.read_text().splitlines())
    return {**tables, "traces": traces, "problems": (out / "problems.jsonl").read_text()}


def test_a_run_gives_the_stories_and_traces_of_the_same_functions(archive: Path, plain: Path) -> None:
    found = results(plain)
    reports = [o for p in cut([str(archive)], 9, plain).parts for o in _reports(p)]
    stories = [s for s in group(reports) if len(s) > 1]
    assert len(stories) == len(found["traces"]) == 1
    members = [r for r in reports if r.id in stories[0]]
    said = contract.loads(found["traces"][0])
    alone = trace_reports(members)
    assert said.statements == alone.statements
    assert said.stories[0].claims == alone.stories[0].claims
    assert len(found["reports"]) == 3, "the bridge is in the tables though it stands alone"
    assert "kept once" in found["problems"] and "post.example/empty" in found["problems"]


def _reports(part: Any) -> list[Report]:
    from riwaya.intake import read_part

    return settle([o for o in read_part(part, {}) if isinstance(o, Report)])[0]


def test_tables_hold_what_the_schema_says(plain: Path) -> None:
    from riwaya.batch.tables import columns
    from riwaya.export.tables import TABLES

    for table in TABLES:
        for file in (plain / table.name).glob("*.parquet"):
            schema = parquet.read_schema(file)
            assert schema.names == [c.name for c in columns(table)]
            assert all(schema.field(c.name).metadata[b"meaning"].decode() == c.meaning for c in columns(table))


def test_the_size_of_parts_changes_nothing(archive: Path, plain: Path, tmp_path: Path) -> None:
    run([str(archive)], tmp_path / "out", part=1, piece=1)
    assert results(tmp_path / "out") == results(plain)


def cli(*args: str, **env: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "riwaya", "batch", *args], cwd=ROOT, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, env={**os.environ, "OMP_NUM_THREADS": "1", **env})  # fmt: skip


@pytest.mark.parametrize("runner", ["native", "ray"])
def test_workers_on_an_engine_give_the_same(archive: Path, plain: Path, tmp_path: Path, runner: str) -> None:
    pytest.importorskip("daft", reason="needs the extra cluster")
    if runner == "ray":
        pytest.importorskip("ray", reason="needs the extra cluster")
    out = tmp_path / "out"
    child = cli(str(archive), "-o", str(out), "--runner", runner, "--workers", "2", "--part", "2")
    _, said = child.communicate(timeout=300)
    assert child.returncode == 0, said.decode()
    assert results(out) == results(plain)


def test_a_worker_killed_in_the_middle_costs_its_piece_only(archive: Path, plain: Path, tmp_path: Path) -> None:
    pytest.importorskip("daft", reason="needs the extra cluster")
    out = tmp_path / "out"
    child = cli(str(archive), "-o", str(out), "--runner", "native", "--workers", "2", "--part", "1")
    killed = _kill_a_worker(child.pid, out)
    _, said = child.communicate(timeout=300)
    assert killed, "no worker was seen at work"
    assert child.returncode == 0, said.decode()
    assert results(out) == results(plain)


def _kill_a_worker(parent: int, out: Path) -> bool:
    """Kill a process that the parent started, once a piece of work is begun."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if any((out / "steps" / "journal").glob("*")):
            listed = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(parent)], capture_output=True, text=True,
                                    check=False).stdout  # fmt: skip
            for line in listed.splitlines():
                pid, _, args = line.strip().partition(" ")
                if "daft" in args:
                    os.kill(int(pid), signal.SIGKILL)
                    return True
        time.sleep(0.01)
    return False


def test_a_run_that_was_killed_goes_on_and_does_nothing_twice(archive: Path, plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    child = cli(str(archive), "-o", str(out), "--runner", "plain", "--part", "1")
    until = time.monotonic() + 120
    while not places(out, 1)[0].exists() and time.monotonic() < until:
        time.sleep(0.005)
    child.kill()
    child.communicate()
    before = {p: p.stat().st_mtime_ns for p in (out / "steps" / "read").glob("*.reports.gz")}
    assert before
    run([str(archive)], out, part=1)
    assert {p: p.stat().st_mtime_ns for p in before} == before
    assert results(out) == results(plain)


def test_another_run_is_not_mixed_in(archive: Path, plain: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps({"id": "x", "title": "Bridge", "text": "\n".join(BRIDGE)}))
    with pytest.raises(LedgerError, match="other inputs"):
        run([str(other)], plain)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(LedgerError, match="not empty"):
        run([str(other)], tmp_path / "full")


def test_a_folder_begun_by_another_version_is_refused_with_its_reason(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps({"form": ledger.FORM - 1, "window": 200_000}))
    with pytest.raises(LedgerError, match="begun by another version"):
        run([str(archive)], tmp_path)


def test_a_summary_names_the_first_problems_and_counts_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.batch.NAMED", 3)
    path = tmp_path / "in.jsonl"
    good = json.dumps({"title": "Velm bridge to close", "text": "\n".join(BRIDGE)})
    path.write_text("\n".join([good, *("{" for _ in range(7))]))
    found = run([str(path)], tmp_path / "out")
    written = (tmp_path / "out" / "problems.jsonl").read_text().splitlines()
    assert (len(found.problems), found.met, found.skipped) == (3, 7, 7)
    assert [json.loads(line)["origin"] for line in written[:3]] == [p.origin for p in found.problems]
    assert len(written) == 7


def test_where_all_do_not_fit_one_worker_the_run_is_the_same(archive: Path, plain: Path, tmp_path: Path) -> None:
    run([str(archive)], tmp_path / "out", part=2, room=Room(2, 2))
    assert len(list((tmp_path / "out" / "steps" / "bundles").glob("*.cards"))) == 2
    assert results(tmp_path / "out") == results(plain)


def test_a_report_at_which_workers_die_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    told = {"title": "Bridge", "text": "\n".join(BRIDGE)}
    path.write_text("\n".join(json.dumps({"id": str(n), **told}) for n in range(3)))
    (part,) = cut([str(path)], 10, tmp_path).parts
    for _ in range(ledger.DEADLY):
        Journal(tmp_path / "steps" / "journal" / "read-000000").at(2)  # and the process ends here
    assert read_piece(tmp_path, 0, part, {}) == (2, 1)


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment says nothing of the cache, and is as it was when the test is over."""
    monkeypatch.setenv("RIWAYA_CACHE", "")
    monkeypatch.delenv("RIWAYA_CACHE")


@pytest.mark.usefixtures("cache")
def test_a_run_keeps_no_encodings_unless_it_is_told_where(monkeypatch: pytest.MonkeyPatch) -> None:
    engine.keep_nothing()
    assert os.environ["RIWAYA_CACHE"] == "off"
    monkeypatch.setenv("RIWAYA_CACHE", "there")
    engine.keep_nothing()
    assert os.environ["RIWAYA_CACHE"] == "there"


def test_a_run_counts_in_eight_bits_where_it_can_and_leaves_the_process_as_it_was(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.eightbit, "installed", lambda: True)
    assert engine.products() == "float32"  # as the environment says here
    monkeypatch.delenv("RIWAYA_PRODUCTS")
    assert engine.products() == "int8"
    monkeypatch.setattr(engine.eightbit, "installed", lambda: False)
    assert engine.products() == "float32"
    run([str(archive)], tmp_path / "out", products="float32")
    assert "RIWAYA_PRODUCTS" not in os.environ
    with pytest.raises(LedgerError):  # results of the two never mix
        run([str(archive)], tmp_path / "out", products="int8")


@pytest.mark.usefixtures("cache")
def test_the_command_says_what_it_did_and_what_it_could_not_read(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", str(archive), "-o", str(tmp_path / "out"), "--runner", "plain"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("3 reports in 2 stories, 1 of them traced")
    assert "post.example/empty" in err
    assert main(["batch", str(tmp_path / "missing.warc"), "-o", str(tmp_path / "none"), "--runner", "plain"]) == 2


@pytest.mark.usefixtures("cache")
def test_without_pyarrow_it_says_so_before_the_work(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert main(["batch", str(archive), "-o", str(tmp_path / "out"), "--runner", "plain"]) == 2
    assert "riwaya[cluster]" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_whoever_ran_the_plain_loop_collects_as_before() -> None:
    before = gc.get_threshold()
    with engine.as_before():
        engine.collect_seldom()
        assert gc.get_threshold() != before
    assert gc.get_threshold() == before


def test_a_ticker_of_thousands_is_set_aside_and_stands_in_the_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("riwaya.batch.steps.LARGEST", 3)
    monkeypatch.setattr("riwaya.batch.pieces.LARGEST", 3)
    path = tmp_path / "in.jsonl"
    told = {"title": "Velm bridge to close for eight months", "text": "\n".join(BRIDGE), "published": "2011-03-02"}
    path.write_text("\n".join(json.dumps({"id": f"r{n}", **told}) for n in range(5)))
    found = run([str(path)], tmp_path / "out", piece=2)
    assert (found.reports, found.stories, found.traced) == (5, 1, 0)
    assert any("one of 5 reports, more than 3" in p.reason for p in found.problems)
    said = results(tmp_path / "out")
    assert len(said["reports"]) == 5 and not said["traces"]
    assert {json.loads(row)["id"] for row in said["stories"]} == {"story-r0", "story-r2", "story-r4"}


cells = st.one_of(st.none(), st.text(max_size=6), st.just("\ud83d"))


@given(st.lists(st.tuples(cells, st.one_of(st.none(), st.integers(-9, 9)), st.one_of(st.none(), st.floats(0, 1)),
                          st.one_of(st.none(), st.booleans()), st.lists(cells.filter(bool), max_size=3).map(tuple)),
                max_size=12))  # fmt: skip
@settings(max_examples=100, deadline=None, derandomize=True)
def test_cells_are_put_together_as_arrow_would(rows: list[tuple[Any, ...]]) -> None:
    import pyarrow as pa

    from riwaya.batch.tables import arrow
    from riwaya.export.tables import Column, Table

    def clean(cell: Any) -> Any:
        if isinstance(cell, tuple):
            return [clean(c) for c in cell]
        return cell.replace("\ud83d", "\ufffd") if isinstance(cell, str) else cell

    kinds: tuple[Any, ...] = ("text", "integer", "number", "flag", "list")
    table = Table("stories", "a row", tuple(Column(k, k, "what it means") for k in kinds), lambda trace: iter(()))
    made = arrow(table, rows)
    made.validate(full=True)
    types = (pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.list_(pa.string()))
    for n, (kind, type_) in enumerate(zip(kinds, types, strict=True)):
        assert made[kind].combine_chunks().equals(pa.array([clean(row[n]) for row in rows], type_))
