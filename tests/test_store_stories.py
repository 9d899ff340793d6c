"""Reports into stories with the stream itself, kept and gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from riwaya.intake.pages import read_with_pages
from riwaya.model import Report
from riwaya.store import Store
from riwaya.store import grouping as store_grouping
from riwaya.stories import when

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def pairs() -> list[tuple[Report, bytes]]:
    found = [one for one in read_with_pages([EXAMPLES]) if isinstance(one, tuple)]
    return sorted(found, key=lambda pair: when(pair[0]))


def together(store: Store) -> set[frozenset[str]]:
    return {frozenset(r.id for r in store.story_reports(s.id)) for s in store.stories()}


def test_two_stories_are_told_apart(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        added = list(store.add_all(pairs()))
        assert len(added) >= 12 and all(a.story for a in added)
        fire, files = ({r.id for r, _ in pairs() if name in r.origin} for name in ("market-fire", "patient-files"))
        assert not any(s & fire and s & files for s in together(store)), "no story holds reports of both"
        assert max(map(len, together(store))) >= 5 and store.check() == ()


@pytest.mark.parametrize("least", [1, 500])
def test_whoever_goes_on_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int) -> None:
    """A new process for each report: with the state kept every time, or made again from the reports."""
    monkeypatch.setattr(store_grouping, "_LEAST", least)
    with Store.open(tmp_path / "a.db") as one:
        for pair in pairs():
            one.add(*pair)
        one.settle()
        for pair in pairs():
            with Store.open(tmp_path / "b.db") as other:
                other.add(*pair)
        with Store.open(tmp_path / "b.db") as other:
            other.settle()
            assert together(other) == together(one) and other.check() == ()
            assert {s.id for s in other.stories()} == {s.id for s in one.stories()}


def test_what_was_put_together_stays_together_in_the_next_process(tmp_path: Path) -> None:
    fire = {r.id for r, _ in pairs() if "market-fire" in r.origin} | {"07_shati"}
    with Store.open(tmp_path / "a.db") as store:
        list(store.add_all(pairs()))
        assert fire not in together(store)
        told = store.together(sorted(fire))
        assert {c.kind for c in told} <= {"merged", "moved"} and told
    with Store.open(tmp_path / "a.db") as store:
        store.settle()
        assert fire in together(store) and store.check() == ()
        assert store.together(sorted(fire)) == ()
