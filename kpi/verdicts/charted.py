"""Every week of a signal's chart: its natural limits, and whether it stands out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kpi.measures import Week
from kpi.verdicts.count_luck import luck_excluded
from kpi.verdicts.series import FEWEST_POINTS, Signs
from kpi.verdicts.shares import Floats
from kpi.verdicts.signal import Signal, Variation
from kpi.verdicts.two_checks import natural_shares, share_signals
from kpi.verdicts.xmr import XMR_SPANS, xmr


class ChartedPoint(NamedTuple):
    """One week as a control chart draws it, in what the chart shows (`Signal.shown`).

    ``low`` and ``high`` are None where the week could not stand out on that side, or nothing can be
    told; ``variation`` is None where the week has no point or there are too few.
    """

    week: Week
    value: float | None
    n: int
    low: float | None
    high: float | None
    variation: Variation | None


def charted(signal: Signal) -> tuple[ChartedPoint, ...]:
    """Return the weeks of a signal with their limits, each marked if it stands out.

    A share's limits are those of its own week, which depend on how many it counts. Shares and
    counts are marked by the weeks of the screen up to their own, as they were judged in their week:
    a collapse at the end does not make all the weeks before it look splendid. Where three or seven
    weeks stand out together, the last of them is marked, unless it alone went the other way: nobody
    would believe the mark of a bad week for the better. Other values are marked by the whole
    screen, as Making Data Count does.
    """
    if not signal.points:
        return ()
    shown = np.array([[_number(signal.shown(point)) for point in signal.points]])
    if signal.chart == "value":
        low, high, signs = _of_values(signal, shown)
    else:
        low, high, signs = _of_shares(signal, shown)
    worse = -1 if signal.better == "higher" else 1
    told = signal.weeks_counted >= FEWEST_POINTS
    return tuple(
        ChartedPoint(
            point.week,
            signal.shown(point),
            point.n,
            _known(low[0, week]),
            _known(high[0, week]),
            _variation(int(signs[0, week]) * worse)
            if told and np.isfinite(shown[0, week])
            else None,
        )
        for week, point in enumerate(signal.points)
    )


def _of_shares(signal: Signal, shown: Floats) -> tuple[Floats, Floats, Signs]:
    """Return limits and signs (1 high, −1 low) in what is shown, good ones or slow ones."""
    bad = np.array([[float(point.bad) for point in signal.points]])
    n = np.array([[float(point.n) for point in signal.points]])
    low, high = natural_shares(bad, n)
    marks = _stand_out(bad, n)
    if signal.better == "higher":
        return 1 - high, 1 - low, (-marks).astype(np.int8)
    return low, high, marks


def _stand_out(bad: Floats, n: Floats) -> Signs:
    """Mark the weeks that both checks find worse (1) or better (−1), each by those up to it."""
    marks = np.zeros(n.shape, np.int8)
    for end in range(FEWEST_POINTS, n.shape[1] + 1):
        for signs in reversed(share_signals(bad[:, :end], n[:, :end]).values()):
            marks[0, end - 1] = signs[0] or marks[0, end - 1]
    # Of the last week the words beside the chart tell which weeks stand out with it.
    judged = n[0, :-1] > 0
    beyond = np.zeros(judged.shape)
    usual = np.cumsum(bad[0]) / np.maximum(np.cumsum(n[0]), 1)
    beyond[judged] = bad[0, :-1][judged] / n[0, :-1][judged] - usual[:-1][judged]
    marks[0, :-1][marks[0, :-1] * beyond < 0] = 0
    return marks


def _of_values(signal: Signal, shown: Floats) -> tuple[Floats, Floats, Signs]:
    chart = xmr(shown)
    signs = np.zeros(shown.shape, np.int8)
    for marks in reversed(list(chart.rules.values())):
        signs = np.where(marks != 0, marks, signs)
    full = np.ones(shown.shape)
    low, high = chart.low[:, None] * full, chart.high[:, None] * full
    if signal.counts and signal.low is not None and signal.high is not None:
        low, high = signal.low * full, signal.high * full
        signs = _counts_that_stand_out(shown)
    return low, high, signs.astype(np.int8)


def _counts_that_stand_out(shown: Floats) -> Signs:
    """Mark the counts that XmR and luck both find out of the ordinary, each by those up to it."""
    signs = np.zeros(shown.shape, np.int8)
    for end in range(FEWEST_POINTS, shown.shape[1] + 1):
        seen = shown[:, :end]
        for rule, marks in reversed(list(xmr(seen).rules.items())):
            luck = luck_excluded(seen, np.arange(end) >= end - XMR_SPANS[rule])
            if marks[0, -1] and luck[0] == marks[0, -1]:
                signs[0, end - 1] = marks[0, -1]
    return signs


def _variation(sign: int) -> Variation:
    if sign > 0:
        return "concern"
    return "improvement" if sign < 0 else "common cause"


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
