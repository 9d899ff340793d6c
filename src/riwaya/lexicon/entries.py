"""The entries of outlets-*.toml, checked as they are read (the format: docs/sources.md)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from riwaya.language.text import fold

_FIELDS = frozenset({"id", "kind", "ar", "en", "domains", "country", "owner", "ambiguous", "example"})
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class OutletEntry:
    """One outlet or agency as the lexicon knows it."""

    id: str
    kind: Literal["outlet", "agency"]
    ar: tuple[str, ...]  #: Arabic spellings, the usual one first
    en: tuple[str, ...]  #: Latin names and abbreviations, the usual one first
    domains: tuple[str, ...]
    country: str  #: ISO 3166 alpha-2
    owner: str | None  #: the group that owns it, one string a group
    ambiguous: tuple[str, ...]  #: those of its names that are common words too
    example: str

    @property
    def names(self) -> tuple[str, ...]:
        """All names, Arabic ones first."""
        return (*self.ar, *self.en)


def read_outlets(text: str, file: str) -> list[OutletEntry]:
    """The entries of one file's text. Raises ValueError, naming the file and the entry, where one is malformed."""
    found = _plain(text)
    if found is None:
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{file}: {error}") from error
        if set(tables) - {"outlet"}:
            raise ValueError(f"{file}: unknown table {sorted(set(tables) - {'outlet'})[0]!r}, only [[outlet]] is read")
        found = tables["outlet"]
    return [_entry(raw, f"{file}, outlet {n + 1} {raw.get('id', '')!r}") for n, raw in enumerate(found)]


def _plain(text: str) -> list[dict[str, Any]] | None:
    """What tomllib finds, in a third of its time, where every line is `[[outlet]]` or a key and a value that JSON
    writes as TOML does; None, so that tomllib reads or refuses it, where anything else stands in the file."""
    if "\\" in text:  # the escapes of the two differ
        return None
    found: list[dict[str, Any]] = []
    for line in text.split("\n"):
        if line == "[[outlet]]":
            found.append({})
        elif line and not line.startswith("#"):
            key, equals, written = line.partition(" = ")
            try:
                value = json.loads(written)
            except ValueError:
                return None
            if not found or not equals or key in found[-1] or not isinstance(value, str | list | bool):
                return None
            found[-1][key] = value
    return found


def _entry(raw: Mapping[str, Any], where: str) -> OutletEntry:
    def wrong(what: str) -> ValueError:
        return ValueError(f"{where}: {what}")

    if unknown := sorted(set(raw) - _FIELDS):
        raise wrong(f"unknown field {unknown[0]!r}")
    lists = {key: raw.get(key, []) for key in ("ar", "en", "domains")}
    for key, value in lists.items():
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() == v and v for v in value):
            raise wrong(f"{key} must be a list of names")
    id_, kind, country = raw.get("id"), raw.get("kind"), raw.get("country")
    if not isinstance(id_, str) or not _SLUG.fullmatch(id_):
        raise wrong("id must be a slug of small letters, digits and hyphens")
    if kind not in ("outlet", "agency"):
        raise wrong('kind must be "outlet" or "agency"')
    if not isinstance(country, str) or not re.fullmatch("[A-Z]{2}", country):
        raise wrong("country must be two capitals (ISO 3166)")
    names = (*lists["ar"], *lists["en"])
    if not names:
        raise wrong("needs a name in ar or en")
    if not all(any(c.isalnum() for c in n) for n in names):
        raise wrong("a name has no letter")
    if bad := [d for d in lists["domains"] if not _HOST.fullmatch(d) or d.startswith("www.")]:
        raise wrong(f"domain {bad[0]!r} must be a bare host")
    ambiguous = raw.get("ambiguous", False)
    if isinstance(ambiguous, list):
        if missing := [a for a in ambiguous if a not in names]:
            raise wrong(f"ambiguous name {missing[0]!r} is none of its names")
    elif not isinstance(ambiguous, bool):
        raise wrong("ambiguous must be true or a list of names")
    example, owner = raw.get("example"), raw.get("owner")
    if owner is not None and (not isinstance(owner, str) or not owner.strip()):
        raise wrong("owner must be a string")
    if not isinstance(example, str) or not _names_one(example, names):
        raise wrong("example must be a sentence with one of the names")
    return OutletEntry(
        id_,
        cast(Literal["outlet", "agency"], kind),
        tuple(lists["ar"]),
        tuple(lists["en"]),
        tuple(lists["domains"]),
        country,
        owner,
        tuple(ambiguous) if isinstance(ambiguous, list) else names if ambiguous else (),
        example,
    )


def _names_one(example: str, names: Sequence[str]) -> bool:
    """Whether a sentence has one of the names, as spelled or, which takes longer to see, folded."""
    return any(n in example for n in names) or any(fold(n) in fold(example) for n in names)
