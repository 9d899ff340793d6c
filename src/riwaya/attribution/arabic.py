"""What Arabic syntax settles about a reading: which words are no cue where they stand, whose words a passive and a
denial by pronoun give. Each rule comes with the sentence that it is for; what it does not touch stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.edges import sentences
from riwaya.attribution.listed import listed
from riwaya.attribution.naming import cleaned
from riwaya.attribution.opening import accused, opened
from riwaya.attribution.passive import agent, told_by
from riwaya.attribution.relays import SOURCES
from riwaya.attribution.rules import bare, cues, known
from riwaya.attribution.settings import behind_request, behind_setting
from riwaya.attribution.subjects import told as with_subject
from riwaya.attribution.tagger import Reading
from riwaya.attribution.through import PARTICLES, between, joined, medium
from riwaya.attribution.unsaid import nobody
from riwaya.language.text import first_words, fold, words
from riwaya.lexicon.nouns import nouns
from riwaya.model import Span

_THAT = re.compile(r"[أا]ن\b")
_POINTS = re.compile(r"[،,]?\s*(?:ما(?=\s[يت]نف)|(?:و?هو|و?هي)\s+ما|الأمر\s+الذي|الامر\s+الذي|و?ذلك)\b")


def mend(text: str, found: Sequence[Reading]) -> list[Reading]:
    """Readings of one piece of text without those that Arabic grammar excludes, others set right. English ones stay."""
    kept: list[Reading] = []
    for r in found:
        first = first_words(text[r.head : r.head + 40], 1)
        form = first[0].form if first else ""
        if form < "z" or not form:
            kept.append(r)
            continue
        plain = bare(form)
        if not r.cue and r.head >= 0:
            r = r._replace(cue=(Span(r.head + first[0].start, r.head + first[0].end),))
        if _withheld(text, r.head, plain):
            moved = _speaker_before(text, r, found)
            if moved is not None:
                kept.append(moved)
            if moved is not None or plain == "ذكر" or not r.sources:
                continue
        if nobody(text, r, plain):
            moved = _behind_impersonal(text, r, plain)
            if moved is None:
                continue
            r, plain = moved, bare(first_words(text[moved.head : moved.head + 40], 1)[0].form)
        r = opened(text, r, found)
        r = with_subject(text, r)
        r = cleaned(text, r._replace(content=behind_setting(text, behind_request(text, r.content))))
        r = accused(text, _outside(text, r))
        denied = _denied(text, r, kept)
        if denied is None:
            continue
        told = told_by(text, agent(text, r._replace(content=denied)), plain)
        if told is not None:
            told = _subjects(text, _cut(text, told), plain)
            kept.append(_stance(text, _cue(text, _in_it(text, told)), plain))
    kept = joined(text, _one_of_two(text, kept))
    kept = [_parted(text, _inserted(text, between(text, _trailing(text, r, kept), kept), kept)) for r in kept]
    return [_fronted(text, r, kept) for r in kept]


def _outside(text: str, r: Reading) -> Reading:
    """A particle behind words that nobody says in them («تضم اللجنة المخرج سالم نوار، بحسب | بيان نشر أمس») without the
    sources that the tagger saw among those words, where another stands at the particle."""
    told = first_words(text[r.head : r.head + 20], 1)
    particle = bool(told) and (told[0].form in PARTICLES or bare(told[0].form) in PARTICLES)
    if not particle or r.content.end > r.head + 1 or not any(s.end <= r.head for s in r.sources):
        return r
    begin = max(0, min(s.start for s in r.sources) - 400)
    begin = max(begin, *(text.rfind(c, begin, r.head) + 1 for c in ".؟!\n"))
    if any(known(w.form) and w.form not in ("علي", "عد", "بين") for w in words(text[begin : r.head])):
        return r
    kept = tuple(s for s in r.sources if s.start > r.head)
    if not kept and r.anaphor is not None and r.anaphor.start > r.head:
        kept = (r.anaphor,)
    return r._replace(sources=kept, anaphor=None if r.anaphor in kept else r.anaphor) if kept else r


def _same_words(a: Reading, b: Reading) -> bool:
    """Whether two readings stand before the same words."""
    return a.head < b.head < b.content.start and abs(a.content.start - b.content.start) < 3


_SAYING = frozenset({"قايلا", "قايله", "قايلين", "بالقول"})


def _one_of_two(text: str, found: Sequence[Reading]) -> list[Reading]:
    """«وكتب سالم نوار على صفحته قائلا إن …»: two verbs before the same words are one cue, the one beside them."""
    kept: list[Reading] = []
    for r in sorted(found, key=lambda r: r.head):
        form = next((w.form for w in words(text[r.head : r.head + 20])), "")
        twin = next((k for k in kept if form in _SAYING and _same_words(k, r)), None)
        if twin is not None and not twin.medium:
            kept.remove(twin)
            content = Span(r.content.start, max(r.content.end, twin.content.end))
            r = r._replace(content=content, sources=r.sources or twin.sources, anaphor=r.anaphor or twin.anaphor)
        kept.append(r)
    return kept


_GOES_ON = re.compile(r"\s*[،,]\s*(?P<open>[«“\"])[^«»“”\"\n]{3,600}[»”\"]")


def _parted(text: str, r: Reading) -> Reading:
    """«المصنع لن يعود»، قالت العاملة، «والكل يعرف»: a quotation that its cue parts is one."""
    last = max((s.end for s in r.sources), default=0)
    if not r.content.end <= r.head < last or text[max(0, r.content.start - 1) : r.content.start + 1].find("«") < 0:
        return r
    m = _GOES_ON.match(text, last)
    first = text[r.content.start : r.head]
    if m is None or not first.find("»") >= 0 or re.search(r"[.؟!]»?\s*$", first[: first.find("»") + 1]):
        return r
    return r._replace(content=Span(r.content.start, m.end()))


def _behind_impersonal(text: str, r: Reading, form: str) -> Reading | None:
    """«يذكر أن صيادين كانوا قد هددوا بـ…»: the impersonal word in front is no cue, the verb behind it is."""
    if form not in ("يذكر", "يشار", "تجدر", "يجدر") or not r.sources:
        return None
    verbs = cues("arabic").verbs
    at = r.sources[0].end
    for w in words(text[at : max(at, r.content.start)]):
        if bare(w.form) in verbs and "\u064f" not in text[at + w.start : at + w.end]:
            moved = r._replace(head=at + w.start, cue=(Span(at + w.start, at + w.end),))
            return None if nobody(text, moved, bare(w.form)) else moved
    return None


_WITHHELD = frozenset({
    "اسمه", "اسمها", "اسمهم", "اسمهما", "اسميهما", "هويته", "هويتها", "هويتهم", "هويتهما", "هويتيهما", "هوياتهم",
})  # fmt: skip
_ABOUT_ONESELF = frozenset({
    "ذكر", "كشف", "نشر", "طلب", "طلبت", "طلبا", "طلبوا", "رفض", "رفضت", "رفضا", "رفضوا", "اشترط", "اشترطت", "اشترطا",
    "اشترطوا", "شريطه", "فضل", "فضلت", "تحفظ", "طالبا", "طالبه", "طالبين", "الكشف", "ايراد", "البوح", "الافصاح",
})  # fmt: skip


def _withheld(text: str, head: int, form: str) -> bool:
    """«مسؤول طلب عدم ذكر اسمه إن …»: what a source asks for itself is none of its words."""
    if form not in _ABOUT_ONESELF:
        return False
    for w in words(text[head : head + 70])[1:6]:
        if w.form in _WITHHELD:
            return True
        if _THAT.match(w.form) or any(c in text[head : head + w.start] for c in ':«"“،'):
            return False
    return False


def _speaker_before(text: str, r: Reading, found: Sequence[Reading]) -> Reading | None:
    """«وأكد مهندس، وتحفظ عن ذكر اسمه، أن …»: the verb in front is the cue, where nothing was read there."""
    s = next((s for s in sentences(text, Span(0, len(text))) if s.start <= r.head < s.end), None)
    if s is None or r.content.start < r.head:
        return None
    verbs = cues("arabic").verbs
    for w in first_words(text[s.start : r.head], 3):
        if w.form in verbs or (w.form.startswith(("و", "ف")) and w.form[1:] in verbs):
            head = s.start + w.start
            if any(abs(o.head - head) < 4 for o in found if o is not r):
                return None
            return r._replace(head=head, cue=(Span(head, s.start + w.end),), sources=(), anaphor=None, stance="asserts")
    return None


_IN_IT = re.compile(r"\s*\S{3,9}\s+(?:فيه|فيها|خلاله|خلالها)(?!\w)")
_ISSUED = re.compile(
    r"(?<!\w)[وف]?(?:[أا]صدر|نشر|وجه|وجّه|كتب|[أا]رسل|[أا]لقى|[أا]طلق|بعث|[أا]عد)ت?\s+(?P<who>[^.،؛:\n]{3,60}?)\s+"
    r"(?:ب?(?:بيان|تقرير|رسال|دراس|مقال|كتاب|تغريد|منشور|مذكر|تعميم|كلم|خطاب|تحذير)\S{0,2})\s"
)


_CALLING = frozenset({"داعيا", "داعيه", "داعين", "واصفا", "واصفه", "واصفين", "حاثا", "حاثه", "ناعتا", "ناعته"})


def _subjects(text: str, r: Reading, form: str) -> Reading:
    """The sources that can be subjects: none begins where the words said begin («أشاد | بالجهد»), and behind a
    participle stands whom it is about («معتبرا فلانا أنه …»)."""
    participle = (form[:1] == "م" and form[-1:] in "اه" and known(form)) or form in _CALLING
    behind = r.content.start > r.head

    def can(s: Span) -> bool:
        if behind and s.start == r.content.start:
            return False
        return not (
            participle
            and behind
            and r.head < s.start
            and re.search(r"\w\s?$", text[r.head : s.start])
            and not medium(s.of(text))
            and not re.search(r"\s(?:عن|إلى|الى|لـ?|من)\s*$", text[r.head : s.start])
        )

    return r._replace(sources=tuple(s for s in r.sources if can(s)))


def _in_it(text: str, r: Reading) -> Reading:
    """«أصدرت منظمة كذا تقريرا عن السجون قالت فيه إن …»: who issued what it was said in says it."""
    if not _IN_IT.match(text, r.head):
        return r
    s = next((s for s in sentences(text, Span(0, len(text))) if s.start <= r.head + 1 < s.end), None)
    issued = list(_ISSUED.finditer(text, s.start, r.head + 1)) if s else []
    if not issued or not _source_noun(issued[-1]["who"]):
        return r
    who = Span(*issued[-1].span("who"))
    if any(who.start <= x.start < who.end for x in r.sources):
        return r
    return r._replace(sources=(who,), anaphor=None)


def _source_noun(name: str) -> bool:
    first = first_words(name, 1)
    return bool(first) and nouns().of(first[0].form.removeprefix("ال"), *SOURCES) is not None


_HELPERS = frozenset({"كان", "كانت", "كانوا", "قد", "وقد", "كما", "فقد", "سبق"})


def _stance(text: str, r: Reading, form: str) -> Reading:
    """The stance of a verb that the lexicon knows, but where a noun of denial or doubt goes with it («جدد نفيه»)."""
    verbs = cues("arabic").verbs
    if form in _HELPERS:  # «وكانت الرئيسة قد حثت …»: the verb behind the helper
        form = next((f for w in words(text[r.head : r.content.start])[1:] if (f := bare(w.form)) in verbs), form)
    told = verbs.get(form) or verbs.get(form.removesuffix("ه").removesuffix("ها"))
    if told is not None and _NEGATED.search(text[max(0, r.head - 8) : r.head + 4]):
        told = "asserts" if told in ("denies", "doubts") else None  # «لم يستبعد»
    if told is None or told == r.stance:
        return r
    if told != "denies" and _DENYING.search(fold(text[r.head : _subject(r)])):
        return r
    return r._replace(stance=told)


def _subject(r: Reading) -> int:
    """Where the words of the cue itself end: at the first source behind its head, or at the content."""
    ends = [s.start for s in r.sources if s.start > r.head] + [max(r.head, r.content.start)]
    return min(ends)


_NEGATED = re.compile(r"(?<!\w)[وف]?(?:لم|لا|لن|ما)\s+\S{0,4}$")
_DENYING = re.compile(
    r"\b(?:نفي|نفيه|نفيها|نفيهم|انكار|انكاره|رفض|رفضه|رفضها|تكذيب|شك|شكوك|شكه|شكها|دعوه|دعوته|مطالبه|مطالبته|طلب)\b"
)


def _cue(text: str, r: Reading) -> Reading:
    """The cue with the whole of a source that follows it at once, and without the first words of the content."""
    start = next((c for c in r.cue if c.start <= r.head < c.end), None)
    if start is None:
        return r
    end = start.end
    begin = max((text.rfind(c, start.start, r.head) + 1 for c in "،,"), default=0)
    if begin > start.start and len(words(text[start.start : begin])) <= 1:  # «قوله، | مضيفا»
        r = r._replace(cue=tuple(Span(begin, c.end) if c == start else c for c in r.cue))
        start = Span(begin, start.end)
    for s in r.sources:
        if start.start < s.start <= end + 1 and s.end > end:
            end = s.end
    if start.start < r.content.start < end:
        end = r.content.start
    if end == start.end:
        return r
    return r._replace(cue=tuple(Span(c.start, end) if c == start else c for c in r.cue))


def _inserted(text: str, r: Reading, found: Sequence[Reading]) -> Reading:
    """«الطريق، يقول سائق شاحنة، صار مقبرة»: a verb and its subject between two commas stand inside what is said."""
    start, end = r.content
    before = text[max(0, r.head - 3) : r.head + (text[r.head : r.head + 1] == " ")].rstrip()
    if not before.endswith(("،", ",")) or not r.sources or start < max(s.end for s in r.sources):
        return r
    between = text[max(s.end for s in r.sources) : start]
    first = first_words(text[start : start + 20], 1)
    if between.strip() not in ("،", ",") or not first or first[0].form in cues("arabic").complementizers:
        return r
    s = next((s for s in sentences(text, Span(0, len(text))) if s.start <= r.head < s.end), None)
    if s is None or any(o is not r and s.start <= o.head < s.end for o in found) or _finite(text[s.start : r.head]):
        return r
    return r._replace(content=Span(s.start, max(end, s.end)))


def _fronted(text: str, r: Reading, found: Sequence[Reading]) -> Reading:
    """«وبحسب بيان رسمي، تم تطمين السكان | على …»: behind a source that a particle names in front, all of the sentence
    is said from its comma on."""
    told = first_words(text[r.head : r.head + 20], 1)
    particle = bool(told) and (told[0].form in PARTICLES or bare(told[0].form) in PARTICLES)
    front = text[: r.head + 1].rstrip(" وف")
    if not particle or not r.sources or (front and front[-1] not in ".؟!؛\n»\""):
        return r
    last = max(s.end for s in r.sources)
    m = re.compile(r"\s*[،,]\s*").match(text, last)
    if m is None or not m.end() < r.content.start < m.end() + 80 or len(r.sources) > 1:
        return r
    if any(c in text[m.end() : r.content.start] for c in ".:؟!؛«»\"“”،,\n"):
        return r
    if any(m.end() <= o.head < r.content.start for o in found if o is not r):
        return r
    return r._replace(content=Span(m.end(), r.content.end))


def _finite(front: str) -> bool:
    """Whether the words before an insertion may be a sentence of their own: more than a topic of few words."""
    return len(words(front)) > 7 or any(c in front for c in '«»"“”') or bool(_SETTING_FRONT.match(front))


_SETTING_FRONT = re.compile(
    r"\s*[وف]?(?:في|فى|من|على|إلى|الى|خلال|عقب|بعد|قبل|ردا|بدور\S+|كذلك|أيضا|تعليقا|بالمقابل|لاحقا|أمس|اليوم|ثم|كما|هذا)(?!\w)"
)
"""«في السياق نفسه، أكد المدير، …»: a circumstance in front of the verb, no words said."""


def _denied(text: str, r: Reading, before: Sequence[Reading]) -> Span | None:
    """The content; for a denial by pronoun («وهو ما ينفيه المدير») that of the statement right before it, else None."""
    m = _POINTS.match(text, r.content.start)
    if m is None or r.content.end - m.end() > 25 or not re.search(r"ه\b|ها\b|ذلك", text[m.end() : r.head + 14]):
        return r.content
    return next((b.content for b in reversed(before) if 0 <= r.head - b.content.end <= 40), None)


_RESTS = re.compile(
    r"(?:\s+(?:اليوم|أمس|مساء|صباح|يوم|الأحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|\([^()\n]{2,20}\)))*"
    r"(?:\s+(?:في|فى|على|عبر|خلال)(?:\s+[^\s.،؛:«»\"]+){1,7})?\s*[»\"”)]*\s*(?:$|[.\n])"
)
"""What may stand between a trailing source and the end of its sentence: the time, where it was said."""
_AND_THAT = re.compile(r"[\s،,]+(?:و?ذلك|وهذا)\s*$")
"""«عادت السفينة غدا، | وذلك | وفق الوزارة»: what joins a sentence to its source is none of the words."""


def _trailing(text: str, r: Reading, found: Sequence[Reading]) -> Reading:
    """«وقعت ثلاثة انفجارات قرب المحطة وتضررت أربعة منازل، وفق حصيلة للدفاع المدني.»: a particle with its source at the
    end of a sentence carries all of it, where no other cue stands before it."""
    at = next((w.start for w in words(text[r.head : r.head + 20]) if w.form in PARTICLES), None)
    joint = _AND_THAT.search(text, max(r.content.start, r.content.end - 12), r.content.end)
    if at is not None and joint and r.content.end <= r.head + 1:
        r = r._replace(content=Span(r.content.start, joint.start()))
    if at is not None and r.content.start < r.head < r.content.end <= max((x.end for x in r.sources), default=0) + 1:
        r = r._replace(content=Span(r.content.start, r.head))  # the cue itself is none of the words
    if at is None or r.content.end > r.head + 1:
        return r
    s = next((s for s in sentences(text, Span(0, len(text))) if s.start <= r.head + at < s.end), None)
    source = max((x.end for x in (*r.sources, *([r.anaphor] if r.anaphor else []))), default=0)
    if s is None or source <= r.head or _RESTS.match(text, source, s.end) is None:
        return r
    if any(s.start <= o.head < r.head for o in found):
        return r
    joint = _AND_THAT.search(text, max(s.start, r.head + at - 12), r.head + at)
    return r._replace(content=Span(s.start, joint.start() if joint else r.head + at))


def _cut(text: str, r: Reading) -> Reading:
    """A source that runs into the words said ends where they begin («وصفت إيران | رئيس الوزراء بالكاذب»)."""
    start = r.content.start
    if r.head >= start:
        return r
    sources = tuple(Span(s.start, start) if s.start < start - 2 < s.end - 2 else s for s in r.sources)
    last = max([s.end for s in sources if s.start > r.head] + [r.head])
    colon = _COLON.search(text, last, start) if start - last < 40 else None
    if colon and any(
        c.isalnum() for c in text[colon.end() : start]
    ):  # «وقال الوزير: أعلنت | الشركة …»: all behind the colon is said
        return r._replace(sources=sources, content=Span(colon.end(), r.content.end))
    return r._replace(sources=tuple(_whole_name(text, s, start) if s.start > r.head else s for s in sources))


_COLON = re.compile(r"\s*:\s*")
_MORE = re.compile(r"(?:\s[^\W\d]{2,}){1,7}?(?=\s(?:[أإا]ن|ب[أا]ن)\S{0,2}\s|\s?:\s|\s[«“\"])")
LONGEST_REST = 4  #: words that a name may lack


def _whole_name(text: str, source: Span, content: int) -> Span:
    """A source with the words that stand between it and the «أن», the colon or the quotation of the content («الرئيس
    التنفيذي | سامر نوار: "…»), where they can be a name and no circumstance."""
    if source.end >= content or content - source.end > 80:
        return source
    m = _MORE.match(text, source.end, content + 6)
    if m is None or m.end() < content - 4 or m.end() > content + 1 or text[source.end] in "،,":
        return source
    told = words(m[0])
    noise = nouns().noise
    at = told[0].form == "لدي" and len(told) > 2 and not told[1].form.endswith(("ه", "ها", "هم"))
    if len(told) > (7 if at else LONGEST_REST):
        return source
    for n, w in enumerate(told):
        if (at and n == 0) or (w.start and m[0][w.start] == "آ"):
            continue  # «آلان» is a name, and not «الآن»
        ends = w.form in noise["ends"] or w.form in noise["prepositions"] or w.form in ("علي", "الي", "التاكيد")
        ends = ends or bool(_COMPLEMENT.match(w.form)) or w.form in listed("times") or w.form in listed("circumstances")
        if ends or known(w.form) or known(w.form.removesuffix("ن")) or _ADVERB.match(m[0].split()[n]):
            return source
    return Span(source.start, m.end())


_COMPLEMENT = re.compile(r"[فبو]?ان(?:ه|ها|هم|هما|نا|ني)?$")
_ADVERB = re.compile(r"[^\W\d]{3,}(?:اً|ًا|ا)$|[بل]\w{4,}$")
