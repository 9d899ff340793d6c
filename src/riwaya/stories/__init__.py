"""Reports to stories: which reports are about one event, all at once or as they come.

`group` sorts any number of reports into stories; `Stream` takes them one at a time and tells every change with its
reason; both decide by the same measure (measure.py) and the same joining (joining.py), so that they end in the same
stories. What a report is known by is read in signature.py; `title` and `when` say what to call a story and in which
order its reports stand. How it is decided, and how well: ../../../docs/stories.md.
"""

from __future__ import annotations

from riwaya.stories.grouping import group, group_among, group_signed
from riwaya.stories.naming import Listed, listed, title, when
from riwaya.stories.nearest import nearest
from riwaya.stories.stream import Around, Change, Current, Stream

__all__ = [
    "Around", "Change", "Current", "Listed", "Stream", "group", "group_among", "group_signed", "listed", "nearest",
    "title", "when",
]  # fmt: skip
