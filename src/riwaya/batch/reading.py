"""One piece of reading: a part of the input to a file of reports."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from riwaya.batch import grouping, kept
from riwaya.batch.ledger import Journal
from riwaya.intake import Part, read_part
from riwaya.model import Problem, Report


def read_piece(out: Path, number: int, part: Part, mapping: Mapping[str, str]) -> tuple[int, int]:
    """Read a part and keep its reports and problems; gives how many of each. Done pieces are not done again."""
    target, beside, cards = places(out, number)
    if target.exists():
        return 0, 0
    journal = Journal(out / "steps" / "journal" / f"read-{number:06d}")

    def enter(at: int) -> bool:
        journal.at(at)
        return not journal.deadly(at)

    reports: list[Report] = []
    problems: list[Problem] = []
    for outcome in read_part(part, mapping, enter):
        if isinstance(outcome, Report):
            reports.append(outcome)
        else:
            problems.append(outcome)
    kept.write_problems(beside, problems)
    kept.write_lines(cards, map(_entry, reports))
    kept.write(target, reports)  # last: it being there means that the piece is done
    journal.done()
    return len(reports), len(problems)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the steps between the workers need of a report: what tells it from others, and its card as it was written.
    Made by whoever reads the report, so that the one process that goes over all of them has little to do."""

    report: Report  #: only id, origin, sha256 and url
    hours: float | None  #: since 1970
    card: str  #: a line (riwaya.batch.grouping)


def _entry(r: Report) -> str:
    made = grouping.card(r)
    told = [r.id, r.origin, r.sha256, r.url, made.signature.hours]
    return f"{json.dumps(told, ensure_ascii=False)}\t{grouping.line(made)}"


def entries(out: Path, number: int) -> Iterator[Entry]:
    """The entries of the reports of a part, in the order they were read."""
    for text in kept.lines(places(out, number)[2]):
        told, _, card = text.partition("\t")
        id_, origin, sha256, url, hours = json.loads(told)
        yield Entry(Report(id_, origin, "", "", "ar", sha256=sha256, url=url), hours, card)


def places(out: Path, number: int) -> tuple[Path, Path, Path]:
    """Where the reports, the problems and the entries of a part are kept."""
    folder = out / "steps" / "read"
    name = f"{number:06d}"
    return folder / f"{name}.reports.gz", folder / f"{name}.problems.gz", folder / f"{name}.cards.gz"
