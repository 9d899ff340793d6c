"""What place and speaker tell about two statements. All examples are invented."""

from __future__ import annotations

from riwaya.claims.context import Context, context
from riwaya.claims.features import PRIORS
from riwaya.differences import Telling, tell
from riwaya.model import Report, Source, Stance, Statement

MILLER = {"miller": Source("miller", "the miller", "person")}


def tellings(report: str, *rows: tuple[str, bool, Stance]) -> list[Telling]:
    """Statements of one report, in order: words, whether the miller says them, stance."""
    page = Report(report, "", "", "\n".join(r[0] for r in rows), "en")
    made, start = [], 0
    for n, (text, said, stance) in enumerate(rows):
        statement = Statement(f"{report}-{n}", report, start, start + len(text), "indirect" if said else "own", stance,
                              chain=("miller",) if said else ())
        made.append(tell(statement, page, MILLER))
        start += len(text) + 1
    return made


def two(stance: Stance = "asserts") -> Context:
    a = tellings("a", ("the dam leaks", True, "asserts"), ("it was built in 1961", False, "asserts"))
    b = tellings("b", ("water comes through", True, stance), ("the dam is from 1961", False, "asserts"))
    return context([[t] for t in (*a, *b)])


def test_head_and_foot_are_seldom_one() -> None:
    made = two()
    assert made.base(0, 3) < made.base(1, 3) < made.base(0, 2)


def test_one_report_seldom_says_a_thing_twice() -> None:
    made = two()
    assert made.base(0, 1) < made.base(0, 3)


def test_one_speaker_hardly_ever_says_a_thing_twice_in_one_report() -> None:
    a = tellings("a", ("the dam leaks", True, "asserts"), ("it is wet", True, "asserts"), ("rain", False, "asserts"))
    made = context([[t] for t in a])
    assert ("said once", PRIORS["said once"][1]) in made.parts(0, 1)
    assert "said once" not in dict(made.parts(0, 2))


def test_who_denies_speaks_of_what_another_said() -> None:
    assert two("denies").base(0, 2) == 0.0
    assert two().base(0, 2) == PRIORS["one speaker"][1]


def test_neighbours_hold_a_pair_together() -> None:
    made = two()
    assert made.neighbours(1, 3, {(0, 2): 2.0}) == PRIORS["neighbours"][1]
    assert made.neighbours(1, 3, {(0, 2): -2.0}) == 0.0
    assert made.neighbours(1, 3, {}) == 0.0


def test_the_order_of_the_holders_changes_nothing() -> None:
    a = tellings("a", ("the dam leaks", True, "asserts"), ("it was built in 1961", False, "asserts"))
    b = tellings("b", ("water", True, "asserts"), ("the dam leaks", True, "asserts"))
    one, other = context([[a[0], b[1]], [a[1]], [b[0]]]), context([[b[1], a[0]], [a[1]], [b[0]]])
    assert one.base(0, 2) == other.base(0, 2) and one.base(0, 1) == other.base(0, 1)
