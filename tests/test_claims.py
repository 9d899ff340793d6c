"""Statements into claims and versions, with an encoder of our own that needs no weights. All examples are invented."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.claims import align
from riwaya.claims.cluster import cluster
from riwaya.claims.encoding import pack
from riwaya.claims.versions import versions
from riwaya.differences import Telling
from riwaya.encoder.weights import Floats
from riwaya.language.arabic import stem
from riwaya.language.text import words
from riwaya.model import Claim, Report, Source, Span, Statement
from tellings import telling


class Bag:
    """Vectors of hashed stems: what shares words is near."""

    name = "bag"

    def vectors(self, texts: Sequence[str]) -> Floats:
        out = np.zeros((len(texts), 64), np.float32)
        for row, text in zip(out, texts, strict=True):
            for w in words(text):
                row[np.random.default_rng(sum(map(ord, stem(w.form))) + 7 * len(w.form)).integers(64)] += 1
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)


STORY = {
    "ahd": [("غادرت 40 عائلة قرية الطاحونة خوفا من الفيضان", "قال المختار", ("mukhtar",)),
            ("وتقع الطاحونة على بعد ميلين من السد", "", ()),
            ("ارتفاع منسوب النهر أربعة أمتار", "أعلنت الهيئة", ("authority",))],
    "barq": [("غادرت أربعون عائلة قرية الطاحونة خوفا من الفيضان", "قال المختار", ("mukhtar",)),
             ("ارتفاع منسوب النهر أربعة أمتار", "نفت الهيئة", ("authority",)),
             ("وأغلقت المدارس أبوابها في المحافظة", "", ())],
    "fajr": [("غادرت 400 عائلة قرية الطاحونة خوفا من الفيضان", "", ()),
             ("وأغلقت المدارس أبوابها في المحافظة كلها", "", ())],
}
SOURCES = (Source("mukhtar", "المختار", "person"), Source("authority", "الهيئة", "organization"))


def story(copies: int = 0) -> tuple[list[Report], list[Statement]]:
    reports, statements = [], []
    names = [*STORY, *(f"ahd-copy-{i}" for i in range(copies))]
    for name in names:
        text, rows = "", STORY[name.split("-")[0]]
        for n, (content, cue, chain) in enumerate(rows):
            start = len(text) + (len(cue) + 1 if cue else 0)
            span = Span(len(text), len(text) + len(cue)) if cue else None
            text += (cue + " " if cue else "") + content + "\n"
            stance = "denies" if cue.startswith("نفت") else "asserts"
            statements.append(Statement(f"{name}-{n}", name, start, start + len(content),
                                        "indirect" if chain else "own", stance, span, chain))
        reports.append(Report(name, "", "", text, "ar", published="2024-05-15"))
    return reports, statements


def told(claims: Sequence[Claim]) -> list[list[set[str]]]:
    return [[set(v) for v in c.versions] for c in claims]


def test_every_statement_is_in_exactly_one_claim() -> None:
    reports, statements = story()
    claims = align(reports, SOURCES, statements, Bag())
    assert sorted(s for c in claims for s in c.statements()) == sorted(s.id for s in statements)
    assert len({c.id for c in claims}) == len(claims)


def test_the_same_is_one_version_rival_figures_are_versions_of_one_claim() -> None:
    reports, statements = story()
    claims = align(reports, SOURCES, statements, Bag())
    families = next(c for c in claims if "ahd-0" in c.statements())
    assert {frozenset(v) for v in families.versions} == {frozenset({"ahd-0", "barq-0"}), frozenset({"fajr-0"})}
    number = next(d for d in families.differences if d.kind == "number")
    texts = {s.id: next(r.text for r in reports if r.id == s.report) for s in statements}
    assert number.conflict
    shown = {span.of(texts[s]).split()[0] for s, span in zip(number.statements, number.spans, strict=True) if span}
    assert shown in ({"40", "400"}, {"أربعون", "400"})


def test_a_denial_stands_in_the_claim_that_it_denies() -> None:
    reports, statements = story()
    river = next(c for c in align(reports, SOURCES, statements, Bag()) if "ahd-2" in c.statements())
    assert set(river.statements()) == {"ahd-2", "barq-1"}
    assert [(d.kind, d.conflict) for d in river.differences] == [("polarity", True)]


def test_topic_alone_glues_nothing() -> None:
    reports, statements = story()
    claims = align(reports, SOURCES, statements, Bag())
    assert next(c for c in claims if "ahd-1" in c.statements()).statements() == ("ahd-1",)


@given(st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_the_order_of_the_input_changes_nothing(seed: int) -> None:
    reports, statements = story()
    before = align(reports, SOURCES, statements, Bag())
    rng = random.Random(seed)
    rng.shuffle(reports)
    rng.shuffle(statements)
    assert align(reports, SOURCES, statements, Bag()) == before


def test_a_pure_copy_of_a_report_joins_its_originals_claims() -> None:
    plain = align(*(lambda r, s: (r, SOURCES, s))(*story()), Bag())
    copied = align(*(lambda r, s: (r, SOURCES, s))(*story(copies=2)), Bag())
    without = [[{s for s in v if "copy" not in s} for v in claim] for claim in told(copied)]
    assert sorted(map(str, ([sorted(v) for v in c] for c in without))) == sorted(
        map(str, ([sorted(v) for v in c] for c in told(plain))))


def test_nothing_in_nothing_out() -> None:
    assert align([], [], [], Bag()) == ()


def test_one_statement_is_one_claim() -> None:
    report = Report("r", "", "", "أغلق الجسر", "ar")
    (claim,) = align([report], [], [Statement("s", "r", 0, 10, "own")], Bag())
    assert (claim.text, claim.versions, claim.differences) == ("أغلق الجسر", (("s",),), ())


@pytest.mark.parametrize("text", ["ا" * 200_000, "«" * 10_000, "1 " * 20_000, " "])
def test_hostile_content_takes_no_longer_than_its_length(text: str) -> None:
    reports = [Report(f"r{i}", "", "", text, "ar") for i in range(2)]
    statements = [Statement(f"s{i}", f"r{i}", 0, len(text), "own") for i in range(2)]
    assert sum(len(c.statements()) for c in align(reports, [], statements, Bag())) == 2


def test_linkage_is_by_average_not_by_one_pair() -> None:
    vectors = np.eye(4, dtype=np.float32)
    scored = {(0, 1): 0.9, (1, 2): 0.6, (0, 2): 0.05, (2, 3): 0.9}
    assert cluster(scored, vectors, lambda cosine: 0.0, 0.5) == [[0, 1], [2, 3]]


def test_pairs_that_were_not_scored_count_as_guessed() -> None:
    vectors = np.eye(3, dtype=np.float32)
    scored = {(0, 1): 0.9, (1, 2): 0.9}
    assert cluster(scored, vectors, lambda cosine: 0.0, 0.5) == [[0, 1], [2]]
    assert cluster(scored, vectors, lambda cosine: 0.9, 0.5) == [[0, 1, 2]]


def test_packed_states_are_near_what_they_were() -> None:
    states = np.random.default_rng(1).normal(size=(7, 384)).astype(np.float32)
    assert np.abs(pack(states).dense() - states).max() < np.abs(states).max() / 200


def test_one_speaker_is_no_rival_of_himself_in_one_report() -> None:
    mine = [telling("سرقة 40 كيسا", cue="قال", chain=("mayor",), name="a"),
            telling("سرقة 90 كيسا", cue="قال", chain=("mayor",), name="a")]
    his = telling("سرقة 90 كيسا", cue="قال", chain=("baker",), name="a")
    theirs = telling("سرقة 90 كيسا", cue="قال", chain=("mayor",), name="b")

    def told(second: Telling) -> list[bool]:
        return [d.conflict for d in versions([mine[0], second], lambda a, b: 1.0, lambda a, b: 1.0)[1]
                if d.kind == "number"]

    assert told(mine[1]) == []
    assert told(his) == told(theirs) == [True]


def test_an_outlet_is_no_rival_of_a_source_that_it_quotes() -> None:
    own = telling("سرقة 40 كيسا", name="a")
    quoted = telling("سرقة 90 كيسا", cue="قال", chain=("mayor",), name="a")
    elsewhere = telling("سرقة 90 كيسا", cue="قال", chain=("mayor",), name="b")
    for other, conflicts in ((quoted, []), (elsewhere, [True])):
        found = versions([own, other], lambda a, b: 1.0, lambda a, b: 1.0)[1]
        assert [d.conflict for d in found if d.kind == "number"] == conflicts


def test_another_figure_of_another_day_differs_and_is_no_rival() -> None:
    first = telling("سرقة 40 كيسا يوم الاثنين 13 مايو", name="a", published="2024-05-16")
    second = telling("سرقة 90 كيسا يوم الثلاثاء 14 مايو", name="b", published="2024-05-16")
    same = telling("سرقة 90 كيسا يوم الاثنين 13 مايو", name="c", published="2024-05-16")
    for other, conflicts in ((second, []), (same, ["number"])):
        parts, found = versions([first, other], lambda a, b: 1.0, lambda a, b: 1.0)
        assert [d.kind for d in found if d.conflict] == conflicts
        assert "number" in [d.kind for d in found]
        assert len(parts) == 2
