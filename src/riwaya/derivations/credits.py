"""Whom a report credits: in its prose, by a statement whose first outlet is another than its own; by a tag, in a
by-line, dateline or closing line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from riwaya.derivations.relation import Sayings
from riwaya.language.text import words
from riwaya.model import Report, Source, Statement

_DATELINE = 60  #: code points of the text's opening in which a dateline stands


@dataclass(frozen=True, slots=True)
class Outlets:
    """The outlets and agencies of a story and which reports they have in it."""

    sources: Mapping[str, Source]
    reports: Mapping[str, tuple[str, ...]]  #: outlet source id -> its reports, earliest first

    def speaks(self, source: str) -> bool:
        return source in self.sources and self.sources[source].kind in ("outlet", "agency")

    def node(self, source: str, of: str) -> str | None:
        """The report that stands for an outlet as seen from report `of`; the outlet itself where it has none; None
        where it is the report's own."""
        own = self.reports.get(source)
        if own is None:
            return source
        return next((r for r in own if r != of), None) if of not in own else None


def outlets(reports: Sequence[Report], sources: Sequence[Source]) -> Outlets:
    """The outlets of a story."""
    own: dict[str, list[str]] = {}
    for r in sorted(reports, key=lambda r: (r.published_at or r.published or "9999", r.id)):
        if r.outlet is not None:
            own.setdefault(r.outlet, []).append(r.id)
    return Outlets({s.id: s for s in sources}, {o: tuple(ids) for o, ids in own.items()})


def cited(report: Report, said: Sayings, known: Outlets) -> dict[str, list[Statement]]:
    """Report or source ids that the report's prose credits directly, with the statements that do. Of a chain of
    several outlets only the one nearest the reader is taken from directly."""
    out: dict[str, list[Statement]] = {}
    for s in said.statements:
        links = [x for x in (*s.inferred, *s.chain) if known.speaks(x)]
        own = [x for x in s.chain if known.speaks(x)]
        first = (own or links)[:1]
        for source in first:
            node = known.node(source, report.id)
            if node is not None and source != report.outlet:
                out.setdefault(node, []).append(s)
    return out


def tagged(report: Report, known: Outlets) -> dict[str, str]:
    """Report or source ids that a tag of the page credits, with the words of the tag. A bare tag that names nobody
    («وكالات») credits nobody."""
    tags: list[str] = [c.text for c in report.credits] + [n for c in report.credits for n in c.names]
    tags += list(report.bylines)
    dateline = _dateline(report.text)
    if dateline:
        tags.append(dateline)
    if not tags:
        return {}
    named = [(tag, {w.form for w in words(tag)}) for tag in dict.fromkeys(tags)]
    out: dict[str, str] = {}
    for source in sorted(known.sources.values(), key=lambda s: s.id):
        if not known.speaks(source.id) or source.id == report.outlet:
            continue
        for tag, forms in named:
            if any(core and core <= forms for core in _cores(source)):
                node = known.node(source.id, report.id)
                if node is not None:
                    out.setdefault(node, tag)
                break
    return out


_GENERIC = frozenset((
    "وكاله", "وكالات", "صحيفه", "جريده", "موقع", "قناه", "شبكه", "انباء", "الانباء", "للانباء", "الاخباريه", "نيوز",
    "تلفزيون", "اذاعه", "بوابه", "مجله", "news", "agency", "the", "newspaper", "daily",
))  # fmt: skip


def _cores(source: Source) -> Iterable[frozenset[str]]:
    """What is left of an outlet's name without the words that say what it is."""
    forms = [w.form for w in words(source.name)]
    core = frozenset(f for f in forms if f not in _GENERIC)
    yield core if core else frozenset(forms)


def _dateline(text: str) -> str:
    """The bracket of a dateline («بغداد (وكالة) -»), or nothing."""
    head = text[:_DATELINE]
    start = head.find("(")
    end = head.find(")", start)
    if 0 <= start < end and head[end + 1 :].lstrip(" :").startswith(("-", "–", "—", "ـ")):
        return head[start + 1 : end]
    return ""
