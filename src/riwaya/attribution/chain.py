"""From what was read at each cue to whole chains: pointers back, subjects left out, and what is carried on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from riwaya.attribution import relays
from riwaya.attribution.edges import words_of
from riwaya.attribution.english_pointers import linked
from riwaya.attribution.pointing import (
    MEDIA,
    OF_THEM,
    TO_THEM,
    Known,
    agrees,
    antecedent,
    definite,
    first_named,
    is_medium,
    noun_stem,
    of_them,
    outlet_before,
    speaks,
    stems_of,
    verb_gender,
)  # fmt: skip
from riwaya.language.text import fold, is_arabic, words
from riwaya.lexicon.outlets import find_outlets
from riwaya.model import Link, Span

_WHOLE = frozenset(
    "مصدر مصدران مصدرا مصادر بيان وثيق وثائق source sources statement document documents".split()  # noqa: SIM905
)
"""Stems of nouns that stand for where the words came from: their chain is the earlier one, whole."""

_ADDITIVE = re.compile(
    r"(?:و|ف|كما )*(?:اضاف|تابع|واصل|اردف|استطرد|استدرك|زاد|مضيف|متابع|مستدرك|مردف)\w*"
    r"|\b(?:added|adding|continued|went on)\b"
)

_PLATFORMS = frozenset(
    [
        "اكس",
        "تويتر",
        "فيسبوك",
        "فيس",
        "بوك",
        "انستغرام",
        "انستجرام",
        "يوتيوب",
        "تليغرام",
        "تلغرام",
        "تيليغرام",
        "تيك",
        "توك",
        "واتساب",
        "منصه",
        "موقع",
        "حسابه",
        "حسابها",
        "صفحته",
        "صفحتها",
        "علي",
        "في",
        "عبر",
        "التواصل",
        "الاجتماعي",
        "حساب",
        "قناته",
        "قناتها",
        "x",
        "twitter",
        "facebook",
        "telegram",
        "instagram",
        "youtube",
    ]
)
"""Where people post: «كتب على منصة إكس» has one source, who wrote."""

_NAMELESS = re.compile(r"(?:عدم|ذكر|كشف|الكشف|نشر|عن|اسم\w*|اسما\w*|هوي\w*|ان|الا)(?:\s|$)")
"""«هويته»، «ذكر اسمه»: what a source withholds, nobody."""

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
    settled: tuple[Link, ...] = ()  #: the whole chain, where it is told already


def chains(text: str, reads: Sequence[Read]) -> list[tuple[tuple[Link, ...], str]]:
    """The chain of each statement of a report, in order of the text, with how it was found.

    A source at the cue is a link. A definite noun that repeats one («الصحيفة»، "the centre") is an anaphor of it;
    «المصدر» and «البيان» carry the earlier chain whole, as does an additive verb («وأضاف فلان»). Where no source stands
    at the cue, an earlier one goes on: the one the tagger points to if it spoke before, else the last that agrees with
    the verb in gender. What can't be told stays as printed.
    """
    known: list[Known] = []
    found: list[tuple[tuple[Link, ...], str]] = []
    spoken: list[tuple[int, tuple[Link, ...]]] = []  # paragraph and chain of the statements so far
    for read in reads:
        near, far = _named(text, read)
        cue = fold(text[read.cue.start : read.cue.end]) if read.cue else ""
        links: list[Link] = []
        why = "the source stands at the cue"
        near = near or _pointer(text, read, known)
        told = _told(text, read, near, far, known)
        ordered = [*_quoter(text, read, told, far, known), *told] or _in_order(text, near, far, read, known)
        near = told or near
        medium = _broadcast(text, read)
        joined = linked(text, read.sources, near or far, far)
        if joined:
            near, ordered = joined, joined
        if near and medium and not any(_touch(medium, x) for x in ordered):
            near, ordered = [medium, *near], [medium, *ordered]
        if read.settled:
            near, ordered, links = [], [], list(read.settled)
            points = [(x.anaphor, x.mention) for x in links if x.anaphor]
            why = "; ".join(f"{_quoted(text, a)} points back to {_quoted(text, b)}" for a, b in points)
        for span in ordered:
            if span not in near:
                links.append(Link(span, None, True))
                continue
            link = Link(span)
            form = fold(text[span.start : span.end])
            back = of_them(text, span, known) if form in OF_THEM else None
            if back is not None:  # «نقلا عنه»، «أكد لها مسؤول»
                why = f"{_quoted(text, span)} points back to {_quoted(text, back.mention)}"
                if not links and form not in TO_THEM:
                    links += [Link(x.mention, x.anaphor, True) for x in back.chain[:-1]]
                links.append(Link(back.mention, span))
                continue
            earlier = antecedent(text, span, known)
            if earlier is None and is_medium(text, span):
                first = first_named(text, span) or outlet_before(text, span, known)
                if first is None and not form.endswith("وكاله"):
                    continue  # «قال للقناة» where no channel is named: the outlet itself
                if first is None:  # outlets are no agencies: one that the page calls by another name
                    links.append(link)
                    continue
                link = Link(first, span)
                why = f"{_quoted(text, span)} points back to {_quoted(text, first)}"
            if earlier is None and read.anaphor and span == read.anaphor and far:
                link = Link(far[0], span)
                why = f"{_quoted(text, span)} points back to {_quoted(text, far[0])}"
            elif earlier is not None:
                why = f"{_quoted(text, span)} points back to {_quoted(text, earlier.mention)}"
                if not links and any(s in _WHOLE for s in stems_of(fold(text[span.start : span.end]))):
                    links += [Link(x.mention, x.anaphor or span, True) for x in earlier.chain[:-1]]
                link = Link(earlier.mention, span)
            links.append(link)
        if not links:
            links, why = _carried(text, read, cue, far, spoken)
            if not links and (printed := _printed(text, read, near)):
                links = [Link(printed, None if near else printed)]
                why = f"{_quoted(text, printed)} as printed: nobody is named that it could point to"
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
                known.append(Known(link.mention, tuple(stems_of(form)), chain[: k + 1]))
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


def _printed(text: str, read: Read, near: Sequence[Span]) -> Span | None:
    """What stands for a source that is not told: the bare noun at the cue («وقالت الصحيفة»), or the finite verb that
    holds its subject («وأضاف أن …»)."""
    if near:
        return near[0]
    if read.cue is None or read.cue.start >= read.content.start:
        return None
    verb = words(text[read.cue.start : read.cue.end])[:1]
    if not verb or not _FINITE.match(verb[0].form):
        return None
    return Span(read.cue.start + verb[0].start, read.cue.start + verb[0].end)


_FINITE = re.compile(
    r"[وف]?(?:قال|اضاف|اكد|ذكر|اوضح|اشار|تابع|لفت|شدد|نفي|نفت|كتب|حذر|كشف|اعتبر|راي|رات|زعم|صرح|اعلن|افاد|اعرب|طالب|دعا|دعت)"
    r"(?:ت|وا)?$"
)


def _told(text: str, read: Read, near: Sequence[Span], far: Sequence[Span], known: Sequence[Known]) -> list[Span]:
    """The sources at the cue in order, where the grammar of an Arabic sentence tells who relays whom, or who speaks
    where the tagger saw nobody at the cue; else nothing."""
    if read.cue is None or not is_arabic(text[read.cue.start : read.cue.end]):
        return []
    found = [
        p
        for p in relays.places(text, read.cue, read.content)
        if fold(p.span.of(text)) not in OF_THEM or of_them(text, p.span, known)
    ]
    subject = next((p.span for p in found if not p.way), None)
    pointed = subject and read.anaphor and read.sources and _touch(read.anaphor, subject)
    if subject and not near and not pointed and speaks(text, fold(read.cue.of(text)), subject, known):
        found = [p._replace(way=p.way or 1) for p in found]
    return relays.merged(text, near, far, found) if any(p.way for p in found) else []


def _quoter(text: str, read: Read, told: Sequence[Span], far: Sequence[Span], known: Sequence[Known]) -> list[Span]:
    """Who quotes in «ونقلت عن فلان قوله», where nobody stands between the verb and «عن»: whom the tagger points to, if
    it spoke before, or the last outlet that agrees with the verb."""
    cue = fold(text[read.cue.start : read.cue.end]) if read.cue else ""
    if not told or not re.match(r"[وف]?(?:كما )?[يت]?نقلت? عن", cue):
        return []
    begin = max(0, read.cue.start - 40) if read.cue else 0
    front = find_outlets(text[begin : read.cue.start]) if read.cue else []
    if front and begin + front[-1].end >= (read.cue or read.content).start - 1:  # «رويترز نقلت عن …»
        return [Span(begin + front[-1].start, begin + front[-1].end)]
    named = stems_of(fold(told[0].of(text)))[:1]
    spoke = [s for s in far if any(_touch(s, k.mention) for k in known) and stems_of(fold(s.of(text)))[:1] != named]
    gender = verb_gender(cue.removeprefix("كما "))
    last = [k.mention for k in known if k.stems and k.stems[0] in MEDIA and agrees(gender, text, k.mention)]
    return spoke[:2] or last[-1:]


def _touch(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _in_order(text: str, near: Sequence[Span], far: Sequence[Span], read: Read, known: Sequence[Known]) -> list[Span]:
    """Sources at the cue, and beside them those read elsewhere that spoke before, in the tagger's order
    («وقال للوكالة»: the agency stands here, the speaker earlier)."""
    if not near or read.anaphor:
        return list(near)
    start = read.cue.start if read.cue else read.content.start

    def before(s: Span) -> bool:
        """«غير أن مهندسا، اشترط كذا، | قال للقناة»: the subject of a verb that names its medium only."""
        return all(is_medium(text, x) for x in near) and 0 <= start - s.end <= 80 and "." not in text[s.end : start]

    spoke = [s for s in far if before(s) or any(_touch(s, k.mention) for k in known)]
    order = {s: n for n, s in enumerate(read.sources)}
    both = [*near, *spoke]
    return sorted(
        both, key=lambda s: (order.get(s, next((n for t, n in order.items() if _touch(s, t)), 9)), both.index(s))
    )


def _carried(
    text: str, read: Read, cue: str, far: Sequence[Span], spoken: Sequence[tuple[int, tuple[Link, ...]]]
) -> tuple[list[Link], str]:
    """The chain that goes on where no source stands at the cue."""
    gender = verb_gender(cue)
    recent = [(p, chain) for p, chain in spoken[-6:] if read.paragraph - p <= REACH]
    for span in far:
        for _, chain in reversed(recent):
            at = next((k for k, x in enumerate(chain) if _touch(x.mention, span)), None)
            if at is None:
                continue
            at = max(k for k, x in enumerate(chain) if any(_touch(x.mention, s) for s in far))
            told_to = is_arabic(cue) and at < len(chain) - 1 and _outlet(text, chain[at].mention)
            if _ADDITIVE.match(cue) or (told_to and agrees(gender, text, chain[-1].mention)):
                at = len(chain) - 1  # who goes on is who spoke, not the medium he spoke to
            if agrees(gender, text, chain[at].mention):
                return [Link(x.mention, x.anaphor, True) for x in chain[: at + 1]], "an earlier speaker goes on"
    same = [chain for p, chain in recent if p == read.paragraph]
    if same and agrees(gender, text, same[-1][-1].mention):
        return [Link(x.mention, x.anaphor, True) for x in same[-1]], "no speaker is named here: the last one goes on"
    start = read.cue.start if read.cue else read.content.start
    before = [span for span in far if span.end <= start and agrees(gender, text, span)]
    if before and not same:
        return [Link(span, None, True) for span in before[-1:]], "the subject is named before the verb"
    for _, chain in reversed(recent):
        if agrees(gender, text, chain[-1].mention):
            return [Link(x.mention, x.anaphor, True) for x in chain], "no speaker is named here: an earlier one goes on"
    if far:
        return [Link(far[0], None, True)], "the nearest that could be told; the verb does not settle it"
    if recent:
        return [
            Link(x.mention, x.anaphor, True) for x in recent[-1][1]
        ], "no speaker is named here: the last one goes on"
    return [], "no source could be told"


def _outlet(text: str, span: Span) -> bool:
    """Whether a place names a medium: by its title, or as the lexicon has it."""
    name = span.of(text)
    first = fold(name).split()[:1]
    return bool(first and noun_stem(first[0].removeprefix("لل").removeprefix("ل")) in MEDIA) or any(
        h.start <= 2 for h in find_outlets(name)
    )


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
    first = _TO_IT.match(text, last.start, last.end)
    if first and last.end - first.end() > 3:  # «صرح للصحيفة مسؤول كبير»
        found.append(Span(last.start, first.end(1)))
        last = Span(first.end(), last.end)
    return [*found, words_of(last, text)]


_TO_IT = re.compile(r"(لل(?:صحيفة|وكالة|قناة|موقع|مجلة|شبكة|إذاعة|اذاعة|جريدة|محطة))\s+(?=[^\W\d])(?!نفس|ذات|ال)")


def _named(text: str, read: Read) -> tuple[list[Span], list[Span]]:
    """The places that can be this statement's sources, those at the cue and those elsewhere: «الوكالة عن صحيفة» is two;
    a scrap or a place inside the content is none."""
    split = [part for span in read.sources for part in _split(text, span)]
    split = _joined(text, [s for s in split if not _nobody(fold(s.of(text)))])
    kept: list[Span] = []
    near: list[Span] = []
    for span in split:
        inside = read.content.start <= span.start and span.end <= read.content.end
        at_cue = _at_cue(span, read)
        scrap = sum(c.isalpha() for c in text[span.start : span.end]) < 3
        nested = any(k != span and k.start <= span.start and span.end <= k.end for k in [*kept, *split]) or span in kept
        if scrap or nested or (inside and not at_cue):
            continue
        kept.append(span)
        if at_cue:
            near.append(span)
    return near, [k for k in kept if k not in near]


def _nobody(form: str) -> bool:
    """Whether folded words name a place to post at, or what a source withholds."""
    return all(w in _PLATFORMS for w in form.split()) or not _NAMELESS.sub("", form + " ").strip()


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Places that touch made one («الشركة | «مرسى لاينز»»), but to whom something was told («مصدر | لرويترز»)."""
    found = list(spans)
    for a in spans:
        for b in spans:
            if a in found and b in found and 0 <= b.start - a.end <= 3 and not text[a.end : b.start].strip(' «"“'):
                apart = re.match(r"لل|ل[^\W]|ل[ـ ]|عن\s|و|في\s", text[b.start : b.start + 4])
                media = any(noun_stem(fold(s.of(text)).split()[0]) in MEDIA for s in (a, b))
                if not apart and not media and is_arabic(text[a.start : b.end]):
                    found[found.index(a)] = Span(a.start, b.end)
                    found.remove(b)
    return found


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


def _pointer(text: str, read: Read, known: Sequence[Known]) -> list[Span]:
    """A definite noun inside the cue that points back («وأشارت الصحيفة إلى»), where the tagger named no source."""
    if read.cue is None:
        return []
    for w in words(text[read.cue.start : read.cue.end])[1:]:
        span = Span(read.cue.start + w.start, read.cue.start + w.end)
        if definite(w.form).startswith("ال") and (antecedent(text, span, known) or is_medium(text, span)):
            return [span]
    return []


def _quoted(text: str, span: Span) -> str:
    return f"«{text[span.start : span.end][:60]}»"


def _unique(links: Sequence[Link]) -> list[Link]:
    kept: list[Link] = []
    for link in links:
        if all(link.mention != k.mention for k in kept):
            kept.append(link)
    return kept


def _same(text: str, link: Link, other: Link) -> bool:
    a = set(stems_of(text[link.mention.start : link.mention.end]))
    b = set(stems_of(text[other.mention.start : other.mention.end]))
    return bool(a & b)
