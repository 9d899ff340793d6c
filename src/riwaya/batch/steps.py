"""The steps of a run between reading and tracing: the plan, the ids, the turns, the bundles, the shelves."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from riwaya.batch import gathering, grouping, kept, ledger, linking, packing, register, turns
from riwaya.batch.gathering import Room
from riwaya.batch.reading import Entry, entries, places
from riwaya.batch.turns import Turns
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


def lay_out(out: Path, parts: int, room: Room) -> list[str]:
    """Give every report its id and lay its card into the turn that it is settled in; gives the names of the turns.
    Where all fit one bundle they are laid into that, and there are none.

    Ids are unique over the whole run and do not depend on how the input was cut; exact duplicates are left out.
    """
    done = out / "steps" / "turns" / "all.json"
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
        found = turns.turns(Counter(None if e.hours is None else int(e.hours) for _, e in _told(out, parts)))
        fits = found.offsets()[-1] <= room.most and found.densest() <= room.dense
        if fits:
            bundles = out / "steps" / "bundles"
            _deal((("000000.cards", f"{json.dumps(id_)}\t{e.card}") for id_, e in _told(out, parts)), bundles)
            ledger.whole(bundles / "all.json", json.dumps(["000000"]))
        else:
            _deal(((f"{found.of(e.hours):05d}.cards", f"{json.dumps(id_)}\t{e.card}") for id_, e in _told(out, parts)),
                  done.parent)  # fmt: skip
        names = [] if fits else [f"{n:05d}" for n in range(len(found.all))]
        ledger.whole(done, json.dumps({"names": names, **found.plain()}))
    return list(json.loads(done.read_text(encoding="utf-8"))["names"])


def _told(out: Path, parts: int) -> Iterator[tuple[str, Entry]]:
    """Every report of the run with its id."""
    for part, ids in register.ids(out / "steps" / "ids.sqlite", range(parts)):
        for place, entry in enumerate(entries(out, part)):
            if (id_ := ids.get(place)) is not None:
                yield id_, entry


def _turns(out: Path) -> Turns:
    return Turns.valued(json.loads((out / "steps" / "turns" / "all.json").read_text(encoding="utf-8")))


def pack(out: Path, name: str) -> None:
    """Lay the words of the reports of a turn down as arrays."""
    path = out / "steps" / "turns" / name
    if not packing.packed(path):
        packing.pack(path, (c.signature for c in _cards(path.with_name(f"{name}.cards"))))


def link(out: Path, name: str) -> None:
    """Find which reports of a turn are near which that are open, and what words say among them."""
    folder = out / "steps" / "turns"
    if linking.linked(folder / name):
        return
    found = _turns(out)
    near = found.reach(int(name))
    offsets = found.offsets()
    window = linking.Window([folder / f"{n:05d}" for n in near], [offsets[n] for n in near], found.all[int(name)])
    rare = linking.rarity(window)
    linking.write(folder / name, linking.links(window, rare), rare)


def gather(out: Path, names: Sequence[str], room: Room) -> list[str]:
    """Lay the cards into bundles, so that what may be one story lies in one; gives the names of the bundles."""
    bundles = out / "steps" / "bundles"
    done = bundles / "all.json"
    if not done.exists():
        folder = out / "steps" / "turns"
        found = _turns(out)
        keys = np.concatenate(
            [rows["key"][packing.order(rows)] for n in names for rows in (packing.light(folder / n),)]
        )
        number = gathering.gather(found.all, keys, (linking.read(folder / n) for n in names), room)
        _deal(((f"{number[place]:06d}.cards", text)
               for name, offset in zip(names, found.offsets(), strict=False)
               for place, text in _placed(folder / name, offset)), bundles)  # fmt: skip
        ledger.whole(done, json.dumps([f"{n:06d}" for n in range(int(number.max()) + 1)]))
    return list(json.loads(done.read_text(encoding="utf-8")))


def _placed(path: Path, offset: int) -> Iterator[tuple[int, str]]:
    """The cards of a turn as lines, each with its place in the archive."""
    ranks = packing.ranks(packing.light(path))
    with path.with_name(f"{path.name}.cards").open(encoding="utf-8", errors="surrogatepass") as file:
        for rank, text in zip(ranks.tolist(), file, strict=True):
            yield offset + rank, text


def group(out: Path, name: str) -> None:
    """Group the reports of a bundle."""
    folder = out / "steps" / "bundles"
    target = folder / f"{name}.stories"
    if not target.exists():
        turned = out / "steps" / "turns"
        told = json.loads((turned / "all.json").read_text(encoding="utf-8"))
        among = None
        if told["names"]:
            among = grouping.Among(Turns.valued(told), lambda n: linking.read_rare(turned / f"{n:05d}"))
        ledger.whole(target, json.dumps(grouping.group_bundle(_cards(folder / f"{name}.cards"), among)))


def _cards(path: Path) -> Iterator[grouping.Card]:
    if path.exists():  # nothing was dealt where nothing could be read
        with path.open(encoding="utf-8", errors="surrogatepass") as file:
            for text in file:
                id_, line = text.split("\t", 1)
                yield grouping.taken_up(line, json.loads(id_))


def fill_shelves(out: Path, parts: int, bundles: Sequence[str], size: int) -> list[str]:
    """Lay the reports of each story together, about `size` reports to a shelf; gives the names of the shelves."""
    done = out / "steps" / "shelves" / "all.json"
    if not done.exists():
        folder = out / "steps" / "bundles"
        found = enumerate(
            story for n in bundles for story in json.loads((folder / f"{n}.stories").read_text(encoding="utf-8"))
        )
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


def tell_problems(out: Path, planned: Plan, shelves: Sequence[str]) -> Iterator[Problem]:
    """Everything that could not be read or traced, sorted, each once; all of it is in `problems.jsonl` when the last is
    taken."""
    folder = out / "steps" / "read"
    files = [places(out, n)[1] for n in range(len(planned.parts))] + [folder / "duplicates.gz"]
    files += [folder / f"{name}.trace-problems.gz" for name in shelves]
    met = (p for path in files if path.exists() for p in kept.read_problems(path))
    target = out / "problems.jsonl"
    part = target.with_name(f"{target.name}.part")
    with part.open("w", encoding="utf-8", errors="replace") as file:
        for p in register.sorted_once(out / "steps" / "problems.sqlite", chain(planned.problems, met)):
            told = {"origin": p.origin, "reason": p.reason, "skipped": p.skipped}
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
            yield p
    part.replace(target)


def reports(out: Path) -> int:
    """How many different reports were read."""
    return register.count(out / "steps" / "ids.sqlite")


def counted(out: Path) -> tuple[int, int]:
    """How many stories there are, and how many of them were traced."""
    path = out / "steps" / "shelves" / "stories.json"
    traced = sum(text.count(b"\n") for p in sorted((out / "traces").glob("*.jsonl")) if (text := p.read_bytes()))
    return (json.loads(path.read_text(encoding="utf-8")) if path.exists() else 0), traced
