"""What the counted handoffs of each kind of KPI say against their targets, before any verdict."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.measures import Kpi
from kpi.verdicts.intervals import percentile_interval, poisson_interval, poisson_p
from kpi.verdicts.means import judge_mean, tell_little
from kpi.verdicts.ratings import GRADES, rating_interval, rating_p
from kpi.verdicts.shares import Floats, binomial_p, missing_evidence, wilson_interval

COLUMNS = ("missing", "below", "p_value", "low", "high")


def evidence(counts: pd.DataFrame, known: Mapping[str, Kpi]) -> pd.DataFrame:
    """Return, for each row of `kpi.measures.window_counts`, what it says against its target.

    Returns
    -------
    pandas.DataFrame
        With the index of ``counts``. missing : str, the verdict where nothing can be judged, else
        ''; below : bool, the measurement misses its target; p_value : float, exact and one-sided,
        nan where missing; low, high : float, 95 % interval of the value.
    """
    parts = [
        _OF_KIND[known[str(kpi)].counting.kind](rows, known[str(kpi)])
        for kpi, rows in counts.groupby("kpi")
    ]
    found = pd.concat(parts).loc[counts.index]
    found.loc[found["missing"] != "", ["p_value"]] = np.nan
    found.loc[found["missing"] != "", ["below"]] = False
    return found


def _share(rows: pd.DataFrame, kpi: Kpi) -> pd.DataFrame:
    good, n = _floats(rows, "good"), _floats(rows, "n")
    low, high = wilson_interval(good, n)
    if kpi.counting.shows_the_rest:
        low, high = 1 - high, 1 - low
    return _against_share(rows, kpi, low, high)


def _percentile(rows: pd.DataFrame, kpi: Kpi) -> pd.DataFrame:
    """Judge the share within the target; the interval is that of the percentile in its unit."""
    assert kpi.counting.quantile is not None  # noqa: S101 - every percentile has one
    values = [np.asarray(_listed(values), float) for values in rows["measured"]]
    low, high = percentile_interval(values, kpi.counting.quantile)
    return _against_share(rows, kpi, low, high)


def _against_share(rows: pd.DataFrame, kpi: Kpi, low: Floats, high: Floats) -> pd.DataFrame:
    good, n = _floats(rows, "good"), _floats(rows, "n")
    target = np.array([kpi.share_to_reach(asked) for asked in _floats(rows, "target")])
    with np.errstate(invalid="ignore", divide="ignore"):
        below = good / n < target
    return _frame(rows, missing_evidence(n, target), below, binomial_p(good, n, target), low, high)


def _rating(rows: pd.DataFrame, _: Kpi) -> pd.DataFrame:
    """Judge a mean rating; n suffices if n times the worst grade would be significant."""
    n, target = _floats(rows, "n"), _floats(rows, "target")
    counts = np.array([_grades(values) for values in rows["measured"]]).reshape(-1, len(GRADES))
    some = n > 0
    low, high = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    low[some], high[some] = rating_interval(counts[some])
    # No distribution with mean t on 1 … 5 gives only 1s more often than (1 − t′)^n.
    missing = missing_evidence(n, (target - GRADES[0]) / (GRADES[-1] - GRADES[0]))
    p_value = np.full(len(rows), np.nan)
    tested = missing == ""
    p_value[tested] = rating_p(counts[tested], target[tested])
    return _frame(rows, missing, _floats(rows, "value") < target, p_value, low, high)


def _mean(rows: pd.DataFrame, kpi: Kpi) -> pd.DataFrame:
    """Judge the mean of any numbers where they are enough for the tail they have."""
    n, target = _floats(rows, "n"), _floats(rows, "target")
    values = [np.asarray(_listed(values), float) for values in rows["measured"]]
    found = [
        judge_mean(numbers, asked, kpi.better) if len(numbers) else (np.nan,) * 3
        for numbers, asked in zip(values, target, strict=True)
    ]
    p_value, low, high = np.array(found, float).reshape(-1, 3).T
    little = np.array([tell_little(numbers, kpi.better) for numbers in values], bool)
    missing = np.select(
        [np.isnan(target), n == 0, little], ["no target", "no data", "too few"], default=""
    )
    value = _floats(rows, "value")
    below = value < target if kpi.better == "higher" else value > target
    return _frame(rows, missing, below, p_value, low, high)


def _snapshot(rows: pd.DataFrame, _: Kpi) -> pd.DataFrame:
    """Judge how many are overdue at one instant against the number tolerated, as Poisson."""
    value, target = _floats(rows, "value"), _floats(rows, "target")
    missing = np.select([np.isnan(target), np.isnan(value)], ["no target", "no data"], default="")
    low, high = poisson_interval(value)
    return _frame(rows, missing, value > target, poisson_p(value, target), low, high)


_OF_KIND = {
    "share": _share,
    "percentile": _percentile,
    "mean": _mean,
    "rating": _rating,
    "snapshot": _snapshot,
}


def _grades(ratings: object) -> Floats:
    values = np.asarray(_listed(ratings), int)
    return np.bincount(values, minlength=len(GRADES) + 1)[1 : len(GRADES) + 1].astype(float)


def _listed(values: object) -> list[float] | NDArray[np.float64]:
    """Return a cell of measured values; one that is missing holds none."""
    return values if isinstance(values, list | np.ndarray) else []


def _floats(rows: pd.DataFrame, column: str) -> Floats:
    return rows[column].to_numpy(float)


def _frame(rows: pd.DataFrame, *columns: object) -> pd.DataFrame:
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)), index=rows.index)
