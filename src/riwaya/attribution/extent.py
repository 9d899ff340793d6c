"""Where an Arabic content ends: it runs on to the end of its sentence, but for what is not said any more.

The tagger likes to stop at the first comma. By the annotators' conventions a clause that hangs on what is said
(«…، الذي …»، «…، لأن …»، «…، إلا أن …»، «…، وأن …»، «…، وهو …») belongs to it; what begins a background of the outlet's
own («…، فيما …»، «…، في إشارة إلى …»، «…، وذلك خلال …»), a trailing source («…، بحسب …») or the next cue («…، مضيفا …»)
does not. After a comma «و» on a verb may be either, and there the tagger's own end stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence

from riwaya.attribution.edges import CLOSING, OPENING, STRAIGHT, words_of
from riwaya.attribution.listed import listed
from riwaya.attribution.rules import bare, cues
from riwaya.attribution.unsaid import participle
from riwaya.language.text import Word, first_words, is_arabic, words
from riwaya.lexicon.nouns import nouns
from riwaya.model import Span

MOST_SPOKEN = 8  #: sentences that words behind a colon run on

_PAIRS = frozenset({
    ("في", "حين"), ("في", "وقت"), ("في", "الوقت"), ("في", "اشاره"), ("في", "خطوه"), ("في", "ما"), ("في", "تلميح"),
    ("في", "المقابل"), ("علي", "حد"), ("علي", "ما"), ("من", "جهته"), ("من", "جهتها"), ("من", "جانبه"),
    ("من", "جانبها"), ("من", "دون"), ("من", "ناحيته"), ("الي", "ذلك"), ("في", "رد"), ("في", "اول"), ("وفي", "وقت"),
    ("وفي", "حين"), ("في", "سياق"), ("كما", "ان"), ("وهو", "ما"), ("وهي", "ما"),
})  # fmt: skip
_PAIRS_INSIDE = frozenset({("كما", "ان")})
"""«…، كما أن كذا» goes on with what is said."""
_AFTER_QUOTE = frozenset({"ردا", "وان", "وانه", "وانها", "وانهم", "وبان", "وبانه", "وبانها"})
_THAT = re.compile(r"\s*(?:[إأا]ن|ب[أا]ن|ف[إا]ن)\S{0,3}\s|\s*[إأ]ن\S{0,3}\s")
_SEPARATOR = re.compile(r"[\s»”\")\]]*(?P<comma>[،,؛;]|\s[-–—]\s)?\s*")
_NEXT = re.compile(r"[،,؛;]")
_VERB = re.compile(r"[وف]?[ي]\S{3,}$")
_COLON = re.compile(r"\s*:\s*$")
_TOPIC = re.compile(r"\s*(?:حول|بشأن|بخصوص|عن|في|فى|على|ل\w+)\s[^:\n«»\"]{3,90}?:\s+(?=\S)")


_DESK = re.compile(r"[يتن](?:تسن|تمكن|تتسن|ستطع)")  #: «ولم يتسن التحقق من ذلك»: the desk's words


def extended(text: str, content: Span, cue: Span | None, heads: Sequence[int], stops: Sequence[Span]) -> Span:
    """A content that stands behind its cue and is no quotation, run on to where what is said ends.

    In: `heads` are the places of the other cues of the piece of text, in order, `stops` its sentences. Out: a span that
    begins where `content` does (or behind the topic of «وأضاف حول كذا: …») and ends no sooner.
    """
    if cue is None or cue.start >= content.start or not is_arabic(text[content.start : content.start + 200]):
        return content
    topic = _TOPIC.match(text, content.start, content.end) if content.start - cue.end < 3 else None
    if topic and text[topic.end()] not in OPENING + STRAIGHT:
        content = Span(topic.end(), content.end)
    if text[content.start] in OPENING + STRAIGHT:
        return content
    spoken = bool(_COLON.search(text, max(cue.end - 2, content.start - 6), content.start))
    found = stops[bisect_left(stops, content.end - 1, key=_end_of) :][: MOST_SPOKEN + 1]
    if not found or not found[0].start < content.end:
        return content
    end = _clauses(text, content, found[0].end, heads, spoken)
    if spoken and end >= found[0].end - 1:
        end = _more(text, found, heads, end, mixed=found[0].start > stops[0].start)
    return words_of(Span(content.start, end), text) if end > content.end else content


def before_participle(text: str, content: Span, heads: Sequence[int], own: Collection[int] = ()) -> Span:
    """A content up to «…، مضيفا أن …» or «… فيما تعهد المدير بكذا» where that is a cue of its own, wherever the tagger
    saw the end; up to «… وأشار نوري إلى كذا» at one of the heads in `own`, whose speaker stands beside them."""
    for k in range(bisect_left(heads, content.start + 4), bisect_left(heads, content.end - 4)):
        at = heads[k] + (text[heads[k] : heads[k] + 1] == " ")
        told = first_words(text[at : at + 30], 1)
        front = text[content.start : at]
        other = _MEANWHILE.search(front)
        beside = heads[k] in own and bool(told) and told[0].form[:1] == "و" and bare(told[0].form) in listed("saying")
        doing = beside or (bool(told) and participle(told[0].form) and front.rstrip()[-1:] in ("،", ",", "؛"))
        if not told or told[0].start or not (doing or (other and _is_cue(told[0].form))):
            continue
        at = content.start + other.start() if other else at
        if front.count("«") <= front.count("»") and front.count('"') % 2 == 0 and front.count("“") <= front.count("”"):
            return words_of(Span(content.start, at), text)
    return content


_MEANWHILE = re.compile(r"\s(?:فيما|بينما|في حين)\s+$")
"""«… بإصلاح الأجهزة | فيما تعهد المدير بكذا»: another speaks."""


def _end_of(span: Span) -> int:
    return span.end


def _clauses(text: str, content: Span, stop: int, heads: Sequence[int], spoken: bool) -> int:
    """The end of the last clause, up to the end of the sentence, that still belongs to what is said."""
    at = content.end
    clause = bool(_THAT.match(text, content.start)) or spoken
    while at < stop:
        m = _SEPARATOR.match(text, at, stop)
        begin = m.end() if m else at
        if begin >= stop:
            return stop if at == content.end else at
        comma = bool(m and m["comma"])
        closed = any(c in CLOSING + STRAIGHT for c in text[at - 1 : begin]) and not _ends_in_name(text, content, at)
        here = first_words(text[begin : min(stop, begin + 60)], 3)
        if comma and here and (_incomplete(text, content, begin, here[0].form, heads) or _noun(text, begin, here[0])):
            at = _clause_end(text, begin, stop)
            continue
        turn = comma and not clause and bool(here) and here[0].form in listed("turns")
        if not here or turn or not _belongs(here, comma, closed and at == content.end, spoken):
            over = _inserted(text, begin, stop, here)
            if over is None:
                return at
            at = over
            continue
        end = _clause_end(text, begin, stop)
        nested = bisect_left(heads, begin)
        if comma and not spoken and nested < len(heads) and heads[nested] < end and here[0].form not in _CLOSE:
            return at  # the clause holds the next cue
        at = end
    return at


NAME = 4  #: words in quotation marks that may be a mere name


def _ends_in_name(text: str, content: Span, at: int) -> bool:
    """Whether the quotation that ends at a place is a name («عن شركة «كذا»، التي …»), no words said."""
    back = range(at, max(content.start, at - 3), -1)
    last = next((k for k in back if text[k : k + 1] in tuple(CLOSING + STRAIGHT)), None)
    if last is None:
        return False
    opener = {"»": "«", "”": "“", "›": "‹"}.get(text[last], text[last])
    first = text.rfind(opener, max(content.start, last - 60), last)
    return first > content.start + 3 and len(words(text[first:last])) <= NAME and text[first - 1].isspace()


_PRONOUN = re.compile(r"(?:[إأا]نّ?|ب[أا]نّ?|ف[إا]نّ?)(?:ه|ها|هم|هما)$")
_CONDITION = re.compile(
    r"(?:لل\S{3,}|بعد|قبل|في|فى|منذ|خلال|رغم|عند|عندما|مع|بسبب|اذا|حال|فور|بمجرد|وفقا|بموجب|نظرا|حرصا|اعمالا|بناء|استنادا|ردا|طبقا"
    r"|من|لو|كلما|طالما)$"
)


def _incomplete(text: str, content: Span, begin: int, first: str, heads: Sequence[int]) -> bool:
    """Whether what is said so far is a clause without its verb: «أنه للتسهيل على الناس، | فُتح بابان»، «أن القانون، الذي
    يحمي الجميع، | يؤكد كذا»."""
    told = first_words(text[content.start : content.start + 40], 2)
    front = text[content.start : begin]
    if len(told) < 2 or any(c in front for c in OPENING + STRAIGHT):
        return False
    parts = front.rstrip(" ،,").count("،") + front.rstrip(" ،,").count(",")
    if parts == 0 and _PRONOUN.match(told[0].form) and _CONDITION.match(told[1].form):
        return not _is_cue(first) and first not in listed("background")
    k = bisect_left(heads, begin - 1)
    head = k < len(heads) and heads[k] <= begin
    if parts < 2 and not head and not told[0].start and _THAT.match(text, content.start) and _AWAITED.match(first):
        return not _PRONOUN.match(told[0].form)
    return parts == 1 and not head and bool(_HELD.search(front)) and bool(_PREDICATE.match(first))


_AWAITED = re.compile(r"(?:قد|سوف|لن|س[يت][^\W\d]{2,})$")
"""«أن صعوبة الطريق، | قد تمثل عائقا»: a verb of what may or will be, without a joint, is said of what stands before."""
_HELD = re.compile(r"^(?:[إأا]ن|ب[أا]ن)\s(?:[^\s،]+\s){0,3}?[^\s،]+،\s+(?:الذي|التي|الذى|التى|الذين)\s[^،]{4,90}،\s*$")
_PREDICATE = re.compile(r"[يت][^\W\d]{2,}$|(?:كان|كانت|سوف|قد|لم|لن|لا)$|س[يت][^\W\d]{2,}$")
_NOUNS = re.compile(
    r"و(?:\d.*|[^\W\d]{2,}ة|[^\W\d]{3,}ات|ا\w?ت\wا\w|ان\w\wا\w|است\w\wا\w|إ\w\wا\w|ت[^تس\W]\wي\w|م[^\W\d]{2,}[^ت\W\d])$"
)
"""Words with «و» that are nouns by their letters: «ومنطقة», «وإصابات», «وارتفاع», «وانفجار», «واستخدام», «وإغلاق»,
«وتعزيز», «ومطار»."""
_VERBS_IN_M = re.compile(r"وم(?:ارس|اطل|ثل|نح|نع|ضى|ات|دد|كن|ازال|هد|زق|ول|رر|عظم)")
_ADVERBS = frozenset({"وتحديدا", "وخصوصا", "وخاصه", "وتقريبا", "ومعظمها", "ومعظمهم", "ومثلها", "وتاليا"})


def _noun(text: str, begin: int, first: Word) -> bool:
    """Whether «و» behind a comma joins a noun to what is said: by its letters no verb («، ومناطق في الجبل»، «، وارتفاع
    الأسعار»)."""
    raw = text[begin + first.start : begin + first.end]
    if first.start or first.form in listed("background") or _is_cue(first.form):
        return False
    return first.form in _ADVERBS or (bool(_NOUNS.match(raw)) and not _VERBS_IN_M.match(raw))


def _inserted(text: str, begin: int, stop: int, here: Sequence[Word]) -> int | None:
    """Where «…، على حد وصفها، مما يعد …» goes on behind the insertion; None where it does not."""
    if not here or here[0].form not in ("علي", "حسب", "بحسب") or stop - begin < 12:
        return None
    m = _NEXT.search(text, begin, min(stop, begin + 40))
    if m is None or m.end() >= stop - 8:
        return None
    behind = first_words(text[m.end() : min(stop, m.end() + 40)], 2)
    return m.start() if behind and _hangs(behind[0].form) else None


def _hangs(form: str) -> bool:
    """Whether a word begins a clause that hangs on what stands before it."""
    return form in listed("goes_on") or form in listed("hangs")


_CLOSE = frozenset({
    "الذي", "التي", "الذين", "والذي", "والتي", "والذين", "وان", "وانه", "وانها", "وانهم", "وبان", "ممن",
})  # fmt: skip
_BEGINS = re.compile(
    r"(?:في|فى|من|علي|عن|الي|مع|عند|لدي|ضمن|تحت|عبر|ضد|بين|خارج|داخل|نحو|امام|باستثناء|سوي)$"
    r"|(?!بينه|بعدم)[بل]\S{3,}|ال\S{3,}|\d|\S{4,}ا$"
)
"""First words of a clause that a comma parts from its verb: prepositions, definite nouns, numbers, accusatives."""


def _belongs(here: Sequence[Word], comma: bool, after_quote: bool, spoken: bool) -> bool:
    """Whether a clause whose first words are given still belongs to what is said."""
    first = here[0].form
    pair = (first, here[1].form) if len(here) > 1 else (first, "")
    if pair in _PAIRS_INSIDE:
        return True
    if first in listed("background") or pair in _PAIRS:
        return False
    if first in ("خلال", "في", "عقب", "اثناء") and any(w.form in nouns().noise["settings"] for w in here[1:2]):
        return not comma
    if after_quote and comma:
        return first in _AFTER_QUOTE or pair == ("من", "اجل")
    if first in listed("goes_on") or first in listed("hangs"):
        return True
    if first in ("تعد", "يعد") and not comma:
        return True  # «أن الشرب من الينبوع | يعد خطرا»
    if _is_cue(first) or (first == "كما" and _is_cue(pair[1])):
        return False
    if not comma or spoken:
        return True
    if first[0] == "و" and len(first) > 3:
        return first.startswith(("وال", "ولل", "وبال")) or (first[:2] in ("وب", "ول") and not _VERB.match(first))
    if first[0] == "ف" and len(first) > 3:
        return first.startswith("فال")
    return bool(_BEGINS.match(first)) and not _VERB.match(first)


def _is_cue(form: str) -> bool:
    verbs = cues("arabic").verbs
    return form in verbs or (form[:1] in ("و", "ف") and form[1:] in verbs)


def _clause_end(text: str, begin: int, stop: int) -> int:
    """The next comma outside quotation marks, or the end of the sentence."""
    at = begin
    while m := _NEXT.search(text, at, stop):
        inside = text[begin : m.start()]
        if inside.count("«") > inside.count("»") or inside.count('"') % 2 or inside.count("“") > inside.count("”"):
            at = m.end()
            continue
        if text[m.start() - 1].isdigit() and text[m.end() : m.end() + 1].isdigit():
            at = m.end()  # «46,49 بالمئة»
            continue
        return m.start()
    return stop


_OURSELVES = re.compile(
    r"(?<!\w)[وفلبك]?(?:[إأ]?ن(?:نا|ني)|إني|أنا|نحن|لي|لنا|معي|معنا|عندي|عندنا|علينا|إلينا|إلي|بنا|منا|لدينا|لدي)(?!\w)"
    r"|(?<!\w)(?:لا|لن|لم|أن|قد|سوف|كي|حتى|ما|كما|و)\s?[أن][^\W\d]{3,}|(?<!\w)[وف]?س?[أن](?:عتقد|ظن|رى|تمنى|أمل|ريد|حتاج|عرف|شعر|قول|فعل|ملك|عمل)"
    r"|[^\W\d]{3,}نا(?!\w)|[^\W\d]{2,}تُ(?!\w)"
)
"""Words of the first person: somebody speaks still."""


def _more(text: str, found: Sequence[Span], heads: Sequence[int], end: int, mixed: bool) -> int:
    """Where words behind a colon end: at the first sentence that opens with a cue or with the outlet's background.

    In a paragraph in which the outlet spoke before them (`mixed`), at the first that opens with «و» and holds no word
    of the first person.
    """
    for s in found[1:]:
        first = first_words(text[s.start : s.start + 60], 2)
        if not first or first[0].form in listed("background") or _is_cue(first[0].form):
            break
        if first[0].form in ("لم", "ولم") and len(first) > 1 and _DESK.match(first[1].form):
            break
        if len(first) > 1 and (_is_cue(first[1].form) and not first[0].form.startswith(("ا", "ن"))):
            break
        k = bisect_left(heads, s.start)
        if k < len(heads) and heads[k] < s.start + 4:
            break
        if mixed and first[0].form.startswith("و") and not _OURSELVES.search(text, s.start, s.end):
            break
        if s.end - s.start < 8:
            break
        end = s.end
    return end
