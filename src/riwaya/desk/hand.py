"""Handing on: a story in each format that others read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from riwaya.desk import regroup
from riwaya.desk.asking import Ask, Page, Wrong
from riwaya.desk.opened import Opened
from riwaya.export.cite import cite
from riwaya.model import Trace
from riwaya.store import StoreError


class Format(NamedTuple):
    """A format: its name, the ending of its files, its media type, and who writes it."""

    name: str
    ending: str
    media: str
    write: Callable[[Trace], bytes]


def _html(trace: Trace) -> bytes:
    from riwaya.export import html

    return html.render(trace).encode("utf-8", "replace")


def _json(trace: Trace) -> bytes:
    from riwaya.export.json import dumps

    return dumps(trace).encode("utf-8", "replace")


def _svg(trace: Trace) -> bytes:
    from riwaya.export import svg

    return svg.render(trace).encode("utf-8", "replace")


def _csv(trace: Trace) -> bytes:
    from riwaya.export import csv

    return csv.archive(trace, bom=True)


def _prov_json(trace: Trace) -> bytes:
    from riwaya.export import prov

    return prov.prov_json(trace).encode("utf-8", "replace")


def _prov_n(trace: Trace) -> bytes:
    from riwaya.export import prov

    return prov.prov_n(trace).encode("utf-8", "replace")


def _ftm(trace: Trace) -> bytes:
    from riwaya.export import ftm

    return ftm.render(trace).encode("utf-8", "replace")


def _ninjs(trace: Trace) -> bytes:
    from riwaya.export import ninjs

    return ninjs.render(trace).encode("utf-8", "replace")


def _graphml(trace: Trace) -> bytes:
    from riwaya.export import graphml

    return graphml.render(trace).encode("utf-8", "replace")


FORMATS = (
    Format("html", "html", "text/html; charset=utf-8", _html),
    Format("json", "json", "application/json", _json),
    Format("csv", "csv.zip", "application/zip", _csv),
    Format("prov-json", "prov.json", "application/json", _prov_json),
    Format("prov-n", "provn", "text/provenance-notation; charset=utf-8", _prov_n),
    Format("ftm", "ftm.jsonl", "application/jsonl", _ftm),
    Format("ninjs", "ninjs.json", "application/json", _ninjs),
    Format("graphml", "graphml", "application/xml", _graphml),
    Format("svg", "svg", "image/svg+xml", _svg),
)


def page(ask: Ask) -> Page:
    """What there is to download, and the claims to cite."""
    held = ask.story()
    files = [{"name": f.name, "file": f"{_file(held.id)}.{f.ending}", "media": f.media} for f in FORMATS]
    context = {"opened": held, "story": held.story, "story_id": held.id, "formats": files,
               "corrections": held.corrections}
    return Page("hand.html", ask.say("hand on"), context, lambda: {"story": held.id, "formats": files}, held)


class File(NamedTuple):
    """Something to download."""

    name: str
    media: str
    data: bytes


def export(ask: Ask) -> File:
    """A story in a format; "corrections", "gold" and "grouping" give what people corrected, as a log, as a gold story,
    and as a gold grouping: which report is in which story."""
    held = ask.story()
    name, stem = ask.id("format"), _file(held.id)
    if name == "corrections":
        from riwaya.corrections import dumps

        log = dumps(held.corrections)
        return File(f"{stem}-corrections.jsonl", "application/jsonl", log.encode("utf-8", "replace"))
    if name == "grouping":
        told = json.dumps(regroup.grouping(ask, held), ensure_ascii=False, indent=1) + "\n"
        return File(f"{stem}-stories.json", "application/json", told.encode("utf-8", "replace"))
    if name == "gold":
        return File(f"{stem}-gold.zip", "application/zip", _gold(ask, held))
    found = next((f for f in FORMATS if f.name == name), None)
    if found is None:
        raise Wrong(404, "no such")
    return File(f"{stem}.{found.ending}", found.media, found.write(held.trace))


def cited(ask: Ask) -> str:
    """The citation of a claim as text."""
    held = ask.story()
    try:
        return cite(held.view, ask.id("claim"), ask.speech, "markdown" if ask.query("as") == "markdown" else "text")
    except KeyError:
        raise Wrong(404, "no such") from None


def _gold(ask: Ask, held: Opened) -> bytes:
    """The folder of a gold story, with the pages as they came, in a zip."""
    from riwaya.export import gold

    pages = {}
    for report in held.members:
        try:
            pages[report.id] = ask.house.shelf.store.page(report.id)
        except StoreError:
            continue
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path, data in gold.files(held.trace, held.id, pages):
            zipped.writestr(path, data)
    return out.getvalue()


def _file(story: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in story)[:60].strip("-") or "story"
