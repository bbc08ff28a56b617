"""Which handoffs lack a promise, any due, or the customer's word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd

from kpi.measures.due import due_handoffs

MOST_LISTED = 100_000
_LACKING = """
SELECT * FROM (
    SELECT handoff_id, case_id, supplier, customer, service, requested_at, promised_at, due,
           delivered_at, promised_at IS NULL AS without_promise, due IS NULL AS without_due,
           delivered_at IS NOT NULL AND accepted IS NULL AND returned_at IS NULL
               AND rating IS NULL AS unjudged
    FROM due_handoffs)
WHERE without_promise OR without_due OR unjudged
ORDER BY without_due DESC, requested_at DESC, handoff_id
LIMIT $most
"""


@dataclass(frozen=True)
class DueMissing:
    """What is missing for telling whether handoffs were on time.

    Parameters
    ----------
    handoffs : int
        Those requested by as-of.
    without_promise : int
        Of these, without a promise of their own.
    without_due : int
        Of those, without an agreed lead time either: nothing tells whether they were on time.
    """

    handoffs: int
    without_promise: int
    without_due: int


def due_missing(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> DueMissing:
    """Count the handoffs without a promise, and those without any due.

    Parameters
    ----------
    as_of : datetime
        Wall time in the company's zone, without a zone.
    """
    due_handoffs(cursor, as_of)
    row = cursor.execute(
        "SELECT count(*), count(*) FILTER (promised_at IS NULL), count(*) FILTER (due IS NULL)"
        " FROM due_handoffs"
    ).fetchone()
    assert row is not None  # noqa: S101 - an aggregate answers one row
    return DueMissing(*row)


def lacking_handoffs(
    cursor: duckdb.DuckDBPyConnection, as_of: datetime, *, most: int = MOST_LISTED
) -> pd.DataFrame:
    """List the handoffs that lack a promise, a due or the customer's word.

    Parameters
    ----------
    as_of : datetime
        Wall time in the company's zone, without a zone.
    most : int
        Rows at most: those without any due first, then the latest requested.

    Returns
    -------
    pandas.DataFrame
        handoff_id, case_id, supplier, customer, service : str; requested_at, promised_at, due,
        delivered_at : wall times; without_promise, without_due, unjudged : bool.
    """
    due_handoffs(cursor, as_of)
    return cursor.execute(_LACKING, {"most": most}).df()
