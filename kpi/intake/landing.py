"""Staged rows -> store, with the report and the log entry: the second half of a load."""

from __future__ import annotations

import duckdb

from kpi.intake.calendar_cells import fault_message
from kpi.intake.events_load import load_events
from kpi.intake.formats.agreements import BUILT_IN
from kpi.intake.handoffs_load import Landed, load_handoffs
from kpi.intake.log import Arrival, next_load, record_load
from kpi.intake.reading import Reading, Warning_
from kpi.intake.reference_load import load_reference
from kpi.intake.report import LISTED, ConflictCell, IgnoredRecord, LoadReport, Rejection
from kpi.words import Message


def land(
    cursor: duckdb.DuckDBPyConnection,
    reading: Reading,
    arrival: Arrival,
    *,
    replace_conflicts: bool = False,
    trial: bool = False,
) -> LoadReport:
    """Assert what `read` staged on this cursor as the next load, and log it.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        Inside the store's write transaction, with the temp tables that `read` left.
    reading : Reading
        What was understood of the file.
    arrival : Arrival
        Where it comes from and who loads it.
    replace_conflicts : bool
        Whether a conflicting record replaces what is stored.
    trial : bool
        Whether it is taken back afterwards: the report then says what would be.

    Raises
    ------
    AccountingError
        If a record of the file is in no group, or in two.
    """
    load = next_load(cursor)
    landed = _landed(cursor, reading, load, replace_conflicts=replace_conflicts)
    report = LoadReport(
        file=arrival.name,
        outcome="loaded",
        kind=reading.kind,
        load=load,
        header_line=reading.header_line,
        mapping=dict(reading.fields),
        times_of_day=dict(reading.times_of_day),
        records=reading.records,
        new=landed.new,
        updated=landed.updated,
        unchanged=landed.unchanged,
        conflict_records=landed.conflicts,
        conflicts=_conflicts(cursor, reading) if landed.conflicts else (),
        rejected_records=reading.rejected_records + landed.clashes,
        rejected=_rejections(cursor),
        ignored_records=reading.ignored_records + landed.copies,
        ignored=_ignored(cursor),
        warnings=(
            *reading.warnings,
            *_replaced(landed, trial=trial),
            *_inside(landed),
            *_undefined(cursor, reading.kind),
        ),
        handoffs=landed.handoffs,
    )
    record_load(cursor, arrival, reading, report)
    return report


def _landed(
    cursor: duckdb.DuckDBPyConnection, reading: Reading, load: int, *, replace_conflicts: bool
) -> Landed:
    if reading.kind == "handoffs":
        return load_handoffs(cursor, reading, load, replace_conflicts=replace_conflicts)
    if reading.kind == "events":
        return load_events(cursor, load)
    return load_reference(cursor, reading, load)


def _conflicts(cursor: duckdb.DuckDBPyConnection, reading: Reading) -> tuple[ConflictCell, ...]:
    """List conflicting cells by line, under the file's own column names."""
    rows = cursor.execute(
        f"SELECT line, id, field, stored, value FROM conflicts ORDER BY line, field LIMIT {LISTED}"
    ).fetchall()
    return tuple(
        ConflictCell(line, id_, reading.fields.get(field, field), stored, value)
        for line, id_, field, stored, value in rows
    )


def _rejections(cursor: duckdb.DuckDBPyConnection) -> tuple[Rejection, ...]:
    rows = cursor.execute(
        "SELECT line, col, value, reason, phrase FROM faults"
        f" ORDER BY line, col, reason LIMIT {LISTED}"
    ).fetchall()
    return tuple(
        Rejection(line, column, value, reason, fault_message(phrase, value=value, column=column))
        for line, column, value, reason, phrase in rows
    )


def _ignored(cursor: duckdb.DuckDBPyConnection) -> tuple[IgnoredRecord, ...]:
    rows = cursor.execute(
        f"SELECT line, reason FROM ignored ORDER BY line, reason LIMIT {LISTED}"
    ).fetchall()
    return tuple(IgnoredRecord(*row) for row in rows)


def _replaced(landed: Landed, *, trial: bool) -> tuple[Warning_, ...]:
    if not landed.replaced:
        return ()
    if trial:
        return (
            Warning_(
                "replaced",
                Message(
                    "{n} record would replace what is stored, as you chose.",
                    {"n": landed.replaced},
                    many="{n} records would replace what is stored, as you chose.",
                ),
            ),
        )
    return (
        Warning_(
            "replaced",
            Message(
                "{n} record replaced what was stored, as you chose.",
                {"n": landed.replaced},
                many="{n} records replaced what was stored, as you chose.",
            ),
        ),
    )


def _inside(landed: Landed) -> tuple[Warning_, ...]:
    if not landed.inside:
        return ()
    return (
        Warning_(
            "inside",
            Message(
                "{n} handoff is of a party to itself: it is kept as work inside the party, and is "
                "no link.",
                {"n": landed.inside},
                many="{n} handoffs are of a party to itself: they are kept as work inside the "
                "party, and are no link.",
            ),
        ),
    )


def _undefined(cursor: duckdb.DuckDBPyConnection, kind: str) -> tuple[Warning_, ...]:
    """Name the KPIs of an agreements file that nobody defined."""
    if kind != "agreements":
        return ()
    rows = cursor.execute(
        "SELECT DISTINCT kpi FROM staged WHERE kpi <> '' AND list_position($built_in, kpi) IS NULL"
        " AND kpi NOT IN (SELECT kpi FROM defined_kpis) ORDER BY kpi",
        {"built_in": BUILT_IN},
    ).fetchall()
    if not rows:
        return ()
    return (
        Warning_(
            "unknown_kpi",
            Message(
                "{n} KPI is not defined by anybody: {kpis}. Its targets are kept, and nobody "
                "judges them until it is defined in Settings.",
                {"n": len(rows), "kpis": ", ".join(f"“{kpi}”" for (kpi,) in rows)},
                many="{n} KPIs are not defined by anybody: {kpis}. Their targets are kept, and "
                "nobody judges them until they are defined in Settings.",
            ),
        ),
    )
