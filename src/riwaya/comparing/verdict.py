"""From measures to a label, a direction and the evidence in words.

The weights were set by hand on the development pairs (`docs/derivations.md`); each feature says what it saw.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from riwaya.comparing.measures import Background, Measures, Read, measure
from riwaya.comparing.names import Named, is_agency, share_a_name, spelled_in
from riwaya.model import Span

Label = Literal["copies", "common", "rewrites", "translates", "independent", "template"]

_WORDED = 0.6  #: shared wording from which an unsigned text equals an agency's
_BY_ROTE = 0.6  #: shared wording below which two dispatches of one kind may be of two days
_PASSAGES = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """One feature: what it saw, how much it weighs for (positive) or against the label, and where it stands."""

    feature: str
    weight: float
    detail: str
    spans: tuple[tuple[str, int, int], ...] = ()  #: (report id, start, end)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two reports relate. `from_` is the id of the one taken from, None where that is not sure."""

    a: str
    b: str
    label: Label
    from_: str | None
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Credits:
    """Who of the pair names whom: the one taken from, and where that is said."""

    original: Read | None
    by_tag: bool
    detail: str
    spans: tuple[tuple[str, int, int], ...]


def judge(a: Read, b: Read, ground: Background) -> Comparison:
    """Judge a pair of one language."""
    m = measure(a, b, ground)
    credits = credits_between(a, b)
    wording = 10 * (m.contained - 0.14) + 5 * (m.covered - 0.34) - (1.0 if m.stock and m.contained < _BY_ROTE else 0.0)
    retold = 6 * (m.cosine - 0.40) + 5 * (m.covered - 0.28) + 2 * (m.rare - 0.5) - 0.4
    seen = _wording_evidence(a, b, m, wording)
    told_by_outlet = credits.original is not None and not credits.original.signature.agency
    if by_rote(m, wording > 0) and not told_by_outlet:
        detail = f"both are dispatches of one kind ({m.stock or 'a bulletin'}), with other names or figures"
        return Comparison(a.report.id, b.report.id, "template", None, 0.7,
                          (Evidence("stock", 1.5, detail), *seen))
    if wording > 0:
        return _taken(a, b, m, credits, wording, seen)
    # an agency is credited for many dispatches: that it is this one, more of the matter has to show
    named = credits.original is not None and not credits.by_tag and m.rare >= 0.25 and m.titles >= 0.3
    if credits.original is not None and (named or (told_by_outlet and (m.rare >= 0.1 or m.titles >= 0.3))):
        found = Evidence("credit", 2.0, credits.detail, credits.spans)
        return Comparison(a.report.id, b.report.id, "rewrites", credits.original.report.id, 0.8, (found, *seen))
    told = Evidence("facts", round(retold, 2),
                    f"{m.rare:.0%} of the rare words and {m.cosine:.2f} of the weighted vocabulary are shared")
    if retold > 0:
        return Comparison(a.report.id, b.report.id, "rewrites", None, sigmoid(retold), (told, *seen))
    if m.formulas >= 0.1 and m.formulas > m.contained:
        detail = f"{m.formulas:.0%} of the runs of five words are formulas that unrelated reports have too"
        return Comparison(a.report.id, b.report.id, "template", None, 0.6, (Evidence("formulas", 1.0, detail), *seen))
    return Comparison(a.report.id, b.report.id, "independent", None, sigmoid(-max(retold, wording)), (told, *seen))


def by_rote(m: Measures, worded: bool) -> bool:
    """Whether two reports are dispatches of one kind about two things. Shared figures speak against it and none
    shared for it, whatever the kind; else, for a known kind, titles that do not agree (or only but for the name) or
    wording that does not."""
    if m.contained >= _BY_ROTE or (m.numbers is not None and m.numbers >= 0.5):
        return False
    if m.numbers is not None and m.numbers < 0.1 and worded:
        return True
    return m.stock is not None and (not worded or m.slots or m.titles < 0.62)


def _taken(a: Read, b: Read, m: Measures, credits: Credits, wording: float, seen: tuple[Evidence, ...]) -> Comparison:
    """Wording was taken over: from one of the two where it is credited or an agency's own, else from a third text."""
    confidence = sigmoid(wording)
    if credits.original is not None:
        found = Evidence("credit", 2.0, credits.detail, credits.spans)
        return Comparison(a.report.id, b.report.id, "copies", credits.original.report.id, confidence, (found, *seen))
    agency = next((r for r in (a, b) if r.signature.agency), None)
    paper = b if agency is a else a
    if agency is not None and not paper.signature.agency:
        signed = paper.signature.person or _agencies(paper)
        if not signed and m.contained >= _WORDED:
            detail = "one is an agency's text, nobody signs the other, and the wording is the same"
            return Comparison(a.report.id, b.report.id, "copies", agency.report.id, 0.5 + 0.5 * (m.contained - _WORDED),
                              (Evidence("agency", 1.0, detail), *seen))
    detail = "neither names the other: both have their wording from a third text"
    return Comparison(a.report.id, b.report.id, "common", None, confidence, (Evidence("third", 0.5, detail), *seen))


def _agencies(r: Read) -> list[Named]:
    return [n for n in r.signature.tags if is_agency(n.outlet)]


def credits_between(a: Read, b: Read) -> Credits:
    """A tag that names the other counts before prose that does; where each names the other, nothing follows."""
    for by_tag in (True, False):
        named = [_names(a, b, by_tag), _names(b, a, by_tag)]
        if (named[0] is None) != (named[1] is None):
            taker, original = (a, b) if named[0] is not None else (b, a)
            found = named[0] or named[1]
            assert found is not None
            where = "signed with" if by_tag else "names"
            text = found.span.of(taker.report.text) if found.span.end else found.outlet
            spans = ((taker.report.id, *found.span),) if found.span.end else ()
            return Credits(original, by_tag, f"{taker.report.id} {where} «{text}»", spans)
    return Credits(None, False, "", ())


def _names(taker: Read, other: Read, by_tag: bool) -> Named | None:
    if other.signature.own is None:
        name = other.report.outlet_name
        if not name or name == taker.report.outlet_name:
            return None
        if by_tag:
            tags = (*taker.report.bylines, *(c.text for c in taker.report.credits))
            return Named(name, Span(0, 0)) if any(spelled_in(f"«{t}»", name) for t in tags) else None
        span = spelled_in(taker.report.text, name)
        return Named(name, span) if span else None
    where = taker.signature.tags if by_tag else taker.signature.prose
    return next((n for n in where if share_a_name(n.outlet, other.signature.own)), None)


def _wording_evidence(a: Read, b: Read, m: Measures, weight: float) -> tuple[Evidence, ...]:
    longest = sorted(m.runs, key=lambda r: (-r.length, r.a))[:_PASSAGES]
    spans = tuple(
        place
        for r in longest
        for place in ((a.report.id, *a.text.span(r.a, r.length)), (b.report.id, *b.text.span(r.b, r.length)))
    )
    detail = (f"{m.contained:.0%} of the shorter one's runs of five words, {m.covered:.0%} of its words in shared runs "
              f"of three and more")
    out = [Evidence("wording", round(weight, 2), detail, spans)]
    if m.formulas:
        out.append(Evidence("formulas", round(-m.formulas, 2),
                            f"{m.formulas:.0%} of its runs are formulas of the collection and were left out"))
    if m.numbers is not None:
        out.append(Evidence("numbers", round(m.numbers - 0.5, 2), f"{m.numbers:.0%} of the numbers agree"))
    return tuple(out)


def sigmoid(x: float) -> float:
    """The logistic of x, rounded."""
    return round(1 / (1 + math.exp(-x)), 3)
