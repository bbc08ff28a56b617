"""Since when a promise has been broken or at risk: the memory that a verdict does not have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.agreements import Link
from kpi.measures import Kpi, Week, Window, counts_against_target, targets_of_window
from kpi.measures import catalogue as catalogue_of
from kpi.verdicts.evidence import evidence
from kpi.verdicts.screens import KEY, spread
from kpi.verdicts.series import Bools
from kpi.verdicts.shares import Floats

Places = NDArray[np.intp]
STANDS_FROM = 0.10  # product rule: so unlikely a miss begins it
LOOKS_BACK = 52  # weeks: longer ago is no news


def standing(
    cursor: duckdb.DuckDBPyConnection,
    *,
    window: Window,
    as_of: datetime,
    catalogue: Mapping[str, Kpi] | None = None,
) -> dict[tuple[Link, str], Week]:
    """Return, for each link × KPI whose promise stands as broken or at risk, the week it began.

    It begins with a window that misses its target with p ≤ 0.10 (which every broken one does), and
    ends with one that meets it, however few it counts. A window without handoffs, or with too few
    that are all but good, changes nothing: so it does not flicker as verdicts may.

    Parameters
    ----------
    window : Window
        Its length is that of all windows looked at, one for each week; its targets count, each from
        when this very target came into force: another target is another promise.
    as_of : datetime
        What happens later has not happened; earlier weeks are judged by what is known by then.

    Notes
    -----
    Looks back 52 weeks. Counts every week once, per KPI, and adds the weeks of each window up.
    """
    catalogue = catalogue_of(cursor) if catalogue is None else catalogue
    length = window.weeks
    first = window.week.shift(2 - LOOKS_BACK - length)
    kpis = list(catalogue.values())
    counts = counts_against_target(cursor, first=first, window=window, as_of=as_of, kpis=kpis)
    targets = targets_of_window(cursor)
    targets = targets[targets["kpi"].isin(list(catalogue))].reset_index(drop=True)
    if targets.empty:
        return {}
    weeks = tuple(first.shift(ahead) for ahead in range(LOOKS_BACK + length - 1))
    since = np.full(len(targets), -1)
    for kpi, rows in targets.groupby("kpi"):
        of_kpi = _Weekly(counts, rows.reset_index(drop=True), weeks, length, catalogue[str(kpi)])
        since[rows.index] = _since(*of_kpi.judged())
    begun = weeks[length - 1 :]
    return {
        (Link(*row[:3]), row[3]): begun[week]
        for row, week in zip(targets[KEY].itertuples(index=False), since.tolist(), strict=True)
        if week >= 0
    }


def _since(missed: Bools, met: Bools) -> Floats:
    """Return the column in which the present standing of each row began, −1 where none stands."""
    since = np.full(len(missed), -1)
    for week in range(missed.shape[1]):
        begins = (since < 0) & missed[:, week]
        since = np.where(met[:, week], -1, np.where(begins, week, since))
    return since


class _Weekly:
    """The weeks of one KPI, all links with a target in a row each, added up to windows."""

    def __init__(
        self,
        counts: pd.DataFrame,
        targets: pd.DataFrame,
        weeks: tuple[Week, ...],
        length: int,
        kpi: Kpi,
    ) -> None:
        self.kpi, self.length, self.weeks, self.targets = kpi, length, weeks, targets
        self.counts = counts[counts["kpi"] == kpi.id]
        self.target = targets["target"].to_numpy(float)[:, None]

    def judged(self) -> tuple[Bools, Bools]:
        """Return which windows missed the target by more than luck, and which met it."""
        n, good, value = spread(self.counts, self.targets, self.weeks, ["n", "good", "value"])
        n, good = self._added(n), self._added(good)
        kind, lower = self.kpi.counting.kind, self.kpi.better == "lower"
        if kind == "snapshot":  # nothing open leaves no row
            value = np.nan_to_num(value)[:, self.length - 1 :]
        elif kind not in ("share", "percentile"):
            with np.errstate(invalid="ignore", divide="ignore"):
                value = self._added(value) / n
        else:
            with np.errstate(invalid="ignore", divide="ignore"):
                value = good / n
            wanted = np.vectorize(self.kpi.share_to_reach, otypes=[float])(self.target)
            below = value < wanted
            return below & self._unlikely(below, n, good, value), value >= wanted
        below = value > self.target if lower else value < self.target
        return below & self._unlikely(below, n, good, value), np.isfinite(value) & ~below

    def _added(self, weekly: Floats) -> Floats:
        sums = np.cumsum(np.nan_to_num(weekly), axis=1)
        before = np.concatenate([np.zeros((len(sums), 1)), sums[:, : -self.length]], axis=1)
        result: Floats = sums[:, self.length - 1 :] - before
        return result

    def _unlikely(self, below: Bools, n: Floats, good: Floats, value: Floats) -> Bools:
        """Judge only the windows that miss, by the very tests of the verdicts."""
        rows, columns = np.nonzero(below)
        found = np.zeros(below.shape, bool)
        if rows.size:
            asked = self.targets.iloc[rows].assign(
                n=n[rows, columns],
                good=good[rows, columns],
                value=value[rows, columns],
                measured=pd.Series(self._listed(rows, columns), dtype=object).to_numpy(),
            )
            said = evidence(asked.reset_index(drop=True), {self.kpi.id: self.kpi})
            found[rows, columns] = said["p_value"].to_numpy(float) <= STANDS_FROM
        return found

    def _listed(self, rows: Places, columns: Places) -> list[object]:
        """Return the measured values of windows, where the KPI's test looks at each."""
        if self.kpi.counting.kind in ("share", "percentile", "snapshot"):
            return [None] * len(rows)
        keys = zip(*(self.counts[name] for name in (*KEY[:3], "period")), strict=True)
        weekly = dict(zip(keys, self.counts["measured"], strict=True))
        links = list(self.targets[KEY[:3]].itertuples(index=False, name=None))
        labels = [week.label for week in self.weeks]
        return [
            np.sort(
                np.concatenate(
                    [
                        weekly.get((*links[row], label), ())
                        for label in labels[column : column + self.length]
                    ]
                )
            )
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        ]
