"""Alerts that were found, and to whom each is still owed: tables beside the ledger's (riwaya.store.watching).

An alert is kept under its key once and for all, so that none is found twice; each delivery that is owed stands until it
was done. A program killed between a delivery and its tick delivers that one again, under the same key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from riwaya.alerts import Alert
from riwaya.model import Trace
from riwaya.store.engine import Database
from riwaya.store.packing import pack, unpack
from riwaya.store.watching import ALERTS, OWED, STORIES
from riwaya.watch.ledger import put_mark

UPTO = "alerts upto"  #: the mark: the number of the store's last change that alerts were looked for in
MOST_TRIES = 12


@dataclass(frozen=True, slots=True)
class Owed:
    """An alert that a channel has not had yet."""

    alert: Alert
    at: str  #: when it was found, ISO 8601
    channel: str
    tries: int


class Outbox:
    """What was found and is owed, in a store's database. Every method raises StoreError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def before(self, story: str) -> Trace | None:
        """The trace of a story that alerts were last looked for in."""
        with self._db.reading() as c:
            packed = c.execute(select(STORIES.c.packed).where(STORIES.c.story == story)).scalar()
        return None if packed is None else unpack(Trace, packed)

    def found(
        self, story: str, after: Trace | None, alerts: Sequence[Alert], channels: Sequence[str], at: str
    ) -> tuple[Alert, ...]:
        """Keep the alerts of a story that are new, owe them to every channel, and keep the trace they were found in,
        all in one step. Gives those that are new."""
        new = []
        with self._db.writing() as c:
            for alert in alerts:
                if c.execute(select(ALERTS.c.number).where(ALERTS.c.key == alert.key)).scalar() is not None:
                    continue
                new.append(alert)
                c.execute(insert(ALERTS).values(key=alert.key, at=at, packed=pack(alert)))
                for channel in channels:
                    c.execute(insert(OWED).values(key=alert.key, channel=channel, tries=0, due=0.0))
            if after is not None:
                c.execute(delete(STORIES).where(STORIES.c.story == story))
                c.execute(insert(STORIES).values(story=story, packed=pack(after)))
        return tuple(new)

    def looked(self, upto: int) -> None:
        """Alerts were looked for in all changes up to this number."""
        with self._db.writing() as c:
            put_mark(c, UPTO, str(upto))

    def owed(self, channel: str, now: float, most: int = 500) -> tuple[Owed, ...]:
        """What a channel has not had yet and is due, the oldest first."""
        asked = (
            select(ALERTS.c.packed, ALERTS.c.at, OWED.c.tries).join(OWED, OWED.c.key == ALERTS.c.key)
            .where(OWED.c.channel == channel, OWED.c.due <= now, OWED.c.tries < MOST_TRIES)
            .order_by(ALERTS.c.number).limit(most)
        )  # fmt: skip
        with self._db.reading() as c:
            return tuple(Owed(unpack(Alert, r.packed), r.at, channel, r.tries) for r in c.execute(asked))

    def delivered(self, channel: str, keys: Sequence[str]) -> None:
        """A channel has had these."""
        with self._db.writing() as c:
            for key in keys:
                c.execute(delete(OWED).where(OWED.c.key == key, OWED.c.channel == channel))

    def failed(self, owed: Owed, due: float) -> None:
        """A channel did not take an alert; it is tried again after `due`."""
        with self._db.writing() as c:
            c.execute(
                update(OWED).where(OWED.c.key == owed.alert.key, OWED.c.channel == owed.channel)
                .values(tries=owed.tries + 1, due=due)
            )  # fmt: skip

    def latest(self, most: int = 200) -> tuple[tuple[Alert, str], ...]:
        """The last alerts, newest first, each with when it was found."""
        with self._db.reading() as c:
            rows = c.execute(select(ALERTS.c.packed, ALERTS.c.at).order_by(ALERTS.c.number.desc()).limit(most)).all()
        return tuple((unpack(Alert, r.packed), r.at) for r in rows)
