"""Which of two reports takes from the other. Times rule out, they never prove; what is left is a sum of leanings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from riwaya.derivations.relation import Agreement, Wording
from riwaya.model import Report

_AT_ONCE = timedelta(minutes=5)  #: too short for a newsroom to take over another's text
CENTRAL = 8.0  #: weight of nearness to the rest


@dataclass(frozen=True, slots=True)
class Lean:
    """How far the evidence says that the first report takes from the second: positive for, negative against."""

    total: float
    reasons: tuple[str, ...]


def moment(report: Report) -> datetime | None:
    """When a report was published, to the minute, where the page says so."""
    if not report.published_at or len(report.published_at) < 16:
        return None
    try:
        return datetime.fromisoformat(report.published_at)
    except ValueError:
        return None


def rules_out(report: Report, original: Report) -> bool:
    """Whether the times rule out that `report` takes from `original`: it was published before it."""
    a, b = moment(report), moment(original)
    if a is not None and b is not None and (a.tzinfo is None) == (b.tzinfo is None):
        return a < b
    return bool(report.published and original.published) and (report.published or "") < (original.published or "")


def at_once(one: Report, other: Report) -> bool:
    """Whether two reports were published at one time: within `_AT_ONCE` where both tell the minute, else on one day."""
    a, b = moment(one), moment(other)
    if a is not None and b is not None and (a.tzinfo is None) == (b.tzinfo is None):
        return abs(a - b) < _AT_ONCE
    return one.published is not None and one.published == other.published


def leaning(
    report: Report, original: Report, w: Wording | None, agreed: Agreement, back: Agreement, credit: int, agency: int,
    central: float,
) -> Lean:
    """The leaning of a pair. `credit`: 1 where `report` credits `original`, -1 for the reverse; `agency` likewise
    where one of the two is an agency's; `central`: by how much the original is more like all others, as what stands
    nearer the root of a descent is."""
    parts: list[tuple[float, str]] = [
        (3.0 * credit, "it credits the other" if credit > 0 else "the other credits it"),
        (1.0 * agency, "the other is an agency" if agency > 0 else "it is an agency itself"),
    ]
    dropped = agreed.dropped - back.dropped
    parts.append((max(-1.5, min(1.5, 0.5 * dropped)),
                  "it says in its own voice what the other has from a source" if dropped > 0 else
                  "the other says in its own voice what it has from a source"))
    parts.append((max(-1.0, min(1.0, CENTRAL * central)), "the other is more like the rest"))
    if _later(report, original):
        parts.append((0.8, "it is the later"))
    if w is not None:
        parts.append((1.5 * (w.covered_a - w.covered_b),
                      "more of it stands in the other than of the other in it" if w.covered_a > w.covered_b else
                      "more of the other stands in it"))
    return Lean(sum(p for p, _ in parts), tuple(name for p, name in parts if p > 0.2))


def _later(report: Report, original: Report) -> bool:
    a, b = moment(report), moment(original)
    if a is not None and b is not None and (a.tzinfo is None) == (b.tzinfo is None):
        return a > b
    return bool(report.published and original.published) and (report.published or "") > (original.published or "")
