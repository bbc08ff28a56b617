"""Measurements and the rows behind them, those that need verdicts included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import duckdb
import pandas as pd

from kpi.agreements import Link, agreement_spans
from kpi.measures import Grain, Week, Window, handoffs_behind, kpi_of, measure, prepare_periods
from kpi.verdicts.judge import judge_families, kept_of, last_instant
from kpi.verdicts.renewal import KEY, RENEWAL, aged_agreements, renewal_counts


def measure_all(
    cursor: duckdb.DuckDBPyConnection,
    *,
    as_of: datetime,
    grain: Grain = "week",
    first: datetime,
    last: datetime,
    links: Iterable[Link] | None = None,
    kpis: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Measure as `kpi.measures.measure` does, and the renewal of targets too.

    Returns
    -------
    pandas.DataFrame
        The same columns in the same order.
    """
    links = None if links is None else list(links)
    kpis = None if kpis is None else list(kpis)
    counted = measure(
        cursor, as_of=as_of, grain=grain, first=first, last=last, links=links, kpis=kpis
    )
    if kpis is not None and RENEWAL not in kpis:
        return counted
    prepare_periods(cursor, grain, first=first, last=last, as_of=as_of)
    renewed = renewal_counts(_aged(cursor, _ends(cursor, grain, as_of), as_of))
    if links is not None:
        asked = pd.MultiIndex.from_frame(renewed[KEY]).isin(list(map(tuple, links)))
        renewed = renewed[asked]
    frame = pd.concat([counted, renewed.astype({"good": "Int64"})], ignore_index=True)
    columns = [*KEY, "kpi", "period"]
    return frame.sort_values(columns, ignore_index=True)[[*columns, "value", "n", "good"]]


def rows_behind(
    cursor: duckdb.DuckDBPyConnection,
    *,
    link: Link,
    kpi: str,
    window: Window,
    as_of: datetime,
    measured: bool = False,
) -> pd.DataFrame:
    """Return the very rows that a verdict of the window counted, worst first.

    Handoffs or contacts as `kpi.measures.handoffs_behind` gives them; of the renewal of targets
    the agreements, as `kpi.verdicts.renewal.aged_agreements` does.
    """
    if kpi_of(cursor, kpi).counting.source != "agreements":
        return handoffs_behind(
            cursor, link=link, kpi=kpi, window=window, as_of=as_of, measured=measured
        )
    agreement_spans(cursor)
    aged = _aged(cursor, {"": (last_instant(window, as_of), window)}, as_of)
    own = (aged[KEY] == pd.Series(link._asdict())).all(axis=1)
    return aged[own].drop(columns="period").sort_values(["good", "agreement"], ignore_index=True)


_Ends = dict[str, tuple[datetime, Window]]


def _ends(cursor: duckdb.DuckDBPyConnection, grain: Grain, as_of: datetime) -> _Ends:
    """Return the last instant of each period and the four weeks that end it."""
    rows = cursor.execute("SELECT label, last_instant, starts, ends FROM periods").fetchall()

    def week(starts: datetime, ends: datetime) -> Week:
        if grain == "week":
            return Week.of(starts)
        return Week.of(as_of) if as_of < ends else Week.last_complete(ends)

    return {label: (last, Window(week(starts, ends))) for label, last, starts, ends in rows}


def _aged(cursor: duckdb.DuckDBPyConnection, ends: _Ends, as_of: datetime) -> pd.DataFrame:
    """Return the agreements older than a year; only where a target was raised is one judged."""
    instants = {label: instant for label, (instant, _) in ends.items()}
    aged = aged_agreements(cursor, instants, ())
    raised = set(aged.loc[aged["raised"].notna(), "period"])
    kept = [
        (label, *key)
        for label in ends
        if label in raised
        for key in kept_of(judge_families(cursor, [ends[label][1]], as_of)[0])
    ]
    return aged_agreements(cursor, instants, kept) if kept else aged
