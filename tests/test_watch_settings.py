"""The configuration of a watch: what it takes, and how it says what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from riwaya.watch import Settings, SettingsError, checked, load
from riwaya.watch.settings import SECRET, parse

WHOLE = """
contact = "desk@example.org"
store = "news.db"
again = ["3d", "6h"]
oldest = "10d"
opml = ["feeds.opml"]

[[feed]]
url = "https://news.example.org/rss"
name = "مرصد النبأ"
every = "30m"
again = []

[[feed]]
url = "https://b.example/sitemap.xml"

[[section]]
url = "https://c.example/politics"
match = '/\\d{6}$'

[[page]]
url = "https://d.example/story"

[manners]
delay = 5
hosts = 4

[limits]
page_mb = 2.5
seconds = 20
items = 100

[alerts]
terminal = false
atom = "alerts.xml"
jsonl = "alerts.jsonl"
stories = ["سوق العطارين"]
kinds = ["conflict", "changed"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "feeds.opml").write_text('<opml><body><outline xmlUrl="https://e.example/rss" text="E"/></body></opml>')
    return tmp_path


def test_the_whole_of_it(folder: Path) -> None:
    (folder / "watch.toml").write_text(WHOLE, encoding="utf8")
    settings = checked(load(str(folder / "watch.toml")))
    assert [w.url for w in settings.watched] == [
        "https://news.example.org/rss", "https://b.example/sitemap.xml", "https://c.example/politics",
        "https://d.example/story", "https://e.example/rss",
    ]  # fmt: skip
    first = settings.watched[0]
    assert (first.name, first.every, first.again) == ("مرصد النبأ", 1800.0, ())
    assert settings.watched[1].again is None and settings.again == (6 * 3600.0, 3 * 86400.0)
    assert settings.watched[2].match and settings.watched[2].match.search("/a/123456")
    assert settings.store == str(folder / "news.db") and settings.outputs.atom == str(folder / "alerts.xml")
    assert (settings.delay, settings.hosts, settings.oldest) == (5.0, 4, 864000.0)
    assert (settings.limits.page, settings.limits.seconds, settings.limits.items) == (2_500_000, 20.0, 100)
    assert settings.outputs.kinds == ("conflict", "changed") and not settings.outputs.terminal


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("contact = ", 1, "not TOML"),
        ('a = 1\nb = "x\n', 2, "not TOML"),
        ('contact = "a@b.example"\nfeeds = []', 2, "feeds: unknown"),
        ("contact = 5", 1, "a mail or web address was expected, not a number"),
        ('[[feed]]\nurl = "https://a.example/"\n\n[[feed]]\nurl = "ftp://a.example/"', 5, "neither http nor https"),
        ('[[feed]]\nname = "x"', 1, "feed.url: is missing"),
        ('[[feed]]\nurl = "http://127.0.0.1/"', 2, "loopback"),
        ('[[page]]\nurl = "http://169.254.169.254/"', 2, "link-local"),
        ('[[feed]]\nurl = "https://a.example/"\nevry = "1h"', 3, "feed.evry: unknown"),
        ('[[feed]]\nurl = "https://a.example/"\nevery = "soon"', 3, "no time such as"),
        ('[[feed]]\nurl = "https://a.example/"\nevery = "1s"', 3, "shorter than 60"),
        ('[[section]]\nurl = "https://a.example/"\nmatch = "("', 3, "regular expression"),
        ("[manners]\ndelay = 0", 2, "not between 1 and 600"),
        ("[manners]\ndelay = true", 2, "a number was expected, not true or false"),
        ("[limits]\n\npage_mb = 1000", 3, "not between"),
        ('[alerts]\nkinds = ["conflict", "x"]', 2, "“x” is none of report"),
        ('[alerts]\nwebhook = "http://10.0.0.1/"', 2, "private"),
        ('[alerts]\nsecret = "x"', 2, "unknown"),
        ('[security]\nloopback = ["10.0.0.1:80"]', 2, "not of this machine"),
        ('[security]\nloopback = ["127.0.0.1"]', 2, "ADDRESS:PORT"),
        ('[security]\nloopback = ["127.0.0.1:x"]', 2, "no port"),
        ('[security]\nallow = ["10.0.0.0/8"]', 2, "unknown"),
        ('store = "postgresql://u:secret@h/db"', 1, "password"),
        ("feed = 3", 1, "[[feed]] was expected"),
        ('again = ["x"]', 1, "no time"),
        ('opml = ["none.opml"]', 1, "no such file"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(SettingsError) as told:
        parse(text, "watch.toml")
    said = str(told.value)
    assert says in said and "\n" not in said
    assert said.startswith(f"watch.toml:{line}:")
    assert ":secret@" not in said


def test_what_has_to_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = '[[feed]]\nurl = "https://a.example/"'
    for text, says in (
        (f'store = "x.db"\n{feed}', "contact"), (f'contact = "me"\nstore = "x.db"\n{feed}', "contact"),
        (f'contact = "a@b.example\\r\\nX: y"\nstore = "x.db"\n{feed}', "contact"),
        (f'contact = "a@b.example"\n{feed}', "store"), ('contact = "a@b.example"\nstore = "x.db"', "nothing to watch"),
    ):  # fmt: skip
        with pytest.raises(SettingsError, match=says):
            checked(parse(text))
    whole = f'contact = "https://a.example/contact"\nstore = "x.db"\n{feed}\n[alerts]\nwebhook = "https://h.example/"'
    monkeypatch.delenv(SECRET, raising=False)
    with pytest.raises(SettingsError, match=SECRET):
        checked(parse(whole))
    monkeypatch.setenv(SECRET, "s")
    assert isinstance(checked(parse(whole)), Settings)


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        load(str(tmp_path / "none.toml"))
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        load(str(tmp_path / "x.toml"))


def test_loopback_may_be_let_in_by_name_only() -> None:
    settings = parse('[[feed]]\nurl = "http://127.0.0.1:8000/"\n[security]\nloopback = ["127.0.0.1:8000", "[::1]:80"]')
    assert len(settings.policy.loopback) == 2 and settings.watched[0].url == "http://127.0.0.1:8000/"


def test_the_configuration_of_the_docs_is_taken_and_every_key_is_told(folder: Path) -> None:
    docs = Path(__file__).resolve().parents[1] / "docs"
    told = {name: (docs / name).read_text(encoding="utf8") for name in ("watch.md", "alerts.md", "security.md")}
    for name, text in told.items():
        for block in re.findall(r"^```toml\n(.*?)^```", text, re.M | re.S):
            settings = parse(block, str(folder / name))
            assert settings.watched or settings.outputs.webhook or settings.policy.loopback
    whole = " ".join(told.values())
    with pytest.raises(SettingsError) as known:
        parse("nothing = 1")
    keys = re.findall(r"\w+", str(known.value).partition("known here: ")[2])
    for table in ("limits", "manners", "alerts", "security"):
        with pytest.raises(SettingsError) as known:
            parse(f"[{table}]\nnothing = 1")
        keys += re.findall(r"\w+", str(known.value).partition("known here: ")[2])
    assert len(keys) > 20 and [k for k in keys if k not in whole] == []
