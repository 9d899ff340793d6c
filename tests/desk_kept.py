"""A desk over stories that are traced already, for its tests: served in this process, or called without a server."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from riwaya.desk.app import build
from riwaya.desk.asking import House
from riwaya.desk.settings import Settings
from riwaya.model import Claim, Report, Source, Span, Statement, Story, Trace
from riwaya.store import Store, traces


def keep(store: Store, trace: Trace) -> str:
    """Put a trace's reports into a store as one story whose trace is that one; gives the story's id. Tracing itself is
    the business of other tests: what would be found is put in its place."""
    reports, taken = trace.reports, {line.id for line in store.stories()}
    added = [store.add(r, r.text.encode()) for r in reports]
    store.together([a.report for a in added])
    story = store.story_of(added[0].report)
    assert story is not None
    with store._database.writing() as connection:
        if story in taken:  # words like those of a story that is there: but it shall be one of its own
            story = trace.stories[0].id
            connection.execute(text("INSERT INTO stories (id, title, seen, changed, reports, outlets) "
                                    "SELECT :id, title, seen, changed, 0, 0 FROM stories LIMIT 1"), {"id": story})
        number = connection.execute(text("SELECT number FROM stories WHERE id = :id"), {"id": story}).scalar_one()
        ids = {f"r{n}": r.id for n, r in enumerate(reports)}
        mine = "SELECT number FROM reports WHERE id IN (" + ", ".join(f":r{n}" for n in range(len(reports))) + ")"
        for change in (
            f"DELETE FROM members WHERE report IN ({mine})",
            f"INSERT INTO members SELECT {number}, number, 0, seen FROM ({mine.replace('SELECT number', 'SELECT *')})",
        ):
            connection.execute(text(change), ids)
        count = "(SELECT count(*) FROM members WHERE story = number)"
        connection.execute(text(f"UPDATE stories SET reports = {count}, outlets = {count}"))
        connection.execute(text(f"UPDATE stories SET title = :t WHERE number = {number}"),
                           {"t": trace.stories[0].title})  # fmt: skip

    def read(*given: Any) -> tuple[Trace, dict[str, Any]]:
        inputs = next(g for g in given if hasattr(g, "reports"))
        return replace(trace, stories=tuple(replace(s, id=inputs.id) for s in trace.stories)), {}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(traces, "_read", read)
        store.trace(story)
    with store._database.writing() as connection:  # the coming of these reports is no change to the stories before
        connection.execute(text("UPDATE stories SET changed = (SELECT at FROM traces WHERE traces.story = number) "
                                "WHERE number IN (SELECT story FROM traces)"))  # fmt: skip
    return story


@contextmanager
def served(
    store: Store, settings: Settings | None = None, *, prepare: Callable[[House], object] | None = None
) -> Iterator[str]:
    """The desk over a store, served on loopback; gives its address. `prepare` may do something to it first."""
    import uvicorn

    app = build(store, settings or Settings())
    if prepare:
        prepare(app.state.house)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, http="h11", log_level="warning", lifespan="off", proxy_headers=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)


@contextmanager
def kept(folder: Path, *held: Trace) -> Iterator[tuple[Store, list[str]]]:
    """A store with these stories, and their ids."""
    with Store.open(folder / "desk.db") as store:
        yield store, [keep(store, trace) for trace in held]


def done(client: Any, job: str) -> dict[str, Any]:
    """A job when it is over."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        found: dict[str, Any] = client.get(f"/jobs/{job}.json").json()
        if found["over"]:
            return found
        time.sleep(0.05)
    raise AssertionError("it is not done")


EVIL = (
    "<script>window.hit=1</script>", "<img src=x onerror=window.hit=2>", "\"><svg onload=window.hit=3>",
    "'};window.hit=4;//", "{{ 7*7 }}", "{% raw %}", "javascript:window.hit=5", "&lt;b&gt;",
    "</textarea><script>window.hit=6</script>", "\u202eabc\u202c", "--><iframe src=//evil.example>",
    "<a href=javascript:window.hit=7>x</a>",
)  # fmt: skip


def hostile() -> Trace:
    """A story in which everything that a page can bring is an attack: title, text, by-line, source, address, id."""
    words = " ".join(EVIL)
    reports = []
    for n, evil in enumerate(EVIL[:5]):
        said = f"{evil} said {words}\n{words}"
        reports.append(Report(
            f"{evil}/../{n}", f"javascript:alert({n})", f"{evil} {words}", said, "en", f"o{n}", (evil,), "2031-03-04",
            (evil, words), "00", url=f"javascript:window.hit={n}", outlet_name=evil,
        ))  # fmt: skip
    sources = [Source(f"o{n}", f"{evil} outlet", "outlet") for n, evil in enumerate(EVIL[:5])]
    sources.append(Source("<s>", EVIL[0], "person"))
    statements = [
        Statement(f"{r.id}-1", r.id, 0, r.text.index("\n"), "indirect", cue=Span(0, 5), chain=("<s>",), why=EVIL[1])
        for r in reports
    ]
    claim = Claim("<c>", words, (tuple(s.id for s in statements[:3]), tuple(s.id for s in statements[3:])))
    return Trace("test", tuple(reports), tuple(sources), tuple(statements),
                 (Story("evil", words, tuple(r.id for r in reports), (claim,)),))
