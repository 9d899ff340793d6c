"""Which sources a name means: those of that key, and those whose name has all of its words. Names are few where sources
are many (each story has its own), so the words are looked for among names."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import aliased

from riwaya.store import facets
from riwaya.store.adding import outlet_key
from riwaya.store.tables import NamedRow

MOST_KEYS = 24  #: names of which each is looked for by itself; of more, claims and sources are looked for by the words
_AT_ONCE = 400


def keys_of(connection: Connection, source: str) -> tuple[str, ...] | None:
    """The keys of all sources that a name may mean, no other source has one of them; None where there are many."""
    wanted = facets.named(source)
    found: list[str] = []
    if wanted:
        rows = [aliased(NamedRow) for _ in wanted]
        keys = select(rows[0].key).limit(MOST_KEYS + 1)
        for row, word in zip(rows, wanted, strict=True):
            keys = keys.where(row.word == word, *([] if row is rows[0] else [row.key == rows[0].key]))
        found = list(connection.execute(keys).scalars())
    return None if len(found) > MOST_KEYS else tuple(dict.fromkeys((outlet_key(source), *found)))


def keep_names(connection: Connection, names: Iterable[tuple[str, str]]) -> None:
    """Keep the words of names, each with the key of its source. They stay when nobody is called so any more."""
    wanted = {(word, key) for key, words in names for word in words.split()}
    keys = sorted({key for _, key in wanted})
    for i in range(0, len(keys), _AT_ONCE):
        there = select(NamedRow.word, NamedRow.key).where(NamedRow.key.in_(keys[i : i + _AT_ONCE]))
        wanted -= {(row.word, row.key) for row in connection.execute(there)}
    if wanted:
        connection.execute(insert(NamedRow), [{"word": word, "key": key} for word, key in sorted(wanted)])
