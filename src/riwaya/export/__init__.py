"""What a trace is drawn as: JSON, a terminal report, a page, a picture. Each module takes a `Trace` and gives a string.

Nothing is judged here: the modules join what the trace holds, by its ids, and show it. `first_page` is for the store,
which keeps it beside a trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riwaya.export.first import First
    from riwaya.model import Trace


def first_page(trace: Trace) -> First | None:
    """What the first page of a big story shows (first.py); None where the story is small."""
    from riwaya.export.first import first

    return first(trace)
