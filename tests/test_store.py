"""The store: the same tests on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from riwaya.corrections import Correction, Place, correction
from riwaya.model import Report
from riwaya.plain import plain
from riwaya.store import Query, Store, StoreError
from riwaya.store.packing import pack, squeeze, unpack
from riwaya.stories import Change
from stores import REPORTS, OneStory, Traced, filled, page

pytest_plugins = ["store_fixtures"]
pytestmark = pytest.mark.usefixtures("one_story")


def fix(store: Store, story: str = "bakery", name: str = "سمير الحداد") -> Correction:
    """Somebody gives the mayor another name."""
    made = correction("source-name", [Place("marsad", "رئيس البلدية سمير حداد")], name, story=story, when="2031-03-06")
    assert store.correct(made) and not store.correct(made)
    return made


def test_a_report_comes_back_whole(store: Store) -> None:
    for report in REPORTS:
        added = store.add(report, page(report))
        assert (added.kind, added.nth) == ("new", 1)
        back = store.report(added.report)
        assert back == report
        assert (back.credits, back.published_at, back.url) == (report.credits, report.published_at, report.url)
        assert store.page(added.report) == page(report)


def test_what_no_database_text_holds_is_kept_all_the_same(store: Store) -> None:
    odd = replace(REPORTS[0], id="odd\x00id", url="https://odd.example/\ud800", title="a\x00b\udfff",
                  outlet_name="\x00", text="قال\x00 إن\ud812 " + "ك" * 5_000 + " نص" * 20_000)  # fmt: skip
    added = store.add(odd, b"\x00\xff")
    assert store.report(added.report) == replace(odd, id=added.report) and store.page(added.report) == b"\x00\xff"
    assert store.add(odd, b"other").kind == "same"
    assert [h.report for h in store.search(Query("نص"))] == [added.report]
    assert store.check() == ()


@pytest.mark.parametrize("said", ["سقف المخبز", "odd \udcff\u0000 \u2028 \ufeff", "\ufeffسقف", "😀"])
def test_what_is_packed_is_read_as_it_was_even_as_an_older_riwaya_packed_it(said: str) -> None:
    report = replace(REPORTS[0], title=said, text=f"{said}\n\t\"{said}\"", outlet_name=said)
    assert unpack(Report, pack(report)) == report and unpack(Report, pack(report)).outlet_name == said
    escaped = replace(report, title=said, text="", outlet_name="")
    assert unpack(Report, squeeze(json.dumps(plain(escaped)).encode())) == escaped


def test_the_same_page_twice_changes_nothing(store: Store) -> None:
    filled(store)
    before = (store.summary(), store.changes())
    for report in REPORTS:
        assert store.add(report, page(report)).kind == "same"
        assert store.add(report, b"<!-- another advertisement -->" + page(report)).kind == "same"
    assert [a.kind for a in store.add_all((r, page(r)) for r in REPORTS)] == ["same"] * 4
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
    back = store.add(old, page(old))
    assert (back.kind, back.nth) == ("revision", 3), "taking it back is a change too"


def test_files_of_one_name_are_reports_of_their_own(store: Store) -> None:
    one = replace(REPORTS[1], id="01", origin="a/01.txt")
    other = replace(one, origin="b/01.txt", text="نص آخر تماما")
    line = replace(one, id="news-7", origin="x/news.jsonl:7", text="نص ثالث")
    given = replace(one, id="given-by-record", origin="x/news.jsonl:8")
    ids = [store.add(r, page(r)).report for r in (one, other, line, given)]
    assert len(set(ids)) == 4 and ids[0] == "01"
    assert store.add(replace(line, text="غيره"), b"1").kind == "new"
    assert store.add(replace(given, text="غيره"), b"2").kind == "revision"


def test_very_long_ids_and_addresses_are_told_apart(store: Store) -> None:
    start = "https://long.example/" + "a" * 5_000
    ids = {store.add(replace(REPORTS[1], id="x" * 5_000 + n, url=start + n), n.encode()).report for n in ("1", "2")}
    assert len(ids) == 2 and max(map(len, ids)) <= 140


def test_what_is_not_there_is_told(store: Store) -> None:
    for ask in (store.report, store.page, store.revisions, store.trace, store.story, store.corrections):
        with pytest.raises(StoreError, match=r"no (report|story) 'nowhere'"):
            ask("nowhere")


def test_lists_tell_what_is_there(store: Store, one_story: None) -> None:
    filled(store)
    store.add(replace(REPORTS[0], id="other", url="https://o.example"), b"o")
    assert [s.id for s in store.stories()] == ["another", "bakery"]
    story = store.story("bakery")
    assert (story.reports, story.first, story.last) == (4, "2031-03-04T07:30:00", "2031-03-05")
    assert [r.id for r in store.story_reports("bakery")] == ["marsad", "sawt", "lantern", "jarida"]
    assert [r.id for r in store.reports(limit=2)] == ["other", "jarida"]
    assert [c.number for c in store.changes(3)] == list(range(4, 11))
    assert {c.kind for c in store.changes()} == {"new", "founded", "joined"}
    kept = store.summary()
    assert (kept.reports, kept.revisions, kept.stories, kept.changes) == (5, 5, 2, 10)


class Merging(OneStory):
    """Every report founds a story; settling makes all one."""

    def add(self, report: object, now: object = None) -> tuple[Change, ...]:
        id_ = report.id  # type: ignore[attr-defined]
        self._stories[f"s-{id_}"] = [id_]
        return (Change("founded", id_, f"s-{id_}"),)

    def settle(self) -> tuple[Change, ...]:
        first, *others = sorted(self._stories)
        self._stories = {first: [r for s in sorted(self._stories) for r in self._stories[s]]}
        return (Change("merged", self._stories[first][-1], first, tuple(others), "one event"),) if others else ()


def test_a_merged_storys_id_leads_to_the_one_it_became(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.store.grouping.Stream", Merging)
    filled(store)
    assert len(store.stories()) == 4
    told = store.settle()
    assert [(c.kind, c.story, c.others) for c in told] == [("merged", "s-jarida", ("s-lantern", "s-marsad", "s-sawt"))]
    assert [s.id for s in store.stories()] == ["s-jarida"]
    assert store.story("s-sawt") == store.story("s-jarida") and store.story("s-sawt").reports == 4
    assert store.settle() == () and store.check() == ()
    with Store.open(store._database.url) as again:  # another writer goes over the same reports, and tells nothing twice
        assert again.settle() == ()


def test_a_trace_is_made_again_only_when_something_changed(store: Store, traced: Traced) -> None:
    filled(store)
    first = store.trace("bakery")
    assert traced.read == ["jarida", "lantern", "marsad", "sawt"] and traced.traced == 1
    assert store.trace("bakery") == first and traced.traced == 1
    assert store.story("bakery").fresh and store.story("bakery").conflicts == 3
    store.add(replace(REPORTS[0], id="other", url="https://o.example"), b"o")
    store.trace("bakery")
    assert traced.traced == 1, "a report of another story changes nothing here"
    changed = replace(REPORTS[0], text=REPORTS[0].text + " ثم عاد.")
    store.add(changed, page(changed))
    assert not store.story("bakery").fresh
    assert store.trace("bakery").reports[0].text == changed.text
    assert traced.traced == 2 and traced.read[4:] == ["marsad"], "only the changed report is read again"
    assert store.trace_before("bakery") == first


def test_everything_a_trace_found_comes_back(store: Store, traced: Traced) -> None:
    filled(store)
    made, kept = store.trace("bakery"), store.trace("bakery")
    assert kept == made
    assert [c.independent.why_en for c in kept.stories[0].claims] == [c.independent.why_en
                                                                     for c in made.stories[0].claims]  # fmt: skip
    assert [d.why for d in kept.stories[0].derivations] == ["the same words", "", ""]
    assert kept.reports[0].credits == REPORTS[0].credits and kept.encoder == "an encoder"


def test_a_correction_leaves_the_reading_alone(store: Store, traced: Traced) -> None:
    filled(store)
    first = store.trace("bakery")
    made = fix(store)
    assert store.corrections("bakery") == (made,) == store.corrections()
    assert "سمير الحداد" in {s.name for s in store.trace("bakery").sources}
    assert traced.traced == 1 and store.trace_before("bakery") == first
    corrected = store.trace("bakery")
    (he,) = (s.id for s in corrected.sources if s.name == "سمير الحداد")
    his = {s.id for s in corrected.statements if he in s.chain}
    claims = {c.id for c in corrected.stories[0].claims if his & set(c.statements())}
    assert claims and {h.claim for h in store.claims(Query(source="سمير الحداد"))} == claims
    assert store.undo(made.id) and not store.undo(made.id) and store.corrections() == ()
    assert store.trace("bakery") == first and traced.traced == 1
    assert store.correct(made), "what was taken back may be made again"
    assert [c.kind for c in store.changes()][-6:] == ["traced", "corrected", "traced", "undone", "traced", "corrected"]


def test_first_seen_is_when_the_words_came(store: Store, traced: Traced) -> None:
    filled(store)
    store.trace("bakery")
    before = {c.claim: c.seen for c in store.claims(Query())}
    assert before["hurt"] == store.revisions("marsad")[0].seen
    changed = replace(REPORTS[0], text=REPORTS[0].text.replace("1987", "1988"))
    store.add(changed, page(changed))
    store.trace("bakery")
    after = {c.claim: c.seen for c in store.claims(Query())}
    assert after["hurt"] == before["hurt"] and after["built"] == store.revisions("marsad")[1].seen > before["built"]


def test_a_real_trace_is_kept_and_corrected(store: Store, one_story: None) -> None:
    filled(store)
    found = store.trace("bakery")
    assert found == store.trace("bakery") and found.stories[0].id == "bakery" and found.stories[0].claims
    made = correction("line-remove", [Place("marsad", "وبُني المخبز عام 1987.")], story="bakery", when="2031-03-06")
    store.correct(made)
    corrected = store.trace("bakery")
    assert "1987" not in next(r.text for r in corrected.reports if r.id == "marsad")
    store.undo(made.id)
    assert store.trace("bakery") == found


def test_a_dump_is_the_same_in_either_database(
    new: Callable[[], str], store: Store, traced: Traced, tmp_path: Path
) -> None:
    """From one to a file, to another, to a file, to the other kind, to a file: the same bytes."""
    filled(store)
    store.trace("bakery")
    changed = replace(REPORTS[0], text=REPORTS[0].text.replace("12", "14"))
    store.add(changed, page(changed))
    made = fix(store)
    shown = store.trace("bakery")
    count = store.dump(tmp_path / "one.gz")
    with Store.open(new()) as middle, Store.open(tmp_path / "other.db") as last:
        assert middle.load(tmp_path / "one.gz") == count
        middle.dump(tmp_path / "two.gz")
        last.load(tmp_path / "two.gz")
        last.dump(tmp_path / "three.gz")
        for other in (middle, last):
            assert other.summary() == replace(store.summary(), where=other.where)
            assert other.changes() == store.changes() and other.stories() == store.stories()
            assert other.revisions(changed.id) == store.revisions(changed.id)
            assert other.page(changed.id, 1) == store.page(changed.id, 1)
            assert other.corrections() == (made,) and other.trace("bakery") == shown
            assert other.search(Query("المخبز")) == store.search(Query("المخبز"))
            assert other.claims(Query("سقف")) == store.claims(Query("سقف"))
            assert other.trace_before("bakery") == store.trace_before("bakery")
            assert other.check() == ()
            assert other.add(changed, page(changed)).kind == "same"
            assert other.add(replace(changed, id="later", url=None), b"later").kind == "new"
    one, two, three = ((tmp_path / f"{n}.gz").read_bytes() for n in ("one", "two", "three"))
    assert one == two == three and traced.traced == 2


def test_a_dump_goes_into_an_empty_store_whole_or_not_at_all(
    new: Callable[[], str], store: Store, tmp_path: Path
) -> None:
    import gzip

    filled(store).dump(tmp_path / "whole.gz")
    with pytest.raises(StoreError, match="not empty"):
        store.load(tmp_path / "whole.gz")
    lines = gzip.decompress((tmp_path / "whole.gz").read_bytes()).splitlines(keepends=True)
    bad = {
        "its end is missing": lines[:-1],
        "not a riwaya.store/1": lines[1:],
        "record 1, a page, cannot be read": [lines[0], b'{"record": "page", "sha256": "0", "page": "eA=="}\n'],
        "of no known kind": [lines[0], b'{"record": "spell"}\n'],
        "is not JSON": [*lines[:5], b"{\n"],
        "is no record": [*lines[:5], b"[]\n"],
    }
    with Store.open(new()) as empty:
        for reason, part in bad.items():
            (tmp_path / "bad.gz").write_bytes(gzip.compress(b"".join(part)))
            with pytest.raises(StoreError, match=reason):
                empty.load(tmp_path / "bad.gz")
        for raw in (b"", b"no gzip", (tmp_path / "whole.gz").read_bytes()[:-30]):
            (tmp_path / "bad.gz").write_bytes(raw)
            with pytest.raises(StoreError, match=r"bad\.gz: "):
                empty.load(tmp_path / "bad.gz")
        with pytest.raises(StoreError, match="no such file"):
            empty.load(tmp_path / "nowhere.gz")
        assert empty.summary().reports == 0
        assert empty.load(tmp_path / "whole.gz") == len(lines) - 2
