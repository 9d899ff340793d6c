"""Which report of a story comes from which, and by what path its wordings travelled."""

from __future__ import annotations

from riwaya.derivations.drift import Drift, Entry, drift, entries
from riwaya.derivations.edges import derive

__all__ = ["Drift", "Entry", "derive", "drift", "entries"]
