"""A small story of our own, traced by hand, for tests of what shows a trace; and traces drawn at random."""

from __future__ import annotations

from hypothesis import strategies as st

from riwaya.model import (
    Claim,
    Credit,
    Derivation,
    Difference,
    Independent,
    Mention,
    Moment,
    Problem,
    Report,
    Source,
    Span,
    Statement,
    Story,
    Trace,
)

_TEXTS = {
    "marsad": "قال رئيس البلدية سمير حداد إن سقف المخبز انهار فجر الثلاثاء. وأضاف أن 12 عاملا أصيبوا.\n"
    "وبُني المخبز عام 1987.",
    "sawt": "نقلت صحيفة المرصد عن رئيس البلدية أن سقف المخبز انهار فجر الثلاثاء. وأصيب 21 عاملا.",
    "lantern": "The roof of the bakery fell at dawn on Tuesday, the mayor told Al-Marsad. Twelve workers were hurt.",
    "jarida": "نفى صاحب المخبز أن يكون السقف قد انهار.",
}


def _span(report: str, words: str) -> Span:
    start = _TEXTS[report].index(words)
    return Span(start, start + len(words))


def _said(id_: str, report: str, words: str, chain: tuple[str, ...], cue: str = "", **more: object) -> Statement:
    span = _span(report, words)
    voice = "indirect" if chain else "own"
    return Statement(id_, report, span.start, span.end, voice, cue=_span(report, cue) if cue else None,  # type: ignore[arg-type]
                     chain=chain, **more)  # type: ignore[arg-type]  # fmt: skip


def _mention(report: str, words: str) -> Mention:
    return Mention(report, *_span(report, words))


def bakery() -> Trace:
    """Four reports: one from the mayor, one that copies it with a slip, one that translates it, one denial."""
    reports = (
        Report("marsad", "pages/marsad.html", "انهيار سقف مخبز", _TEXTS["marsad"], "ar", "al-marsad", ("ليلى ناصر",),
               "2031-03-04", ("القائمة", "اقرأ أيضا: الطقس"), "00", published_at="2031-03-04T07:30:00",
               url="https://marsad.example/1", credits=(Credit("المرصد - خاص", ("المرصد",)),)),
        Report("sawt", "pages/sawt.txt", "سقف مخبز ينهار", _TEXTS["sawt"], "ar", "al-sawt", (), "2031-03-04", (), "01",
               published_at="2031-03-04T11:00:00"),
        Report("lantern", "pages/lantern.txt", "Bakery roof falls", _TEXTS["lantern"], "en", "the-lantern", (),
               "2031-03-05", (), "02"),
        Report("jarida", "pages/jarida.txt", "صاحب المخبز ينفي", _TEXTS["jarida"], "ar", None, (), None, (), "03"),
    )  # fmt: skip
    sources = (
        Source("al-marsad", "المرصد", "outlet", (_mention("sawt", "صحيفة المرصد"), _mention("lantern", "Al-Marsad"))),
        Source("al-sawt", "الصوت", "outlet"),
        Source("the-lantern", "The Lantern", "outlet"),
        Source("mayor", "سمير حداد", "person", (_mention("marsad", "رئيس البلدية سمير حداد"),)),
        Source("owner", "صاحب المخبز", "anonymous", (_mention("jarida", "صاحب المخبز"),)),
        Source("agency", "وكالة المدى", "agency"),
    )
    statements = (
        _said("m1", "marsad", "سقف المخبز انهار فجر الثلاثاء", ("mayor",), "قال رئيس البلدية سمير حداد إن"),
        _said("m2", "marsad", "12 عاملا أصيبوا", ("mayor",), "وأضاف أن", inferred=("mayor",)),
        _said("m3", "marsad", "وبُني المخبز عام 1987", ()),
        _said("s1", "sawt", "سقف المخبز انهار فجر الثلاثاء", ("al-marsad", "mayor"), "نقلت صحيفة المرصد"),
        _said("s2", "sawt", "وأصيب 21 عاملا", ()),
        _said("l1", "lantern", "The roof of the bakery fell at dawn on Tuesday", ("al-marsad", "mayor"),
              "the mayor told Al-Marsad"),
        _said("l2", "lantern", "Twelve workers were hurt", ()),
        _said("j1", "jarida", "أن يكون السقف قد انهار", ("owner",), "نفى صاحب المخبز", stance="denies", why="نفى"),
    )  # fmt: skip
    fall = Claim(
        "fall", "سقف المخبز انهار فجر الثلاثاء", (("m1", "s1", "l1"), ("j1",)),
        (Difference("polarity", ("m1", "j1"), (_span("marsad", "انهار"), None), True, "one denies it"),),
        Independent(2, 2, ("mayor", "owner"), "The mayor says it, the owner denies it.", "يقوله رئيس البلدية وينفيه"),
    )  # fmt: skip
    hurt = Claim(
        "hurt", "12 عاملا أصيبوا", (("m2", "l2"), ("s2",)),
        (
            Difference("number", ("m2", "s2"), (_span("marsad", "12"), _span("sawt", "21")), True),
            Difference("number", ("l2", "s2"), (_span("lantern", "Twelve"), _span("sawt", "21")), True),
            Difference("attribution", ("m2", "s2"), (None, None)),
        ),
        Independent(1, 2, ("mayor",)),
    )  # fmt: skip
    built = Claim("built", "وبُني المخبز عام 1987", (("m3",),), (), Independent(1, 1, ("marsad",)))
    story = Story(
        "bakery", "انهيار سقف مخبز", ("marsad", "sawt", "lantern", "jarida"), (built, hurt, fall),
        (
            Derivation("sawt", "marsad", "copies", 0.9, (("s1", "m1"),), "the same words"),
            Derivation("lantern", "marsad", "translates", 0.8),
            Derivation("marsad", "agency", "cites", 0.6, sure=False),
        ),
        (Moment("m1", *_span("marsad", "فجر الثلاثاء"), "2031-03-04"), Moment("m3", *_span("marsad", "1987"), "1987")),
    )  # fmt: skip
    problems = (Problem("pages/empty.txt", "nothing in it"), Problem("pages/odd.txt", "no date", skipped=False))
    return Trace("test", reports, sources, statements, (story,), problems, "an encoder")


_id = st.sampled_from(("a", "b", "c", "ü<&>", "\"'", "r 1"))
_text = st.text(max_size=60)
_words = st.sampled_from(("قال الوزير إن 5 قُتلوا\nوأضاف", "He said so.\nShe did not.", "<b>&amp;\x1b[31m\u202e", ""))
_offset = st.integers(0, 30)
_span_or_none = st.none() | st.builds(Span, _offset, _offset)
_few = {"max_size": 3}
_when = st.none() | st.sampled_from(("2031-03-04", "2031-03", "2031", "2031-03-04/2031-03-09"))


def _tuples(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=3).map(tuple)


def _unique(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=4, unique_by=lambda x: x.id).map(tuple)  # type: ignore[attr-defined]


_reports = st.builds(
    Report, id=_id, origin=_text, title=_text, text=_words | _text, language=st.sampled_from(("ar", "en", "fr")),
    outlet=st.none() | _id, bylines=_tuples(_text), published=_when, removed=_tuples(_text), sha256=st.just("ff"),
)  # fmt: skip
_sources = st.builds(
    Source, id=_id, name=_text, kind=st.sampled_from(("outlet", "agency", "person", "anonymous", "document")),
    mentions=_tuples(st.builds(Mention, _id, _offset, _offset)),
)  # fmt: skip
_statements = st.builds(
    Statement, id=_id, report=_id, start=_offset, end=_offset, voice=st.sampled_from(("direct", "indirect", "own")),
    stance=st.sampled_from(("asserts", "denies", "doubts", "demands")), cue=_span_or_none, chain=_tuples(_id),
    inferred=_tuples(_id),
)  # fmt: skip
_differences = st.builds(
    Difference, kind=st.sampled_from(("number", "date", "polarity", "attribution", "detail")),
    statements=st.tuples(_id, _id), spans=st.tuples(_span_or_none, _span_or_none), conflict=st.booleans(),
)  # fmt: skip
_claims = st.builds(
    Claim, id=_id, text=_text, versions=_tuples(_tuples(_id)), differences=_tuples(_differences),
    independent=st.builds(Independent, low=st.integers(0, 3), high=st.integers(0, 5), bottleneck=_tuples(_id)),
)  # fmt: skip
_derivations = st.builds(
    Derivation, report=_id, from_=_id, how=st.sampled_from(("cites", "copies", "translates", "rewrites")),
    confidence=st.floats(0, 1), evidence=_tuples(st.tuples(_id, _id)),
)  # fmt: skip
_stories = st.builds(
    Story, id=_id, title=_text, reports=_tuples(_id), claims=_unique(_claims), derivations=_tuples(_derivations),
    timeline=_tuples(st.builds(Moment, _id, _offset, _offset, _when.map(lambda w: w or "2031"))),
)  # fmt: skip
traces = st.builds(
    Trace, version=_text, reports=_unique(_reports), sources=_unique(_sources), statements=_unique(_statements),
    stories=_unique(_stories),
)  # fmt: skip
"""Traces drawn at random: ids may lead nowhere and spans past the end, as in a file that someone wrote by hand."""
