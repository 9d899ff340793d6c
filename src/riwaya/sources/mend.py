"""Links of chains that attribution joined to the wrong words, told by what the words say."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from riwaya.language.text import fold
from riwaya.model import Attribution, Link, Report, Span
from riwaya.sources.named import Named
from riwaya.sources.reading import read as read_anew
from riwaya.sources.remembered import Read

_NEUTER = frozenset({"it", "its"})


def mended(
    report: Report,
    attributions: Sequence[Attribution],
    houses: Callable[[], Collection[tuple[str, ...]]] = tuple,
    read: Read = read_anew,
) -> list[Attribution]:
    """The attributions of a report with some links set right: a name that the mention cuts, where what points
    to it is the rest («الباحثة لينا | ماركيتي»); a surname that is said to mean an outlet; and an organization
    («البنك») or "it" that is said to mean people («مديرون في البنك»). What was said to point is then a mention of its
    own, and an "it" after «البنك» means it. A word that says how, and an outlet that was told, are no speakers; an
    outlet that an English speaker told stands before him. `houses` gives the names of the outlets whose reports there
    are, asked for only where a name stands there that may be one; `read` reads a mention."""
    out: list[Attribution] = []
    last: dict[Span, Span] = {}  #: mention of people -> the organization that was taken for them
    for a in sorted(attributions, key=lambda a: (a.content, a.voice, a.cue or a.content)):
        chain = tuple(_link(report.text, link, last, read) for link in a.chain)
        if len(chain) == 1 and chain[0].anaphor is None:
            chain = _going_on(report.text, chain[0], out, read) or _teller(report.text, chain[0], read) or chain
        if len(chain) == 1 and not chain[0].inferred and (told := _told_to(report.text, a, chain[0], houses, read)):
            chain = (told, *chain)
        out.append(a if chain == a.chain else replace(a, chain=chain))
    return out


_TO_WHOM = re.compile(
    r"\s+(?P<medium>(?:(?:the|an?)\s+)?(?:[A-Z]?[\w-]+\s+){0,4}?(?:[A-Z][\w’'&-]*)(?:\s+[A-Z][\w’'&-]*){0,4})"
    r"(?=[,:]|\s+(?:that|on|in|by|at|after|from|during|outside|it|he|she|they|we|the|an?|its|his|her|their)\b|\s*[“\"])"
)


def _told_to(
    text: str, a: Attribution, speaker: Link, houses: Callable[[], Collection[tuple[str, ...]]], read: Read
) -> Link | None:
    """The outlet that a speaker told, named between an English "told" and what was said ("Two officers told Coastal
    News Service that …"); None where nobody or a person was told."""
    if a.cue is None or a.cue.end > a.content.start or text[a.cue.end - 4 : a.cue.end].lower() != "told":
        return None
    m = _TO_WHOM.match(text, a.cue.end, min(len(text), a.cue.end + 100))
    if m is None or m.start("medium") >= a.content.start or speaker.mention.start >= a.cue.start:
        return None
    span = Span(*m.span("medium"))
    named = read(text, span)
    if named is None or named.bare or not (named.shape == "outlet" or (named.name and named.name in houses())):
        return None
    return Link(span)


def _going_on(text: str, link: Link, before: Sequence[Attribution], read: Read) -> tuple[Link, ...]:
    """Who spoke last, where the mention only says how («قال فلان إن …، | عازيا ذلك إلى»): in the same sentence."""
    said = link.mention.of(text).strip()
    if not said.endswith(("اً", "ًا")) or " " in said or read(text, link.mention) is not None:
        return ()
    spoke = next((a for a in reversed(before) if a.chain and a.content.end <= link.mention.start), None)
    if spoke is None or any(c in ".\n؟!" for c in text[spoke.content.end : link.mention.start]):
        return ()
    return spoke.chain


_TOLD = re.compile(r"(?:^|[.!?”\"\n])\s*((?:An?|The|One|Two|Three|Several)\s[^.!?”\"\n]{3,160}?)\s+told\s+$")


def _teller(text: str, link: Link, read: Read) -> tuple[Link, ...]:
    """Who told, where the mention is who was told ("A manager at the port, who asked not to be named, told | Marram
    News"): the subject at the head of the sentence."""
    start = max(0, link.mention.start - 240)
    m = _TOLD.search(text[start : link.mention.start])
    if m is None:
        return ()
    end = min((at for c in ",;" if (at := m[1].find(c)) > 0), default=len(m[1]))
    subject = Span(start + m.start(1), start + m.start(1) + end)
    named = read(text, subject)
    return (link, Link(subject)) if named and named.shape in ("unnamed", "holder", "person") else ()


def _link(text: str, link: Link, last: dict[Span, Span], read: Read) -> Link:
    if link.anaphor is None or link.anaphor == link.mention:
        return link
    said = link.anaphor.of(text).strip()
    if said.lower() in ("who", "which", "that"):
        return link  # "the clerk who said": a relative pronoun is no part of the name
    after = text[link.mention.end : link.mention.end + len(said) + 1]
    if said and fold(after) == fold(f" {said}"):
        return replace(link, mention=Span(link.mention.start, link.mention.end + len(after)))
    if fold(said) in _NEUTER:
        meant = last.get(link.mention)
        return replace(link, mention=meant) if meant else link
    pointing = read(text, link.anaphor)
    named = read(text, link.mention)
    if pointing is None or named is None:
        return link
    surname = pointing.shape == "person" and (pointing.definite or not pointing.arabic)
    if surname and named.shape in ("outlet", "name") and not set(pointing.name) & set(named.name):
        return replace(link, mention=link.anaphor, anaphor=None)
    if pointing.shape != "body" or not pointing.bare or not _people(named):
        return link
    last[link.mention] = link.anaphor
    return replace(link, mention=link.anaphor, anaphor=None)


def _people(named: Named) -> bool:
    """Whether a mention is of people and of no organization that they speak for."""
    return named.shape == "unnamed" and named.of is None and not named.definite and any(
        t.startswith("role:") for t in named.traits
    )
