"""What an alert is: one thing that happened to a story, with what shows it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

Kind = Literal["report", "version", "conflict", "rose", "fell", "dropped", "turned", "changed"]

KINDS: dict[Kind, tuple[str, str]] = {
    "report": ("new report", "خبر جديد"),
    "version": ("new version", "رواية جديدة"),
    "conflict": ("conflict", "تعارض"),
    "rose": ("more independent sources", "زاد عدد المصادر المستقلة"),
    "fell": ("fewer independent sources", "نقص عدد المصادر المستقلة"),
    "dropped": ("source dropped", "سقط المصدر"),
    "turned": ("source turned", "تبدّل المصدر"),
    "changed": ("report changed", "تغيّر الخبر بعد نشره"),
}  #: in English and Arabic


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that shows it: whose report, and its words. `start` and `end` are offsets into the report's text."""

    report: str
    outlet: str
    url: str | None
    words: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that happened to a story. Two alerts with one key are the same alert."""

    key: str
    kind: Kind
    story: str
    title: str  #: the story's
    text: str  #: what happened, a line of English
    text_ar: str
    evidence: tuple[Evidence, ...] = ()
    was: tuple[str, ...] = ()  #: of a changed report: passages as they were, "" where there was nothing
    now: tuple[str, ...] = ()  #: and as they are, one for one


def key(kind: Kind, *parts: object) -> str:
    """A key made of what happened alone: of words and reports, never of ids that another run would give anew."""
    said = json.dumps([kind, *parts], ensure_ascii=True, default=str, sort_keys=True)
    return f"{kind}-{hashlib.blake2s(said.encode(), digest_size=12).hexdigest()}"
