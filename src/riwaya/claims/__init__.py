"""The same claim in other words: statements of all reports grouped by what they say, and how the tellings differ."""

from riwaya.claims.alignment import align

__all__ = ["align"]
