"""Outlets and agencies by name: which one a report is of, and which ones its tags and its prose name; and the kinds of
dispatches that are written by rote."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple
from urllib.parse import urlsplit

from riwaya.derivations.credits import GENERIC
from riwaya.language.arabic import without_particles
from riwaya.language.text import fold, words
from riwaya.lexicon import OutletEntry, by_domain, by_name, find_outlets, outlets
from riwaya.model import Report, Span


class Named(NamedTuple):
    """An outlet that a text names, and where."""

    outlet: str
    span: Span


@dataclass(frozen=True, slots=True)
class Stock:
    """A kind of dispatch written by rote: one word of every list stands in its title or opening."""

    kind: str
    words: tuple[frozenset[str], ...]


@cache
def stocks() -> tuple[Stock, ...]:
    """The kinds of lexicon/reuse.toml, read once a process."""
    data = tomllib.loads((resources.files("riwaya.lexicon") / "reuse.toml").read_text(encoding="utf8"))
    return tuple(Stock(s["kind"], tuple(frozenset(map(fold, ws)) for ws in s["words"])) for s in data["stock"])


@cache
def towns() -> frozenset[tuple[str, ...]]:
    """The towns of datelines, from lexicon/reading.toml."""
    data = tomllib.loads((resources.files("riwaya.lexicon") / "reading.toml").read_text(encoding="utf8"))
    return frozenset(tuple(w.form for w in words(t)) for t in data["places"]["towns"])


@cache
def is_agency(outlet: str) -> bool:
    """Whether an outlet of the lexicon is an agency."""
    return any(o.id == outlet and o.kind == "agency" for o in outlets())


def calls_itself_agency(name: str) -> bool:
    """Whether an outlet that the lexicon does not have is an agency by its own name: «وكالة … للأنباء», "… News
    Agency"."""
    forms = [f for w in words(name) for f in (w.form, *without_particles(w.form))]
    return "وكاله" in forms[:2] or ("agency" in forms and not {"news", "press"}.isdisjoint(forms))


@cache
def forms_of(outlet: str) -> tuple[frozenset[str], ...]:
    """The words of each name of an outlet, folded."""
    entry = next(o for o in outlets() if o.id == outlet)
    return tuple(frozenset(w.form for w in words(n)) for n in entry.names)


def share_a_name(one: str, other: str) -> bool:
    """Whether two outlets of the lexicon are called the same («الوطن»): which one is meant, the context must tell."""
    return one == other or not set(forms_of(one)).isdisjoint(forms_of(other))


def outlet_of(report: Report) -> OutletEntry | None:
    """The outlet of the lexicon that a report is of, by its host or its name."""
    host = urlsplit(report.url or (report.origin if "://" in report.origin else "")).hostname
    found = by_domain(host) if host else None
    return found or (by_name(report.outlet_name) if report.outlet_name else None)


def named_in(text: str, country: str | None = None) -> list[Named]:
    """The outlets that a text names, in order. `country`: ISO code of the reader's outlet, for names that several
    share."""
    return [Named(hit.entry.id, Span(hit.start, hit.end)) for hit in find_outlets(text, country)]


def spelled_in(text: str, name: str) -> Span | None:
    """Where a text names an outlet that the lexicon does not have: its words in a row, in quotation marks or after a
    word such as «صحيفة»."""
    sought = [w.form for w in words(name)]
    while len(sought) > 1 and sought[0] in GENERIC:
        sought = sought[1:]
    found = words(text)
    for k in range(len(found) - len(sought) + 1 if sought else 0):
        after = [w.form for w in found[k + 1 : k + len(sought)]]
        if after == sought[1:] and sought[0] in without_particles(found[k].form):
            before = without_particles(found[k - 1].form) if k else []
            if text[max(0, found[k].start - 1)] in "«“\"'" or any(f in GENERIC for f in before):
                return Span(found[k].start, found[k + len(sought) - 1].end)
    return None


def stock_kind(report: Report) -> str | None:
    """The kind of dispatch by rote that a report is, or None."""
    opening = {f for w in words(report.title + " " + report.text[:400]) for f in without_particles(w.form)}
    return next((s.kind for s in stocks() if all(opening & some for some in s.words)), None)
