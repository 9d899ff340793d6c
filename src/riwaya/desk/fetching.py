"""Addresses to reports, with the manners and the bounds of a watch (docs/security.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from riwaya.desk.settings import Settings
from riwaya.model import Problem, Report


def possible(settings: Settings) -> bool:
    """Whether this desk can fetch: it does so only where those whose pages it reads can write to somebody, and where
    a store remembers which hosts want to be left alone."""
    return bool(settings.contact and settings.store)


def fetch(
    settings: Settings, urls: Sequence[str], tell: Callable[[int], None]
) -> Iterator[tuple[Report, bytes] | Problem]:
    """The report at each address, with its page, or why there is none; `tell` is told how many are done."""
    from riwaya import watch

    try:
        yield from watch.fetch(urls, watch.Settings(settings.contact, settings.store), tell)
    except watch.SettingsError as error:
        yield from (Problem(url, str(error)) for url in urls)
