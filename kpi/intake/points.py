"""Tell the columns of numbers in which a point may separate thousands."""

from __future__ import annotations

import duckdb

from kpi.intake.plan import Plan
from kpi.intake.times_sql import literal

SAMPLE_ROWS = 1000
# Numbers whose mark can only be decimal, and the one that can be either.
_POINT = r"\s*(\d+\.(\d{1,2}|\d{4,})|(0|\d{4,})\.\d{3}|\d{1,3}(,\d{3})+\.\d+)\s*"
_COMMA = r"\s*(\d+,(\d{1,2}|\d{4,})|(0|\d{4,}),\d{3}|\d{1,3}(\.\d{3})+,\d+)\s*"
EITHER = r"[1-9]\d{0,2}\.\d{3}"


def doubtful_points(cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str) -> frozenset[str]:
    """Return the fields in which ``1.500`` may be a thousand and a half.

    The column's other numbers tell. Where they do not, a file that is cut by semicolons comes from
    a program that writes decimal commas; in others the point is decimal.

    Parameters
    ----------
    source : str
        Query with columns c0, c1, ….
    """
    if plan.layout.delimiter == "," and not plan.quotes:
        return frozenset()  # a decimal comma would have to be quoted
    return frozenset(
        field.name
        for field in plan.decimals
        if _doubtful(cursor, plan, source, f"c{plan.position(field.name)}")
    )


def _doubtful(cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, cell: str) -> bool:
    def seen(rows: str) -> tuple[bool, bool]:
        tests = ", ".join(
            f"coalesce(bool_or(regexp_full_match({cell}, {literal(pattern)})), false)"
            for pattern in (_POINT, _COMMA)
        )
        row = cursor.execute(f"SELECT {tests} FROM ({rows})").fetchone()
        return (bool(row[0]), bool(row[1])) if row else (False, False)

    points, commas = seen(f"SELECT {cell} FROM ({source}) LIMIT {SAMPLE_ROWS}")
    if not points:
        points, commas = seen(f"SELECT {cell} FROM ({source})")
    return commas or (not points and plan.layout.delimiter == ";")
