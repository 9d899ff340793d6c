"""Whether two reports can be of one story: a guard where one source is guessed from little, in traces of many stories.

Measured on the grouped articles of one day of 2018 (../shared/gold-stories): of pairs of one story .92 share the words
asked for here, of pairs of two stories .15.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from riwaya.language.arabic import stem
from riwaya.language.text import words
from riwaya.model import Report

SHARED = 0.14  #: of the longer stems of the one that has fewer
APART = 45  #: days between two reports of one story at most
READ = 6000  #: code points of a report that are compared


class Related:
    """Compares reports by id; what it reads of one it keeps while it lives."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = {r.id: r for r in reports}
        self._stems: dict[str, frozenset[str]] = {}

    def __call__(self, one: str, other: str) -> bool:
        """Whether two reports may be of one story. Two languages share no words: then only the dates can part them."""
        if one == other:
            return True
        a, b = self._reports[one], self._reports[other]
        if a.published and b.published and _days(a.published, b.published) > APART:
            return False
        if a.language != b.language:
            return True
        x, y = self._words(one), self._words(other)
        return not x or not y or len(x & y) >= SHARED * min(len(x), len(y))

    def _words(self, id_: str) -> frozenset[str]:
        if id_ not in self._stems:
            report = self._reports[id_]
            found = (w.form for w in words(f"{report.title} {report.text[:READ]}") if len(w.form) > 4)
            self._stems[id_] = frozenset(stem(w) for w in found)
        return self._stems[id_]


def _days(one: str, other: str) -> int:
    try:
        return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)
    except ValueError:
        return 0
