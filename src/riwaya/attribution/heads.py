"""Which Arabic words head a cue where they stand: what the tagger is believed about, and what it is not.

The tagger believes in nearly every verb that looks like one of saying. A word that no lexicon holds has to show by its
form that somebody's words follow («ونوهت الجبهة بأن …»); one inside what somebody else says has to name its own
speaker; and a verb of saying that opens a clause and is followed by «أن» is believed even where the tagger doubts it,
as it does when several stand in one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.edges import CLOSING, OPENING, STRAIGHT, quoted_runs, sentences
from riwaya.attribution.extent import extended
from riwaya.attribution.listed import listed
from riwaya.attribution.relays import SOURCES
from riwaya.attribution.rules import bare, cues, known
from riwaya.attribution.tagger import Reading
from riwaya.attribution.unsaid import participle
from riwaya.language.text import Word, first_words, words
from riwaya.lexicon.nouns import nouns
from riwaya.model import Span

PLAIN = 0.05  #: how sure the tagger must be of a verb of saying with «أن» or a colon behind its subject
BEHIND = 140  #: code points behind a verb in which these are looked for

_AUXILIARIES = frozenset({
    "كان", "كانت", "كانوا", "قد", "وقد", "فقد", "كما", "سبق", "عاد", "عادت", "مضي", "مضت", "ثم", "ليوكد",
    "ليعلن",
})  # fmt: skip
_NOT = frozenset({"لم", "لا", "لن", "ليس", "ليست", "ولم", "ولا", "ولن", "فلم", "فلا"})
_SEEN = frozenset({"شاهد", "شاهدت", "احصي", "احصت", "عاين", "عاينت", "رصد", "رصدت"})
"""What a witness or a reporter tells by having seen it."""
_DENY = frozenset({
    "نفي", "نفت", "ينفي", "تنفي", "ينفون", "نفوا", "اعلن", "اعلنت", "ادان", "ادانت", "ندد", "نددت", "استنكر",
    "استنكرت", "شجب", "شجبت", "شكا", "شكت",
})  # fmt: skip
"""At the head of a sentence believed from little: «وتنفي البلدية وقوع إصابات» opens with no «أن»."""
_BELIEF = re.compile(r"[يت](?:ستبعد|توقع|ستغرب|خف|عتقد|ري|ظن|شك|تردد|كتف|نف|نكر|كذب|خفي)\S{0,3}$")
"""Negated they say something all the same."""
_NO_WORDS = re.compile(
    r"(?:[سل]?[يتن])?(?:ريد|ود|تيح|نبغي|جب|مكن|ستطيع|ستحق|نص|عني|سمح|درك|شعر|حاول|نوي|رغب|قرر|ضطر|نتهي|ثبت|سعد|شرف|سر|طيب|وسف)\S{0,3}$"
    r"|(?:اراد|قرر|استطاع|سبق|ادرك|شعر|انتهت|انتهي|كاد|علما|متناسي|اعتقاد|ادراك|بدعوي|بحجه|لدرجه|نتيجه)\S{0,4}$"
)
"""Wishing, permitting, knowing: «أن» behind them opens no words said."""
_THAT = re.compile(r"\s*(?:(?:إلى|الى|على|عن|من|ب)\s*)?(?:[أإا]ن|ب[أا]ن)(?:ه|ها|هم|هما|هن|ني|نا|نّ|ّ)?\s")
_QUOTED = re.compile(r"\s*ب?ـ{0,2}\s?[«“\"]\S+\s+\S")
_FIRST_PERSON = re.compile(r"[وف]?[ان](?P<rest>\S{3,})$")


_MUST = frozenset({"لابد", "لا", "يجب", "ينبغي", "يلزم", "عليه", "عليها", "علينا"})
_ME = re.compile(
    r"[وف]?[أن](?:عتقد|عتبر|توقع|ظن|رى|ؤكد|تمنى|قول|رجح|خشى|طالب|دعو|جد|حسب|علم|عرف|درك|شعر|تذكر|فهم)(?!\w)"
)
"""«وقال سامر: أعتقد أن البحر هادئ»: who speaks says it of himself."""


def plain(text: str, at: int) -> bool:
    """Whether a verb of saying stands at a place with «أن» or a colon behind a subject of a few words."""
    first = first_words(text[at : at + 24], 1)
    if not first or first[0].start > 1 or not (_saying(first[0].form) or bare(first[0].form) in _DENY):
        return False
    if bare(first[0].form) in _DENY:
        return not text[:at].strip() or text[:at].rstrip()[-1:] in ".؟!:\n"
    if first[0].form == "بين" and not _THAT.match(text, at + first[0].end):
        return False
    return _opened(text, at + first[0].end, min(len(text), at + BEHIND))


def _opened(text: str, start: int, end: int) -> bool:
    """Whether «أن» or a colon stands in a run of text before any stop, quotation or other verb of saying."""
    comps = cues("arabic").complementizers
    before = start
    for w in words(text[start:end]):
        gap = text[before : start + w.start]
        if ":" in gap:
            return True
        if any(c in ".؟?!;؛\n" for c in gap):
            return False
        if w.form in comps:
            return True
        if _saying(w.form):
            return False
        before = start + w.end
    return False


def _saying(form: str) -> bool:
    return form in listed("saying") or bare(form) in listed("saying")


def credible(text: str, r: Reading) -> bool:
    """Whether an Arabic head can be a cue where it stands, by the lexicon or by the form of what follows."""
    told = words(text[r.head : r.head + 90])
    if not told:
        return False
    form = told[0].form
    if form < "z":  # English has readers of its own
        return True
    plain = bare(form)
    if _ME.match(text, r.head + told[0].start) and not _beside(text, r):
        return False
    if form in _NOT or plain in _NOT:
        return len(told) > 1 and bool(_BELIEF.match(told[1].form))
    if _before(text, r.head) in _NOT:
        return bool(_BELIEF.match(plain))
    if plain in ("يعتبر", "تعتبر", "يعد", "تعد") and not _THAT.match(text, r.content.start):
        first = first_words(text[r.content.start : r.content.start + 24], 1)
        form = first[0].form if first else ""
        if form in _PREDICATES or (not nouns().senses.get(form) and _MOST.match(form)):
            return False  # «يعتبر المطار من أكبر القواعد»: it is held to be so, by nobody
        return any(_may_judge(s.of(text)) for s in r.sources if 0 <= s.start - r.head < 14)
    if participle(form) and text[max(0, r.head - 4) : r.head].rstrip().endswith(("،", ",", "؛")):
        return True  # «…، واصفا إياه بأنه …»، «…، عازيا ذلك إلى …»: the same speaker goes on
    if plain in ("كما", "قد", "فقد") and not any(_cue_form(w.form) for w in told[1:4]):
        return ":" in text[r.head : r.content.start] or bool(_THAT.match(text, r.content.start))
    if plain == "حسب" or known(form) or plain in _AUXILIARIES or plain in listed("nouns") or form in listed("nouns"):
        return True
    verbs = cues("arabic").verbs
    stems = (plain[:-1] if plain.endswith("ن") else "", plain + "ا" if plain[0] == "م" else "")
    feminine = text[r.head + told[0].end - 1 : r.head + told[0].end] == "ة"  # «طمأنة» is a noun, «طمأنه» a verb
    if (_with_pronoun(plain) and not feminine) or any(s in verbs for s in stems if s):
        return True  # «تتهمه»، «يتهمن»، «مشير»
    if (plain in _SEEN and _beside(text, r)) or "\u064f" in text[r.head : r.head + 6]:
        return True  # a marked passive is looked at by itself
    if abs(r.content.start - r.head - told[0].start) <= 1:
        return False  # «قبل أن | ينجح سالم»: its own word is none that somebody says
    front = text[max(r.head, r.content.start - 4) : r.content.start]
    marked = text[max(0, r.content.start - 1)] in OPENING + STRAIGHT
    quoted = ":" in front or marked or _QUOTED.match(text, r.content.start)
    that = _THAT.match(text, r.content.start) or _THAT.match(text, max(0, r.content.start - 5))
    if plain in _MUST or not (quoted or that) or (that and _NO_WORDS.match(plain)):
        return False
    person = _FIRST_PERSON.match(form)
    return not (person and "ي" + person["rest"] in verbs)


_PREDICATES = frozenset(
    {"من", "بمثابه", "احد", "احدي", "واحدا", "واحده", "ضمن", "ثاني", "ثالث", "رابع", "اول", "اولي", "عضوا"}
)
_MOST = re.compile(r"ا\w[^اوي]\w$")  #: «أكبر»، «أبرز»: the most of something


def _cue_form(form: str) -> bool:
    """Whether a folded word may head a cue: of the lexicon, with or without whom it is about, or a noun of saying."""
    plain = bare(form)
    return known(form) or _with_pronoun(plain) or plain in listed("nouns") or plain in _SEEN or plain in _DENY


def _before(text: str, at: int) -> str:
    """The word right before a place, folded; empty where a mark stands between."""
    begin = max(0, at - 24)
    last = words(text[begin:at])[-1:]
    return last[0].form if last and not text[begin + last[0].end : at].strip() else ""


def _with_pronoun(form: str) -> bool:
    """«تتهمه»، «ووصفها»: a verb of the lexicon with whom it is about written onto it."""
    verbs = cues("arabic").verbs
    ends = ("ه", "ها", "هم", "هما")
    return any(form.endswith(e) and len(form) > len(e) + 2 and form[: -len(e)] in verbs for e in ends)


def _may_judge(name: str) -> bool:
    form = first_words(name, 1)[0].form if words(name) else ""
    base = form.removeprefix("ال")
    places = nouns().places
    return bool(nouns().of(base, "people", "offices", "bodies", "press")) or base in places or form in places


def without_nested(text: str, found: Sequence[Reading]) -> list[Reading]:
    """Readings without those inside what somebody else says that name no speaker of their own («قال إن القرار يهدد
    السلامة»). English ones stay."""
    stops = sentences(text, Span(0, len(text))) if len(found) > 1 else []
    quotes = [q for q in quoted_runs(text) if q.end - q.start >= 12] if len(found) > 1 else []
    kept: list[Reading] = []
    outer: list[Span] = []  # what is said at cues so far, the longest at its place
    for r in sorted(found, key=lambda r: r.head):
        first = first_words(text[r.head : r.head + 30], 1)
        if not first or first[0].form < "z":
            kept.append(r)
            continue
        at = r.head + (text[r.head : r.head + 1] == " ")
        if _opens_own(text, r, at, kept):
            continue
        quote = next((q for q in quotes if q.start < at < q.end), None)
        if quote is not None and any(quote.start - 8 <= k.content.start <= quote.start + 2 and k.head < quote.start
                                     for k in kept) and not _beside(text, r):  # fmt: skip
            continue  # inside somebody's quoted words, with nobody else to say it
        inside = next((o for o in reversed(outer) if o.start < r.head < o.end), None)
        if inside is not None and not _own_speaker(text, r, first[0], inside):
            continue
        behind = r.content.end <= r.head and not known(first[0].form)
        if behind and any(_same(k, r) and plain(text, k.head) for k in kept):
            continue  # «وأضاف أن الحل هو الحوار، وهذا ما تم رفضه»
        kept.append(r)
        cue = next((c for c in r.cue if c.start <= r.head < c.end), None)
        if known(first[0].form) and r.content.start > r.head and cue is not None:
            end = max((s.end for s in r.sources if s.start < r.content.start), default=cue.end)
            outer.append(extended(text, r.content, Span(cue.start, max(cue.end, min(end, r.content.start))), (), stops))
            del outer[:-8]
    return sorted(kept, key=lambda r: r.head if r.head >= 0 else r.content.start)


def _opens_own(text: str, r: Reading, at: int, kept: Sequence[Reading]) -> bool:
    """«وأضافت السفيرة "نتطلع إلى أن يعود العمال"»: the first word quoted is the speaker's own verb."""
    if not at or text[at - 1] not in OPENING + STRAIGHT or r.content.start < at:
        return False
    return any(k.head < at and abs(k.content.start - at) <= 2 and k.content.end >= r.content.end - 2 for k in kept)


def _same(a: Reading, b: Reading) -> bool:
    """Whether two readings give nearly the same words."""
    both = min(a.content.end, b.content.end) - max(a.content.start, b.content.start)
    return both > 0.8 * max(1, b.content.end - b.content.start)


def _own_speaker(text: str, r: Reading, head: Word, around: Span) -> bool:
    """Whether a cue inside another's words may stand: it names its speaker at the cue, or goes on behind a comma with a
    verb of saying as the speaker's own next words do («…، مضيفا …»)."""
    if not known(head.form):
        return _with_pronoun(bare(head.form)) and _beside(text, r)
    if bare(head.form) in cues("arabic").particles or head.form in cues("arabic").particles:
        return True
    if _before(text, r.head + (text[r.head : r.head + 1] == " ")) in _THEY:
        return False  # «قالتا إنهما تعتقدان أن …»: the same speaker
    if _beside(text, r):
        return True
    front = text[max(0, r.head - 3) : r.head].strip()
    quote = text[around.start - 1 : around.start + 1]
    direct = any(c in OPENING + STRAIGHT for c in quote) and not any(
        c in CLOSING + STRAIGHT for c in text[around.start + 1 : r.head]
    )
    last = _before(text, r.head + (text[r.head : r.head + 1] == " "))
    if _HE_WAS.search(text, max(0, r.head - 24), r.head + (text[r.head : r.head + 1] == " ")):
        return False  # «اعترف بأنه كان يخشى الخسارة»: the same speaker
    if last in _RELATIVES and _THAT.match(text, r.content.start):
        return True
    if last in _OPENERS or nouns().of(last.removeprefix("ال"), *SOURCES):
        return not direct
    clause = front[-1:] in ("،", ",", "؛", ";", "", ".", "»", '"', "”") or head.form.startswith("و")
    participle = head.form.startswith("م") and head.form[-1:] in ("ا", "ه")
    if direct:
        return False
    if participle:
        return True
    opened = _THAT.match(text, r.content.start) or ":" in text[r.head : r.content.start]
    return clause and bare(head.form)[0] not in "يت" and bool(opened)


_HE_WAS = re.compile(r"(?:[أإا]ن|ب[أا]ن)(?:ه|ها|هم|هما|ني|نا)\s+(?:كان|كانت|كانوا|كنت|كنا|قد)\s+$")
_THEY = frozenset(
    {"انه", "انها", "انهم", "انهما", "انهن", "بانه", "بانها", "بانهم", "بانهما", "انني", "اننا", "اني", "انا"}
)
_RELATIVES = frozenset({"الذي", "التي", "الذين", "والذي", "والتي", "والذين"})
_OPENERS = frozenset({
    "لكنه", "لكنها", "لكنهم", "ولكنه", "ولكنها", "كما", "ثم", "فيما", "بينما", "لكن", "وقد", "قد", "كان",
})  # fmt: skip


def _beside(text: str, r: Reading) -> bool:
    """Whether a source stands right behind the cue's head, or right before it."""
    end = r.head + (first_words(text[r.head : r.head + 30], 1)[0].end)
    return any((0 <= s.start - end <= 3) or (0 <= r.head - s.end <= 2 and s.end > s.start + 3) for s in r.sources)
