"""Where the work is run: a plain loop, Daft on this machine, or Daft on Ray. The one module that knows an engine.

A piece of work is a string that names it and a function from that string to a string, so that nothing but text goes
between processes; whatever is large lies in files. Daft's own runner and Ray run the same program text.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from riwaya.encoder import eightbit
from riwaya.encoder.e5 import How

Runner = Literal["plain", "native", "ray"]

RESTARTS = 5
"""How often the work that is left is handed out again after workers died; each piece keeps what it had finished."""


def keep_nothing() -> None:
    """Keep no encodings on disk in this process, unless it is told where: a run meets each text once, and writing them
    down takes a seventh of the time of tracing, more where workers wait for one file."""
    os.environ.setdefault("RIWAYA_CACHE", "off")


PRODUCTS = "RIWAYA_PRODUCTS"  #: what tells a process in what its encoder counts (riwaya.encoder.products)


def products() -> How:
    """In what the encoder counts where nobody says: as this process is told, else in eight bits where onnxruntime is
    installed, which takes half the time."""
    told = os.environ.get(PRODUCTS)
    return ("int8" if told == "int8" else "float32") if told else "int8" if eightbit.installed() else "float32"


def collect_seldom() -> None:
    """Look for circles of dead objects after 50,000 new ones, not after 700: reading and tracing make next to none, and
    each look goes through what the lexicons hold."""
    gc.set_threshold(50_000, 20, 20)


@contextmanager
def as_before() -> Iterator[None]:
    """Whatever the work inside tells this process, how to count and when to collect, it is not told afterwards."""
    before, seldom = os.environ.get(PRODUCTS), gc.get_threshold()
    try:
        yield
    finally:
        gc.set_threshold(*seldom)
        if before is None:
            os.environ.pop(PRODUCTS, None)
        else:
            os.environ[PRODUCTS] = before


class EngineError(RuntimeError):
    """The engine is not installed, or its workers die again and again; the message says which, in one line."""


class _Worker:
    """What Daft starts once in each process of its own: the function, with what it was made from."""

    def __init__(self, make: Callable[[str], Callable[[str], str]], told: str) -> None:
        # One thread a worker: the processes share the cores already, and threads that wait for each other cost most.
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            os.environ.setdefault(name, "1")
        keep_nothing()
        self.work = make(told)

    def __call__(self, task: str) -> str:
        return self.work(task)


def run(
    tasks: Sequence[str],
    make: Callable[[str], Callable[[str], str]],
    told: str,
    *,
    runner: Runner = "plain",
    workers: int = 1,
    left: Callable[[], Sequence[str]] | None = None,
) -> Iterator[str]:
    """Do every task and give the results as they come, in no fixed order.

    In: `make(told)` gives the function that does one task; it is called once in every worker. `left()` names the tasks
    that are not done yet, asked after a worker died; without it the first death ends the run. Out: one result a task.
    Raises EngineError where Daft is not installed or workers die more than RESTARTS times; what a task raises itself
    comes through in the plain loop and ends the run in the others, so a task should raise nothing.
    """
    if runner == "plain":
        work = make(told)
        for task in tasks:
            yield work(task)
        return
    daft = _daft(runner)
    for attempt in range(RESTARTS + 1):
        try:
            for row in _frame(daft, tasks, make, told, workers).iter_rows():
                yield row["result"]
            return
        except Exception as error:  # Daft tells of a dead worker by whatever its channel raised
            rest = left() if left else tasks
            if not rest:
                return
            if left is None or attempt == RESTARTS:
                raise EngineError(f"{len(rest)} pieces of work not done: {_line(error)}") from error
            tasks = rest


def _daft(runner: Runner) -> Any:
    os.environ.setdefault("DAFT_ANALYTICS_ENABLED", "0")  # nothing leaves the machine
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
    os.environ["DAFT_RUNNER"] = runner  # read when the first query runs; a process has one runner for good
    try:
        import daft
    except ImportError:
        raise EngineError("needs Daft: pip install 'riwaya[cluster]', or --runner plain") from None
    if runner == "ray":
        try:
            import ray
        except ImportError:
            raise EngineError("needs Ray: pip install 'riwaya[cluster]'") from None
        if not ray.is_initialized():
            ray.init(address=os.environ.get("RAY_ADDRESS"), log_to_driver=False, configure_logging=False)
    if daft.get_or_infer_runner_type() != runner:
        raise EngineError(f"this process has run Daft otherwise before: start a new one for --runner {runner}")
    return daft


def _frame(
    daft: Any, tasks: Sequence[str], make: Callable[[str], Callable[[str], str]], told: str, workers: int
) -> Any:
    worker = daft.cls(_Worker, use_process=True, max_concurrency=workers)(make, told)
    frame = daft.from_pydict({"task": list(tasks)})
    # One task a batch: results come as they are done, and a worker that dies costs the piece it was at.
    frame = frame.into_batches(1)
    return frame.select(worker(frame["task"]).alias("result"))


def _line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return (lines[-1] if lines else type(error).__name__)[:200]


def default_workers() -> int:
    """One a core."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def must_write_tables() -> None:
    """Find out before the work whether Parquet can be written. Raises EngineError."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise EngineError("tables in Parquet need pyarrow: pip install 'riwaya[cluster]'") from None


def installed() -> bool:
    """Whether Daft is installed."""
    from importlib.util import find_spec

    return find_spec("daft") is not None
