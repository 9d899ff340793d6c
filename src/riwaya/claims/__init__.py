"""The same claim in other words: statements of all reports grouped by what they say, and how the tellings differ."""

from riwaya.claims.alignment import align
from riwaya.claims.clauses import part
from riwaya.claims.composing import compose

__all__ = ["align", "compose", "part"]
