"""Which lines of a page are the report's own text.

The lines are read in order as head, body, aside, end: the best path by a sum of each line's measure of prose (in the
body) and a price for each change (Viterbi). So one short line between paragraphs stays (a sub-head), two headlines
go, the head of a list turns what follows into an aside or the end until enough prose comes to buy the way back. In the
manner of Pasternack and Roth, "Extracting Article Text from the Web with Maximum Subsequence Segmentation" (WWW 2009),
with states. A second pass adds cohesion: whether a line speaks of what the text found so far speaks of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from riwaya.intake.lines import Kind, Line, goes_on
from riwaya.intake.words import reading_words

_SENTENCES = re.compile(r"[.؟?!][\"'”’»)]*\s+\w")  # more than one sentence
_CLOCK = re.compile(r"(?:\w+\s)?[\d٠-٩]{1,2}\s?[:.]\s?[\d٠-٩]{2}(?:\s?[صم]|\s?[ap]\.?m\.?|\s\w{2,7})?", re.IGNORECASE)
_FEW_WORDS, _PARAGRAPH, _ENTRIES = 5, 6, 3
_ENTRY = 1.0  # what a line gains under a time of day
HEAD, BODY, ASIDE, END, CLOSED = range(5)
_NEVER = float("-inf")
_BACK_FROM_ASIDE, _BACK_FROM_END = -1.0, -5.0  # price of coming back into the body
_STRONG: dict[Kind, float] = {
    "aside": -6, "ending": -6, "comments": -6, "footer": -6, "chrome": -6, "promo": -6, "date": -6, "credit": -6,
    "byline": -6, "caption": -5, "tags": -6, "repeat": -3.5,
}  # fmt: skip


def body(lines: Sequence[Line], *, start: int = 0, extracted: bool = False) -> list[int]:
    """The numbers of the lines that are the report's text, in order.

    `start`: no line before it can be (the title stands there). `extracted`: the text was given as a report's text
    already, so that doubt falls for keeping."""
    lift = 1.0 if extracted else 0.0
    clocks = _clocks(lines)
    scores = [0.0 if i in clocks else _STRONG.get(line.kind) or line.prose + lift + (_ENTRY if i - 1 in clocks else 0.0)
              for i, line in enumerate(lines)]
    kept = _path(lines, scores, start, extracted)
    for _ in range(2):
        near = cohesion(lines, kept)
        again = _path(
            lines,
            [s if line.kind else s + c for line, s, c in zip(lines, scores, near, strict=True)],
            start,
            extracted,
        )
        if again == kept:
            break
        kept = again
    kept = [i for i in _without_other_stories(lines, kept) if i not in clocks]
    return _without_foreign_tail(lines, kept, clocks)


def _clocks(lines: Sequence[Line]) -> set[int]:
    """The times of day that head the entries of a live page: three and more that stand over paragraphs, as most do
    there. They part nothing. Over headlines they are a list of other reports."""
    times = [i for i, line in enumerate(lines[:-1]) if len(line.words) <= _FEW_WORDS
             and _CLOCK.fullmatch(line.block.text)]
    over = [i for i in times if not lines[i + 1].kind and lines[i + 1].stop and len(lines[i + 1].words) >= _PARAGRAPH]
    return set(times) if len(over) >= _ENTRIES and 3 * len(over) >= 2 * len(times) else set()


def _path(lines: Sequence[Line], scores: Sequence[float], start: int, extracted: bool) -> list[int]:
    """The lines read as body on the best path."""
    head, inside, aside, end, closed = 0.0, _NEVER, _NEVER, _NEVER, _NEVER  # the best sum that ends in each state
    trail: list[tuple[int, ...]] = []
    # Written out, state by state: a page has hundreds of lines. Where two ways cost the same the later state counts.
    for i, (line, score) in enumerate(zip(lines, scores, strict=True)):
        kind = line.kind
        into_body, from_body = _NEVER, HEAD
        if i >= start:
            # what opens a report is a paragraph: a caption or a sub-head is none
            opens = -3.0 if not line.stop and len(line.words) < 25 and not extracted else 0.0
            into_body, from_body = end + _BACK_FROM_END, END
            if aside + _BACK_FROM_ASIDE > into_body:
                into_body, from_body = aside + _BACK_FROM_ASIDE, ASIDE
            if inside > into_body:
                into_body, from_body = inside, BODY
            if head + opens > into_body:
                into_body, from_body = head + opens, HEAD
            into_body += score
            # what stands above the report is seldom prose: passing by a paragraph costs
            head -= max(0.0, score - 2.0)
        into_aside, from_aside = aside, ASIDE
        left = inside - (0.0 if kind == "aside" else 0.5 if kind else 1.0)
        if left > into_aside:
            into_aside, from_aside = left, BODY
        into_end, from_end = end, END
        if aside > into_end:
            into_end, from_end = aside, ASIDE
        left = inside - (0.0 if kind == "ending" else 0.5)
        if left > into_end:
            into_end, from_end = left, BODY
        from_closed = CLOSED
        if kind in ("comments", "footer"):
            closed, from_closed = max((closed, CLOSED), (into_aside, from_aside), (into_end, from_end))
            into_aside, from_aside, into_end, from_end = _NEVER, ASIDE, _NEVER, END
        elif kind == "ending":
            into_aside, from_aside = _NEVER, ASIDE
        inside, aside, end = into_body, into_aside, into_end
        trail.append((HEAD, from_body, from_aside, from_end, from_closed))
    best = (head, inside, aside, end, closed)
    state = max(range(5), key=lambda s: best[s]) if trail else HEAD
    kept = []
    for i in range(len(trail) - 1, -1, -1):
        if state == BODY and not lines[i].kind:  # a lone label on the way is paid for and left out
            kept.append(i)
        state = trail[i][state]
    return kept[::-1]


def cohesion(lines: Sequence[Line], kept: Sequence[int]) -> list[float]:
    """What each line gains or loses for speaking of the same things as the lines kept (itself left out).

    Measured on Arabic news of one day and section: of a report's own paragraphs 6 % share a tenth or less of their
    content words with the rest, of other reports' leads 76 %."""
    vocabulary: Counter[str] = Counter()
    kept = _core(lines, kept)
    own = set(kept)
    nothing: frozenset[str] = frozenset()
    sets = [line.content if len(line.words) >= 6 else nothing for line in lines]
    for i in kept:
        vocabulary.update(sets[i])
    gains = []
    for i, found in enumerate(sets):
        others = len(vocabulary) if i not in own else len(vocabulary) - sum(vocabulary[w] == 1 for w in found)
        if len(found) < 3 or others < 25:
            gains.append(0.0)
            continue
        shared = sum(vocabulary[w] > (1 if i in own else 0) for w in found) / len(found)
        # a headline on the same matter is no paragraph for that: without a stop nothing is gained
        most = 1.0 if lines[i].stop and lines[i].block.main is not False else 0.0
        gain = (shared - 0.15) * 10
        gains.append(min(most, gain) if gain > 0 else max(-1.6, gain) * min(1.0, len(found) / 12))
    return gains


def _core(lines: Sequence[Line], kept: Sequence[int]) -> list[int]:
    """The longest stretch of kept lines that nothing long interrupts."""
    stretches: list[list[int]] = []
    for i in kept:
        if stretches and i - stretches[-1][-1] <= 8:
            stretches[-1].append(i)
        else:
            stretches.append([i])
    return max(stretches, key=lambda s: sum(len(lines[i].words) for i in s), default=[])


def _without_other_stories(lines: Sequence[Line], kept: list[int]) -> list[int]:
    """The lines kept, less what follows an interruption and speaks of other things altogether: three paragraphs or
    more that share, in the mean, an eighth of their content words or less with all that stands before. Where the
    extractor has spoken its word stands."""
    if len(kept) > 300:  # each cut is weighed against all that follows; no report is so long
        return kept
    sets = [lines[i].content for i in kept]
    before: set[str] = set()
    for t in range(1, len(kept) - 2):
        before |= sets[t - 1]
        interrupted = kept[t] - kept[t - 1] > 2 and lines[kept[t]].block.main is None
        if t < 3 or not interrupted or len(before) < max(60, 0.6 * len(set().union(*sets[t:]))):
            continue
        shares = [_share(s, before) for s in sets[t:] if len(s) >= 5]
        if len(shares) >= 3 and sum(shares) / len(shares) < 0.125:
            return kept[:t]
    return kept


def _without_foreign_tail(lines: Sequence[Line], kept: list[int], clocks: Collection[int]) -> list[int]:
    """The lines kept, less a foot of teasers: four paragraphs or more, each one sentence that opens a report anew, with
    little in common with the text before them.

    On Arabic news texts of three collections four such paragraphs at the end are in one of 200 anything but teasers."""
    lexicon = reading_words()
    tail = len(kept)
    while tail > 2:
        line = lines[kept[tail - 1]]
        if not 12 <= len(line.words) <= 45 or goes_on(line.words, lexicon) or _SENTENCES.search(line.block.text):
            break
        if kept[tail - 1] - 1 in clocks:  # an entry of a live page opens anew too
            break
        tail -= 1
    while len(kept) - tail >= 4:
        before: set[str] = set().union(*(lines[i].content for i in kept[:tail]))
        shares = [_share(lines[i].content, before) for i in kept[tail:]]
        if len(before) >= 40 and max(shares) < 0.45 and sum(shares) / len(shares) < 0.22:
            return kept[:tail]
        tail += 1
    return kept


def _share(found: frozenset[str], before: set[str]) -> float:
    return sum(w in before for w in found) / len(found) if found else 0.0
