"""PostgreSQL by pg8000 with one wait a statement. pg8000 waits for the server's answer three times: after it has sent
the statement, after it has asked what its columns are, and after it has sent the values. Nothing of it depends on the
answer, so here all is sent at once, as PostgreSQL's protocol provides ("Extended Query"), and the answers are read."""

from __future__ import annotations

from typing import Any

_NEEDED = ("send_PARSE", "send_DESCRIBE_STATEMENT", "send_BIND", "send_EXECUTE", "handle_messages", "py_types", "_sock")


def hurry(connection: Any) -> None:
    """Have a connection of pg8000 wait once a statement; one of another version of it goes on as it does."""
    from pg8000 import core  # type: ignore[import-untyped,unused-ignore]
    from pg8000.converters import make_params  # type: ignore[import-untyped,unused-ignore]

    if not all(hasattr(connection, n) for n in _NEEDED) or not all(
        hasattr(core, n) for n in ("Context", "NULL_BYTE", "SYNC_MSG", "_write", "_flush")
    ):
        return
    patient = connection.execute_unnamed

    def execute_unnamed(statement: str, vals: Any = (), oids: Any = (), stream: Any = None) -> Any:
        if stream is not None or connection._sock is None:
            return patient(statement, vals=vals, oids=oids, stream=stream)
        values = make_params(connection.py_types, vals)  # what cannot be sent is known before anything is sent
        context = core.Context(statement)
        connection.send_PARSE(core.NULL_BYTE, statement, oids)
        connection.send_DESCRIBE_STATEMENT(core.NULL_BYTE)
        connection.send_BIND(core.NULL_BYTE, values)
        connection.send_EXECUTE()
        core._write(connection._sock, core.SYNC_MSG)
        core._flush(connection._sock)
        connection.handle_messages(context)
        return context

    connection.execute_unnamed = execute_unnamed
