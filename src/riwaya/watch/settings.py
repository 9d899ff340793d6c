"""What to watch, and how: a TOML file (docs/watch.md), checked key by key. Secrets are never read from it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, get_args

from riwaya.alerts import Kind
from riwaya.watch.addresses import AddressRefused, Policy, check_url
from riwaya.watch.fetching import Limits

FEED, SECTION, PAGE = "feed", "section", "page"
SECRET = "RIWAYA_WEBHOOK_SECRET"  #: the environment's name for the webhook's secret
STORE = "RIWAYA_STORE"  #: the environment's name for the store, whose address may hold a password
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)\Z")
_UNIT = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_OLDEST = 30 * 86400.0
_CONTACT = re.compile(r"(?:mailto:)?[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>()]+\Z|https?://[^\s<>()]+\.[^\s<>()]+\Z")


class SettingsError(ValueError):
    """A configuration that cannot be used; the message names file, line and key."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A feed, an outlet's page or a single page. `name`: the outlet, where the pages do not say it."""

    kind: Literal["feed", "section", "page"]
    url: str
    name: str | None = None
    every: float = 900.0  #: seconds between two readings of a feed or an outlet's page
    match: re.Pattern[str] | None = None  #: of an outlet's page: which links are articles
    again: tuple[float, ...] | None = None  #: of its pages; None: as the settings say


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where alerts go. `stories`: watch those whose title holds all words of one of these, or whose id it is; all
    where there are none. `kinds`: all where there are none."""

    terminal: bool = True
    atom: str | None = None
    jsonl: str | None = None
    webhook: str | None = None
    stories: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """All of a watch."""

    contact: str
    store: str
    watched: tuple[Watched, ...] = ()
    delay: float = 2.0  #: seconds between two questions to one host
    hosts: int = 8  #: asked at a time
    again: tuple[float, ...] = ()  #: seconds after its first reading at which a page is looked at again
    oldest: float = _OLDEST  #: seconds; what a feed says is older is not asked for
    limits: Limits = field(default_factory=Limits)
    outputs: Outputs = field(default_factory=Outputs)
    policy: Policy = field(default_factory=Policy)


def load(path: str) -> Settings:
    """The settings in a file. Raises SettingsError. Paths in it are taken from the file's folder."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: not UTF-8") from None
    return parse(text, path)


def parse(text: str, path: str = "watch.toml") -> Settings:
    """The settings in the text of a file. Raises SettingsError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        what = re.sub(r"\s*\(at .*\)\Z", "", str(error))
        raise SettingsError(f"{path}:{where[1] if where else 1}: not TOML: {what[:1].lower()}{what[1:]}") from None
    return _settings(_Table(data, path, text, ""))


def checked(settings: Settings) -> Settings:
    """Settings in which everything that has to be there is. Raises SettingsError."""
    must_have_contact(settings)
    if not settings.watched:
        raise SettingsError("nothing to watch: no feed, section, page or OPML file")
    if settings.outputs.webhook and not os.environ.get(SECRET):
        raise SettingsError(f"a webhook, but no secret in the environment ({SECRET})")
    return settings


def must_have_contact(settings: Settings) -> None:
    """Raise SettingsError where nobody is named who could be written to, or no store."""
    if not settings.contact:
        raise SettingsError("no contact: an address that those whose pages are read can write to (contact = …)")
    if not _CONTACT.match(settings.contact) or not settings.contact.isascii():
        raise SettingsError(f"contact: “{settings.contact}” is neither a mail address nor a web address")
    if not settings.store:
        raise SettingsError(f"no store (store = …, --store or {STORE})")


def watched(kind: Literal["feed", "section", "page"], url: str, policy: Policy, *, name: str | None = None) -> Watched:
    """Something to watch. Raises SettingsError for an address that is never asked."""
    try:
        check_url(url, policy)
    except AddressRefused as error:
        raise SettingsError(f"{kind} {url}: {error}") from None
    return Watched(kind, url, name)


def from_opml(path: str, policy: Policy) -> tuple[tuple[Watched, ...], tuple[str, ...]]:
    """The feeds that an OPML file lists, and a line for each address that is never asked. Raises SettingsError."""
    from riwaya.watch.feeds import FeedError
    from riwaya.watch.opml import read_opml

    try:
        with Path(path).open("rb") as file:
            data = file.read(Limits().feed + 1)
    except OSError as error:
        raise SettingsError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    if len(data) > Limits().feed:
        raise SettingsError(f"{path}: too large")
    try:
        listed = read_opml(data)
    except FeedError as error:
        raise SettingsError(f"{path}: {error}") from None
    found, wrong = [], []
    for url, _ in listed:  # the name that a reader gave a feed is that of a section as often as that of an outlet
        try:
            found.append(watched("feed", url, policy))
        except SettingsError as error:
            wrong.append(f"{path}: {error}")
    return tuple(found), tuple(wrong)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file, read key by key; `close` finds the keys that nobody asked for."""

    data: Mapping[str, Any]
    path: str
    text: str
    name: str  #: "" for the top
    nth: int = 0  #: of an array of tables
    asked: set[str] = field(default_factory=set)

    def wrong(self, key: str, what: str) -> SettingsError:
        """An error at a key, with its line."""
        where = f"{self.name}.{key}" if self.name else key
        return SettingsError(f"{self.path}:{self._line(key)}: {where}: {what}")

    def _line(self, key: str) -> int:
        """The line on which a key of this table stands; that of the table's head where it does not stand alone."""
        inside, seen, head = self.name == "", -1, 1
        for number, line in enumerate(self.text.splitlines(), 1):
            if m := re.match(r"\s*\[\[?\s*([\w.\"'-]+)\s*\]\]?", line):
                seen += m[1] == self.name
                inside = bool(self.name) and m[1] == self.name and seen == self.nth
                head = number if inside else head
            if inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return head

    def get(self, key: str, type_: type | tuple[type, ...], what: str, default: Any = None) -> Any:
        """A value of a type; a truth is never taken for a number."""
        self.asked.add(key)
        value = self.data.get(key)
        if value is None:
            return default
        if not isinstance(value, type_) or (isinstance(value, bool) and type_ is not bool):
            raise self.wrong(key, f"{what} was expected, not {_kind(value)}")
        return value

    def number(self, key: str, least: float, most: float, default: float) -> float:
        """A number within bounds."""
        value = float(self.get(key, (int, float), "a number", default))
        if not least <= value <= most:
            raise self.wrong(key, f"{value:g} is not between {least:g} and {most:g}")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.get(key, list, "a list of texts", [])
        if not all(isinstance(v, str) for v in value):
            raise self.wrong(key, "a list of texts was expected")
        return tuple(value)

    def duration(self, key: str, default: float, least: float) -> float:
        """A time such as "15m", in seconds."""
        value = self.get(key, str, 'a time such as "15m"')
        return default if value is None else self._seconds(key, value, least)

    def durations(self, key: str) -> tuple[float, ...] | None:
        """Times such as ["6h", "3d"], in seconds, in order; None where the key is not there."""
        if key not in self.data:
            self.asked.add(key)
            return None
        return tuple(sorted({self._seconds(key, v, 60.0) for v in self.words(key)}))

    def _seconds(self, key: str, value: str, least: float) -> float:
        m = _DURATION.match(value.strip())
        if m is None:
            raise self.wrong(key, f'“{value}” is no time such as "30s", "15m", "6h" or "3d"')
        seconds = float(m[1]) * _UNIT[m[2]]
        if not least <= seconds <= 366 * 86400:
            raise self.wrong(key, f"“{value}” is shorter than {least:g} seconds, or longer than a year")
        return seconds

    def tables(self, key: str) -> list[_Table]:
        """An array of tables, or one table, under a key."""
        self.asked.add(key)
        value = self.data.get(key, [])
        many = [value] if isinstance(value, dict) else value
        if not isinstance(many, list) or not all(isinstance(v, dict) for v in many):
            raise self.wrong(key, f"[[{key}]] was expected, not {_kind(value)}")
        return [_Table(v, self.path, self.text, key, n) for n, v in enumerate(many)]

    def one(self, key: str) -> _Table:
        """A table under a key, empty where it is not there."""
        self.asked.add(key)
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"[{key}] was expected, not {_kind(value)}")
        return _Table(value, self.path, self.text, key)

    def close(self) -> None:
        """Raise for a key that nobody asked for: it would be a wish that silently is not met."""
        for key in self.data:
            if key not in self.asked:
                raise self.wrong(key, f"unknown; known here: {', '.join(sorted(self.asked))}")


def _kind(value: Any) -> str:
    names = {bool: "true or false", str: "a text", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return names.get(type(value), type(value).__name__)


def _settings(top: _Table) -> Settings:
    folder = Path(top.path).parent
    policy = _policy(top.one("security"))
    contact = top.get("contact", str, "a mail or web address", "")
    store = _path(top.get("store", str, "a file", ""), folder)
    if re.search(r"://[^/@:]*:[^/@]+@", store):
        raise top.wrong("store", f"a password has no place in a file: put the address into {STORE}")
    found: list[Watched] = []
    for kind in (FEED, SECTION, PAGE):
        for table in top.tables(kind):
            found.append(_watched(kind, table, policy))  # type: ignore[arg-type]
    for file in top.words("opml"):
        try:
            listed, wrong = from_opml(_path(file, folder), policy)
        except SettingsError as error:
            raise top.wrong("opml", str(error)) from None
        if wrong and not listed:
            raise top.wrong("opml", wrong[0])
        found += listed
    manners, limits = top.one("manners"), top.one("limits")
    least = 0.0 if policy.loopback else 1.0  # nobody but this machine is asked without a breath in between
    settings = Settings(
        contact=contact, store=store, watched=tuple({w.url: w for w in reversed(found)}.values())[::-1],
        delay=manners.number("delay", least, 600, 2.0), hosts=int(manners.number("hosts", 1, 32, 8)),
        again=top.durations("again") or (), oldest=top.duration("oldest", _OLDEST, 3600.0), limits=_limits(limits),
        outputs=_outputs(top.one("alerts"), folder, policy), policy=policy,
    )  # fmt: skip
    for table in (manners, limits, top):
        table.close()
    return settings


def _path(name: str, folder: Path) -> str:
    return name if not name or "://" in name or name == "-" else str(folder / Path(name).expanduser())


def _policy(table: _Table) -> Policy:
    places = set()
    for said in table.words("loopback"):
        host, _, port = said.rpartition(":")
        try:
            ip = ip_address(host.strip("[]"))
        except ValueError:
            raise table.wrong("loopback", f"“{said}” is not ADDRESS:PORT, such as 127.0.0.1:8000") from None
        if not ip.is_loopback:
            raise table.wrong("loopback", f"{ip} is not of this machine; no other address can be let in")
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise table.wrong("loopback", f"“{port}” is no port")
        places.add((ip, int(port)))
    table.close()
    return Policy(frozenset(places))


def _watched(kind: Literal["feed", "section", "page"], table: _Table, policy: Policy) -> Watched:
    url = table.get("url", str, "an address", "")
    if not url:
        raise table.wrong("url", "is missing")
    try:
        made = watched(kind, url, policy, name=table.get("name", str, "a name"))
    except SettingsError as error:
        raise table.wrong("url", str(error).partition(": ")[2]) from None
    if kind != PAGE:
        made = replace(made, every=table.duration("every", 900.0, 0.0 if policy.loopback else 60.0))
    if kind == SECTION and (said := table.get("match", str, "a regular expression")) is not None:
        try:
            made = replace(made, match=re.compile(said))
        except re.error as error:
            raise table.wrong("match", f"not a regular expression: {error}") from None
    made = replace(made, again=table.durations("again"))
    table.close()
    return made


def _limits(table: _Table) -> Limits:
    base = Limits()
    return Limits(
        page=int(table.number("page_mb", 0.01, 20, base.page / 1e6) * 1e6),
        feed=int(table.number("feed_mb", 0.01, 100, base.feed / 1e6) * 1e6),
        seconds=table.number("seconds", 0.1, 600, base.seconds),
        silence=table.number("silence", 0.1, 120, base.silence),
        ratio=int(table.number("ratio", 2, 1000, base.ratio)),
        redirects=int(table.number("redirects", 0, 20, base.redirects)),
        items=int(table.number("items", 1, 100_000, base.items)),
    )


def _outputs(table: _Table, folder: Path, policy: Policy) -> Outputs:
    known: Sequence[str] = get_args(Kind)
    kinds = table.words("kinds")
    for kind in kinds:
        if kind not in known:
            raise table.wrong("kinds", f"“{kind}” is none of {', '.join(known)}")
    webhook = table.get("webhook", str, "an address")
    if webhook is not None:
        try:
            check_url(webhook, policy)
        except AddressRefused as error:
            raise table.wrong("webhook", str(error)) from None
    atom, jsonl = (table.get(key, str, "a file") for key in ("atom", "jsonl"))
    out = Outputs(
        terminal=table.get("terminal", bool, "true or false", True),
        atom=atom and _path(atom, folder), jsonl=jsonl and _path(jsonl, folder), webhook=webhook,
        stories=table.words("stories"), kinds=tuple(kinds),  # type: ignore[arg-type]
    )  # fmt: skip
    table.close()
    return out
