"""The handoffs behind a number."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pandas as pd

from kpi.agreements import Link
from kpi.measures.catalogue_of import kpi_of
from kpi.measures.kpi import Kpi
from kpi.measures.periods import Window
from kpi.measures.rows import against_target, prepare_windows, rows_in_window
from kpi.measures.sources import RELATIONS

# What only the sums need.
_INNER = "'as_of', 'clock', 'requested_worked', 'limit_at', 'window_label', 'period', 'counted'"


def handoffs_behind(
    cursor: duckdb.DuckDBPyConnection,
    *,
    link: Link,
    kpi: str,
    window: Window,
    as_of: datetime,
    measured: bool = False,
) -> pd.DataFrame:
    """Return the very handoffs that a verdict of the window counted, worst first.

    Parameters
    ----------
    link, kpi, window, as_of
        Of the verdict.
    measured : bool
        Of a percentile with a target, return those behind its value (delivered in the window)
        instead of those behind n and good (whose T hours ran out in it).

    Returns
    -------
    pandas.DataFrame
        The columns of the view that the KPI counts (see `kpi.measures.sources`; a contact's are
        others than a handoff's), ``belongs_at`` (what put it in the window), ``good``
        (missing where the KPI has none) and ``value`` (hours, rating or hours overdue). As many
        rows as the verdict's n, as many good as its good. Those that are not good come first, then
        the largest value, then by id.

    Raises
    ------
    KpiError
        If the KPI is not in the catalogue.
    """
    entry = kpi_of(cursor, kpi)
    prepare_windows(cursor, [window], as_of)
    counting = entry.counting
    if counting.kind == "percentile" and not measured and _has_target(cursor, link, entry):
        counting = against_target(counting)
    identity = RELATIONS[counting.source].identity
    worst_value = "DESC" if entry.better == "lower" else "ASC"
    return cursor.execute(
        f"""
        SELECT COLUMNS(lambda name: name NOT IN ({_INNER})) FROM ({rows_in_window(entry, counting)})
        WHERE counted AND (supplier, customer, service) = ($supplier, $customer, $service)
        ORDER BY good NULLS LAST, value {worst_value} NULLS LAST, belongs_at, {identity}""",
        link._asdict(),
    ).df()


def _has_target(cursor: duckdb.DuckDBPyConnection, link: Link, kpi: Kpi) -> bool:
    row = cursor.execute(
        """
        SELECT count(*) > 0 FROM window_targets
        WHERE (supplier, customer, service, kpi) = ($supplier, $customer, $service, $kpi)""",
        {**link._asdict(), "kpi": kpi.id},
    ).fetchone()
    return bool(row and row[0])
