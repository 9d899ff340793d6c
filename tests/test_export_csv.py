"""CSV: what an independent reader gets back, what a spreadsheet would run, and the command that hands a story on."""

from __future__ import annotations

import csv as reader
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prov.model import ProvDocument, ProvEntity

import test_export_ftm
import test_export_ninjs
from invented import bakery
from riwaya.cli import main
from riwaya.export import csv, graphml, prov
from riwaya.export.json import loads
from riwaya.export.tables import TABLES, Cell

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def opened(data: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        assert zipped.testzip() is None
        return {n: list(reader.reader(io.StringIO(zipped.read(n).decode("utf-8-sig"), newline="")))
                for n in zipped.namelist()}  # fmt: skip


def back(text: str) -> str:
    return text.removeprefix("'")


def shown(value: Cell) -> str:
    """A value as the docs say that it stands in a file."""
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_every_table_comes_back_row_by_row() -> None:
    found = opened(csv.archive(bakery()))
    assert list(found) == ["columns.csv", *(f"{t.name}.csv" for t in TABLES)]
    for table in TABLES:
        head, *rows = found[f"{table.name}.csv"]
        assert head == [c.name for c in table.columns]
        assert [[back(x) for x in row] for row in rows] == [[shown(x) for x in row] for row in table.rows(bakery())]
    assert len(found["columns.csv"]) == 1 + sum(len(t.columns) for t in TABLES)


def test_what_the_issue_names_is_there() -> None:
    named = {"reports", "sources", "statements", "claims", "versions", "differences", "derivations", "independence"}
    assert named < {t.name for t in TABLES}


def test_the_same_trace_gives_the_same_bytes() -> None:
    assert csv.archive(bakery()) == csv.archive(bakery())


@pytest.mark.parametrize("bom", [False, True])
def test_the_mark_for_excel_stands_first_and_only_if_asked(bom: bool) -> None:
    for _, pieces in csv.tables(bakery(), bom=bom):
        text = "".join(pieces)
        assert text.startswith("\ufeff") is bom and "\ufeff" not in text[1:]


@given(st.text(max_size=20) | st.sampled_from(RUNS).flatmap(lambda s: st.just(s + "1+1")) | st.just("'=1"))
def test_no_cell_is_run_and_every_cell_can_be_taken_back(text: str) -> None:
    cell = csv.cell(text)
    assert not cell.startswith(RUNS)
    assert back(cell) == text.replace("\0", "\ufffd")


def test_hostile_titles_are_words() -> None:
    hostile = '=HYPERLINK("http://x.example","اضغط")'
    trace = replace(bakery(), reports=(replace(bakery().reports[0], title=hostile), *bakery().reports[1:]))
    rows = opened(csv.archive(trace))["reports.csv"]
    assert rows[1][rows[0].index("title")] == "'" + hostile


def test_large_tables_come_in_pieces() -> None:
    table = next(t for t in TABLES if t.name == "statements")
    many = replace(bakery(), statements=bakery().statements * 200)
    assert len(list(csv.rows(table, many))) == 1 + len(many.statements) // 500


@pytest.mark.parametrize("name", ["market-fire", "patient-files"])
def test_the_examples_open_in_every_format(name: str, traced_example: Callable[[str], dict[str, Any]]) -> None:
    trace = loads(json.dumps(traced_example(name)))
    found = opened(csv.archive(trace))
    assert len(found["statements.csv"]) == 1 + len(trace.statements)
    assert len(found["mentions.csv"]) == 1 + sum(len(s.mentions) for s in trace.sources)
    document = ProvDocument.deserialize(content=prov.prov_json(trace), format="json")
    assert len(list(document.get_records(ProvEntity))) > len(trace.reports) + len(trace.statements)
    assert set(prov.prov_n(trace).splitlines()) == set(document.get_provn().splitlines()) - {"  "}
    graph = nx.read_graphml(io.BytesIO(graphml.render(trace).encode("utf8")))
    claims = trace.stories[0].claims
    assert len(graph) == len(trace.reports) + len(trace.sources) + len(claims)
    assert test_export_ftm.problems(test_export_ftm.read(trace)) == []
    (story,) = test_export_ninjs.read(trace)
    jsonschema.validate(story, test_export_ninjs.SCHEMA)
    assert len(story["associations"]) == len(trace.reports) + len(claims)


# the command


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pages")
    one = "سقف المخبز ينهار\n\nقال رئيس البلدية إن سقف المخبز انهار فجر الثلاثاء وأصيب 12 عاملا."
    two = "انهيار مخبز\n\nنفى صاحب المخبز انهيار السقف. وأصيب 21 عاملا فجر الثلاثاء."
    (place / "one.txt").write_text(one, encoding="utf8")
    (place / "two.txt").write_text(two, encoding="utf8")
    return place


def test_each_format_is_written_and_opens(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: str) -> int:
        return main(["trace", str(folder), "--quiet", *words])

    assert run("-o", str(tmp_path / "story.zip")) == 0
    assert len(opened((tmp_path / "story.zip").read_bytes())["reports.csv"]) == 3
    assert run("--format", "csv", "--bom", "-o", f"{tmp_path}/tables/") == 0
    assert (tmp_path / "tables" / "claims.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert run("-o", str(tmp_path / "story.graphml")) == 0
    assert "report:one" in nx.read_graphml(tmp_path / "story.graphml")
    assert run("--format", "prov-json", "-o", str(tmp_path / "prov.json")) == 0
    assert ProvDocument.deserialize(str(tmp_path / "prov.json"))
    assert run("-o", str(tmp_path / "story.provn")) == 0
    assert (tmp_path / "story.provn").read_text(encoding="utf8").endswith("endDocument\n")
    for format_, first in (("ftm", "schema"), ("ninjs", "uri")):
        capsys.readouterr()
        assert run("--format", format_) == 0
        assert all(first in json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert run("--format", "gold", "-o", f"{tmp_path}/gold/") == 0
    assert (tmp_path / "gold" / "reports" / "one.txt").read_bytes() == (folder / "one.txt").read_bytes()
    assert not (tmp_path / "gold" / "reports" / "metadata.csv").exists()
    assert run("--format", "cite", "-o", str(tmp_path / "story.md")) == 0


def test_a_log_of_corrections_is_applied(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from riwaya.corrections import Place, correction, dumps

    log = tmp_path / "log.jsonl"
    gone = correction("source-name", [Place("nowhere", "س")], "ص")
    named = correction("source-name", [Place("two", "صاحب المخبز")], "نادر حلمي")
    log.write_text(dumps([named, gone]), encoding="utf8")
    assert main(["trace", str(folder), "--format", "json", "--corrections", str(log), "--strict"]) == 0
    said = capsys.readouterr()
    assert "نادر حلمي" in said.out and "there is no report nowhere" in said.err
    log.write_text("\n{}", encoding="utf8")
    assert main(["trace", str(folder), "--corrections", str(log)]) == 2
    assert "line 2" in capsys.readouterr().err
    assert main(["trace", str(folder), "--corrections", str(tmp_path / "none")]) == 2


def test_gold_needs_a_folder(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", str(folder), "--format", "gold", "-o", str(tmp_path / "gold.json")]) == 2
    assert "-o FOLDER/" in capsys.readouterr().err
