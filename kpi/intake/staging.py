"""Run the passes and leave the staging tables on the cursor."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from kpi.intake.careful import careful_sql
from kpi.intake.collect import Counts, collect, counted, one
from kpi.intake.evidence import date_formats
from kpi.intake.plan import Plan
from kpi.intake.quick import quick_sql
from kpi.intake.source import Source
from kpi.intake.times_sql import word_list

# Above this share of left-over records the first pass did not understand the file.
MOSTLY_QUICK = 0.05
TABLES = ("staged", "faults", "raw_rejected", "ignored", "quick", "careful", "damaged", "footers",
          "left_over", "sampled", "identified")  # fmt: skip


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
    quick = _quick(cursor, plan, source)
    if after is None and not (quick and few_left(_left(cursor), source.records)):
        cursor.execute("DROP TABLE IF EXISTS temp.quick")
        plan, quick = with_formats(cursor, plan, source, whole=True), False
    _careful(cursor, plan, source, quick)
    _check_count(cursor, source, quick)
    collect(cursor, plan, source, quick, after or 0)
    return plan, counted(cursor, plan)


def few_left(left: int, records: int) -> bool:
    """Tell whether the first pass understood a file, by the records that it left over."""
    return left <= 100 + MOSTLY_QUICK * records


def clear(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop what an earlier reading left on the cursor."""
    rows = cursor.execute(
        f"""SELECT 'VIEW', view_name FROM duckdb_views()
        WHERE temporary AND view_name IN {word_list(TABLES)}
        UNION ALL SELECT 'TABLE', table_name FROM duckdb_tables()
        WHERE temporary AND table_name IN {word_list(TABLES)}"""
    ).fetchall()
    for what, name in rows:
        cursor.execute(f"DROP {what} temp.{name}")


def with_formats(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: Source, *, whole: bool
) -> Plan:
    """Return the plan with what is decided by looking at the columns of a source."""
    formats = date_formats(cursor, plan, source.sql, whole=whole, first_rows=source.first_rows)
    return replace(plan, formats=formats)


def _quick(cursor: duckdb.DuckDBPyConnection, plan: Plan, source: Source) -> bool:
    sql = quick_sql(plan, source.sql)
    if sql is None:
        return False
    cursor.execute(f"CREATE TEMP TABLE quick AS {sql}")
    return True


def _left(cursor: duckdb.DuckDBPyConnection) -> int:
    return one(cursor, "SELECT count(*) FROM quick WHERE cells IS NOT NULL")


def _careful(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: Source, after_quick: bool
) -> None:
    records = source.sql
    if after_quick:
        cells = ", ".join(f"cells[{at + 1}] AS c{at}" for at in range(plan.width))
        # Gathered first: a few rows from each block of the table would cost a block's work each.
        cursor.execute(
            f"CREATE TEMP TABLE left_over AS SELECT line, {cells} FROM quick "
            "WHERE cells IS NOT NULL"
        )
        records = "SELECT * FROM left_over"
    cursor.execute(f"CREATE TEMP TABLE careful AS {careful_sql(plan, records)}")


def _check_count(cursor: duckdb.DuckDBPyConnection, source: Source, quick: bool) -> None:
    found = one(cursor, f"SELECT count(*) FROM {'quick' if quick else 'careful'}")
    if found == source.records:
        return
    if source.path == "plain":
        raise NotPlainError
    raise AssertionError(f"wrote {source.records} records and read {found}")
