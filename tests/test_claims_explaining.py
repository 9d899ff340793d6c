"""Why a pair is one claim or not. All examples are invented."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from riwaya.claims import explain
from riwaya.encoder import token_encoder
from riwaya.encoder.weights import Floats
from riwaya.language.text import words
from riwaya.model import Report, Statement

TEXTS = {
    "a": ("the mill caught fire on Sunday night", "the miller was away"),
    "b": ("fire broke out at the mill late on Sunday", "bread grew dear"),
    "c": ("the mill caught fire on Sunday night", "the river froze"),
}


class Flat:
    """Vectors of hashed words."""

    name = "flat"

    def vectors(self, texts: Sequence[str]) -> Floats:
        out = np.full((len(texts), 32), 0.01, np.float32)
        for row, text in zip(out, texts, strict=True):
            for w in words(text):
                row[sum(map(ord, w.form)) % 32] += 1
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), np.float32)


def story() -> tuple[list[Report], list[Statement]]:
    reports, statements = [], []
    for name, lines in TEXTS.items():
        reports.append(Report(name, "", "", "\n".join(lines), "en"))
        start = 0
        for n, line in enumerate(lines):
            statements.append(Statement(f"{name}{n}", name, start, start + len(line), "own"))
            start += len(line) + 1
    return reports, statements


def test_equal_words_need_no_reason() -> None:
    reports, statements = story()
    found = explain(reports, [], statements, "a0", "c0", Flat())
    assert found.sure == 1.0 and len(found.words) == len(words(TEXTS["a"][0]))


def test_reasons_are_named_and_the_heaviest_stand_first() -> None:
    reports, statements = story()
    found = explain(reports, [], statements, "b0", "a0", Flat())
    weights = [abs(r.weight) for r in found.reasons]
    assert weights == sorted(weights, reverse=True) and all(r.what for r in found.reasons)
    assert "nobody's words" in {r.name for r in found.reasons}
    far = explain(reports, [], statements, "a0", "b1", Flat())
    assert far.sure < found.sure


def test_an_unknown_statement_is_an_error() -> None:
    reports, statements = story()
    with pytest.raises(KeyError):
        explain(reports, [], statements, "a0", "nobody", Flat())


@pytest.mark.skipif(token_encoder() is None, reason="the encoder with token states is not installed")
def test_words_are_aligned_in_the_reports() -> None:
    encoder = token_encoder()
    assert encoder is not None
    reports, statements = story()
    found = explain(reports, [], statements, "b0", "a0", encoder)
    pairs = {(x.of(reports[1].text), y.of(reports[0].text)) for x, y, _ in found.words}
    assert ("mill", "mill") in pairs and ("Sunday", "Sunday") in pairs
