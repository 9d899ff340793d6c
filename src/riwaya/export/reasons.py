"""Why something was decided, in Arabic: the stages give their reasons in English words, made of few phrases.

A reason, or a part of one, that is not known here stays as it is: better English than nothing. Words of reports within
a reason stand between « » or in the place of a name, and are left alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from riwaya.export.words import Speech

_HEDGES = {
    "exactly": "تحديداً", "about": "نحو", "at least": "على الأقل", "at most": "على الأكثر", "between": "بين كذا وكذا",
    "loosely": "بلا تحديد",
}  # fmt: skip
_STRENGTHS = {
    "nothing of the sort": "لا شيء من ذلك", "possible": "ممكن", "likely": "مرجَّح", "apparent": "ظاهر",
    "alleged": "مزعوم", "near": "شبه ذلك", "short": "دون ذلك", "beyond": "فوق ذلك", "weighing": "قيد الدرس",
    "intended": "منويّ",
    "attempted": "محاوَل", "wished": "مرغوب", "threat": "تهديد", "partial": "جزئي", "most": "معظمه", "full": "كامل",
    "small": "محدود", "large": "كبير", "certain": "مؤكد", "causes": "سببٌ له", "linked": "مرتبط به",
}  # fmt: skip
_FEATURES = {
    "meaning across": "المعنى بين لغتين", "covered across": "التغطية بين لغتين",
    "covering across": "التغطية المقابلة بين لغتين", "matter across": "المادة بين لغتين",
    "meaning": "المعنى", "closeness": "القرب", "mutual": "أقربُ بعضهما إلى بعض",
    "covered": "التغطية", "covering": "التغطية المقابلة", "content": "المضمون", "words": "الألفاظ",
    "vocabulary": "المفردات", "ideas": "الأفكار", "matter": "المادة", "one language": "لغة واحدة",
    "figures agree": "أعداد متفقة", "figures differ": "أعداد مختلفة", "one has figures": "لأحدهما أعداد",
    "unequal length": "تفاوت الطول", "length": "الطول", "one report": "خبر واحد", "one speaker": "قائل واحد",
    "nobody's words": "بصوت الوسائل", "one voice its own": "أحدهما بصوت الوسيلة", "place": "الموضع",
    "neighbours": "الجوار", "to begin with": "للبدء",
}  # fmt: skip
_DAY = r"(?:(before|after) )?(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))?"
_SIDES = {"before": "قبل ", "after": "بعد ", None: ""}

#: what stands in a reason as a whole, and in Arabic; \1 is what is carried over as it stands
_WHOLE: tuple[tuple[str, str], ...] = (
    # differences
    (r"figures that exclude each other", "عددان لا يجتمعان"),
    (r"the same figure in another currency", "العدد نفسه بعملة أخرى"),
    (r"a toll that grew: (.+) to (.+)", r"حصيلة ارتفعت: من \1 إلى \2"),
    (r"denied by its source \((«.*»)\), asserted in the other", r"ينفيه مصدره (\1) ويثبته الآخر"),
    (r"negated in one, not in the other", "منفيّ في أحدهما دون الآخر"),
    (r"one negates, nothing in the other does", "أحدهما ينفي، وليس في الآخر نفي"),
    (r"attributed to (.+) in one, said by the outlet itself in the other",
     r"مسند إلى \1 في أحدهما، وقالته الوسيلة بصوتها في الآخر"),
    (r"(.+) in one, (.+) in the other: one stops at who passed it on",
     r"\1 في أحدهما، و\2 في الآخر: وقف أحدهما عند الناقل"),
    (r"(.+) in one, (.+) in the other", r"\1 في أحدهما، و\2 في الآخر"),
    (r"(«.*») stands in one alone", r"\1 في أحدهما وحده"),
    (r"(«.*») against («.*»)", r"\1 مقابل \2"),
    # derivations
    (r"(\d+%) of its words stand in runs shared with the other, the longest of (\d+) words",
     r"\1 من ألفاظه في مقاطع مشتركة مع الآخر، أطولها \2 لفظاً"),
    (r"(\d+) of the (\d+) things it says in its own voice stand in the other, (\d+) of them with a source",
     r"\1 من \2 مما يقوله بصوته في الآخر، \3 منها مع مصدر"),
    (r"(\d+%) of its words in shared runs", r"\1 من ألفاظه في مقاطع مشتركة"),
    (r"(\d+%) of its sentences and (\d+%) of its statements have their like in the other, in the same order",
     r"لِـ\1 من جمله و\2 من أقواله نظير في الآخر بالترتيب نفسه"),
    (r"it credits it: («.*»)", r"يعزو إليه: \1"), (r"it names it: («.*»)", r"يسمّيه: \1"),
    (r"it credits the other", "يعزو إلى الآخر"), (r"the other credits it", "الآخر يعزو إليه"),
    (r"the other is an agency", "الآخر وكالة أنباء"), (r"it is an agency itself", "هو نفسه وكالة أنباء"),
    (r"it says in its own voice what the other has from a source", "يقول بصوته ما يسنده الآخر إلى مصدر"),
    (r"the other says in its own voice what it has from a source", "الآخر يقول بصوته ما يسنده هو إلى مصدر"),
    (r"the other is more like the rest", "الآخر أشبه بسائر الأخبار"), (r"it is the later", "هو المتأخر"),
    (r"more of it stands in the other than of the other in it", "ما في الآخر منه أكثر مما فيه من الآخر"),
    (r"more of the other stands in it", "ما فيه من الآخر أكثر"),
    (r"it shares (\d+) words with (.+) that (.+) lacks, and others with (.+): each prints a text that is not among the "
     r"reports", r"فيه مع \2 من الألفاظ \1 لا ترد في \3، وألفاظ أخرى مع \4: كلٌّ ينشر نصاً ليس بين الأخبار"),
    (r"other reports share wording that it lacks: each prints a text that is not among the reports",
     "في أخبار أخرى ألفاظ مشتركة لا ترد فيه: كلٌّ ينشر نصاً ليس بين الأخبار"),
    (r"both are signed with agencies that they do not name: each prints a text that is not among the reports",
     "كلاهما موقَّع باسم وكالات لم تُسمَّ: كلٌّ ينشر نصاً ليس بين الأخبار"),
    (r"it names a source for (\d+) things that (.+), which was published before, says in its own voice: each prints a "
     r"text that is not among the reports",
     r"يسند إلى مصدر \1 مما يقوله \2 بصوته وقد نُشر قبله: كلٌّ ينشر نصاً ليس بين الأخبار"),
    (r"both were published at one time, and nothing tells which would have it from the other: each prints a text that "
     r"is not among the reports",
     "نُشرا في وقت واحد ولا شيء يدل على أيهما أخذ عن الآخر: كلٌّ ينشر نصاً ليس بين الأخبار"),
    # statements
    (r"cue («.*)", r"لفظ الإسناد \1"), (r"no cue of its own", "لا لفظ إسناد له"),
    (r"the source stands at the cue", "المصدر عند لفظ الإسناد"),
    (r"no cue: the outlet's own voice", "لا لفظ إسناد: بصوت الوسيلة"),
    (r"an earlier speaker goes on", "يواصل قائل سابق"),
    (r"no speaker is named here: the last one goes on", "لا قائل مذكور هنا: يواصل القائل الأخير"),
    (r"no speaker is named here: an earlier one goes on", "لا قائل مذكور هنا: يواصل قائل سابق"),
    (r"(«.*») points back to («.*)", r"\1 تعود إلى \2"),
    (r"the subject is named before the verb", "الفاعل مذكور قبل الفعل"),
    (r"the source is the report’s own outlet", "المصدر هو وسيلة الخبر نفسها"),
    (r"an additive verb with the speaker's name carries the whole chain on",
     "فعل إضافة مع اسم القائل يواصل الإسناد كله"),
    (r"the nearest that could be told; the verb does not settle it", "أقرب ما أمكن تعيينه، والفعل لا يحسمه"),
    (r"the nearest that could be told", "أقرب ما أمكن تعيينه"), (r"the verb does not settle it", "والفعل لا يحسمه"),
    (r"no source could be told", "لم يمكن تعيين مصدر"),
    # corrections
    (r"corrected by a person", "صححه شخص"), (r"corrected by (.+)", r"صححه \1"),
)  # fmt: skip
_KNOWN = tuple((re.compile(pattern, re.S), arabic) for pattern, arabic in _WHOLE)
_DATES = re.compile(f"{_DAY} against {_DAY}")
_SAME = re.compile(r"the same figure, ([a-z ]+) against ([a-z ]+)")
_ONE = re.compile(r"one is ([a-z ]+), the other ([a-z ]+) the same figure")
_WEIGHT = re.compile(r"([+−-]\d+\.\d+) ([a-z' ]+)")
_DONE = ": what one tells as done is not yet done in the other"
_MOST = 4_000  #: letters of a reason that are looked at


@lru_cache(maxsize=4096)
def reason(why: str, speech: Speech) -> str:
    """A reason in a reader's language; what is not known stays in English. Linear in its length."""
    if speech == "en" or not why or len(why) > _MOST:
        return why
    return "؛ ".join(map(_phrase, _parts(why)))


def _parts(why: str) -> list[str]:
    """A reason cut at its semicolons, but for those within what a report says."""
    parts, deep, start = [], 0, 0
    for at, letter in enumerate(why):
        deep = deep + 1 if letter == "«" else max(0, deep - 1) if letter == "»" else deep
        if not deep and why.startswith("; ", at):
            parts.append(why[start:at])
            start = at + 2
    return why.split("; ") if deep else [*parts, why[start:]]  # a mark that was cut off closes nothing


def _phrase(part: str) -> str:
    if found := _DATES.fullmatch(part):
        return f"{_days(*found.group(1, 2, 3))} مقابل {_days(*found.group(4, 5, 6))}"
    if found := _SAME.fullmatch(part):
        return f"العدد نفسه، {_HEDGES.get(found[1], found[1])} مقابل {_HEDGES.get(found[2], found[2])}"
    if found := _ONE.fullmatch(part):
        return f"أحدهما {_HEDGES.get(found[1], found[1])} والآخر {_HEDGES.get(found[2], found[2])} للعدد نفسه"
    one, against, other = part.removesuffix(_DONE).partition(" against ")
    if against and one in _STRENGTHS and other in _STRENGTHS:
        done = ": ما يرويه أحدهما واقعاً لم يقع بعد في الآخر" if part.endswith(_DONE) else ""
        return f"{_STRENGTHS[one]} مقابل {_STRENGTHS[other]}{done}"
    weights = [_WEIGHT.fullmatch(w) for w in part.split(", ")]
    if all(w and w[2] in _FEATURES for w in weights):
        return "، ".join(f"\u2066{w[1]}\u2069 {_FEATURES[w[2]]}" for w in weights if w)
    for pattern, arabic in _KNOWN:
        if found := pattern.fullmatch(part):
            return found.expand(arabic)
    return part


def _days(side: str | None, first: str, last: str | None) -> str:
    shown = f"\u2066{first}\u2069" + (f" إلى \u2066{last}\u2069" if last else "")
    return _SIDES[side] + shown
