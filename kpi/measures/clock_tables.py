"""The tables and macros that working time is read from, made of calendars; see `working_time`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from kpi.measures.calendars import WorkingCalendar, working_stretches

_TABLES = Path(__file__).with_name("clock_tables.sql").read_text(encoding="utf-8")
HOUR = 3_600_000_000
# So much working time a part of `clock_aims` spans: a few stretches of a usual calendar.
PART = 8 * HOUR
_DAY_US = 86_400_000_000
# Longer than any agreed time with any pause, and still a time that can be written: 300 years.
_FOREVER = int(timedelta(days=300 * 365) / timedelta(microseconds=1))

# Where no supplier has a calendar: the same names, so that the same queries run, and no rows.
_ELAPSED = """
CREATE OR REPLACE TEMP TABLE supplier_clocks (supplier VARCHAR, clock INTEGER);
CREATE OR REPLACE TEMP TABLE clock_days (clock INTEGER, day INTEGER, hours STRUCT(worked BIGINT));
CREATE OR REPLACE TEMP TABLE clock_aims
    (clock INTEGER, part INTEGER, stretches STRUCT(worked BIGINT));
CREATE OR REPLACE TEMP MACRO clock_day(at_) AS NULL::INTEGER;
CREATE OR REPLACE TEMP MACRO worked_at(h, at_) AS NULL::BIGINT;
CREATE OR REPLACE TEMP MACRO clock_part(aim) AS NULL::INTEGER;
CREATE OR REPLACE TEMP MACRO worked_until(s, aim, since) AS NULL::TIMESTAMP;
"""


def make_clock_tables(
    cursor: duckdb.DuckDBPyConnection,
    clock_of: Mapping[str, WorkingCalendar],
    zone: str,
    first: date,
    last: date,
) -> None:
    """Create the temp tables and macros of some suppliers' calendars.

    Parameters
    ----------
    clock_of : mapping
        Supplier -> its calendar; at least one.
    zone : str
        The company's.
    first, last : date
        The first day that matters, and the one from which every hour counts.
    """
    calendars = list(dict.fromkeys(clock_of.values()))
    cursor.register("clocks_of", _clocks_of(clock_of, calendars))
    cursor.register("stretches_of", _stretches_of(calendars, zone, first, last))
    days = {"first": _day_number(first), "last": _day_number(last), "part": PART}
    for statement in _TABLES.split(";\n\n"):
        wanted = {name: value for name, value in days.items() if f"${name}" in statement}
        cursor.execute(statement, wanted)
    cursor.unregister("clocks_of")
    cursor.unregister("stretches_of")
    _join_tables(cursor)
    _macros(cursor, days["first"], days["last"])


def make_no_clock_tables(cursor: duckdb.DuckDBPyConnection) -> None:
    """Create the same names where no supplier has a calendar."""
    cursor.execute(_ELAPSED)


def _clocks_of(
    clock_of: Mapping[str, WorkingCalendar], calendars: list[WorkingCalendar]
) -> pd.DataFrame:
    numbers = {calendar: number for number, calendar in enumerate(calendars)}
    return pd.DataFrame(
        {
            "supplier": pd.Series(list(clock_of), dtype="str"),
            "clock": np.array([numbers[one] for one in clock_of.values()], dtype=np.int32),
        }
    )


def _stretches_of(
    calendars: list[WorkingCalendar], zone: str, first: date, last: date
) -> pd.DataFrame:
    """Return clock, starts and ends in µs since 1970; the last one of each clock never ends."""
    clocks, starts, ends = [], [], []
    for number, calendar in enumerate(calendars):
        stretches = working_stretches(calendar, zone, first, last)
        edges = np.array(stretches, dtype="datetime64[us]").astype(np.int64).reshape(-1, 2)
        since = _day_number(last) * _DAY_US
        clocks.append(np.full(len(edges) + 1, number, dtype=np.int32))
        starts.append(np.append(edges[:, 0], since))
        ends.append(np.append(edges[:, 1], since + _FOREVER))
    columns = {"clock": clocks, "starts": starts, "ends": ends}
    return pd.DataFrame({name: np.concatenate(parts) for name, parts in columns.items()})


def _day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _most(cursor: duckdb.DuckDBPyConnection, table: str) -> int:
    """Return how many stretches a row of a table has at most, one at least."""
    return int(
        cursor.execute(f"SELECT coalesce(max(len(stretches)), 1) FROM {table}").fetchall()[0][0]
    )


# Of a missing value greatest and least return the other: each macro says what is missing then.
def _join_tables(cursor: duckdb.DuckDBPyConnection) -> None:
    """Create what is joined: structs, which a join copies faster than lists."""
    daily, partly = _most(cursor, "clock_day_lists"), _most(cursor, "clock_aim_lists")
    hours = "".join(
        f", opens{k} := coalesce(stretches[{k}].opens, 0), long{k} := "
        f"coalesce(stretches[{k}].long, 0)"
        for k in range(1, daily + 1)
    )
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE clock_days AS SELECT clock, day,"
        f" struct_pack(worked := worked, midnight := day * {_DAY_US}{hours}) AS hours"
        " FROM clock_day_lists"
    )
    stretches = ", ".join(
        f"starts{k} := stretches[{k}].starts, worked{k} := stretches[{k}].worked"
        for k in range(1, partly + 1)
    )
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE clock_aims AS SELECT clock, part,"
        f" struct_pack({stretches}) AS stretches FROM clock_aim_lists"
    )
    worked = " + ".join(
        f"least(greatest(epoch_us(at_) - h.midnight - h.opens{k}, 0), h.long{k})"
        for k in range(1, daily + 1)
    )
    cursor.execute(
        "CREATE OR REPLACE TEMP MACRO worked_at(h, at_) AS"
        f" CASE WHEN at_ IS NOT NULL THEN h.worked + {worked} END"
    )
    whens = " ".join(
        f"WHEN aim > s.worked{k} THEN s.starts{k} + aim - s.worked{k}" for k in range(partly, 0, -1)
    )
    cursor.execute(
        "CREATE OR REPLACE TEMP MACRO worked_until(s, aim, since) AS CASE WHEN aim <= 0"
        f" THEN since WHEN aim > 0 THEN greatest(since, make_timestamp(CASE {whens} END)) END"
    )


def _macros(cursor: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    """Create the macros that say which row of a table an instant or an amount joins."""
    parts = cursor.execute("SELECT coalesce(max(part), 0) FROM clock_aims").fetchall()[0][0]
    cursor.execute(
        "CREATE OR REPLACE TEMP MACRO clock_day(at_) AS"
        " CASE WHEN at_ IS NOT NULL THEN"
        f" greatest({first}, least({last}, epoch_us(at_) // {_DAY_US}))::INTEGER END"
    )
    cursor.execute(
        "CREATE OR REPLACE TEMP MACRO clock_part(aim) AS"
        " CASE WHEN aim IS NOT NULL THEN"
        f" greatest(0, least({parts}, (aim - 1) // {PART}))::INTEGER END"
    )
