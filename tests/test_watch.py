"""The whole of a watch, on a small server of the tests' own: polite, bounded, and going on where it was."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest

from riwaya.alerts import Alert
from riwaya.model import Report, Story, Trace
from riwaya.store import Store
from riwaya.store.engine import Database
from riwaya.watch import (
    Outcome,
    Outputs,
    Policy,
    Settings,
    SettingsError,
    Taken,
    Watched,
    fetch,
    status,
    watch,
)
from riwaya.watch.fetching import Limits
from riwaya.watch.ledger import Ledger
from served import Asked, Said, Site, page, publish, rss, served


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def go(site: Site, tmp_path: Path) -> Callable[..., tuple[Outcome, list[str], list[Alert]]]:
    """Goes round once; gives the outcome, the lines that were told, and the alerts that were shown."""

    def go(*found: Watched, **more: object) -> tuple[Outcome, list[str], list[Alert]]:
        settings = Settings(
            "desk@example.org", str(tmp_path / "news.db"), found or (Watched("feed", f"{site.root}/feed"),), delay=0.0,
            limits=Limits(seconds=1.0, silence=0.5), policy=Policy(frozenset({(ip_address("127.0.0.1"), site.port)})),
        )  # fmt: skip
        told: list[str] = []
        shown: list[Alert] = []
        settings = replace(settings, **more)  # type: ignore[arg-type]
        outcome = watch(settings, once=True, show=lambda a, _: shown.append(a), tell=told.append)
        return outcome, told, shown

    return go


def test_what_a_feed_names_is_kept_and_asked_for_once(site: Site, go, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    publish(site, range(3), "?utm_source=rss")
    outcome, *_ = go()
    assert (outcome.feeds, outcome.found, outcome.new, outcome.failed, outcome.waiting) == (1, 3, 3, 0, 0)
    assert site.paths() == ["/feed", "/0", "/1", "/2"]
    assert site.asked[0].path == "/robots.txt" and len(site.asked) == 5
    assert all(a.headers["User-Agent"].endswith("(+desk@example.org)") for a in site.asked)
    with Store.open(tmp_path / "news.db") as store:
        assert store.summary().reports == 3
        found = store.report(store.reports()[0].id)
        assert found.url and "utm" not in found.url and store.page(found.id).startswith(b"<html>")
    site.asked.clear()
    outcome, *_ = go()
    assert site.paths() == ["/feed"] and outcome.new == outcome.found == 0


def test_a_feed_is_asked_for_conditionally(site: Site, go) -> None:  # type: ignore[no-untyped-def]
    publish(site, range(1))
    body = site.pages["/feed"].body  # type: ignore[union-attr]

    def feed(asked: Asked) -> Said:
        if asked.headers.get("If-None-Match") == '"f"':
            return Said(status=304)
        return Said(body, headers={"ETag": '"f"', "Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT"})

    site.pages["/feed"] = feed
    go()
    outcome, told, _ = go()
    assert any("not modified" in line for line in told) and outcome.feeds == 1
    assert site.asked[-1].headers["If-Modified-Since"] == "Sat, 21 Nov 2026 10:00:00 GMT"


def test_robots_are_obeyed_and_asked_once_a_day(site: Site, go) -> None:  # type: ignore[no-untyped-def]
    publish(site, range(3))
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: riwaya\nDisallow: /1\nCrawl-delay: 0.3\n"
    site.pages["/robots.txt"] = Said(rules)
    start = time.monotonic()
    outcome, told, _ = go()
    assert site.paths() == ["/feed", "/0", "/2"] and outcome.new == 2 and outcome.failed == 1
    assert time.monotonic() - start >= 0.9, "three questions after robots.txt, .3 seconds before each"
    assert any("robots.txt does not allow it" in line for line in told)
    go()
    assert [a.path for a in site.asked].count("/robots.txt") == 1


@pytest.mark.parametrize(
    "said", [Said(status=500), Said(status=503), Said(parts=lambda: iter([b"x" * 3_000_000]))],
    ids=["500", "503", "huge"],
)  # fmt: skip
def test_without_robots_nothing_is_asked(site: Site, go, said: Said) -> None:  # type: ignore[no-untyped-def]
    publish(site, range(1))
    site.pages["/robots.txt"] = said
    outcome, *_ = go()
    assert site.paths() == [] and outcome.failed == 1


def test_one_question_a_host_at_a_time_and_a_breath_between(site: Site, go) -> None:  # type: ignore[no-untyped-def]
    def slow(n: int) -> Callable[[Asked], Said]:
        def answer(_: Asked) -> Said:
            time.sleep(0.05)
            return Said(page(n))

        return answer

    publish(site, range(4))
    for n in range(4):
        site.pages[f"/{n}"] = slow(n)
    site.pages["/more"] = site.pages["/feed"]
    start = time.monotonic()
    outcome, *_ = go(Watched("feed", f"{site.root}/feed"), Watched("feed", f"{site.root}/more"), delay=0.1)
    assert outcome.new == 4 and site.most == 1
    assert time.monotonic() - start >= 6 * 0.1


def test_a_busy_host_is_left_alone_as_long_as_it_asks(site: Site, go, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    publish(site, range(4))
    site.pages["/1"] = Said(status=429, headers={"Retry-After": "3600"})
    outcome, told, _ = go()
    assert site.paths() == ["/feed", "/0", "/1"] and outcome.waiting == 3
    assert any("asks to come back later" in line for line in told)
    site.asked.clear()
    go()
    assert site.asked == [], "the host rests, feed and all, over the end of the program"
    database = Database(tmp_path / "news.db")
    host = Ledger(database).host("127.0.0.1")
    database.close()
    assert 3500 < host.until - time.time() < 3600 * 1.3 and host.failures == 1


def test_a_page_that_fails_comes_again_later_and_one_that_is_gone_does_not(site: Site, go, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    publish(site, range(3))
    site.pages["/0"] = Said(status=500)
    site.pages["/1"] = Said(status=404)
    outcome, *_ = go()
    assert (outcome.new, outcome.failed, outcome.waiting) == (1, 2, 1)
    _, counts = status(str(tmp_path / "news.db"))
    assert (counts.waiting, counts.kept, counts.gone) == (1, 1, 1)
    site.asked.clear()
    go()
    assert site.paths() == ["/feed"], "not before its time"


def test_a_page_is_looked_at_again_where_asked_and_its_change_is_kept(  # type: ignore[no-untyped-def]
    site: Site, go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def untraced(reports: Sequence[Report], _: object = None, *, id_: str = "s") -> Trace:
        return Trace("0", tuple(reports), (), (), (Story(id_, "t", tuple(r.id for r in reports)),))

    # no encoder is needed to see a change
    monkeypatch.setattr(Store, "trace_of", lambda self, reports, id_: untraced(reports, id_=id_))
    monkeypatch.setattr(Store, "trace", lambda self, s: untraced([self.report(r.id) for r in self.story_reports(s)]))
    publish(site, range(1))
    go(again=(0.01, 3600.0))
    site.pages["/0"] = Said(page(0, "وارتفع العدد إلى عشرين."))
    time.sleep(0.05)
    database = Database(tmp_path / "news.db")
    ledger = Ledger(database)
    known = ledger.page(f"{site.root}/0")
    assert known and known.due and known.state == "kept"
    ledger.save_page(replace(known, due=time.time() - 1))
    database.close()
    outcome, _, shown = go(again=(0.01, 3600.0))
    assert outcome.revised == 1
    assert [a.kind for a in shown if a.kind == "changed"] == ["changed"]
    changed = next(a for a in shown if a.kind == "changed")
    assert any("وارتفع" in now for now in changed.now) and "without saying so" in changed.text
    assert go(again=(0.01, 3600.0))[2] == []


def test_a_feed_that_says_a_page_was_updated_has_it_read_again(site: Site, go) -> None:  # type: ignore[no-untyped-def]
    def atom(updated: str) -> Said:
        return Said((f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>t</title><link href="{site.root}/0"/>'
                     f"<id>x</id><updated>{updated}</updated></entry></feed>").encode())  # fmt: skip

    publish(site, range(1))
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 7200))
    site.pages["/feed"] = atom(now)
    go()
    go()
    assert site.paths().count("/0") == 1
    site.pages["/feed"] = atom(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3600)))
    go()
    assert site.paths().count("/0") == 2 and site.asked[-1].headers["If-None-Match"] == '"0"'


def test_sections_pages_sitemaps_and_redirects(site: Site, go, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    publish(site, range(5))
    site.pages["/section"] = Said(b"<html><body><a href='/0'>one two three four</a><a href='/x'>x</a></body></html>")
    index = f"<sitemapindex><sitemap><loc>{site.root}/s.xml.gz</loc></sitemap></sitemapindex>"
    site.pages["/index.xml"] = Said(index.encode())
    site.pages["/s.xml.gz"] = Said(gzip.compress(f"<urlset><url><loc>{site.root}/1</loc></url></urlset>".encode()))
    site.pages["/old"] = Said(status=301, headers={"Location": "/2"})
    outcome, *_ = go(
        Watched("section", f"{site.root}/section"), Watched("feed", f"{site.root}/index.xml"),
        Watched("page", f"{site.root}/old"), Watched("page", f"{site.root}/3#top"),
    )  # fmt: skip
    assert outcome.new == 4 and sorted(p for p in site.paths() if p[1:].isdigit()) == ["/0", "/1", "/2", "/3"]
    site.asked.clear()
    go(Watched("page", f"{site.root}/2"))
    assert site.paths() == [], "known already, as where the old address led"


def test_sitemaps_that_name_one_another_are_read_once(site: Site, go) -> None:  # type: ignore[no-untyped-def]
    def index(*names: str) -> Said:
        places = "".join(f"<sitemap><loc>{site.root}/{name}</loc></sitemap>" for name in names)
        return Said(f"<sitemapindex>{places}</sitemapindex>".encode())

    site.pages["/a.xml"] = index("a.xml", "b.xml", *(f"n{n}.xml" for n in range(60)))
    site.pages["/b.xml"] = index("a.xml", "b.xml", "c.xml")
    outcome, *_ = go(Watched("feed", f"{site.root}/a.xml"))
    assert site.paths().count("/a.xml") == site.paths().count("/b.xml") == 1 and "/c.xml" not in site.paths()
    assert len(site.paths()) == 51 and outcome.new == 0


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("http://10.0.0.1/", "private"), ("http://169.254.169.254/latest/", "link-local"),
        ("file:///etc/passwd", "neither"), ("http://[::ffff:127.0.0.1]:1/", "loopback"),
        ("http://2130706433/", "disguise"), ("http://localhost:1/", "local"), ("/loop", "circle"), ("http://.", "host"),
    ],
)  # fmt: skip
def test_redirects_lead_nowhere_they_should_not(site: Site, go, place: str, says: str) -> None:  # type: ignore[no-untyped-def]
    site.pages["/loop"] = Said(status=302, headers={"Location": place})
    outcome, told, _ = go(Watched("page", f"{site.root}/loop"))
    assert outcome.failed == 1 and any(says in line for line in told), told
    assert site.paths() == ["/loop"]


def test_a_chain_of_redirects_ends(site: Site, go) -> None:  # type: ignore[no-untyped-def]
    for n in range(30):
        site.pages[f"/r{n}"] = Said(status=302, headers={"Location": f"/r{n + 1}"})
    _, told, _ = go(Watched("page", f"{site.root}/r0"))
    assert len(site.paths()) == 6 and any("more than 5 times" in line for line in told)


def test_hostile_pages_cost_a_line_each_and_nothing_else(site: Site, go) -> None:  # type: ignore[no-untyped-def]
    def endless() -> Iterator[bytes]:
        while True:
            yield b"<p>x" * 50_000

    publish(site, range(8))
    site.pages["/0"] = Said(parts=endless)
    site.pages["/1"] = Said(gzip.compress(bytes(20_000_000)), headers={"Content-Encoding": "gzip"})
    site.pages["/2"] = Said(b"%PDF-1.4")
    site.pages["/3"] = Said(b"")
    site.pages["/4"] = Said(b"<html><body>menu</body></html>")
    site.pages["/5"] = Said(page(5).decode().replace("البعثة", "<script>alert(1)</script>البعثة").encode("utf-8"))
    site.pages["/6"] = Said(b'<meta charset="utf-8">' + page(6).decode().encode("cp1256"))
    outcome, told, _ = go()
    assert outcome.new == 3 and outcome.failed == 2 and outcome.unread == 3
    assert all("\n" not in line for line in told)


def test_a_page_does_not_speak_for_another(site: Site, go, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    publish(site, range(2))
    go()
    forged = page(3).decode().replace("<head>", f'<head><link rel="canonical" href="{site.root}/0">'
                                      f'<meta property="og:url" content="{site.root}/0">')  # fmt: skip
    site.pages["/3"] = Said(forged.encode())
    outcome, *_ = go(Watched("page", f"{site.root}/3"))
    assert (outcome.new, outcome.revised) == (1, 0)


def test_days_in_the_future_are_none(site: Site, go, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    stamp = '<meta property="article:published_time" content="2099-01-01T00:00:00Z">'
    site.pages["/0"] = Said(page(0).decode().replace("<head>", "<head>" + stamp).encode())
    day = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() - 3600))
    site.pages["/feed"] = Said(rss([(f"{site.root}/0", "t", day)]))
    go()
    with Store.open(tmp_path / "news.db") as store:
        found = store.report(store.reports()[0].id)
        assert found.published and found.published.startswith("20") and found.published < "2099"


def test_what_is_older_than_asked_for_is_not_fetched(site: Site, go) -> None:  # type: ignore[no-untyped-def]
    publish(site, range(2))
    site.pages["/feed"] = Said(rss([(f"{site.root}/0", "t", "Mon, 01 Jan 2001 00:00:00 GMT"), (f"{site.root}/1", "t")]))
    _, told, _ = go()
    assert site.paths() == ["/feed", "/1"] and any("1 older than asked for" in line for line in told)


def test_a_feed_that_fails_is_put_off_and_the_others_are_read(site: Site, go) -> None:  # type: ignore[no-untyped-def]
    publish(site, range(1))
    site.pages["/bad"] = Said(b"<html>no feed</html>")
    both = (Watched("feed", f"{site.root}/bad"), Watched("feed", f"{site.root}/feed"))
    outcome, told, _ = go(*both)
    assert outcome.new == 1 and outcome.failed == 1 and any("/bad: neither a feed" in line for line in told)
    site.asked.clear()
    go(*both)
    assert site.paths() == ["/feed"]


def test_two_watches_do_not_run_on_one_store(site: Site, go, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    publish(site, range(1))
    database = Database(tmp_path / "news.db")
    ledger = Ledger(database)
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        ledger.set_mark("watch", f"{socket.gethostname()} {sleeper.pid} {time.time() + 60}")
        with pytest.raises(Taken, match="another watch runs"):
            go()
        assert site.asked == []
    finally:
        sleeper.kill()
        sleeper.wait()
    assert go()[0].new == 1, "one that was killed does not stand in the way"
    assert ledger.mark("watch") is None
    ledger.set_mark("watch", f"{socket.gethostname()} {os.getppid()} {time.time() - 1}")  # its number, another process
    assert go()[0].feeds == 1
    ledger.set_mark("watch", f"elsewhere 1 {time.time() - 1}")
    assert go()[0].feeds == 1
    database.close()


def test_a_store_that_fails_is_one_line_and_the_page_waits(site: Site, go, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from riwaya.store import StoreError

    publish(site, range(2))

    def full(*_: object) -> None:
        raise StoreError("news.db: the disk is full; nothing of the last write was kept")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "add", full)
        with pytest.raises(StoreError, match="disk is full"):
            go()
    outcome, *_ = go()
    assert outcome.new == 2


def test_pages_by_their_addresses(site: Site, tmp_path: Path) -> None:
    publish(site, range(3))
    site.pages["/r"] = Said(status=302, headers={"Location": "/2"})
    site.pages["/robots.txt"] = Said(b"User-agent: *\nDisallow: /1\n")
    settings = Settings("desk@example.org", str(tmp_path / "news.db"), delay=0.0,
                        policy=Policy(frozenset({(ip_address("127.0.0.1"), site.port)})))  # fmt: skip
    done: list[int] = []
    asked = ["/0?utm_source=x", "/1", "/none", "/r"]
    found = fetch([*(site.root + p for p in asked), "http://10.0.0.1/", "no address"], settings, done.append)
    reports = [got[0].url if isinstance(got, tuple) else got.reason for got in found]
    assert reports[0] == f"{site.root}/0" and reports[3] == f"{site.root}/2"
    assert "robots" in str(reports[1]) and "404" in str(reports[2]) and "private" in str(reports[4])
    assert reports[5] == "not an address of the web" and sorted(done) == [1, 2, 3, 4, 5, 6]
    with pytest.raises(SettingsError, match="contact"):
        fetch([], replace(settings, contact=""))


def test_old_alerts_of_a_store_are_no_news(site: Site, go, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from riwaya.intake import read_page

    with Store.open(tmp_path / "news.db") as store:
        for n in range(3):
            data = page(n, "x")
            store.add(read_page(data, f"https://a.example/{n}"), data)
            store.add(read_page(page(n, "y"), f"https://a.example/{n}"), page(n, "y"))
    site.pages["/feed"] = Said(rss([]))
    assert go(outputs=Outputs())[2] == []


def test_the_second_report_of_an_example_gives_its_alerts(site: Site, go, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The whole way with the real stages: one report of the market's fire, then a second that contradicts it."""
    reports = Path(__file__).resolve().parents[1] / "examples" / "market-fire" / "reports"
    path, told = tmp_path / "alerts.jsonl", []
    for names in (["01_mijdaf"], ["01_mijdaf", "03_qandil"], ["01_mijdaf", "03_qandil"]):
        for name in names:
            site.pages[f"/{name}"] = Said((reports / f"{name}.txt").read_bytes())
        site.pages["/feed"] = Said(rss([(f"{site.root}/{name}", name) for name in names]))
        told.append(go(outputs=Outputs(jsonl=str(path)))[2])
    assert told[0] == told[2] == [] and {"report", "conflict"} <= {a.kind for a in told[1]}
    conflicts = [a for a in told[1] if a.kind == "conflict"]
    assert any("60" in a.text and "160" in a.text and len(a.evidence) == 2 for a in conflicts)
    kept = path.read_text(encoding="utf8").splitlines()
    assert [json.loads(line)["key"] for line in kept] == [a.key for a in told[1]]
    lines, counts = status(str(tmp_path / "news.db"))
    assert "/feed: last read 20" in lines[0] and (counts.waiting, counts.kept) == (0, 2)
