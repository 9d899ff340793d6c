"""What a program may do beside reading pages as JSON: bring reports in, correct, undo."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from riwaya.desk import bring
from riwaya.desk import correct as correcting
from riwaya.desk.asking import Ask, Brought, Wrong
from riwaya.desk.bring import Given
from riwaya.desk.drafts import Unfit

if TYPE_CHECKING:
    from starlette.requests import Request

_FIELDS = ("text", "outlet", "published", "url")


async def body(request: Request) -> Any:
    """The JSON of a request; None where it has none. Only JSON is taken, which no form of another site can send."""
    if request.method == "DELETE":
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Wrong(415, "application/json is what is taken here")
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Wrong(400, "that is not JSON") from None


def add(ask: Ask, given: Any) -> tuple[int, Mapping[str, object]]:
    """Bring in a report given as text or HTML. 202 with the job that does it."""
    ask.must_correct()
    if not isinstance(given, dict) or any(not isinstance(v, str) for v in given.values()):
        raise Wrong(422, "an object of strings is what is taken here")
    if bool(given.get("text", "").strip()) == bool(given.get("html", "").strip()):
        raise Wrong(422, "either text or html")
    files: tuple[Brought, ...] = ()
    if given.get("html"):
        # A line of JSON is what the reading of files takes a page with its particulars from.
        line = {k: given[k] for k in ("id", "url", "outlet", "published", "title", "html") if given.get(k)}
        files = (Brought("api.jsonl", json.dumps(line).encode() + b"\n"),)
    text = Given(*(given.get(k, "") for k in _FIELDS)) if given.get("text") else Given()
    if text.text and given.get("title"):
        text = text._replace(text=f"{given['title']}\n{text.text}")
    job = bring.begin(ask, text, files, ())
    return 202, {"job": job, "watch": f"/jobs/{job}.json"}


def correct(ask: Ask, given: Any) -> tuple[int, Mapping[str, object]]:
    """Make a correction, given as a line of the log (docs/corrections.md). 201 with it as kept."""
    from riwaya.corrections import Place

    reader = ask.must_correct()
    line = ask.house.shelf.line(ask.id("story"))
    try:
        target = [Place(str(p["report"]), str(p.get("words", "")), int(p.get("nth", 0))) for p in given["target"]]
        kind, value = str(given["kind"]), str(given.get("value", ""))
        who, why = str(given.get("who", "")), str(given.get("why", ""))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Wrong(422, "kind and target are needed; a target is a list of places") from None
    try:
        made = correcting.checked(ask, kind, target, value, line.id, reader.name or who[:120], why[:400])
    except Unfit as error:
        raise Wrong(422, str(error)) from None
    ask.house.shelf.store.correct(made)
    return 201, correcting.record(made)


def undo(ask: Ask, given: Any) -> tuple[int, Mapping[str, object]]:
    """Take a correction back."""
    correcting.take_back(ask, ask.id("correction"))
    return 200, {"undone": ask.id("correction")}
