"""Bringing in: pasted text, files, addresses; read, kept in the store, and traced while one looks on."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from riwaya.desk import fetching
from riwaya.desk.asking import Ask, Brought, Elsewhere, Page, Wrong
from riwaya.desk.jobs import Full, Job, Kept
from riwaya.desk.shelf import Shelf
from riwaya.intake import IntakeError, read, read_page
from riwaya.model import Problem, Report
from riwaya.store import StoreError
from riwaya.stories import group

MOST_FILES = 500
MOST_URLS = 50
PICKED = 100  #: reports brought at once up to which they are taken to have been picked for a story
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_TITLE = 160  #: letters of a first line that can be a title


class Given(NamedTuple):
    """What somebody typed, to show it again where something was wrong with it."""

    text: str = ""
    outlet: str = ""
    published: str = ""
    url: str = ""
    urls: str = ""


def form(ask: Ask, given: Given | None = None, trouble: str = "") -> Page:
    """The form."""
    ask.must_correct()
    context = {
        "given": given or Given(), "trouble": trouble, "most": ask.house.settings.most >> 20, "here": "bring",
        "fetches": fetching.possible(ask.house.settings), "twin": True,
    }
    return Page("bring.html", ask.say("bring in"), context, lambda: {"fetches": fetching.possible(ask.house.settings),
                                                                    "most": ask.house.settings.most})


def start(ask: Ask) -> str | Page:
    """Begin to bring in what the form holds: the id of the job, or the form again with what was wrong."""
    ask.must_correct()
    f = ask.form
    given = Given(f.one("text", 2_000_000), f.one("outlet", 200), f.one("published", 10), f.one("url", 2000),
                  f.one("urls", 100_000))
    urls = [line.strip() for line in given.urls.splitlines() if line.strip()]
    for address in [*urls, *([given.url] if given.url else [])]:
        if urlsplit(address).scheme not in ("http", "https"):
            return form(ask, given, ask.say("only web"))
    if len(urls) > MOST_URLS or len(f.files) > MOST_FILES:
        most = MOST_URLS if len(urls) > MOST_URLS else MOST_FILES
        return form(ask, given, ask.say("too many").format(n=most))
    if urls and not fetching.possible(ask.house.settings):
        return form(ask, given, ask.say("no fetching"))
    if not given.text and not f.files and not urls:
        return form(ask, given, ask.say("nothing brought"))
    return begin(ask, given, f.files, urls)


def begin(ask: Ask, given: Given, files: Sequence[Brought], urls: Sequence[str]) -> str:
    """Put it into the queue. Gives the id of the job; raises Wrong where too much is waiting."""
    shelf, settings = ask.house.shelf, ask.house.settings

    def work(job: Job) -> None:
        def found() -> Iterator[tuple[Report, bytes] | Problem]:
            if given.text:
                yield pasted(given)
            if files:
                yield from read_files(files, job)
            if urls:
                yield from fetching.fetch(settings, urls, lambda done: job.tell("fetching", done, len(urls)))

        bring(shelf, job, found())

    try:
        return ask.house.jobs.start(work).id
    except Full:
        raise Wrong(503, "busy") from None


def pasted(given: Given) -> tuple[Report, bytes] | Problem:
    """The report that a pasted text is. Its id is made of its words: pasting it twice brings in one report."""
    lines = given.text.splitlines()
    title = lines[0].strip() if len(lines) > 1 and len(lines[0]) <= _TITLE else None
    data = ("\n".join(lines[1:]) if title else given.text).encode()
    name = given.url or f"paste-{hashlib.sha256(given.text.encode()).hexdigest()[:10]}.txt"
    day = given.published if _DAY.match(given.published) else None
    try:
        report = read_page(data, name, outlet=given.outlet or None, published=day, url=given.url or None, title=title,
                           kind="text")
    except IntakeError as error:
        return Problem("paste", error.reason)
    return report, given.text.encode()


def read_files(files: Sequence[Brought], job: Job) -> Iterator[tuple[Report, bytes] | Problem]:
    """The reports in files, by the same reading that the command line has; a metadata.csv among them is minded."""
    job.tell("reading", 0, len(files))
    with tempfile.TemporaryDirectory(prefix="riwaya-") as folder:
        data: dict[str, bytes] = {}
        lines: dict[str, list[bytes]] = {}
        for n, file in enumerate(files):
            name = _file_name(file.name, n, data)
            data[name] = file.data
            (Path(folder) / name).write_bytes(file.data)
        reading = read([folder], progress=lambda done, of: job.tell("reading", done, of))
        for report in reading.reports:
            name, _, line = _inside(report.origin, folder).partition(":")
            if line and name not in lines:
                lines[name] = data.get(name, b"").split(b"\n")
            page = _page(data.get(name, b""), lines.get(name, ()), line, report)
            yield replace(report, origin=f"{name}{':' if line else ''}{line}"), page
        for problem in reading.problems:
            yield replace(problem, origin=_inside(problem.origin, folder))


def _file_name(given: str, n: int, taken: dict[str, bytes]) -> str:
    """A name for a file that came with a name: its last part, letters and digits of any script, nothing that leads
    anywhere."""
    name = re.sub(r"[^\w.\- ]", "_", given.replace("\\", "/").rpartition("/")[2])[-120:].lstrip(".") or f"file{n}.txt"
    return name if name not in taken else f"{n}-{name}"


def _inside(origin: str, folder: str) -> str:
    return origin.removeprefix(folder).lstrip("/\\")


def _page(data: bytes, lines: Sequence[bytes], line: str, report: Report) -> bytes:
    """The page of a report: the whole file; of a file of lines its line; of an archive and of what was packed the
    words that were read."""
    if not line:
        return data
    number = int(line) if line.isdigit() else 0
    found = lines[number - 1] if 0 < number <= len(lines) else b""
    return found if found.lstrip().startswith(b"{") else report.text.encode("utf-8", "replace")


def bring(shelf: Shelf, job: Job, found: Iterator[tuple[Report, bytes] | Problem]) -> None:
    """Keep what was read, and trace the stories it belongs to: first when two reports are there, then each time their
    number has doubled, at last with all. So the trace grows before one's eyes for at most twice the work."""
    brought: list[Report] = []
    at: dict[str, int] = {}
    waiting: dict[str, int] = {}
    for outcome in found:
        if isinstance(outcome, Problem):
            job.problems.append(outcome)
            continue
        report, page = outcome
        try:
            added = shelf.store.add(_named(shelf, report), page)
        except StoreError as error:
            job.problems.append(Problem(report.origin, str(error)))
            continue
        brought.append(replace(report, id=added.report))
        job.kept.append(Kept(added.kind, added.report, report.title, added.story))
        job.tell("keeping", len(job.kept), None)
        if added.story:
            if added.story not in job.stories:
                job.stories.append(added.story)
            waiting[added.story] = waiting.get(added.story, 0) + 1
            if waiting[added.story] >= max(2, at.get(added.story, 0)):
                at[added.story] = waiting[added.story] * 2
                waiting[added.story] = 0
                shelf.opened(added.story, job.tell)
    # Reports that somebody brings together are mostly of one story, as those that are handed to one trace.
    for members in group(brought, picked=True) if 1 < len(brought) <= PICKED else ():
        shelf.store.together(members)
    for story in list(job.stories):
        job.tell("tracing", 0, None)
        line = shelf.line(story)
        if line.id != story:
            job.stories[job.stories.index(story)] = line.id
        shelf.opened(line.id, job.tell)


def _named(shelf: Shelf, report: Report) -> Report:
    """A report under an id that is not another's: a file's name says little, and two sites both have an index.html."""
    if report.url:
        return report
    try:
        known = shelf.store.report(report.id)
    except StoreError:
        return report
    if known.title == report.title or known.sha256 == report.sha256:
        return report
    return replace(report, id=f"{report.id}-{report.sha256[:6]}")


def watched(ask: Ask) -> Page:
    """How far a job is, and what it has brought so far."""
    job = ask.house.jobs.get(ask.id("job"))
    if job is None:
        raise Wrong(404, "no such")
    if job.over and job.leads and not job.failure and not ask.data:
        raise Elsewhere(job.leads)
    stories = []
    for id_ in list(dict.fromkeys(job.stories))[:20]:
        line = ask.house.shelf.line(id_)
        held = ask.house.shelf.opened(line.id) if line.fresh else None
        stories.append({"id": line.id, "title": held.title if held else line.title,
                        "answer": held.answer(ask.speech) if held else []})
    try:
        stage = ask.say(f"stage:{job.stage}") if job.stage else ask.say("waiting")
    except KeyError:  # a stage that was added since
        stage = job.stage
    context = {"job": job, "stage": stage, "stories": stories, "refresh": not job.over, "here": "bring"}
    return Page("job.html", ask.say("tracing" if job.leads else "job"), context, lambda: {
        "id": job.id, "over": job.over, "stage": job.stage, "done": job.done, "of": job.of,
        "failure": job.failure or None, "stories": [s["id"] for s in stories],
        "reports": [k._asdict() for k in job.kept],
        "problems": [{"origin": p.origin, "reason": p.reason} for p in job.problems]})  # fmt: skip
