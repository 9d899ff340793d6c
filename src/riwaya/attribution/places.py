"""The places in a sentence that can be the sources of a statement: what the tagger read, parted where two stand in one,
joined where one was read as two, without platforms and what a source withholds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from riwaya.attribution.carried import Read
from riwaya.attribution.edges import touch, words_of
from riwaya.attribution.listed import listed
from riwaya.attribution.pointing import MEDIA, noun_stem
from riwaya.attribution.relays import Place, is_verb
from riwaya.language.text import fold, is_arabic, words
from riwaya.lexicon.nouns import nouns
from riwaya.model import Span

_PLATFORMS = frozenset(
    """اكس تويتر فيسبوك فيس بوك انستغرام انستجرام يوتيوب تليغرام تلغرام تيليغرام تيك توك واتساب منصه موقع حسابه
    حسابها صفحته صفحتها علي في عبر التواصل الاجتماعي حساب قناته قناتها x twitter facebook telegram instagram
    youtube""".split()  # noqa: SIM905
)
"""Where people post: «كتب على منصة إكس» has one source, who wrote."""

_NAMELESS = re.compile(r"(?:عدم|ذكر|كشف|الكشف|نشر|عن|اسم\w*|اسما\w*|هوي\w*|ان|الا)(?:\s|$)")
"""«هويته»، «ذكر اسمه»: what a source withholds, nobody."""

BESIDE = 3  #: code points between a source and a cue that touch


_THROUGH = re.compile(r"(?<!صادر)(?<!صادرة)(?<!صدر)(?<!صدرت)\s(?:نقلا\S? )?عن\s+(?=\S)")

_TOLD = re.compile(
    r"\sل(?:ـ|ل)?(?=(?:صحيف|وكال|قنا|موقع|مجل[ةه]|شبك|إذاع|اذاع|تلفزيون|جريد|محط|الصحيف|الوكال|القنا|الموقع)|[«\"“])"
)
"""«عضو في الوفد لصحيفة «الجسر»»: two sources read as one, the medium standing last but nearest the reader."""

_ON = re.compile(r"(?:(?:نقلا|نقلاً)\s+)?عن\s+(?=\S{3})|ل(?=(?:صحيف|وكال|قناة|موقع|مجل[ةه]|شبك|إذاع|جريد|محط)\w*\s)")
"""A preposition at the front of a source."""


def _about() -> frozenset[str]:
    """Stems of the nouns that «عن» belongs to."""
    return frozenset(noun_stem(form) for form in nouns().noise["about"])


def _split(text: str, span: Span) -> list[Span]:
    """The sources that one place holds, nearest the reader first."""
    found: list[Span] = []
    lead = _ON.match(text, span.start, span.end)
    start = lead.end() if lead else span.start
    for m in _THROUGH.finditer(text, start, span.end):
        before = words(text[max(start, m.start() - 40) : m.start()])
        while before and before[-1].form in listed("times"):
            before = before[:-1]  # «التقرير الصادر أمس عن المصرف»
        if before and noun_stem(before[-1].form) in _about():
            continue  # «بيان صادر عن الوزارة»، «رابطة الدفاع عن الحقوق»
        found.append(words_of(Span(start, m.start()), text))
        start = m.end()
    last = Span(start, span.end)
    told = _TOLD.search(text, last.start, last.end)
    if told and told.start() - last.start > 4:
        found.append(words_of(Span(told.end(), last.end), text))
        last = Span(last.start, told.start())
    told_to = _TO.search(text, max(0, last.start - 4), last.start)
    quoted = _TO_QUOTED.match(text, last.start, last.end) if told_to else None
    if quoted and last.end - quoted.end() > 3:  # «قال لـ "المرساة" سالم نوار»
        found.append(Span(last.start, quoted.end(1)))
        last = Span(quoted.end(), last.end)
    first = _TO_IT.match(text, last.start, last.end)
    if first and last.end - first.end() > 3:  # «صرح للصحيفة مسؤول كبير»
        found.append(Span(last.start, first.end(1)))
        last = Span(first.end(), last.end)
    return [*found, words_of(last, text)]


_TO = re.compile(r"\sلـ?\s?$")
_TO_QUOTED = re.compile(r"([«\"“][^«»“”\"\n]{2,30}[»”\"])\s+(?=[^\W\d]{2,}\s)")
_TO_IT = re.compile(r"(لل(?:صحيفة|وكالة|قناة|موقع|مجلة|شبكة|إذاعة|اذاعة|جريدة|محطة))\s+(?=[^\W\d])(?!نفس|ذات|ال)")


def named(text: str, read: Read) -> tuple[list[Span], list[Span]]:
    """The places that can be this statement's sources, those at the cue and those elsewhere: «الوكالة عن صحيفة» is two;
    a scrap or a place inside the content is none."""
    split = [part for span in read.sources for part in _split(text, span)]
    split = _joined(text, [s for s in split if not _nobody(fold(s.of(text)))])
    kept: list[Span] = []
    near: list[Span] = []
    for span in split:
        inside = read.content.start <= span.start and span.end <= read.content.end
        here = at_cue(span, read) or (read.told and not inside) or (inside and _in_theirs(text, read))
        scrap = sum(c.isalpha() for c in text[span.start : span.end]) < 3
        nested = any(k != span and k.start <= span.start and span.end <= k.end for k in [*kept, *split]) or span in kept
        if scrap or nested or (inside and not here) or _verb_itself(text, span, read):
            continue
        kept.append(span)
        if here:
            near.append(span)
    return near, [k for k in kept if k not in near]


_IN_THEIRS = re.compile(r"[وف]?(?:بحسب|حسب|وفق|وفقا?|طبقا?|كما)\s(?:.{0,30}\s)?\S{3,}(?:ه|ها|هم)$")


def _in_theirs(text: str, read: Read) -> bool:
    """Whether an Arabic cue in the middle of a content says by a pronoun whose words it is in («وكانت الوزارة قد أعلنت،
    بحسب ما جاء في بيانها، …»)."""
    if read.cue is None or not read.content.start < read.cue.start < read.content.end:
        return False
    return bool(_IN_THEIRS.match(fold(read.cue.of(text)))) and read.cue.of(text)[-1:] != "ة"


def _verb_itself(text: str, span: Span, read: Read) -> bool:
    """Whether a place is the verb at the head of an Arabic cue, with others who can have spoken («وقدّر | المصدر»)."""
    if read.cue is None or not (read.anaphor or len(read.sources) > 1):
        return False
    first = words(text[read.cue.start : read.cue.end])[:1]
    at = read.cue.start
    return bool(first) and is_verb(first[0]) and at <= span.start and span.end <= at + first[0].end


def _nobody(form: str) -> bool:
    """Whether folded words name a place to post at, or what a source withholds."""
    return all(w in _PLATFORMS for w in form.split()) or not _NAMELESS.sub("", form + " ").strip()


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Places that touch made one («الشركة | «مرسى لاينز»»), but to whom something was told («مصدر | لرويترز»)."""
    found = list(spans)
    for a in spans:
        for b in spans:
            if a in found and b in found and 0 <= b.start - a.end <= 3 and not text[a.end : b.start].strip(' «"“'):
                if _TO.search(text, max(0, a.start - 4), a.start):
                    continue  # «لـ "المرساة" | سالم نوار»
                apart = re.match(r"لل|ل[^\W]|ل[ـ ]|عن\s|من\s|و|في\s", text[b.start : b.start + 4])
                if _reporter(text, a) and _media(text, b):
                    found.remove(a)  # «مصور | وكالة كذا»: a medium's reporter is the medium
                    continue
                media = any(noun_stem(fold(s.of(text)).split()[0]) in MEDIA for s in (a, b))
                if not apart and not media and is_arabic(text[a.start : b.end]):
                    found[found.index(a)] = Span(a.start, b.end)
                    found.remove(b)
    return found


_REPORTERS = frozenset(
    {"مراسل", "مراسله", "مصور", "مصوره", "مندوب", "مندوبه", "موفد", "موفده", "مراسلو", "مراسلي", "مصورو"}
)


def _media(text: str, span: Span) -> bool:
    """Whether a place begins with a title of media («وكالة كذا»)."""
    return noun_stem(fold(span.of(text)).split()[0]) in MEDIA


def _reporter(text: str, span: Span) -> bool:
    """Whether a place is a reporter and no more («مصور | وكالة كذا»): the medium is the one who speaks."""
    told = words(span.of(text))
    return len(told) == 1 and told[0].form in _REPORTERS


def at_cue(span: Span, read: Read) -> bool:
    """Whether a place stands in the cue, touches it, or lies between it and the content."""
    if read.cue is None:
        return False
    start, end = read.cue
    if end <= read.content.start:
        end = read.content.start
    elif read.content.end <= start:
        start = read.content.end
    return span.start < end + BESIDE and start - BESIDE < span.end


def merged(text: str, tagged: Sequence[Span], elsewhere: Iterable[Span], found: Sequence[Place]) -> list[Span]:
    """The links that the tagger read at a cue, completed and put in order by what the sentence says.

    A place that both read stands as the tagger has it, unless the tagger cut it in two, joined two, or took the words
    before it too. What the tagger read beside them stays, but for a scrap of a link and a name in apposition, which
    belongs to the link before it.
    """
    known = [*tagged, *elsewhere]
    result: list[Span] = []
    for place in found:
        mine = [s for s in known if touch(s, place.span)]
        alone = len(mine) == 1 and sum(touch(mine[0], p.span) for p in found) == 1
        if alone:
            cut = place.way != 0 or mine[0].start > place.span.start
            result.append(Span(place.span.start, max(mine[0].end, place.span.end)) if cut else mine[0])
        elif mine or place.way:
            result.append(place.span)
    for n, span in enumerate(tagged):
        if any(touch(span, r) for r in result):
            continue
        near = next((k for k, r in enumerate(result) if text[r.end : span.start] in ("، ", ", ", " ")), None)
        if near is not None:
            result[near] = Span(result[near].start, span.end)
            continue
        behind = next((t for t in tagged[n + 1 :] if t in result), None)
        result.insert(result.index(behind) if behind else len(result), span)
    return result
