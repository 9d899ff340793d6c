"""Arabic statements that the tagger does not see, told by their form alone.

«… كما قال الحارس لإذاعة محلية»، «ولم يستبعد الوزير تأجيل الاقتراع»، lines that open with a source («مصدر لوكالة: …»,
«14:05 شهود: …»), items of a list («12 قتيلا بحسب الإسعاف»). Each gives a reading only where nothing was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.edges import CLOSING, OPENING, STRAIGHT, sentences
from riwaya.attribution.relays import SOURCES, phrase_at
from riwaya.attribution.rules import cues
from riwaya.attribution.tagger import Reading
from riwaya.language.text import first_words, is_arabic, words
from riwaya.lexicon.nouns import nouns
from riwaya.lexicon.outlets import find_outlets
from riwaya.model import Span, Stance

_SURE = 0.6
_LABEL = re.compile(
    r"[\s\-–—•*●▪]*(?:\d{1,2}[:.]\d{2}\s*[-–—|:]?\s*)?(?P<who>[^\d\W](?:[^:\n«»“”\".،؛؟!]|[«“\"][^«»“”\"\n:]{2,40}[»”\"]){1,100}?)\s*[:：]\s+(?P<said>\S[^\n]{9,})"
)
_WHERE = re.compile(
    r"\s+(?:(?:في|فى|خلال|عبر|على)\s+(?:بيان|بلاغ|تصريح|تصريحات|مؤتمر|ندوة|منشور|تغريدة|تدوينة|مقابلة|حوار|حديث|كلمة|خطاب"
    r"|اتصال|رسالة|إفادة|إحاطة|منصة|موقع|حساب\S*|صفحت\S*|تلفزيون|التلفزيون|[«\"]?(?:إكس|اكس|تويتر|فيسبوك|تلغرام|تليغرام))"
    r"(?!\w)|ل(?:موفد|مراسل|مندوب)(?:ت?نا|ت?ها|ه)(?!\w))"
)
"""Where the words of a label's source were spoken («في بيان»، «عبر «إكس»»), to which reporter of the page's own."""
_DESK = re.compile(r"[.؟!]\s+(?=و?لم\s+(?:يتسن|تتسن|يتمكن|تتمكن|نتمكن|يتضح|تتضح|يصدر|يرد|ترد)|و?(?:يذكر|يشار))")
"""Where the desk speaks behind somebody's words: «. ولم يتسن التحقق من ذلك»."""
_AS = re.compile(r"(?P<cue>(?:كما|على\s+ما|حسبما|بحسب\s+ما|وفق\s+ما|هكذا)\s+(?P<verb>[^\W\d]+))\s+(?=\S{3})")
_NOT = re.compile(r"(?<!\w)(?P<cue>[وف]?(?:لم|لا)\s+(?P<verb>[يت](?:ستبعد|توقع|ستغرب|خف))\S{0,3})\s+(?=\S{3})")
_SHORT = re.compile(r"(?P<said>[^\n،؛:«»\"]{4,40}?)\s(?P<cue>(?:ب?حسب|وفقا?|طبقا)\s+)(?P<who>[^\n،؛:«»\"]{3,60})$")


def more(text: str, found: Sequence[Reading], alone: bool) -> list[Reading]:
    """The readings of one piece of text and those that form tells beside them. `alone`: the piece is a whole paragraph,
    so that it may be a headline or an item of a list."""
    if not is_arabic(text[:400]):
        return list(found)
    added: list[Reading] = []
    labelled = _label(text) if alone else None
    if labelled is not None and all(_of_label(r, labelled) for r in found):
        return [labelled]  # the whole of the label and all that stands behind it
    for r in [labelled] if labelled else _candidates(text, alone):
        near = any(abs(o.head - r.head) < 12 or _inside(o, r) or r.content.start <= o.head < r.head for o in found)
        near = near or any(_inside(o, r) for o in added)
        if not near:
            added.append(r)
    return sorted([*found, *added], key=lambda r: r.head if r.head >= 0 else r.content.start)


def _of_label(r: Reading, labelled: Reading) -> bool:
    """Whether what was read is the label's, and nobody's who is named behind it."""
    if r.head < labelled.content.start or _same(r, labelled):
        return True
    return bool(r.sources) and all(s.start < labelled.content.start for s in r.sources)


def _same(o: Reading, r: Reading) -> bool:
    """Whether two readings claim nearly one content."""
    both = min(o.content.end, r.content.end) - max(o.content.start, r.content.start)
    return both > 0.8 * max(o.content.end - o.content.start, r.content.end - r.content.start)


def _inside(o: Reading, r: Reading) -> bool:
    """Whether a reading claims most of another's content already."""
    both = min(o.content.end, r.content.end) - max(o.content.start, r.content.start)
    return both > 0.5 * max(1, min(o.content.end - o.content.start, r.content.end - r.content.start))


_DOING = re.compile(r"(?<!\w)[وف]?(?P<cue>إعلان|اعلان|تأكيد|اعتراف|إقرار|ادعاء|إفادة|تصريح|تحذير)\s+(?=[^\W\d]{3})")
_OF_IT = re.compile(r"\s(?:(?:من|ب|إلى)\s+)?(?P<that>ب?[أا]ن(?:ه|ها|هم|هما)?)\s")
_IN_IT = re.compile(
    r"(?<!\w)(?P<cue>[وف]?(?:أدان|ادان|استنكر|شجب|انتقد|نفى|نفت|رفض)ت?\s+فيها?)\s+(?P<said>(?![أا]ن|ب[أا]ن|ما\s)\w{3})"
)


def _noun(text: str, m: re.Match[str]) -> Reading | None:
    """«بعد إعلان الشركة أنها ستغلق المصنع، خرج العمال»: a noun of saying with whose words and what."""
    source = phrase_at(text, m.end(), min(len(text), m.end() + 120))
    if source is None or not _may_speak(source.of(text)):
        return None
    that = _OF_IT.match(text, source.end)
    if that is None:
        return None
    stop = re.compile(r"[،,؛.؟!\n]").search(text, that.end())
    end = stop.start() if stop else len(text)
    if end <= that.end():
        return None
    return _reading(Span(*m.span("cue")), source, Span(that.start("that"), end), "asserts")


def _judged(text: str, m: re.Match[str]) -> Reading | None:
    """«أصدرت النقابة بيانا أدانت فيه اعتقال رئيسها وطالبت …»: who issued it speaks (`arabic` finds the issuer)."""
    start = m.start("said")
    stop = re.compile(r"[،,؛.؟!\n:]").search(text, start)
    end = stop.start() if stop else len(text)
    verbs = cues("arabic").verbs
    ends = [start + w.start for w in words(text[start:end])[1:] if w.form.startswith("و") and w.form[1:] in verbs]
    content = Span(start, min([end, *ends]))
    cue = Span(*m.span("cue"))
    if content.end - content.start < 8:
        return None
    return Reading(cue.start, content, (cue,), (), None, "asserts", _SURE)


def _candidates(text: str, alone: bool) -> list[Reading]:
    found = [r for m in _AS.finditer(text) if (r := _as(text, m))]
    found += [r for m in _NOT.finditer(text) if (r := _not(text, m))]
    found += [r for m in _DOING.finditer(text) if (r := _noun(text, m))]
    found += [r for m in _IN_IT.finditer(text) if (r := _judged(text, m))]
    if alone and len(text) < 120 and not found:
        m = _SHORT.fullmatch(text.rstrip(" ."), max(0, len(text) - len(text.lstrip(" -–—•*●▪"))))
        if m and len(m["said"].split()) >= 2:
            found.append(_reading(Span(*m.span("cue")), Span(*m.span("who")), Span(*m.span("said")), "asserts"))
    return found


def _reading(cue: Span, source: Span, content: Span, stance: Stance) -> Reading:
    whole = Span(cue.start, source.end if 0 <= source.start - cue.end <= 2 else cue.end)
    return Reading(cue.start, content, (whole,), (source,), None, stance, _SURE)


_NO_SOURCE = frozenset({"شاهد", "شاهدوا", "تقرير", "التقرير", "بيان", "نص", "صحف", "المصدر", "موقع", "الموقع", "مواقع"})


def _label(text: str) -> Reading | None:
    """A line whose first words name a source before a colon. The label must be a source by the lexicon: an outlet, or
    a noun for people or a body; «بالصور: …» and «تحديث: …» are none."""
    m = _LABEL.match(text)
    if m is None or len(text) > 500:
        return None
    who = m["who"]
    if place := _WHERE.search(who):
        who = who[: place.start()]
    if len(who.split()) > 10 or who.count("«") != who.count("»") or who[:1] in OPENING + STRAIGHT:
        return None
    if "@" in who:  # "RT @handle: …": a post that was passed on
        return None
    first = first_words(who, 1)[0].form
    if first in _NO_SOURCE and "عيان" not in who and not re.match(r"\S+\s[«“\"]", who):
        return None
    if any(w.form in cues("arabic").verbs and not nouns().senses.get(w.form) for w in words(who)):
        return None  # «قال المدير: …» opens with a cue
    hits = find_outlets(who)
    base = first.removeprefix("ال")
    outlet = any(h.start == 0 and h.end >= len(who) - 12 for h in hits)
    people = any(nouns().of(b, "people", "offices", "bodies", "titles") for b in (base, base.removesuffix("ا")))
    people = people or _phrase_sense(who)
    if not outlet and not people:
        return None
    start = m.start("who")
    desk = _DESK.search(text, m.start("said"))
    said = Span(m.start("said"), desk.start() if desk else len(text.rstrip()))
    source = Span(start, start + len(who))
    told = re.search(r"\sلـ?(?=[«“\"])", who) or re.search(r"\sلـ?(?=\S{3})", who)
    sources: tuple[Span, ...] = (source,)
    if told and any(h.start >= told.start() for h in hits):  # «مصدر لرويترز: …»
        sources = (Span(start + told.start() + 1, source.end), Span(start, start + told.start()))
    elif told and who[told.end() : told.end() + 1] in OPENING + STRAIGHT:
        sources = (Span(start + told.end(), source.end), Span(start, start + told.start()))
    elif title := re.search(r"\sل(?=(?:صحيفة|وكالة|قناة|موقع|إذاعة|شبكة|مجلة|جريدة|محطة)\s)", who):
        sources = (Span(start + title.end(), source.end), Span(start, start + title.start()))
    return Reading(start, said, (source,), sources, None, "asserts", _SURE)


def _phrase_sense(who: str) -> bool:
    forms = [w.form.removeprefix("ال") for w in first_words(who, 2)]
    return any(s.table in SOURCES for f in forms[:1] for _, s in nouns().phrases.get(f, ()))


def _as(text: str, m: re.Match[str]) -> Reading | None:
    """«وكان الملعب خاليا كما قال الحارس لإذاعة محلية.»: the sentence before it, where its source ends the sentence."""
    verb = first_words(m["verb"], 1)[0].form if words(m["verb"]) else ""
    if verb not in cues("arabic").verbs:
        return None
    s = next((s for s in sentences(text, Span(0, len(text))) if s.start <= m.start() < s.end), None)
    if (
        s is None
        or len(words(text[s.start : m.start()])) < 3
        or text[s.start : m.start()].count("«") != text[s.start : m.start()].count("»")
    ):
        return None
    source = phrase_at(text, m.end(), s.end)
    if source is None or source.end - source.start < 3 or re.match(r"\s+(?:[أإا]ن|ب[أا]ن)", text[source.end :]):
        return None
    if not _may_speak(text[source.start : source.end]):
        return None
    if len(words(text[source.end : s.end])) > 6:
        return None
    found = _reading(Span(*m.span("cue")), source, Span(s.start, m.start()), "asserts")
    return found._replace(cue=(Span(m.start(), s.end),))


def _may_speak(name: str) -> bool:
    first = first_words(name, 1)[0].form if words(name) else ""
    base = first.removeprefix("ال")
    return bool(nouns().of(base, *SOURCES)) or any(h.start == 0 for h in find_outlets(name)) or name[:1] in OPENING


def _not(text: str, m: re.Match[str]) -> Reading | None:
    """«ولم تستبعد الهيئة سحب الترخيص»: a belief denied is said all the same. The subject is a definite noun with its
    adjectives; what is believed begins behind it, or at «أن»."""
    s = next((s for s in sentences(text, Span(0, len(text))) if s.start <= m.start() < s.end), None)
    if s is None:
        return None
    told = words(text[m.end() : s.end])[:14]
    n = 0
    while n < len(told) and not _subject_ends(told[n].form, told[n - 1].form if n else "", n):
        n += 1
    if not 0 < n < len(told) - 1 or not nouns().of(told[0].form.removeprefix("ال"), *SOURCES):
        return None
    if any(c in text[m.end() + told[0].start : m.end() + told[n].start] for c in "،,:" + OPENING + CLOSING):
        return None
    source = Span(m.end() + told[0].start, m.end() + told[n - 1].end)
    content = Span(m.end() + told[n].start, s.end)
    return _reading(Span(*m.span("cue")), source, content, "asserts")


def _subject_ends(form: str, before: str, n: int) -> bool:
    """Whether a word is no more of a subject: «أن», or after a definite word one that is not its adjective."""
    if form in cues("arabic").complementizers:
        return True
    if not n or not before.startswith("ال"):
        return False
    adjective = form.startswith("ال") and (
        form.endswith(("ي", "يه", "يون", "يين")) or form[2:] in ("عام", "عامه", "عليا", "اعلي")
    )
    return not adjective
