"""The stories of a store as the pages want them: opened once and kept while they are read, listed with their answer.

Tracing is heavy, so one story is traced at a time, whoever asks; a story whose trace is there is opened at once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from riwaya.desk.asking import Wrong
from riwaya.desk.opened import Opened, opened
from riwaya.desk.sweeping import paused
from riwaya.store import NothingAsked, Query, Store, StoreError, StoryLine

if TYPE_CHECKING:
    from riwaya.store import Change, Hit, Revision

Order = Literal["newest", "biggest", "contested", "single"]
ORDERS: tuple[Order, ...] = get_args(Order)
Progress = Callable[[str, int, int | None], None]

_TOLD = ("founded", "joined", "merged", "moved", "revised", "corrected", "undone")
_QUICK = 2  #: reports that are traced while a reader waits
_KEPT = 24  #: stories that stay open
_SORTED = 2_000  #: stories, the newest, that other orders look at


class Row(NamedTuple):
    """A story as a list shows it."""

    id: str
    title: str
    reports: int
    outlets: int
    first: str | None
    last: str | None
    low: int | None  #: independent sources behind the claim that most reports tell; None where it is not traced
    high: int | None
    conflicts: int  #: claims in conflict
    shared: int  #: claims that more than one report tells


@dataclass(frozen=True, slots=True)
class _Answer:
    low: int | None
    high: int | None
    conflicts: int
    shared: int


class Shelf:
    """A store, with the stories that are being read kept open. May be used by several threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._open: OrderedDict[str, Opened] = OrderedDict()
        self._touched: dict[str, int] = {}  #: by story: the number of the last change to it
        self._corrected = 0  #: the number of the last correction
        self._upto = store.summary().changes
        self._answers: OrderedDict[tuple[str, str], _Answer] = OrderedDict()
        self._lock = threading.Lock()
        self._tracing = threading.Lock()

    def line(self, story: str) -> StoryLine:
        """A story's line; of one that was merged, that of the story it became. Raises Wrong where there is none."""
        try:
            return self.store.story(story)
        except StoreError:
            raise Wrong(404, "no such") from None

    def opened(self, story: str, progress: Progress | None = None) -> Opened:
        """A story opened for reading, traced first where its reports or corrections changed. Raises Wrong."""
        line = self.line(story)
        self._catch_up()
        with self._lock:
            if held := self._open.get(line.id):
                self._open.move_to_end(line.id)
                return held
        # What is traced already is opened at once, whatever is being traced meanwhile.
        with paused() if line.fresh else self._tracing:
            with self._lock:
                if held := self._open.get(line.id):  # somebody else has just traced it
                    return held
                upto = self._upto
            try:
                found = opened(self.store.trace(line.id, progress=progress), self.store.corrections(line.id))
            except StoreError as error:
                raise Wrong(503, str(error)) from None
            except ValueError:
                raise Wrong(404, "no such") from None
        self._catch_up()
        with self._lock:
            # What changed while it was traced is opened anew next time.
            if max(self._touched.get(line.id, 0), self._corrected) <= upto:
                self._open[line.id] = found
                while len(self._open) > _KEPT:
                    self._open.popitem(last=False)
        return found

    def holds(self, story: str) -> bool:
        """Whether a story is open."""
        with self._lock:
            return story in self._open

    def takes_long(self, line: StoryLine) -> bool:
        """Whether a story has to be traced before it can be opened, and that is more than a moment's work."""
        return not line.fresh and line.reports > _QUICK

    def _catch_up(self) -> None:
        """Take off the shelf what has changed since, by this desk or by anybody who writes into the store: a story by
        its reports, any story by a correction, which speaks of reports wherever they are."""
        while True:
            with self._lock:
                upto = self._upto
            happened = self.store.changes(upto, limit=1_000)
            with self._lock:
                for change in happened:
                    if change.kind in ("corrected", "undone"):
                        self._corrected = change.number
                        self._open.clear()
                    elif change.kind != "traced":
                        for story in (change.story, *change.others):
                            if story:
                                self._open.pop(story, None)
                                self._touched[story] = change.number
                    self._upto = max(self._upto, change.number)
            if len(happened) < 1_000:
                return

    def warm(self, most: int = _KEPT) -> None:
        """Open the newest stories that are traced already, so that the first reader after a start does not wait."""
        for line in self.store.stories(limit=most):
            if line.fresh:
                self.opened(line.id)

    def revisions(self, report: str) -> tuple[Revision, ...]:
        """All that a report said; none where it is not kept."""
        try:
            return self.store.revisions(report)
        except StoreError:
            return ()

    # Lists

    def stories(self, order: Order, number: int, size: int) -> tuple[list[Row], int]:
        """A part of the stories in an order, and how many parts there are."""
        if order == "newest":
            total = self.store.summary().stories
            lines: Sequence[StoryLine] = self.store.stories(limit=size, offset=(number - 1) * size)
            return [self.row(line) for line in lines], max(1, -(-total // size))
        lines = self._ordered(order)
        return [self.row(x) for x in lines[(number - 1) * size : number * size]], max(1, -(-len(lines) // size))

    def _ordered(self, order: Order) -> list[StoryLine]:
        lines = self.store.stories(limit=_SORTED)
        if order == "biggest":
            return sorted(lines, key=lambda x: -x.reports)
        if order == "contested":
            return sorted((x for x in lines if x.conflicts), key=lambda x: -x.conflicts)
        # Only stories that have a shared claim on one source can rest on one.
        alone = {hit.story for hit in self.store.claims(Query(independent=(None, 1), outlets=(2, None), limit=1_000))}
        rows = [(x, self._answer(x)) for x in lines if x.id in alone]
        return [x for x, a in sorted(rows, key=lambda r: -r[0].outlets) if a.high is not None and a.low == 1]

    def row(self, line: StoryLine) -> Row:
        """A story's line with its answer."""
        a = self._answer(line)
        return Row(line.id, line.title, line.reports, line.outlets, line.first, line.last, a.low, a.high, a.conflicts,
                   a.shared)

    def _answer(self, line: StoryLine) -> _Answer:
        if not line.traced:
            return _Answer(None, None, 0, 0)
        key = (line.id, line.traced)
        with self._lock:
            if key in self._answers:
                return self._answers[key]
        hits = self.store.claims(Query(story=line.id, limit=1_000))
        shared = [h for h in hits if h.reports > 1]
        main = max(shared, key=lambda h: (h.reports, h.versions), default=None)
        found = _Answer(main.low if main else None, main.high if main else None, sum(h.conflicts > 0 for h in hits),
                        len(shared))
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > 20 * _KEPT:
                self._answers.popitem(last=False)
        return found

    def search(self, query: Query) -> list[tuple[Hit, StoryLine | None]]:
        """The reports that answer a question, with their stories. Raises Wrong for a question that holds nothing."""
        try:
            hits = self.store.search(query)
        except NothingAsked as error:
            raise Wrong(422, str(error)) from None
        lines: dict[str, StoryLine | None] = {}
        for hit in hits:
            if hit.story and hit.story not in lines:
                try:
                    lines[hit.story] = self.store.story(hit.story)
                except StoreError:
                    lines[hit.story] = None
        return [(hit, lines.get(hit.story or "")) for hit in hits]

    def quoting(self, source: str, besides: str, most: int = 6) -> list[Row]:
        """Other stories that quote a source of that name."""
        hits = self.store.search(Query(source=source, limit=60))
        ids: Iterable[str] = dict.fromkeys(h.story for h in hits if h.story and h.story != besides)
        return [self.row(self.store.story(id_)) for id_ in list(ids)[:most]]

    def last_change(self) -> int:
        """The number of the last thing that happened; 0 where nothing did."""
        self._catch_up()
        return self._upto

    def changes(self, since: int, most: int = 400) -> list[Change]:
        """What happened to stories after a change, the latest first, each story and kind once."""
        found: dict[tuple[str | None, str], Change] = {}
        for change in self.store.changes(since, limit=most):
            if change.story and change.kind in _TOLD:
                found[change.story, change.kind] = change
        return sorted(found.values(), key=lambda c: -c.number)
