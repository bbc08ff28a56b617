"""Measure links over weeks, months or quarters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb
import pandas as pd

from kpi.agreements import Link
from kpi.measures.aggregates import LINK
from kpi.measures.asked import asked
from kpi.measures.catalogue_of import catalogue, kpi_of
from kpi.measures.measured import measured_sql
from kpi.measures.sources import counted_kpis, counted_sources

Grain = Literal["week", "month", "quarter"]
_TEXTS = ["supplier", "customer", "service", "kpi", "period"]
_TYPES = {**dict.fromkeys(_TEXTS, "str"), "value": "float64", "n": "int64", "good": "Int64"}
_PERIODS = Path(__file__).with_name("periods_asked.sql").read_text(encoding="utf-8")
# Grain -> how far to the next, strftime of the label, and what follows it.
_GRAINS = {
    "week": ("7 DAY", "%G-W%V", "''"),
    "month": ("1 MONTH", "%Y-%m", "''"),
    "quarter": ("3 MONTH", "%Y-Q", "quarter(starts)"),
}


def measure(
    cursor: duckdb.DuckDBPyConnection,
    *,
    as_of: datetime,
    grain: Grain = "week",
    first: datetime,
    last: datetime,
    links: Iterable[Link] | None = None,
    kpis: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Measure KPIs of links, period by period, each from its own handoffs or contacts.

    What counts agreements needs verdicts: `kpi.verdicts.measure_all` has it too.

    Parameters
    ----------
    as_of : datetime
        What happens later has not happened.
    grain : {"week", "month", "quarter"}
    first, last : datetime
        Every period that overlaps ``[first, last)`` is measured whole, so that a period's number
        never depends on what else was asked.
    links, kpis : iterable, optional
        All by default.

    Returns
    -------
    pandas.DataFrame
        Sorted by its first five columns. supplier, customer, service, kpi : str; period : str,
        such as ``2026-W12``, ``2026-03`` or ``2026-Q1``; value : float in the KPI's unit; n : int,
        handoffs counted; good : Int64, those of them that were good, missing for percentiles and
        means. A link without counted handoffs in a period has no row for it; a backlog has one,
        0, from the link's first handoff with a due time on.

    Raises
    ------
    KpiError
        If a KPI is not in the catalogue.
    """
    counted_sources(cursor, as_of)
    prepare_periods(cursor, grain, first=first, last=last, as_of=as_of)
    known = catalogue(cursor)
    chosen = known if kpis is None else kpis
    counted = counted_kpis(cursor, [known.get(kpi) or kpi_of(cursor, kpi) for kpi in chosen])
    time = asked(cursor, grain, as_of, _ask_for(cursor, links))
    if time is None or not counted:
        return pd.DataFrame(columns=list(_TYPES)).astype(_TYPES)
    frame = cursor.execute(measured_sql(cursor, time, counted)).df()
    return frame.astype(_TYPES)


def prepare_periods(
    cursor: duckdb.DuckDBPyConnection,
    grain: Grain,
    *,
    first: datetime,
    last: datetime,
    as_of: datetime,
) -> None:
    """Create the temp table ``periods``: those that overlap ``[first, last)`` by as-of.

    Its columns: ``label``, ``number`` (from 0), ``starts``, ``ends``, ``snapshot`` (the end, or
    as-of before it) and ``last_instant``, up to which things have happened in it.
    """
    step, label, suffix = _GRAINS[grain]
    cursor.execute(
        _PERIODS.format(grain=grain, step=step, label=label, suffix=suffix),
        {"first": first, "last": last, "as_of": as_of},
    )


def _ask_for(cursor: duckdb.DuckDBPyConnection, links: Iterable[Link] | None) -> str:
    """Put the links where SQL can see them; return the condition that keeps them."""
    if links is None:
        return ""
    links = list(links)
    suppliers, customers, services = [[link[part] for link in links] for part in range(3)]
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE asked_links AS SELECT DISTINCT unnest($suppliers::VARCHAR[])"
        " AS supplier, unnest($customers::VARCHAR[]) AS customer,"
        " unnest($services::VARCHAR[]) AS service",
        {"suppliers": suppliers, "customers": customers, "services": services},
    )
    return f"AND ({LINK}) IN (SELECT ({LINK}) FROM asked_links)"
