"""Reports to stories, on invented reports."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.model import Report
from riwaya.stories import Stream, group, title, when

BRIDGE = [
    ("a", "انهيار جسر الوادي في مدينة سمران", "انهار جسر الوادي اليوم في سمران وأصيب أربعة عمال بحسب البلدية"),
    ("b", "أربعة مصابين في انهيار جسر بسمران", "قالت بلدية سمران إن أربعة عمال أصيبوا حين انهار جسر الوادي"),
    ("c", "تحقيق في انهيار جسر الوادي", "فتحت النيابة في سمران تحقيقا في انهيار جسر الوادي الذي أصيب فيه عمال الصيانة"),
]
CUP = [
    ("d", "نادي النخيل يفوز بكأس المدينة", "فاز نادي النخيل بكأس المدينة بعد تغلبه على نادي الساحل بركلات الترجيح"),
    ("e", "النخيل بطل الكأس بركلات الترجيح", "توج نادي النخيل بطلا لكأس المدينة إثر فوزه على الساحل بركلات الترجيح"),
]


def made(rows: list[tuple[str, str, str]], hour: int = 6) -> Iterator[Report]:
    for n, (id_, head, text) in enumerate(rows):
        yield Report(id_, id_, head, text, "ar", published_at=f"2024-05-12T{hour + n:02}:00:00+00:00")


def test_two_events_are_two_stories() -> None:
    reports = [*made(BRIDGE), *made(CUP, 7)]
    assert group(reports) == [("a", "b", "c"), ("d", "e")]
    assert group(reports[::-1]) == group(reports)


def test_a_stream_ends_where_the_batch_ends() -> None:
    reports = [*made(CUP, 7), *made(BRIDGE)]
    stream = Stream()
    kinds = [change.kind for report in reports for change in stream.add(report)]
    assert set(kinds) <= {"founded", "joined"}
    assert {frozenset(s.reports) for s in stream.stories()} == {frozenset(s) for s in group(reports)}
    assert Stream.restore(stream.state()).stories() == stream.stories()


def test_times_of_two_zones_are_one_order() -> None:
    early = Report("x", "x", "", "", "ar", published_at="2024-05-12T03:00:00+04:00")
    late = Report("y", "y", "", "", "ar", published_at="2024-05-12T01:00:00Z")
    assert sorted([late, early], key=when) == [early, late]


def test_a_story_is_called_after_the_report_in_its_middle() -> None:
    assert title(list(made(BRIDGE)))[0] == BRIDGE[2][1]
