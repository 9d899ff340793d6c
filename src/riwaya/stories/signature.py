"""What a report is known by when stories are told apart: the words of its title and lead, and its time."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from riwaya.language.arabic import stem
from riwaya.language.text import words
from riwaya.model import Report

LEAD = 50  #: words of the text that are read: what a report is about stands in its lead
_READ = 1200  #: code points that are looked at for them
_START = 200  #: code points of the text that are kept, for the encoder
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Signature:
    """A report as the stories see it."""

    id: str
    key: str  #: the address, by which a revision is known; the id where there is none
    hours: float | None  #: since 1970, UTC; None without a date that can be right
    language: str
    outlet: str | None  #: its id or name, or the host of the page
    title: str
    start: str  #: of the text
    terms: tuple[str, ...]  #: its stems, sorted
    heads: bytes  #: how often each stands in the title
    leads: bytes  #: and in the lead


def sign(report: Report, now: datetime | None = None) -> Signature:
    """The signature of a report. `now` bounds the dates that can be right: later ones are none (default: the clock)."""
    counts: dict[str, list[int]] = {}
    for place, found in enumerate((words(report.title[:_READ])[:LEAD], words(report.text[:_READ])[:LEAD])):
        for word in found:
            if len(word.form) > 1:
                counts.setdefault(_stem(word.form), [0, 0])[place] += 1
    address = report.url or (report.origin if "://" in report.origin else "")
    outlet = report.outlet or report.outlet_name or _host(address)
    terms = tuple(map(sys.intern, sorted(counts)))
    return Signature(
        report.id, address.split("#")[0] or f"id:{report.id}", hours_of(report, now), report.language, outlet or None,
        report.title[:_START], report.text[:_START], terms,
        bytes(counts[t][0] for t in terms), bytes(counts[t][1] for t in terms),
    )  # fmt: skip


def plain(s: Signature) -> list[Any]:
    """A signature as plain data, for json."""
    return [s.id, s.key, s.hours, s.language, s.outlet, s.title, s.start, list(s.terms), list(s.heads), list(s.leads)]


def valued(data: Sequence[Any]) -> Signature:
    """The signature that `plain` wrote."""
    id_, key, hours, language, outlet, title, start, terms, heads, leads = data
    return Signature(
        id_, key, hours, sys.intern(language), outlet and sys.intern(outlet), title, start,
        tuple(map(sys.intern, terms)), bytes(heads), bytes(leads),
    )  # fmt: skip


def named(signature: Signature, id_: str) -> Signature:
    """The signature under another id."""
    own = signature.key == f"id:{signature.id}"
    return replace(signature, id=id_, key=f"id:{id_}" if own else signature.key)


def alike(one: Signature, other: Signature) -> bool:
    """Whether two pages of one address can be versions of one report: they share a title, or half of the words of the
    shorter. Some sites give one address to everything."""
    a, b = set(one.terms), set(other.terms)
    return one.title == other.title or 2 * len(a & b) >= min(len(a), len(b))


def _stem(form: str) -> str:
    return stem(form) if "\u0600" <= form[:1] <= "\u06ff" else form


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def hours_of(report: Report, now: datetime | None = None) -> float | None:
    """When a report was published, in hours since 1970 (a day without a time is taken at noon); None where it does
    not say, or says a time that cannot be right: before 1990 or after tomorrow."""
    given = report.published_at or report.published
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return None
    if len(given) <= 10:
        moment = moment.replace(hour=12)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    latest = (now or datetime.now(UTC)).timestamp() + 24 * 3600
    return moment.timestamp() / 3600 if _EARLIEST.timestamp() <= moment.timestamp() <= latest else None
