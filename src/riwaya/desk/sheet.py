"""What a template asks beside the trace: words in the reader's language, addresses, the form's token."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from riwaya.desk import places, words
from riwaya.desk.settings import Reader
from riwaya.export.html import Desk
from riwaya.export.view import view
from riwaya.export.words import Speech
from riwaya.model import Trace

if TYPE_CHECKING:
    from markupsafe import Markup

_NOTHING = view(Trace("", (), (), (), ()))


@dataclass
class Sheet:
    """One page for one reader."""

    speech: Speech
    reader: Reader | None
    form_token: str
    path: str  #: where the page is, with its query
    version: str  #: of riwaya
    may_leave: bool = False  #: whether there is a pass to give back

    @property
    def other(self) -> Speech:
        """The other language of the desk."""
        return "en" if self.speech == "ar" else "ar"

    @property
    def way(self) -> str:
        """Which way the page runs."""
        return "rtl" if self.speech == "ar" else "ltr"

    @property
    def corrects(self) -> bool:
        """Whether this reader may change anything."""
        return self.reader is not None and self.reader.corrects

    def say(self, key: str, **filled: object) -> str:
        """The interface's words, with what is filled in."""
        text = words.say(key, self.speech)
        return text.format(**filled) if filled else text

    @cached_property
    def plain(self) -> Desk:
        """The reading helpers where no trace is shown."""
        return Desk(_NOTHING, self.speech)

    @property
    def twin(self) -> str:
        """The `.json` of this page."""
        path, mark, query = self.path.partition("?")
        return f"{path}.json{mark}{query}"

    def story(self, story_id: str, *below: str, **query: str | int | None) -> str:
        """The address of a story's page or of one below it."""
        return places.story(story_id, *below, **query)

    def at(self, *segments: str, **query: str | int | None) -> str:
        """The address of any page."""
        return places.path(*segments, **query)

    def again(self, **query: str | int | None) -> str:
        """This page with another query."""
        path = self.path.partition("?")[0]
        asked = urlencode({k: v for k, v in query.items() if v not in (None, "")})
        return path + (f"?{asked}" if asked else "")

    def joined(self, parts: Iterable[Markup]) -> Markup:
        """Names in a row."""
        from markupsafe import Markup

        return Markup("، " if self.speech == "ar" else ", ").join(parts)
