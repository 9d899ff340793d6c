"""What the outlet says in its own voice: what is left of a paragraph beside the attributed statements."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from riwaya.attribution.edges import sentences, words_of
from riwaya.language.text import fold, words
from riwaya.model import Attribution, Span

MIN_WORDS = 3  #: fewer words are a rest, no statement
NEAR = 200  #: code points beside a comma in which the words of a clause are counted

_OPENER = (
    r"(?:فيما|بينما|في حين|فى حين|علما|علماً|وهو|وهي|وهى|وهم|مما|ممّا|ما (?:أدى|جعل|دفع|أسفر|تسبب|يعني|اضطر|يفتح)"
    r"|الأمر الذي|الامر الذى|كما|في ما|فى ما|إلا أن|لكن|ولكن|وكان|وكانت|وقد|وسط|بعدما"
    r"|وس?[يت]\w{3,}(?<!ات)|و\w{3,}(?<!ا)ت"
    r"|while|whereas|but|which|although|and)\b"
)
"""What opens a clause that says something of its own after a comma: a connective, or «و» on a finite verb (an
imperfect, or a perfect of the third person feminine, told by their letters)."""
_CLAUSE = re.compile(rf"[،,؛;]\s+(?={_OPENER})")
_STARTS_OWN = re.compile(_OPENER)
_ADJUNCT = re.compile(
    r"(?:و|ف)?(?:في|فى|خلال|أثناء|عقب|غير أن|رغم|بالرغم|على رغم|من جهته|من جهتها|In|in|During|during|At|at|After)\b"
)
_HEDGES = re.compile(
    r"(?:^|\s)(?:و|ف)?(?:يعتقد|ويعتقد|يرجح|من المرجح|من المحتمل|من المتوقع|يبدو|ربما|علي ما يبدو"
    r"|يقال|يشتبه)\s|\b(?:is|are|was|were) (?:understood|believed|thought|expected|said|reported|likely) to\b"
    r"|\b(?:reportedly|allegedly|apparently|it is believed)\b"
)
_MAY = re.compile(r"(?:^|\s)(?:و|ف)?قد (?P<verb>[يت]\w+)")
_PAST = re.compile(
    r"ت(?!صوت|لفت|ثبت|موت|بيت|سكت)\w{2,}ت$"
    r"|ت(?:م|مت|مكن|عرض|سبب|وفي|راجع|قدم|لقي|حول|سلم|وصل|عهد|ولي|اكد|بين|زايد|زامن|ضاعف|خطي|جاوز|حدث|حقق|اجل|اسس|وقف"
    r"|قرر|وجه|خلي|خلف|سلل|عطل|وعد|وقع|جدد|فاقم|بادل|كبد|زوج|خرج|علم|طور|غير|دهور|صاعد|صدر|ابع|واصل|بني)(?:وا|ا|ها|ه)?$"
)
"""Past tenses that begin with «ت» (folded): «قد تمكنت» is no «قد تكون»."""
_PLUPERFECT = re.compile(r"(?<!\w)[وف]?(?:كان|كانت|كانوا|لقد)(?:\s+[^\s.،؛]+){0,14}\s+$|لقد\s+$")
"""«وكانت الشرطة قد ضبطت»: behind «كان» the verb after «قد» tells what was."""
_LOOSE = re.compile(
    r"[\s،,؛;:«\"“(–—-]+(?:و?حيث|[وف]?[إا]ذ|و?لكن|و?(?:الذي|الذى|التي|التى|الذين)|و?كما|و?فيما|و?بينما"
    r"|و?في (?:حين|الوقت الذي|وقت)|و?خاصة|و?خصوصا|و?لا سيما|و?لاسيما"
    r"|(?:بعد|قبل|منذ|رغم|مع|علما|إلا|الا|غير|بيد|ولو|على|حتى|كما|دون|خاصة|لاسيما|و?ذلك) [أا]ن"
    r"|بعدما|قبل ما|رغم|و?ذلك|[وف]?قد|ثم|بل|و|[أا]ن|إن"
    r"|and|but|while|which|who|whom|whose|as|after|before|when|because|although|though|that|where|with)$"
)
"""What joins a sentence to the statement behind it and is no part of its own words: «…، حيث | أكد المدير …»."""
_RESTS = re.compile(
    r"^(?:(?:و|ف)?(?:من (?:جهته|جهتها|جانبه|جانبها|جانبهم|ناحيته|ناحيتها)|في المقابل|فى المقابل|بدوره|بدورها|كما|لكنه"
    r"|لكن|وقد|قد|في الوقت نفسه|الى ذلك|في السياق نفسه|هذا|و)[\s،,]*)+$"
)


def hedged(text: str) -> bool:
    """Whether own-voice words carry a hedge («يُعتقد», «قد يعود», "is understood to")."""
    plain = fold(text)
    if _HEDGES.search(plain):
        return True
    return any(
        not _PAST.match(m["verb"]) and not _PLUPERFECT.search(plain, max(0, m.start() - 160), m.start() + 1)
        for m in _MAY.finditer(plain)
    )


def _joined_on(text: str, span: Span) -> Span:
    """A run of own words that a statement follows, without the word that joins it to that statement."""
    for _ in range(3):
        m = _LOOSE.search(text, max(span.start, span.end - 24), span.end)
        if m is None:
            return span
        span = words_of(Span(span.start, m.start()), text)
    return span


def own_voice(text: str, paragraph: Span, said: Iterable[Attribution]) -> list[Attribution]:
    """Own-voice statements of a paragraph: its sentences without what attributed statements and their cues cover,
    cut at clauses that start something of their own."""
    taken = _merge([s for a in said for s in _covered(a) if s.start < paragraph.end and s.end > paragraph.start])
    found = []
    for sentence in sentences(text, paragraph):
        rests = _without(sentence, taken)
        whole = rests == [sentence]
        for rest in rests:
            for clause in _clauses(text, rest):
                span = words_of(clause, text)
                if clause.end == rest.end < sentence.end:
                    span = _joined_on(text, span)
                size = len(words(text[span.start : span.end]))
                if size < MIN_WORDS or _RESTS.match(fold(text[span.start : span.end])):
                    continue
                if not whole and (size < MIN_WORDS + 2 or not _stands(text, span, sentence)):
                    continue  # beside an attributed statement a few words are its trimmings
                found.append(
                    Attribution(
                        span, "own", hedged=hedged(text[span.start : span.end]), why="no cue: the outlet's own voice"
                    )
                )
    return found


def _stands(text: str, span: Span, sentence: Span) -> bool:
    """Whether what is left of a sentence beside an attributed statement is a clause: it opens one, or it is the first
    clause of the sentence and no mere circumstance («في مؤتمر صحفي عقد أمس»)."""
    if _STARTS_OWN.match(text, span.start):
        return True
    return span.start <= sentence.start + 2 and not _ADJUNCT.match(text, span.start) and text[span.end - 1] not in ")]"


def _covered(a: Attribution) -> list[Span]:
    spans = [a.content]
    if a.cue:
        spans.append(a.cue)
        gap = Span(min(a.content.end, a.cue.end), max(a.content.start, a.cue.start))
        if 0 < gap.end - gap.start < 160:
            spans.append(gap)  # what stands between a cue and its content belongs to it: source, place of speaking
    spans += [
        link.mention
        for link in a.chain
        if link.anaphor is None and not link.inferred and a.cue and abs(link.mention.start - a.cue.start) < 200
    ]
    return spans


def _merge(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end + 1:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _end_of(span: Span) -> int:
    return span.end


def _without(span: Span, taken: Sequence[Span]) -> list[Span]:
    parts, start = [], span.start
    for n in range(bisect_right(taken, start, key=_end_of), len(taken)):
        t = taken[n]
        if t.start >= span.end:
            break
        if t.start > start:
            parts.append(Span(start, t.start))
        start = max(start, t.end)
    if start < span.end:
        parts.append(Span(start, span.end))
    return parts


def _clauses(text: str, span: Span) -> list[Span]:
    parts, start = [], span.start
    for m in _CLAUSE.finditer(text, span.start, span.end):
        left = text[start : min(m.start(), start + NEAR)]
        right = text[m.end() : min(span.end, m.end() + NEAR)]
        if len(words(left)) >= 5 and len(words(right)) >= 4:
            parts.append(Span(start, m.start()))
            start = m.end()
    parts.append(Span(start, span.end))
    return parts
