"""XmR charts: what a series of single values usually does, and which points it does not explain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpi.verdicts.series import (
    FEWEST_POINTS,
    RUN,
    SAME,
    Bools,
    Signs,
    apart,
    part_of,
    runs_of,
    screened_range,
    together,
    trends,
)
from kpi.verdicts.shares import Floats

LIMIT = 2.66  # 3 / 1.128, the published constant: three sigma from the mean moving range
NEAR = LIMIT * 2 / 3  # two sigma
# Rule -> how many points it looks at; in the order in which they are told.
XMR_SPANS: Mapping[str, int] = {"point": 1, "two of three": 3, "side": RUN, "trend": RUN}
XMR_RULES = tuple(XMR_SPANS)


@dataclass(frozen=True)
class Xmr:
    """XmR charts of many series.

    Parameters
    ----------
    mean, low, high : array of float, shape (series,)
        The middle and the natural limits; nan where there are fewer than 13 points.
    rules : mapping of str to array of int8, shape (series, weeks)
        Per rule of `XMR_RULES`, the points that it marks: 1 where they are high (or rise), −1 where
        low (or falling), else 0.
    """

    mean: Floats
    low: Floats
    high: Floats
    rules: Mapping[str, Signs]


def xmr(values: Floats) -> Xmr:
    """Return the XmR charts of series of values, with the rules of Making Data Count.

    Parameters
    ----------
    values : array of float, shape (series, weeks)
        One series in a row, the oldest week first; nan where a week has no value.

    Notes
    -----
    - ``point``: outside mean ± 2.66 · mean moving range, screened once at 3.267 · the mean.
    - ``side``: one of seven points or more in a row on one side of the mean.
    - ``trend``: one of seven points or more in a row, each above (or below) the one before.
    - ``two of three``: beyond two sigma but inside the limits, with another such point among three
      in a row, all three on one side of the mean.

    As in the package NHSRplotthedots, all points enter the mean, and all of a run are marked.

    References
    ----------
    NHS England, Making Data Count; the package NHSRplotthedots 0.2.2, whose rules these are. Nelson
    (1982) for the screening of the moving ranges.

    Examples
    --------
    The series of the package's article "Deviations from Excel defaults": mean 35/18, and moving
    ranges of 1 once those of 8 and 9 are screened, so limits 2.66 away.

    >>> article = [1.0, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    >>> found = xmr(np.array([article]))
    >>> [round(float(end[0]), 2) for end in (found.low, found.mean, found.high)]
    [-0.72, 1.94, 4.6]
    >>> found.rules["point"][0].nonzero()[0].tolist()
    [4]
    """
    points, order = together(values)
    enough = np.isfinite(points).sum(axis=1) >= FEWEST_POINTS
    points = np.where(enough[:, None], points, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = np.nansum(points, axis=1) / np.where(enough, np.isfinite(points).sum(1), 0)
    swing = screened_range(points)
    side = _beyond(points, mean, 0 * swing)
    outside = _beyond(points, mean, LIMIT * swing)
    near = np.where(outside == 0, _beyond(points, mean, NEAR * swing), 0)
    rules = {
        "point": outside,
        "two of three": _two_of_three(near, side),
        "side": part_of(runs_of(side, RUN), RUN),
        "trend": part_of(trends(points), RUN),
    }
    return Xmr(
        mean,
        mean - LIMIT * swing,
        mean + LIMIT * swing,
        {rule: apart(marks.astype(np.int8), order) for rule, marks in rules.items()},
    )


def _beyond(points: Floats, mean: Floats, distance: Floats) -> Signs:
    """Say on which side of the mean a point lies farther away than that; 0 where it does not."""
    off = points - mean[:, None]
    with np.errstate(invalid="ignore"):
        # Ten equal ratings have a mean that rounding puts beside them.
        far: Bools = np.abs(off) > distance[:, None] + SAME * np.maximum(1, np.abs(mean[:, None]))
        return np.where(far, np.sign(np.nan_to_num(off)), 0).astype(np.int8)


def _two_of_three(near: Signs, side: Signs) -> Signs:
    """Mark the near points of every three in a row on one side of which at least two are near."""
    marked = np.zeros_like(near)
    if near.shape[1] < 3:
        return marked
    same = runs_of(side, 3)[:, 2:]
    spans = np.lib.stride_tricks.sliding_window_view(near != 0, 3, axis=1)
    whole = (same != 0) & (spans.sum(axis=2) >= 2)
    for place in range(3):
        held = marked[:, place : place + whole.shape[1]]
        held[whole] = same[whole]
    return np.where(near != 0, marked, 0).astype(np.int8)
