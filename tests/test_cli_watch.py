"""The command `riwaya watch` as a program: killed, interrupted, wrongly configured."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from riwaya.store import Store
from served import CONFIG, Asked, Said, Site, page, publish, served
from watch_killed import killed


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


def command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "riwaya", "watch", str(folder / "watch.toml"), "--once"]


@pytest.mark.parametrize("after", [2, 7])
def test_killed_it_goes_on_where_it_was(site: Site, tmp_path: Path, after: int) -> None:
    """Killed without warning while it asks for a page: at the next run nothing is lost, nothing is doubled, and no page
    but the one that was being asked for is asked for twice."""
    total = 10
    publish(site, range(total))
    (tmp_path / "watch.toml").write_text(CONFIG.format(root=site.root, port=site.port))
    victim = subprocess.Popen(command(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def fatal(_: Asked) -> Said:
        if victim.poll() is None:
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
        return Said(page(after))

    site.pages[f"/{after}"] = fatal
    assert victim.wait(timeout=150) == -signal.SIGKILL
    assert site.paths() == ["/feed", *(f"/{n}" for n in range(after + 1))]
    with Store.open(tmp_path / "news.db") as store:
        assert store.summary().reports == after
    ran = subprocess.run(command(tmp_path), capture_output=True, text=True, timeout=150, check=False)
    assert ran.returncode == 0, ran.stderr
    asked = site.paths()
    assert all(asked.count(f"/{n}") == (2 if n == after else 1) for n in range(total)), asked
    with Store.open(tmp_path / "news.db") as store:
        assert store.summary().reports == store.summary().revisions == total


def test_interrupted_it_ends_at_once_and_says_so(site: Site, tmp_path: Path) -> None:
    publish(site, range(3))
    (tmp_path / "watch.toml").write_text(CONFIG.format(root=site.root, port=site.port))
    running = subprocess.Popen(command(tmp_path)[:-1], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 100
    while len(site.paths()) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130 and said.rstrip().endswith("riwaya: interrupted"), said
    assert "Traceback" not in said and said.count("new:") == 3


def test_a_wrong_configuration_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "watch.toml").write_text('contact = "x"\nfeeds = []\n')
    ran = subprocess.run(command(tmp_path), capture_output=True, text=True, timeout=150, check=False)
    assert ran.returncode == 2 and ran.stderr.count("\n") == 1 and "watch.toml:2: feeds: unknown" in ran.stderr


def test_killed_at_random_moments_it_loses_nothing_and_doubles_nothing(site: Site, tmp_path: Path) -> None:
    """bench/watch_kill.py does it many times."""
    campaign = killed(tmp_path, site, 4, seed=3)
    assert campaign.wrong == [] and campaign.kills == 4
    assert campaign.delivered() and campaign.said, "there was something to lose"
