"""What was worked out before and need not be again.

When a report comes to a story, how its other reports compare with one another stays what it was. A stage that compares
two things asks here with marks of all that the comparison depends on, and gives what to do where it is not known.
Nothing that depends on the rest of the story may be asked for, so the result is the same with and without.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

MOST = 100_000  #: results that are kept of a story; beyond them the rest is worked out each time
_LENGTH = 16  # bytes of a mark


class Recall:
    """Results of pure functions, as plain JSON values, by kind and by the marks of what the function was given.

    Begun with what an earlier one's `kept` gave. What nobody asked for is not kept again, so it does not grow.
    """

    def __init__(self, kept: Mapping[str, Any] | None = None) -> None:
        self._known = dict(_read(kept or {}))
        self._asked: dict[tuple[str, ...], Any] = {}

    def of(self, kind: str, marks: tuple[str, ...], make: Callable[[], Any]) -> Any:
        """The result of a kind for things with these marks; `make` is called where it is not known. What it gives is
        a value of JSON, and nobody changes it."""
        key = (kind, *marks)
        if key in self._asked:
            return self._asked[key]
        value = self._known[key] if key in self._known else make()
        if len(self._asked) < MOST:
            self._asked[key] = value
        return value

    @property
    def same(self) -> bool:
        """Whether all that was asked for, and nothing else, was known before."""
        return self._asked.keys() == self._known.keys()

    def kept(self) -> dict[str, Any]:
        """All that was asked for, as plain JSON: each mark once, and rows of kind, numbers of marks, and value."""
        marks = {m: n for n, m in enumerate(sorted({m for _, *marks in self._asked for m in marks}))}
        kinds = {k: n for n, k in enumerate(sorted({key[0] for key in self._asked}))}
        rows = [[kinds[kind], [marks[m] for m in given], value] for (kind, *given), value in self._asked.items()]
        return {"marks": list(marks), "kinds": list(kinds), "rows": sorted(rows, key=lambda r: r[:2])}


def _read(kept: Mapping[str, Any]) -> Iterable[tuple[tuple[str, ...], Any]]:
    marks, kinds = kept.get("marks", ()), kept.get("kinds", ())
    for kind, given, value in kept.get("rows", ()):
        yield (kinds[kind], *(marks[n] for n in given)), value


def mark(*given: object) -> str:
    """What stands for values: equal for equal ones, by what `repr` tells of them."""
    return hashlib.blake2b(repr(given).encode("utf8", "surrogatepass"), digest_size=_LENGTH).hexdigest()
