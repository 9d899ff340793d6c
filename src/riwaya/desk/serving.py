"""Running the desk: the server over a store, or over files that are read and traced as it starts."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence

from riwaya.desk.app import build
from riwaya.desk.bring import bring
from riwaya.desk.jobs import Job
from riwaya.desk.settings import Settings
from riwaya.desk.shelf import Shelf
from riwaya.desk.sweeping import settle
from riwaya.store import Store


def serve(store: Store, settings: Settings, paths: Sequence[str] = (), said: Callable[[str], None] = print) -> None:
    """Serve a store until it is interrupted; `paths` are brought in first, while pages are served already. `said` is
    told the address once it listens. Raises OSError where it cannot listen there."""
    import uvicorn

    app = build(store, settings)
    settle()
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.create_server((settings.host, settings.port), family=family) as listening:
        port = listening.getsockname()[1]
        threading.Thread(target=app.state.house.shelf.warm, name="riwaya desk warms up", daemon=True).start()
        if paths:
            app.state.house.jobs.start(lambda job: read_in(app.state.house.shelf, job, paths))
        host = f"[{settings.host}]" if family == socket.AF_INET6 else settings.host
        said(f"http://{host}:{port}/")
        config = uvicorn.Config(
            app, http="h11", log_level="warning", access_log=False, server_header=False, lifespan="off",
            # Who asks is decided at the door, by what it knows of proxies: the server must not rewrite it.
            proxy_headers=False, timeout_keep_alive=15, limit_concurrency=400,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])


def read_in(shelf: Shelf, job: Job, paths: Sequence[str]) -> None:
    """Bring in files and folders, and trace what they hold."""
    from riwaya.intake import read

    job.tell("reading", 0, None)
    reading = read(paths, progress=lambda done, of: job.tell("reading", done, of))
    bring(shelf, job, iter([*reading.problems, *((r, r.text.encode("utf-8", "replace")) for r in reading.reports)]))
