"""What to call a story, and in which order its reports stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from riwaya.language.text import fold, words
from riwaya.model import Report

_MOST_TITLES = 200  #: of one story are compared with each other; a larger story takes its title from as many


def when(report: Report) -> tuple[str, str]:
    """A key that puts reports in order of publishing, undated ones last, ties by id. Times of several zones are
    compared as one: "2018-04-13T03:00:00Z" for «07:00 +04:00»."""
    given = report.published_at or report.published
    if not given:
        return ("9999", report.id)
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return (given, report.id)
    if moment.tzinfo is not None:
        given = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return (given, report.id)


def title(reports: Sequence[Report]) -> tuple[str, str]:
    """The title of the report nearest the middle of a story (its title shares most words with the others' titles),
    and a stable id of the story."""
    ordered = sorted(reports, key=lambda r: r.id)
    step = -(-len(ordered) // _MOST_TITLES)
    sets = {r.id: {w.form for w in words(r.title)} for r in ordered[::step]}

    def near(r: Report) -> tuple[float, str]:
        mine = sets[r.id]
        shared = sum(len(mine & other) / (len(mine | other) or 1) for other in sets.values())
        return (-shared, r.id)

    middle = min(ordered[::step], key=near)
    digest = hashlib.sha256("\n".join(r.id for r in ordered).encode()).hexdigest()[:6]
    slug = "-".join(w for w in fold(middle.id).replace("_", "-").split("-") if w)[:40] or "story"
    return middle.title or middle.id, f"{slug}-{digest}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A story as a list of stories shows it."""

    id: str
    title: str
    reports: tuple[str, ...]  #: in order of time
    outlets: tuple[str, ...]  #: names as printed, in order of their first report
    first: str | None  #: ISO 8601, of the earliest report with a date
    last: str | None


def listed(reports: Sequence[Report], stories: Iterable[Sequence[str]]) -> list[Listed]:
    """The stories of `group` with what to call them, the largest first, those of one size in order of time."""
    by_id = {r.id: r for r in reports}
    found = []
    for members in stories:
        own = [by_id[m] for m in members]
        name, id_ = title(own)
        dated = sorted((when(r), r.published_at or r.published) for r in own if r.published_at or r.published)
        outlets = dict.fromkeys(n for r in own if (n := r.outlet_name or r.outlet))
        found.append(Listed(id_, name, tuple(members), tuple(outlets), dated[0][1] if dated else None,
                            dated[-1][1] if dated else None))  # fmt: skip
    order = {s.id: when(by_id[s.reports[0]]) for s in found}
    return sorted(found, key=lambda s: (-len(s.reports), order[s.id], s.id))
