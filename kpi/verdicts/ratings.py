"""Judge mean ratings: the exact counterpart of a bootstrap, on whole grades from 1 to 5."""

from __future__ import annotations

import numpy as np
from scipy.fft import irfft, rfft

from kpi.verdicts.shares import CONFIDENCE, Floats

GRADES = np.arange(1.0, 6.0)
# One imagined rating spread over the five grades (Perks 1947), so that no grade is impossible:
# five times the same grade does not prove that others are never given.
IMAGINED = 1 / len(GRADES)
# exp(64) between two neighbouring grades moves all weight that can matter to one of them.
_STEEPEST, _HALVINGS = 64.0, 60


def rating_p(counts: Floats, target: Floats) -> Floats:
    """Return the chance of so low a mean, were the customers' true mean exactly the target.

    Parameters
    ----------
    counts : array of float, shape (m, 5)
        How many ratings of each grade, 1 to 5.
    target : array of float, shape (m,)
        The means agreed.

    Notes
    -----
    Under the null hypothesis the grades have the distribution nearest to the observed one (by
    Kullback–Leibler, hence exponentially tilted) whose mean is the target. The chance that as many
    draws from it sum to so little is computed exactly, by Fourier transform, where a bootstrap
    would draw at random; so it needs no seed. Cost: O(n log n) for a link with n ratings.

    References
    ----------
    Efron (1981), Nonparametric standard errors and confidence intervals, Canadian Journal of
    Statistics 9, 139–172 (tilting). Perks (1947), Some observations on inverse probability,
    Journal of the Institute of Actuaries 73, 285–334 (the imagined rating).

    Examples
    --------
    Ten ratings, of which two are a 1, against an agreed mean of 4.5:

    >>> p = rating_p(np.array([[2.0, 0, 0, 2, 6]]), np.array([4.5]))
    >>> bool(0.05 < p[0] < 0.20)
    True
    """
    totals = (counts @ (GRADES - 1)).astype(int)
    inside = (target > GRADES[0]) & (target < GRADES[-1])
    result = np.where(
        target <= GRADES[0], 1.0, np.where(totals == 4 * counts.sum(axis=1), 1.0, 0.0)
    )
    chances = _tilted_to(counts[inside], target[inside])
    result[inside] = [
        reached[total]
        for reached, total in zip(
            _reached(chances, counts[inside].sum(axis=1)), totals[inside], strict=True
        )
    ]
    return result


def rating_interval(counts: Floats, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Return the bootstrap percentile interval of mean ratings, computed exactly.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13; the imagined rating
    of `rating_p` included.
    """
    n, tail = counts.sum(axis=1), (1 - confidence) / 2
    chances = (counts + IMAGINED) / (n + 1)[:, None]
    ends = [np.searchsorted(reached, [tail, 1 - tail]) for reached in _reached(chances, n)]
    low, high = np.array(ends, float).reshape(-1, 2).T
    return 1 + low / n, 1 + np.minimum(high, 4 * n) / n


def _tilted_to(counts: Floats, mean: Floats) -> Floats:
    """Return the chances ∝ observed · exp(tilt · grade) whose means are as given, by bisection."""
    low, high = np.full(len(mean), -_STEEPEST), np.full(len(mean), _STEEPEST)
    chances = counts
    for _ in range(_HALVINGS):
        tilt = (low + high) / 2
        weights = (counts + IMAGINED) * np.exp(tilt[:, None] * (GRADES - mean[:, None]))
        chances = weights / weights.sum(axis=1, keepdims=True)
        too_high = chances @ GRADES > mean
        high, low = np.where(too_high, tilt, high), np.where(too_high, low, tilt)
    return chances


def _reached(chances: Floats, n: Floats) -> list[Floats]:
    """Return, per row, the chances that n draws of 0 … 4 sum to at most 0, 1, … 4n."""
    lengths = 4 * n.astype(int) + 1
    sizes = 2 ** np.ceil(np.log2(lengths)).astype(int)
    reached: list[Floats] = [np.empty(0)] * len(n)
    for size in np.unique(sizes):  # rows of similar length are transformed together
        rows = np.flatnonzero(sizes == size)
        sums = irfft(rfft(chances[rows], int(size)) ** n[rows, None], int(size))
        for row, one in zip(rows, np.clip(sums, 0.0, 1.0), strict=True):
            reached[row] = np.minimum(np.cumsum(one[: lengths[row]]), 1.0)
    return reached
