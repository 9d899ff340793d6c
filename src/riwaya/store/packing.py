"""Any of the model's frozen values as bytes and back: plain JSON (riwaya.plain) under zlib, so that what is kept can be
read without riwaya."""

from __future__ import annotations

import json
import typing
import zlib
from typing import Any, TypeVar

from riwaya.plain import plain, valued

T = TypeVar("T")

MAX_UNPACKED = 512 * 2**20  #: bytes; nothing that is kept unpacks to more


class Broken(ValueError):
    """Kept bytes that cannot be read."""


def squeeze(data: bytes) -> bytes:
    """Bytes, compressed."""
    return zlib.compress(data, 6)


def unsqueeze(packed: bytes) -> bytes:
    """The bytes that `squeeze` was given. Raises Broken; unpacks to MAX_UNPACKED at most."""
    reader = zlib.decompressobj()
    try:
        data = reader.decompress(packed, MAX_UNPACKED)
    except zlib.error as error:
        raise Broken("kept bytes are damaged") from error
    if not reader.eof:
        raise Broken("kept bytes are cut off or too large")
    return data


def pack(value: Any) -> bytes:
    """A frozen value, or a tuple of them, as compressed JSON."""
    return squeeze(written(plain(value)))


def written(data: Any) -> bytes:
    """Plain data as JSON. Letters stand as themselves: Arabic takes a third of what it would take escaped, and is
    written and read twice as fast. A lone surrogate is kept as `json.loads` reads it back."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf8", "surrogatepass")


def unpack(type_: type[T], packed: bytes) -> T:
    """The value of a type that `pack` was given. Raises Broken."""
    try:
        return typing.cast(T, valued(type_, json.loads(unsqueeze(packed))))
    except (ValueError, TypeError, KeyError) as error:
        raise Broken(f"kept bytes are no {getattr(type_, '__name__', type_)}: {error}") from error
