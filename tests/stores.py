"""What the tests of the store share: reports, and a grouping that costs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from invented import bakery
from riwaya.model import Report
from riwaya.store import Store
from riwaya.stories import Change, Current

REPORTS = bakery().reports


def page(report: Report) -> bytes:
    """A page that a report could have been read from."""
    return f"<p>{report.text}".encode()


def filled(store: Store) -> Store:
    """The store with the four reports of the bakery in it."""
    for report in REPORTS:
        store.add(report, page(report))
    return store


class OneStory:
    """Takes all reports for one story, but those whose id begins with "other"."""

    def __init__(self) -> None:
        self._stories: dict[str, list[str]] = {}

    def add(self, report: Report, now: datetime | None = None) -> tuple[Change, ...]:
        """As Stream.add."""
        story = "another" if report.id.startswith("other") else "bakery"
        known = self._stories.setdefault(story, [])
        if report.id in known:
            return ()
        known.append(report.id)
        return (Change("founded" if len(known) == 1 else "joined", report.id, story),)

    def settle(self) -> tuple[Change, ...]:
        """Nothing."""
        return ()

    def stories(self) -> tuple[Current, ...]:
        """As Stream.stories."""
        return tuple(Current(k, tuple(v)) for k, v in self._stories.items())

    def standing(self, ids: Iterable[str]) -> tuple[Current, ...]:
        """As Stream.standing."""
        wanted = set(ids)
        return tuple(s for s in self.stories() if s.id in wanted)

    def state(self) -> dict[str, Any]:
        """As Stream.state."""
        return {"stories": self._stories}

    @classmethod
    def restore(cls, state: dict[str, Any]) -> OneStory:
        """As Stream.restore."""
        made = cls()
        made._stories = {k: list(v) for k, v in state["stories"].items()}
        return made


class Traced:
    """What was asked of the stages."""

    def __init__(self) -> None:
        self.read: list[str] = []  #: ids of the reports whose statements were read
        self.traced = 0
