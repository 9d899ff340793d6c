"""Which story a report is in, as people say: laws of a pure function."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import bakery
from riwaya.corrections import Correction, Place, apply, correction, rehome, sorted_anew


def told(kind: str, *reports: str, n: int = 0) -> Correction:
    return correction(kind, [Place(r) for r in reports], when=f"2031-05-06T10:00:{n:02d}Z")


STORIES = [["a", "b", "c"], ["d", "e"], ["f"]]


def test_each_kind() -> None:
    assert sorted_anew(STORIES, [told("story-move", "b", "d")])[0] == [["a", "c"], ["b", "d", "e"], ["f"]]
    assert sorted_anew(STORIES, [told("story-part", "b", "c")])[0] == [["a"], ["b", "c"], ["d", "e"], ["f"]]
    assert sorted_anew(STORIES, [told("story-join", "d", "f")])[0] == [["a", "b", "c"], ["d", "e", "f"]]


def test_the_later_word_counts_and_an_earlier_one_is_not_lost() -> None:
    joined, parted = told("story-join", "a", "d"), told("story-part", "a", n=1)
    assert sorted_anew(STORIES, [joined, parted])[0] == [["a"], ["b", "c", "d", "e"], ["f"]]
    assert sorted_anew(STORIES, [parted, joined])[0] == [["a", "d", "e"], ["b", "c"], ["f"]]
    back = told("story-move", "a", "b", n=2)
    assert sorted_anew(STORIES, [parted, back])[0] == [list(x) for x in STORIES]
    # who was moved to a report stays in its story though that report goes elsewhere
    after = [told("story-move", "f", "a"), told("story-part", "a", n=1)]
    assert sorted_anew(STORIES, after)[0] == [["a"], ["b", "c", "f"], ["d", "e"]]


def test_what_names_nothing_is_told() -> None:
    found, outcomes = sorted_anew(STORIES, [told("story-move", "a", "nobody"), told("story-part", "a", "nobody")])
    assert [o.reason for o in outcomes] == ["there is no report nobody", ""]
    assert found == [["a"], ["b", "c"], ["d", "e"], ["f"]]
    made = apply(bakery(), [told("story-part", "sawt")])
    assert made.trace == bakery() and "sorted again" in made.missed[0].reason


@pytest.mark.parametrize("kind", ["story-move", "story-join"])
def test_two_are_needed(kind: str) -> None:
    with pytest.raises(ValueError, match="2"):
        told(kind, "a")


_words = st.sampled_from("abcdefgh")
_KIND = st.sampled_from(["story-move", "story-part", "story-join"])
_made = st.lists(st.tuples(_KIND, st.lists(_words, min_size=2, max_size=2)), max_size=8)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(_made)
def test_every_report_is_in_one_story_and_order_of_stories_changes_nothing(made: list[tuple[str, list[str]]]) -> None:
    log = [told(kind, *reports, n=n) for n, (kind, reports) in enumerate(made)]
    found, _ = sorted_anew([["a", "b", "c", "d"], ["e", "f"], ["g", "h"]], log)
    assert sorted(r for members in found for r in members) == list("abcdefgh")
    again, _ = sorted_anew([["h", "g"], ["f", "e"], ["d", "c", "b", "a"]], log)
    assert {frozenset(m) for m in again} == {frozenset(m) for m in found}
    homes = rehome({r: r for r in "abcdefgh"}, log)
    assert all(homes.of(r, r) not in homes.into for r in "abcdefgh")
