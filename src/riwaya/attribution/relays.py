"""Who carried the words, where the sentence says so: what stands between a cue and its content, read link by link.

«ذكرت صحيفة كذا نقلا عن وكالة كذا التي نقلت بدورها عن مسؤول» goes inward, «قال فلان، في كلمة بثها التلفزيون» and «قال
فلان لصحيفة كذا، بحسب ما نقلت عنها وكالة كذا» go outward, to the reader. What follows «نقلا عن» is farther than what was
named before it, a medium to which something was said or that carried it is nearer. Arabic only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from riwaya.attribution.edges import CLOSING, OPENING, STRAIGHT
from riwaya.attribution.listed import listed
from riwaya.attribution.rules import bare, cues
from riwaya.language.text import Word, first_words, words
from riwaya.lexicon.nouns import nouns
from riwaya.lexicon.outlets import find_outlets
from riwaya.model import Span

LONGEST = 300  #: code points between a cue and its content that are read
MOST_WORDS = 12  #: words of one link

_QUOTING = frozenset({
    "نقل", "نقلت", "ينقل", "تنقل", "ونقل", "نقله", "نقلته", "نقلها", "نقلتها", "نقلا", "ناقلا", "ناقله", "تناقلت",
    "ونقلت",
})  # fmt: skip
_RESTING = frozenset({
    "استنادا", "مستندا", "مستنده", "استند", "استندت", "يستند", "تستند", "استشهادا", "مستشهدا", "مستشهده",
})  # fmt: skip
_WITHIN = frozenset({"بحسب", "حسب", "وفق", "وفقا", "طبقا", "حسبما", "وحسب", "تبعا"})
_CARRIED = frozenset(
    stem + ending
    for stem, endings in {
        "بث": "ه ها ته تها", "نشر": "ه ها ته تها", "اذاع": "ه ها ته تها", "نقل": "ه ها ته تها",
        "اجر": "اه اها ته تها ت",
        "اورد": "ه ها ته تها", "تلق": "اه اها ته تها ت ي", "تسلم": "ه ها ته تها ت", "حصل": "ت", "اطلع": "ت",
        "توصل": "ت", "خص": "ت", "تابع": "ته تها",
    }.items()
    for ending in endings.split()
) | {"حصل", "اطلع", "خص", "اجري"}  # fmt: skip
"""«بثها»، «نشرته»، «اطلعت عليها»: a medium stands behind them, the one that had the words."""
_FRONT = frozenset({"في", "وفي", "خلال", "ردا"})
_CAME = frozenset({"جاء", "ورد", "جاءت", "وردت"})
_TO_IT = frozenset({"عليه", "عليها", "معه", "معها", "به", "بها", "له", "لها", "فيه", "فيها", "اليه", "اليها"})
_AFTER_SETTING = frozenset({"مع", "الي", "عبر", "علي", "من", "لدي"})
_MEANWHILE = frozenset({"بدوره", "بدورها", "ايضا", "كذلك", "ايضاً", "قد"})
_OF_THEM = frozenset({"عنه", "عنها", "عنهم", "عنهما"})
_CIRCUMSTANCE = 5  # words from «في» to the «عن» behind it, at most
_AT_END = frozenset({"في", "من", "علي", "الي", "عن", "مع", "او", "ثم"})
_NEGATED = frozenset({"لا", "لم", "لن", "ليس", "ليست"})
_STOPS = "،,؛;:.؟?!\n()[]…"
SOURCES = ("people", "offices", "bodies", "titles", "press", "documents", "statements")


class Place(NamedTuple):
    """A link as the sentence prints it."""

    span: Span
    way: int  #: -1 a medium nearer the reader, 0 the subject of the cue, 1 what that one relies on


def places(text: str, cue: Span, content: Span) -> list[Place]:
    """The links that stand at a cue, nearest the reader first; empty where the grammar is not told.

    Where the cue is the verb of «… إن فلانا قال …», the sentence before it is read too.
    """
    if cue.start < content.start:
        end = content.start if content.start - cue.start <= LONGEST else min(cue.end, cue.start + LONGEST)
    else:
        end = min(cue.end, cue.start + LONGEST)
    found = _Run(text, _nest(text, cue.start), end, cue.start).read()
    fronted = _fronted(text, cue.start)
    return [Place(fronted, -1), *found] if fronted else found


def _sentence(text: str, at: int) -> int:
    """Where the sentence that holds a place begins, LONGEST code points back at most."""
    begin = max(0, at - LONGEST)
    return max(begin, *(text.rfind(c, begin, at) + 1 for c in ".\n؟!؛"))


def _fronted(text: str, cue: int) -> Span | None:
    """The medium of a setting in front of the verb («وفي حديث إلى «كذا»، اعتبر النائب …»)."""
    if not any(c in "،," for c in text[max(0, cue - 2) : cue]):
        return None
    begin = _sentence(text, cue)
    front = first_words(text[begin : begin + 40], 2)
    if begin >= cue or len(front) < 2 or bare(front[0].form) not in _FRONT:
        return None
    run = _Run(text, begin, cue, cue)
    if any(is_verb(w) for w in run.words):
        return None
    steps = (run.outer(n) for n in range(1, len(run.words)))
    return next((s[0] for s in steps if s), None)


def _nest(text: str, cue: int) -> int:
    """Where the sentence around «إن فلانا | قال» begins, or the cue itself where nobody stands before it so."""
    begin = _sentence(text, cue)
    if text[cue : cue + 1] in ("و", "ف") or any(c in _STOPS for c in text[max(0, cue - 2) : cue]):
        return cue
    last = words(text[max(begin, cue - 20) : cue])[-1:]
    if not last or last[0].form in cues("arabic").complementizers:
        return cue
    before = words(text[begin:cue])
    comps = cues("arabic").complementizers
    for n in range(len(before) - 2, max(-1, len(before) - MOST_WORDS - 2), -1):
        if bare(before[n].form) in comps:
            run = _Run(text, begin, cue, cue)
            found = run.phrase(n + 1)
            verb = any(is_verb(w) for w in before[:n])
            return begin if verb and found is not None and found[1] == len(before) else cue
    return cue


def is_verb(w: Word) -> bool:
    """Whether an Arabic word is a verb of saying, with a pronoun written onto it or not («أبلغه»)."""
    verbs = cues("arabic").verbs
    plain = bare(w.form)
    return (
        w.form in verbs
        or plain in verbs
        or plain in _QUOTING
        or any(
            plain.endswith(e)
            and len(plain) > len(e) + 3
            and plain[: -len(e)] in verbs
            and not nouns().senses.get(w.form)
            for e in ("ه", "ها", "هم", "نا")  # «أبلغه»
        )
    )


class _Run:
    """One reading of a run of text, word by word."""

    def __init__(self, text: str, start: int, end: int, cue: int) -> None:
        self.text, self.start = text, start
        self.words: Sequence[Word] = words(text[start:end])
        self.head = next((n for n, w in enumerate(self.words) if start + w.end > cue), 0)
        self.ends = nouns().noise["ends"]
        self.comps = cues("arabic").complementizers
        self.end = end
        self.quoting = False

    @cached_property
    def outlets(self) -> dict[int, int]:
        """Where the outlets of the lexicon begin and end in the run; looked for when first asked for."""
        return {self.start + h.start: self.start + h.end for h in find_outlets(self.text[self.start : self.end])}

    def gap(self, n: int) -> str:
        """What stands between a word and the one before it."""
        before = self.words[n - 1].end if n else 0
        return self.text[self.start + before : self.start + self.words[n].start]

    def form(self, n: int) -> str:
        """The folded word at a place, و and ف off; empty past the end."""
        if not 0 <= n < len(self.words):
            return ""
        raw = self.words[n].form
        return raw if nouns().senses.get(raw) else bare(raw)

    def carried(self, n: int) -> bool:
        """Whether a word says that the medium behind it had the words («نشرته», not «نشرة»)."""
        w = self.words[n]
        return self.form(n) in _CARRIED and self.text[self.start + w.end - 1] != "ة"

    def passive(self, n: int) -> bool:
        """Whether a verb is marked as a passive («أُقرّت»)."""
        w = self.words[n]
        return "\u064f" in self.text[self.start + w.start : self.start + w.start + 3]

    def read(self) -> list[Place]:
        """The links in order, nearest first."""
        chain: list[Place] = []
        verb = next((n for n, w in enumerate(self.words[: self.head + 3]) if self._opens(w)), None)
        if verb is None and self.form(self.head) in _FRONT:
            verb = next((n for n, w in enumerate(self.words) if is_verb(w)), None)
            steps = (self.outer(n) for n in range(self.head, verb or 0))
            chain = [Place(s[0], -1) for s in steps if s][:1]  # «وفي تصريح لوكالة كذا، قال …»
        if verb is None:
            return []
        nested = 0  # links that a complementizer opened
        at, within = self._subject_at(verb)
        if not within and self.form(verb + 1) in ("لها", "له", "لهم") and self.form(verb) not in _QUOTING:
            w = self.words[verb + 1]  # «أكد لها مسؤول»
            chain.append(Place(Span(self.start + w.start, self.start + w.end), -1))
        found = self.phrase(at)
        if found is None:
            chain = [p for p in chain if p.span.end - p.span.start > 3]
        if found:
            alone = self.form(verb) in ("نقلا", "استنادا") or (self.quoting and self.form(at - 1) == "عن")
            chain.append(Place(found[0], 1 if alone else 0))
            at = found[1]
        while at < len(self.words):
            if self.words[at].form.startswith("و") and self.form(at) in self.comps and nested:
                chain, nested = chain[: len(chain) - nested], 0  # «… وإن»: the first speaker goes on
            step = self.outer(at) if chain else None
            if step:
                # «قال لصحيفة كذا، بحسب ما نقلت عنها وكالة كذا»
                last = 0 if self.form(at) in _WITHIN else len(chain) - 1
                chain.insert(last, Place(step[0], -1))
                at = step[1]
                continue
            step = self._inner(at)
            if step:
                if self.form(at) in self.comps:
                    nested += 1
                chain.append(Place(step[0], 1))
                at = step[1]
                continue
            if within and chain and is_verb(self.words[at]) and any(c in "،," for c in self.gap(at)):
                step = self.phrase(at + 1)
                if step:  # «نقلا عن صحيفة كذا، ذكرت إذاعة كذا»، «وفق موقع كذا، قال الوزير»
                    outer = self.form(verb) in ("نقلا", "استنادا")
                    chain.insert(0 if outer else len(chain), Place(step[0], -1 if outer else 1))
                    at = step[1]
                    continue
            at += 1
        return chain

    def _opens(self, w: Word) -> bool:
        return is_verb(w) or bare(w.form) in _WITHIN | _RESTING | _CAME

    def _subject_at(self, verb: int) -> tuple[int, bool]:
        """Where the first link begins behind a cue, and whether the cue is a particle."""
        form, at = self.form(verb), verb + 1
        self.quoting = form in _QUOTING
        if form in _CAME and self.form(at) in ("في", "فى"):
            return at + 1, False
        if form in _WITHIN or form in ("نقلا", "استنادا"):
            if self.form(at) in ("ما", "لما"):
                self.quoting = self.quoting or self.form(at + 1) in _QUOTING
                at += 2
            elif self.form(at) in ("عن", "الي", "ل"):
                at += 1
            return at, True
        while self.form(at) in _MEANWHILE | _TO_IT:
            at += 1
        if self.quoting and self.form(at) in ("في", "فى", "خلال"):  # «نقلت في عدد سابق عن»
            at = next((n for n in range(at + 1, at + _CIRCUMSTANCE) if self.form(n) == "عن"), at)
        if self.quoting and self.form(at) in ("عن", "عنه"):
            at += 1
        return at, False

    def phrase(self, at: int, most: int = MOST_WORDS, to: bool = False) -> tuple[Span, int] | None:
        """The noun phrase that begins at a word, and the place behind it; None where none does."""
        depth, n = 0, at
        while n < len(self.words) and n - at < most:
            gap = self.gap(n)
            closed = bool(depth) and any(c in CLOSING + STRAIGHT for c in gap)
            if closed:
                depth = 0
            if n > at and depth == 0 and (any(c in _STOPS for c in gap) or self._ends(n)):
                break
            if n == at + 1 and _name_only(self.gap(at), gap):
                break  # «تلقت «كذا» نسخة منه»
            if n == at and (any(c in _STOPS for c in gap[1:]) or (not to and self._ends(n, first=True))):
                return None
            if any(c in OPENING for c in gap) or (any(c in STRAIGHT for c in gap) and not closed):
                depth = 1
            n += 1
        while n - at > 1 and self.form(n - 1) in _AT_END:
            n -= 1
        if n == at or self.form(at) in _NEGATED:
            return None
        end = self.start + self.words[n - 1].end
        if self.text[end : end + 1] and self.text[end] in CLOSING + STRAIGHT:
            end += 1
        begin = self.start + self.words[at].start
        if begin and self.text[begin - 1] in OPENING + STRAIGHT and n - at > 0:
            begin -= 1
        return Span(begin, end), n

    def _ends(self, n: int, first: bool = False) -> bool:
        """Whether a phrase is over before a word."""
        form = self.form(n)
        raw = self.words[n].form
        if raw in self.comps or form in self.comps or form in _OF_THEM or form in _TO_IT:
            return True
        if self.start + self.words[n].start in self.outlets and not raw.startswith("ل"):
            return False
        if self._about(n):
            return False  # «البيان الصادر عن مجلس المدينة»، «التقرير الصادر أمس عن المصرف» are one source each
        if raw in self.ends and not (first and nouns().of(raw, "titles")):
            return True
        if form in _RESTING or form in ("نقلا",) or (not first and self.carried(n)) or raw in _WITHIN:
            return True
        if form == "عن" and self.quoting:
            return True
        if form in ("في", "فى", "خلال", "ضمن") and self.form(n + 1) in nouns().noise["settings"]:
            return True
        if not first and is_verb(self.words[n]) and not nouns().senses.get(raw):
            return True
        return not first and (raw in ("بنسخه", "نسخه") or self._to_medium(n) is not None)

    def _about(self, n: int) -> bool:
        """Whether a phrase goes on at «عن» behind a word that it belongs to, or at the time between the two."""
        at = n
        while at < len(self.words) and at - n < 3 and self.form(at) in listed("times") and self.form(at) != "عن":
            at += 1
        if self.form(at) != "عن":
            return False
        while n and self.form(n - 1) in listed("times"):
            n -= 1
        return bool(n) and self.form(n - 1).removeprefix("ال") in nouns().noise["about"]

    def _to_medium(self, n: int) -> int | None:
        """Where the medium begins that something is said to at a word («لصحيفة كذا»، «لـ«كذا»»)."""
        raw = self.words[n].form
        if raw == "ل" and (self._is_medium(n + 1) or (n + 1 < len(self.words) and self._opened(n + 1))):
            return n + 1
        if raw.startswith("ل") and len(raw) > 4:
            rest = raw[2:] if raw.startswith("لل") else raw[1:]
            if _title(rest) and (raw.startswith("لل") or self._named_behind(n)):
                return n
            if any(self.words[n].start < s - self.start < self.words[n].end for s in self.outlets):
                return n
        return None

    def _named_behind(self, n: int) -> bool:
        """Whether an outlet's name or a description can stand behind a title: no break, no end."""
        return (
            n + 1 < len(self.words)
            and not any(c in _STOPS for c in self.gap(n + 1))
            and self.form(n + 1) not in self.comps
        )

    def _opened(self, n: int) -> bool:
        return n < len(self.words) and any(c in OPENING + STRAIGHT for c in self.gap(n))

    def _is_medium(self, n: int) -> bool:
        """Whether an outlet begins at a word: a title («التلفزيون»، «صحيفة»), or one of the lexicon."""
        if n >= len(self.words):
            return False
        form = self.form(n)
        return _title(form.removeprefix("ال")) or self.start + self.words[n].start in self.outlets

    def _inner(self, n: int) -> tuple[Span, int] | None:
        """What a link relies on, where a word says that it does."""
        form, after = self.form(n), n + 1
        if form in _QUOTING or form in _RESTING:
            while self.form(after) in _MEANWHILE:
                after += 1
            if self.form(after) in _OF_THEM:
                w = self.words[after]
                return Span(self.start + w.start, self.start + w.end), after + 1
            if self.form(after) in ("عن", "الي"):
                self.quoting = True
                return self.phrase(after + 1)
            if form in _RESTING and self.form(after).startswith("ب"):
                return self.phrase(after)
        if form == "علي" and self.form(after) == "لسان":
            return self.phrase(after + 1)
        if form == "عن" and self.quoting:
            return self.phrase(after)
        if form in self.comps:
            found = self.phrase(after)
            behind = found[1] if found else len(self.words)
            while behind < len(self.words) and self.words[behind].form in self.ends and behind < after + MOST_WORDS:
                behind += 1  # «مستشارا سابقا | قال»
            if found and behind < len(self.words) and is_verb(self.words[behind]) and not self.passive(behind):
                self.quoting = self.form(behind) in _QUOTING
                return found[0], behind + 1
        return None

    def outer(self, n: int) -> tuple[Span, int] | None:
        """The medium through which it came, where a word says so."""
        to = self._to_medium(n)
        if to is not None:
            return self.phrase(to, 6, to=True)
        form, raw, after = self.form(n), self.words[n].form, n + 1
        if form in ("لها", "له") and self.form(n - 1) in ("به", "بها") and self.form(n - 2) in ("ادلي", "ادلت"):
            w = self.words[n]  # «في تصريح أدلى به لها»
            return Span(self.start + w.start, self.start + w.end), after
        if raw in _WITHIN or form in _WITHIN:
            if self.form(after) in ("ما", "لما") or form == "حسبما":
                after += 1 + (form != "حسبما")
            while self.form(after) in _TO_IT | _OF_THEM or self.form(after) in ("ل",):
                after += 1
            return self.phrase(after, 8)
        if form in ("علي", "كما") and n > self.head + 1 and any(c in "،," for c in self.gap(n)):
            after += self.form(after) == "ما"
            if is_verb(self.words[min(after, len(self.words) - 1)]):  # «قال أحدهم، على ما نقلت الصحيفة»
                while self.form(after + 1) in _TO_IT | _OF_THEM:
                    after += 1
                return self.phrase(after + 1, 8)
        if self.carried(n):
            while self.form(after) in _TO_IT | _MEANWHILE:
                after += 1
            if self._is_medium(after) or self._opened(after):
                return self.phrase(after, 6)
        if form in _AFTER_SETTING and self._is_medium(after) | self._opened(after) and self._setting_before(n):
            return self.phrase(after, 6)
        return None

    def _setting_before(self, n: int) -> bool:
        settings = nouns().noise["settings"]
        near = [self.form(k) for k in range(max(0, n - 6), n)]
        return any(f in settings or f.removesuffix("ه") in settings or f in _SETTINGS for f in near)


def _name_only(before: str, behind: str) -> bool:
    """Whether a word stands alone in quotation marks."""
    return any(c in OPENING for c in before) and any(c in CLOSING for c in behind)


_SETTINGS = frozenset(
    {"لقايه", "لقايها", "مقابلته", "مقابلتها", "حديثه", "حديثها", "حواره", "حوارها", "سوال", "مقابله"}
)


def _title(form: str) -> bool:
    return nouns().of(form, "titles") is not None


def phrase_at(text: str, start: int, end: int) -> Span | None:
    """The noun phrase that begins at a place, up to an end at most; None where none does."""
    run = _Run(text, start, end, start)
    found = run.phrase(0) if run.words else None
    return found[0] if found else None
