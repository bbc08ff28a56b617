"""Count what windows say about every link and KPI, beside the targets in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import duckdb
import pandas as pd

from kpi.measures.aggregates import LINK
from kpi.measures.catalogue_of import catalogue
from kpi.measures.due import some_due_handoffs
from kpi.measures.kpi import Kpi
from kpi.measures.periods import Window
from kpi.measures.rows import against_target, prepare_windows, rows_in_window
from kpi.measures.sources import counted_kpis
from kpi.measures.together import counts_sql

_KEY = ["period", "supplier", "customer", "service", "kpi"]
# What has a promise has a due: only of the others the agreed time must be known.
_DATED = f"""
SELECT label AS period, {LINK}, unnest([{{kpis}}]) AS kpi
FROM (
    SELECT {LINK}, min(requested_at) AS first_due
    FROM (
        SELECT {LINK}, requested_at FROM handoffs WHERE promised_at IS NOT NULL
        UNION ALL
        SELECT {LINK}, requested_at FROM ({{unpromised}}) WHERE due IS NOT NULL
    )
    GROUP BY ALL
)
JOIN window_span ON first_due <= last_instant"""


def window_counts(
    cursor: duckdb.DuckDBPyConnection, *, window: Window, as_of: datetime
) -> pd.DataFrame:
    """Count every link × KPI that is measured in the window or agreed on its last day.

    Returns
    -------
    pandas.DataFrame
        Sorted by link and KPI: supplier, customer, service, kpi : str; value : float in the KPI's
        unit (nan: nothing measured); n, good : float (good nan where the KPI has none);
        candidates : float, the handoffs that the question is about, counted or not; measured : the
        measured values, sorted, of percentiles and means; oldest_hours : float, how long the
        oldest of an overdue backlog is overdue; target, agreement, version, previous_target,
        previous_until : as in `kpi.agreements`, missing where none is in force.

    Notes
    -----
    A target is measured and counted over the part of the window since it came into force. Where a
    percentile has a target, value is the percentile of those delivered in that part, and n and good
    count those whose T hours ran out in it. Targets for KPIs that are not in the catalogue are left
    out; `unknown_kpis` names them. What counts agreements is left to `kpi.verdicts`.
    """
    return windows_counts(cursor, windows=[window], as_of=as_of).drop(columns="period")


def windows_counts(
    cursor: duckdb.DuckDBPyConnection, *, windows: Sequence[Window], as_of: datetime
) -> pd.DataFrame:
    """Count several windows, in little more time than one: planning costs more than running.

    Returns
    -------
    pandas.DataFrame
        As `window_counts` gives it, and ``period`` : str, the place of the row's window among them;
        sorted by it first.
    """
    prepare_windows(cursor, windows, as_of)
    known = catalogue(cursor)
    counted = {name: kpi for name, kpi in known.items() if kpi.counting.source != "agreements"}
    targets = cursor.execute(
        "SELECT * EXCLUDE (since, window_label), window_label AS period FROM window_targets"
    ).df()
    targets = targets[targets["kpi"].isin(list(counted))]
    counts = _counts(cursor, counted, targets, as_of)
    frame = counts.merge(targets.drop(columns="counts_from"), how="outer", on=_KEY)
    frame["n"] = frame["n"].fillna(0.0)
    said = frame["target"].notna() | (frame["n"] > 0) | frame["value"].notna()
    return frame[said].sort_values(_KEY, ignore_index=True)


def unknown_kpis(cursor: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Return the KPIs that agreements name and the catalogue does not know; nobody judges them."""
    known = catalogue(cursor)
    rows = cursor.execute("SELECT DISTINCT kpi FROM agreements WHERE kpi <> '' ORDER BY kpi")
    return tuple(kpi for (kpi,) in rows.fetchall() if kpi not in known)


def _counts(
    cursor: duckdb.DuckDBPyConnection,
    kpis: Mapping[str, Kpi],
    targets: pd.DataFrame,
    as_of: datetime,
) -> pd.DataFrame:
    """Count every KPI: in one statement, as each costs more to plan than to run."""
    starts = dict(cursor.execute("SELECT label, starts FROM window_span").fetchall())
    fresh = set(targets.loc[targets["counts_from"] > targets["period"].map(starts), "kpi"])
    told = counted_kpis(cursor, kpis.values(), aimed=set(targets["kpi"]))
    frame = cursor.execute(counts_sql(told, fresh)).df()
    percentiles = [kpi for kpi in kpis.values() if kpi.counting.kind == "percentile"]
    frame = _judged_as_share(cursor, percentiles, frame)
    snapshots = [kpi for kpi in kpis.values() if kpi.counting.kind == "snapshot"]
    return _with_quiet_links(cursor, snapshots, frame, as_of)


def _judged_as_share(
    cursor: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], counts: pd.DataFrame
) -> pd.DataFrame:
    """Replace n and good, where a link has a target for a percentile, by those within T hours."""
    if not kpis:
        return counts
    judged = cursor.execute(
        f"""
        WITH judged AS ({" UNION ALL ".join(map(_within_target_sql, kpis))})
        SELECT window_label AS period, t.supplier, t.customer, t.service, t.kpi,
               coalesce(judged_n, 0) AS judged_n, coalesce(judged_good, 0) AS judged_good
        FROM window_targets t
        LEFT JOIN judged j ON j.period = t.window_label AND j.supplier = t.supplier
         AND j.customer = t.customer AND j.service = t.service AND j.kpi = t.kpi
        WHERE t.kpi IN ({_listed(kpis)})"""
    ).df()
    frame = counts.merge(judged, how="outer", on=_KEY)
    frame["n"] = frame["judged_n"].fillna(frame["n"])
    frame["good"] = frame["judged_good"].fillna(frame["good"])
    frame["candidates"] = frame["judged_n"].fillna(frame["candidates"])
    return frame.drop(columns=["judged_n", "judged_good"])


def _within_target_sql(kpi: Kpi) -> str:
    return f"""
        SELECT period, {LINK}, '{kpi.id}' AS kpi,
               count(*)::DOUBLE AS judged_n, count_if(good)::DOUBLE AS judged_good
        FROM ({rows_in_window(kpi, against_target(kpi.counting))}) GROUP BY ALL"""


def _with_quiet_links(
    cursor: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], counts: pd.DataFrame, as_of: datetime
) -> pd.DataFrame:
    """Keep the links that ever had a due time; where nothing is open, the backlog is 0."""
    if not kpis:
        return counts
    unpromised = some_due_handoffs(cursor, as_of, only="promised_at IS NULL")
    dated = cursor.execute(_DATED.format(kpis=_listed(kpis), unpromised=unpromised)).df()
    frame = counts.merge(dated, how="outer", on=_KEY, indicator="dated")
    snapshot, quiet = frame["kpi"].isin([kpi.id for kpi in kpis]), frame.pop("dated")
    frame = frame[~snapshot | (quiet != "left_only")].copy()
    zero = ["value", "n", "good", "candidates"]
    frame.loc[snapshot, zero] = frame.loc[snapshot, zero].fillna(0.0)
    return frame


def _listed(kpis: Iterable[Kpi]) -> str:
    """Return ids as SQL texts; they are ours, or checked when they were defined."""
    return ", ".join(f"'{kpi.id}'" for kpi in kpis)
