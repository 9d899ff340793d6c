"""Whose words go on where no source stands at the cue («وأضاف»، «وأشار إلى»), where only the medium does («وقال
للإذاعة»), or only what they were said in («وجاء في البيان»)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from riwaya.attribution.edges import touch
from riwaya.attribution.english_persons import a_person
from riwaya.attribution.pointing import MEDIA, agrees, noun_stem, verb_gender
from riwaya.attribution.relays import SOURCES, is_verb, phrase_at
from riwaya.attribution.rules import bare, cues
from riwaya.attribution.subjects import topic
from riwaya.language.text import first_words, fold, is_arabic, words
from riwaya.lexicon.nouns import nouns
from riwaya.lexicon.outlets import find_outlets
from riwaya.model import Link, Span

ADDITIVE = re.compile(
    r"(?:و|ف|كما )*(?:اضاف|تابع|واصل|اردف|استطرد|استدرك|زاد|مضيف|متابع|مستدرك|مردف)\w*"
    r"|\b(?:added|adding|continued|went on)\b"
)

REACH = 2  #: paragraphs over which a speaker goes on unnamed
LAST = 6  #: statements back to which one does
NESTED = 30  #: code points into somebody's words behind which a cue is another's


_STOP = re.compile(r"[.؟?!؛\n]")


class Read(NamedTuple):
    """A statement on its way to an attribution: places in the report's text."""

    paragraph: int
    content: Span
    cue: Span | None
    sources: tuple[Span, ...]
    anaphor: Span | None
    settled: tuple[Link, ...] = ()  #: the whole chain, where it is told already
    medium: Span | None = None  #: the medium named behind the words, nearer the reader than who said them
    told: bool = False  #: grammar tells its subject, wherever in the sentence that stands


class Spoken(NamedTuple):
    """A statement whose chain is found."""

    read: Read
    chain: tuple[Link, ...]
    nested: bool  #: it stands inside what somebody else says

    @property
    def end(self) -> Link:
        """Who said it."""
        return self.chain[-1]


def spoke(text: str, read: Read, chain: tuple[Link, ...], before: Sequence[Spoken]) -> Spoken:
    """A statement for those after it to go on from."""
    at = read.cue.start if read.cue else -1
    inside = is_arabic(text[at : at + 20]) and any(
        b.read.paragraph == read.paragraph and (_within(text, b, at) or _under(text, b, at)) for b in before[-LAST:]
    )
    return Spoken(read, chain, inside)


def _within(text: str, outer: Spoken, at: int) -> bool:
    """Whether a cue stands among the words of another, behind more than the name of who speaks there; of a person any
    («قال الوزير إن اللجنة أكدت كذا»)."""
    near = NESTED if _outlet(text, outer.end.mention) else 0
    return outer.read.content.start + near < at < outer.read.content.end


_YET = re.compile(r"[،,]\s+(?:إلا|الا|غير|كما|و?لكن|و)\s*أنّ?\s+[^،,.؟!\n]{2,60}$")


def _under(text: str, outer: Spoken, at: int) -> bool:
    """Whether a cue goes on with what another says («أشارت سلمى إلى أنه لا موعد بعد، إلا أن المؤشرات | تؤكد كذا»)."""
    cue, content = outer.read.cue, outer.read.content
    if cue is None or not cue.start < content.start or not content.end <= at or _STOP.search(text, content.start, at):
        return False
    return bool(_YET.match(text[content.end : at]))


def carried(text: str, read: Read, cue: str, far: Sequence[Span], spoken: Sequence[Spoken]) -> tuple[list[Link], str]:
    """The chain that goes on where no source stands at the cue. Who speaks inside another's words goes on only where
    nobody else can («قال الوزير إن اللجنة أكدت كذا. وأضاف …» is the minister)."""
    gender = verb_gender(cue)
    if subject := _nearer(text, read, far, spoken) or _topic(text, read):
        return [Link(subject, None, True)], "the subject of the sentence, named before the verb"
    near = [s for s in spoken[-LAST:] if read.paragraph - s.read.paragraph <= REACH]
    if read.anaphor is not None and (pronoun := read.anaphor.of(text).strip().lower()) in ("he", "she"):
        far = [s for s in far if a_person(text, s, pronoun)]
        near = [s for s in near if a_person(text, s.end.mention, pronoun)]
    recent = [(s.read.paragraph, s.chain) for s in sorted(near, key=lambda s: not s.nested)]
    for span in far:
        for _, chain in reversed(recent):
            at = next((k for k, x in enumerate(chain) if touch(x.mention, span)), None)
            if at is None:
                continue
            at = max(k for k, x in enumerate(chain) if any(touch(x.mention, s) for s in far))
            told_to = is_arabic(cue) and at < len(chain) - 1 and _outlet(text, chain[at].mention)
            if ADDITIVE.match(cue) or (told_to and _agrees(gender, text, chain[-1])):
                at = len(chain) - 1  # who goes on is who spoke, not the medium he spoke to
            if _agrees(gender, text, chain[at]):
                return [Link(x.mention, x.anaphor, True) for x in chain[: at + 1]], "an earlier speaker goes on"
    same = [chain for p, chain in recent if p == read.paragraph]
    if same and _agrees(gender, text, same[-1][-1]):
        return [Link(x.mention, x.anaphor, True) for x in same[-1]], "no speaker is named here: the last one goes on"
    start = read.cue.start if read.cue else read.content.start
    before = [span for span in far if span.end <= start and agrees(gender, text, span)]
    if before and not same:
        return [Link(span, None, True) for span in before[-1:]], "the subject is named before the verb"
    for _, chain in reversed(recent):
        if _agrees(gender, text, chain[-1]):
            return [Link(x.mention, x.anaphor, True) for x in chain], "no speaker is named here: an earlier one goes on"
    if far:
        return [Link(far[0], None, True)], "the nearest that could be told; the verb does not settle it"
    if recent:
        return [
            Link(x.mention, x.anaphor, True) for x in recent[-1][1]
        ], "no speaker is named here: the last one goes on"
    return [], "no source could be told"


_PEOPLE = re.compile(r"(?:ال\w{2,}|\w{3,})ي(?:ين|ون)$|ال(?!يمين|امين|ياسمين|تدوين)\w{3,}ون$")

_BY = re.compile(r"[وف]?(?:بحسب|حسب|حسبما|وفق|وفقا|طبقا)(?:\s|$)")


def inner_speaker(text: str, read: Read, near: Sequence[Span]) -> Span | None:
    """Who speaks inside a content that an Arabic cue gives to a medium («وبحسب وكالة كذا، نفت الهيئة …»، «وكانت الهيئة
    قد أعلنت، بحسب ما أوردت وكالة كذا، …»): the place that was read there, behind a verb of saying or before it."""
    if read.cue is None or len(near) != 1 or not _BY.match(fold(read.cue.of(text))) or not _outlet(text, near[0]):
        return None
    front = words(text[read.content.start : read.content.start + 120])[:12]
    verb = next((w for w in front if is_verb(w)), None)
    inside = [s for s in read.sources if read.content.start <= s.start and s.end <= read.content.end]
    inside = [s for s in inside if not any(touch(s, n) for n in near)]
    if verb is None or len(inside) != 1 or inside[0].start - read.content.start > 60:
        return None
    start, end = read.content.start + verb.start, read.content.start + verb.end
    if _STOP.search(text, read.content.start, start):
        return None
    behind = phrase_at(text, end, min(read.content.end, end + 120))
    if behind and touch(behind, inside[0]):
        return Span(min(behind.start, inside[0].start), inside[0].end)
    return inside[0] if inside[0].end <= start else None


def _topic(text: str, read: Read) -> Span | None:
    """Who stands in front of an Arabic sentence as what it is about («أما الوزارة فلا تزال تتحدث عن …»), where that is
    somebody who can speak and only words that belong to the verb part them; None where nobody does."""
    if read.cue is None or read.content.start < read.cue.start:
        return None
    found = topic(text, read.cue.start)
    if found is None or read.cue.start - found.verb > 25 or _STOP.search(text, found.verb, read.cue.start):
        return None
    first = words(found.who.of(text))[:1]
    told = bool(first) and nouns().of(first[0].form.removeprefix("ال"), *SOURCES) is not None
    return found.who if told and agrees(verb_gender(fold(read.cue.of(text))), text, found.who) else None


_OBJECT = re.compile(r"(?<!\w)(?:عن|من|إلى|الى|في|فى|مع|على|لدى|ضد|بـ|لـ)\s*[«\"“]?$")
"""What stands before who is no subject."""
_DOING = re.compile(r"[وف]?م\w{3,}(?:ا|ه|ين)$")  #: «متعهدة»، «مؤكدا»
SENTENCE = 300  #: code points before a cue in which the subject of its sentence is looked for


def _nearer(text: str, read: Read, far: Sequence[Span], spoken: Sequence[Spoken]) -> Span | None:
    """The last of the places read elsewhere that stands before an Arabic participle in its sentence, where nobody who
    spoke is named («وأقرت الجمعية إلغاء الحفل، | متعهدة برد الأموال», whoever spoke in the sentence before)."""
    if read.cue is None or not is_arabic(text[read.cue.start : read.cue.start + 20]):
        return None
    at = read.cue.start
    verb = first_words(text[at : read.cue.end], 1)
    if not verb or not _DOING.match(verb[0].form) or bare(verb[0].form) not in cues("arabic").verbs:
        return None
    before = [s for s in far if not (_to_medium(text, s) or _OBJECT.search(text, max(0, s.start - 8), s.start))]
    before = [s for s in before if s.end <= at and at - s.end <= SENTENCE and not _STOP.search(text, s.end, at)]
    if not before or ADDITIVE.match(fold(text[at : read.cue.end])):
        return None
    place = max(before)
    named = [p for s in spoken[-LAST:] for x in s.chain for p in (x.anaphor, None if x.inferred else x.mention) if p]
    if any(touch(p, place) or (p.start < at and not _STOP.search(text, p.end, at)) for p in named):
        return None
    cues_before = [s.read.cue for s in spoken[-LAST:] if s.read.cue and s.read.cue.start < at]
    if any(not _STOP.search(text, c.start, at) for c in cues_before):
        return None  # whoever speaks in the sentence goes on
    if nouns().of(fold(place.of(text)).strip(), *SOURCES) is not None:
        place = phrase_at(text, place.start, at) or place  # «وزارة | الصحة»: a piece of a name
    return place if agrees(verb_gender(fold(text[at : read.cue.end])), text, place) else None


def _agrees(gender: str, text: str, link: Link) -> bool:
    """Whether a verb goes with a source as it is named or as it was pointed to («البيان» of the ministry); one of them
    is no «المسؤولون»."""
    first = fold(link.mention.of(text)).split()[:1]
    if gender == "m" and first and _PEOPLE.match(first[0]):
        return False
    return agrees(gender, text, link.mention) or (link.anaphor is not None and agrees(gender, text, link.anaphor))


def _outlet(text: str, span: Span) -> bool:
    """Whether a place names a medium: by its title, or as the lexicon has it."""
    name = span.of(text)
    first = fold(name).split()[:1]
    return bool(first and noun_stem(first[0].removeprefix("لل").removeprefix("ل")) in MEDIA) or any(
        h.start <= 2 for h in find_outlets(name)
    )


_SETTING = re.compile(
    r"(?:مقابل[ةه]|حوار|حديث|لقاء|تصريح\w*|اتصال|مداخل[ةه]|برنامج)\s+(?:\w+\s+){0,2}(?:مع|إلى|الى|على|عبر|من|ل|لـ)\s*$"
)


def only_told_to(text: str, read: Read, near: Sequence[Span]) -> bool:
    """Whether all that stands at an Arabic verb is the medium that it was said to («وأضاف لإذاعة كذا»، «وقالت في حديث
    مع قناة كذا»)."""
    if read.cue is None or not near or read.cue.start > read.content.start:
        return False
    verb = first_words(text[read.cue.start : read.cue.end], 1)
    form = bare(verb[0].form) if verb else ""
    if form < "z" or form not in cues("arabic").verbs or form.startswith("نقل"):
        return False
    return all(_to_medium(text, s) for s in near)


def subject_before(text: str, read: Read, near: Sequence[Span]) -> Span | None:
    """Who stands between the verb and the medium that he told («وقال نوري | لإذاعة كذا»)."""
    if read.cue is None or not near:
        return None
    verb = first_words(text[read.cue.start : read.cue.end], 1)[0]
    found = phrase_at(text, read.cue.start + verb.end, near[0].start)
    return found if found and found.end - found.start > 2 else None


_BUT = re.compile(r"(?:^|[\s،؛.])و?(?:(?:إلا|الا|غير|بيد|على)\s+أن|لكن|لكنّ|ف?إن)\s+(?=\S{3})")
_WITHHELD = re.compile(
    r"[،,]?\s*(?:(?:الذي|التي|الذى|التى|و)\s*)?(?:(?:طلب|رفض|فض[ّ]?ل|اشترط|آثر|تحدث)(?:ت|ا|وا)?|(?:لم|لا)\s+[يت]\w+)\s"
    r"(?P<rest>[^،,.:«»\"\n]{2,80}?)[،,]?\s*"
)
"""«…، لم تذكر الصحيفة اسمه،»: what stands between a subject and its verb."""
_NAME = re.compile(r"(?:هويت|اسم|أسم|صفت|نفس)")


def parted_subject(text: str, read: Read) -> list[Span]:
    """Who speaks where what he withholds parts him from his verb («غير أن حارسا آثر ألا يُذكر اسمه قال»),
    behind the medium that withholds it («لم تذكر الصحيفة اسمه»); empty where nobody stands there so."""
    if read.cue is None or not is_arabic(text[read.cue.start : read.cue.end]):
        return []
    begin = max(0, read.cue.start - 200)
    begin = max(begin, *(text.rfind(c, begin, read.cue.start) + 1 for c in ".\n؟!؛"))
    last = next((m for m in reversed(list(_BUT.finditer(text, begin, read.cue.start)))), None)
    found = phrase_at(text, last.end(), read.cue.start) if last else None
    first = first_words(found.of(text), 1) if found else []
    if found is None or not first or nouns().of(_accusative(first[0].form), "people", "offices", "press") is None:
        return []
    m = _WITHHELD.fullmatch(text, found.end, read.cue.start)
    if m is None or not _NAME.search(m["rest"]):
        return []
    medium = next((w for w in words(m["rest"]) if w.form.startswith("ال") and noun_stem(w.form) in MEDIA), None)
    by = [Span(m.start("rest") + medium.start, m.start("rest") + medium.end)] if medium else []
    return [*by, found]


def _accusative(form: str) -> str:
    """A folded noun without the article or the letter of the accusative («مسؤولا»)."""
    form = form.removeprefix("ال")
    return form if nouns().senses.get(form) else form.removesuffix("ا")


def _to_medium(text: str, span: Span) -> bool:
    name = span.of(text)
    front = text[max(0, span.start - 40) : span.start]
    if _SETTING.search(front.rstrip('«"“ـ ') + " ") and _outlet(text, span):
        return True
    if name.startswith("ل") and len(name) > 3 and not nouns().senses.get(fold(name).split()[0]):
        rest = name[2:] if name.startswith("لل") else name[1:].lstrip('ـ «"“')
        first = fold(rest).split()[:1]
        return bool(first and nouns().of(first[0].removeprefix("ال"), "titles")) or any(
            h.start <= 1 for h in find_outlets(rest)
        )
    return front.endswith(("لـ", 'لـ"', "لـ«", "لـ“")) and bool(find_outlets(name))


_SAID_IN = {
    "البيان": re.compile(r"(?<!ال)بيان(?!ات)"), "التغريده": re.compile(r"تغريد|غر[ّ]?د"),
    "المنشور": re.compile(r"(?<!ال)منشور"), "الرساله": re.compile(r"(?<!ال)رسال[ةت]"),
}  # fmt: skip
_SAME = frozenset({"نفسه", "نفسها", "ذاته", "ذاتها", "عينه", "عينها", "المذكور", "المذكوره"})
_AROUND = 90  #: code points beside a statement in which it may be told what it was said in


def _same_source(text: str, spoken: Sequence[Spoken], certain: bool) -> tuple[Link, ...]:
    """The chain of the last statement, which «المصدر نفسه» goes on with, and a bare «المصدر» where nobody is named
    there («مسؤول في الشركة»)."""
    if not spoken:
        return ()
    last = next((s for s in reversed(spoken[-LAST:]) if not s.nested), spoken[-1])
    first = fold(last.end.mention.of(text)).split()[:1]
    unnamed = bool(first) and nouns().of(first[0], "people", "press", "offices") is not None
    return last.chain if certain or (unnamed and len(last.end.mention.of(text).split()) <= 6) else ()


def said_in(text: str, span: Span, spoken: Sequence[Spoken]) -> tuple[Link, ...]:
    """The chain of the last speaker who said something in what a definite noun points to («قالت الوزارة في بيان … وأضاف
    البيان»: the ministry); empty where there is none."""
    parts = fold(span.of(text)).split()
    if parts and parts[0].removeprefix("و") in ("المصدر", "المصادر"):
        same = len(parts) == 2 and parts[1] in _SAME
        return _same_source(text, spoken, same) if same or len(parts) == 1 else ()
    what = _SAID_IN.get(parts[0].removeprefix("و")) if parts and len(parts) < 3 else None
    if what is None:
        return ()
    for s in reversed(spoken[-LAST:]):
        start = min(s.read.content.start, s.read.cue.start if s.read.cue else s.read.content.start)
        end = max(s.read.content.start, s.read.cue.end if s.read.cue else 0)
        front = text[max(0, start - _AROUND) : start]
        front = front[max(front.rfind("."), front.rfind("\n")) + 1 :]
        behind = text[s.read.content.end : s.read.content.end + 40].split("\n")[0].split(".")[0]
        if what.search(front) or what.search(text, start, end) or what.search(behind):
            return s.chain
    return ()
