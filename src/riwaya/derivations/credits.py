"""Whom a report credits: in its prose, by a statement whose first outlet is another than its own; by a tag, in a
by-line, dateline or closing line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from riwaya.derivations.relation import Sayings
from riwaya.derivations.reuse import Text
from riwaya.language.arabic import without_particles
from riwaya.language.text import fold, words
from riwaya.model import Report, Source, Span, Statement

_MARKS = "«“\"'"
_DATELINE = 60  #: code points of the text's opening in which a dateline stands


@dataclass(frozen=True, slots=True)
class Outlets:
    """The outlets and agencies of a story and which reports they have in it."""

    sources: Mapping[str, Source]
    reports: Mapping[str, tuple[str, ...]]  #: outlet source id -> its reports, earliest first
    cores: Mapping[str, list[tuple[frozenset[str], str]]]  #: a word -> the names that hold it, bare, and whose

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
    cores: dict[str, list[tuple[frozenset[str], str]]] = {}
    for s in sorted(sources, key=lambda s: s.id):
        core = _core(s) if s.kind in ("outlet", "agency") else frozenset()
        if core:
            cores.setdefault(min(core), []).append((core, s.id))
    return Outlets({s.id: s for s in sources}, {o: tuple(ids) for o, ids in own.items()}, cores)


def cited(report: Report, said: Sayings, known: Outlets) -> dict[str, list[Statement]]:
    """Report or source ids that the report's prose credits directly, with the statements that do. Of a chain of
    several outlets only the one nearest the reader is taken from directly; an outlet that stands behind another in one
    statement does so wherever it is only pointed to («الصحيفة») or carried over (`inferred`)."""
    out: dict[str, list[Statement]] = {}
    carried: dict[str, list[Statement]] = {}
    seen: set[str] = set()
    for s in said.statements:
        links = [x for x in (*s.chain, *(x for x in s.inferred if x not in s.chain)) if known.speaks(x)]
        seen.update(x for x in links[1:] if x not in s.inferred)
        if links and links[0] != report.outlet:
            node = known.node(links[0], report.id)
            if node is not None:
                by_name = links[0] not in s.inferred and _spells(report, s, known.sources[links[0]])
                (out if by_name else carried).setdefault(node, []).append(s)
    behind = {known.node(x, report.id) for x in seen}
    for node, found in carried.items():
        if node in out or node not in behind:
            out.setdefault(node, []).extend(found)
    return out


def _spells(report: Report, s: Statement, source: Source) -> bool:
    """Whether the words that attribute a statement hold the name of a source (any spelling that was read in the
    report)."""
    if s.cue is None:
        return True
    here = [m for m in source.mentions if m.report == report.id and s.cue.start <= m.start and m.end <= s.cue.end]
    forms = {f for w in words(s.cue.of(report.text)) for f in without_particles(w.form)}
    return any(len(set(_plain(report.text[m.start : m.end])) - GENERIC) > 0 for m in here) or _core(source) <= forms


def _plain(text: str) -> list[str]:
    return [f.removeprefix("ال") for w in words(text) for f in without_particles(w.form)[-1:]]


def named(report: Report, text: Text, known: Outlets) -> dict[str, Span]:
    """Report or source ids that the prose names as having brought something, where no statement was read: a word such
    as «صحيفة» or a quotation mark before the name, a word such as «نشرت» in the same sentence."""
    out: dict[str, Span] = {}
    relay = relays()
    for k, w in enumerate(text.words):
        for form in without_particles(w.form):
            for core, source in known.cores.get(form, ()):
                node = known.node(source, report.id) if source != report.outlet else None
                if node is None or node in out:
                    continue
                near = text.words[max(0, k - len(core)) : k + len(core) + 1]
                if not core <= {f for v in near for f in without_particles(v.form)}:
                    continue
                before = text.words[max(0, k - 2) : k]
                marked = report.text[max(0, near[0].start - 1)] in _MARKS or report.text[max(0, w.start - 1)] in _MARKS
                if not marked and not any(f in GENERIC for v in before for f in without_particles(v.form)):
                    continue
                start, end = _sentence(report.text, w.start)
                inside = [v for v in text.words[max(0, k - 12) : k + 13] if start <= v.start and v.end <= end]
                if any(f.startswith(relay) for v in inside for f in without_particles(v.form)):
                    out[node] = Span(near[0].start, near[-1].end)
    return out


def righted(
    report: Report, cites: dict[str, list[Statement]], names: Mapping[str, Span], known: Outlets
) -> dict[str, list[Statement]]:
    """The credits of a report, where a source without a page in the story was taken for an outlet that has one: the
    words of the attribution hold the whole name of that outlet and not the whole name of the source."""
    out: dict[str, list[Statement]] = {}
    for node, found in cites.items():
        right = node
        for s in found:
            if node in known.sources and s.cue is not None:
                forms = {f for w in words(s.cue.of(report.text)) for f in without_particles(w.form)}
                inside = [n for n, at in names.items() if s.cue.start <= at.start and at.end <= s.cue.end]
                if inside and not _core(known.sources[node]) <= forms:
                    right = next((n for n in inside if n not in known.sources), right)
        out.setdefault(right, []).extend(found)
    return out


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends, roughly."""
    start = max(text.rfind(mark, 0, at) for mark in (". ", "\n", "؟ ", "! "))
    ends = [e for e in (text.find(mark, at) for mark in (". ", ".\n", "\n")) if e >= 0]
    return start + 1, min(ends, default=len(text))


@cache
def relays() -> tuple[str, ...]:
    """The beginnings of words that say that an outlet brought something, folded."""
    data = tomllib.loads((resources.files("riwaya.lexicon") / "reuse.toml").read_text(encoding="utf8"))
    return tuple(fold(w) for w in data["relay"])


def tagged(report: Report, known: Outlets) -> dict[str, str]:
    """Report or source ids that a tag of the page credits, with the words of the tag. A bare tag that names nobody
    («وكالات») credits nobody."""
    tags: list[str] = [c.text for c in report.credits] + [n for c in report.credits for n in c.names]
    tags += list(report.bylines)
    dateline = _dateline(report.text)
    if dateline:
        tags.append(dateline)
    out: dict[str, str] = {}
    for tag in dict.fromkeys(tags):
        forms = {w.form for w in words(tag)}
        for form in sorted(forms):
            for core, source in known.cores.get(form, ()):
                if core <= forms and source != report.outlet:
                    node = known.node(source, report.id)
                    if node is not None:
                        out.setdefault(node, tag)
    return out


GENERIC = frozenset((
    "وكاله", "وكالات", "صحيفه", "جريده", "موقع", "قناه", "شبكه", "انباء", "الانباء", "للانباء", "الاخباريه", "نيوز",
    "تلفزيون", "اذاعه", "بوابه", "مجله", "news", "agency", "the", "newspaper", "daily",
))  # fmt: skip
"""Words that say what kind of outlet a name is of, folded."""


def _core(source: Source) -> frozenset[str]:
    """What is left of an outlet's name without the words that say what it is."""
    forms = frozenset(w.form for w in words(source.name) if w.form)
    return forms - GENERIC or forms


def _dateline(text: str) -> str:
    """The bracket of a dateline («بغداد (وكالة) -»), or nothing."""
    head = text[:_DATELINE]
    start = head.find("(")
    end = head.find(")", start)
    if 0 <= start < end and head[end + 1 :].lstrip(" :").startswith(("-", "–", "—", "ـ")):
        return head[start + 1 : end]
    return ""
