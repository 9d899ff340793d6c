"""What people correct in a trace, kept apart from what is read: applied after reading, undone by leaving one out.

The nouns and the log are in correction.py. `lines` comes before all reading; `apply` does the rest on a trace, stage by
stage (sayings.py, findings.py), and lets the stages themselves make anew what hangs on it. Which story a report is in
is decided before there is a trace: `rehome` and `sorted_anew` correct that.
"""

from riwaya.corrections.applying import Corrected, Undone, apply, undo
from riwaya.corrections.correction import (
    KINDS,
    Correction,
    Kind,
    Outcome,
    Place,
    about,
    correction,
    dumps,
    loads,
    locate,
    place,
    problems,
)
from riwaya.corrections.homes import Homes, of_stories, rehome, sorted_anew
from riwaya.corrections.lines import Lines, lines

__all__ = [
    "KINDS", "Corrected", "Correction", "Homes", "Kind", "Lines", "Outcome", "Place", "Undone", "about", "apply",
    "correction", "dumps", "lines", "loads", "locate", "of_stories", "place", "problems", "rehome", "sorted_anew",
    "undo",
]  # fmt: skip
