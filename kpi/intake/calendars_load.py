"""What the rows of one calendar must say together: one place, and stretches that are apart."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from kpi.intake.calendar_cells import WEEKDAYS
from kpi.intake.times_sql import word_list
from kpi.words import N_

PLACE = N_("An earlier line says something else about the place of this calendar: “{value}”.")
OVERLAP = N_("The stretch that begins at {value} overlaps another of its calendar.")
BOTH = N_("Another line of this file gives hours to the day, or closes it: {value}.")
PLACES = ("zone", "country", "region")

# Minutes since Monday, or since 1970 for dates; a shift over midnight ends on the next day.
_STRETCHES = f"""
WITH placed AS (
    SELECT line, calendar, day, opens, closes, day IN {word_list(tuple(WEEKDAYS))} AS weekly,
           coalesce(list_position({list(WEEKDAYS)}, day),
                    date_diff('day', DATE '1970-01-01', TRY_CAST(day AS DATE))) * 1440 AS midnight
    FROM staged
    WHERE line NOT IN (SELECT line FROM repeats)
), stretches AS (
    SELECT line, calendar, day, weekly, opens, midnight + {{opens}} AS starts,
           midnight + {{closes}} + CASE WHEN {{closes}} <= {{opens}} THEN 1440 ELSE 0 END AS ends
    FROM placed WHERE opens <> '' AND closes <> ''
)
SELECT line, opens FROM stretches
QUALIFY starts < max(ends) OVER (PARTITION BY calendar, weekly ORDER BY starts, line
                                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
""".replace(
    "{opens}", "(substr(opens, 1, 2)::INTEGER * 60 + substr(opens, 4, 2)::INTEGER)"
).replace("{closes}", "(substr(closes, 1, 2)::INTEGER * 60 + substr(closes, 4, 2)::INTEGER)")
_BOTH = """
SELECT line, day FROM staged
WHERE line NOT IN (SELECT line FROM repeats)
QUALIFY (opens IN ('', 'usual')) <> first_value(opens IN ('', 'usual')) OVER (
    PARTITION BY calendar, day ORDER BY line)
"""


def settle_calendars(cursor: duckdb.DuckDBPyConnection, columns: Mapping[str, str]) -> int:
    """List the rows that contradict an earlier one of their calendar in ``faults``.

    They are added to the temp table ``repeats``, with the other lines that do not count.

    Parameters
    ----------
    columns : dict
        Field -> column of the file.

    Returns
    -------
    int
        How many rows.
    """
    before = _kept_out(cursor)
    for place in PLACES:
        query = f"""SELECT line, {place} FROM staged QUALIFY {place} <>
            first_value({place} IGNORE NULLS) OVER (PARTITION BY calendar ORDER BY line)"""
        _reject(cursor, query, columns.get(place, place), PLACE)
    _reject(cursor, _BOTH, columns.get("day", "day"), BOTH)
    _reject(cursor, _STRETCHES, columns.get("opens", "opens"), OVERLAP)
    return _kept_out(cursor) - before


def incoming_sql(columns: tuple[str, ...]) -> str:
    """Return the columns of ``staged`` for SQL, with the place of a calendar on all of its rows."""
    return ", ".join(
        f"any_value({name}) OVER (PARTITION BY calendar) AS {name}" if name in PLACES else name
        for name in columns
    )


def _reject(cursor: duckdb.DuckDBPyConnection, query: str, column: str, phrase: str) -> None:
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE contradicting AS SELECT * FROM ({query}) AS t(line, value)"
        " WHERE line NOT IN (SELECT line FROM repeats)"
    )
    cursor.execute(
        "INSERT INTO faults SELECT line, $column, value, 'conflict', $phrase FROM contradicting",
        {"column": column, "phrase": phrase},
    )
    cursor.execute("INSERT INTO repeats SELECT line, value, false FROM contradicting")


def _kept_out(cursor: duckdb.DuckDBPyConnection) -> int:
    return int(cursor.execute("SELECT count(*) FROM repeats").fetchall()[0][0])
