"""The outlet that published a report, from what the page gives: its domain, its name, a credit."""

from __future__ import annotations

from urllib.parse import urlsplit

from riwaya.language.text import is_arabic
from riwaya.lexicon.entries import OutletEntry
from riwaya.lexicon.outlets import by_domain, by_name
from riwaya.model import Report, SourceKind, Span
from riwaya.sources.named import Named
from riwaya.sources.phrase import name_words
from riwaya.sources.reading import read
from riwaya.sources.tokens import tokens


def own_outlet(report: Report) -> Named | None:
    """Who published a report, read like a mention of it; None where the page does not say.

    In order: the domain of its address in the lexicon, the outlet's name as given, the one credit that names an outlet
    and no agency («المصدر: كذا» names where it was taken from, so several prove nothing), the bare host.
    """
    host = _host(report.url) or _host(report.origin)
    name = (report.outlet_name or "").strip()
    entry = by_domain(host) if host else None
    if entry is None and name:
        entry = by_name(name)
    if entry is not None:
        return _known(entry, name)
    if name:
        return named(name)
    credited = {n for credit in report.credits for n in credit.names}
    known = {e.id: e for n in credited if (e := by_name(n)) and e.kind == "outlet"}
    if len(known) == 1:
        return _known(next(iter(known.values())), "")
    return named(host) if host else None


def credited_agencies(report: Report) -> list[Named]:
    """The agencies and outlets that the credits of a page name, read like mentions."""
    found = []
    for credit in report.credits:
        for name in credit.names:
            entry = by_name(name)
            reading = _known(entry, name) if entry else named(name)
            if reading and reading.shape == "outlet":
                found.append(reading)
    return found


def _host(address: str | None) -> str:
    """The host of a URL; empty for a path."""
    if not address or "://" not in address:
        return ""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _known(entry: OutletEntry, name: str) -> Named:
    shown = name or entry.names[0]
    return Named(shown, 0, len(shown), "outlet", entry.kind, is_arabic(shown), entry=entry)


def named(name: str) -> Named | None:
    """An outlet that the lexicon has not, by the name it is given; None where no word is left of it."""
    reading = read(name, Span(0, len(name)))
    if reading and reading.shape == "outlet" and (reading.name or reading.entry):
        return reading
    words = tokens(name)
    if not words:
        return None
    kind = words[0].sense("titles")
    if kind and words[0].arabic and len(words) > 1:  # «وكالة خليج كذا», which reads like a body
        kept = words[1:]
        agency: SourceKind = "agency" if kind.concept == "agency" else "outlet"
        shown = name[kept[0].start :]
        return Named(name, 0, len(name), "outlet", agency, True, name=name_words(kept), shown=shown,
                     heads=frozenset({f"titles:{kind.concept}"}))  # fmt: skip
    return Named(name, 0, len(name), "outlet", "outlet", is_arabic(name), name=name_words(words), shown=name)
