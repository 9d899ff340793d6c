"""From what was read at each cue to whole chains: pointers back, subjects left out, and what is carried on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from riwaya.language.arabic import stem
from riwaya.language.text import fold, words
from riwaya.model import Link, Span

_WHOLE = frozenset(
    {"مصدر", "مصادر", "بيان", "وثيق", "وثائق", "source", "sources", "statement", "document", "documents"}
)
"""Stems of nouns that stand for where the words came from: their chain is the earlier one, whole."""

_ADDITIVE = re.compile(
    r"(?:و|ف|كما )*(?:اضاف|تابع|واصل|اردف|استطرد|استدرك|زاد|مضيف|متابع|مستدرك|مردف)\w*"
    r"|\b(?:added|adding|continued|went on)\b"
)
_SAME = frozenset(
    {"نفسه", "نفسها", "ذاته", "ذاتها", "عينه", "عينها", "المذكور", "المذكوره", "ذاتهم", "انفسهم", "same", "المشار"}
)
_PRONOUN = {"he": "person", "she": "person", "they": "any", "it": "body", "who": "any"}
_TITLES = (
    "صحيف",
    "وكال",
    "موقع",
    "قنا",
    "مجل",
    "شبك",
    "اذاع",
    "تلفزيون",
    "paper",
    "newspaper",
    "agency",
    "channel",
    "magazine",
    "broadcaster",
    "network",
    "site",
    "website",
)


class Read(NamedTuple):
    """A statement on its way to an attribution: places in the report's text."""

    paragraph: int
    content: Span
    cue: Span | None
    sources: tuple[Span, ...]
    anaphor: Span | None


class _Known(NamedTuple):
    """A source already met in this report."""

    mention: Span
    stems: frozenset[str]
    chain: tuple[Link, ...]  #: the chain up to and with it, as first met
    pronoun: str


def chains(text: str, reads: Sequence[Read]) -> list[tuple[tuple[Link, ...], str]]:
    """The chain of each statement of a report, in order of the text, with how it was found.

    A source on the page is a link. A definite noun that repeats one («الصحيفة»، "the centre") is an anaphor of it;
    «المصدر» and «البيان» carry the earlier chain whole, as does an additive verb («وأضاف فلان»). Without any source at
    the cue the last statement's chain is carried on. What can't be told stays as printed.
    """
    known: list[_Known] = []
    found: list[tuple[tuple[Link, ...], str]] = []
    last: tuple[Link, ...] = ()
    last_paragraph = -1
    for read in reads:
        why = "the source stands at the cue"
        links: list[Link] = []
        cue_words = fold(text[read.cue.start : read.cue.end]) if read.cue else ""
        for span in read.sources:
            link = Link(span)
            if read.anaphor and span is read.sources[0]:
                link = Link(span, read.anaphor)
                why = f"{_quoted(text, read.anaphor)} points back to {_quoted(text, span)}"
            if link.anaphor is None:
                earlier = _antecedent(text, span, known)
                if earlier is not None:
                    pointer = fold(text[span.start : span.end])
                    why = f"{_quoted(text, span)} points back to {_quoted(text, earlier.mention)}"
                    if any(s in _WHOLE for s in _stems(pointer)) and earlier.chain and not links:
                        links += [Link(x.mention, x.anaphor or span, True) for x in earlier.chain[:-1]]
                    link = Link(earlier.mention, span)
            links.append(link)
        if not links and last and read.paragraph - last_paragraph <= 2:
            links = [Link(x.mention, x.anaphor, True) for x in last]
            why = "no speaker is named here: the last one goes on"
        elif (
            len(links) == 1 and len(last) > 1 and _ADDITIVE.match(cue_words) and _same(text, links[0], last[-1], known)
        ):
            links = [*(Link(x.mention, x.anaphor, True) for x in last[:-1]), links[0]]
            why = "an additive verb with the speaker's name carries the whole chain on"
        chain = tuple(_unique(links))
        for k, link in enumerate(chain):
            if link.anaphor is None and not link.inferred:
                form = fold(text[link.mention.start : link.mention.end])
                known.append(_Known(link.mention, frozenset(_stems(form)), chain[: k + 1], _gender(form)))
        if chain:
            last, last_paragraph = chain, read.paragraph
        found.append((chain, why))
    return found


def _quoted(text: str, span: Span) -> str:
    return f"«{text[span.start : span.end][:60]}»"


def _stems(form: str) -> list[str]:
    return [stem(w.form) if w.form > "z" else w.form.removesuffix("’s").removesuffix("'s") for w in words(form)]


def _gender(form: str) -> str:
    return "body" if any(t in form for t in _TITLES) else "any"


def _unique(links: Sequence[Link]) -> list[Link]:
    kept: list[Link] = []
    for link in links:
        if all(link.mention != k.mention for k in kept):
            kept.append(link)
    return kept


def _same(text: str, link: Link, other: Link, known: Sequence[_Known]) -> bool:
    a = set(_stems(text[link.mention.start : link.mention.end]))
    b = set(_stems(text[other.mention.start : other.mention.end]))
    return bool(a & b)


def _antecedent(text: str, span: Span, known: Sequence[_Known]) -> _Known | None:
    """The earlier source that a definite noun or a pronoun points to; None where it names somebody itself."""
    form = fold(text[span.start : span.end])
    parts = form.split()
    if not parts or len(parts) > 4:
        return None
    if parts[0] in _PRONOUN and len(parts) == 1:
        want = _PRONOUN[parts[0]]
        fit = [k for k in known if want in ("any", k.pronoun) or k.pronoun == "any"]
        return fit[-1] if fit else None
    core = [p for p in parts if p not in _SAME]
    bare = [p.lstrip("وفبل") if p[:1] in "وفبل" and p.lstrip("وفبل").startswith("ال") else p for p in core]
    bare = ["ال" + p[2:] if p.startswith("لل") else p for p in bare]
    english = parts[0] in ("the", "that", "this")
    definite = english or all(p.startswith("ال") for p in bare)
    if not definite or (len(bare) > 2 and not english):
        return None
    head = [w for w in _stems(" ".join(bare)) if w not in ("the", "that", "this", "same")]
    if not head:
        return None
    for k in reversed(known):
        if head[0] in k.stems and (len(k.stems) > len(head) or set(head) == set(k.stems)) and k.mention != span:
            if len(head) > 1 and not set(head) <= k.stems and len(core) == len(parts):
                continue  # «المصادر الاستخباراتية» is not just any «مصادر»
            return k
    return None
