"""Many weekly series at once: one in a row, the oldest week first, nan where there is no point."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kpi.verdicts.shares import Floats

Bools = NDArray[np.bool_]
Signs = NDArray[np.int8]

FEWEST_POINTS = 13  # product rule: fewer points say too little about how a series usually swings
RUN = 7  # Making Data Count: so many points on one side, or rising, or falling, are no accident
SCREEN = 3.267  # D4 of ranges of two (Nelson 1982): larger ones are left out of their mean, once
# Two values that differ by less are the same value, written by another road.
SAME = 1e-12


def together(values: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Move the points of each row to its right end, in order, and the gaps to its left.

    Returns
    -------
    values : array, the shape given
    order : array of int
        Where each came from, for `apart`.
    """
    order = np.argsort(np.isfinite(values), axis=1, kind="stable")
    return np.take_along_axis(values, order, axis=1), order


def apart(marks: Signs, order: NDArray[np.intp]) -> Signs:
    """Undo `together` on what was found about its points."""
    result = np.zeros_like(marks)
    np.put_along_axis(result, order, marks, axis=1)
    return result


def screened_range(values: Floats) -> Floats:
    """Return each row's mean moving range, without those of 3.267 times the mean or more.

    Parameters
    ----------
    values : array of float, shape (series, weeks)
        Gaps are skipped: the range is that of two points that follow each other.

    Returns
    -------
    array of float, shape (series,)
        nan where there are fewer than two points.

    References
    ----------
    Nelson (1982), Control charts for individual measurements, Journal of Quality Technology 14(3),
    172–173; once, as in NHSRplotthedots.

    Examples
    --------
    The ranges 1, 1, 9, 9, 1, 1, 1, 1, 1, 1 have the mean 2.6; 9 exceeds 3.267 times that.

    >>> screened_range(np.array([[1.0, 2, 1, 10, 1, 2, 1, 2, 1, 2, 1]])).tolist()
    [1.0]
    """
    ranges = np.abs(np.diff(together(values)[0], axis=1))
    mean = _mean(ranges)
    kept = np.where(ranges < SCREEN * mean[:, None], ranges, np.nan)
    # All ranges alike 0 leave none: the series does not swing.
    return np.where(mean == 0, 0.0, _mean(kept))


def runs_of(signs: Signs, length: int) -> Signs:
    """Mark each point at which so many equal signs in a row end, 0 elsewhere."""
    if signs.shape[1] < length:
        return np.zeros_like(signs)
    spans = np.lib.stride_tricks.sliding_window_view(signs, length, axis=1)
    found = np.zeros_like(signs)
    whole = (spans == spans[:, :, :1]).all(axis=2)
    found[:, length - 1 :] = np.where(whole, spans[:, :, 0], 0)
    return found


def trends(values: Floats) -> Signs:
    """Mark where seven strictly rising (1) or falling (−1) points end, in rows from `together`."""
    steps = np.diff(values, axis=1, prepend=np.nan)
    with np.errstate(invalid="ignore"):
        signs = np.where(np.abs(steps) > SAME, np.sign(steps), 0)
    return runs_of(np.nan_to_num(signs).astype(np.int8), RUN - 1)


def part_of(ends: Signs, length: int) -> Signs:
    """Mark every point of the runs whose ends are given; the run that ends first counts."""
    found = ends.copy()
    for ahead in range(1, length):
        later = np.zeros_like(ends)
        later[:, :-ahead] = ends[:, ahead:]
        found = np.where(found == 0, later, found)
    return found


def _mean(values: Floats) -> Floats:
    """Return the mean of each row without its gaps; nan where nothing is left."""
    count = np.isfinite(values).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = np.nansum(values, axis=1) / count
    return result
