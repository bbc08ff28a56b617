"""What the screens say, by kind of KPI: what is usual, what stands out, how a target holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpi.verdicts.count_luck import luck_excluded, natural_counts
from kpi.verdicts.series import FEWEST_POINTS, Bools, Signs
from kpi.verdicts.shares import Floats, Strings
from kpi.verdicts.two_checks import natural_shares, share_signals, weekly_range
from kpi.verdicts.xmr import XMR_SPANS, xmr


@dataclass(frozen=True)
class Rows:
    """Some series, one in a row, the last week the one judged.

    Parameters
    ----------
    value, n, bad : array of float, shape (series, weeks)
        As in `Screens`.
    target : array of float, shape (series,)
        The share of good ones that is wanted, or the value; nan without.
    good, of : array of float, shape (series, weeks)
        What met the target, of how many that can be held against it.
    higher : array of bool, shape (series,)
        A higher value is better.
    counts : array of bool, shape (series,)
        Its values are counts, to which luck alone gives some spread.
    """

    value: Floats
    n: Floats
    bad: Floats
    target: Floats
    good: Floats
    of: Floats
    higher: Bools
    counts: Bools


@dataclass(frozen=True)
class Found:
    """What is told of some series; nan, 0 or '' where it cannot be.

    Parameters
    ----------
    mean, low, high : array of float
        Of bad shares, or of values.
    rules : mapping of str to array of int8
        Per rule, of the judged week: 1 worse, −1 better.
    told : array of bool
        Whether there was enough to judge the week.
    assurance : array of str
    """

    mean: Floats
    low: Floats
    high: Floats
    rules: Mapping[str, Signs]
    told: Bools
    assurance: Strings


def find_in_shares(rows: Rows) -> Found:
    """Judge series of shares, or of those slower than usual, by `kpi.verdicts.two_checks`."""
    low, high = natural_shares(rows.bad, rows.n, [rows.n.shape[1] - 1])
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = rows.bad.sum(axis=1) / rows.n.sum(axis=1)
    return Found(
        pooled,
        low[:, -1],
        high[:, -1],
        share_signals(rows.bad, rows.n),
        ((rows.n > 0).sum(axis=1) >= FEWEST_POINTS) & (rows.n[:, -1] > 0),
        _assured_by_luck(rows.good, rows.of, rows.target),
    )


def find_in_values(rows: Rows) -> Found:
    """Judge series of values by `kpi.verdicts.xmr`; of counts, luck must be excluded as well."""
    chart = xmr(rows.value)
    worse = np.where(rows.higher, -1, 1)
    fewest, most = natural_counts(rows.value)
    low = np.where(rows.counts, np.fmin(chart.low, fewest), chart.low)
    high = np.where(rows.counts, np.fmax(chart.high, most), chart.high)
    low, high = (np.where(np.isnan(chart.mean), np.nan, end) for end in (low, high))
    with np.errstate(invalid="ignore"):
        above, below = rows.target > high, rows.target < low
    return Found(
        chart.mean,
        low,
        high,
        {
            rule: (_confirmed(rows, rule, marks) * worse).astype(np.int8)
            for rule, marks in chart.rules.items()
        },
        np.isfinite(chart.mean) & np.isfinite(rows.value[:, -1]),
        _named(
            np.isnan(chart.mean) | np.isnan(rows.target),
            kept=np.where(rows.higher, below, above),
            missed=np.where(rows.higher, above, below),
        ),
    )


def _confirmed(rows: Rows, rule: str, marks: Signs) -> Signs:
    """Return what a rule says of the last week; of a count, only if luck is excluded too."""
    weeks = marks.shape[1]
    no_luck = luck_excluded(rows.value, np.arange(weeks) >= weeks - XMR_SPANS[rule])
    last = marks[:, -1]
    return np.where(rows.counts & (no_luck != last), 0, last).astype(np.int8)


def _assured_by_luck(good: Floats, n: Floats, target: Floats) -> Strings:
    """Say whether a week's share, varying by luck around the pooled one, stays beside a target."""
    counted = n > 0
    few = (counted.sum(axis=1) < FEWEST_POINTS) | np.isnan(target)
    typical = np.ones(len(n))
    if (~few).any():
        typical[~few] = np.nanmedian(np.where(counted[~few], n[~few], np.nan), axis=1)
    share = np.where(few, 0.5, good.sum(axis=1) / np.maximum(n.sum(axis=1), 1))
    low, high = weekly_range(share, np.round(typical))
    with np.errstate(invalid="ignore"):
        return _named(few, kept=target < low, missed=target > high)


def _named(missing: Bools, *, kept: Bools, missed: Bools) -> Strings:
    return np.select(
        [missing, kept, missed],
        ["", "consistently kept", "consistently missed"],
        default="hit or miss",
    )
