"""PostgreSQL by pg8000 with one wait a statement. pg8000 waits for the server's answer three times: after it has sent
the statement, after it has asked what its columns are, and after it has sent the values. Nothing of it depends on the
answer, so here all is sent at once, as PostgreSQL's protocol provides ("Extended Query"), and the answers are read.

A transaction begins with a journey of its own, and whether the server is still there is asked with one more: here both
are one. Where the values of a statement go is found letter by letter: here once for each statement, not each time."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

_NEEDED = ("send_PARSE", "send_DESCRIBE_STATEMENT", "send_BIND", "send_EXECUTE", "handle_messages", "py_types", "_sock",
           "execute_simple")  # fmt: skip
_BEGIN, _NOTHING = "begin transaction", ";"  # as pg8000 begins one, and as SQLAlchemy asks whether the server is there
_REMEMBERED = 512  #: statements whose values are numbered
_LONGEST = 20_000  #: letters of such a statement


def hurry(connection: Any) -> None:
    """Have a connection of pg8000 wait once a statement; one of another version of it goes on as it does."""
    from pg8000 import core, legacy  # type: ignore[import-untyped,unused-ignore]
    from pg8000.converters import make_params  # type: ignore[import-untyped,unused-ignore]

    if (
        not all(hasattr(connection, n) for n in _NEEDED)
        or not all(hasattr(core, n) for n in ("Context", "NULL_BYTE", "SYNC_MSG", "_write", "_flush"))
        or not hasattr(legacy, "convert_paramstyle")
    ):
        return
    patient = connection.execute_unnamed

    def execute_unnamed(statement: str, vals: Any = (), oids: Any = (), stream: Any = None) -> Any:
        begin()
        if stream is not None or connection._sock is None:
            return patient(statement, vals=vals, oids=oids, stream=stream)
        values = make_params(connection.py_types, vals)  # what cannot be sent is known before anything of it is sent
        context = core.Context(statement)
        connection.send_PARSE(core.NULL_BYTE, statement, oids)
        connection.send_DESCRIBE_STATEMENT(core.NULL_BYTE)
        connection.send_BIND(core.NULL_BYTE, values)
        connection.send_EXECUTE()
        core._write(connection._sock, core.SYNC_MSG)
        core._flush(connection._sock)
        connection.handle_messages(context)
        return context

    simple = connection.execute_simple
    begun = [False]  # whether a transaction is to begin with what is sent next

    def execute_simple(statement: str) -> Any:
        if statement == _BEGIN:
            begun[0] = True
            return core.Context(statement)
        if statement == _NOTHING and begun[0]:
            begun[0] = False
            return simple(_BEGIN + _NOTHING)
        begin()
        return simple(statement)

    def begin() -> None:
        if begun[0]:
            begun[0] = False
            simple(_BEGIN)

    connection.execute_unnamed = execute_unnamed
    connection.execute_simple = execute_simple
    connection.commit = lambda: simple("commit")  # it has no values, so nothing is to be bound
    # pg8000 looks it up in its module, so it is the same for all connections; it answers as before
    if not hasattr(legacy.convert_paramstyle, "riwaya"):
        legacy.convert_paramstyle = _remembering(legacy.convert_paramstyle)


def _remembering(convert: Any) -> Callable[[str, str, Any], tuple[str, Any]]:
    """pg8000's way of numbering the places for values in a statement, which remembers what it numbered."""

    @lru_cache(maxsize=_REMEMBERED)
    def numbered(statement: str) -> str:
        return str(convert("format", statement, ())[0])

    def converted(style: str, statement: str, values: Any) -> tuple[str, Any]:
        if style != "format" or len(statement) > _LONGEST:
            found: tuple[str, Any] = convert(style, statement, values)
            return found
        return numbered(statement), values

    converted.riwaya = True  # type: ignore[attr-defined]
    return converted
