"""Handoffs as they are known at an instant, each with its due time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from kpi.agreements import agreement_spans

_DUE_HANDOFFS = Path(__file__).with_name("due_handoffs.sql").read_text(encoding="utf-8")


def due_handoffs(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> None:
    """Create the temp view ``due_handoffs`` on this cursor; an earlier one is replaced.

    One row per handoff with ``requested_at <= as_of``: the columns of ``handoffs``, and

    - ``delivered_at``, ``returned_at``, ``case_closed_at``: NULL where later than as-of;
      ``accepted`` and ``rating`` NULL where the delivery (or the refusal's return) is later;
    - ``agreed_due``: requested_at + the lead time in force for the link at that instant, moved by
      paused_hours; NULL without one;
    - ``due``: the earlier of promised_at and agreed_due, whichever is there; NULL if neither;
    - ``open``: not delivered by as-of;
    - ``as_of``: the instant itself, the same in every row.

    It also creates the temp tables of `kpi.agreements.agreement_spans`. Times are elapsed; the
    supplier's calendar enters where agreed_due is computed.

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
    # A view takes no bound values; a datetime without a zone writes nothing but digits and signs.
    literal = f"TIMESTAMP '{as_of.isoformat(sep=' ', timespec='microseconds')}'"
    cursor.execute(_DUE_HANDOFFS.format(as_of=literal))
