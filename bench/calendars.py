"""Measure ten million working durations and dues, beside plain elapsed ones in the same run.

    python -m bench.calendars [--rows 10000000]

Twenty suppliers with calendars of one or two stretches a day, the holidays of four countries and
three zones; requests over six years. CPU seconds, and as many times the elapsed subtraction of the
same rows. `numpy.busday_count` counts whole days and knows no hours: a coarse reference.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import duckdb
import numpy as np

from kpi.measures.working_time import instant_after, working_time
from kpi.store import Settings, open_store, write_settings

SUPPLIERS = 20
_ROWS = """
CREATE TEMP TABLE asked AS
SELECT 'S' || (i % 20) AS supplier,
       TIMESTAMP '2020-01-01' + to_seconds((i * 7919) % 189_000_000) AS since,
       TIMESTAMP '2020-01-01' + to_seconds((i * 7919) % 189_000_000 + (i * 104_729) % 900_000)
           AS until,
       ((i * 31) % 800) / 10 AS hours
FROM range({rows}) r(i)
"""
_WORKED = """
SELECT sum(worked_at(e.hours, r.until) - worked_at(d.hours, r.since))
FROM asked r
LEFT JOIN supplier_clocks c ON c.supplier = r.supplier
LEFT JOIN clock_days d ON d.clock = c.clock AND d.day = clock_day(r.since)
LEFT JOIN clock_days e ON e.clock = c.clock AND e.day = clock_day(r.until)
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    rows = parser.parse_args().rows
    with open_store(":memory:") as store:
        cursor = store.cursor()
        _write_calendars(cursor)
        cursor.execute(_ROWS.format(rows=rows))
        made = _cpu(lambda: working_time(cursor))
        again = _cpu(lambda: working_time(cursor))
        elapsed = _cpu(lambda: _ask(cursor, "SELECT sum(epoch_us(until - since)) FROM asked"))
        added = _cpu(
            lambda: _ask(
                cursor,
                "SELECT max(since + to_microseconds((hours * 3_600_000_000)::BIGINT)) FROM asked",
            )
        )
        worked = _cpu(lambda: _ask(cursor, _WORKED))
        after = instant_after("asked", since="since", hours="hours", name="due")
        due = _cpu(lambda: _ask(cursor, f"SELECT max(due) FROM ({after})"))
        days = {
            name: values.astype("datetime64[D]")
            for name, values in cursor.execute("SELECT since, until FROM asked")
            .fetchnumpy()
            .items()
        }
        whole = _cpu(lambda: np.busday_count(days["since"], days["until"]))
    print(f"{rows:,} rows, {SUPPLIERS} suppliers; CPU seconds")
    for name, seconds in (
        ("tables of the calendars, first", made),
        ("tables of the calendars, again", again),
        ("elapsed durations", elapsed),
        ("working durations", worked),
        ("elapsed dues", added),
        ("working dues", due),
        ("numpy.busday_count, whole days", whole),
    ):
        print(f"{name:35}{seconds:8.2f}")


def _write_calendars(cursor: duckdb.DuckDBPyConnection) -> None:
    write_settings(cursor, Settings(zone="America/Mexico_City"))
    places = (("MX", None), ("US", "America/Tijuana"), ("ES", "Europe/Madrid"), ("CO", None))
    for n in range(SUPPLIERS):
        country, zone = places[n % 4]
        stretches = [("09:00", "18:00")] if n % 2 else [("08:00", "13:00"), ("15:00", "19:00")]
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday")[: 5 - n % 3 // 2]:
            for opens, closes in stretches:
                cursor.execute(
                    "INSERT INTO calendar_rows VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, 1, 1)",
                    [f"C{n}", day, opens, closes, zone, country],
                )
        cursor.execute(
            "INSERT INTO party_rows VALUES (?, NULL, 'no', NULL, NULL, NULL, NULL, ?, 1, 1)",
            [f"S{n}", f"C{n}"],
        )
    cursor.execute(
        "INSERT INTO stated_handoffs (handoff_id, case_id, supplier, customer, service,"
        " requested_at, delivered_at, load, line)"
        " VALUES ('1', '1', 'S0', 'K', '', '2020-01-01', '2026-02-01', 1, 1)"
    )


def _ask(cursor: duckdb.DuckDBPyConnection, query: str) -> None:
    cursor.execute(query).fetchall()


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
