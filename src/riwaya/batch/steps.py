"""The steps of a run between the two that workers do: the plan, the ids, the windows, the shelves."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from riwaya.batch import grouping, kept, ledger, register
from riwaya.batch.reading import Entry, entries, places
from riwaya.intake import Part, cut
from riwaya.model import Problem

PIECE = 1_000  #: reports of one piece of tracing, a larger story aside
LARGEST = 2_000
"""Reports of one story that are traced together. A larger one is a live ticker or a template, not a story, and its cost
grows with the pairs of its statements; it is set aside with its reason, its reports are in the tables."""
_HELD = 16_000_000  #: characters held in memory while reports are dealt out


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of the input, in order, and what was wrong with its paths."""

    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]


def plan(out: Path, paths: Sequence[str], size: int) -> Plan:
    """The plan of a run: made once and kept, so that a run that goes on has the same parts."""
    path = out / "steps" / "plan.json"
    if not path.exists():
        made = cut(paths, size, out / "steps" / "input")
        told = {"parts": [asdict(p) for p in made.parts], "problems": [asdict(p) for p in made.problems]}
        ledger.whole(path, json.dumps(told, ensure_ascii=False))
    told = json.loads(path.read_text(encoding="utf-8"))
    parts = tuple(Part(**{**p, "names": tuple(p["names"])}) for p in told["parts"])
    return Plan(parts, tuple(Problem(**p) for p in told["problems"]))


def lay_out(out: Path, parts: int, window: int) -> list[str]:
    """Give every report its id and lay its card into the windows of its time; gives the names of the windows.

    Ids are unique over the whole run and do not depend on how the input was cut; exact duplicates are left out.
    """
    folder = out / "steps" / "windows"
    done = folder / "all.json"
    if not done.exists():
        numbers = out / "steps" / "ids.sqlite"
        kept.write_problems(
            out / "steps" / "read" / "duplicates.gz",
            register.number(
                numbers,
                (
                    (part, place, entry.report)
                    for part in range(parts)
                    for place, entry in enumerate(entries(out, part))
                ),
            ),
        )
        sizes = Counter(slot for slot, _, _ in _dated(out, parts, window))
        found = grouping.windows(sizes, window, min(window, grouping.DENSE))
        _deal(((f"{n:04d}.cards", f"{json.dumps(id_)}\t{json.dumps(slot < w.until)}\t{entry.card}")
               for slot, id_, entry in _dated(out, parts, window)
               for n, w in enumerate(found) if w.holds(slot)), folder)  # fmt: skip
        ledger.whole(done, json.dumps([f"{n:04d}" for n in range(len(found))]))
    return list(json.loads(done.read_text(encoding="utf-8")))


def _dated(out: Path, parts: int, window: int) -> Iterator[tuple[grouping.Slot, str, Entry]]:
    """Every report of the run with its slot and its id."""
    slots = grouping.Slots(min(window, grouping.DENSE))
    for part, ids in register.ids(out / "steps" / "ids.sqlite", range(parts)):
        for place, entry in enumerate(entries(out, part)):
            if (id_ := ids.get(place)) is not None:
                yield slots.of(entry.hours), id_, entry


def group_window(out: Path, name: str) -> None:
    """Group the reports of a window."""
    folder = out / "steps" / "windows"
    target = folder / f"{name}.stories"
    path = folder / f"{name}.cards"
    if not target.exists():
        found = grouping.group_window(_cards(path)) if path.exists() else []
        ledger.whole(target, json.dumps(found))


def _cards(path: Path) -> Iterator[tuple[grouping.Card, bool]]:
    with path.open(encoding="utf-8", errors="surrogatepass") as file:
        for text in file:
            id_, own, line = text.split("\t", 2)
            yield grouping.taken_up(line, json.loads(id_)), bool(json.loads(own))


def fill_shelves(out: Path, parts: int, windows: Sequence[str], size: int) -> list[str]:
    """Lay the reports of each story together, stories in order of time, about `size` reports to a shelf; gives the
    names of the shelves."""
    done = out / "steps" / "shelves" / "all.json"
    if not done.exists():
        folder = out / "steps" / "windows"
        found = grouping.join(json.loads((folder / f"{n}.stories").read_text(encoding="utf-8")) for n in windows)
        stories, shelves = register.shelve(out / "steps" / "stories.sqlite", found, size, LARGEST)
        _deal(_entries(out, parts), done.parent)
        ledger.whole(done.parent / "stories.json", str(stories))
        ledger.whole(done, json.dumps([f"{n:06d}" for n in range(shelves)]))
    return list(json.loads(done.read_text(encoding="utf-8")))


def story_id(first: str) -> str:
    """The id of a story in a run: that of its first report, which no other story has."""
    return f"story-{first}"


def _entries(out: Path, parts: int) -> Iterator[tuple[str, str]]:
    for part, ids in register.ids(out / "steps" / "ids.sqlite", range(parts)):
        shelf_of = register.shelved(out / "steps" / "stories.sqlite", ids.values())
        for place, line in enumerate(kept.lines(places(out, part)[0])):
            if (id_ := ids.get(place)) is not None:
                number, first, many = shelf_of[id_]
                yield f"{number:06d}.jsonl", f"{json.dumps(story_id(first))}\t{many}\t{json.dumps(id_)}\t{line}"


def _deal(entries: Iterator[tuple[str, str]], folder: Path) -> None:
    """Append lines to the files that they name, many at a time; files of an earlier attempt are begun anew."""
    folder.mkdir(parents=True, exist_ok=True)
    begun: set[str] = set()
    held: defaultdict[str, list[str]] = defaultdict(list)

    def put() -> None:
        for name, lines in held.items():
            mode = "a" if name in begun else "w"
            begun.add(name)
            with (folder / name).open(mode, encoding="utf-8", errors="surrogatepass") as file:
                file.writelines(lines)
        held.clear()

    size = 0
    for name, line in entries:
        held[name].append(line)
        size += len(line)
        if size > _HELD:
            put()
            size = 0
    put()


def problems(out: Path, planned: Plan, shelves: Sequence[str]) -> list[Problem]:
    """Everything that could not be read or traced, sorted, each once."""
    folder = out / "steps" / "read"
    files = [places(out, n)[1] for n in range(len(planned.parts))] + [folder / "duplicates.gz"]
    files += [folder / f"{name}.trace-problems.gz" for name in shelves]
    found = set(planned.problems)
    for path in files:
        if path.exists():
            found.update(kept.read_problems(path))
    return sorted(found, key=lambda p: (p.origin, p.reason))


def reports(out: Path) -> int:
    """How many different reports were read."""
    return register.count(out / "steps" / "ids.sqlite")


def counted(out: Path) -> tuple[int, int]:
    """How many stories there are, and how many of them were traced."""
    path = out / "steps" / "shelves" / "stories.json"
    traced = sum(text.count(b"\n") for p in sorted((out / "traces").glob("*.jsonl")) if (text := p.read_bytes()))
    return (json.loads(path.read_text(encoding="utf-8")) if path.exists() else 0), traced
