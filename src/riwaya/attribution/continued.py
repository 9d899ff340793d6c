"""Words said without a cue of their own: a quotation that runs on after its speaker, turns of a conversation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from riwaya.attribution.edges import CLOSING, OPENING, STRAIGHT, quoted_runs, sentences
from riwaya.attribution.english_words import lexicon
from riwaya.attribution.rules import known
from riwaya.attribution.tagger import Reading
from riwaya.language.text import first_words, fold, words
from riwaya.model import Span

_SURE = 0.6
_TURN = re.compile(r"\s*(?P<label>[^\W\d][^\n:«»“”\"،,؛;؟?!]{1,48}?)\s*:\s+(?P<said>\S.{11,})", re.DOTALL)
_CAPITALS = re.compile(r"(?:[A-Z][A-Z.’'-]+\s*){1,5}$")
_NOBODY = frozenset({
    "q", "a", "question", "answer", "note", "update", "exclusive", "breaking", "watch", "read more", "related", "photo",
    "video", "location", "date", "time", "source", "more", "correction", "editors note", "live", "opinion", "analysis",
    "س", "ج", "سوال", "جواب", "السوال", "الجواب", "المصدر", "التاريخ", "المكان", "الموقع", "اقرا ايضا", "شاهد", "عاجل",
    "تحديث", "ملاحظه", "الصوره", "فيديو", "صور", "للمزيد", "تصحيح", "مباشر",
})  # fmt: skip
"""Labels that name nobody: whose words follow, they don't tell."""


def run_on(text: str, found: Sequence[Reading]) -> list[Reading]:
    """Readings, and one more for each sentence that is all quotation, says nothing of its speaker, and stands right
    behind a quoted sentence whose speaker is told («…»، قال فلان. «…»)."""
    if not any(c in text for c in OPENING + STRAIGHT):
        return list(found)
    added: list[Reading] = []
    dropped: list[Reading] = []
    before: Reading | None = None
    for s in sentences(text, Span(0, len(text))):
        inside = [r for r in found if r.content.start < s.end and r.content.end > s.start]
        heads = [r for r in found if s.start <= r.head < s.end]
        unnamed = [r for r in heads if _unnamed(text, r, s)]
        taken = any(r not in unnamed and (r not in heads or r.head < s.start + 2) for r in inside)
        if before is not None and _whole(text, s) and not taken:
            before = Reading(-1, s, (), (), None, "asserts", _SURE)  # a cue inside it is part of what is said
            added.append(before)
            dropped += unnamed
        elif heads:
            spoken = [r for r in heads if _quoted(text, r.content)]
            before = spoken[-1] if spoken else None
        elif inside:
            before = None
        else:
            before = None
    kept = [r for r in found if r not in dropped]
    return sorted([*kept, *added], key=lambda r: r.head if r.head >= 0 else r.content.start)


def _unnamed(text: str, r: Reading, s: Span) -> bool:
    """Whether an English cue within the quotation `s` names no speaker of its own («"It says so."», «"Tell that to
    them."»): whoever speaks there says it."""
    within = s.start <= r.content.start <= r.content.end <= s.end + 1
    if text[r.head : r.head + 2].strip()[:1] >= "\u02ff" or not within:
        return False
    return not any(s.start <= x.start < s.end and _PRONOUN.fullmatch(text, *x) is None for x in r.sources)


_PRONOUN = re.compile(r"\s*(?:[Ii]t|[Ww]e|I|[Hh]e|[Ss]he|[Tt]hey|[Yy]ou)\s*")
_SIGNED = re.compile(
    r"[ \u00a0]*\n?\s*[—―–-]{1,2}\s*(?P<name>[^\W\d_](?:[^\n:;؛،,.«»“”\"(\d]|(?<= \w)\.){2,50}?)"
    r"[ \u00a0]*(?=[,،.\n(\d]|$)"
)


def signed(text: str, pieces: Sequence[Span]) -> dict[int, Reading]:
    """Quotations with a name behind a dash («…» — فلان), as a tweet or a voice from the street is printed, by the
    number of the piece they begin in. The name may stand on the next line."""
    found: dict[int, Reading] = {}
    n = 0
    for q in quoted_runs(text):
        if q.end - q.start < 12:
            continue
        m = _SIGNED.match(text, q.end + 1, q.end + 80)
        if m is None or len(m["name"].split()) > 7 or not _is_name(m["name"].split()[0]):
            continue
        while n < len(pieces) - 1 and pieces[n].end <= q.start:
            n += 1
        at = pieces[n].start
        name = Span(m.start("name") - at, m.end("name") - at)
        said = Span(q.start - at, q.end - at)
        found.setdefault(n, Reading(name.start, said, (name,), (name,), None, "asserts", _SURE))
    return found


_ANNOUNCED = re.compile(r"[:：]\s*$")


def announced(text: str, pieces: Sequence[Span], found: Sequence[Sequence[Reading]]) -> dict[int, Reading]:
    """Paragraphs that are one quotation, whose speaker stands in the paragraph before («وقال المدير:» and a new line):
    by number. Places are counted from the start of the quoting paragraph, so those of the cue are below nought."""
    added: dict[int, Reading] = {}
    for n in range(1, len(pieces)):
        before, here = pieces[n - 1], pieces[n]
        lead = text[max(before.start, before.end - 200) : before.end]
        if not _ANNOUNCED.search(lead):
            continue
        quoted = text[here.start] in OPENING + STRAIGHT
        if not quoted and not _spoken(text, before, here):
            continue
        heads = [r for r in found[n - 1] if r.head >= 0 and before.start + r.head >= before.end - 80]
        lead_in = _lead(text, before)
        last = heads[-1] if heads else lead_in
        if last is None:
            continue
        if not last.sources and last.anaphor is None and lead_in is not None:
            last = last._replace(sources=lead_in.sources)
        back = before.start - here.start

        def moved(span: Span, back: int = back) -> Span:
            return Span(span.start + back, span.end + back)

        inside = Span(int(quoted), here.end - here.start)
        added[n] = Reading(
            last.head + back,
            inside,
            tuple(map(moved, last.cue)),
            tuple(map(moved, last.sources)),
            last.anaphor and moved(last.anaphor),
            last.stance,
            last.sure,
        )
    return added


_VERBATIM = re.compile(r"(?:^|[.؟!]\s+|\n)[وف]?(?:قال|أضاف|تابع|كتب|ختم|غرد|أردف|أنشد)ت?\s[^.:«»\n]{2,90}:\s*$")


def _spoken(text: str, before: Span, here: Span) -> bool:
    """Whether a paragraph without quotation marks is what the paragraph before announces: that one is «وقال فلان:» and
    nothing else, and this one is no item of a list and no line of another kind."""
    lead = text[max(before.start, before.end - 120) : before.end]
    if not _VERBATIM.search(lead) or not text[here.start].isalpha():
        return False
    first = first_words(text[here.start : here.start + 40], 1)
    return bool(first) and first[0].form > "z" and not known(first[0].form) and ":" not in text[here.start : here.end]


_HANDLE = re.compile(r"\(?@\w{2,30}\)?\s*$")
_POSTED = re.compile(r".{0,12}(?:\d{1,2}[:.]\d{2}|\d{4})[^.؟!]{0,40}$|.{0,30}(?:\d{4})\s*$")


def posts(text: str, pieces: Sequence[Span]) -> dict[int, Reading]:
    """Posts printed in full under a name and a handle («سالم نوار», "@salem", the words, the time), by number of the
    paragraph: the one behind the handle is who posts'."""
    found: dict[int, Reading] = {}
    for n in range(1, len(pieces) - 1):
        handle, name, said = text[slice(*pieces[n])], text[slice(*pieces[n - 1])], text[slice(*pieces[n + 1])]
        if not _HANDLE.match(handle) or not 1 <= len(name.split()) <= 5 or any(c in name for c in ".،؟!:,?"):
            continue
        if len(said) < 12 or _POSTED.match(said) or not _is_name(name.strip()):
            continue
        back = pieces[n - 1].start - pieces[n + 1].start
        who = Span(back, back + len(name.rstrip()))
        found[n + 1] = Reading(who.start, Span(0, len(said)), (who,), (who,), None, "asserts", _SURE)
    return found


_QUESTION = re.compile(r"(?P<mark>[*•■◄►▪=\-–—]{1,3}|س\s*\d*\s*[:\-])?[^\n]{4,400}[؟?][\s»”\")*]*$")


def asked(texts: Sequence[str]) -> set[int]:
    """The paragraphs of an interview without names, by number: questions under a mark («** … ؟»), two at least, or
    three short ones with answers between them, and the answers. Nobody is named who says them, and the outlet does
    not."""
    questions = {n: m for n, t in enumerate(texts) if len(t) <= 420 and (m := _QUESTION.fullmatch(t.strip()))}
    marked = {n for n, m in questions.items() if m["mark"]}
    answered = {n for n in questions if n + 1 < len(texts) and n + 1 not in questions}
    if len(marked & answered) > 1:
        turns = marked
    elif len(answered) > 2 and len(answered) * 3 >= len(texts) - min(answered):
        turns = answered
    else:
        return set()
    return set(range(min(turns), len(texts)))


def _lead(text: str, paragraph: Span) -> Reading | None:
    """A known verb with its subject at the end of a paragraph that ends in a colon."""
    start = max(paragraph.start, paragraph.end - 120)
    tokens = words(text[start : paragraph.end])[-9:]
    at = next((n for n in range(len(tokens) - 1, -1, -1) if known(tokens[n].form) or _quotes(tokens[n].form)), None)
    if at is None:
        return None
    arabic = tokens[at].form > "z"
    subject = tokens[at + 1 :] if arabic else tokens[:at]
    for n in range(len(subject) - 1, 0, -1):
        if text[start + subject[n - 1].end : start + subject[n].start].strip():
            subject = subject[:n] if arabic else subject[n:]
            if not arabic:
                break
    if not subject:
        return None
    shift = start - paragraph.start
    cue = Span(tokens[at].start + shift, tokens[at].end + shift)
    source = Span(subject[0].start + shift, subject[-1].end + shift)
    return Reading(cue.start, cue, (cue,), (source,), None, "asserts", _SURE)


def _quotes(form: str) -> bool:
    """Whether an English word can be a verb that a quotation follows."""
    return any(
        s.part == "verb" and s.shapes & {"past", "s"} and any(f.name == "quote" and not f.attitude for f in s.frames)
        for s in lexicon().get(form, ())
    )


def _quoted(text: str, content: Span) -> bool:
    """Whether a content begins or ends in quotation marks."""
    near = text[max(0, content.start - 2) : content.start + 1] + text[content.end - 1 : content.end + 2]
    return any(c in OPENING + CLOSING + STRAIGHT for c in near)


def _whole(text: str, s: Span) -> bool:
    """Whether a sentence is one quotation from its first sign to its last."""
    if s.end - s.start < 12 or text[s.start] not in OPENING + STRAIGHT:
        return False
    tail = text[s.end - 1 : s.end + 2].rstrip()
    return any(c in CLOSING + STRAIGHT for c in tail) and not any(
        c in CLOSING + STRAIGHT for c in text[s.start + 1 : s.end - 2]
    )


def turns(texts: Sequence[str]) -> dict[int, Reading]:
    """The paragraphs of a transcript that open with their speaker («المذيع: …», "WALLACE: …"), by number.

    A label counts where it comes again, or stands in capitals beside another that does: a line with a colon in it is
    seldom somebody's turn. Labels that name nobody ("Q", «س») tell no source and are left alone.
    """
    matches = {n: m for n, t in enumerate(texts) if (m := _TURN.match(t[:4000]))}
    labels = {n: fold(m["label"]).strip(" .’'").replace("’", "") for n, m in matches.items()}
    often = Counter(labels.values())
    capitals = {labels[n] for n, m in matches.items() if _CAPITALS.match(m["label"])} - _NOBODY
    found: dict[int, Reading] = {}
    for n, m in matches.items():
        label = labels[n]
        if label in _NOBODY or len(label.split()) > 6 or any(known(w) for w in label.split()):
            continue  # «وقال فلان: …» opens with a cue and is read as such
        if (often[label] > 1 and _is_name(m["label"])) or (label in capitals and len(capitals) > 1):
            said = Span(m.start("said"), len(texts[n]))
            who = Span(m.start("label"), m.end("label"))
            found[n] = Reading(who.start, said, (who,), (who,), None, "asserts", _SURE)
    return found


def unnamed_turns(texts: Sequence[str]) -> set[int]:
    """The paragraphs of questions and answers that say no more of their speaker than "A" or «ج», by number: they are
    not the outlet's own words, and whose they are is not told. One such label alone is no interview."""
    marked = {n for n, t in enumerate(texts) if (m := _ANSWER.match(t[:40])) and fold(m[1]) in _NOBODY}
    return marked if len(marked) > 1 else set()


_ANSWER = re.compile(r"\s*(Q|A|Question|Answer|س|ج|سؤال|جواب|السؤال|الجواب)\s*\d{0,3}\s*[:：-]")


def _is_name(label: str) -> bool:
    """Whether a label can be somebody: capitals at every Latin word, or Arabic."""
    return all(w[0].isupper() or w[0] > "\u02ff" for w in label.split())
