"""How likely so many bad ones are among some, drawn by luck from all: exactly, for many at once."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from kpi.verdicts.shares import Floats


def mid_p(x: Floats, drawn: Floats, bad: Floats, total: Floats) -> Floats:
    """Return the chance of more than x, and half that of x, bad ones among so many drawn.

    Parameters
    ----------
    x, drawn, bad, total : array of float
        x bad ones among ``drawn`` handoffs out of ``total``, ``bad`` of which are bad.

    Notes
    -----
    The hypergeometric distribution, summed from x upwards by the ratio of neighbouring terms; cost
    proportional to the terms that matter. Mid-p: Lancaster (1961), Significance tests in discrete
    distributions, JASA 56, 223–234.

    Examples
    --------
    Two bad of four in all, two drawn: both bad in 1 of 6 draws, half of which counts.

    >>> round(float(mid_p(*np.array([[2.0], [2.0], [2.0], [4.0]]))[0]), 9)
    0.083333333
    """
    most, least = np.minimum(drawn, bad), np.maximum(drawn + bad - total, 0)
    term = np.where(x <= most, np.exp(_ln_term(x, drawn, bad, total)), 0.0)
    chance = term / 2
    at = x.copy()
    mode = (drawn + 1) * (bad + 1) / (total + 2)
    while True:
        going = (x >= least) & (at < most) & ((term > 1e-17 * chance) | (at < mode))
        if not going.any():
            break
        ratio = (bad - at) * (drawn - at) / ((at + 1) * np.maximum(total - bad - drawn + at + 1, 1))
        term = np.where(going, term * ratio, 0.0)
        chance = chance + term
        at = at + 1
    return np.where(x < least, 1.0, chance)


def _ln_term(x: Floats, drawn: Floats, bad: Floats, total: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        result: Floats = (
            _ln_ways(bad, x) + _ln_ways(total - bad, drawn - x) - _ln_ways(total, drawn)
        )
    return result


def _ln_ways(n: Floats, k: Floats) -> Floats:
    k = np.clip(k, 0, n)
    result: Floats = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return result
