"""Judge the mean of any numbers: the exact counterpart of a bootstrap, on a fine grid."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy.fft import irfft, rfft
from scipy.optimize import brentq

from kpi.verdicts.shares import CONFIDENCE, Floats

STEPS = (64, 1024)  # of the grid: the fewest, and those of few numbers
FEWEST_NUMBERS = 10  # simulated: fewer hide their tail too often
COCHRAN = 25.0
_POINTS = 2**15  # that the sum of all numbers has about
_STEEPEST = 700.0  # exp() of more is beyond a float


def judge_mean(
    values: Floats, target: float, better: Literal["higher", "lower"]
) -> tuple[float, float, float]:
    """Return how likely so bad a mean is if the true one is the target, and its 95 % interval.

    Parameters
    ----------
    values : array of float
        At least one number.
    target : float
        The mean agreed; nan where none is, and then so is the chance.
    better : {"higher", "lower"}

    Returns
    -------
    tuple of float
        The one-sided chance; the interval's low and high end.

    Notes
    -----
    Under the null hypothesis the numbers have the distribution nearest to the observed one (by
    Kullback–Leibler, hence exponentially tilted) whose mean is the target. One imagined number
    lies as far beyond the target as the worst observed one lies on its bad side, so that no target
    is impossible: n numbers that all miss it are then like n tosses of a coin. Each number is split
    between its two neighbours on a grid so that the mean stays, and the chance that as many draws
    sum to so much is computed exactly, by Fourier transform, where a bootstrap would draw at
    random; so it needs no seed.

    Few numbers with a long tail on the good side look worse than they are, as in any test of a
    mean: `tell_little` names those that are not to be judged. A percentile does not mind.

    References
    ----------
    Efron (1981), Nonparametric standard errors and confidence intervals, Canadian Journal of
    Statistics 9, 139–172. Efron and Tibshirani (1993), An Introduction to the Bootstrap, ch. 13.

    Examples
    --------
    >>> hours = np.array([9.0, 11, 12, 13, 14, 15, 12, 13])
    >>> p, low, high = judge_mean(hours, 10.0, "lower")
    >>> p < 0.05, bool(low < hours.mean() < high)
    (True, True)
    """
    sign = 1.0 if better == "higher" else -1.0
    low, high = _interval(values)
    if np.isnan(target):
        return np.nan, low, high
    gains = sign * (values - target)  # under 0: misses the target
    if gains.mean() >= 0:
        return 1.0, low, high
    imagined = np.append(gains, max(gains.max(), -gains.min()))
    chances, start, step = _on_grid(imagined, len(values))
    points: Floats = start + step * np.arange(len(chances), dtype=float)
    reached = _reached(_tilted(chances, points), len(values))
    # Splitting spreads a sum by up to half a step times √n each way; a sum as observed, which whole
    # numbers often hit, counts whole: two such spreads are added.
    spread = np.sqrt(len(values))
    at_most = int(np.floor((gains.sum() - len(values) * start) / step + spread))
    return float(reached[min(at_most, len(reached) - 1)]), low, high


def tell_little(values: Floats, better: Literal["higher", "lower"]) -> bool:
    """Tell whether the numbers are too few for a mean with such a tail on the good side.

    Notes
    -----
    A sample that misses the few very good numbers has a mean below the true one, and no test of a
    mean can know (Bahadur and Savage 1956). So numbers skewed towards the good are judged only if
    n > 25·G1², G1 their sample skewness, and never fewer than `FEWEST_NUMBERS`, which seldom show
    the tail they come from. A tail on the bad side makes the test cautious and needs no rule.

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd ed., 2.15. Bahadur and Savage (1956), Annals of
    Mathematical Statistics 27, 1115–1122.

    Examples
    --------
    >>> even = np.arange(10.0)
    >>> tell_little(even, "higher"), tell_little(even[:9], "higher")
    (False, True)
    >>> tail = np.append(even, 60.0)
    >>> tell_little(tail, "higher"), tell_little(tail, "lower")
    (True, False)
    """
    n = len(values)
    if n < FEWEST_NUMBERS:
        return True
    away = (values - values.mean()) * (1.0 if better == "higher" else -1.0)
    spread = float((away**2).mean())
    if values.min() == values.max():
        return False
    skewness = float((away**3).mean()) / spread**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    return bool(skewness > 0 and n <= COCHRAN * skewness**2)


def _interval(values: Floats) -> tuple[float, float]:
    """Return the bootstrap percentile interval of the mean, computed exactly."""
    if values.min() == values.max():
        return float(values[0]), float(values[0])
    chances, start, step = _on_grid(values, len(values))
    tail = (1 - CONFIDENCE) / 2
    ends = np.searchsorted(_reached(chances, len(values)), [tail, 1 - tail])
    low, high = start + step * ends / len(values)
    return float(low), float(high)


def _on_grid(values: Floats, n: int) -> tuple[Floats, float, float]:
    """Return the chances of evenly spaced points that have the same mean as the values."""
    steps = int(np.clip(_POINTS // n, *STEPS))
    start, step = values.min(), (values.max() - values.min()) / steps
    places = np.clip((values - start) / step, 0, steps)
    below = np.minimum(places.astype(int), steps - 1)
    part = places - below
    chances = np.bincount(below, 1 - part, steps + 1) + np.bincount(below + 1, part, steps + 1)
    return chances / len(values), float(start), float(step)


def _tilted(chances: Floats, points: Floats) -> Floats:
    """Return the chances ∝ observed · exp(tilt · point) whose mean is 0."""
    reach = _STEEPEST / np.abs(points).max()

    def weights(tilt: float) -> Floats:
        made: Floats = chances * np.exp(tilt * points)
        return made

    tilt = brentq(lambda t: float(weights(t) @ points), -reach, reach)
    tilted: Floats = weights(tilt) / weights(tilt).sum()
    return tilted


def _reached(chances: Floats, n: int) -> Floats:
    """Return the chances that n draws of 0, 1, 2 … sum to no more than each total."""
    length = n * (len(chances) - 1) + 1
    size = 2 ** int(np.ceil(np.log2(length)))
    sums: Floats = irfft(rfft(chances, size) ** n, size)[:length]
    cumulated: Floats = np.minimum(np.cumsum(np.clip(sums, 0.0, 1.0)), 1.0)
    return cumulated
