"""Stories that only a digest or a live page holds together, parted.

Such a page is near to all that it tells of, and where stories are small it can draw two into one. So each small story
is looked at as a graph of who shares words with whom: if one page's removal (copies of a page count as that page)
leaves parts of several reports each that share next to nothing, it was a bridge. The parts go their ways, and the page
stays with the part it is nearest to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from riwaya.stories.measure import Vector, dot

_MOST = 40  #: reports of a story that is looked at; a larger one is not held together by one page
_LEAST = 2  #: reports of a part
_SHARED = 0.1  #: cosine from which two share something
_COPY = 0.85


def part(story: Sequence[int], vector: Callable[[int], Vector]) -> list[list[int]]:
    """The story, or the stories it falls into."""
    if not 2 * _LEAST < len(story) <= _MOST:
        return [list(story)]
    made = {m: vector(m) for m in story}
    cosine = {(a, b): dot(made[a], made[b]) for a in story for b in story if a < b}

    def near(a: int, b: int) -> float:
        return cosine[min(a, b), max(a, b)]

    for hub in story:
        page = {hub, *(m for m in story if m != hub and near(hub, m) >= _COPY)}
        parts = _parts([m for m in story if m not in page], near)
        if len(parts) < 2 or any(len(p) < _LEAST for p in parts):
            continue
        home = max(parts, key=lambda p: (max(near(hub, m) for m in p), -p[0]))
        home += page
        return [found for p in parts for found in part(sorted(p), vector)]
    return [list(story)]


def _parts(members: Sequence[int], near: Callable[[int, int], float]) -> list[list[int]]:
    """The parts in which each shares something with some other."""
    left = dict.fromkeys(members)
    parts: list[list[int]] = []
    while left:
        first = next(iter(left))
        del left[first]
        found = [first]
        for m in found:
            more = [k for k in left if near(m, k) >= _SHARED]
            for k in more:
                del left[k]
            found += more
        parts.append(found)
    return parts
