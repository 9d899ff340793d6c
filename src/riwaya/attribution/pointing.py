"""What points back to a source named before («الصحيفة»، «المصدر نفسه»، «عنها»، "the paper", "she"), and which verb goes
with which subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from riwaya.attribution.edges import CLOSING, OPENING, words_of
from riwaya.attribution.listed import listed
from riwaya.attribution.relays import SOURCES
from riwaya.attribution.rules import bare
from riwaya.language.arabic import stem
from riwaya.language.text import fold, words
from riwaya.lexicon.nouns import MANY, nouns
from riwaya.lexicon.outlets import find_outlets
from riwaya.model import Link, Span

_SAME = frozenset(
    {
        "نفسه",
        "نفسها",
        "ذاته",
        "ذاتها",
        "عينه",
        "عينها",
        "المذكور",
        "المذكوره",
        "ذاتهم",
        "ذاتهما",
        "نفسهما",
        "انفسهما",
        "عينهم",
        "انفسهم",
        "same",
        "المشار",
    }
)

_PRONOUNS = frozenset({"he", "she", "they", "it", "who", "هو", "هي", "هم"})

_ARTICLES = frozenset({"the", "that", "this", "a", "an"})

AUXILIARIES = frozenset({"كان", "كانت", "قد", "كما", "لكنه", "لكنها", "غير", "ان", "بدوره", "بدورها", "من", "جهته",
                          "جهتها", "جانبه", "جانبها"})  # fmt: skip

_WITH_T = frozenset({
    "تابع", "توقع", "تعهد", "توعد", "تحدث", "تساءل", "تعجب", "تدارك", "تمني", "تخوف", "توصل", "تذرع", "تراجع", "تقدم",
    "تلقي", "تولي", "تبني", "تجاهل",
})  # fmt: skip
"""Verbs whose own first letter is a «ت»: no «she»."""
_MASCULINE_T = frozenset({"بيت", "صوت", "ثبت"})

_HE = frozenset({
    "عمده", "خليفه", "علامه", "داعيه", "حمزه", "طلحه", "اسامه", "معاويه", "عبيده", "قتيبه", "عطيه", "جمعه", "عكرمه",
    "حذيفه", "ربيعه", "عطا", "شحاته", "عرفه",
})  # fmt: skip
"""Men's names and offices that end as women's do: «وقال | عمدة القرية»."""
_MASCULINE = frozenset({
    "مصدر", "مسوول", "مدير", "وزير", "رييس", "متحدث", "مهندس", "محام", "خبير", "قايد", "محافظ", "مختار", "نايب", "ناطق",
    "موظف", "شخص", "باحث", "مركز", "موقع", "بيان", "تقرير", "حزب", "مجلس", "بنك", "اتحاد", "مدرب", "لاعب", "مراسل",
})  # fmt: skip


def noun_stem(form: str) -> str:
    """The light stem of a folded noun, the same with the article and without: «الوكالة» and «وكالة», whose «و» is no
    «and». A «و» or «ف» is one where what is left of the word is a source and the whole word none («وجماعة»)."""
    base = definite(form)
    base = base[2:] if base.startswith("ال") and len(base) > 4 else base
    if len(base) > 4 and base[0] in "وف" and not nouns().senses.get(base) and nouns().senses.get(base[1:]):
        base = base[1:]
    return stem("ال" + base)  # the article is what `stem` takes off, so that nothing else goes from the front


def definite(part: str) -> str:
    """A folded word without و ف ب ل written onto an article («للقناه» is «القناه»)."""
    if part.startswith("لل"):
        return "ال" + part[2:]
    rest = part.lstrip("وفب")
    return rest if rest.startswith("ال") else part


MEDIA = frozenset(
    map(noun_stem, ("صحيفه", "جريده", "وكاله", "موقع", "قناه", "مجله", "شبكه", "اذاعه", "تلفزيون", "محطه", "بوابه"))
)

_OURS = frozenset({"مراسلنا", "مراسلتنا", "لمراسلنا", "اذاعتنا", "لاذاعتنا", "صحيفتنا", "لصحيفتنا", "قناتنا", "لقناتنا",
                   "موقعنا", "لموقعنا", "us", "our"})  # fmt: skip


class Known(NamedTuple):
    """A source already met in this report."""

    mention: Span
    stems: tuple[str, ...]
    chain: tuple[Link, ...]  #: the chain up to and with it, as first met


TO_THEM = {"له": "m", "لها": "f", "لهم": ""}

OF_THEM = {"عنه": "m", "عنها": "f", "عنهم": "", "عنهما": "2"} | TO_THEM


def of_them(text: str, span: Span, known: Sequence[Known]) -> Known | None:
    """Whom «عنه» or «عنها» behind «نقلا» points to: the last that agrees with it, a medium last of all. To whom
    something is said («أكد لها») it is a medium and nobody else."""
    form = fold(text[span.start : span.end])
    kind = OF_THEM[form]

    def fits(k: Known) -> bool:
        first = fold(text[k.mention.start : k.mention.end]).split()[0]
        two = first.endswith(("ان", "ين")) and len(first) > 4
        sense = nouns().of(first.removeprefix("ال"), *SOURCES)
        many = sense is not None and sense.number >= MANY
        if kind == "2":
            return two
        return many or (first.endswith("ه") and len(first) > 3) if kind == "f" else not two and not many

    fitting = [k for k in known if k.stems and fits(k)]
    if form in TO_THEM:
        return next((k for k in reversed(fitting) if k.stems[0] in MEDIA), None)
    return next((k for k in reversed(fitting) if k.stems[0] not in MEDIA), fitting[-1] if fitting else None)


_TOLD_TO = frozenset(
    {"ابلغ", "اخبر", "حث", "دعا", "طالب", "ناشد", "اتهم", "وصف", "حمل", "اخطر", "طمان", "سال", "انتقد"}
)
"""Verbs with whom they are said to behind them: «أبلغت الصحيفة بأن …» may be her or to her."""


def speaks(text: str, verb: str, subject: Span, known: Sequence[Known]) -> bool:
    """Whether what stands behind a (folded) verb is its subject: a definite noun for a source, or a name met before,
    that agrees with the verb."""
    first = next((w for w in map(bare, verb.split()) if w not in AUXILIARIES), "")
    if first.startswith("م") or first.endswith("ا"):
        return False
    if first.removesuffix("ت") in _TOLD_TO or first[1:] in _TOLD_TO or not agrees(verb_gender(verb), text, subject):
        return False
    parts = fold(text[subject.start : subject.end]).split()
    if not parts:
        return False
    if not parts[0].startswith("ال") and nouns().of(parts[0], "people", "offices") and len(parts) > 1:
        return True
    if parts[0].startswith("ال") and nouns().of(parts[0][2:], *SOURCES):
        return True
    return any(set(stems_of(" ".join(parts))) & set(k.stems[1:]) for k in known)


def is_medium(text: str, span: Span) -> bool:
    """Whether a place is a bare noun for a medium («القناة»، «مراسلنا»، "our correspondent")."""
    parts = [definite(p) for p in fold(text[span.start : span.end]).split() if p not in _SAME]
    return (
        bool(parts)
        and len(parts) <= 2
        and (parts[0] in _OURS or (len(parts) == 1 and parts[0].startswith("ال") and noun_stem(parts[0]) in MEDIA))
    )


def first_named(text: str, span: Span) -> Span | None:
    """The last place before a bare noun where such a medium is named («قناة "الأفق"»), up to two words of its name."""
    head = noun_stem(fold(text[span.start : span.end]).split()[0])
    before = words(text[max(0, span.start - 4000) : span.start])
    offset = max(0, span.start - 4000)
    for k in range(len(before) - 2, -1, -1):
        w = before[k]
        if noun_stem(w.form) == head and not w.form.startswith(("ال", "لل", "وال", "بال")):
            end = k + 1
            gap = text[offset + w.end : offset + before[end].start]
            if gap.strip(' «"“') or head not in MEDIA:
                return None
            if end + 1 < len(before) and text[offset + before[end].end : offset + before[end + 1].start] == " ":
                end += 1
            return words_of(Span(offset + w.start, offset + before[end].end), text)
    return None


def outlet_before(text: str, span: Span, known: Sequence[Known]) -> Span | None:
    """The last source before a bare noun that may be an outlet without saying so: a mere name in quotation marks, or
    one of the lexicon («سايفر ديسك» … «بحسب الموقع نفسه»)."""
    if fold(text[span.start : span.end]).split()[0] in _OURS:
        return None
    for k in reversed(known):
        name = text[k.mention.start : k.mention.end]
        hits = find_outlets(name)
        if any(h.start == 0 and h.end >= len(name) - 1 for h in hits):
            return k.mention
        if name[:1] in OPENING and name[-1:] in CLOSING and not any(c in OPENING for c in name[1:]):
            return k.mention
    return None


def stems_of(form: str) -> list[str]:
    """The words of a mention as they are compared: Arabic ones by their stems, English ones without a possessive."""
    return [noun_stem(w.form) if w.form > "z" else w.form.removesuffix("’s").removesuffix("'s") for w in words(form)]


def verb_gender(cue: str) -> str:
    """ "f", "m" or "" for what the first word of an Arabic cue tells of its subject («قالت» f, «قال» m)."""
    first = next((w for w in map(bare, cue.split()) if w not in AUXILIARIES), "")
    if first < "z" or not first:
        return ""
    if first in listed("verbal"):  # «وتأكيده»، «وقولها»: the pronoun tells
        return "f" if first.endswith("ها") else "m" if first.endswith("ه") else ""
    if first.endswith(("ت", "ه")) or first.startswith("ت"):
        return (
            "f"
            if first not in _MASCULINE_T and first.removesuffix("وا").removesuffix("ا") not in _WITH_T
            else "m"
        )
    return "m" if len(first) <= 6 and not first.endswith(("ون", "وا", "ين", "ان")) else ""


def agrees(gender: str, text: str, mention: Span) -> bool:
    """Whether a source can be the subject of a verb of that gender; unknown agrees with all."""
    if not gender:
        return True
    first = fold(text[mention.start : mention.end]).split()[:1]
    if not first:
        return False
    word = bare(first[0])
    word = "ال" + word[2:] if word.startswith("لل") else word
    if word.endswith("ه") and len(word) > 3 and word not in _HE:
        return gender == "f"
    return gender != "f" or stem(word) not in _MASCULINE


def _surname(text: str, mention: Span) -> str:
    """The last word of a person's name that begins with a given name («سالم القاضي، رئيس النقابة»), folded; else
    nothing."""
    name = fold(re.split(r"[،,(]", text[mention.start : mention.end], maxsplit=1)[0]).split()
    if not 2 <= len(name) <= 4 or name[0].startswith("ال") or nouns().senses.get(name[0]):
        return ""
    return name[-1] if name[-1].startswith("ال") else ""


def antecedent(text: str, span: Span, known: Sequence[Known]) -> Known | None:
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
    bare = [definite(p) for p in core]
    if not bare or (not english and not all(p.startswith("ال") for p in bare)) or len(bare) > 2:
        return None
    head = stems_of(" ".join(bare))
    for k in reversed(known):
        if not k.stems or k.mention == span:
            continue
        if len(core) == 1 and not english and _surname(text, k.mention) == core[0]:
            return k  # «سالم القاضي»: «القاضي» is he, and no judge
        first = k.stems[0] if k.stems[0] not in _ARTICLES or len(k.stems) < 2 else k.stems[1]
        named = first if not english else None
        fits = head[0] == named if named else head[-1] in k.stems
        if fits and (len(head) == 1 or set(head) <= set(k.stems)):
            return k
    return None
