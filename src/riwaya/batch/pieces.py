"""One piece of tracing: the stories on one shelf to rows and traces, with the same functions as `riwaya trace`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from riwaya.batch import kept
from riwaya.batch.ledger import Journal, whole
from riwaya.batch.steps import LARGEST
from riwaya.batch.tables import Rows
from riwaya.export import json as contract
from riwaya.model import Problem, Report, Story, Trace
from riwaya.tracing import statements_of, trace_story


def trace_piece(out: Path, name: str, merge_owners: bool) -> tuple[int, int]:
    """Trace the stories of a shelf; gives how many stories of several reports, and how many reports there were."""
    target = out / "traces" / f"{name}.jsonl"
    if target.exists():
        return 0, 0
    journal = Journal(out / "steps" / "journal" / f"trace-{name}")
    rows, traces, problems = Rows(), [], []
    several = count = 0
    for number, (story, many, reports) in enumerate(shelf(out, name)):
        count += len(reports)
        journal.at(number)
        trace = None
        if len(reports) > 1:
            several += 1
            if journal.deadly(number):
                problems.append(Problem(story, "set aside: whoever tries to trace this story dies"))
            elif many > LARGEST:
                problems.append(Problem(story, f"set aside: one of {many} reports, more than {LARGEST} to one story"))
            else:
                trace = trace_story(reports, statements_of(reports), id_=story, merge_owners=merge_owners)
                traces.append(contract.dumps(trace).replace("\n", "") + "\n")
        rows.add(story, trace or untraced(story, reports))
    rows.write(out, name)
    kept.write_problems(out / "steps" / "read" / f"{name}.trace-problems.gz", problems)
    whole(target, "".join(traces))  # last: it being there means that the piece is done
    journal.done()
    return several, count


def untraced(story: str, reports: list[Report]) -> Trace:
    """A report that stands alone, and whatever else is not traced: what is known without reading its statements."""
    from riwaya import __version__
    from riwaya.sources import resolve

    resolved = resolve(reports, {r.id: () for r in reports})
    found = Story(story, reports[0].title or reports[0].id, tuple(r.id for r in reports))
    return Trace(__version__, tuple(resolved.reports), resolved.sources, (), (found,))


def shelf_path(out: Path, name: str) -> Path:
    """Where the reports of a piece lie, story by story."""
    return out / "steps" / "shelves" / f"{name}.jsonl"


def shelf(out: Path, name: str) -> Iterator[tuple[str, int, list[Report]]]:
    """The stories of a piece with the number of their reports, and those of them that lie here (all, but where they are
    more than LARGEST), in the order of their ids."""
    entries = []
    with shelf_path(out, name).open(encoding="utf-8", errors="surrogatepass") as file:
        for text in file:
            story, many, id_, line = text.split("\t", 3)
            entries.append((json.loads(story), int(many), json.loads(id_), line))
    for (story, many), members in groupby(sorted(entries, key=lambda e: (e[0], e[2])), key=lambda e: e[:2]):
        yield story, many, [replace(kept.report(line), id=id_) for _, _, id_, line in members]
