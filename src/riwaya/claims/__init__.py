"""The same claim in other words: statements of all reports grouped by what they say, and how the tellings differ."""

from riwaya.claims.alignment import align
from riwaya.claims.clauses import part
from riwaya.claims.composing import compose
from riwaya.claims.explaining import Explanation, explain
from riwaya.claims.headlines import Relation, relate
from riwaya.claims.reasons import Reason

__all__ = ["Explanation", "Reason", "Relation", "align", "compose", "explain", "part", "relate"]
