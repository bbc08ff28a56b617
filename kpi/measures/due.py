"""Handoffs as they are known at an instant, each with its due time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from kpi.agreements import agreement_spans
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
    agreement_spans(cursor)
    parts = _BY_CALENDAR if working_time(cursor) else _ELAPSED
    # A view takes no bound values; a datetime without a zone writes nothing but digits and signs.
    literal = f"TIMESTAMP '{as_of.isoformat(sep=' ', timespec='microseconds')}'"
    cursor.execute(_DUE_HANDOFFS.format(as_of=literal, **parts))
