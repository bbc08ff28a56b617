"""Working time of suppliers in SQL: how much lies between two instants, and what comes after some.

Elapsed time counts where a supplier has no calendar. The ways in, for a relation with a supplier,
all streaming joins with small tables::

    LEFT JOIN supplier_clocks c ON c.supplier = h.supplier          -- c.clock, NULL: elapsed
    LEFT JOIN clock_days d ON d.clock = c.clock AND d.day = clock_day(h.requested_at)
        worked_at(d.hours, h.requested_at)                          -- µs worked until then
    LEFT JOIN clock_aims a ON a.clock = c.clock AND a.part = clock_part(aim)
        worked_until(a.stretches, aim, h.requested_at)              -- when so many µs are worked

`instant_after` writes the whole of it for "so many hours of the supplier's after an instant".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from kpi.measures.calendars import WorkingCalendar, read_calendars, working_stretches
from kpi.store import read_settings

_TABLES = Path(__file__).with_name("working_time.sql").read_text(encoding="utf-8")
HOUR = 3_600_000_000
# So much working time a part of `clock_aims` spans: a few stretches of a usual calendar.
PART = 8 * HOUR
# As long as people plan at most; after that every hour counts, so that no due is ever missing.
MOST_YEARS = 25
_DAY_US = 86_400_000_000
# Longer than any agreed time with any pause, and still a time that can be written: 300 years.
_FOREVER = int(timedelta(days=300 * 365) / timedelta(microseconds=1))
_USED = 0.8  # of a year's weeks are worked at least, holidays and closures deducted


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
SET VARIABLE working_time = '';
"""


@dataclass(frozen=True)
class SupplierClock:
    """The calendar that a supplier's hours are of, with the holidays of its country."""

    supplier: str
    calendar: WorkingCalendar


def supplier_clocks(cursor: duckdb.DuckDBPyConnection) -> tuple[SupplierClock, ...]:
    """Return the parties that have a calendar which is known and ever opens, sorted by name."""
    named = cursor.execute("SELECT count(*) FROM party_rows WHERE calendar <> ''").fetchall()
    if not named[0][0]:
        return ()
    rows = cursor.execute(
        "SELECT party, calendar, country FROM stated_parties"
        " WHERE calendar IN (SELECT calendar FROM calendars) ORDER BY party"
    ).fetchall()
    calendars = read_calendars(cursor) if rows else {}
    return tuple(
        SupplierClock(party, calendars[name].in_country(country))
        for party, name, country in rows
        if calendars[name].opens_ever
    )


def working_time(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Create the temp tables and macros of working time; tell whether any supplier has a calendar.

    - ``supplier_clocks``: supplier, and the number of its clock: of calendar and country;
    - ``clock_days``: clock, day, ``hours``: what is worked before the day and on it;
    - ``clock_aims``: clock, part, ``stretches``: where each part of the working time lies;
    - the macros ``clock_day``, ``worked_at``, ``clock_part`` and ``worked_until``, see above.

    Notes
    -----
    An amount that is complete exactly when a stretch ends is complete then, not when the next one
    begins. No time at all after an instant is that instant. Days before the first instant of the
    store have no working time; from `MOST_YEARS` after the last one on, at the latest, every hour
    counts.
    """
    suppliers = supplier_clocks(cursor)
    made_of = cursor.execute("SELECT getvariable('working_time')").fetchall()[0][0]
    if not suppliers:
        if made_of != "":
            cursor.execute(_ELAPSED)
        return False
    calendars = list(dict.fromkeys(clock.calendar for clock in suppliers))
    numbers = {calendar: number for number, calendar in enumerate(calendars)}
    first, last = _range(cursor, calendars)
    zone = read_settings(cursor).zone
    made = repr((suppliers, zone, first, last))
    if made_of == made:
        return True
    cursor.register("clocks_of", _clocks_of(suppliers, numbers))
    cursor.register("stretches_of", _stretches_of(calendars, zone, first, last))
    days = {"first": _day_number(first), "last": _day_number(last), "part": PART}
    for statement in _TABLES.split(";\n\n"):
        wanted = {name: value for name, value in days.items() if f"${name}" in statement}
        cursor.execute(statement, wanted)
    cursor.unregister("clocks_of")
    cursor.unregister("stretches_of")
    _join_tables(cursor)
    _macros(cursor, days["first"], days["last"])
    cursor.execute("SET VARIABLE working_time = $made", {"made": made})
    return True


def instant_after(relation: str, *, since: str, hours: str, name: str) -> str:
    """Return SQL: a relation's columns and the instant so many hours of the supplier's later.

    Parameters
    ----------
    relation : str
        SQL of a relation with a column ``supplier``: a table's name, or a query in brackets.
    since, hours : str
        Columns of it: a TIMESTAMP, and a DOUBLE ≥ 0. NULL where either is.
    name : str
        Of the new column: a TIMESTAMP.

    Notes
    -----
    Hours are of the supplier's calendar, elapsed where it has none. Needs `working_time` on the
    cursor (`due_handoffs` calls it).
    """
    return f"""
    SELECT * EXCLUDE (clock_, aim_, elapsed_, stretches_),
           CASE WHEN clock_ IS NULL THEN {since} + to_microseconds(elapsed_)
                ELSE worked_until(stretches_, aim_, {since}) END AS {name}
    FROM (
        SELECT r.*, a.stretches AS stretches_
        FROM (
            SELECT r.*, c.clock AS clock_, CAST(round(r.{hours} * {HOUR}) AS BIGINT) AS elapsed_,
                   worked_at(d.hours, r.{since}) + CAST(round(r.{hours} * {HOUR}) AS BIGINT) AS aim_
            FROM {relation} r
            LEFT JOIN supplier_clocks c ON c.supplier = r.supplier
            LEFT JOIN clock_days d ON d.clock = c.clock AND d.day = clock_day(r.{since})
        ) r
        LEFT JOIN clock_aims a ON a.clock = r.clock_ AND a.part = clock_part(r.aim_)
    )"""


def _range(
    cursor: duckdb.DuckDBPyConnection, calendars: list[WorkingCalendar]
) -> tuple[date, date]:
    """Return the first day that matters, and the one from which every hour counts."""
    earliest, latest, paused = cursor.execute(
        """
        SELECT least(min(requested_at),
                     (SELECT min(least(contacted_at, planned_at)) FROM contacts)),
               greatest(max(requested_at), max(delivered_at),
                        (SELECT max(greatest(contacted_at, answered_at)) FROM contacts)),
               coalesce(max(paused_hours), 0)
        FROM handoffs"""
    ).fetchall()[0]
    agreed = cursor.execute(
        "SELECT coalesce(max(greatest(target, lead_time_hours, repair_time_hours, response_hours)),"
        " 0) FROM agreements"
    ).fetchall()[0][0]
    earliest, latest = earliest or datetime(2000, 1, 1), latest or datetime(2000, 1, 1)
    a_year = _USED * 52 * min(_weekly_hours(calendar) for calendar in calendars)
    years = (agreed + paused) / a_year if a_year else MOST_YEARS
    ahead = min(MOST_YEARS, 2 + int(years))
    return date(earliest.year, 1, 1), date(latest.year + ahead, 1, 1)


def _weekly_hours(calendar: WorkingCalendar) -> float:
    return sum(closes - opens for hours in calendar.week for opens, closes in hours) / 60


def _clocks_of(
    suppliers: tuple[SupplierClock, ...], numbers: dict[WorkingCalendar, int]
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "supplier": pd.Series([clock.supplier for clock in suppliers], dtype="str"),
            "clock": np.array([numbers[clock.calendar] for clock in suppliers], dtype=np.int32),
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
