"""The benchmark's own parts, on programs that cost nothing."""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

import made
import many
import process
import run as bench
import speed


def test_a_run_tells_its_output_and_its_own_peak() -> None:
    small = process.python("import sys; print(sys.stdin.read() * 2)", stdin="عن")
    assert small.out.strip() == "عنعن" and small.seconds > 0
    code = (  # in a small process: a child begins with the peak of the one that starts it
        "import process; a = process.python('pass'); b = process.python('x = bytearray(120_000_000); print(len(x))');"
        "print(b.peak - a.peak)"
    )
    grown = process.run([sys.executable, "-c", code], env={"PYTHONPATH": str(process.ROOT / "bench")})
    assert float(grown.out) > 60


def test_a_failing_program_is_told_with_its_last_words() -> None:
    with pytest.raises(RuntimeError, match="no such page"):
        process.python("raise SystemExit('no such page')")


def test_an_endless_program_is_ended() -> None:
    with pytest.raises(RuntimeError, match="more than 0 s"):
        process.python("import time; time.sleep(30)", limit=0.3)


def test_best_takes_the_fastest_of_each() -> None:
    sleep = "import time; time.sleep(.5)"
    quick, slow = process.best(2, partial(process.python, "pass"), partial(process.python, sleep))
    assert quick.seconds < slow.seconds


def test_a_longer_story_begins_with_the_shorter() -> None:
    assert made.story(30)[:10] == made.story(10)


def test_made_reports_share_much_and_are_not_copies() -> None:
    reports = [r["text"] for r in made.story(60)]
    assert len(set(reports)) == 60
    assert len({t.split("\n")[0].split(".")[0] for t in reports}) < 40
    assert len({r["id"] for r in made.story(60)}) == 60


def test_limits_decide_the_exit_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def result(measured: float) -> process.Result:
        return process.Result("a : b", measured, 3.0, "×", "d")

    monkeypatch.setattr(bench, "parts", lambda _: {"x": lambda: [result(2.9)], "y": lambda: [result(3.1)]})
    assert bench.main(["x"]) == 0
    assert bench.main([]) == 1
    assert capsys.readouterr().out.count("OVER") == 1


def test_growth_is_a_ratio_of_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    spent = iter(["1.0 2 1 9", "12.0 20 1 90", "240.0 200 1 900"])
    monkeypatch.setattr(speed, "python", lambda *_, **__: process.Run(1.0, 1.0, next(spent)))
    found = speed.growth((2, 20, 200))
    assert [(r.measured, round(r.limit, 6), r.good) for r in found] == [(12.0, 15.0, True), (20.0, 15.0, False)]


def test_many_reports_nearly_all_stand_alone_and_more_begin_with_fewer() -> None:
    some, more = list(many.reports(300)), list(many.reports(400))
    assert more[:300] == some and len({r["id"] for r in more}) == 400
    told = Counter(r["id"].partition("-")[0] for r in more)
    assert 0.85 < sum(n == 1 for n in told.values()) / 400 < 1
    assert all(r["title"] and r["published"] >= "2031-01-01" and len(r["text"].split("\n")) >= 3 for r in more)
