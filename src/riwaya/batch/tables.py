"""Traces as Parquet: one folder a table, one file a piece, the columns of riwaya.export.tables after the story's id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from riwaya.export.tables import TABLES, Cell, Column, Table
from riwaya.model import Trace

STORY = Column("story", "text", "stories.id: every other id is unique within it")
"""The first column of every table that does not say its story already: ids are unique in a trace, a run has many."""


def columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table as they are written."""
    return table.columns if _says(table) else (STORY, *table.columns)


def _says(table: Table) -> bool:
    return table.name == "stories" or any(c.name == "story" for c in table.columns)


class Rows:
    """The rows of the stories of one piece, table by table, to be written together."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[Cell, ...]]] = {table.name: [] for table in TABLES}

    def add(self, story: str, trace: Trace) -> None:
        """The rows of the trace of one story."""
        for table in TABLES:
            rows: Iterable[tuple[Cell, ...]] = table.rows(trace)
            self._rows[table.name] += rows if _says(table) else ((story, *row) for row in rows)

    def write(self, out: Path, name: str) -> None:
        """Write a file a table, each whole or not at all."""
        from pyarrow import parquet

        for table in TABLES:
            folder = out / table.name
            folder.mkdir(parents=True, exist_ok=True)
            part = folder / f".{name}.parquet.part"
            parquet.write_table(arrow(table, self._rows[table.name]), part, compression="zstd")
            part.replace(folder / f"{name}.parquet")


def arrow(table: Table, rows: Iterable[tuple[Cell, ...]]) -> Any:
    """Rows as an Arrow table, with what each column means in its metadata."""
    import pyarrow as pa

    types = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "flag": pa.bool_(),
             "list": pa.list_(pa.string())}  # fmt: skip
    named = columns(table)
    schema = pa.schema([pa.field(c.name, types[c.type], metadata={"meaning": c.meaning}) for c in named],
                       metadata={"row": table.row})  # fmt: skip
    cells = list(zip(*rows, strict=True)) or [()] * len(named)
    arrays = [_array(list(column), types[c.type]) for c, column in zip(named, cells, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(cells: Sequence[Any], type_: Any) -> Any:
    """Cells as an array of Arrow, None where there is nothing. Put together from buffers: `pyarrow.array` imports
    pandas where that is installed, half a second in every worker."""
    import pyarrow as pa

    there = np.array([c is not None for c in cells], bool)
    holes = None if there.all() else pa.py_buffer(np.packbits(there, bitorder="little").tobytes())
    if pa.types.is_list(type_):
        inside = _array([t for c in cells for t in c or ()], type_.value_type)
        places = _offsets(len(c or ()) for c in cells)
        return pa.Array.from_buffers(type_, len(cells), [holes, places], children=[inside])
    if pa.types.is_string(type_):
        data = [_bytes(c) if c is not None else b"" for c in cells]
        return pa.Array.from_buffers(type_, len(cells), [holes, _offsets(map(len, data)), pa.py_buffer(b"".join(data))])
    values = np.array([c or 0 for c in cells], {pa.int64(): np.int64, pa.float64(): np.float64}.get(type_, bool))
    if values.dtype == bool:
        values = np.packbits(values, bitorder="little")
    return pa.Array.from_buffers(type_, len(cells), [holes, pa.py_buffer(values.tobytes())])


def _offsets(sizes: Iterable[int]) -> Any:
    """Where each of several things begins that stand behind one another, and where the last one ends. Raises
    ValueError where they are larger together than Arrow has numbers for, 2 GB."""
    import pyarrow as pa

    found = list(accumulate(sizes, initial=0))
    if found[-1] >= 2**31:
        raise ValueError("a column of more than 2 GB")
    return pa.py_buffer(np.array(found, np.int32).tobytes())


def _bytes(cell: object) -> bytes:
    """A text as Arrow takes it: lone surrogates, which a page can hold and UTF-8 cannot, become U+FFFD."""
    text = str(cell)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
