"""The words of a mention: bare forms with their clitics off, what they can mean, where quotation marks stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from riwaya.language.text import Word, fold, words
from riwaya.lexicon.nouns import Nouns, Sense, nouns

_OPEN = "«“‘„‹"
_CLOSE = "»”›"
_BOTH = '"”'  #: marks that open as well as close
_BREAKS = "،,؛;()[]{}|:…—–\n"
_OWNED = ("offices", "people", "bodies", "titles", "documents", "statements")
_FREE = ("", "ل", "و", "ول")  #: come off before the article of an unknown word too; «بالا…»، «فالا…» may be a name
_BEFORE_ALI = frozenset(
    {"محمد", "احمد", "حسن", "حسين", "محمود", "مصطفي", "ابراهيم", "عمر", "يوسف", "خالد", "سيد", "السيد", "عبدالله"}
)  #: first names after which «على» is a name
_SUFFIXES = ("هما", "هم", "ها", "نا", "ه")


class Token(NamedTuple):
    """A word of a mention."""

    raw: str
    form: str  #: folded, as written
    base: str  #: folded, without clitics and article
    start: int
    end: int
    prefix: str = ""  #: و ف ب ل ك written onto it
    definite: bool = False
    possessed: bool = False  #: «زوجته»، "Iraq's"
    quoted: bool = False
    breaks: bool = False  #: a comma, bracket or the like stands before it
    arabic: bool = True

    @property
    def capital(self) -> bool:
        return self.raw[:1].isupper()

    @property
    def preposition(self) -> bool:
        """Whether it is a preposition. «على» and «أمام» are, «علي» and «إمام» are not: spelling tells, not folding."""
        return self.form in nouns().noise["prepositions"] or self.raw in ("على", "أمام", "إلى")

    def sense(self, *tables: str) -> Sense | None:
        """The first sense of the word in one of the tables."""
        return nouns().of(self.base, *tables)


def tokens(text: str) -> list[Token]:
    """The words of a text with what is known of each."""
    lexicon = nouns()
    found: list[Token] = []
    quoted, at = False, 0
    for w in _split(text):
        between = text[at : w.start]
        for c in between:
            quoted = (not quoted) if c in _BOTH else True if c in _OPEN else False if c in _CLOSE else quoted
        breaks = any(c in _BREAKS for c in between) or "--" in between or " - " in between
        at = w.end
        raw = text[w.start : w.end]
        if raw == "على" and found and found[-1].base in _BEFORE_ALI and between == " ":
            raw = "علي"  # «محمد على» in Egyptian print
        if w.form >= "؀":
            base, prefix, definite, possessed = _bare(w.form, lexicon)
            if definite and not possessed and raw[len(prefix) : len(prefix) + 1] in "أإآ":
                base, prefix, definite = w.form, "", False  # «ألكسندر» has no article
            found.append(
                Token(raw, w.form, base, w.start, w.end, prefix, definite, possessed, quoted, breaks and bool(found))
            )
        else:
            base, possessed = _english(w.form)
            possessed = possessed or (w.form.endswith("s") and text[w.end : w.end + 1] in ("'", "’"))  # "doctors'"
            breaks = breaks and bool(found)
            found.append(Token(raw, w.form, base, w.start, w.end, "", False, possessed, quoted, breaks, arabic=False))
    if len(found) > 1 and found[0].raw[:2] in ("وأ", "وإ") and not found[0].prefix and found[0].base == found[0].form:
        found[0] = found[0]._replace(base=found[0].form[1:], prefix="و")  # «وأحمد سالم»
    return found


def _split(text: str) -> Iterator[Word]:
    """The words of a text, those of a hashtag one by one («#طارق_رمضان»)."""
    for w in words(text):
        if "_" not in w.form:
            yield w
            continue
        at = w.start
        for piece in text[w.start : w.end].split("_"):
            if piece:
                yield Word(fold(piece), at, at + len(piece))
            at += len(piece) + 1


def _known(form: str, lexicon: Nouns) -> bool:
    return form in lexicon.senses or form in lexicon.phrases


def _bare(form: str, lexicon: Nouns) -> tuple[str, str, bool, bool]:
    """Bare form, prefix, definite, possessed. A prefix comes off only where what is left is known or has the article:
    «وليد» is a name, «وللوزير» is not."""
    if _known(form, lexicon):
        return form, "", False, False
    cuts = _cuts(form)
    if form.removeprefix("و").removeprefix("ف").startswith("لل"):  # «للجنة» is of «اللجنة», «للقاحات» of «اللقاحات»
        at = form.index("لل")
        if _known(form[at + 1 :], lexicon):
            return form[at + 1 :], form[: at + 1], True, False
    for prefix, rest, definite in cuts:
        if definite and (_known(rest, lexicon) or (len(rest) > 2 and prefix in _FREE)):
            return rest, prefix, True, False
        if _known(rest, lexicon) and len(rest) > (2 if prefix[-1:] in ("ل", "ب") else 3):
            return rest, prefix, False, False
    for suffix in _SUFFIXES:
        if form.endswith(suffix) and len(form) - len(suffix) >= 3:
            rest = form[: -len(suffix)]
            for candidate in (rest, rest[:-1] + "ه" if rest.endswith("ت") else rest):
                if lexicon.of(candidate, *_OWNED):
                    return candidate, "", True, True
    return form, "", False, False


def _cuts(form: str) -> list[tuple[str, str, bool]]:
    """How a word may part into prefix and rest, and whether the rest had the article."""
    found = []
    if form.startswith("ال") and len(form) > 3:
        found.append(("", form[2:], True))
    for first in ("", "و", "ف"):
        if first and not form.startswith(first):
            continue
        rest = form[len(first) :]
        if first and rest.startswith("ال") and len(rest) > 3:
            found.append((first, rest[2:], True))
        if rest.startswith("لل") and len(rest) > 4:
            found.append((first + "ل", rest[2:], True))
        if rest[:1] in ("ب", "ك") and rest[1:3] == "ال" and len(rest) > 4:
            found.append((first + rest[0], rest[3:], True))
    for first in ("و", "ف"):
        if form.startswith(first) and len(form) > 3:
            found.append((first, form[1:], False))
    for second in ("ل", "ب", "ك"):
        for first in ("", "و", "ف"):
            if form.startswith(first + second) and len(form) > len(first) + 3:
                found.append((first + second, form[len(first) + 1 :], False))
    return found


def _english(form: str) -> tuple[str, bool]:
    for mark in ("'s", "’s"):
        if form.endswith(mark):
            return form.removesuffix(mark), True
    if form.endswith(("'", "’")):
        return form[:-1], True
    return form.replace("'", "").replace("’", ""), False


def phrase_at(found: list[Token], at: int, *tables: str) -> tuple[Sense, int] | None:
    """The longest phrase of the tables that begins at a token («رئيس الوزراء»، "prime minister"), and its length."""
    for head in {found[at].base, found[at].form}:
        for forms, sense in nouns().phrases.get(head, ()):
            if sense.table not in tables or at + len(forms) > len(found):
                continue
            if all(f in (t.form, t.base, "ال" + t.base) for f, t in zip(forms, found[at:], strict=False)):
                return sense, len(forms)
    return None


def sense_at(found: list[Token], at: int, *tables: str) -> tuple[Sense, int] | None:
    """The phrase or, where there is none, the word sense at a token, and how many tokens it takes."""
    if phrase := phrase_at(found, at, *tables):
        return phrase
    sense = found[at].sense(*tables)
    return (sense, 1) if sense else None


def _attached(form: str, places: Mapping[str, str]) -> str | None:
    """The country of a place with a preposition written onto it («بالرياض»، «لروسيا»)."""
    if form[:1] in ("ب", "ل", "و", "ف") and len(form) > 4:
        return places.get(form[1:])
    return None


def country_at(found: list[Token], at: int) -> tuple[str, int] | None:
    """The country that a token and those after it name or have the adjective of («الأميركية»، "Iraq's"), and how many
    tokens it takes."""
    places = nouns().places
    for size in (3, 2, 1):
        part = found[at : at + size]
        if len(part) == size:
            bare = " ".join(("ال" if t.definite else "") + t.base for t in part)
            for joined in (" ".join(t.form for t in part), bare):
                if (code := places.get(joined)) and not (size == 1 and part[0].raw == "us"):
                    return code, size
                if size == 1 and part[0].arabic and (code := _attached(joined, places)):
                    return code, size
    token = found[at]
    if token.sense("trades", "ranks") and not token.definite and token.arabic:
        return None  # «مصدر مالي» has to do with money
    code = nouns().country_of(token.base) or (nouns().country_of(token.form) if token.base != token.form else None)
    return (code, 1) if code else None
