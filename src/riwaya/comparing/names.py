"""Outlets and agencies by name: which one a report is of, and which ones its tags and its prose name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple
from urllib.parse import urlsplit

from riwaya.language.arabic import without_particles
from riwaya.language.text import Word, fold, words
from riwaya.model import Report, Span

_LATIN_TAIL = re.compile(r"^[\u0621-\u064a]{1,3}(?=[a-z])")
_NEAR = 2  #: words between «صحيفة» and a name that is a common word otherwise


class Named(NamedTuple):
    """An outlet that a text names, and where."""

    outlet: str
    span: Span


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet or agency of the lexicon."""

    id: str
    agency: bool
    names: tuple[tuple[str, ...], ...]  #: folded, word by word
    plain: tuple[tuple[str, ...], ...]  #: names that are common words otherwise
    codes: frozenset[str]
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """A kind of dispatch written by rote: one word of every list stands in its title or opening."""

    kind: str
    words: tuple[frozenset[str], ...]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The names of lexicon/reuse.toml, ready to look up."""

    outlets: dict[str, Outlet]
    first: dict[str, tuple[tuple[tuple[str, ...], str, bool], ...]]  #: first word -> names, longest first
    medium: frozenset[str]
    stock: tuple[Stock, ...]
    towns: frozenset[tuple[str, ...]]


def _split(name: str) -> tuple[str, ...]:
    return tuple(w.form for w in pieces(name))


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once a process."""
    files = resources.files("riwaya.lexicon")
    data = tomllib.loads((files / "reuse.toml").read_text(encoding="utf8"))
    outlets: dict[str, Outlet] = {}
    for kind in ("agency", "outlet"):
        for row in data[kind]:
            outlets[row["id"]] = Outlet(
                row["id"], kind == "agency", tuple(_split(n) for n in row["names"]),
                tuple(_split(n) for n in row.get("plain", ())),
                frozenset((row["id"], *row.get("codes", ()))), tuple(row.get("hosts", ())),
            )
    first: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for o in outlets.values():
        for names, plain in ((o.names, False), (o.plain, True)):
            for name in names:
                first.setdefault(name[0], []).append((name, o.id, plain))
    places = tomllib.loads((files / "reading.toml").read_text(encoding="utf8"))["places"]["towns"]
    return Lexicon(
        outlets,
        {w: tuple(sorted(rows, key=lambda r: (-len(r[0]), r[1]))) for w, rows in first.items()},
        frozenset(fold(m) for m in data["medium"]),
        tuple(Stock(s["kind"], tuple(frozenset(map(fold, ws)) for ws in s["words"])) for s in data["stock"]),
        frozenset(_split(t) for t in places),
    )


def pieces(text: str) -> list[Word]:
    """The words of a text with abbreviations cut at their stops and prefixes cut off Latin names («سي.إن.إن»،
    «لـCNN»), as names of outlets are written."""
    out: list[Word] = []
    for w in words(text):
        if "." in w.form and w.form and not w.form[0].isdigit():
            at = w.start
            for part in text[w.start : w.end].split("."):
                if part:
                    out.append(Word(fold(part), at, at + len(part)))
                at += len(part) + 1
        else:
            cut = _LATIN_TAIL.match(w.form)
            out.append(Word(w.form[cut.end() :] if cut else w.form, w.start, w.end))
    return out


def outlet_of(report: Report) -> Outlet | None:
    """The outlet of the lexicon that a report is of, by its host, its name or its code."""
    known = lexicon()
    host = urlsplit(report.url or (report.origin if "://" in report.origin else "")).hostname or ""
    for o in known.outlets.values():
        if any(host == h or host.endswith("." + h) for h in o.hosts):
            return o
    name = report.outlet_name or ""
    folded = _split(name)
    for o in known.outlets.values():
        if name.lower() in o.codes or (folded and (folded in o.names or folded in o.plain)):
            return o
    return None


def named_in(text: str, *, tag: bool = False) -> list[Named]:
    """The outlets that a text names, in order. In a tag (a by-line, a dateline) a name that is a common word
    otherwise counts by itself; in prose it must follow a word such as «صحيفة»."""
    known = lexicon()
    tokens = pieces(text)
    out: list[Named] = []
    i = 0
    while i < len(tokens):
        found = _at(text, tokens, i, known, tag)
        if found is None:
            i += 1
            continue
        length, outlet = found
        out.append(Named(outlet, Span(tokens[i].start, tokens[i + length - 1].end)))
        i += length
    return out


def _at(text: str, tokens: list[Word], i: int, known: Lexicon, tag: bool) -> tuple[int, str] | None:
    for form in without_particles(tokens[i].form):
        for name, outlet, plain in known.first.get(form, ()):
            if any(tokens[i + k].form != name[k] for k in range(1, len(name)) if i + k < len(tokens)):
                continue
            if i + len(name) > len(tokens):
                continue
            capital = text[tokens[i].end - 1 : tokens[i].end].isupper()  # CNN is no word, «واس» may be one
            common = plain or (len(name) == 1 and len(name[0]) <= 3 and not capital)
            if common and (not tag or name in known.towns) and not _medium_before(tokens, i, known):
                continue
            return len(name), outlet
    return None


def _medium_before(tokens: list[Word], i: int, known: Lexicon) -> bool:
    return any(
        form in known.medium for w in tokens[max(0, i - _NEAR) : i] for form in without_particles(w.form)
    )


def stock_kind(report: Report) -> str | None:
    """The kind of dispatch by rote that a report is, or None."""
    opening = {f for w in words(report.title + " " + report.text[:400]) for f in without_particles(w.form)}
    return next((s.kind for s in lexicon().stock if all(opening & some for some in s.words)), None)
