"""What people correct in a trace, kept apart from what is read: applied after reading, undone by leaving one out."""

from riwaya.corrections.correction import KINDS, Correction, Kind, Place, about, correction, dumps, loads, locate, place

__all__ = [
    "KINDS", "Correction", "Kind", "Place", "about", "correction", "dumps", "loads", "locate", "place",
]  # fmt: skip
