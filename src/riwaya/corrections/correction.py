"""What a person corrects: one frozen value a correction, keyed by words on the page.

Ids of statements, claims and sources change when a story is traced again. The words of a report do not: a correction
points at them (`Place`), so that it finds its target in a later trace, in another order, beside other reports.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from riwaya.model import How, Problem, SourceKind, Span, Stance

Kind = Literal[
    "line-keep", "line-remove",
    "statement-add", "statement-content", "statement-cue", "statement-chain", "statement-stance", "statement-drop",
    "source-join", "source-part", "source-name", "source-kind",
    "claim-split", "claim-merge",
    "derivation-reject", "derivation-confirm",
    "date",
    "story-move", "story-part", "story-join",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

_VALUES: dict[str, tuple[str, ...]] = {
    "statement-stance": get_args(Stance), "source-kind": get_args(SourceKind), "derivation-confirm": get_args(How),
}  # fmt: skip
_LEAST = {"statement-content": 2, "source-join": 2, "claim-merge": 2, "derivation-reject": 2, "derivation-confirm": 2,
          "story-move": 2, "story-join": 2}  # fmt: skip
_ENDLESS = frozenset({"statement-chain", "source-join", "source-part", "claim-split", "claim-merge", "story-part",
                      "story-join"})  # fmt: skip
_MOST = {"story-move": 2, "line-keep": 2, "statement-content": 2, "statement-cue": 2, "derivation-reject": 2,
         "derivation-confirm": 2}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Words of a report: which report, the words, and which of their occurrences in its text, from 0.

    Without words it is the report as a whole; where a source is meant, the outlet that published it.
    """

    report: str
    words: str = ""
    nth: int = 0

    @property
    def key(self) -> str:
        """A short digest of the place, the same on every machine."""
        return _digest(f"{self.report}\n{self.nth}\n{self.words}")


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: `kind` says what `target` and `value` hold (docs/corrections.md has the table).

    `target[0]` is what is corrected; further places are what it is corrected with, or the rest of what is meant.
    Made by `correction`, which checks them.
    """

    id: str
    kind: Kind
    story: str  #: the story it was made in; told to a reader, never used to find the target
    target: tuple[Place, ...]
    value: str = ""
    who: str = ""
    when: str = ""  #: ISO 8601 time
    why: str = ""

    def reports(self) -> frozenset[str]:
        """The reports that it speaks of."""
        return frozenset(p.report for p in self.target)


def correction(
    kind: str,
    target: Sequence[Place],
    value: str = "",
    *,
    story: str = "",
    who: str = "",
    when: str = "",
    why: str = "",
) -> Correction:
    """A correction with its id, which is a digest of what it says, by whom and when.

    Raises ValueError, saying what is wrong, where the target or the value do not fit the kind.
    """
    found = next((k for k in KINDS if k == kind), None)
    if found is None:
        raise ValueError(f"{kind!r} is no kind of correction; known are {', '.join(KINDS)}")
    least = _LEAST.get(kind, 1)
    most = None if kind in _ENDLESS else _MOST.get(kind, 1)
    if len(target) < least or (most is not None and len(target) > most):
        many = f"{least}" if least == most else f"{least} or more" if most is None else f"{least} to {most}"
        raise ValueError(f"{kind} takes {many} places, not {len(target)}")
    if kind.startswith(("statement-", "claim-", "date", "line-")) and not target[0].words:
        raise ValueError(f"{kind} names no words")
    known = _VALUES.get(kind)
    if known is not None and value not in known and not (kind == "derivation-confirm" and not value):
        raise ValueError(f"{kind} takes one of {', '.join(known)}, not {value!r}")
    if kind == "source-name" and not value.strip():
        raise ValueError("source-name takes a name")
    if kind == "date" and value and not _is_when(value):
        raise ValueError(f"{value!r} is no ISO 8601 day, month, year, or START/END of these")
    said = json.dumps([kind, [asdict(p) for p in target], value, who, when], ensure_ascii=False)
    return Correction("fix-" + _digest(said), found, story, tuple(target), value, who, when, why)


def place(report: str, text: str, span: Span) -> Place:
    """The place that a span of a report's text is. Raises ValueError for a span that is empty or past the end."""
    words = span.of(text)
    if not words or span.start < 0 or span.end > len(text):
        raise ValueError(f"{report}: no words at {span.start}:{span.end}")
    return Place(report, words, text.count(words, 0, span.start))


def locate(at: Place, text: str) -> Span | None:
    """Where a place lies in its report's text; None where the words no longer stand there.

    If they stand there once only, that is the place, whichever occurrence it was. Linear in the text.
    """
    if not at.words:
        return None
    start = text.find(at.words)
    if start < 0:
        return None
    first = start
    for _ in range(at.nth):
        start = text.find(at.words, start + len(at.words))
        if start < 0:
            alone = text.find(at.words, first + len(at.words)) < 0
            return Span(first, first + len(at.words)) if alone else None
    return Span(start, start + len(at.words))


def about(corrections: Iterable[Correction], reports: Iterable[str]) -> tuple[Correction, ...]:
    """The corrections that speak of any of these reports, in the order given."""
    wanted = frozenset(reports)
    return tuple(c for c in corrections if not wanted.isdisjoint(c.reports()))


def dumps(corrections: Iterable[Correction]) -> str:
    """A log: JSON lines, one correction a line, in the order given."""
    return "".join(json.dumps(asdict(c), ensure_ascii=False) + "\n" for c in corrections)


def loads(text: str) -> tuple[Correction, ...]:
    """The corrections of a log. Raises ValueError with the number of the line that is none."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found.append(_read(json.loads(line)))
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                reason = f"no {error}" if isinstance(error, KeyError) else error
                raise ValueError(f"line {number} is no correction: {reason}") from None
    return tuple(found)


def _read(record: dict[str, Any]) -> Correction:
    if not isinstance(record, dict):
        raise ValueError(f"{type(record).__name__} instead of an object")
    target = [Place(str(p["report"]), str(p.get("words", "")), int(p.get("nth", 0))) for p in record["target"]]
    told = {k: str(record.get(k, "")) for k in ("story", "who", "when", "why")}
    made = correction(str(record["kind"]), target, str(record.get("value", "")), **told)
    id_ = str(record.get("id") or made.id)
    return Correction(id_, made.kind, made.story, made.target, made.value, made.who, made.when, made.why)


def _is_when(value: str) -> bool:
    import datetime as dt

    ends = value.split("/")
    for end in ends:
        try:
            dt.date.fromisoformat({4: f"{end}-01-01", 7: f"{end}-01"}.get(len(end), end))
        except ValueError:
            return False
        if len(end) not in (4, 7, 10):
            return False
    return len(ends) <= 2


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode("utf8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction."""

    correction: Correction
    reason: str = ""  #: why it could not be applied; empty where it was

    @property
    def applied(self) -> bool:
        return not self.reason


def problems(outcomes: Iterable[Outcome]) -> tuple[Problem, ...]:
    """The corrections that could not be applied, as things to tell beside what could not be read."""
    return tuple(
        Problem(f"correction {o.correction.id} ({o.correction.kind})", o.reason, skipped=False)
        for o in outcomes if not o.applied
    )
