"""Which reports of a turn are near which others that are open, so that what may be one story stays together.

This is how stories look for what is worth comparing (riwaya.stories.candidates), by the same weights of words, for all
reports of a turn at once: near-duplicates are found first by their sketches and stand behind one of them, then each
report looks through the index of words for its nearest. Nothing is decided here: a link says that two reports had
better be grouped by the same worker. What is held is bounded: 90 bytes of a report that is open (packing.py), and the
index of so many of them at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from riwaya.batch import packing
from riwaya.batch.packing import Counts, Terms
from riwaya.batch.turns import Turn
from riwaya.stories.candidates import LOOKED_AT
from riwaya.stories.measure import OUTLETS, Background, Weights, weights

SLICE = 300_000  #: reports whose words are indexed at once
WEAKEST = 0.15  #: nearness of two reports from which they are linked; they may be one story from `line` on
MOST = 8  #: links of a report to those nearest to it
COPY = 3.0  #: the nearness of near-duplicates: more than any two others can have
WEAKEST_ACROSS = 0.1  #: the same between two languages, by what names and numbers they share
MOST_ACROSS = 2
_ACROSS = 0.5  #: what that says beside words that are shared
_BANDS = 3  #: of the sketches of two near-duplicates that are the same
_HOURS = 24.0  #: between them at most
_READ = 20_000  #: reports whose words are read at once

Places = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of places of reports in the order of the archive, and how near they are."""

    one: Places
    other: Places
    near: Floats


@dataclass(frozen=True, slots=True)
class Rare:
    """What each word of a language says among the reports that are settled at once (riwaya.stories.measure)."""

    terms: Terms  #: sorted
    said: npt.NDArray[np.float64]


class Window:
    """The reports that are compared with those of a turn, and these."""

    def __init__(self, paths: Sequence[Path], offsets: Sequence[int], turn: Turn) -> None:
        """`paths`: the arrays of the turns that reach into it, its own last; `offsets`: the place of the first report
        of each in the archive."""
        self._paths = paths
        self._all = [packing.light(path) for path in paths]
        last = len(paths) - 1
        self._open = [np.flatnonzero((rows["hours"] >= turn.since) | (n == last)) for n, rows in enumerate(self._all)]
        self.rows = np.concatenate([rows[chosen] for rows, chosen in zip(self._all, self._open, strict=True)])
        self.places = np.concatenate([
            packing.ranks(rows)[chosen] + offset
            for rows, chosen, offset in zip(self._all, self._open, offsets, strict=True)
        ])  # fmt: skip
        self.own = len(self.rows) - len(self._open[last])  #: the first that is of the turn itself

    def words(self, start: int, end: int) -> Iterator[tuple[Places, Terms, Counts, Terms]]:
        """The words of the reports from `start` to before `end`: of each the number of its report, itself, how
        often it stands in title and lead, and how it sounds."""
        first = 0
        for path, rows, chosen in zip(self._paths, self._all, self._open, strict=True):
            if start < first + len(chosen) and first < end:
                number = np.full(len(rows), -1, np.int64)
                number[chosen] = np.arange(first, first + len(chosen))
                for at, lengths, terms, counts, sounds in packing.words(path, rows, _READ):
                    whose = np.repeat(number[at : at + len(lengths)], lengths)
                    held = (whose >= start) & (whose < end)
                    if held.any():
                        yield whose[held], terms[held], counts[held], sounds[held]
            first += len(chosen)


def rarity(window: Window, known: Weights | None = None) -> dict[int, Rare]:
    """What each word says, by the check sum of its language."""
    known = known or weights()
    languages = window.rows["language"]
    found: dict[int, tuple[Terms, npt.NDArray[np.int64]]] = {}
    parts: dict[int, list[tuple[Terms, npt.NDArray[np.int64]]]] = {}
    for whose, terms, _, _ in window.words(0, len(languages)):
        for language in np.unique(languages[whose]).tolist():
            parts.setdefault(language, []).append(np.unique(terms[languages[whose] == language], return_counts=True))
            if len(parts[language]) > 64:
                parts[language] = [_added(parts[language])]
    for language, counted in parts.items():
        found[language] = _added(counted)
    named = {packing.check(name): sample for name, sample in known.background.items()}
    made = {}
    for language, (terms, seen) in found.items():
        count = int((languages == language).sum())
        background = named.get(language, Background(0, {}))
        before = _before(terms, background)
        said = np.log((count + known.trust * background.reports + 1) / (seen + known.trust * before + 0.5)).clip(0)
        share, usual = seen / (count + 1), (before + 1) / (background.reports + 1)
        burst = np.flatnonzero((share > known.everywhere) & (share > known.suddenly * usual))
        made[language] = (terms, said, burst)
    heard = _outlets(window, {language: terms[burst] for language, (terms, _, burst) in made.items() if len(burst)})
    for language, term in heard:
        terms, said, _ = made[language]
        said[np.searchsorted(terms, np.uint32(term))] += known.burst
    return {language: Rare(terms, said) for language, (terms, said, _) in made.items()}


def _added(
    counted: Sequence[tuple[Terms, npt.NDArray[np.int64]]],
) -> tuple[Terms, npt.NDArray[np.int64]]:
    terms, place = np.unique(np.concatenate([t for t, _ in counted]), return_inverse=True)
    return terms, np.bincount(place, np.concatenate([n for _, n in counted]), len(terms)).astype(np.int64)


def _before(terms: Terms, background: Background) -> npt.NDArray[np.int64]:
    """In how many reports of the background each word stands."""
    counts = {packing.check(term): n for term, n in background.counts.items()}
    known = np.fromiter(sorted(counts), np.uint32, len(counts))
    held = np.fromiter((counts[t] for t in known.tolist()), np.int64, len(counts))
    found = np.zeros(len(terms), np.int64)
    at = np.searchsorted(terms, known)
    there = at < len(terms)
    there[there] = terms[at[there]] == known[there]
    found[at[there]] = held[there]
    return found


def _outlets(window: Window, asked: dict[int, Terms]) -> list[tuple[int, int]]:
    """Which of some words several outlets have, with their languages."""
    found: dict[tuple[int, int], set[int]] = {(language, t): set() for language, a in asked.items() for t in a.tolist()}
    if found:
        every = np.unique(np.concatenate(list(asked.values())))
        for whose, terms, _, _ in window.words(0, len(window.rows)):
            held = np.isin(terms, every)
            some = window.rows[whose[held]]
            for language, outlet, term in set(
                zip(some["language"].tolist(), some["outlet"].tolist(), terms[held].tolist(), strict=True)
            ):
                if outlet and (outlets := found.get((language, term))) is not None and len(outlets) < OUTLETS:
                    outlets.add(outlet)
    return sorted(key for key, outlets in found.items() if len(outlets) >= OUTLETS)


def originals(window: Window) -> Places:
    """For each report the number of the one that it nearly is a copy of, the earliest in place; itself for most."""
    rows = window.rows
    order = np.argsort(window.places, kind="stable")
    first = np.empty((len(rows), rows["sketch"].shape[1]), np.int64)  # in that order, whose band was the first such
    for band in range(first.shape[1]):
        _, at, which = np.unique(rows["sketch"][order, band], return_index=True, return_inverse=True)
        first[:, band] = at[which]
    here = np.arange(len(rows))
    several = (first < here[:, None]).sum(axis=1) >= _BANDS
    several &= rows["words"][order] > 0
    parent = here.copy()
    for n in np.flatnonzero(several).tolist():
        met, often = np.unique(first[n], return_counts=True)
        best = int(met[often.argmax()])
        gap = rows["hours"][order[n]] - rows["hours"][order[best]]
        if best != n and often.max() >= _BANDS and not abs(gap) > _HOURS:
            parent[n] = parent[best]
    found = np.empty(len(rows), np.int64)
    found[order] = order[parent]
    return found


@dataclass(frozen=True, slots=True)
class Weighed:
    """Words of reports: whose each is, its number, its weight."""

    who: npt.NDArray[np.int32]
    terms: npt.NDArray[np.int32]
    heights: Floats

    def of(self, wanted: npt.NDArray[np.bool_]) -> Weighed:
        """Those of some reports."""
        held = wanted[self.who]
        return Weighed(self.who[held], self.terms[held], self.heights[held])


class _Index:
    """Who has each word, and how weighty it is there."""

    def __init__(self, count: int, held: Weighed) -> None:
        order = np.argsort(held.terms, kind="stable")
        self._who, self._heights = held.who[order], held.heights[order]
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(held.terms, minlength=count))])

    @classmethod
    def made(cls, count: int, parts: Iterable[Weighed]) -> _Index:
        """The index of `count` words, but for those that nearly everybody has."""
        read = [(p.who, p.terms, p.heights) for p in parts]
        if not read:
            none = np.empty(0, np.int32)
            return cls(count, Weighed(none, none, np.empty(0, np.float32)))
        who, terms, heights = (np.concatenate(column) for column in zip(*read, strict=True))
        del read
        keep = (np.bincount(terms, minlength=count) <= LOOKED_AT)[terms]
        return cls(count, Weighed(who[keep], terms[keep], heights[keep]))

    def ask(
        self, asked: Weighed, least: float, board: Floats, times: int
    ) -> Iterator[tuple[int, Places, npt.NDArray[np.float64]]]:
        """For each of some reports those that share its weightiest words, with the cosine as far as these go, if it is
        so much at least. `board` is zeros, and is left so; `times`: how many such indexes are asked."""
        order = np.lexsort((asked.terms, -asked.heights, asked.who))
        who, terms, heights = asked.who[order], asked.terms[order], asked.heights[order]
        cuts = np.flatnonzero(np.diff(who, prepend=-1)).tolist()
        for start, end in zip(cuts, [*cuts[1:], len(who)][: len(cuts)], strict=True):
            near, cosines = self._near(terms[start:end].tolist(), heights[start:end].tolist(), least, board, times)
            yield int(who[start]), near, cosines

    def _near(
        self, terms: list[int], heights: list[float], least: float, board: Floats, times: int
    ) -> tuple[Places, npt.NDArray[np.float64]]:
        looked = 0
        places: list[npt.NDArray[np.int32]] = []
        for term, x in zip(terms, heights, strict=True):
            start, end = self._starts[term], self._starts[term + 1]
            looked += times * (end - start)
            if looked > LOOKED_AT and places:
                break
            row = self._who[start:end]
            board[row] += self._heights[start:end] * np.float32(x)
            places.append(row)
        if not places:
            return np.empty(0, np.int64), np.empty(0)
        seen = np.concatenate(places)
        who: Places = np.unique(seen[board[seen] >= least]).astype(np.int64)
        sums = board[who].astype(np.float64)
        board[seen] = 0
        return who, sums


class Words:
    """The words of reports weighed, of length 1, but for those that link nothing."""

    def __init__(self, window: Window, rare: dict[int, Rare], known: Weights) -> None:
        self._window, self._rare, self._known = window, rare, known
        self._terms = np.unique(np.concatenate([r.terms for r in rare.values()])) if rare else np.empty(0, np.uint32)
        self.count = len(self._terms)

    def of(self, start: int, end: int, wanted: npt.NDArray[np.bool_]) -> Iterator[Weighed]:
        """The words of the wanted reports from `start` to before `end`."""
        for whose, terms, heights, _ in self._of(start, end, wanted):
            yield Weighed(whose.astype(np.int32), np.searchsorted(self._terms, terms).astype(np.int32),
                          heights.astype(np.float32))  # fmt: skip

    def names(self, wanted: npt.NDArray[np.bool_]) -> tuple[Weighed, int]:
        """The names and numbers of all wanted reports by their sounds, the rarer the weightier, and how many there
        are."""
        parts = [
            (whose[heard], sounds[heard], heights[heard].astype(np.float32))
            for whose, _, heights, sounds in self._of(0, len(wanted), wanted) if (heard := sounds > 0).any()
        ]  # fmt: skip
        if not parts:
            return Weighed(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32)), 0
        whose, sounds, heights = (np.concatenate(column) for column in zip(*parts, strict=True))
        every, number = np.unique(sounds, return_inverse=True)
        heights *= np.log(wanted.sum() / np.bincount(number)).clip(0).astype(np.float32)[number]
        heights /= np.sqrt(np.bincount(whose, heights * heights)).clip(1e-9)[whose].astype(np.float32)
        return Weighed(whose.astype(np.int32), number.astype(np.int32), heights), len(every)

    def _of(
        self, start: int, end: int, wanted: npt.NDArray[np.bool_]
    ) -> Iterator[tuple[Places, Terms, npt.NDArray[np.float64], Terms]]:
        languages = self._window.rows["language"]
        for whose, terms, counts, sounds in self._window.words(start, end):
            held = wanted[whose]
            whose, terms, counts, sounds = whose[held], terms[held], counts[held], sounds[held]
            if not len(whose):
                continue
            heights = np.log1p(counts[:, 0] * float(self._known.title) + counts[:, 1])
            spoken = languages[whose]
            for language, rare in self._rare.items():
                mine = spoken == language
                heights[mine] *= rare.said[np.searchsorted(rare.terms, terms[mine])]
            first = whose.min()
            lengths = np.sqrt(np.bincount(whose - first, heights * heights))
            heights /= np.maximum(lengths[whose - first], 1e-12)
            keep = heights > 0
            yield whose[keep], terms[keep], heights[keep], sounds[keep]


def links(window: Window, rare: dict[int, Rare], known: Weights | None = None) -> Links:
    """The links of the reports of a turn."""
    known = known or weights()
    behind = originals(window)
    count = len(window.rows)
    alone = behind == np.arange(count)
    words = Words(window, rare, known)
    copied = np.flatnonzero(~alone[window.own :]) + window.own
    found = [(copied, behind[copied], np.full(len(copied), COPY, np.float32))]
    board = np.zeros(count, np.float32)
    slices = range(0, count, SLICE)
    for at in slices:
        index = _Index.made(words.count, words.of(at, min(at + SLICE, count), alone))
        for asked in words.of(window.own, count, alone):
            for i, near, cosines in index.ask(asked, WEAKEST * known.usual, board, len(slices)):
                score = cosines / known.usual - apart(window.rows["hours"][i] - window.rows["hours"][near], known)
                found.append(_best(window, i, near, score, WEAKEST, MOST))
        del index
    if len(rare) > 1:
        found += _across(window, words, alone, known, board)
    one, other, nearness = (np.concatenate(column) for column in zip(*found, strict=True))
    return Links(window.places[one], window.places[other], nearness)


def _across(
    window: Window, words: Words, alone: npt.NDArray[np.bool_], known: Weights, board: Floats
) -> list[tuple[Places, Places, Floats]]:
    """Links between the language that most reports have and the others: by names as they sound, and numbers."""
    languages, many = np.unique(window.rows["language"], return_counts=True)
    usual = window.rows["language"] == languages[many.argmax()]
    names, count = words.names(alone)
    found = []
    for asking, asked in ((usual, ~usual), (~usual, usual)):
        index = _Index.made(count, [names.of(asked)])
        own = asking.copy()
        own[: window.own] = False
        for i, near, cosines in index.ask(names.of(own), WEAKEST_ACROSS, board, 1):
            score = cosines - apart(window.rows["hours"][i] - window.rows["hours"][near], known) / 2
            found.append(_best(window, i, near, score * _ACROSS, WEAKEST_ACROSS * _ACROSS, MOST_ACROSS))
    return found


def _best(
    window: Window, i: int, near: Places, score: npt.NDArray[np.float64], least: float, most: int
) -> tuple[Places, Places, Floats]:
    good = (score >= least) & (near != i)
    near, nearness = near[good], score[good].astype(np.float32)
    chosen = np.lexsort((window.places[near], -nearness))[:most]
    return np.full(len(chosen), i, np.int64), near[chosen], nearness[chosen]


def apart(gaps: npt.NDArray[np.float64], known: Weights) -> npt.NDArray[np.float64]:
    """What the hours between reports take away (riwaya.stories.measure.apart)."""
    gaps = np.where(np.isnan(gaps), known.undated, np.abs(gaps))
    taken = known.by_hour * np.maximum(0.0, gaps - known.slack)
    later = known.later * np.maximum(0.0, gaps - known.slack - known.a_day / known.by_hour)
    return np.where(gaps > known.longest, 9.0, np.minimum(taken, known.a_day) + later)


def write(path: Path, found: Links, rare: Mapping[int, Rare]) -> None:
    """Keep what was found of a turn; it is there whole or not at all."""
    said = {f"{language}.{n}": x for language, r in rare.items() for n, x in enumerate((r.terms, r.said))}
    for end, arrays in (("rare", said), ("links", {"one": found.one, "other": found.other, "near": found.near})):
        part = path.with_name(f"{path.name}.{end}.part")
        with part.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        part.replace(path.with_name(f"{path.name}.{end}"))


def linked(path: Path) -> bool:
    """Whether the links of a turn are there."""
    return path.with_name(f"{path.name}.links").exists()


def read(path: Path) -> Links:
    """The links of a turn."""
    with np.load(path.with_name(f"{path.name}.links")) as held:
        return Links(held["one"], held["other"], held["near"])


def read_rare(path: Path) -> dict[int, Rare]:
    """What words say in a turn."""
    with np.load(path.with_name(f"{path.name}.rare")) as held:
        return {int(n[:-2]): Rare(held[n], held[f"{n[:-2]}.1"]) for n in held.files if n.endswith(".0")}
