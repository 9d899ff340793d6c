"""Grouping at scale: windows that fit a process, what is known of every report on disk, stories on shelves."""

from __future__ import annotations

import itertools
import random
import tempfile
import tracemalloc
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.batch import LedgerError, grouping, register
from riwaya.intake import read, settle
from riwaya.model import Report
from riwaya.stories import group

ROOT = Path(__file__).resolve().parents[1]


def report(id_: str, day: str, title: str) -> Report:
    return Report(id_, id_, title, f"{title}. " * 3, "en", published=day)


def days(counts: list[int], most: int) -> list[grouping.Slot]:
    """The slots of as many reports a day, at noon of each day."""
    slots = grouping.Slots(most)
    return [slots.of(24.0 * day + 12) for day, count in enumerate(counts) for _ in range(count)]


@pytest.mark.parametrize("counts", [[10] * 27, [3] * 40 + [500] + [3] * 40, [700]])
def test_windows_overlap_cover_every_report_and_hold_no_more_than_fit(counts: list[int]) -> None:
    found = days(counts, 60)
    cut_up = grouping.windows(Counter(found), 60, 60)
    assert len(cut_up) > 3
    for slot in found:
        inside = [w for w in cut_up if w.holds(slot)]
        assert 1 <= len(inside) <= 2
        assert any(slot < w.until for w in inside), "some window tells its story"
    assert all(sum(map(w.holds, found)) <= 60 for w in cut_up)
    for one, other in itertools.pairwise(cut_up):
        both = [s for s in found if one.holds(s) and other.holds(s)]
        assert 0 < len(both) <= 20 and any(s < one.until for s in both), "reports by which stories are joined"
    assert len(grouping.windows(Counter(found))) == 1


def test_windows_are_long_where_news_is_sparse() -> None:
    found = days([20] * 60, 120)
    cut_up = grouping.windows(Counter(found), 600, 120)
    sizes = [sum(map(w.holds, found)) for w in cut_up]
    assert max(sizes) > 480 and all(size <= 600 for size in sizes), "six days of it are compared at once"
    both = [sum(one.holds(s) and other.holds(s) for s in found) for one, other in itertools.pairwise(cut_up)]
    assert set(both) == {100}, "five days"


def test_reports_without_a_date_come_after_all_others() -> None:
    slots = grouping.Slots(60)
    dated, undated = slots.of(10**6), slots.of(None)
    (window,) = grouping.windows(Counter([dated, undated]))
    assert dated < undated and window.holds(undated)
    parts = {slots.of(None) for _ in range(60)}
    assert len(parts) > 10, "and are parted too where they are many"


def test_stories_of_two_windows_are_joined_by_what_both_hold() -> None:
    first = [("a", "b", "c"), ("x",)]
    second = [("b", "c", "d"), ("x", "y"), ("z",)]
    assert joined([first, second]) == [["a", "b", "c", "d"], ["x", "y"], ["z"]]


def joined(windows: Any) -> list[list[str]]:
    """The stories of windows, whole."""
    found: dict[int, list[str]] = {}
    for number, new in grouping.join(windows):
        found.setdefault(number, []).extend(new)
    assert list(found) == list(range(len(found))), "numbers come in order"
    return sorted(map(sorted, found.values()))


def test_copies_follow_what_they_copy() -> None:
    told = [report("a", "2031-03-02", "Ferry runs aground off Kallis"),
            report("b", "2031-03-02", "FERRY runs aground off Kallis"),
            report("c", "2031-03-02", "Velm bridge to close in June")]  # fmt: skip
    cards = [grouping.card(r) for r in told]
    assert [c.copy == cards[0].copy for c in cards] == [True, True, False]
    assert grouping.group_window((c, True) for c in cards) == [("a", "b"), ("c",)]
    assert grouping.group_window((c, c.signature.id != "a") for c in reversed(cards)) == [("b",), ("c",)]


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


def test_windows_change_the_stories_hardly(tmp_path: Path) -> None:
    source = ROOT.parent / "shared" / "data" / "ant-2018" / "articles-2018-04.jsonl.gz"
    if not source.exists():
        pytest.skip("../shared is not here")
    import gzip

    chosen = []
    with gzip.open(source, "rt", encoding="utf-8") as file:
        for n, line in enumerate(file):
            if n % 6 == 0:
                chosen.append(line)
    path = tmp_path / "some.jsonl"
    path.write_text("".join(chosen))
    mapping = {"id": "docno", "outlet": "src", "published": "time"}
    reports = list(read([path], mapping=mapping).reports)
    whole = group(reports)

    most = 2 * len(reports) // 5  # two days and more on either side of what is told by both
    cards, slots = [grouping.card(r) for r in reports], grouping.Slots(most)
    at = [slots.of(c.signature.hours) for c in cards]
    cut_up = grouping.windows(Counter(at), most, most)
    assert len(cut_up) > 2
    stories = joined(grouping.group_window((c, s < w.until) for c, s in zip(cards, at, strict=True) if w.holds(s))
                     for w in cut_up)  # fmt: skip
    assert bcubed(stories, whole) >= 0.99


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
    grouping.group_window([])  # what is read once a process is no report's
    grouping.group_window((grouping.taken_up(text), True) for text in written[:5])
    tracemalloc.start()
    try:
        found = grouping.group_window((grouping.taken_up(text), True) for text in written)
        assert tracemalloc.get_traced_memory()[1] < 16_000 * len(written), "60,000 of them in less than a gigabyte"
    finally:
        tracemalloc.stop()
    assert sum(map(len, found)) == len(written)
