"""Traces as Parquet: one folder a table, one file a piece, the columns of riwaya.export.tables after the story's id."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

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
    arrays = [pa.array(map(_clean, column), types[c.type]) for c, column in zip(named, cells, strict=True)]
    return pa.table(arrays, schema=schema)


def _clean(cell: Cell) -> Cell | list[str]:
    """A cell as Arrow takes it: lone surrogates, which a page can hold and UTF-8 cannot, become U+FFFD."""
    if isinstance(cell, str):
        try:
            cell.encode()
        except UnicodeEncodeError:
            return cell.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return cell
    return [str(_clean(c)) for c in cell] if isinstance(cell, tuple) else cell
