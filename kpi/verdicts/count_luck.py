"""How much a count of few differs by luck alone: the second check beside XmR for a backlog.

Limits from moving ranges collapse where a count is nearly always the same: after seven weeks
without anything overdue, a single one long ago would make each further 0 an "improvement".
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainc

from kpi.verdicts.series import Bools, Signs
from kpi.verdicts.shares import Floats
from kpi.verdicts.two_checks import RARE

_HALVINGS = 60


def luck_excluded(values: Floats, inside: Bools) -> Signs:
    """Say where the counts of some weeks are too many (1) or too few (−1) for luck, else 0.

    Parameters
    ----------
    values : array of float, shape (series, weeks)
        Counts; nan where a week has none.
    inside : array of bool, shape (weeks,)

    Notes
    -----
    Were all weeks alike (Poisson), the sum of some of them would be binomial among the sum of all:
    Przyborowski and Wilenski (1940), Homogeneity of results in testing samples from Poisson series,
    Biometrika 31, 313–323. Mid-p ≤ 1/250, as for shares.

    Examples
    --------
    Five after 25 weeks of none is no luck; one is.

    >>> none = np.zeros((2, 26))
    >>> none[:, -1] = 5, 1
    >>> luck_excluded(none, np.arange(26) == 25).tolist()
    [1, 0]
    """
    x, total, part = _sums(values, inside)
    more = _mid_p(x, total, part) <= RARE
    fewer = _mid_p(total - x, total, 1 - part) <= RARE
    return np.select([more, fewer], [1, -1], default=0).astype(np.int8)


def natural_counts(values: Floats) -> tuple[Floats, Floats]:
    """Return the least and the largest count of the last week that luck explains, by the others."""
    inside = np.arange(values.shape[1]) == values.shape[1] - 1
    x, total, part = _sums(values, inside)
    rest = total - x
    least, most = np.zeros(len(x)), 4 * rest + 64  # so many more than all others together
    for _ in range(_HALVINGS):
        middle = np.floor((least + most) / 2)
        lucky = _mid_p(middle, rest + middle, part) > RARE
        least, most = np.where(lucky, middle, least), np.where(lucky, most, middle)
    high = least
    # Nothing at all is the least surprising of few; where even that is too few, search upwards.
    low, least, most = np.zeros(len(x)), np.zeros(len(x)), high
    scarce = _mid_p(rest, rest, 1 - part) <= RARE
    for _ in range(_HALVINGS):
        middle = np.floor((least + most) / 2)
        lucky = _mid_p(rest, rest + middle, 1 - part) > RARE
        least, most = np.where(lucky, least, middle), np.where(lucky, middle, most)
    return np.where(scarce, most, low), high


def _sums(values: Floats, inside: Bools) -> tuple[Floats, Floats, Floats]:
    there = np.isfinite(values)
    counts = np.where(there, values, 0.0)
    weeks = np.maximum(there.sum(axis=1), 1)
    part = (there & inside).sum(axis=1) / weeks
    return counts[:, inside].sum(axis=1), counts.sum(axis=1), part


def _mid_p(x: Floats, total: Floats, part: Floats) -> Floats:
    """Return the chance of more than x, and half that of x, of a binomial number."""
    return (_at_least(x, total, part) + _at_least(x + 1, total, part)) / 2


def _at_least(x: Floats, total: Floats, part: Floats) -> Floats:
    inside = (x > 0) & (x <= total)
    tail = betainc(np.maximum(x, 1), np.maximum(total - x + 1, 1), part)
    return np.where(inside, tail, np.where(x <= 0, 1.0, 0.0))
