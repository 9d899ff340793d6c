"""Outlets and agencies that news cites (outlets-*.toml, read by `entries`), and the matcher of their names.

A name is matched word by word on folded forms, the longest first; و ف ب ل ك written onto the first word come off,
Latin names keep their capitals ("Time" is not "time", "MAP" is not "map"). A name that is also a common word («الحياة»)
counts only after an indefinite word for an outlet («صحيفة», not «الصحيفة اليوم»; "newspaper" on either side), inside
quotation marks or, an agency's, set apart as credits are: «(سانا)»، «دبي - واس» at the end of a line.
Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from riwaya.language.arabic import without_particles
from riwaya.language.text import fold, words
from riwaya.lexicon.entries import OutletEntry, read_outlets
from riwaya.lexicon.nouns import bare, nouns

_INNER = re.compile(r"[.'’]")
_OPEN, _CLOSE = "«\"“‘'„”‹”", "»\"”’'“›„"
_EDGES = frozenset("()[]/-–—ـ:\n")  #: «(أ ب)»، «دبي - واس»: what parts the credit of an agency from the rest
BYLINE = 40  #: code points of a dateline («الأمم المتحدة (نيويورك) - سانا») before the agency
QUOTED = 30  #: code points in which quotation marks that were opened before a name are looked for
_KINDS = frozenset({"news", "media", "sport", "official", "international", "local", "agency"})
_ARTICLES = frozenset({"ذا", "ذي", "ذه", "ذو", "the"})


@dataclass(frozen=True, slots=True)
class OutletHit:
    """A place of a text that names an outlet of the lexicon."""

    start: int
    end: int
    entry: OutletEntry


class _Token(NamedTuple):
    form: str
    start: int
    end: int
    inner: bool = False  #: not the first piece of a dotted word: no name begins here («تي.آر.تي»)


class _Name(NamedTuple):
    """A name of an entry, ready for matching."""

    forms: tuple[str, ...]
    capitals: tuple[int, ...]  #: a word must have: 0 nothing, 1 a capital first, 2 capitals only
    entry: int
    ambiguous: bool


class _Index(NamedTuple):
    entries: tuple[OutletEntry, ...]
    names: Mapping[tuple[str, str], tuple[_Name, ...]]
    """By the first two forms (the second "" where there is but one), longest first, then in the order of the files."""
    whole: Mapping[tuple[str, ...], tuple[int, ...]]
    domains: Mapping[str, int]


@cache
def _index() -> _Index:
    folder = files("riwaya.lexicon")
    paths = sorted((p for p in folder.iterdir() if re.fullmatch(r"outlets-.*\.toml", p.name)), key=lambda p: p.name)
    # the core first: of two entries that share a name the earlier one is meant where nothing else tells
    paths.sort(key=lambda p: p.name != "outlets-core.toml")
    entries: list[OutletEntry] = []
    seen: dict[str, str] = {}
    domains: dict[str, int] = {}
    for path in paths:
        for entry in read_outlets(path.read_text(encoding="utf8"), path.name):
            if entry.id in seen:
                raise ValueError(f"{path.name}, outlet {entry.id!r}: the id is taken in {seen[entry.id]}")
            for domain in entry.domains:
                if domain in domains:
                    raise ValueError(
                        f"{path.name}, outlet {entry.id!r}: domain {domain} is that of {entries[domains[domain]].id!r}"
                    )
                domains[domain] = len(entries)
            seen[entry.id] = path.name
            entries.append(entry)
    names: dict[tuple[str, str], list[_Name]] = {}
    whole: dict[tuple[str, ...], dict[int, None]] = {}
    for n, entry in enumerate(entries):
        for name in (*entry.names, *entry.domains):
            tokens = _tokens(name)
            if len(tokens) > 1 and tokens[0].form in _ARTICLES:
                tokens = tokens[1:]
            forms = tuple(t.form for t in tokens)
            capitals = tuple(_capitals(name[t.start : t.end]) for t in tokens)
            names.setdefault(_first(forms), []).append(_Name(forms, capitals, n, name in entry.ambiguous))
            whole.setdefault(forms, {})[n] = None
    return _Index(
        tuple(entries),
        {first: tuple(sorted(found, key=lambda f: (-len(f.forms), f.entry))) for first, found in names.items()},
        {forms: tuple(found) for forms, found in whole.items()},
        domains,
    )


def _first(forms: tuple[str, ...]) -> tuple[str, str]:
    return forms[0], forms[1] if len(forms) > 1 else ""


def _capitals(word: str) -> int:
    if word.isupper() and len(word) > 1:
        return 2
    return int(word[:1].isupper())


def _tokens(text: str) -> list[_Token]:
    """Words, cut at inner stops and apostrophes («أ.ف.ب»، "Guardian's"), so that a name is one run of them."""
    found = []
    for w in words(text):
        if "." not in w.form and "'" not in w.form and "’" not in w.form:
            found.append(_Token(w.form, w.start, w.end))
            continue
        at = w.start
        for piece in _INNER.split(text[w.start : w.end]):
            if piece and not (at > w.start and piece in ("s", "S")):
                inner = at > w.start and found[-1].form != "www"
                found.append(_Token(fold(piece), at, at + len(piece), inner))
            at += len(piece) + 1
    return found


def outlets() -> tuple[OutletEntry, ...]:
    """All entries of the files outlets-*.toml, read and checked once; ValueError names the file and entry at fault."""
    return _index().entries


def by_domain(host: str) -> OutletEntry | None:
    """The outlet of a host name, or of the nearest parent domain that the lexicon has."""
    index = _index()
    host = host.strip().lower().partition(":")[0].rstrip(".")
    while "." in host:
        if host in index.domains:
            return index.entries[index.domains[host]]
        host = host.partition(".")[2]
    return None


def by_name(name: str, country: str | None = None, as_printed: bool = False) -> OutletEntry | None:
    """The outlet that a name by itself means: quotation marks, a title word before it («صحيفة») and a country's
    adjective beside it may stand there. Of entries that share the name: that adjective's, then that of `country`
    (ISO code), then the first listed. `as_printed`: capitals count, as they do in a text."""
    tokens = _tokens(name)
    forms = tuple(t.form for t in tokens)
    while forms and (_is_title(forms[0]) or forms[0] in _ARTICLES) and forms not in _index().whole:
        forms = forms[1:]
    variants: list[tuple[tuple[str, ...], str | None]] = [(forms, None)]
    if len(forms) > 1 and (code := nouns().country_of(forms[-1])):
        variants.append((forms[:-1], code))
    if len(forms) > 1 and _is_title(forms[-1]):
        variants.append((forms[:-1], None))
    for rest, code in variants:
        found = _index().whole.get(rest, ())
        if as_printed and found:
            at = next((n for n in range(len(tokens)) if tuple(t.form for t in tokens[n : n + len(rest)]) == rest), 0)
            fit = {
                n.entry
                for n in _index().names[_first(rest)]
                if n.forms == rest and _fits(name, tokens, at, n, tokens[at].start)
            }
            found = tuple(n for n in found if n in fit)
        if chosen := _choose(_index(), found, code, country, strict=code is not None and len(found) > 1):
            return chosen
    return None


def find_outlets(text: str, country: str | None = None) -> list[OutletHit]:
    """Every place of a text that names an outlet of the lexicon, in order, none inside another.

    `country`: ISO code of the reader's outlet, for names that several countries' outlets share.
    """
    index = _index()
    tokens = _tokens(text)
    found: list[OutletHit] = []
    at = 0
    while at < len(tokens):
        hit = _match(text, tokens, at, index, country)
        if hit is None:
            at += 1
            continue
        if hit[1] > 1 and tokens[at].form > "؀" and _is_title(tokens[at].form):
            # «جريدة اليوم السابع» is «اليوم السابع», not «جريدة اليوم»
            inner = _match(text, tokens, at + 1, index, country)
            if inner is not None and inner[1] >= hit[1]:
                hit, at = inner, at + 1
        found.append(hit[0])
        at += hit[1]
    return found


def find_agencies(text: str, country: str | None = None) -> list[OutletHit]:
    """Those of `find_outlets` that are agencies."""
    return [hit for hit in find_outlets(text, country) if hit.entry.kind == "agency"]


def _match(
    text: str, tokens: Sequence[_Token], at: int, index: _Index, country: str | None
) -> tuple[OutletHit, int] | None:
    """The longest name that begins at a word, and of how many words it is."""
    if (token := tokens[at]).inner:
        return None
    latin = token.form < "؀"
    forms = [token.form] if latin else without_particles(token.form)
    if not latin and len(token.form) == 3 and token.form[0] in "وفبلك":
        forms.append(token.form[1:])  # «لبي بي سي»: a short first word, told by the words after it
    for form in forms:
        after = tokens[at + 1].form if at + 1 < len(tokens) else ""
        names = (*index.names.get((form, after), ()), *index.names.get((form, ""), ()))
        if not names:
            continue
        start = _start(text, token, form)
        third = tokens[at + 2].form if at + 2 < len(tokens) else ""  # of a hundred in «وكالة الأنباء» one is left
        near = [n for n in names if len(n.forms) < 3 or n.forms[2] == third]
        fitting = [n for n in near if _long_enough(n, token, form) and _fits(text, tokens, at, n, start)]
        while fitting:
            length = len(fitting[0].forms)
            same = [n for n in fitting if len(n.forms) == length]
            fitting = fitting[len(same) :]
            last = tokens[at + length - 1]
            code = _country_beside(tokens, at, length)
            shown = _shown(text, tokens, at, start, last.end)
            boxed = _boxed(text, start, last.end)
            other = "outlet" if _agency_before(tokens, at) else ""  #: a kind that the word before it rules out
            entries = [
                n.entry
                for n in same
                if not n.ambiguous
                or (shown and index.entries[n.entry].kind != other)
                or (boxed and index.entries[n.entry].kind == "agency")
            ]
            if all(n.ambiguous for n in same) and code is not None:
                entries = [e for e in entries if index.entries[e].country == code]
            chosen = _choose(index, entries, code, country)
            if chosen and not _runs_on(text, tokens, at, length, start):
                end = last.end
                if text[end : end + 1] in _CLOSE and any(c in _OPEN for c in text[start:end]):
                    end += 1  # «وكالة "يونهاب"»: the mark that was opened inside the name
                return OutletHit(start, end, chosen), length
    return None


def _start(text: str, token: _Token, form: str) -> int:
    """Where a name begins inside a word, when particles before it came off («ولرويترز»، «للحرة»)."""
    if form == token.form:
        return token.start + (text[token.start] == "ـ")  # «لـCNN»
    raw = text[token.start : token.end]
    for n in range(1, len(raw)):
        if raw[n] == "ـ":
            continue
        if (rest := fold(raw[n:])) == form or (rest[:1] == "ل" and "ا" + rest == form):  # لل is ل + ال
            return token.start + n
    return token.start


def _long_enough(name: _Name, token: _Token, form: str) -> bool:
    """Two letters are a name by themselves in Latin capitals ("RT") or where a title word shows it («ذا صن»)."""
    return len(form) > 2 or len(name.forms) > 1 or (form == token.form and (form < "؀" or name.ambiguous))


def _boxed(text: str, start: int, end: int) -> bool:
    """Whether brackets, dashes or the ends of the line set a name apart on both sides."""
    while start and text[start - 1] == " ":
        start -= 1
    while text[end : end + 1] == " ":
        end += 1
    if start > BYLINE and "\n" not in text[start - BYLINE : start] and text[end : end + 1] in ("", "\n"):
        return False  # «تصادم على طريق سفاجا – قنا»: too long a line to be a dateline
    return (not start or text[start - 1] in _EDGES) and (end == len(text) or text[end] in _EDGES)


def _fits(text: str, tokens: Sequence[_Token], at: int, name: _Name, start: int) -> bool:
    if at + len(name.forms) > len(tokens):
        return False
    for n, (form, capital) in enumerate(zip(name.forms, name.capitals, strict=True)):
        token = tokens[at + n]
        if n and token.form != form:
            return False
        if capital:
            raw = text[token.start if n else start : token.end]
            if not (raw.isupper() if capital == 2 else raw[:1].isupper()):
                return False
        if n and token.start - tokens[at + n - 1].end > 3:  # words of a name stand together: "The New York Times"
            return False
    return True


def _is_title(form: str, definite: bool = True) -> bool:
    """Whether a word says what kind of outlet; `definite`: also one that shows no name, as «الصحيفة»، «برنامج»."""
    words_ = nouns()
    for word, article in map(bare, without_particles(form)):
        sense = words_.of(word, "titles")
        if sense is not None and sense.concept and (definite or not (article or word in words_.noise["weak_titles"])):
            return True
    return False


def _runs_on(text: str, tokens: Sequence[_Token], at: int, length: int, start: int) -> bool:
    """Whether a name is but the beginning of another: «الشرق الجديد» in one pair of quotation marks, or one capital
    after a single word ("the Dispatch Room"). A country, a day or a word for an outlet may follow."""
    after = tokens[at + length] if at + length < len(tokens) else None
    if after is None or after.start - tokens[at + length - 1].end > 1:
        return False
    words_ = nouns()
    may = words_.country_of(after.form) or after.form in words_.noise["english_ends"] or _is_title(after.form)
    if may or any(s.concept in _KINDS for s in words_.senses.get(bare(after.form)[0], ())):
        return False
    end = tokens[at + length - 1].end
    while at and tokens[at - 1].form in _ARTICLES:
        at, length = at - 1, length + 1
        start = tokens[at].start
    inner = text[start:end]  # «صحيفة «العهد | الجديد»»: the marks may be opened after a title word
    if (start and text[start - 1] in _OPEN) or (any(c in "«“" for c in inner) and not any(c in "»”" for c in inner)):
        inside = text[end : end + QUOTED]
        closed = next((n for n, c in enumerate(inside) if c in _CLOSE or c in ".،,:\n"), None)
        return closed is not None and inside[closed] in _CLOSE
    raw = tokens[at + length - 1]
    single = length == 1 or (length == 2 and tokens[at].form in _ARTICLES)
    return single and text[raw.start : raw.end].istitle() and text[after.start : after.end].istitle()


def _agency_before(tokens: Sequence[_Token], at: int) -> bool:
    """Whether «وكالة» stands before a name: «وكالة الأنباء» is not the newspaper «الأنباء»."""
    if not at:
        return False
    senses = (nouns().of(bare(f)[0], "titles") for f in without_particles(tokens[at - 1].form))
    return any(s is not None and s.concept == "agency" for s in senses)


def _heads_another(form: str) -> bool:
    """Whether a word before a name in quotation marks says that it is something else: «ملعب "الاتحاد"»."""
    words_ = nouns()
    forms = [bare(f)[0] for f in (form, *without_particles(form))]
    if any(words_.of(f, "titles") for f in forms):
        return "برنامج" in forms
    return any(f in words_.noise["place_nouns"] or words_.of(f, "bodies") for f in forms)


def _shown(text: str, tokens: Sequence[_Token], at: int, start: int, end: int) -> bool:
    """Whether a name is shown to be an outlet's: a title word beside it, or quotation marks around it."""
    before = at - 1
    while before >= 0 and tokens[before].form in _ARTICLES:
        start = tokens[before].start
        before -= 1
    opened = text[start - 1 : start]
    closed = text[end : end + 1]
    if opened and closed and opened in _OPEN and closed in _CLOSE:
        return before < 0 or not _heads_another(tokens[before].form)
    alone = text[tokens[before + 1].start] == "ـ" or start == tokens[before + 1].start  # not «نشره بالجريدة»
    if before >= 0 and alone and start - tokens[before].end <= 2 and _is_title(tokens[before].form, definite=False):
        return True
    after = next((n for n in range(at, min(at + 12, len(tokens))) if tokens[n].start >= end), None)
    return (
        after is not None
        and tokens[after].form < "؀"
        and tokens[after].start - end <= 2
        and _is_title(tokens[after].form, definite=False)
    )


def _country_beside(tokens: Sequence[_Token], at: int, length: int) -> str | None:
    """The country whose adjective stands beside a name: «الوطن السعودية», "the Jordanian Al-Ghad"."""
    after = at + length
    if after < len(tokens) and tokens[after].start - tokens[after - 1].end <= 3:
        form = tokens[after].form
        if (form.startswith("ال") or form < "؀") and (code := nouns().country_of(form)):
            return code
    for before in range(at - 1, max(-1, at - 4), -1):
        form = tokens[before].form
        if form < "؀" and (code := nouns().country_of(form)):
            return code
        if form not in _ARTICLES and not _is_title(form):
            break
    return None


def _choose(
    index: _Index, found: Iterable[int], code: str | None, country: str | None, strict: bool = False
) -> OutletEntry | None:
    entries = [index.entries[n] for n in found]
    for want in (code, country):
        if want and (same := [e for e in entries if e.country == want]):
            return same[0]
    return None if strict or not entries else entries[0]
