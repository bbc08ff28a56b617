"""The instant for which everything is computed."""

from __future__ import annotations

from datetime import datetime

import duckdb


def latest_instant(cursor: duckdb.DuckDBPyConnection) -> datetime | None:
    """Return the latest requested, delivered or closed time in the store; promises never count."""
    row = cursor.execute(
        "SELECT greatest(max(requested_at), max(delivered_at), max(case_closed_at)) FROM handoffs"
    ).fetchone()
    return row[0] if row else None


def as_of(
    cursor: duckdb.DuckDBPyConnection, *, now: datetime, given: datetime | None = None
) -> datetime:
    """Return the given instant, else the smaller of ``now`` and the latest instant in the store.

    Parameters
    ----------
    now : datetime
        Wall time in the company's zone, without a zone; the answer where the store is empty.
    given : datetime, optional
        What the user asked for; taken as it is.
    """
    if given is not None:
        return given
    latest = latest_instant(cursor)
    return now if latest is None else min(now, latest)
