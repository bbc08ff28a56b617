"""How good the loaded data are: what handoffs lack, what loads kept out."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

_LACKING = """
SELECT count(*), count(*) FILTER (promised_at IS NULL),
       count(*) FILTER (delivered_at IS NOT NULL),
       count(*) FILTER (delivered_at IS NOT NULL AND accepted IS NULL AND returned_at IS NULL
                              AND rating IS NULL)
FROM handoffs
"""
_INSIDE = "SELECT count(*) FROM inside_handoffs"


@dataclass(frozen=True)
class Lacking:
    """What handoffs lack.

    Parameters
    ----------
    handoffs, without_promise : int
        All, and those without a promise of their own.
    delivered, unjudged : int
        The delivered ones, and those of them that the customer neither took, returned nor rated.
    inside : int
        Handoffs of a party to itself: stored beside these, on no link.
    """

    handoffs: int
    without_promise: int
    delivered: int
    unjudged: int
    inside: int


def lacking(cursor: duckdb.DuckDBPyConnection) -> Lacking:
    """Count what the stored handoffs lack."""
    row = cursor.execute(_LACKING).fetchone()
    inside = cursor.execute(_INSIDE).fetchone()
    assert row is not None  # noqa: S101 - an aggregate answers one row
    assert inside is not None  # noqa: S101
    return Lacking(*row, *inside)
