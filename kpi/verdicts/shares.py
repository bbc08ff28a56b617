"""Judge shares: k good of n against a target share, exactly, many at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc
from scipy.stats import norm

Floats = NDArray[np.float64]
Strings = NDArray[np.str_]

SIGNIFICANT = 0.05  # product rule: false discoveries among what is called broken
AT_RISK = 0.20  # product rule: the chance below which a value under target is called at risk
FEWEST = 5  # product rule: fewer handoffs are an anecdote
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Judgement:
    """Verdicts of many shares at once; arrays of one length, in the order given.

    Parameters
    ----------
    verdict : array of str
        One of ``broken, at risk, kept, too few, no data, no target``.
    p_value : array of float
        Exact one-sided; nan where not judged.
    low, high : array of float
        95 % Wilson interval of the share; nan where n is 0.
    within_chance : array of bool
        Kept although below target.
    """

    verdict: Strings
    p_value: Floats
    low: Floats
    high: Floats
    within_chance: NDArray[np.bool_]


def judge_shares(good: ArrayLike, n: ArrayLike, target: ArrayLike) -> Judgement:
    """Judge k good of n against target shares, all as one family of tests.

    Parameters
    ----------
    good, n : array_like of int
        Good and counted.
    target : array_like of float
        Shares from 0 to 1; nan where none is agreed.

    Examples
    --------
    36 of 40 is exactly on target; 28 of 40 is not luck; with three handoffs nothing can be said.

    >>> judge_shares([36, 28, 2], [40, 40, 3], 0.9).verdict.tolist()
    ['kept', 'broken', 'too few']

    Notes
    -----
    Cost: O(m log m) for m shares.
    """
    good, n, target = np.broadcast_arrays(
        np.asarray(good, float), np.asarray(n, float), np.asarray(target, float)
    )
    missing = missing_evidence(n, target)
    p_value = np.where(missing == "", binomial_p(good, n, target), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        below = good / n < target
    low, high = wilson_interval(good, n)
    verdict, within_chance = name_verdicts(missing, below, p_value)
    return Judgement(verdict, p_value, low, high, within_chance)


def missing_evidence(n: Floats, target: Floats) -> Strings:
    """Say why a share cannot be judged (no target, no data, too few), or ``''`` where it can.

    Too few: under five, or so few that even misses alone would not be significant at 5 %,
    ``(1 − t)^n > 0.05``.
    """
    with np.errstate(invalid="ignore"):
        few = (n < FEWEST) | ((1 - target) ** n > SIGNIFICANT)
    return np.select(
        [np.isnan(target), n == 0, few], ["no target", "no data", "too few"], default=""
    )


def name_verdicts(
    missing: Strings, below: NDArray[np.bool_], p_value: Floats
) -> tuple[Strings, NDArray[np.bool_]]:
    """Name the verdicts of one family of tests, and say which are kept only within chance.

    Parameters
    ----------
    missing : array of str
        From `missing_evidence`: what is not empty is the verdict and takes no part in the family.
    below : array of bool
        The measurement misses its target.
    p_value : array of float
        One-sided, of the null hypothesis that the link is exactly on target.
    """
    tested = missing == ""
    significant = np.zeros(len(p_value), bool)
    significant[tested] = benjamini_hochberg(p_value[tested])
    below = below & tested
    with np.errstate(invalid="ignore"):
        unlikely = p_value <= AT_RISK
    verdict = np.select(
        [~tested, below & significant, below & unlikely],
        [missing, "broken", "at risk"],
        default="kept",
    )
    return verdict, below & (verdict == "kept")


def binomial_p(good: Floats, n: Floats, target: Floats) -> Floats:
    """Return the exact chance of at most ``good`` good ones of n, each good with chance ``target``.

    Notes
    -----
    The binomial distribution function by the incomplete beta function,
    P(X ≤ k) = I_{1−t}(n − k, k + 1): NIST Digital Library of Mathematical Functions, 8.17.5.
    """
    with np.errstate(invalid="ignore"):
        tail = betainc(np.maximum(n - good, 1e-300), good + 1, 1 - target)
    result: Floats = np.where(good >= n, np.where(np.isnan(target), np.nan, 1.0), tail)
    return result


def benjamini_hochberg(p_value: ArrayLike, level: float = SIGNIFICANT) -> NDArray[np.bool_]:
    """Say which tests of a family are discoveries, with the false discovery rate held at ``level``.

    Parameters
    ----------
    p_value : array_like of float
        One per test of the family, none missing.

    Returns
    -------
    array of bool
        True where p is at most the largest ranked p(i) that is ≤ i/m · level.

    References
    ----------
    Benjamini and Hochberg (1995), Controlling the false discovery rate, JRSS B 57(1), 289–300.

    Examples
    --------
    >>> benjamini_hochberg([0.001, 0.045, 0.04, 0.9]).tolist()
    [True, False, False, False]
    """
    p = np.asarray(p_value, float)
    ranked = np.sort(p)
    passes = ranked <= level * np.arange(1, len(p) + 1) / max(len(p), 1)
    if not passes.any():
        return np.zeros(len(p), bool)
    discovered: NDArray[np.bool_] = p <= ranked[np.flatnonzero(passes)[-1]]
    return discovered


def wilson_interval(
    good: Floats, n: Floats, confidence: float = CONFIDENCE
) -> tuple[Floats, Floats]:
    """Return the Wilson interval of shares; nan where n is 0.

    References
    ----------
    Wilson (1927), JASA 22, 209–212; recommended for small n by Brown, Cai and DasGupta (2001),
    Interval estimation for a binomial proportion, Statistical Science 16(2), 101–133.
    """
    z = float(norm.ppf((1 + confidence) / 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = good / n
        middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # Exact at the ends, where rounding would leave −1e-17 or 1 + 1e-16.
    low = np.where(good == 0, np.where(n > 0, 0.0, np.nan), middle - half)
    high = np.where(good == n, np.where(n > 0, 1.0, np.nan), middle + half)
    return low, high
