"""The circumstance in front of what is said in Arabic: «مشددا في | رسالة له أمس على حق كذا»."""

from __future__ import annotations

import re

from riwaya.model import Span

_SETTING = re.compile(
    r"\s*(?:بيان|تصريح\w*|مقابلة|حديث\w*|كلمة|كلمته|كلمتها|خطاب\w*|تغريدة|مؤتمر|رسالة|اتصال)\s[^،.:«»\"\n]{0,50}?"
    r"(?=(?:[إأا]ن|ب[أا]ن|على|إلى|عن)\S{0,2}\s)"
)


_NAMED = re.compile(
    r"\s*(?:في|فى|خلال|عبر)\s+(?:بيان|بلاغ|تصريح|تصريحات|مؤتمر|تغريدة|كلمة|رسالة|خطاب|حديث)"
    r"(?:\s+(?:له|لها|لهم|لهما|رسمي|رسمى|صحفي|صحفى|صحافي|صحفية|صحافية|مشترك|مقتضب|أمس|اليوم|الأحد|الاثنين|الإثنين"
    r"|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|صباح|مساء|يوم))*\s+(?=[^\W\d]{3})"
)
"""«أعلنت | في بيان لها أمس | مقتل ثلاثة»: where it was said, and nothing more of it than whose and when."""
_COMMENT = re.compile(r"(?<!\w)(?:في|فى)\s+(?:تعليق\S*|رد\S*|تعقيب\S*|كلم\S+|حديث\S*)\s+[^.:«»\"\n]{0,60}$")
_COLON = re.compile(r"[^.:؟!«»“”\"\n]{0,160}:\s*(?=[^\W\d]{2})")


def behind_setting(text: str, content: Span) -> Span:
    """The content without the setting in front of it («مشددا في | رسالة له أمس على حق كذا»، «أعلنت | في بيان لها أمس
    | مقتل ثلاثة»، «قال في تعليق على | إغلاق السوق: لن نتراجع»)."""
    named = _NAMED.match(text, content.start, content.end)
    if named and content.end - named.end() > 6:
        return Span(named.end(), content.end)
    if _COMMENT.search(text, max(0, content.start - 90), content.start):
        m = _COLON.match(text, content.start, content.end)
        if m and content.end - m.end() > 12:
            return Span(m.end(), content.end)
    if not re.search(r"(?<!\w)(?:في|فى|خلال|عبر)\s*$", text[max(0, content.start - 6) : content.start]):
        return content
    m = _SETTING.match(text, content.start, content.end)
    return Span(m.end(), content.end) if m and content.end - m.end() > 6 else content


_REQUEST = re.compile(
    r"\s*(?:طلب|رفض|اشترط|فضل|فضّل|تحفظ|تحفّظ)\S{0,2}\s[^.،:«\"]{0,40}?(?:اسم|هوي)\S{1,5}،?\s+(?=[بو]?[أإا]ن)"
)


def behind_request(text: str, content: Span) -> Span:
    """The content without «طلب عدم نشر اسمه» in front of its «أن»."""
    m = _REQUEST.match(text, content.start, content.end)
    return Span(m.end(), content.end) if m else content
