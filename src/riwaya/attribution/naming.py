"""What an Arabic source's place may hold: a name or a noun phrase, without the time, the preposition, the addressee.

«قال للصحفيين في العاصمة | «نوافق»» has no source at its cue, «دعا الأمين العام #إسرائيل إلى …» has one of two, «وأكد
الرئيس الذي انضمت إليه زوجته أن …» the one before the relative clause.
"""

from __future__ import annotations

import re

from riwaya.attribution.edges import OPENING, STRAIGHT
from riwaya.attribution.listed import listed
from riwaya.attribution.relays import phrase_at
from riwaya.attribution.rules import cues
from riwaya.attribution.tagger import Reading
from riwaya.language.text import Word, words
from riwaya.lexicon.nouns import nouns
from riwaya.model import Span

_WITHIN = frozenset({"الان", "موخرا", "مرارا", "حاليا", "فان", "انه", "انها"})
"""Words at which a name ends wherever they stand in it."""
_ADDRESSING = re.compile(
    r"[وف]?[يت]?(?:دع|طالب|حث|ناشد|حض|وصف|صف|اتهم|تهم|حذر|ابلغ|بلغ|امر|نصح|هدد|خاطب|انتقد|هاجم)\S{0,3}$"
)
_PEERS = frozenset({
    "زميله", "زميلته", "زميلها", "نظيره", "نظيرته", "نظيرها", "خصمه", "غريمه", "منافسه", "سلفه", "شريكه",
})  # fmt: skip
_IN = re.compile(r"(?<!\w)[وف]?(?:في|فى|خلال|عبر)\s*$")
_LEAD = re.compile(r"(?<!\w)(?:مصادر|مصدر|مصدران|مسؤولون|مسؤول)\s+$")
_RELATIVE = re.compile(r"\s(?:الذي|الذى|التي|التى|الذين|اللذين|اللتين|اللذان)\s")
_PEOPLE = ("people", "offices", "bodies", "press")


def cleaned(text: str, r: Reading) -> Reading:
    """A reading whose sources are such as can speak; those that cannot are left out, so that an earlier one goes on."""
    kept: list[Span] = []
    verb = words(text[r.head : r.head + 30])[:1]
    form = verb[0].form if verb else ""
    for s in r.sources:
        kept += _source(text, s, bool(_ADDRESSING.match(form)) and s.start > r.head)
    found = r._replace(sources=tuple(kept))
    return _subject(text, found, verb[0]) if verb else found


def _source(text: str, span: Span, addressing: bool) -> list[Span]:
    told = [w for w in words(text[span.start : span.end]) if w.form]
    if not told:
        return []
    first = span.start + told[0].start
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
        if told[n].form in _WITHIN or (addressing and _addressed(text, span, told, n)):
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


def _of_a_name(told: list[Word], n: int) -> bool:
    """«صحيفة المصري اليوم»، «روسيا اليوم»: a time that is part of an outlet's name."""
    return told[n].form == "اليوم" and (n < 2 or bool(nouns().of(told[0].form.removeprefix("ال"), "titles")))


def _addressed(text: str, span: Span, told: list[Word], n: int) -> bool:
    """Whether a word inside a source begins whom the words are said to."""
    w = told[n]
    if text[span.start + w.start - 1] == "#" and n > 1:
        return True
    if w.form in _PEERS:
        return True
    before = told[n - 1].form
    plural = w.form.startswith("ال") and w.form.endswith("ين") and len(w.form) > 5
    return plural and before.startswith("ال") and not before.endswith(("ين", "ون", "ات"))


def _subject(text: str, r: Reading, verb: Word) -> Reading:
    """The definite noun for a person or a body right behind the verb, where all that was read stands in a relative
    clause behind it («وأكد الرئيس المنتخب الذي انضمت إليه | والدته»)."""
    start = r.head + verb.end
    if r.content.start <= start or not r.sources or min(s.start for s in r.sources) < start + 4:
        return r
    between = text[start : min(s.start for s in r.sources)]
    if not _RELATIVE.search(between):
        return r
    first = words(text[start : start + 30])[:1]
    if not first or not nouns().of(first[0].form.removeprefix("ال"), *_PEOPLE):
        return r
    phrase = phrase_at(text, start + first[0].start, r.content.start)
    return r._replace(sources=(phrase,), anaphor=None) if phrase else r
