"""Which reports belong together, and what to call them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from riwaya.language.text import fold, words
from riwaya.model import Report


def group(reports: Sequence[Report]) -> list[tuple[str, ...]]:
    """Reports in stories, as ids in order of time. The reports handed to one trace are taken for one story.

    Sorting mixed reports into stories is issue 6; until then nothing is guessed here.
    """
    return [tuple(r.id for r in sorted(reports, key=when))] if reports else []


def when(report: Report) -> tuple[str, str]:
    """A key that puts reports in order of publishing, undated ones last, ties by id."""
    return (report.published_at or report.published or "9999", report.id)


def title(reports: Sequence[Report]) -> tuple[str, str]:
    """The title of the report nearest the middle of a story (its title shares most words with the others' titles),
    and a stable id of the story."""
    sets = {r.id: {w.form for w in words(r.title)} for r in reports}

    def near(r: Report) -> tuple[float, str]:
        mine = sets[r.id]
        shared = sum(len(mine & other) / (len(mine | other) or 1) for other in sets.values())
        return (-shared, r.id)

    middle = min(reports, key=near)
    digest = hashlib.sha256("\n".join(sorted(r.id for r in reports)).encode()).hexdigest()[:6]
    slug = "-".join(w for w in fold(middle.id).replace("_", "-").split("-") if w)[:40] or "story"
    return middle.title or middle.id, f"{slug}-{digest}"
