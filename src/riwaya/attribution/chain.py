"""From what was read at each cue to whole chains: pointers back, subjects left out, and what is carried on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution import relays
from riwaya.attribution.carried import (
    ADDITIVE,
    LAST,
    Read,
    Spoken,
    carried,
    inner_speaker,
    only_told_to,
    parted_subject,
    said_in,
    spoke,
    subject_before,
)
from riwaya.attribution.edges import touch, words_of
from riwaya.attribution.english_persons import told_by_pronoun
from riwaya.attribution.english_pointers import linked
from riwaya.attribution.naming import ADDRESSING
from riwaya.attribution.places import at_cue, merged
from riwaya.attribution.places import named as places_of
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
    of_them,
    outlet_before,
    speaks,
    stems_of,
    verb_gender,
)  # fmt: skip
from riwaya.attribution.speakers import speaker
from riwaya.attribution.through import medium as named_medium
from riwaya.language.text import first_words, fold, is_arabic, words
from riwaya.lexicon.nouns import nouns
from riwaya.lexicon.outlets import find_outlets
from riwaya.model import Link, Span

_WHOLE = frozenset(
    "مصدر مصدران مصدرا مصادر بيان وثيق وثائق source sources statement document documents".split()  # noqa: SIM905
)
"""Stems of nouns that stand for where the words came from: their chain is the earlier one, whole."""

MEMORY = 300  #: sources back to which a pointer reaches: what a page of any length can cost


def chains(text: str, reads: Sequence[Read]) -> list[tuple[tuple[Link, ...], str]]:
    """The chain of each statement of a report, in order of the text, with how it was found.

    A source at the cue is a link. A definite noun that repeats one («الصحيفة»، "the centre") is an anaphor of it;
    «المصدر» and «البيان» carry the earlier chain whole, as does a noun for a medium that was read through another
    («نقلت وكالة كذا عن صحيفة …. وقالت الصحيفة») and an additive verb («وأضاف فلان»). Where no source stands
    at the cue, an earlier one goes on: the one the tagger points to if it spoke before, else the last that agrees with
    the verb in gender. What can't be told stays as printed.
    """
    known: list[Known] = []
    found: list[tuple[tuple[Link, ...], str]] = []
    spoken: list[Spoken] = []
    for read in reads:
        near, far = places_of(text, read)
        cue = fold(text[read.cue.start : read.cue.end]) if read.cue else ""
        links: list[Link] = []
        why = "the source stands at the cue"
        parted = parted_subject(text, read) if not near and not read.settled else []
        near = near or parted or _pointer(text, read, known)
        told = _told(text, read, near, far, known)
        ordered = [*_quoter(text, read, told, far, known), *told] or _in_order(text, near, far, read, known)
        near = told or near
        medium = _broadcast(text, read)
        if (inner := inner_speaker(text, read, near)) is not None:
            near, ordered = [*near, inner], [*near, inner]
        joined = linked(text, read.sources, near or far, far)
        if joined:
            near, ordered = joined, joined
        near, ordered = [w for x in near if (w := speaker(text, x))], [w for x in ordered if (w := speaker(text, x))]
        if near and medium and not any(touch(medium, x) for x in ordered):
            near, ordered = [medium, *near], [medium, *ordered]
        goes_on = _goes_on(read, near, spoken) if read.told else ()
        if goes_on:
            near, ordered, links = [], [], [Link(x.mention, x.anaphor, True) for x in goes_on]
            why = "the subject of the verb before goes on"
        if read.settled:
            near, ordered, links = [], [], [*_heard(read.settled[0], known), *read.settled]
            points = [(x.anaphor, x.mention) for x in links if x.anaphor]
            why = "; ".join(f"{_quoted(text, a)} points back to {_quoted(text, b)}" for a, b in points)
        for span in ordered:
            if span not in near:
                links.append(Link(_whole(span, known), None, True))
                continue
            span = _without_object(text, span, cue, known)
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
                whole = any(s in _WHOLE for s in stems_of(fold(text[span.start : span.end])))
                if not links and (whole or is_medium(text, span)):
                    at = span if whole else None
                    links += [Link(x.mention, x.anaphor or at, True) for x in earlier.chain[:-1]]
                link = Link(earlier.mention, span)
            elif said := said_in(text, span, spoken):
                why = f"{_quoted(text, span)} points back to what {_quoted(text, said[-1].mention)} said"
                links += [Link(x.mention, x.anaphor, True) for x in said[:-1]] if not links else []
                link = Link(said[-1].mention, span)
            if read.told and read.anaphor and link == Link(span):
                link = Link(span, read.anaphor)  # "the clerk, who said": the noun, at the place of its pronoun
            links.append(link)
        if not links:
            links, why = carried(text, read, cue, far, spoken)
            if not links and (printed := _printed(text, read, near)):
                links = [Link(printed, None if near else printed)]
                why = f"{_quoted(text, printed)} as printed: nobody is named that it could point to"
        elif only_told_to(text, read, near) or told_by_pronoun(text, read.anaphor, tuple(near)):
            who = subject_before(text, read, near) if not read.anaphor else None
            on, reason = ([Link(who)], why) if who else carried(text, read, cue, far, spoken)
            if not on and read.anaphor and len(links) == 1:
                on = [Link(read.anaphor, read.anaphor)]
            if on and all(not touch(on[-1].mention, x.mention) for x in links):
                links, why = [*links, on[-1]], reason
        elif len(links) == 1 and spoken and len(spoken[-1].chain) > 1 and ADDITIVE.match(cue):
            last = spoken[-1].chain
            if _same(text, links[0], last[-1]):
                links = [*(Link(x.mention, x.anaphor, True) for x in last[:-1]), links[0]]
                why = "an additive verb with the speaker's name carries the whole chain on"
        if read.medium and links and not any(touch(read.medium, x.mention) for x in links):
            named = antecedent(text, read.medium, known)
            links.insert(0, Link(named.mention, read.medium) if named else Link(read.medium))
        if links and not links[0].inferred and spoken and _RELIES.match(cue) and _same_paragraph(read, spoken[-1]):
            outer = spoken[-1].chain[0]
            if outer.mention != links[0].mention and agrees(verb_gender(cue), text, outer.mention):
                links = [Link(outer.mention, outer.anaphor, True), *links]
                why = "the subject of the verb goes on; what it relies on stands at the cue"
        if read.anaphor and links and links[-1].inferred and (read.told or at_cue(read.anaphor, read)):
            links[-1] = Link(links[-1].mention, read.anaphor, True)  # the pronoun at the cue is his place
        chain = tuple(_unique(links))
        for k, link in enumerate(chain):
            if link.anaphor is None and not link.inferred:
                form = fold(text[link.mention.start : link.mention.end])
                known.append(Known(link.mention, tuple(stems_of(form)), chain[: k + 1]))
        del known[:-MEMORY]
        if chain:
            spoken.append(spoke(text, read, chain, spoken))
        found.append((chain, why))
    return found


def _whole(span: Span, known: Sequence[Known]) -> Span:
    """The place of a source named before of which a place is a part («صحيفة | «المرساة»»), or the place itself."""
    return next((k.mention for k in reversed(known) if k.mention.start <= span.start < span.end <= k.mention.end), span)


def _heard(link: Link, known: Sequence[Known]) -> list[Link]:
    """Through whom the medium that a first link points back to ("the paper") was read, where it was named."""
    named = next((k for k in reversed(known) if link.anaphor and touch(k.mention, link.mention)), None)
    return [Link(x.mention, x.anaphor, True) for x in named.chain[:-1]] if named else []


def _without_object(text: str, span: Span, cue: str, known: Sequence[Known]) -> Span:
    """«واتهم نوري | الشركة بكذا»: a name met before, behind a verb that has whom it is about behind its subject, ends
    where the name did."""
    told = words(span.of(text))
    verb = first_words(cue, 1)
    if not 1 < len(told) < 5 or not verb or not ADDRESSING.match(verb[0].form) or told[0].form.startswith("ال"):
        return span
    if nouns().senses.get(told[0].form):
        return span
    stems = stems_of(span.of(text))
    k = next((k for k in reversed(known) if stems[0] in k.stems), None)
    if k is None or stems[0] != k.stems[-1] or stems[1] in k.stems:
        return span
    return Span(span.start, span.start + told[0].end)


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


_RELIES = re.compile(r"[وف]?\w{3,}\s(?:استنادا|نقلا)\s")
"""«وأوضحت استنادا إلى …»: no subject stands between the verb and what it relies on."""


def _same_paragraph(read: Read, last: Spoken) -> bool:
    return last.read.paragraph == read.paragraph


def _printed(text: str, read: Read, near: Sequence[Span]) -> Span | None:
    """What stands for a source that is not told: the bare noun at the cue («وقالت الصحيفة»), an English pronoun, or the
    finite verb that holds its subject («وأضاف أن …»)."""
    if near:
        return near[0]
    if read.anaphor and text[read.anaphor.start] < "\u02ff":
        return read.anaphor  # "he", whom nobody's words were given before
    if read.cue is None or read.cue.start >= read.content.start:
        return None
    verb = first_words(text[read.cue.start : read.cue.end], 1)
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
    pointed = subject and read.anaphor and read.sources and touch(read.anaphor, subject)
    beside = subject is not None and _stands_alone(text, subject, near)
    if subject and (not near or beside) and not pointed and speaks(text, fold(read.cue.of(text)), subject, known):
        if beside and not any(p.way for p in found):  # «وقال سامر في مقابلة مع | وكالة كذا»، «… مع | نظيره الساحلي»
            return [*(n for n in near if named_medium(n.of(text))), subject]
        found = [p._replace(way=p.way or 1) for p in found]
    return merged(text, near, far, found) if any(p.way for p in found) else []


def _stands_alone(text: str, subject: Span, near: Sequence[Span]) -> bool:
    """Whether a subject stands right behind the verb and all that was read of it behind that: «وقال سامر في مقابلة مع
    | وكالة كذا»."""
    if not near or any(touch(subject, n) or n.start < subject.end for n in near):
        return False
    first = first_words(subject.of(text), 1)
    prepositions = nouns().noise["prepositions"]
    return bool(first) and first[0].form not in prepositions and not _THAT.search(text, subject.end - 1, near[0].start)


_THAT = re.compile(r"\s(?:[إأا]ن|ب[أا]ن)\S{0,3}\s")


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
    spoke = [s for s in far if any(touch(s, k.mention) for k in known) and stems_of(fold(s.of(text)))[:1] != named]
    gender = verb_gender(cue.removeprefix("كما "))
    last = [k.mention for k in known if k.stems and k.stems[0] in MEDIA and agrees(gender, text, k.mention)]
    return spoke[:2] or last[-1:]


def _goes_on(read: Read, near: Sequence[Span], spoken: Sequence[Spoken]) -> tuple[Link, ...]:
    """The whole chain of the verb before whose subject a verb shares ("she told the paper that …, and estimated …")."""
    place = near[0] if near else read.anaphor
    if place is None or len(near) > 1 or at_cue(place, read):
        return ()
    same = (s.chain for s in reversed(spoken[-LAST:]) if s.read.paragraph == read.paragraph)
    return next((c for c in same if any(p and touch(p, place) for p in (c[-1].mention, c[-1].anaphor))), ())


def _in_order(text: str, near: Sequence[Span], far: Sequence[Span], read: Read, known: Sequence[Known]) -> list[Span]:
    """Sources at the cue, and beside them those read elsewhere that spoke before, in the tagger's order
    («وقال للوكالة»: the agency stands here, the speaker earlier)."""
    if not near or read.anaphor:
        return list(near)
    start = read.cue.start if read.cue else read.content.start

    def before(s: Span) -> bool:
        """«غير أن مهندسا، اشترط كذا، | قال للقناة»: the subject of a verb that names its medium only."""
        return all(is_medium(text, x) for x in near) and 0 <= start - s.end <= 80 and "." not in text[s.end : start]

    spoke = [s for s in far if before(s) or any(touch(s, k.mention) for k in known)]
    order = {s: n for n, s in enumerate(read.sources)}
    both = [*near, *spoke]
    return sorted(
        both, key=lambda s: (order.get(s, next((n for t, n in order.items() if touch(s, t)), 9)), both.index(s))
    )


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
