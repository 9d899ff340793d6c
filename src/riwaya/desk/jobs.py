"""Work that takes longer than a page may: one thing at a time, in a thread of its own, watched while it goes on."""

from __future__ import annotations

import queue
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from riwaya.model import Problem

_WAITING = 50  #: jobs that may wait
_REMEMBERED = 200  #: jobs whose page is still there


class Kept(NamedTuple):
    """What became of a report that was brought in."""

    what: str  #: new, same or revision
    report: str
    title: str
    story: str | None


@dataclass
class Job:
    """Something being done. Only its own thread writes; pages read."""

    id: str
    stage: str = ""
    done: int = 0
    of: int | None = None
    kept: list[Kept] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)
    over: bool = False
    failure: str = ""
    finished: threading.Event = field(default_factory=threading.Event)
    ended: float = 0.0  #: time.monotonic() when it was over
    leads: str = ""  #: the page to go on to when it is done

    def tell(self, stage: str, done: int, of: int | None) -> None:
        """How far it is."""
        self.stage, self.done, self.of = stage, done, of


class Full(Exception):
    """Too much is waiting already."""


class Jobs:
    """The queue and its one worker, which is started with the first job."""

    def __init__(self) -> None:
        self._queue: queue.Queue[tuple[Job, Callable[[Job], None]]] = queue.Queue(_WAITING)
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def start(self, work: Callable[[Job], None], leads: str = "") -> Job:
        """Put work into the queue; `leads`: the page that it is done for, of which one job at a time will do. Raises
        Full."""
        job = Job(secrets.token_urlsafe(9), leads=leads)
        with self._lock:
            for other in self._jobs.values():
                if leads and other.leads == leads and not other.over:
                    return other
            try:
                self._queue.put_nowait((job, work))
            except queue.Full:
                raise Full from None
            self._jobs[job.id] = job
            while len(self._jobs) > _REMEMBERED:
                self._jobs.popitem(last=False)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="riwaya desk", daemon=True)
                self._worker.start()
        return job

    def lately(self, leads: str, seconds: float = 30.0) -> bool:
        """Whether a job for that page was over a moment ago."""
        with self._lock:
            ended = max((j.ended for j in self._jobs.values() if j.leads == leads and j.over), default=0.0)
        return bool(ended) and time.monotonic() - ended < seconds

    def get(self, id_: str) -> Job | None:
        """A job by its id, which only who started it was told."""
        with self._lock:
            return self._jobs.get(id_)

    def _work(self) -> None:
        while True:
            job, work = self._queue.get()
            try:
                work(job)
            except Exception as error:  # a job that breaks must not take the worker with it
                job.failure = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            job.ended, job.over = time.monotonic(), True
            job.finished.set()
