"""From what changed in the store to alerts: which stories to look at, each beside what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from riwaya.alerts import Alert, alerts
from riwaya.language.text import words
from riwaya.model import Report, Trace
from riwaya.store import Change, Store, StoreError
from riwaya.watch.ledger import Ledger
from riwaya.watch.outbox import UPTO, Outbox
from riwaya.watch.settings import Outputs

Tell = Callable[[str], None]

_OURS = frozenset({"traced"})  #: kinds of change that our own looking makes
_CHANGES = 10_000


@dataclass(frozen=True, slots=True)
class _Touched:
    """What happened to a story since alerts were last looked for."""

    new: frozenset[str]  #: reports that came, or came over from another story
    revised: tuple[str, ...]  #: reports, once for each revision
    merged: tuple[str, ...]  #: stories that became part of it


def look(
    store: Store, ledger: Ledger, outbox: Outbox, outputs: Outputs, channels: Sequence[str], at: str, tell: Tell
) -> int:
    """Look for alerts in everything that changed since the last time, and owe them to the channels. Gives how many are
    new. Killed at any point it looks again where it was, and finds none twice. Raises StoreError."""
    count = 0
    while True:
        upto = int(ledger.mark(UPTO) or 0)
        changes = store.changes(upto, limit=_CHANGES)
        if not changes:
            return count
        for story, touched in _stories(store, changes).items():
            title = store.story(story).title
            if not _wanted(outputs.stories, story, title):
                continue
            members = [line.id for line in store.story_reports(story)]
            # one report alone cannot differ from anything, and most never get company: not worth a trace
            if len(members) > 1 or touched.revised:
                tell(f"looking at story {title}")
                found = _look_at(store, outbox, outputs, story, members, touched)
                count += len(outbox.found(story, found.after, found.alerts, channels, at))
        outbox.looked(max(c.number for c in changes))


def start(store: Store, ledger: Ledger, outbox: Outbox) -> None:
    """Where a watch begins on a store that holds much already: what was there before is no news."""
    if ledger.mark(UPTO) is None:
        upto = 0
        while some := store.changes(upto, limit=_CHANGES):
            upto = some[-1].number
        outbox.looked(upto)


def _stories(store: Store, changes: Iterable[Change]) -> dict[str, _Touched]:
    """The stories that a list of changes touched, under the names they go by now."""
    found: dict[str, _Touched] = {}
    for c, story in [(change, story) for change in changes for story in _about(change)]:
        try:
            id_ = store.story(story).id
        except StoreError:
            continue  # a correction of a story that is not kept
        there = found.get(id_, _Touched(frozenset(), (), ()))
        if c.kind in ("new", "moved") and c.report and story == c.story:
            there = replace(there, new=there.new | {c.report})
        elif c.kind == "revision" and c.report:
            there = replace(there, revised=(*there.revised, c.report))
        elif c.kind == "merged":
            there = replace(there, merged=(*there.merged, *c.others, story))
        found[id_] = there
    return found


def _about(c: Change) -> tuple[str, ...]:
    """The stories that a change says something of: where a report moved, also that which it left."""
    if c.story is None or c.kind in _OURS:
        return ()
    return (c.story, *c.others) if c.kind == "moved" else (c.story,)


def _wanted(wishes: Sequence[str], story: str, title: str) -> bool:
    """Whether a story is watched: all are where nothing is wished for; else its id, or all words of a wish in its
    title."""
    if not wishes:
        return True
    there = {w.form for w in words(title)}
    return any(wish == story or ((asked := {w.form for w in words(wish)}) and asked <= there) for wish in wishes)


@dataclass(frozen=True, slots=True)
class _Look:
    after: Trace
    alerts: tuple[Alert, ...]


def _look_at(
    store: Store, outbox: Outbox, outputs: Outputs, story: str, members: Sequence[str], touched: _Touched
) -> _Look:
    """A story as it is, and the alerts of what happened since it was last looked at."""
    pairs: list[tuple[Report, Report]] = []
    for id_ in dict.fromkeys(touched.revised):
        said = store.revisions(id_)[-1 - touched.revised.count(id_) :]
        pairs += [(a.report, b.report) for a, b in pairwise(said)]
    before = outbox.before(story)
    for other in touched.merged:
        if before is None and other != story:
            before = outbox.before(other)
    if before is None:
        before = _as_it_was(store, story, [m for m in members if m not in touched.new], pairs)
    after = store.trace(story)
    found = alerts(before, after, pairs)
    return _Look(after, tuple(a for a in found if not outputs.kinds or a.kind in outputs.kinds))


def _as_it_was(
    store: Store, story: str, members: Sequence[str], pairs: Sequence[tuple[Report, Report]]
) -> Trace | None:
    """The trace of a story without what came since; None where nothing was there."""
    if not members:
        return None
    was: dict[str, Report] = {}
    for old, _ in pairs:
        was.setdefault(old.id, old)
    reports = [was.get(m) or store.report(m) for m in members]
    return store.trace_of(reports, id_=story)
