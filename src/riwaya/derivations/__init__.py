"""Which report of a story comes from which, and by what path its wordings travelled; and which of very many reports
share their wording at all."""

from __future__ import annotations

from riwaya.derivations.candidates import Shared, pairs
from riwaya.derivations.drift import Drift, Entry, drift, entries
from riwaya.derivations.edges import derive
from riwaya.derivations.prints import unseen
from riwaya.derivations.restored import Restored, restored

__all__ = ["Drift", "Entry", "Restored", "Shared", "derive", "drift", "entries", "pairs", "restored", "unseen"]
