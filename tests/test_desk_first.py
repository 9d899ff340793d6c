"""The first page of a big story as the store keeps it: the same page as that of the whole story, and no older."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from desk_kept import kept
from riwaya.corrections import Place, correction
from riwaya.desk import first, places
from riwaya.desk.app import build
from riwaya.desk.settings import Settings
from riwaya.export import first_page
from riwaya.export.first import BIG
from riwaya.model import (
    Claim,
    Derivation,
    Difference,
    Independent,
    Mention,
    Moment,
    Report,
    Source,
    Span,
    Statement,
    Story,
    Trace,
)
from riwaya.store import Store
from riwaya.store.packing import pack, unpack

BASE = "http://127.0.0.1:8018"


def drawn(seed: int, count: int = BIG + 5) -> Trace:
    """A story of many reports, drawn at random: claims of several versions, contradictions, chains, dates."""
    r = random.Random(seed)
    sources = [Source(f"s{n}", f"مصدر {n}" if n % 2 else f"Source {n}", "person", (Mention("r0", 0, 4),))
               for n in range(12)]  # fmt: skip
    sources += [Source(f"o{n}", f"Outlet {n}", "outlet") for n in range(9)]
    reports, statements = [], []
    for i in range(count):
        lines, at = [], 0
        for k in range(6):
            line = f"The mayor number {k} said that {r.randint(1, 4)} shops of street {k} burnt on Sunday."
            chain = tuple(f"s{n}" for n in r.sample(range(12), r.randint(0, 2)))
            statements.append(Statement(f"r{i}-{k}", f"r{i}", at, at + len(line), "indirect" if chain else "own",
                                        chain=chain, cue=Span(at, at + 3) if chain else None, why="why"))  # fmt: skip
            lines.append(line)
            at += len(line) + 1
        reports.append(Report(f"r{i}", f"r{i}.txt", f"Fire, report {i}", "\n".join(lines), "en", f"o{i % 9}",
                              published=f"2031-05-{1 + i % 20:02d}", sha256=f"{i:064d}"))  # fmt: skip
    claims, alone = [], []
    for k in range(6):
        same = [s for s in statements if s.id.endswith(f"-{k}")]
        for half in (same[: count // 2], same[count // 2 :]):
            versions = [tuple(s.id for s in half[v::3]) for v in range(3)]
            differences = tuple(
                Difference("number", (versions[0][0], v[0]), (None, Span(half[0].start, half[0].start + 5)),
                           k % 2 == 0, why="figures that exclude each other") for v in versions[1:]
            )  # fmt: skip
            claims.append(Claim(f"c{k}-{half[0].id}", f"claim {k}", tuple(versions), differences,
                                Independent(r.randint(1, 3), 3, ("s1", half[0].report))))  # fmt: skip
    for s in statements[::7]:
        alone.append(Claim(f"a-{s.id}", "alone", ((s.id,),), (), Independent(1, 1, (s.report,))))
    derivations = tuple(Derivation(f"r{i}", f"r{r.randrange(i)}", "copies", 0.9, (("r0-0", "r1-0"),), "why")
                        for i in range(1, count))  # fmt: skip
    moments = tuple(Moment(s.id, s.end - 8, s.end - 1, f"2031-05-{r.randint(1, 12):02d}") for s in statements[::3])
    story = Story("big", "A fire", tuple(x.id for x in reports), (*claims, *alone), derivations, moments)
    return Trace("test", tuple(reports), tuple(sources), tuple(statements), (story,))


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[str]]]:
    with kept(tmp_path_factory.mktemp("first"), drawn(1)) as held:
        yield held


def body(text: str) -> str:
    return text.split("<body", 1)[1].split('<footer class="bottom"')[0].split("</header>", 1)[1]


@pytest.mark.parametrize("speech", ["en", "ar"])
def test_it_is_the_page_of_the_whole_story(stored: tuple[Store, list[str]], speech: str) -> None:
    store, (story,) = stored
    client = TestClient(build(store, Settings()), base_url=BASE, headers={"accept-language": speech})
    shelf = client.app.state.house.shelf  # type: ignore[attr-defined]
    cold = client.get(places.story(story)).text
    assert not shelf.holds(story), "it was opened whole"
    shelf.opened(story)
    whole = client.get(places.story(story)).text
    assert body(cold) == body(whole)
    assert "claim 0" in cold and 'class="side' in cold and "45" in cold


@pytest.mark.parametrize("seed", range(2, 8))
def test_it_holds_what_the_whole_holds(seed: int) -> None:
    from riwaya.desk.opened import opened

    trace = drawn(seed)
    made = first_page(trace)
    assert made is not None and unpack(type(made), pack(made)) == made
    page = first.whole(opened(trace))
    assert made.answer_en == tuple(page.answers["en"]) and made.answer_ar == tuple(page.answers["ar"])
    assert [v.report for v in made.voices] == [r.id for r in page.members if r.id in page.voices]
    assert all(page.voices[v.report] == v for v in made.voices)
    assert made.quotes == tuple(page.quotes)
    assert len(made.trace.statements) < len(trace.statements)
    for report in made.trace.reports:
        of = next(r for r in trace.reports if r.id == report.id)
        assert of.text.startswith(report.text)


def test_a_small_story_has_none() -> None:
    assert first_page(drawn(1, BIG)) is None
    assert first_page(Trace("test", (), (), (), ())) is None


def test_it_is_no_older_than_the_story(tmp_path: Path) -> None:
    with kept(tmp_path, drawn(1)) as (store, (story,)):
        assert store.first_page(story) is not None and store.first_page("none") is None
        store.correct(correction("source-name", [Place("r3", "The mayor")], "The Mayor", story=story))
        assert store.first_page(story) is None, "a correction was made since"
        store.dump(tmp_path / "all.gz")
        with Store.open(tmp_path / "other.db") as other:
            other.load(tmp_path / "all.gz")
            assert other.check() == () and other.first_page(story) is None


def test_what_cannot_be_read_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with kept(tmp_path, drawn(1)) as (store, (story,)):
        monkeypatch.setattr(Store, "first_page", lambda self, story: b"not packed")
        assert first.kept(store, story) is None
        client = TestClient(build(store, Settings()), base_url=BASE)
        assert client.get(places.story(story)).status_code == 200
