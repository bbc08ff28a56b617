"""Unfinished cases that no window counts: those that are not due yet, and those without a due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from kpi.chain.cases import choose_outcomes

_OPEN_CASES = Path(__file__).with_name("open_cases.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class OpenCases:
    """Unfinished cases as of an instant, whatever window is looked at.

    Parameters
    ----------
    without_due : int
        Nothing says when they are due.
    oldest_days : float, optional
        The age of the oldest of these.
    not_due : int
        Their due is still to come.
    """

    without_due: int
    oldest_days: float | None
    not_due: int


def open_cases(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> OpenCases:
    """Count the unfinished cases as of an instant that are not due, or have no due.

    Replaces the temp tables of `kpi.chain.cases.choose_outcomes` on this cursor.
    """
    choose_outcomes(cursor, as_of, as_of, as_of=as_of, with_open=True)
    return open_of_chosen(cursor, as_of)


def open_of_chosen(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> OpenCases:
    """Likewise from cases already chosen, all that are open among them."""
    return OpenCases(*cursor.execute(_OPEN_CASES, {"as_of": as_of}).fetchall()[0])
