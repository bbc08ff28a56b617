"""Means of any numbers: what their tail allows to be said."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from kpi.verdicts.means import judge_mean, tell_little

Draw = Callable[[np.random.Generator, int], NDArray[np.float64]]
# Each with its true mean.
TAILS: dict[str, tuple[Draw, float]] = {
    "exponential": (lambda rng, n: rng.exponential(1, n), 1.0),
    "lognormal": (lambda rng, n: rng.lognormal(0, 1, n), float(np.exp(0.5))),
    "long lognormal": (lambda rng, n: rng.lognormal(0, 1.5, n), float(np.exp(1.125))),
}


@pytest.mark.parametrize("n", [10, 30])
@pytest.mark.parametrize("tail", TAILS)
def test_a_mean_on_target_with_a_long_good_tail_is_rarely_called_unlikely(
    tail: str, n: int
) -> None:
    # Without the rule 9 to 30 % of these have p ≤ 5 %; the margin is of 300 samples.
    draw, mean = TAILS[tail]
    rng, alarms = np.random.default_rng(7), 0
    for _ in range(300):
        values = draw(rng, n)
        alarms += (
            not tell_little(values, "higher") and judge_mean(values, mean, "higher")[0] <= 0.05
        )
    assert alarms / 300 <= 0.09


def test_enough_numbers_follow_cochrans_rule() -> None:
    rng = np.random.default_rng(3)
    for n in (10, 25, 60):
        for _ in range(40):
            values = rng.gamma(2, 3, n)
            skewness = stats.skew(values, bias=False)
            assert tell_little(values, "higher") == (skewness > 0 and n <= 25 * skewness**2)
            assert tell_little(-values, "lower") == tell_little(values, "higher")


def test_equal_numbers_have_no_tail() -> None:
    assert not tell_little(np.full(10, 0.1), "higher")


def test_a_clear_miss_without_a_good_tail_is_judged() -> None:
    values = np.array([9.0, 11, 12, 13, 14, 15, 12, 13, 8, 16])
    assert not tell_little(values, "lower")
    assert judge_mean(values, 10.0, "lower")[0] < 0.05


def test_the_chance_is_that_of_the_tilted_numbers_drawn_again() -> None:
    # 400,000 draws of eight, from the numbers and an imagined 5 h (as far beyond 10 h as the worst,
    # 15 h, is short of it), weighted by exp(tilt) to a mean of 10 h: 2.3 % sum to 99 h or more.
    values = np.array([9.0, 11, 12, 13, 14, 15, 12, 13])
    assert judge_mean(values, 10.0, "lower")[0] == pytest.approx(0.0228, abs=0.0006)
