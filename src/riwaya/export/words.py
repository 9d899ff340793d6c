"""The words that the terminal report and the page speak themselves, in English and Arabic, and how they count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from riwaya.export.bidi import starts_rtl

Speech = Literal["ar", "en"]  #: the language of the headings and labels, not of the reports

#: key: (English, Arabic)
_WORDS: dict[str, tuple[str, str]] = {
    # headings
    "overview": ("Overview", "الخلاصة"),
    "conflicts": ("Where they contradict", "مواضع التعارض"),
    "claims": ("Claims", "الدعاوى"),
    "alone": ("Told by one report only", "ما انفرد به خبر واحد"),
    "descent": ("Which report comes from which", "أيّ خبر أُخذ من أيّ"),
    "drift": ("What changed on the way", "ما تغيّر في الطريق"),
    "sources": ("Sources", "المصادر"),
    "timeline": ("Timeline", "التسلسل الزمني"),
    "telling": ("When it was told", "متى نُشر"),
    "events": ("When it happened", "متى وقع"),
    "own voice": ("In the outlet's own voice", "بصوت الوسيلة نفسها"),
    "reports": ("Reports", "الأخبار"),
    "stories": ("Stories", "القصص"),
    "problems": ("What could not be read", "ما تعذّرت قراءته"),
    "removed": ("Taken for boilerplate", "ما عُدّ من غير الخبر"),
    "kept": ("Kept", "ما أُبقي"),
    # labels
    "version": ("Version", "الرواية"),
    "claim": ("Claim", "الدعوى"),
    "independent": ("independent sources", "المصادر المستقلة"),
    "main claim": ("Main claim", "الدعوى الرئيسية"),
    "behind main": ("independent sources behind the main claim", "المصادر المستقلة وراء الدعوى الرئيسية"),
    "on one": ("shared claims on one source alone", "دعاوى مشتركة مدارها على مصدر واحد"),
    "bottleneck": ("Rests on", "مدارها على"),
    "differences": ("Differences", "الاختلافات"),
    "conflict": ("conflict", "تعارض"),
    "update": ("update", "تحديث"),
    "same words": ("the same words", "بالألفاظ نفسها"),
    "in the report": ("in the report", "في الخبر"),
    "route": ("How each version travelled", "كيف انتقلت كل رواية"),
    "first in": ("First in", "أول من أورده"),
    "then": ("then", "ثم"),
    "from": ("from", "من"),
    "also from": ("also from", "وأيضاً من"),
    "inferred": ("inferred", "استنتاجاً"),
    "inferred why": ("not named at this place; inferred", "لم يُذكر في هذا الموضع، بل استُنتج"),
    "unsure": ("unsure", "غير مؤكد"),
    "one claim": ("one claim", "دعوى واحدة"),
    "why one": ("Why this is one claim", "لِمَ هي دعوى واحدة"),
    "doubtful": ("Not sure whether it is the same claim", "غير مؤكد أهي الدعوى نفسها"),
    "inside doubt": ("perhaps another claim", "ربما دعوى أخرى"),
    "outside doubt": ("perhaps the same claim", "ربما الدعوى نفسها"),
    "not seen": ("not among the reports", "ليس بين الأخبار"),
    "no date": ("no date", "بلا تاريخ"),
    "own": ("own voice", "بصوتها"),
    "own share": ("said in its own voice", "قيل بصوتها"),
    "own while": ("Said in the outlet's own voice, though others name a source", "قالته بصوتها، وغيرها يسنده إلى مصدر"),
    "attributed by": ("attributed by", "أسنده"),
    "to": ("to", "إلى"),
    "nothing": ("left out here", "غير مذكور هنا"),
    "why": ("why", "السبب"),
    "more": ("more", "أخرى"),
    "written": ("as written", "كما وردت"),
    "chain": ("Through whom", "الإسناد"),
    "quoted in": ("quoted in", "منقول عنه في"),
    "byline": ("by-line", "التوقيع"),
    "read from": ("read from", "قُرئ من"),
    "credit": ("credit", "عزو"),
    "outlet": ("outlet", "وسيلة"),
    "published": ("published", "نُشر في"),
    "language": ("language", "اللغة"),
    "title": ("title", "العنوان"),
    "url": ("address", "الرابط"),
    "skipped": ("skipped", "تُرك"),
    "note": ("note", "ملاحظة"),
    "none shared": ("No claim is told by more than one report.", "لا دعوى مشتركة بين خبرين."),
    "no conflict": ("No conflicts found.", "لم يُعثر على تعارض."),
    "no descent": ("No report was found to come from another.", "لم يتبيّن أن خبراً أُخذ من آخر."),
    "encoder": ("sentence encoder", "مُرمِّز الجمل"),
    "skip": ("Skip to the claims", "إلى الدعاوى"),
    "caution": (
        "Read by a program: it errs. Every line here leads to the words it was read from.",
        "قراءة آلية قد تخطئ، وكل سطر هنا يقود إلى الألفاظ التي قُرئ منها.",
    ),
    "legend": (
        "Underlined: a statement. Bold: the words that attribute it. Marked: where versions differ.",
        "تحته خط: قول. غليظ: ألفاظ الإسناد. مظلَّل: موضع اختلاف الروايات.",
    ),
    "picture": (
        "Time runs down, derivation runs across. A letter is the version of claim {n} that the report has.",
        "الزمن من أعلى إلى أسفل، والأخذ من جانب إلى جانب. والحرف رواية الخبر للدعوى {n}.",
    ),
    # how a report takes from another; a noun of the edge
    "cites": ("cites", "ينقل عن"),
    "copies": ("copies", "ينسخ"),
    "translates": ("translates", "يترجم"),
    "rewrites": ("rewrites", "يعيد صياغة"),
    # what a taker changed in what it took
    "drift:own voice": ("said in its own voice", "قاله بصوته"),
    "drift:source dropped": ("source dropped", "أسقط المصدر"),
    "drift:source replaced": ("another source named", "أسنده إلى مصدر آخر"),
    "drift:another mouth": ("put in another's mouth", "نسبه إلى غير قائله"),
    "drift:source blurred": ("less is said of the source", "أبهم المصدر"),
    "drift:source grown": ("more is made of the source", "ضخّم المصدر"),
    "drift:hedge lost": ("hedge lost", "أسقط التحفظ"),
    "drift:denial lost": ("denial lost", "أسقط النفي"),
    # how two reports relate
    "label:copies": ("copies", "نسخ"),
    "label:common": ("both from a third text", "كلاهما عن نص ثالث"),
    "label:rewrites": ("rewrites", "إعادة صياغة"),
    "label:translates": ("translates", "ترجمة"),
    "label:independent": ("independent", "مستقلان"),
    "label:template": ("a shared formula only", "صيغة مشتركة فحسب"),
    # how a source stands to what it says
    "asserts": ("says", "يقول"),
    "denies": ("denies", "ينفي"),
    "doubts": ("doubts", "يشكّك"),
    "demands": ("demands", "يطالب"),
    "direct": ("quoted", "بلفظه"),
    "indirect": ("reported", "بمعناه"),
    # kinds of difference
    "number": ("number", "عدد"),
    "date": ("date", "تاريخ"),
    "name": ("name", "اسم"),
    "action": ("action", "فعل"),
    "polarity": ("negation", "نفي"),
    "strength": ("strength", "درجة الجزم"),
    "attribution": ("attribution", "إسناد"),
    "detail": ("detail", "تفصيل"),
    # kinds of source
    "kind:outlet": ("outlet", "وسيلة إعلام"),
    "kind:agency": ("agency", "وكالة"),
    "kind:person": ("person", "شخص"),
    "kind:organization": ("organization", "جهة"),
    "kind:group": ("group", "مجموعة"),
    "kind:anonymous": ("unnamed", "لم يُسمَّ"),
    "kind:document": ("document", "وثيقة"),
}

#: noun: (one, many) in English; (one, two, 3-10, 11-99, round hundreds) in Arabic
_NOUNS: dict[str, tuple[tuple[str, str], tuple[str, str, str, str, str]]] = {
    "report": (("report", "reports"), ("خبر واحد", "خبران", "أخبار", "خبراً", "خبر")),
    "story": (("story", "stories"), ("قصة واحدة", "قصتان", "قصص", "قصة", "قصة")),
    "outlet": (("outlet", "outlets"), ("وسيلة واحدة", "وسيلتان", "وسائل", "وسيلة", "وسيلة")),
    "statement": (("statement", "statements"), ("قول واحد", "قولان", "أقوال", "قولاً", "قول")),
    "claim": (("claim", "claims"), ("دعوى واحدة", "دعويان", "دعاوى", "دعوى", "دعوى")),
    "shared claim": (
        ("shared claim", "shared claims"),
        ("دعوى مشتركة واحدة", "دعويان مشتركتان", "دعاوى مشتركة", "دعوى مشتركة", "دعوى مشتركة"),
    ),
    "independent source": (
        ("independent source", "independent sources"),
        ("مصدر مستقل واحد", "مصدران مستقلان", "مصادر مستقلة", "مصدراً مستقلاً", "مصدر مستقل"),
    ),
    "conflicting claim": (
        ("claim in conflict", "claims in conflict"),
        ("دعوى متعارضة واحدة", "دعويان متعارضتان", "دعاوى متعارضة", "دعوى متعارضة", "دعوى متعارضة"),
    ),
    "paragraph kept": (
        ("paragraph kept", "paragraphs kept"),
        ("فقرة واحدة أُبقيت", "فقرتان أُبقيتا", "فقرات أُبقيت", "فقرة أُبقيت", "فقرة أُبقيت"),
    ),
    "line removed": (
        ("line taken for boilerplate", "lines taken for boilerplate"),
        ("سطر واحد حُذف", "سطران حُذفا", "أسطر حُذفت", "سطراً حُذفت", "سطر حُذف"),
    ),
    "derivation": (("derivation", "derivations"), ("أخذ واحد", "أخذان", "مآخذ", "مأخذاً", "مأخذ")),
    "difference": (("difference", "differences"), ("اختلاف واحد", "اختلافان", "اختلافات", "اختلافاً", "اختلاف")),
}

# In Arabic both names, as the agencies write them: the Levant says the first, Egypt and the Gulf the second.
_MONTHS = (
    ("January", "كانون الثاني/يناير"), ("February", "شباط/فبراير"), ("March", "آذار/مارس"), ("April", "نيسان/أبريل"),
    ("May", "أيار/مايو"), ("June", "حزيران/يونيو"), ("July", "تموز/يوليو"), ("August", "آب/أغسطس"),
    ("September", "أيلول/سبتمبر"), ("October", "تشرين الأول/أكتوبر"), ("November", "تشرين الثاني/نوفمبر"),
    ("December", "كانون الأول/ديسمبر"),
)
_WHEN = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?\Z")
_LETTERS = {"en": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ar": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"}


def say(key: str, speech: Speech) -> str:
    """The interface's own words for a key of the table; KeyError for a key it doesn't have."""
    return _WORDS[key][speech == "ar"]


def counted(n: int, noun: str, speech: Speech) -> str:
    """A number with its noun: "1 report", "3 reports", «خبران», «3 أخبار», «11 خبراً»."""
    if speech == "ar" and n in (1, 2):
        return _NOUNS[noun][1][n - 1]
    return f"{n:,} {noun_of(n, noun, speech)}"


def noun_of(n: int, noun: str, speech: Speech) -> str:
    """The form of a noun that goes with a number beside it."""
    english, arabic = _NOUNS[noun]
    if speech == "en":
        return english[n != 1]
    if n in (1, 2):
        return arabic[n - 1].split()[0] if n == 1 else arabic[1]
    rest = n % 100
    return arabic[2 if not n or 3 <= rest <= 10 else 3 if rest > 10 else 4]


def ranged(low: int, high: int, noun: str, speech: Speech) -> str:
    """A number that is only known between two bounds: "2–3 independent sources"."""
    if low == high:
        return counted(low, noun, speech)
    if speech == "en":
        return f"{low:,}–{high:,} {_NOUNS[noun][0][1]}"
    one, two = _NOUNS[noun][1][0].split()[0], _NOUNS[noun][1][1]
    if (low, high) == (1, 2):
        return f"{one} أو {two}"
    return f"من {low:,} إلى {counted(high, noun, speech)}"


def listed(items: Sequence[str], speech: Speech) -> str:
    """ "a", "a and b", "a, b and c"; «أ وب»."""
    if len(items) < 2:
        return "".join(items)
    if speech == "en":
        return f"{', '.join(items[:-1])} and {items[-1]}"
    # «و» is written on to an Arabic word, and apart from a Latin one.
    return items[0] + "".join(f" و{item}" if starts_rtl(item) else f" و {item}" for item in items[1:])


def letter(number: int, speech: Speech) -> str:
    """The letter of a version, counted from 0; after the alphabet's end its number."""
    letters = _LETTERS[speech]
    return letters[number] if number < len(letters) else str(number + 1)


def dated(when: str | None, speech: Speech) -> str:
    """An ISO 8601 date, month, year or START/END in words; as it is where it is none of these."""
    if not when:
        return say("no date", speech)
    parts = [_dated(part, speech) for part in when.split("/")]
    if len(parts) == 2 and speech == "ar":
        return f"من {parts[0]} إلى {parts[1]}"
    return " – ".join(parts)


def _dated(when: str, speech: Speech) -> str:
    m = _WHEN.match(when)
    if m is None or not 1 <= int(m[2] or 1) <= 12:
        return when
    year, month, day = m.groups()
    words: Iterable[str | None] = (day and str(int(day)), month and _MONTHS[int(month) - 1][speech == "ar"], year)
    return " ".join(w for w in words if w)
