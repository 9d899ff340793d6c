"""What an Arabic source's place may hold: a name or a noun phrase, without the time, the preposition, the addressee.

«قال للصحفيين في العاصمة | «نوافق»» has no source at its cue, «دعا الأمين العام #إسرائيل إلى …» has one of two, «وأكد
الرئيس الذي انضمت إليه زوجته أن …» the one before the relative clause.
"""

from __future__ import annotations

import re

from riwaya.attribution.edges import OPENING, STRAIGHT
from riwaya.attribution.listed import listed
from riwaya.attribution.relays import SOURCES, phrase_at
from riwaya.attribution.rules import bare, cues
from riwaya.attribution.tagger import Reading
from riwaya.language.text import Word, words
from riwaya.lexicon.nouns import MANY, nouns
from riwaya.model import Span

_WITHIN = listed("verbal") | frozenset({"الان", "موخرا", "مرارا", "حاليا", "انه", "انها"})
"""Words at which a name ends wherever they stand in it."""
ADDRESSING = re.compile(
    r"[وف]?[يت]?(?:دع|طالب|حث|ناشد|حض|وصف|صف|اتهم|تهم|حذر|ابلغ|بلغ|امر|نصح|هدد|خاطب|انتقد|هاجم)\S{0,3}$"
)
_PEERS = frozenset({
    "زميله", "زميلته", "زميلها", "نظيره", "نظيرته", "نظيرها", "خصمه", "غريمه", "منافسه", "سلفه", "شريكه",
})  # fmt: skip
_IN = re.compile(r"(?<!\w)[وف]?(?:في|فى|خلال|عبر)\s*$")
_LEAD = re.compile(r"(?<!\w)(?:مصادر|مصدر|مصدران|مسؤولون|مسؤول)\s+$")
_RELATIVE = re.compile(r"\s(?:الذي|الذى|التي|التى|الذين|اللذين|اللتين|اللذان)\s")
_ALONE = frozenset({"مرارا", "تكرارا", "ايضا", "موخرا", "كثيرا", "دايما", "مجددا", "سابقا", "لاحقا", "صراحه", "علنا"})
"""Adverbs that stand where a subject may."""
_FRONTED = re.compile(r"(?:^|[.؟!\n،]\s*)[وف]?(?:عن|حول|بشأن|بخصوص|على)\s+$")
"""«وعن رأيها في المعرض قالت: …»: what it is about, in front of the verb."""
_DOING = re.compile(
    r"م(?:ت\w{3,}|ست\w{3,}|خت\w{2,}|نت\w{2,}|فت\w{2,}|خاطب|علق|وجه|ازح|جيب|ودع|قدم|رحب|دافع|بررا|قاطع)ا$"
)
_REST = re.compile(r"\S+\s+")
"""«سالم مختتما اللقاء»: what the speaker does, behind the name."""


def _from_verb(text: str, span: Span, behind: int) -> Span:
    """A place that begins within the phrase right behind the verb, with the whole of it («وقال رئيس | المجلس البلدي»):
    the phrase begins with an office or a person and nothing parts them."""
    gap = text[behind : span.start]
    told = words(gap)
    if not 0 < len(told) <= 8 or any(c in gap for c in '،,.:؛()«»"“”'):
        return span
    if not nouns().of(told[0].form.removeprefix("ال"), "offices", "people", "bodies"):
        return span
    if any(w.form in cues("arabic").verbs or w.form in cues("arabic").complementizers for w in told):
        return span
    if any(w.form in nouns().noise["settings"] or w.form in ("مع", "عبر", "عن", "الي") or _to(w.form) for w in told):
        return span
    if any(_RELATIVE.match(f" {gap[w.start : w.end]} ") for w in told) or any(w.form in listed("verbal") for w in told):
        return span
    return Span(behind + told[0].start, span.end)


def _labels(form: str) -> bool:
    """Whether a folded word at the head of a line is who speaks and no verb."""
    return form not in cues("arabic").verbs and nouns().of(form.removeprefix("ال"), "people", "offices") is not None


def _to(form: str) -> bool:
    """Whether a folded word is «ل» written onto a medium («لمراسل»، «لصحيفة»)."""
    return form.startswith("ل") and nouns().of(form[1:].removeprefix("ل"), "titles", "press") is not None


def _whole_words(text: str, span: Span) -> Span:
    """A place widened to the letters that its first and last words lack."""
    start, end = span
    while start and start < end and text[start - 1].isalpha() and text[start].isalpha():
        start -= 1
    while end < len(text) and start < end and text[end - 1].isalpha() and text[end].isalpha():
        end += 1
    return Span(start, end)


def cleaned(text: str, r: Reading) -> Reading:
    """A reading whose sources are such as can speak; those that cannot are left out, so that an earlier one goes on."""
    kept: list[Span] = []
    verb = words(text[r.head : r.head + 30])[:1]
    form = verb[0].form if verb else ""
    for s in r.sources:
        if verb and s.start - (r.head + verb[0].end) in (0, 1) and _labels(form):
            s = Span(r.head + verb[0].start, s.end)  # «المتحدث | باسم البلدية: …»
        own = not form.startswith("ال") and bool(verb) and s.start < r.head + verb[0].end
        s = _whole_words(text, _behind_head(text, s, r.head) if own else s)
        if r.head < s.start < r.content.start < s.end:
            s = Span(s.start, r.content.start)
        if verb and len(r.sources) == 1 and bare(form) in cues("arabic").verbs:
            s = _from_verb(text, s, r.head + verb[0].end)
        kept += _source(text, s, form, s.start > r.head)
    found = r._replace(sources=tuple(kept))
    return _subject(text, found, verb[0]) if verb else found


def _behind_head(text: str, span: Span, head: int) -> Span:
    """A place that begins within the cue's own word, as the tagger's tokens may («وتن | في سورية»), without the rest of
    that word."""
    if not head <= span.start <= head + 12 or not text[max(0, span.start - 1) : span.start].isalpha():
        return span
    m = _REST.match(text, span.start, span.end)
    return Span(m.end(), span.end) if m and " " not in text[head : span.start].strip() else span


def _source(text: str, span: Span, cue: str, behind: bool) -> list[Span]:
    told = [w for w in words(text[span.start : span.end]) if w.form]
    if not told:
        return []
    addressing = behind and bool(ADDRESSING.match(cue))
    first = span.start + told[0].start
    form = told[0].form
    if len(told) == 1 and form in _ALONE:
        return []
    if behind and bare(cue) in cues("arabic").verbs and _addressee(form):
        return []  # «وأبدت ارتياحها | للأصداء»: whom or what it is to
    if (form.endswith("وا") and len(form) > 4) or _FRONTED.search(text[max(0, span.start - 10) : first]):
        return []
    front = text[max(0, span.start - 10) : first]
    setting = told[0].form in nouns().noise["settings"] and not nouns().of(told[0].form, "press", "titles")
    if setting and _IN.search(front):
        return []  # «أضاف في | بيان صدر الجمعة»
    quoted = text[max(0, first - 1)] in OPENING + STRAIGHT
    medium = len(told) > 1 and nouns().of(told[1].form.removeprefix("ال"), "titles")
    if told[0].form in listed("circumstances") and not quoted and not medium:
        return []
    if len(told) == 1 and told[0].form in cues("arabic").complementizers:
        return []
    end = len(told)
    for n in range(1, end):
        raw = text[span.start + told[n].start : span.start + told[n].end]
        if told[n].form in _WITHIN or raw in ("فإن", "فأن") or _DOING.match(told[n].form):
            end = n
            break
        if addressing and _addressed(text, span, told, n):
            end = n
            break
    while end > 1 and told[end - 1].form in listed("times") and not _of_a_name(told, end - 1):
        end -= 1
    lead = _LEAD.search(front)
    if lead and end == len(told):
        return [Span(max(0, span.start - 10) + lead.start(), span.end)]
    if end == len(told):
        return [span]
    if end == 1 and told[0].form in listed("times"):
        return []
    stop = span.start + told[end - 1].end
    return [Span(span.start, stop + (text[stop : stop + 1] in ("»", "”")))]


def _addressee(form: str) -> bool:
    """Whether a folded word is «ل» on whom or what something is said to, no medium («للأصداء»، «لمؤسسة كذا»)."""
    if not form.startswith("ل") or nouns().senses.get(form):
        return False
    rest = form[2:] if form.startswith("لل") and not nouns().senses.get(form[1:]) else form[1:]
    if nouns().of(rest, "titles", "press"):
        return False
    return nouns().of(rest, *SOURCES) is not None or form.startswith("لل")


def _of_a_name(told: list[Word], n: int) -> bool:
    """«صحيفة المصري اليوم»، «روسيا اليوم»: a time that is part of an outlet's name."""
    return told[n].form == "اليوم" and (n < 2 or bool(nouns().of(told[0].form.removeprefix("ال"), "titles")))


def _addressed(text: str, span: Span, told: list[Word], n: int) -> bool:
    """Whether a word inside a source begins whom the words are said to."""
    w = told[n]
    if w.form.endswith(("ها", "هم")) and len(w.form) > 5:
        return True  # «حذرت الدولة | رعاياها»
    if text[span.start + w.start - 1] == "#" and n > 1:
        return True
    if w.form in _PEERS:
        return True
    before = told[n - 1].form
    sense = nouns().of(w.form[2:], "people") if w.form.startswith("ال") else None
    if sense and sense.number >= MANY and before.startswith("ال") and not before.endswith(("ات", "ون", "ين")):
        return True  # «ودعا رئيس البلدية | السكان»
    plural = w.form.startswith("ال") and w.form.endswith("ين") and len(w.form) > 5
    return plural and before.startswith("ال") and not before.endswith(("ين", "ون", "ات"))


def _subject(text: str, r: Reading, verb: Word) -> Reading:
    """The noun or name right behind the verb, where all that was read stands in a relative clause behind it («وأكد
    الرئيس المنتخب الذي انضمت إليه | والدته»)."""
    start = r.head + verb.end
    first_read = min((s.start for s in r.sources), default=r.content.start)
    if r.content.start <= start or first_read < start + 4 or first_read - start > 300:
        return r
    between = text[start:first_read]
    relative = _RELATIVE.search(between)
    if not relative:
        return r
    first = words(text[start : start + 30])[:1]
    if not first or first[0].form in nouns().noise["prepositions"]:
        return r
    phrase = phrase_at(text, start + first[0].start, r.content.start)
    if phrase is None or phrase.end > start + relative.start() + 1:
        return r
    named = nouns().of(first[0].form.removeprefix("ال"), *SOURCES)
    alone = not text[phrase.end : start + relative.start()].strip("،, ") and len(phrase.of(text).split()) <= 4
    return r._replace(sources=(phrase,), anaphor=None) if named or alone else r
