"""The ASGI application: one list of routes, and how a page's function becomes an answer.

A page's function takes an `Ask` and gives a `Page`; it is served twice, as HTML and as its `.json` twin. Functions run
in threads, as the store waits for its database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from riwaya import __version__
from riwaya.desk import api, bring, correct, hand, places, report, search, source, stories, story
from riwaya.desk.asking import Ask, Brought, Elsewhere, Form, House, Page, Wrong
from riwaya.desk.door import PASS, Door, TooMuch, cookie, form_is_ours, form_token, pass_cookie, pass_for, role_of
from riwaya.desk.drafts import Unfit
from riwaya.desk.jobs import Jobs
from riwaya.desk.settings import Settings
from riwaya.desk.sheet import Sheet
from riwaya.desk.shelf import Shelf
from riwaya.export import svg
from riwaya.export.words import Speech
from riwaya.store import Store

SPEECH = "riwaya_speech"
_YEAR = 365 * 24 * 3600
_MEDIA = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
_FIELDS = 600  #: of a form

Show = Callable[[Ask], Page]


def twin(path: str, show: Show) -> list[Route]:
    """A page and its data. The data comes first: ids in addresses hold no ".", so nothing else ends in .json."""
    return [Route(f"{path}.json", _data(show), name=f"{path}.json"), Route(path, _html(show), name=path)]


def routes() -> list[BaseRoute]:
    """Everything that the desk answers to."""
    one = "/stories/{story}"
    return [
        Route("/", lambda request: RedirectResponse("/stories", 303)),
        *twin("/stories", stories.listed),
        *twin("/search", search.found),
        *twin(one, story.front),
        *twin(f"{one}/claims", story.claims),
        Route(f"{one}/claims/{{claim}}/citation", _text(hand.cited)),
        *twin(f"{one}/claims/{{claim}}", story.claim),
        *twin(f"{one}/conflicts", story.conflicts),
        *twin(f"{one}/descent", story.descent),
        *twin(f"{one}/timeline", story.timeline),
        *twin(f"{one}/sources", story.sources),
        *twin(f"{one}/sources/{{source}}", source.shown),
        *twin(f"{one}/reports", story.reports),
        *twin(f"{one}/reports/{{report}}", report.read),
        *twin(f"{one}/hand-on", hand.page),
        Route(f"{one}/export/{{format}}", _file),
        *twin(f"{one}/corrections", correct.log),
        Route(f"{one}/correct", _posted(_correct), methods=["POST"]),
        *twin(f"{one}/correct", correct.form),
        Route(f"{one}/undo", _posted(_undo), methods=["POST"]),
        Route("/bring", _posted(_bring), methods=["POST"]),
        *twin("/bring", bring.form),
        *twin("/jobs/{job}", bring.watched),
        Route("/language", _posted(_language), methods=["POST"]),
        Route("/enter", _posted(_enter), methods=["POST"]),
        Route("/enter", _html(_entrance)),
        Route("/leave", _posted(_leave), methods=["POST"]),
        Route("/api/openapi.json", _described),
        Route("/api/reports", _api(api.add), methods=["POST"]),
        Route("/api/stories/{story}/corrections", _api(api.correct), methods=["POST"]),
        Route("/api/corrections/{correction}", _api(api.undo), methods=["DELETE"]),
        Route("/healthz", lambda request: PlainTextResponse("ok\n")),
        Route("/static/{edition}/{name}", _static),
    ]


def build(store: Store, settings: Settings) -> Starlette:
    """The application over a store. The door stands around everything, errors among it."""
    app = Starlette(
        routes=routes(),
        middleware=[Middleware(Door, settings=settings)],
        exception_handlers={
            Wrong: _wrong, Elsewhere: _elsewhere, HTTPException: _not_served, TooMuch: _too_much, Exception: _broken,
        },
    )
    app.state.house = House(settings, Shelf(store), Jobs(), _environment(), _edition())
    return app


# From requests to asks, from pages to answers

def _ask(request: Request, form: Form | None = None, *, data: bool = False) -> Ask:
    house: House = request.app.state.house
    reader = request.scope["state"].get("reader")
    return Ask(house, request, speech_of(request), reader, form or Form({}), data)


def speech_of(request: Request) -> Speech:
    """The language of the desk for a reader: the one chosen, else the one that the browser likes better."""
    chosen = request.cookies.get(SPEECH)
    if chosen in ("ar", "en"):
        return "ar" if chosen == "ar" else "en"
    best: tuple[float, Speech] = (-1.0, "en")
    for part in request.headers.get("accept-language", "")[:400].split(","):
        tag, _, weight = part.strip().lower().partition(";q=")
        try:
            liking = float(weight or 1)
        except ValueError:
            continue
        if tag.split("-")[0] in ("ar", "en") and liking > best[0]:
            best = (liking, "ar" if tag.startswith("ar") else "en")
    return best[1]


def _html(show: Show) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        ask = _ask(request)
        return rendered(ask, show(ask))

    return endpoint


def _data(show: Show) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        return JSONResponse({"schema": "riwaya.desk/1", **show(_ask(request, data=True)).data()})

    return endpoint


def _text(give: Callable[[Ask], str]) -> Callable[[Request], Response]:
    return lambda request: PlainTextResponse(give(_ask(request, data=True)))


def rendered(ask: Ask, page: Page, status: int = 200) -> HTMLResponse:
    """A page as HTML."""
    request, house = ask.request, ask.house
    session = request.scope["state"].get("session", "")
    sheet = Sheet(ask.speech, ask.reader, form_token(house.settings, session), ask.path, __version__,
                  PASS in request.cookies)
    context = {
        "here": "", "asked": "", "twin": True, "ui": sheet, "heading": page.heading, "arrow": Markup(svg.arrow()),
        "desk": page.opened.desk(ask.speech) if page.opened else sheet.plain,
        "static": lambda name: f"/static/{house.edition}/{name}",
    }
    answer = HTMLResponse(house.environment.get_template(page.template).render({**context, **page.context}), status)
    for line in page.cookies:
        answer.headers.append("set-cookie", line)
    return answer


def _posted(act: Callable[[Ask], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form = await _form(request)
        house: House = request.app.state.house
        session = request.scope["state"].get("session", "")
        if not form_is_ours(house.settings, session, form.one("form_token", 128)):
            raise Wrong(403, "stale form")
        return await run_in_threadpool(act, _ask(request, form))

    return endpoint


async def _form(request: Request) -> Form:
    """What a form brings, bounded in fields and files; how many bytes is the door's affair."""
    fields: dict[str, list[str]] = {}
    files = []
    settings: Settings = request.app.state.house.settings
    try:
        async with request.form(max_files=bring.MOST_FILES, max_fields=_FIELDS, max_part_size=settings.most) as given:
            for name, value in given.multi_items():
                if isinstance(value, UploadFile):
                    if value.filename:
                        files.append(Brought(value.filename, await value.read()))
                else:
                    fields.setdefault(name, []).append(value)
    except (HTTPException, MultiPartException, ClientDisconnect):
        raise Wrong(400, "too much") from None
    return Form(fields, tuple(files))


def _api(act: Callable[[Ask, Any], tuple[int, Mapping[str, object]]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        body = await api.body(request)
        status, answer = await run_in_threadpool(act, _ask(request), body)
        return JSONResponse(answer, status)

    return endpoint


# What changes something

def _correct(ask: Ask) -> Response:
    try:
        made = correct.make(ask)
    except Unfit as error:
        raise Wrong(422, str(error)) from None
    answer = RedirectResponse(places.story(ask.id("story"), "corrections") + f"#{made.id}", 303)
    who = ask.form.one("who", 120)
    if who and who.isascii() and who.replace(" ", "").isalnum():
        secure = bool(ask.request.scope["state"].get("secure"))
        answer.headers.append("set-cookie", cookie(correct.NAME, f'"{who}"', secure, _YEAR))
    return answer


def _undo(ask: Ask) -> Response:
    correct.take_back(ask, ask.form.one("correction", 100))
    return RedirectResponse(places.story(ask.id("story"), "corrections"), 303)


def _bring(ask: Ask) -> Response:
    begun = bring.start(ask)
    return RedirectResponse(places.path("jobs", begun), 303) if isinstance(begun, str) else rendered(ask, begun, 422)


def _language(ask: Ask) -> Response:
    chosen = "ar" if ask.form.one("speech") == "ar" else "en"
    answer = RedirectResponse(places.local(ask.form.one("back", 2000), "/stories"), 303)
    secure = bool(ask.request.scope["state"].get("secure"))
    answer.headers.append("set-cookie", cookie(SPEECH, chosen, secure, _YEAR))
    return answer


def _entrance(ask: Ask, trouble: str = "") -> Page:
    back = places.local(ask.query("back", 2000) or ask.form.one("back", 2000), "/stories")
    return Page("enter.html", ask.say("enter"), {"back": back, "trouble": trouble, "twin": False}, dict)


def _enter(ask: Ask) -> Response:
    role = role_of(ask.house.settings, ask.form.one("token", 1000))
    if role is None:
        return rendered(ask, _entrance(ask, ask.say("token wrong")), 403)
    answer = RedirectResponse(places.local(ask.form.one("back", 2000), "/stories"), 303)
    secure = bool(ask.request.scope["state"].get("secure"))
    answer.headers.append("set-cookie", pass_cookie(pass_for(ask.house.settings, role), secure))
    return answer


def _leave(ask: Ask) -> Response:
    answer = RedirectResponse("/stories", 303)
    answer.headers.append("set-cookie", pass_cookie("", bool(ask.request.scope["state"].get("secure"))))
    return answer


# Files

def _file(request: Request) -> Response:
    file = hand.export(_ask(request, data=True))
    headers = {
        "content-disposition": f'attachment; filename="{file.name}"',
        # A page of an export brings its style in itself; opened by itself it runs nothing and has no origin.
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    return Response(file.data, media_type=file.media, headers=headers)


def _described(request: Request) -> Response:
    from riwaya.desk.openapi import description

    return JSONResponse(description())


@cache
def _files() -> Mapping[str, bytes]:
    """The static files; the style of an export's page is the ground of the desk's own."""
    found = {}
    for package, folder, names in (
        ("riwaya.export", "templates", ("page.css", "descent.css")), ("riwaya.desk", "static", None),
    ):  # fmt: skip
        for file in resources.files(package).joinpath(folder).iterdir():
            if (names is None or file.name in names) and file.name.rpartition(".")[2] in _MEDIA:
                found[file.name] = file.read_bytes()
    return found


@cache
def _edition() -> str:
    whole = hashlib.sha256()
    for name, data in sorted(_files().items()):
        whole.update(f"{name} {len(data)}\n".encode() + data)
    return whole.hexdigest()[:12]


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    data = _files().get(name)
    if data is None:
        raise Wrong(404, "no such")
    current = request.path_params["edition"] == _edition()
    keep = f"public, max-age={_YEAR}, immutable" if current else "no-cache"
    return Response(data, media_type=_MEDIA[name.rpartition(".")[2]], headers={"cache-control": keep})


@cache
def _environment() -> Environment:
    loaders: Iterable[PackageLoader] = (
        PackageLoader("riwaya.desk", "templates"), PackageLoader("riwaya.export", "templates"),
    )
    return Environment(loader=ChoiceLoader(list(loaders)), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip


# What goes wrong

def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, Wrong)
    return _told(request, error.status, error.said(speech_of(request)), error.said("en"))


def _elsewhere(request: Request, error: Exception) -> Response:
    assert isinstance(error, Elsewhere)
    if request.headers.get("hx-request"):  # a part of a page that renews itself: the whole page has to go there
        return Response(headers={"HX-Redirect": error.path})
    return RedirectResponse(error.path, 303)


def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    why = Wrong(error.status_code, "no such") if error.status_code == 404 else Wrong(error.status_code, error.detail)
    return _told(request, why.status, why.said(speech_of(request)), why.said("en"))


def _too_much(request: Request, error: Exception) -> Response:
    return _told(request, 413, Wrong(413, "too much").said(speech_of(request)), Wrong(413, "too much").said("en"))


def _broken(request: Request, error: Exception) -> Response:
    return _told(request, 500, Wrong(500, "error").said(speech_of(request)), "internal error")


def _told(request: Request, status: int, said: str, english: str) -> Response:
    path = request.url.path
    if path.startswith("/api/") or path.endswith(".json"):
        return JSONResponse({"error": english}, status)
    ask = _ask(request)
    page = Page("error.html", ask.say("error"), {"what": said, "twin": False}, dict)
    return rendered(ask, page, status)
