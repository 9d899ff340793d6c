"""The store: the same tests on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from invented import bakery
from postgresql import Missing, Server, server
from riwaya.corrections import Correction, correction, place
from riwaya.model import Report, Span
from riwaya.store import Query, Store, StoreError

REPORTS = bakery().reports


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
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
    with Store.open(new()) as opened:
        yield opened


def page(report: Report) -> bytes:
    return f"<p>{report.text}".encode()


def filled(store: Store) -> Store:
    for report in REPORTS:
        store.add(report, page(report))
    return store


def test_a_report_comes_back_whole(store: Store) -> None:
    for report in REPORTS:
        added = store.add(report, page(report))
        assert (added.kind, added.nth) == ("new", 1)
        back = store.report(added.report)
        assert back == report
        assert (back.credits, back.published_at, back.url) == (report.credits, report.published_at, report.url)
        assert store.page(added.report) == page(report)


def test_the_same_page_twice_changes_nothing(store: Store) -> None:
    filled(store)
    before = (store.summary(), store.changes())
    for report in REPORTS:
        assert store.add(report, page(report)).kind == "same"
        assert store.add(report, b"<!-- another advertisement -->" + page(report)).kind == "same"
    assert (store.summary(), store.changes()) == before


def test_new_words_at_an_address_are_a_revision(store: Store) -> None:
    filled(store)
    old = REPORTS[0]
    changed = replace(old, text=old.text.replace("12", "14"))
    added = store.add(changed, page(changed))
    assert (added.kind, added.report, added.nth) == ("revision", old.id, 2)
    assert next(c.kind for c in added.changes) == "revision"
    assert [r.report.text for r in store.revisions(old.id)] == [old.text, changed.text]
    assert store.page(old.id) == page(changed) and store.page(old.id, 1) == page(old)
    assert [h.report for h in store.search(Query('"أن 14 عاملا"'))] == [old.id]
    assert store.search(Query('"أن 12 عاملا"')) == ()


def test_what_is_not_there_is_told(store: Store) -> None:
    for ask in (store.report, store.page, store.revisions, store.trace, store.story, store.corrections):
        with pytest.raises(StoreError, match=r"no (report|story) 'nowhere'"):
            ask("nowhere")


def test_search_marks_the_words_as_published(store: Store) -> None:
    filled(store)
    hits = store.search(Query("مخبز"))
    assert {h.report for h in hits} == {"marsad", "sawt", "jarida"}
    for hit in hits:
        assert all("مخبز" in span.of(hit.excerpt) for span in hit.marks) and hit.marks


def test_a_dump_is_the_same_in_either_database(new: Callable[[], str], store: Store, tmp_path: Path) -> None:
    """From one to a file, to the other kind, to a file: the same bytes."""
    filled(store)
    changed = replace(REPORTS[0], text=REPORTS[0].text.replace("12", "14"))
    store.add(changed, page(changed))
    story = store.story_reports(store.stories()[0].id)[0].story
    assert story
    traced = store.trace(story)
    made = fix(store, story)
    count = store.dump(tmp_path / "one.gz")
    with Store.open(new()) as middle, Store.open(tmp_path / "other.db") as last:
        assert middle.load(tmp_path / "one.gz") == count
        middle.dump(tmp_path / "two.gz")
        last.load(tmp_path / "two.gz")
        last.dump(tmp_path / "three.gz")
        for other in (middle, last):
            assert other.summary() == replace(store.summary(), where=other.where)
            assert other.changes() == store.changes()
            assert other.stories() == store.stories()
            assert other.revisions(changed.id) == store.revisions(changed.id)
            assert other.page(changed.id, 1) == store.page(changed.id, 1)
            assert other.corrections() == (made,)
            assert other.undo(made.id) and other.trace(story) == traced
            assert other.search(Query("المخبز")) == store.search(Query("المخبز"))
            assert other.claims(Query("سقف")) == store.claims(Query("سقف"))
            assert other.add(changed, page(changed)).kind == "same"
            assert other.add(replace(changed, id="later", url=None), b"later").kind == "new"
    one, two, three = ((tmp_path / f"{n}.gz").read_bytes() for n in ("one", "two", "three"))
    assert one == two == three


def fix(store: Store, story: str) -> Correction:
    """Somebody says that the owner's denial is none."""
    report = store.report("jarida")
    made = correction("statement-drop", [place(report.id, report.text, Span(0, 10))], story=story, when="2031-03-06")
    assert store.correct(made) and not store.correct(made)
    return made
