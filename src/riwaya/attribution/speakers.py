"""Which part of what was read as an Arabic source can speak: a name or a noun phrase in the nominative.

What the tagger reads as a source may run on into the object of its verb («اتهمت الوزارة الساحلية مرسانا | بكذا»), into
a verb or an adverb («ظهر نوري غاضباً»), or be neither («هناك أرقاما تشير إلى …»). A noun phrase ends where Arabic
grammar lets nothing more be joined to it; what names an act, a state or an age is nobody's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from riwaya.attribution.listed import listed
from riwaya.attribution.rules import bare, cues, known
from riwaya.language.text import Word, words
from riwaya.lexicon.nouns import MANY, nouns
from riwaya.model import Span

LONGEST = 400  #: code points of a place that are looked at
REPORT = 20_000  #: code points of a text in which a name is looked for by itself

_ACCORDING = frozenset({"وفق", "وفقا", "بحسب", "حسب", "حسبما", "طبقا"})
_HEADS = ("people", "offices", "bodies", "titles", "press", "documents", "statements")
_OWNED = re.compile(r"(?:هما|هم|ها|ه)$")
_HIS_DOING = re.compile(r"[وف]?(?:است\w\wا\w|ان\w\wا\w|ا\wت\wا\w|ت\w\wي\w)(?:هما|هم|ها|ه)$")
"""Verbal nouns of the derived stems with a pronoun: «اندهاشه»، «استغرابها»، «تقديره»."""
_BY_HIS = re.compile(r"[وف]?ب\w{4,}(?:تهما|تهم|تها|ته|هما)$")
"""«وبمواجهته اعترف»: how or when, before the verb."""
_NISBA = re.compile(r"ال\w{2,}(?:ي|يه)$")
_PEOPLE = re.compile(r"ال\w{3,}ين$")
_TANWIN = ("اً", "ًا", "ً")
_TENS = re.compile(r"\d+$|[وف]?(?:عشر|ثلاث|اربع|خمس|ست|سبع|ثمان|تسع)(?:ون|ين)$|عشره?$")
_YEARS = frozenset({"عاما", "عام", "سنه", "سنوات", "اعوام", "سنين"})
_AGED = frozenset({"العمر", "البالغ", "البالغه", "والبالغ", "والبالغه", "عمره", "عمرها", "وعمره", "وعمرها"})
_PAUSE = re.compile(r"[،,؛;:()\[\]–—\"«»“”]|\s-")
_BROKEN = re.compile(r"\w{3,}و$")
_IN_HIS = re.compile(r"(?<!\w)[وف]?(?:في|فى|عبر|خلال)\s+[^\W\d]{2,}(?:ه|ها|هم)\s+$")
_WHAT = re.compile(r"(?<!\w)[لك]?ما\s+$")
_PUBLIC = frozenset({
    "ministry", "government", "police", "army", "forces", "authority", "authorities", "court", "parliament",
    "presidency", "embassy",
})  # fmt: skip
"""Bodies of a country: its adjective ends their name."""


def speaker(text: str, span: Span) -> Span | None:
    """The part of a place in a text that can speak; None where nothing in it can. Latin places stay as they are."""
    told = words(text[span.start : min(span.end, span.start + LONGEST)])
    if not told or told[0].form < "z":
        return span
    first = _behind_particle(told)
    start = span.start + told[first].start if first else span.start
    told = told[first:]
    if _nobody(text, span.start, told):
        return None
    end = next((n for n in range(1, len(told)) if _ends(text, span.start, told, n)), None)
    if end is None:
        return Span(start, span.end)
    while end > 1 and (told[end - 1].form in nouns().noise["prepositions"] or told[end - 1].form in _AGED):
        end -= 1
    stop = span.start + told[end - 1].end
    if text.count('"', start, stop) % 2:
        return Span(start, span.end)
    return Span(start, stop + (text[stop : stop + 1] in ("»", "”") and text[start : start + 1] in ("«", "“")))


def _behind_particle(told: Sequence[Word]) -> int:
    """Where a place begins behind a particle that names its source inside it («الغارات وفق | المصادر»)."""
    at = next((n for n, w in enumerate(told[:-1]) if n < 4 and w.form in _ACCORDING), None)
    return 0 if at is None else at + 1


def _nobody(text: str, at: int, told: Sequence[Word]) -> bool:
    """Whether what a place begins with makes it no speaker."""
    form = told[0].form
    plain = bare(form)
    if _noun(plain) or plain in nouns().places:
        return False
    if form in listed("no_speaker") or plain in listed("no_speaker") or _abstract(form) or _abstract(plain):
        return True
    if form == "العمر" and len(told) > 1 and told[1].form.isdigit():
        return True  # «البالغ من | العمر 40 عاما»
    if form[:1] in "لب" and (_abstract(form[1:].removeprefix("ل")) or _his_doing(form[1:])):
        return True  # «للدواعي الأمنية»، «باللغة الساحلية»، «باقتحامه»
    if form[:1] == "س" and form[1:] in listed("being"):
        return True  # «سيكون محل خلاف»
    if _his_doing(form) or _BY_HIS.match(form) or form in listed("being") or _with(plain):
        return True
    raw = text[at + told[0].start : at + told[0].end]
    accusative = raw.endswith(_TANWIN) and not nouns().senses.get(plain.removesuffix("ا"))  # «إن عدداً من العمال»
    if accusative or (len(told) > 1 and told[1].form == "جدا"):
        return True  # «محملاً نوري المسؤولية»، «كثيرة جدا»
    if len(told) > 1:
        return False
    if form in listed("rumoured") and _WHAT.search(text, max(0, at - 8), at):
        return True  # «وفقا لما | أشيع»
    return form.startswith("ال") and bool(_IN_HIS.search(text, max(0, at - 30), at))  # «في عنوانها | الرئيسي»


def _his_doing(form: str) -> bool:
    """Whether a folded word is somebody's act («اندهاشه»), and no paper or body of his («تقريرهم»، «تنظيمها»)."""
    return bool(_HIS_DOING.match(form)) and not _noun(_OWNED.sub("", form))


def _abstract(form: str) -> bool:
    """Whether a folded word is a noun of being or change, with whose it is or the article too."""
    form = form.removeprefix("ال")
    return form in listed("abstract") or (form not in nouns().senses and _OWNED.sub("", form) in listed("abstract"))


def _with(form: str) -> bool:
    """Whether a folded word is «ب» on a noun for people or a body: where or by whom, no subject («بمديرية الأمن»)."""
    rest = form[1:].removeprefix("ال") if form[:1] == "ب" else ""
    return len(rest) > 2 and nouns().of(rest, *_HEADS) is not None


def _noun(form: str) -> bool:
    """Whether a folded word is a noun of those that may head a source."""
    return bool(nouns().senses.get(form.removeprefix("ال")) or nouns().senses.get(form))


def _ends(text: str, at: int, told: Sequence[Word], n: int) -> bool:
    """Whether the phrase of a speaker ends before a word of a place."""
    w, before = told[n], told[n - 1]
    form = w.form
    if _how(text, at, told, n) or form in listed("manner") or bare(form) in listed("manner"):
        return True
    if _spoke(form):
        return True  # «مسؤولون ساحليون | أفادو»
    paused = _PAUSE.search(text, at + before.end, at + w.start)
    if form in listed("being") or form in listed("turns_away"):  # «مصور كان هناك» is one phrase
        return before.form.startswith("ال") and not paused  # «البلدية | باتت»
    if form.isdigit() and n + 1 < len(told) and told[n + 1].form in _YEARS:
        return not paused  # «والدة سامي | 32 سنة»
    if form in listed("abstract") and not _noun(form):
        return before.form.startswith("ال") or (n == 1 and not _noun(before.form))  # «واصل الفريق | تراجع مستواه»
    if paused:
        return False
    return _joins_nothing(told, n) or (n == 1 and _whom(form) and _whole_name(text, told[0].form))


def _how(text: str, at: int, told: Sequence[Word], n: int) -> bool:
    """Whether the last word of a place stands in the marked accusative by itself («نوري | غاضباً»): it goes with no noun
    before it («أن مسؤولاً أمنياً») and is not what is counted («عشرون شاهداً»), and nothing more is told by it («المقيم
    حالياً في كذا»)."""
    if n + 1 < len(told) or _TENS.match(told[n - 1].form) or _noun(told[n].form):
        return False
    marked = [text[at + w.start : at + w.end].endswith(_TANWIN) for w in told[: n + 1]]
    return marked[n] and not any(marked[:n])


def _spoke(form: str) -> bool:
    """Whether a folded word is a verb of saying: a perfect of the plural, without its last letter or with it, or an
    imperfect («الإدارة | تدعو»)."""
    if form.endswith("وا") or (form[:1] in "يت" and len(form) > 3):
        return (
            form in cues("arabic").verbs and not nouns().senses.get(form) and form not in listed("no_verbs_of_saying")
        )
    return bool(_BROKEN.match(form)) and form + "ا" in cues("arabic").verbs and not nouns().senses.get(form)


def _joins_nothing(told: Sequence[Word], n: int) -> bool:
    """Whether a word can't be joined to the noun phrase before it, so that it begins whom the verb is about."""
    form, before = told[n].form, told[n - 1].form
    places = nouns().places
    if " ".join(w.form for w in told[:n]) in places and (
        _PEOPLE.match(form) or (n > 1 and form.startswith("ال") and not _NISBA.match(form))
    ):
        return True  # «واشنطن | الصيادين»
    if _possessed(form) and n > 1 and not any(_noun(w.form) and w.form not in nouns().noise["given"] for w in told[:n]):
        return True  # «سامي نوري العلوان | أسرته»
    if not before.startswith("ال") or len(before) < 5 or before in nouns().noise["prepositions"]:
        return False
    if n > 1 and _NISBA.match(before) and before[2:].removesuffix("ه") in nouns().nisbas:
        if form in places and not _NISBA.match(form):
            return True  # «وزارة الخارجية الساحلية | مرسانا»; «السعودية» is an adjective too
        head = nouns().of(told[0].form.removeprefix("ال"), "bodies")
        if head and head.concept in _PUBLIC:
            free = form[:1] not in "ولبفك" or form.removesuffix("ا") in nouns().noise["settings"]
            return free and not form.startswith("ال") and form > "z"
    noun = form.removeprefix("ال")
    if not _body(noun) or _NISBA.match(form):
        return False
    if form.startswith("ال"):
        return nouns().of(before[2:], "terms") is None
    return nouns().of(form, "offices", "people", "honorifics", "ranks", "trades") is None


def _body(noun: str) -> bool:
    """Whether a folded noun without the article is a body or opens a word for media («وسائل الإعلام»)."""
    if noun in listed("of_rank") or (noun.endswith("ه") and nouns().of(noun[:-1], "bodies") is not None):
        return False  # «الرئيس المنتخب»، «الشركات المصنعة»
    return nouns().of(noun, "bodies") is not None or noun == "وسايل"


def _whom(form: str) -> bool:
    """Whether a folded word behind a whole name begins whom it is said to: a body, a crowd, whoever is his."""
    noun = form.removeprefix("ال")
    people = nouns().of(noun, "people")
    many = people is not None and form != noun and (people.number >= MANY or people.concept == "fan")
    return many or _possessed(form) or (_body(noun) and nouns().of(form, "offices", "people") is None)


def _whole_name(text: str, form: str) -> bool:
    """Whether a folded word is a name that needs no other: it stands between a verb of saying and «أن» or a preposition
    elsewhere in the text («وأكد نوري أن»), as no first noun of a phrase does."""
    if _noun(form) or len(form) < 3:
        return False
    return form in _alone(text[:REPORT])


@lru_cache(maxsize=64)
def _alone(text: str) -> frozenset[str]:
    """The folded words of a text that stand between a verb of saying and «أن» or a preposition."""
    told = words(text)
    return frozenset(w.form for before, w, after in zip(told, told[1:], told[2:], strict=False)
                     if after.form in _BEHIND and known(before.form))


_BEHIND = frozenset({"ان", "انه", "انها", "بان", "بانه", "الي", "علي", "عن", "في", "خلال"})


def _possessed(form: str) -> bool:
    """Whether a folded word is a noun for people with whose they are: «أسرته»، «جمهوره»."""
    ending = _OWNED.search(form)
    if ending is None or form in nouns().senses:
        return False
    base = form[: ending.start()]
    whole = (base, base[:-1] + "ه") if base[-1:] == "ت" else (base,)
    return any(nouns().of(b, "people", "offices", "bodies") is not None for b in whole)
