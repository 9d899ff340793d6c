"""Whose an English verb is where its subject does not stand beside it, and clauses that stand beside the words said.
All sentences are made up; nothing here needs token states."""

from __future__ import annotations

import time

import pytest

from riwaya.attribution import (
    attribute,
    continued,
    english,
    english_beside,
    english_cues,
    english_joined,
    english_reader,
)
from riwaya.attribution.tagger import Reading
from riwaya.model import Report, Span


def grammar(text: str, attitudes: bool = False) -> list[tuple[str, str, str]]:
    """Source, cue and content of what grammar reads."""
    found = [f.reading for f in english_reader.read(text, attitudes)]
    return [((*r.sources, r.anaphor)[0].of(text), r.cue[0].of(text), r.content.of(text)) for r in found]


def beside(text: str) -> list[tuple[str, str, str]]:
    """Source, cue and content of the clauses beside."""
    found = english_beside.read(text, [])
    return [((r.anaphor or r.sources[-1]).of(text), r.cue[0].of(text), r.content.of(text)) for r in found]


def tagged(text: str, cue: str, content: str, *sources: str) -> Reading:
    """A reading as the tagger might give it."""

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    return Reading(at(cue).start, at(content), (at(cue),), tuple(map(at, sources)), None, "asserts", 0.9)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A harbour survey published in spring concluded that the wall was cracked.", "A harbour survey"),
        ("Images analysed by the Altmar centre showed that the wall moved.", "Images analysed by the Altmar centre"),
        ("One of the clerks who sent the letter said that the levy was unfair.", "One of the clerks"),
        ("All the pilots we asked said the lamp was dark.", "the pilots we asked"),
        ("Dana Hale, a mason and treasurer of the lodge, which has ninety members, said the quay was shut.",
         "Dana Hale, a mason and treasurer of the lodge"),
        ("Moss and Hale, for instance, said that the pier was sound.", "Moss and Hale"),
        ("The pilots -- who had slept in the hut -- said that the lamp was dark.", "The pilots"),
        ("Last week Hale said that the pier was sound.", "Hale"),
        ("Captain Jo Hale (of Harrow), in particular, said that the pier was sound.", "Captain Jo Hale"),
    ],
)  # fmt: skip
def test_the_subject_that_does_not_touch_its_verb(text: str, who: str) -> None:
    assert [x[0] for x in grammar(text)] == [who]


@pytest.mark.parametrize(
    ("text", "cue", "who"),
    [
        ("He has promoted a pier for years and said that it would pay.", "said", "He"),
        ("In August, several guilds gave the mayor more time, saying that the fund was small.", "saying",
         "several guilds"),
        ("Mr. Hale hardly answered, asserting that he had paid.", "asserting", "Mr. Hale"),
        ("“It was dark,” Moss recalled, adding that the fog came early.", "adding", "Moss"),
        ("“It was dark,” said Dana Moss, adding that the fog came early.", "adding", "Dana Moss"),
        ("Hale thanked a clerk who said the lamp was dark, adding that the fog came early.", "adding", "Hale"),
    ],
)  # fmt: skip
def test_a_subject_goes_on_to_the_next_verb(text: str, cue: str, who: str) -> None:
    assert [x[0] for x in grammar(text) if x[1] == cue] == [who]


def test_a_relative_pronoun_is_the_place_of_the_noun_before_it() -> None:
    text = "The board hired a clerk who said that the books were gone."
    (a,) = [x for x in attribute(Report("r", "r", "", text, "en"), None) if x.voice != "own"]
    assert [(x.mention.of(text), x.anaphor and x.anaphor.of(text)) for x in a.chain] == [("a clerk", "who")]


def test_a_pronoun_whom_nobody_spoke_for_stays_as_printed() -> None:
    text = "The wall is old. By late spring, he said that the wall would hold."
    (a,) = [x for x in attribute(Report("r", "r", "", text, "en"), None) if x.voice != "own"]
    assert [x.mention.of(text) for x in a.chain] == ["he"] and "as printed" in a.why


def test_grammar_sets_a_far_subject_right_but_leaves_a_medium() -> None:
    text = "Hale spoke. Moss has rebuilt the pier and said that it would pay."
    wrong = tagged(text, "said", "that it would pay", "Hale")
    (r,) = [x for x in english_joined.beside(text, [wrong]) if x.head == wrong.head]
    assert [s.of(text) for s in r.sources] == ["Moss"] and r.told
    paper = "The Quay Gazette met Moss. Moss has rebuilt the pier and said that it would pay."
    heard = tagged(paper, "said", "that it would pay", "The Quay Gazette")
    (r,) = [x for x in english_joined.beside(paper, [heard]) if x.head == heard.head]
    assert [s.of(paper) for s in r.sources] == ["The Quay Gazette"]


def test_a_shared_subject_carries_its_whole_chain() -> None:
    text = "Moss told the Quay Gazette that the pier was shut, and said that it would stay so."
    found = [x for x in attribute(Report("r", "r", "", text, "en"), None) if x.voice != "own"]
    assert [x.chain[-1].mention.of(text) for x in found] == ["Moss", "Moss"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The crane was moved at night, the Quay Gazette has learned.",
         ("the Quay Gazette", "has learned", "The crane was moved at night")),
        ("Fees rose twice in May, The Velmouth Herald reports.",
         ("The Velmouth Herald", "reports", "Fees rose twice in May")),
        ("These crews, Hale explained earlier in the hearing, were tired and cold.",
         ("Hale", "explained", "These crews, Hale explained earlier in the hearing, were tired and cold")),
        ("As two pilots pointed out, the lamp has been dark for years.",
         ("two pilots", "pointed out", "the lamp has been dark for years")),
        ("The lamp has been dark for years, as a memo put it.",
         ("a memo", "put it", "The lamp has been dark for years")),
    ],
)  # fmt: skip
def test_clauses_beside_the_words_said(text: str, found: tuple[str, str, str]) -> None:
    assert [(a, b, c.rstrip(".")) for a, b, c in beside(text)] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "When the crane fell, the mayor reported to the guild.",  # a clause of time says nothing
        "In Velmouth, the mayor said.",
        "It belongs to the largest buyer, the United States, and to Velmar.",
        "If, as I've said, the pier is old, it should be shut.",
        "On Friday, the guild added a crane.",
    ],
)
def test_what_looks_like_such_a_clause(text: str) -> None:
    assert beside(text) == []


@pytest.mark.parametrize(
    ("text", "owner", "cue"),
    [
        ("Hale's fear is that the pier will close.", "Hale", "fear is"),
        ("The guild seized on Moss's claim that the lamp was dark.", "Moss", "claim"),
    ],
)
def test_possessors_of_nouns(text: str, owner: str, cue: str) -> None:
    assert [(w, c) for w, c, _ in grammar(text)] == [(owner, cue)]


@pytest.mark.parametrize(
    ("text", "who", "content"),
    [
        ("The mayor laid out a plan for the pier.", "The mayor", "a plan for the pier"),
        ("The pilots spoke out against the levy.", "The pilots", "against the levy"),
        ("The mayor was coy about the date.", "The mayor", "about the date"),
        ("The crews are frustrated with the board.", "The crews", "with the board"),
        ("Voters care about the quay.", "Voters", "about the quay"),
    ],
)
def test_attitudes_with_prepositions_where_asked_for(text: str, who: str, content: str) -> None:
    assert grammar(text) == []
    assert [(w, c.rstrip(".")) for w, _, c in grammar(text, True)] == [(who, content)]


def test_some_state_officials_state_nothing() -> None:
    for text in ("Some state officials praised that work.", "Crews roll back that rule."):
        assert [c for _, c, _ in grammar(text) if c in ("state", "back")] == []


def test_an_adjective_behind_its_auxiliaries_heads_a_cue() -> None:
    text = "The crews were not quite willing to sail."
    (r,) = english_cues.mend(text, [tagged(text, "were", "to sail", "The crews")])
    assert r.cue[0].of(text) == "were not quite willing"


def test_a_mistyped_verb_with_that_is_heard() -> None:
    text = "The lawyer streesed that the books were gone."
    assert len(english_cues.mend(text, [tagged(text, "streesed", "that the books were gone", "The lawyer")])) == 1


def test_what_is_told_of_is_no_speaker_beside_a_pronoun() -> None:
    text = "They noted his lawyer had offered to pay."
    (r,) = english_cues.mend(text, [tagged(text, "noted", "his lawyer had offered to pay", "his lawyer")])
    assert r.sources == () and r.anaphor and r.anaphor.of(text) == "They"


def test_a_sentence_belongs_to_the_cue_in_it() -> None:
    text = "Clerks have complained they were never paid. That was what Hale said in May."
    here = tagged(text, "complained", "they were never paid", "Clerks")
    there = tagged(text, "said", "they were never paid", "Hale")
    assert [r.cue[0].of(text)[-10:] for r in english.mend(text, [here, there])] == ["complained"]


def test_a_statement_of_somebody_carries_his_name() -> None:
    text = "In a statement, Velmar Bank said it was sorry. “Nothing was lost,” the statement said."
    read = tagged(text, "said.", "Nothing was lost", "Velmar Bank")._replace(head=text.rindex("said"))
    (r,) = english.mend(text, [read])
    assert [s.of(text) for s in r.sources] == ["Velmar Bank"] and r.anaphor and r.anaphor.of(text) == "the statement"


def test_an_order_within_a_quotation_is_no_cue() -> None:
    text = "“We are tired,” Hale said. “Tell that to the board and to the crews.”"
    said = tagged(text, "Hale said", "We are tired", "Hale")
    order = tagged(text, "Tell", "that to the board and to the crews")
    found = continued.run_on(text, [said, order])
    assert [r.head for r in found] == [said.head, -1]


@pytest.mark.parametrize("part", [", the mayor said", "who kept it ", "As two pilots ", "— who — ", ", adding that "])
def test_long_sentences_cost_no_more_a_sign(part: str) -> None:
    def cost(n: int) -> float:
        text = f"The mayor {part * 20}said that it was so.\n" * n
        start = time.process_time()
        attribute(Report("r", "r", "", text, "en"), None)
        return time.process_time() - start

    cost(2)
    assert cost(400) < 8 * max(cost(100), 0.05)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Quay Union puts the turnout at 95 per cent.", ("The Quay Union", "puts", "the turnout at 95 per cent")),
        ("The Quay Monitor counts at least 14 dead.", ("The Quay Monitor", "counts", "at least 14 dead")),
        ("The captain told his crew to leave.", ("The captain", "told", "to leave")),
        ("Hale scolded him: “You knew of the crack”.", ("Hale", "scolded", "“You knew of the crack”")),
        ("Stone noted that, like him, the pilots had been mocked.",
         ("Stone", "noted", "that, like him, the pilots had been mocked")),
    ],
)  # fmt: skip
def test_figures_orders_and_asides_behind_the_verb(text: str, found: tuple[str, str, str]) -> None:
    assert grammar(text) == [found]


def test_who_opens_a_sentence_behind_a_date() -> None:
    text = "On May 27 they closed the pier by announcing that it was unsafe."
    assert [x[0] for x in grammar(text)] == ["they"]


def test_the_union_puts_nets_down() -> None:
    assert grammar("The union puts the nets in the shed. The crew counts on rain.") == []


def test_a_participle_is_not_said_by_whom_it_tells_of() -> None:
    text = "Hale mocked the guild, claiming that a keeper had lost the key."
    read = english_joined.beside(text, [tagged(text, "claiming", "that a keeper had lost the key", "a keeper")])
    (found,) = [r for r in read if r.cue[0].of(text) == "claiming"]
    assert [s.of(text) for s in found.sources] == ["Hale"]
    text = "Hale mocked the guild, citing a keeper who had lost the key."
    read = english_joined.beside(text, [tagged(text, "citing", "had lost the key", "a keeper")])
    (found,) = [r for r in read if r.cue[0].of(text) == "citing"]
    assert [s.of(text) for s in found.sources] == ["a keeper"]


@pytest.mark.parametrize(
    ("text", "cue", "content", "source"),
    [
        ("Dana Hale reported from Velmouth on the flood.", "reported", "on the flood", "Dana Hale"),
        ("It appeared that the mayor was tired.", "appeared", "that the mayor was tired", "It"),
        ("After the pilots objected, the ferry was sold.", "objected", "the ferry was sold", "the pilots"),
    ],
)
def test_what_nobody_says(text: str, cue: str, content: str, source: str) -> None:
    assert english.mend(text, [tagged(text, cue, content, source)]) == []


def test_what_is_said_ends_before_a_speaker_with_an_apposition() -> None:
    text = "“Their plan is clear,” Mika Hale, a fellow at the Harbour Institute, said of the guild."
    (found,) = english.mend(
        text, [tagged(text, "said", "Their plan is clear", "Mika Hale, a fellow at the Harbour Institute")]
    )
    assert found.content.of(text) == "“Their plan is clear,”"


def test_as_a_memo_put_it_behind_a_quotation() -> None:
    text = "The main rule is a “lawful source of fish,” as a harbour memo put it."
    assert [x[:2] for x in beside(text)] == [("a harbour memo", "put it")]
