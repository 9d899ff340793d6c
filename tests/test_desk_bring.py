"""Bringing in at the desk: files, pasted text, addresses, folders as it starts; and readers who come all at once."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from desk_kept import done, keep
from riwaya.desk.app import build
from riwaya.desk.settings import Settings
from riwaya.model import Report

BASE = "http://127.0.0.1:8018"
ROOT = Path(__file__).resolve().parents[1]


def brought(client: TestClient, **given: Any) -> dict[str, Any]:
    """What came of bringing something in by the form."""
    files = given.pop("files", None)
    token = client.get("/bring").text.split('name="form_token" value="')[1].split('"')[0]
    answer = client.post("/bring", data={"form_token": token, **given}, files=files, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return done(client, answer.headers["location"].rpartition("/")[2])


@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A desk over an empty store, in which tracing finds nothing."""
    from riwaya.model import Story, Trace
    from riwaya.store import Store, traces

    def read_nothing(*given: Any) -> Any:
        inputs = next(g for g in given if hasattr(g, "reports"))
        reports = tuple(traces.report_of(packed) for _, _, packed in inputs.reports)
        return Trace("test", reports, (), (), (Story(inputs.id, "t", tuple(r.id for r in reports)),)), {}

    monkeypatch.setattr(traces, "_read", read_nothing)
    with Store.open(tmp_path / "quick.db") as store:
        settings = Settings(contact="desk@newsroom.example", store=str(tmp_path / "quick.db"))
        yield TestClient(build(store, settings), base_url=BASE)


def test_files_are_brought_in_as_the_command_line_reads_them(quick: TestClient) -> None:
    page = "<html><head><title>Roof falls</title></head><body><p>" + "The roof of the bakery fell, the mayor said. " * 9
    lines = json.dumps({"id": "l1", "title": "Bridge", "text": "The bridge was closed on Monday, the ministry said."})
    job = brought(quick, files=[("files", ("a/../page.html", page.encode())), ("files", ("two.jsonl", lines.encode())),
                                ("files", ("empty.txt", b""))])  # fmt: skip
    assert {k["report"] for k in job["reports"]} == {"page", "l1"}
    assert [p["origin"] for p in job["problems"]] == ["empty.txt"]
    store = quick.app.state.house.shelf.store  # type: ignore[attr-defined]
    assert store.page("page") == page.encode() and store.report("page").origin == "page.html"
    assert store.page("l1") == lines.encode()
    again = brought(quick, files=[("files", ("page.html", page.encode()))])
    assert [k["what"] for k in again["reports"]] == ["same"]
    other = brought(quick, files=[("files", ("page.html", page.replace("Roof falls", "Flood").encode()))])
    assert other["reports"][0]["what"] == "new" and other["reports"][0]["report"] != "page"


def test_pasting_twice_is_one_report(quick: TestClient) -> None:
    given = {"text": "Roof falls\nThe roof of the bakery fell at dawn, the mayor said.", "outlet": "The Lamp",
             "published": "2031-03-04"}  # fmt: skip
    first, second = brought(quick, **given), brought(quick, **given)
    assert [k["what"] for k in first["reports"] + second["reports"]] == ["new", "same"]
    kept_ = quick.app.state.house.shelf.store.report(first["reports"][0]["report"])  # type: ignore[attr-defined]
    assert (kept_.title, kept_.outlet_name, kept_.published) == ("Roof falls", "The Lamp", "2031-03-04")


def test_addresses_are_fetched_by_the_watch(quick: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from riwaya import watch
    from riwaya.model import Problem

    def fetch(urls: Any, settings: Any, tell: Any) -> Any:
        assert settings.contact == "desk@newsroom.example" and settings.store
        tell(1)
        report = Report("far", urls[0], "Far away", "A dam broke, the governor said.", "en", url=urls[0])
        return ((report, b"<p>page"), Problem(urls[1], "the server answers 404"))

    monkeypatch.setattr(watch, "fetch", fetch)
    job = brought(quick, urls="https://far.example/1\n\nhttps://far.example/2\n")
    assert [k["title"] for k in job["reports"]] == ["Far away"]
    assert [p["reason"] for p in job["problems"]] == ["the server answers 404"]
    token = quick.get("/bring").text.split('name="form_token" value="')[1].split('"')[0]
    for urls in ("file:///etc/passwd", "ftp://x.example", "\n".join(["https://x.example"] * 60)):
        answer = quick.post("/bring", data={"form_token": token, "urls": urls}, headers={"accept-language": "en"})
        assert answer.status_code == 422 and 'role="alert"' in answer.text


def test_folders_are_brought_in_as_it_starts(quick: TestClient) -> None:
    from riwaya.desk.jobs import Job
    from riwaya.desk.serving import read_in

    job = Job("start")
    read_in(quick.app.state.house.shelf, job, [str(ROOT / "examples" / "market-fire" / "reports")])  # type: ignore[attr-defined]
    assert len(job.kept) == 7 and not job.problems
    stories = quick.get("/stories.json").json()["stories"]
    assert [s["reports"] for s in stories] == [7], "what is brought together is one story, as in a trace"


def test_the_command_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    import signal
    import subprocess

    import httpx

    call = [sys.executable, "-m", "riwaya", "desk", "--store", str(tmp_path / "new.db"), "--port", "0"]
    with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            address = process.stderr.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address), address
            assert httpx.get(f"{address}healthz").text == "ok\n"
            assert httpx.get(f"{address}stories.json").json()["stories"] == []
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 130
        finally:
            process.kill()


def test_a_reader_watches_while_a_program_waits(quick: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A story that the watch has put together is traced when somebody asks for it."""
    from riwaya.desk import asking

    monkeypatch.setattr(asking, "PATIENCE", 0.0)
    store = quick.app.state.house.shelf.store  # type: ignore[attr-defined]
    text = "The roof of the bakery in Harbour Street fell at dawn on Tuesday, the mayor said. Twelve workers were hurt."
    for n in range(4):
        story = store.add(Report(f"r{n}", f"r{n}.txt", "Bakery roof falls", f"{text} {n}", "en",
                                 published="2031-03-04"), b"").story  # fmt: skip
    line = store.story(story)
    assert line.reports > 2 and not line.traced
    sent = quick.get(f"/stories/{story}?page=1", follow_redirects=False)
    assert sent.status_code == 303 and sent.headers["location"].startswith("/jobs/")
    job = sent.headers["location"].rpartition("/")[2]
    assert done(quick, job)["failure"] is None
    over = quick.get(f"/jobs/{job}", follow_redirects=False)
    assert over.status_code == 303 and over.headers["location"] == f"/stories/{story}?page=1"
    part = quick.get(f"/jobs/{job}", headers={"hx-request": "true"})
    assert part.headers["hx-redirect"] == over.headers["location"]
    assert quick.get(f"/stories/{story}", follow_redirects=False).status_code == 200
    store.add(Report("r9", "r9.txt", "Bakery roof falls", f"{text} 9", "en", published="2031-03-04"), b"")
    assert len(quick.get(f"/stories/{story}.json").json()["reports"]) == line.reports + 1


def test_what_breaks_a_job_is_told_and_the_next_one_runs(quick: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from riwaya.store import traces

    given = "A roof fell, the mayor said."
    with monkeypatch.context() as patch:
        patch.setattr(traces, "_read", lambda *_: 1 / 0)
        assert "ZeroDivisionError" in brought(quick, text=given)["failure"]
    assert brought(quick, text=given)["failure"] is None


def test_fifty_readers_for_a_moment(tmp_path: Path) -> None:
    """The same as `bench/desk.py --readers 50`, for a second or two."""
    sys.path.insert(0, str(ROOT / "bench"))
    import desk as bench
    from riwaya.store import Store

    with Store.open(tmp_path / "load.db") as store:
        stories = [keep(store, bench.made(6, "few")), keep(store, bench.made(3, "fewer"))]
        (result,) = bench.load(store, stories, readers=50, seconds=1.5)
    assert result.measured == 0, result.detail
