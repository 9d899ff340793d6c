"""What changed in a report after it was published, and whether the page says that it did."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.language.text import fold
from riwaya.model import Report

_MOST_WORDS = 5_000  #: compared word by word; longer changes are told paragraph by paragraph
_CONTEXT = 4  #: words shown on both sides of a change
_MOST_PASSAGES = 12
_MOST_CHARS = 600
_OWNED = re.compile(
    r"(?<!\w)(?:تصحيح|تصويب|توضيح|تنويه|استدراك|محدث|تحديث|عدل|معدل|corrected|correction|clarification|clarified|"
    r"amended|updated?|editor's note|an earlier version)(?!\w)"
)
_OWNED_ASIDE = re.compile(
    r"(?<!\w)(?:تصحيح|تصويب|توضيح|استدراك|correction|clarification|corrected|amended|an earlier version)(?!\w)"
)


def difference(old: Report, new: Report) -> tuple[tuple[str, str], ...]:
    """The passages in which two revisions of a report differ: (as it was, as it is), "" where there was nothing. The
    title first. At most twelve, the longest cut."""
    found = [] if old.title == new.title else [(old.title, new.title)]
    before, after = old.text.split("\n"), new.text.split("\n")
    start, stop = _shared(before, after)
    before, after = before[start : len(before) - stop], after[start : len(after) - stop]
    a, b = " ".join(before).split(), " ".join(after).split()
    if len(a) + len(b) > 2 * _MOST_WORDS:
        gone, come = set(before) - set(after), set(after) - set(before)
        found += [(p, "") for p in before if p in gone] + [("", p) for p in after if p in come]
    elif a or b:
        found += _words(a, b)
    if not found:  # by-line, date or credit only
        found = [(_beside(old), _beside(new))] if _beside(old) != _beside(new) else []
    return tuple((_cut(was), _cut(now)) for was, now in found[:_MOST_PASSAGES])


def is_owned(old: Report, new: Report) -> bool:
    """Whether the page says that it was changed: a note of a correction or an update that was not there before."""
    if _OWNED.search(_added(old.title + "\n" + old.text, new.title + "\n" + new.text)):
        return True
    aside = "\n".join(fold(line) for line in new.removed if line not in set(old.removed))
    return _OWNED_ASIDE.search(aside) is not None


def _added(old: str, new: str) -> str:
    there = set(fold(old).split())
    return " ".join(w if w not in there else "·" for w in fold(new).split())


def _shared(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many items two lists share at their beginnings and, beyond that, at their ends."""
    most, start = min(len(a), len(b)), 0
    while start < most and a[start] == b[start]:
        start += 1
    stop = 0
    while stop < most - start and a[-1 - stop] == b[-1 - stop]:
        stop += 1
    return start, stop


def _words(a: list[str], b: list[str]) -> list[tuple[str, str]]:
    from rapidfuzz.distance import Indel

    changes = [op for op in Indel.opcodes(a, b) if op.tag != "equal"]
    joined: list[tuple[int, int, int, int]] = []
    for op in changes:
        if joined and op.src_start - joined[-1][1] <= 2:  # two words between changes belong to the change
            i, _, k, _ = joined[-1]
            joined[-1] = (i, op.src_end, k, op.dest_end)
        else:
            joined.append((op.src_start, op.src_end, op.dest_start, op.dest_end))
    return [(_shown(a, i, j), _shown(b, k, m)) for i, j, k, m in joined]


def _shown(words: list[str], start: int, end: int) -> str:
    """The words of a change in brackets, a few on both sides; "" where there are none."""
    if start == end:
        return ""
    before, after = words[max(0, start - _CONTEXT) : start], words[end : end + _CONTEXT]
    head, tail = "… " if start > _CONTEXT else "", " …" if end + _CONTEXT < len(words) else ""
    return head + " ".join([*before, "[" + " ".join(words[start:end]) + "]", *after]) + tail


def _beside(report: Report) -> str:
    credits = ", ".join(c.text for c in report.credits)
    return " · ".join(p for p in (", ".join(report.bylines), report.published or "", credits) if p)


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_CHARS else text[: _MOST_CHARS - 1].rstrip() + "…"
