"""PostgreSQL asked in few journeys (riwaya.store.hurry)."""

from __future__ import annotations

from sqlalchemy import text

from postgresql import Server, waits
from riwaya.store import Store
from riwaya.store.engine import HEAD


def test_postgresql_is_waited_for_once_to_begin(postgresql: Server) -> None:
    """And what was begun so is a transaction like others; values go where they belong, however often they are sent."""
    with Store.open(postgresql.new()) as store:
        engine = store._database._engine
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
        waited = waits(driver)
        with engine.connect() as connection:
            assert [c.statement for c in waited] == ["begin transaction;"] and driver._in_transaction
            for n in (1, 2):
                asked = text("SELECT 'it''s ' || CAST(:a AS text), CAST(:b AS integer)")
                said = connection.execute(asked, {"a": "%s", "b": n})
                assert said.one() == ("it's %s", n)
            connection.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": "lost"})
        with engine.connect() as connection:
            kept = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            assert kept == HEAD, "it was rolled back"
            connection.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": "kept"})
            connection.commit()
            assert not driver._in_transaction
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "kept"
