"""How many handoffs have no due at all: neither a promise of their own nor an agreed time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from kpi.measures.due import due_handoffs


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
