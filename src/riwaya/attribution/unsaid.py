"""Arabic words that look like a cue and give nobody's words where they stand: acts, plans, passives without a speaker,
what is *not* said, pictures, answers counted in a survey. Each with the sentence that it is for."""

from __future__ import annotations

import re

from riwaya.attribution.relays import SOURCES
from riwaya.attribution.tagger import Reading
from riwaya.language.text import first_words
from riwaya.lexicon.nouns import nouns
from riwaya.lexicon.outlets import find_outlets
from riwaya.model import Span

_ACTS = frozenset({
    "سعي", "يسعي", "تسعي", "يسعون", "اعتزم", "يعتزم", "تعتزم", "يعتزمون", "استعد", "يستعد", "تستعد", "يستعدون", "ادي",
    "يودي", "تودي", "ادت", "مني", "منيت", "غاب", "غابت", "خرج", "خرجت", "امتنع", "امتنعت", "يمتنع", "تمتنع", "ادرج",
    "ادرجت", "بدا", "بدت", "يبدو", "تبدو", "عجز", "عجزت", "يعجز", "تعجز", "فشل", "فشلت", "نجح", "نجحت", "تمكن", "تمكنت",
    "اهدر", "اهدرت", "تباين", "تباينت", "يعاني", "تعاني", "منع", "منعت", "يمنع", "تمنع", "استمع", "استمعت", "يعمد",
    "تعمد",
})  # fmt: skip
"""Plans, efforts and acts: «وتعتزم البلدية شراء عشر حافلات» is the outlet's own voice."""
_VOICES = frozenset({"عبر", "يعبر", "تعبر", "عبرت", "عبروا", "معبر", "معبرا", "معبره"})
_AFTER = re.compile(r"\b(?:بعد|قبل|دون|بدون|منذ|رغم|مجرد|غير|إلا|الا|يبقى|سوى|لولا)\s*$")
_UNTIL = re.compile(r"\b(?:إلى|الى)\s*$")
_THAT = re.compile(r"[أا]ن\b")
_COURT = re.compile(r"(?:ال)?محكم[ةه]\b|\bالقضاء\b")
_MENTIONED = re.compile(r"\s*\S*(?:يشار|جدر)\s+(?:إلى|الى|الإشارة|الاشارة|ب)")
_WITHOUT = re.compile(r"(?<!\w)(?:من\s+)?(?:دون|بدون|غير|بلا)\s+[أا]ن\s*$")
"""«وأضاف، دون أن يذكر السبب، …»: what is not said."""
_DUE = re.compile(
    r"\s*[وف]?(?:كان|كانت|كانوا)\s+(?:من\s+)?(?:المقرر|المتوقع|المفترض|المنتظر|المرجح|المزمع|مقررا|متوقعا|منتظرا)\s"
)
"""«كان من المقرر أن …»: an expectation of nobody's."""
_ACCUSED = re.compile(
    r"\s*[وف]?(?:(?:كان|كانت|كانوا|قد)\s+){0,2}(?:[اُ]*[يت]?تهم(?:ت|وا|ا|ون)?|(?:ال)?متهم(?:ا|ة|ين|ون|تين|ات)?)\s+"
    r"(?:(?:أمس|الأسبوع|الشهر|العام|سابقا|من\s+قبل)\s+(?:الماضي\s+|الماضية\s+)?)?ب(?!عض|نوك|لدية|نات|ني\b)\w{3,}"
)
"""«اتُّهم بالتقصير»، «متهم بالسرقة»: no object, so that the subject is the accused; who accuses stands nowhere."""
_MOVED = re.compile(r"\s*[وف]?نقلت?\s+(?:على الفور\s+|فورا\s+)?(?:إلى|الى|على متن|بواسطة|جوا|برا)(?!\w)")
"""«ونُقل إلى المستشفى»: carried, not quoted."""
_SHOWN = re.compile(r"[وف]?[يت]?(?:اظهر|ظهر|كشف|رصد|صور)ت?$")
_PICTURES = frozenset({
    "صور", "صوره", "لقطه", "لقطات", "فيديو", "فيديوهات", "مقطع", "مقاطع", "مشاهد", "تسجيل", "تسجيلات", "شريط", "بث",
    "فيلم", "كاميرا", "كاميرات", "خريطه",
})  # fmt: skip
_SHARE = re.compile(
    r"[\s(]*(?:(?:نحو|حوالي|زهاء|أكثر من|أقل من|فقط)\s+)?[\d٠-٩.,٫،]+\s*(?:٪|%|(?:(?:في|فى)\s+ال|بال)(?:مئ|مائ)[ةه])"
)
"""«وقال 34 في المئة إن …»: a share of those asked; it is the survey's finding, and nobody is named."""
_RELYING = frozenset({"استنادا", "استند", "استندت", "يستند", "تستند", "مستندا", "مستنده"})
_RULES = frozenset({"قانون", "قوانين", "ماده", "مواد", "دستور", "لاىحه", "لوايح", "لايحه", "قرار", "اتفاقيه", "اتفاق"})
_PUBLISHED = frozenset(
    stem + end for stem in ("نشر", "نشرت", "بث", "بثت", "اعد", "اعدت", "اجرت", "اذاع", "اذاعت") for end in ("ه", "ها")
) | {"اجراه", "اجراها"}  # fmt: skip
"""«دراسة نشرتها المجلة»: who published what speaks."""
_COMMENTED = frozenset({"علق", "علقت", "يعلق", "تعلق", "علقوا"})
"""«وعلق المدير على المقطع قائلا: …»: what it is about, no words yet."""
_REFUSED = re.compile(
    r"\s*[وف]?[يت]?(?:رفض|امتنع|اعتذر)\S{0,2}\s+(?:[^\s.،:]+\s+){0,4}?(?:عن\s+)?"
    r"(?:الإدلاء|الادلاء|التعليق|التعقيب|الخوض|الإفصاح|الكشف\s+عن\s+(?:اسم|هوي)|ذكر\s+اسم)"
)
"""«ورفض المسؤول الإدلاء بأي تصريح»: nothing is said."""
_WHO = re.compile(r"(?<!\w)[وف]?(?:من|ماذا|ما الذي|من الذي|هل|متى|كيف|لماذا|أين)\s+$")
"""«من قال إن الأرض ثابتة؟»: a question."""
_ABOUT = re.compile(r"\s*(?:على|علي|عن|حول)\s")
_PARTICIPLE = re.compile(r"[وف]?(?:م\w{3,}|\wا\w{2,3})ا$")
"""«…، واصفا»، «…، محذرا»: the forms of an active participle; «…، تقديرا لجهده» is none."""


_GOES_ON = frozenset({"يواصل", "تواصل", "يواصلون", "يبقي", "تبقي", "توصل", "توصلت", "توصلوا", "ينقل", "تنقل", "ينقلون"})
"""«تواصل الهيئة منح التخفيضات»، «ويبقى أن …»، «توصلت إلى اتفاق»، «ينقل الوسطاء الرسائل»: acts, where no clause of words
follows («توصلت الدراسة إلى أن …»، «تنقل الصحيفة عن …»)."""


_WITNESSED = frozenset({"شهد", "شهدت", "يشهد", "تشهد", "يشهدون"})
_TESTIFIES = re.compile(r"[^.،:؟!\n]{3,60}?(?:\s(?:[أإا]ن|ب[أا]ن)\S{0,3}\s|:)|\S+\s+(?:ضد|لصالح|أمام|امام)\s")
"""«وشهد الحارس بأن الباب كان مغلقا»; «شهدت المدينة أعمال عنف» says nothing."""
_CARRIED = frozenset({"يحمل", "تحمل", "حمل", "حملت", "يحملون", "حملوا"})
"""«يحمل الرقم سبعة»; «وحمّل الوزير الشركة المسؤولية» says something."""
_SHOWS = re.compile(r"\S{3,6}\s[^.،؛؟!\n]{0,90}?(?:[أإا]ن(?:ه|ها|هم)?\s|ب[أا]ن\S{0,2}\s|:)")
"""«وبيّن نوري أن …»; «بين لحظة وأخرى» is the preposition."""
_POINTING = frozenset({"لفت", "لفتت", "يلفت", "تلفت", "لافت", "لافتا", "لافته", "لافتين"})
_POINTS_TO = re.compile(r"[^.؟!\n]{0,70}?(?:\s(?:إلى|الى|أنّ?|ان|أنه|أنها|بأن)\s|[:«\"“])")
"""«ولفت نوري إلى أن …»; «وبات لافتا في السوق» and «لفتت كثيرين» say nothing."""
_BY = frozenset({"حسب", "بحسب", "وفق", "وفقا", "طبقا", "بوفق"})
_MEASURES = frozenset({
    "درجه", "نطاق", "نطاقها", "نطاقه", "حجم", "حجمها", "نوع", "نوعها", "نوعيه", "طبيعه", "ظروف", "حاجه", "احتياجات",
    "احتياج", "رغبه", "قدره", "مستوي", "معايير", "مواصفات", "شروط", "ضوابط", "انظمه", "نظام", "جدول", "مواعيد", "ترتيب",
    "تسلسل", "اولويه", "اولويات", "اليه", "اصول", "قانون", "قوانين", "دستور", "لوايح", "قواعد", "خطه", "خطط", "برنامج",
    "سعر", "اسعار", "عدد", "كميه", "نسبه", "موقعها", "موقعه", "صوره", "مبدا", "منهج", "اجراءات",
})  # fmt: skip
"""«وفق الأنظمة»، «بحسب نطاقها»: by what measure, and nobody's words."""
_UPON = re.compile(r"[وف]?على\s+(?:حد|لسان|ما|ذمة|قول|رأي|اعتبار|أساس)(?!\w)")
_AMONG = re.compile(r"بين\s+(?:ال|ما\s|كل\s|عدد\s|أن\s+)")
_FORESEEN = frozenset({
    "متوقع", "متوقعه", "المتوقع", "مقرر", "المقرر", "منتظر", "المنتظر", "مرجح", "المرجح", "مفترض", "المفترض", "مزمع",
    "المزمع", "محتمل", "المحتمل",
})  # fmt: skip
"""«ومتوقع أن يصل غدا»، «من المنتظر أن …»: foreseen by nobody who is named; «متوقعا أن …» is somebody's."""


def _act(text: str, r: Reading, at: int, form: str) -> bool:
    if form in ("يبقي", "تبقي"):
        return True
    if form == "بين":  # the preposition, not «بيّن»
        if not _SHOWS.match(text, at):
            return True
        return bool(_AMONG.match(text, at)) and not text[:at].rstrip().endswith((".", "،"))
    if form in _POINTING:
        return not _POINTS_TO.match(text, at, at + 90)
    if form in _BY and any(_first(s.of(text)) in _MEASURES for s in r.sources if s.start > r.head):
        return True
    if form == "علي":  # «على أمل»، «على الوزير أن»: the preposition
        return not _UPON.match(text, at)
    if form in _FORESEEN:
        return True
    if form in _WITNESSED:
        return not _TESTIFIES.match(text, at, at + 160)
    if form in _CARRIED:
        return not any(s in text[at : at + 160] for s in ("مسؤولي", "مسئولي", "تبع"))
    if form not in _GOES_ON:
        return False
    behind = text[at : at + 160].split(".")[0]
    if form.startswith("توصل"):
        return not re.search(r"\b(?:إلى|الى)\s+[أا]ن", behind)
    return not re.search(r"[:«\"“]|\b(?:[أإا]ن|عن|عنه|عنها)\b|\bب?[أا]ن(?:ه|ها|هم)?\b", behind)


def nobody(text: str, r: Reading, form: str) -> bool:
    """Whether a reading's head, folded and without و or ف, heads no statement where it stands: «تعتزم»، «عبر منصة»،
    «يذكر أن»، «بعد أن قاده»، «أكدت محكمة النقض رفض الطلب»."""
    return form in _ACTS or _no_cue(text, r, form) or _no_words(text, r, form)


def participle(form: str) -> bool:
    """Whether a folded word in the accusative has the form of an active participle."""
    return bool(_PARTICIPLE.match(form))


def _no_words(text: str, r: Reading, form: str) -> bool:
    at = r.head + (text[r.head : r.head + 1] == " ")
    if _act(text, r, at, form):
        return True
    if _WITHOUT.search(text, max(0, at - 24), at) or _SIGNED.match(text, at):
        return True
    if _DUE.match(text, r.head) or _ACCUSED.match(text, r.head) or _MOVED.match(text, r.head):
        return True
    if form == "مذكره" and not re.match(r"\s*ب", text[at + 5 : at + 8]):  # a memo, not «مذكرة بأن»
        return True
    if _SHOWN.match(form) and any(_first(s.of(text)) in _PICTURES for s in _by(r, at)):
        return True
    if _DONE.search(text, max(0, at - 12), at) and not form.endswith("ا"):
        return True
    if form in _OF_ITSELF and not _beside(text, r, at):
        return True
    if _shows_itself(text, r, at, form):
        return True
    told = first_words(text[at : at + 30], 1)
    if any(_SHARE.match(s.of(text)) for s in r.sources) or (told and _SHARE.match(text, at + told[0].end)):
        return True
    if _WHO.search(text, max(0, at - 16), at) and "؟" in text[at : at + 300].split("\n")[0]:
        return True
    if form in _PUBLISHED or _REFUSED.match(text, r.head):
        return True
    if form in _COMMENTED and r.content.start > at and _ABOUT.match(text, r.content.start):
        return True
    if form in _RELYING:
        return not any(_can_be_relied_on(s.of(text)) for s in r.sources)
    return False


_SIGNED = re.compile(
    r"[وف]?[يت]?(?:تعهد|لتزم|التزم)\S{0,2}\s+(?:(?:في|فى)\s+(?:ملحق|عقد|اتفاق|بروتوكول|مذكرة\s+تفاهم)|بموجب|بمقتضى)"
)
"""«وكانت الشركة قد تعهدت في عقد البيع بإبقاء العمال»: what is owed by contract."""
_DONE = re.compile(r"(?<!\w)[وف]?(?:س?[يت])?تم(?:ت)?\s+$")
"""«وسيتم | نشر الأرقام غدا»: what is done, by nobody who is named."""
_OF_ITSELF = frozenset({"يشتبه", "تبين", "يتبين", "اتضح", "يتضح", "يحسب", "يفترض", "يستنتج", "يستشف", "يستدل"})
"""«، يشتبه بأنها محملة بالسلاح»، «كما تبين من خلال التعليقات»: words of the third person without a subject."""
_WITNESSES = frozenset({
    "نتايج", "نتيجه", "بيانات", "ارقام", "احصاءات", "احصاييات", "استطلاع", "استطلاعات", "ابحاث", "بحث", "تحقيقات",
    "تحقيق", "فحوص", "فحوصات", "تحاليل", "تحليل", "مسح", "تقديرات", "وثايق", "سجلات",
})  # fmt: skip


def _shows_itself(text: str, r: Reading, at: int, form: str) -> bool:
    """«أظهر الحوض "قدرة عجيبة"»: who shows says nothing, but papers, figures and studies do, and whoever shows that
    something is so."""
    if form.lstrip("يت").removesuffix("ت") not in ("اظهر", "ظهر") or form in ("ظهر", "ظهرت"):
        return False
    first = _first(text[r.content.start : r.content.start + 24])
    if _THAT.search(text, at, max(at, r.content.start) + 6) or first.endswith(("ه", "ها", "هم")):
        return False  # «أظهر الوزير قلقه من كذا»
    return not any(
        _first(s.of(text)) in _WITNESSES or nouns().of(_first(s.of(text)), "documents", "statements", "press")
        for s in r.sources
    )


def _beside(text: str, r: Reading, at: int) -> bool:
    """Whether a source stands right behind the verb at a place, or right before it."""
    end = at + first_words(text[at : at + 30], 1)[0].end
    return any(0 <= s.start - end <= 3 or 0 <= at - s.end <= 2 for s in r.sources)


def _by(r: Reading, at: int) -> list[Span]:
    return [s for s in r.sources if s.start < at + 40]


def _first(name: str) -> str:
    told = first_words(name, 1)
    return told[0].form.removeprefix("ال") if told else ""


def _can_be_relied_on(name: str) -> bool:
    """Whether «استنادا إلى …» may name a source: people, papers, media; never a law."""
    first = _first(name)
    if first in _RULES:
        return False
    return bool(nouns().of(first, *SOURCES)) or bool(nouns().phrases.get(first)) or bool(find_outlets(name))


def _no_cue(text: str, r: Reading, form: str) -> bool:
    start, end = r.content
    at = r.head + (text[r.head : r.head + 1] == " ")
    behind = text[r.head : max(start, r.head) + 6]
    if form in ("يشار", "تجدر", "يجدر") and _MENTIONED.match(text, r.head):
        return True
    if form in _VOICES and not re.search(r"\b(?:عن|عنه|عنها)\b|[:«\"“]", text[r.head : r.head + 120]):
        return True
    if form == "عبر" and start - r.head < 12 and not re.match(r"عن\b", text[start:end]):
        return True
    opens = not text[:at].strip() or text[:at].rstrip()[-1:] in ".؟!:\n"
    if form == "يذكر" and re.match(r"\s*\S*يذكر\s+[أا]ن", behind) and (opens or not r.anaphor):
        if opens:
            return True
        return not any(abs(s.end - r.head) <= 2 or 0 <= s.start - r.head < 12 for s in r.sources)
    if _THAT.match(text, start) and _after(text, start, form):
        return True
    court = any(_COURT.match(text[s.start : s.end].strip()) for s in r.sources)
    return court and form in ("اكد", "اكدت", "ايد", "ايدت", "ثبتت") and not re.match(r"[بو]?[أاإ]ن", text[start:end])


_TO = re.compile(r"[يتم]?(?:شار|شير|اشار|لفت|لافت|نوه|خلص|توصل|وصل|المح|لمح|نبه|ذهب|انته|نته|دع|طمان)\S{0,3}$")
"""Verbs whose words stand behind «إلى»."""


def _after(text: str, start: int, form: str) -> bool:
    """Whether «أن» at a place belongs to a circumstance («بعد أن»، «إلى أن» = until) and opens no words."""
    front = text[max(0, start - 12) : start]
    return bool(_AFTER.search(front)) or (bool(_UNTIL.search(front)) and not _TO.match(form))
