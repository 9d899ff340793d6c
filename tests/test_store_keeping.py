"""What is kept stays, whatever happens: kills, a full disk, a database gone, many at once, older and newer tables."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, text
from sqlalchemy.exc import InterfaceError

from invented import bakery
from postgresql import Server, waits
from riwaya.model import Report
from riwaya.store import Query, Store, StoreError, adding, watching
from riwaya.store.engine import HEAD
from riwaya.store.errors import hidden
from riwaya.store.errors import told as told_as
from riwaya.store.packing import pack
from riwaya.store.tables import Base, MemberRow, SourceRow, StoryRow, TraceRow
from stores import REPORTS, filled, page

pytest_plugins = ["store_fixtures"]
pytestmark = pytest.mark.usefixtures("one_story")


def told(n: int, who: str = "r") -> Report:
    return replace(REPORTS[1], id=f"{who}{n}", url=f"https://{who}.example/{n}", text=f"نص الخبر رقم {n} من {who}")


def intake(where: str, start: int, out: int) -> None:
    """Put reports in until killed; write the number of each that is kept."""
    reports = ((told(n), page(told(n))) for n in range(start, start + 5_000))
    with Store.open(where) as store:
        added = (store.add(*pair) for pair in reports) if start % 2 else store.add_all(reports)
        for one in added:
            os.write(out, f"{one.report}\n".encode())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment_nothing_acknowledged_is_lost(new: Callable[[], str]) -> None:
    """bench/store_kill.py does it 200 times."""
    where, chance, kept = new(), random.Random(5), set[str]()
    for n in range(6):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.close(reading)
                intake(where, 10_000 * n + n, writing)
            finally:
                os._exit(1)
        os.close(writing)
        with os.fdopen(reading, "rb") as said:
            first = said.readline() if n else b""
            time.sleep(chance.random() * 0.1)
            os.kill(child, signal.SIGKILL)
            lines = (first + said.read()).split(b"\n")[:-1]
        os.waitpid(child, 0)
        kept |= {line.decode() for line in lines}
        with Store.open(where) as store:
            assert kept <= {r.id for r in store.reports(limit=100_000)} and store.check() == ()
    assert kept


def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path: Path) -> None:
    where = tmp_path / "small.db"
    with Store.open(where, max_pages=130) as store:
        kept: list[str] = []
        with pytest.raises(StoreError, match=r"small\.db: the disk is full") as failed:
            for n in range(100_000):
                kept.append(store.add(told(n), os.urandom(3_000)).report)
        assert "\n" not in str(failed.value) and kept
        assert {r.id for r in store.reports(limit=10_000)} == set(kept)
        with pytest.raises(StoreError, match="full"):
            store.add(told(100_000), os.urandom(100_000))
    with Store.open(where) as store:
        assert store.check() == () and store.summary().reports == len(kept)
        assert store.add(told(100_001), os.urandom(100_000)).kind == "new", "with room again it goes on"


def test_a_dump_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        with pytest.raises(StoreError, match="no such file or directory"):
            store.dump(tmp_path / "nowhere" / "x.gz")
        assert [p.name for p in tmp_path.iterdir() if p.suffix == ".gz"] == []


def test_a_file_that_is_removed_is_told_before_anything_is_acknowledged(tmp_path: Path) -> None:
    where = tmp_path / "gone.db"
    with Store.open(where) as store:
        store.add(REPORTS[0], b"1")
        where.unlink()
        with pytest.raises(StoreError, match=r"gone\.db: the file was removed"):
            store.add(REPORTS[1], b"2")
        Store.open(tmp_path / "new.db").close()
        (tmp_path / "new.db").rename(where)
        with pytest.raises(StoreError, match=r"gone\.db: another file was put in its place"):
            store.add(REPORTS[1], b"2")


@pytest.mark.skipif(os.name == "nt", reason="permissions")
def test_what_is_no_store_or_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("This is a text of more than sixteen letters, and no database at all." * 99)
    (tmp_path / "folder.db").mkdir()
    cases = {
        str(tmp_path / "text.db"): "not a store of riwaya",
        str(tmp_path / "folder.db"): "cannot be opened",
        str(tmp_path / "no" / "folder.db"): "no such folder",
        "mysql://u:secret@h/d": "a store lives in SQLite or PostgreSQL|no such kind of database|there is no",
        "nothing://u:secret@h/d": "no such kind of database|not the address",
        "postgresql://u:secret@127.0.0.1:1/d": "no server answers",
        "sqlite://": "needs a file",
    }
    for where, reason in cases.items():
        with pytest.raises(StoreError, match=reason) as failed:
            Store.open(where)
        assert "secret" not in str(failed.value) and "\n" not in str(failed.value)


def test_a_file_that_may_only_be_read_is_one_line(tmp_path: Path) -> None:
    where = tmp_path / "a.db"
    with Store.open(where) as store:
        filled(store)
    with Store.open(f"sqlite:///file:{where}?mode=ro&uri=true") as store:
        assert store.summary().reports == 4
        with pytest.raises(StoreError, match="cannot be written"):
            store.add(told(1), b"1")


def test_a_server_that_stops_is_one_line_and_loses_nothing(postgresql: Server) -> None:
    where = postgresql.new()
    with Store.open(where) as store:
        filled(store)
        postgresql.stop()
        try:
            for work in (lambda: store.add(told(1), b"1"), store.summary, lambda: store.search(Query("سقف"))):
                with pytest.raises(StoreError, match=r"no server|connection .* lost|was stopped|or stopping") as failed:
                    work()
                assert "\n" not in str(failed.value)
        finally:
            postgresql.start()
        assert store.summary().reports == 4 and store.add(told(1), b"1").kind == "new", "it comes back by itself"
        assert store.check() == ()


@pytest.mark.parametrize(
    "error",
    [ConnectionResetError(104, "Connection reset by peer"), BrokenPipeError(32, "x"), ConnectionAbortedError(),
     InterfaceError("", None, Exception("network error"))],
)  # fmt: skip
def test_however_a_connection_is_lost_it_is_one_line(error: Exception) -> None:
    """A server that goes away resets its connections, or closes them, as it happens."""
    with pytest.raises(StoreError, match=r"^x: the connection to the server was lost$"), told_as("x"):
        raise error


def test_a_failed_step_leaves_the_stories_as_they_were(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(store)
    before = store.stories()
    broken = replace(told(2), text=None)  # type: ignore[arg-type]
    with pytest.raises((TypeError, AttributeError)):
        list(store.add_all([(told(1), b"1"), (broken, b"2")]))
    assert store.stories() == before and store.check() == ()
    assert [a.kind for a in store.add_all([(told(1), b"1"), (told(2), b"2")])] == ["new", "new"]
    assert store.stories()[0].reports == 6


def test_two_writers_and_ten_readers_get_along(new: Callable[[], str]) -> None:
    """bench/store_load.py does it longer, each in a process of its own."""
    where, trouble, done = new(), list[BaseException](), threading.Event()
    Store.open(where).close()

    def guarded(work: Callable[[Store], None]) -> None:
        try:
            with Store.open(where) as store:
                work(store)
        except BaseException as error:
            trouble.append(error)

    def write(who: str) -> Callable[[Store], None]:
        def work(store: Store) -> None:
            for n in range(25):
                assert store.add(told(n, who), page(told(n, who))).kind == "new"

        return work

    def read(store: Store) -> None:
        while not done.is_set():
            hits = store.search(Query("الخبر", limit=3))
            assert all(store.report(h.report).text for h in hits)
            assert len(store.changes()) <= 2 * 50 and store.stories() is not None
            time.sleep(0.02)

    writers = [threading.Thread(target=guarded, args=(write(who),)) for who in ("a", "b")]
    readers = [threading.Thread(target=guarded, args=(read,)) for _ in range(10)]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert trouble == []
    with Store.open(where) as store:
        assert store.summary().reports == 50 == store.stories()[0].reports and store.check() == ()
        assert [c.number for c in store.changes()] == list(range(1, 101))


@pytest.fixture
def old(new: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database with the tables of the first step, and a report in them."""
    where = new()
    from riwaya.store import engine, migrations

    whole = migrations.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(engine, "HEAD", "0001")
        patch.setattr(migrations, "upgrade", lambda connection, where: whole(connection, where, "0001"))
        with Store.open(where) as store, store._database.writing() as connection:
            kept = adding.add(connection, REPORTS[0], page(REPORTS[0]), "2031-03-06T00:00:00.000Z")
            story = {"id": "bakery", "title": "t", "seen": "", "changed": "", "reports": 1, "outlets": 1}
            connection.execute(insert(StoryRow).values(number=1, **story))
            connection.execute(insert(MemberRow).values(story=1, report=kept.number, place=0, seen=""))
    yield where


def test_old_tables_are_brought_up_to_date(old: str) -> None:
    with Store.open(old) as store:
        assert store.report("marsad") == REPORTS[0] and store.page("marsad") == page(REPORTS[0])
        assert store.claims(Query("سقف")) == () and store.check() == ()
        with store._database.reading() as connection:
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD


@pytest.fixture
def unindexed(new: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with the tables of the fourth step: less was indexed then."""
    from riwaya.store import engine, migrations

    where, whole = new(), migrations.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(engine, "HEAD", "0004")
        patch.setattr(migrations, "upgrade", lambda connection, where: whole(connection, where, "0004"))
        with Store.open(where) as store, store._database.writing() as connection:
            for report in REPORTS:
                said = replace(report, text=f"{report.text} وقالت وزارة الداخلية")
                adding.add(connection, said, page(report), "2031-03-06T00:00:00.000Z")
            for n, id_ in enumerate(("bakery", "again"), 1):
                story = {"id": id_, "title": "t", "seen": "", "changed": "", "reports": 1, "outlets": 1}
                connection.execute(insert(StoryRow).values(number=n, **story))
                kept = {"at": "", "made_of": "", "corrected_of": "", "claims": 3, "conflicts": 1}
                connection.execute(insert(TraceRow).values(story=n, packed=pack(bakery()), **kept))
    return where


def as_indexed(store: Store) -> None:
    """What is indexed since the fifth step: pairs of frequent words, what is known of claims beside their words."""
    assert len(store.search(Query('"قالت وزارة"'))) == 0 and len(store.search(Query('"وزارة الداخلية"'))) == 4
    fallen = store.claims(Query('"سقف المخبز"', kind="polarity", conflict=True))
    assert [(c.story, c.claim) for c in fallen] == [("bakery", "fall"), ("again", "fall")]
    assert {c.claim for c in store.claims(Query(source="سمير", outlets=(3, None)))} == {"hurt", "fall"}
    assert store.summary().claims == 2 * len(bakery().stories[0].claims)


def test_an_older_store_is_indexed_anew(old: str, unindexed: str) -> None:
    with Store.open(old) as store:
        assert [h.report for h in store.search(Query('"سقف المخبز"'))] == ["marsad"]
    with Store.open(unindexed) as store:
        as_indexed(store)


def test_indexing_anew_is_told_and_goes_on_where_it_was(unindexed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from riwaya.store import reindexing

    monkeypatch.setattr(reindexing, "_AT_ONCE", 1)
    monkeypatch.setattr(reindexing, "_PART", 0.0)
    said: list[tuple[str, int, int | None]] = []

    class Interrupted(Exception):
        pass

    def some(*told: object) -> None:
        said.append(told)  # type: ignore[arg-type]
        if len(said) in (2, 5):
            raise Interrupted

    for _ in range(2):
        with pytest.raises(Interrupted):
            Store.open(unindexed, progress=some)
    with Store.open(unindexed, progress=some) as store:
        as_indexed(store)
        assert said == [("indexing reports", n, 4) for n in (1, 2, 3, 4)] + [("indexing traces", n, 2) for n in (1, 2)]
    Store.open(unindexed, progress=some).close()
    assert len(said) == 6, "once"


def test_names_of_an_older_store_are_still_found(new: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    from riwaya.store import engine, migrations, naming

    where, whole = new(), migrations.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(engine, "HEAD", "0005")
        patch.setattr(migrations, "upgrade", lambda connection, where: whole(connection, where, "0005"))
        with Store.open(where) as store, store._database.writing() as connection:
            for n in (1, 2):
                story = {"id": f"s{n}", "title": "t", "seen": "", "changed": "", "reports": 1, "outlets": 1}
                connection.execute(insert(StoryRow).values(number=n, **story))
                given = {"key": "سمير حداد", "words": " سمير حداد ", "name": "سمير حداد", "kind": "person", "seen": ""}
                connection.execute(insert(SourceRow).values(story=n, id="a", **given))
                for word in ("سمير", "حداد", "=سمير حداد"):
                    row = {"w": word, "s": n}
                    connection.execute(text("INSERT INTO named (word, story, source) VALUES (:w, :s, 'a')"), row)
    with Store.open(where) as store, store._database.reading() as connection:
        assert naming.keys_of(connection, "حداد") == ("حداد", "سمير حداد")
        assert connection.execute(text("SELECT count(*) FROM named")).scalar() == 2


def test_reports_of_an_older_store_are_told_by_when_they_came(
    new: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from riwaya.store import engine, migrations

    where, whole = new(), migrations.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(engine, "HEAD", "0006")
        patch.setattr(migrations, "upgrade", lambda connection, where: whole(connection, where, "0006"))
        with Store.open(where) as store, store._database.writing() as connection:
            adding.add_some(connection, [(told(n), page(told(n))) for n in range(9)], "2031-03-06T00:00:00.000Z")
    monkeypatch.setattr("riwaya.store.shadow.BLOCK", 2)
    monkeypatch.setattr("riwaya.store.search.BLOCK", 2)
    with Store.open(where) as store:
        assert [h.report for h in store.search(Query("الخبر", limit=4))] == ["r8", "r7", "r6", "r5"]
        assert len(store.search(Query("الخبر"))) == 9
        if not store._database.sqlite:
            with store._database.reading() as connection:
                latest = "SELECT rowid FROM shadow WHERE words @@ CAST('''__at_2''' AS tsquery) ORDER BY rowid"
                assert list(connection.execute(text(latest)).scalars()) == [4, 5]


def test_two_that_open_an_older_store_share_the_work(unindexed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from riwaya.store import reindexing

    monkeypatch.setattr(reindexing, "_AT_ONCE", 1)
    monkeypatch.setattr(reindexing, "_PART", 0.0)
    opened: list[Store] = []
    said: list[str] = []
    with ThreadPoolExecutor(2) as both:
        for store in both.map(lambda _: Store.open(unindexed, progress=lambda *told: said.append(told[0])), range(2)):
            opened.append(store)
    assert len(said) == 6, "each part was done by one of them"
    for store in opened:
        as_indexed(store)
        store.close()


def test_tables_are_what_the_models_say(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store._database.reading() as connection:
        context = MigrationContext.configure(connection)
        ours = [d for d in compare_metadata(context, Base.metadata) if "shadow" not in str(d)]
        assert ours == [] and watching.PAGES.name in Base.metadata.tables
        assert set(Base.metadata.tables) <= set(inspect(connection).get_table_names())


def test_tables_of_a_newer_riwaya_are_refused(store: Store, new: Callable[[], str]) -> None:
    with store._database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="written by a newer riwaya"):
        Store.open(store._database.url)


def test_damage_is_found(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        filled(store)
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("UPDATE pages SET packed = substr(packed, 1, 20) WHERE sha256 = (SELECT min(sha256) FROM pages)")
    connection.execute("UPDATE reports SET revisions = 7 WHERE id = 'sawt'")
    connection.execute("DELETE FROM members WHERE report = 1")
    connection.commit()
    connection.close()
    with Store.open(tmp_path / "a.db") as store:
        wrong = "\n".join(store.check())
    for words in ("kept bytes are cut off", "report sawt: its revisions", "report marsad: in no story", "story bakery"):
        assert words in wrong


@pytest.mark.parametrize(
    "address",
    ["postgresql://u:secret@h/d", "postgresql://u:sec:secret@h/d", "postgresql://u:a@secret@h/d", "x+y://:secret@h",
     "postgresql://h/d?user=u&password=secret&x=1", "could not connect to postgresql://u:secret/x@h/d"],
)  # fmt: skip
def test_no_password_is_told(address: str) -> None:
    assert "secret" not in hidden(address) and "***" in hidden(address)


def test_postgresql_is_waited_for_once_a_statement(postgresql: Server) -> None:
    """And what it answers, refuses or counts comes through as if it had been asked three times."""
    from sqlalchemy.exc import DBAPIError

    with Store.open(postgresql.new()) as store, store._database._engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None and "hurry" in driver.execute_unnamed.__qualname__
        waited = waits(driver)
        kinds = {"varchar": "سقف", "text": None, "bytea": b"\x00\xff", "integer": 7, "float8": 2.5, "boolean": True}
        for kind, asked in kinds.items():
            assert connection.execute(text(f"SELECT CAST(:it AS {kind}), 1"), {"it": asked}).one() == (asked, 1)
        waited.clear()
        done = connection.execute(text("UPDATE alembic_version SET version_num = :n WHERE :n = :n"), {"n": HEAD})
        assert done.rowcount == 1 and len(waited) == 1
        for wrong in ("SELECT :n / 0", "SELECT nothing FROM nowhere WHERE x = :n", "SELEKT :n"):
            with pytest.raises(DBAPIError), connection.begin_nested():
                connection.execute(text(wrong), {"n": 1})
        assert connection.execute(text("SELECT CAST(:n AS integer)"), {"n": 3}).scalar() == 3, "it goes on after"
