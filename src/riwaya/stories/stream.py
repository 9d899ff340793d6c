"""Reports one at a time: each is placed at once, and looked at again with all that came near it.

A report that arrives joins the story it is nearest to, founds one, or shows that two are one. That is provisional: the
first report of an event knows too little of it. So the window (the reports of the last days) is settled again whenever
it has grown by a quarter, and whenever somebody asks for the stories: settling joins its reports as if they had all
come at once (joining.py), and so forgets in which order they came. What changes by it is told.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Literal

from riwaya.encoder import Encoder, encoder
from riwaya.model import Report
from riwaya.stories.across import Reading, join_languages
from riwaya.stories.bridges import part
from riwaya.stories.copies import copies, rote, sketches
from riwaya.stories.joining import join
from riwaya.stories.measure import Rarity, Vector, Weights, for_window, weights
from riwaya.stories.open import Open
from riwaya.stories.signature import Signature, alike, plain, sign, valued

Kind = Literal["founded", "joined", "merged", "moved", "revised"]
OPEN = 96.0  #: hours that a report stays in the window
FIXED = 60.0  #: hours after which a report stays where it is; its story may still grow
AT_ONCE = 48.0  #: hours of reports that are settled at once where many are taken
UNDATED = 1_000  #: reports without a date that stay in the window, the last to come
_GROWN = 0.25  #: of the window: so many new reports, and it is settled again
_LEAST = 20
_ASKED = 12  #: reports of a story that are asked what a report shares with them
LATEST = 0.9  #: the share of dated reports up to which the clock stands: a wrong date does not push it on


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a story."""

    kind: Kind
    report: str  #: the report it is about; for a merger one that showed it
    story: str  #: where it is now
    others: tuple[str, ...] = ()  #: stories that are gone (merged), or that it was in before (moved)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Current:
    """A story as it stands."""

    id: str
    reports: tuple[str, ...]  #: in order of arrival


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of all the reports that are settled at once, to a stream that holds only some of them."""

    before: float  #: where the clock (hours since 1970) stood before them
    latest: float  #: and where it stands after
    count: int  #: how many they are, with those still open
    rarity: Callable[[str, str], float]  #: what a stem of a language says among them (measure.py)


@dataclass(slots=True)
class Unit:
    """A page: its newest signature, the ids of all its versions, and the story it is in."""

    signature: Signature | None  #: None once it has left the window
    versions: list[str]
    story: str = ""


class Stream:
    """Sorts reports into stories as they come. `state()` is plain data; `Stream.restore(state)` goes on from there."""

    def __init__(self, speaker: Encoder | None = None, known: Weights | None = None) -> None:
        """`speaker` reads where two languages meet (default: the best that is installed)."""
        self._speaker = speaker
        self._reading: Reading | None = None
        self._known = known or weights()
        self._picked = known is not None
        self._units: dict[str, Unit] = {}
        self._keys: dict[str, str] = {}  #: of each report id, where it is not its own
        self._stories: dict[str, list[str]] = {}  #: keys of the pages of each story, in order of arrival
        self._window: dict[str, None] = {}  #: keys of the open pages, in order of arrival
        self._open: Open | None = None
        self._new = 0
        self._bound: list[list[str]] = []  #: keys of pages that somebody has put together

    def add(self, report: Report, now: datetime | None = None) -> tuple[Change, ...]:
        """Place a report; every change to a story that comes of it, with its reason. A report that is known already
        changes nothing; another version of it takes its place. `now` bounds the dates that can be right."""
        key, change = self._enter(sign(report, now))
        if key is None:
            return (change,) if change else ()
        placed = self._place(key)
        self._new += 1
        if self._new > max(_LEAST, _GROWN * len(self._window)):
            return (*placed, *self.settle())
        return placed

    def take(
        self, reports: Sequence[Report], progress: Callable[[int, int], None] | None = None, at_once: bool = False
    ) -> None:
        """Place many reports, in order of time, two days at a time, or all `at_once`, whatever their times."""
        self.take_signed([sign(r) for r in reports], progress, at_once)

    def take_signed(
        self,
        signatures: list[Signature],
        progress: Callable[[int, int], None] | None = None,
        at_once: bool = False,
    ) -> None:
        """Place many reports that are signed already. The list is put in order of time."""
        signatures.sort(key=_order)
        dated = [s.hours for s in signatures if s.hours is not None]
        whole = at_once or not dated or dated[-1] - dated[0] <= OPEN
        begun: float | None = None
        for done, signature in enumerate(signatures):
            # cut at the same hours wherever the reports begin, so that parts of an archive are settled as the whole is
            now = None if signature.hours is None or whole else signature.hours // AT_ONCE
            if now is not None and now != begun:
                self._settle(told=False)
                begun = now
            key, _ = self._enter(signature)
            self._new += key is not None
            if progress:
                progress(done + 1, len(signatures))
        self._settle(told=False)

    def take_among(
        self, signatures: list[Signature], turn: Callable[[Signature], int], around: Callable[[int], Around]
    ) -> None:
        """Place many reports as they would be among many more, which lie elsewhere: `turn` tells which are settled at
        once, in order of time, `around` what is known of all of that turn. The list is put in order of time."""
        signatures.sort(key=_order)
        for number, held in groupby(signatures, key=turn):
            all_ = around(number)
            self._close(all_.before)
            for signature in held:
                key, _ = self._enter(signature)
                self._new += key is not None
            self._settle(told=False, around=all_)

    def _enter(self, signature: Signature) -> tuple[str | None, Change | None]:
        """Take note of a page. Gives its key where it is new; what changed where it is a version of a known one."""
        key = self._keys.get(signature.id, signature.key)
        unit = self._units.get(key)
        if unit and signature.id not in unit.versions and unit.signature and not alike(signature, unit.signature):
            key = f"id:{signature.id}"
            unit = self._units.get(key)
        if unit is None:
            self._units[key] = Unit(signature, [signature.id])
            self._window[key] = None
            if key != signature.key or key != f"id:{signature.id}":
                self._keys[signature.id] = key
            return key, None
        if unit.signature == signature or (unit.signature is None and signature.id in unit.versions):
            return None, None
        first = unit.versions[0]
        if signature.id not in unit.versions:
            unit.versions.append(signature.id)
            self._keys[signature.id] = key
        newest = unit.signature
        if newest is not None and (signature.id == newest.id or _order(signature) >= _order(newest)):
            unit.signature = signature
            self._open = None
            self._new += 1
        why = f"another version of {first}: " + ("its id" if signature.id == first else "the same address")
        return None, Change("revised", signature.id, unit.story, (), why)

    def _place(self, key: str) -> tuple[Change, ...]:
        """The provisional place of a new page, by the stories of the window as they stand."""
        unit = self._units[key]
        assert unit.signature is not None
        if self._open is None:
            rarity = Rarity(self._signatures(), self._known)
            self._open = Open(rarity, self._known)
            for held in self._window:
                known = self._units[held]
                if known.story and known.signature:
                    self._open.put(held, known.signature, known.story)
        id_ = unit.signature.id
        near = self._open.near(unit.signature)
        if not near or near[0].score < self._known.line:
            self._found(key)
            self._open.put(key, unit.signature, unit.story)
            return (Change("founded", id_, unit.story, (), near[0].why if near else "nothing like it is known"),)
        unit.story = near[0].story
        self._stories[unit.story].append(key)
        self._open.put(key, unit.signature, unit.story)
        changes = [Change("joined", id_, unit.story, (), near[0].why)]
        for other in near[1:]:
            if other.score >= self._known.line and self._open.between(unit.story, other.story) >= self._known.line:
                gone = other.story
                for moved in self._stories.pop(gone):
                    self._units[moved].story = unit.story
                    self._stories[unit.story].append(moved)
                self._open.merge(unit.story, gone)
                changes.append(Change("merged", id_, unit.story, (gone,), f"{id_} is near both: {other.why}"))
        return tuple(changes)

    def _found(self, key: str) -> None:
        unit = self._units[key]
        id_ = unit.versions[0]
        digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
        unit.story = next(n for k in range(6, 65) if (n := f"{id_[:40]}-{digest[:k]}") not in self._stories)
        self._stories[unit.story] = [key]

    def _signatures(self) -> Iterable[Signature]:
        for key in self._window:
            if signature := self._units[key].signature:
                yield signature

    def settle(self) -> tuple[Change, ...]:
        """Look at the whole window again; what changes by it."""
        return self._settle(told=True)

    def together(self, ids: Iterable[str]) -> tuple[Change, ...]:
        """Make one story of those that these reports are in, since somebody has put them together (see
        `group(picked=)`), and hold the reports in it however the window is settled; what changes by it. Unknown ids are
        passed over."""
        told = self.settle()
        keys = (self._keys.get(id_, f"id:{id_}") for id_ in ids)
        known = list(dict.fromkeys(k for k in keys if k in self._units))
        bound = [k for k in known if k in self._window]
        if len(bound) > 1 and bound not in self._bound:
            self._bound.append(bound)
        stories = Counter(self._units[k].story for k in known)
        if len(stories) < 2:
            return told
        target, *gone = sorted(stories, key=lambda s: (-stories[s], s))
        for story in gone:
            for key in self._stories.pop(story):
                self._units[key].story = target
                self._stories[target].append(key)
        self._open = None
        last = self._units[known[-1]].versions[0]
        return (*told, Change("merged", last, target, tuple(gone), "put together by those who brought them"))

    def _settle(self, told: bool, around: Around | None = None) -> tuple[Change, ...]:
        if not self._new:
            return ()
        self._new = 0
        self._open = None
        held = sorted(
            ((s, key) for key in self._window if (s := self._units[key].signature)), key=lambda x: _order(x[0])
        )
        signatures = [s for s, _ in held]
        keys = [key for _, key in held]
        latest = around.latest if around else _clock(signatures)
        known = self._known if self._picked else for_window(self._known, around.count if around else len(signatures))
        rarity = Rarity(signatures, known, around.rarity if around else None)
        fixed: defaultdict[str, list[int]] = defaultdict(list)
        for i, key in enumerate(keys):
            hours = signatures[i].hours
            if self._units[key].story and hours is not None and hours < latest - FIXED:
                fixed[self._units[key].story].append(i)
        keyed = sketches(signatures)
        by_rote = rote(signatures, keyed)

        def vector(i: int) -> Vector:
            return rarity.vector(signatures[i], by_rote.get(i, frozenset()))

        times = [s.hours for s in signatures]
        copied, vectors = copies(keyed, vector, times)
        found = join(vectors, times, _together(fixed.values(), copied), known)
        found = [story for joined in found for story in self._parted(joined, signatures, vector)]
        if len({s.language for s in signatures}) > 1:
            self._reading = self._reading or Reading(self._speaker or encoder())
            found = join_languages(found, signatures, vector, self._reading, known)
        found = self._held_together(keys, found)
        changes = self._rename(keys, found, vector if told else None)
        self._close(latest)
        return tuple(changes)

    def _held_together(self, keys: Sequence[str], found: Sequence[Sequence[int]]) -> list[list[int]]:
        """The stories, those that share a report of one bound group as one."""
        story_of = {keys[m]: i for i, members in enumerate(found) for m in members}
        into = list(range(len(found)))
        for group in self._bound:
            homes = sorted({into[story_of[k]] for k in group if k in story_of})
            into = [homes[0] if i in homes[1:] else i for i in into]
        held: dict[int, list[int]] = {}
        for i, members in enumerate(found):
            held.setdefault(into[i], []).extend(members)
        return [sorted(members) for members in held.values()]

    def _close(self, latest: float) -> None:
        """Let go of the reports that are too old to be compared with, and of the undated but for the last to come."""
        undated: list[str] = []
        for key in list(self._window):
            signature = self._units[key].signature
            if signature is None or signature.hours is None:
                undated.append(key)
            elif signature.hours < latest - OPEN:
                self._leave(key)
        for key in undated[:-UNDATED]:
            self._leave(key)
        self._bound = [g for group in self._bound if len(g := [k for k in group if k in self._window]) > 1]

    def _leave(self, key: str) -> None:
        self._units[key].signature = None
        del self._window[key]

    @staticmethod
    def _parted(
        story: Sequence[int], signatures: Sequence[Signature], vector: Callable[[int], Vector]
    ) -> list[list[int]]:
        two = len({signatures[m].language for m in story}) > 1  # words say nothing about these
        return [list(story)] if two else part(story, vector)

    def _rename(
        self, keys: Sequence[str], found: Sequence[Sequence[int]], vector: Callable[[int], Vector] | None
    ) -> list[Change]:
        """Give each settled story the name of the old one that most of it was in; tell what moved, if `vector` can say
        why."""
        before = [self._units[key].story for key in keys]
        shares = sorted(
            ((-n, story, i) for i, members in enumerate(found)
             for story, n in Counter(before[m] for m in members if before[m]).items())
        )  # fmt: skip
        names: dict[int, str] = {}
        taken: set[str] = set()
        for _, story, i in shares:
            if i not in names and story not in taken:
                names[i] = story
                taken.add(story)
        touched = {b for b in before if b}
        moving = {keys[m] for i, members in enumerate(found) for m in members if before[m] != names.get(i)}
        for story in touched:
            self._stories[story] = [k for k in self._stories[story] if k not in moving]
        for i, members in enumerate(found):
            if i not in names:
                self._found(keys[members[0]])
                names[i] = self._units[keys[members[0]]].story
            for m in members:
                if keys[m] in moving and keys[m] not in self._stories[names[i]][:1]:
                    self._stories[names[i]].append(keys[m])
                self._units[keys[m]].story = names[i]
        gone = {story for story in touched if not self._stories[story]}
        for story in gone:
            del self._stories[story]
        changes: list[Change] = []
        for i, members in enumerate(found if vector else ()):
            assert vector is not None
            ids = [self._units[keys[m]].versions[0] for m in members]
            lost = tuple(sorted({before[m] for m in members} & gone))
            if lost:
                both = next(m for m in reversed(members) if before[m] in lost)
                why = f"seen together they are one story: {_shared(both, members, vector)}"
                changes.append(Change("merged", ids[-1], names[i], lost, why))
            for m, id_ in zip(members, ids, strict=True):
                if not before[m]:
                    kind: Kind = "founded" if m == members[0] and names[i] not in touched else "joined"
                    changes.append(Change(kind, id_, names[i], (), _shared(m, members, vector)))
                elif before[m] != names[i] and before[m] not in gone:
                    why = f"nearer to this story than to the one it was in: {_shared(m, members, vector)}"
                    changes.append(Change("moved", id_, names[i], (before[m],), why))
        return changes

    def stories(self) -> tuple[Current, ...]:
        """The stories as they stand, settled, by id."""
        self.settle()
        return self.standing(self._stories)

    def standing(self, ids: Iterable[str]) -> tuple[Current, ...]:
        """Those of these stories that there are, as they stand, not settled: what it costs does not grow with the
        window."""
        return tuple(
            Current(id_, tuple(v for k in self._stories[id_] for v in self._units[k].versions))
            for id_ in sorted(set(ids))
            if id_ in self._stories
        )

    def home(self, id_: str) -> str | None:
        """The story that a report is in, not settled; None for one that is not known."""
        unit = self._units.get(self._keys.get(id_, f"id:{id_}"))
        return unit.story if unit else None

    def state(self) -> dict[str, Any]:
        """Everything as plain data, for json."""
        return {
            "units": [[key, u.versions, u.story, u.signature and plain(u.signature)] for key, u in self._units.items()],
            "stories": {id_: list(keys) for id_, keys in self._stories.items()},
            "open": list(self._window),
            "new": self._new,
            "together": [list(group) for group in self._bound],
        }

    @classmethod
    def restore(cls, state: dict[str, Any], speaker: Encoder | None = None) -> Stream:
        """The stream that `state` was taken from."""
        stream = cls(speaker)
        for key, versions, story, data in state["units"]:
            stream._units[key] = Unit(valued(data) if data else None, list(versions), story)
            stream._keys.update((v, key) for v in versions if key != f"id:{v}")
        stream._stories = {id_: list(keys) for id_, keys in state["stories"].items()}
        stream._window = dict.fromkeys(state["open"])
        stream._new = state["new"]
        stream._bound = [list(group) for group in state.get("together", ())]
        return stream


def _together(fixed: Iterable[Sequence[int]], copied: Iterable[Sequence[int]]) -> list[list[int]]:
    """Groups of both kinds as groups that share nobody; what is fixed stays apart from what else is fixed."""
    home = {m: seed[0] for seed in fixed for m in seed}
    found: defaultdict[int, list[int]] = defaultdict(list)
    for m, h in home.items():
        found[h].append(m)
    for group in copied:
        target = next((home[m] for m in group if m in home), group[0])
        found[target] += [m for m in group if m not in home]
    return [sorted(g) for _, g in sorted(found.items()) if len(g) > 1]


def _shared(one: int, members: Sequence[int], vector: Callable[[int], Vector]) -> str:
    """The words that hold a report to its story."""
    others = [m for m in members if m != one]
    if not others:
        return "nothing near enough is known"
    mine = vector(one)
    weight: Counter[str] = Counter()
    for m in others[:: -(-len(others) // _ASKED)]:
        for term, x in vector(m).items():
            if term in mine:
                weight[term] += mine[term] * x  # type: ignore[assignment]
    words = ", ".join(t for t, _ in sorted(weight.items(), key=lambda x: (-x[1], x[0]))[:4])
    count = f"{len(others)} other{'' if len(others) == 1 else 's'}"
    return f"shares {words} with {count}" if words else f"means the same as {count}"


def _clock(signatures: Sequence[Signature]) -> float:
    dated = [s.hours for s in signatures if s.hours is not None]
    return dated[int(LATEST * (len(dated) - 1))] if dated else 0.0


def _order(s: Signature) -> tuple[bool, float, str]:
    return (s.hours is None, s.hours or 0.0, s.id)
