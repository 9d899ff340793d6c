"""What can be asked of a store, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from riwaya.model import DifferenceKind, Span

Order = Literal["new", "best"]


@dataclass(frozen=True, slots=True)
class Query:
    """A question; what is left out does not narrow it. The same question goes to reports and to claims: reports that
    have such a claim, or the claims themselves.

    `words`: all of them, in any form; "in quotation marks" as they stand, folded; -word: without it.
    `outlet`, `source`: in any spelling that the lexicon knows; for a source also some words of its name.
    `since`, `until`: when it was published, ISO 8601 day, month, year or time, both included.
    `kind`: claims with a difference of this kind; `conflict`: with one in which both cannot be right.
    `independent`: (least, most) independent sources, by the lower count; `outlets`: (least, most) outlets that carry
    the claim; None for no bound.
    """

    words: str = ""
    outlet: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    kind: DifferenceKind | None = None
    conflict: bool = False
    independent: tuple[int | None, int | None] = (None, None)
    outlets: tuple[int | None, int | None] = (None, None)
    story: str = ""
    order: Order = "new"  #: the newest first, or those first in which the words weigh most of the newest 500
    limit: int = 20
    offset: int = 0

    @property
    def of_claims(self) -> bool:
        """Whether it asks for something that only claims have."""
        return bool(self.kind or self.conflict or self.independent != (None, None) or self.outlets != (None, None))


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that was found. Spans point into `title` and `excerpt`, which are words as published."""

    report: str
    title: str
    title_marks: tuple[Span, ...]
    excerpt: str
    marks: tuple[Span, ...]
    start: int  #: where the excerpt begins in the report's text
    outlet: str | None
    published: str | None
    seen: str
    story: str | None


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim that was found. Spans point into `text`."""

    story: str
    claim: str
    text: str
    marks: tuple[Span, ...]
    low: int
    high: int
    bottleneck: tuple[str, ...]
    outlets: int
    reports: int
    versions: int
    conflicts: int
    kinds: tuple[str, ...]  #: of its differences
    published: str | None  #: of the earliest report that has it
    seen: str
