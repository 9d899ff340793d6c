"""`riwaya desk`: read stories in the browser."""

from __future__ import annotations

import argparse
import os
import sys

from riwaya.cli.plumbing import FINE, Stop, reason_of
from riwaya.cli.store import opened

TYPE_CHECKING = False  # as in typing, which `--help` has no need to load
if TYPE_CHECKING:
    from riwaya.cli.plumbing import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    desk = commands.add_parser(
        "desk", help="read stories in the browser, correct them, hand them on",
        description="Serve a store, or the reports in files and folders, as pages on this machine. To serve others, "
        "set RIWAYA_DESK_TOKEN (read and correct) or RIWAYA_DESK_READ_TOKEN, or stand it behind a proxy.",
    )
    desk.add_argument("paths", nargs="*", metavar="PATH", help="files or folders to bring in as it starts")
    desk.add_argument("--store", metavar="WHERE",
                      help="a file, or a database's address; without it what RIWAYA_STORE says, or, with PATH, one "
                      "that is gone when it stops")
    desk.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1: this machine only)")
    desk.add_argument("--port", type=int, default=8018, help="the port to listen at (8018; 0: any)")
    desk.add_argument("--name", action="append", default=[], help="a name by which browsers call it, e.g. desk.example")
    desk.add_argument("--identity-header", default="", metavar="HEADER",
                      help="believe a proxy that says in this header who asks, e.g. X-Remote-User")
    desk.add_argument("--corrector", action="append", default=[], metavar="NAME",
                      help="of those the proxy names, who may correct; * for all")
    desk.add_argument("--proxy", action="append", default=[], metavar="ADDRESS",
                      help="the address of the proxy (this machine)")
    desk.add_argument("--contact", default="", metavar="ADDRESS",
                      help="fetch addresses that readers give; a mail or web address for those whose pages are read")
    desk.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Do the command; gives the exit code."""
    from riwaya.desk.settings import PROXIES, Settings, key_from, refusal

    token, read_token = (os.environ.get(name, "") for name in ("RIWAYA_DESK_TOKEN", "RIWAYA_DESK_READ_TOKEN"))
    settings = Settings(
        host=arguments.host, port=arguments.port, names=tuple(arguments.name), token=token, read_token=read_token,
        identity=arguments.identity_header, correctors=tuple(arguments.corrector),
        proxies=tuple(arguments.proxy) or PROXIES, contact=arguments.contact, key=key_from(token, read_token),
    )
    why = refusal(settings)
    if why:
        raise Stop(why)
    kept = arguments.store or ("" if arguments.paths else os.environ.get("RIWAYA_STORE", ""))
    if not kept and not arguments.paths:
        raise Stop("which stories? give files or folders, say --store WHERE, or set RIWAYA_STORE")
    for path in arguments.paths:
        if path != "-" and not os.path.exists(path):  # noqa: PTH110  (pathlib is slow to load)
            raise Stop(f"{path}: no such file")

    import tempfile
    from dataclasses import replace

    from riwaya.desk.serving import serve
    from riwaya.progress import Meter
    from riwaya.store import StoreError

    with tempfile.TemporaryDirectory(prefix="riwaya-") as folder:
        where = kept or f"{folder}/desk.db"
        try:
            with opened(where, Meter(sys.stderr)) as store:
                serve(store, replace(settings, store=where), arguments.paths, _said)
        except StoreError as error:
            raise Stop(str(error)) from None
        except OSError as error:
            raise Stop(f"{settings.host}:{settings.port}: {reason_of(error).partition(' (')[0]}") from None
    return FINE


def _said(address: str) -> None:
    print(address, file=sys.stderr, flush=True)
