"""Intervals of values that are not shares: percentiles and counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, chi2

from kpi.verdicts.shares import CONFIDENCE, Floats


def percentile_interval(
    sorted_values: Floats, quantile: float, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Return an exact interval of a percentile from the ordered values themselves.

    An end is nan where there are too few values to give it.

    References
    ----------
    Conover (1999), Practical Nonparametric Statistics, 3rd ed., section 3.2: the number of values
    below the true percentile is binomial, whatever the distribution.

    Examples
    --------
    Of twenty values, the sixth and the fifteenth hold the median with 95.9 %.

    >>> percentile_interval(np.arange(1.0, 21.0), 0.5)
    (6.0, 15.0)
    """
    n, tail = len(sorted_values), (1 - confidence) / 2
    first = int(binom.ppf(tail, n, quantile))  # ranks from 1; rank 0 is minus infinity
    last = int(binom.ppf(1 - tail, n, quantile)) + 1
    low = float(sorted_values[first - 1]) if first >= 1 else np.nan
    high = float(sorted_values[last - 1]) if last <= n else np.nan
    return low, high


def poisson_p(count: Floats, target: Floats) -> Floats:
    """Return the exact chance of at least ``count`` where ``target`` is the mean, as Poisson."""
    # P(X ≥ c) = P(chi² with 2c degrees ≤ 2t); certain for c = 0.
    tail = chi2.cdf(2 * target, 2 * np.maximum(count, 1))
    result: Floats = np.where(count > 0, tail, np.where(np.isnan(target), np.nan, 1.0))
    return result


def poisson_interval(count: Floats, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Return the exact interval of the mean of a count.

    References
    ----------
    Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28, 437–442.
    """
    tail = (1 - confidence) / 2
    low: NDArray[np.float64] = np.where(
        count > 0, chi2.ppf(tail, 2 * np.maximum(count, 1)) / 2, 0.0
    )
    return low, chi2.ppf(1 - tail, 2 * count + 2) / 2
