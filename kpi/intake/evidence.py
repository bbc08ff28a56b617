"""Look at a file's columns of times and decide how each is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

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
# faster than cutting each value into its parts. The last counts those of other shapes.
_ORDERS = """
count(*) FILTER (day{at} IS NOT NULL OR turned{at}),
count(*) FILTER (day{at} IS NOT NULL AND NOT turned{at}),
count(*) FILTER (day{at} IS NULL AND turned{at}),
count(*) FILTER (turned{at} AND day(day{at}) <> month(day{at})),
min(cell{at}) FILTER (day{at} IS NOT NULL AND NOT turned{at}),
min(cell{at}) FILTER (day{at} IS NULL AND turned{at}),
count(*) FILTER (day{at} IS NULL AND NOT turned{at} AND cell{at} <> '')"""
_TOLD = _ORDERS.count(" FILTER ")


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
    places = [plan.position(field.name) for field in plan.times]
    rows = f"FROM sampled LIMIT {TIMED_ROWS}"
    sampled = years_first(cursor, plan, rows, places) or shapes_of(cursor, plan, rows, places)
    open_ = {
        at: found
        for at, found in sampled.items()
        if whole or not found or any(shape.family != "ymd" for shape in found)
    }
    found = sampled | _all_shapes(cursor, plan, source, open_)
    shapes = {field.name: found[plan.position(field.name)] for field in plan.times}
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
    samples: Mapping[int, tuple[Shape, ...]],
) -> dict[int, tuple[Shape, ...]]:
    """Return the shapes of all values of these columns, each given with those of its sample.

    Values of the sample's main shape are counted fast, and the whole file is read once for all
    columns; once more for the values of other shapes, where there are some.
    """
    formats = {at: numeric_formats(found[0].shape) for at, found in samples.items() if found}
    fast = {at: both for at, both in formats.items() if both is not None}
    counted = _counted(cursor, plan, source, fast)
    cells = {at: f"c{at}" for at in samples if at not in fast}
    for at, told in counted.items():
        if told[-1]:
            cells[at] = f"CASE WHEN {_read(plan, at, fast[at])} THEN '' ELSE c{at} END"
    rest = ", ".join(f"{cell} AS c{at}" for at, cell in cells.items())
    others = shapes_of(cursor, plan, f"SELECT {rest} FROM ({source})", [*cells]) if cells else {}
    return others | {
        at: (
            Shape(samples[at][0].shape, told[0], samples[at][0].sample, *told[1:-1]),
            *others.get(at, ()),
        )
        for at, told in counted.items()
    }


def _counted(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, fast: Mapping[int, tuple[str, str]]
) -> dict[int, tuple[Any, ...]]:
    """Return of each column what `_ORDERS` counts, by its formats with day and month first."""
    if not fast:
        return {}
    cells = ", ".join(
        f"{cell_sql(plan, at)} AS cell{at}, try_strptime(cell{at}, '{day}') AS day{at},"
        # What is read with the day first can be read the other way round up to the twelfth.
        f" CASE WHEN day{at} IS NOT NULL THEN day(day{at}) <= 12"
        f" ELSE try_strptime(cell{at}, '{month}') IS NOT NULL END AS turned{at}"
        for at, (day, month) in fast.items()
    )
    counts = ", ".join(_ORDERS.format(at=at) for at in fast)
    row = cursor.execute(f"SELECT {counts} FROM (SELECT {cells} FROM ({source}))").fetchone()
    assert row is not None  # noqa: S101 - an aggregate has one row
    return {at: row[n * _TOLD : (n + 1) * _TOLD] for n, at in enumerate(fast)}


def _read(plan: Plan, at: int, formats: tuple[str, str]) -> str:
    """Return SQL that is true where one of the formats reads a cell."""
    cell = cell_sql(plan, at)
    return " OR ".join(f"try_strptime({cell}, '{one}') IS NOT NULL" for one in formats)


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
