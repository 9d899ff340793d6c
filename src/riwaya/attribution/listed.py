"""The word lists of lexicon/clauses.toml, folded."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from riwaya.language.text import fold


@cache
def _lists() -> dict[str, frozenset[str]]:
    tables = tomllib.loads((resources.files("riwaya.lexicon") / "clauses.toml").read_text(encoding="utf8"))
    found = {name: frozenset(fold(text).split()) for name, text in tables.items()}
    if empty := sorted(name for name, forms in found.items() if not forms):
        raise ValueError(f"clauses.toml, {empty[0]}: no words")
    return found


def listed(name: str) -> frozenset[str]:
    """The folded words of one list. Raises KeyError where clauses.toml has none of that name."""
    return _lists()[name]
