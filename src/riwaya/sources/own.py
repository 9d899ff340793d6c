"""The outlet that published a report, from what the page gives: its domain, its name, a credit."""

from __future__ import annotations

from urllib.parse import urlsplit

from riwaya.language.text import is_arabic
from riwaya.lexicon.entries import OutletEntry
from riwaya.lexicon.outlets import by_domain, by_name
from riwaya.model import Report, SourceKind, Span
from riwaya.sources.named import Named
from riwaya.sources.phrase import name_words, nation
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
    return (named(host) if host else None) or _initialled(report)


def _any_press(name: str) -> bool:
    """Whether a credit names the press of a country and no outlet («الصحافة الأردنية»)."""
    words = tokens(name)
    return bool(words) and words[0].sense("press") is not None and all(
        t.sense("press", "terms") or nation(t) for t in words
    )


def credited_agencies(report: Report, own: Named | None = None) -> list[Named]:
    """The agencies and outlets that the credits of a page name, read like mentions; `own`: its own outlet, which is
    none of them."""
    found = []
    for credit in report.credits:
        for name in (part.strip() for whole in credit.names for part in whole.split(" + ")):
            if own is not None and name in (own.words.strip(), own.shown, initials(own.words)):
                continue
            if _any_press(name):
                continue
            entry = by_name(name)
            reading = _known(entry, name) if entry else named(name)
            if reading and reading.shape == "outlet":
                found.append(reading)
    return found


def initials(name: str) -> str:
    """The initials of an English name's words, in capitals: those by which an agency signs ("BAGHDAD (ANS) —")."""
    return "".join(w[0] for w in name.split() if w[0].isupper() and w.lower() != "the")


def _initialled(report: Report) -> Named | None:
    """The outlet that signs a page with its initials and prints its name beside the title ("American News Service")."""
    signed = {n for credit in report.credits for n in credit.names if 2 <= len(n) <= 5 and n.isupper() and n.isalpha()}
    for line in report.removed[:40]:
        words = line.split()
        if 2 <= len(words) <= 6 and all(w[0].isalpha() for w in words) and initials(line) in signed:
            return named(line.strip())
    return None


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
