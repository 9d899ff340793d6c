"""riwaya (رواية): who says so, and through whom.

    >>> import riwaya
    >>> trace = riwaya.trace(["examples/market-fire/reports"])   # doctest: +SKIP

Public names, loaded on first use so that the command line starts fast: `trace` (the main job), `read` (pages to
reports), `compare` (two reports), and the nouns of `riwaya.model`.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which takes longer to load than all else here

if TYPE_CHECKING:
    from riwaya.comparing import compare as compare
    from riwaya.intake import read as read
    from riwaya.model import Claim as Claim
    from riwaya.model import Derivation as Derivation
    from riwaya.model import Difference as Difference
    from riwaya.model import Report as Report
    from riwaya.model import Source as Source
    from riwaya.model import Statement as Statement
    from riwaya.model import Story as Story
    from riwaya.model import Trace as Trace
    from riwaya.tracing import trace as trace

__version__ = "0.1.0"

_HOMES = {"trace": "riwaya.tracing", "read": "riwaya.intake", "compare": "riwaya.comparing"} | dict.fromkeys(
    ("Claim", "Derivation", "Difference", "Report", "Source", "Statement", "Story", "Trace"), "riwaya.model"
)
__all__ = [
    "Claim", "Derivation", "Difference", "Report", "Source", "Statement", "Story", "Trace", "__version__", "compare",
    "read", "trace",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'riwaya' has no attribute {name!r}")
