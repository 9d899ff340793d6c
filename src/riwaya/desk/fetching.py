"""Addresses to reports, by the watch's polite fetching where it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from riwaya.model import Problem, Report


def possible() -> bool:
    """Whether this desk can fetch."""
    return False


def fetch(urls: Sequence[str], tell: Callable[[int], None]) -> Iterator[tuple[Report, bytes] | Problem]:
    """The report at each address, with its page, or why there is none; `tell` is told how many are done."""
    for n, url in enumerate(urls):
        tell(n)
        yield Problem(url, "this desk does not fetch")
