"""Dates: expressions of Arabic and English found and resolved against the day of writing, and a story's timeline."""

from riwaya.dates.expression import DateExpression, find
from riwaya.dates.timeline import owner, timeline

__all__ = ["DateExpression", "find", "owner", "timeline"]
