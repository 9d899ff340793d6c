"""How the tables came to be, one step a file in versions/. A step is never changed once it was released."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from riwaya.store.errors import StoreError


def upgrade(connection: Connection, where: str, to: str = "head") -> None:
    """Bring the tables of a database to a step, within the connection's transaction. Raises StoreError where the
    tables are of a step that this program does not know."""
    from alembic import command
    from alembic.config import Config
    from alembic.script.revision import ResolutionError
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except (CommandError, ResolutionError) as error:
        if "locate revision" in str(error):
            raise StoreError(f"{where}: was written by a newer riwaya; this one cannot read it") from None
        raise StoreError(f"{where}: {str(error).splitlines()[0]}") from None
