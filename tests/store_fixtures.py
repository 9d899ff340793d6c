"""Fixtures of the tests of the store; a module asks for them with `pytest_plugins = ["store_fixtures"]`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from invented import bakery
from postgresql import Missing, Server, server
from riwaya.model import Attribution, Report, Span, Trace
from riwaya.store import Store
from stores import OneStory, Traced


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server for all tests."""
    try:
        with server() as running:
            yield running
    except Missing as why:
        pytest.skip(f"PostgreSQL: {why}")


@pytest.fixture(params=["sqlite", "postgresql"])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the address of a new store in each of the two databases."""
    if request.param == "postgresql":
        running: Server = request.getfixturevalue("postgresql")
        return running.new
    count = iter(range(100))
    return lambda: str(tmp_path / f"{next(count)}.db")


@pytest.fixture
def store(new: Callable[[], str]) -> Iterator[Store]:
    """A new store in each of the two databases."""
    with Store.open(new()) as opened:
        yield opened


@pytest.fixture
def one_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """All reports are one story."""
    monkeypatch.setattr("riwaya.store.grouping.Stream", OneStory)


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch, one_story: None) -> Traced:
    """Traces of the bakery without the stages, counting what is asked of them."""
    counts = Traced()

    def statements_of(reports: Sequence[Report], progress: object = None) -> dict[str, tuple[Attribution, ...]]:
        counts.read += [r.id for r in reports]
        return {r.id: (Attribution(Span(0, 4), "own"),) for r in reports}

    def trace_story(reports: Sequence[Report], attributions: Mapping[str, Any], *, id_: str, **more: object) -> Trace:
        counts.traced += 1
        assert set(attributions) == {r.id for r in reports}
        here = {r.id: r for r in reports}
        whole = bakery()
        found = whole.stories[0]
        if not here.keys() >= {r.id for r in whole.reports}:
            found = replace(found, claims=(), derivations=(), timeline=())
        kept = tuple(replace(here[r.id], outlet=r.outlet) for r in whole.reports if r.id in here)
        return replace(whole, reports=kept, statements=tuple(s for s in whole.statements if s.report in here),
                       stories=(replace(found, id=id_),))  # fmt: skip

    monkeypatch.setattr("riwaya.tracing.statements_of", statements_of)
    monkeypatch.setattr("riwaya.tracing.trace_story", trace_story)
    return counts
