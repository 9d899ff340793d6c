"""How the reports of a story compared with one another when it was last traced, kept beside its trace, so that a new
report is compared with the others and they are not with one another again. What no trace asks for any more goes."""

from __future__ import annotations

import json
import zlib

from sqlalchemy import Connection, delete, insert, select

from riwaya.recall import Recall
from riwaya.store.packing import Broken, unsqueeze, written
from riwaya.store.tables import StateRow


def recalled(connection: Connection, story: int) -> Recall:
    """What the last trace of a story compared; nothing where another riwaya did, or where it cannot be read."""
    from riwaya import __version__

    packed = connection.execute(select(StateRow.packed).where(StateRow.name == _name(story))).scalar()
    try:
        kept = {} if packed is None else json.loads(unsqueeze(packed))
        return Recall(kept) if kept.get("version") == __version__ else Recall()
    except (Broken, ValueError, TypeError, AttributeError, IndexError):
        return Recall()


def keep_recall(connection: Connection, story: int, known: Recall) -> None:
    """Keep what a trace compared, in the place of what was kept of the story."""
    from riwaya import __version__

    if known.same:
        return
    data = written({"version": __version__, **known.kept()})
    connection.execute(delete(StateRow).where(StateRow.name == _name(story)))
    connection.execute(insert(StateRow).values(name=_name(story), upto=0, packed=zlib.compress(data, 1)))


def _name(story: int) -> str:
    return f"compared:{story}"
