"""What was worked out before: asked for once, kept as it was used, read back the same."""

from __future__ import annotations

import json
import math
from collections.abc import Callable

import pytest

from riwaya.claims.versions import versions
from riwaya.differences import Telling, between, quantities, tell
from riwaya.model import Report, Span, Statement
from riwaya.recall import Recall, mark


def counting(value: object) -> tuple[list[int], Callable[[], object]]:
    made: list[int] = []

    def make() -> object:
        made.append(1)
        return value

    return made, make


def test_what_is_known_is_not_made_again() -> None:
    made, make = counting([1, "ق"])
    first = Recall()
    assert first.of("kind", ("a", "b"), make) == first.of("kind", ("a", "b"), make) == [1, "ق"] and len(made) == 1
    first.of("kind", ("b", "a"), make)
    first.of("other", ("a", "b"), make)
    assert len(made) == 3, "order and kind tell them apart"
    again = Recall(json.loads(json.dumps(first.kept())))
    assert not again.same
    assert again.of("kind", ("a", "b"), make) == [1, "ق"] and len(made) == 3
    again.of("kind", ("b", "a"), make)
    again.of("other", ("a", "b"), make)
    assert again.same and again.kept() == first.kept()


def test_what_nobody_asks_for_is_not_kept() -> None:
    first = Recall()
    first.of("kind", ("a",), lambda: 1)
    first.of("kind", ("b",), lambda: 2)
    second = Recall(first.kept())
    second.of("kind", ("b",), lambda: 3)
    assert second.kept() == {"marks": ["b"], "kinds": ["kind"], "rows": [[0, [0], 2]]}
    assert not second.same


def test_marks_are_equal_for_equal_values_alone() -> None:
    assert mark("a", Span(1, 2)) == mark("a", Span(1, 2))
    assert len({mark("a", "b"), mark("ab"), mark("b", "a"), mark("a", None), mark("\ud800")}) == 5


def told(id_: str, text: str, known: Recall | None, published: str = "2031-03-04", **more: object) -> Telling:
    report = Report(id_, "", "", text, "ar", published=published)
    return tell(Statement(f"{id_}-1", id_, 0, len(text), "own", **more), report, {}, known)  # type: ignore[arg-type]


SAID = (
    "وأصيب 21 عاملا في انهيار سقف المخبز يوم الثلاثاء.", "وأصيب أكثر من 12 عاملا في انهيار سقف المخبز يوم الأربعاء.",
    "نفت البلدية انهيار سقف المخبز.", "لم ينهر سقف المخبز.", "انهار سقف المخبز في العراق.",
    "انهار سقف المخبز في سوريا.",
)  # fmt: skip


def test_tellings_differ_alike_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Recall()
    tellings = [told(str(n), s, known) for n, s in enumerate(SAID)]
    plain = [told(str(n), s, None) for n, s in enumerate(SAID)]
    found = [between(a, b, 0.5) for a in plain for b in plain if a is not b]
    assert sum(map(len, found)) > 6, "there is something to remember"
    assert [between(a, b, 0.5) for a in tellings for b in tellings if a is not b] == found
    again = Recall(json.loads(json.dumps(known.kept())))
    tellings = [told(str(n), s, again) for n, s in enumerate(SAID)]
    monkeypatch.setattr("riwaya.differences.polarity.denial", None)  # what compares them anew fails
    assert [between(a, b, 0.5) for a in tellings for b in tellings if a is not b] == found


def test_what_a_comparison_depends_on_is_in_the_mark() -> None:
    known = Recall()
    one = told("a", SAID[0], known)
    others = (told("b", SAID[0], known), told("a", SAID[1], known), told("a", SAID[0], known, "2031-03-05"),
              told("a", SAID[0], known, stance="denies"), told("a", SAID[0], known, chain=("x",)))  # fmt: skip
    assert len({one.mark, *(o.mark for o in others)}) == 6 and told("a", SAID[0], None).mark == one.mark


def test_figures_are_read_back_whole() -> None:
    found = quantities.find("أكثر من 40 عائلة، ونحو 2.5 مليون دولار، وعشرات القتلى، وارتفع من 25 إلى 30")
    assert any(q.high == math.inf for q in found) and len(found) >= 3
    assert quantities.read_back(json.loads(json.dumps(quantities.written(found), allow_nan=False))) == found


def test_who_denies_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Recall()
    found = [(t.disowned, t.denied) for t in (told(str(n), s, known) for n, s in enumerate(SAID))]
    plain = [(t.disowned, t.denied) for t in (told(str(n), s, None) for n, s in enumerate(SAID))]
    assert found == plain and (False, True) in found
    again = Recall(json.loads(json.dumps(known.kept())))
    monkeypatch.setattr("riwaya.differences.telling.denies", None)  # what reads them anew fails
    assert [(t.disowned, t.denied) for t in (told(str(n), s, again) for n, s in enumerate(SAID))] == found


def test_no_two_tellings_of_a_claim_are_compared_twice() -> None:
    asked: list[tuple[str, str]] = []

    def one(a: Telling, b: Telling) -> float:
        asked.append((a.text, b.text))
        return 0.9

    parts, differences = versions([told(str(n), s, None) for n, s in enumerate(SAID)], lambda a, b: 0.5, one)
    assert len(parts) > 2 and len(differences) > 2 and len(asked) == len(set(asked))
