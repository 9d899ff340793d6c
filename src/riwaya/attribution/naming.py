"""What an Arabic source's place may hold: a name or a noun phrase, without the time, the preposition, the addressee.

«قال للصحفيين في العاصمة | «نوافق»» has no source at its cue, «دعا الأمين العام #إسرائيل إلى …» has one of two, «وأكد
الرئيس الذي انضمت إليه زوجته أن …» the one before the relative clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.edges import OPENING, QUOTES, STRAIGHT
from riwaya.attribution.listed import listed
from riwaya.attribution.relays import SOURCES, phrase_at
from riwaya.attribution.rules import bare, cues, known
from riwaya.attribution.speakers import speaker
from riwaya.attribution.tagger import Reading
from riwaya.attribution.through import medium
from riwaya.attribution.unsaid import participle
from riwaya.language.text import Word, first_words, words
from riwaya.lexicon.nouns import MANY, nouns
from riwaya.model import Span

_WITHIN = listed("verbal") | frozenset({"الان", "موخرا", "مرارا", "حاليا", "انه", "انها"})
"""Words at which a name ends wherever they stand in it."""
ADDRESSING = re.compile(
    r"[وف]?[يت]?(?:دع|اوص|طالب|حث|ناشد|حض|وصف|صف|اتهم|تهم|حذر|ابلغ|بلغ|امر|نصح|هدد|خاطب|انتقد|هاجم)\S{0,3}$"
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
_SOME = frozenset({"بعض", "كل", "جميع", "كافه", "عدد", "احد", "احدي", "عده", "معظم", "اغلب"})
_ALL = frozenset({"كل", "جميع", "كافه", "الجميع", "كلا", "كلتا"})
_ISSUED = re.compile(r"\s(?:ال)?صادرة?\s+(?:[^\W\d]+\s+){0,3}?عن(?=\s)")
_WHAT = re.compile(r"(?<!\w)(?:ل?ما|حسبما|كما)\s+$")
_SET = re.compile(r"(?:في|فى|خلال|عبر)$")
_SCENES = frozenset({
    "فيديو", "مقطع", "مقابله", "تسجيل", "المكان", "الموقع", "موقع", "اجتماع", "جلسه", "حفل", "افتتاح", "احتفال",
})  # fmt: skip
_WITHHELD = frozenset({
    "طلب", "طلبت", "طلبا", "طلبوا", "فضل", "فضلت", "فضلا", "فضلوا", "اشترط", "اشترطت", "رفض", "رفضت", "رفضا", "رفضوا",
})  # fmt: skip
"""«مصدر في الميناء | طلب حجب اسمه»: what a source asks for itself."""
_REST = re.compile(r"\S+\s+")
"""«سالم مختتما اللقاء»: what the speaker does, behind the name."""


def _from_verb(text: str, span: Span, behind: int) -> Span:
    """A place that begins within the phrase right behind the verb, with the whole of it («وقال رئيس | المجلس البلدي»):
    the phrase begins with an office or a person and nothing parts them."""
    gap = _ISSUED.sub(lambda m: " " * len(m[0]), text[behind : span.start])
    told = words(gap)
    if not 0 < len(told) <= 8 or any(c in gap for c in '،,.:؛()«»"“”'):
        return span
    if not nouns().of(told[0].form.removeprefix("ال"), "offices", "people", "bodies", "documents", "statements"):
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
    verb = first_words(text[r.head : r.head + 30], 1)
    form = verb[0].form if verb else ""
    for s in r.sources:
        if verb and s.start - (r.head + verb[0].end) in (0, 1) and _labels(form):
            s = Span(r.head + verb[0].start, s.end)  # «المتحدث | باسم البلدية: …»
        quoted = text[s.start : s.start + 2].strip()[:1]
        if quoted and quoted in QUOTES and participle(form) and 0 <= r.head - s.end <= 3:
            continue  # «بأنها "مرحلة عزة"، | مضيفا»: words said before
        behind = r.head + verb[0].end if verb else s.start
        if s.start > behind and _ASIDE.search(text, max(behind, s.start - 40), s.start + 1):
            continue
        own = not form.startswith("ال") and bool(verb) and s.start < r.head + verb[0].end
        if own and r.head + verb[0].start < s.start + (text[s.start] == " ") and s.end <= r.head + verb[0].end:
            continue  # a piece of the cue's own word («مشير | ين»)
        s = _whole_words(text, _behind_head(text, s, r.head) if own else s)
        if r.head < s.start < r.content.start < s.end:
            s = Span(s.start, r.content.start)
        if verb and len(r.sources) == 1 and bare(form) in cues("arabic").verbs:
            s = _from_verb(text, s, r.head + verb[0].end)
        named = _source(text, s, _verb(text, r.head) or form, s.start > r.head)
        joined = any(0 <= s.start - o.end <= 1 for o in r.sources)  # «مصدر مسؤول | بميناء الساحل»: one name in two
        kept += named if joined else [who for n in named if (who := speaker(text, n))]
    said = r.anaphor
    if not kept and said is not None:  # «وفقا لما | قاله | المسؤولون»
        first = first_words(said.of(text), 2)
        if len(first) > 1 and _of_what(text, said.start + first[0].start, first[0].form):
            r, kept = r._replace(anaphor=None), [Span(said.start + first[1].start, said.end)]
    if verb and _urged(text, r, verb[0], kept):
        kept = []
    found = r._replace(sources=tuple(_adjectives_joined(text, kept)))
    return _subject(text, found, verb[0]) if verb else found


_ASIDE = re.compile(
    r"(?<!\w)(?:(?:حيث|(?:وهو|وهي|وهم)\s+(?:[^\W\d]+\s+){0,3})\s*(?:مقر\s+)?|(?:أمام|امام|بحضور|بمقر|مقر|تجاه)\s+)$"
)
"""«وقال الوزير وهو أيضا | نائب»، «في العاصمة حيث مقر | الاتحاد»، «قالت أمام | اللجنة»: what is told beside the
speaker."""


_URGED = re.compile(r"و[يت]?(?:حث|حض|ناشد)(?:ت|وا)?$")


def _urged(text: str, r: Reading, verb: Word, sources: Sequence[Span]) -> bool:
    """«…، وحثت الدول الأخرى | على أن تحذو حذوها»: behind a verb that needs whom it urges, joined to the verb before,
    the one noun between it and what is asked is whom, and who spoke before goes on."""
    at = r.head + verb.start
    if len(sources) != 1 or not _URGED.match(verb.form) or text[:at].rstrip()[-1:] not in ("،", ","):
        return False
    beside = 0 <= sources[0].start - (r.head + verb.end) <= 3
    return beside and 0 <= r.content.start - sources[0].end <= 2


_BELONGING = frozenset({"شبه", "التابعه", "التابع", "المقربه", "المقرب", "المواليه", "الموالي", "الناطقه", "القريبه"})


def _adjectives_joined(text: str, sources: Sequence[Span]) -> list[Span]:
    """Sources of which none is the adjectives of the one before it («وكالة "كذا" | شبه الرسمية»)."""
    kept: list[Span] = []
    for s in sources:
        told = first_words(s.of(text), 1)
        last = kept[-1] if kept else None
        form = told[0].form if told else ""
        adjective = form in _BELONGING or (form.startswith("ال") and form.endswith(("ي", "يه")))
        beside = last is not None and 0 <= s.start - last.end <= 2 and not text[last.end : s.start].strip()
        if last and adjective and beside and medium(last.of(text)):
            kept[-1] = Span(last.start, s.end)
        else:
            kept.append(s)
    return kept


_HELPERS = frozenset({"كما", "قد", "وقد", "فقد", "كان", "كانت", "كانوا", "وكان", "وكانت", "سبق", "ان"})


def _verb(text: str, head: int) -> str:
    """The verb of a cue behind its helpers, folded («كما | طالب»); empty where none stands there."""
    return next((w.form for w in first_words(text[head : head + 40], 4) if w.form not in _HELPERS), "")


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
    if addressing and form in _ALL and not (len(told) > 1 and told[1].form == "من"):
        return []  # «وطالب | كل القوى بنبذ العنف»: whom it is said to
    if form in ("ما", "لما") and len(told) > 2:
        return _source(text, Span(span.start + told[1].start, span.end), cue, behind)
    if _of_what(text, first, form):
        span = Span(first + told[0].end - told[0].start + 1, span.end)  # «ما | أكدته | الحكومة»
        return _source(text, span, cue, behind) if len(told) > 1 else []
    if len(told) == 1 and (form in _ALONE or (form.startswith(tuple("وزمقلن")) and participle(form) and known(form))):
        return []
    noun = bare(cue) in listed("nouns") and bare(cue).endswith(("ه", "ها", "هم"))
    if behind and (noun or bare(cue) in cues("arabic").verbs) and _addressee(form):
        return []  # «وأبدت ارتياحها | للأصداء»، «دعوتها | للمواطنين»: whom or what it is to
    if form[:1] == "ب" and form[1:] in _SOME:
        return []  # «انقطاع التيار | ببعض القرى»: where
    if form in ("ممثله", "ممثلا") and len(told) == 1:
        return []
    if behind and len(told) == 2 and participle(form) and told[1].form.endswith(("ه", "ها", "هم")):
        return []  # «وقال | مختتما حديثه»
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
        form = told[n].form if raw[0] != "آ" else raw  # «آلان» is a name, and not «الآن»
        if form in ("ممثله", "ممثلا") and behind and (n + 1 == end or told[n + 1].form[:1] == "ب"):
            end = n  # «الجمعية | ممثلة بمجلسها»
            break
        if form in _WITHIN or raw in ("فإن", "فأن") or _DOING.match(form) or (behind and form in _WITHHELD):
            end = n
            break
        after = told[n + 1].form if n + 1 < len(told) else ""
        if _SET.match(form) and behind and (after in nouns().noise["settings"] or after in _SCENES):
            end = n
            break
        if (addressing and _addressed(text, span, told, n)) or (behind and _spoken_to(told, n)):
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


def _of_what(text: str, at: int, form: str) -> bool:
    """Whether a folded word at a place is the verb of «بحسب ما أكدته»: its subject stands behind it."""
    if not _WHAT.search(text, max(0, at - 8), at):
        return False
    return any(known(f) for f in (form, form.removesuffix("ها"), form.removesuffix("ه"), form.removesuffix("اه") + "ي"))


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


def _spoken_to(told: list[Word], n: int) -> bool:
    """Whether a word inside a source begins to whom he said it, behind a bare name («سالم | للصحفيين»، «نوار |
    للمتسابق»; «المدير العام للهيئة» is one)."""
    form = told[n].form
    if not form.startswith("لل") or n > 3:
        return False
    sense = nouns().of(form[2:], "people", "offices", "press")
    if sense is None and not _SUBJECTS.match(form[2:]):
        return False
    bare_name = not any(nouns().senses.get(w.form.removeprefix("ال")) for w in told[:n])
    return bare_name and nouns().of(form[2:], "titles") is None


_SUBJECTS = re.compile(r"مت\S{3,}$|\S{3,}(?:ين|ات)$")  #: «للمتسابق»، «للحاضرين»: people by their form


def _addressed(text: str, span: Span, told: list[Word], n: int) -> bool:
    """Whether a word inside a source begins whom the words are said to."""
    w = told[n]
    if w.form.endswith(("ها", "هم")) and len(w.form) > 5:
        return True  # «حذرت الدولة | رعاياها»
    if n == 1 and w.form in nouns().places and told[0].form in nouns().places:
        return True  # «وتتهم الرياض | طهران»
    if text[span.start + w.start - 1] == "#" and n > 1:
        return True
    if w.form in _PEERS or w.form in _ALL | {"عموم"}:
        return True  # «وأوصت الجمعية | عموم الدعاة»
    if text[: span.start + w.start].rstrip()[-1:] == "،" and nouns().of(w.form, "bodies"):
        return True  # «وطالب رئيس اللجنة، | وزارة النقل، بكذا»
    before = told[n - 1].form
    office = not w.form.startswith("ال") and nouns().of(w.form, "offices", "people")
    if office and (before in listed("times") or before in nouns().places or (before.startswith("ال") and n > 1)):
        return True  # «طالب رئيس المجلس | رئيس الوزراء»، «وصفت إيران | رئيس الوزراء»
    if office and office.number >= MANY and not nouns().senses.get(before):
        return True  # «طالب الجبوري | رؤساء الكتل»
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
    first = first_words(text[start : start + 30], 1)
    if not first or first[0].form in nouns().noise["prepositions"]:
        return r
    phrase = phrase_at(text, start + first[0].start, r.content.start)
    if phrase is None or phrase.end > start + relative.start() + 1:
        return r
    named = nouns().of(first[0].form.removeprefix("ال"), *SOURCES)
    alone = not text[phrase.end : start + relative.start()].strip("،, ") and len(phrase.of(text).split()) <= 4
    return r._replace(sources=(phrase,), anaphor=None) if named or alone else r
