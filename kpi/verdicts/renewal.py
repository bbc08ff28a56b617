"""Count the agreements that ask more than before and are kept: the KPI that needs verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd

from kpi.agreements import Link
from kpi.measures import catalogue

RENEWAL = "renewal"
KEY = ["supplier", "customer", "service"]
_RENEWAL = Path(__file__).with_name("renewal.sql").read_text(encoding="utf-8")


def aged_agreements(
    cursor: duckdb.DuckDBPyConnection,
    ends: Mapping[str, datetime],
    kept: Iterable[tuple[str, Link, str]],
) -> pd.DataFrame:
    """Return every agreement in force for more than a year at some instants.

    Parameters
    ----------
    ends : dict
        Period -> its last instant.
    kept : iterable of (period, Link, kpi)
        The targets kept in each period's window.

    Returns
    -------
    pandas.DataFrame
        One row per period and agreement: supplier, customer, service, period, agreement : str;
        in_force_since : datetime; raised : list of the KPIs whose target its latest change raised
        (None: none); belongs_at : datetime, the period's last instant; good : bool, one of these
        targets is kept.

    Notes
    -----
    Reads the temp tables of `kpi.agreements.agreement_spans`, which must be on the cursor.
    """
    known = catalogue(cursor)
    fields = ("period", *KEY, "kpi")
    return cursor.execute(
        _RENEWAL,
        {
            "labels": list(ends),
            "instants": list(ends.values()),
            "kept": [
                dict(zip(fields, (period, *link, kpi), strict=True)) for period, link, kpi in kept
            ],
            "kpis": list(known),
            "higher": [kpi.better == "higher" for kpi in known.values()],
        },
    ).df()


def renewal_counts(agreements: pd.DataFrame) -> pd.DataFrame:
    """Count `aged_agreements` per link and period.

    Returns
    -------
    pandas.DataFrame
        supplier, customer, service, period, kpi : str; value : float; n, good : int.
    """
    counts = agreements.groupby([*KEY, "period"], as_index=False).agg(
        n=("good", "size"), good=("good", "sum")
    )
    return counts.assign(kpi=RENEWAL, value=counts["good"] / counts["n"])
