"""One piece of reading: a part of the input to a file of reports."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from riwaya.batch import kept
from riwaya.batch.ledger import Journal
from riwaya.intake import Part, read_part
from riwaya.model import Problem, Report


def read_piece(out: Path, number: int, part: Part, mapping: Mapping[str, str]) -> tuple[int, int]:
    """Read a part and keep its reports and problems; gives how many of each. Done pieces are not done again."""
    target, beside = places(out, number)
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
    kept.write(target, reports)  # last: it being there means that the piece is done
    journal.done()
    return len(reports), len(problems)


def places(out: Path, number: int) -> tuple[Path, Path]:
    """Where the reports and the problems of a part are kept."""
    folder = out / "steps" / "read"
    return folder / f"{number:06d}.reports.gz", folder / f"{number:06d}.problems.gz"
