"""Tell the decimal mark of columns of numbers by the numbers that can be read in one way alone."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from kpi.intake.plan import Plan
from kpi.intake.times_sql import literal

# Numbers whose mark can only be decimal, and those that can be either.
_POINT = r"\s*(\d+\.(\d{1,2}|\d{4,})|(0|\d{4,})\.\d{3}|\d{1,3}(,\d{3})+\.\d+)\s*"
_COMMA = r"\s*(\d+,(\d{1,2}|\d{4,})|(0|\d{4,}),\d{3}|\d{1,3}(\.\d{3})+,\d+)\s*"
EITHER = r"[1-9]\d{0,2}\.\d{3}"
GROUPED = r"[1-9]\d{0,2},\d{3}"


def decimal_marks(cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str) -> Mapping[str, str]:
    """Return the decimal mark of each field of numbers in which a mark before three digits is open.

    The column's other numbers tell, so that ``1,125`` beside ``2,5`` is a little more than one.
    Where they show both marks, or none in a file that is cut by semicolons (which programs write
    that use decimal commas), the mark is ``?``. In others without proof the point is decimal.

    Parameters
    ----------
    source : str
        Query with columns c0, c1, ….
    """
    if plan.layout.delimiter == "," and not plan.quotes:
        return {}  # a comma inside a number would have to be quoted
    marks = {
        field.name: _mark(cursor, source, f"c{plan.position(field.name)}", plan.layout.delimiter)
        for field in plan.decimals
    }
    return {name: mark for name, mark in marks.items() if mark}


def _mark(cursor: duckdb.DuckDBPyConnection, source: str, cell: str, delimiter: str) -> str:
    tests = ", ".join(
        f"coalesce(bool_or(regexp_full_match({cell}, {literal(pattern)})), false)"
        for pattern in (_POINT, _COMMA)
    )
    row = cursor.execute(f"SELECT {tests} FROM ({source}) WHERE {cell} <> ''").fetchone()
    points, commas = row or (False, False)
    if points != commas:
        return "." if points else ","
    return "?" if points or delimiter == ";" else ""
