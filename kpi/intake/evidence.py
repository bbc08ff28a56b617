"""Look at a file's columns of times and decide how each is written."""

from __future__ import annotations

import re
from collections.abc import Mapping

import duckdb

from kpi.intake.dates import EMPTY_WORDS, ORDERS, Shape, TimeFormat, decide, family_of
from kpi.intake.errors import RefusedError
from kpi.intake.header import name_key
from kpi.intake.plan import Plan
from kpi.intake.times_sql import word_list
from kpi.intake.values import clean_sql
from kpi.words import Message

SAMPLE_ROWS = 5000
# More shapes than this in one column are free text, not dates.
MAX_SHAPES = 300
_SHAPES = """
WITH cells AS (SELECT {clean} AS cell FROM ({source})),
shaped AS (
    SELECT cell, replace(replace(translate(lower(cell), '0123456789', '9999999999'),
                                 '\u00a0', ' '), '\u202f', ' ') AS shape,
           TRY_CAST(regexp_extract(cell, '^(\\d{{1,2}})[-/. ](\\d{{1,2}})[-/. ]', 1) AS INTEGER) AS one,
           TRY_CAST(regexp_extract(cell, '^(\\d{{1,2}})[-/. ](\\d{{1,2}})[-/. ]', 2) AS INTEGER) AS two
    FROM cells WHERE cell <> '' AND lower(cell) NOT IN {empty})
SELECT shape, count(*), min(cell), count(*) FILTER (one BETWEEN 13 AND 31 AND two BETWEEN 1 AND 12),
       count(*) FILTER (two BETWEEN 13 AND 31 AND one BETWEEN 1 AND 12),
       count(*) FILTER (one BETWEEN 1 AND 12 AND two BETWEEN 1 AND 12 AND one <> two),
       min(cell) FILTER (one BETWEEN 13 AND 31 AND two BETWEEN 1 AND 12),
       min(cell) FILTER (two BETWEEN 13 AND 31 AND one BETWEEN 1 AND 12)
FROM shaped GROUP BY shape ORDER BY count(*) DESC, shape LIMIT {most}
"""


def date_formats(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, *, whole: bool
) -> Mapping[str, TimeFormat]:
    """Decide the format of each field that holds times.

    Parameters
    ----------
    source : str
        Query with columns line, c0, c1, ….
    whole : bool
        Look at all values. Otherwise the first rows are enough for columns in which they leave no
        question, such as ISO dates.

    Raises
    ------
    RefusedError
        If the order of day and month cannot be told.
    """
    shapes = {}
    for field in plan.times:
        column = plan.position(field.name)
        sample = f"SELECT c{column} FROM ({source}) LIMIT {SAMPLE_ROWS}"
        found = () if whole else _shapes(cursor, plan, sample, column)
        if not found or any(family_of(shape.shape) != "ymd" for shape in found):
            found = _shapes(cursor, plan, source, column)
        shapes[field.name] = found
    siblings = {name: _own_order(found) for name, found in shapes.items()}
    formats = {}
    for field in plan.times:
        column = plan.column(field.name)
        formats[field.name] = decide(
            column,
            shapes[field.name],
            said=_said(plan, column),
            dayfirst=plan.said.dayfirst,
            hint=_hint(plan, column, siblings),
        )
    return formats


def _shapes(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, column: int
) -> tuple[Shape, ...]:
    query = _SHAPES.format(
        clean=clean_sql(f"c{column}", plan.said.empty),
        source=source,
        empty=word_list(EMPTY_WORDS),
        most=MAX_SHAPES,
    )
    return tuple(Shape(*row) for row in cursor.execute(query).fetchall())


def _own_order(shapes: tuple[Shape, ...]) -> str | None:
    numeric = [shape for shape in shapes if family_of(shape.shape) == "numeric"]
    day, month = sum(s.day_first for s in numeric), sum(s.month_first for s in numeric)
    if bool(day) == bool(month):
        return None
    return "dmy" if day else "mdy"


def _hint(plan: Plan, column: str, siblings: Mapping[str, str | None]) -> str | None:
    if re.search(r"\bd{1,2}[-/. ]m{1,2}\b", column.casefold()):
        return "header"
    orders = {order for order in siblings.values() if order}
    if len(orders) == 1:
        return f"siblings:{orders.pop()}"
    return "spanish" if plan.layout.found.spanish else None


def _said(plan: Plan, column: str) -> str | None:
    for name, order in plan.said.dates.items():
        if name == column or name_key(name) == name_key(column):
            if order not in ORDERS:
                raise RefusedError(
                    Message(
                        "The mapping's order of “{column}” is “{order}”. Must be one of: {known}.",
                        {"column": name, "order": order, "known": ", ".join(ORDERS)},
                    )
                )
            return ORDERS[order]
    return None


