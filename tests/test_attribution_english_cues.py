"""The words of English cues, their subjects, and quotation marks of other kinds. All sentences are made up; none needs
token states."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.attribution import attribute, english_cues, english_labels, english_reader
from riwaya.attribution.english_quotes import doubled
from riwaya.attribution.english_words import inflect, lexicon
from riwaya.attribution.tagger import Reading
from riwaya.model import Report, Span


def span(text: str, part: str) -> Span:
    return Span(text.index(part), text.index(part) + len(part))


def mended(text: str, head: str, content: str, *sources: str, cue: str = "") -> Reading | None:
    """What the module makes of a reading with such parts; the cue is the head where none is given."""
    at = text.index(head)
    r = Reading(at, span(text, content), (span(text, cue or head),), tuple(span(text, s) for s in sources), None,
                "asserts", 0.9)  # fmt: skip
    found = english_cues.mend(text, [r])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("''The quay is shut,'' said Hale. ''We go.''", " “The quay is shut,”  said Hale.  “We go.” "),
        ("‘We won’t sell,’ Hale said. ‘It’s the workers’ home.’",
         "“We won’t sell,” Hale said. “It’s the workers’ home.”"),
        ("He said 'the crews' pay is late' and left.", "He said “the crews' pay is late” and left."),
        ("'They didn't ask,' she said.", "“They didn't ask,” she said."),
        ("Hale calls levy a ‘tax on rain’", "Hale calls levy a “tax on rain”"),
        ("the deal -- ''a mistake'' -- is off", "the deal --  “a mistake”  -- is off"),
        ("”We lost the quay.” ― Dana Hale", "“We lost the quay.” ― Dana Hale"),
        ("\"HALE: The quay is shut.", " HALE: The quay is shut."),
        ("The crews' pay and the guards' pay are late.", "The crews' pay and the guards' pay are late."),
        ("In the '90s, rock 'n' roll played at five o'clock.", "In the '90s, rock 'n' roll played at five o'clock."),
        ("’Tis the masters’ lamp, and the boys’ rope.", "’Tis the masters’ lamp, and the boys’ rope."),
        ("“He said ‘no’ to me,” she said.", "“He said ‘no’ to me,” she said."),
        ("The mast is 6'3\" tall and Hale's.", "The mast is 6'3\" tall and Hale's."),
        ("An opening ' alone, and 'one that never closes.", "An opening ' alone, and 'one that never closes."),
        ("قال ‘نعم’ ومضى.", "قال ‘نعم’ ومضى."),
    ],
)
def test_marks_of_other_kinds_are_double_marks_and_apostrophes_stay(printed: str, read: str) -> None:
    assert doubled(printed) == read


def test_a_single_marked_quotation_is_a_quotation() -> None:
    text = "The mayor said: ‘We won’t sell the quay to anyone.’"
    (found,) = [a for a in attribute(Report("r", "r", "", text, "en"), None) if a.voice != "own"]
    assert found.voice == "direct" and found.content.of(text) == "We won’t sell the quay to anyone"


@pytest.mark.parametrize(
    ("text", "head", "content", "cue"),
    [
        ("The board has repeatedly warned that the crane is unsafe.", "warned", "that the crane is unsafe",
         "has repeatedly warned"),
        ("The board has publicly signaled that it will sell.", "has", "that it will sell", "has publicly signaled"),
        ("Hale appeared to blame the crews for the fire.", "appeared", "to blame the crews for the fire",
         "appeared to blame"),
        ("Moss went on to say that the lamp was dark.", "went", "that the lamp was dark", "went on to say"),
        ("“We go,” Hale told Perrin on the quay.", "told", "We go", "told"),
        ("The pilots pointed out that the lamp was dark.", "pointed", "that the lamp was dark", "pointed out"),
        ("The guild called for an inquiry.", "called", "an inquiry", "called for"),
        ("Perrin was talking about the fog.", "talking", "the fog", "was talking about"),
        ("The lamp, as Moss observed, was dark for a week.", "as", "was dark for a week", "observed"),
    ],
)  # fmt: skip
def test_a_cue_is_its_verb_group(text: str, head: str, content: str, cue: str) -> None:
    found = mended(text, head, content)
    assert found is not None and found.cue[0].of(text) == cue


def test_the_words_behind_a_leaning_verb_begin_after_it() -> None:
    text = "Hale appeared to blame the crews for the fire."
    found = mended(text, "appeared", "to blame the crews for the fire")
    assert found is not None and found.content.of(text).strip() == "the crews for the fire"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("“We lost the quay,” said Dana Hale, the head of the harbour board.",
         "Dana Hale, the head of the harbour board"),
        ("“We lost it,” said Dana Hale, the builder of the old quay and an aide in the strike.",
         "Dana Hale, the builder of the old quay and an aide in the strike"),
        ("“We lost it,” said Sen. Dana Hale (R-Velm.) on Monday.", "Sen. Dana Hale (R-Velm.)"),
        ("“We lost it,” said Hale in an interview.", "Hale"),
        ("“We lost it,” said Oz Perrin, who owned a boat.", "Oz Perrin"),
        ("“We lost it,” said a spokesman for the ministry on Friday.", "a spokesman for the ministry"),
        ("“We lost it,” said Oz Perrin, speaking at the pier.", "Oz Perrin"),
        ("“We lost it,” said two clerks at the port authority, adding that it rained.",
         "two clerks at the port authority"),
        ("“We lost it,” added Mara Quint, a lawyer for Quaysides.", "Mara Quint, a lawyer for Quaysides"),
    ],
)  # fmt: skip
def test_the_speaker_behind_the_verb_with_his_appositions(text: str, who: str) -> None:
    content = text[1 : text.index(",”")]
    found = mended(text, "said" if "said" in text else "added", content)
    assert found is not None and [s.of(text) for s in found.sources] == [who]


def test_the_speaker_before_the_verb_is_its_subject() -> None:
    text = "In the hall of Velmouth, the union’s lawyer repeatedly said the quay was unsafe."
    found = mended(text, "said", "the quay was unsafe", "Velmouth, the union’s lawyer")
    assert found is not None and [s.of(text) for s in found.sources] == ["the union’s lawyer"]
    text = "Images analysed by the institute show that the wall moved."
    found = mended(text, "show", "that the wall moved", "Images analysed by the institute")
    assert found is not None and [s.of(text) for s in found.sources] == ["Images analysed by the institute"]


@pytest.mark.parametrize(
    ("text", "head", "content"),
    [
        ("A visa lets buyers stay in the United States for a year.", "States", "for a year"),
        ("At first, the regulators had no idea what to do.", "At", "what to do"),
        ("Initially the pilots slept.", "Initially", "the pilots slept"),
        ("Only a free press survived in the hall.", "press", "survived in the hall"),
        ("Hope Hale, a clerk, left the pier.", "Hope", "left the pier"),
        ("The harbour sold its cranes to the guild.", "sold", "its cranes to the guild"),
        ("The cranes were made of steel from Velmouth.", "made", "steel from Velmouth"),
        ("Patrol boats had worked near the quay.", "worked", "near the quay"),
    ],
)
def test_what_is_no_word_of_saying_is_no_cue(text: str, head: str, content: str) -> None:
    assert mended(text, head, content) is None


@pytest.mark.parametrize(
    ("text", "who", "content"),
    [
        ("The surveyor confided that the beams were old.", "The surveyor", "that the beams were old"),
        ("The records attest that the beams were old.", "The records", "that the beams were old"),
        ("The harbour master spoke of a narrow escape.", "The harbour master", "a narrow escape"),
        ("The pilots talked about the fog.", "The pilots", "the fog"),
        ("The guild reaffirmed that it would not sell.", "The guild", "that it would not sell"),
        ("The deputy hailed the bridge as a triumph.", "The deputy", "the bridge as a triumph"),
        ("Her chronicle relates how the quay burned.", "Her chronicle", "how the quay burned"),
        ("The curator downplayed the damage.", "The curator", "the damage"),
        ("The engineer reasoned that the wall had moved.", "The engineer", "that the wall had moved"),
    ],
)
def test_more_verbs_that_say(text: str, who: str, content: str) -> None:
    found = [f.reading for f in english_reader.read(text)]
    starts = [text[r.content.start :].removeprefix("of ").removeprefix("about ").rstrip(".") for r in found]
    assert [(r.sources[-1].of(text), c) for r, c in zip(found, starts, strict=True)] == [(who, content)]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked the town at dawn.", "The minister addressed the crowd.", "The crane hit the pier.",
        "The council introduced a levy on rain.", "Two guards pressed the button.", "The film runs for an hour.",
        "The law allows boats to land.", "The guild supports the sale.", "The firm set the price of rope.",
    ],
)  # fmt: skip
def test_verbs_of_doing_say_nothing_by_form_alone(text: str) -> None:
    assert english_reader.read(text) == []


@pytest.mark.parametrize(
    ("text", "who", "content"),
    [
        ("The guild endorses the sale of the cranes.", "The guild", "the sale of the cranes"),
        ("Pilots opposed the levy.", "Pilots", "the levy"),
        ("The council voted to sell the quay.", "The council", "to sell the quay"),
        ("The charter allows members to vote by letter.", "The charter", "members to vote by letter"),
        ("The board cited a shortage of cranes.", "The board", "a shortage of cranes"),
        ("The clerks resented the new hours.", "The clerks", "the new hours"),
        ("The mayor admires the pilot.", "The mayor", "the pilot"),
        ("The treaty obliges owners to mark wrecks.", "The treaty", "owners to mark wrecks"),
    ],
)
def test_more_attitudes_where_asked_for(text: str, who: str, content: str) -> None:
    assert english_reader.read(text) == []
    found = english_reader.read(text, True)
    assert [(f.reading.sources[-1].of(text), f.reading.content.of(text).rstrip("."), f.attitude) for f in found] == [
        (who, content, True)
    ]


@pytest.mark.parametrize(
    ("text", "who", "said"),
    [
        ("Hale: Quay will not reopen before May", "Hale", "Quay will not reopen before May"),
        ("Hale: Quay will not reopen before May.", "Hale", "Quay will not reopen before May"),
        ("Poll: Most pilots fear the new lamp", "Poll", "Most pilots fear the new lamp"),
        ("Study: Rain wears the old quay away.", "Study", "Rain wears the old quay away"),
        ("Velmouth mayor: nobody told us anything", "Velmouth mayor", "nobody told us anything"),
        ("Dana Hale Slams Quay Board: “You Lied To Us”", "Dana Hale", "“You Lied To Us”"),
        ("Court: harbour levy was never lawful", "Court", "harbour levy was never lawful"),
        ("Harbour union: “We will not move”", "Harbour union", "“We will not move”"),
    ],
)
def test_headlines_that_name_who_speaks(text: str, who: str, said: str) -> None:
    found = english_labels.headline(text)
    assert found is not None and (found.sources[0].of(text), found.content.of(text)) == (who, said)


@pytest.mark.parametrize(
    "text", ["Hale: Quay is shut. It will not reopen.", "Watch: the quay comes down in one minute",
             "Live: boats at sea", "Hale said: the quay is shut for good",
             "The plan: a bridge of glass and steel", "What Hale wants: a quay of her own", "Poll: yes"],
)  # fmt: skip
def test_headlines_that_name_nobody(text: str) -> None:
    assert english_labels.headline(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "It is worth noting that the quay is old.", "It goes without saying that the quay is old.",
        "Having said that, some pilots argue that the lamp is dark.",
    ],
)
def test_set_phrases_are_the_outlet_s_own_words(text: str) -> None:
    said = [a for a in attribute(Report("r", "r", "", text, "en"), None) if a.voice != "own"]
    assert all(a.content.of(text) == "that the lamp is dark" for a in said)


def test_doubled_consonants_and_words_without_a_frame() -> None:
    assert ("betting", "ing") in [*inflect("bet/bet/bet")] and ("ripping", "ing") in [*inflect("rip/ripped/ripped")]
    assert any(s.part == "verb" and not s.frames for s in lexicon()["attacked"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(alphabet="‘’'\"“”` \nas Hale.,:WE", max_size=200))
def test_marks_move_no_place(text: str) -> None:
    read = doubled(text)
    assert len(read) == len(text) and all(a == b or a in "‘’'`\"“”" for a, b in zip(text, read, strict=True))


@pytest.mark.parametrize("unit", ["'a ", "‘as b' ", "''", "the s' a 's ", "\"AB: ", "”a”"])
def test_marks_cost_the_same_per_character(unit: str) -> None:
    def cost(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        began = time.process_time()
        doubled(text)
        return time.process_time() - began

    small, large = cost(5_000), cost(40_000)
    assert large < 8 * small * 4 + 0.5


@pytest.mark.parametrize(
    ("text", "head", "content"),
    [
        ("They went to those states that Hale won last year.", "states", "that Hale won"),
        ("Nine states joined by the harbour towns sued.", "states", "joined by the harbour towns"),
        ("The questions that have gathered dust in the quay office are old.", "questions", "that have gathered dust"),
        ("The firm had not ruled out that a copy was sold.", "ruled", "that a copy was sold"),
        ("The towns help Mr. Hale maintain the image of a strong man.", "maintain", "the image of a strong man"),
    ],
)
def test_nouns_and_bare_infinitives_that_look_like_verbs(text: str, head: str, content: str) -> None:
    assert mended(text, head, content) is None


def test_a_memo_states() -> None:
    assert mended("The memo states that the quay was safe.", "states", "that the quay was safe", "The memo")


def test_an_article_is_no_source() -> None:
    text = "The revelation that the clerks were paid set off a row."
    assert mended(text, "revelation", "that the clerks were paid", "The") is None


@pytest.mark.parametrize(
    ("text", "head", "content", "cue"),
    [
        ("“God forbid we ask,” Stone said bitterly.", "said", "God forbid we ask", "said bitterly"),
        ("Stone spoke warmly of his flights.", "spoke", "his flights", "spoke warmly of"),
        ("Stone went on about “the levy”.", "went", "“the levy”", "went on about"),
        ("According to a note filed by the board, he lied.", "According", "he lied", "According to a note"),
    ],
)
def test_a_cue_has_its_manner_and_its_particle(text: str, head: str, content: str, cue: str) -> None:
    found = mended(text, head, content, "Stone" if "Stone" in text else "the board")
    assert found and found.cue[0].of(text) == cue


def test_who_speaks_is_not_who_is_told_of_between_him_and_the_verb() -> None:
    text = "Dana Hale, who chairs the Quay Trust, blasted: “Selling the crane is a white flag.”"
    found = mended(text, "blasted", "Selling the crane is a white flag", "chairs the Quay Trust", "Dana Hale")
    assert found and [s.of(text) for s in found.sources] == ["Dana Hale"]
    text = "The leaflet ― which sets down the memories of pilots ― explains the old levy."
    found = mended(text, "explains", "the old levy", "The leaflet", "memories of pilots")
    assert found and [s.of(text) for s in found.sources] == ["The leaflet"]


def test_as_somebody_put_it_across_an_apposition() -> None:
    text = "As Dana Rosen, a port lawyer, recently put it, “Did the board dodge its dues?”"
    found = mended(text, "As", "Did the board dodge its dues?", "Dana Rosen")
    assert found and text[found.head :].startswith("put")


def test_straight_and_curly_marks_mixed() -> None:
    assert doubled("“The quay is shut,\" Hale said, \"for good.” A 6-inch rope.") == (
        "“The quay is shut,” Hale said, “for good.” A 6-inch rope."
    )
    assert doubled("He said \"go\" and \"stay\".") == "He said \"go\" and \"stay\"."


def test_a_subject_beside_the_verb_goes_before_somebody_read_elsewhere() -> None:
    text = "Many clerks are angry. A harbour survey printed in spring found that the wall was cracked."
    found = mended(text, "found", "that the wall was cracked", "Many clerks")
    assert found and [s.of(text) for s in found.sources] == ["A harbour survey"]
    text = "Capt. Dana Hale (R-VL) said his mate’s note was a joke."
    found = mended(text, "said", "his mate’s note was a joke", "his")
    assert found and [s.of(text) for s in found.sources] == ["Capt. Dana Hale"]
    text = "Dana Hale drew it up. The report found that the wall was cracked."
    found = mended(text, "found", "that the wall was cracked", "Dana Hale")
    assert found and [s.of(text) for s in found.sources] == ["Dana Hale"]
    assert found.anaphor and found.anaphor.of(text) == "The report"


def test_where_somebody_spoke_is_no_part_of_him() -> None:
    text = "Stone in a quayside sermon appeared to fault the crews."
    found = mended(text, "appeared", "the crews", "Stone in a quayside sermon")
    assert found and [s.of(text) for s in found.sources] == ["Stone"]
