"""Look at a file's columns of times and decide how each is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import duckdb

from kpi.intake.column_names import name_key
from kpi.intake.dates import (
    ORDERS,
    DateReading,
    Shape,
    TimeFormat,
    numeric_formats,
)
from kpi.intake.errors import RefusedError
from kpi.intake.half_turned import half_turned
from kpi.intake.order import Said, decide
from kpi.intake.own_column import day_first
from kpi.intake.plan import Plan
from kpi.intake.shapes import cell_sql, shapes_of, years_first
from kpi.words import Message

# The rows that are looked at first, and those whose times tell how they are written.
SAMPLE_ROWS = 5000
TIMED_ROWS = 1000
# The values of one shape, told apart by the two formats that it may have; try_strptime is ten times
# faster than cutting each value into its parts.
_ORDERS = """
WITH cells AS (SELECT {cell} AS cell FROM ({source})),
read AS (
    SELECT cell, try_strptime(cell, '{dmy}') AS day, try_strptime(cell, '{mdy}') AS month FROM
    cells)
SELECT count(*) FILTER (day IS NOT NULL OR month IS NOT NULL),
       count(*) FILTER (day IS NOT NULL AND month IS NULL),
       count(*) FILTER (month IS NOT NULL AND day IS NULL),
       count(*) FILTER (day <> month),
       min(cell) FILTER (day IS NOT NULL AND month IS NULL),
       min(cell) FILTER (month IS NOT NULL AND day IS NULL)
FROM read
"""


def sample(cursor: duckdb.DuckDBPyConnection, first_rows: str) -> None:
    """Keep the first `SAMPLE_ROWS` records in the temp table ``sampled``.

    Parameters
    ----------
    first_rows : str
        Query with columns line, c0, c1, ….
    """
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE sampled AS FROM ({first_rows}) LIMIT {SAMPLE_ROWS}"
    )


def date_formats(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, *, whole: bool
) -> Mapping[str, TimeFormat]:
    """Decide the format of each field that holds times.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        With the temp table that `sample` leaves.
    plan : Plan
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
    if not plan.times:
        return {}
    shapes = {}
    places = [plan.position(field.name) for field in plan.times]
    rows = f"FROM sampled LIMIT {TIMED_ROWS}"
    sampled = years_first(cursor, plan, rows, places) or shapes_of(cursor, plan, rows, places)
    for field in plan.times:
        found = sampled[plan.position(field.name)]
        if whole or not found or any(shape.family != "ymd" for shape in found):
            found = _all_shapes(cursor, plan, source, plan.position(field.name), found)
        shapes[field.name] = found
    siblings = {name: _own_order(found) for name, found in shapes.items()}
    formats = {}
    for field in plan.times:
        column = plan.column(field.name)
        said = Said(
            column,
            _said(plan, column),
            plan.said.dayfirst,
            _hint(plan, column, siblings),
            plan.clock.now.year,
        )
        format_ = decide(shapes[field.name], said)
        format_ = replace(format_, half_turned=half_turned(shapes[field.name], column))
        formats[field.name] = _with_clock(plan, field.name, format_)
    return formats


def _with_clock(plan: Plan, name: str, format_: TimeFormat) -> TimeFormat:
    """Return the format of a date together with that of its time of day in a column beside it."""
    clock = plan.time_of_day(name)
    if clock is None or not format_.reading.format:
        return format_
    told = Message(
        "{evidence} The time of day is in “{column}”.",
        {"evidence": format_.reading.evidence, "column": plan.layout.names[clock.position]},
    )
    fast = f"{format_.fast}{clock.fast}" if format_.fast_dated and clock.fast else None
    reading = DateReading(f"{format_.reading.format} + {clock.written}", told)
    return replace(format_, reading=reading, fast=fast, fast_dated=False)


def _all_shapes(
    cursor: duckdb.DuckDBPyConnection,
    plan: Plan,
    source: str,
    column: int,
    sample: tuple[Shape, ...],
) -> tuple[Shape, ...]:
    """Return the shapes of all values; those of the sample's main shape are counted fast."""
    main = sample[0].shape if sample else ""
    formats = numeric_formats(main)
    if formats is None:
        return shapes_of(cursor, plan, source, [column])[column]
    day, month = formats
    cell = cell_sql(plan, column)
    row = cursor.execute(_ORDERS.format(cell=cell, source=source, dmy=day, mdy=month)).fetchone()
    assert row is not None  # noqa: S101 - an aggregate has one row
    rest = (
        f"SELECT c{column} FROM ({source}) WHERE try_strptime({cell}, '{day}') IS NULL "
        f"AND try_strptime({cell}, '{month}') IS NULL AND {cell} <> ''"
    )
    counted = Shape(main, row[0], sample[0].sample, *row[1:])
    return (counted, *shapes_of(cursor, plan, rest, [column])[column])


def _own_order(shapes: tuple[Shape, ...]) -> str | None:
    numeric = [shape for shape in shapes if shape.family == "numeric"]
    day, month = sum(s.day_first for s in numeric), sum(s.month_first for s in numeric)
    if bool(day) == bool(month):
        return None
    return "dmy" if day else "mdy"


def _hint(plan: Plan, column: str, siblings: Mapping[str, str | None]) -> str | None:
    ours = day_first(plan.layout.names)
    if ours is not None:
        return "own:dmy" if ours else "own:mdy"
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
