"""A correction half made: what a form of the desk asks for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from riwaya.corrections import Place


class Field(NamedTuple):
    """Something to fill in."""

    name: str
    label: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    note: str = ""
    many: bool = False
    long: bool = False


class Way(NamedTuple):
    """A kind of correction to choose."""

    kind: str
    href: str


class Draft(NamedTuple):
    """What a correction is about, and what is still to be filled in."""

    kind: str
    target: tuple[Place, ...]
    fields: tuple[Field, ...] = ()


class Unfit(ValueError):
    """What was filled in does not fit; says why, in words or as a key of the desk's words."""


def dumped(target: Sequence[Place]) -> str:
    """Places as a form carries them."""
    return json.dumps([[p.report, p.words, p.nth] for p in target], ensure_ascii=False)


def loaded(text: str) -> tuple[Place, ...]:
    """The places that a form carries. Raises Unfit."""
    try:
        return tuple(Place(str(r), str(w), int(n)) for r, w, n in json.loads(text))
    except (ValueError, TypeError, RecursionError):
        raise Unfit("does not say what it is about") from None
