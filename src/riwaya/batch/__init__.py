"""Beyond one machine: archives of any size to stories, traces and tables, in steps that workers share.

`run` is the whole way: cut the input into parts (riwaya.intake), read each part, lay what may be one story together
and group it (riwaya.stories), trace the stories that more than one report tells (riwaya.tracing). What a worker
does is a function from a name to files in the output folder, so that any worker on any machine that sees the folder can
do it, and what is done is not done again. docs/batch.md says how, and what it costs.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from riwaya import __version__
from riwaya.batch import engine, ledger, steps
from riwaya.batch.engine import EngineError, Runner
from riwaya.batch.gathering import Room
from riwaya.batch.ledger import LedgerError
from riwaya.encoder.e5 import How
from riwaya.model import Problem

__all__ = ["EngineError", "LedgerError", "Room", "Runner", "Summary", "run"]

PART = 500  #: reports of a part, about
NAMED = 100  #: problems that a summary names


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run found."""

    reports: int
    stories: int  #: all of them, a report alone is one
    traced: int  #: stories of several reports
    seconds: float  #: of this run; one that went on counts its own time only
    problems: tuple[Problem, ...]  #: the first of them; all are in problems.jsonl
    met: int  #: problems, all of them
    skipped: int  #: of these such that something is missing


def run(
    paths: Sequence[str],
    out: str | Path,
    *,
    mapping: Mapping[str, str] | None = None,
    merge_owners: bool = True,
    runner: Runner = "plain",
    workers: int | None = None,
    part: int = PART,
    room: Room | None = None,
    piece: int | None = None,
    products: How | None = None,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Summary:
    """Read everything at `paths`, sort it into stories, trace those of several reports, write tables and traces.

    In: files, folders, S3 addresses or "-"; WARC, JSON lines, Parquet, pages, and .gz of them. `part` and
    `piece` are sizes in reports and change no result; `room` says how many reports a worker groups at most, and changes
    none where all fit. `products` says in what the
    encoder counts: "int8" by default where onnxruntime is installed. `progress` is called with the step's name, what is
    done of it, and of how many. Out: a Summary; the results lie in `out`, and a run of the same input and options there
    goes on where the last one ended. Raises EngineError and LedgerError.
    """
    began = time.monotonic()
    engine.must_write_tables()
    folder = Path(out).absolute()
    named = [str(p) for p in paths]
    how = products or engine.products()
    room = room or Room()
    told = {"version": __version__, "mapping": dict(mapping or {}), "owners": merge_owners, "part": part,
            "room": [room.most, room.dense], "products": how}  # fmt: skip
    ledger.begin(folder, ledger.fingerprint(named, told))
    workers = workers or engine.default_workers()
    made = json.dumps({"out": str(folder), "mapping": dict(mapping or {}), "owners": merge_owners, "products": how})

    def do(step: str, names: Sequence[str]) -> None:
        done = {name for name in names if _there(folder, step, name)}
        if progress:
            progress(step, len(done), len(names))

        def left() -> list[str]:
            return [f"{step} {name}" for name in names if not _there(folder, step, name)]

        if rest := left():
            with engine.as_before():  # the plain loop works in this process
                for result in engine.run(rest, worker, made, runner=runner, workers=workers, left=left):
                    done.add(result)
                    if progress:
                        progress(step, len(done), len(names))

    if progress:
        progress("planning", 0, None)
    planned = steps.plan(folder, named, part)
    count = len(planned.parts)
    do("reading", [str(n) for n in range(count)])
    if progress:
        progress("laying out", 0, None)
    turns = steps.lay_out(folder, count, room) if count else []
    if turns:
        do("packing", turns)
        do("linking", turns)
        if progress:
            progress("gathering", 0, None)
    bundles = steps.gather(folder, turns, room) if count else []
    do("grouping", bundles)
    total = steps.reports(folder) if count else 0
    size = piece or max(50, min(steps.PIECE, total // (4 * workers)))
    shelves = steps.fill_shelves(folder, count, bundles, size) if count else []
    do("tracing", shelves)
    first: list[Problem] = []
    met = skipped = 0
    for problem in steps.tell_problems(folder, planned, shelves):
        met += 1
        skipped += problem.skipped
        if len(first) < NAMED:
            first.append(problem)
    stories, traced = steps.counted(folder)
    return Summary(total, stories, traced, time.monotonic() - began, tuple(first), met, skipped)


BETWEEN = {"packing": steps.pack, "linking": steps.link, "grouping": steps.group}


def worker(told: str) -> Callable[[str], str]:
    """What a worker runs: the function that does one piece of work by its name, "STEP NAME", and gives the name."""
    from riwaya.batch.pieces import trace_piece
    from riwaya.batch.reading import read_piece

    settings = json.loads(told)
    engine.collect_seldom()
    os.environ[engine.PRODUCTS] = settings["products"]
    out = Path(settings["out"])
    parts = steps.plan(out, (), 0).parts

    def work(task: str) -> str:
        step, _, name = task.partition(" ")
        if step == "reading":
            read_piece(out, int(name), parts[int(name)], settings["mapping"])
        elif step in BETWEEN:
            BETWEEN[step](out, name)
        else:
            trace_piece(out, name, settings["owners"])
        return name

    return work


def _there(out: Path, step: str, name: str) -> bool:
    """Whether a piece of work is done."""
    from riwaya.batch import linking, packing
    from riwaya.batch.reading import places

    if step == "reading":
        return places(out, int(name))[0].exists()
    if step == "packing":
        return packing.packed(out / "steps" / "turns" / name)
    if step == "linking":
        return linking.linked(out / "steps" / "turns" / name)
    if step == "grouping":
        return (out / "steps" / "bundles" / f"{name}.stories").exists()
    return (out / "traces" / f"{name}.jsonl").exists()
