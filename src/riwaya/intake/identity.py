"""Ids of reports: readable, unique in a trace, and the same for the same input in whatever order it comes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from riwaya.model import Problem, Report

ENDINGS = (".txt", ".text", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".warc")
_LONGEST = 80


def file_id(name: str) -> str:
    """The name of a file without its endings: "05_sada.txt.gz" is "05_sada"."""
    stem = PurePath(name).name
    if stem.lower().endswith(".gz"):
        stem = stem[:-3]
    for ending in ENDINGS:
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
            break
    return stem or "page"


def url_id(url: str) -> str:
    """A slug of a web address: host and path, words joined by "-", cut with a short hash where long."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    host = (parts.netloc.rpartition("@")[2] or "").removeprefix("www.")
    path = re.sub(r"\.(?:html?|aspx?|php|shtml)$", "", unquote(parts.path))
    slug = re.sub(r"[^\w.]+", "-", f"{host}/{path}?{parts.query}".lower()).strip("-.")
    if len(slug) > _LONGEST:
        slug = f"{slug[:_LONGEST].rstrip('-')}-{short(url)}"
    return slug or f"page-{short(url)}"


def short(text: str) -> str:
    """Eight hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:8]


def settle(reports: Iterable[Report]) -> tuple[list[Report], list[Problem]]:
    """The reports with unique ids, sorted by id, and a problem for each exact duplicate left out.

    The same page twice (same content, and same id or address) is kept once. Different pages that claim one id all get
    a short hash of what they are behind it, so that none depends on which came first."""
    kept: list[Report] = []
    problems: list[Problem] = []
    for found in distinct(sorted(reports, key=lambda r: (r.id, r.origin, r.sha256))):
        if isinstance(found, Report):
            kept.append(found)
        else:
            problems.append(found)
    count: dict[str, int] = {}
    for report in kept:
        count[report.id] = count.get(report.id, 0) + 1
    taken: set[str] = {id_ for id_, n in count.items() if n == 1}
    settled: list[Report] = []
    for report in kept:
        if count[report.id] > 1:
            report = replace(report, id=own_id(report, taken.__contains__))
        taken.add(report.id)
        settled.append(report)
    return sorted(settled, key=lambda r: r.id), problems


def distinct(ordered: Iterable[Report]) -> Iterator[Report | Problem]:
    """Reports in order of id, origin and content, each once, and a problem for each exact duplicate. Reports of unlike
    content are never duplicates, so that those of each content may be given apart."""
    seen: dict[tuple[str, str], Report] = {}
    for report in ordered:
        keys = [(report.sha256, "id:" + report.id)] + ([(report.sha256, "url:" + report.url)] if report.url else [])
        first = next((seen[k] for k in keys if k in seen), None)
        if first is None:
            seen.update(dict.fromkeys(keys, report))
            yield report
        else:
            yield Problem(report.origin, f"the same page as {first.origin}, kept once")


def own_id(report: Report, taken: Callable[[str], bool]) -> str:
    """The id of a report that shares its own with others: content tells them apart; where even that is one, the place
    they were read from does."""
    id_ = f"{report.id}-{report.sha256[:6]}"
    return f"{id_}-{short(report.origin)}" if taken(id_) else id_
