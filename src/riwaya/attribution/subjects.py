"""Who speaks where the form of an Arabic clause tells it and nothing stands right behind the verb: the noun before
«الذي», the topic behind «أما», the subject behind an object pronoun, the speaker behind «بحسب ما نقلته عنه».

Each rule with the sentence that it is for. What a rule does not settle stays as the tagger read it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from riwaya.attribution.listed import listed
from riwaya.attribution.relays import SOURCES, phrase_at
from riwaya.attribution.rules import bare, cues, known
from riwaya.attribution.tagger import Reading
from riwaya.language.text import Word, first_words, words
from riwaya.lexicon.nouns import MANY, nouns
from riwaya.lexicon.outlets import find_outlets
from riwaya.model import Span

TOPIC = 160  #: code points before a verb in which «أما» is looked for
BACK = 120  #: code points before a relative pronoun in which the noun that it belongs to is looked for
_WHO = re.compile(r"(?<!\w)(?:الذي|الذى|التي|التى|الذين)\s+(?:(?:كان|كانت|كانوا|قد|سبق|أيضا|بدوره|بدورها)\s+){0,2}$")
_TOPIC = re.compile(
    r"(?:^|[.؟?!؛\n]\s*)[وف]?أما\s+(?P<who>[^.؟?!؛:«»\"\n]{3,120}?)[،,]?\s+ف(?!(?:في|فى|وق|ور|يما|رق|تر|ري|ضل)(?!\w))(?=\w)"
)
_THAT = re.compile(r"\s*(?:(?:إلى|الى|على|عن|من|ب)\s*)?(?:[أإا]ن|ب[أا]ن)\S{0,3}\s|\s*[:«\"“]")
_IN_IT = re.compile(
    r"\s+(?:في|فى|خلال|عبر|أمام)(?:\s+[^\W\d]{2,}){1,3}?\s+(?:(?:إلى|الى|على|عن|من|ب)\s*)?(?:[أإا]ن|ب[أا]ن)\S{0,3}\s"
)
_WHAT = re.compile(
    r"\s*[وف]?(?:وفقا?ً?|ب?حسب|طبقا?ً?|نقلا?ً?|على|حسبما|استنادا)\s*(?:إلى\s+|عن\s+)?ل?(?:ما)?\s+(?P<verb>[^\W\d]{3,10})\s+"
    r"(?:(?:عنه|عنها|عنهم|له|لها|بدوره|بدورها|على\s+لسانه|على\s+لسانها|إليه|إليها)\s+)?(?=\S{3})"
)
_PARTS = frozenset({
    "في", "فى", "من", "الي", "علي", "عن", "مع", "بين", "عند", "لدي", "بعد", "قبل", "خلال", "ضد", "نحو", "حول", "عبر",
    "امام", "ضمن", "تحت", "فوق", "منذ", "حتي", "او", "ثم",
})  # fmt: skip
"""Prepositions and joints: in front of them no phrase goes on."""


def told(text: str, r: Reading) -> Reading:
    """A reading with the subject that the form of its clause gives it."""
    at = r.head + (text[r.head : r.head + 1] == " ")
    head = first_words(text[at : at + 40], 1)
    if not head or head[0].form < "z" or head[0].start:
        return r
    r = _but(text, r, at, head[0])
    r = _object(text, _topic(text, _relative(text, r, at, head[0]), at, head[0]), at, head[0])
    return _some(text, _by_what(text, r, at), at, head[0])


_BUT = re.compile(r"(?:^|[\s،؛.])و?(?:(?:غير|إلا|الا|بيد)\s+أن|لكنّ?)\s+(?=\S{3})")


def _but(text: str, r: Reading, at: int, head: Word) -> Reading:
    """«غير أن دفتر المخزن | أظهر أن …»: the whole noun phrase between «غير أن» and its verb is the subject."""
    if bare(head.form) not in cues("arabic").verbs or _beside(r, at + head.end) or head.form[0] in "وف":
        return r
    begin = max(0, at - BACK)
    begin = max(begin, *(text.rfind(c, begin, at) + 1 for c in ".\n؟!؛"))
    last = next((m for m in reversed(list(_BUT.finditer(text, begin, at)))), None)
    found = phrase_at(text, last.end(), at) if last else None
    if found is None or text[found.end : at].strip() or not _THAT.match(text, at + head.end):
        return r
    first = first_words(found.of(text), 1)
    if not first or nouns().of(_bare(first[0].form), *SOURCES) is None:
        return r
    if any(s.start == found.start for s in r.sources):
        return r
    return r._replace(sources=(found,), anaphor=None)


def _some(text: str, r: Reading, at: int, head: Word) -> Reading:
    """«وستبقى السوق مغلقة، بعدما تحدث تجار عن حريق»: people without an article right behind a verb of saying, and what
    is said right behind them, where the tagger saw another."""
    end = at + head.end
    if bare(head.form) not in listed("saying") | _TALKED or _beside(r, end) or r.told:
        return r
    told = first_words(text[end : end + 60], 2)
    if len(told) < 2 or text[end : end + told[0].start].strip() or not end + told[1].start >= r.content.start - 1 > end:
        return r
    sense = nouns().of(told[0].form, "people", "offices", "press")
    if sense is None or sense.number < MANY:
        return r
    return r._replace(sources=(Span(end + told[0].start, end + told[0].end),), anaphor=None)


_TALKED = frozenset({"تحدث", "يتحدث", "افاد", "يفيد", "روي", "يروي", "توقع", "يتوقع", "حذر", "يحذر"})


def _beside(r: Reading, end: int) -> bool:
    """Whether a source stands right behind the verb that ends at a place."""
    return any(0 <= s.start - end <= 3 for s in r.sources)


def _relative(text: str, r: Reading, at: int, head: Word) -> Reading:
    """«لعرضها على المهندس المقيم الذي أكد أن …»: who is told of speaks, unless the verb has a subject behind it."""
    who = _WHO.search(text, max(0, at - 40), at)
    if who is None or not known(head.form) or _beside(r, at + head.end):
        return r
    if not (_THAT.match(text, at + head.end) or _IN_IT.match(text, at + head.end)):
        return r
    found = _noun_before(text, who.start(), text[who.start() : who.start() + 5].strip())
    if found is None:
        return r
    pronoun = Span(who.start(), who.start() + len(who[0].split()[0]))
    return r._replace(sources=(found,), anaphor=pronoun, told=True)


def _noun_before(text: str, stop: int, pronoun: str) -> Span | None:
    """The noun phrase that ends right before a place and names whom a relative pronoun means: back to the noun for a
    person, a body, a paper that begins it, over what belongs to it, but over no stop or preposition."""
    begin = max(0, stop - BACK)
    begin = max(begin, *(text.rfind(c, begin, stop) + 1 for c in '.\n؟!؛:،,()«»"“”'))
    tokens = words(text[begin:stop])
    first: int | None = None
    for n in range(len(tokens) - 1, max(-1, len(tokens) - 8), -1):
        form = tokens[n].form
        if form in _PARTS or (known(form) and not nouns().senses.get(form)):
            break
        base = _bare(form)
        if form in nouns().places or (form[:1] in "لب" and form[1:] in nouns().places):
            first = n if first is None else first
            if form not in nouns().places or not n or tokens[n - 1].form.startswith("ال"):
                break  # «رسالة لروسيا التي أكدت»
            continue
        if first == n + 1 and tokens[first].form in nouns().places and nouns().of(base, *SOURCES) is None:
            break
        for prefix in ("و", "ب", "ل", "ف"):
            if not nouns().senses.get(base) and base.startswith(prefix) and nouns().senses.get(_bare(base[1:])):
                base = _bare(base[1:])
        if nouns().of(base, *SOURCES) is not None:
            first = n
            if form != base and not form.startswith("ال"):
                break  # «للوزير»، «والشركة»: the phrase begins here
            if n and tokens[n - 1].form.startswith("ال"):
                break  # what stands before is definite: another noun
    if first is None or not text[begin + tokens[-1].end : stop].isspace():
        return None
    plural = nouns().of(_bare(tokens[first].form), *SOURCES)
    many = plural is not None and plural.number >= 3
    if pronoun.startswith("الذين") != many and pronoun.startswith(("الذين", "الذي")):
        return None
    return Span(begin + tokens[first].start, begin + tokens[-1].end)


def _bare(form: str) -> str:
    return form.removeprefix("لل").removeprefix("ال")


class Topic(NamedTuple):
    """«أما سالم نوار | فيرى …»."""

    who: Span
    verb: int  #: the place behind the «ف» that opens what is told of him


def topic(text: str, at: int) -> Topic | None:
    """Who stands behind «أما» in front of the sentence whose verb is, or begins some words before, a place: the last
    one before it; None where nobody does. The «ف» may stand at the place itself."""
    begin = max(0, at - TOPIC)
    m = next((m for m in reversed(list(_TOPIC.finditer(text, begin, at + 2))) if m.end() <= at + 1), None)
    if m is None or (told := first_words(m["who"], 1)) == [] or told[0].form in _PARTS:
        return None
    return Topic(Span(*m.span("who")), m.end())


def _topic(text: str, r: Reading, at: int, head: Word) -> Reading:
    """«أما سالم نوار مدير المرفأ فيرى أن …»: who stands behind «أما» speaks."""
    if head.form[0] != "ف" and not text[max(0, at - 5) : at].strip().endswith("فقد"):
        return r
    if not known(head.form) or _beside(r, at + head.end) or not _THAT.match(text, at + head.end):
        return r
    found = topic(text, at)
    if found is None or not (found.verb == at + 1 or text[found.verb - 1 : at].strip() == "فقد"):
        return r
    return r._replace(sources=(found.who,), anaphor=None, told=True)


def _object(text: str, r: Reading, at: int, head: Word) -> Reading:
    """«اتهمتها الوزارة بدعم المهربين»: the noun behind a verb with its object written onto it is the subject."""
    verbs = cues("arabic").verbs
    form = bare(head.form)
    if form in verbs or not any(form.endswith(e) and form[: -len(e)] in verbs for e in ("ه", "ها", "هم", "هما")):
        return r
    end = at + head.end
    if _beside(r, end) or r.content.start <= end + 3:
        return r
    found = phrase_at(text, end, r.content.start)
    if found is None or found.start - end > 2:
        return r
    first = first_words(found.of(text), 1)[0].form
    place = first in nouns().places or any(h.start == 0 for h in find_outlets(found.of(text)))
    if not place and not nouns().of(_bare(first), *SOURCES):
        return r
    return r._replace(sources=(found,), anaphor=None)


def _by_what(text: str, r: Reading, at: int) -> Reading:
    """«وفقا لما ذكرته عنه وكالة كذا شبه الرسمية»: the whole phrase behind the verb, of which a part was read."""
    m = _WHAT.match(text, at)
    if m is None or len(r.sources) != 1 or not m.end() <= r.sources[0].start <= m.end() + 60:
        return r
    verb = first_words(m["verb"], 1)[0].form
    if not any(map(known, (verb, verb.removesuffix("ه"), verb.removesuffix("ها"), verb.removesuffix("اه") + "ي"))):
        return r
    found = phrase_at(text, m.end(), min(len(text), m.end() + 120))
    if found is None or not found.start < r.sources[0].start < r.sources[0].end <= found.end:
        return r
    return r._replace(sources=(found,))
