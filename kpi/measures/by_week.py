"""Count week by week: against the target in force, and slower than a link usually is."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pandas as pd

from kpi.measures.aggregates import LINK
from kpi.measures.asked import Asked, asked, asked_rows
from kpi.measures.kpi import Counting, Kpi
from kpi.measures.measuring import prepare_periods
from kpi.measures.periods import Week, Window
from kpi.measures.rows import (
    LIMIT,
    against_target,
    prepare_targets,
    rows_in_weeks,
    rows_under_target,
)
from kpi.measures.sources import RELATIONS

_AGAINST = """
SELECT {link}, '{kpi}' AS kpi, period, count_if(counted)::DOUBLE AS n,
       {good} AS good, {value} AS value, {measured} AS measured
FROM ({rows}) GROUP BY ALL
"""
_VALUE = {"share": "NULL::DOUBLE", "snapshot": "count_if(NOT good)::DOUBLE"}
_SCREENS = """
CREATE OR REPLACE TEMP TABLE screens AS
SELECT unnest($supplier::VARCHAR[]) AS supplier, unnest($customer::VARCHAR[]) AS customer,
       unnest($service::VARCHAR[]) AS service, unnest($kpi::VARCHAR[]) AS kpi,
       unnest($starts::TIMESTAMP[]) AS starts
"""
_SLOWER = """
WITH on_screen AS (
    SELECT {link}, period, value
    FROM ({rows}) JOIN screens USING ({link})
    WHERE counted AND kpi = '{kpi}' AND belongs_at >= screens.starts
), pooled AS (
    SELECT {link}, quantile_cont(value, {quantile}) AS usual FROM on_screen GROUP BY ALL
)
SELECT {link}, '{kpi}' AS kpi, period, any_value(usual) AS usual, count(*)::DOUBLE AS n,
       count_if(value {worse} usual)::DOUBLE AS bad
FROM on_screen JOIN pooled USING ({link}) GROUP BY ALL
"""


def counts_against_target(
    cursor: duckdb.DuckDBPyConnection,
    *,
    first: Week,
    window: Window,
    as_of: datetime,
    kpis: list[Kpi],
) -> pd.DataFrame:
    """Count each week since a target came into force against it, for all links that have one.

    Parameters
    ----------
    first : Week
        The first week that is counted; the last is that of the window.
    window : Window
        The targets are those in force at its last instant (or at as-of before that); each counts
        from when this very target came into force, not from the window's start.

    Returns
    -------
    pandas.DataFrame
        supplier, customer, service, kpi, period : str; n, good : float, of shares and percentiles
        (judged like a due time); value : float, a snapshot's, or the sum of a mean's values;
        measured : list of these. No row for a week in which nothing is counted.
    """
    prepare_targets(cursor, [window], as_of)
    prepare_periods(cursor, "week", first=first.start, last=window.end, as_of=as_of)
    time = asked(cursor, "week", as_of)
    counted = [kpi for kpi in kpis if kpi.counting.source != "agreements"]
    parts = [cursor.execute(_against_sql(cursor, kpi, time)).df() for kpi in counted]
    return pd.concat(parts, ignore_index=True)


def targets_of_window(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the targets that `counts_against_target` counted against, one row per link and KPI.

    Returns
    -------
    pandas.DataFrame
        supplier, customer, service, kpi : str; target : float; since : datetime.
    """
    return cursor.execute(f"SELECT {LINK}, kpi, target, since FROM window_targets").df()


def slower_than_usual(
    cursor: duckdb.DuckDBPyConnection, screens: pd.DataFrame, kpis: list[Kpi], *, as_of: datetime
) -> pd.DataFrame:
    """Count, week by week, what was slower than the percentile of all that is on the link's screen.

    Parameters
    ----------
    cursor
        On which `kpi.measures.measure` was asked by week before: its weeks are counted.
    screens : pandas.DataFrame
        supplier, customer, service, kpi : str; starts : datetime, what belongs earlier is left out.
    kpis : list of Kpi
        Percentiles.

    Returns
    -------
    pandas.DataFrame
        supplier, customer, service, kpi, period : str; usual : float, the percentile of the whole
        screen; n, bad : float, counted and on the worse side of it.
    """
    cursor.execute(_SCREENS, {name: screens[name].tolist() for name in screens})
    time = asked(cursor, "week", as_of)
    queries = [
        _SLOWER.format(
            link=LINK,
            kpi=kpi.id,
            rows=rows_in_weeks(kpi.counting, _counted_rows(cursor, kpi.counting, time)),
            quantile=kpi.counting.quantile,
            worse=">" if kpi.better == "lower" else "<",
        )
        for kpi in kpis
    ]
    return pd.concat([cursor.execute(query).df() for query in queries], ignore_index=True)


def _counted_rows(cursor: duckdb.DuckDBPyConnection, counting: Counting, time: Asked | None) -> str:
    """Return where the rows of the weeks in ``periods`` are found, without what cannot matter."""
    if time is None or counting.kind == "snapshot" or counting.belongs_at == LIMIT:
        return RELATIONS[counting.source].whole
    expressions = (
        *(counting.candidate, counting.counted, counting.good, counting.value),
        counting.belongs_at,
    )
    return asked_rows(cursor, time, counting, " ".join(expressions))


def _against_sql(cursor: duckdb.DuckDBPyConnection, kpi: Kpi, time: Asked | None) -> str:
    percentile = kpi.counting.kind == "percentile"
    counting = against_target(kpi.counting) if percentile else kpi.counting
    kind = counting.kind
    return _AGAINST.format(
        link=LINK,
        kpi=kpi.id,
        good="count_if(good)::DOUBLE" if kind in ("share", "snapshot") else "NULL::DOUBLE",
        value=_VALUE.get(kind, "sum(value) FILTER (counted)"),
        measured=(
            "NULL::DOUBLE[]"
            if kind in _VALUE
            else "coalesce(list(value) FILTER (counted), [])::DOUBLE[]"
        ),
        rows=rows_under_target(kpi, counting, _counted_rows(cursor, counting, time)),
    )
