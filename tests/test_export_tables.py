"""The flat tables of a trace: every cell of the type its column says, every id leading somewhere."""

from __future__ import annotations

from invented import bakery
from riwaya.export.tables import TABLES, Cell

KINDS: dict[str, tuple[type, ...]] = {
    "text": (str,), "integer": (int,), "number": (int, float), "flag": (bool,), "list": (tuple,),
}  # fmt: skip
TRACE = bakery()
ROWS = {table.name: list(table.rows(TRACE)) for table in TABLES}
COLUMNS = {table.name: [c.name for c in table.columns] for table in TABLES}


def column(table: str, name: str) -> list[Cell]:
    at = COLUMNS[table].index(name)
    return [row[at] for row in ROWS[table]]


def test_every_cell_is_of_its_columns_type() -> None:
    wrong = []
    for table in TABLES:
        for row in ROWS[table.name]:
            assert len(row) == len(table.columns)
            for said, cell in zip(table.columns, row, strict=True):
                if cell is not None and not isinstance(cell, KINDS[said.type]):
                    wrong.append((table.name, said.name, cell))
    assert wrong == []


def test_every_table_but_the_dates_has_rows_of_the_bakery() -> None:
    assert [name for name, rows in ROWS.items() if not rows] in ([], ["timeline"])


def test_ids_lead_somewhere() -> None:
    reports, sources = set(column("reports", "id")), set(column("sources", "id"))
    statements, claims = set(column("statements", "id")), set(column("claims", "id"))
    assert set(column("statements", "report")) <= reports
    assert set(column("chains", "statement")) <= statements and set(column("chains", "source")) <= sources
    assert set(column("versions", "statement")) <= statements and set(column("versions", "claim")) <= claims
    assert set(column("differences", "statement_a")) | set(column("differences", "statement_b")) <= statements
    assert set(column("derivations", "from")) <= reports | sources
    assert set(column("independence", "claim")) == claims


def test_quoted_words_are_those_of_the_text() -> None:
    texts = dict(zip(column("reports", "id"), column("reports", "text"), strict=True))
    names = COLUMNS["statements"]
    for row in ROWS["statements"]:
        cells = dict(zip(names, row, strict=True))
        text = texts[cells["report"]]
        assert isinstance(text, str)
        assert cells["text"] == text[cells["start"] : cells["end"]]  # type: ignore[misc]
