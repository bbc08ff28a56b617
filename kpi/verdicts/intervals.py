"""Intervals of values that are not shares: percentiles and counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import binom, chi2

from kpi.verdicts.shares import CONFIDENCE, Floats


def percentile_interval(
    sorted_values: Sequence[Floats], quantile: float, confidence: float = CONFIDENCE
) -> tuple[Floats, Floats]:
    """Return exact intervals of a percentile, each from a link's ordered values themselves.

    An end is nan where there are too few values to give it.

    References
    ----------
    Conover (1999), Practical Nonparametric Statistics, 3rd ed., section 3.2: the number of values
    below the true percentile is binomial, whatever the distribution.

    Examples
    --------
    Of twenty values, the sixth and the fifteenth hold the median with 95.9 %.

    >>> [end.tolist() for end in percentile_interval([np.arange(1.0, 21.0)], 0.5)]
    [[6.0], [15.0]]
    """
    n, tail = [len(values) for values in sorted_values], (1 - confidence) / 2
    # Ranks from 1; rank 0 is minus infinity, and so is n + 1 plus infinity.
    first = np.asarray(binom.ppf(tail, n, quantile)).tolist()
    last = np.asarray(binom.ppf(1 - tail, n, quantile) + 1).tolist()
    ranked = list(zip(sorted_values, first, last, strict=True))
    low = [values[int(rank) - 1] if rank >= 1 else np.nan for values, rank, _ in ranked]
    high = [values[int(rank) - 1] if rank <= len(values) else np.nan for values, _, rank in ranked]
    return np.array(low, float), np.array(high, float)


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
    low = np.where(count > 0, chi2.ppf(tail, 2 * np.maximum(count, 1)) / 2, 0.0)
    return low, np.asarray(chi2.ppf(1 - tail, 2 * count + 2)) / 2
