"""The model's frozen values as plain JSON data and back, whole: also what `riwaya.trace/1` leaves out.

A field that a later version adds is read as its default from what an earlier version wrote; a field that a later
version dropped is passed over.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any


def plain(value: Any) -> Any:
    """A frozen value as plain JSON data; sets are sorted, fields that hold their default are left out."""
    kind: Any = type(value)
    return _writer(kind)(value)


@cache
def _writer(type_: Any) -> Callable[[Any], Any]:
    """What makes plain data out of a value of a type, looked up once a type."""
    if dataclasses.is_dataclass(type_):
        fields = [(f.name, type(f.default), f.default) for f in dataclasses.fields(type_)]

        def written(value: Any) -> dict[str, Any]:
            said = {}
            for name, kind, default in fields:
                v = getattr(value, name)
                if type(v) is not kind or v != default:
                    said[name] = plain(v)
            return said

        return written
    if issubclass(type_, frozenset | set):
        return lambda value: sorted(map(plain, value))
    if issubclass(type_, tuple | list):
        return lambda value: list(map(plain, value))
    if issubclass(type_, dict):
        return lambda value: {str(k): plain(v) for k, v in value.items()}
    return _as_it_is


def valued(type_: Any, data: Any) -> Any:
    """Plain JSON data as a value of a type of the model. Raises ValueError, TypeError or KeyError."""
    read = _reader(type_)
    return read(data) if read else data


@cache
def _reader(type_: Any) -> Callable[[Any], Any] | None:
    """What makes a value of a type out of plain data, looked up once a type: a big trace has a hundred thousand values.
    None where the data is the value."""
    origin, inside = typing.get_origin(type_), typing.get_args(type_)
    if origin in (typing.Union, types.UnionType):
        option = _reader(next(t for t in inside if t is not type(None)))
        return option and (lambda data: None if data is None else option(data))
    if origin in (tuple, frozenset, list):
        if origin is tuple and not (len(inside) == 2 and inside[1] is Ellipsis):
            each = [_reader(t) or _as_it_is for t in inside]
            return lambda data: tuple(read(v) for read, v in zip(each, _listed(data), strict=True))
        one = _reader(inside[0])
        return (lambda data: origin(map(one, _listed(data)))) if one else (lambda data: origin(_listed(data)))
    if isinstance(type_, type) and dataclasses.is_dataclass(type_):
        fields = {name: _reader(hint) or _as_it_is for name, hint in typing.get_type_hints(type_).items()}
        return lambda data: type_(**{name: fields[name](v) for name, v in data.items() if name in fields})
    if isinstance(type_, type) and issubclass(type_, tuple) and hasattr(type_, "_fields"):
        return lambda data: type_(*data)
    return None


def _as_it_is(data: Any) -> Any:
    return data


def _listed(data: Any) -> list[Any]:
    if not isinstance(data, list):
        raise TypeError(f"a list was expected, not {type(data).__name__}")
    return data
