"""The steps of a run between the two that workers do: the plan, the ids, the windows, the shelves."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from riwaya.batch import grouping, kept, ledger
from riwaya.batch.reading import places
from riwaya.intake import Part, cut, settle
from riwaya.model import Problem, Report

WINDOW = 200_000  #: reports that one process groups together
OVERLAP = 5  #: days that a window shares with the one before
PIECE = 1_000  #: reports of one piece of tracing, a larger story aside
_HELD = 20_000  #: lines held in memory while the shelves are filled


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
        days: Counter[str] = Counter()
        ids = _ids(out, parts, days)
        found = grouping.windows(days, window, OVERLAP)
        _deal(((f"{n:04d}.cards", _line(ids[at], c)) for at, c in _cards(out, parts) if at in ids
               for n, w in enumerate(found) if grouping.within(w, c.report)), folder)  # fmt: skip
        ledger.whole(out / "steps" / "ids.json", json.dumps([[p, n, i] for (p, n), i in sorted(ids.items())]))
        ledger.whole(done, json.dumps({f"{n:04d}": w.until for n, w in enumerate(found)}))
    return sorted(json.loads(done.read_text(encoding="utf-8")))


def _ids(out: Path, parts: int, days: Counter[str]) -> dict[tuple[int, int], str]:
    """The id of every report by piece and place; what is not in it is a duplicate. Counts the days on the way."""
    light = []
    for piece in range(parts):
        for place, r in enumerate(kept.read(places(out, piece)[0])):
            days[(r.published or "")[:10]] += 1
            light.append(Report(r.id, r.origin, f"{piece} {place}", "", r.language, sha256=r.sha256, url=r.url))
    settled, duplicates = settle(light)
    kept.write_problems(out / "steps" / "read" / "duplicates.gz", duplicates)
    return {(int(at[0]), int(at[1])): r.id for r in settled if (at := r.title.split())}


def _cards(out: Path, parts: int) -> Iterator[tuple[tuple[int, int], grouping.Card]]:
    for piece in range(parts):
        for card in grouping.cards_of(kept.read(places(out, piece)[0]), piece):
            yield (card.piece, card.place), card


def _line(id_: str, card: grouping.Card) -> str:
    return f"{json.dumps(id_)}\t{card.copy}\t{kept.line(card.report)}"


def group_window(out: Path, name: str) -> int:
    """Group the reports of a window; gives how many there were."""
    folder = out / "steps" / "windows"
    target = folder / f"{name}.stories"
    if target.exists():
        return 0
    cards = []
    path = folder / f"{name}.cards"
    if path.exists():
        with path.open(encoding="utf-8", errors="surrogatepass") as file:
            for text in file:
                id_, copy, line = text.split("\t", 2)
                cards.append(grouping.named(kept.report(line), json.loads(id_), copy))
    until = json.loads((folder / "all.json").read_text(encoding="utf-8"))[name]
    ledger.whole(target, json.dumps(grouping.group_window(cards, until)))
    return len(cards)


def fill_shelves(out: Path, parts: int, windows: Sequence[str], size: int) -> list[str]:
    """Lay the reports of each story together, stories in order of time, about `size` reports to a shelf; gives the
    names of the shelves."""
    done = out / "steps" / "shelves" / "all.json"
    if not done.exists():
        folder = out / "steps" / "windows"
        found = grouping.join(json.loads((folder / f"{n}.stories").read_text(encoding="utf-8")) for n in windows)
        shelf_of: dict[str, tuple[int, str]] = {}
        number = held = 0
        for story in found:
            if held and held + len(story) > size:
                number, held = number + 1, 0
            held += len(story)
            shelf_of.update(dict.fromkeys(story, (number, story_id(story))))
        ids = {(p, n): i for p, n, i in json.loads((out / "steps" / "ids.json").read_text(encoding="utf-8"))}
        _deal(_entries(out, parts, ids, shelf_of), done.parent)
        ledger.whole(done.parent / "stories.json", str(len(found)))
        ledger.whole(done, json.dumps([f"{n:06d}" for n in range(number + 1)] if found else []))
    return list(json.loads(done.read_text(encoding="utf-8")))


def story_id(members: Sequence[str]) -> str:
    """The id of a story in a run: that of its first report, which no other story has."""
    return f"story-{members[0]}"


def _entries(
    out: Path, parts: int, ids: Mapping[tuple[int, int], str], shelf_of: Mapping[str, tuple[int, str]]
) -> Iterator[tuple[str, str]]:
    for piece in range(parts):
        for place, line in enumerate(kept.lines(places(out, piece)[0])):
            id_ = ids.get((piece, place))
            if id_ is not None:
                number, story = shelf_of[id_]
                yield f"{number:06d}.jsonl", f"{json.dumps(story)}\t{json.dumps(id_)}\t{line}"


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

    for count, (name, line) in enumerate(entries, 1):
        held[name].append(line)
        if count % _HELD == 0:
            put()
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
    return len(json.loads((out / "steps" / "ids.json").read_text(encoding="utf-8")))


def counted(out: Path) -> tuple[int, int]:
    """How many stories there are, and how many of them were traced."""
    path = out / "steps" / "shelves" / "stories.json"
    traced = sum(text.count(b"\n") for p in sorted((out / "traces").glob("*.jsonl")) if (text := p.read_bytes()))
    return (json.loads(path.read_text(encoding="utf-8")) if path.exists() else 0), traced
