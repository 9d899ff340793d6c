"""Reports one at a time: each is placed at once, and looked at again with all that came near it.

A report that arrives joins the story it is nearest to, founds one, or shows that two are one. That is provisional: a
first report of an event knows too little of it. So the open window (the reports of the last days) is settled again
whenever it has grown by a tenth, and whenever somebody asks for the stories: settling joins the reports of the window
as if they had all come at once (joining.py), and so forgets in which order they came. What changes by it is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from riwaya.encoder import Encoder
from riwaya.model import Report
from riwaya.stories.joining import join
from riwaya.stories.measure import Rarity, Vector, dot, nearness, weights
from riwaya.stories.signature import Signature, sign

Kind = Literal["founded", "joined", "merged", "moved", "revised"]
OPEN = 96.0  #: hours that a report stays in the window
FIXED = 60.0  #: hours after which a report stays where it is; its story may still grow
_GROWN = 0.1  #: of the window: so many new reports, and it is settled again
_LEAST = 20


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a story."""

    kind: Kind
    report: str  #: the report it is about; for a merger the report that showed it
    story: str  #: where it is now
    others: tuple[str, ...] = ()  #: stories that are gone (merged) or that it was in before (moved)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Current:
    """A story as it stands."""

    id: str
    reports: tuple[str, ...]  #: in order of arrival


@dataclass(slots=True)
class _Unit:
    """A page: its newest signature, the ids of all its versions, and the story it is in."""

    signature: Signature
    versions: list[str]
    story: str = ""


@dataclass(slots=True)
class _Made:
    """A story: the pages that are in it, in order of arrival."""

    keys: list[str] = field(default_factory=list)


class Stream:
    """Sorts reports into stories as they come. `state()` is plain data; `Stream.restore(state)` goes on from there."""

    def __init__(self, speaker: Encoder | None = None) -> None:
        self._speaker = speaker
        self._known = weights()
        self._units: dict[str, _Unit] = {}
        self._stories: dict[str, _Made] = {}
        self._window: dict[str, Vector] = {}  #: the open pages, with their vectors as last settled
        self._index: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._rarity = Rarity((), self._known)
        self._new = 0

    def add(self, report: Report, now: datetime | None = None) -> tuple[Change, ...]:
        """Place a report; every change to a story that comes of it, with its reason."""
        change, fresh = self._enter(sign(report, now))
        if not fresh:
            return (change,) if change else ()
        placed = self._place(self._units[sign_key(report)])
        self._new += 1
        if self._new > max(_LEAST, _GROWN * len(self._window)):
            return (*placed, *self.settle())
        return placed

    def take(self, reports: Sequence[Report], progress: Callable[[int, int], None] | None = None) -> None:
        """Place many reports at once, in order of time, settling a day at a time."""
        signatures = [sign(r) for r in reports]
        days: defaultdict[int, list[Signature]] = defaultdict(list)
        for s in sorted(signatures, key=_order):
            days[-1 if s.hours is None else int(s.hours // 24)].append(s)
        done = 0
        for day in [d for d in sorted(days) if d >= 0] + [d for d in days if d < 0]:
            for signature in days[day]:
                self._enter(signature)
                done += 1
                if progress:
                    progress(done, len(signatures))
            self._new += 1
            self.settle()

    def _enter(self, signature: Signature) -> tuple[Change | None, bool]:
        """Take note of a page; a revision of one that is known stays in its story."""
        unit = self._units.get(signature.key)
        if unit is None:
            self._units[signature.key] = _Unit(signature, [signature.id])
            self._open(signature)
            return None, True
        if signature.id in unit.versions:
            return None, False
        unit.versions.append(signature.id)
        if _order(signature) >= _order(unit.signature):
            unit.signature = signature
            if signature.key in self._window:
                self._open(signature)
        why = f"another version of {unit.versions[0]}: the same address"
        return Change("revised", signature.id, unit.story, (), why), False

    def _open(self, signature: Signature) -> None:
        for term in self._window.get(signature.key, ()):
            self._index[term].pop(signature.key, None)
        vector = self._rarity.vector(signature)
        self._window[signature.key] = vector
        for term, x in vector.items():
            self._index[term][signature.key] = x

    def _place(self, unit: _Unit) -> tuple[Change, ...]:
        key = unit.signature.key
        vector = self._window[key]
        near: Counter[str] = Counter()
        looked = 0
        for term in sorted(vector, key=lambda t: (-vector[t], t)):
            row = self._index[term]
            looked += len(row)
            if looked > 20_000:
                break
            for other, x in row.items():
                near[other] += vector[term] * x  # type: ignore[assignment]
        best: tuple[float, str] | None = None
        stories = {self._units[k].story for k, _ in near.most_common(40) if k != key} - {""}
        for story in sorted(stories):
            score = self._nearness(vector, unit.signature.hours, story)
            if best is None or score > best[0]:
                best = (score, story)
        if best is None or best[0] < self._known.line:
            unit.story = _name(key, unit.signature.id)
            self._stories[unit.story] = _Made([key])
            return (Change("founded", unit.signature.id, unit.story, (), "nothing near enough is known"),)
        unit.story = best[1]
        self._stories[best[1]].keys.append(key)
        return (Change("joined", unit.signature.id, unit.story, (), f"nearness {best[0]:.2f}"),)

    def _nearness(self, vector: Vector, hours: float | None, story: str) -> float:
        total: Vector = {}
        times = []
        for key in self._stories[story].keys:
            if key in self._window:
                for term, x in self._window[key].items():
                    total[term] = total.get(term, 0.0) + x
                if (h := self._units[key].signature.hours) is not None:
                    times.append(h)
        length = dot(total, total) ** 0.5
        gap = hours - sum(times) / len(times) if hours is not None and times else None
        return nearness(dot(vector, total) / length if length else 0.0, gap, self._known)

    def settle(self) -> tuple[Change, ...]:
        """Look at the whole window again; what changes by it."""
        if not self._new:
            return ()
        self._new = 0
        units = sorted((self._units[k] for k in self._window), key=lambda u: _order(u.signature))
        self._rarity = Rarity((u.signature for u in units), self._known)
        vectors = [self._rarity.vector(u.signature) for u in units]
        dated = [u.signature.hours for u in units if u.signature.hours is not None]
        latest = max(dated, default=0.0)
        fixed: defaultdict[str, list[int]] = defaultdict(list)
        for i, u in enumerate(units):
            if u.story and u.signature.hours is not None and u.signature.hours < latest - FIXED:
                fixed[u.story].append(i)
        found = join(vectors, [u.signature.hours for u in units], list(fixed.values()), self._known)
        changes = self._rename(units, found)
        self._index.clear()
        self._window.clear()
        for u, vector in zip(units, vectors, strict=True):
            if u.signature.hours is None or u.signature.hours >= latest - OPEN:
                self._window[u.signature.key] = vector
                for term, x in vector.items():
                    self._index[term][u.signature.key] = x
        return tuple(changes)

    def _rename(self, units: Sequence[_Unit], found: Sequence[Sequence[int]]) -> list[Change]:
        """Give each settled story the name of the old one that most of it was in; tell what moved."""
        changes: list[Change] = []
        before = {u.signature.key: u.story for u in units}
        shares = sorted(
            ((n, story, i) for i, members in enumerate(found)
             for story, n in Counter(units[m].story for m in members if units[m].story).items()),
            key=lambda x: (-x[0], x[1], x[2]),
        )  # fmt: skip
        names: dict[int, str] = {}
        taken: set[str] = set()
        for _, story, i in shares:
            if i not in names and story not in taken:
                names[i] = story
                taken.add(story)
        for i, members in enumerate(found):
            keys = [units[m].signature.key for m in members]
            if i not in names:
                names[i] = _name(keys[0], units[members[0]].versions[0])
            for m in members:
                self._move(units[m], names[i])
        gone = {s for s in before.values() if s and not self._stories[s].keys}
        for i, members in enumerate(found):
            lost = sorted({before[units[m].signature.key] for m in members} & gone)
            if lost:
                first = units[members[-1]].signature.id
                changes.append(Change("merged", first, names[i], tuple(lost), "seen together they are one story"))
            for m in members:
                old = before[units[m].signature.key]
                id_ = units[m].signature.id
                if not old:
                    kind: Kind = "founded" if m == members[0] and names[i] not in before.values() else "joined"
                    changes.append(Change(kind, id_, names[i], (), "settled with all that came near it"))
                elif old != names[i] and old not in gone:
                    changes.append(Change("moved", id_, names[i], (old,), "nearer to this story, as more is known"))
        for story in gone:
            del self._stories[story]
        return changes

    def _move(self, unit: _Unit, story: str) -> None:
        if unit.story == story:
            return
        key = unit.signature.key
        if unit.story:
            self._stories[unit.story].keys.remove(key)
        self._stories.setdefault(story, _Made()).keys.append(key)
        unit.story = story

    def stories(self) -> tuple[Current, ...]:
        """The stories as they stand, settled, by id."""
        self.settle()
        return tuple(
            Current(id_, tuple(v for k in made.keys for v in self._units[k].versions))
            for id_, made in sorted(self._stories.items())
        )

    def state(self) -> dict[str, Any]:
        """Everything as plain data, for json."""
        return {
            "units": [[*_plain(u.signature), u.versions, u.story] for u in self._units.values()],
            "stories": {id_: made.keys for id_, made in self._stories.items()},
            "open": list(self._window),
            "new": self._new,
        }

    @classmethod
    def restore(cls, state: dict[str, Any], speaker: Encoder | None = None) -> Stream:
        """The stream that `state` was taken from."""
        stream = cls(speaker)
        for *plain, versions, story in state["units"]:
            id_, key, hours, language, outlet, terms = plain
            signature = Signature(id_, key, hours, language, outlet, tuple((t, float(x)) for t, x in terms))
            stream._units[signature.key] = _Unit(signature, list(versions), story)
        stream._stories = {id_: _Made(list(keys)) for id_, keys in state["stories"].items()}
        open_ = [stream._units[k].signature for k in state["open"]]
        stream._rarity = Rarity(open_, stream._known)
        for signature in open_:
            stream._open(signature)
        stream._new = state["new"]
        return stream


def sign_key(report: Report) -> str:
    """The key of a report (signature.py)."""
    return sign(report).key


def _order(s: Signature) -> tuple[bool, float, str]:
    return (s.hours is None, s.hours or 0.0, s.id)


def _plain(s: Signature) -> list[Any]:
    return [s.id, s.key, s.hours, s.language, s.outlet, [list(t) for t in s.terms]]


def _name(key: str, id_: str) -> str:
    import hashlib

    return f"{id_[:40]}-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:6]}"
