"""What a report is known by when stories are told apart: the words of its title and lead, and its time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from riwaya.language.arabic import stem
from riwaya.language.text import words
from riwaya.model import Report

LEAD = 60  #: words of the text that are read: what a report is about stands in its lead
_READ = 1200  #: code points that are looked at for them
_TITLE = 2  #: times that a word of the title counts
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Signature:
    """A report as the stories see it."""

    id: str
    key: str  #: the address, by which a revision is known; the id where there is none
    hours: float | None  #: since 1970, UTC; None without a date that can be right
    language: str
    outlet: str | None
    terms: tuple[tuple[str, float], ...]  #: stems with how often they count, sorted


def sign(report: Report, now: datetime | None = None) -> Signature:
    """The signature of a report. `now` bounds the dates that can be right: later ones are none (default: the clock)."""
    counts: Counter[str] = Counter()
    for word in words(report.title[:_READ]):
        _count(word.form, _TITLE, counts)
    for word in words(report.text[:_READ])[:LEAD]:
        _count(word.form, 1, counts)
    key = (report.url or (report.origin if "://" in report.origin else "")).split("#")[0] or f"id:{report.id}"
    return Signature(
        report.id, key, hours_of(report, now), report.language, report.outlet or report.outlet_name,
        tuple(sorted(counts.items())),
    )  # fmt: skip


def _count(form: str, times: float, counts: Counter[str]) -> None:
    if len(form) > 1:
        counts[stem(form) if "\u0600" <= form[0] <= "\u06ff" else form] += times  # type: ignore[assignment]


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
    hours = moment.timestamp() / 3600
    latest = (now or datetime.now(UTC)).timestamp() / 3600 + 24
    return hours if _EARLIEST.timestamp() / 3600 <= hours <= latest else None
