"""The desk's pages and its API: every page has its data, says what was found, and is what the description says."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import jsonschema
import pytest
from starlette.testclient import TestClient

from desk_kept import EVIL, done, hostile, kept
from invented import bakery
from riwaya.desk import places, words
from riwaya.desk.app import build
from riwaya.desk.hand import FORMATS
from riwaya.desk.openapi import description
from riwaya.desk.report import aligned, changed
from riwaya.desk.settings import Settings
from riwaya.export.json import loads
from riwaya.model import Report

BASE = "http://127.0.0.1:8018"
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with kept(tmp_path_factory.mktemp("desk"), bakery(), hostile()) as (store, ids):
        client = TestClient(build(store, Settings()), base_url=BASE)
        client.bakery, client.hostile, client.store = ids[0], ids[1], store  # type: ignore[attr-defined]
        yield client


def pages_of(desk: TestClient, story: str) -> list[str]:
    """The address of every page of a story, with ids filled in."""
    held = desk.app.state.house.shelf.opened(story)  # type: ignore[attr-defined]
    claim, report = held.story.shared[0].claim.id, held.members[0].id
    return [
        places.story(story),
        *(places.story(story, part) for part in ("claims", "conflicts", "descent", "timeline", "sources", "reports",
                                                 "hand-on", "corrections")),
        places.story(story, "claims", claim), places.story(story, "reports", report),
        places.story(story, "reports", report, beside=held.members[1].id),
        places.story(story, "sources", held.quoted[0].id),
    ]  # fmt: skip


class Links(HTMLParser):
    """Where a page leads, its ids, what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("src", "href", "action"):
                self.loads.append(value or "")


def read(html: str) -> Links:
    found = Links()
    found.feed(html)
    return found


def test_every_page_answers_in_both_languages_and_has_its_data(desk: TestClient) -> None:
    for story in (desk.bakery, desk.hostile):  # type: ignore[attr-defined]
        for path in ["/stories", "/search?q=bakery", "/bring", *pages_of(desk, story)]:
            for speech, way in (("ar", "rtl"), ("en", "ltr")):
                answer = desk.get(path, headers={"accept-language": f"{speech},fr;q=0.2"})
                assert answer.status_code == 200, path
                assert f'<html lang="{speech}" dir="{way}">' in answer.text
            bare, _, query = path.partition("?")
            data = desk.get(f"{bare}.json?{query}")
            assert data.status_code == 200, path
            assert data.json()["schema"] == "riwaya.desk/1"


def test_every_link_leads_somewhere(desk: TestClient) -> None:
    seen, waiting = set(), ["/stories"]
    while waiting and len(seen) < 220:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = desk.get(path)
        assert answer.status_code == 200, path
        if not answer.headers["content-type"].startswith("text/html") or "/export/" in path:
            continue
        page = read(answer.text)
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            to = urlsplit(urljoin(BASE + path, link))
            if f"{to.scheme}://{to.netloc}" == BASE:
                if to.fragment and (to.path or "/") == urlsplit(path).path:
                    assert to.fragment in page.ids, (path, link)
                waiting.append(to.path + (f"?{to.query}" if to.query else ""))
        for load in page.loads:
            assert load.startswith("/"), (path, load)
            if load.startswith("/static/"):
                assert desk.get(load).status_code == 200, load
    assert len(seen) > 60


def test_nothing_hostile_is_more_than_words(desk: TestClient) -> None:
    allowed = {"script": 2, "iframe": 0, "img": 0, "object": 0, "style": 0}
    for path in pages_of(desk, desk.hostile):  # type: ignore[attr-defined]
        page = read(desk.get(path).text)
        for tag, most in allowed.items():
            assert page.tags.count(tag) <= most, (path, tag)
        assert not any(a.startswith("on") or a == "style" for a in page.attributes), path
        assert not any(urlsplit(link).scheme not in ("", "http", "https") for link in page.links + page.loads), path
    text = desk.get(places.story(desk.hostile, "reports", f"{EVIL[0]}/../0")).text  # type: ignore[attr-defined]
    assert "&lt;script&gt;" in text and "49" not in re.sub(r"\W", "", "".join(re.findall(r"\{\{.*?\}\}", text)))


def test_the_answer_comes_first(desk: TestClient) -> None:
    text = desk.get(places.story(desk.bakery), headers={"accept-language": "en"}).text  # type: ignore[attr-defined]
    answer = text.index("4 reports; 2 independent sources behind the main claim")
    assert answer < text.index("Where they contradict</h2>") < text.index("Claims</h2>")


def test_the_data_of_a_claim_is_the_contract(desk: TestClient) -> None:
    story = desk.bakery  # type: ignore[attr-defined]
    data = desk.get(places.story(story, "claims", "fall") + ".json").json()
    assert data["versions"] == [["m1", "s1", "l1"], ["j1"]] and data["independent"]["low"] == 2
    assert "سمير حداد" in data["citation"]
    cited = desk.get(places.story(story, "claims", "fall", "citation"), headers={"accept-language": "en"})
    assert cited.headers["content-type"].startswith("text/plain") and "2 independent sources" in cited.text


def test_a_source_dropped_on_the_way_is_flagged(desk: TestClient) -> None:
    story = desk.bakery  # type: ignore[attr-defined]
    assert desk.get(places.story(story, "reports", "sawt") + ".json").json()["dropped"] == ["s2"]
    assert "source dropped" in desk.get(places.story(story, "reports", "sawt"), headers={"accept-language": "en"}).text


def test_reports_beside_each_other_are_aligned(desk: TestClient) -> None:
    held = desk.app.state.house.shelf.opened(desk.bakery)  # type: ignore[attr-defined]
    one, other = (held.view.reports[r] for r in ("marsad", "lantern"))
    rows = aligned(held, one, other)
    assert rows[0].one and rows[0].other and [number for number, _ in rows[0].claims] == [1, 2]
    assert [row.one.words for row in rows if row.one] == one.text.split("\n")
    assert [row.other.words for row in rows if row.other] == other.text.split("\n")
    same = aligned(held, one, held.view.reports["sawt"])[0]
    assert same.one and '<span class="same">إن سقف المخبز انهار فجر الثلاثاء</span>' in same.one.html


def test_what_changed_between_revisions() -> None:
    before = Report("a", "a", "Roof falls", "One.\nTwo.\nThree.", "en")
    after = Report("a", "a", "Roof fell", "One.\nTwo and more.\nThree.", "en")
    assert changed(before, after) == (("Roof falls", "Roof fell"), ("Two.", "Two and more."))
    assert changed(before, before) == ()


def test_a_story_can_be_had_in_every_format(desk: TestClient) -> None:
    story = desk.bakery  # type: ignore[attr-defined]
    got = {}
    for f in FORMATS:
        answer = desk.get(places.story(story, "export", f.name))
        assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["content-security-policy"]
        got[f.name] = answer.content
    import networkx
    from prov.model import ProvDocument

    trace = loads(got["json"])
    assert [c.id for c in trace.stories[0].claims] == ["built", "hurt", "fall"]
    assert len(ProvDocument.deserialize(content=got["prov-json"].decode(), format="json").get_records()) > 10
    assert got["prov-n"].startswith(b"document\n")
    assert networkx.read_graphml(io.BytesIO(got["graphml"])).number_of_nodes() > 10
    assert all(json.loads(line)["schema"] for line in got["ftm"].decode().splitlines())
    assert json.loads(got["ninjs"])
    with zipfile.ZipFile(io.BytesIO(got["csv"])) as tables:
        assert "statements.csv" in tables.namelist()
    assert b"<svg" in got["svg"] and b"<!DOCTYPE html>" in got["html"]


def test_search_finds_what_is_written_otherwise(desk: TestClient) -> None:
    found = desk.get("/search.json", params={"q": "انهيار"}).json()["hits"]
    assert {h["report"] for h in found} >= {"marsad"}
    claims = desk.get("/search.json", params={"q": "السقف"}).json()["claims"]
    assert claims[0]["id"] == "fall" and claims[0]["independent"] == {"low": 2, "high": 2}
    assert desk.get("/search", params={"q": "-nothing"}).status_code == 200
    nothing = desk.get("/search", params={"q": "zzzz"}, headers={"accept-language": "en"}).text
    assert nothing.count("Nothing found.") == 1


def test_orders_of_stories(desk: TestClient) -> None:
    def ids(order: str) -> list[str]:
        return [s["id"] for s in desk.get(f"/stories.json?order={order}").json()["stories"]]

    mine, other = desk.bakery, desk.hostile  # type: ignore[attr-defined]
    assert set(ids("newest")) == {mine, other}
    assert ids("biggest") == [other, mine]
    assert ids("contested") == [mine]
    assert mine not in ids("single")


def test_what_changed_since_the_last_visit(tmp_path: Path) -> None:
    with kept(tmp_path, bakery()) as (store, ids):
        client = TestClient(build(store, Settings()), base_url=BASE)
        assert client.get("/stories.json").json()["since"] == []
        client.get("/stories")
        again = TestClient(build(store, Settings()), base_url=BASE)
        again.cookies.set("riwaya_seen", client.cookies["riwaya_seen"])
        store.add(Report("late", "late.txt", "انهيار سقف مخبز", bakery().reports[0].text + "\nومات عامل.", "ar",
                         published="2031-03-04"), b"late")  # fmt: skip
        assert ids[0] in {c["story"] for c in again.get("/stories.json").json()["since"]}


# The HTTP API against its own description

def checked(answer: Any, path: str, method: str = "get") -> Any:
    """An answer's data, checked to be what the description says of its path."""
    told = description()
    said = told["paths"][path][method]["responses"]
    held = said.get(str(answer.status_code), said["default"])
    schema = {"components": told["components"], **held["content"]["application/json"]["schema"]}
    jsonschema.Draft202012Validator(schema).validate(answer.json())
    return answer.json()


def test_every_json_page_is_as_described(desk: TestClient) -> None:
    story = desk.bakery  # type: ignore[attr-defined]
    paths = ["/stories", "/search?q=roof", "/bring", *pages_of(desk, story)]
    paths.append(places.story(story, "correct", kind="source-name", source="mayor"))
    told = description()["paths"]
    covered = set()
    for path in paths:
        bare, _, query = path.partition("?")
        template = next(t for t in told if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", t), f"{bare}.json"))
        checked(desk.get(f"{bare}.json?{query}"), template)
        covered.add(template)
    assert {t for t in told if t.endswith(".json")} - covered == {"/jobs/{job}.json", "/api/openapi.json"}


def test_the_description_is_openapi_and_tells_every_route(desk: TestClient) -> None:
    told = desk.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.1") and told == json.loads(json.dumps(description()))
    for name, schema in told["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema), name
    routes = {re.sub(r":\w+\}", "}", r.path) for r in desk.app.routes}  # type: ignore[attr-defined]
    assert set(told["paths"]) <= routes
    served = {r for r in routes if r.endswith(".json") or r.startswith("/api/")}
    assert served - set(told["paths"]) == set()


def test_errors_are_as_described(desk: TestClient) -> None:
    assert checked(desk.get("/stories/none.json"), "/stories/{story}.json")["error"]
    assert desk.get("/stories/none.json").status_code == 404
    assert desk.get("/stories/none").status_code == 404
    assert desk.get("/no/such/page").status_code == 404
    answer = desk.post("/api/reports", json={"text": ""})
    assert answer.status_code == 422 and checked(answer, "/api/reports", "post")
    assert desk.post("/api/reports", content="text=x", headers={"content-type": "text/plain"}).status_code == 415


def test_a_correction_by_the_api(desk: TestClient) -> None:
    story = desk.bakery  # type: ignore[attr-defined]
    given = {"kind": "derivation-reject", "target": [{"report": "lantern"}, {"report": "marsad"}], "why": "a test"}
    answer = desk.post(f"/api/stories/{story}/corrections", json=given)
    assert answer.status_code == 201
    made = checked(answer, "/api/stories/{story}/corrections", "post")
    log = checked(desk.get(places.story(story, "corrections") + ".json"), "/stories/{story}/corrections.json")
    assert [c["id"] for c in log["corrections"]] == [made["id"]]
    left = desk.get(places.story(story, "descent") + ".json").json()["derivations"]
    assert "lantern" not in {d["report"] for d in left}
    undone = desk.delete(f"/api/corrections/{made['id']}")
    assert undone.status_code == 200 and checked(undone, "/api/corrections/{correction}", "delete")
    assert desk.delete(f"/api/corrections/{made['id']}").status_code == 404
    again = desk.get(places.story(story, "descent") + ".json").json()["derivations"]
    assert "lantern" in {d["report"] for d in again}


def test_a_report_by_the_api(tmp_path: Path) -> None:
    with kept(tmp_path, bakery()) as (store, _):
        client = TestClient(build(store, Settings()), base_url=BASE)
        text = "The mayor said the roof of the bakery fell.\nTwelve workers were hurt, he said."
        answer = client.post("/api/reports", json={"text": text, "title": "Roof falls", "outlet": "The Lamp"})
        assert answer.status_code == 202
        watch = checked(answer, "/api/reports", "post")["watch"]
        checked(client.get(watch), "/jobs/{job}.json")
        job = done(client, answer.json()["job"])
        assert not job["failure"], job
        checked(client.get(watch), "/jobs/{job}.json")
        assert [r["what"] for r in job["reports"]] == ["new"]
        assert store.report(job["reports"][0]["report"]).title == "Roof falls"


# Addresses and words

IDS = ("a", "", ".", "..", "a/b", "../../x", "a.json", "~", "~s", "ü b", "خبر", "a\\b", "?#&%")


@pytest.mark.parametrize("id_", IDS)
def test_any_id_is_one_segment_of_a_path(id_: str) -> None:
    from urllib.parse import unquote

    segment = places.written(id_)
    assert segment and "/" not in segment and "." not in segment and segment.isascii()
    assert places.read(unquote(segment)) == id_


def test_nothing_leads_to_another_host() -> None:
    for away in ("//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "javascript:1", "/a\nb", ""):
        assert places.local(away, "/stories") == "/stories"
    assert places.local("/stories/a?b=c") == "/stories/a?b=c"


def test_the_desk_speaks_both_languages() -> None:
    arabic = re.compile("[\u0600-\u06ff]")
    for key, (english, other) in words._WORDS.items():
        assert english and other, key
        assert not arabic.search(english), key
        assert arabic.search(other) or english == other, key
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", other)), key
