"""Ask whether a row is a change of a case or the whole case, where the header alone cannot tell.

An export of tickets has the same columns as a log of their changes: the case, who holds it, when it
was opened and last changed. In a log, cases come again.
"""

from __future__ import annotations

import duckdb

from kpi.intake.errors import RefusedError
from kpi.intake.header import recognise
from kpi.intake.mapping import ColumnMapping
from kpi.intake.plan import Plan
from kpi.intake.questions import ask_rows
from kpi.words import Message

# Fewer rows, of as many cases, can well be a short log.
MANY = 10
SAMPLED = 1000
# Of rows that are whole cases, hardly one in two is a copy or a contradiction of another.
REPEATED = 0.5


def ask_what_a_row_is(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, *, records: int, direct: int
) -> None:
    """Refuse a file whose rows contradict what its header made of it.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        With the staged rows.
    plan : Plan
        Nobody said what the file holds.
    records, direct : int
        Records of the file; those of them that are in the store already, each another handoff.

    Raises
    ------
    RefusedError
        If every case of an event log is on one row alone, or if handoffs that could be events
        repeat.
    """
    found = plan.layout.found
    if plan.kind == "events" and found.format == "events":
        if all(_once(cursor, rows) for rows in (f"FROM staged LIMIT {SAMPLED}", "FROM staged")):
            raise RefusedError(
                Message(
                    "Each of the {n} cases is on one row alone. If a row is a change of a case, "
                    "the file is an event log; if it is a whole case, it holds handoffs. Say "
                    "which.",
                    {"n": records},
                ),
                ask_rows(),
            )
    elif plan.kind == "handoffs" and "handoff_id" in found.fields and _could_be_events(plan):
        handoffs = direct + _counted(cursor, "handoff_id", "FROM staged")[1]
        if records >= MANY and handoffs <= (1 - REPEATED) * records:
            raise RefusedError(
                Message(
                    "The {n} rows speak of {handoffs} handoffs only. If a row is a change of a "
                    "case, the file is an event log; if it is a whole case, it holds handoffs. "
                    "Say which.",
                    {"n": records, "handoffs": handoffs},
                ),
                ask_rows(),
            )


def _once(cursor: duckdb.DuckDBPyConnection, rows: str) -> bool:
    found, cases = _counted(cursor, "case_id", rows)
    return MANY <= found == cases


def _could_be_events(plan: Plan) -> bool:
    return recognise(plan.layout.names, "events", ColumnMapping()).complete


def _counted(cursor: duckdb.DuckDBPyConnection, key: str, rows: str) -> tuple[int, int]:
    row = cursor.execute(f"SELECT count(*), count(DISTINCT {key}) FROM ({rows})").fetchone()
    assert row is not None  # noqa: S101 - an aggregate answers one row
    return row[0], row[1]
