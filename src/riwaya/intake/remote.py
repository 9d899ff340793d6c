"""Files in S3, read where they lie. Needs pyarrow (extra `riwaya[cluster]`); keys and endpoint come from the
environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL)."""

from __future__ import annotations

import io
from typing import IO, Any, cast

from riwaya.intake.sources import Unreadable


def is_remote(place: str) -> bool:
    """Whether a path is an address in S3."""
    return place.startswith("s3://")


def listed(address: str) -> list[str]:
    """The addresses of all files at or under an address, sorted. Raises Unreadable."""
    system, path = _system(address)
    from pyarrow.fs import FileSelector, FileType

    try:
        info = system.get_file_info(path)
        if info.type == FileType.File:
            return [address]
        if info.type == FileType.NotFound:
            raise Unreadable("no such file or folder")
        inside = system.get_file_info(FileSelector(path, recursive=True))
    except OSError as error:
        raise Unreadable(_why(error)) from error
    return sorted(f"s3://{i.path}" for i in inside if i.type == FileType.File)


def opened(address: str) -> IO[bytes]:
    """A file for reading, with seek; nothing of it is fetched before it is read. Raises Unreadable."""
    system, path = _system(address)
    try:
        return io.BufferedReader(cast(Any, system.open_input_file(path)), 1 << 20)
    except OSError as error:
        raise Unreadable(_why(error)) from error


def _system(address: str) -> tuple[Any, str]:
    try:
        from pyarrow.fs import FileSystem
    except ImportError:
        raise Unreadable("reading S3 needs pyarrow: pip install 'riwaya[cluster]'") from None
    try:
        system, path = FileSystem.from_uri(address)
    except (OSError, ValueError) as error:
        raise Unreadable(_why(error)) from error
    return system, path


def _why(error: Exception) -> str:
    return " ".join(str(error).split())[:160]
