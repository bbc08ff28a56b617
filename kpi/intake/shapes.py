"""What the values of a file's columns of times look like, with digits written 9."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from kpi.intake.dates import EMPTY_WORDS, Shape
from kpi.intake.plan import Plan
from kpi.intake.times_sql import word_list
from kpi.intake.values import trim_sql

# More shapes than this in one column are free text, not dates.
MAX_SHAPES = 300
_SHAPED = """
WITH cells AS (SELECT unnest({places}) AS place, unnest({cells}) AS cell FROM ({source})),
shaped AS (
    SELECT place, cell, replace(replace(translate(lower(cell), '0123456789', '9999999999'),
                                 '\u00a0', ' '), '\u202f', ' ') AS shape, {numbers}
           TRY_CAST(regexp_extract(cell, '^\\d{{4}}[-/.]\\d{{1,2}}[-/.](\\d{{1,2}})', 1)
               AS INTEGER) AS last
    FROM cells WHERE cell <> '' AND lower(cell) NOT IN {empty})
"""
_NUMBERS = """
           TRY_CAST(regexp_extract(cell, '^(\\d{1,2})[-/. ](\\d{1,2})[-/. ]', 1)
               AS INTEGER) AS one,
           TRY_CAST(regexp_extract(cell, '^(\\d{1,2})[-/. ](\\d{1,2})[-/. ]', 2)
               AS INTEGER) AS two,
           TRY_CAST(regexp_extract(cell, '^\\d{1,2}[-/. ]\\d{1,2}[-/. ](\\d{2})(\\D|$)', 1)
               AS INTEGER) AS three,"""
# Where the year is first, the other numbers are not looked for: half of the work, most of it
# planning.
_YEAR = re.compile("9999[-/.]")
_YEARS_FIRST = f"""{_SHAPED}
SELECT shape, count(*), min(cell), count(*) FILTER (last > 12), place
FROM shaped GROUP BY place, shape ORDER BY count(*) DESC, shape
"""
_SHAPES = f"""{_SHAPED}
SELECT shape, count(*), min(cell), count(*) FILTER (one BETWEEN 13 AND 31 AND two BETWEEN 1 AND 12),
       count(*) FILTER (two BETWEEN 13 AND 31 AND one BETWEEN 1 AND 12),
       count(*) FILTER (one BETWEEN 1 AND 12 AND two BETWEEN 1 AND 12 AND one <> two),
       min(cell) FILTER (one BETWEEN 13 AND 31 AND two BETWEEN 1 AND 12),
       min(cell) FILTER (two BETWEEN 13 AND 31 AND one BETWEEN 1 AND 12),
       min(one) FILTER (three IS NOT NULL), max(one) FILTER (three IS NOT NULL),
       min(three), max(three), count(*) FILTER (last > 12), place
FROM shaped GROUP BY place, shape
QUALIFY row_number() OVER (PARTITION BY place ORDER BY count(*) DESC, shape) <= {{most}}
ORDER BY count(*) DESC, shape
"""


def years_first(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, places: Sequence[int]
) -> dict[int, tuple[Shape, ...]] | None:
    """Return what `shapes_of` does, where all values have the year first."""
    rows = cursor.execute(_query(_YEARS_FIRST, plan, source, places)).fetchall()
    if not all(_YEAR.match(shape) for shape, *_ in rows):
        return None
    shapes: dict[int, tuple[Shape, ...]] = dict.fromkeys(places, ())
    for shape, count, value, late, place in rows:
        if len(shapes[place]) < MAX_SHAPES:
            shapes[place] = (*shapes[place], Shape(shape, count, value, late_days=late))
    return shapes


def shapes_of(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: str, places: Sequence[int]
) -> dict[int, tuple[Shape, ...]]:
    """Return the shapes in each of these columns, the commonest first."""
    shapes: dict[int, tuple[Shape, ...]] = dict.fromkeys(places, ())
    for *told, place in cursor.execute(_query(_SHAPES, plan, source, places)).fetchall():
        years = ((told[8], told[9]), (told[10], told[11])) if told[10] is not None else ()
        shape = replace(Shape(*told[:8], *years), late_days=told[12])
        shapes[place] = (*shapes[place], shape)
    return shapes


def _query(template: str, plan: Plan, source: str, places: Sequence[int]) -> str:
    return template.format(
        places=list(places),
        cells="[" + ", ".join(cell_sql(plan, place) for place in places) + "]",
        source=source,
        numbers=_NUMBERS if template is _SHAPES else "",
        empty=word_list(EMPTY_WORDS),
        most=MAX_SHAPES,
    )


def cell_sql(plan: Plan, column: int) -> str:
    """Return SQL for a cell without outer white space, empty where it means so."""
    cell = trim_sql(f"c{column}", plan.padding)
    return (
        f"CASE WHEN {cell} IN {word_list(plan.said.empty)} THEN '' ELSE {cell} END"
        if plan.said.empty
        else cell
    )
