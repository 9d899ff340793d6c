"""Each date goes to the statement it belongs to, once. The story is invented."""

from __future__ import annotations

import random

from riwaya.dates import timeline
from riwaya.model import Report, Span, Statement

TEXT = (
    "قال المدير الاثنين إن المصنع سيغلق في 31 يناير 2026 بعد خسائر عام 2023.\n"
    "وكان قد افتتح سنة 1998.\n"
    "لا قول هنا في 5 مايو 2020."
)
REPORT = Report("r", "r.txt", "t", TEXT, "ar", published="2025-05-14")


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def statement(id_: str, words: str, cue: str | None = None) -> Statement:
    span = at(words)
    return Statement(id_, "r", span.start, span.end, "indirect" if cue else "own", cue=at(cue) if cue else None)


CLOSING = statement("s1", "المصنع سيغلق في 31 يناير 2026 بعد خسائر عام 2023", "قال المدير")
LOSSES = statement("s2", "خسائر عام 2023")
OPENING = statement("s3", "وكان قد افتتح")


def test_a_date_goes_to_the_smallest_statement_around_it_else_to_the_nearest() -> None:
    moments = timeline([REPORT], [CLOSING, LOSSES, OPENING])
    assert [(m.statement, TEXT[m.start : m.end], m.when) for m in moments] == [
        ("s3", "سنة 1998", "1998"),  # beside it, in its paragraph
        ("s2", "عام 2023", "2023"),  # in both s1 and s2: the smaller
        ("s1", "الاثنين", "2025-05-12"),  # between cue and content
        ("s1", "31 يناير 2026", "2026-01-31"),
    ]


def test_shuffling_changes_nothing() -> None:
    statements = [CLOSING, LOSSES, OPENING]
    expected = timeline([REPORT], statements)
    for seed in range(5):
        random.Random(seed).shuffle(statements)
        assert timeline([REPORT], statements) == expected


def test_vague_dates_and_reports_without_statements_are_left_out() -> None:
    vague = Report("v", "v.txt", "t", "تراجع الإنتاج مؤخرا.", "ar", published="2025-05-14")
    assert timeline([vague], [Statement("s", "v", 0, 19, "own")]) == ()
    assert timeline([REPORT], []) == ()


def test_a_report_of_unknown_date_has_only_whole_dates() -> None:
    report = Report("u", "u.txt", "t", "أغلق أمس بعد أن بني في 3 مايو 1999.", "ar")
    moments = timeline([report], [Statement("s", "u", 0, len(report.text), "own")])
    assert [m.when for m in moments] == ["1999-05-03"]
