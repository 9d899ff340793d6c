"""Writing a file in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write(path: str, text: str) -> None:
    """Write a text file as UTF-8, so that whoever reads it sees the old one or all of the new one, never a part.

    A link is followed; a device or a pipe is written to as it is. Raises OSError and leaves nothing behind.
    """
    write_bytes(path, text.encode("utf-8", errors="replace"))


def write_bytes(path: str, data: bytes) -> None:
    """The same for bytes."""
    target = Path(path).resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_folder(path: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files into a folder, by their paths in it; the folder is made, others that lie there stay. Each file is
    written in one step. Raises OSError."""
    for name, data in files:
        target = Path(path) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(str(target), data)


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
