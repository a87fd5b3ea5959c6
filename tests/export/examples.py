"""The small timeline of `tests/cases/export`, as tables."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from dateline.tables import SCHEMAS, Tables

CASES = Path(__file__).parent.parent / "cases/export"
BASE = "https://example.org/small/"


def tables(rows: dict[str, list[dict[str, Any]]]) -> Tables:
    """Make tables of rows as JSON has them: days and numbers are texts, origins are left out."""
    origin = {"file": "small.yaml", "line": 1, "column": 1}
    return Tables.from_rows({name: [_row(name, row) | origin for row in group] for name, group in rows.items()})


def _row(table: str, row: dict[str, Any]) -> dict[str, Any]:
    return {column: _cell(SCHEMAS[table][column].dtype, value) for column, value in row.items()}


def _cell(dtype: pl.DataType, value: Any) -> Any:
    if isinstance(dtype, pl.Date):
        return date.fromisoformat(value)
    return Decimal(value) if isinstance(dtype, pl.Decimal) else value


def small() -> Tables:
    return tables(json.loads((CASES / "small.json").read_text(encoding="utf-8")))
