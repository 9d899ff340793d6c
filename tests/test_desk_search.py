"""Searching at the desk by all that a store knows: each thing one can ask for, alone and with words, and what is no
question at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from desk_kept import hostile, kept
from invented import bakery
from riwaya.desk.app import build
from riwaya.desk.search import READY
from riwaya.desk.settings import Settings

BASE = "http://127.0.0.1:8018"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with kept(tmp_path_factory.mktemp("search"), bakery(), hostile()) as (store, ids):
        client = TestClient(build(store, Settings()), base_url=BASE, headers={"accept-language": "en"})
        client.story = ids[0]  # type: ignore[attr-defined]
        yield client


def asked(desk: TestClient, **query: str) -> dict[str, Any]:
    answer = desk.get("/search.json", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def claims(desk: TestClient, **query: str) -> set[str]:
    return {c["id"] for c in asked(desk, **{"for": "claims"}, **query)["claims"]}


def reports(desk: TestClient, **query: str) -> set[str]:
    return {h["report"] for h in asked(desk, **query)["hits"]}


def test_claims_by_what_tracing_found(desk: TestClient) -> None:
    every = claims(desk, outlets_from="1")
    assert {"fall", "hurt"} <= every
    assert claims(desk, kind="number") < every and "hurt" in claims(desk, kind="number", conflict="1")
    assert "fall" in claims(desk, independent_from="2") and "fall" not in claims(desk, independent_to="1")
    assert claims(desk, outlets_from="3") == {c for c in every if c in claims(desk, outlets_from="2")} & claims(
        desk, outlets_from="3")  # fmt: skip
    assert claims(desk, independent_to="1", outlets_from="10") == set()
    assert claims(desk, story=desk.story, q="السقف") == {"fall"}  # type: ignore[attr-defined]


def test_reports_by_outlet_source_and_time(desk: TestClient) -> None:
    assert reports(desk, q="المخبز", source="سمير حداد") >= {"marsad"}
    assert "jarida" not in reports(desk, q="المخبز", source="سمير حداد")
    assert reports(desk, since="2031-03-05", until="2031-03-05", story=desk.story) == {"lantern"}  # type: ignore[attr-defined]
    assert reports(desk, until="2031-03-04", story=desk.story) == {"marsad", "sawt"}  # type: ignore[attr-defined]
    assert reports(desk, outlet="no outlet of that name") == set()
    assert reports(desk, kind="number") and reports(desk, kind="number") != reports(desk, outlets_from="1")


def test_each_ready_question_is_answered(desk: TestClient) -> None:
    page = desk.get("/search").text
    for key, query in READY:
        assert asked(desk, **query)["asked"] == dict(query), key
        assert desk.get("/search", params=dict(query)).status_code == 200
    assert page.count('<li class="stop"') == len(READY)


@pytest.mark.parametrize("query", [
    {"kind": "taste"}, {"since": "yesterday"}, {"until": "2031-5"}, {"independent_from": "-1"}, {"outlets_to": "many"},
    {"q": "-roof"}, {"story": "nothing", "q": "roof"}, {"independent_from": "٣"},
])  # fmt: skip
def test_what_is_no_question_is_told(desk: TestClient, query: dict[str, str]) -> None:
    page = desk.get("/search", params=query)
    assert page.status_code == 200 and 'role="alert"' in page.text
    assert asked(desk, **query)["hits"] == []


def test_the_form_shows_what_was_asked(desk: TestClient) -> None:
    page = desk.get("/search", params={"q": '"><b>', "outlet": "المرصد", "kind": "number", "conflict": "1",
                                       "for": "claims", "independent_from": "2"}).text  # fmt: skip
    assert 'value="المرصد"' in page and '<option value="number" selected>' in page
    assert 'value="&#34;&gt;&lt;b&gt;"' in page and "<b>المرصد" not in page
    assert 'name="conflict" value="1" checked' in page and 'value="claims" checked' in page
    assert 'name="independent_from" value="2"' in page


def test_long_answers_have_parts_that_keep_the_question(desk: TestClient) -> None:
    found = asked(desk, story=desk.story, page="2")  # type: ignore[attr-defined]
    assert (found["page"], found["hits"], found["claims"]) == (2, [], [])
