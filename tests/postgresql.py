"""A PostgreSQL server of the tests' own, on a socket in a folder of its own, gone when the tests are."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_PATIENCE = 300  #: seconds that it may take to start or stop: on a busy machine a minute is not enough


class Missing(Exception):
    """There is no PostgreSQL here, or it cannot be started; the message says why."""


class Server:
    """A running server; `stop` and `start` take it down and up again."""

    def __init__(self, programs: Path, folder: Path, user: str | None) -> None:
        self._programs, self.folder, self._user = programs, folder, user

    def run(self, program: str, *words: str) -> None:
        """One of PostgreSQL's programs. Raises Missing with the last line it said."""
        done = subprocess.run(
            [self._programs / program, *words], user=self._user, cwd=self.folder, capture_output=True, text=True,
            timeout=_PATIENCE + 60, check=False, env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        if done.returncode:
            raise Missing(f"{program}: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")

    def start(self) -> None:
        """Take it up, and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c max_connections=60"
        self.run("pg_ctl", "-D", "data", "-w", "-t", str(_PATIENCE), "-l", "log", "-o", options, "start")

    def stop(self) -> None:
        """Take it down at once, whoever is connected, and wait until nobody listens any more: `pg_ctl` waits for the
        file of the server's number to go, which goes before the server does."""
        self.run("pg_ctl", "-D", "data", "-w", "-t", str(_PATIENCE), "-m", "immediate", "stop")
        end = time.monotonic() + _PATIENCE
        while self._listens() and time.monotonic() < end:
            time.sleep(0.02)

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as peer:
            try:
                peer.connect(f"{self.folder}/.s.PGSQL.5432")
            except OSError:
                return False
        return True

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql+pg8000://owner@/{database}?unix_sock={self.folder}/.s.PGSQL.5432"

    def new(self) -> str:
        """The address of a new, empty database."""
        from sqlalchemy import create_engine, text

        name = f"t{uuid.uuid4().hex[:12]}"
        engine = create_engine(self.url(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
        engine.dispose()
        return self.url(name)


@contextmanager
def server() -> Iterator[Server]:
    """A server for as long as the `with` lasts. Raises Missing, saying why there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    programs = found[-1].parent if found else Path(on_path).parent if on_path else None
    if programs is None:
        raise Missing("no PostgreSQL is installed")
    try:
        import pg8000  # noqa: F401
    except ModuleNotFoundError:
        raise Missing("pg8000 is not installed") from None
    user = None
    if os.geteuid() == 0:  # the server refuses to run as root
        try:
            user = next(n for n in ("postgres", "nobody") if any(p.pw_name == n for p in pwd.getpwall()))
        except StopIteration:
            raise Missing("no user but root to run PostgreSQL as") from None
    folder = Path(tempfile.mkdtemp(prefix="riwaya-pg-"))
    try:
        if user:
            shutil.chown(folder, user)
        run = Server(programs, folder, user)
        run.run("initdb", "-D", "data", "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run.start()
        try:
            yield run
        finally:
            with suppress(Missing):  # a test took it down
                run.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def waits(driver: Any) -> list[Any]:
    """What a connection of pg8000 waits for from now on: it grows by one each time the server has to answer."""
    waited: list[Any] = []
    whole = driver.handle_messages

    def handle_messages(context: object) -> None:
        waited.append(context)
        whole(context)

    driver.handle_messages = handle_messages
    return waited
