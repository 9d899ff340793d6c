"""Where the words of an Arabic speaker begin, where the sentence shows it: at «إن», at «أن» right behind the verb or
its subject, at the quotation mark; and who stands between the verb and that place.

The tagger, which reads token by token, at times begins behind the first words («ورأت أنها | مقصرة»), at a circumstance
(«وقال، | لدى وصوله، إن …»), or at the next clause that pleases it. Each rule with the sentence that it is for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.attribution.edges import CLOSING, OPENING, STRAIGHT
from riwaya.attribution.listed import listed
from riwaya.attribution.relays import phrase_at
from riwaya.attribution.rules import bare, cues, known
from riwaya.attribution.tagger import Reading
from riwaya.language.text import Word, first_words, words
from riwaya.lexicon.nouns import nouns
from riwaya.model import Span

FAR = 320  #: code points behind a verb in which its «إن» or its quotation is looked for
NAMED = 9  #: words that a subject between the verb and a quotation may have
_SAID = frozenset({"قال", "قالت", "قالوا", "قالا", "قالتا", "يقول", "تقول", "يقولون", "قايلا", "قايله", "قايلين"})
_ADDED = _SAID | frozenset({
    "اضاف", "اضافت", "يضيف", "تضيف", "تابع", "تابعت", "يتابع", "تتابع", "اردف", "اردفت", "زاد", "زادت", "استطرد", "ختم",
    "ختمت", "كتب", "كتبت", "علق", "علقت", "اوضح", "اوضحت", "صرح", "صرحت", "غرد", "غردت", "رد", "ردت", "اجاب", "اجابت",
    "واصل", "واصلت", "مضيفا", "مضيفه", "متابعا", "اكد", "اكدت", "ذكر", "ذكرت", "اورد", "اوردت", "مختتما", "خلص",
})  # fmt: skip
"""Verbs that a quotation may follow right behind the subject."""
_IN = re.compile(r"\s(?:إن|إنّ|إنه|إنها|إنهم|إنهما|إنهن|إننا|إنني|إني|إنّه|إنّها)(?=\s|$)")
_THAT = re.compile(r"(?:[أإا]نّ?|ب[أا]نّ?)(?:ه|ها|هم|هما|هن|ني|نا)?$")
_CIRCUMSTANCE = re.compile(r"(?:بعد|قبل|دون|بدون|منذ|رغم|مجرد|غير|إلا|الا|سوى|لولا|كما|مع|حيث|لو|لكن|بما|من)\s*$")
_EXPRESSED = re.compile(r"[وف]?(?:[أا]عرب|عب[ّ]?ر|[أا]بد)\S{0,3}$")
_OF = re.compile(r"[،,]\s+(?=عن\s)")
_RELATIVE = re.compile(r"\s(?:الذي|الذى|التي|التى|الذين)\s")
_RELATIVES = frozenset({"الذي", "التي", "الذين", "اللذين", "اللتين", "يفترض", "المفترض", "يمكن", "ينبغي", "يجب"})
_YQUL = re.compile(r"\s+(?:يقول|تقول|قائلا|قائلة|بالقول|قولها?|قوله|بقولها?|بقوله)(?=\s|:)")
_DUE = re.compile(r"(?<!\w)[وف]?(?:كان|كانت)\s+(?P<who>[^.؟!:«»\"\n]{3,120}?)\s*[،,]?\s+قد\s+$")
_OPEN = re.compile(f"[{OPENING}{STRAIGHT}]")


def opened(text: str, r: Reading, others: Sequence[Reading]) -> Reading:
    """A reading whose content begins where the sentence says that it does; others as they are. `others` are the
    readings of the same text: a place behind the next of their heads is not this one's."""
    told = first_words(text[r.head : r.head + 40], 1)
    if told and 0 <= r.content.end <= r.head + 1:
        if told[0].form in _TURN:  # «من | جهته أوضح المدير أن …»: the verb is the head
            second = first_words(text[r.head : r.head + 40], 2)[-1]
            r = r._replace(head=r.head + second.start) if known(second.form) else r
            told = first_words(text[r.head : r.head + 40], 1)
        r = _forward(text, r, told[0])
    if not told or (0 <= r.content.end <= r.head + 1):
        return r
    verb = bare(told[0].form)
    if verb not in cues("arabic").verbs and verb not in _ADDED:
        return r
    behind = r.head + told[0].end
    if m := _YQUL.match(text, behind):  # «وتابع يقول: …»
        behind = m.end()
    stop = min([o.head for o in others if o.head > behind] + [_stop(text, behind)])
    r = _subject_first(text, _quote(text, r, verb, behind, stop))
    r = _in(text, _object(text, _that(text, r, behind, stop), verb), verb, behind, stop)
    return _late(text, r, verb, behind, stop)


_WORDS = frozenset({"بالقول", "قوله", "قولها", "بقوله", "بقولها", "حديثه", "حديثها", "كلامه", "كلامها"})
_TURN = frozenset({"جهته", "جهتها", "جانبه", "جانبها", "ناحيته", "ناحيتها", "بدوره", "بدورها"})
_OPENS_BEHIND = re.compile(
    r"(?P<who>(?:\s+[^\W\d][^\s،,.؛:؟?!«»“”\"()]*){0,8}?)"
    r"(?:(?:\s+(?:إلى|الى|على|علي|عن|من))?\s+(?=(?:[أإا]ن|ب[أا]ن)(?:ه|ها|هم|هما|هن|ني|نا)?\s+\S)|\s*:\s*(?=\S))"
)


def _forward(text: str, r: Reading, verb: Word) -> Reading:
    """«… وانتهى الأمر. وأوضح: السوق مغلقة»، «…، مشيرة إلى أن السوق مغلقة»: behind a verb of saying that «أن» or a colon
    follows, at once or behind its subject, stands what is said, and not before it."""
    if not known(verb.form) or bare(verb.form) in cues("arabic").particles or text[: r.head + 1].rstrip()[-1:] in tuple(
        CLOSING + STRAIGHT
    ):
        return r
    behind = r.head + verb.end
    stop = _stop(text, behind)
    m = _OPENS_BEHIND.match(text, behind, min(len(text), stop + 1))
    if m is None or stop - m.end() < 12:
        return r
    who = [w for w in words(m["who"]) if w.form not in _WORDS]
    if any(known(w.form) or w.form in cues("arabic").complementizers or w.form in _RELATIVES for w in who):
        return r
    end = re.compile(r"[،,؛]").search(text, m.end(), stop)
    if text[m.end()] in OPENING + STRAIGHT:
        stop = _closing(text, m.end()) + 1
        if stop - m.end() < 12:
            return r
        end = None
    sources = tuple(s for s in r.sources if s.end <= m.end())
    if who and not any(s.start >= behind for s in sources) and who[0].form not in nouns().noise["prepositions"]:
        first = behind + who[0].start
        sources = (*sources, Span(first, behind + who[-1].end)) if who[0].form not in _BESIDE else sources
    cue = Span(r.head, max([s.end for s in sources if s.start >= behind], default=behind))
    return r._replace(content=Span(m.end(), end.start() if end else stop), sources=sources, cue=(cue,))


def _stop(text: str, at: int) -> int:
    """The end of the line or sentence, FAR code points on at most."""
    m = re.compile(r"[.؟?!\n](?=\s|$)").search(text, at, at + FAR)
    return m.start() if m else min(len(text), at + FAR)


def _closing(text: str, at: int) -> int:
    """The end of a quotation that opens at a place; -1 where it is not closed within its line."""
    closers = {"«": "»", "“": "”", "„": "“”", "‹": "›", "❝": "❞"}.get(text[at], STRAIGHT)
    line = text.find("\n", at)
    line = line if line >= 0 else len(text)
    ends = [e for c in closers if (e := text.find(c, at + 1, line)) > 0]
    return min(ends) if ends else -1


def _quote(text: str, r: Reading, verb: str, behind: int, stop: int) -> Reading:
    """«وتابع يقول «السفن عادت»»، «قال سالم "لن نعود"»: a quotation right behind the verb or its subject is what is
    said, whatever was read inside it; what stands before it is the subject."""
    if verb not in _ADDED:
        return r
    m = _OPEN.search(text, behind, min(stop + 1, behind + 90))
    if m is None or m.start() == r.content.start or m.end() == r.content.start:
        return r
    between = text[behind : m.start()]
    front = between.strip(" :،,\u00a0")
    if any(c in front for c in ":،,؛.()" + CLOSING) or len(front.split()) > NAMED:
        return r
    end = _closing(text, m.start())
    if end < 0 or end - m.end() < 12 or r.content.start > end or not behind <= r.content.start <= end:
        return r
    if text[end + 1 : end + 3].strip()[:1].isalpha() and front and ":" not in between:
        return r  # «قال "عميد" الصحافة إن …»: a name in quotation marks
    forms = [w.form for w in words(front)]
    if any(f in cues("arabic").complementizers or known(f) for f in forms) or (forms and forms[0] in _BESIDE):
        return r
    first = behind + between.index(front) if front else behind
    sources = tuple(s for s in r.sources if s.end <= m.start() or s.start >= end)
    if front and not any(s.start < m.start() and s.end > behind for s in sources):
        sources = (*sources, Span(first, first + len(front)))
    anaphor = r.anaphor if r.anaphor and r.anaphor.end <= m.start() else None
    cue = Span(r.head, first + len(front) if front else behind)
    return r._replace(content=Span(m.start(), end + 1), sources=sources, anaphor=anaphor, cue=(cue,))


_BESIDE = frozenset(
    {"في", "فى", "خلال", "عبر", "على", "علي", "ان", "حول", "عن", "بعد", "قبل", "امام", "لدي", "ردا", "عند"}
)


def _subject_first(text: str, r: Reading) -> Reading:
    """«كان الوزير، سالم نور، قد أشار إلى أن …»: the subject stands between the two auxiliaries."""
    if r.sources or r.anaphor:
        return r
    at = r.head + (text[r.head : r.head + 1] == " ")
    m = _DUE.search(text, max(0, at - 160), at + (4 if text.startswith("قد ", at) else 0))
    if m is None or any(known(w.form) for w in words(m["who"])):
        return r
    return r._replace(sources=(Span(*m.span("who")),))


def _that(text: str, r: Reading, behind: int, stop: int) -> Reading:
    """«ورأت أنها | مقصرة»: «أن» right behind the verb, or behind what was read as its subject, opens what is said."""
    if r.content.start <= behind or r.content.start > stop:
        return r
    if ":" in text[behind : r.content.start]:
        return r
    for w in words(text[behind : r.content.start]):
        at, end = behind + w.start, behind + w.end
        if w.form in _RELATIVES:
            return r
        if known(w.form) and not any(s.start <= at < s.end for s in r.sources):
            return r
        if _THAT.match(text, at, end) and not _CIRCUMSTANCE.search(text[max(behind, at - 10) : at]):
            if text[end : end + 1] not in (" ", "\u00a0") or _OPEN.search(text, behind, at):
                return r
            quote = _OPEN.match(text, end + 1)
            if quote and r.content.start - quote.start() <= 1 and _closing(text, quote.start()) >= r.content.end - 3:
                return r  # all of it is one quotation, and «أن» stands outside
            return r._replace(
                content=Span(at, r.content.end),
                sources=tuple(s for s in r.sources if s.start < at),
                cue=tuple(Span(c.start, min(c.end, at)) for c in r.cue if c.start < at),
            )
    return r


def _object(text: str, r: Reading, verb: str) -> Reading:
    """«ونفى نوري شائعات | عن إغلاق السوق»: what is denied begins right behind who denies it."""
    source = max((s for s in r.sources if r.head < s.start and s.end <= r.content.start), default=None)
    if not _DENIED.match(verb) or source is None:
        return r
    first = first_words(source.of(text), 1)
    if first and first[0].form in _RUMOURS:  # «ونفى | شائعات عن …»: no subject but what is denied
        return r._replace(
            content=Span(source.start + first[0].start, r.content.end),
            sources=tuple(s for s in r.sources if s != source),
            cue=tuple(Span(c.start, min(c.end, source.start)) for c in r.cue if c.start < source.start),
        )
    gap = text[source.end : r.content.start]
    told = words(gap)
    if not 0 < len(told) <= 2 or any(c in "،,.:؛()" for c in gap) or any(w.form in _ADVERBS for w in told):
        return r
    if any(w.form in nouns().noise["prepositions"] or w.form.startswith(("ب", "ال", "ل")) for w in told):
        return r
    return r._replace(content=Span(source.end + told[0].start, r.content.end))


_ACCUSED = re.compile(r"(?:[يت]?تهم(?:ت|وا|ون)?|ا?تهم(?:ت|وا)?|متهم(?:ا|ه|ين)|[يت]?صف|وصف(?:ت|وا)?|واصف(?:ا|ه|ين))$")


_FEELING = re.compile(
    r"(?:ب?(?:استياء|قلق|ارتياح|رفض|دعم|تاييد|ثقت|ثق|اسف|تمسك|التزام|حرص|خشيت|خشي|سعادت|سعاد|تقدير|شكر|دعوت|مطالبت|عزم|امل"
    r"|دهشت|استغراب|غضب|تاكيد|تحذير|ادانت|استعداد|رغبت|تخوف|اعتراض|امتنان|اعتزاز|تضامن|ترحيب|انزعاج|حزن))(?:ه|ها|هم|هما)$"
)


def _feeling(text: str, r: Reading) -> Reading:
    """«أبدى اللاعب الدولي | استياءه من الحكم»: what he feels or does with words, written with whose it is, ends the
    name and opens what is said."""
    s = next((s for s in r.sources if r.head < s.start and s.end <= r.content.start <= s.end + 2), None)
    told = words(s.of(text)) if s else []
    n = next((n for n in range(1, len(told)) if _FEELING.match(told[n].form)), None)
    if s is None or n is None:
        return r
    cut = Span(s.start, s.start + told[n - 1].end)
    cue = tuple(Span(c.start, min(c.end, cut.end)) for c in r.cue)
    sources = tuple(cut if x == s else x for x in r.sources)
    return r._replace(sources=sources, cue=cue, content=Span(s.start + told[n].start, r.content.end))


def accused(text: str, r: Reading) -> Reading:
    """«متهما الشركة | بالتقصير»، «واتهم نوري الشركة | بالتقصير»: whom it is about belongs to what is said, and stands
    right behind the subject, behind a participle at once; so does what somebody feels («أبدى نوري | قلقه من كذا»)."""
    told = first_words(text[r.head : r.head + 40], 1)
    verb = bare(told[0].form) if told else ""
    r = _feeling(text, r)
    if not _ACCUSED.match(verb) or not re.match(r"\s?ب", text[r.content.start : r.content.start + 2]):
        return r
    end = r.head + told[0].end
    places = [*r.sources, *([r.anaphor] if r.anaphor else [])]
    beside = max((s.end for s in places if 0 <= s.start - end <= 3), default=None)
    begin = end if verb.startswith(("متهم", "واصف")) else beside
    if begin is None or not begin < r.content.start < begin + 90:
        return r
    gap = text[begin : r.content.start]
    named = words(gap)
    if not 0 < len(named) <= 7 or any(c in "،,.:؛()\n" for c in gap) or named[0].form in nouns().noise["prepositions"]:
        return r
    if named[0].form in _ADVERBS or any(w.form in cues("arabic").complementizers | _RELATIVES for w in named):
        return r
    start = begin + named[0].start
    start -= start > begin and text[start - 1] in OPENING + STRAIGHT
    kept = tuple(s for s in r.sources if s.end <= start or s.start >= r.content.start)
    return r._replace(content=Span(start, r.content.end), sources=kept)


_DENIED = re.compile(r"(?:[يت]?نف[يى]?ت?|[يت]?رفض|انتقد|[يت]نتقد|ا?دان|[يت]دين|استنكر|شجب|فند|انكر)(?:ت|وا|ون)?$")
_RUMOURS = frozenset({
    "شايعات", "شايعه", "تكهنات", "انباء", "مزاعم", "ادعاءات", "اتهامات", "اتهام", "مسووليته", "مسووليتها", "علمه",
    "علمها",
    "صحه", "وجود", "وقوع", "ان", "اي", "كل", "جميع", "صلته", "صلتها", "تورطه", "تورطها",
})  # fmt: skip
_ADVERBS = listed("times") | frozenset({"مجددا", "بشده", "قطعيا", "تماما", "رسميا", "مره", "اخري", "جمله", "وتفصيلا"})


def _in(text: str, r: Reading, verb: str, behind: int, stop: int) -> Reading:
    """«وقال، | لدى وصوله إلى المرفأ، إن السفن عادت»، «قال صيادون إن زورقا | كان سيعود»: «قال» takes «إن», and what is
    said begins there."""
    late = verb in listed("saying") and verb not in _SAID
    if late and not _RELATIVE.search(text, behind, max(behind, r.content.start)):
        return r
    if verb not in _SAID and not late:
        return r
    here = text[r.content.start : r.content.start + 8].lstrip()
    if (
        r.content.start < behind
        or any(c in OPENING + STRAIGHT for c in here[:2])
        or ":" in text[behind : r.content.start]
    ):
        return r
    m = _THEREFORE.search(text, r.content.start, stop) if late else _IN.search(text, behind, stop)
    if m is None or m.start() + 1 == r.content.start:
        return r
    if any(c in _NAME.sub(" ", text[behind : m.start()]) for c in ":" + OPENING + STRAIGHT):
        return r
    between = words(text[behind : m.start()])
    if any(_heads(w.form) and not _relative_before(text, behind + w.start) for w in between[:-1]):
        return r
    if (
        _THAT.match(first_words(text[r.content.start : r.content.start + 12], 1)[0].form if here else "")
        and r.content.start < m.start()
    ):
        return r
    at = m.start() + 1
    if r.content.end <= at:  # all that was read stands in the circumstance
        if text[: m.start()].rstrip()[-1:] not in ("،", ","):
            return r
        comma = re.compile(r"[،,؛]").search(text, at, stop)
        r = r._replace(content=Span(r.content.start, comma.start() if comma else stop))
    sources = tuple(s for s in r.sources if s.end <= at or s.start > r.content.end)
    cut = tuple(Span(s.start, at - 1) for s in r.sources if s.start < at < s.end)
    sources = (*sources, *cut)
    if not sources and r.anaphor is None and between:
        phrase = phrase_at(text, behind + between[0].start, at - 1)
        sources = (phrase,) if phrase and between[0].form not in _BESIDE else ()
    return r._replace(
        content=Span(at, r.content.end),
        sources=sources,
        cue=tuple(Span(c.start, min(c.end, at - 1)) for c in r.cue if c.start < at),
    )


_NAME = re.compile(r"[«“\"][^«»“”\":،\n]{1,30}[»”\"]")
"""A name in quotation marks («لصحيفة "كذا"»), no words said."""
_THEREFORE = re.compile(r"\s(?:[إأا]ن|ب[أا]ن)(?:ه|ها|هم|هما|نا|ني)?(?=\s)")
"""«وأكد سالم، الذي يقود فريقا | في المرفأ، إن السفن عادت»: behind a relative clause, however spelled."""


def _heads(form: str) -> bool:
    """Whether a folded word may head a cue of its own; «على» of «على حد قوله» is a mere preposition."""
    return known(form) and form not in ("علي", "عد", "بين")


def _relative_before(text: str, at: int) -> bool:
    return bool(_RELATIVE.search(text[max(0, at - 40) : at]))


def _late(text: str, r: Reading, verb: str, behind: int, stop: int) -> Reading:
    """«وأعربت اللجنة، التي …، | عن أسفها»; «وتابع سالم الذي …، «لن نعود»»: what is said comes behind a relative
    clause."""
    if r.content.start < behind:
        return r
    if _EXPRESSED.match(verb) and not text.startswith(("عن ", " عن "), r.content.start):
        of = _OF.search(text, r.content.start, stop)
        if of is None:
            return r
        end = text.find("،", of.end(), stop)
        return r._replace(content=Span(of.end(), max(r.content.end, end if end > 0 else stop)))
    front = text[behind : r.content.start]
    if verb not in _ADDED or not _RELATIVE.search(front) or ":" in front or _OPEN.search(front + text[r.content.start]):
        return r
    m = _OPEN.search(text, r.content.start, stop + 1)
    if m is None or text[max(0, m.start() - 2) : m.start()].strip() not in ("،", ",", ":"):
        return r
    end = _closing(text, m.start())
    if end - m.start() < 12 or _THAT.match(text, r.content.start):
        return r
    return r._replace(content=Span(m.start(), end + 1))
