"""What the store hands out about what it keeps; the reports and traces themselves are the model's values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from riwaya.model import Report

Kind = Literal["new", "same", "revision"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a page that was handed to the store; once this is there, it is kept."""

    kind: Kind
    report: str  #: the id it has in the store
    nth: int  #: which revision is now the latest, from 1
    story: str | None = None  #: the story it belongs to most
    changes: tuple[Change, ...] = ()  #: all that its coming changed; none where kind is "same"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened; `number` grows and is never given twice.

    kind: new, revision (of a report); founded, joined, merged, moved, revised (of a story, by the grouping); traced;
    corrected, undone."""

    number: int
    at: str  #: ISO 8601, UTC
    kind: str
    story: str | None = None
    report: str | None = None
    others: tuple[str, ...] = ()  #: further stories (merged, moved) or the correction's id
    why: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a report said from one reading of its page on."""

    nth: int
    seen: str  #: ISO 8601, UTC
    sha256: str  #: of the page
    report: Report


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as a list shows it."""

    id: str
    title: str
    outlet: str | None
    language: str
    published: str | None
    seen: str  #: first
    revisions: int
    story: str | None


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story as a list shows it."""

    id: str
    title: str
    reports: int
    outlets: int
    first: str | None  #: published
    last: str | None
    seen: str  #: first
    changed: str
    claims: int = 0  #: of the last trace; 0 too where it was not traced yet
    conflicts: int = 0
    traced: str | None = None  #: when; None where it never was
    fresh: bool = False  #: the last trace is of the reports as they are now


@dataclass(frozen=True, slots=True)
class Summary:
    """How much the store keeps."""

    where: str
    reports: int
    revisions: int
    stories: int
    claims: int
    corrections: int
    changes: int
