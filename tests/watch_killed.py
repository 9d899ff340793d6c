"""A watch as a program, killed at random moments, and what must hold each time; for a test and bench/watch_kill.py.

A moment is a line that the watch writes and a short while after it, so that kills fall into every stage (reading feeds,
pages, settling, tracing, alerts, files) however fast the machine is.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from riwaya.store import Store
from riwaya.store.engine import Database
from riwaya.watch.outbox import Outbox
from served import CONFIG, LEADS, Said, Site, page, rss

_LONGEST = 200.0  #: seconds that a run may take
_MOMENT = 0.3  #: seconds after a line, at most


@dataclass
class Campaign:
    """A store that one watch after another is killed on; `wrong` tells what did not hold."""

    folder: Path
    site: Site
    chance: random.Random
    said: set[str] = field(default_factory=set)  #: addresses of pages that a watch said were kept
    asked: Counter[str] = field(default_factory=Counter)  #: pages by how often they were asked for
    in_flight: str = ""  #: the page that a killed watch asked for last
    published: int = 0
    kills: int = 0
    stages: Counter[str] = field(default_factory=Counter)  #: what the last line before each kill was of
    wrong: list[str] = field(default_factory=list)

    def publish(self, more: int) -> None:
        """Let the feed name so many pages more. Each tells a lead again that others told, with a line of its own."""
        first, self.published = self.published, self.published + more
        for n in range(first, self.published):
            own = f"وقال شاهد رقم {n} إن {n + 3} سيارات توقفت عند المكان."
            self.site.pages[f"/{n}"] = Said(page(n // 2 % len(LEADS), own), headers={"Content-Type": "text/html"})
        feed = rss([(f"{self.site.root}/{n}", f"t{n}") for n in range(self.published)])
        self.site.pages["/feed"] = Said(feed)
        (self.folder / "watch.toml").write_text(CONFIG.format(root=self.site.root, port=self.site.port))

    def run(self, lines: int | None) -> None:
        """A watch that is killed a moment after it wrote so many lines; None lets it end. Then look at what is left."""
        start = len(self.site.asked)
        command = [sys.executable, "-m", "riwaya", "watch", str(self.folder / "watch.toml"), "--once"]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert running.stderr is not None
        told: list[str] = []
        while lines is None or len(told) < lines:
            line = running.stderr.readline()
            if not line:
                break
            told.append(line)
        if lines is not None:
            time.sleep(self.chance.random() ** 2 * _MOMENT)
            running.send_signal(signal.SIGKILL)
        told += running.stderr.read().splitlines(keepends=True)
        running.stderr.close()
        code = running.wait(timeout=_LONGEST)
        if code not in (0, -signal.SIGKILL):
            self.wrong.append(f"ended with {code}: {''.join(told[-3:])}")
        self.kills += code == -signal.SIGKILL
        if code:
            self.stages[_stage(told[-1]) if told else "before anything"] += 1
        self.said |= {line.split(": new: ")[0].split(" ")[-1] for line in told if ": new: " in line}
        self._fetched([a.path for a in self.site.asked[start:]], killed=code != 0)
        self._kept()

    def _fetched(self, paths: list[str], *, killed: bool) -> None:
        pages = [p for p in paths if p not in ("/robots.txt", "/feed")]
        again = [p for n, p in enumerate(pages) if (self.asked[p] or p in pages[:n]) and p != self.in_flight]
        self.wrong += [f"{p} was asked for again" for p in again]
        self.wrong += [f"{p} was asked for twice in one run" for p, n in Counter(pages).items() if n > 1]
        self.asked.update(pages)
        if pages or not killed:
            self.in_flight = pages[-1] if killed else ""

    def _kept(self) -> None:
        where = str(self.folder / "news.db")
        with Store.open(where) as store:
            urls = [store.report(r.id).url or "" for r in store.reports(limit=10_000)]
            self.wrong += [f"{url}: said to be kept, and lost" for url in sorted(self.said - set(urls))]
            self.wrong += [f"{url} is there twice" for url, n in Counter(urls).items() if n > 1]
            if store.summary().revisions != len(urls):
                self.wrong.append("a page that did not change has two revisions")
            self.wrong += store.check()
        self.wrong += [f"alert {key} went out twice" for key, n in Counter(self.delivered()).items() if n > 1]

    def delivered(self) -> list[str]:
        """The keys of all alerts in the file, in order. A line that a kill cut off is none."""
        place = self.folder / "alerts.jsonl"
        lines = place.read_text(encoding="utf8").split("\n") if place.is_file() else []
        return [json.loads(line)["key"] for line in lines if line.endswith("}")]

    def ended(self) -> None:
        """Let a watch end, and see that all is there in the end, and that the next one finds nothing to do."""
        self.run(None)
        with Store.open(self.folder / "news.db") as store:
            if store.summary().reports != self.published:
                self.wrong.append(f"{store.summary().reports} reports of {self.published}")
        self.wrong += [f"/{n} was never asked for" for n in range(self.published) if not self.asked[f"/{n}"]]
        database = Database(self.folder / "news.db")
        try:
            found = {alert.key for alert, _ in Outbox(database).latest(10_000)}
        finally:
            database.close()
        if found != set(self.delivered()):
            self.wrong.append(f"{len(found)} alerts were found, {len(set(self.delivered()))} went out")
        before = len(self.delivered()), len(self.site.paths())
        self.run(None)
        if (len(self.delivered()), len(self.site.paths())) != (before[0], before[1] + 1):
            self.wrong.append("a watch with nothing to do did something")


def _stage(line: str) -> str:
    return next((name for mark, name in (("/feed", "after a feed"), (": new", "after a page"),
                                         ("looking at", "while alerts were looked for")) if mark in line), "elsewhere")


def killed(folder: Path, site: Site, kills: int, seed: int) -> Campaign:
    """Kill so many watches on one store, each with new pages to read and what those before left; then let one end."""
    campaign = Campaign(folder, site, random.Random(seed))
    while campaign.kills < kills and not campaign.wrong:
        campaign.publish(campaign.chance.randrange(1, 7))
        campaign.run(campaign.chance.randrange(0, 11))
    if not campaign.wrong:
        campaign.ended()
    return campaign
