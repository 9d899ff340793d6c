"""Where each page of the desk is. Ids may hold anything, so they are written into addresses with care.

A `~` writes what would part or end a segment of a path: `~s` for "/", `~b` for a backslash, `~d` for ".", `~n` for
nothing at all, `~~` for itself. The rest is percent-encoded. So no id can climb out of its place or pass for `.json`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlencode

_WRITTEN = {"~": "~~", "/": "~s", "\\": "~b", ".": "~d"}
_READ = {written: char for char, written in _WRITTEN.items()} | {"~n": ""}
_MARKS = re.compile(r"~.")
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*\Z")


@lru_cache(maxsize=8192)
def written(id_: str) -> str:
    """An id as one segment of a path."""
    marked = "".join(_WRITTEN.get(char, char) for char in id_) or "~n"
    return quote(marked.encode("utf-8", "replace"), safe="~")


def read(segment: str) -> str:
    """The id that a segment, percent-decoded, was written from. A segment written otherwise gives some other text."""
    return _MARKS.sub(lambda m: _READ.get(m[0], m[0]), segment)


def path(*segments: str, **query: str | int | None) -> str:
    """A path of segments, ids among them, and its query; what is None or "" is left out of the query."""
    asked = urlencode({key: value for key, value in query.items() if value not in (None, "")})
    return "/" + "/".join(map(written, segments)) + (f"?{asked}" if asked else "")


def story(story_id: str, *below: str, **query: str | int | None) -> str:
    """A story's page, or one below it."""
    return path("stories", story_id, *below, **query)


def local(address: str, otherwise: str = "/") -> str:
    """An address to lead back to if it is a path here; else `otherwise`. Nothing leads to another host."""
    return address if _LOCAL.match(address) and len(address) < 2000 else otherwise
