"""Which stored handoffs can matter to a span: of all others no due time is even computed."""

from __future__ import annotations

from datetime import datetime

import duckdb

from kpi.measures.asked import reach_of_dues
from kpi.measures.due import instant_sql, some_due_handoffs
from kpi.measures.sources import CAME_BACK, course_sql, returned_sql


def due_near(cursor: duckdb.DuckDBPyConnection, first: datetime, last: datetime) -> str:
    """Return the condition on stored handoffs that all which are due in ``[first, last)`` meet.

    Needs `kpi.measures.due_handoffs` on this cursor. More meet it than are due then; where a
    supplier has a calendar, the request alone bounds nothing from below.
    """
    reach, back = reach_of_dues(cursor)
    requested = "true" if reach is None else f"requested_at >= {instant_sql(first - reach)}"
    return (
        f"((promised_at >= {instant_sql(first)} OR {requested})"
        f" AND least(promised_at, requested_at) < {instant_sql(last + back)})"
    )


def lies_in(instant: str, first: datetime, last: datetime) -> str:
    """Return the condition that an instant lies in ``[first, last)``."""
    return f"({instant} >= {instant_sql(first)} AND {instant} < {instant_sql(last)})"


def undelivered(as_of: datetime) -> str:
    """Return the condition on stored handoffs that are open at an instant."""
    return f"(delivered_at IS NULL OR delivered_at > {instant_sql(as_of)})"


def asked_or_due(
    cursor: duckdb.DuckDBPyConnection, first: datetime, last: datetime, *, as_of: datetime
) -> str:
    """Return the SQL of rows of ``due_handoffs``: all requested or due in a span, and some more."""
    only = f"({lies_in('requested_at', first, last)} OR {due_near(cursor, first, last)})"
    return some_due_handoffs(cursor, as_of, only=only)


def returned_near(
    cursor: duckdb.DuckDBPyConnection, first: datetime, end: datetime, *, as_of: datetime
) -> str:
    """Return the SQL of what came back and whose repair may be due in ``[first, end)``.

    Its columns are those of `kpi.measures.sources.returned_sql`, whenever it was repaired. Needs
    `kpi.measures.sources.counted_sources` on this cursor.
    """
    reach, _ = reach_of_dues(cursor)
    since = "true" if reach is None else f"{{at}} >= {instant_sql(first - reach)}"

    def some(only: str, at: str) -> str:
        condition = f"{only} AND {since.format(at=at)} AND {at} < {instant_sql(end)}"
        return f"FROM ({some_due_handoffs(cursor, as_of, only=condition)})"

    returned = (
        some(CAME_BACK, "returned_at"),
        some("returned_at IS NULL AND NOT accepted", "delivered_at"),
    )
    again = some_due_handoffs(cursor, as_of, only=since.format(at="delivered_at"), dated=False)
    return returned_sql(" UNION ALL BY NAME ".join(returned), again)


def course_near(
    cursor: duckdb.DuckDBPyConnection, first: datetime, end: datetime, *, as_of: datetime
) -> str:
    """Return the SQL of the handoffs delivered in ``[first, end)``, with ``sent_back``.

    As in ``followed_handoffs``, see `kpi.measures.sources.counted_sources`. What comes next in a
    case is delivered no earlier, or open.
    """
    delivered = f"{lies_in('delivered_at', first, end)} AND delivered_at <= {instant_sql(as_of)}"
    later = f"(delivered_at >= {instant_sql(first)} OR delivered_at IS NULL)"
    return course_sql(
        some_due_handoffs(cursor, as_of, only=delivered),
        some_due_handoffs(cursor, as_of, only=later),
    )
