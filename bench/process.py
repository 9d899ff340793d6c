"""Runs a program beside another and tells how long each took and how much memory it held."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Run(NamedTuple):
    """One finished process."""

    seconds: float  #: wall clock, from start to end
    peak: float  #: largest resident set, MB (10^6 bytes)
    out: str


class Result(NamedTuple):
    """One line of the benchmark."""

    name: str
    measured: float
    limit: float
    unit: str  #: "×" for a ratio
    detail: str

    @property
    def good(self) -> bool:
        return self.measured <= self.limit


def run(argv: Sequence[str], *, stdin: str = "", limit: float = 3600.0, env: Mapping[str, str] | None = None) -> Run:
    """Run a program at the root of the repo and wait for it; raises RuntimeError where it fails or takes too long.

    The peak is that of this process alone, as the system counted it (`wait4`), so that it needs no sampling; Linux lets
    a process begin with the peak of the one that started it, so keep the caller small.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin.encode())
        given.seek(0)
        began = time.perf_counter()
        child = subprocess.Popen(argv, cwd=ROOT, stdin=given, stdout=out, stderr=err, env={**os.environ, **(env or {})})
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.perf_counter() - began > limit:
                child.kill()
                os.wait4(child.pid, 0)
                child.returncode = -9
                raise RuntimeError(f"{argv[0]} took more than {limit:.0f} s")
            time.sleep(0.001)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode:
            said = err.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"{argv[0]} ended with {child.returncode}:\n{said}")
        peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
        return Run(seconds, peak, out.read().decode(errors="replace"))


def python(
    code: str, *args: str, stdin: str = "", limit: float = 3600.0, env: Mapping[str, str] | None = None
) -> Run:
    """Run Python code in a process of its own."""
    return run([sys.executable, "-c", code, *args], stdin=stdin, limit=limit, env=env)


def best(times: int, *programs: Callable[[], Run]) -> list[Run]:
    """The fastest of several runs of each program, run by turns so that a busy moment hits them alike."""
    runs: list[list[Run]] = [[] for _ in programs]
    for _ in range(times):
        for mine, program in zip(runs, programs, strict=True):
            mine.append(program())
    return [min(mine, key=lambda r: r.seconds) for mine in runs]
