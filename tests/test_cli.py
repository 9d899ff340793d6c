"""The command line: what goes where, exit codes, files written whole, nothing heavy loaded for help."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from invented import bakery
from riwaya.cli import main
from riwaya.comparing import Comparison, Evidence
from riwaya.intake import Reading
from riwaya.model import Problem, Report, Trace

Traced = dict[str, Any]


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> Traced:
    """`riwaya trace` on the bakery, whatever the paths; holds what it was called with, and `trace` to change."""
    held: Traced = {"trace": bakery()}

    def trace(paths: Sequence[str], **options: Any) -> Trace:
        held.update(paths=paths, **options)
        found: Trace = held["trace"]
        return found

    monkeypatch.setattr("riwaya.tracing.trace", trace)
    return held


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, list[Report]]], None]:
    """Sets which reports each path holds; other paths can't be read."""

    def set_(pages: dict[str, list[Report]]) -> None:
        def reader(paths: Sequence[str], **options: Any) -> Reading:
            found = [r for p in paths for r in pages.get(p, [])]
            return Reading(tuple(found), tuple(Problem(p, "no such file") for p in paths if p not in pages))

        monkeypatch.setattr("riwaya.intake.read", reader)

    return set_


def test_text_goes_to_standard_output_and_problems_to_the_other(
    traced: Traced, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trace", "a", "b"]) == 0
    out, err = capsys.readouterr()
    assert "4 reports; 2 independent sources" in out
    assert "\x1b" not in out
    assert err == "riwaya: pages/empty.txt: nothing in it\nriwaya: pages/odd.txt: no date\n"
    assert traced["paths"] == ["a", "b"]


def test_quiet_says_nothing_aside(traced: Traced, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "a", "--quiet"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("format_", "start"), [("json", '{"schema": "riwaya.trace/1"'), ("html", "<!DOCTYPE html>"), ("svg", "<svg ")]
)
def test_formats(traced: Traced, capsys: pytest.CaptureFixture[str], format_: str, start: str) -> None:
    assert main(["trace", "a", "--format", format_]) == 0
    assert capsys.readouterr().out.startswith(start)


@pytest.mark.parametrize(
    ("name", "start"),
    [("x.json", '{"schema"'), ("x.HTML", "<!DOCTYPE"), ("x.svg", "<svg"), ("x.txt", " \u2068"), ("json", " \u2068")],
)
def test_the_ending_of_the_file_gives_the_format(
    traced: Traced, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, start: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["trace", "a", "-o", name]) == 0
    assert (tmp_path / name).read_text(encoding="utf8").startswith(start)


def test_the_format_asked_for_wins_over_the_ending(traced: Traced, tmp_path: Path) -> None:
    assert main(["trace", "a", "--format", "json", "-o", str(tmp_path / "x.html")]) == 0
    assert json.loads((tmp_path / "x.html").read_text(encoding="utf8"))["version"] == "test"


def test_columns_are_those_of_the_screen(
    traced: Traced, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from riwaya.export.bidi import width

    monkeypatch.setenv("COLUMNS", "60")
    main(["trace", "a"])
    assert 50 < max(map(width, capsys.readouterr().out.splitlines())) <= 60


def test_colour_on_a_terminal_only_and_never_under_no_color(
    traced: Traced, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    main(["trace", "a"])
    assert "\x1b[" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    main(["trace", "a"])
    assert "\x1b[" not in capsys.readouterr().out


def test_skipped_pages_count_only_under_strict(traced: Traced) -> None:
    assert main(["trace", "a", "--strict"]) == 1
    traced["trace"] = replace(bakery(), problems=(Problem("x", "no date", skipped=False),))
    assert main(["trace", "a", "--strict"]) == 0


def test_nothing_read_is_two_and_prints_nothing(traced: Traced, capsys: pytest.CaptureFixture[str]) -> None:
    traced["trace"] = Trace("", (), (), (), (), (Problem("x", "empty"),))
    assert main(["trace", "x"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "riwaya: x: empty\nriwaya: nothing could be read\n"


def test_a_hostile_file_name_cannot_steer_the_terminal(traced: Traced, capsys: pytest.CaptureFixture[str]) -> None:
    traced["trace"] = replace(bakery(), problems=(Problem("a\x1b[2J\nriwaya: fine", "x"),))
    main(["trace", "a"])
    assert capsys.readouterr().err == "riwaya: a[2J riwaya: fine: x\n"


def test_options_reach_the_trace(traced: Traced) -> None:
    main(["trace", "a", "--map", "id=docno", "--map", "outlet=src=x", "--no-owners"])
    assert traced["mapping"] == {"id": "docno", "outlet": "src=x"}
    assert traced["merge_owners"] is False
    main(["trace", "a"])
    assert traced["mapping"] == {}
    assert traced["merge_owners"] is True


@pytest.mark.parametrize(
    "arguments",
    [[], ["trace"], ["trace", "a", "--map", "id"], ["trace", "a", "--map", "colour=x"],
     ["trace", "a", "--format", "pdf"], ["nonsense"], ["read", "a", "--format", "html"]],
)  # fmt: skip
def test_wrong_usage_is_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("usage: riwaya")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    from riwaya import __version__

    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"riwaya {__version__}\n"


def test_interrupted_is_130(
    traced: Traced, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def trace(paths: Sequence[str], **options: Any) -> Trace:
        raise KeyboardInterrupt

    monkeypatch.setattr("riwaya.tracing.trace", trace)
    assert main(["trace", "a"]) == 130
    assert capsys.readouterr().err == "riwaya: interrupted\n"


def test_a_closed_pipe_is_fine() -> None:
    code = (
        "import sys, invented, riwaya.tracing, riwaya.cli\n"
        "riwaya.tracing.trace = lambda *a, **k: invented.bakery()\n"
        "sys.exit(riwaya.cli.main(['trace', 'a', '--format', 'html', '--quiet']))\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parent, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as running:  # fmt: skip
        assert running.stdout and running.stderr
        running.stdout.close()
        said = running.stderr.read()
        assert running.wait(60) == 0, said
        assert said == b""


def test_arabic_is_printed_where_the_locale_knows_none() -> None:
    code = (
        "import sys, invented, riwaya.tracing, riwaya.cli\n"
        "riwaya.tracing.trace = lambda *a, **k: invented.bakery()\n"
        "sys.exit(riwaya.cli.main(['trace', 'a', '--quiet']))\n"
    )
    said = subprocess.run([sys.executable, "-X", "utf8=0", "-c", code], cwd=Path(__file__).parent, capture_output=True,
                          env={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, check=True)  # fmt: skip
    assert "سقف المخبز" in said.stdout.decode("utf8")


def test_a_file_that_cannot_be_written_is_told_before_the_work(
    traced: Traced, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trace", "a", "-o", str(tmp_path / "no" / "x.json")]) == 2
    assert main(["trace", "a", "-o", str(tmp_path)]) == 2
    assert "paths" not in traced
    assert capsys.readouterr().err == (
        f"riwaya: {tmp_path / 'no' / 'x.json'}: no such folder\nriwaya: {tmp_path}: is a folder\n"
    )


def test_progress_is_shown_only_where_it_takes_long(traced: Traced, capsys: pytest.CaptureFixture[str]) -> None:
    main(["trace", "a"])
    traced["progress"]("statements", 1, 4)
    assert "statements" not in capsys.readouterr().err


def test_read_shows_kept_and_removed(read: Any, capsys: pytest.CaptureFixture[str]) -> None:
    read({"a": [bakery().reports[0]]})
    assert main(["read", "a", "b"]) == 0
    out, err = capsys.readouterr()
    assert "ليلى ناصر" in out
    assert " 1  \u2068قال رئيس البلدية" in out
    assert " -  \u2068اقرأ أيضا: الطقس\u2069" in out
    assert err == "riwaya: b: no such file\n"
    assert main(["read", "a", "b", "--strict"]) == 1
    assert main(["read", "b"]) == 2


def test_read_as_json(read: Any, capsys: pytest.CaptureFixture[str]) -> None:
    read({"a": list(bakery().reports)})
    assert main(["read", "a", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "riwaya.read/1"
    first = data["reports"][0]
    assert first["removed"] == ["القائمة", "اقرأ أيضا: الطقس"]
    assert first["credits"] == [{"text": "المرصد - خاص", "names": ["المرصد"]}]
    assert first["published_at"] == "2031-03-04T07:30:00"


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """`compare` says that the first copies the second; holds the pairs it was asked for."""
    asked: list[tuple[str, str]] = []

    def compare_many(pairs: list[tuple[str, str]], reports: Sequence[Report]) -> Any:
        known = {r.id for r in reports}
        for a, b in pairs:
            asked.append((a, b))
            assert {a, b} <= known
            spans = ((a, 0, 3), (b, 0, 3))
            yield Comparison(a, b, "copies", b, 0.93, (Evidence("runs", 1.5, "40 words in a row", spans),))

    monkeypatch.setattr("riwaya.comparing.compare_many", compare_many)
    return asked


def test_compare_two_pages(read: Any, compared: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]) -> None:
    one, other, *_ = bakery().reports
    read({"a": [one], "b": [other]})
    assert main(["compare", "a", "b"]) == 0
    out = capsys.readouterr().out
    assert "copies · \u2068نسخ\u2069 93%: marsad ← sawt" in out
    assert "runs +1.5: 40 words in a row" in out
    assert "a \u2068قال\u2069" in out
    assert compared == [("marsad", "sawt")]


def test_compare_as_json_is_the_contract(
    read: Any, compared: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    one, other, *_ = bakery().reports
    read({"a": [one], "b": [replace(other, id="marsad")]})
    assert main(["compare", "a", "b", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "a": "marsad", "b": "marsad-2", "label": "copies", "from": "marsad-2", "confidence": 0.93,
        "evidence": [{"feature": "runs", "weight": 1.5, "detail": "40 words in a row",
                      "spans": [["marsad", 0, 3], ["marsad-2", 0, 3]]}],
    }  # fmt: skip


def test_compare_wants_two_pages_of_one_report(
    read: Any, compared: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    read({"a": [bakery().reports[0]], "many": list(bakery().reports)})
    assert main(["compare", "a"]) == 2
    assert main(["compare", "a", "many"]) == 2
    assert "many: holds 4 reports" in capsys.readouterr().err


def test_compare_pairs(
    read: Any, compared: list[tuple[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read({"all": list(bakery().reports)})
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text('{"a": "sawt", "b": "marsad", "label": "x"}\n\n{"a": "lantern", "b": "marsad"}\n', encoding="utf8")
    assert main(["compare", "--pairs", str(pairs), "all", "--format", "json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["a"] for line in lines] == ["sawt", "lantern"]
    assert compared == [("sawt", "marsad"), ("lantern", "marsad")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [('{"a": "sawt", "b": "nobody"}', "1: no report nobody"), ('{"a": "sawt"}', '1: not {"a": id, "b": id}'),
     ("[1]", '1: not {"a": id, "b": id}'), ("\nno", '2: not {"a": id, "b": id}')],
)  # fmt: skip
def test_compare_names_the_wrong_line(
    read: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    read({"all": list(bakery().reports)})
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(text, encoding="utf8")
    assert main(["compare", "--pairs", str(pairs), "all"]) == 2
    assert capsys.readouterr().err == f"riwaya: {pairs}:{reason}\n"


def test_compare_without_its_file_of_pairs(read: Any, capsys: pytest.CaptureFixture[str]) -> None:
    read({"all": list(bakery().reports)})
    assert main(["compare", "--pairs", "no-such-file", "all"]) == 2
    assert capsys.readouterr().err == "riwaya: no-such-file: No such file or directory\n"


def test_help_does_not_load_what_only_commands_need() -> None:
    code = "import sys, riwaya.cli\nriwaya.cli.parser().format_help()\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}"],
                            capture_output=True, text=True, check=True).stdout.split()  # fmt: skip
    assert not {"typing", "json", "pathlib", "dataclasses", "riwaya.model", "numpy", "jinja2"} & set(loaded)
