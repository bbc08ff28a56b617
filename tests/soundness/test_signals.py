"""Signals of random series against a naive reading of the text."""

from __future__ import annotations

from collections import Counter

import numpy as np

from kpi.verdicts.count_luck import luck_excluded, natural_counts
from kpi.verdicts.mid_p import mid_p
from kpi.verdicts.two_checks import SHARE_RULES, natural_shares, share_signals
from kpi.verdicts.xmr import XMR_RULES, xmr

from . import oracle_signals as oracle

SERIES = 1500


def random_shares(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Steady and Poisson volumes from 1 to 60 a week, gaps, changes of level in the last weeks."""
    random = np.random.default_rng(seed)
    volume = random.choice([1, 3, 8, 20, 60], SERIES)
    n = random.poisson(volume[:, None], (SERIES, 26))
    n[::3] = volume[::3, None]
    n[::5, :: random.integers(2, 9)] = 0
    chance = np.repeat(random.choice([0.0, 0.01, 0.05, 0.2, 0.6], SERIES)[:, None], 26, axis=1)
    for length in (1, 3, 7):
        some = random.random(SERIES) < 0.3
        chance[some, -length:] = random.choice([0.0, 0.3, 0.6], some.sum())[:, None]
    bad = random.binomial(n, chance)
    n[:20], bad[:10, -7:], bad[10:20, -7:] = 60, 5 + np.arange(7), 12 - np.arange(7)
    return np.minimum(bad, n), n


def test_share_signals_equal_the_oracle() -> None:
    bad, n = random_shares(11)
    found = share_signals(bad.astype(float), n.astype(float))
    seen: Counter[oracle.Mark] = Counter()
    for row in range(SERIES):
        hand = oracle.share_marks(bad[row].tolist(), n[row].tolist())
        assert {(r, int(found[r][row])) for r in SHARE_RULES if found[r][row]} == hand, row
        seen.update(hand)
    rules = ("week", "three weeks", "seven weeks")
    assert min(seen[rule, way] for rule in rules for way in (1, -1)) > 3
    assert min(seen["trend", 1], seen["trend", -1]) > 0


def test_the_chance_of_so_many_bad_ones_equals_a_sum_of_whole_numbers() -> None:
    random = np.random.default_rng(5)
    total = random.integers(2, 300, 400)
    bad, drawn = random.integers(0, total + 1), random.integers(1, total + 1)
    x = random.integers(np.maximum(0, drawn + bad - total), np.minimum(drawn, bad) + 1)
    found = mid_p(*(v.astype(float) for v in (x, drawn, bad, total)))
    hand = [float(oracle.mid_p(*map(int, row))) for row in zip(x, drawn, bad, total, strict=True)]
    np.testing.assert_allclose(found, hand, rtol=1e-9, atol=1e-14)


def test_a_natural_share_is_the_last_that_does_not_stand_out() -> None:
    bad, n = random_shares(12)
    bad, n = bad[:150].astype(float), n[:150].astype(float)
    low, high = (end[:, -1] for end in natural_shares(bad, n, [25]))
    told = 0
    for row in range(150):
        of = int(n[row, -1])
        ways = []
        for x in range(of + 1):
            changed = [*map(int, bad[row, :-1]), x]
            marks = oracle.share_marks(changed, [*map(int, n[row, :-1]), of])
            ways.append(next((way for rule, way in marks if rule == "week"), 0))
        within = [x for x, way in enumerate(ways) if not way]
        if not of or not 0 < bad[row].sum() < n[row].sum() or (n[row] > 0).sum() < 13:
            assert np.isnan(high[row])
            continue
        if 1 in ways:
            assert round(high[row] * of) == max(within)
            told += 1
        if -1 in ways:
            assert round(low[row] * of) == min(within)
    assert told > 20


def test_xmr_marks_equal_the_oracle() -> None:
    random = np.random.default_rng(13)
    values = random.poisson(random.choice([2, 20, 200], SERIES)[:, None], (SERIES, 26))
    values[::4] = np.cumsum(random.integers(-2, 4, (len(values[::4]), 26)), axis=1)
    values[::7, 20:] += 30
    values[::9, 5] = 900
    found = xmr(values.astype(float)).rules
    seen: Counter[oracle.Mark] = Counter()
    for row in range(SERIES):
        hand = oracle.value_marks(values[row].tolist())
        for week in range(26):
            mine = {(r, int(found[r][row, week])) for r in XMR_RULES if found[r][row, week]}
            assert mine == hand[week], (row, week)
            seen.update(hand[week])
    assert min(seen[rule, way] for rule in XMR_RULES for way in (1, -1)) > 3


def test_a_natural_count_is_the_last_that_luck_explains() -> None:
    random = np.random.default_rng(14)
    values = random.poisson(random.choice([0.05, 0.5, 3, 30], 200)[:, None], (200, 20)) + 0.0
    low, high = natural_counts(values)
    last = np.arange(20) == 19
    scarce = 0
    for row in range(200):
        tried = np.repeat(values[row][None, :], 140, axis=0)
        tried[:, -1] = np.arange(140)
        ways = luck_excluded(tried, last)
        lucky = np.flatnonzero(ways == 0)
        assert (low[row], high[row]) == (lucky.min(), lucky.max())
        scarce += lucky.min() > 0
    assert scarce > 10
