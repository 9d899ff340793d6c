"""The desk's door: who comes in, by which name it is called, what it lets a browser do, how much it takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from desk_kept import kept
from invented import bakery
from riwaya.desk import places
from riwaya.desk.app import build
from riwaya.desk.door import POLICY, called_rightly, form_token, pass_for
from riwaya.desk.settings import Settings, key_from, refusal
from riwaya.store import Store

TOKEN, READ = "correct-correct-correct", "read-read-read-read-read"
BASE = "http://127.0.0.1:8018"
Client = Callable[..., TestClient]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    with kept(tmp_path_factory.mktemp("door"), bakery()) as (store, ids):
        yield store, ids[0]


@pytest.fixture
def client(held: tuple[Store, str]) -> Client:
    def made(peer: str = "127.0.0.1", base: str = BASE, **settings: object) -> TestClient:
        app = build(held[0], Settings(**settings))  # type: ignore[arg-type]
        return TestClient(app, base_url=base, client=(peer, 50000), follow_redirects=False)

    return made


def token_of(client: TestClient, path: str = "/stories") -> str:
    """What a form of this session carries, from a page."""
    text = client.get(path).text
    return text.split('name="form_token" value="')[1].split('"')[0]


# How it may be started

@pytest.mark.parametrize(
    ("settings", "starts"),
    [
        ({}, True), ({"host": "localhost"}, True), ({"host": "::1"}, True), ({"host": "0.0.0.0"}, False),
        ({"host": "192.0.2.1"}, False), ({"host": "0.0.0.0", "token": TOKEN}, True), ({"token": "short"}, False),
        ({"host": "::", "read_token": READ}, True), ({"host": "0.0.0.0", "identity": "X-Remote-User"}, True),
        ({"token": TOKEN, "read_token": TOKEN}, False), ({"correctors": ("a",)}, False),
    ],
)  # fmt: skip
def test_off_loopback_it_starts_with_a_token_or_a_proxy_only(settings: dict[str, object], starts: bool) -> None:
    assert (refusal(Settings(**settings)) is None) == starts  # type: ignore[arg-type]


def test_the_command_line_refuses(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from riwaya.cli import main

    monkeypatch.delenv("RIWAYA_DESK_TOKEN", raising=False)
    monkeypatch.delenv("RIWAYA_DESK_READ_TOKEN", raising=False)
    assert main(["desk", "--host", "0.0.0.0", "--store", "x.db"]) == 2
    assert "RIWAYA_DESK_TOKEN" in capsys.readouterr().err
    assert main(["desk"]) == 2
    assert main(["desk", "no/such/folder"]) == 2


# By which name

@pytest.mark.parametrize(
    ("host", "right"),
    [
        ("127.0.0.1:8018", True), ("localhost", True), ("[::1]:8018", True), ("192.0.2.7", True),
        ("desk.example", True), ("DESK.example:443", True), ("evil.example", False), ("", False),
        ("a@127.0.0.1", False),
        ("127.0.0.1.evil.example", False), ("localhost/evil", False), ("[::1", False), ("127.0.0.1 x", False),
    ],
)  # fmt: skip
def test_it_answers_to_its_names_only(host: str, right: bool) -> None:
    assert called_rightly(host, Settings(names=("desk.example",))) == right


def test_a_name_that_leads_here_by_somebody_else_is_refused(client: Client) -> None:
    assert client().get("/stories", headers={"host": "rebound.example:8018"}).status_code == 421
    assert client().get("/stories.json", headers={"host": "rebound.example"}).status_code == 421


# Who asks

def test_a_token_is_asked_for(client: Client) -> None:
    c = client(token=TOKEN, read_token=READ)
    answer = c.get("/stories?order=biggest")
    assert answer.status_code == 303 and answer.headers["location"] == "/enter?back=%2Fstories%3Forder%3Dbiggest"
    refused = c.get("/stories.json")
    assert refused.status_code == 401 and refused.headers["www-authenticate"].startswith("Bearer")
    assert c.get("/enter").status_code == 200 and c.get("/healthz").status_code == 200
    for bearer, status in ((TOKEN, 200), (READ, 200), ("wrong", 401), ("", 401)):
        assert c.get("/stories.json", headers={"authorization": f"Bearer {bearer}"}).status_code == status


def test_entering_and_leaving(client: Client) -> None:
    c = client(token=TOKEN, read_token=READ)
    form = token_of(c, "/enter")
    assert c.post("/enter", data={"form_token": form, "token": "wrong"}).status_code == 403
    came = c.post("/enter", data={"form_token": form, "token": READ, "back": "https://evil.example/"})
    assert came.status_code == 303 and came.headers["location"] == "/stories"
    assert READ not in came.headers["set-cookie"] and "HttpOnly" in came.headers["set-cookie"]
    assert c.get("/stories").status_code == 200
    assert c.get("/bring").status_code == 403  # who reads does not bring in
    c.post("/leave", data={"form_token": form})
    assert c.get("/stories").status_code == 303


def test_a_pass_cannot_be_made_or_kept_for_ever(client: Client) -> None:
    settings = Settings(token=TOKEN, read_token=READ, key=key_from(TOKEN, READ))
    good = pass_for(settings, "read")
    for bad in (good.replace("read", "correct", 1), good[:-1] + ("0" if good[-1] != "0" else "1"), "read.99999999999.",
                pass_for(settings, "read", time.time() - 40 * 24 * 3600), pass_for(Settings(), "correct")):
        c = client(token=TOKEN, read_token=READ, key=settings.key)
        c.cookies.set("riwaya_pass", bad)
        assert c.get("/stories.json").status_code == 401, bad
    c = client(token=TOKEN, read_token=READ, key=settings.key)
    c.cookies.set("riwaya_pass", good)
    assert c.get("/stories.json").status_code == 200


def test_a_proxy_is_believed_only_where_it_stands(client: Client) -> None:
    told = {"X-Remote-User": "salma"}
    proxied = {"identity": "X-Remote-User", "correctors": ("salma",)}
    assert client(**proxied).get("/stories.json", headers=told).status_code == 200
    assert client(peer="192.0.2.9", **proxied).get("/stories.json", headers=told).status_code == 403
    assert client(**proxied).get("/stories.json").status_code == 403
    both = [("X-Remote-User", "salma"), ("X-Remote-User", "admin")]
    assert client(**proxied).get("/stories.json", headers=both).status_code == 403
    assert client(**proxied).get("/bring", headers=told).status_code == 200
    assert client(**proxied).get("/bring", headers={"X-Remote-User": "omar"}).status_code == 403
    # Without the header being switched on by name, it says nothing.
    assert client(token=TOKEN).get("/stories.json", headers=told).status_code == 401


def test_whoever_the_proxy_names_stands_in_the_log(client: Client, held: tuple[Store, str]) -> None:
    c = client(identity="X-Remote-User", correctors=("*",))
    given = {"kind": "source-name", "target": [{"report": "marsad", "words": "رئيس البلدية سمير حداد"}],
             "value": "س. حداد", "who": "somebody else"}  # fmt: skip
    answer = c.post(f"/api/stories/{held[1]}/corrections", json=given, headers={"X-Remote-User": "salma"})
    assert answer.status_code == 201 and answer.json()["who"] == "salma"
    assert c.delete(f"/api/corrections/{answer.json()['id']}", headers={"X-Remote-User": "omar"}).status_code == 200


def test_who_reads_changes_nothing(client: Client, held: tuple[Store, str]) -> None:
    c = client(token=TOKEN, read_token=READ)
    bearer = {"authorization": f"Bearer {READ}"}
    form = form_token(c.app.state.house.settings, "x" * 24)  # type: ignore[attr-defined]
    c.cookies.set("riwaya_session", "x" * 24)
    posts = [("/bring", {"text": "words"}), (places.story(held[1], "correct"), {"kind": "claim-split", "target": "[]"}),
             (places.story(held[1], "undo"), {"correction": "fix-1"})]  # fmt: skip
    for path, data in posts:
        assert c.post(path, data={**data, "form_token": form}, headers=bearer).status_code == 403, path
    assert c.post("/api/reports", json={"text": "x"}, headers=bearer).status_code == 403
    assert c.delete("/api/corrections/fix-1", headers=bearer).status_code == 403
    assert "correct?" not in c.get(places.story(held[1], "reports", "marsad"), headers=bearer).text


# What changes something comes from the desk's own pages

def test_a_form_carries_its_sessions_token(client: Client) -> None:
    c = client()
    form = token_of(c)
    assert c.post("/language", data={"speech": "ar", "form_token": form}).status_code == 303
    assert c.post("/language", data={"speech": "ar"}).status_code == 403
    assert c.post("/language", data={"speech": "ar", "form_token": "0" * 64}).status_code == 403
    other = client()
    token_of(other)
    assert other.post("/language", data={"speech": "ar", "form_token": form}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
     {"sec-fetch-site": "same-site"}, {"origin": "http://127.0.0.1:9999"}],
)  # fmt: skip
def test_other_sites_change_nothing(client: Client, headers: dict[str, str]) -> None:
    c = client()
    form = token_of(c)
    assert c.post("/language", data={"speech": "ar", "form_token": form}, headers=headers).status_code == 403
    assert c.post("/api/reports", json={"text": "x"}, headers=headers).status_code == 403


def test_no_open_redirect(client: Client) -> None:
    c = client()
    form = token_of(c)
    away = ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/x\r\nset-cookie: a=b")
    for back, to in (*((a, "/stories") for a in away), ("/bring", "/bring")):
        answer = c.post("/language", data={"speech": "ar", "form_token": form, "back": back})
        assert answer.headers["location"] == to, back


# What a browser may do with a page

def test_every_answer_forbids_what_it_does_not_need(client: Client, held: tuple[Store, str]) -> None:
    c = client()
    for path in ("/stories", "/stories.json", "/no/such", places.story(held[1]), "/static/x/desk.css", "/enter"):
        headers = c.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
        assert "server" not in headers
    assert "'unsafe" not in POLICY and "default-src 'none'" in POLICY and "frame-ancestors 'none'" in POLICY


def test_cookies_are_out_of_reach(client: Client) -> None:
    given = client().get("/stories").headers.get_list("set-cookie")
    assert given and all("HttpOnly" in c and "SameSite=Lax" in c and "Secure" not in c for c in given)
    over = client().get("/stories", headers={"x-forwarded-proto": "https"}).headers.get_list("set-cookie")
    assert over and all("Secure" in c for c in over)
    strange = client(peer="192.0.2.9").get("/stories", headers={"x-forwarded-proto": "https"})
    assert "Secure" not in strange.headers["set-cookie"]


# How much

def test_what_comes_in_is_bounded(client: Client) -> None:
    c = client(most=20_000)
    form = token_of(c)
    big = {"form_token": form, "text": "word " * 10_000}
    assert c.post("/bring", data=big).status_code == 413
    assert c.post("/api/reports", json={"text": "word " * 10_000}).status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 1000

    sent = c.post("/api/reports", content=endless(), headers={"content-type": "application/json"})
    assert sent.status_code == 413
    many = {"form_token": form} | {f"f{n}": "x" for n in range(700)}
    assert c.post("/bring", data=many).status_code == 400
    assert c.post("/bring", headers={"content-length": "-1"}).status_code == 400


def test_names_of_files_lead_nowhere(tmp_path: Path) -> None:
    from riwaya.desk.bring import _file_name

    taken: dict[str, bytes] = {}
    named = ("../../etc/passwd", "..\\..\\x.txt", "/abs/y.html", ".hidden", "", "a\x00b.txt", "خبر.html", "C:\\z.txt")
    for given in named:
        name = _file_name(given, len(taken), taken)
        taken[name] = b""
        assert (tmp_path / name).parent == tmp_path and name and not name.startswith("."), given
    assert len(taken) == 8 and "خبر.html" in taken


def test_the_language_is_remembered(client: Client) -> None:
    c = client()
    assert 'lang="ar"' in c.get("/stories", headers={"accept-language": "ar-EG,en;q=0.5"}).text[:200]
    assert 'lang="en"' in c.get("/stories", headers={"accept-language": "de,en;q=0.5,ar;q=0.1"}).text[:200]
    c.post("/language", data={"speech": "ar", "form_token": token_of(c)})
    assert '<html lang="ar" dir="rtl">' in c.get("/stories", headers={"accept-language": "en"}).text
