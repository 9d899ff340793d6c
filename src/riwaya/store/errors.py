"""What goes wrong with a database, told in one line, without passwords."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

_SECRET = re.compile(r"(\w[\w+.-]*://[^:/?#@\s]*):\S*@|((?:password|passfile)=)[^&\s]*", re.IGNORECASE)


class StoreError(Exception):
    """A store that cannot be opened, read or written; the message is one line."""


def hidden(text: str) -> str:
    """A text without the password of any database address in it."""
    return _SECRET.sub(lambda m: f"{m[1]}:***@" if m[1] else f"{m[2]}***", text)


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn whatever a driver raises into a StoreError that names the store and the reason in one line."""
    try:
        yield
    except StoreError:
        raise
    except DBAPIError as error:
        raise StoreError(f"{where}: {_reason(error.orig or error)}") from None
    except SQLAlchemyError as error:
        raise StoreError(f"{where}: {hidden(str(error).splitlines()[0])}") from None
    except ConnectionError as error:  # the driver hands on what the socket says where it is reset
        refused = isinstance(error, ConnectionRefusedError)
        reason = "no server answers there" if refused else "the connection to the server was lost"
        raise StoreError(f"{where}: {reason}") from None
    except OSError as error:
        raise StoreError(f"{where}: {(error.strerror or str(error) or 'no connection').lower()}") from None


_KNOWN = (
    ("disk is full", "the disk is full; nothing of the last write was kept"),
    ("disk full", "the disk is full; nothing of the last write was kept"),
    ("53100", "the disk is full; nothing of the last write was kept"),
    ("no space left", "the disk is full; nothing of the last write was kept"),
    ("readonly", "the file cannot be written"),
    ("read-only", "the file cannot be written"),
    ("file is not a database", "not a store of riwaya"),
    ("malformed", "the file is damaged"),
    ("database is locked", "another program holds it locked"),
    ("unable to open database file", "the file cannot be opened"),
    ("disk i/o error", "the disk cannot be read or written"),
    ("28p01", "the user or the password is wrong"),
    ("3d000", "no such database"),
    ("57p01", "the server was stopped"),
    ("57p02", "the server was stopped"),
    ("57p03", "the server is starting or stopping"),
    ("connection refused", "no server answers there"),
    ("can't create a connection", "no server answers there"),
    ("network error", "the connection to the server was lost"),
    ("connection is closed", "the connection to the server was lost"),
    ("communication error", "the connection to the server was lost"),
    ("broken pipe", "the connection to the server was lost"),
    ("no such module: fts5", "this Python’s SQLite has no full text (FTS5)"),
)  # fmt: skip


def _reason(error: BaseException) -> str:
    said = str(error)
    lower = said.lower()
    for words, reason in _KNOWN:
        if words in lower:
            return reason
    detail = error.args[0] if error.args else ""
    if isinstance(detail, dict):  # how pg8000 hands on the server's message
        said = str(detail.get("M") or detail)
    return hidden((said or type(error).__name__).splitlines()[0])[:300]
