"""Correcting at the desk: every kind of correction, made by its form as a browser sends it, changes the story, stands
in the log with who, when and why, and can be undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from desk_kept import kept
from invented import bakery
from riwaya.corrections import KINDS
from riwaya.desk import places
from riwaya.desk.app import build
from riwaya.desk.settings import Settings
from riwaya.model import Report

BASE = "http://127.0.0.1:8018"


class FormOf(HTMLParser):
    """The form that posts a correction: its fields with the values that they have when it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.fields: dict[str, list[str]] = {}
        self.options: dict[str, list[str]] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {k: v or "" for k, v in attrs}
        if tag == "form":
            self.inside = at.get("action", "").endswith("/correct") and at.get("method") == "post"
        if not self.inside:
            return
        if tag == "input":
            self.fields.setdefault(at["name"], []).append(at.get("value", ""))
        elif tag == "select":
            self._select = at["name"]
        elif tag == "option":
            self.options.setdefault(self._select, []).append(at["value"])
            if "selected" in at:
                self.fields[self._select] = [at["value"]]
        elif tag == "textarea":
            self._area = at["name"]
            self.fields[self._area] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self.inside and self._area:
            self.fields[self._area][0] += data


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, str]]:
    with kept(tmp_path_factory.mktemp("correct"), bakery()) as (store, ids):
        client = TestClient(build(store, Settings()), base_url=BASE, headers={"accept-language": "en"})
        client.get("/stories")
        yield client, ids[0]


def sent(client: TestClient, story: str, query: dict[str, Any], filled: dict[str, Any]) -> Any:
    """What comes of opening a form, filling it in and sending it."""
    page = client.get(places.story(story, "correct"), params=query)
    assert page.status_code == 200, page.text
    form = FormOf()
    form.feed(page.text)
    assert form.fields["kind"], "the page has no form"
    data = form.fields | {k: v if isinstance(v, list) else [v] for k, v in filled.items()}
    data = {k: [form.options[k][int(x[1:])] if re.fullmatch(r"#\d+", x) else x for x in v] for k, v in data.items()}
    return client.post(places.story(story, "correct"), data=data, follow_redirects=False)


WAYS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "claim-split": ({"statement": ["s1", "l1"]}, {}),
    "claim-merge": ({"claim": "fall", "other": "hurt"}, {}),
    "derivation-reject": ({"report": "sawt", "other": "marsad"}, {}),
    "derivation-confirm": ({"report": "lantern", "other": "marsad"}, {"value": "cites"}),
    "derivation-add": ({"report": "jarida"}, {"from": "sawt", "value": "rewrites"}),
    "source-join": ({"source": "mayor"}, {"other": "owner"}),
    "source-part": ({"source": "al-marsad"}, {"mention": ["#0"]}),
    "source-name": ({"source": "mayor"}, {"value": "س. حداد"}),
    "source-kind": ({"source": "owner"}, {"value": "person"}),
    "statement-add": ({"report": "jarida"}, {"words": "السقف قد انهار"}),
    "statement-content": ({"statement": "m2"}, {"words": "12 عاملا"}),
    "statement-cue": ({"statement": "m2"}, {"words": "وأضاف"}),
    "statement-chain": ({"statement": "s2"}, {"link0": "al-marsad", "link1": "mayor"}),
    "statement-stance": ({"statement": "m1"}, {"value": "doubts"}),
    "statement-drop": ({"statement": "m3"}, {}),
    "date": ({"statement": "m3", "at": str(bakery().stories[0].timeline[1].start)}, {"value": "1988"}),
}  # fmt: skip
LINES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "line-keep": ({"report": "marsad", "line": "1"}, {"after": "#1"}),
    "line-remove": ({"report": "marsad"}, {"line": "#1"}),
}  # fmt: skip
STORIES = ("story-move", "story-part", "story-join")


def test_every_kind_of_correction_has_its_form() -> None:
    assert {k.replace("derivation-add", "derivation-confirm") for k in (*WAYS, *LINES, *STORIES)} == set(KINDS)


@pytest.mark.parametrize("kind", WAYS)
def test_a_correction_is_made_logged_and_undone(desk: tuple[TestClient, str], kind: str) -> None:
    client, story = desk
    before = client.get(places.story(story, "export", "json")).text
    query, filled = WAYS[kind]
    answer = sent(client, story, {"kind": kind, **query}, {**filled, "who": "Salma", "why": "I was there"})
    assert answer.status_code == 303, answer.text
    (made,) = client.get(places.story(story, "corrections") + ".json").json()["corrections"]
    assert (made["who"], made["why"]) == ("Salma", "I was there") and made["when"]
    assert answer.headers["location"].endswith("#" + made["id"])
    held = client.app.state.house.shelf.opened(story)  # type: ignore[attr-defined]
    assert client.get(places.story(story, "export", "json")).text != before, held.trace.problems
    page = client.get(places.story(story, "corrections")).text
    assert "I was there" in page and "Undo" in page
    token = page.split('name="form_token" value="')[1].split('"')[0]
    undo = {"form_token": token, "correction": made["id"]}
    assert client.post(places.story(story, "undo"), data=undo, follow_redirects=False).status_code == 303
    assert client.get(places.story(story, "corrections") + ".json").json()["corrections"] == []
    assert client.get(places.story(story, "export", "json")).text == before


@pytest.mark.parametrize("kind", LINES)
def test_a_line_is_given_back_or_taken_out(tmp_path: Path, kind: str) -> None:
    """Here the story is traced for real: a line changes what is read."""
    with kept(tmp_path, bakery()) as (store, ids):
        client = TestClient(build(store, Settings()), base_url=BASE, headers={"accept-language": "en"})
        query, filled = LINES[kind]
        assert sent(client, ids[0], {"kind": kind, **query}, filled).status_code == 303
        data = client.get(places.story(ids[0], "reports", "marsad") + ".json").json()
        line = "اقرأ أيضا: الطقس" if kind == "line-keep" else "وبُني المخبز عام 1987."
        assert (line in data["text"]) == (kind == "line-keep") and (line in data["removed"]) == (kind == "line-remove")


def test_what_does_not_fit_is_told_and_not_kept(desk: tuple[TestClient, str]) -> None:
    client, story = desk
    wrong = [
        ({"kind": "statement-add", "report": "jarida"}, {"words": "words that are not there"}),
        ({"kind": "date", "statement": "m3", "at": WAYS["date"][0]["at"]}, {"value": "last year"}),
        ({"kind": "source-name", "source": "mayor"}, {"value": "  "}),
        ({"kind": "source-kind", "source": "owner"}, {"value": "ghost"}),
        ({"kind": "claim-split", "statement": ["m1"]}, {"target": "not json"}),
        ({"kind": "claim-split", "statement": ["m1"]}, {"target": "[[]]"}),
        ({"kind": "claim-split", "statement": ["m1"]}, {"kind": "no-such-kind"}),
        ({"kind": "line-remove", "report": "marsad"}, {"line": "{}"}),
        ({"kind": "statement-stance", "statement": "m1"}, {"value": "sings"}),
    ]
    for query, filled in wrong:
        assert sent(client, story, query, filled).status_code == 422, filled
    for query in ({"kind": "nothing"}, {"kind": "date", "statement": "none"}, {"kind": "source-name", "source": "x"},
                  {"kind": "line-keep", "report": "marsad", "line": "99"}, {"statement": "none"}):  # fmt: skip
        assert client.get(places.story(story, "correct"), params=query).status_code == 404, query
    assert client.get(places.story(story, "corrections") + ".json").json()["corrections"] == []


def test_a_source_that_is_named_nowhere_cannot_be_pointed_at(desk: tuple[TestClient, str]) -> None:
    client, story = desk
    page = client.get(places.story(story, "correct"), params={"kind": "source-name", "source": "agency"})
    assert page.status_code == 200 and 'role="alert"' in page.text


def test_the_ways_to_correct_a_statement_lead_to_their_forms(desk: tuple[TestClient, str]) -> None:
    client, story = desk
    ways = client.get(places.story(story, "correct") + ".json", params={"statement": "m1"}).json()["ways"]
    assert {w["kind"] for w in ways} >= {"statement-chain", "statement-stance", "statement-drop", "date", "claim-split"}
    for way in ways:
        assert client.get(way["href"]).status_code == 200


def test_what_was_corrected_can_be_taken_along(desk: tuple[TestClient, str]) -> None:
    import io
    import json
    import zipfile

    client, story = desk
    sent(client, story, {"kind": "source-name", "source": "mayor"}, {"value": "سمير ع. حداد", "who": "Salma"})
    log = client.get(places.story(story, "export", "corrections"))
    assert json.loads(log.text)["value"] == "سمير ع. حداد"
    gold = client.get(places.story(story, "export", "gold"))
    with zipfile.ZipFile(io.BytesIO(gold.content)) as held:
        name = next(n for n in held.namelist() if n.endswith("gold.json"))
        assert "سمير ع. حداد" in {s["name"] for s in json.loads(held.read(name))["sources"].values()}
        assert any("reports/" in n for n in held.namelist())


# Which story a report is in: in a store whose stories the stream has found

def test_stories_are_parted_moved_and_joined(tmp_path: Path) -> None:
    with kept(tmp_path, bakery()) as (store, ids):
        client = TestClient(build(store, Settings()), base_url=BASE, headers={"accept-language": "en"})
        (story,) = ids
        words = "The ferry ran aground at noon."
        other = store.add(Report("harbour", "harbour.txt", "Ferry runs aground", words, "en"), words.encode()).story
        assert other and other != story

        def members(of: str) -> set[str]:
            return {r["id"] for r in client.get(places.story(of, "reports") + ".json").json()["reports"]}

        page = client.get(places.story(story, "reports")).text
        assert 'name="report" value="jarida"' in page and "kind=story-join" in page
        parted = sent(client, story, {"kind": "story-part", "report": ["jarida"]}, {"who": "Salma", "why": "a bakery"})
        assert parted.status_code == 303, parted.text
        assert members(story) == {"marsad", "sawt", "lantern"}
        new = store.story_of("jarida")
        assert new not in (None, story) and members(str(new)) == {"jarida"}
        log = client.get(places.story(story, "corrections")).text
        assert "These reports are another story" in log and "صاحب المخبز ينفي" in log and "Salma" in log
        moved = sent(client, str(new), {"kind": "story-move", "report": "jarida"}, {"other": other})
        assert moved.status_code == 303 and members(other) == {"harbour", "jarida"}
        grouping = client.get(places.story(other, "export", "grouping")).json()
        assert grouping["jarida"] == grouping["harbour"] == other
        joined = sent(client, story, {"kind": "story-join"}, {"address": f"{BASE}{places.story(other)}?x=1"})
        assert joined.status_code == 303, joined.text
        assert members(story) == {"marsad", "sawt", "lantern", "jarida", "harbour"}
        assert client.get(places.story(other) + ".json").json()["id"] == story
        for made in client.get(places.story(story, "corrections") + ".json").json()["corrections"]:
            assert client.request("DELETE", places.path("api", "corrections", made["id"]),
                                  headers={"sec-fetch-site": "same-origin"}).status_code == 200  # fmt: skip
        assert members(story) == {"marsad", "sawt", "lantern", "jarida"} and members(other) == {"harbour"}


def test_a_story_correction_that_does_not_fit_is_told(desk: tuple[TestClient, str]) -> None:
    client, story = desk
    for query in ({"kind": "story-part"}, {"kind": "story-part", "report": ["marsad", "sawt", "lantern", "jarida"]}):
        page = client.get(places.story(story, "correct"), params=query)
        assert "Choose at least one report, and not all of them." in page.text
    assert client.get(places.story(story, "correct"), params={"kind": "story-move", "report": "x"}).status_code == 404
    for filled in ({}, {"other": "no-such"}, {"other": story}, {"address": "https://evil.example/stories/../x"}):
        assert sent(client, story, {"kind": "story-move", "report": "sawt"}, filled).status_code == 422, filled


def test_a_program_moves_a_report(tmp_path: Path) -> None:
    with kept(tmp_path, bakery()) as (store, ids):
        client = TestClient(build(store, Settings()), base_url=BASE)
        body = {"kind": "story-part", "target": [{"report": "sawt"}], "who": "a script", "why": "wrong town"}
        made = client.post(places.path("api", "stories", ids[0], "corrections"), json=body)
        assert made.status_code == 201 and store.story_of("sawt") != ids[0]
        assert store.undo(made.json()["id"]) and store.story_of("sawt") == ids[0]
