"""Alerts from the store's changes to where they are wanted: each once, whatever is killed or fails in between."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import insert

from riwaya.alerts import Alert
from riwaya.model import Independent, Trace
from riwaya.store import Store
from riwaya.store.engine import Database
from riwaya.store.watching import OWED
from riwaya.watch import Outputs, Policy, Settings, outbox
from riwaya.watch.alerting import look, start
from riwaya.watch.delivering import channels, deliver
from riwaya.watch.fetching import Limits, client_for
from riwaya.watch.ledger import Ledger
from riwaya.watch.manners import (
    LONGEST_ASKED,
    LONGEST_DELAY,
    LONGEST_PAUSE,
    pause,
    retry_after,
    robots,
)
from riwaya.watch.outbox import UPTO, Outbox
from riwaya.watch.settings import SECRET
from riwaya.watch.turns import Turns
from riwaya.watch.visiting import Guest
from riwaya.watch.webhook import is_genuine, signature
from served import Said, Site, served
from test_alerts import AFTER, BEFORE, CONFLICT, FOUND, A, B, taken

AT = "2026-11-22T10:00:00+00:00"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "news.db")
    yield database
    database.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


def out(
    database: Database, outputs: Outputs, site: Site | None = None, clock: float | None = None
) -> tuple[list[Alert], list[str]]:
    """Deliver once; what was shown, and what was told."""
    shown: list[Alert] = []
    told: list[str] = []
    policy = Policy(frozenset({(ip_address("127.0.0.1"), site.port)})) if site else Policy()
    settings = Settings("desk@example.org", "", limits=Limits(seconds=1.0, silence=0.5), outputs=outputs, policy=policy)

    async def go() -> None:
        async with client_for(settings.contact, policy, settings.limits) as client:
            with ThreadPoolExecutor(1) as executor:
                now = time.time() if clock is None else clock
                guest = Guest(settings, Ledger(database), client, Turns(0.0), executor, clock=lambda: now)
                await deliver(guest, Outbox(database), lambda a, _: shown.append(a), told.append)

    asyncio.run(go())
    return shown, told


def keys(path: Path) -> list[str]:
    return [json.loads(line)["key"] for line in path.read_text(encoding="utf8").splitlines()]


def test_every_channel_has_each_alert_once(
    database: Database, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, "a secret")
    site.pages["/hook"] = Said(b"ok")
    outputs = Outputs(True, str(tmp_path / "a.xml"), str(tmp_path / "a.jsonl"), f"{site.root}/hook")
    box = Outbox(database)
    assert len(box.found("story", AFTER, FOUND, channels(outputs), AT)) == 3
    assert box.found("story", AFTER, FOUND, channels(outputs), AT) == (), "found again, it is not new"
    shown, told = out(database, outputs, site)
    wanted = [a.key for a in FOUND]
    assert [a.key for a in shown] == wanted == keys(tmp_path / "a.jsonl") and told == []
    assert [a.headers["Riwaya-Key"] for a in site.asked] == wanted
    entries = ElementTree.parse(tmp_path / "a.xml").getroot().findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 3
    assert out(database, outputs, site)[0] == [] and len(site.asked) == 3 and keys(tmp_path / "a.jsonl") == wanted


def test_a_webhook_is_signed_and_may_be_checked(
    database: Database, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, "a secret")
    site.pages["/hook"] = Said(b"ok")
    Outbox(database).found("story", None, FOUND[:1], ("webhook",), AT)
    out(database, Outputs(False, webhook=f"{site.root}/hook"), site)
    (asked,) = site.asked
    header, now = asked.headers["Riwaya-Signature"], time.time()
    assert is_genuine("a secret", asked.body, header, now)
    assert not is_genuine("another", asked.body, header, now)
    assert not is_genuine("a secret", asked.body + b" ", header, now)
    assert not is_genuine("a secret", asked.body, header, now + 1000), "too old"
    assert not any(is_genuine("a secret", asked.body, wrong, now) for wrong in ("", "t=x,v1=y", "v1=1", "t=1"))
    assert json.loads(asked.body)["schema"] == "riwaya.alert/1" and b"a secret" not in asked.body
    assert header == signature("a secret", asked.body, int(header[2:].partition(",")[0]))


@pytest.mark.parametrize("status", [500, 302])
def test_a_webhook_that_does_not_take_it_is_asked_again_a_bounded_number_of_times(
    database: Database, site: Site, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setenv(SECRET, "a secret")
    monkeypatch.setattr(outbox, "MOST_TRIES", 3)
    site.pages["/hook"] = Said(status=status, headers={"Location": "/elsewhere"})
    outputs = Outputs(False, webhook=f"{site.root}/hook")
    Outbox(database).found("story", None, FOUND[:1], ("webhook",), AT)
    _, told = out(database, outputs, site)
    assert len(site.asked) == 1 and "webhook" in told[0] and str(status) in told[0]
    out(database, outputs, site)
    assert len(site.asked) == 1, "not at once"
    later = time.time()
    for _ in range(5):
        later += 2 * LONGEST_PAUSE
        out(database, outputs, site, later)
    assert len(site.asked) == 3 and {a.path for a in site.asked} == {"/hook"}


def test_after_some_failures_the_rest_waits(database: Database, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET, "a secret")
    many = [replace(FOUND[0], key=f"report-{n}") for n in range(10)]
    Outbox(database).found("story", None, many, ("webhook",), AT)
    out(database, Outputs(False, webhook=f"{site.root}/hook"), site)
    assert len(site.asked) == 3


def test_a_webhook_inside_is_not_asked(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET, "a secret")
    Outbox(database).found("story", None, FOUND[:1], ("webhook",), AT)
    _, told = out(database, Outputs(False, webhook="http://192.168.0.1/hook"))
    assert "private" in told[0]


def test_killed_between_a_line_and_its_tick_no_line_is_doubled(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    outputs = Outputs(False, jsonl=str(path))
    box = Outbox(database)
    box.found("story", None, FOUND, ("jsonl",), AT)
    out(database, outputs)
    lines = path.read_text(encoding="utf8").splitlines(keepends=True)
    # as if killed before any tick, in the middle of the last line
    path.write_text("".join(lines[:2]) + lines[2][:40], encoding="utf8")
    fresh = Database(tmp_path / "other.db")
    Outbox(fresh).found("story", None, FOUND, ("jsonl",), AT)
    out(fresh, outputs)
    fresh.close()
    kept = path.read_text(encoding="utf8").splitlines(keepends=True)
    assert kept[:2] == lines[:2] and kept[2] == lines[2][:40] + "\n" and kept[3] == lines[2] and len(kept) == 4


def test_a_file_that_cannot_be_written_is_told_and_stays_owed(database: Database, tmp_path: Path) -> None:
    Outbox(database).found("story", None, FOUND, ("atom", "terminal"), AT)
    missing = tmp_path / "no" / "a.xml"
    shown, told = out(database, Outputs(True, atom=str(missing)))
    assert len(shown) == 3 and len(told) == 1 and "alerts" in told[0]
    missing.parent.mkdir()
    assert out(database, Outputs(True, atom=str(missing))) == ([], []) and missing.is_file()


def test_an_alert_whose_line_was_cut_off_is_written_whole(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    outputs = Outputs(False, jsonl=str(path))
    Outbox(database).found("story", None, FOUND, ("jsonl",), AT)
    out(database, outputs)
    whole = path.read_text(encoding="utf8")
    for cut in (whole.index(FOUND[2].key) + len(FOUND[2].key) + 3, len(whole) - 2, len(whole) - 1):
        path.write_text(whole[:cut], encoding="utf8")
        Outbox(database).found("story", None, (), ("jsonl",), AT)
        with database.writing() as connection:
            owed = [{"key": a.key, "channel": "jsonl", "tries": 0, "due": 0.0} for a in FOUND]
            connection.execute(insert(OWED), owed)
        out(database, outputs)
        lines = [line for line in path.read_text(encoding="utf8").splitlines() if line.endswith("}")]
        assert [json.loads(line)["key"] for line in lines] == [a.key for a in FOUND]



def test_a_new_channel_gets_what_is_found_from_then_on(database: Database, tmp_path: Path) -> None:
    box = Outbox(database)
    box.found("story", None, FOUND[:1], ("terminal",), AT)
    outputs = Outputs(True, jsonl=str(tmp_path / "a.jsonl"))
    box.found("story", None, FOUND[1:2], channels(outputs), AT)
    out(database, outputs)
    assert keys(tmp_path / "a.jsonl") == [FOUND[1].key]


@pytest.fixture
def looked(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Store, Ledger, Outbox]]:
    """A store of which every story's trace is the invented one of its reports, so that no encoder is needed."""
    monkeypatch.setattr(Store, "trace", lambda self, story: AFTER)
    monkeypatch.setattr(Store, "trace_of", lambda self, reports, id_: BEFORE)
    with Store.open(tmp_path / "news.db") as store:
        yield store, Ledger(database), Outbox(database)


def joined(store: Store, monkeypatch: pytest.MonkeyPatch) -> str:
    """A and B in one story, B after the watch has looked at A."""
    monkeypatch.setattr(Store, "story_reports", lambda self, story: tuple(
        line for line in self.reports() if line.id in ("a", "b")))  # fmt: skip
    return store.add(B, b"b").story or ""


def test_changes_become_alerts_once_and_killed_in_between_none_is_doubled(
    looked: tuple[Store, Ledger, Outbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, ledger, box = looked
    told: list[str] = []

    def go() -> int:
        return look(store, ledger, box, Outputs(), ("terminal",), AT, told.append)

    start(store, ledger, box)
    store.add(A, b"a")
    assert go() == 0 and told == [], "one report alone is not worth a trace"
    upto = ledger.mark(UPTO)
    joined(store, monkeypatch)
    assert go() == 3 and go() == 0
    ledger.set_mark(UPTO, upto)  # as if killed before the changes were ticked off
    assert go() == 0
    assert [o.alert.kind for o in box.owed("terminal", time.time())] == ["report", "conflict", "rose"]


STORY = AFTER.stories[0]
QUIET = replace(STORY.claims[1], differences=(replace(CONFLICT, conflict=False, kind="detail"),))
FALLEN = replace(STORY.claims[0], independent=Independent(1, 1, ("a",), "b copies a", "نسخة"))


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("version", BEFORE, replace(AFTER, stories=(replace(STORY, claims=(STORY.claims[0], QUIET)),))),
        ("fell", AFTER, replace(AFTER, stories=(replace(STORY, claims=(FALLEN, STORY.claims[1])),))),
        ("dropped", BEFORE, taken()),
        ("turned", BEFORE, taken(chain=("witness",))),
    ],
)  # fmt: skip
def test_each_kind_of_alert_goes_from_the_store_to_a_channel_once(
    looked: tuple[Store, Ledger, Outbox], database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    kind: str, before: Trace, after: Trace,
) -> None:  # fmt: skip
    store, ledger, box = looked
    monkeypatch.setattr(Store, "trace", lambda self, story: after)
    monkeypatch.setattr(Store, "trace_of", lambda self, reports, id_: before)
    start(store, ledger, box)
    outputs = Outputs(jsonl=str(tmp_path / "alerts.jsonl"))
    store.add(A, b"a")
    look(store, ledger, box, outputs, channels(outputs), AT, lambda _: None)
    upto = ledger.mark(UPTO) or ""
    joined(store, monkeypatch)
    for _ in range(2):
        look(store, ledger, box, outputs, channels(outputs), AT, lambda _: None)
        out(database, outputs)
        lines = [json.loads(line) for line in (tmp_path / "alerts.jsonl").read_text(encoding="utf8").splitlines()]
        told = [line for line in lines if line["kind"] == kind]
        assert len(told) == 1 and told[0]["evidence"], lines
        ledger.set_mark(UPTO, upto)  # looked at again, it is no alert any more


def test_stories_and_kinds_that_are_not_watched_are_left_out(
    looked: tuple[Store, Ledger, Outbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, ledger, box = looked
    start(store, ledger, box)
    store.add(A, b"a")
    joined(store, monkeypatch)
    upto = ledger.mark(UPTO)

    def go(outputs: Outputs) -> int:
        ledger.set_mark(UPTO, "0")
        return look(store, ledger, box, outputs, ("terminal",), AT, lambda _: None)

    assert upto is not None
    assert go(Outputs(stories=("شيء آخر",))) == 0
    assert go(Outputs(stories=("عُنوان",), kinds=("conflict",))) == 1
    assert go(Outputs(kinds=("fell",))) == 0


def test_what_a_store_held_before_the_watch_is_no_news(looked: tuple[Store, Ledger, Outbox]) -> None:
    store, ledger, box = looked
    store.add(A, b"a")
    store.add(B, b"b")
    start(store, ledger, box)
    assert look(store, ledger, box, Outputs(), ("terminal",), AT, lambda _: None) == 0


def test_how_long_to_wait() -> None:
    assert [pause(n, None, 0.0) for n in (1, 2, 3)] == [60.0, 120.0, 240.0]
    assert pause(99, None, 1.0) == LONGEST_PAUSE * 1.25
    assert pause(5, 7.0, 0.0) == 7.0 and pause(1, 0.0, 1.0) == 0.0
    assert 60.0 <= pause(1, None, 0.5) <= 75.0


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (None, None), ("", None), ("120", 120.0), (" 5 ", 5.0), ("999999999", LONGEST_ASKED), ("-1", None),
        ("soon", None),
        ("Thu, 01 Jan 1970 00:10:00 GMT", 500.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("1e9", None),
        ("Fri, 01 Jan 2999 00:00:00 GMT", LONGEST_ASKED), ("Fri, 99 Xxx 9999 99:99:99 GMT", None),
    ],
)  # fmt: skip
def test_retry_after(said: str | None, seconds: float | None) -> None:
    assert retry_after(said, 100.0) == seconds


def test_robots() -> None:
    rules = robots(200, "User-agent: *\nDisallow: /private/\nDisallow: /*.pdf$\nAllow: /private/open\nCrawl-delay: 7")
    assert rules.delay == 7.0 and rules.allows("https://a.example/news")
    assert rules.allows("https://a.example/private/open") and not rules.allows("https://a.example/private/x")
    assert not rules.allows("https://a.example/x.pdf")
    assert robots(404, "User-agent: *\nDisallow: /").allows("https://a.example/")
    for status in (None, 500, 503, 429):
        assert not robots(status, "").allows("https://a.example/")
    assert robots(200, "User-agent: *\nCrawl-delay: 99999").delay == LONGEST_DELAY
    assert robots(200, "User-agent: *\nCrawl-delay: nan\n").delay == 0.0
    assert robots(200, "User-agent: *\nRequest-rate: 1/20\n").delay == 20.0
    assert robots(200, "\x00\xff<html>no robots</html>").allows("https://a.example/")


def test_hostile_robots_cost_little() -> None:
    path = "https://a.example/" + "a" * 1500
    texts = ["User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*a*b$\n" * 20_000, "Disallow: /\n" * 100_000,
             "User-agent: *\nDisallow: /" + "*a" * 250_000, "User-agent: x\n" * 200_000]  # fmt: skip
    for text in texts:
        begin = time.monotonic()
        robots(200, text).allows(path)
        assert time.monotonic() - begin < 2.5
