"""A trace as CSV: a file a table (tables.py), one more that explains the columns, for spreadsheets and data frames.

RFC 4180, UTF-8. Cells that a spreadsheet would run as a formula are made plain (docs/exports.md).
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from riwaya.export.tables import TABLES, Cell, Table
from riwaya.model import Trace

BOM = "\ufeff"  #: without it Excel reads the file in the code page of the machine
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""What makes a spreadsheet run a cell (OWASP, CSV injection), wide forms included; and the mark that prevents it."""
_SAME_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that zip knows: the same trace gives the same archive
_ROWS = 500  # written at once


def tables(trace: Trace, *, bom: bool = False) -> Iterator[tuple[str, Iterator[str]]]:
    """The files of a trace: name, and text in pieces. The first is `columns.csv`, which explains the others."""
    yield "columns.csv", _pieces(("table", "column", "type", "meaning"), _columns(), bom)
    for table in TABLES:
        yield f"{table.name}.csv", rows(table, trace, bom=bom)


def rows(table: Table, trace: Trace, *, bom: bool = False) -> Iterator[str]:
    """One table of a trace, its header first, in pieces."""
    return _pieces([c.name for c in table.columns], table.rows(trace), bom)


def archive(trace: Trace, *, bom: bool = False) -> bytes:
    """All tables in a zip, the same bytes for the same trace."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, pieces in tables(trace, bom=bom):
            info = zipfile.ZipInfo(name, _SAME_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with zipped.open(info, "w") as file:
                for piece in pieces:
                    file.write(piece.encode("utf-8", errors="replace"))
    return out.getvalue()


def cell(value: Cell) -> str:
    """A value as it stands in a file: lists as JSON, flags as true and false, nothing for null.

    A text that a spreadsheet might run, or that begins with an apostrophe, gets an apostrophe before it: taking one
    off gives it back.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return repr(value)
    text = value.replace("\0", "\ufffd")
    return f"'{text}" if text.startswith(_RUN) else text


def _columns() -> Iterator[Sequence[Cell]]:
    for table in TABLES:
        for column in table.columns:
            yield table.name, column.name, column.type, column.meaning


def _pieces(header: Sequence[str], body: Iterable[Sequence[Cell]], bom: bool) -> Iterator[str]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write(BOM if bom else "")
    writer.writerow(header)
    for number, row in enumerate(body, 1):
        writer.writerow([cell(value) for value in row])
        if number % _ROWS == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
