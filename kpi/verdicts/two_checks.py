"""Signals of weekly shares: more misses than luck explains, and more than the link usually swings.

An XmR chart misfires on shares of few handoffs near 100 %. So two checks must agree, each blind to
what the other sees: counting knows how much few handoffs vary by luck, but not that weeks differ;
the swing knows how weeks differ, but not that a week of three handoffs says little.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from kpi.verdicts.mid_p import mid_p
from kpi.verdicts.series import (
    FEWEST_POINTS,
    SAME,
    Bools,
    Signs,
    screened_range,
    together,
    trends,
)
from kpi.verdicts.shares import Floats

RARE = 1 / 250  # per side and span, mid-p: product rule, simulated in bench/verdicts.py
SIGMAS = 3
SIGMA_OF_RANGE = 1.128  # d2: the mean range of two draws from a bell curve, in sigmas
FEWEST_OTHERS = 3
SPANS: Mapping[str, int] = {"week": 1, "three weeks": 3, "seven weeks": 7}
SHARE_RULES = (*SPANS, "trend")
_HALVINGS = 40


class _Against(NamedTuple):
    """A span of weeks beside the other weeks of its screen; one entry per series."""

    bad: Floats
    n: Floats
    all_bad: Floats
    all_n: Floats
    difference: Floats  # mean weekly share of bad ones in the span, less that of the others
    swing: Floats  # how much that may differ
    told: Bools  # whether there is enough to say anything


def share_signals(bad: Floats, n: Floats) -> dict[str, Signs]:
    """Judge the last week of each series, alone and as the end of three and of seven weeks.

    Parameters
    ----------
    bad, n : array of float, shape (series, weeks)
        Bad ones and all of each week of the screen, the oldest first, 0 where nothing was counted.

    Returns
    -------
    dict of str to array of int8, shape (series,)
        Per rule of `SHARE_RULES`: 1 worse, −1 better, 0 nothing to say.

    Notes
    -----
    At least 13 weeks with handoffs, some in the week judged, and neither all good nor all bad. For
    the last W = 1, 3, 7 weeks both must hold, in the same direction:

    - *counting*: x bad of w handoffs in the W weeks, M bad of N on the screen; hypergeometric
      mid-p ≤ 1/250;
    - *swing*: the mean weekly share of the W weeks differs from that of the others by more than
      3 · (mean moving range / 1.128) · √(1/weeks in W + 1/others); moving ranges of the others,
      screened once at 3.267 · their mean.

    Trend: the shares of the last seven weeks with handoffs all rise or all fall.

    Examples
    --------
    Twenty weeks of 20 handoffs with two or one bad, then one with nine:

    >>> bad = np.array([[2.0, 1] * 10 + [9]])
    >>> {rule: int(found[0]) for rule, found in share_signals(bad, np.full((1, 21), 20.0)).items()}
    {'week': 1, 'three weeks': 1, 'seven weeks': 0, 'trend': 0}
    """
    weeks = n.shape[1]
    found = {
        rule: span_signal(bad, n, np.arange(weeks) >= weeks - length)
        for rule, length in SPANS.items()
    }
    told = _enough(bad, n) & (n[:, -1] > 0) if weeks else np.zeros(len(n), bool)
    rising = trends(together(_shares(bad, n))[0])[:, -1] if weeks else np.zeros(len(n), np.int8)
    found["trend"] = rising
    return {rule: np.where(told, signs, 0).astype(np.int8) for rule, signs in found.items()}


def span_signal(bad: Floats, n: Floats, inside: Bools) -> Signs:
    """Hold some weeks of each series against the others by both checks.

    Parameters
    ----------
    bad, n : array of float, shape (series, weeks)
    inside : array of bool, shape (weeks,)
        The weeks of the span.

    Returns
    -------
    array of int8, shape (series,)
        1 worse, −1 better, 0 neither.
    """
    span = _against(bad, n, inside)
    return _both(span)


def natural_shares(
    bad: Floats, n: Floats, weeks: Iterable[int] | None = None
) -> tuple[Floats, Floats]:
    """Return the shares of bad ones beyond which a week would stand out by itself.

    Parameters
    ----------
    bad, n : array of float, shape (series, weeks)
    weeks : iterable of int, optional
        Only these, to save time; all by default.

    Returns
    -------
    low, high : array of float, shape (series, weeks)
        The smallest and largest shares to which not both checks object, given the other weeks; nan
        where none would stand out, or nothing can be told.
    """
    low, high = np.full(n.shape, np.nan), np.full(n.shape, np.nan)
    asked = list(range(n.shape[1]) if weeks is None else weeks)
    if not asked:
        return low, high
    spans = [_against(bad, n, np.arange(n.shape[1]) == week) for week in asked]
    # All weeks at once: what is sought for one takes as many steps as for all.
    span = _Against(*(np.concatenate(values) for values in zip(*spans, strict=True)))
    usable = np.tile(_enough(bad, n), len(asked)) & span.told
    # Good and bad change places for the lower end.
    mirrored = span._replace(bad=span.n - span.bad, all_bad=span.all_n - span.all_bad)
    middle = span.bad / np.where(span.n > 0, span.n, np.nan) - span.difference
    shape = len(asked), len(n)
    high[:, asked] = np.where(usable, _highest(span, middle), np.nan).reshape(shape).T
    low[:, asked] = np.where(usable, 1 - _highest(mirrored, 1 - middle), np.nan).reshape(shape).T
    return low, high


def weekly_range(share: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Return the exact range of a week's share: below, and above, it lies at most once in 250.

    Parameters
    ----------
    share, n : array of float
        Pooled over the screen, and how many are typical in a week.
    """
    n = np.maximum(n, 1)
    return binom.ppf(RARE, n, share) / n, binom.isf(RARE, n, share) / n


def _both(span: _Against) -> Signs:
    more = span.told & (span.difference > span.swing + SAME)
    fewer = span.told & (-span.difference > span.swing + SAME)
    found = np.zeros(len(span.n), np.int8)
    x, drawn, bad, total = (values[more] for values in span[:4])
    found[np.flatnonzero(more)[mid_p(x, drawn, bad, total) <= RARE]] = 1
    x, drawn, bad, total = (values[fewer] for values in span[:4])
    found[np.flatnonzero(fewer)[mid_p(drawn - x, drawn, total - bad, total) <= RARE]] = -1
    return found


def _against(bad: Floats, n: Floats, inside: Bools) -> _Against:
    shares = _shares(bad, n)
    within, others = shares[:, inside], shares[:, ~inside]
    weeks, rest = np.isfinite(within).sum(axis=1), np.isfinite(others).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        difference = np.nansum(within, axis=1) / weeks - np.nansum(others, axis=1) / rest
        swing = SIGMAS / SIGMA_OF_RANGE * screened_range(others) * np.sqrt(1 / weeks + 1 / rest)
    return _Against(
        bad[:, inside].sum(axis=1),
        n[:, inside].sum(axis=1),
        bad.sum(axis=1),
        n.sum(axis=1),
        difference,
        swing,
        (rest >= FEWEST_OTHERS) & (weeks > 0),
    )


def _highest(span: _Against, middle: Floats) -> Floats:
    """Return the largest share of bad ones in the span that does not stand out, by bisection."""
    other_bad = span.all_bad - span.bad
    low, high = np.zeros(len(span.n)), span.n + 1  # high always stands out; +1: if none does
    for _ in range(_HALVINGS):
        if (high - low <= 1).all():
            break
        x = np.floor((low + high) / 2)
        seldom = mid_p(x, span.n, other_bad + x, span.all_n) <= RARE
        with np.errstate(invalid="ignore", divide="ignore"):
            far = x / span.n - middle > span.swing + SAME
        stands_out = seldom & far
        low, high = np.where(stands_out, low, x), np.where(stands_out, x, high)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = np.where(high > span.n, np.nan, low / span.n)
    return result


def _enough(bad: Floats, n: Floats) -> Bools:
    total, all_bad = n.sum(axis=1), bad.sum(axis=1)
    result: NDArray[np.bool_] = (
        ((n > 0).sum(axis=1) >= FEWEST_POINTS) & (all_bad > 0) & (all_bad < total)
    )
    return result


def _shares(bad: Floats, n: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = np.where(n > 0, bad / np.where(n > 0, n, 1), np.nan)
    return result
