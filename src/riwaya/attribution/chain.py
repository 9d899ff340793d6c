"""From what was read at each cue to whole chains: pointers back, subjects left out, and what is carried on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from riwaya.attribution.edges import words_of
from riwaya.language.arabic import stem
from riwaya.language.text import fold, words
from riwaya.model import Link, Span

_WHOLE = frozenset(
    {"مصدر", "مصادر", "بيان", "وثيق", "وثائق", "source", "sources", "statement", "document", "documents"}
)
"""Stems of nouns that stand for where the words came from: their chain is the earlier one, whole."""

_ADDITIVE = re.compile(
    r"(?:و|ف|كما )*(?:اضاف|تابع|واصل|اردف|استطرد|استدرك|زاد|مضيف|متابع|مستدرك|مردف)\w*"
    r"|\b(?:added|adding|continued|went on)\b"
)
_SAME = frozenset(
    {"نفسه", "نفسها", "ذاته", "ذاتها", "عينه", "عينها", "المذكور", "المذكوره", "ذاتهم", "انفسهم", "same", "المشار"}
)
_PRONOUNS = frozenset({"he", "she", "they", "it", "who", "هو", "هي", "هم"})
_ARTICLES = frozenset({"the", "that", "this", "a", "an"})
_AUXILIARIES = frozenset({"كان", "كانت", "قد", "كما", "لكنه", "لكنها", "غير", "ان", "بدوره", "بدورها", "من", "جهته",
                          "جهتها", "جانبه", "جانبها"})  # fmt: skip
_MASCULINE_T = frozenset({"بيت", "صوت", "ثبت"})
_MASCULINE = frozenset({
    "مصدر", "مسوول", "مدير", "وزير", "رييس", "متحدث", "مهندس", "محام", "خبير", "قايد", "محافظ", "مختار", "نايب", "ناطق",
    "موظف", "شخص", "باحث", "مركز", "موقع", "بيان", "تقرير", "حزب", "مجلس", "بنك", "اتحاد", "مدرب", "لاعب", "مراسل",
})  # fmt: skip
_MEDIA = frozenset(
    map(stem, ("صحيفه", "جريده", "وكاله", "موقع", "قناه", "مجله", "شبكه", "اذاعه", "تلفزيون", "محطه", "بوابه"))
)
_OURS = frozenset({"مراسلنا", "مراسلتنا", "لمراسلنا", "اذاعتنا", "لاذاعتنا", "صحيفتنا", "لصحيفتنا", "قناتنا", "لقناتنا",
                   "موقعنا", "لموقعنا", "us", "our"})  # fmt: skip
REACH = 2  #: paragraphs over which a speaker goes on unnamed
MEMORY = 300  #: sources back to which a pointer reaches: what a page of any length can cost
BESIDE = 3  #: code points between a source and a cue that touch


class Read(NamedTuple):
    """A statement on its way to an attribution: places in the report's text."""

    paragraph: int
    content: Span
    cue: Span | None
    sources: tuple[Span, ...]
    anaphor: Span | None


class _Known(NamedTuple):
    """A source already met in this report."""

    mention: Span
    stems: tuple[str, ...]
    chain: tuple[Link, ...]  #: the chain up to and with it, as first met


def chains(text: str, reads: Sequence[Read]) -> list[tuple[tuple[Link, ...], str]]:
    """The chain of each statement of a report, in order of the text, with how it was found.

    A source at the cue is a link. A definite noun that repeats one («الصحيفة»، "the centre") is an anaphor of it;
    «المصدر» and «البيان» carry the earlier chain whole, as does an additive verb («وأضاف فلان»). Where no source stands
    at the cue, an earlier one goes on: the one the tagger points to if it spoke before, else the last that agrees with
    the verb in gender. What can't be told stays as printed.
    """
    known: list[_Known] = []
    found: list[tuple[tuple[Link, ...], str]] = []
    spoken: list[tuple[int, tuple[Link, ...]]] = []  # paragraph and chain of the statements so far
    for read in reads:
        near, far = _named(text, read)
        cue = fold(text[read.cue.start : read.cue.end]) if read.cue else ""
        links: list[Link] = []
        why = "the source stands at the cue"
        near = near or _pointer(text, read, known)
        ordered = _in_order(near, far, read, known)
        medium = _broadcast(text, read)
        if near and medium and not any(_touch(medium, x) for x in ordered):
            near, ordered = [medium, *near], [medium, *ordered]
        for span in ordered:
            if span not in near:
                links.append(Link(span, None, True))
                continue
            link = Link(span)
            earlier = _antecedent(text, span, known)
            if earlier is None and _is_medium(text, span):
                first = _first_named(text, span)
                if first is None:
                    continue  # «قال للقناة» where no channel is named: the outlet itself
                link = Link(first, span)
                why = f"{_quoted(text, span)} points back to {_quoted(text, first)}"
            if earlier is None and read.anaphor and span == read.anaphor and far:
                link = Link(far[0], span)
                why = f"{_quoted(text, span)} points back to {_quoted(text, far[0])}"
            elif earlier is not None:
                why = f"{_quoted(text, span)} points back to {_quoted(text, earlier.mention)}"
                if any(s in _WHOLE for s in _stems(fold(text[span.start : span.end]))) and not links:
                    links += [Link(x.mention, x.anaphor or span, True) for x in earlier.chain[:-1]]
                link = Link(earlier.mention, span)
            links.append(link)
        if not links:
            links, why = _carried(text, read, cue, far, spoken)
        elif len(links) == 1 and spoken and len(spoken[-1][1]) > 1 and _ADDITIVE.match(cue):
            last = spoken[-1][1]
            if _same(text, links[0], last[-1]):
                links = [*(Link(x.mention, x.anaphor, True) for x in last[:-1]), links[0]]
                why = "an additive verb with the speaker's name carries the whole chain on"
        if read.anaphor and links and links[-1].inferred and _at_cue(read.anaphor, read):
            links[-1] = Link(links[-1].mention, read.anaphor, True)  # the pronoun at the cue is his place
        chain = tuple(_unique(links))
        for k, link in enumerate(chain):
            if link.anaphor is None and not link.inferred:
                form = fold(text[link.mention.start : link.mention.end])
                known.append(_Known(link.mention, tuple(_stems(form)), chain[: k + 1]))
        del known[:-MEMORY]
        if chain:
            spoken.append((read.paragraph, chain))
        found.append((chain, why))
    return found


_BROADCAST = re.compile(
    r"\b(?:مقابلة|حوار|حديث|تصريح|تصريحات|لقاء|كلمة|خطاب|مقابله)\s+[^،,.:«»\n]{0,30}?"
    r"\b(?:بثه|بثها|بثته|بثتها|نشره|نشرها|نشرته|نشرتها|أجراها|أجرته|أجرتها|أذاعها|أذاعته|أذاعتها)\s+"
    r"(?P<medium>(?:ال)?(?:تلفزيون|صحيفة|قناة|شبكة|وكالة|موقع|إذاعة|مجلة|محطة)\S*"
    r"(?:\s+(?:[«\"“][^»\"”\n]{2,40}[»\"”]|(?!يوم|مساء|صباح|أمس|اليوم|إن|أن)[^\W\d]+)){0,2})"
)
"""«في مقابلة بثها التلفزيون الرسمي»: the medium that carried the words, named between the verb and them."""


def _broadcast(text: str, read: Read) -> Span | None:
    """The medium that a clause between cue and content says to have carried the words."""
    if read.cue is None or read.content.start <= read.cue.start or read.content.start - read.cue.start > 300:
        return None
    m = _BROADCAST.search(text, read.cue.start, read.content.start)
    return words_of(Span(m.start("medium"), m.end("medium")), text) if m else None


def _touch(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _in_order(near: Sequence[Span], far: Sequence[Span], read: Read, known: Sequence[_Known]) -> list[Span]:
    """Sources at the cue, and beside them those read elsewhere that spoke before, in the tagger's order
    («وقال للوكالة»: the agency stands here, the speaker earlier)."""
    if not near or read.anaphor:
        return list(near)
    spoke = [s for s in far if any(_touch(s, k.mention) for k in known)]
    order = {s: n for n, s in enumerate(read.sources)}
    both = [*near, *spoke]
    return sorted(
        both, key=lambda s: (order.get(s, next((n for t, n in order.items() if _touch(s, t)), 9)), both.index(s))
    )


def _carried(
    text: str, read: Read, cue: str, far: Sequence[Span], spoken: Sequence[tuple[int, tuple[Link, ...]]]
) -> tuple[list[Link], str]:
    """The chain that goes on where no source stands at the cue."""
    gender = _verb_gender(cue)
    recent = [(p, chain) for p, chain in spoken[-6:] if read.paragraph - p <= REACH]
    for span in far:
        for _, chain in reversed(recent):
            at = next((k for k, x in enumerate(chain) if _touch(x.mention, span)), None)
            if at is None:
                continue
            at = max(k for k, x in enumerate(chain) if any(_touch(x.mention, s) for s in far))
            if _ADDITIVE.match(cue):
                at = len(chain) - 1  # who goes on is who spoke, not the medium he spoke to
            if _agrees(gender, text, chain[at].mention):
                return [Link(x.mention, x.anaphor, True) for x in chain[: at + 1]], "an earlier speaker goes on"
    same = [chain for p, chain in recent if p == read.paragraph]
    if same and _agrees(gender, text, same[-1][-1].mention):
        return [Link(x.mention, x.anaphor, True) for x in same[-1]], "no speaker is named here: the last one goes on"
    start = read.cue.start if read.cue else read.content.start
    before = [span for span in far if span.end <= start and _agrees(gender, text, span)]
    if before and not same:
        return [Link(span, None, True) for span in before[-1:]], "the subject is named before the verb"
    for _, chain in reversed(recent):
        if _agrees(gender, text, chain[-1].mention):
            return [Link(x.mention, x.anaphor, True) for x in chain], "no speaker is named here: an earlier one goes on"
    if far:
        return [Link(far[0], None, True)], "the nearest that could be told; the verb does not settle it"
    if recent:
        return [
            Link(x.mention, x.anaphor, True) for x in recent[-1][1]
        ], "no speaker is named here: the last one goes on"
    return [], "no source could be told"


_THROUGH = re.compile(r"\s(?:نقلا\S? )?عن\s+(?=\S)")


_TOLD = re.compile(
    r"\sل(?:ـ|ل)?(?=(?:صحيف|وكال|قنا|موقع|مجل[ةه]|شبك|إذاع|اذاع|تلفزيون|جريد|محط|الصحيف|الوكال|القنا|الموقع)|[«\"“])"
)
"""«عضو في الوفد لصحيفة «الجسر»»: two sources read as one, the medium standing last but nearest the reader."""
_ON = re.compile(r"(?:(?:نقلا|نقلاً)\s+)?عن\s+(?=\S{3})|ل(?=(?:صحيف|وكال|قناة|موقع|مجل[ةه]|شبك|إذاع|جريد|محط)\w*\s)")
"""A preposition at the front of a source."""


def _split(text: str, span: Span) -> list[Span]:
    """The sources that one place holds, nearest the reader first."""
    found: list[Span] = []
    lead = _ON.match(text, span.start, span.end)
    start = lead.end() if lead else span.start
    for m in _THROUGH.finditer(text, start, span.end):
        found.append(words_of(Span(start, m.start()), text))
        start = m.end()
    last = Span(start, span.end)
    told = _TOLD.search(text, last.start, last.end)
    if told and told.start() - last.start > 4:
        found.append(words_of(Span(told.end(), last.end), text))
        last = Span(last.start, told.start())
    return [*found, words_of(last, text)]


def _named(text: str, read: Read) -> tuple[list[Span], list[Span]]:
    """The places that can be this statement's sources, those at the cue and those elsewhere: «الوكالة عن صحيفة» is two;
    a scrap or a place inside the content is none."""
    split = [part for span in read.sources for part in _split(text, span)]
    kept: list[Span] = []
    near: list[Span] = []
    for span in split:
        inside = read.content.start <= span.start and span.end <= read.content.end
        at_cue = _at_cue(span, read)
        scrap = sum(c.isalpha() for c in text[span.start : span.end]) < 3
        nested = any(k.start <= span.start and span.end <= k.end for k in kept)
        if scrap or nested or (inside and not at_cue):
            continue
        kept.append(span)
        if at_cue:
            near.append(span)
    return near, [k for k in kept if k not in near]


def _at_cue(span: Span, read: Read) -> bool:
    """Whether a place stands in the cue, touches it, or lies between it and the content."""
    if read.cue is None:
        return False
    start, end = read.cue
    if end <= read.content.start:
        end = read.content.start
    elif read.content.end <= start:
        start = read.content.end
    return span.start < end + BESIDE and start - BESIDE < span.end


def _pointer(text: str, read: Read, known: Sequence[_Known]) -> list[Span]:
    """A definite noun inside the cue that points back («وأشارت الصحيفة إلى»), where the tagger named no source."""
    if read.cue is None:
        return []
    for w in words(text[read.cue.start : read.cue.end])[1:]:
        span = Span(read.cue.start + w.start, read.cue.start + w.end)
        if _definite(w.form).startswith("ال") and (_antecedent(text, span, known) or _is_medium(text, span)):
            return [span]
    return []


def _is_medium(text: str, span: Span) -> bool:
    """Whether a place is a bare noun for a medium («القناة»، «مراسلنا»، "our correspondent")."""
    parts = [_definite(p) for p in fold(text[span.start : span.end]).split() if p not in _SAME]
    return (
        bool(parts)
        and len(parts) <= 2
        and (parts[0] in _OURS or (len(parts) == 1 and parts[0].startswith("ال") and stem(parts[0]) in _MEDIA))
    )


def _definite(part: str) -> str:
    """A folded word without و ف ب ل written onto an article («للقناه» is «القناه»)."""
    if part.startswith("لل"):
        return "ال" + part[2:]
    rest = part.lstrip("وفب")
    return rest if rest.startswith("ال") else part


def _first_named(text: str, span: Span) -> Span | None:
    """The last place before a bare noun where such a medium is named («قناة "الأفق"»), up to two words of its name."""
    head = stem(_definite(fold(text[span.start : span.end]).split()[0]))
    before = words(text[max(0, span.start - 4000) : span.start])
    offset = max(0, span.start - 4000)
    for k in range(len(before) - 2, -1, -1):
        w = before[k]
        if stem(_bare(w.form)) == head and not w.form.startswith(("ال", "لل", "وال", "بال")):
            end = k + 1
            gap = text[offset + w.end : offset + before[end].start]
            if gap.strip(' «"“') or head not in _MEDIA:
                return None
            if end + 1 < len(before) and text[offset + before[end].end : offset + before[end + 1].start] == " ":
                end += 1
            return words_of(Span(offset + w.start, offset + before[end].end), text)
    return None


def _quoted(text: str, span: Span) -> str:
    return f"«{text[span.start : span.end][:60]}»"


def _stems(form: str) -> list[str]:
    return [stem(w.form) if w.form > "z" else w.form.removesuffix("’s").removesuffix("'s") for w in words(form)]


def _bare(form: str) -> str:
    return form[1:] if len(form) > 3 and form[0] in "وف" else form


def _verb_gender(cue: str) -> str:
    """ "f", "m" or "" for what the first word of an Arabic cue tells of its subject («قالت» f, «قال» m)."""
    first = next((w for w in map(_bare, cue.split()) if w not in _AUXILIARIES), "")
    if first < "z" or not first:
        return ""
    if first.endswith(("ت", "ه")) or first.startswith("ت"):
        return (
            "f" if first not in _MASCULINE_T and not first.startswith(("تابع", "توقع", "تعهد", "توعد", "تحدث")) else "m"
        )
    return "m" if len(first) <= 6 and not first.endswith(("ون", "وا", "ين", "ان")) else ""


def _agrees(gender: str, text: str, mention: Span) -> bool:
    """Whether a source can be the subject of a verb of that gender; unknown agrees with all."""
    if not gender:
        return True
    first = fold(text[mention.start : mention.end]).split()[:1]
    if not first:
        return False
    word = _bare(first[0])
    word = "ال" + word[2:] if word.startswith("لل") else word
    if word.endswith("ه") and len(word) > 3:
        return gender == "f"
    return gender != "f" or stem(word) not in _MASCULINE


def _unique(links: Sequence[Link]) -> list[Link]:
    kept: list[Link] = []
    for link in links:
        if all(link.mention != k.mention for k in kept):
            kept.append(link)
    return kept


def _same(text: str, link: Link, other: Link) -> bool:
    a = set(_stems(text[link.mention.start : link.mention.end]))
    b = set(_stems(text[other.mention.start : other.mention.end]))
    return bool(a & b)


def _antecedent(text: str, span: Span, known: Sequence[_Known]) -> _Known | None:
    """The earlier source that a definite noun or a pronoun points to; None where it names somebody itself.

    The noun must be the head of the earlier mention: «الهيئة» is not «المدير العام للهيئة».
    """
    form = fold(text[span.start : span.end])
    parts = form.split()
    if not parts or len(parts) > 4:
        return None
    if len(parts) == 1 and parts[0] in _PRONOUNS:
        return known[-1] if known else None
    english = parts[0] in _ARTICLES
    core = [p for p in parts if p not in _SAME and p not in _ARTICLES]
    bare = [_definite(p) for p in core]
    if not bare or (not english and not all(p.startswith("ال") for p in bare)) or len(bare) > 2:
        return None
    head = _stems(" ".join(bare))
    for k in reversed(known):
        if not k.stems or k.mention == span:
            continue
        first = k.stems[0] if k.stems[0] not in _ARTICLES or len(k.stems) < 2 else k.stems[1]
        named = first if not english else None
        fits = head[0] == named if named else head[-1] in k.stems
        if fits and (len(head) == 1 or set(head) <= set(k.stems)):
            return k
    return None
