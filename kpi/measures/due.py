"""Handoffs as they are known at an instant, each with its due time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from kpi.agreements import agreement_spans
from kpi.agreements.in_force import agreed_as_now
from kpi.measures.working_time import working_time

_DUE_HANDOFFS = Path(__file__).with_name("due_handoffs.sql").read_text(encoding="utf-8")
_ELAPSED = {
    "clock": "NULL::INTEGER",
    "requested_worked": "NULL::BIGINT",
    "lead": "epoch_us(k.delivered_at - k.requested_at)",
    "clocks": "",
    "agreed_due": "k.requested_at + to_microseconds(k.allowed)",
    "aims": "",
}
_DATED = {
    "lead_time_hours": "s.lead_time_hours",
    "lead_times": """LEFT JOIN lead_time_spans s
      ON s.supplier = k.supplier AND s.customer = k.customer AND s.service = k.service
     AND s.starts <= k.requested_at AND k.requested_at < s.ends""",
}
_UNDATED = {"lead_time_hours": "NULL::DOUBLE", "lead_times": ""}
# Joined only where a supplier has a calendar: a join costs every question that reads the view.
_BY_CALENDAR = {
    "clock": "c.clock",
    "requested_worked": "worked_at(r.hours, k.requested_at)",
    "lead": "CASE WHEN c.clock IS NULL THEN epoch_us(k.delivered_at - k.requested_at)"
    " ELSE worked_at(d.hours, k.delivered_at) - worked_at(r.hours, k.requested_at) END",
    "clocks": """LEFT JOIN supplier_clocks c ON c.supplier = k.supplier
    LEFT JOIN clock_days r ON r.clock = c.clock AND r.day = clock_day(k.requested_at)
    LEFT JOIN clock_days d ON d.clock = c.clock AND d.day = clock_day(k.delivered_at)""",
    "agreed_due": "CASE WHEN k.clock IS NULL THEN k.requested_at + to_microseconds(k.allowed)"
    " ELSE worked_until(a.stretches, k.requested_worked + k.allowed, k.requested_at) END",
    "aims": """LEFT JOIN clock_aims a
      ON a.clock = k.clock AND a.part = clock_part(k.requested_worked + k.allowed)""",
}

# Handoffs. Of so many each question costs more to plan than to run; of more it would cost more to
# lay out what a question of a few weeks does not even read.
MOST_KEPT = 200_000
# A draft lets nothing count that was agreed before it, see `kpi.agreements.in_force.LOOK_AGAIN`:
# what was laid out under the name of a block counts only as long as that block does.
_STATE = """
SELECT getvariable('working_time') <> '',
       getvariable('known_under') = getvariable('agreed_as_now'), getvariable('known_as_of')
"""
_LAID_OUT = "SELECT getvariable('known_under') IS NOT NULL"
_PUT_AWAY = """
RESET VARIABLE known_under;
RESET VARIABLE known_as_of;
DROP TABLE IF EXISTS temp.parties
"""


def due_handoffs(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> None:
    """Create the temp view ``due_handoffs`` on this cursor; an earlier one is replaced.

    One row per handoff with ``requested_at <= as_of``: the columns of ``handoffs``, and

    - ``delivered_at``, ``returned_at``, ``case_closed_at``: NULL where later than as-of;
      ``accepted`` and ``rating`` NULL where the delivery (or the refusal's return) is later;
    - ``clock``: which calendar's hours the supplier's are, NULL where elapsed time counts;
      ``requested_worked``: µs that it had worked by requested_at; both for further sums, see
      `kpi.measures.working_time`;
    - ``lead_hours``: working hours of the supplier from requested to delivered, less paused_hours,
      0 at least; NULL while open;
    - ``agreed_due``: the lead time in force for the link at requested_at, in working hours of the
      supplier, after it; moved by paused_hours; NULL without one;
    - ``due``: the earlier of promised_at and agreed_due, whichever is there; NULL if neither;
    - ``open``: not delivered by as-of;
    - ``as_of``: the instant itself, the same in every row.

    It also creates the temp tables of `kpi.agreements.agreement_spans` and of
    `kpi.measures.working_time`. Hours are elapsed where the supplier has no calendar.

    Parameters
    ----------
    as_of : datetime
        Wall time in the company's zone, without a zone.

    Raises
    ------
    ValueError
        If as_of has a zone.

    Notes
    -----
    A view, so that a query reads no more columns and rows than it needs. Who reads it many times
    over millions of rows makes a table of what it needs first.
    """
    if as_of.tzinfo is not None:
        raise ValueError(f"as_of: {as_of!r} has a zone; give the company's wall time without one")
    if not _state(cursor, as_of)[1]:
        agreement_spans(cursor)
        working_time(cursor)
    query = some_due_handoffs(cursor, as_of)
    made = cursor.execute("SELECT getvariable('due_handoffs')").fetchall()[0][0]
    if made != query:  # asked for a dozen times, mostly as of the same instant
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW due_handoffs AS {query}")
        cursor.execute("SET VARIABLE due_handoffs = $query", {"query": query})


def some_due_handoffs(
    cursor: duckdb.DuckDBPyConnection, as_of: datetime, *, only: str = "true", dated: bool = True
) -> str:
    """Return the SQL of some rows of ``due_handoffs``, once that view was made on this cursor.

    Parameters
    ----------
    only : str
        A condition on the columns of ``handoffs`` as they are stored, so that what cannot matter
        is not even read.
    dated : bool
        Whether ``agreed_due`` is asked for; without it ``due`` is the promise alone, and nothing
        is joined to the agreements.
    """
    calendar, kept = _state(cursor, as_of)
    if kept:
        return f"SELECT * FROM known_handoffs WHERE {only}"
    parts = _BY_CALENDAR if calendar else _ELAPSED
    return _DUE_HANDOFFS.format(
        as_of=instant_sql(as_of), only=only, **parts, **(_DATED if dated else _UNDATED)
    )


@contextmanager
def known_as_now(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> Iterator[None]:
    """Let what is agreed, handed over and said of parties by now count until the block ends.

    Who asks many questions as of one instant gets answers that fit together, and sooner: parties,
    and up to `MOST_KEPT` handoffs, are laid out once as temp tables, which all of them read. The
    rows are those of ``parties`` and `due_handoffs`, so the answers are the same with it and
    without. Inside of another nothing is laid out: what that one did counts, for its own instant.
    """
    with agreed_as_now(cursor):
        due_handoffs(cursor, as_of)
        if cursor.execute(_LAID_OUT).fetchall()[0][0]:
            yield
            return
        try:
            _lay_out(cursor, as_of)
            yield
        finally:
            cursor.execute(_PUT_AWAY)
            # The view may read the table that goes.
            due_handoffs(cursor, as_of)
            cursor.execute("DROP TABLE IF EXISTS temp.known_handoffs")


def _lay_out(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> None:
    cursor.execute("SET VARIABLE known_under = getvariable('agreed_as_now')")
    # On this cursor it hides the view, which looks through every handoff for their names.
    cursor.execute("CREATE TEMP TABLE parties AS FROM parties")
    if cursor.execute("SELECT count(*) FROM handoffs").fetchall()[0][0] <= MOST_KEPT:
        cursor.execute("CREATE OR REPLACE TEMP TABLE known_handoffs AS FROM due_handoffs")
        cursor.execute("SET VARIABLE known_as_of = $as_of", {"as_of": as_of})


def by_calendar(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether any supplier has a calendar; ``due_handoffs`` was made before on this cursor."""
    return bool(cursor.execute("SELECT getvariable('working_time') <> ''").fetchall()[0][0])


def _state(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> tuple[bool, bool]:
    """Tell whether any supplier has a calendar, and whether `known_as_now` keeps the handoffs."""
    calendar, counts, kept = cursor.execute(_STATE).fetchall()[0]
    return bool(calendar), bool(counts) and kept == as_of


def instant_sql(moment: datetime) -> str:
    """Write an instant in SQL, where a view takes no bound values.

    A datetime without a zone writes nothing but digits and signs.
    """
    return f"TIMESTAMP '{moment.isoformat(sep=' ', timespec='microseconds')}'"
