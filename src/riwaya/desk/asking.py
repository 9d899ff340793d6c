"""What a page is asked, and what it answers: between the server's requests and the pages' functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from riwaya.desk import places, words
from riwaya.desk.jobs import Full, Job, Jobs
from riwaya.desk.settings import Reader, Settings
from riwaya.export.words import Speech

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request

    from riwaya.desk.opened import Opened
    from riwaya.desk.shelf import Shelf

Item = TypeVar("Item")

PATIENCE = 1.5  #: seconds that a reader waits for a trace before being shown how far it is


class Wrong(Exception):
    """A page cannot be given: an HTTP status, and why, as a key of the desk's words or in words."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why

    def said(self, speech: Speech) -> str:
        """Why, in the reader's language where the desk has words for it."""
        try:
            return words.say(self.why, speech)
        except KeyError:
            return self.why


class Elsewhere(Exception):
    """What is asked for is to be had at another page of the desk."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True)
class House:
    """What all requests share."""

    settings: Settings
    shelf: Shelf
    jobs: Jobs
    environment: Environment
    edition: str  #: digest of the static files: part of their addresses, so that they can be kept for ever


class Page(NamedTuple):
    """A page: its template and what goes into it, or its data."""

    template: str
    heading: str
    context: Mapping[str, object]
    data: Callable[[], Mapping[str, object]]
    opened: Opened | None = None  #: the story it is about
    cookies: tuple[str, ...] = ()


class Brought(NamedTuple):
    """A file that a form brings."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Form:
    """What a form of the desk brings, checked to be of the desk."""

    fields: Mapping[str, Sequence[str]]
    files: tuple[Brought, ...] = ()

    def one(self, name: str, most: int = 400) -> str:
        """The first value of a field, without blanks around it, cut to a length."""
        held = self.fields.get(name)
        return held[0].strip()[:most] if held else ""

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a field, at most five hundred."""
        return tuple(self.fields.get(name, ()))[:500]


@dataclass(frozen=True)
class Ask:
    """One request, as the pages see it."""

    house: House
    request: Request
    speech: Speech
    reader: Reader | None
    form: Form = field(default_factory=lambda: Form({}))
    data: bool = False  #: whether it is asked as data

    def id(self, name: str) -> str:
        """An id in the address."""
        return places.read(self.request.path_params[name])

    def query(self, name: str, most: int = 200) -> str:
        """A value of the query, cut to a length; "" without it."""
        return self.request.query_params.get(name, "")[:most]

    def queries(self, name: str) -> tuple[str, ...]:
        """All values of a name in the query, at most five hundred."""
        return tuple(self.request.query_params.getlist(name))[:500]

    @cached_property
    def number(self) -> int:
        """Which page of a long list, from 1."""
        given = self.query("page", 6)
        return max(1, int(given)) if given.isascii() and given.isdigit() else 1

    def story(self) -> Opened:
        """The story in the address. Raises Wrong where there is none; Elsewhere where it has to be traced first, which
        a reader can watch, while a program waits."""
        shelf = self.house.shelf
        line = shelf.line(self.id("story"))
        waits = not self.data and self.request.method == "GET" and shelf.takes_long(line)
        # Where reports keep coming in, a trace is out of date when it is done: then it is shown all the same.
        if waits and not self.house.jobs.lately(self.path):

            def work(job: Job) -> None:
                job.stories.append(line.id)
                shelf.opened(line.id, job.tell)

            try:
                job = self.house.jobs.start(work, self.path)
            except Full:
                raise Wrong(503, "busy") from None
            if not job.finished.wait(PATIENCE) or job.failure:
                raise Elsewhere(places.path("jobs", job.id))
        return shelf.opened(line.id)

    def say(self, key: str) -> str:
        """The desk's words."""
        return words.say(key, self.speech)

    def must_correct(self) -> Reader:
        """Who asks, who may change things. Raises Wrong where they may not."""
        if self.reader is None or not self.reader.corrects:
            raise Wrong(403, "forbidden")
        return self.reader

    @property
    def path(self) -> str:
        """Where the page is, with its query, without `.json`."""
        url = self.request.url
        raw = cast("dict[str, Any]", self.request.scope).get("raw_path", b"").decode("latin-1").partition("?")[0]
        path = places.local((raw or url.path).removesuffix(".json"))
        return path + (f"?{url.query}" if url.query else "")


class Listing(NamedTuple):
    """A part of a long list."""

    items: tuple[Any, ...]
    number: int
    of: int
    before: str
    after: str


def listing(ask: Ask, items: Sequence[Item], size: int, **query: str) -> Listing:
    """The part of a list that is asked for, and where the parts beside it are."""
    of = max(1, -(-len(items) // size))
    number = min(ask.number, of)
    held = tuple(items[(number - 1) * size : number * size])
    return paged(ask, held, number, of, **query)


def paged(ask: Ask, held: Sequence[Item], number: int, of: int, **query: str) -> Listing:
    """A part of a list that was cut already."""
    from urllib.parse import urlencode

    def to(n: int) -> str:
        kept = {k: v for k, v in query.items() if v}
        return ask.path.partition("?")[0] + "?" + urlencode(kept | {"page": n})

    return Listing(tuple(held), number, of, to(number - 1), to(number + 1))
