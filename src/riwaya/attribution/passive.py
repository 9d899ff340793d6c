"""Who says so where an Arabic verb is a passive: «نُقل عن فلان أن …», «اتُّهم من قبل فلان», «وأُفيد عن كذا، بحسب فلان»."""

from __future__ import annotations

import re

from riwaya.attribution.edges import sentences
from riwaya.attribution.relays import phrase_at
from riwaya.attribution.tagger import Reading
from riwaya.language.text import first_words
from riwaya.model import Span

_PASSIVE = re.compile(r"[\w\u064b-\u0652]+(?:\s+\w+)?\s+من\s+(?:قِبل|قبل|جانب)\s+(?P<by>(?:\w+\s+){1,5}?)(?=ب\w{2,})")


def agent(text: str, r: Reading) -> Reading:
    """«اتُّهم من قبل ثلاث صحفيات بمضايقتهن»: who accuses stands behind «من قبل», what he says behind that."""
    at = r.head
    while at < len(text) and text[at].isspace():
        at += 1
    m = _PASSIVE.match(text, at)
    if m is None or r.content.end <= m.end():
        return r
    by = Span(m.start("by"), m.start("by") + len(m["by"].rstrip()))
    return r._replace(sources=(by,), anaphor=None, content=Span(m.end(), r.content.end))


def told_by(text: str, r: Reading, form: str) -> Reading | None:
    """A passive has for its source what a preposition names («نُقل عن فلان»، «عُلم من مصدر»، «اتُّهم من قبل فلان»);
    «ذُكر أن»، «أُعلن في العاصمة أن»، «أُبلغ الأهالي بأن» have none: None."""
    if "\u064f" not in text[r.head : r.head + 8] and form not in _PASSIVES:
        return r
    head = first_words(text[r.head : r.head + 40], 1)
    if not head or not _is_passive(text[r.head + head[0].start : r.head + head[0].end], head[0].form):
        return r
    behind = r.head + head[0].end
    end = min(len(text), behind + 200) if r.content.start > r.head else max(behind, r.content.start)
    m = _BY.match(text, behind, end) or _BY.search(text, behind, max(behind, min(end, r.content.start)))
    if m and m[0].split()[0] == "عن" and not re.match(r"[وف]?[يت]?(?:نقل|روي|حكي|عرف)", head[0].form):
        m = None  # «أُفيد عن سقوط قتيلين»: what is told of
    by = phrase_at(text, m.end(), end) if m else None
    if by is None:
        return _by_particle(text, r)
    if any(s.start < by.end and by.start < s.end for s in r.sources):
        return r
    if by.end > r.content.start > r.head:  # the tagger took the source for words said
        opens = _OPENS.search(text, by.end, r.content.end)
        if opens is None:
            return None
        r = r._replace(content=Span(opens.end(), r.content.end), cue=(Span(r.head, by.end),))
    return r._replace(sources=(by,), anaphor=None)


def _by_particle(text: str, r: Reading) -> Reading | None:
    """«وأُفيد عن سقوط قتيلين، بحسب الصليب الأحمر»: the particle behind a passive names who says so."""
    s = next((s for s in sentences(text, Span(0, len(text))) if s.start <= r.head + 1 < s.end), None)
    m = _LAST.search(text, r.head, s.end) if s else None
    source = phrase_at(text, m.end(), s.end) if s and m else None
    if s is None or m is None or source is None or source.end < s.end - 2:
        return None
    cue = Span(m.start("cue"), source.end)
    return r._replace(head=cue.start, cue=(cue,), sources=(source,), anaphor=None, content=Span(s.start, m.start()))


_LAST = re.compile(r"[،,]?\s(?P<cue>(?:ب?حسب|وفق|نقلا عن)\s+(?:ما\s+\S+\s+)?)(?=\S{3})")
_OPENS = re.compile(r"\s(?:قوله\S*\s+)?(?=(?:[أإا]ن|ب[أا]ن)\S{0,3}\s)|:\s*")
_BY = re.compile(r"\s(?:عن|إلى|الى|من\s+قبل|من\s+قِبل|من\s+جانب|على\s+لسان|على\s+يد|من|لدى)\s+(?=\S{3})")
_PASSIVES = frozenset({"قيل", "يقال", "ويقال", "وقيل"})


def _is_passive(raw: str, form: str) -> bool:
    """Whether a verb says that it is a passive: by its vowel («ذُكر»، «ويُنقل»), or always is one («قيل»)."""
    if form in _PASSIVES:
        return True
    front = raw[1:] if raw[:1] in "وف" and len(form) > 3 else raw
    return front[1:2] == "\u064f" or (front[1:2] == "\u0651" and front[2:3] == "\u064f") or front[:3] in ("اتُ", "استُ")
