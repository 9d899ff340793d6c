"""Reports one at a time: the same stories as all at once, and every change told."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from riwaya.model import Report
from riwaya.stories import Change, Stream, group
from test_stories import BRIDGES, CUPS, NEWS, STORIES


def fed(stream: Stream, reports: list[Report]) -> list[Change]:
    return [change for report in reports for change in stream.add(report)]


def replayed(changes: list[Change]) -> dict[str, set[str]]:
    """The stories as the changes alone tell them."""
    of: dict[str, str] = {}
    for c in changes:
        if c.kind == "merged":
            of.update((r, c.story) for r, s in list(of.items()) if s in c.others)
        else:
            of[c.report] = c.story
    stories: dict[str, set[str]] = {}
    for report, story in of.items():
        stories.setdefault(story, set()).add(report)
    return stories


@pytest.mark.parametrize("seed", range(4))
def test_in_any_order_a_stream_ends_where_the_batch_ends(seed: int) -> None:
    reports = random.Random(seed).sample(NEWS, len(NEWS))
    stream = Stream()
    changes = fed(stream, reports) + list(stream.settle())
    assert {frozenset(s.reports) for s in stream.stories()} == {frozenset(s) for s in STORIES}
    assert replayed(changes) == {s.id: set(s.reports) for s in stream.stories()}
    assert all(c.why for c in changes)


def test_the_first_founds_the_second_joins_and_says_why() -> None:
    found = fed(Stream(), BRIDGES[:2])
    assert [c.kind for c in found] == ["founded", "joined"]
    assert found[0].story == found[1].story
    assert "جسر" in found[1].why and "h apart" in found[1].why


def test_what_proves_to_be_one_story_is_merged_or_moved() -> None:
    """Two reports that share little, until those between them come."""
    east = Report("1", "1", "حريق في مصنع النسيج", "اندلع حريق في مصنع للنسيج شرق المدينة", "ar",
                  published_at="2024-05-12T06:00:00Z")  # fmt: skip
    west = Report("2", "2", "وفاة ثلاثة من عمال الغزل", "توفي ثلاثة عمال في ورشة الغزل متأثرين بالدخان", "ar",
                  published_at="2024-05-12T07:00:00Z")  # fmt: skip
    text = f"{east.text} و{west.text}"
    both = [replace(west, id=f"3{n}", title=f"{east.title}: {west.title}", text=text) for n in (7, 8)]
    stream = Stream()
    changes = fed(stream, [east, west, *both]) + list(stream.settle())
    assert {"merged", "moved"} & {c.kind for c in changes}
    (story,) = stream.stories()
    assert replayed(changes) == {story.id: {"1", "2", "37", "38"}}


def test_a_report_that_is_known_changes_nothing() -> None:
    stream = Stream()
    fed(stream, NEWS)
    stream.settle()
    assert fed(stream, NEWS) == [] and stream.settle() == ()


def test_a_revision_stays_in_its_story_and_the_newest_counts() -> None:
    page = replace(BRIDGES[0], url="https://example.org/1")
    stream = Stream()
    fed(stream, [page, *BRIDGES[1:], *CUPS])
    (change,) = stream.add(replace(page, id="a2", text=page.text + " وارتفع العدد"))
    assert (change.kind, change.report) == ("revised", "a2")
    (change,) = stream.add(replace(page, text=page.text + " وتوفي أحدهم"))
    assert (change.kind, change.report) == ("revised", "a")
    assert any(set(s.reports) == {"a", "a2", "b", "c"} and s.id == change.story for s in stream.stories())


def test_state_is_plain_data_and_the_stream_goes_on_from_it() -> None:
    stream = Stream()
    fed(stream, NEWS[:5])
    other = Stream.restore(json.loads(json.dumps(stream.state())))
    went = [[(c.kind, c.report, c.story) for c in fed(s, NEWS[5:])] for s in (stream, other)]
    assert went[0] == went[1]
    assert other.stories() == stream.stories()
    assert other.state() == stream.state()


def test_ids_stay_as_a_story_grows() -> None:
    stream = Stream()
    fed(stream, [BRIDGES[0], CUPS[0]])
    before = {r: s.id for s in stream.stories() for r in s.reports}
    fed(stream, [*BRIDGES[1:], *CUPS[1:]])
    after = {r: s.id for s in stream.stories() for r in s.reports}
    assert before.items() <= after.items()


def days(count: int) -> list[Report]:
    """Two stories a day."""
    return [
        replace(r, id=f"{r.id}-{n}", title=f"{r.title} {n}", published_at=f"2024-05-{n:02}T{6 + k:02}:00:00Z")
        for n in range(1, count + 1) for k, r in enumerate([*BRIDGES, *CUPS])
    ]  # fmt: skip


def test_what_has_left_the_window_is_let_go() -> None:
    stream = Stream()
    fed(stream, days(20))
    stream.settle()
    state = stream.state()
    assert len(state["open"]) < 40 and sum(1 for unit in state["units"] if unit[3]) < 40
    assert sum(len(s.reports) for s in stream.stories()) == 100
    assert sorted(r for s in group(days(20)) for r in s) == sorted(r.id for r in days(20))


def test_one_wrong_date_does_not_close_the_window() -> None:
    wrong = replace(CUPS[0], id="wrong", published_at="2025-12-01T00:00:00Z")
    stream = Stream()
    fed(stream, [*BRIDGES[:2], CUPS[0], wrong])
    stream.settle()
    fed(stream, [BRIDGES[2], CUPS[1]])
    assert {frozenset(s.reports) for s in stream.stories()} >= {frozenset("abc"), frozenset("de")}


def test_stories_are_told_as_they_stand_without_settling() -> None:
    stream = Stream()
    stream.add(Report("a", "a", "Ferry aground off Kallis", "The ferry Sabah ran aground off Kallis.", "en"))
    stream.add(Report("b", "b", "Bridge of Velm closed", "The old bridge at Velm will be closed for months.", "en"))
    before = stream.state()
    told = stream.standing([*before["stories"], "no such story"])
    assert sorted(r for s in told for r in s.reports) == ["a", "b"]
    assert stream.state() == before


def test_what_somebody_put_together_stays_together() -> None:
    stream = Stream()
    stream.add(Report("a", "a", "Ferry aground off Kallis", "The ferry Sabah ran aground off Kallis.", "en"))
    stream.add(Report("b", "b", "Bridge of Velm closed", "The old bridge at Velm will be closed for months.", "en"))
    stream.add(Report("c", "c", "Rain in the hills", "Heavy rain fell in the hills of Orm during the night.", "en"))
    assert len(stream.stories()) == 3
    (told,) = stream.together(["a", "b", "unknown"])
    assert told.kind == "merged"
    assert sorted(sorted(s.reports) for s in stream.stories()) == [["a", "b"], ["c"]]
    again = Stream.restore(json.loads(json.dumps(stream.state())))
    again.add(Report("d", "d", "Snow in the north", "Snow closed two roads in the north on Friday.", "en"))
    assert ["a", "b"] in [sorted(s.reports) for s in again.stories()]
    assert stream.together(["a"]) == ()
    assert again.together(["a", "d"])[-1].kind == "merged"
