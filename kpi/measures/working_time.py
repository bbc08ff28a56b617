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

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from kpi.measures.calendars import WorkingCalendar, read_calendars
from kpi.measures.clock_tables import HOUR, make_clock_tables, make_no_clock_tables
from kpi.store import read_settings

# As long as people plan at most; after that every hour counts, so that no due is ever missing.
MOST_YEARS = 25
_USED = 0.8  # of a year's weeks are worked at least, holidays and closures deducted


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
            make_no_clock_tables(cursor)
            cursor.execute("SET VARIABLE working_time = ''")
        return False
    first, last = _range(cursor, {clock.calendar for clock in suppliers})
    zone = read_settings(cursor).zone
    made = repr((suppliers, zone, first, last))
    if made_of == made:
        return True
    clock_of = {clock.supplier: clock.calendar for clock in suppliers}
    make_clock_tables(cursor, clock_of, zone, first, last)
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
    cursor: duckdb.DuckDBPyConnection, calendars: Collection[WorkingCalendar]
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
