"""The weeks that signals look at, as arrays: one row for each link and KPI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.agreements import Link, agreed_changes
from kpi.measures import Kpi, Week, measure, slower_than_usual
from kpi.verdicts.shares import Floats
from kpi.verdicts.signal import SCREEN_WEEKS, Rebase

KEY = ["supplier", "customer", "service", "kpi"]
Series = tuple[str, str, str, str]


@dataclass(frozen=True)
class Screens:
    """What was measured in the weeks before a week, without those before the last rebase.

    Parameters
    ----------
    keys : list of tuple
        Supplier, customer, service and KPI of each row.
    weeks : tuple of Week
        The columns.
    first : array of int, shape (series,)
        The first column of each row since its last rebase.
    value, n, bad : array of float, shape (series, weeks)
        value nan and n 0 where nothing was measured; bad of lead times are those slower than usual.
    usual : array of float, shape (series,)
        Of lead times, the percentile of the whole screen; else nan.
    rebased : list of Rebase or None
    """

    keys: list[Series]
    weeks: tuple[Week, ...]
    first: NDArray[np.int64]
    value: Floats
    n: Floats
    bad: Floats
    usual: Floats
    rebased: list[Rebase | None]


def screens(
    cursor: duckdb.DuckDBPyConnection,
    *,
    week: Week,
    as_of: datetime,
    catalogue: Mapping[str, Kpi],
    rebases: Iterable[Rebase] = (),
    links: Iterable[Link] | None = None,
) -> Screens:
    """Measure the weeks that end with a week, for every link and KPI that has any handoff in them.

    Notes
    -----
    The KPIs are measured week by week in one go; lead times once more, against what is usual on the
    screen. The rest is arrays. Leaves the temp tables of `kpi.measures.measure` on the cursor.
    """
    weeks = tuple(week.shift(back - SCREEN_WEEKS + 1) for back in range(SCREEN_WEEKS))
    frame = measure(
        cursor,
        as_of=as_of,
        first=weeks[0].start,
        last=week.end,
        links=links,
        kpis=list(catalogue),
    )
    found = frame[KEY].drop_duplicates(ignore_index=True)
    keys: list[Series] = list(found.itertuples(index=False, name=None))
    value, n, good = spread(frame, found, weeks, ["value", "n", "good"])
    rebased = _last_rebases(cursor, keys, week, rebases)
    first_week = {at: _first_week(at) for at in {one.at for one in rebased if one is not None}}
    starts = [None if one is None else first_week[one.at] for one in rebased]
    first = np.array(
        [0 if start is None else _column(start, weeks[0]) for start in starts], dtype=np.int64
    )
    before = np.arange(SCREEN_WEEKS) < first[:, None]
    value[before], n[before], good[before] = np.nan, np.nan, np.nan
    n, bad = np.nan_to_num(n), np.nan_to_num(n - good)
    percentiles = [kpi for kpi in catalogue.values() if kpi.counting.kind == "percentile"]
    usual = np.full(len(keys), np.nan)
    if percentiles and keys:
        begins = [weeks[0].start if start is None else start.start for start in starts]
        asked = found.assign(starts=begins)[found["kpi"].isin([kpi.id for kpi in percentiles])]
        slower = slower_than_usual(cursor, asked, percentiles, as_of=as_of)
        counted, of_these, level = spread(slower, found, weeks, ["n", "bad", "usual"])
        there = np.isfinite(counted)
        n[there], bad[there] = counted[there], of_these[there]
        usual = _any(level)
    return Screens(keys, weeks, first, value, n, bad, usual, rebased)


def spread(
    frame: pd.DataFrame, found: pd.DataFrame, weeks: tuple[Week, ...], columns: list[str]
) -> list[Floats]:
    """Spread rows of link, KPI and period over arrays [series, weeks]; nan where there is no row.

    Rows of series that were not found are left out.
    """
    frame = frame.merge(found.reset_index(names="row")[[*KEY, "row"]], on=KEY)
    labels = {week.label: place for place, week in enumerate(weeks)}
    rows, places = frame["row"].to_numpy(int), frame["period"].map(labels).to_numpy(int)
    arrays = []
    for column in columns:
        array = np.full((len(found), len(weeks)), np.nan)
        array[rows, places] = frame[column].to_numpy(float, na_value=np.nan)
        arrays.append(array)
    return arrays


def _last_rebases(
    cursor: duckdb.DuckDBPyConnection,
    keys: list[Series],
    week: Week,
    rebases: Iterable[Rebase],
) -> list[Rebase | None]:
    """Return, for each series, the last change of its process before the end of the week."""
    known = [Rebase(c.link, c.changed_at, c.kpi) for c in agreed_changes(cursor)]
    last: dict[Series, Rebase] = {}
    for one in [*known, *rebases]:
        key = (*one.link, one.kpi)
        if one.at < week.end and (key not in last or last[key].at <= one.at):
            last[key] = one
    found = []
    for key in keys:
        of_both = [last[k] for k in (key, (*key[:3], "")) if k in last]
        found.append(max(of_both, key=lambda one: one.at, default=None))
    return found


def _first_week(at: datetime) -> Week:
    """Return the first week that is wholly after a change."""
    week = Week.of(at)
    return week if at <= week.start else week.shift(1)


def _column(start: Week, first: Week) -> int:
    return min(max((start.monday - first.monday).days // 7, 0), SCREEN_WEEKS)


def _any(level: Floats) -> Floats:
    """Return what each row says, the same in all its weeks; nan where it says nothing."""
    filled = np.where(np.isfinite(level), level, -np.inf).max(axis=1)
    return np.where(np.isfinite(filled), filled, np.nan)
