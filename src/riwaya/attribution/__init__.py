"""Who says what, through whom: the statements of one report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from riwaya.attribution import (
    arabic,
    continued,
    english,
    english_asides,
    english_beside,
    english_cues,
    english_joined,
    english_labels,
    english_pointers,
    english_quotes,
    english_settled,
    english_words,
    extent,
    heads,
    rules,
    tagger,
    torn,
    unread,
)
from riwaya.attribution.carried import Read
from riwaya.attribution.chain import chains
from riwaya.attribution.edges import content_edges, quoted_runs, sentences, words_of
from riwaya.attribution.own import own_voice
from riwaya.attribution.tagger import Known as Known
from riwaya.attribution.tagger import Reading
from riwaya.encoder.e5 import E5
from riwaya.language.text import first_words, is_arabic, words
from riwaya.model import Attribution, Report, Span

UNKNOWN_CUE = 0.85  #: how sure the tagger must be of an Arabic cue that the lexicon does not have
UNKNOWN_ENGLISH = 0.5  #: and of an English one, where grammar drops more (how it was set: docs/attribution.md)
KNOWN_ENGLISH = 0.2  #: and of one that the lexicon of cues has (rules and grammar drop more there as well)
WIDER = 0.1  #: and of an English cue of the lexicon where attitudes are asked for as well
SURE_DIGITS = 4  #: of how sure a statement is: beyond the sixth, float32 hangs on what else is read in one go
QUOTED = 6  #: words in quotation marks that are no mere name
PIECE = 1400  #: code points of a paragraph that are read at once; a longer one is read sentence group by group


def attribute(
    report: Report, encoder: E5 | None, known: Known | None = None, *, attitudes: bool = False
) -> tuple[Attribution, ...]:
    """All statements of a report, own voice included, in order of the text.

    With the token encoder the learnt tagger reads, without it the rules. `known` is what the tagger read in the
    paragraphs of other reports, and is added to: paragraphs that they share are read once.
    With `attitudes`, what somebody plans, wants, likes or knows counts as well (English only), and rarer English cues
    are believed sooner; such statements have `Attribution.attitude` set. Traces leave them to the outlet's own voice.
    """
    sound = torn.whole(report.text)
    if sound is not None:
        return torn.back(_read(replace(report, text=sound.text), encoder, known, attitudes), sound.places)
    return _read(report, encoder, known, attitudes)


def ahead(reports: Sequence[Report], encoder: E5 | None, known: Known) -> None:
    """Let the tagger read the paragraphs of several reports together, into `known`, where `attribute` finds them: short
    runs of tokens cost more each. What is read is the same to the last bit; an encoder that cannot promise this (in
    float32 a product depends on how many rows it has) reads nothing ahead."""
    if encoder is None or encoder.how != "int8":
        return
    texts: list[str] = []
    for report in reports:
        sound = torn.whole(report.text)
        texts += _cut(report if sound is None else replace(report, text=sound.text)).read
    tagger.statements(texts, encoder, _worth, known, heads.PLAIN)


class _Cut(NamedTuple):
    """A report in the pieces in which it is read."""

    report: Report  #: with its quotation marks made plain
    pieces: list[Span]
    printed: list[str]  #: the words of each piece
    read: list[str]  #: and as the tagger sees them, asides passed over


def _cut(report: Report) -> _Cut:
    report = replace(report, text=english_quotes.doubled(torn.doubled(report.text)))
    pieces = [piece for p in report.paragraphs() for piece in _pieces(report.text, p)]
    printed = [report.text[p.start : p.end] for p in pieces]
    return _Cut(report, pieces, printed, [english_asides.passed_over(t) for t in printed])


def _read(report: Report, encoder: E5 | None, known: Known | None, attitudes: bool) -> tuple[Attribution, ...]:
    """`attribute`, of a report in sound print."""
    report, pieces, printed, texts = _cut(report)
    if encoder:
        if attitudes:
            found = tagger.read(
                tagger.pages(texts, encoder), encoder, lambda n, at, sure: _wider(texts[n], at, sure), WIDER
            )
        else:
            found = tagger.statements(texts, encoder, _worth, known, heads.PLAIN)
        worth = _wider if attitudes else _worth
        readings = [
            _both(
                t,
                [r for r in read if worth(t, r.head, r.sure)],
                [r for r in english_joined.without(t, rules.read(t)) if english.plain(t, r)],
            )
            for t, read in zip(texts, found, strict=True)
        ]
    else:
        readings = [english_joined.without(t, rules.read(t)) for t in texts]
    whole = set(report.paragraphs())
    readings = [unread.more(t, read, p in whole) for t, read, p in zip(texts, readings, pieces, strict=True)]
    readings = [
        arabic.mend(t, [r for r in read if not _made_to(t, r.head) and heads.credible(t, r)])
        for t, read in zip(texts, readings, strict=True)
    ]
    readings = [
        english.mend(t, english_cues.mend(t, heads.without_nested(t, read)))
        for t, read in zip(texts, readings, strict=True)
    ]
    readings = [
        continued.run_on(t, english_pointers.mend(t, english_joined.beside(t, read, attitudes)))
        for t, read in zip(texts, readings, strict=True)
    ]
    readings = [
        english_settled.settle(t, english_beside.read(t, english_asides.trimmed(t, read)))
        for t, read in zip(texts, readings, strict=True)
    ]
    readings = english_pointers.resolve(report.text, pieces, readings, report.outlet_name or "")
    texts = printed
    for n, quote in continued.signed(report.text, pieces).items():
        if not any(r.head < quote.content.start and _overlap(r.content, quote.content) > 0.5 for r in readings[n]):
            readings[n] = [quote, *(r for r in readings[n] if _others(r, quote))]
    for n, labelled in english_labels.told_by_signs(texts).items():
        for said in labelled:
            if not any(
                _overlap(r.content, said.content) > 0.5 and r.head == said.head and r.sources == said.sources
                for r in readings[n]
            ):
                readings[n] = [said, *(r for r in readings[n] if _apart(r, said) or _others(r, said))]
    for n, turn in continued.turns(texts).items():
        readings[n] = [turn, *(r for r in readings[n] if _others(r, turn))]
    for n, quoted in continued.announced(report.text, pieces, readings).items():
        readings[n] = [quoted, *(r for r in readings[n] if _others(r, quoted))]
        readings[n - 1] = [r for r in readings[n - 1] if not _overlap(r.content, Span(r.head, r.head + 1))]
    for n, posted in continued.posts(report.text, pieces).items():
        readings[n] = [posted, *(r for r in readings[n] if _others(r, posted))]
    return assemble(report, pieces, readings, continued.unnamed_turns(texts) | continued.asked(texts))


_MADE_TO = re.compile(r"\b(?:جعل|جعلت|يجعل|تجعل)(?:\s+\w+){1,4}\s*$")
"""«مما جعل الوزارة تطلب من موظفيها المغادرة»: an act that follows, nobody's words."""


def _made_to(text: str, head: int) -> bool:
    return bool(_MADE_TO.search(text, max(0, head - 80), head))


def _apart(r: Reading, said: Reading) -> bool:
    """Whether a reading stands outside somebody's turn."""
    return r.content.end <= said.content.start or said.content.end <= r.content.start


def _others(r: Reading, turn: Reading) -> bool:
    """Whether a reading inside somebody's turn names another as its source, at its cue."""
    return r.head >= 0 and any(turn.content.start <= s.start and abs(s.end - r.head) <= 2 for s in r.sources)


def _worth(text: str, at: int, sure: float) -> bool:
    """A head that is a known cue word is believed sooner than another."""
    first = first_words(text[at : at + 40], 1)
    if first and rules.known(first[0].form):
        return sure >= (KNOWN_ENGLISH if first[0].form < "z" else tagger.THRESHOLD) or (
            sure >= heads.PLAIN and heads.plain(text, at)
        )
    return sure >= (UNKNOWN_ENGLISH if first and first[0].form < "z" else UNKNOWN_CUE)


def _wider(text: str, at: int, sure: float) -> bool:
    """As `_worth`, and an English cue of the lexicon sooner still: where attitudes are asked for."""
    first = first_words(text[at : at + 40], 1)
    return (bool(first) and first[0].form in english_words.lexicon() and sure >= WIDER) or _worth(text, at, sure)


def _both(text: str, tagged: list[Reading], ruled: list[Reading]) -> list[Reading]:
    """What the tagger read, and what the rules read where it read nothing: they see less, and seldom wrongly."""
    kept = list(tagged)
    for r in ruled:
        near = any(r.cue[0].start - 3 <= t.head < r.cue[0].end for t in tagged)
        rivals = (t for t in tagged if t.head + 1 < r.content.start or not heads.plain(text, r.head))
        if not near and not any(_overlap(r.content, t.content) > 0.5 for t in rivals):
            kept.append(r)
    return sorted(kept, key=lambda r: r.head)


def _overlap(a: Span, b: Span) -> float:
    both = max(0, min(a.end, b.end) - max(a.start, b.start))
    return both / max(1, min(a.end - a.start, b.end - b.start))


def _pieces(text: str, paragraph: Span) -> list[Span]:
    """The paragraph, or runs of whole sentences of at most PIECE code points (a longer sentence is cut)."""
    if paragraph.end - paragraph.start <= PIECE:
        return [paragraph]
    found: list[Span] = []
    for s in sentences(text, paragraph):
        for start in range(s.start, s.end, PIECE):
            end = min(s.end, start + PIECE)
            if found and end - found[-1].start <= PIECE:
                found[-1] = Span(found[-1].start, end)
            else:
                found.append(Span(start, end))
    return found


def assemble(
    report: Report,
    pieces: Sequence[Span],
    readings: Sequence[Sequence[Reading]],
    unowned: Collection[int] = (),
) -> tuple[Attribution, ...]:
    """Statements out of what was read at each cue, piece by piece; of the pieces `unowned` nothing is the outlet's."""
    text = report.text
    quotes = quoted_runs(text)
    reads: list[tuple[Read, Reading, bool]] = []
    for n, (piece, found) in enumerate(zip(pieces, readings, strict=True)):
        places = [x.head + piece.start for x in found]
        stops = sentences(text, piece) if found else []
        named = {x.head + piece.start for x in found if _speaker_beside(text, x, piece)}
        for r in _settle(found):
            cue = _cue(text, r, piece)
            content, direct = content_edges(_from_mark(text, _shift(r.content, piece), cue, quotes), text, quotes)
            if not direct:
                content = _whole_clause(text, content, places)
                content = extent.extended(text, content, cue, places, stops)
                content = extent.before_participle(text, content, places, named)
            if content.end - content.start < 3 or (not direct and _scrap(text, content)):
                continue
            sources = tuple(w for s in r.sources if (w := words_of(_shift(s, piece), text)).end > w.start)
            anaphor = words_of(_shift(r.anaphor, piece), text) if r.anaphor else None
            medium = words_of(_shift(r.medium, piece), text) if r.medium else None
            reads.append((Read(n, content, cue, sources, anaphor, r.settled, medium, r.told), r, direct))
    reads.sort(key=lambda x: (x[0].paragraph, x[0].cue or x[0].content, x[0].content))
    reads = [x for n, x in enumerate(reads) if not any(_twice(x[0], y[0]) for y in reads[max(0, n - 3) : n])]
    said = [
        Attribution(
            read.content,
            "direct" if direct else "indirect",
            read.cue,
            chain,
            r.stance,
            sure=round(r.sure, SURE_DIGITS),
            attitude=r.attitude,
            why=f"{f'cue «{text[read.cue.start : read.cue.end][:80]}»' if read.cue else 'no cue of its own'}; {why}"
            + ("; a wish, plan or liking, no words said" if r.attitude else ""),
        )
        for (read, r, direct), (chain, why) in zip(reads, chains(text, [x[0] for x in reads]), strict=True)
        if chain
    ]
    paragraphs = report.paragraphs()
    foreign = {pieces[n].start for n in unowned}
    own = [
        o
        for p, a in zip(paragraphs, _by_paragraph(paragraphs, said), strict=True)
        if p.start not in foreign
        for o in own_voice(text, p, a)
    ]
    return tuple(sorted([*said, *own], key=lambda a: (a.content, a.voice, a.cue or a.content)))


def _twice(read: Read, other: Read) -> bool:
    """Whether two cues beside each other give the same words to the same source («كانت الحكومة | قالت إنها …»)."""
    if read.content != other.content or read.sources != other.sources or not (read.cue and other.cue and read.sources):
        return False
    return read.cue.start - other.cue.end <= 2


def _from_mark(text: str, content: Span, cue: Span | None, quotes: Sequence[Span]) -> Span:
    """A content that begins some words behind the mark that opens right after an Arabic cue, with these words («قالت
    سلمى، في بيان، "مرة أخرى، | تعود السفن"»)."""
    if cue is None or content.start <= cue.end or not is_arabic(text[cue.start : cue.end]):
        return content
    k = bisect_right(quotes, content.start, key=lambda q: q.start) - 1
    quote = quotes[k] if k >= 0 else None
    if quote is None or not quote.start < content.start < quote.end:
        return content
    near = 0 <= quote.start - cue.end <= 50 and content.start - quote.start <= 40
    if not near or len(first_words(quote.of(text), QUOTED)) < QUOTED or _BREAKS.search(text, cue.end, quote.start - 1):
        return content
    return Span(quote.start, content.end)


_BREAKS = re.compile(r"[.؛»؟!\n]")


def _speaker_beside(text: str, r: Reading, piece: Span) -> bool:
    """Whether a source stands right behind the first word of a cue («وأشار البعض إلى»)."""
    at = r.head + piece.start
    first = first_words(text[at : at + 30], 1)
    return bool(first) and any(0 <= s.start - r.head - first[0].end <= 2 for s in r.sources)


def _scrap(text: str, content: Span) -> bool:
    """Whether an Arabic content says nothing: «أن» alone, a piece of a word, a speaker before a colon with nothing
    behind it in the line."""
    told = [w.form for w in words(content.of(text))]
    said = [f for f in told if f not in rules.cues("arabic").complementizers]
    if not told or told[0] < "z":
        return False
    return sum(map(len, said)) < 3 or (len(told) <= 5 and bool(_NOTHING.match(text, content.end)))


_NOTHING = re.compile(r"[ \t\u00a0]*:[ \t\u00a0]*(?:\n|$)")


def _by_paragraph(paragraphs: Sequence[Span], said: Sequence[Attribution]) -> list[list[Attribution]]:
    """For each paragraph the statements with a place in it; each is looked at once, be there many."""
    starts = [p.start for p in paragraphs]
    found: list[list[Attribution]] = [[] for _ in paragraphs]
    for a in said:
        places = [a.content, *([a.cue] if a.cue else []), *(x.mention for x in a.chain if not x.inferred)]
        for n in {max(0, bisect_right(starts, p.start) - 1) for p in places}:
            found[n].append(a)
    return found


_GOES_ON = re.compile(
    r"(?:[ \t\u00a0]*:[ \t\u00a0]*[^\s«“\"']|\s*[،,]\s*(?:فقد|فلم|فإن|فان|فلا|فليس|فكان|فكانت|فهو|فهي|فهى)\s)[^.؟?!\n]*"
)


_FRONTED = re.compile(
    r"(?:[أإا]نه?)?\s*(?:(?:في|فى) حين|بينما|رغم|على الرغم|بالرغم|برغم)\b[^.؟?!\n]{0,400}?[،,]\s*(?=فإن|فان)"
)
"""«إنه في حين جرى كذا، فإن …»: what is said begins with the apodosis."""


def _whole_clause(text: str, content: Span, heads: Sequence[int]) -> Span:
    """A content that ends before a colon or a clause with «فـ» goes on to the end of the sentence («كان مختلفا: لم تكن
    دعوة …»، «كانت مختلفة، فلم تكن دعوة …»), unless another cue stands there; one that begins with a concession in
    front of «فإن» begins with «فإن»."""
    fronted = _FRONTED.match(text, content.start, content.end)
    if fronted:
        content = Span(fronted.end(), content.end)
    m = _GOES_ON.match(text, content.end, content.end + 600)
    if m is None or any(content.end <= h < m.end() for h in heads):
        return content
    return words_of(Span(content.start, m.end()), text)


def _shift(span: Span, piece: Span) -> Span:
    return Span(span.start + piece.start, span.end + piece.start)


def _cue(text: str, r: Reading, piece: Span) -> Span | None:
    """The cue's words as one span: the run that holds the head, or the first."""
    if not r.cue and r.head < 0:
        return None
    runs = [c for c in r.cue if c.start <= r.head < c.end] or list(r.cue) or [Span(r.head, r.head + 1)]
    span = words_of(_shift(runs[0], piece), text)
    return span if span.end > span.start else None


def _settle(found: Sequence[Reading]) -> list[Reading]:
    """Of readings that claim nearly the same content, the surer one; others may nest."""
    kept: list[Reading] = []
    for r in sorted(found, key=lambda r: -r.sure):
        if not any(_alike(r, k) for k in kept):
            kept.append(r)
    return sorted(kept, key=lambda r: r.head)


def _alike(a: Reading, b: Reading) -> bool:
    both = min(a.content.end, b.content.end) - max(a.content.start, b.content.start)
    longer = max(a.content.end - a.content.start, b.content.end - b.content.start)
    return both > 0.8 * longer
