"""The description of the HTTP API (OpenAPI 3.1), served at /api/openapi.json and held against what is served in tests.

Every page's `.json` stands in it, with the schema of what it gives; and what a program may change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riwaya import __version__

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer", "minimum": 0}
_MAYBE: Schema = {"type": ["string", "null"]}
_PAIR: Schema = {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_STORY_ROW = _object(
    id=_TEXT, title=_TEXT, reports=_NUMBER, outlets=_NUMBER, first=_MAYBE, last=_MAYBE, conflicts=_NUMBER,
    shared=_NUMBER, independent={"anyOf": [_object(low=_NUMBER, high=_NUMBER), {"type": "null"}]},
)  # fmt: skip
_PLACE: Schema = {
    "type": "object", "required": ["report"],
    "properties": {"report": _TEXT, "words": _TEXT, "nth": _NUMBER},
}  # fmt: skip
_STATEMENT = _object(
    id=_TEXT, report=_TEXT, start=_NUMBER, end=_NUMBER, chain=_list(_TEXT), inferred=_list(_TEXT),
    voice={"enum": ["direct", "indirect", "own"]}, stance={"enum": ["asserts", "denies", "doubts", "demands"]},
    cue={"anyOf": [_object(start=_NUMBER, end=_NUMBER), {"type": "null"}]},
)  # fmt: skip
_CLAIM = _object(
    id=_TEXT, text=_TEXT, number=_NUMBER, versions=_list(_list(_TEXT)), reports=_list(_TEXT),
    differences=_list(_object(
        kind=_TEXT, statements=_list(_TEXT), conflict={"type": "boolean"},
        spans=_list({"anyOf": [_PAIR, {"type": "null"}]}))),
    independent=_object(low=_NUMBER, high=_NUMBER, bottleneck=_list(_TEXT)),
    reasons=_object(en=_TEXT, ar=_TEXT),
)  # fmt: skip
_DERIVATION: Schema = {
    "type": "object", "required": ["report", "from", "how", "confidence", "evidence"],
    "properties": {"report": _TEXT, "from": _TEXT, "how": {"enum": ["cites", "copies", "translates", "rewrites"]},
                   "confidence": {"type": "number"}, "evidence": _list(_list(_TEXT))},
}  # fmt: skip
_CORRECTION = _object(
    id=_TEXT, kind=_TEXT, story=_TEXT, target=_list(_PLACE), value=_TEXT, who=_TEXT, when=_TEXT, why=_TEXT,
)  # fmt: skip
_TIMES = _list(_object(id=_TEXT, times=_NUMBER))

_SCHEMAS: dict[str, Schema] = {
    "Error": _object(error=_TEXT), "Story": _STORY_ROW, "Statement": _STATEMENT, "Claim": _CLAIM,
    "Derivation": _DERIVATION, "Place": _PLACE, "Correction": _CORRECTION,
}  # fmt: skip

#: page: (what it is, its data beside `schema`, what its query may hold)
_PAGES: dict[str, tuple[str, dict[str, Schema], tuple[str, ...]]] = {
    "/stories": ("Stories", {"order": _TEXT, "page": _NUMBER, "pages": _NUMBER, "stories": _list(_ref("Story")),
                             "since": _list({"type": "object"})}, ("order", "page")),
    "/search": ("Reports and claims that answer a question; `for=claims`: claims alone", {
        "q": _TEXT, "page": _NUMBER, "more": {"type": "boolean"}, "claims": _list(_object(
            id=_TEXT, story=_TEXT, text=_TEXT, reports=_NUMBER, outlets=_NUMBER, versions=_NUMBER, conflicts=_NUMBER,
            kinds=_list(_TEXT), independent=_object(low=_NUMBER, high=_NUMBER))),
        "hits": _list(_object(report=_TEXT, title=_TEXT, outlet=_MAYBE, published=_MAYBE, story=_MAYBE, excerpt=_TEXT,
                              marks=_list(_PAIR)))},
        ("q", "page", "for", "outlet", "source", "since", "until", "kind", "conflict", "independent_from",
         "independent_to", "outlets_from", "outlets_to", "story", "order")),
    "/stories/{story}": ("A story: the answer, its shared claims, its derivations", {
        "id": _TEXT, "title": _TEXT, "reports": _list(_TEXT), "answer": _object(en=_list(_TEXT), ar=_list(_TEXT)),
        "figures": _object(reports=_NUMBER, outlets=_NUMBER, shared=_NUMBER, conflicting=_NUMBER, single=_NUMBER),
        "main": _MAYBE, "claims": _list(_ref("Claim")), "alone": _NUMBER, "derivations": _list(_ref("Derivation")),
    }, ()),
    "/stories/{story}/claims": ("All claims", {"claims": _list(_ref("Claim"))}, ("page",)),
    "/stories/{story}/claims/{claim}": ("A claim with its statements and its citation", {
        **_CLAIM["properties"], "statements": _list(_ref("Statement")), "citation": _TEXT}, ()),
    "/stories/{story}/conflicts": ("Claims in conflict", {"claims": _list(_ref("Claim"))}, ("page",)),
    "/stories/{story}/descent": ("Which report takes from which", {"derivations": _list(_ref("Derivation"))},
                                 ("page", "claim")),
    "/stories/{story}/timeline": ("When it was told and when it happened", {
        "events": _list(_object(when=_TEXT, moments=_list({"type": "object"}))),
        "told": _list(_object(day=_MAYBE, reports=_list(_TEXT)))}, ("page",)),
    "/stories/{story}/sources": ("The sources that it quotes", {"sources": _list(_object(
        id=_TEXT, name=_TEXT, kind=_MAYBE, statements=_list(_TEXT), reports=_list(_TEXT)))}, ("page",)),
    "/stories/{story}/sources/{source}": ("A source: everything attributed to it", {
        "id": _TEXT, "name": _TEXT, "kind": _TEXT, "statements": _list(_ref("Statement")), "through": _TIMES,
        "quotes": _TIMES, "described": _list(_object(words=_TEXT, reports=_list(_TEXT))),
        "elsewhere": _list(_TEXT)}, ("page",)),
    "/stories/{story}/reports": ("The reports", {"reports": _list(_object(
        id=_TEXT, title=_TEXT, outlet=_MAYBE, published=_MAYBE))}, ("page",)),
    "/stories/{story}/reports/{report}": ("A report as the contract prints it, with what was read in it", {
        "id": _TEXT, "text": _TEXT, "statements": _list(_ref("Statement")), "removed": _list(_TEXT),
        "dropped": _list(_TEXT), "drifts": _list({"type": "object"}), "claims": {"type": "object"},
        "revisions": _list(_object(
            nth=_NUMBER, seen=_TEXT, changed=_list(_list(_TEXT))))}, ("beside",)),
    "/stories/{story}/hand-on": ("The formats it can be had in", {
        "formats": _list(_object(name=_TEXT, file=_TEXT, media=_TEXT))}, ()),
    "/stories/{story}/corrections": ("The corrections to it, the latest first", {
        "corrections": _list(_ref("Correction"))}, ()),
    "/stories/{story}/correct": ("The form of a correction: what it is about", {
        "kind": _MAYBE, "target": _list(_ref("Place")), "ways": _list(_object(kind=_TEXT, href=_TEXT))},
        ("kind", "statement", "claim", "other", "report", "source", "at", "line")),
    "/bring": ("What may be brought in", {"fetches": {"type": "boolean"}, "most": _NUMBER}, ()),
    "/jobs/{job}": ("How far a job is", {
        "id": _TEXT, "over": {"type": "boolean"}, "stage": _TEXT, "done": _NUMBER, "of": {"type": ["integer", "null"]},
        "failure": _MAYBE, "stories": _list(_TEXT),
        "reports": _list(_object(what={"enum": ["new", "same", "revision"]}, report=_TEXT, title=_TEXT, story=_MAYBE)),
        "problems": _list(_object(origin=_TEXT, reason=_TEXT))}, ()),
}  # fmt: skip


def description() -> Mapping[str, Any]:
    """The whole description."""
    paths: dict[str, Any] = {f"{path}.json": {"get": _page(path, *held)} for path, held in _PAGES.items()}
    paths["/stories/{story}/claims/{claim}/citation"] = {"get": _given(
        "The citation of a claim with its evidence", "/stories/{story}/claims/{claim}/citation", "text/plain", _TEXT)}
    paths["/stories/{story}/export/{format}"] = {"get": _given(
        "A story in a format: one that hand-on names, or corrections, gold, grouping (stories by report)",
        "/stories/{story}/export/{format}", "*/*", {})}
    paths["/api/reports"] = {"post": _change("Bring in a report, given as text or HTML", "", {
        "type": "object", "properties": dict.fromkeys(("text", "html", "title", "outlet", "published", "url"), _TEXT),
        "oneOf": [{"required": ["text"]}, {"required": ["html"]}], "additionalProperties": _TEXT,
    }, "202", _object(job=_TEXT, watch=_TEXT))}  # fmt: skip
    paths["/api/stories/{story}/corrections"] = {"post": _change(
        "Make a correction (docs/corrections.md tells the kinds)", "{story}",
        {"type": "object", "required": ["kind", "target"], "properties": {
            "kind": _TEXT, "target": _list(_ref("Place")), "value": _TEXT, "who": _TEXT, "why": _TEXT}},
        "201", _ref("Correction"))}  # fmt: skip
    paths["/api/corrections/{correction}"] = {"delete": _change(
        "Take a correction back", "{correction}", None, "200", _object(undone=_TEXT))}
    paths["/healthz"] = {"get": _given("Whether it runs", "/healthz", "text/plain", _TEXT, open_=True)}
    paths["/api/openapi.json"] = {"get": _given("This description", "", "application/json", {"type": "object"})}
    return {
        "openapi": "3.1.0",
        "info": {"title": "riwaya desk", "version": __version__, "license": {"name": "Apache-2.0"}},
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _page(path: str, what: str, data: Mapping[str, Schema], query: tuple[str, ...]) -> dict[str, Any]:
    schema = _object(**{"schema": {"const": "riwaya.desk/1"}, **data})
    asked = [{"name": q, "in": "query", "schema": _TEXT} for q in query]
    return _given(what, path, "application/json", schema, asked)


def _given(
    what: str, path: str, media: str, schema: Schema, asked: list[dict[str, Any]] | None = None, *, open_: bool = False
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "summary": what, "parameters": _ids(path) + (asked or []),
        "responses": {"200": {"description": "as told", "content": {media: {"schema": schema}}}, **_errors()},
    }  # fmt: skip
    return found | ({"security": []} if open_ else {})


def _change(what: str, path: str, body: Schema | None, status: str, schema: Schema) -> dict[str, Any]:
    found: dict[str, Any] = {
        "summary": what, "parameters": _ids(path),
        "responses": {status: {"description": "done", "content": {"application/json": {"schema": schema}}},
                      **_errors()},
    }  # fmt: skip
    if body is not None:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return found


def _ids(path: str) -> list[dict[str, Any]]:
    """The ids in a path. They are written as docs/api.md says: `~` before what would part a segment."""
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [{"name": n, "in": "path", "required": True, "schema": _TEXT} for n in names]


def _errors() -> dict[str, Any]:
    return {"default": {"description": "why not", "content": {"application/json": {"schema": _ref("Error")}}}}
