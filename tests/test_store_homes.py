"""What people say is one story: laid over what the stream finds, kept through every settling, and taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from riwaya.corrections import Correction, Place, correction
from riwaya.intake.pages import read_with_pages
from riwaya.model import Report
from riwaya.store import Store
from riwaya.stories import when

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
Pair = tuple[Report, bytes]


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    found = [one for one in read_with_pages([EXAMPLES]) if isinstance(one, tuple)]
    return sorted(found, key=lambda pair: when(pair[0]))


def told(kind: str, *reports: str, story: str = "", n: int = 0) -> Correction:
    return correction(kind, [Place(r) for r in reports], story=story, who="Layla", when=f"2031-05-06T10:00:{n:02d}Z")


def together(store: Store) -> set[frozenset[str]]:
    return {frozenset(r.id for r in store.story_reports(s.id)) for s in store.stories(limit=1000)}


def of(store: Store, report: str) -> str:
    return next(s.id for s in store.stories(limit=1000) if report in {r.id for r in store.story_reports(s.id)})


def biggest(store: Store) -> tuple[str, list[str]]:
    line = max(store.stories(limit=1000), key=lambda s: s.reports)
    return line.id, [r.id for r in store.story_reports(line.id)]


def test_reports_are_parted_off_and_come_back(tmp_path: Path, pairs: list[Pair]) -> None:
    with Store.open(tmp_path / "a.db") as store:
        list(store.add_all(pairs))
        before = together(store)
        story, reports = biggest(store)
        part = told("story-part", reports[1], reports[2], story=story)
        assert store.correct(part) and not store.correct(part)
        assert frozenset(reports[1:3]) in together(store)
        assert frozenset(r for r in reports if r not in reports[1:3]) in together(store)
        assert of(store, reports[1]) != story == of(store, reports[0])
        assert part in store.corrections(story) and part in store.corrections(of(store, reports[1]))
        kinds = [c.kind for c in store.changes() if "Layla" in c.why]
        assert kinds == ["founded", "moved"]
        new = of(store, reports[1])
        assert store.undo(part.id) and together(store) == before and store.check() == ()
        assert store.story(new).id == story, "the address of the story that was parted off leads back"


def test_a_report_is_moved_to_another_story(tmp_path: Path, pairs: list[Pair]) -> None:
    with Store.open(tmp_path / "a.db") as store:
        list(store.add_all(pairs))
        _, reports = biggest(store)
        other = next(s for s in store.stories(limit=1000) if s.id != of(store, reports[0]))
        there = store.story_reports(other.id)[0].id
        store.correct(told("story-move", reports[-1], there))
        assert of(store, reports[-1]) == other.id and store.story(other.id).reports == other.reports + 1
        # the last word counts
        store.correct(told("story-part", reports[-1], n=1))
        assert frozenset({reports[-1]}) in together(store)
        store.correct(told("story-move", reports[-1], reports[0], n=2))
        assert of(store, reports[-1]) == of(store, reports[0]) and store.check() == ()


def test_two_stories_are_joined_and_told_apart_again(tmp_path: Path, pairs: list[Pair]) -> None:
    with Store.open(tmp_path / "a.db") as store:
        list(store.add_all(pairs))
        before = together(store)
        story, reports = biggest(store)
        other = next(s for s in store.stories(limit=1000) if s.id != story)
        there = [r.id for r in store.story_reports(other.id)]
        join = told("story-join", reports[0], there[0], story=story)
        store.correct(join)
        assert frozenset([*reports, *there]) in together(store)
        assert store.story(other.id).id == story, "the story that is gone leads to the one it became"
        assert [c.kind for c in store.changes() if c.why.startswith("corrected")] == ["merged"]
        store.undo(join.id)
        assert together(store) == before and store.story(other.id).id == other.id and store.check() == ()


def test_it_holds_whatever_comes_and_whoever_goes_on(tmp_path: Path, pairs: list[Pair]) -> None:
    """Settled again, given the same and new reports by another process, dumped and read: a correction stays."""
    with Store.open(tmp_path / "a.db") as store:
        list(store.add_all(pairs[:-3]))
        story, reports = biggest(store)
        store.correct(told("story-part", reports[0], reports[1], story=story))
        apart = frozenset(reports[:2])
        store.settle()
        assert apart in together(store)
    with Store.open(tmp_path / "a.db") as store:
        list(store.add_all(pairs))
        store.settle()
        home = of(store, reports[0])
        assert apart <= {r.id for r in store.story_reports(home)} and reports[2] not in {
            r.id for r in store.story_reports(home)}  # fmt: skip
        kept = together(store)
        store.dump(tmp_path / "all.gz")
    with Store.open(tmp_path / "b.db") as store:
        store.load(tmp_path / "all.gz")
        store.settle()
        assert together(store) == kept and store.check() == ()


def test_what_comes_later_goes_to_the_side_it_is_nearest_to(tmp_path: Path, pairs: list[Pair]) -> None:
    """A copy of a report that was parted off joins it, a copy of one that stayed stays."""
    with Store.open(tmp_path / "a.db") as store:
        list(store.add_all(pairs))
        story, reports = biggest(store)
        said = {r.id: (r, page) for r, page in pairs}
        store.correct(told("story-part", reports[0], story=story))
        home = of(store, reports[0])
        for n, source in enumerate(reports[:2]):
            report, page = said[source]
            store.add(replace(report, id=f"copy-{n}", origin=f"copy-{n}.txt", url=f"https://copy.example/{n}",
                              outlet_name="Copy", text=report.text + "\n—"), page + b"-")  # fmt: skip
        store.settle()
        assert of(store, "copy-0") == home and of(store, "copy-1") == story


def test_a_story_that_was_corrected_is_traced_as_it_stands(tmp_path: Path, pairs: list[Pair]) -> None:
    with Store.open(tmp_path / "a.db") as store:
        list(store.add_all(pairs[:6]))
        story, reports = biggest(store)
        part = told("story-part", reports[0], story=story)
        store.correct(part)
        trace = store.trace(story)
        assert {r.id for r in trace.reports} == set(reports[1:]) and not trace.problems
        assert store.story(story).fresh
        alone = store.trace(of(store, reports[0]))
        assert [r.id for r in alone.reports] == [reports[0]] and not alone.problems


def test_a_report_is_weighed_as_it_comes_and_not_again(
    tmp_path: Path, pairs: list[Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many come into a story that was divided, each costs its own weighing alone."""
    from riwaya.store import homes

    weighed: list[str] = []
    whole = homes.nearest
    monkeypatch.setattr(homes, "nearest", lambda report, sides: weighed.append(report.id) or whole(report, sides))
    with Store.open(tmp_path / "a.db") as store:
        list(store.add_all(pairs))
        story, reports = biggest(store)
        said = {r.id: (r, page) for r, page in pairs}
        store.correct(told("story-part", reports[0], story=story))
        report, page = said[reports[1]]
        for n in range(4):
            store.add(replace(report, id=f"copy-{n}", origin=f"copy-{n}.txt", url=f"https://copy.example/{n}",
                              outlet_name=f"Copy {n}", text=report.text + f"\n—{n}"), page + b"%d" % n)  # fmt: skip
            store.settle()
        assert weighed and max(map(weighed.count, weighed)) <= 2  # to tell what changed, and to change it
        assert {of(store, f"copy-{n}") for n in range(4)} == {story}
