"""What Arabic syntax settles about a reading: which words are no cue where they stand, whose words a passive and a
denial by pronoun give. Each rule comes with the sentence that it is for; what it does not touch stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.edges import sentences
from riwaya.attribution.tagger import Reading
from riwaya.language.text import words
from riwaya.model import Span

_ACTS = frozenset({
    "سعي", "يسعي", "تسعي", "يسعون", "اعتزم", "يعتزم", "تعتزم", "يعتزمون", "استعد", "يستعد", "تستعد", "يستعدون", "ادي",
    "يودي", "تودي", "ادت", "مني", "منيت", "غاب", "غابت", "خرج", "خرجت",
})  # fmt: skip
"""Plans, efforts and acts: «وتعتزم البلدية شراء عشر حافلات» is the outlet's own voice."""
_VOICES = frozenset({"عبر", "يعبر", "تعبر", "عبرت", "عبروا", "معبر", "معبرا", "معبره"})
_AFTER = re.compile(r"\b(?:بعد|قبل|دون|بدون|منذ|رغم|مجرد|غير|إلا|الا|يبقى|إلى|الى|سوى|لولا)\s*$")
_THAT = re.compile(r"[أا]ن\b")
_PASSIVE = re.compile(r"\w+(?:\s+\w+)?\s+من\s+(?:قِبل|قبل)\s+(?P<by>(?:\w+\s+){1,5}?)(?=ب\w{2,})")
_POINTS = re.compile(r"[،,]?\s*(?:(?:و?هو|و?هي)\s+ما|الأمر\s+الذي|الامر\s+الذي|و?ذلك)\b")
_COURT = re.compile(r"(?:ال)?محكم[ةه]\b|\bالقضاء\b")


def mend(text: str, found: Sequence[Reading]) -> list[Reading]:
    """Readings of one piece of text without those that Arabic grammar excludes, others set right. English ones stay."""
    kept: list[Reading] = []
    for r in found:
        first = words(text[r.head : r.head + 40])[:1]
        form = first[0].form if first else ""
        if form < "z" or not form:
            kept.append(r)
            continue
        bare = form[1:] if len(form) > 3 and form[0] in "وف" else form
        if bare in _ACTS or _no_cue(text, r, bare):
            continue
        denied = _denied(text, r, kept)
        if denied is None:
            continue
        kept.append(_cut(_passive(text, r._replace(content=denied))))
    return [_trailing(text, r, kept) for r in kept]


def _no_cue(text: str, r: Reading, form: str) -> bool:
    """«عبر منصة»، «يذكر أن هذا الفوز»، «بعد أن قاده»، «أكدت محكمة النقض رفض الطلب»: no words of anybody."""
    start, end = r.content
    behind = text[r.head : max(start, r.head) + 6]
    if form in _VOICES and not re.search(r"\b(?:عن|عنه|عنها)\b|[:«\"“]", text[r.head : r.head + 120]):
        return True
    if form == "عبر" and start - r.head < 12 and not re.match(r"عن\b", text[start:end]):
        return True
    if form == "يذكر" and re.match(r"\s*\S*يذكر\s+[أا]ن", behind) and not r.anaphor:
        return not any(abs(s.end - r.head) <= 2 or 0 <= s.start - r.head < 12 for s in r.sources)
    if _THAT.match(text, start) and _AFTER.search(text[max(0, start - 12) : start]):
        return True
    court = any(_COURT.match(text[s.start : s.end].strip()) for s in r.sources)
    return court and form in ("اكد", "اكدت", "ايد", "ايدت", "ثبتت") and not re.match(r"[بو]?[أاإ]ن", text[start:end])


def _denied(text: str, r: Reading, before: Sequence[Reading]) -> Span | None:
    """The content; for a denial by pronoun («وهو ما ينفيه المدير») that of the statement right before it, else None."""
    m = _POINTS.match(text, r.content.start)
    if m is None or r.content.end - m.end() > 25 or not re.search(r"ه\b|ها\b|ذلك", text[m.end() : r.head + 14]):
        return r.content
    return next((b.content for b in reversed(before) if 0 <= r.head - b.content.end <= 40), None)


_PARTICLES = frozenset({"وفق", "وفقا", "بحسب", "حسب", "حسبما", "طبقا", "نقلا"})


def _trailing(text: str, r: Reading, found: Sequence[Reading]) -> Reading:
    """«وقعت ثلاثة انفجارات قرب المحطة وتضررت أربعة منازل، وفق حصيلة للدفاع المدني.»: a particle with its source at the
    end of a sentence carries all of it, where no other cue stands before it."""
    at = next((w.start for w in words(text[r.head : r.head + 20]) if w.form in _PARTICLES), None)
    if at is None or r.content.end > r.head + 1:
        return r
    s = next((s for s in sentences(text, Span(0, len(text))) if s.start <= r.head + at < s.end), None)
    source = max((x.end for x in r.sources), default=0)
    if s is None or source <= r.head or re.match(r"\s*[»\"”)]*\s*(?:$|[.\n])", text[source : s.end]) is None:
        return r
    if any(s.start <= o.head < r.head for o in found):
        return r
    return r._replace(content=Span(s.start, r.head + at))


def _passive(text: str, r: Reading) -> Reading:
    """«اتُّهم من قبل ثلاث صحفيات بمضايقتهن»: who accuses stands behind «من قبل», what he says behind that."""
    at = r.head
    while at < len(text) and text[at].isspace():
        at += 1
    m = _PASSIVE.match(text, at)
    if m is None or r.content.end <= m.end():
        return r
    by = Span(m.start("by"), m.start("by") + len(m["by"].rstrip()))
    return r._replace(sources=(by,), anaphor=None, content=Span(m.end(), r.content.end))


def _cut(r: Reading) -> Reading:
    """A source that runs into the words said ends where they begin («وصفت إيران | رئيس الوزراء بالكاذب»)."""
    start = r.content.start
    if r.head >= start:
        return r
    sources = tuple(Span(s.start, start) if s.start < start - 2 < s.end - 2 else s for s in r.sources)
    return r._replace(sources=sources)
