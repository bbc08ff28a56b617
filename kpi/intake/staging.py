"""Run the passes and leave the staging tables on the cursor."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from kpi.intake.careful import careful_sql
from kpi.intake.collect import Counts, collect, made
from kpi.intake.evidence import date_formats
from kpi.intake.plan import Plan
from kpi.intake.quick import easy_sql, quick_sql
from kpi.intake.source import Source

# Above this share of left-over records the first pass did not understand the file.
MOSTLY_QUICK = 0.05
TABLES = ("faults", "raw_rejected", "ignored", "quick", "careful", "damaged", "footers",
          "left_over", "identified", "steps_read", "events_read")  # fmt: skip


class NotPlainError(Exception):
    """The file seemed clean and is not: it has to be normalised."""


def stage(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: Source, *, after: int | None = None
) -> tuple[Plan, Counts]:
    """Read a source into the staging tables.

    Parameters
    ----------
    cursor : DuckDBPyConnection
    plan : Plan
    source : Source
    after : int, optional
        The last line of those that are in the store already. The source then is the rest of a file,
        and the plan has the date formats that were decided for the whole.

    Returns
    -------
    Plan
        With the date formats that were decided.
    Counts

    Raises
    ------
    NotPlainError
        If DuckDB did not find one record on each line of a plain source.
    RefusedError
        If dates cannot be told apart.
    """
    clear(cursor)
    if after is None:
        plan = with_formats(cursor, plan, source, whole=False)
    most = None if after is not None else _most_left(source.records)
    records = _first_pass(cursor, plan, source, most)
    quick = records is not None
    if records is not None:
        _rest(cursor, plan)
    else:
        if after is None:
            plan = with_formats(cursor, plan, source, whole=True)
        records = made(cursor, f"CREATE TEMP TABLE careful AS {careful_sql(plan, source.sql)}")
    _check_count(source, records)
    return plan, collect(cursor, plan, source, quick=quick, after=after or 0)


def few_left(left: int, records: int) -> bool:
    """Tell whether the first pass understood a file, by the records that it left over."""
    return left <= _most_left(records)


def _most_left(records: int) -> int:
    return 100 + int(MOSTLY_QUICK * records)


def clear(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop what a reading left on the cursor."""
    cursor.execute("DROP VIEW IF EXISTS temp.staged")
    cursor.execute(" ".join(f"DROP TABLE IF EXISTS temp.{name};" for name in TABLES))


def with_formats(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: Source, *, whole: bool
) -> Plan:
    """Return the plan with what is decided by looking at the columns of a source."""
    formats = date_formats(cursor, plan, source.sql, whole=whole)
    return replace(plan, formats=formats)


def _first_pass(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: Source, most: int | None
) -> int | None:
    """Make ``quick`` of what the first pass reads and ``left_over`` of the rest.

    Returns
    -------
    int or None
        The number of all records. None, with neither table made, where this pass would not pay or
        leaves over more than ``most`` of them.
    """
    sql = quick_sql(plan, source.sql)
    if sql is None:
        return None
    records = made(cursor, f"CREATE TEMP TABLE quick AS {sql}")
    cells = ", ".join(f"cells[{at + 1}] AS c{at}" for at in range(plan.width))
    enough = "" if most is None else f" LIMIT {most + 1}"
    # Gathered first: a few rows from each block of the table would cost a block's work each.
    left = made(
        cursor,
        f"CREATE TEMP TABLE left_over AS SELECT line, {cells} FROM quick"
        f" WHERE cells IS NOT NULL{enough}",
    )
    if most is not None and left > most:
        cursor.execute("DROP TABLE temp.quick; DROP TABLE temp.left_over")
        return None
    # A condition instead would have every query take the table for a small one, and join it so.
    # To commit a table with deletions costs as much again: `clear` drops it before.
    cursor.execute("DELETE FROM temp.quick WHERE cells IS NOT NULL")
    return records


def _rest(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Read with care what the first pass left over.

    Few records cost what the statement takes to compile: most of it is for times, which mostly are
    as easy here as in the other records.
    """
    names, query = easy_sql(plan, "FROM left_over")
    told = cursor.execute(query).fetchone() or ()
    easy = frozenset(name for name, are in zip(names, told, strict=False) if are)
    rest = careful_sql(replace(plan, easy=easy), "SELECT * FROM left_over")
    cursor.execute(f"CREATE TEMP TABLE careful AS {rest}")


def _check_count(source: Source, found: int) -> None:
    if found == source.records:
        return
    if source.path == "plain":
        raise NotPlainError
    raise AssertionError(f"wrote {source.records} records and read {found}")
