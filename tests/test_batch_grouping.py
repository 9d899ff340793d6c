"""Grouping at scale: bundles that fit a process, what is known of every report on disk, stories on shelves."""

from __future__ import annotations

import json
import random
import sys
import tempfile
import tracemalloc
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.batch import LedgerError, grouping, kept, linking, reading, register, steps
from riwaya.batch.gathering import Room, gather
from riwaya.batch.turns import Turns, turns
from riwaya.intake import read, settle
from riwaya.model import Problem, Report
from riwaya.stories import group
from riwaya.stories.measure import Rarity, weights

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))
import many  # noqa: E402


def report(id_: str, day: str, title: str) -> Report:
    return Report(id_, id_, title, f"{title}. " * 3, "en", published=day)


def test_copies_follow_what_they_copy() -> None:
    told = [report("a", "2031-03-02", "Ferry runs aground off Kallis"),
            report("b", "2031-03-02", "FERRY runs aground off Kallis"),
            report("c", "2031-03-02", "Velm bridge to close in June")]  # fmt: skip
    cards = [grouping.card(r) for r in told]
    assert [c.copy == cards[0].copy for c in cards] == [True, True, False]
    assert grouping.group_bundle(cards) == grouping.group_bundle(reversed(cards)) == [("a", "b"), ("c",)]


def test_a_card_is_taken_up_as_it_was_laid_down() -> None:
    lone = replace(report("a\ud83d", "2031-03-02", "Ferry runs aground"), outlet_name="Post")
    made = grouping.card(lone)
    assert grouping.taken_up(grouping.line(made)) == made
    assert grouping.taken_up(grouping.line(made), "b").signature.key == "id:b"
    paged = grouping.card(replace(lone, url="https://post.example/1"))
    assert grouping.taken_up(grouping.line(paged), "b").signature == replace(paged.signature, id="b")


pages_ = st.builds(
    lambda id_, origin, sha, url: Report(id_, origin, "", "", "en", sha256=sha * 12, url=url and f"//{url}"),
    st.sampled_from(["a", "b", "a-abcdef", "a-ababab", "b\ud83d"]), st.sampled_from("mno"),
    st.sampled_from(["ababab", "abcdef", "cd"]), st.sampled_from(["", "x", "y"]),
)  # fmt: skip


@given(st.lists(pages_, max_size=12, unique_by=lambda r: (r.id, r.origin, r.sha256)))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_ids_given_on_disk_are_those_of_reading(read_: list[Report]) -> None:
    settled, duplicates = settle(read_)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ids.sqlite"
        problems = list(register.number(path, ((n // 3, n % 3, r) for n, r in enumerate(read_))))
        assert sorted(problems, key=str) == sorted(duplicates, key=str)
        at = [(3 * part + place, id_) for part, ids in register.ids(path, range(5)) for place, id_ in ids.items()]
        found = {read_[n]: id_ for n, id_ in at}
        assert sorted(found.values()) == sorted(r.id for r in settled)
        assert {(r.origin, r.sha256, id_) for r, id_ in found.items()} == {(r.origin, r.sha256, r.id) for r in settled}
        assert register.count(path) == len(settled)


def test_stories_are_laid_on_shelves_in_order_whatever_window_adds_to_them(tmp_path: Path) -> None:
    path = tmp_path / "stories.sqlite"
    added = [(0, ["a", "b"]), (1, ["c"]), (2, ["d", "e"]), (0, ["f"]), (3, ["g"])]
    assert register.shelve(path, added, 3, 9) == (4, 3)
    assert register.shelved(path, [*"abcdefg", "unknown"]) == {
        "a": (0, "a", 3), "b": (0, "a", 3), "f": (0, "a", 3), "c": (1, "c", 1), "d": (1, "d", 2), "e": (1, "d", 2),
        "g": (2, "g", 1),
    }  # fmt: skip
    with pytest.raises(LedgerError):
        register.count(tmp_path / "no" / "ids.sqlite")


def test_a_story_that_nobody_will_trace_is_laid_on_shelves_in_parts(tmp_path: Path) -> None:
    path = tmp_path / "stories.sqlite"
    assert register.shelve(path, [(0, list("zab")), (1, ["x"]), (0, list("cde"))], 2, 4) == (2, 4)
    found = register.shelved(path, "zabcdex")
    assert {id_: (first, many) for id_, (_, first, many) in found.items()} == {
        "z": ("z", 6), "a": ("z", 6), "b": ("b", 6), "c": ("b", 6), "d": ("d", 6), "e": ("d", 6), "x": ("x", 1),
    }  # fmt: skip
    assert Counter(shelf for shelf, _, _ in found.values()) == {0: 2, 1: 1, 2: 2, 3: 2}


def test_a_story_of_one_part_keeps_its_number_of_reports(tmp_path: Path) -> None:
    path = tmp_path / "stories.sqlite"
    register.shelve(path, [(0, list("abcdef"))], 9, 4)
    assert {many for _, _, many in register.shelved(path, "abcdef").values()} == {6}


def told(count: int, days: int = 6) -> list[Report]:
    """Invented reports of some days, of which a good half are told by several."""
    made = many.reports(count, a_day=count // days // 2, start=date(2011, 1, 1), alone=0.7, vocabulary=60_000)
    return [Report(r["id"], r["id"], r["title"], r["text"], "ar", url=r["url"], published=r["published"],
                   published_at=r["published"], outlet_name=r["outlet"]) for r in made]  # fmt: skip


def laid_out(folder: Path, reports: list[Report], room: Room, part: int = 100) -> list[str]:
    """Lay reports out as if they had been read, find their links, gather them; gives the names of the bundles."""
    count = -(-len(reports) // part)
    for n in range(count):
        piece = reports[n * part : (n + 1) * part]
        kept.write_lines(reading.places(folder, n)[2], (reading._entry(r) for r in piece))
    names = steps.lay_out(folder, count, room)
    for name in names:
        steps.pack(folder, name)
    for name in names:
        steps.link(folder, name)
    return steps.gather(folder, names, room)


def grouped(folder: Path, reports: list[Report], room: Room) -> list[list[str]]:
    """The stories of reports, found in bundles."""
    found = []
    for name in laid_out(folder, reports, room):
        steps.group(folder, name)
        found += json.loads((folder / "steps" / "bundles" / f"{name}.stories").read_text())
    return found


def test_where_all_fits_one_bundle_the_stories_are_those_of_all_at_once(tmp_path: Path) -> None:
    reports = told(300)
    assert laid_out(tmp_path, reports, Room()) == ["000000"]
    steps.group(tmp_path, "000000")
    found = json.loads((tmp_path / "steps" / "bundles" / "000000.stories").read_text())
    assert sorted(map(tuple, found)) == sorted(group(reports))


def test_bundles_follow_stories_however_dense_news_is(tmp_path: Path) -> None:
    reports = told(900)
    whole = group(reports)
    assert sum(len(s) > 1 for s in whole) > 100
    found = grouped(tmp_path, reports, Room(300, 60))
    assert len(list((tmp_path / "steps" / "bundles").glob("*.cards"))) > 8
    assert bcubed(found, whole) >= 0.99


def test_the_order_of_the_input_changes_no_bundle(tmp_path: Path) -> None:
    reports = told(400)
    mixed = random.Random(3).sample(reports, len(reports))
    one, other = (sorted(map(sorted, grouped(tmp_path / name, given, Room(150, 40))))
                  for name, given in (("one", reports), ("other", mixed)))  # fmt: skip
    assert one == other


def test_a_bundle_holds_no_more_than_fits_a_worker(tmp_path: Path) -> None:
    reports = [*told(500), *(replace(r, id=f"late-{r.id}", url=f"{r.url}?late", published="", published_at="")
                             for r in told(90))]  # fmt: skip
    room = Room(200, 70)
    names = laid_out(tmp_path, reports, room)
    turns_ = steps._turns(tmp_path)
    held = []
    for name in names:
        cards = list(steps._cards(tmp_path / "steps" / "bundles" / f"{name}.cards"))
        held += [c.signature.id for c in cards]
        assert room.fits(Counter(turns_.of(c.signature.hours) for c in cards))
    assert sorted(held) == sorted(r.id for r in reports), "every report lies in one"


def test_what_is_done_of_a_turn_or_a_bundle_is_not_done_again(tmp_path: Path) -> None:
    reports = told(300)
    first = laid_out(tmp_path, reports, Room(90, 30))
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "steps").rglob("*") if p.is_file()}
    (gone,) = (tmp_path / "steps" / "turns").glob("00001.links")
    gone.unlink()
    (tmp_path / "steps" / "bundles" / "all.json").unlink()
    bundles = {p.name: p.read_text() for p in (tmp_path / "steps" / "bundles").glob("*.cards")}
    assert laid_out(tmp_path, reports, Room(90, 30)) == first
    assert {p.name: p.read_text() for p in (tmp_path / "steps" / "bundles").glob("*.cards")} == bundles
    kept_ = [p for p in before if p.parent.name == "turns" and p.name != "00001.links" and not p.name.endswith(".rare")]
    assert kept_ and all(p.stat().st_mtime_ns == before[p] for p in kept_)


def test_turns_are_those_in_which_a_stream_settles() -> None:
    hours = {day * 24 + 12: 10 for day in range(9)}
    found = turns(dict.fromkeys(hours, 10) | {None: 7})
    assert [t.reports for t in found.all] == [20, 20, 20, 20, 17]
    assert found.of(0.5) == 0 and found.of(24.0 * 8) == found.of(None) == 4
    assert [t.latest for t in found.all] == [36.5, 84.5, 132.5, 180.5, 204.5]
    assert found.all[3].since == 36.5 and found.all[3].count == 60, "four days back of where the clock stood"
    assert list(found.reach(3)) == [0, 1, 2, 3] and found.offsets() == [0, 20, 40, 60, 80, 97]
    assert Turns.valued(json.loads(json.dumps(found.plain()))) == found
    (single,) = turns({0: 3, 90: 2, None: 1}).all
    assert single.reports == single.count == 6, "four days are settled at once, as a stream does"
    assert turns({}).all == ()
    assert len(turns({None: 4}).all) == 1


def test_words_say_among_some_what_they_say_among_all(tmp_path: Path) -> None:
    reports = told(200, days=1)
    signatures = [grouping.card(r).signature for r in reports]
    laid_out(tmp_path, reports, Room(60, 60))
    rare = linking.read_rare(tmp_path / "steps" / "turns" / "00000")
    among = grouping.Among(steps._turns(tmp_path), lambda n: rare).around(0).rarity
    all_ = Rarity(signatures, weights())
    for s in signatures[:20]:
        assert Rarity((), weights(), among).vector(s) == pytest.approx(all_.vector(s))


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29), st.floats(0.1, 3.0)), max_size=60))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_knots_are_tied_from_the_nearest_and_never_hold_more_than_fits(drawn: list[tuple[int, int, float]]) -> None:
    drawn = [(a, b, near) for a, b, near in drawn if a != b]
    columns = [np.array(c) for c in zip(*drawn, strict=True)] or [np.empty(0, np.int64)] * 2 + [np.empty(0)]
    links = linking.Links(columns[0].astype(np.int64), columns[1].astype(np.int64), columns[2].astype(np.float32))
    all_ = turns({day * 24 + 12: 5 for day in range(6)})
    keys = np.arange(30, dtype=np.uint64)
    room = Room(14, 8)
    found = gather(all_.all, keys, [links], room)
    assert (gather(all_.all, keys, [links], Room()) == 0).all()
    for bundle in range(found.max() + 1):
        assert room.fits(Counter(all_.of((n // 5) * 24 + 12.0) for n in np.flatnonzero(found == bundle).tolist()))
    swapped = linking.Links(links.other[::-1], links.one[::-1], links.near[::-1])
    assert (gather(all_.all, keys, [swapped], room) == found).all()


def test_pages_of_one_address_lie_in_one_bundle() -> None:
    none = linking.Links(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32))
    all_ = turns({day * 24 + 12: 1 for day in range(30)})
    keys = np.arange(30, dtype=np.uint64)
    keys[29] = keys[0]
    found = gather(all_.all, keys, [none], Room(5, 5))
    assert found[29] == found[0] and found[28] != found[0]


def test_reports_of_two_languages_that_share_names_lie_in_one_bundle(tmp_path: Path) -> None:
    places = [("Kallisto", "كاليستو"), ("Marbodin", "ماربودين"), ("Tersanik", "ترسانيك"), ("Velmanto", "فيلمانتو")]
    reports = told(160, days=2)
    for n, (english, arabic) in enumerate(places):
        day, next_ = f"2011-01-01T0{n}:00:00", f"2011-01-02T0{n}:00:00"
        reports += [
            Report(f"en{n}", f"en{n}", f"{english} harbour closed", f"{english} closed, {7413 + n} wait.", "en",
                   published=day, published_at=day),
            Report(f"ar{n}", f"ar{n}", f"إغلاق ميناء {arabic}", f"أغلق ميناء {arabic} أمام {7413 + n} مسافرا.", "ar",
                   published=next_, published_at=next_),
        ]  # fmt: skip
    names = laid_out(tmp_path, reports, Room(40, 40))
    at = {c.signature.id: name for name in names
          for c in steps._cards(tmp_path / "steps" / "bundles" / f"{name}.cards")}  # fmt: skip
    assert len(names) > 3
    assert all(at[f"en{n}"] == at[f"ar{n}"] for n in range(4))


def test_problems_are_told_each_once_in_order_and_not_held(tmp_path: Path) -> None:
    told_ = [Problem("b", "x"), Problem("a\ud83d", "y", False), Problem("b", "x"), Problem("b", "w")]
    assert list(register.sorted_once(tmp_path / "p.sqlite", iter(told_))) == [told_[1], told_[3], told_[0]]


def test_bundles_change_the_stories_of_real_news_hardly(tmp_path: Path) -> None:
    source = ROOT.parent / "shared" / "data" / "ant-2018" / "articles-2018-04.jsonl.gz"
    if not source.exists():
        pytest.skip("../shared is not here")
    import gzip

    chosen = []
    with gzip.open(source, "rt", encoding="utf-8") as file:
        for n, line in enumerate(file):
            if n % 5 == 0:
                chosen.append(line)
    path = tmp_path / "some.jsonl"
    path.write_text("".join(chosen))
    reports = list(read([path], mapping={"id": "docno", "outlet": "src", "published": "time"}).reports)
    found = grouped(tmp_path / "out", reports, Room(300, 60))
    assert len(list((tmp_path / "out" / "steps" / "bundles").glob("*.cards"))) > 3
    assert bcubed(found, group(reports)) >= 0.99


def bcubed(found: Any, gold: Any) -> float:
    """BCubed F1 of two groupings of the same reports (Bagga and Baldwin 1998)."""
    mine = {r: set(s) for s in found for r in s}
    theirs = {r: set(s) for s in gold for r in s}
    assert mine.keys() == theirs.keys()
    precision = sum(len(mine[r] & theirs[r]) / len(mine[r]) for r in mine) / len(mine)
    recall = sum(len(mine[r] & theirs[r]) / len(theirs[r]) for r in mine) / len(mine)
    return 2 * precision * recall / (precision + recall)


def test_what_grouping_holds_of_a_report_is_bounded() -> None:
    chance = random.Random(7)
    heap = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(3_000)]
    cards = [
        grouping.card(replace(report(f"r{n}", "2011-03-02", " ".join(chance.choices(heap, k=8))),
                              text=" ".join(chance.choices(heap, k=300))))
        for n in range(600)
    ]  # fmt: skip
    written = [grouping.line(c) for c in cards]
    del cards
    grouping.group_bundle([])  # what is read once a process is no report's
    grouping.group_bundle(map(grouping.taken_up, written[:5]))
    tracemalloc.start()
    try:
        found = grouping.group_bundle(map(grouping.taken_up, written))
        assert tracemalloc.get_traced_memory()[1] < 14_000 * len(written), "70,000 take a gigabyte"
    finally:
        tracemalloc.stop()
    assert sum(map(len, found)) == len(written)
